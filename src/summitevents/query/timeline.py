"""Gives the rows of the timeline, in time order, filtered as the named question `timeline` filters them."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import duckdb

from summitevents.query.parameters import check_parameters
from summitevents.query.questions import named_questions
from summitevents.query.select import run_query


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One row of the `timeline` table: an event that has a date. Days are ISO text, null where open or unknown."""

    nr: int
    happened: str
    date_words: str
    earliest: str | None
    latest: str | None
    event: str
    kind: str
    title: str
    summary: str | None
    status: str
    place: str | None
    actors: str | None
    sources: str | None
    disputed: bool
    planned: bool
    inferred: bool
    n_claims: int
    n_sources: int
    known_perhaps: bool
    because: str
    citation: str


def timeline_rows(con: duckdb.DuckDBPyConnection, **filters: str | None) -> Iterator[TimelineRow]:
    """Yields the rows of the timeline in time order. Raises UnreadableError for an unknown kind, status, actor or place."""
    names = [field.name for field in fields(TimelineRow)]
    check_parameters(con, "timeline", filters)
    for row in run_query(con, named_questions()["timeline"], filters).dicts():
        yield TimelineRow(**{name: row[name] for name in names})
