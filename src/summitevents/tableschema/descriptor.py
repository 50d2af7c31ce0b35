"""`datapackage.json` → the resources to check, and what is wrong with the descriptor itself.

Data Package v1 and v2: https://datapackage.org/standard/data-package/. Two rules:
1. Nothing outside the package's folder is read.
2. What cannot be applied is a problem and is left out; everything that it does not touch is still checked.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summitevents.tableschema import cells
from summitevents.tableschema.problem import Problem

FIELDS_MATCH = ("exact", "equal", "subset", "superset", "partial")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_MAX_BYTES = 100_000_000


class BadDescriptorError(ValueError):
    """A part of the descriptor that cannot be used. `code` is frictionless's type of such an error."""

    def __init__(self, code: str, note: str) -> None:
        super().__init__(note)
        self.code = code


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Fields whose values must stand in the `reference_fields` of a resource; of the same one if `resource` is empty."""

    fields: tuple[str, ...]
    resource: str
    reference_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """A Table Schema whose fields can all be applied."""

    fields: tuple[Mapping[str, Any], ...] = ()
    fields_match: str = "exact"
    missing_values: tuple[Any, ...] = ("",)
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """One table: where it is, how it is written, what it must hold to."""

    name: str
    folder: Path
    paths: tuple[str, ...]
    """Relative to the folder. Several files are the parts of one table."""
    format: str
    """csv, tsv or jsonl."""
    encoding: str
    dialect: Mapping[str, Any]
    schema: Schema | None
    stats: Mapping[str, Any]
    """What the descriptor says of bytes, hash, fields and rows."""

    @property
    def is_utf8(self) -> bool:
        """Returns whether the declared encoding is UTF-8."""
        return self.encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig")


@dataclass(slots=True)
class Descriptor:
    """What a descriptor says of tables. `problems` are its own, and those of resources that cannot be checked."""

    resources: list[Resource] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_descriptor(path: Path) -> Descriptor:
    """Reads a descriptor file. Raises OSError if that fails; anything else wrong with it becomes a problem."""
    descriptor = Descriptor()
    try:
        entries = _resource_entries(path)
    except (ValueError, RecursionError) as error:
        descriptor.problems.append(Problem("", getattr(error, "code", "package-error"), note=str(error)))
        return descriptor
    names: set[str] = set()
    for number, entry in enumerate(entries, 1):
        name = entry.get("name") if isinstance(entry, dict) else None
        try:
            if not isinstance(name, str) or not name:
                raise BadDescriptorError("resource-error", f"resource {number} has no name")
            if name in names:
                raise BadDescriptorError("package-error", "two resources have this name")
            names.add(name)
            descriptor.resources.append(_parse_resource(path.parent, entry, descriptor.problems))
        except BadDescriptorError as error:
            shown = name if isinstance(name, str) else str(number)
            descriptor.problems.append(Problem(shown, error.code, note=str(error)))
    descriptor.problems += _unknown_references(descriptor.resources, names)
    return descriptor


def _resource_entries(path: Path) -> list[Any]:
    """Returns the list of resources as it is. Raises BadDescriptorError, or ValueError for what is not JSON."""
    if path.stat().st_size > _MAX_BYTES:
        raise BadDescriptorError("package-error", "the descriptor is too large")
    found = json.loads(path.read_bytes())
    entries = found.get("resources") if isinstance(found, dict) else None
    if not isinstance(entries, list) or not entries:
        raise BadDescriptorError("package-error", "a descriptor is an object with a list of resources")
    return entries


def _unknown_references(resources: list[Resource], names: set[str]) -> Iterator[Problem]:
    """Yields a problem for each foreign key to a resource that the descriptor does not name."""
    for resource in resources:
        for key in resource.schema.foreign_keys if resource.schema else ():
            if key.resource and key.resource not in names:
                note = f"a foreign key names {key.resource}, which is no resource"
                yield Problem(resource.name, "resource-error", note=note)


# ---- Resources -------------------------------------------------------------------------------------------------------


def _parse_resource(folder: Path, entry: Mapping[str, Any], problems: list[Problem]) -> Resource:
    """Returns the resource of an entry. Raises BadDescriptorError; what is wrong with single fields goes to `problems`."""
    name = str(entry["name"])
    paths = _parse_paths(folder, entry)
    suffix = Path(paths[0]).suffix.removeprefix(".").lower()
    format_ = str(entry.get("format") or suffix).lower()
    format_ = "jsonl" if format_ == "ndjson" else format_
    for path in paths:
        if not (folder / path).is_file():
            raise BadDescriptorError("scheme-error", f"{path} is not there")
    if format_ not in ("csv", "tsv", "jsonl") or suffix in ("gz", "zip", "bz2", "xz") or entry.get("compression"):
        raise BadDescriptorError("resource-unchecked", f"its format is {format_ or 'not said'}")
    dialect = _flatten_dialect(_resolve(folder, entry.get("dialect", {}), "dialect-error"))
    declared = entry.get("schema")
    schema = _parse_schema(name, _resolve(folder, declared, "schema-error"), problems) if declared else None
    stats = entry.get("stats") if isinstance(entry.get("stats"), dict) else {}
    stats = {**(stats or {}), **{key: entry[key] for key in ("bytes", "hash", "fields", "rows") if entry.get(key)}}
    encoding = str(entry.get("encoding") or "utf-8")
    try:
        "".encode(encoding)
    except LookupError:
        raise BadDescriptorError("encoding-error", f"{encoding} is no encoding") from None
    return Resource(name, folder, paths, format_, encoding, dialect, schema, stats)


def _parse_paths(folder: Path, entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Returns the paths of a resource. Raises BadDescriptorError if it has none, or one that leads out of the folder."""
    if "data" in entry:
        raise BadDescriptorError("resource-unchecked", "its data stand in the descriptor itself")
    paths = entry.get("path", entry.get("url"))
    paths = [paths] if isinstance(paths, str) else paths
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) and path for path in paths):
        raise BadDescriptorError("resource-error", "it has neither path nor data")
    for path in paths:
        _require_inside(folder, path)
    return tuple(paths)


def _require_inside(folder: Path, path: str) -> None:
    """Raises BadDescriptorError unless the path leads plainly down from the package's folder, links included."""
    if _ADDRESS.match(path):
        raise BadDescriptorError("scheme-error", f"{path} is not in the package's folder, and nothing is fetched")
    parts = re.split(r"[/\\]", path)
    unsafe = (
        Path(path).is_absolute()
        or path[0] in "~$/\\"
        or ".." in parts
        or "\0" in path
        or re.match(r"[A-Za-z]:|%", path)
    )
    if unsafe or not (folder / path).resolve().is_relative_to(folder.resolve()):
        raise BadDescriptorError("resource-error", f"the path {path} leads out of the package's folder")


def _resolve(folder: Path, declared: Any, code: str) -> Mapping[str, Any]:
    """Returns a dialect or schema: the object itself, or that of the file that a path names."""
    if isinstance(declared, str):
        _require_inside(folder, declared)
        try:
            declared = json.loads((folder / declared).read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise BadDescriptorError(code, f"{declared} cannot be read: {error}") from None
    if not isinstance(declared, dict):
        raise BadDescriptorError(code, "it is no object")
    return declared


def _flatten_dialect(dialect: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns the dialect on one level: frictionless nests part of it under csv or json."""
    nested = [part for key in ("csv", "json") if isinstance(part := dialect.get(key), dict)]
    flat = {key: value for part in (dialect, *nested) for key, value in part.items() if value is not None}
    for key in ("delimiter", "lineTerminator", "quoteChar", "escapeChar", "commentChar", "headerJoin"):
        if not isinstance(flat.get(key, ""), str):
            raise BadDescriptorError("dialect-error", f"{key} is no text")
    for key in ("headerRows", "commentRows", "keys"):
        if not isinstance(flat.get(key, []), list):
            raise BadDescriptorError("dialect-error", f"{key} is no list")
    return flat


# ---- Schemas and keys ------------------------------------------------------------------------------------------------


def _parse_schema(resource: str, declared: Mapping[str, Any], problems: list[Problem]) -> Schema:
    """Returns the schema of the resource. Raises BadDescriptorError if fields or keys do not fit together.

    What is wrong with single fields goes to `problems`.
    """
    fields = declared.get("fields")
    if not isinstance(fields, list):
        raise BadDescriptorError("schema-error", "a schema has a list of fields")
    missing = declared.get("missingValues", [""])
    match = declared.get("fieldsMatch", "exact")
    match = match[0] if isinstance(match, list) and match else match
    if not isinstance(missing, list) or match not in FIELDS_MATCH:
        raise BadDescriptorError("schema-error", "missingValues is no list, or fieldsMatch is none of its words")
    usable = tuple(_usable_field(resource, one, missing, problems) for one in fields)
    names = [one["name"] for one in usable]
    if len(set(names)) != len(names):
        raise BadDescriptorError("schema-error", "two fields have one name")
    primary = _key_fields(declared.get("primaryKey"))
    unique = tuple(_key_fields(key) for key in declared.get("uniqueKeys") or ())
    foreign = tuple(_parse_foreign_keys(declared.get("foreignKeys") or ()))
    for key in (primary, *unique, *(one.fields for one in foreign)):
        for name in key:
            if name not in names:
                raise BadDescriptorError("schema-error", f"a key names {name}, which is no field")
    return Schema(usable, match, tuple(missing), primary, unique, foreign)


def _key_fields(key: Any) -> tuple[str, ...]:
    """Returns the fields of a key, which is a name or a list of names."""
    return (key,) if isinstance(key, str) and key else tuple(str(one) for one in key or ())


def _parse_foreign_keys(keys: Any) -> Iterator[ForeignKey]:
    """Yields the foreign keys. Raises BadDescriptorError if one does not have a field for each of its reference."""
    for key in keys:
        reference = key.get("reference") if isinstance(key, dict) else None
        if not isinstance(reference, dict):
            raise BadDescriptorError("schema-error", "a foreign key has no reference")
        fields, others = _key_fields(key.get("fields")), _key_fields(reference.get("fields"))
        if len(fields) != len(others) or not fields:
            raise BadDescriptorError("schema-error", "a foreign key has not as many fields as its reference")
        yield ForeignKey(fields, str(reference.get("resource") or ""), others)


# ---- Fields ----------------------------------------------------------------------------------------------------------

_CANNOT_BE_APPLIED = (cells.BadFieldError, AttributeError, TypeError, ValueError, KeyError)
"""What Python raises where a descriptor has values of types that the standard does not allow."""


def _usable_field(resource: str, declared: Any, missing: list[Any], problems: list[Problem]) -> Mapping[str, Any]:
    """Returns the field without the constraints that cannot be applied; a field of any type if nothing of it can.

    What is left out goes to `problems`.
    """
    if not isinstance(declared, dict) or not isinstance(declared.get("name"), str):
        raise BadDescriptorError("field-error", "a field has no name")
    name = declared["name"]

    def report(note: str) -> None:
        problems.append(Problem(resource, "field-error", field=name, note=note))

    usable = {key: value for key, value in declared.items() if value is not None}
    usable["type"] = type_ = usable.get("type", "string")
    if not isinstance(type_, str) or type_ not in cells.CONSTRAINTS:
        report(f"{type_} is no type")
        return {"name": name, "type": "any"}
    usable["format"] = str(usable.get("format", "default")).removeprefix("fmt:")
    constraints = usable.get("constraints", {})
    usable["constraints"] = kept = dict(constraints) if isinstance(constraints, dict) else {}
    for constraint, limit in list(kept.items()):
        if reason := _reason_unusable(usable, constraint, limit, missing):
            report(reason)
            del kept[constraint]
    try:
        cells.cell_checker(usable, missing)("")
    except _CANNOT_BE_APPLIED as error:
        report(str(error))
        return {"name": name, "type": "any"}
    return usable


def _reason_unusable(field: Mapping[str, Any], constraint: str, limit: Any, missing: list[Any]) -> str:
    """Returns why a constraint cannot be applied to a field; an empty text if it can."""
    type_ = field["type"]
    if constraint not in (*cells.CONSTRAINTS[type_], "required", "unique"):
        return f"the constraint {constraint} is not for the type {type_}"
    wanted: dict[str, type] = {
        "required": bool, "unique": bool, "pattern": str, "enum": list, "minLength": int, "maxLength": int,
    }  # fmt: skip
    if constraint in wanted and not isinstance(limit, wanted[constraint]):
        return f"{constraint} is {json.dumps(limit)}"
    try:
        cells.cell_checker({**field, "constraints": {constraint: limit}}, missing)
    except _CANNOT_BE_APPLIED as error:
        return f"{constraint}: {error}"
    return ""
