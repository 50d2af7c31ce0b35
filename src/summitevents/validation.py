"""Validates any Data Package: a log of ours by its rules, the tables of a package by their schemas."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from summitevents.check import kept
from summitevents.check.verdict import Verdict
from summitevents.errors import UnreadableError
from summitevents.findings.escaping import Verbatim, quote
from summitevents.findings.finding import Finding, Findings, find
from summitevents.log.files import read_bytes
from summitevents.log.package import Package, locate, nearest_first
from summitevents.log.releases import check_releases

if TYPE_CHECKING:
    from summitevents.tableschema import Problem, Resource

Engine = Literal["duckdb", "frictionless"]
_HINTS = {
    "incorrect-label": "write the fields in their order",
    "missing-label": "add the column, or declare fieldsMatch",
}
_REPLACED = {"json-syntax", "json-object", "json-duplicate", "line-blank"}
"""Codes that reading a log can give, too; their sentences show the value as it is."""


def validate_log(
    package: Package, documents: Path | None = None, revision: str | None = None, clear: Collection[str] = ()
) -> Verdict:
    """Checks a log: its lines, rules, citations (against `documents`, by default seeds/), seals, ledger of releases, descriptor.

    With a git `revision`, also what differs from the log as it was there. `clear`: batches whose form is known to be good. Raises UnreadableError if git does not know it,
    or if datapackage.json says something of the subject that is not of its type.
    """
    from summitevents.check.log import check_log
    from summitevents.log.descriptor import check_descriptor
    from summitevents.log.revisions import check_against

    _ = package.metadata
    if documents and not documents.is_dir():
        raise UnreadableError(f"{documents}: there is no such folder of documents")
    changed = check_against(package, revision) if revision is not None else []
    verdict = check_log(package, documents or package.root / "seeds", clear)
    verdict.findings = Findings(
        [*changed, *verdict.findings, *_broken_seals(package, verdict), *check_descriptor(package)]
    )
    return verdict


def _broken_seals(package: Package, verdict: Verdict) -> Iterator[Finding]:
    """Yields what the seals and the ledger of releases say that `verdict` does not say yet; notes how much was compared."""
    if not package.sealed():
        verdict.sealed = None if package.order() else 0
        yield from check_releases(package)
        return
    known = {(finding.code, finding.file, finding.line) for finding in verdict.findings}
    from summitevents.integrity.audit import audit_seals

    seals = audit_seals(package)
    verdict.sealed = seals.tree.size
    yield from (finding for finding in seals.findings if (finding.code, finding.file, finding.line) not in known)


def nearest_descriptor() -> Path:
    """Returns the datapackage.json, of whatever package, in the working folder or the nearest above.

    Raises UnreadableError if there is none.
    """
    for folder in nearest_first(Path.cwd()):
        if (folder / "datapackage.json").is_file():
            return folder / "datapackage.json"
    raise UnreadableError("no datapackage.json here: name one, or check the log that came installed: --data installed")


def validate(
    path: Path,
    engine: Engine = "duckdb",
    documents: Path | None = None,
    revision: str | None = None,
    fresh: bool = True,
) -> Verdict:
    """Validates the package of a datapackage.json, or of the folder that holds one.

    A package of ours has its log checked, with these documents and against this revision; any package has its tables
    checked by their schemas; a release has both. With the engine `frictionless`, only frictionless-py checks, and only
    tables. Unless it is to be `fresh`, the verdict on a log may be one that was kept. Raises UnreadableError if there is no
    such file.
    """
    path = path / "datapackage.json" if path.is_dir() else path
    content = read_bytes(path)
    if content.startswith(b"PK\x03\x04"):
        raise UnreadableError(f"{path} is a zip file; if it is a release: summitevents verify {path}")
    if path.suffix.lower() in (".csv", ".tsv", ".jsonl", ".ndjson"):
        raise UnreadableError(f"{path} is a table or a batch: give the datapackage.json of its package")
    told = _told(content)
    if engine == "frictionless" or path.name != "datapackage.json" or told.get("summitevents") is None:
        if documents or revision:
            raise UnreadableError("--against and --documents are for a log, and for our own check of it")
        return _tables(path, engine)
    package = locate(path.parent)
    if fresh or revision or (documents and not documents.is_dir()):
        verdict = validate_log(package, documents, revision)
    else:
        folder = documents or package.root / "seeds"
        verdict = kept.kept_or_made(package, folder, lambda clear: validate_log(package, documents, clear=clear))
    if _has_tables(told.get("resources")):
        _add(verdict, _tables(path, engine))
    return verdict


def _told(content: bytes) -> dict[str, Any]:
    """Returns a descriptor; an empty one if it is not a JSON object, which the check of its tables then finds."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _has_tables(resources: object) -> bool:
    """Says whether there is a table beside the log."""
    told = [one for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []
    return any(one.get("format") != "jsonl" for one in told)


def _add(log: Verdict, tables: Verdict) -> None:
    """Adds the verdict on the tables beside a log to that on the log, except for lines that have findings already."""
    seen = {(finding.file, finding.line) for finding in log.findings}
    log.findings += [finding for finding in tables.findings if (finding.file, finding.line) not in seen]
    log.files += [file for file in tables.files if file not in log.files]
    log.rows = max(tables.rows - (log.sealed or log.records), 0)  # the sealed log is one of the tables


def _tables(path: Path, which: Engine) -> Verdict:
    from summitevents.tableschema import check_package, check_package_with_frictionless  # a log alone needs neither

    try:
        report = check_package(path) if which == "duckdb" else check_package_with_frictionless(path)
    except OSError as error:
        raise UnreadableError(f"{error.filename or path}: {error.strerror}") from None
    files = list(dict.fromkeys(file for one in report.resources.values() for file in one.paths))
    findings = Findings(_findings(report.problems, report.resources, path.name))
    findings.sort(key=lambda f: (f.file, f.line or 0, f.column or 0, f.code, f.field or ""))
    return Verdict([path.name, *files], rows=report.rows, findings=findings)


def _findings(problems: "list[Problem]", resources: "Mapping[str, Resource]", descriptor: str) -> Iterator[Finding]:
    for one in problems:
        resource = resources.get(one.resource)
        file = resource.paths[one.part] if resource and one.part is not None else descriptor
        yield _finding(one, file)


def _finding(one: "Problem", file: str) -> Finding:
    value: str | None = one.value
    if value is None and one.code in ("type-error", "constraint-error"):
        value = Verbatim("missing")
    elif value is None and one.code == "primary-key":
        value = Verbatim("")
    elif value is not None and one.code in _REPLACED:
        value = Verbatim(value)
    column = one.column or (1 if one.line else None)
    problem = f"{quote(one.value)} {one.note}" if one.code == "primary-key" and one.value else one.note
    found = find(
        one.code, file, one.line, column, field=one.field or None, value=value, other=one.note, problem=problem,
        resource=one.resource, hint=one.note or _HINTS.get(one.code),
    )  # fmt: skip
    return replace(found, table_row=one.row)
