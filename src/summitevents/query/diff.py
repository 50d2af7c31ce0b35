"""Compares the events of two states of the log: what changed, by which records, and for which reasons."""

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb

from summitevents.log.package import Package
from summitevents.query import asof
from summitevents.query.select import run_query

COLUMNS = ("event", "change", "field", "before", "after", "records", "reason")
_COMPARED = (
    "title",
    "kind",
    "happened",
    "status",
    "place",
    "outcome",
    "disputed",
    "planned",
    "n_claims",
    "n_sources",
    "because",
)
_TOUCHED = """
WITH touches AS (
    SELECT pos, event FROM log WHERE event IS NOT NULL
    UNION
    SELECT pos, other FROM log WHERE op IN ('same', 'different', 'relate')
    UNION
    SELECT log.pos, spoken.event FROM log JOIN log AS spoken ON spoken.id IN (log.target, log.other) WHERE spoken.event IS NOT NULL
    UNION
    SELECT log.pos, claims.event FROM log JOIN log AS claims ON claims.op = 'claim' AND claims.source = log.source
    WHERE log.op = 'source'
),
causes AS (
    SELECT log.pos, touches.event FROM touches JOIN log ON log.pos = touches.pos WHERE log.op <> 'source' OR log.replaces IS NOT NULL
    UNION
    SELECT log.pos, touches.event
    FROM log JOIN log AS ended ON ended.id IN (log.target, log.replaces) JOIN touches ON touches.pos = ended.pos
    WHERE log.op = 'retract' OR log.replaces IS NOT NULL
)
SELECT DISTINCT unnest([causes.event, aliases.event]) AS event, log.pos, log.id, log.reason
FROM causes
JOIN log ON log.pos = causes.pos
LEFT JOIN aliases ON aliases.alias = causes.event
WHERE log.pos > $after::BIGINT AND log.pos <= $until::BIGINT
ORDER BY log.pos
"""
"""The records that can change an event: what is said of it, of its claims, or of those records; and a source said anew."""


def changes(package: Package, before: str, after: str | None) -> list[dict[str, Any]]:
    """Returns a row per event that was added or removed, and per field of an event that changed, with the records behind it.

    `before` and `after` are positions, times, releases or "sealed"; None: the end of the log. Raises UnreadableError.
    """
    with asof.connect(package) as con:
        size = len(run_query(con, "SELECT pos FROM log").rows)
        first = asof.position(con, package, before)
        last = asof.position(con, package, after) if after else size
        touched = run_query(con, _TOUCHED, {"after": str(first), "until": str(last)}).rows
    return list(_rows(_events(package, first), _events(package, last), touched))


def proposed(package: Package, altered: Package, records: list[str]) -> list[dict[str, Any]]:
    """Returns the same rows between a package and what it would be with some records more, or less."""
    with asof.connect(package) as con:
        touched = run_query(con, _TOUCHED, {"after": "0", "until": str(2**31)}).rows
        old = _by_event(con)
    with asof.connect(altered) as con:
        touched += run_query(con, _TOUCHED, {"after": "0", "until": str(2**31)}).rows
        new = _by_event(con)
    return list(_rows(old, new, [row for row in touched if row[2] in records]))


def _rows(
    old: Mapping[str, dict[str, Any]], new: Mapping[str, dict[str, Any]], touched: list[tuple[Any, ...]]
) -> Iterator[dict[str, Any]]:
    for event in sorted(old.keys() | new.keys()):
        records = dict.fromkeys(record for of, _, record, _ in touched if of == event)
        reasons = dict.fromkeys(reason for of, _, _, reason in touched if of == event and reason)
        why = {"records": "; ".join(records), "reason": "; ".join(reasons) or None}
        for change, field, was, now in _compared(old.get(event), new.get(event)):
            yield {"event": event, "change": change, "field": field, "before": was, "after": now, **why}


def _events(package: Package, pos: int) -> dict[str, dict[str, Any]]:
    with asof.connect(package, asof.View(as_of=str(pos))) as con:
        return _by_event(con)


def _by_event(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    return {row["event"]: row for row in run_query(con, "SELECT * FROM events").dicts()}


def _compared(
    old: dict[str, Any] | None, new: dict[str, Any] | None
) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    if old is None or new is None:
        there = new or old or {}
        said = f"{there['title']} ({there['happened'] or 'no date'}, {there['status']})"
        yield ("added", None, None, said) if new else ("removed", None, said, None)
        return
    for field in _COMPARED:
        if old[field] != new[field]:
            yield "changed", field, _text(old[field]), _text(new[field])


def _text(value: Any) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
