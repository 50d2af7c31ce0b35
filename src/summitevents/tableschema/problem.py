"""`Problem`: what is wrong at one place of a table, before it is put into words."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One problem of a resource.

    `code` is frictionless's type of the error, if it has one. `row` counts as frictionless counts: from 1, with the
    header as row 1, even in JSON Lines, which has no header. `part` is the index of the file in the resource's paths,
    from 0; `line` counts from 1, and `column` from 1 in code points. These are None for a problem of no line.
    """

    resource: str
    code: str
    row: int | None = None
    field: str = ""
    value: str | None = None
    note: str = ""
    part: int | None = None
    line: int | None = None
    cell_number: int = 0
    """Which cell of the row, from 1; 0 for the row as a whole."""
    column: int | None = None


class BadDescriptorError(ValueError):
    """A part of the descriptor that cannot be used. `code` is frictionless's type of such an error."""

    def __init__(self, code: str, note: str) -> None:
        super().__init__(note)
        self.code = code


class UnreadableTableError(Exception):
    """A table cannot be read at all; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.note)
        self.problem = problem
