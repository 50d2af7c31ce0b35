"""Text of CSV → rows of cells, each with its line, by Python's csv.

Python takes one character to separate cells, and line ends to separate rows. Where a dialect has a longer delimiter or
another lineTerminator, surrogates stand for them and for line ends while Python reads: no decoded text has any.
"""

import csv
from collections.abc import Callable, Iterator
from itertools import chain
from typing import IO

from summitevents.tableschema.dialect import Dialect

Row = tuple[int, list[str]]
"""Line, from 1, and cells."""
Fault = Callable[[int, str], None]
"""Takes the line of a row that is not CSV, and what is wrong with it."""

_DELIMITER, _LF, _CR = "\ud800", "\ud801", "\ud802"
_CHUNK = 1 << 16
csv.field_size_limit(2**31 - 1)


def read_rows(file: IO[str], dialect: Dialect, delimiter: str, fault: Fault) -> Iterator[Row]:
    """Yields every row of a file. Quotes that are not closed, or close before the cell ends, are faults.

    A quote that is never closed takes the rest of the file with it; this one row is not given.
    """
    feed = _Feed(file, dialect.line_terminator, delimiter)
    strict, lenient = (_python_dialect(dialect, delimiter, strict) for strict in (True, False))
    reader = csv.reader(feed, strict)
    while True:
        line = feed.line
        feed.row.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if feed.is_done and "end of data" in str(error):
                return fault(line, "a quote opens here and is never closed: what follows is one cell")
            fault(line, "a quote closes before its cell ends")
            cells = next(csv.reader(chain(feed.row[:], feed), lenient), [])
        if not dialect.double_quote and _closes_early("".join(feed.row), dialect, strict.delimiter):
            fault(line, "a quote stands twice in its cell, and doubleQuote is false")
        yield line, [feed.restored(cell) for cell in cells] if feed.is_translated else cells


def _python_dialect(dialect: Dialect, delimiter: str, strict_: bool) -> type[csv.Dialect]:
    class Python(csv.excel):
        delimiter = _DELIMITER
        quotechar = dialect.quote
        escapechar = dialect.escape
        doublequote = True  # where it is not, see _closes_early
        skipinitialspace = dialect.skip_initial_space
        strict = strict_

    Python.delimiter = delimiter if len(delimiter) == 1 else _DELIMITER
    return Python


def _closes_early(row: str, dialect: Dialect, delimiter: str) -> bool:
    """Returns whether a quote within quotes is followed by another one, as if two of them were one."""
    at, begins, quoted = 0, True, False
    while at < len(row):
        if row[at] == dialect.escape:
            at, begins = at + 2, False
            continue
        if row[at] == dialect.quote:
            if quoted and row.startswith(dialect.quote, at + 1):
                return True
            quoted, begins = begins and not quoted, False
        else:
            is_delimiter = not quoted and row[at] == delimiter
            begins = is_delimiter or (begins and dialect.skip_initial_space and row[at] == " ")
        at += 1
    return False


class _Feed:
    """The lines that Python's csv reads: `line` is the number in the file of the next one, `row` those of this row."""

    def __init__(self, file: IO[str], terminator: str | None, delimiter: str) -> None:
        self.line, self.is_done, self.row = 1, False, list[str]()
        self._terminator, self._delimiter = terminator, delimiter if len(delimiter) > 1 else ""
        self.is_translated = bool(terminator or self._delimiter)
        self._lines = _pieces(file, terminator) if terminator else file

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.is_done = True
            raise StopIteration
        self.line += line.count(_LF) + self._terminator.count("\n") if self._terminator else 1
        if self._delimiter:
            line = line.replace(self._delimiter, _DELIMITER)
        self.row.append(line)
        return line

    def restored(self, cell: str) -> str:
        """Returns a cell as it stands in the file."""
        if self._terminator:
            cell = cell.replace("\n", self._terminator).replace(_LF, "\n").replace(_CR, "\r")
        return cell.replace(_DELIMITER, self._delimiter) if self._delimiter else cell


def _pieces(file: IO[str], terminator: str) -> Iterator[str]:
    """Yields what stands between terminators, as lines; a newline at the very end of the file ends the last one."""
    rest = ""
    while chunk := file.read(_CHUNK):
        *pieces, rest = (rest + chunk).split(terminator)
        for piece in pieces:
            yield piece.replace("\n", _LF).replace("\r", _CR) + "\n"
    rest = rest.removesuffix("\n").removesuffix("\r")
    if rest:
        yield rest.replace("\n", _LF).replace("\r", _CR) + "\n"
