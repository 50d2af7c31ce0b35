"""Counts what a format of the whole timeline leaves out of dates that are hard for it, in words for standard error."""

from collections.abc import Iterator

import duckdb

from summitevents.export.calendar_units import runs_backwards, year_beyond
from summitevents.query.select import Row, run_query

_DATED = "SELECT happened, earliest, latest, start_flag, end_flag FROM events WHERE happened IS NOT NULL"


def losses(con: duckdb.DuckDBPyConnection, name: str) -> Iterator[str]:
    """Yields a sentence for each kind of date that the format of this name (see `formats.TIMELINES`) does not hold whole."""
    if name == "csl":
        return
    rows = list(run_query(con, _DATED).dicts())
    if backwards := sum(map(runs_backwards, rows)):
        yield f"{_events(backwards)} with an end before the start: the end is left out"
    if name in ("geojson", "jsonld") and (vague := sum(map(_only_in_words, rows))):
        yield f"{_events(vague)} with a date before year 1 or after 9999 that is no single year or day: in words only"


def _only_in_words(event: Row) -> bool:
    sides = ((event["start_flag"], False), (event["end_flag"], True))
    return any(flag == "beyond" and year_beyond(event, end) is None for flag, end in sides)


def _events(n: int) -> str:
    return f"{n:,} event{'s' * (n != 1)}"
