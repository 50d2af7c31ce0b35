"""A problem in the data is a value with a place: `Finding`."""

from dataclasses import dataclass
from typing import Any

from summitevents.findings.catalogue import CATALOGUE, Severity
from summitevents.findings.escaping import cut, escape, quote

COLUMNS = ("file", "line", "column", "severity", "code", "record", "field", "value", "message", "help")
"""The columns of a table of findings, in the order in which people read them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place. `line` and `column` count from 1, columns in code points. None: the file as a whole."""

    code: str
    file: str
    line: int | None
    column: int | None
    message: str
    help: str
    record: str | None = None
    field: str | None = None
    value: str | None = None
    table_row: int | None = None
    """In a table, its row as frictionless counts: from 1, the labels included."""

    @property
    def severity(self) -> Severity:
        """Returns error or warning: an error makes a log unreadable, a warning asks for a second look."""
        return CATALOGUE[self.code].severity

    @property
    def place(self) -> str:
        """Returns file:line:column, as editors take it, without what is None."""
        return ":".join(str(x) for x in (self.file, self.line, self.column) if x is not None)

    def row(self) -> dict[str, Any]:
        """Returns the finding as a row: column → value."""
        return {name: getattr(self, name) for name in COLUMNS}


class Findings(list[Finding]):
    """Findings in the order in which they were found, until `sort_by_place` is called."""

    @property
    def errors(self) -> list[Finding]:
        """Returns the findings that make the data bad."""
        return [finding for finding in self if finding.severity == "error"]

    @property
    def warnings(self) -> list[Finding]:
        """Returns the findings that ask for a second look."""
        return [finding for finding in self if finding.severity == "warning"]

    def sort_by_place(self) -> None:
        """Sorts by file, line, column and code; the findings of a file as a whole come first."""
        self.sort(key=lambda f: (f.file, f.line or 0, f.column or 0, f.code))


def find(
    code: str,
    file: str,
    line: int | None = None,
    column: int | None = None,
    *,
    record: str | None = None,
    field: str | None = None,
    value: object = None,
    other: object = None,
    problem: object = None,
    hint: object = None,
    op: object = None,
    holder: object = None,
    expected: object = None,
    resource: object = None,
) -> Finding:
    """Returns a Finding with the sentences of the catalogue, filled in, and harmless on any terminal.

    `value` is quoted and cut to 80 code points in the sentences, and cut to 200 in the finding. `other` to `resource`
    only fill in templates; a caller gives those that the code's templates name.
    """
    entry = CATALOGUE[code]
    given = {
        "field": field, "value": None if value is None else quote(value), "other": other, "problem": problem,
        "hint": hint, "op": op, "holder": holder, "expected": expected, "resource": resource,
    }  # fmt: skip
    words = {name: escape(str(word)) for name, word in given.items()}
    message, help = entry.message.format(**words), entry.help.format(**words)
    record, field, value = (None if one is None else escape(cut(str(one), 200)) for one in (record, field, value))
    return Finding(code, escape(file), line, column, message, help, record, field, value)
