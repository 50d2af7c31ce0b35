"""The referee: frictionless-py checks the log against the Table Schema, as anybody else's validator would."""

from summitevents import schema
from summitevents.findings import Finding, find
from summitevents.log import Package
from summitevents.standards import ijson


def check(package: Package) -> list[Finding]:
    """Findings of code `schema`, by file and line; a part that frictionless cannot read hides the parts after it."""
    from frictionless import Resource, system

    parts = {f"events/{path.name}": path.read_bytes().splitlines(keepends=True) for path in package.batches()}
    if not any(parts.values()):
        return []  # frictionless holds an empty table to be an error
    descriptor = schema.descriptor("0", list(parts), [])["resources"][0]
    with system.use_context(trusted=True):
        report = Resource.from_descriptor(descriptor, basepath=str(package.root)).validate()
    errors = [error for task in report.tasks for error in task.errors]
    return [_finding(error, parts) for error in errors if error.type != "primary-key"]  # see id-duplicate, line-double


def _finding(error: object, parts: dict[str, list[bytes]]) -> Finding:
    """Its row numbers count on over the parts, from 2: the first row stands for a header that JSON Lines has not."""
    problem = f"{getattr(error, 'type', 'error')}: {getattr(error, 'note', '')}"
    field, line = getattr(error, "field_name", None), getattr(error, "row_number", 0) - 1
    for file, lines in parts.items():
        if 0 < line <= len(lines):
            column = _column(lines[line - 1], field)
            return find("schema", file, line, column, field=field, value=getattr(error, "cell", None), problem=problem)
        line -= len(lines)
    return find("schema", "datapackage.json", problem=problem)


def _column(raw: bytes, field: str | None) -> int:
    try:
        text = raw.decode("utf-8-sig")
        ijson.loads(text)
    except ValueError:
        return 1
    return ijson.column(text, [field] if field else [])
