"""frictionless-py on a whole package, the reference implementation: what our own check is compared with."""

import json
import tempfile
from pathlib import Path
from typing import Any

from summitevents.findings.catalogue import CATALOGUE
from summitevents.tableschema.descriptor import Resource, read_descriptor
from summitevents.tableschema.engine import PackageReport, prepared_table
from summitevents.tableschema.problem import Problem, UnreadableTableError
from summitevents.tableschema.tables.csv_files import csv_row_places
from summitevents.tableschema.tables.jsonl_files import jsonl_row_places

_MAX_ERRORS = 1_000_000
"""The most errors that frictionless looks for in one table."""


def check_package_with_frictionless(path: Path) -> PackageReport:
    """Returns what frictionless finds, by row and field. What it cannot do is a problem in its own words.

    Raises OSError if the descriptor cannot be read.
    """
    from frictionless import FrictionlessException, Package

    report = PackageReport({resource.name: resource for resource in read_descriptor(path).resources})
    try:
        checked = Package.from_descriptor(str(path)).validate(limit_errors=_MAX_ERRORS)
    except FrictionlessException as error:
        report.problems = [_problem("", one, {}) for one in error.reasons or [error.error]]
        return report
    except Exception as error:  # it crashes on some data
        report.problems = [Problem("", "package-error", note=f"frictionless fails: {error}")]
        return report
    report.problems = [_problem("", one, {}) for one in checked.errors]
    for task in checked.tasks:
        report.rows += task.stats.get("rows") or 0
        resource = report.resources.get(task.name)
        places = _row_places(resource) if resource and task.errors else {}
        report.problems += [_problem(task.name, one, places) for one in task.errors]
    return report


def _row_places(resource: Resource) -> dict[int, tuple[int, int]]:
    with tempfile.TemporaryDirectory() as copies:
        try:
            table = prepared_table(resource, "t", Path(copies))
        except (OSError, UnreadableTableError):
            return {}
        return jsonl_row_places(table) if table.is_json else csv_row_places(table)


def _problem(resource: str, error: Any, places: dict[int, tuple[int, int]]) -> Problem:
    """Returns an error of frictionless as a problem; `places` gives part and line of each row."""
    row = getattr(error, "row_number", None)
    part, line = places.get(row or next(iter(getattr(error, "row_numbers", ())), 0), (None, None))
    code = error.type if error.type in CATALOGUE else "source-error" if row else "package-error"
    return Problem(
        resource, code, row, getattr(error, "field_name", "") or "", getattr(error, "cell", None),
        error.note or json.dumps(error.message), part, line,
    )  # fmt: skip
