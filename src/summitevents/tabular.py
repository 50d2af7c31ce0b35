"""Any data package by its datapackage.json → findings: our own log by its rules, any other's tables by their schemas."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from summitevents import build
from summitevents.check.tableschema import engine, referee
from summitevents.check.tableschema.descriptor import Resource
from summitevents.check.tableschema.problem import Problem
from summitevents.findings import Bare, Finding, find
from summitevents.log import Package, UnreadableError

Engine = Literal["duckdb", "frictionless"]
_REPLACED = {"json-syntax", "json-object", "json-duplicate", "line-blank"}
"""Codes that the reading of a log has, too; their words name what is wrong themselves."""


@dataclass(slots=True)
class Verdict:
    """What a check of a package came to: its files by their names in it, how many rows they hold, what was found."""

    root: Path
    files: list[str] = field(default_factory=list)
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many are warnings."""
        return len(self.findings) - self.errors


def validate(path: Path, engine: Engine = "duckdb") -> Verdict:
    """Checks the package of a datapackage.json, or of the folder that holds one.

    One that declares our profile gets the whole check of the log, and any other its tables' schemas; a release, both. With the engine
    `frictionless`, frictionless-py says what is wrong. Raises UnreadableError where there is no such file.
    """
    path = path / "datapackage.json" if path.is_dir() else path
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from None
    if engine == "duckdb" and path.name == "datapackage.json" and _is_ours(content):
        package = Package(path.parent)
        checked = build.validate(package)
        files = [f"events/{one.name}" for one in package.batches()]
        found = Verdict(path.parent, files, checked.records, checked.findings)
        return _with_tables(found, _tables(path, engine)) if b'"csv"' in content else found
    return _tables(path, engine)


def _with_tables(log: Verdict, tables: Verdict) -> Verdict:
    """A release: the log, and the tables beside it, of which nothing that the log's own check says is said again."""
    seen = {(finding.file, finding.line) for finding in log.findings}
    more = [finding for finding in tables.findings if (finding.file, finding.line) not in seen]
    files = list(dict.fromkeys([*log.files, *tables.files]))
    return Verdict(log.root, files, max(log.rows, tables.rows), log.findings + more)


def _is_ours(content: bytes) -> bool:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and isinstance(found.get("summitevents"), dict)


def _tables(path: Path, which: Engine) -> Verdict:
    try:
        report = engine.check(path) if which == "duckdb" else referee.check(path)
    except OSError as error:
        raise UnreadableError(f"{error.filename or path}: {error.strerror}") from None
    files = list(dict.fromkeys(file for one in report.resources.values() for file in one.paths))
    findings = list(_findings(report.problems, report.resources, path.name))
    findings.sort(key=lambda f: (f.file, f.line or 0, f.column or 0, f.code, f.field or ""))
    return Verdict(path.parent, [path.name, *files], report.rows, findings)


def _findings(problems: list[Problem], resources: Mapping[str, Resource], descriptor: str) -> Iterator[Finding]:
    for one in problems:
        resource = resources.get(one.resource)
        file = resource.paths[one.part] if resource and one.part is not None else descriptor
        yield _finding(one, file)


def _finding(one: Problem, file: str) -> Finding:
    words: dict[str, Any] = {
        "field": one.field or None, "problem": one.note, "resource": one.resource, "other": one.note, "hint": "",
    }  # fmt: skip
    value: str | None = one.value
    if value is None and one.code in ("type-error", "constraint-error"):
        value = Bare("missing")
    elif value is None and one.code == "primary-key":
        value = Bare("")
    elif value is not None and one.code in _REPLACED:
        value = Bare(value)
    return find(one.code, file, one.line, one.column or (1 if one.line else None), value=value, **words)
