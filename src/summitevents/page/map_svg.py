"""What happened where, as a map (SVG) and as the same in words: places by how much happened there, and journeys.

A full dot is a place that is known to a town or better, or of which nobody says otherwise; a hollow one stands for a whole country or region. A line joins
places where one visitor was, one after the other, as the dated parts of a visit tell. There is a close-up where most
events lie near each other. Letters and dots keep their size; which names have room differs on narrow screens.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape as in_xml
from itertools import groupby, pairwise
from math import hypot, sqrt
from operator import itemgetter

import duckdb

from summitevents.log.vocabulary import PLANNED
from summitevents.page.drawing import shortened, standalone_svg
from summitevents.page.map_view import MapView, Point, close_view, whole_view
from summitevents.page.rendering import isolated
from summitevents.query.select import Row, run_query

_EVENTS = f"""SELECT places.place, places.name, longitude, latitude, precision, event, events.title, events.date_words, events.n_sources
FROM events JOIN places ON places.place = events.place LEFT JOIN timeline USING (event)
WHERE longitude IS NOT NULL AND latitude IS NOT NULL AND events.status NOT IN {(*PLANNED, "denied")}
ORDER BY places.place, nr NULLS LAST, event"""
_PARTS = """SELECT DISTINCT visit.event AS visit, visit.title, visitor.actor, part.event, part.place, part.earliest, part.latest
FROM relations JOIN events AS visit ON visit.event = relations.other JOIN events AS part ON part.event = relations.event
JOIN participants AS visitor ON visitor.event = visit.event AND visitor.role = 'visitor'
JOIN participants AS there ON there.event = part.event AND there.actor = visitor.actor
WHERE relation = 'part-of' AND part.start_max IS NOT NULL AND part.end_min IS NOT NULL
ORDER BY visit, visitor.actor, part.earliest, part.latest, part.event"""

STYLE = """
.map{display:block;width:100%;max-width:46rem;height:auto;aspect-ratio:7/5;overflow:hidden;background:var(--paper)}.map.world{aspect-ratio:2}
.pane{overflow:hidden}.map+.map{margin-top:.6rem}.land{fill:var(--line)}.spot{fill:var(--blue);fill-opacity:.85;stroke:var(--paper)}
.area{fill:none;stroke:var(--blue);stroke-width:1.6;stroke-dasharray:3 2}.way{stroke:var(--orange);stroke-width:1.6}.tip{fill:var(--orange)}
.name{fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}.frame{fill:none;stroke:var(--ink);stroke-opacity:.6}.slim{display:none}
.where{margin-bottom:1.5rem}
@media(max-width:46rem){.roomy{display:none}.slim{display:inline}}
"""
_WIDTH = 1000
"""Pixels: the width of the map as a file, and of the picture of its land."""
_ROOMY, _SLIM = 700, 300
"""Pixels: the least width of a map on a screen of either kind, for which its names are laid out."""
AMONG = 3
"""How many events of a place are named in words."""
_LETTER, _LINE = 7.3, 15
"""Pixels: a letter of a name, and its line."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, or several that fall together on the map: the first one names it. Its events are in time order."""

    name: str
    point: Point
    exact: bool
    places: frozenset[str]
    events: list[Row]

    @property
    def radius(self) -> float:
        """How large its dot is, in pixels: its area grows with the events."""
        return 2.2 + 1.1 * sqrt(len(self.events))


Journey = tuple[str, str, str, str]
"""The slugs of two places, one after the other, and the slug and title of the visit."""


def map_figure(con: duckdb.DuckDBPyConnection, words: Mapping[str, str], at: Callable[[str], str]) -> str:
    """Returns the map as a part of a page, in HTML, and the same in words. Empty if no event has a place with coordinates.

    `words`: those of the interface that are about the map. `at` gives the address of an event's card.
    """
    spots = _spots(con)
    if not spots:
        return ""
    journeys = _journeys(con, spots)
    panels = "\n".join(
        f'<svg class="map{" world" * view.wide}" aria-hidden="true">{picture}</svg>'
        for view, picture in _panels(spots, journeys, words, linked=True)
    )
    caption = words["caption"].format(f"{sum(len(spot.events) for spot in spots):,}", f"{len(spots):,}")
    caption += f" {words['ring']}" * any(not spot.exact for spot in spots) + f" {words['way']}" * bool(journeys)
    told = "".join(_item(spot, words, at) for spot in spots)
    return f"""<section class="where" aria-labelledby="_where"><h2 id="_where">{in_xml(words["title"])}</h2>
{panels}
<p class="c">{in_xml(caption)}</p>
<details><summary>{in_xml(words["in_words"])}</summary>
<ul>
{told}{"".join(_journey_item(journey, at) for journey in _whole_journeys(journeys, spots))}</ul>
</details>
</section>"""


def map_svg(con: duckdb.DuckDBPyConnection, words: Mapping[str, str]) -> str:
    """Returns the map as a picture that stands alone. Empty if no event has a place with coordinates."""
    spots = _spots(con)
    if not spots:
        return ""
    journeys, parts, y = _journeys(con, spots), [f"<style>{STYLE}</style>"], 0
    for view, picture in _panels(spots, journeys, words, linked=False):
        high = round(_WIDTH / view.ratio)
        parts.append(f'<svg class="pane" y="{y}" width="{_WIDTH}" height="{high}">{picture}</svg>')
        y += high + 10
    return standalone_svg("\n".join(parts), y, words["title"])


def _spots(con: duckdb.DuckDBPyConnection) -> list[Spot]:
    """Returns the places with coordinates where something happened, those with most events first."""
    groups = groupby(run_query(con, _EVENTS).dicts(), itemgetter("place"))
    found = []
    for place, rows in groups:
        events = list(rows)
        row = events[0]
        exact = row["precision"] not in ("region", "country")
        found.append(Spot(row["name"], (row["longitude"], row["latitude"]), exact, frozenset([place]), events))
    return sorted(found, key=lambda spot: -len(spot.events))


def _panels(
    spots: Sequence[Spot], journeys: Sequence[Journey], words: Mapping[str, str], linked: bool
) -> Iterator[tuple[MapView, str]]:
    """Yields a close-up, if there is one, and the whole, where that is a frame: each with the elements of its picture."""
    whole = whole_view([spot.point for spot in spots])
    close = close_view([(spot.point, len(spot.events)) for spot in spots if spot.exact])
    if close is None:
        yield whole, _panel(whole, spots, journeys, linked)
        return
    near = [spot for spot in spots if close.holds(spot.point)]
    yield close, _panel(close, near, journeys, linked)
    (left, top), (right, foot) = (
        whole.at(corner)
        for corner in ((close.west, close.north), (close.west + close.width, close.north - close.height))
    )
    frame = (
        f'<rect class="frame" x="{left:.2f}%" y="{top:.2f}%" width="{right - left:.2f}%" height="{foot - top:.2f}%"/>'
        f'<text class="name" text-anchor="middle" x="{(left + right) / 2:.2f}%" y="{(top + foot) / 2:.2f}%">{in_xml(words["above"])}</text>'
    )
    yield whole, _panel(whole, [spot for spot in spots if spot not in near], journeys, linked) + frame


def _panel(view: MapView, spots: Sequence[Spot], journeys: Sequence[Journey], linked: bool) -> str:
    merged = _merged(view, spots)
    high = round(_WIDTH / view.ratio)
    land = (
        f'<svg viewBox="0 0 {_WIDTH} {high}" preserveAspectRatio="none" width="100%" height="100%">'
        f'<path class="land" d="{view.land(_WIDTH)}"/></svg>'
    )
    names = [
        _name(spot, view, dx, dy, anchor, look)
        for look, width, most in (("roomy", _ROOMY, 30), ("slim", _SLIM, 12))
        for spot, dx, dy, anchor in _placed(view, merged, width, most)
    ]
    dots = [_dot(spot, view, linked) for spot in sorted(merged, key=lambda spot: -spot.radius)]
    return "\n".join([land, *_ways(view, merged, journeys), *dots, *names])


def _merged(view: MapView, spots: Sequence[Spot]) -> list[Spot]:
    """Returns the spots, of which those of exact places that would hide each other are one, of the first one's name."""
    found: list[Spot] = []
    for spot in spots:
        for n, other in enumerate(found):
            if spot.exact and other.exact and _far(view, spot, other) < max(other.radius, 6):
                found[n] = Spot(other.name, other.point, True, other.places | spot.places, other.events + spot.events)
                break
        else:
            found.append(spot)
    return found


def _far(view: MapView, one: Spot, other: Spot) -> float:
    (x, y), (a, b) = (_pixels(view, spot, _ROOMY) for spot in (one, other))
    return hypot(x - a, y - b)


def _pixels(view: MapView, spot: Spot, width: int) -> Point:
    across, down = view.at(spot.point)
    return across / 100 * width, down / 100 * width / view.ratio


def _placed(view: MapView, spots: Sequence[Spot], width: int, most: int) -> Iterator[tuple[Spot, float, float, str]]:
    """Yields the names that have room at a width, those with most events first: the spot, and where beside it the name stands."""
    dots = [(spot.radius, *_pixels(view, spot, width)) for spot in spots]
    names: list[tuple[float, ...]] = []
    high = width / view.ratio
    for spot in sorted(spots, key=lambda spot: (not spot.exact, -len(spot.events))):
        x, y = _pixels(view, spot, width)
        long, gap = len(_label(spot)) * _LETTER, spot.radius + 3
        for dx, dy, anchor, left in (
            (gap, 4, "start", x + gap), (-gap, 4, "end", x - gap - long),
            (0, -gap - 1, "middle", x - long / 2), (0, gap + 10, "middle", x - long / 2),
            (gap, -6, "start", x + gap), (gap, 14, "start", x + gap), (-gap, -6, "end", x - gap - long), (-gap, 14, "end", x - gap - long),
        ):  # fmt: skip
            box = (left, y + dy - _LINE + 4, left + long, y + dy + 3)
            within = box[0] >= 0 and box[2] <= width and box[1] >= 0 and box[3] <= high
            # A name may cover dots that are much smaller than its own.
            others = [(a - r, b - r, a + r, b + r) for r, a, b in dots if r > spot.radius * 0.7]
            if len(names) < most and within and not any(_overlap(box, other) for other in (*names, *others)):
                names.append(box)
                yield spot, dx, dy, anchor
                break


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _label(spot: Spot) -> str:
    return f"{shortened(spot.name, 24)}{' …' * (len(spot.places) > 1)} {len(spot.events)}"


def _name(spot: Spot, view: MapView, dx: float, dy: float, anchor: str, look: str) -> str:
    x, y = view.at(spot.point)
    where = f'x="{x:.2f}%" y="{y:.2f}%" dx="{dx:.1f}" dy="{dy:.1f}"'
    return f'<text class="name {look}" text-anchor="{anchor}" {where}>{in_xml(_label(spot))}</text>'


def _dot(spot: Spot, view: MapView, linked: bool) -> str:
    x, y = view.at(spot.point)
    look = "spot" if spot.exact else "area"
    dot = f'<circle class="{look}" cx="{x:.2f}%" cy="{y:.2f}%" r="{spot.radius:.1f}"><title>{in_xml(_label(spot))}</title></circle>'
    return f'<a href="#_at-{spot.events[0]["place"]}" tabindex="-1">{dot}</a>' if linked else dot


def _ways(view: MapView, spots: Sequence[Spot], journeys: Sequence[Journey]) -> Iterator[str]:
    """Yields the lines of the journeys whose two ends are in the view and apart, each once, and before them their arrow."""
    at = {place: spot for spot in spots for place in spot.places}
    ways = {
        (at[start].name, at[end].name): (at[start], at[end])
        for start, end, *_ in journeys
        if start in at and end in at and _far(view, at[start], at[end]) > 16
    }
    name = "wide" if view.wide else "near"
    if ways:
        yield (
            f'<defs><marker id="_way-{name}" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="8" refX="13" refY="4" '
            'orient="auto"><path class="tip" d="M0 0l9 4l-9 4z"/></marker></defs>'
        )
    for one, other in ways.values():
        (a, b), (c, d) = view.at(one.point), view.at(other.point)
        yield f'<line class="way" x1="{a:.2f}%" y1="{b:.2f}%" x2="{c:.2f}%" y2="{d:.2f}%" marker-end="url(#_way-{name})"/>'


def _journeys(con: duckdb.DuckDBPyConnection, spots: Sequence[Spot]) -> list[Journey]:
    """Returns the steps from place to place that the dated parts of a visit tell of one visitor.

    No step is told from or to a part that may have been at the time of another one elsewhere, as on one and the same day,
    and none to a country or region.
    """
    exact = {place for spot in spots if spot.exact for place in spot.places}
    found: dict[Journey, None] = {}
    for _, rows in groupby(run_query(con, _PARTS).dicts(), itemgetter("visit", "actor")):
        parts = [row for row in rows if row["place"] in exact]
        for one, other in pairwise(parts):
            if one["place"] != other["place"] and all(_in_turn(end, part) for end in (one, other) for part in parts):
                found[(one["place"], other["place"], one["visit"], one["title"])] = None
    return list(found)


def _in_turn(one: Row, other: Row) -> bool:
    """Says whether one part surely came after the other, or was at the same place."""
    if one["place"] == other["place"]:
        return True
    first, last = sorted((one, other), key=itemgetter("earliest", "latest"))
    return bool(first["latest"] <= last["earliest"] and first["earliest"] < last["latest"])


def _whole_journeys(journeys: Sequence[Journey], spots: Sequence[Spot]) -> Iterator[tuple[str, str, list[str]]]:
    """Yields for each visit its slug, title, and steps in words."""
    names = {place: spot.name for spot in spots for place in spot.places}
    for (visit, title), steps in groupby(journeys, itemgetter(2, 3)):
        yield visit, title, [f"{names[start]} → {names[end]}" for start, end, *_ in steps]


def _item(spot: Spot, words: Mapping[str, str], at: Callable[[str], str]) -> str:
    """Returns a place in words, with those of its events that most sources tell; `spot` is of one place."""
    told = sorted(sorted(spot.events, key=lambda row: -row["n_sources"])[:AMONG], key=spot.events.index)
    events = "; ".join(
        f'<a href="{at(row["event"])}">{isolated(row["title"])}</a>, {isolated(row["date_words"] or words["no_date"])}'
        for row in told
    )
    some = "" if spot.exact else f", {in_xml(words['whole'])}"
    among = f"{in_xml(words['among'].format(len(spot.events)))} " if len(spot.events) > AMONG else ""
    return f'<li id="_at-{spot.events[0]["place"]}">{isolated(spot.name)}{some}: {among}{events}</li>\n'


def _journey_item(journey: tuple[str, str, list[str]], at: Callable[[str], str]) -> str:
    visit, title, steps = journey
    return f'<li><a href="{at(visit)}">{isolated(title)}</a>: {"; ".join(map(isolated, steps))}</li>\n'
