"""Reads records as JSON: an object, an array of objects, or JSON lines."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from summitevents.errors import UnreadableError
from summitevents.findings.escaping import Verbatim
from summitevents.findings.finding import Finding, find
from summitevents.standards import ijson

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of Excel and LibreOffice begin: with the bytes of a zip file, or of an older container."""


@dataclass(frozen=True, slots=True)
class JsonInput:
    """A JSON text that `parse_records` took, by the name that findings call its file."""

    text: str
    name: str

    def place_findings(self, findings: Iterable[Finding], batch: str) -> list[Finding]:
        """Returns findings with those in the lines of the file `batch`, one a record, moved to where this text has them."""
        entries = self._entries()
        return [self._place(f, *entries[f.line - 1]) if f.file == batch and f.line else f for f in findings]

    def _entries(self) -> list[tuple[str, int, list[int]]]:
        """Returns for each record the text that it stands in, how many lines come before that, and its path there."""
        try:
            value = ijson.loads(self.text.strip())
        except ijson.IJsonError:  # JSON lines
            return [(line, number, []) for number, line in enumerate(self.text.splitlines()) if line.strip()]
        return [(self.text, 0, [n]) for n in range(len(value))] if isinstance(value, list) else [(self.text, 0, [])]

    def _place(self, finding: Finding, text: str, before: int, start: list[int]) -> Finding:
        steps = finding.field.split(".") if finding.field else []
        path = [*start, *(int(step) if step.isdigit() else step for step in steps)]
        unknown = finding.code == "field-unknown"
        place = ijson.name_column(text, path[:-1], steps[-1]) if unknown else ijson.column(text, path)
        line, column = _line_and_column(text, place)
        return replace(finding, file=self.name, line=before + line, column=column, record=None)


def decode_input(content: bytes, name: str) -> tuple[str, list[Finding]]:
    """Returns a file's text without the byte order mark that some programs write; or a finding if it is not UTF-8.

    Raises UnreadableError for a workbook.
    """
    if content.startswith(_WORKBOOKS):
        raise UnreadableError(f"{name} is a workbook, as of Excel: save it as CSV UTF-8, and give that file")
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return "", [find("bytes-utf8", name, line, 1, value=Verbatim(f"0x{content[error.start]:02x}"))]


def parse_records(text: str, name: str) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Returns the records of a text, and what is wrong with it. `name` is what findings call its file."""
    try:
        value = ijson.loads(text.strip())
    except ijson.IJsonError as error:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) > 1 and _is_json(lines[0][1]):
            return _parse_lines(lines, name)
        start = len(text) - len(text.lstrip())
        return [], [_syntax_finding(error, name, text, start + error.column)]
    values = value if isinstance(value, list) else [value]
    wrong = [_type_finding(value, name, 1) for value in values if not isinstance(value, dict)]
    return [value for value in values if isinstance(value, dict)], wrong


def _is_json(line: str) -> bool:
    """Tells whether a line is an object of its own, though perhaps not an I-JSON one."""
    try:
        return isinstance(ijson.loads(line), dict)
    except ijson.IJsonError as error:
        return error.code != "syntax"


def _parse_lines(lines: Iterable[tuple[int, str]], name: str) -> tuple[list[dict[str, Any]], list[Finding]]:
    values: list[dict[str, Any]] = []
    findings = []
    for number, line in lines:
        try:
            value = ijson.loads(line)
        except ijson.IJsonError as error:
            findings.append(replace(_syntax_finding(error, name, line, error.column), line=number))
            continue
        if isinstance(value, dict):
            values.append(value)
        else:
            findings.append(_type_finding(value, name, number))
    return values, findings


def _syntax_finding(error: ijson.IJsonError, name: str, text: str, position: int) -> Finding:
    """Returns what is wrong at a position of a text (from 1, in code points), by line and column."""
    line, column = _line_and_column(text, position)
    return find(f"json-{error.code}", name, line, column, value=error.value, problem=error.reason)


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    """Returns the line and the column of a position of a text; all count from 1."""
    before = text[: position - 1]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1)


def _type_finding(value: object, name: str, line: int) -> Finding:
    return find("json-object", name, line, 1, value=Verbatim(json.dumps(value, ensure_ascii=False)))
