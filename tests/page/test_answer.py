"""What the page says first: the rule by which events lead, the ladder by the day of knowledge, the years, and its limits."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitevents.build import cache
from summitevents.log.metadata import Picture
from summitevents.log.package import Package
from summitevents.page import answer, cards
from summitevents.page.days import days_of, in_words, parts_of
from summitevents.page.drawing import TimeAxis, round_step
from summitevents.page.page import timeline_pages
from summitevents.page.years import Years
from summitevents.query.select import run_query
from summitevents.standards.edtf import bounds
from summitevents.standards.edtf_dates import number_of

Record = dict[str, Any]


def source(name: str, published: str = "2019-12", **more: str) -> Record:
    return {"op": "source", "source": name, "title": name, "publisher": name, "published": published, **more}


def claim(
    event: str, of: str, happened: str | None, kind: str = "visit", status: str = "occurred", **more: Any
) -> Record:
    dated = {"happened": happened, "basis": "stated"} if happened else {}
    usual = {
        "op": "claim",
        "event": event,
        "kind": kind,
        "title": event,
        "status": status,
        "source": of,
        "locator": "p. 1",
    }
    return {**usual, **dated, **more}


def actors(*names: str) -> Record:
    return {"actors": [{"actor": name, "role": "participant"} for name in names]}


PEOPLE = [{"op": "actor", "actor": name, "type": "person", "name": name} for name in ("ann", "bo", "cy")]
STATE = {"op": "actor", "actor": "land", "type": "state", "name": "Land"}
SOURCES = [STATE, source("gazette", official_of="land"), *(source(f"paper-{n}") for n in range(4))]


def leading_of(log: Package) -> tuple[list[str], str | None]:
    with cache.connect(log) as con:
        found, first = answer.leading(cards.cards(con))
    return [event["event"] for event in found], first and first["event"]


def test_the_rule_by_which_events_lead(package: Callable[..., Package]) -> None:
    both = actors("ann", "bo")
    log = package(
        *SOURCES, *PEOPLE,
        claim("first-summit", "paper-0", "2018-06-12", "summit", **both), claim("first-summit", "paper-1", "2018-06-12", "summit"),
        claim("second-summit", "paper-0", "2019-02-27", "summit", **both), claim("second-summit", "gazette", "2019-02-27", "summit"),
        claim("third-summit", "paper-0", "2019-06-30", "summit", **actors("bo", "cy", "ann")),
        claim("summit-of-others", "paper-0", "2017-01-01", "summit", **actors("ann", "cy")),
        claim("far-visit", "paper-0", "1958-11-28"), claim("far-visit", "paper-1", "1958-11-28"),
        claim("lesser-visit", "paper-0", "1964-11"),
        *(claim("near-talks", f"paper-{n}", "2019-03-01", "negotiation") for n in range(2)),
        *(claim(kind, "paper-0", f"197{n}-01", kind) for n, kind in enumerate(("release", "offer", "demand"))),
        *(claim("planned-meeting", f"paper-{n}", "2010-01-01", "meeting", "announced") for n in range(3)),
        *(claim("long-war", f"paper-{n}", "1950/1953", "conflict") for n in range(3)),
        *(claim("undated-offer", f"paper-{n}", None, "offer") for n in range(3)),
    )  # fmt: skip
    series = ["first-summit", "second-summit", "third-summit"]
    assert leading_of(log) == (["far-visit", "release", "offer", "demand", *series], "second-summit")


def test_a_log_without_seven_events_to_the_month_leads_with_years_and_then_with_all(
    package: Callable[..., Package],
) -> None:
    """Also one of a single kind, of a few days, and of years before 1; and no event is foremost of those that are equal."""
    years = [claim(f"reign-{n}", "paper-0", f"-0{n}00", "conflict") for n in range(1, 9)]
    long = claim("war", "paper-0", "-0430/-0403", "conflict")
    for told, leads in (
        ([*years, long], [f"reign-{n}" for n in range(7, 0, -1)]),
        ([*years[:3], long], ["war", "reign-3", "reign-2", "reign-1"]),
        ([claim(f"day-{n}", "paper-0", f"1962-10-{n}", "conflict") for n in range(16, 29)], [f"day-{n}" for n in range(22, 29)]),
    ):  # fmt: skip
        assert leading_of(package(*SOURCES, *told, folder=f"log-{leads[0]}")) == (leads, None)


def test_the_event_that_the_package_names_is_the_foremost_if_it_took_place(package: Callable[..., Package]) -> None:
    log = package(
        *SOURCES, claim("war", "paper-0", "1950/1953", "conflict"), claim("plan", "paper-0", "1960", status="announced"),
        *(claim(f"test-{n}", f"paper-{n % 2}", f"196{n}-01-01", "test") for n in range(8)),
    )  # fmt: skip
    with cache.connect(log) as con:
        events = cards.cards(con)
    for chosen, first in (("war", "war"), ("plan", None), ("nothing", None), (None, None)):
        leads, found = answer.leading(events, chosen)
        assert found == next((event for event in events if event["event"] == first), None)
        assert (found in leads, len(leads)) == (found is not None, answer.SEVEN)


def test_who_was_there_is_for_the_vocabulary_to_say(package: Callable[..., Package]) -> None:
    """`general` has leaders, whom `diplomacy` does not know; who is only spoken of was not there."""
    both = {"actors": [{"actor": name, "role": "leader"} for name in ("ann", "bo")]}
    others = ["birth", "death", "award", "journey", "meeting"]
    spoken_of = {"actors": [{"actor": name, "role": "subject"} for name in ("ann", "bo")]}
    log = package(
        *SOURCES, *PEOPLE, claim("first", "paper-0", "2018-06-12", "contest", **both), claim("first", "paper-1", "2018-06-12", "contest"),
        claim("second", "paper-0", "2019-02-27", "contest", **both), claim("third", "paper-0", "2019-06-30", "contest", **spoken_of),
        *(claim(kind, "paper-0", f"201{n}-01-01", kind) for n, kind in enumerate(others)),
    )  # fmt: skip
    (log.root / "datapackage.json").write_text(
        '{"name": "log", "summitevents": {"format": 1, "vocabulary": "general"}}'
    )
    assert leading_of(Package(log.root)) == ([*others, "first", "second"], "first")


def test_the_sentence_is_of_the_date_that_is_shown(package: Callable[..., Package]) -> None:
    """Not of another claim that stands first, where that has no date."""
    ranked = {"op": "rank", "target": "2026-01-01-a.7", "rank": "preferred", "reason": "it was there"}
    log = package(
        *SOURCES, claim("trip", "paper-0", None, summary="they came"),
        claim("trip", "paper-1", "2019-02-26", summary="they came on the 26th"), ranked,
    )  # fmt: skip
    with cache.connect(log) as con:
        sources = cards.sources_by_slug(con)
        (event,) = cards.cards(con)
    assert event["happened"] == "2019-02-26"
    told = answer.sentence_by(event, sources)
    assert told is not None
    assert told["summary"] == "they came on the 26th"


def test_never_more_than_seven_lead_and_none_of_nothing(package: Callable[..., Package]) -> None:
    kinds = ("visit", "meeting", "test", "agreement", "decision", "statement", "report", "release", "conflict")
    told = [claim(f"event-{n}", "paper-0", f"20{n:02}-01-01", kind) for n, kind in enumerate(kinds)]
    assert len(leading_of(package(*SOURCES, *told))[0]) == answer.SEVEN


def test_the_ladder_goes_by_the_day_on_which_a_source_can_have_come_out(package: Callable[..., Package]) -> None:
    log = package(
        source("ahead", "2019-01-19"), source("late", "2019-02-20"), source("after", "2019-03-02"),
        source("doubtful", "[2019-03-02..2019-12-31]"), source("undated", "[2018-01-01..]"),
        claim("meeting", "ahead", "2019-02", status="announced"), claim("meeting", "late", "2019-02-27", status="announced"),
        claim("meeting", "after", "2019-02-27"), claim("meeting", "doubtful", "2019-02"),
        claim("meeting", "undated", "2019"),
    )  # fmt: skip
    with cache.connect(log) as con:
        (event,) = run_query(con, "SELECT * FROM events").dicts()
        found = answer.ladder(con, event)
    assert [(row["source"], row["sort"]) for row in found["ahead"]] == [("ahead", "announced"), ("late", "announced")]
    assert [(row["source"], row["sort"]) for row in found["after"]] == [("after", "told")]
    assert (found["more_ahead"], found["more_after"], found["undated"]) == ([], [], 2)


def day(year: int | None, happened: str = "") -> Record:
    return row_of(f"{year:04}/" if year else happened)


def row_of(happened: str) -> Record:
    found = bounds(happened)
    return {
        "happened": happened, "earliest": found.start_min, "start_max": found.start_max, "end_min": found.end_min,
        "latest": found.end_max, "start_flag": found.start_flag, "end_flag": found.end_flag,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected", "outside"),
    [
        ([day(1969), day(1972)], Years(1969, 1972, 1970), (0, 0)),
        ([day(1950), *[day(2018)] * 3, day(2019)], Years(1950, 2019, 2017), (0, 0)),
        ([day(1), *[day(1950 + n % 50) for n in range(200)]], Years(1950, 1999, 2000), (1, 0)),
        (
            [day(1950), day(1951), day(1960), day(None, "-0500"), day(None, "0000-03"), day(None, "Y12000")],
            Years(-500, 1960, 1961),
            (0, 1),
        ),
        ([day(None, "Y-17E7"), day(1950), day(2018), day(2019)], Years(1950, 2019, 2017), (1, 0)),
        (
            [day(None, "Y-17E7"), day(None, "-0500"), *[day(1980 + n) for n in range(6)]],
            Years(1980, 1985, 1986),
            (2, 0),
        ),
        ([day(None, "-0500"), day(1000), day(2000)], Years(1000, 2000, 2001), (1, 0)),
        ([day(None, "-0500"), day(2000)], Years(-500, 2000, 1998), (0, 0)),
        ([*[day(1900 + n) for n in range(100)], *[day(1750)] * 24], Years(1900, 1999, 2000), (24, 0)),
        ([*[day(1900 + n) for n in range(100)], *[day(1750)] * 25], Years(1750, 1999, 2000), (0, 0)),
        ([*[day(1900 + n) for n in range(100)] * 25, *[day(1750)] * 25], Years(1900, 1999, 2000), (25, 0)),
        ([*[day(1900 + n) for n in range(100)], day(1801)], Years(1801, 1999, 2000), (0, 0)),
        ([day(None, "Y-50000")], Years(-50_000, -50_000, -49_999), (0, 0)),
        (
            [*[day(1900 + n) for n in range(110)], day(None, "-0500"), day(None, "Y12000")],
            Years(1900, 2009, 2010),
            (1, 1),
        ),
        ([day(None, "XXXX-12-25")], None, None),
    ],
)
def test_the_years_of_the_pictures_are_those_of_the_data(
    rows: list[Record], expected: Years | None, outside: tuple[int, int] | None
) -> None:
    found = Years.of(rows, Picture())
    assert found == expected
    assert (found and tuple(map(len, found.outside(rows)))) == outside


@given(year=st.integers(-9999, 9998), month=st.integers(1, 12), day=st.integers(1, 28))
def test_days_of_any_year_are_numbers_in_order(year: int, month: int, day: int) -> None:
    number = number_of(year, month, day)
    assert parts_of(number) == (year, month, day)
    assert number_of(year + 1) - number_of(year) == 365 + (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    far = days_of(row_of(f"{'-' * (year < 0)}{abs(year):04}-{month:02}-{day:02}"))
    assert far == (number,) * 4


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("-0479-09", (-479, 9, 1), (-479, 9, 30)),
        ("-04XX~", (-499, 1, 1), (-400, 12, 31)),
        ("-0430/-0403", (-430, 1, 1), (-403, 12, 31)),
        ("[-0043,-0045]", (-45, 1, 1), (-43, 12, 31)),
        ("0000-02-29/0002", (0, 2, 29), (2, 12, 31)),
        ("Y-17E7", (-170_000_000, 1, 1), (-170_000_000, 12, 31)),
        ("-0099-24", (-99, 1, 1), (-98, 2, 28)),
    ],
)  # fmt: skip
def test_the_days_of_far_years_are_read_from_the_text(text: str, first: tuple[int, ...], last: tuple[int, ...]) -> None:
    days = days_of(row_of(text))
    assert days.earliest is not None
    assert days.latest is not None
    assert (parts_of(days.earliest), parts_of(days.latest)) == (first, last)


def test_a_far_date_without_a_day_has_none() -> None:
    assert days_of(row_of("../-0403")) == (None, None, number_of(-403), number_of(-402) - 1)
    assert days_of(row_of("XXXX-12-25")) == (None,) * 4


def test_an_axis_has_round_years_on_both_sides_of_the_year_1() -> None:
    ticks = list(TimeAxis.of_years(-499, 14).ticks())
    assert [label for _, label, _ in ticks][:3] == ["500 BC", "450 BC", "400 BC"]
    assert [label for _, label, _ in ticks if label][-1] == "50 BC"
    assert [label for _, label, _ in TimeAxis.of_years(-43, -43, 1).ticks()][:2] == ["44 BC", "Feb"]
    assert [round_step(least) for least in (0.2, 1, 1.1, 4, 38, 51)] == [1, 1, 2, 5, 50, 100]
    assert in_words(number_of(-479, 9, 29)) == "29 Sep 480 BC"


def test_the_pictures_of_a_log_of_antiquity_are_of_its_years(package: Callable[..., Package]) -> None:
    told = [
        claim(name, "paper-0", happened, "conflict")
        for name, happened in (("marathon", "-0489-09"), ("war", "-0430/-0403"), ("ides", "-0043-03-15"), ("nola", "0014-08-19"))
    ]  # fmt: skip
    with cache.connect(package(*SOURCES, *told)) as con:
        [(_, page)] = timeline_pages(con, "1.2.3", [])
    html = page.decode()
    strips = html.partition('<figure class="strips"')[2].partition("</figure>")[0]
    for name in ("marathon", "war", "ides", "nola"):
        assert f'href="#{name}"' in strips
    for words in (">450 BC</text>", ">100 BC</text>"):
        assert words in strips
    assert ">490 BC</text>" in html
    assert "Each bar counts the events of 10 years" in html


def test_outliers_are_named_below_the_strip_of_all_years(package: Callable[..., Package]) -> None:
    modern = [claim(f"event-{n}", "paper-0", f"201{n}-01-01", "conflict") for n in range(6)]
    impact = claim("impact", "paper-0", "Y-17E7", "conflict", title="Impact & winter")
    dome = claim("dome", "paper-0", "Y20000", "conflict")
    named = {
        "impact": '<p class="c">◂ Before these years: <a href="#impact">Impact &amp; winter</a>, 170,000,001 BC</p>',
        "dome": '<p class="c">▸ After these years: <a href="#dome">dome</a>, the year 20,000</p>',
    }
    for far in ([], [impact], [dome], [impact, dome]):
        log = package(*SOURCES, *modern, *far, folder="-".join(["log", *(one["event"] for one in far)]))
        with cache.connect(log) as con:
            [(_, page)] = timeline_pages(con, "1.2.3", [])
        figure = page.decode().partition('<figure class="strips"')[2].partition("</figure>")[0]
        assert [name for name, words in named.items() if words in figure] == [one["event"] for one in far]
        assert figure.index("The higher a column") < figure.index("<svg width")
        assert ">2010</text>" in figure


def test_a_plan_for_a_day_before_the_year_1_has_a_ladder(package: Callable[..., Package]) -> None:
    log = package(
        source("scroll", "0001"), claim("feast", "scroll", "-0043-03-15"), claim("feast", "scroll", "-0043-03-15", status="announced"),
    )  # fmt: skip
    with cache.connect(log) as con:
        (event,) = run_query(con, "SELECT * FROM events").dicts()
        found = answer.ladder(con, event)
        assert (found["ahead"], found["undated"]) == ([], 2)
        assert b'id="_known"' in dict(timeline_pages(con, "1.2.3", []))["index.html"]


def test_an_event_of_many_differing_claims_stays_small(package: Callable[..., Package]) -> None:
    papers = [source(f"paper-{n}") for n in range(150)]
    told = [
        claim("event", f"paper-{n % 150}", f"2019-01-{n % 28 + 1:02}", summary=f"what claim {n} says")
        for n in range(300)
    ]
    with cache.connect(package(*papers, *told)) as con:
        [(_, page)] = timeline_pages(con, "1.2.3", [])
    assert len(page) < 200_000
    assert b"300 claims from 150 sources" in page
    assert b"and 240 more. All of them: <code>summitevents show event</code>" in page
