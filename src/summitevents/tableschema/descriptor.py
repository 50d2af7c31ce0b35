"""`datapackage.json` → the resources to check, and what is wrong with the descriptor itself.

Data Package v1 and v2: https://datapackage.org/standard/data-package/. Two rules:
1. Nothing outside the package's folder is read.
2. What cannot be applied is a problem and is left out; everything that it does not touch is still checked.
"""

import codecs
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summitevents.standards import ijson
from summitevents.tableschema.dialect import Dialect, parse_dialect
from summitevents.tableschema.problem import BadDescriptorError, Problem
from summitevents.tableschema.schemas import Defaults, Schema, parse_schema
from summitevents.tableschema.values import json_values
from summitevents.tableschema.values.json_values import shown

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_MAX_BYTES = 100_000_000
_FORMATS = {
    "csv": "csv", "tsv": "tsv", "jsonl": "jsonl", "ndjson": "jsonl", "text/csv": "csv", "text/tab-separated-values": "tsv",
    "application/x-ndjson": "jsonl", "application/jsonl": "jsonl",
}  # fmt: skip
_COMPRESSED = {"gz", "zip", "bz2", "xz"}
_NOT_OF_FILES = ("unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined")
"""Codecs of Python that are no encodings of files."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a resource, of whatever format, and what the descriptor says of bytes, hash, fields and rows."""

    resource: str
    folder: Path
    paths: tuple[str, ...]
    """Relative to the folder. Several files are the parts of one."""
    stats: Mapping[str, Any]

    def located(self) -> list[Path]:
        """Returns where the files are."""
        return [self.folder / path for path in self.paths]


@dataclass(frozen=True, slots=True)
class Resource:
    """One table: where it is, how it is written, what it must hold to."""

    name: str
    files: Files
    format: str
    """csv, tsv or jsonl."""
    encoding: str | None
    """None if none is declared."""
    dialect: Dialect
    schema: Schema | None

    @property
    def paths(self) -> tuple[str, ...]:
        """Returns the paths of its files, relative to the package's folder."""
        return self.files.paths


@dataclass(slots=True)
class Descriptor:
    """What a descriptor says. `problems` are its own, and those of resources that cannot be checked."""

    resources: list[Resource] = field(default_factory=list)
    files: list[Files] = field(default_factory=list)
    """Those of all resources that have any, tables or not."""
    problems: list[Problem] = field(default_factory=list)


def read_descriptor(path: Path) -> Descriptor:
    """Reads a descriptor file. Raises OSError if that fails; anything else wrong with it becomes a problem."""
    descriptor = Descriptor()
    try:
        text, package, entries = _package(path)
    except (ValueError, RecursionError) as error:
        descriptor.problems.append(Problem("", getattr(error, "code", "package-error"), note=str(error)))
        return descriptor
    if twice := ijson.repeated_name(text):
        repeated, column = twice
        descriptor.problems.append(_at(text, column, Problem("", "json-duplicate", value=repeated)))
    names: set[str] = set()
    for number, entry in enumerate(entries, 1):
        name = entry.get("name") if isinstance(entry, dict) else None
        try:
            if not isinstance(name, str) or not name:
                raise BadDescriptorError("resource-error", "it has no name")
            if name in names:
                again = Problem(name, "package-error", note="two resources have this name")
                column = ijson.column(text, ["resources", number - 1, "name"])
                descriptor.problems.append(_at(text, column, again))
                continue
            names.add(name)
            _add_resource(descriptor, path.parent, entry, _is_v2(package))
        except BadDescriptorError as error:
            shown_name = name if isinstance(name, str) and name else str(number)
            descriptor.problems.append(Problem(shown_name, error.code, note=str(error)))
    descriptor.problems += _wrong_references(descriptor.resources, names)
    return descriptor


def _at(text: str, column: int, problem: Problem) -> Problem:
    """Returns a problem of the descriptor with its place in the text."""
    line, at = ijson.place(text, column)
    return problem._replace(line=line, column=at)


def _package(path: Path) -> tuple[str, dict[str, Any], list[Any]]:
    """Returns the descriptor's text, the descriptor, and its list of resources. Raises BadDescriptorError, or ValueError for what is not JSON."""
    if path.stat().st_size > _MAX_BYTES:
        raise BadDescriptorError("package-error", "the descriptor is too large")
    content = path.read_bytes()
    text = content.decode(json.detect_encoding(content))
    found = json_values.loads(text)
    entries = found.get("resources") if isinstance(found, dict) else None
    if not isinstance(entries, list) or not entries:
        raise BadDescriptorError("package-error", "a descriptor is an object with a list of resources")
    return text, found, entries


def _is_v2(declared: Mapping[str, Any]) -> bool:
    """Returns whether a descriptor is of version 2: by default, and by a `profile`, it is of version 1."""
    profile = declared.get("$schema")
    return isinstance(profile, str) and "/profiles/1." not in profile


def _wrong_references(resources: list[Resource], names: set[str]) -> Iterator[Problem]:
    """Yields a problem for each foreign key to a resource or field that the descriptor does not name."""
    tables = {resource.name: resource for resource in resources}
    for resource in resources:
        for key in resource.schema.foreign_keys if resource.schema else ():
            other = tables.get(key.resource or resource.name)
            if key.resource and key.resource not in names:
                note = f"a foreign key names {key.resource}, which is no resource"
                yield Problem(resource.name, "resource-error", note=note)
            elif other and other.schema:
                known = {one["name"] for one in other.schema.fields}
                for name in dict.fromkeys(name for name in key.reference_fields if name not in known):
                    note = f"a foreign key names {name}, which is no field of {other.name}"
                    yield Problem(resource.name, "schema-error", note=note)


# ---- Resources -------------------------------------------------------------------------------------------------------


def _add_resource(descriptor: Descriptor, folder: Path, entry: Mapping[str, Any], v2: bool) -> None:
    """Adds a resource's files to the descriptor and, if it is a table, the table. Raises BadDescriptorError."""
    name, problems = str(entry["name"]), descriptor.problems
    try:
        json.dumps(entry, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise BadDescriptorError("resource-error", "it has half of a surrogate pair, which is no text") from None
    files = Files(name, folder, _parse_paths(folder, entry, v2), _parse_stats(entry, problems))
    _require_files(files)
    descriptor.files.append(files)
    format_ = _parse_format(entry, files.paths)
    encoding = _parse_encoding(entry.get("encoding"))
    dialect = parse_dialect(_resolve(folder, entry.get("dialect") or {}, "dialect-error"))
    schema = None
    if entry.get("schema") is not None:
        declared = _resolve(folder, entry["schema"], "schema-error")
        nulls = () if dialect.null_sequence is None or format_ == "jsonl" else (dialect.null_sequence,)
        v2 = _is_v2(declared) if isinstance(entry["schema"], str) and "$schema" in declared else v2
        defaults = Defaults("any" if v2 else "string", nulls)
        schema = parse_schema(
            declared, defaults, lambda code, field, note: problems.append(Problem(name, code, None, field, None, note))
        )
    descriptor.resources.append(Resource(name, files, format_, encoding, dialect, schema))


def _parse_stats(entry: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """Returns the figures, of which frictionless has some under `stats`; those that are none are problems."""
    declared = entry.get("stats") if isinstance(entry.get("stats"), dict) else {}
    found = {**(declared or {}), **{key: entry[key] for key in ("bytes", "hash", "fields", "rows") if key in entry}}
    kept = {key: value for key, value in found.items() if value is not None}
    for key in ("bytes", "fields", "rows", "hash", "md5", "sha256"):
        wanted = str if key in ("hash", "md5", "sha256") else int
        if key in kept and type(kept[key]) is not wanted:
            problems.append(Problem(str(entry["name"]), "resource-error", note=f"{key} is {shown(kept.pop(key))}"))
    return kept


def _parse_format(entry: Mapping[str, Any], paths: Sequence[str]) -> str:
    """Returns csv, tsv or jsonl. Raises BadDescriptorError if the table has another format, or its parts several."""
    suffixes = [Path(path).suffix.removeprefix(".").lower() for path in paths]
    suffix = suffixes[0]
    told = [entry.get("format"), suffix if suffix in _FORMATS else None, entry.get("mediatype"), suffix]
    format_ = next((str(one) for one in told if one), "").lower()
    if format_ not in _FORMATS:
        raise BadDescriptorError("resource-unchecked", f"its format is {format_ or 'not said'}")
    if set(suffixes) & _COMPRESSED or entry.get("compression"):
        raise BadDescriptorError("resource-unchecked", "it is compressed")
    if not entry.get("format") and len({_FORMATS[one] for one in suffixes if one in _FORMATS}) > 1:
        raise BadDescriptorError("resource-error", "its parts are of several formats")
    return _FORMATS[format_]


def _parse_encoding(declared: Any) -> str | None:
    """Returns the encoding, if one is declared. Raises BadDescriptorError if Python does not know it."""
    if declared is None:
        return None
    try:
        found = codecs.lookup(declared)
        known = found._is_text_encoding and found.name.replace("-", "_") not in _NOT_OF_FILES
    except (LookupError, TypeError, ValueError):
        known = False
    if not known:
        raise BadDescriptorError("encoding-error", f"{shown(declared)} is no encoding")
    return str(declared)


def _parse_paths(folder: Path, entry: Mapping[str, Any], v2: bool) -> tuple[str, ...]:
    """Returns the paths of a resource. Raises BadDescriptorError if it has none, or one that leads out of the folder."""
    paths = entry.get("path", entry.get("url"))
    if "data" in entry:
        if paths is not None:
            raise BadDescriptorError("resource-error", "it has both path and data")
        if reason := _reason_wrong_data(entry):
            raise BadDescriptorError("resource-error", reason)
        raise BadDescriptorError("resource-unchecked", "its data stand in the descriptor itself")
    paths = [paths] if isinstance(paths, str) else paths
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) and path for path in paths):
        raise BadDescriptorError("resource-error", "it has neither path nor data")
    for path in paths:
        _require_inside(folder, path, v2)
    return tuple(paths)


def _reason_wrong_data(entry: Mapping[str, Any]) -> str:
    """Returns what is wrong with data that stand in the descriptor; an empty text if nothing is."""
    data, is_table = entry["data"], entry.get("type") == "table" or "tabular-data-resource" in str(entry.get("profile"))
    if not isinstance(data, list | dict | str):
        return f"its data are {shown(data)}; they should be a list, an object or a text"
    if is_table and not (isinstance(data, list) and all(isinstance(row, list | dict) for row in data)):
        return "the data of a table are a list of lists or objects"
    if isinstance(data, str) and not entry.get("format") and not entry.get("mediatype"):
        return "data that are a text need a format or a mediatype"
    return ""


def _require_inside(folder: Path, path: str, v2: bool = False) -> None:
    """Raises BadDescriptorError unless the path leads plainly down from the package's folder, links included."""
    if _ADDRESS.match(path):
        raise BadDescriptorError("scheme-error", f"{path} is not in the package's folder, and nothing is fetched")
    parts = re.split(r"[/\\]", path)
    unsafe = bool(
        Path(path).is_absolute()
        or path[0] in "~$/\\"
        or ".." in parts
        or "\0" in path
        or re.match(r"[A-Za-z]:|%", path)
    )
    try:
        unsafe = unsafe or not (folder / path).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # too long, or a link in a circle
        raise BadDescriptorError("scheme-error", f"{shown(path)} cannot be opened") from None
    if unsafe:
        raise BadDescriptorError("resource-error", f"the path {path} leads out of the package's folder")
    if v2 and any(part.startswith(".") and part != "." for part in parts[:-1]):
        raise BadDescriptorError("resource-error", f"the path {path} leads through a hidden folder")


def _require_files(files: Files) -> None:
    """Raises BadDescriptorError if a file is not there, or cannot be opened."""
    for path, located in zip(files.paths, files.located(), strict=True):
        try:
            if not located.is_file():
                raise BadDescriptorError("scheme-error", f"{path} is not there")
            located.open("rb").close()
        except OSError as error:
            raise BadDescriptorError("scheme-error", f"{path} cannot be opened: {error.strerror}") from None


def _resolve(folder: Path, declared: Any, code: str) -> Mapping[str, Any]:
    """Returns a dialect or schema: the object itself, or that of the file that a path names."""
    if isinstance(declared, str) and declared:
        _require_inside(folder, declared)
        try:
            content = (folder / declared).read_bytes()
            text = content.decode(json.detect_encoding(content))
            found = json_values.loads(text)
            if twice := ijson.repeated_name(text):
                raise ValueError(f"the name {twice[0]} stands twice in one object")
            json.dumps(found, ensure_ascii=False).encode()
        except (OSError, ValueError, RecursionError) as error:
            raise BadDescriptorError(code, f"{declared} cannot be read: {error}") from None
        declared = found
    if not isinstance(declared, dict):
        raise BadDescriptorError(code, "it is no object")
    return declared
