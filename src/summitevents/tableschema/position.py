"""Problems that name a line and a column of a table, with the place in the line where that cell begins."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from summitevents.standards import ijson
from summitevents.tableschema.problem import Problem
from summitevents.tableschema.table import Table, texts


def placed(problems: Sequence[Problem], table: Table) -> Iterator[Problem]:
    """The same problems; those that have a line and no place in it yet get one, in code points from 1."""
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    for one in problems:
        if one.line is not None and one.part is not None and one.number and one.column is None:
            wanted[one.part].add(one.line)
    lines = {(part, line): text for part in wanted for line, text in texts(table.resource, part, wanted[part])}
    for one in problems:
        text = lines.get((one.part or 0, one.line or 0))
        yield one if text is None or one.column or not one.number else one._replace(column=_column(text, one, table))


def _column(text: str, one: Problem, table: Table) -> int:
    if not table.json:
        return cell_start(text, one.number, table.delimiter, table.quote)
    try:
        return ijson.column(text, [table.labels[one.number - 1]])
    except (ValueError, IndexError):
        return 1


def cell_start(text: str, number: int, delimiter: str, quote: str) -> int:
    """Where the cell of this number begins in a line of CSV; 1 where the line has no such cell, or is one of several."""
    at = 0
    for _ in range(number - 1):
        if quote and text.startswith(quote, at):
            at = text.replace(quote * 2, "  ").find(quote, at + 1)
        at = text.find(delimiter, at) + 1 if at >= 0 else 0
        if not at:
            return 1
    return at + 1
