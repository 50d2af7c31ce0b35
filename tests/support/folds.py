"""What a log comes to, read from both hearts in one form: the public tables, and the plain definition."""

import random
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from summitevents.build.pipeline import fold_log
from summitevents.errors import BadLogError
from summitevents.fold.confidence import Heard
from summitevents.fold.definition import Fold, fold
from summitevents.fold.joined import Dated
from summitevents.fold.positions import Position
from summitevents.fold.scope import Scope
from summitevents.standards.edtf_english import english
from tests.support.packages import write_package


def read_fold(con: duckdb.DuckDBPyConnection) -> Fold:
    def pairs(query: str) -> list[Any]:
        return con.execute(query).fetchall()

    claims: dict[str, Any] = {}
    for event, record, rank, voice, standing in pairs(
        "SELECT event, claims.record, rank, voice, standing FROM claims JOIN sources USING (source) ORDER BY event, standing"
    ):
        claims.setdefault(event, []).append((record, rank, voice))
        assert standing == len(claims[event])
    return Fold(
        dead={record for (record,) in pairs("SELECT record FROM corrections")},
        aliases=dict(pairs("SELECT alias, event FROM aliases")),
        claims=claims,
        chosen=dict(pairs("SELECT event, because FROM events WHERE because IS NOT NULL")),
        dates=dates_of(con),
        positions=positions_of(con),
        disputes=set(pairs("SELECT event, record, other_record FROM disputes")),
        participants=set(pairs("SELECT event, actor, role FROM participants")),
        relations=set(pairs("SELECT event, relation, other FROM relations")),
        timeline=[event for (event,) in pairs("SELECT event FROM timeline ORDER BY nr")],
        known_from={
            source: (day, because)
            for source, day, because in pairs("SELECT source, known_from, known_from_because FROM sources")
        },
        heard={event: Heard(*row) for event, *row in pairs("SELECT event, confidence, n_voices FROM events")},
    )


def dates_of(con: duckdb.DuckDBPyConnection) -> dict[str, Dated]:
    """The dates of events; their words are those that a record with such a date would have."""
    rows = con.execute("""SELECT event, date_words, happened, earliest, start_max, end_min, latest, because, bound_because
        FROM events WHERE because IS NOT NULL""").fetchall()
    for _, words, happened, *_ in rows:
        assert words == english(happened) or "at least" in words
    return {event: Dated(*date) for event, _, *date in rows}


def positions_of(con: duckdb.DuckDBPyConnection) -> list[Position]:
    rows = con.execute("""SELECT event, question, position, state, record, claims, fits_several FROM positions
        ORDER BY event, question, position""").fetchall()
    return [Position(*row[:5], frozenset(row[5].split("; ")), row[6]) for row in rows]


def plain(log: list[dict[str, Any]], known_by: str | None = None, certain: bool = False) -> Fold:
    """The definition's result, with claims named by their ids."""
    found = fold(log, known_by, certain)
    return Fold(
        dead=found.dead,
        aliases=found.aliases,
        claims={event: [(c.says["id"], c.rank, c.voice) for c in ordered] for event, ordered in found.claims.items()},  # type: ignore[misc]
        chosen={event: claim.says["id"] for event, claim in found.chosen.items()},  # type: ignore[misc]
        dates=found.dates,
        positions=sorted(found.positions, key=lambda p: (p.event, p.question, p.number)),
        disputes=found.disputes,
        participants=found.participants,
        relations=found.relations,
        timeline=found.timeline,
        known_from=found.known_from,
        heard=found.heard,
    )


def by_sql(log: list[dict[str, Any]], shuffled: random.Random, scope: Scope) -> Fold | None:
    """The same as `fold`, read out of the public tables."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        lines = [*log, *shuffled.sample(log, min(3, len(log)))]  # some lines doubled
        shuffled.shuffle(lines)
        batches = {
            stem: [r for r in lines if r["id"].startswith(f"{stem}.")]
            for stem in ("2026-01-01-a", "2026-01-01-a-b", "2026-01-01-c")
        }
        try:
            fold_log(con, write_package(Path(folder), batches), scope)
        except BadLogError:
            return None
        return read_fold(con)


def record(number: int, **says: Any) -> dict[str, Any]:
    return {"id": f"2026-01-01-a.{number}", "recorded_at": "2026-01-01T00:00:00Z", "recorded_by": "curator", **says}
