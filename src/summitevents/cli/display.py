"""Shows rows: the columns and as many rows as were asked for, in a format; on a terminal, as they fit it."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from summitevents.cli.options import ReadOptions
from summitevents.cli.output import count, print_bytes, say, width
from summitevents.export.formats import ROWS, format_of

if TYPE_CHECKING:
    from summitevents.query.select import Result, Stream

_WHOLE = ("table", "raw")
"""The formats that need all rows before the first is written."""


def print_rows(result: "Result | Stream", how: ReadOptions, default: str = "table", none: str = "no rows") -> None:
    """Writes rows in the chosen format, or in that of the output's suffix; on standard output, in the default.

    Says `none` if there are none; on a terminal, how many there are, and which columns are not shown.
    """
    from summitevents.errors import UnreadableError
    from summitevents.query.select import Result, Stream

    format = format_of(ROWS, how.form, how.output, default)
    terminal = how.output == "-" and sys.stdout.isatty()
    if terminal and format.name == "parquet":
        raise UnreadableError("-f parquet is bytes, and no text for a terminal: name a file with -o")
    counted, of = _Counted(), len(result.rows) if isinstance(result, Result) else None
    shown: Result | Stream = Stream(result.columns, result.types, counted.of(islice(result.rows, how.limit)))
    if how.columns is not None:
        shown = _columns(shown, [name.strip() for name in how.columns.split(",")])
    notes: list[str] = []
    if format.name in _WHOLE:
        whole = Result(shown.columns, shown.types, list(shown.rows))
        shown = _fitted(whole, notes) if terminal and format.for_terminals else whole
    print_bytes(format.parts(shown, width() if terminal else None), how.output)
    if terminal or not counted.n:
        say("; ".join([_rows_said(counted.n, of, how.limit) if counted.n or of else none, *notes]))


class _Counted:
    """How many rows have come by."""

    n = 0

    def of(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """Yields the rows, and counts them."""
        for row in rows:
            self.n += 1
            yield row


def _rows_said(shown: int, of: int | None, limit: int | None) -> str:
    if of is not None and shown < of:
        return f"{count(of, 'row')}, {shown:,} shown"
    return count(shown, "row") + (" shown, and perhaps more" if of is None and shown == limit else "")


def _columns(result: "Result | Stream", names: list[str]) -> "Stream":
    """Returns the rows with the columns of these names, in this order. Raises UnreadableError if there is no such column."""
    from summitevents.errors import UnreadableError
    from summitevents.findings.spelling import did_you_mean
    from summitevents.query.select import Stream

    for name in names:
        if name not in result.columns:
            hint = did_you_mean(name, result.columns, f"there are {', '.join(result.columns)}")
            raise UnreadableError(f"there is no column {name}; {hint}")
    places = [result.columns.index(name) for name in names]
    rows = (tuple(row[place] for place in places) for row in result.rows)
    return Stream(names, [result.types[place] for place in places], rows)


def _fitted(result: "Result", notes: list[str]) -> "Result | Stream":
    """Returns the rows without the columns that are empty, and the last ones that have no room; notes which these are."""
    from summitevents.export.text_table import columns_with_room

    if not result.rows:
        return result
    full = [name for at, name in enumerate(result.columns) if any(row[at] not in (None, "") for row in result.rows)]
    if empty := [name for name in result.columns if name not in full]:
        notes.append(f"empty, and not shown: {', '.join(empty)}")
    room, cut = columns_with_room(_columns(result, full), width())
    if room < len(full):
        notes.append(f"no room for {count(len(full) - room, 'column')}, {full[room]} first")
    if cut:
        notes.append("cut to fit; -f line has all of it")
    return _columns(result, full[:room])
