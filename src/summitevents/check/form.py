"""The form of each record: its fields, their types and values, one line at a time (pydantic, strict)."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from summitevents import records
from summitevents.findings import Finding, did_you_mean, find
from summitevents.log import Line
from summitevents.standards import ijson

_EXPECTED = {
    "string_type": "a text", "int_type": "a whole number", "int_from_float": "a whole number", "bool_type": "true or false",
    "float_type": "a number", "list_type": "a list", "model_type": "an object", "model_attributes_type": "an object",
}  # fmt: skip


def check(lines: Iterable[Line]) -> tuple[list[Line], list[Finding]]:
    """The lines whose records are well formed, and a Finding for everything that is not."""
    good: list[Line] = []
    findings: list[Finding] = []
    for line in lines:
        try:
            records.RECORD.validate_python(line.value)
            good.append(line)
        except ValidationError as error:
            findings += (_finding(line, dict(e)) for e in error.errors(include_url=False))
    return good, findings



def _finding(line: Line, error: dict[str, Any]) -> Finding:
    kind, context = error["type"], error.get("ctx") or {}
    path = list(error["loc"])
    op = str(line.value.get("op"))
    if path and path[0] == op:
        path = path[1:]
    field = ".".join(map(str, path)) or None
    record = line.value["id"] if isinstance(line.value.get("id"), str) else None

    def at(code: str, column: int, value: object = None, **more: object) -> Finding:
        return find(code, line.file, line.number, column, record=record, field=field, value=value, **more)

    if kind == "union_tag_not_found":
        field = "op"
        return at("field-missing", 1, op="a record", hint=f"one of {', '.join(records.MODELS)}")
    if kind == "union_tag_invalid":
        field, op = "op", str(line.value["op"])
        return at("op-unknown", ijson.column(line.text, ["op"]), op, hint=did_you_mean(op, list(records.MODELS)))
    if kind == "extra_forbidden":
        known = _fields(op, path[:-1])
        name = str(path[-1])
        return at("field-unknown", ijson.name_column(line.text, path[:-1], name), name, op=op, hint=did_you_mean(name, known))
    if kind == "missing":
        return at("field-missing", ijson.column(line.text, path), op=op, hint=_described(op, path))
    if kind in ("passage", "basis", "unit", "citation", "reason"):
        field = context["field"]
        return at("field-pair", ijson.column(line.text, [*path, field]), problem=error["msg"])
    column, value = ijson.column(line.text, path), error["input"]
    if kind in _EXPECTED:
        return at("field-type", column, value if value is not None else "null", expected=_EXPECTED[kind])
    if kind == "edtf":
        return at("date-edtf", column, value, problem=context["reason"])
    if kind == "time":
        return at("time-form", column, value, problem=error["msg"])
    if kind == "literal_error":
        return at("field-choice", column, value, hint=did_you_mean(str(value), _choices(context["expected"])))
    if kind == "string_pattern_mismatch" and path[-1] in ("happened", "published"):
        return at("date-edtf", column, value, problem=_edtf_problem(str(value)))
    if kind == "string_pattern_mismatch" and path[-1] == "recorded_at":
        return at("time-form", column, value, problem="not a time in UTC")
    return at("field-form", column, value, problem=_problem(kind, context), hint=_described(op, path))


def _problem(kind: str, context: dict[str, Any]) -> str:
    if kind == "string_pattern_mismatch":
        return "it does not have the form of this field"
    if kind == "string_too_long":
        return f"at most {context['max_length']} characters"
    limits = {"greater_than_equal": "at least {ge}", "less_than_equal": "at most {le}"}
    return limits.get(kind, kind.replace("_", " ")).format(**context)


def _edtf_problem(text: str) -> str:
    from summitevents.standards import edtf

    try:
        edtf.bounds(text)
    except edtf.EdtfError as error:
        return error.reason
    return "not EDTF"


def _choices(expected: str) -> list[str]:
    return [word.strip("' ") for word in expected.replace(" or ", ", ").split(",")]


def _model(op: str, path: list[Any]) -> Any:
    """The model that holds the field at `path`: the record's own, or that of a list's entries."""
    nested = {"actors": records.Participant, "kin": records.Kin}
    return nested[path[0]] if path and path[0] in nested else records.MODELS[op]


def _fields(op: str, path: list[Any]) -> list[str]:
    return list(_model(op, path).model_fields)


def _described(op: str, path: list[Any]) -> str:
    fields = _model(op, path[:-1]).model_fields
    name = str(path[-1]) if path else ""
    return fields[name].description or "" if name in fields else "see docs/format.md"
