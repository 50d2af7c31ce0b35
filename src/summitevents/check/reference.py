"""The referee: frictionless-py checks the log against the Table Schema, as anybody else's validator would."""

from pathlib import Path

from summitevents import schema
from summitevents.findings import Finding, find
from summitevents.log import Package


def check(package: Package) -> list[Finding]:
    """Findings of code `schema`, by file and line; a part that frictionless cannot read hides the parts after it."""
    from frictionless import Resource, system

    parts = [f"events/{path.name}" for path in package.batches()]
    if not parts:
        return []
    descriptor = schema.descriptor("0", parts, [])["resources"][0]
    with system.use_context(trusted=True):
        report = Resource.from_descriptor(descriptor, basepath=str(package.root)).validate()
    lengths = [_lines(package.root / part) for part in parts]
    return [_finding(error, parts, lengths) for task in report.tasks for error in task.errors]


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n")


def _finding(error: object, parts: list[str], lengths: list[int]) -> Finding:
    """Its row numbers count on over the parts, from 2: the first row stands for a header that JSON Lines has not."""
    number = getattr(error, "row_number", None)
    problem = f"{getattr(error, 'type', 'error')}: {getattr(error, 'note', '')}"
    field = getattr(error, "field_name", None)
    if number is None:
        return find("schema", "datapackage.json", problem=problem)
    line, part = number - 1, 0
    while part < len(parts) - 1 and line > lengths[part]:
        line, part = line - lengths[part], part + 1
    return find("schema", parts[part], line, 1, field=field, value=getattr(error, "cell", None), problem=problem)
