"""Positions as rows for the page: of each question the positions on it, those on a date with their place on one small axis."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import duckdb

from summitevents.page.drawing import TimeAxis, day_in_words
from summitevents.query.select import Row, run_query

MOST = 20
"""How many positions on one question, and sources of one position, are printed."""

_POSITIONS = f"""SELECT positions.*, coalesce(value_words, value) || coalesce('; or ' || replace(wider, '; ', ', '), '') AS words,
    count(*) OVER (PARTITION BY event, question) AS n_positions
FROM positions WHERE state <> 'agreed'
QUALIFY row_number() OVER (PARTITION BY event, question ORDER BY shown DESC, position) <= {MOST}
ORDER BY event, question NOT IN ('date', 'plan'), question, position"""


def by_event(con: duckdb.DuckDBPyConnection) -> dict[str, list[Row]]:
    """Returns event → its questions on which there is more than one position.

    A question has `about` (date, plan, or judged), its `state`, the `reason` once, its `rows`, how many there are in all,
    and the ends of its `axis`, if it has one.
    """
    found: dict[str, list[Row]] = {}
    rows = list(run_query(con, _POSITIONS).dicts())
    for (event, question), group in groupby(rows, lambda row: (row["event"], row["question"])):
        found.setdefault(event, []).append(_question(question, list(group)))
    return found


def _question(question: str, rows: Sequence[Row]) -> Row:
    axis = _axis(rows)
    for row in rows:
        row["of"] = [name for name in row["sources"].split("; ")[:MOST] if name]
        row["bar"] = _bar(axis, row) if axis else None
    return {
        "about": question if question in ("date", "plan") else "judged",
        "state": rows[0]["state"],
        "reason": next((row["reason"] for row in rows if row["reason"]), None),
        "rows": rows,
        "n": rows[0]["n_positions"],
        "axis": axis and (day_in_words(axis.first), day_in_words(axis.last)),
    }


def _axis(rows: Sequence[Row]) -> TimeAxis | None:
    """Returns an axis from the first to the last day of all positions, but for those that fit several. None without such days."""
    days = [(row["start_min"], row["end_max"]) for row in rows if not row["fits_several"]]
    starts, ends = [start for start, _ in days if start], [end for _, end in days if end]
    if not starts or not ends or min(starts) > max(ends):
        return None
    return TimeAxis(date.fromisoformat(min(starts)), date.fromisoformat(max(ends)), 1)


def _bar(axis: TimeAxis, row: Row) -> tuple[str, str]:
    """Returns where the bar of a position begins, and how wide it is, in per cent; a day is wide enough to be seen."""
    start = axis.start_of(row["start_min"]) if row["start_min"] else 0.0
    end = axis.end_of(row["end_max"]) if row["end_max"] else 100.0
    width = max(end - start, 2.5)
    return f"{min(start, 100 - width):.2f}%", f"{width:.2f}%"
