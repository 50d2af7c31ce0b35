"""Where in its line a cell begins: the column of problems that name a line and a cell."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from summitevents.standards import ijson
from summitevents.tableschema.problem import Problem
from summitevents.tableschema.tables.csv_files import delimiter_of
from summitevents.tableschema.tables.table import Table


def with_columns(problems: Sequence[Problem], table: Table) -> Iterator[Problem]:
    """Yields the same problems; those that have a line and a cell but no column get one, in code points from 1."""
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    for problem in problems:
        if _lacks_column(problem) and problem.line is not None and problem.part is not None:
            wanted[problem.part].add(problem.line)
    texts = {(part, number): text for part in wanted for number, text in _read_lines(table, part, wanted[part])}
    for problem in problems:
        text = texts.get((problem.part or 0, problem.line or 0))
        if text is not None and _lacks_column(problem):
            yield problem._replace(column=_cell_column(text, problem.cell_number, table))
        else:
            yield problem


def _lacks_column(problem: Problem) -> bool:
    return bool(problem.cell_number) and problem.column is None


def _read_lines(table: Table, part: int, wanted: set[int]) -> Iterator[tuple[int, str]]:
    """Yields those lines of a file, with their numbers from 1, without their ends."""
    with table.files[part].open() as file:
        for number, text in enumerate(file, 1):
            if number in wanted:
                yield number, text.rstrip("\r\n")


def _cell_column(text: str, number: int, table: Table) -> int:
    if not table.is_json:
        dialect = table.resource.dialect  # under another lineTerminator, a line is no row
        return 1 if dialect.line_terminator else csv_cell_column(text, number, delimiter_of(table), dialect.quote)
    try:
        return ijson.column(text, [table.labels[number - 1]])
    except (ValueError, IndexError):
        return 1


def csv_cell_column(text: str, number: int, delimiter: str, quote: str) -> int:
    """Returns the column of a line of CSV at which the cell `number`, from 1, begins.

    It is 1 if the line has no such cell, or is one of several lines of a row.
    """
    offset = 0
    for _ in range(number - 1):
        if quote and text.startswith(quote, offset):
            offset = text.replace(quote * 2, "  ").find(quote, offset + 1)
        offset = text.find(delimiter, offset) if offset >= 0 else -1
        if offset < 0:
            return 1
        offset += len(delimiter)
    return offset + 1
