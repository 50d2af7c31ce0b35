"""Gives the rows of the timeline, in time order, filtered as the named question `timeline` filters them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

import duckdb

from summitevents.query.parameters import check_parameters
from summitevents.query.questions import named_questions
from summitevents.query.select import Result, run_query


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One row of the timeline: an event that has a date, and what is cited for it. Days are ISO text, null where open or unknown.

    The columns are those of the table `timeline`; from `source` on, of the claim that is shown, and of its source.
    `within_perhaps`: with --from or --to, whether it only may reach into these days.
    """

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
    n_voices: int
    confidence: str | None
    known_perhaps: bool
    because: str
    bound_because: str | None
    citation: str
    source: str
    source_title: str
    publisher: str | None
    published_words: str | None
    locator: str | None
    passage_start: int | None
    passage_end: int | None
    address: str | None
    copy_address: str | None
    taken_from: str | None
    within_perhaps: bool = False


Wanted = str | Iterable[str] | None
"""What a filter wants: one text, or several; None lets everything through."""


def timeline_rows(con: duckdb.DuckDBPyConnection, **filters: Wanted) -> Iterator[TimelineRow]:
    """Yields the rows of the timeline in time order; for `filters` and errors see `filtered_timeline`."""
    names = [field.name for field in fields(TimelineRow)]
    for row in filtered_timeline(con, filters).dicts():
        yield TimelineRow(**{name: row[name] for name in names if name in row})


def filtered_timeline(con: duckdb.DuckDBPyConnection, filters: Mapping[str, Wanted]) -> Result:
    """Returns what the question `timeline` answers: events of any of the kinds, statuses and places, with all the actors and texts.

    Raises UnreadableError for an unknown kind, status, actor or place.
    """
    return _filtered(con, filters, named_questions()["timeline"])


def count_undated(con: duckdb.DuckDBPyConnection, filters: Mapping[str, Wanted]) -> int:
    """Returns how many events that the same filters let through have no date, and so no place in the timeline."""
    undated = "SELECT event, kind, status, event AS nr, NULL AS because FROM events WHERE happened IS NULL"
    if not any(filters.values()):
        return len(run_query(con, undated).rows)
    text = f"WITH timeline AS ({undated}) SELECT count(*) FROM ({named_questions()['timeline']})"
    return int(_filtered(con, filters, text).rows[0][0])


def _filtered(con: duckdb.DuckDBPyConnection, filters: Mapping[str, Wanted], question: str) -> Result:
    wanted = {name: [one] if isinstance(one, str) else list(one or ()) for name, one in filters.items()}
    lines = {name: "\n".join(texts) if texts else None for name, texts in wanted.items()}
    check_parameters(con, "timeline", lines)
    return run_query(con, question, lines)
