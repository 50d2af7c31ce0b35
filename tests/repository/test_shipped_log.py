"""The log that is shipped: valid, whole, and what the package is named for is in it."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from summitevents.cli.render import event_summary
from summitevents.log import package as log
from summitevents.query.event import event_detail, position_lines
from summitevents.validation import validate_log
from tests.support.paths import ROOT, SHARED
from tests.support.words import KINDS

NAMED = {
    "kim-il-sung-visit-1958": "1958-11-28/1958-12-02",
    "us-vietnam-normalization-1995": "1995-07-11",
    "punggye-ri-dismantling-2018": "2018-05-24",
    "singapore-summit-2018": "2018-06-12",
    "hanoi-summit-2019": "2019-02-27/2019-02-28",
    "kim-jong-un-stay-march-2019": "2019-03-01/2019-03-02",
}

PAGES = sorted({ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md")})

JOINED = {
    "kim-jong-un-visit-vietnam-2019": "26 February – 2 March 2019",
    "trump-visit-vietnam-2019": "26–28 February 2019",
    "obama-visit-vietnam-2016": "22–25 May 2016",
    "pak-song-chol-visit-hanoi-1971": "24–29 October 1971",
}
"""Events whose first claim has an arrival alone, and what another claim, or a part, adds to it."""


def test_the_log_has_neither_errors_nor_warnings() -> None:
    assert validate_log(log.Package(ROOT)).findings == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_record_that_a_page_names_is_live(page: Path, built: Any) -> None:
    """Whoever corrects it learns so which page to mend."""
    named = set(re.findall(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9-]+\.[0-9]+\b", page.read_text("utf-8")))
    batches = {path.stem for path in (ROOT / "events").glob("*.jsonl")}
    ours = {record for record in named if record.rpartition(".")[0] in batches}
    live = built.execute("SELECT id FROM log WHERE id NOT IN (SELECT record FROM corrections)").fetchall()
    assert ours <= {record for (record,) in live}


@pytest.mark.parametrize(("event", "happened"), NAMED.items())
def test_an_event_the_package_is_named_for(event: str, happened: str, built: Any) -> None:
    row = built.execute("SELECT happened, place, n_claims FROM events WHERE event = $1", [event]).fetchone()
    assert row[0] == happened
    assert row[2] >= 1
    assert row[1] is not None
    assert built.execute("SELECT count(*) FROM participants WHERE event = $1", [event]).fetchone()[0] >= 1
    cited = "SELECT bool_and(coalesce(passage_sha256, locator) IS NOT NULL) FROM citations WHERE event = $1"
    assert built.execute(cited, [event]).fetchone() == (True,)
    sources = """SELECT count(DISTINCT source), count(DISTINCT source) FILTER (WHERE official_of IS NOT NULL)
    FROM claims JOIN sources USING (source) WHERE event = $1"""
    in_all, official = built.execute(sources, [event]).fetchone()
    assert in_all >= 6
    assert official >= 2


def test_the_public_tables_fit_together(built: Any) -> None:
    for table, column, other, key in [
        ("claims", "event", "events", "event"), ("claims", "source", "sources", "source"), ("claims", "place", "places", "place"),
        ("claims", "speaker", "actors", "actor"), ("participants", "event", "events", "event"),
        ("participants", "actor", "actors", "actor"), ("citations", "record", "claims", "record"),
        ("relations", "event", "events", "event"), ("relations", "other", "events", "event"),
        ("disputes", "event", "events", "event"), ("timeline", "event", "events", "event"),
        ("events", "because", "claims", "record"), ("events", "place", "places", "place"),
    ]:  # fmt: skip
        query = (
            f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {other})"
        )
        assert built.execute(query).fetchall() == [], (table, column)
    for table, key in [
        ("events", "event"),
        ("claims", "record"),
        ("log", "pos"),
        ("participants", "event, actor, role"),
        ("timeline", "nr"),
    ]:
        assert built.execute(f"SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1").fetchall() == []


@pytest.mark.parametrize(("event", "words"), JOINED.items())
def test_a_trip_ends_where_the_log_has_its_end(event: str, words: str, built: Any) -> None:
    found = built.execute("SELECT date_words, bound_because FROM events WHERE event = $1", [event]).fetchone()
    assert found[0] == words
    assert found[1] is not None


def test_what_is_only_counted_differently_is_in_no_dispute(built: Any) -> None:
    """Days of travel in the Historian's lists, the day of a report, the day in Seoul of a vote in New York."""
    query = """SELECT positions.event, events.disputed FROM positions JOIN events ON events.event = positions.event
        WHERE position = 1 AND state = 'counting'"""
    found = dict(built.execute(query).fetchall())
    assert {"obama-visit-vietnam-2016", "pukguksong-3-test-2019", "resolution-2375-2017"} <= found.keys()
    assert not any(found.values())


def test_a_plain_slip_is_settled_and_says_why(built: Any) -> None:
    query = "SELECT state, reason FROM positions WHERE event = $1 AND question = 'date' AND position = 1"
    for event in ("agreed-framework-1994", "us-vietnam-trade-agreement-2000", "ho-chi-minh-visit-pyongyang-1957"):
        state, reason = built.execute(query, [event]).fetchone()
        assert state == "settled"
        assert "slip" in reason


def test_a_much_disputed_visit_is_told_as_positions(built: Any) -> None:
    """A year that fits both months is in dispute with neither; what contradicts another event's claim disputes not this event."""
    rows = built.execute("""SELECT question IN ('date', 'plan') AS of_date, state, value, n_claims, fits_several, shown
        FROM positions WHERE event = 'kim-il-sung-visit-1964' ORDER BY of_date DESC, state DESC, position""").fetchall()
    assert rows[:3] == [
        (True, "open", "1964-11-09/1964-11-16", 9, False, True),
        (True, "open", "1964-10", 3, False, False),
        (True, "open", "1964", 3, True, False),
    ]
    assert [row[:2] for row in rows[3:]] == [
        (False, "open"),
        (False, "open"),
        (False, "elsewhere"),
        (False, "elsewhere"),
    ]
    pairs = built.execute("SELECT count(*) FROM disputes WHERE event = 'kim-il-sung-visit-1964'").fetchall()
    assert pairs == [(3,)]
    assert built.execute("SELECT disputed FROM events WHERE event = 'panmunjom-meeting-2019'").fetchall() == [(False,)]
    told = built.execute("SELECT reason FROM positions WHERE reason IS NOT NULL").fetchall()
    assert all(len(set(parts)) == len(parts) for (reason,) in told if (parts := reason.split(" · ")))


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the source documents are other people's, and not at hand")
def test_every_citation_stands_where_it_says() -> None:
    verdict = validate_log(log.Package(ROOT), SHARED / "seeds")
    assert verdict.findings == []
    assert verdict.citations_unchecked == 0
    assert verdict.citations_checked > 300


def test_seeds_sums_are_those_of_the_sources(built: Any) -> None:
    sums = dict(reversed(line.split()) for line in (ROOT / "seeds/SHA256SUMS").read_text().splitlines())
    assert sums == dict(built.execute("SELECT filename, sha256 FROM sources WHERE filename IS NOT NULL").fetchall())
    assert all(len(digest) == len(hashlib.sha256().hexdigest()) for digest in sums.values())


def test_every_code_of_the_crosswalk_is_of_a_kind_and_every_kind_has_one_or_none_comes_near(
    built: Any,
) -> None:
    kinds = {kind for (kind,) in built.execute("SELECT kind FROM crosswalk").fetchall()}
    assert kinds <= set(KINDS)
    assert set(KINDS) - kinds == {"decision", "construction", "economy", "outcome"}
    matches = {match for (match,) in built.execute("SELECT match FROM crosswalk").fetchall()}
    assert matches <= {"exact", "close", "broad", "narrow", "related"}


def test_a_disagreement_is_told_by_its_dates_and_on_a_screen(built: Any) -> None:
    """A line for each date that sources give, however many give it; three disagreements on one visit take few lines."""
    detail = event_detail(built, "us-vietnam-normalization-1995")
    rows = [row for row in detail.positions if row["question"] == "date" and not row["fits_several"]]
    told = [[line.partition(" · ")[0] for line in position_lines(row, detail)] for row in rows]
    assert told == [["11 July 1995"], ["5–7 August 1995", "or August 1995"], ["12 July 1995"]]
    lines = list(event_summary(event_detail(built, "kim-il-sung-visit-1964")))
    assert len(lines) <= 75
    assert sum(line.startswith(("Dates: ", "Judged: ")) for line in lines) == 3
