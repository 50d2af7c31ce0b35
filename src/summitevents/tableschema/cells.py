"""How one cell is read by the Table Schema: the definition, in plain Python, value by value.

What SQL cannot clear as surely good (see sure.py) is decided here, once for each distinct value. It reads as
frictionless-py does: a missing value is None; a value that its type does not know fails "type"; else each constraint
that does not hold is named. https://datapackage.org/standard/table-schema/#field-types
"""

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from summitevents.tableschema.canonical import Geopoint, Value, Yearmonth

Read = Callable[[Any], Value]
"""A cell, as text of a CSV file or as a value of JSON, to its value; None where its type does not know it."""

BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
SUPPORTED: dict[str, tuple[str, ...]] = {
    "string": ("minLength", "maxLength", "pattern", "enum"),
    "number": (*BOUNDS, "enum"),
    "integer": (*BOUNDS, "enum"),
    "boolean": ("enum",),
    "date": (*BOUNDS, "enum"),
    "time": (*BOUNDS, "enum"),
    "datetime": (*BOUNDS, "enum"),
    "year": (*BOUNDS, "enum"),
    "yearmonth": (*BOUNDS, "enum"),
    "duration": ("enum",),
    "geopoint": ("enum",),
    "geojson": ("enum",),
    "object": ("minLength", "maxLength", "enum"),
    "array": ("minLength", "maxLength", "enum"),
    "list": ("minLength", "maxLength"),
    "any": ("enum",),
}
"""Each type and the constraints it takes beside required and unique, in the order they are checked."""

TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")


class BadFieldError(ValueError):
    """A field's descriptor cannot be applied; the text says why."""


class Verdict(NamedTuple):
    """One cell, read: its value, and "type" or the constraints that it fails."""

    value: Value
    failed: list[str]


def reader(field: Mapping[str, Any], missing: Sequence[str] = ("",)) -> Callable[[Any], Verdict]:
    """The cell reader of a field descriptor, with the missing values of its schema. Raises BadFieldError."""
    value_of = _value_reader(field)
    checks = {name: check for name, _, check in _checks(field, value_of)}
    lacking = set(missing_values(field, missing))
    items = _item_reader(field)

    def read(cell: Any) -> Verdict:
        if cell is None or str(cell) in lacking:
            return Verdict(None, ["required"] if field.get("constraints", {}).get("required") else [])
        value = value_of(cell)
        if value is None:
            return Verdict(None, ["type"])
        failed = [name for name, check in checks.items() if not check(value)]
        if items and not failed:
            failed = list(dict.fromkeys(name for item in value for name in items(item).failed))
        return Verdict(None if "type" in failed and not items else value, failed)

    return read


def missing_values(field: Mapping[str, Any], missing: Sequence[Any]) -> list[str]:
    """The texts that stand for no value: the field's own, else the schema's; with labels or without."""
    found = field.get("missingValues", missing)
    return [str(entry["value"]) if isinstance(entry, dict) else str(entry) for entry in found]


def bounds(field: Mapping[str, Any]) -> dict[str, Value]:
    """The bounds of a field, and its enum, as values."""
    return {name: limit for name, limit, _ in _checks(field, _value_reader(field)) if name in (*BOUNDS, "enum")}


def _item_reader(field: Mapping[str, Any]) -> Callable[[Any], Verdict] | None:
    item = field.get("arrayItem") if field.get("type") == "array" else None
    if not item:
        return None
    item = {"type": "any", **{key: value for key, value in item.items() if key != "arrayItem"}}
    return reader(item)


def _checks(field: Mapping[str, Any], value_of: Read) -> list[tuple[str, Value, Callable[[Value], bool]]]:
    """The constraints of a field: name, limit as a value, check."""
    found: list[tuple[str, Value, Callable[[Value], bool]]] = []
    given = field.get("constraints", {})
    for name in SUPPORTED[field.get("type") or "string"]:
        limit = given.get(name)
        if limit is None:
            continue
        if name in BOUNDS:
            if (value := value_of(limit)) is None:
                raise BadFieldError(f"{name} is {json.dumps(limit)}, which is no {field.get('type')}")
            found.append((name, value, partial(_within, name, value)))
        elif name == "pattern":
            try:
                found.append((name, limit, partial(_matches, re.compile(f"^{limit}$"))))
            except (re.error, RecursionError, OverflowError) as error:
                raise BadFieldError(f"pattern {json.dumps(limit)} is no regular expression: {error}") from None
        elif name == "enum":
            values = [value_of(one) for one in limit]
            found.append((name, values, partial(_is_of, values)))
        elif name == "minLength":
            found.append((name, limit, partial(_is_long, limit)))
        else:
            found.append((name, limit, partial(_is_short, limit)))
    return found


def _is_long(least: int, value: Value) -> bool:
    return len(value) >= least


def _is_short(most: int, value: Value) -> bool:
    return len(value) <= most


def _matches(pattern: re.Pattern[str], value: str) -> bool:
    return pattern.match(value) is not None


def _is_of(values: list[Value], value: Value) -> bool:
    try:
        return value in values
    except ArithmeticError:  # a signalling NaN equals nothing
        return False


def _within(name: str, limit: Value, value: Value) -> bool:
    try:
        if value != value:
            return False
        if name == "minimum":
            return bool(value >= limit)
        if name == "maximum":
            return bool(value <= limit)
        return bool(value > limit if name == "exclusiveMinimum" else value < limit)
    except (TypeError, ArithmeticError):  # a time with an offset and one without cannot be compared
        return False


def _value_reader(field: Mapping[str, Any]) -> Read:
    kind, form = field.get("type") or "string", str(field.get("format") or "default")
    match kind:
        case "string":
            return partial(_string, _FORMS.get(form))
        case "number":
            return partial(_number, _number_text(field), bool(field.get("floatNumber", False)))
        case "integer":
            return partial(_integer, _strip_bare if field.get("bareNumber", True) is False else str)
        case "boolean":
            names = dict.fromkeys(field.get("trueValues", TRUE), True)
            return partial(_boolean, names | dict.fromkeys(field.get("falseValues", FALSE), False))
        case "date" | "time" | "datetime" | "geopoint":
            return partial({"date": _date, "time": _time, "datetime": _datetime, "geopoint": _geopoint}[kind], form)
        case "list":
            item = _value_reader({"type": field.get("itemType", "string")})
            return partial(_list, field.get("delimiter", ","), item)
        case _:
            return _PLAIN[kind]


def _string(form: Callable[[str], bool] | None, cell: Any) -> Value:
    return cell if isinstance(cell, str) and (form is None or form(cell)) else None


def _uri(text: str) -> bool:
    from rfc3986 import exceptions, uri_reference, validators  # type: ignore[import-untyped]

    try:
        validators.Validator().require_presence_of("scheme").validate(uri_reference(text))
    except exceptions.ValidationError:
        return False
    return True


def _email(text: str) -> bool:
    import validators

    return bool(validators.email(text))


def _uuid(text: str) -> bool:
    import validators

    return bool(validators.uuid(text))


def _binary(text: str) -> bool:
    try:
        base64.b64decode(text)
    except ValueError:
        return False
    return True


_FORMS: dict[str, Callable[[str], bool]] = {"uri": _uri, "email": _email, "uuid": _uuid, "binary": _binary}


_BARE = re.compile(r"((^[^-\d]*)|(\D*$))")


def _strip_bare(text: str) -> str:
    return _BARE.sub("", text)


def _number_text(field: Mapping[str, Any]) -> Callable[[str], str | None]:
    """What makes a number's text one that Python reads: groupChar and decimalChar, and what stands around it."""
    if not {"groupChar", "decimalChar", "bareNumber"} & set(field):
        return str
    group, point, bare = field.get("groupChar", ""), field.get("decimalChar", "."), field.get("bareNumber", True)

    def text_of(text: str) -> str | None:
        text = (text if bare else _strip_bare(text)).replace(group, "")
        return None if point != "." and "." in text else text.replace(point, ".")

    return text_of


def _number(text_of: Callable[[str], str | None], floating: bool, cell: Any) -> Value:
    make: Any = float if floating else Decimal
    if isinstance(cell, str):
        text = text_of(cell.strip())
        try:
            return None if text is None else make(text)
        except (ValueError, ArithmeticError):
            return None
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | make):
        return cell
    return make(str(cell)) if isinstance(cell, float) else None


def _integer(text_of: Callable[[str], str], cell: Any) -> Value:
    if isinstance(cell, str):
        try:
            return int(text_of(cell.strip()))
        except ValueError:
            return None
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return cell
    return int(cell) if isinstance(cell, float) and cell.is_integer() else None


def _boolean(names: Mapping[str, bool], cell: Any) -> Value:
    if isinstance(cell, bool):
        return cell
    return names.get(cell) if isinstance(cell, str) else None


def _date(form: str, cell: Any) -> Value:
    if not isinstance(cell, str):
        return None
    try:
        if form == "any":
            return _parser().parse(cell).date()
        return datetime.strptime(cell, "%Y-%m-%d" if form == "default" else form).date()
    except Exception:  # a format that strptime does not know, an overflow in dateutil: not this type
        return None


def _time(form: str, cell: Any) -> Value:
    if not isinstance(cell, str):
        return None
    try:
        if form == "default":
            return _iso(f"2000-01-01T{cell}").timetz() if len(cell) >= 8 and cell[5] == ":" else None
        return _moment(form, cell).timetz()
    except Exception:
        return None


def _datetime(form: str, cell: Any) -> Value:
    if not isinstance(cell, str):
        return None
    try:
        if form == "default":
            return _iso(cell) if len(cell) >= 19 and cell[16] == ":" else None
        return _moment(form, cell)
    except Exception:
        return None


def _parser() -> Any:
    from dateutil import parser  # type: ignore[import-untyped]

    return parser


def _iso(text: str) -> datetime:
    return _parser().isoparse(text)  # type: ignore[no-any-return]


def _moment(form: str, text: str) -> datetime:
    if form == "any":
        return _parser().parse(text)  # type: ignore[no-any-return]
    return datetime.strptime(text, form)


def _year(cell: Any) -> Value:
    if isinstance(cell, str):
        try:
            cell = int(cell) if len(cell) == 4 else None
        except ValueError:
            return None
    return cell if isinstance(cell, int) and 0 <= cell <= 9999 else None


def _yearmonth(cell: Any) -> Value:
    if isinstance(cell, list):
        return Yearmonth(*cell) if len(cell) == 2 else None
    if not isinstance(cell, str):
        return None
    try:
        year, month = cell.split("-")
        return Yearmonth(int(year), int(month)) if 1 <= int(month) <= 12 else None
    except ValueError:
        return None


def _duration(cell: Any) -> Value:
    import isodate  # type: ignore[import-untyped]

    if not isinstance(cell, str):
        return None
    try:
        return isodate.parse_duration(cell)
    except Exception:  # isodate raises what its parts raise
        return None


def _geopoint(form: str, cell: Any) -> Value:
    try:
        if isinstance(cell, str):
            if form == "array":
                lon, lat = json.loads(cell)
            elif form == "object":
                found = json.loads(cell)
                if len(found) != 2:
                    return None
                lon, lat = found["lon"], found["lat"]
            elif form == "default":
                lon, lat = (part.strip() for part in cell.split(","))
            else:
                return None
            cell = (Decimal(lon), Decimal(lat))
        point = Geopoint(*cell)
        inside = not (point.lon > 180 or point.lon < -180 or point.lat > 90 or point.lat < -90)
        return point if inside else None
    except Exception:  # whatever is no pair of numbers
        return None


def _json(kind: type, cell: Any) -> Value:
    if isinstance(cell, str):
        try:
            cell = json.loads(cell)
        except (ValueError, RecursionError):
            return None
    return cell if isinstance(cell, kind) else None


def _geojson(cell: Any) -> Value:
    found = _json(dict, cell)
    return found if found is not None and found.get("type") in _GEOJSON else None


def _list(delimiter: str, item_of: Read, cell: Any) -> Value:
    if not isinstance(cell, str | list):
        return None
    items = [item_of(item) for item in (cell.split(delimiter) if isinstance(cell, str) else cell)]
    return None if None in items else items


_GEOJSON = {
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection", "Feature",
    "FeatureCollection",
}  # fmt: skip
_PLAIN: dict[str, Read] = {
    "year": _year,
    "yearmonth": _yearmonth,
    "duration": _duration,
    "geojson": _geojson,
    "object": partial(_json, dict),
    "array": partial(_json, list),
    "any": lambda cell: cell,
}
