"""`datapackage.json` → resources to check, and what is wrong with the descriptor itself.

Data Package v1 and v2: https://datapackage.org/standard/data-package/. Nothing outside the package's folder is read.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summitevents.tableschema import cells
from summitevents.tableschema.problem import Problem

MATCHES = ("exact", "equal", "subset", "superset", "partial")
_CSV = ("delimiter", "lineTerminator", "quoteChar", "doubleQuote", "escapeChar", "skipInitialSpace")
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_MOST = 100_000_000
"""The most bytes a descriptor may have."""


class BadDescriptorError(ValueError):
    """A part of the descriptor that cannot be used: `code` is frictionless's type of such an error."""

    def __init__(self, code: str, note: str) -> None:
        super().__init__(note)
        self.code = code


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Fields whose values must stand in the fields of a resource; of this one where `resource` is empty."""

    fields: tuple[str, ...]
    resource: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """A Table Schema whose fields are all fit to be applied."""

    fields: tuple[Mapping[str, Any], ...] = ()
    match: str = "exact"
    missing: tuple[Any, ...] = ("",)
    primary: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    foreign: tuple[ForeignKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """One table: where it lies, how it is written, what it must hold to."""

    name: str
    folder: Path
    paths: tuple[str, ...]
    format: str
    encoding: str
    dialect: Mapping[str, Any]
    schema: Schema | None
    stats: Mapping[str, Any]


@dataclass(slots=True)
class Package:
    """What a descriptor says of tables; `problems` are its own, and those of resources that cannot be looked at."""

    resources: list[Resource] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(path: Path) -> Package:
    """The package of a descriptor file. Raises OSError where it cannot be read."""
    package = Package()
    try:
        if path.stat().st_size > _MOST:
            raise BadDescriptorError("package-error", "the descriptor is too large")
        found = json.loads(path.read_bytes())
        entries = found.get("resources") if isinstance(found, dict) else None
        if not isinstance(entries, list) or not entries:
            raise BadDescriptorError("package-error", "a descriptor is an object with a list of resources")
    except (ValueError, RecursionError) as error:
        package.problems.append(Problem("", getattr(error, "code", "package-error"), note=str(error)))
        return package
    names: set[str] = set()
    for number, entry in enumerate(entries, 1):
        name = entry.get("name") if isinstance(entry, dict) else None
        try:
            if not isinstance(name, str) or not name:
                raise BadDescriptorError("resource-error", f"resource {number} has no name")
            if name in names:
                raise BadDescriptorError("package-error", "two resources have this name")
            names.add(name)
            resource = _resource(path.parent, entry, package.problems)
        except BadDescriptorError as error:
            shown = name if isinstance(name, str) else str(number)
            package.problems.append(Problem(shown, error.code, note=str(error)))
        else:
            package.resources.append(resource)
    for resource in package.resources:
        for key in resource.schema.foreign if resource.schema else ():
            if key.resource and key.resource not in names:
                note = f"a foreign key names {key.resource}, which is no resource"
                package.problems.append(Problem(resource.name, "resource-error", note=note))
    return package


def _resource(folder: Path, entry: Mapping[str, Any], problems: list[Problem]) -> Resource:
    name = str(entry["name"])
    if "data" in entry:
        raise BadDescriptorError("resource-unchecked", "its data stand in the descriptor itself")
    paths = entry.get("path", entry.get("url"))
    paths = [paths] if isinstance(paths, str) else paths
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) and path for path in paths):
        raise BadDescriptorError("resource-error", "it has neither path nor data")
    for path in paths:
        _inside(folder, path)
    suffix = Path(paths[0]).suffix.removeprefix(".").lower()
    form = str(entry.get("format") or suffix).lower()
    form = "jsonl" if form == "ndjson" else form
    for path in paths:
        if not (folder / path).is_file():
            raise BadDescriptorError("scheme-error", f"{path} is not there")
    if form not in ("csv", "tsv", "jsonl") or suffix in ("gz", "zip", "bz2", "xz") or entry.get("compression"):
        raise BadDescriptorError("resource-unchecked", f"its format is {form or 'not said'}")
    dialect = _dialect(_loaded(folder, entry.get("dialect", {}), "dialect-error"))
    schema = entry.get("schema")
    told = None if not schema else _schema(name, _loaded(folder, schema, "schema-error"), problems)
    stats = entry.get("stats") if isinstance(entry.get("stats"), dict) else {}
    stats = {**(stats or {}), **{key: entry[key] for key in ("bytes", "hash", "fields", "rows") if entry.get(key)}}
    encoding = str(entry.get("encoding") or "utf-8")
    try:
        "".encode(encoding)
    except LookupError:
        raise BadDescriptorError("encoding-error", f"{encoding} is no encoding") from None
    return Resource(name, folder, tuple(paths), form, encoding, dialect, told, stats)


def _inside(folder: Path, path: str) -> None:
    """Refuses what is not a plain way down from the package's folder, by word or by link."""
    if _REMOTE.match(path):
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


def _loaded(folder: Path, given: Any, code: str) -> Mapping[str, Any]:
    """A dialect or schema: the object itself, or the file that a path names."""
    if isinstance(given, str):
        _inside(folder, given)
        try:
            given = json.loads((folder / given).read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise BadDescriptorError(code, f"{given} cannot be read: {error}") from None
    if not isinstance(given, dict):
        raise BadDescriptorError(code, "it is no object")
    return given


def _dialect(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """All of it on one level: what frictionless nests under csv or json stands beside the rest."""
    nested = [part for key in ("csv", "json") if isinstance(part := given.get(key), dict)]
    flat = {key: value for part in (given, *nested) for key, value in part.items() if value is not None}
    for key in ("delimiter", "lineTerminator", "quoteChar", "escapeChar", "commentChar", "headerJoin"):
        if not isinstance(flat.get(key, ""), str):
            raise BadDescriptorError("dialect-error", f"{key} is no text")
    for key in ("headerRows", "commentRows", "keys"):
        if not isinstance(flat.get(key, []), list):
            raise BadDescriptorError("dialect-error", f"{key} is no list")
    return flat


def _schema(name: str, given: Mapping[str, Any], problems: list[Problem]) -> Schema:
    fields = given.get("fields")
    if not isinstance(fields, list):
        raise BadDescriptorError("schema-error", "a schema has a list of fields")
    missing = given.get("missingValues", [""])
    match = given.get("fieldsMatch", "exact")
    match = match[0] if isinstance(match, list) and match else match
    if not isinstance(missing, list) or match not in MATCHES:
        raise BadDescriptorError("schema-error", "missingValues is no list, or fieldsMatch is none of its words")
    told = tuple(_field(name, one, missing, problems) for one in fields)
    known = [one["name"] for one in told]
    if len(set(known)) != len(known):
        raise BadDescriptorError("schema-error", "two fields have one name")
    primary = _names(given.get("primaryKey"))
    unique = tuple(_names(key) for key in given.get("uniqueKeys") or ())
    foreign = tuple(_foreign(given.get("foreignKeys") or ()))
    for key in (primary, *unique, *(one.fields for one in foreign)):
        for field_name in key:
            if field_name not in known:
                raise BadDescriptorError("schema-error", f"a key names {field_name}, which is no field")
    return Schema(told, match, tuple(missing), primary, unique, foreign)


def _names(key: Any) -> tuple[str, ...]:
    return (key,) if isinstance(key, str) and key else tuple(str(one) for one in key or ())


def _foreign(keys: Any) -> Iterator[ForeignKey]:
    for key in keys:
        other = key.get("reference") if isinstance(key, dict) else None
        if not isinstance(other, dict):
            raise BadDescriptorError("schema-error", "a foreign key has no reference")
        found = ForeignKey(_names(key.get("fields")), str(other.get("resource") or ""), _names(other.get("fields")))
        if len(found.fields) != len(found.others) or not found.fields:
            raise BadDescriptorError("schema-error", "a foreign key has not as many fields as its reference")
        yield found


def _field(name: str, given: Any, missing: list[Any], problems: list[Problem]) -> Mapping[str, Any]:
    """A field that can be applied: what cannot has a problem, and is left out."""
    if not isinstance(given, dict) or not isinstance(given.get("name"), str):
        raise BadDescriptorError("field-error", "a field has no name")

    def bad(note: str) -> None:
        problems.append(Problem(name, "field-error", field=given["name"], note=note))

    found = {key: value for key, value in given.items() if value is not None}
    found["type"] = kind = found.get("type", "string")
    if not isinstance(kind, str) or kind not in cells.SUPPORTED:
        bad(f"{kind} is no type")
        return {"name": given["name"], "type": "any"}
    found["format"] = str(found.get("format", "default")).removeprefix("fmt:")
    limits = found.get("constraints", {})
    limits = limits if isinstance(limits, dict) else {}
    found["constraints"] = kept = dict(limits)
    for constraint, limit in limits.items():
        if note := _unfit(kind, constraint, limit):
            bad(note)
            del kept[constraint]
            continue
        try:
            cells.reader({**found, "constraints": {constraint: limit}}, missing)
        except (cells.BadFieldError, AttributeError, TypeError, ValueError) as error:
            bad(f"{constraint}: {error}")
            del kept[constraint]
    try:
        cells.reader(found, missing)("")
    except (cells.BadFieldError, AttributeError, TypeError, ValueError, KeyError) as error:
        bad(str(error))
        return {"name": given["name"], "type": "any"}
    return found


def _unfit(kind: str, constraint: str, limit: Any) -> str:
    """Why a constraint cannot be applied to a type; empty where it can."""
    if constraint not in (*cells.SUPPORTED[kind], "required", "unique"):
        return f"the constraint {constraint} is not for the type {kind}"
    wanted: dict[str, type] = {
        "required": bool, "unique": bool, "pattern": str, "enum": list, "minLength": int, "maxLength": int,
    }  # fmt: skip
    if constraint in wanted and not isinstance(limit, wanted[constraint]):
        return f"{constraint} is {json.dumps(limit)}"
    return ""
