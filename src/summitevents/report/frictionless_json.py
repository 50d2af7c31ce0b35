"""Findings as JSON, in the shape of a report of frictionless-py."""

import re
from pathlib import Path

from summitevents.export.json_document import json_document
from summitevents.findings.catalogue import CATALOGUE
from summitevents.findings.finding import Finding
from summitevents.report.outcome import Outcome


def encode(outcome: Outcome) -> bytes:
    """Returns a report with a task for each file; warnings are errors only if the check is strict."""
    tasks = [_task(outcome, file, findings) for file, findings in outcome.findings_by_file()]
    failed = sum(map(outcome.fails, outcome.findings))
    stats = {"tasks": len(tasks), "errors": failed, "warnings": len(outcome.findings) - failed}
    report = {"valid": not failed, "stats": stats, "warnings": [], "errors": [], "tasks": tasks}
    return json_document(report, indent=2)


def _task(outcome: Outcome, file: str, findings: list[Finding]) -> dict[str, object]:
    failed = [finding for finding in findings if outcome.fails(finding)]
    others = [f"{f.place}: {f.code}: {f.message}; {f.help}" for f in findings if not outcome.fails(f)]
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
    """Returns an error that frictionless can read: it knows only its own types, so ours is in `code`.

    Frictionless counts rows, not lines; in JSON Lines from 2, after a header that there is none. `lineNumber` is the file's.
    """
    number = finding.table_row or (finding.line + 1 if finding.line and finding.file.endswith(".jsonl") else None)
    row = {"rowNumber": number, "cells": []} if number else {}
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
