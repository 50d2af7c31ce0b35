"""How cells are checked against their field: the definition, in plain Python, value by value.

Cells that SQL does not clear (see prefilter.py) are decided here, once for each distinct value:
1. A missing value is None, and fails only "required".
2. A value that is not of its type (see field_types.py) fails "type", and nothing else.
3. Any other value fails each constraint that does not hold, in the order of CONSTRAINTS, and "categories".

https://datapackage.org/standard/table-schema/#field-constraints
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from summitevents.standards.xsd_regex import PatternError
from summitevents.tableschema.values import json_schemas, patterns
from summitevents.tableschema.values.canonical import Duration, FarMoment, Value, canonical_text, is_nan
from summitevents.tableschema.values.clocks import durations_from_references, in_order
from summitevents.tableschema.values.field_types import Parse, value_parser
from summitevents.tableschema.values.json_values import shown

LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
LENGTHS = ("minLength", "maxLength")
CONSTRAINTS: dict[str, tuple[str, ...]] = {
    "string": (*LENGTHS, "pattern", "enum"),
    **dict.fromkeys(("number", "integer", "date", "time", "datetime", "year", "yearmonth", "duration"), (*LIMITS, "enum")),
    **dict.fromkeys(("object", "array"), (*LENGTHS, "jsonSchema", "enum")),
    "list": (*LENGTHS, "enum"),
    **dict.fromkeys(("boolean", "geopoint", "geojson", "any"), ("enum",)),
}  # fmt: skip
"""Type → the constraints that it takes beside `required` and `unique`, in the order in which they are checked."""

Holds = Callable[[list[Value]], list[bool]]
"""Returns, for each of these values, whether it keeps a constraint."""


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
    holds: Holds


def cells_checker(
    field: Mapping[str, Any], missing: Sequence[str] = ("",)
) -> Callable[[Sequence[Any]], list[CellResult]]:
    """Returns the function that checks cells of a field; `missing` are the missing values of its schema.

    Raises BadFieldError if the descriptor cannot be applied.
    """
    parse, constraints = _parser(field), constraints_of(field)
    blank, required = set(missing_values(field, missing)), bool(field.get("constraints", {}).get("required"))
    check_items = _items_checker(field)

    def check_one(cell: Any) -> CellResult:
        if cell is None or str(cell) in blank:
            return CellResult(None, ["required"] if required else [])
        value = parse(cell)
        return CellResult(value, ["type"] if value is None else [])

    def check(cells: Sequence[Any]) -> list[CellResult]:
        results = [check_one(cell) for cell in cells]
        found = [result for result in results if result.value is not None]
        for constraint in constraints:
            held = constraint.holds([result.value for result in found])
            for result, holds in zip(found, held, strict=True):
                if not holds:
                    result.failed.append(constraint.name)
        for result in found:
            if check_items and not result.failed:
                result.failed.extend(dict.fromkeys(name for one in check_items(result.value) for name in one.failed))
        return results

    return check


def missing_values(field: Mapping[str, Any], missing: Sequence[Any]) -> list[str]:
    """Returns the texts that stand for a missing value: the field's own, else those of its schema (`missing`)."""
    return list(field.get("missingValues", missing))


def limits(field: Mapping[str, Any]) -> dict[str, Value]:
    """Returns the limits of a field, and its enum, as values of its type. Raises BadFieldError."""
    return {one.name: one.limit for one in constraints_of(field) if one.name in (*LIMITS, "enum", "categories")}


def _items_checker(field: Mapping[str, Any]) -> Callable[[Sequence[Any]], list[CellResult]] | None:
    """Returns the checker of an array's items, if frictionless's own property arrayItem declares them."""
    item = field.get("arrayItem") if field.get("type") == "array" else None
    if not item:
        return None
    return cells_checker({"type": "any", **{key: value for key, value in item.items() if key != "arrayItem"}})


# ---- Constraints -----------------------------------------------------------------------------------------------------


def constraints_of(field: Mapping[str, Any]) -> list[Constraint]:
    """Returns the constraints of a field in the order in which they are checked. Raises BadFieldError."""
    declared, parse = field.get("constraints", {}), _parser(field)
    found = [
        _constraint(name, declared[name], field, parse)
        for name in CONSTRAINTS[field["type"]]
        if declared.get(name) is not None
    ]  # fmt: skip
    if "categories" in field:
        found.append(_choice("categories", category_values(field["categories"]), field, parse))
    return found


def category_values(categories: Sequence[Any]) -> list[Any]:
    """Returns the values of categories, which are these or objects that have them."""
    return [one["value"] if isinstance(one, dict) else one for one in categories]


def check_parser(field: Mapping[str, Any]) -> None:
    """Raises BadFieldError if the properties of the field's type cannot be applied."""
    _parser(field)


def _parser(field: Mapping[str, Any]) -> Parse:
    try:
        return value_parser(field)
    except ValueError as error:
        raise BadFieldError(str(error)) from None


def _constraint(name: str, limit: Any, field: Mapping[str, Any], parse: Parse) -> Constraint:
    """Returns one constraint. Raises BadFieldError if its limit is not of the type, or no pattern or JSON Schema."""
    if name in LIMITS:
        value = parse(limit)
        if value is None:
            raise BadFieldError(f"{name} is {shown(limit)}, which is no {field['type']}")
        return Constraint(name, value, _each(partial(_is_within, name, value)))
    try:
        match name:
            case "pattern":
                return Constraint(name, limit, partial(patterns.matches, patterns.compile_pattern(limit)))
            case "jsonSchema":
                return Constraint(name, limit, _each(json_schemas.schema_checker(limit)))
            case "enum":
                return _choice(name, limit, field, parse)
            case "minLength":
                return Constraint(name, limit, lambda values: [len(value) >= limit for value in values])
            case _:
                return Constraint(name, limit, lambda values: [len(value) <= limit for value in values])
    except PatternError as error:
        raise BadFieldError(f"pattern {shown(limit)}: {error}") from None
    except json_schemas.JsonSchemaError as error:
        raise BadFieldError(f"jsonSchema: {error}") from None


def _each(holds: Callable[[Value], bool]) -> Holds:
    return lambda values: [holds(value) for value in values]


def _choice(name: str, listed: Sequence[Any], field: Mapping[str, Any], parse: Parse) -> Constraint:
    """Returns the constraint to be one of these values. Raises BadFieldError if one of them is not of the type."""
    listed = [one for one in listed if one is not None]
    values = [parse(one) for one in listed]
    for one, value in zip(listed, values, strict=True):
        if value is None:
            raise BadFieldError(f"{name} has {shown(one)}, which is no {field['type']}")
    texts = {typed_text(value) for value in values if not is_nan(value)}
    return Constraint(name, values, _each(lambda value: not is_nan(value) and typed_text(value) in texts))


def typed_text(value: Value) -> str:
    """Returns the canonical text of a value after a letter for its kind: s, b, n, or j for all others."""
    kind = "s" if isinstance(value, str) else "b" if isinstance(value, bool) else "n" if _is_number(value) else "j"
    return f"{kind}{canonical_text(value)}"


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float | Decimal)


def _is_within(name: str, limit: Value, value: Value) -> bool:
    """Returns whether a value keeps the limit `name`; what cannot be compared with it does not."""
    try:
        if is_nan(value) or is_nan(limit):
            return False
        if isinstance(value, Duration):
            pairs = zip(durations_from_references(value), durations_from_references(limit), strict=True)
            return all(_keeps(name, mine, theirs) for mine, theirs in pairs)
        return _keeps(name, _comparable(value), _comparable(limit))
    except (TypeError, ArithmeticError):  # a time with an offset and one without cannot be compared
        return False


def _keeps(name: str, value: Any, limit: Any) -> bool:
    if name == "minimum":
        return bool(value >= limit)
    if name == "maximum":
        return bool(value <= limit)
    return bool(value > limit if name == "exclusiveMinimum" else value < limit)


def _comparable(value: Value) -> Any:
    return in_order(value) if isinstance(value, datetime | FarMoment) else value
