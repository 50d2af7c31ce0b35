"""Asks frictionless-py for its errors, and compares ours with them; docs/tableschema.md lists where the two differ."""

from collections import Counter
from pathlib import Path
from typing import Any

from summitevents.tableschema import check_package

OURS = {"primary-key-null", "key-unchecked", "hash-unchecked", "unique-key", "extra-key", "resource-unchecked"}
"""What frictionless does not look for."""
CRASHES = (
    "not supported between instances",
    "can't compare offset-naive",
    "unhashable type",
    "Cannot hash a signaling NaN",
    "InvalidOperation",
    "sNaN",
)
"""What frictionless dies of."""
KEYS = ("primary-key", "foreign-key", "unique-error")

Errors = Counter[tuple[str, str, int | None, str]]


def referee(folder: Path) -> Errors | None:
    """frictionless's errors; None where it crashes of what we know it does."""
    from frictionless import Package, system

    with system.use_context(trusted=True):
        package = Package.from_descriptor(str(folder / "datapackage.json"))
        try:
            report = package.validate(limit_errors=100_000)
        except Exception as error:
            assert any(known in f"{type(error)}{error}" for known in CRASHES), repr(error)
            return None
    found: Errors = Counter()
    for task in report.tasks:
        for e in task.errors:
            found[task.name, e.type, getattr(e, "row_number", None), getattr(e, "field_name", "")] += 1
    assert not report.errors, report.errors
    return found


def ours(folder: Path) -> Errors:
    found: Errors = Counter()
    for one in check_package(folder / "datapackage.json").problems:
        field = "" if one.code in ("foreign-key", "primary-key") else one.field
        if one.code not in OURS:
            found[one.resource, one.code, one.row, field] += 1
    return found


def agree(resources: list[dict[str, Any]], mine: Errors, theirs: Errors) -> bool:
    """Whether both say the same, but for rows without a value, and for keys of which a part is missing."""
    nothing = {(table, row) for table, code, row, _ in theirs - mine if code == "blank-row"}
    mine, theirs = (
        Counter({error: n for error, n in found.items() if (error[0], error[2]) not in nothing or error[1] in KEYS})
        for found in (mine, theirs)
    )
    composite = {
        one["name"] for one in resources if any(len(key["fields"]) > 1 for key in one["schema"].get("foreignKeys", ()))
    }
    beyond = {error for error in theirs - mine if error[1] == "foreign-key" and error[0] in composite}
    return not mine - theirs and set(theirs - mine) <= beyond
