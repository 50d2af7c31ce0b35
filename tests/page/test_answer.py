"""What the page says first: the rule by which events lead, the ladder by the day of knowledge, the years, and its limits."""

from collections.abc import Callable
from typing import Any

import pytest

from summitevents.build import cache
from summitevents.log.metadata import Picture
from summitevents.log.package import Package
from summitevents.page import answer, cards
from summitevents.page.page import timeline_pages
from summitevents.page.years import Years
from summitevents.query.select import run_query

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
        found = answer.leading(cards.cards(con))
        first = answer.foremost(found)
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
        *(claim("planned-meeting", f"paper-{n}", "2010-01-01", "meeting", "announced") for n in range(3)),
        *(claim("long-war", f"paper-{n}", "1950/1953", "conflict") for n in range(3)),
        *(claim("undated-offer", f"paper-{n}", None, "offer") for n in range(3)),
    )  # fmt: skip
    series = ["first-summit", "second-summit", "third-summit"]
    assert leading_of(log) == (["far-visit", *series], "second-summit")


def test_who_was_there_is_for_the_vocabulary_to_say(package: Callable[..., Package]) -> None:
    """`general` has leaders, whom `diplomacy` does not know; who is only spoken of was not there."""
    both = {"actors": [{"actor": name, "role": "leader"} for name in ("ann", "bo")]}
    spoken_of = {"actors": [{"actor": name, "role": "subject"} for name in ("ann", "bo")]}
    log = package(
        *SOURCES, *PEOPLE, claim("first", "paper-0", "2018-06-12", "contest", **both), claim("first", "paper-1", "2018-06-12", "contest"),
        claim("second", "paper-0", "2019-02-27", "contest", **both), claim("third", "paper-0", "2019-06-30", "contest", **spoken_of),
    )  # fmt: skip
    (log.root / "datapackage.json").write_text(
        '{"name": "log", "summitevents": {"format": 1, "vocabulary": "general"}}'
    )
    assert leading_of(Package(log.root)) == (["first", "second"], "first")


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
    beyond = "beyond" if year is None else None
    return {
        "earliest": f"{year:04}-01-01" if year else None, "latest": None, "start_flag": beyond, "end_flag": beyond, "happened": happened,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected", "outside"),
    [
        ([day(1969), day(1972)], Years(1969, 1972, 1970), (0, 0)),
        ([day(1950), *[day(2018)] * 3, day(2019)], Years(1950, 2019, 2017), (0, 0)),
        ([day(1), *[day(1950 + n % 50) for n in range(200)]], Years(1950, 1999, 2000), (1, 0)),
        (
            [day(1950), day(1951), day(1960), day(None, "-0500"), day(None, "0000-03"), day(None, "Y12000")],
            Years(1950, 1960, 1961),
            (2, 1),
        ),
        ([day(None, "Y-50000")], None, None),
    ],
)
def test_the_years_of_the_pictures_are_those_of_the_data(
    rows: list[Record], expected: Years | None, outside: tuple[int, int] | None
) -> None:
    found = Years.of(rows, Picture())
    assert found == expected
    assert (found and found.outside(rows)) == outside


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
