"""Reads claims from a spreadsheet: CSV with a heading, one claim a row."""

import csv
import io
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from summitevents.curate.field_text import parse_field, text_fields
from summitevents.curate.typed import as_typed
from summitevents.errors import UnreadableError
from summitevents.findings.finding import Finding, find
from summitevents.findings.spelling import did_you_mean, nearest


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """The claims of a spreadsheet; the row of each; and the column of each field. The heading is row 1."""

    file: str
    claims: list[dict[str, Any]]
    rows: list[int]
    columns: Mapping[str, int]

    def place_findings(self, findings: Iterable[Finding], batch: str) -> list[Finding]:
        """Returns findings with those in the lines of `batch`, which has a line a claim, moved to the rows and columns."""
        placed = (self._place(finding) if finding.file == batch else finding for finding in findings)
        return sorted(placed, key=lambda f: (f.file != self.file, f.file, f.line or 0, f.column or 0))

    def _place(self, finding: Finding) -> Finding:
        field = (finding.field or "").split(".")[0]
        row = self.rows[finding.line - 1] if finding.line else None
        return replace(as_typed(finding), file=self.file, line=row, column=self.columns.get(field), record=None)


def read_spreadsheet(
    text: str, name: str, mapping: Mapping[str, str], defaults: Mapping[str, Any]
) -> tuple[Spreadsheet, list[Finding]]:
    """Returns the claims of a CSV text, and a finding for every row of another width than the heading.

    `mapping`: column → field, or "" to leave the column out; a column not in it is the field of its name. `defaults`: what
    a claim says where its row is silent. Raises UnreadableError if the text is not CSV, or its heading does not fit.
    """
    table = csv_rows(text, name)
    heading = [cell.strip() for cell in table[0]]
    columns = _field_columns(heading, mapping, name)
    types, sheet, findings = text_fields("claim"), Spreadsheet(name, [], [], columns), []
    for number, cells in enumerate(table[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(heading):
            findings.append(find("row-width", name, number, value=len(cells), other=len(heading)))
            continue
        values = {field: parse_field(field, types[field], cells[column - 1]) for field, column in columns.items()}
        said = {field: value for field, value in values.items() if value is not None}
        sheet.claims.append({"op": "claim", **defaults, **said})
        sheet.rows.append(number)
    return sheet, findings


def csv_rows(text: str, name: str) -> list[list[str]]:
    """Returns the rows of a CSV text, its heading the first. Raises UnreadableError if it is not CSV, or has none."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True))
    except csv.Error as error:
        raise UnreadableError(f"{name} is not CSV: {error}") from None
    if not rows:
        raise UnreadableError(f"{name} is empty; its first row should name the columns")
    return rows


def delimiter_of(text: str) -> str:
    """Returns what stands most often between the cells of the heading: a comma, a semicolon or a tab."""
    return max(",;\t", key=text.partition("\n")[0].count)


def _field_columns(heading: Sequence[str], mapping: Mapping[str, str], name: str) -> dict[str, int]:
    """Returns field → number of its column, from 1. A column is the field of its name, in capitals or not."""
    known = list(text_fields("claim"))
    for column in mapping:
        if column not in heading:
            raise UnreadableError(f"{name} has no column {column}; {did_you_mean(column, list(heading))}")
    fields = [mapping.get(column, column if column in known else column.lower()) for column in heading]
    if unknown := [column for column, field in zip(heading, fields, strict=True) if field and field not in known]:
        maps = " ".join(f"--map {shlex.quote(_mapped(column, known))}" for column in unknown)
        raise UnreadableError(
            f"{name}: no field of a claim: {', '.join(unknown)}. Say what they are, or leave them out (=): {maps}\n"
            f"the fields: {', '.join(known)}"
        )
    columns: dict[str, int] = {}
    for number, field in enumerate(fields, 1):
        if field in columns:
            raise UnreadableError(f"two columns of {name} are {field}: columns {columns[field]} and {number}")
        if field:
            columns[field] = number
    return columns


def _mapped(column: str, known: list[str]) -> str:
    """Returns COLUMN=FIELD with the field that a column's name is nearest to, or with none, which leaves the column out."""
    return f"{column}={next(iter(nearest(column, known)), '')}"
