"""How one cell is checked against its field: the definition, in plain Python, value by value.

Cells that SQL does not clear (see prefilter.py) are decided here, once for each distinct value, as frictionless-py does:
1. A missing value is None, and fails only "required".
2. A value that is not of its type (see field_types.py) fails "type", and nothing else.
3. Any other value fails each constraint that does not hold, in the order of CONSTRAINTS.

https://datapackage.org/standard/table-schema/#field-constraints
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from summitevents.tableschema.canonical import Value
from summitevents.tableschema.field_types import Parse, value_parser

LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
CONSTRAINTS: dict[str, tuple[str, ...]] = {
    "string": ("minLength", "maxLength", "pattern", "enum"),
    "number": (*LIMITS, "enum"),
    "integer": (*LIMITS, "enum"),
    "boolean": ("enum",),
    "date": (*LIMITS, "enum"),
    "time": (*LIMITS, "enum"),
    "datetime": (*LIMITS, "enum"),
    "year": (*LIMITS, "enum"),
    "yearmonth": (*LIMITS, "enum"),
    "duration": ("enum",),
    "geopoint": ("enum",),
    "geojson": ("enum",),
    "object": ("minLength", "maxLength", "enum"),
    "array": ("minLength", "maxLength", "enum"),
    "list": ("minLength", "maxLength"),
    "any": ("enum",),
}
"""Type → the constraints that it takes beside `required` and `unique`, in the order in which they are checked."""


class BadFieldError(ValueError):
    """A field's descriptor cannot be applied; the text says why."""


class CellResult(NamedTuple):
    """The value of a cell, and what it fails: "type", or names of constraints."""

    value: Value
    failed: list[str]


class Constraint(NamedTuple):
    """One constraint of a field. `limit` is a value of the field's type for limits and enum, else as declared."""

    name: str
    limit: Value
    holds: Callable[[Value], bool]


def cell_checker(field: Mapping[str, Any], missing: Sequence[str] = ("",)) -> Callable[[Any], CellResult]:
    """Returns the function that checks cells of a field; `missing` are the missing values of its schema.

    Raises BadFieldError if the descriptor cannot be applied.
    """
    parse = value_parser(field)
    constraints = _constraints(field, parse)
    blank = set(missing_values(field, missing))
    check_item = _item_checker(field)

    def check(cell: Any) -> CellResult:
        if cell is None or str(cell) in blank:
            return CellResult(None, ["required"] if field.get("constraints", {}).get("required") else [])
        value = parse(cell)
        if value is None:
            return CellResult(None, ["type"])
        failed = [one.name for one in constraints if not one.holds(value)]
        if check_item and not failed:
            failed = list(dict.fromkeys(name for item in value for name in check_item(item).failed))
        return CellResult(value, failed)

    return check


def missing_values(field: Mapping[str, Any], missing: Sequence[Any]) -> list[str]:
    """Returns the texts that stand for a missing value: the field's own, else those of its schema (`missing`)."""
    found = field.get("missingValues", missing)
    return [str(entry["value"]) if isinstance(entry, dict) else str(entry) for entry in found]


def limits(field: Mapping[str, Any]) -> dict[str, Value]:
    """Returns the limits of a field, and its enum, as values of its type. Raises BadFieldError."""
    return {one.name: one.limit for one in _constraints(field, value_parser(field)) if one.name in (*LIMITS, "enum")}


def _item_checker(field: Mapping[str, Any]) -> Callable[[Any], CellResult] | None:
    """Returns the checker of an array's items, if they are declared (arrayItem)."""
    item = field.get("arrayItem") if field.get("type") == "array" else None
    if not item:
        return None
    item = {"type": "any", **{key: value for key, value in item.items() if key != "arrayItem"}}
    return cell_checker(item)


# ---- Constraints -----------------------------------------------------------------------------------------------------


def _constraints(field: Mapping[str, Any], parse: Parse) -> list[Constraint]:
    """Returns the constraints of a field in the order in which they are checked. Raises BadFieldError."""
    type_, declared = field.get("type") or "string", field.get("constraints", {})
    return [
        _constraint(name, declared[name], type_, parse)
        for name in CONSTRAINTS[type_]
        if declared.get(name) is not None
    ]  # fmt: skip


def _constraint(name: str, limit: Any, type_: str, parse: Parse) -> Constraint:
    """Returns one constraint. Raises BadFieldError if its limit is not of the type, or no regular expression."""
    if name in LIMITS:
        value = parse(limit)
        if value is None:
            raise BadFieldError(f"{name} is {json.dumps(limit)}, which is no {type_}")
        return Constraint(name, value, partial(_is_within, name, value))
    match name:
        case "pattern":
            try:
                return Constraint(name, limit, partial(_matches, re.compile(f"^{limit}$")))
            except (re.error, RecursionError, OverflowError) as error:
                raise BadFieldError(f"pattern {json.dumps(limit)} is no regular expression: {error}") from None
        case "enum":
            values = [parse(one) for one in limit]  # None for what is not of the type: no value equals it
            return Constraint(name, values, partial(_is_among, values))
        case "minLength":
            return Constraint(name, limit, partial(_has_least_length, limit))
        case _:
            return Constraint(name, limit, partial(_has_most_length, limit))


def _has_least_length(least: int, value: Value) -> bool:
    return len(value) >= least


def _has_most_length(most: int, value: Value) -> bool:
    return len(value) <= most


def _matches(pattern: re.Pattern[str], value: str) -> bool:
    """Returns whether the whole text matches: the pattern stands between ^ and $."""
    return pattern.match(value) is not None


def _is_among(values: list[Value], value: Value) -> bool:
    try:
        return value in values
    except ArithmeticError:  # a signalling NaN equals nothing
        return False


def _is_within(name: str, limit: Value, value: Value) -> bool:
    """Returns whether a value keeps the limit `name`; what cannot be compared with it does not."""
    try:
        if value != value:  # NaN
            return False
        if name == "minimum":
            return bool(value >= limit)
        if name == "maximum":
            return bool(value <= limit)
        return bool(value > limit if name == "exclusiveMinimum" else value < limit)
    except (TypeError, ArithmeticError):  # a time with an offset and one without cannot be compared
        return False
