"""The map: a view holds what it must, land is where land is, and the picture says no more than the tables do."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitevents.build import cache
from summitevents.log.package import Package
from summitevents.page.map_svg import map_figure, map_svg
from summitevents.page.map_view import Point, close_view, whole_view
from summitevents.page.rendering import interface_words
from tests.support.hostile import HOSTILE
from tests.support.html import StrictReader
from tests.support.paths import ROOT

POINTS = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=8)
WORDS = interface_words()["map"]
CARD = "#{}".format
SOURCE = {"op": "source", "source": "almanac", "title": "Almanac"}


@given(POINTS)
def test_a_view_holds_every_point_it_is_of(points: list[Point]) -> None:
    view = whole_view(points)
    assert all(view.holds(point) for point in points)
    assert view.width <= 360


def test_a_view_may_reach_over_the_date_line_and_the_poles() -> None:
    view = whole_view([(178.4, -18.1), (-171.8, -13.8)])
    assert view.width < 30
    (fiji, _), (samoa, _) = view.at((178.4, -18.1)), view.at((-171.8, -13.8))
    assert 0 < fiji < samoa < 100
    assert whole_view([(0, 90), (90, -90), (-120, 0)]).land(1000)


CITIES = {
    "Hanoi": (105.84, 21.02),
    "Pyongyang": (125.75, 39.03),
    "Paris": (2.35, 48.86),
    "Santiago": (-70.65, -33.46),
    "Pole": (0.0, -89.0),
}
SEAS = {
    "Pacific": (-150.0, 10.0),
    "date line": (180.0, 30.0),
    "South China Sea": (114.0, 14.0),
    "Atlantic": (-30.0, 30.0),
    "North": (0.0, 86.0),
}


@pytest.mark.parametrize(("name", "point", "land"), [(n, p, True) for n, p in CITIES.items()] + [(n, p, False) for n, p in SEAS.items()])  # fmt: skip
def test_land_is_where_land_is(name: str, point: Point, land: bool) -> None:
    for view in (whole_view([point]), whole_view([point, (point[0] + 100, -point[1])])):
        across, down = view.at(point)
        assert inside(view.land(2000), across * 20, down * 20 / view.ratio) == land, name


def inside(path: str, x: float, y: float) -> bool:
    """Says whether a point lies in a path of ours (M, l and z), by the even-odd rule."""
    crossings = 0
    for ring in re.findall(r"M([^z]*)z", path):
        numbers = [int(number) for number in re.findall("-?[0-9]+", ring)]
        steps = list(zip(numbers[::2], numbers[1::2], strict=True))
        points = [(sum(a for a, _ in steps[: n + 1]), sum(b for _, b in steps[: n + 1])) for n in range(len(steps))]
        for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
            crossings += (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax)
    return crossings % 2 == 1


def test_a_close_up_is_of_where_most_of_it_happened() -> None:
    far = [((0.0, 50.0), 1), ((-100.0, 40.0), 1)]
    near = [((105.0, 21.0), 10), ((126.0, 39.0), 9)]
    view = close_view([*far, *near])
    assert view
    assert [view.holds(point) for point, _ in (*far, *near)] == [False, False, True, True]
    assert close_view(near) is None, "the whole is no larger"
    assert close_view([((n * 50.0, 0.0), 1) for n in range(7)]) is None, "nowhere happened a good share"
    assert close_view([]) is None, "no place is given to the city or the site"


def place(slug: str, longitude: float, latitude: float, **more: Any) -> dict[str, Any]:
    return {"op": "place", "place": slug, "name": slug.title(), "longitude": longitude, "latitude": latitude, "precision": "city"} | more  # fmt: skip


def claim(event: str, **more: Any) -> dict[str, Any]:
    usual = {"op": "claim", "kind": "visit", "title": event.title(), "status": "occurred", "source": "almanac", "locator": "p. 1"}  # fmt: skip
    return usual | {"event": event} | ({"basis": "stated"} if "happened" in more else {}) | more


def test_what_did_not_happen_or_has_no_coordinates_is_on_no_map(package: Callable[..., Package]) -> None:
    log = package(
        SOURCE, {"op": "place", "place": "somewhere", "name": "Somewhere"}, place("oslo", 10.7, 59.9),
        claim("e1", place="somewhere"), claim("e2"), claim("e3", place="oslo", status="announced"),
    )  # fmt: skip
    with cache.connect(log) as con:
        assert (map_figure(con, WORDS, CARD), map_svg(con, WORDS)) == ("", "")


def test_a_country_is_a_ring_and_words_have_what_the_picture_has(package: Callable[..., Package]) -> None:
    log = package(
        SOURCE, place("oslo", 10.7, 59.9), place("norway", 10.0, 62.0, precision="country"),
        claim("e1", place="oslo", happened="1999-05-01"), claim("e2", place="norway"), claim("e3", place="oslo"),
    )  # fmt: skip
    with cache.connect(log) as con:
        figure, picture = map_figure(con, WORDS, CARD), map_svg(con, WORDS)
    for drawn in (figure, picture):
        assert re.findall(r'class="(spot|area)"', drawn) == ["spot", "area"]
        assert {">Oslo 2</text>", ">Norway 1</text>"} <= set(re.findall(">[^<]*</text>", drawn))
    read = StrictReader(figure.encode())
    assert {"#_at-oslo", "#_at-norway", "#e1", "#e2", "#e3"} == set(read.links)
    assert ", 1 May 1999; <" in figure
    assert ", no date<" in figure


def test_a_line_is_drawn_only_where_the_order_of_places_is_known(package: Callable[..., Package]) -> None:
    who = [{"actor": "ann", "role": "visitor"}]
    there = [{"actor": "ann", "role": "participant"}]
    parts = {
        "p1": ("oslo", "1999-05-01", there), "p2": ("rome", "1999-05-02/1999-05-03", there), "p3": ("paris", "1999-05-03", there),
        "p4": ("oslo", "1999-05-05", there), "p5": ("rome", "1999-05-07", []), "p6": ("rome", "1999-06", there),
        "p7": ("norway", "1999-07-01", there), "p8": ("oslo", "1999-08-01", there), "p9": ("paris", "1999-08-01", there),
    }  # fmt: skip
    log = package(
        SOURCE, {"op": "actor", "actor": "ann", "type": "person", "name": "Ann"},
        place("oslo", 10.7, 59.9), place("rome", 12.5, 41.9), place("paris", 2.4, 48.9), place("norway", 10.0, 62.0, precision="country"),
        claim("tour", happened="1999", actors=who),
        *(claim(slug, place=where, happened=day, **({"actors": actors} if actors else {})) for slug, (where, day, actors) in parts.items()),
        *({"op": "relate", "event": slug, "relation": "part-of", "other": "tour"} for slug in parts),
    )  # fmt: skip
    with cache.connect(log) as con:
        figure = map_figure(con, WORDS, CARD)
    told = re.findall('<li><a href="#tour">Tour</a>: (.*)</li>', figure)
    steps = ["Oslo → Rome", "Rome → Paris", "Paris → Oslo"]
    assert told == ["; ".join(steps)]
    assert figure.count('class="way"') == 3


def test_hostile_words_are_words(package: Callable[..., Package]) -> None:
    log = package(SOURCE, place("oslo", 10.7, 59.9, name=HOSTILE), claim("e1", place="oslo", title=HOSTILE))
    with cache.connect(log) as con:
        for drawn in (map_figure(con, WORDS, CARD), map_svg(con, WORDS)):
            assert "<script" not in drawn
            assert "<img" not in drawn
            assert "\u202e" not in drawn


@pytest.mark.usefixtures("warm_cache")
def test_the_shipped_map_has_every_event_that_happened_at_a_known_place() -> None:
    with cache.connect(Package(ROOT)) as con:
        figure = map_figure(con, WORDS, CARD)
        n = con.execute(
            """SELECT count(*) FROM events JOIN places USING (place) WHERE latitude IS NOT NULL
            AND status NOT IN ('announced', 'expected', 'hypothetical', 'cancelled', 'denied')"""
        ).fetchall()[0][0]
    told = re.findall(r'<li id="_at-[^"]*">.*', figure)
    counted = [re.search(r": ([\d,]+) events, among them ", row) for row in told]
    assert n == sum(
        int(found[1].replace(",", "")) if found else row.count('<a href="#')
        for row, found in zip(told, counted, strict=True)
    )
    assert max(row.count('<a href="#') for row in told) == 3
    assert figure.startswith('<section class="where"')
    assert figure.count("<svg class=") == 2
    assert "<script" not in figure
