"""Half-open dates: what they take from other claims of the event, and from its parts; the same in both hearts."""

import random
from typing import Any

import pytest
from hypothesis import given

from summitevents.fold.definition import fold
from summitevents.fold.scope import Scope
from summitevents.standards.edtf_dates import AFTER, BEFORE
from tests.support.amount import examples
from tests.support.folds import by_sql, plain, record
from tests.support.strategies.good_logs import EVENTS, good_logs


def said(number: int, event: str, happened: str, status: str = "occurred", source: str = "s-1") -> dict[str, Any]:
    date = {"happened": happened, "basis": "stated", "status": status}
    return record(
        number, op="claim", event=event, kind="visit", title="A visit", source=source, locator=f"p. {number}", **date
    )


def part(number: int, event: str, whole: str) -> dict[str, Any]:
    return record(number, op="relate", event=event, relation="part-of", other=whole)


SOURCES = [
    record(1, op="source", source="s-1", title="One", published="2019-03-10", published_basis="stated"),
    record(2, op="source", source="s-2", title="Two", published="2019-06-10", published_basis="stated"),
]
ARRIVAL = [
    said(3, "trip", "2019-02-26/2019"),
    record(9, op="rank", target="2026-01-01-a.3", rank="preferred", reason="it was seen"),
]
CASES = {
    "an end of its own": ([said(4, "trip", "2019-02-27/2019-02-28")], "2019-02-26/2019-02-28", ("2019-02-28",) * 2, 4),
    "an end that says no start": ([said(4, "trip", "2019/2019-03-02")], "2019-02-26/2019-03-02", ("2019-03-02",) * 2, 4),
    "an end on the same day": ([said(4, "trip", "2019/2019-02-26")], "2019-02-26", ("2019-02-26",) * 2, 4),
    "a single day is no end": ([said(4, "trip", "2019-02-28")], None, None, None),
    "an end before it began": ([said(4, "trip", "2019-02-20/2019-02-25")], None, None, None),
    "an end beyond the year": ([said(4, "trip", "2019-02-27/2020-01-02")], None, None, None),
    "an end that is doubted": ([said(4, "trip", "2019-02-27/2019-02-28?")], None, None, None),
    "an end of a plan": ([said(4, "trip", "2019-02-27/2019-02-28", "announced")], None, None, None),
    "a part": ([said(4, "leaving", "2019-03-02"), part(5, "leaving", "trip")], "2019-02-26/2019", ("2019-03-02", "2019-12-31"), 4),
    "the last of two parts": (
        [said(4, "talks", "2019-02-28"), part(5, "talks", "trip"), said(6, "leaving", "2019-03"), part(7, "leaving", "trip")],
        "2019-02-26/2019", ("2019-03-01", "2019-12-31"), 6,
    ),
    "a part that reaches out of it": ([said(4, "leaving", "2020-01-02"), part(5, "leaving", "trip")], None, None, None),
    "a part that began before it": ([said(4, "train", "2019-02-23/2019-02-27"), part(5, "train", "trip")], None, None, None),
    "a part that is only announced": (
        [said(4, "leaving", "2019-03-02", "announced"), part(5, "leaving", "trip")], None, None, None,
    ),
    "a part that is retracted": (
        [said(4, "leaving", "2019-03-02"), part(5, "leaving", "trip"), record(6, op="retract", target="2026-01-01-a.5", reason="no part")],
        None, None, None,
    ),
    "an own end before a part": (
        [said(4, "trip", "2019/2019-03-02"), said(5, "talks", "2019-03-01"), part(6, "talks", "trip")],
        "2019-02-26/2019-03-02", ("2019-03-02",) * 2, 4,
    ),
    "a part of a part of it does not count": (
        [said(4, "stay", "2019-02-26/2019"), part(5, "stay", "trip"), said(6, "leaving", "2019-03-02"), part(7, "leaving", "stay")],
        None, None, None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_a_half_open_date_takes(case: str) -> None:
    """`more`: the other records; then the date that is shown, its end's bounds, and the record that gives them."""
    more, happened, end, because = CASES[case]
    log = [*SOURCES, *ARRIVAL, *more]
    found = by_sql(log, random.Random(0), Scope())
    assert found == plain(log)
    assert found is not None
    date = found.dates["trip"]
    assert date.happened == (happened or "2019-02-26/2019")
    assert (date.start_min, date.start_max) == ("2019-02-26", "2019-02-26")
    assert (date.end_min, date.end_max) == (end or ("2019-01-01", "2019-12-31"))
    assert date.because == "2026-01-01-a.3"
    assert date.bound_because == (f"2026-01-01-a.{because}" if because else None)


def test_a_start_is_joined_as_an_end_is() -> None:
    for other, start, happened in (
        ([said(4, "trip", "2018-06-10/2018-06-13")], ("2018-06-10", "2018-06-10"), "2018-06-10/2018-06-12"),
        ([said(4, "coming", "2018-06-09"), part(5, "coming", "trip")], ("2018-06-01", "2018-06-09"), "2018-06/2018-06-12"),
    ):  # fmt: skip
        preferred = record(9, op="rank", target="2026-01-01-a.3", rank="preferred", reason="it was seen")
        log = [*SOURCES, said(3, "trip", "2018-06/2018-06-12"), *other, preferred]
        found = by_sql(log, random.Random(0), Scope())
        assert found == plain(log)
        assert found is not None
        date = found.dates["trip"]
        assert (date.start_min, date.start_max, date.happened) == (*start, happened)


def test_a_joined_date_of_the_first_centuries_is_told_as_one_of_ours() -> None:
    for end, happened in (("0064-07-27", "0064-07-18/0064-07-27"), ("0064-08-02", "0064-07-18/0064-08-02")):
        preferred = record(9, op="rank", target="2026-01-01-a.3", rank="preferred", reason="it was seen")
        log = [*SOURCES, said(3, "fire", "0064-07-18/0064"), said(4, "fire", f"0064/{end}"), preferred]
        found = by_sql(log, random.Random(0), Scope())  # which compares the words, too
        assert found == plain(log)
        assert found is not None
        assert found.dates["fire"].happened == happened


def test_a_joined_date_before_year_1_is_told_as_one_of_ours() -> None:
    """And a part tells how far it reached, but for one whose year has more than four digits."""
    for end, happened in (("-0043-04-02", "-0043-03-14/-0043-04-02"), ("-0042-01-02", "-0043-03-14/-0042-01-02")):
        log = [*SOURCES, said(3, "siege", "-0043-03-14/"), said(4, "siege", f"-0044/{end}")]
        log.append(record(9, op="rank", target="2026-01-01-a.3", rank="preferred", reason="it was seen"))
        found = by_sql(log, random.Random(0), Scope())  # which compares the words, too
        assert found == plain(log)
        assert found is not None
        assert found.dates["siege"].happened == happened
    for begins, because in (("-9998-02-03", "2026-01-01-a.4"), ("Y-12000", None)):
        log = [*SOURCES, said(3, "age", "/0001-02-03"), said(4, "war", begins), part(5, "war", "age")]
        found = by_sql(log, random.Random(0), Scope())
        assert found == plain(log)
        assert found is not None
        assert found.dates["age"].bound_because == because


def test_what_was_not_known_yet_joins_nothing() -> None:
    later = said(4, "trip", "2019/2019-03-02", source="s-2")
    for day, happened in (("2019-05-01", "2019-02-26/2019"), ("2019-06-10", "2019-02-26/2019-03-02")):
        found = by_sql([*SOURCES, *ARRIVAL, later], random.Random(0), Scope(known_by=day))
        assert found is not None
        assert found.dates["trip"].happened == happened


@examples(30)
@given(log=good_logs(EVENTS[:2], 24))
def test_a_joined_date_lies_within_the_one_that_is_shown(log: list[dict[str, Any]]) -> None:
    found = fold(log)
    for event, date in found.dates.items():
        bounds = found.chosen[event].bounds
        assert bounds is not None
        alone = bounds.in_iso()
        for first, last, here_first, here_last in ((*alone[:2], *date[1:3]), (*alone[2:4], *date[3:5])):
            assert (first or BEFORE) <= (here_first or BEFORE)
            assert (here_last or AFTER) <= (last or AFTER)
        if date.bound_because is None:
            assert date[1:5] == alone[:4]


def test_the_timeline_begins_before_year_1_and_sorts_what_is_there() -> None:
    days = [
        "Y-13E9",
        "Y-170000002",
        "Y-17000",
        "-3000",
        "-0584-05-28",
        "-0584-06",
        "[-0500..-0480]",
        "-0044/0014",
        "0000",
        "0000/0001",
        "0000-03-01",
        "0001",
        "0014",
        "1066",
        "Y12000",
    ]
    log = [SOURCES[0], *(said(n + 10, f"e{97 - n}", day) for n, day in enumerate(days))]
    found = by_sql(log, random.Random(0), Scope())
    assert found == plain(log)
    assert found is not None
    assert [found.dates[event].happened for event in found.timeline] == days
