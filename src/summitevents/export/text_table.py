"""A table in plain text, its columns side by side; on a terminal, as wide as that is."""

from collections.abc import Iterator, Sequence
from typing import Any

from summitevents.errors import UnreadableError
from summitevents.export.rows import cell_text
from summitevents.findings.escaping import escape
from summitevents.query.select import Result, Stream

_GAP = 2
"""Blanks between two columns."""
_LEAST, _LEAST_TEXT = 8, 14
"""How narrow a column may become: one of names and numbers, and one of sentences."""


def encode_table(result: Result | Stream, width: int | None = None) -> bytes:
    """Returns columns side by side. `width`: columns of a terminal, which cells are cut to fit. None: nothing is cut."""
    cells = _cells(result)
    widths = _fit(cells, width)
    head, *rows = cells
    return "".join(_line(row, widths) for row in (head, ["─" * w for w in widths], *rows)).encode()


def encode_line(result: Result | Stream) -> Iterator[bytes]:
    """Yields a line for each field, `name = value`, and an empty line after each row."""
    widest = max(map(len, result.columns), default=0)
    for row in result.rows:
        fields = zip(result.columns, row, strict=True)
        yield "".join(f"{name:>{widest}} = {_cell(value)}\n" for name, value in fields).encode() + b"\n"


def encode_raw(result: Result) -> bytes:
    """Returns the one value that there is, and nothing else. Raises UnreadableError if there are more, or none."""
    if (len(result.columns), len(result.rows)) != (1, 1):
        size = f"{len(result.rows):,} rows of {len(result.columns)} columns"
        raise UnreadableError(f"-f raw is of one value, this has {size}; narrow it, with --columns and --limit")
    return f"{cell_text(result.rows[0][0]) or ''}\n".encode()


def columns_with_room(result: Result | Stream, width: int) -> tuple[int, bool]:
    """Returns how many columns, from the first, have room beside each other, one at least; and whether cells are cut."""
    cells = _cells(result)
    widths = _fit(cells, width)
    room = [n for n in range(1, len(widths) + 1) if sum(widths[:n]) + _GAP * (n - 1) <= width]
    return max(room, default=1), widths != _fit(cells, None)


def _cells(result: Result | Stream) -> list[list[str]]:
    return [result.columns, *([_cell(value) for value in row] for row in result.rows)]


def _cell(value: Any) -> str:
    return escape(cell_text(value) or "")


def _fit(cells: Sequence[Sequence[str]], width: int | None) -> list[int]:
    """Returns the width of each column. Sentences are cut first, then names; never the first column, which one copies."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    texts = [at for at, column in enumerate(zip(*cells, strict=True)) if at and any(" " in cell for cell in column)]
    for columns, least in ((texts, _LEAST_TEXT), (range(1, len(widths)), _LEAST)):
        over = sum(widths) + _GAP * (len(widths) - 1) - (width or 1 << 60)
        while (
            over > 0 and (at := max(columns, key=widths.__getitem__, default=None)) is not None and widths[at] > least
        ):
            widths[at] -= 1
            over -= 1
    return widths


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    fitted = (cell if len(cell) <= w else cell[: w - 1] + "…" for cell, w in zip(cells, widths, strict=True))
    return (" " * _GAP).join(cell.ljust(w) for cell, w in zip(fitted, widths, strict=True)).rstrip() + "\n"
