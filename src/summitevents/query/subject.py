"""Finds a source, an actor or a place by its slug or its name, and the events that it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from summitevents.errors import UnreadableError
from summitevents.query.select import run_query

_EVENTS = {
    "source": """SELECT event, NULL AS role FROM claims WHERE source = $slug""",
    "actor": """SELECT event, role FROM participants WHERE actor = $slug
        UNION SELECT event, 'speaker' FROM claims WHERE speaker = $slug""",
    "place": """WITH RECURSIVE inside AS (
            SELECT $slug AS place UNION SELECT places.place FROM places JOIN inside ON places.within = inside.place
        )
        SELECT event, NULL AS role FROM claims WHERE place IN (FROM inside)""",
}
"""The events that a slug stands in, and in which role."""
_CALLED = """WITH called AS (
    SELECT actor AS slug, name, 1 AS tier FROM actors
    UNION ALL SELECT place, name, 1 FROM places
    UNION ALL SELECT event, title, 1 FROM events
    UNION ALL SELECT source, title, 2 FROM sources
    UNION ALL SELECT slug, name, 2 FROM names
    UNION ALL SELECT alias, alias, 2 FROM aliases
), near AS (
    SELECT slug, CASE $name WHEN slug THEN 0 WHEN name THEN tier ELSE tier + 2 END AS nearness
    FROM called
    WHERE $name = slug OR replace(strip_accents(lower(name)), '-', ' ') = replace(strip_accents(lower($name)), '-', ' ')
)
SELECT DISTINCT slug FROM near WHERE nearness = (SELECT min(nearness) FROM near) ORDER BY slug"""
"""What has a slug; else what has a name for its own, or for another, as it is written; else in small letters, without accents."""
_NAMED = 6
"""How many slugs are named of what has one name."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A source, actor or place (`op`): what is declared of it, and the events that it stands in, in time order."""

    op: str
    declared: dict[str, Any]
    events: list[dict[str, Any]]


def declared_lines(found: Subject) -> Iterator[str]:
    """Yields what is declared of a subject but its slug and name, a line a field: names: Neil; the commander."""
    for name, value in found.declared.items():
        if value not in (None, "", []) and name not in ("title", "name", found.op):
            entries = value if isinstance(value, list) else [value]
            told = (", ".join(map(str, one.values())) if isinstance(one, dict) else str(one) for one in entries)
            yield f"{name.replace('_', ' ')}: {'; '.join(told)}"


def namesakes(con: duckdb.DuckDBPyConnection, found: Subject) -> list[tuple[str, str]]:
    """Returns what else has the slug of a subject: whether an actor, a place or an event, and the id of a record of it."""
    others = [op for op in _EVENTS if op != found.op]
    asked = " UNION ALL ".join(f"SELECT '{op}', record FROM {op}s WHERE {op} = $slug" for op in others)
    asked += " UNION ALL SELECT 'event', record FROM claims WHERE event = $slug AND standing = 1"
    return [(op, record) for op, record in run_query(con, asked, {"slug": found.declared[found.op]}).rows]


def slug_called(con: duckdb.DuckDBPyConnection, name: str) -> str:
    """Returns the slug of what has this name or title; the name itself if nothing has, or it is a slug.

    Raises UnreadableError if several things have the name.
    """
    slugs: list[str] = [slug for (slug,) in run_query(con, _CALLED, {"name": name}).rows] or [name]
    if len(slugs) > 1:
        more = f", and {len(slugs) - _NAMED:,} more" if len(slugs) > _NAMED else ""
        raise UnreadableError(f"{len(slugs):,} are called {name}; name one of them: {', '.join(slugs[:_NAMED])}{more}")
    return slugs[0]


def find_subject(con: duckdb.DuckDBPyConnection, name: str) -> Subject | None:
    """Returns the source, actor or place that a slug, or the id of its record, names, the first of these; None if none is."""
    for op, events in _EVENTS.items():
        for row in run_query(con, f"SELECT * FROM {op}s WHERE $name IN ({op}, record)", {"name": name}).dicts():
            found = run_query(
                con,
                f"""SELECT events.event, events.title, events.happened, events.date_words,
                    string_agg(DISTINCT found.role, ', ' ORDER BY found.role) AS role
                FROM ({events}) AS found JOIN events ON events.event = found.event LEFT JOIN timeline ON timeline.event = events.event
                GROUP BY ALL ORDER BY min(timeline.nr) NULLS LAST, events.event""",
                {"slug": row[op]},
            )
            return Subject(op, row, list(found.dicts()))
    return None
