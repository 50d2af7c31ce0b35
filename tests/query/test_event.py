"""What `show` says of an event's positions, and of who tells it."""

from pathlib import Path
from typing import Any

import pytest

from summitevents.build import cache
from summitevents.cli.render import event_summary
from summitevents.errors import UnreadableError
from summitevents.fold.scope import Scope
from summitevents.log.package import Package
from summitevents.query.citation import source_words
from summitevents.query.event import account, event_detail, position_lines, voice_words
from tests.support.packages import USUAL, write_package
from tests.support.paths import ROOT


def test_claims_of_another_event_are_told_apart(tmp_path: Path) -> None:
    """They take a side in a matter, and the sentence that stands for it is not theirs."""
    papers = [
        {"op": "source", "source": paper, "title": paper, "publisher": paper} for paper in ("one", "two", "three")
    ]

    def claim(event: str, paper: str, summary: str) -> dict[str, Any]:
        return {
            "op": "claim", "event": event, "kind": "visit", "title": "T", "status": "occurred", "source": paper,
            "locator": "p. 1", "summary": summary,
        }  # fmt: skip

    log = [*papers, claim("trip", "one", "the second trip"), claim("first-trip", "two", "a trip before it"),
           claim("trip", "three", "the first trip")]  # fmt: skip
    verdict = {"op": "compare", "verdict": "contradicts", "other": "2026-01-01-a.6", "reason": "first or second"}
    log += [{**verdict, "target": f"2026-01-01-a.{n}"} for n in (4, 5)]
    records = [{**USUAL, "id": f"2026-01-01-a.{n}", **record} for n, record in enumerate(log, 1)]
    with cache.connect(write_package(tmp_path, {"2026-01-01-a": records})) as con:
        detail = event_detail(con, "trip")
    assert [position_lines(row, detail) for row in detail.positions] == [
        [
            "the second trip · 1 claim: one, undated",
            "with what is claimed of another event · 1 claim: two, undated",
        ],
        ["the first trip · 1 claim: three, undated"],
    ]


def test_an_outcome_is_told_with_who_tells_it_also_where_another_claim_stands_first() -> None:
    with cache.connect(Package(ROOT)) as con:
        (event,) = con.execute(
            """SELECT events.event FROM events JOIN claims ON record = because
            WHERE events.outcome IS NOT NULL AND claims.outcome IS NULL AND events.summary IS NOT NULL ORDER BY ALL LIMIT 1"""
        ).fetchall()[0]
        detail = event_detail(con, event)
    head = list(event_summary(detail, 1000))[:5]
    teller = next(claim for claim in detail.claims if claim["outcome"])
    assert account(detail, "outcome") == f"{detail.event['outcome'].rstrip('.')} · {source_words(teller)}"
    assert f"Outcome: {account(detail, 'outcome')}" in head
    assert account(detail, "summary") in head


def test_the_voices_of_an_event_are_as_many_as_it_has() -> None:
    with cache.connect(Package(ROOT / "tests/conformance/confidence/package")) as con:
        events = con.execute("SELECT event, n_voices FROM events").fetchall()
        details = {event: event_detail(con, event) for event, _ in events}
    assert {event: len(detail.voices) for event, detail in details.items()} == dict(events)
    sides = details["both-sides"]
    assert [(row["voice"], row["official"]) for row in sides.voices] == [
        ("land", True),
        ("realm", True),
        ("Paper", False),
    ]
    assert voice_words(sides) == "Land; Realm; Paper"
    assert voice_words(sides, most=1) == "Land; and 2 more"
    assert voice_words(details["deprecated"]) == ""


def test_what_is_not_there_is_explained_without_the_macros_that_only_readers_of_sql_get(tmp_path: Path) -> None:
    log = [
        {"op": "source", "source": "paper", "title": "P", "published": "2018-05"},
        {"op": "source", "source": "later-paper", "title": "P", "published": "2019"},
        *({"op": "claim", "event": event, "kind": "visit", "title": "T", "status": "announced", "source": source, "locator": "p. 1"}
          for event, source in (("trip", "later-paper"), ("trip", "paper"), ("the-trip", "later-paper"))),
        {"op": "same", "event": "trip", "other": "the-trip", "reason": "r"},
    ]  # fmt: skip
    records = [{**USUAL, "id": f"2026-01-01-a.{n}", **record} for n, record in enumerate(log, 1)]
    package = write_package(tmp_path, {"2026-01-01-a": records})
    with (
        cache.connect(package) as con,
        pytest.raises(UnreadableError, match="nothing is called tripp; did you mean trip"),
    ):
        event_detail(con, "tripp")
    with cache.connect(package, Scope(known_by="2018-01-01")) as con:
        for name in ("trip", "the-trip", "2026-01-01-a.4"):
            with pytest.raises(
                UnreadableError, match=r"nothing was known of trip by then: first told by paper \(May 2018\)"
            ):
                event_detail(con, name)
