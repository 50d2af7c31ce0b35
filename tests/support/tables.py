"""Writes small data packages and says what is found in them, for the tests of tableschema."""

import json
from pathlib import Path
from typing import Any

from summitevents.tableschema import Problem, check_package

V1 = "https://datapackage.org/profiles/1.0/datapackage.json"
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
Found = list[tuple[str, int | None, str]]
"""Code, line and field of each problem, in the order of the lines."""


def problems(folder: Path, resources: list[Any], files: dict[str, str | bytes], version: str = V2) -> list[Problem]:
    """What is found in a package of these resources and files."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    (folder / "datapackage.json").write_text(json.dumps({"$schema": version, "resources": resources}), "utf-8")
    return check_package(folder / "datapackage.json").problems


def found(
    folder: Path, resource: dict[str, Any], content: str | bytes, version: str = V2, **files: str | bytes
) -> Found:
    """What is found in a resource `t`, whose file has this content; other files are named t_csv for t.csv."""
    resource = {"name": "t", "path": "t.csv", **resource}
    path = resource["path"] if isinstance(resource["path"], str) else resource["path"][0]
    others = {name.replace("_", "."): text for name, text in files.items()}
    listed = problems(folder, [resource], {path: content, **others}, version)
    return sorted(((p.code, p.line, p.field) for p in listed), key=lambda one: (one[1] or 0, one[0], one[2]))


def schema(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A resource's schema of these fields, named a, b, c unless they have names."""
    named = [{"name": "abcdefgh"[n], **field} for n, field in enumerate(fields)]
    return {"schema": {"fields": named, **more}}


def cell_errors(folder: Path, field: dict[str, Any], cells: list[str]) -> list[str]:
    """Those of these cells of one column that are not good."""
    text = "a\n" + "".join('"' + cell.replace('"', '""') + '"\n' for cell in cells)
    listed = problems(folder, [{"name": "t", "path": "t.csv", **schema(field)}], {"t.csv": text})
    assert all(p.code in ("type-error", "constraint-error") for p in listed), listed
    bad = {p.row for p in listed}
    return [cell for row, cell in enumerate(cells, 2) if row in bad]
