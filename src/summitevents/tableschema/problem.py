"""What is wrong at one place of a table, before it is put into words."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One problem. `row` counts as frictionless counts: the header is 1; in JSON Lines, too, which has none.

    `code` is frictionless's type of the error where it has one; `part` and `line` are None where no line is to blame.
    """

    resource: str
    code: str
    row: int | None = None
    field: str = ""
    value: str | None = None
    note: str = ""
    part: int | None = None
    line: int | None = None
    number: int = 0
    """Which cell of the row, from 1; 0 for the row as a whole."""
    column: int | None = None
