"""Collects everything about one event: its claims, participants, positions, relations and corrections."""

from dataclasses import dataclass
from typing import Any

import duckdb

from summitevents.errors import UnreadableError
from summitevents.findings.spelling import did_you_mean
from summitevents.query.select import run_query


@dataclass(frozen=True, slots=True)
class EventDetail:
    """Everything about one event. Each row is a mapping: column → value."""

    event: dict[str, Any]
    claims: list[dict[str, Any]]
    participants: list[dict[str, Any]]
    relations: list[dict[str, Any]]
    positions: list[dict[str, Any]]
    comparisons: list[dict[str, Any]]
    corrections: list[dict[str, Any]]
    aliases: list[str]
    names: dict[str, str]
    """Slug → name of every actor and place."""


_PARTS = {
    "claims": """SELECT claims.*, sources.title AS source_title, sources.filename AS source_file, sources.sha256 AS source_sha256
        FROM claims JOIN sources ON sources.source = claims.source
        WHERE event = $event ORDER BY standing""",
    "participants": "SELECT * FROM participants WHERE event = $event ORDER BY standing, actor, role",
    "relations": """SELECT relations.event, relation, other, relations.note, near_end.title, far_end.title AS other_title
        FROM relations JOIN events AS near_end ON near_end.event = relations.event
        JOIN events AS far_end ON far_end.event = relations.other
        WHERE relations.event = $event OR relations.other = $event ORDER BY relation, relations.event, relations.other""",
    "positions": """SELECT * FROM positions WHERE event = $event
        ORDER BY question NOT IN ('date', 'plan'), question, position""",
    "comparisons": """SELECT log.target, log.verdict, log.other, log.reason FROM log
        WHERE op = 'compare' AND verdict <> 'contradicts' AND id NOT IN (SELECT record FROM corrections)
        AND target IN (SELECT record FROM claims) AND other IN (SELECT record FROM claims)
        AND (target IN (SELECT record FROM claims WHERE event = $event)
        OR other IN (SELECT record FROM claims WHERE event = $event)) ORDER BY pos""",
    "corrections": """SELECT corrections.* FROM corrections LEFT JOIN aliases ON aliases.alias = corrections.event
        WHERE coalesce(aliases.event, corrections.event) = $event ORDER BY pos""",
}


_FIRST_KNOWN = """SELECT coalesce(aliases.event, claims.event), claims.source, coalesce(published_words, 'undated')
FROM claims_as_of() AS claims
JOIN sources ON sources.source = claims.source
LEFT JOIN aliases ON aliases.event = claims.event
WHERE claims.event = $name OR aliases.alias = $name OR claims.record = $name
ORDER BY coalesce(known_from, published_latest) NULLS LAST, claims.standing
LIMIT 1"""
"""The source that tells an event first, of all that the log has: where a view leaves the event out, this says from when on."""


def event_detail(con: duckdb.DuckDBPyConnection, name: str) -> EventDetail:
    """Returns everything about the event that a slug, a merged slug or a record's id names. Raises UnreadableError, with a hint."""
    slugs = """SELECT event FROM events WHERE event = $name UNION ALL SELECT event FROM aliases WHERE alias = $name
        UNION ALL SELECT event FROM claims WHERE record = $name"""
    found = run_query(con, slugs, {"name": name}).rows
    if not found:
        ended = run_query(
            con, "SELECT record, how, ended_by, reason FROM corrections WHERE $name IN (record, event)", {"name": name}
        )
        if ended.rows:
            raise UnreadableError(
                f"nothing is left of {name}: {'; '.join('{} was {} by {} ({})'.format(*row) for row in ended.rows)}"
            )
        if later := run_query(con, _FIRST_KNOWN, {"name": name}).rows:
            raise UnreadableError("nothing was known of {} by then: first told by {} ({})".format(*later[0]))
        known = [slug for (slug,) in run_query(con, "SELECT event FROM events ORDER BY event").rows]
        hint = did_you_mean(name, known, "see: summitevents query 'SELECT event, title FROM events'")
        raise UnreadableError(f"no event {name}; {hint}")
    event = found[0][0]
    parts = {part: list(run_query(con, text, {"event": event}).dicts()) for part, text in _PARTS.items()}
    (row,) = run_query(con, "SELECT * FROM events WHERE event = $event", {"event": event}).dicts()
    aliases = [
        alias
        for (alias,) in run_query(
            con, "SELECT alias FROM aliases WHERE event = $event ORDER BY 1", {"event": event}
        ).rows
    ]
    names = dict(run_query(con, "SELECT actor, name FROM actors UNION ALL SELECT place, name FROM places").rows)
    return EventDetail(event=row, aliases=aliases, names=names, **parts)
