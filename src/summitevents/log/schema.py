"""Generates from the record models: DuckDB columns, the Table Schema, the JSON Schema and `datapackage.json`.

What lists the terms that a field may have takes the `terms` of the log's vocabulary.
"""

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from summitevents.log import records
from summitevents.log.kinds_and_roles import Vocabulary
from summitevents.log.metadata import PROPERTY, own_properties
from summitevents.log.package import FORMAT
from summitevents.log.vocabulary import Terms

_SCALARS = {
    str: ("VARCHAR", "string"), int: ("BIGINT", "integer"), float: ("DOUBLE", "number"), bool: ("BOOLEAN", "boolean"),
}  # fmt: skip
"""Python type → DuckDB type, Table Schema type."""


def fields() -> dict[str, list[tuple[str, FieldInfo]]]:
    """Returns field → (op, its definition there) for every field of any record, in reading order."""
    found: dict[str, list[tuple[str, FieldInfo]]] = {}
    for name in ("id", "op", "recorded_at", "recorded_by", "replaces", "reason"):
        found[name] = []
    for op, model in records.MODELS.items():
        for name, info in model.model_fields.items():
            found.setdefault(name, []).append((op, info))
    return found


def columns() -> dict[str, str]:
    """Returns field → DuckDB type: how the log is read into a table."""
    return {name: _duckdb_type(bare_type(uses[0][1].annotation)) for name, uses in fields().items()}


def bare_type(annotation: Any) -> Any:
    """Returns a type without Annotated and without None; a Literal becomes str."""
    if get_origin(annotation) is Annotated:
        return bare_type(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return bare_type(next(a for a in get_args(annotation) if a is not type(None)))
    return str if get_origin(annotation) is Literal else annotation


def _duckdb_type(kind: Any) -> str:
    if get_origin(kind) is list:
        return _duckdb_type(bare_type(get_args(kind)[0])) + "[]"
    if issubclass(kind, BaseModel):
        inner = (f'"{name}" {_duckdb_type(bare_type(info.annotation))}' for name, info in kind.model_fields.items())
        return f"STRUCT({', '.join(inner)})"
    return _SCALARS[kind][0]


def table_schema(terms: Terms) -> dict[str, Any]:
    """Returns the Table Schema v2 of the log as one table: the union of all fields, for validators that know no ops."""
    return {
        "fields": [_field_descriptor(name, uses, terms) for name, uses in fields().items()],
        "primaryKey": ["id"],
        "foreignKeys": [
            {"fields": [name], "reference": {"resource": "", "fields": ["id"]}} for name in ("replaces", "target")
        ],
    }


def _field_descriptor(name: str, uses: list[tuple[str, FieldInfo]], terms: Terms) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": name,
        "type": table_type(uses[0][1]),
        "description": describe(uses),
    }
    limits = shared_constraints(name, uses, terms)
    return field | ({"constraints": limits} if limits else {})


def table_type(info: FieldInfo) -> str:
    """Returns the Table Schema type of a field."""
    kind = bare_type(info.annotation)
    return "array" if get_origin(kind) is list else _SCALARS[kind][1]


def describe(uses: list[tuple[str, FieldInfo]]) -> str:
    """Returns what a field means; if the ops differ, what it means for each."""
    meanings: dict[str, list[str]] = {}
    for op, info in uses:
        meanings.setdefault(info.description or "what the line does", []).append(op)
    if len(meanings) == 1:
        return next(iter(meanings))
    return "; ".join(f"{', '.join(ops)}: {meaning}" for meaning, ops in meanings.items())


def shared_constraints(name: str, uses: list[tuple[str, FieldInfo]], terms: Terms) -> dict[str, Any]:
    """Returns the constraints that hold for every op that has the field, of those that every validator understands."""
    held: dict[str, Any] = {}
    if len(uses) == len(records.MODELS) and all(info.is_required() for _, info in uses):
        held["required"] = True
    shared = [field_constraints(info, terms) for _, info in uses]
    for key in ("pattern", "minimum", "maximum", "maxLength"):
        values = {one.get(key) for one in shared}
        if len(values) == 1 and None not in values:
            held[key] = values.pop()
    if "pattern" in held:
        held["pattern"] = _xml_schema_pattern(held["pattern"])
    choices = [one.get("enum") for one in shared]
    if all(choices):
        held["enum"] = list(dict.fromkeys(word for words in choices for word in words or ()))
    return held


def field_constraints(info: FieldInfo, terms: Terms) -> dict[str, Any]:
    """Returns the Table Schema constraints of one field of one model."""
    found: dict[str, Any] = {}
    names = {"ge": "minimum", "le": "maximum", "pattern": "pattern", "max_length": "maxLength"}
    for note in (*info.metadata, *_metadata(info.annotation)):
        if isinstance(note, records.Term):
            found["enum"] = list(terms[note.of])
        for item in (note, *getattr(note, "metadata", ())):
            for ours, theirs in names.items():
                value = getattr(item, ours, None)
                if value is not None:
                    found[theirs] = value.removeprefix("^").removesuffix("$") if ours == "pattern" else value
    literal = _find_literal(info.annotation)
    return found | ({"enum": list(get_args(literal))} if literal else {})


def _xml_schema_pattern(pattern: str) -> str:
    r"""Returns a pattern of ours as a regular expression of XML Schema, which other engines read alike.

    It has no `(?:` and no `\x1f`; of control characters, XML has none but tab and line ends.
    """
    return pattern.replace("(?:", "(").replace(r"[^\x00-\x1f\x7f]", r"[^\t\n\r]")


def _metadata(annotation: Any) -> tuple[Any, ...]:
    """Returns the metadata of an Annotated type, also inside `… | None`."""
    if get_origin(annotation) is Annotated:
        return tuple(get_args(annotation)[1:])
    if get_origin(annotation) in (Union, UnionType):
        return tuple(note for part in get_args(annotation) for note in _metadata(part))
    return ()


def _find_literal(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        return next((found for part in get_args(annotation) if (found := _find_literal(part))), None)
    return annotation if get_origin(annotation) is Literal else None


def json_schema(terms: Terms) -> dict[str, Any]:
    """Returns the JSON Schema (2020-12) of one line of the log, for editors."""

    def with_terms(part: Any) -> Any:
        if isinstance(part, list):
            return list(map(with_terms, part))
        if not isinstance(part, dict):
            return part
        of = part.get("enum")
        return {key: with_terms(value) for key, value in part.items()} | (
            {"enum": list(terms[of])} if isinstance(of, str) else {}
        )

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A record of a summitevents log",
        **with_terms(records.RECORD.json_schema()),
    }


def vocabulary_schema() -> dict[str, Any]:
    """Returns the JSON Schema (2020-12) of a vocabulary's file, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **TypeAdapter(Vocabulary).json_schema(),
        "title": "The vocabulary of a summitevents package",
    }


def package_descriptor(
    own: Mapping[str, Any], version: str | None, batches: list[str], sources: list[dict[str, str]], terms: Terms
) -> dict[str, Any]:
    """Returns `datapackage.json` (Data Package v2): the log as one resource, with these paths for parts.

    `own`: the properties that its authors wrote; they stand before those that are computed.
    """
    said = own_properties(own)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        **{key: value for key, value in said.items() if key != PROPERTY},
        **({"version": version} if version else {}),
        **({"sources": sources} if sources else {}),
        PROPERTY: {"format": FORMAT, **said.get(PROPERTY, {})},
        "resources": [log_resource(batches, terms)],
    }


def log_resource(batches: list[str], terms: Terms) -> dict[str, Any]:
    """Returns the resource that is the log, with these paths for parts."""
    return {
        "name": "log",
        "title": "The log",
        "description": "One JSON object a line, one line a record; docs/format.md says what each op means.",
        "path": batches,
        "format": "jsonl",
        "mediatype": "application/x-ndjson",
        "encoding": "utf-8",
        "dialect": {"json": {"keys": list(fields())}},
        "schema": table_schema(terms),
    }
