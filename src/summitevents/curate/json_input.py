"""Reads records as JSON: an object, an array of objects, or JSON lines."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from summitevents.findings.escaping import Verbatim
from summitevents.findings.finding import Finding, find
from summitevents.standards import ijson


def decode_input(content: bytes, name: str) -> tuple[str, list[Finding]]:
    """Returns a file's text without the byte order mark that some programs write; or a finding if it is not UTF-8."""
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
    before = text[: position - 1]
    line, column = before.count("\n") + 1, position - (before.rfind("\n") + 1)
    return find(f"json-{error.code}", name, line, column, value=error.value, problem=error.reason)


def _type_finding(value: object, name: str, line: int) -> Finding:
    return find("json-object", name, line, 1, value=Verbatim(json.dumps(value, ensure_ascii=False)))
