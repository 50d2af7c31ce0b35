"""What a check found, for people and for machines: text, JSON, CSV, GitHub annotations, SARIF, JUnit.

Every finding is in every format. Its sentences are harmless already (findings.escape); here each format's own active
characters are escaped. The same findings give the same bytes: no clock, no folder of this machine.
"""

import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from summitevents.errors import UnreadableError
from summitevents.findings.catalogue import CATALOGUE
from summitevents.findings.escaping import escape
from summitevents.findings.finding import COLUMNS, Finding

DOCS = "docs/findings.md"
MOST = 100
"""How many findings of one code the text shows; it counts the others. The other formats have them all."""
ANNOTATIONS = 10
"""How many errors, and how many warnings, GitHub shows of one step; the rest is in the log and the step's summary."""


SUFFIXES = {
    ".txt": "text",
    ".json": "json",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".sarif": "sarif",
    ".xml": "junit",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked: the folder, its files by name, what was found; whether warnings fail, too; by which version and command."""

    root: Path
    files: Sequence[str]
    findings: Sequence[Finding]
    strict: bool = False
    version: str = ""
    command: str = "validate"

    def fails(self, finding: Finding) -> bool:
        """Whether a finding makes the check fail."""
        return self.strict or finding.severity == "error"

    def by_file(self) -> Iterator[tuple[str, list[Finding]]]:
        """Each file with what was found in it, nothing included; those that were found besides come last."""
        found: dict[str, list[Finding]] = {escape(file): [] for file in self.files}
        for finding in self.findings:
            found.setdefault(finding.file, []).append(finding)
        yield from found.items()


def encode(checked: Checked, kind: str, width: int = 100) -> bytes:
    """The findings in one of the formats that `SUFFIXES` names, or `github`: UTF-8, lines ended by LF; `width` is that of the excerpts in a text, in columns."""
    if kind in ("jsonl", "csv"):
        from summitevents.export import rows as export
        from summitevents.query import run as query

        return export.encode(query.result([f.row() for f in checked.findings], list(COLUMNS)), kind)
    if kind == "junit":
        return _junit(checked)
    if kind in ("json", "sarif"):
        document = (_frictionless if kind == "json" else _sarif)(checked)
        return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
    more = "; -f jsonl has them all"
    lines = [*text(checked.findings, checked.root, width, more), *(annotations(checked) if kind == "github" else ())]
    return "".join(f"{line}\n" for line in lines).encode()


def form(chosen: str | None, output: str) -> str:
    """The format: the chosen one, or that of the output's suffix; on a runner of GitHub's, its own. Raises UnreadableError."""
    if chosen:
        return chosen
    if output != "-":
        suffix = Path(output).suffix.lower()
        if suffix not in SUFFIXES:
            raise UnreadableError(f"{output}: no format has this suffix; use {', '.join(SUFFIXES)}, or -f")
        return SUFFIXES[suffix]
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


# -- text


def text(
    found: Iterable[Finding], root: Path | None = None, width: int = 100, where_all_are: str = ""
) -> Iterator[str]:
    """Each finding: its place and what is wrong there; the line with a caret below; what to do, and where to read on.

    The lines are those of the files in `root`; without it, as of what is not written yet, there are none. Of each code
    the first MOST are shown, and the others counted: `where_all_are` says how to get them.
    """
    shown: Counter[str] = Counter()
    for file, findings in groupby(found, lambda finding: finding.file):
        seen = [finding for finding in findings if shown.update([finding.code]) or shown[finding.code] <= MOST]
        lines = _lines(root / file, {finding.line for finding in seen if finding.line}) if root else {}
        for finding in seen:
            yield _safe(f"{finding.place}: {finding.severity} {finding.code}: {finding.message}")
            if finding.line in lines and finding.column:
                yield from _excerpt(lines[finding.line], finding.line, finding.column, width)
            yield _safe(f"    {finding.help} [{DOCS}#{finding.code}]")
    for code, n in shown.items():
        if n > MOST:
            yield f"… and {n - MOST} more of {code}{where_all_are}"


def _lines(file: Path, numbers: set[int]) -> dict[int, str]:
    """The lines of a file that are asked for; none where it is not at hand, or is in UTF-16."""
    if not numbers or not file.is_file():
        return {}
    with file.open("rb") as opened:
        if opened.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return {}
        opened.seek(0)
        found = {}
        for number, raw in enumerate(opened, 1):
            if number in numbers:
                found[number] = raw.decode(errors="replace").removeprefix("\ufeff").rstrip("\r\n")
            if number >= max(numbers):
                break
        return found


def _excerpt(line: str, number: int, column: int, width: int) -> Iterator[str]:
    """The part of a line around a column, and a caret under it."""
    margin = " " * len(str(number))
    room = max(width - len(margin) - 8, 20)
    start = max(min(column - 1 - room // 3, len(line) - room), 0)
    before = ("…" if start else "") + _safe(escape(line[start : column - 1]))
    after = escape(line[column - 1 : start + room]) + ("…" if len(line) > start + room else "")
    yield _safe(f"  {number} │ {before}{after}")
    yield f"  {margin} │ {' ' * _columns(before)}^"


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _safe(line: str) -> str:
    """The line, so that no runner of workflows takes it for a command: these are ::name:: at its start, ##[name] in it."""
    return re.sub(r"^(\s*):(?=:)", r"\1\\x3a", line).replace("##[", "##\\x5b")


# -- GitHub: workflow commands, and the step's summary


def annotations(checked: Checked) -> Iterator[str]:
    """The first errors and warnings as workflow commands, as many as GitHub shows."""
    folder = _folder(checked.root)
    for severity in ("error", "warning"):
        for finding in [f for f in checked.findings if f.severity == severity][:ANNOTATIONS]:
            place = {"file": folder + finding.file, "line": finding.line, "col": finding.column, "title": finding.code}
            given = ",".join(f"{name}={_property(str(value))}" for name, value in place.items() if value is not None)
            yield f"::{severity} {given}::{_data(_told(finding))}"


def _told(finding: Finding) -> str:
    return f"{finding.message}\n{finding.help}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(checked: Checked, told: str) -> str:
    """The step's summary in Markdown: a sentence, and a table of the findings; GitHub takes at most a MiB of it."""
    lines = [f"### summitevents {checked.command}", "", _markdown(told), ""]
    if checked.findings:
        lines += ["| where | what | what to do |", "| --- | --- | --- |"]
    for finding in checked.findings[: 5 * MOST]:
        cells = (finding.place, f"{finding.severity} {finding.code}: {finding.message}", finding.help)
        lines.append(f"| {' | '.join(map(_markdown, cells))} |")
    if len(checked.findings) > 5 * MOST:
        lines += ["", f"… and {len(checked.findings) - 5 * MOST} more."]
    return "\n".join(lines) + "\n"


def _markdown(text: str) -> str:
    """A text in which nothing is markup, a link, a mention, or an emoji."""
    return re.sub(r"[\\`*_{}\[\]<>()#+!|~@&:$]", lambda m: f"&#{ord(m[0])};", text)


def _folder(root: Path) -> str:
    """The package's folder as seen from the repository's, with a slash at its end; nothing where they are one."""
    found = Path(os.path.relpath(root, os.environ.get("GITHUB_WORKSPACE") or ".")).as_posix()
    return "" if found == "." else f"{found}/"


# -- JSON, in the shape of frictionless's reports


def _frictionless(checked: Checked) -> dict[str, object]:
    tasks = [_task(checked, file, findings) for file, findings in checked.by_file()]
    failed = sum(map(checked.fails, checked.findings))
    stats = {"tasks": len(tasks), "errors": failed, "warnings": len(checked.findings) - failed}
    return {"valid": not failed, "stats": stats, "warnings": [], "errors": [], "tasks": tasks}


def _task(checked: Checked, file: str, findings: list[Finding]) -> dict[str, object]:
    failed = [finding for finding in findings if checked.fails(finding)]
    others = [f"{f.place}: {f.code}: {f.message}; {f.help}" for f in findings if not checked.fails(f)]
    return {
        "name": re.sub(r"[^a-z0-9]+", "-", Path(file).stem.lower()).strip("-") or "file",
        "type": "json" if file.endswith(".jsonl") else "file",
        "valid": not failed,
        "place": file,
        "labels": [],
        "stats": {"errors": len(failed), "warnings": len(others)},
        "warnings": others,
        "errors": [_error(finding) for finding in failed],
    }


def _error(finding: Finding) -> dict[str, object]:
    """An error that frictionless can read: it knows its own types only, so ours is the `code`.

    It counts rows from 2, the first stands for a header that JSON Lines has not; `lineNumber` is that of the file.
    """
    row = {"rowNumber": finding.line + 1, "cells": []} if finding.line else {}
    more = {
        "lineNumber": finding.line, "columnNumber": finding.column, "fieldName": finding.field, "cell": finding.value,
        "record": finding.record,
    }  # fmt: skip
    return {
        "type": "row-error" if row else "error",
        "title": finding.code.replace("-", " ").capitalize(),
        "description": CATALOGUE[finding.code].message,
        "message": finding.message,
        "tags": [],
        "note": finding.help,
        "code": finding.code,
        **row,
        **{name: value for name, value in more.items() if value is not None},
    }


# -- SARIF 2.1.0 (OASIS, errata 01)


def _sarif(checked: Checked) -> dict[str, object]:
    codes = sorted({finding.code for finding in checked.findings})
    driver = {"name": "summitevents", "version": checked.version, "rules": [_rule(code) for code in codes]}
    folder = _folder(checked.root)
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "the folder that the check was run in"}}},
        "results": [_result(finding, codes.index(finding.code), folder) for finding in checked.findings],
    }
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, object]:
    entry = CATALOGUE[code]
    return {
        "id": code,
        "shortDescription": {"text": entry.message},
        "help": {"text": f"{entry.help}; see {DOCS}#{code}"},
        "defaultConfiguration": {"level": entry.severity},
    }


def _result(finding: Finding, rule: int, folder: str) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": quote(folder + finding.file), "uriBaseId": "SRCROOT"}}
    if finding.line:
        place["region"] = {"startLine": finding.line, "startColumn": finding.column or 1}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": _told(finding)},
        "locations": [{"physicalLocation": place}],
    }


# -- JUnit


def _junit(checked: Checked) -> bytes:
    """A suite a file, a case a finding; a file without one is a case that passes. A warning fails only if strict."""
    from xml.etree import ElementTree as Xml

    suites = Xml.Element("testsuites", name=f"summitevents {checked.command}")
    for file, findings in checked.by_file():
        failed = sum(map(checked.fails, findings))
        suite = Xml.SubElement(
            suites, "testsuite", name=_xml(file), tests=str(len(findings) or 1), failures=str(failed)
        )
        for finding in findings:
            name = f"{finding.code} at {finding.line or 0}:{finding.column or 0}"
            case = Xml.SubElement(suite, "testcase", classname=_xml(file), name=name)
            told = _xml(f"{finding.place}: {_told(finding)}")
            if checked.fails(finding):
                Xml.SubElement(case, "failure", type=finding.code, message=_xml(finding.message)).text = told
            else:
                Xml.SubElement(case, "system-out").text = told
        if not findings:
            Xml.SubElement(suite, "testcase", classname=_xml(file), name="no findings")
    total = sum(map(checked.fails, checked.findings))
    suites.attrib |= {"tests": str(len(suites.findall(".//testcase"))), "failures": str(total)}
    Xml.indent(suites)
    content: bytes = Xml.tostring(suites, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _xml(text: str) -> str:
    """A text without the two characters that XML 1.0 has no place for and `escape` lets pass."""
    return re.sub("[\ufffe\uffff]", "\ufffd", text)
