"""What is generated from the record models: DuckDB columns, the Table Schema, the JSON Schema, `datapackage.json`."""

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from summitevents.log import package as log
from summitevents.log import records

_PLAIN = {
    str: ("VARCHAR", "string"), int: ("BIGINT", "integer"), float: ("DOUBLE", "number"), bool: ("BOOLEAN", "boolean"),
}  # fmt: skip


def fields() -> dict[str, list[tuple[str, FieldInfo]]]:
    """Each field of any record, in reading order, with the ops that have it and how each defines it."""
    found: dict[str, list[tuple[str, FieldInfo]]] = {}
    for name in ("id", "op", "recorded_at", "recorded_by", "replaces", "reason"):
        found[name] = []
    for op, model in records.MODELS.items():
        for name, info in model.model_fields.items():
            found.setdefault(name, []).append((op, info))
    return found


def columns() -> dict[str, str]:
    """Field → DuckDB type: how the log is read into a table."""
    return {name: _duckdb(bare(uses[0][1].annotation)) for name, uses in fields().items()}


def bare(annotation: Any) -> Any:
    """The type without Annotated and without None."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return bare(next(a for a in get_args(annotation) if a is not type(None)))
    return str if get_origin(annotation) is Literal else annotation


def _duckdb(kind: Any) -> str:
    if get_origin(kind) is list:
        return _duckdb(bare(get_args(kind)[0])) + "[]"
    if issubclass(kind, BaseModel):
        inner = (f'"{name}" {_duckdb(bare(info.annotation))}' for name, info in kind.model_fields.items())
        return f"STRUCT({', '.join(inner)})"
    return _PLAIN[kind][0]


def table_schema() -> dict[str, Any]:
    """The log as one table (Table Schema v2): the union of all fields, for validators that know no ops."""
    return {
        "fields": [_field(name, uses) for name, uses in fields().items()],
        "primaryKey": ["id"],
        "foreignKeys": [
            {"fields": [name], "reference": {"resource": "", "fields": ["id"]}} for name in ("replaces", "target")
        ],
    }


def _field(name: str, uses: list[tuple[str, FieldInfo]]) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": name,
        "type": table_type(uses[0][1]),
        "description": describe(uses),
    }
    limits = constraints(name, uses)
    return field | ({"constraints": limits} if limits else {})


def table_type(info: FieldInfo) -> str:
    """The Table Schema type of a field."""
    kind = bare(info.annotation)
    return "array" if get_origin(kind) is list else _PLAIN[kind][1]


def describe(uses: list[tuple[str, FieldInfo]]) -> str:
    """What a field means; where the ops differ, what it means for which."""
    meanings: dict[str, list[str]] = {}
    for op, info in uses:
        meanings.setdefault(info.description or "what the line does", []).append(op)
    if len(meanings) == 1:
        return next(iter(meanings))
    return "; ".join(f"{', '.join(ops)}: {meaning}" for meaning, ops in meanings.items())


def constraints(name: str, uses: list[tuple[str, FieldInfo]]) -> dict[str, Any]:
    """Only what holds for every op that has the field, and what every validator understands."""
    held: dict[str, Any] = {}
    if len(uses) == len(records.MODELS) and all(info.is_required() for _, info in uses):
        held["required"] = True
    shared = [limits(info) for _, info in uses]
    for key in ("pattern", "minimum", "maximum", "maxLength"):
        values = {one.get(key) for one in shared}
        if len(values) == 1 and None not in values:
            held[key] = values.pop()
    choices = [one.get("enum") for one in shared]
    if all(choices):
        held["enum"] = list(dict.fromkeys(word for words in choices for word in words or ()))
    return held


def limits(info: FieldInfo) -> dict[str, Any]:
    """The constraints of one field of one model, in Table Schema's words."""
    found: dict[str, Any] = {}
    names = {"ge": "minimum", "le": "maximum", "pattern": "pattern", "max_length": "maxLength"}
    for note in (*info.metadata, *_notes(info.annotation)):
        for item in (note, *getattr(note, "metadata", ())):
            for ours, theirs in names.items():
                value = getattr(item, ours, None)
                if value is not None:
                    found[theirs] = value.removeprefix("^").removesuffix("$") if ours == "pattern" else value
    literal = _literal(info.annotation)
    return found | ({"enum": list(get_args(literal))} if literal else {})


def _notes(annotation: Any) -> tuple[Any, ...]:
    """The metadata of an Annotated type, also inside `… | None`."""
    if get_origin(annotation) is Annotated:
        return tuple(get_args(annotation)[1:])
    if get_origin(annotation) in (Union, UnionType):
        return tuple(note for part in get_args(annotation) for note in _notes(part))
    return ()


def _literal(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        return next((found for part in get_args(annotation) if (found := _literal(part))), None)
    return annotation if get_origin(annotation) is Literal else None


def json_schema() -> dict[str, Any]:
    """One line of the log, for editors (JSON Schema 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A record of a summitevents log",
        **records.RECORD.json_schema(),
    }


def descriptor(version: str, batches: list[str], sources: list[dict[str, str]]) -> dict[str, Any]:
    """`datapackage.json` (Data Package v2): the log as one resource in parts."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "summitevents",
        "title": "The Trump–Kim summits of Singapore and Hanoi, and Vietnam's part: an event-sourced timeline",
        "description": "What two articles of early 2019 say, passage by passage, of how the summits came about and what "
        "they left: claims with dates (EDTF), speakers, participants, places, relations and disputes. "
        "The log is append-only; every table is a fold over it.",
        "version": version,
        "keywords": ["Trump–Kim summits", "Singapore", "Hanoi", "Vietnam", "North Korea", "timeline", "event sourcing"],
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0",
            }
        ],
        "contributors": [{"title": "summitevents contributors", "roles": ["author", "publisher"]}],
        "sources": sources,
        "summitevents": {"format": log.FORMAT},
        "resources": [
            {
                "name": "log",
                "title": "The log",
                "description": "One JSON object a line, one line a record; docs/format.md says what each op means.",
                "path": batches,
                "format": "jsonl",
                "mediatype": "application/x-ndjson",
                "encoding": "utf-8",
                "dialect": {"json": {"keys": list(fields())}},
                "schema": table_schema(),
            }
        ],
    }
