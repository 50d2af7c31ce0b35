"""frictionless-py on a whole package, for whoever asks for its opinion; and what the differential tests compare with."""

import json
from pathlib import Path
from typing import Any

from summitevents.findings.catalogue import CATALOGUE
from summitevents.tableschema import descriptor
from summitevents.tableschema import load as source
from summitevents.tableschema.engine import Report
from summitevents.tableschema.problem import Problem

MOST = 1_000_000
"""The most errors it looks for in one table."""


def check(path: Path) -> Report:
    """What frictionless finds, as problems: by row and field. What it cannot do is said as it says it."""
    from frictionless import FrictionlessException, Package

    told = descriptor.read(path)
    report = Report({one.name: one for one in told.resources})
    try:
        checked = Package.from_descriptor(str(path)).validate(limit_errors=MOST)
    except FrictionlessException as error:
        report.problems = [_problem("", one, None) for one in error.reasons or [error.error]]
        return report
    except Exception as error:  # it dies of some data
        report.problems = [Problem("", "package-error", note=f"frictionless fails: {error}")]
        return report
    report.problems = [_problem("", one, None) for one in checked.errors]
    for task in checked.tasks:
        report.rows += task.stats.get("rows") or 0
        resource = report.resources.get(task.name)
        lines = source.lines(resource) if resource and task.errors else None
        report.problems += [_problem(task.name, one, lines) for one in task.errors]
    return report


def _problem(resource: str, error: Any, lines: dict[int, tuple[int, int]] | None) -> Problem:
    row = getattr(error, "row_number", None)
    part, line = (lines or {}).get(row or next(iter(getattr(error, "row_numbers", ())), 0), (None, None))
    code = error.type if error.type in CATALOGUE else "source-error" if row else "package-error"
    return Problem(
        resource, code, row, getattr(error, "field_name", "") or "", getattr(error, "cell", None),
        error.note or json.dumps(error.message), part, line,
    )  # fmt: skip
