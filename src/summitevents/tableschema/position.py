"""Where in its line a cell begins: the column of problems that name a line and a cell."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from summitevents.standards import ijson
from summitevents.tableschema.descriptor import Resource
from summitevents.tableschema.problem import Problem
from summitevents.tableschema.table import Table, open_text


def with_columns(problems: Sequence[Problem], table: Table) -> Iterator[Problem]:
    """Yields the same problems; those that have a line and a cell but no column get one, in code points from 1."""
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    for problem in problems:
        if _lacks_column(problem) and problem.line is not None and problem.part is not None:
            wanted[problem.part].add(problem.line)
    texts = {
        (part, number): text for part in wanted for number, text in _read_lines(table.resource, part, wanted[part])
    }
    for problem in problems:
        text = texts.get((problem.part or 0, problem.line or 0))
        if text is not None and _lacks_column(problem):
            yield problem._replace(column=_cell_column(text, problem.cell_number, table))
        else:
            yield problem


def _lacks_column(problem: Problem) -> bool:
    return bool(problem.cell_number) and problem.column is None


def _read_lines(resource: Resource, part: int, wanted: set[int]) -> Iterator[tuple[int, str]]:
    """Yields those lines of a file, with their numbers from 1, without their ends."""
    with open_text(resource, part) as file:
        for number, text in enumerate(file, 1):
            if number in wanted:
                yield number, text.rstrip("\r\n")


def _cell_column(text: str, number: int, table: Table) -> int:
    if not table.is_json:
        return csv_cell_column(text, number, table.delimiter, table.quote)
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
        offset = text.find(delimiter, offset) + 1 if offset >= 0 else 0
        if not offset:
            return 1
    return offset + 1
