"""The heart, twice: the plain fold and the SQL fold say the same of any log, in any order of lines."""

import random
from itertools import combinations
from typing import Any

import duckdb
from hypothesis import assume, given
from hypothesis import strategies as st

from summitevents.build.pipeline import fold_log
from summitevents.fold.definition import fold
from summitevents.fold.scope import Scope
from summitevents.log.package import Package
from summitevents.log.reader import read_log
from summitevents.log.vocabulary import PLANNED, RELATIONS
from summitevents.standards import edtf
from tests.support.amount import examples
from tests.support.folds import by_sql, plain, read_fold, record
from tests.support.paths import ROOT
from tests.support.strategies.good_logs import EVENTS, good_logs
from tests.support.words import KINDS, STATUSES, UTTERANCES


@examples(25)
@given(
    log=st.one_of(good_logs(), good_logs(EVENTS[:2], 24)),
    seed=st.integers(0, 2**32),
    day=st.sampled_from(
        [None, None, "2019-01-31", "2019-06-01", edtf.bounds("-0043-03-15").start_min, "0000-06-01", "9999-12-31"]
    ),
    certain=st.booleans(),
)
def test_the_sql_fold_is_the_plain_fold(log: list[dict[str, Any]], seed: int, day: str | None, certain: bool) -> None:
    by_engine = by_sql(log, random.Random(seed), Scope(known_by=day, certain=certain))
    assume(by_engine is not None)  # refused by the rules; hypothesis fails where that is true of most
    assert by_engine == plain(log, day, certain)


@examples(25)
@given(log=st.one_of(good_logs(EVENTS[:1], 20), good_logs(EVENTS[:2], 24)))
def test_two_dates_of_one_position_agree_and_two_of_different_ones_do_not(log: list[dict[str, Any]]) -> None:
    """And where any two dates of one side do not agree, there are two positions."""
    found = fold(log)
    for event, ordered in found.claims.items():
        for question, planned in (("date", False), ("plan", True)):
            dated = [c for c in ordered if c.counts and c.planned == planned]
            where = {
                record: p.number
                for p in found.positions if (p.event, p.question) == (event, question) and not p.fits_several
                for record in p.claims
            }  # fmt: skip
            pairs = list(combinations(dated, 2))
            for one, other in pairs:
                places = {where.get(one.says["id"]), where.get(other.says["id"])}
                if None not in places:
                    assert (len(places) == 1) == edtf.agree(one.bounds, other.bounds)  # type: ignore[arg-type]
            assert (len(set(where.values())) > 1) == any(not edtf.agree(a.bounds, b.bounds) for a, b in pairs)  # type: ignore[arg-type]


@examples(30)
@given(log=good_logs(), certain=st.booleans())
def test_what_is_known_grows_with_the_day_and_does_not_run_ahead_of_it(
    log: list[dict[str, Any]], certain: bool
) -> None:
    """Only a source whose own record dates it before what it tells is believed against the event's date."""
    whole = fold(log)
    published = {r["source"]: r.get("published") for r in log if r["op"] == "source"}
    before: set[str] = set()
    for day in ("2017-06-30", "2018-06-11", "2018-06-12", "2018-07-01", "2019-02-28", "2019-12-31"):
        known = {c.says["id"]: c for ordered in fold(log, day, certain).claims.values() for c in ordered}
        assert before <= known.keys()
        assert not certain or known.keys() <= {
            c.says["id"] for ordered in fold(log, day).claims.values() for c in ordered
        }
        for claim in known.values():
            began = whole.chosen[claim.event].bounds.start_min if claim.event in whole.chosen else None  # type: ignore[union-attr]
            if claim.says["status"] == "occurred" and claim.rank != "deprecated" and (began or "") > day:
                out = edtf.bounds(published[claim.says["source"]] or "..")
                assert out.end_flag == "beyond" or out.end_max <= day  # type: ignore[operator]
        before = set(known)


def claim(number: int, source: str, happened: str, status: str) -> dict[str, Any]:
    said = {"source": source, "locator": "p. 1", "happened": happened, "basis": "stated", "status": status}
    return record(number, op="claim", event="event", kind="visit", title="A visit", **said)


def test_what_is_seldom_drawn_is_the_same_both_ways() -> None:
    """An announced date refines the one that is shown, but not one that a curator preferred; a day is inclusive."""
    log = [
        record(1, op="source", source="s-1", title="One", published="2018-06-01", published_basis="stated"),
        record(2, op="source", source="s-2", title="Two", published="2019-01-31", published_basis="stated"),
        claim(3, "s-1", "2018-06-12", "announced"),
        claim(4, "s-2", "2018-06", "occurred"),
    ]
    preferred = record(5, op="rank", target="2026-01-01-a.4", rank="preferred", reason="it was there")
    for records, day, shown in (
        (log, None, "2026-01-01-a.3"),
        ([*log, preferred], None, "2026-01-01-a.4"),
        ([*log, preferred], "2019-01-31", "2026-01-01-a.4"),
        ([*log, preferred], "2019-01-30", "2026-01-01-a.3"),
    ):
        found = by_sql(records, random.Random(0), Scope(known_by=day))
        assert found == plain(records, day)
        assert found is not None
        assert found.chosen == {"event": shown}


def test_a_way_of_counting_is_no_dispute() -> None:
    """Where each position beside the first differs from it only so; else the question is open, or settled."""
    log = [
        record(1, op="source", source="s-1", title="One", published="2019"),
        claim(2, "s-1", "2018-06-12", "occurred"),
        claim(3, "s-1", "2018-06-13", "occurred"),
    ]
    third = claim(4, "s-1", "2018-06-14", "occurred")
    ways = record(
        5,
        op="compare",
        target="2026-01-01-a.3",
        verdict="counts-differently",
        other="2026-01-01-a.2",
        reason="its report",
    )
    more = record(
        6,
        op="compare",
        target="2026-01-01-a.2",
        verdict="counts-differently",
        other="2026-01-01-a.4",
        reason="its echo",
    )
    beside = record(
        6,
        op="compare",
        target="2026-01-01-a.3",
        verdict="counts-differently",
        other="2026-01-01-a.4",
        reason="its echo",
    )
    preferred = record(7, op="rank", target="2026-01-01-a.2", rank="preferred", reason="it was there")
    for records, state in (
        (log, "open"),
        ([*log, ways], "counting"),
        ([*log, ways, preferred], "counting"),
        ([*log, third, ways], "open"),
        ([*log, third, ways, beside], "open"),
        ([*log, third, ways, beside, preferred], "settled"),
        ([*log, third, ways, more], "counting"),
    ):
        found = by_sql(records, random.Random(0), Scope())
        assert found == plain(records)
        assert found is not None
        assert {position.state for position in found.positions} == {state}


def test_when_a_source_can_have_come_out_both_ways() -> None:
    """After what it tells as past, within a year of what it announces, and by the last day that its record leaves it."""
    sources = {"s-1": None, "s-2": "[2017..]", "s-3": "2019-01", "s-4": "2018-01", "s-5": None, "s-6": None}
    log = [record(n, op="source", source=s, title=s, published=day) for n, (s, day) in enumerate(sources.items(), 1)]
    log += [
        claim(7, "s-1", "2018-06-11", "occurred"),
        claim(8, "s-2", "2018-06-12", "announced"),
        claim(9, "s-3", "2018-06-12", "occurred"),
        claim(10, "s-4", "2018-06-12", "occurred"),
        claim(11, "s-5", "2018-06-12", "alleged"),
        record(12, op="rank", target="2026-01-01-a.9", rank="preferred", reason="it was there"),
    ]
    log = [{name: value for name, value in one.items() if value is not None} for one in log]
    known_from = {
        "s-1": ("2018-06-12", "2026-01-01-a.7"), "s-2": ("2017-06-01", "2026-01-01-a.8"), "s-3": ("2019-01-01", None),
        "s-4": ("2018-01-31", "2026-01-01-a.10"), "s-5": (None, None), "s-6": (None, None),
    }  # fmt: skip
    for day, known in ((None, {7, 8, 9, 10, 11}), ("2018-01-31", {8, 10}), ("2018-06-12", {7, 8, 10})):
        found = by_sql(log, random.Random(0), Scope(known_by=day))
        assert found == plain(log, day)
        assert found is not None
        assert found.known_from == known_from
        assert {record for record, *_ in found.claims["event"]} == {f"2026-01-01-a.{n}" for n in known}


def test_what_lies_before_year_1_was_out_before_every_day() -> None:
    """A source without a day can have told of it since; one that came out then was certainly out. A day that is open says nothing.

    Nor does a year that is not given, or that is still to come.
    """
    sources = {"s-1": None, "s-2": "-0050", "s-3": "-0050/2018", "s-4": None, "s-5": "-0050/..", "s-6": "Y12000"}
    sources["s-12"] = "XXXX"
    log = [
        record(n, op="source", source=s, title=s, published=day)
        for n, (s, day) in zip((1, 2, 3, 4, 5, 6, 12), sources.items(), strict=True)
    ]
    log = [{name: value for name, value in one.items() if value is not None} for one in log]
    log += [
        claim(n, s, "-0322-06-10", "occurred") | {"event": "death"} for n, s in ((7, "s-1"), (8, "s-2"), (9, "s-3"))
    ]
    log += [claim(n, s, "../1900", "occurred") for n, s in ((10, "s-4"), (11, "s-5"), (13, "s-6"), (14, "s-12"))]
    for day, certain, known in (
        ("0001", False, {7, 8, 9, 11}), ("0001", True, {8}), ("2018-12-31", True, {8, 9}), ("2020", False, {7, 8, 9, 11}),
    ):  # fmt: skip
        found = by_sql(log, random.Random(0), Scope(known_by=day, certain=certain))
        assert found == plain(log, day, certain)
        assert found is not None
        assert set(found.known_from.values()) == {(None, None)}
        records = {one for claims in found.claims.values() for one, *_ in claims}
        assert records == {f"2026-01-01-a.{n}" for n in known}


def test_the_shipped_log_folds_the_same_both_ways() -> None:
    with duckdb.connect() as con:
        fold_log(con, Package(ROOT))
        assert read_fold(con) == plain([line.value for line in read_log(Package(ROOT))[0]])


def test_the_lists_in_sql_are_those_of_the_records() -> None:
    """claimed.sql names the planned statuses: one list, in two languages."""
    from summitevents import sql

    assert f"IN {PLANNED!r}" in sql.read("fold")["claimed"]
    assert set(PLANNED) < set(STATUSES)
    assert set(UTTERANCES) < set(KINDS)
    assert RELATIONS
