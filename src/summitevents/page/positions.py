"""Positions as rows for the page: of each question the positions on it, those on a date with their place on one small axis."""

from collections.abc import Sequence
from itertools import groupby

import duckdb

from summitevents.page.days import Days, days_of, in_words
from summitevents.page.drawing import TimeAxis
from summitevents.query.select import Row, run_query

MOST = 20
"""How many positions on one question, and sources of one position, are printed."""

_POSITIONS = f"""SELECT positions.*, coalesce(value_words, value) || coalesce('; or ' || replace(wider, '; ', ', '), '') AS words,
    count(*) OVER (PARTITION BY event, question) AS n_positions,
    edtf AS happened, start_min AS earliest, end_max AS latest, start_flag, end_flag
FROM positions LEFT JOIN (SELECT edtf, start_flag, end_flag FROM dates) ON edtf = value AND question IN ('date', 'plan')
WHERE state <> 'agreed'
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
        row["bar"] = _bar(axis, days_of(row)) if axis else None
    return {
        "about": question if question in ("date", "plan") else "judged",
        "state": rows[0]["state"],
        "reason": next((row["reason"] for row in rows if row["reason"]), None),
        "rows": rows,
        "n": rows[0]["n_positions"],
        "axis": axis and (in_words(axis.first), in_words(axis.last)),
    }


def _axis(rows: Sequence[Row]) -> TimeAxis | None:
    """Returns an axis from the first to the last day of all positions, but for those that fit several. None without such days."""
    days = [days_of(row) for row in rows if not row["fits_several"]]
    starts = [one.earliest for one in days if one.earliest is not None]
    ends = [one.latest for one in days if one.latest is not None]
    if not starts or not ends or min(starts) > max(ends):
        return None
    return TimeAxis(min(starts), max(ends))


def _bar(axis: TimeAxis, days: Days) -> tuple[str, str]:
    """Returns where the bar of a position begins, and how wide it is, in per cent; a day is wide enough to be seen."""
    start = 0.0 if days.earliest is None else axis.start_of(days.earliest)
    end = 100.0 if days.latest is None else axis.end_of(days.latest)
    width = max(end - start, 2.5)
    return f"{min(start, 100 - width):.2f}%", f"{width:.2f}%"
