"""How the text or JSON value of one cell becomes a value of its field's type.

https://datapackage.org/standard/table-schema/#field-types. clocks.py reads dates and times. Where the standard leaves
open what a text has to look like (an e-mail address, `any` date), the parsers are those of frictionless-py (dateutil,
rfc3986, validators); they are imported when a field needs them.
"""

import base64
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from summitevents.tableschema.values import clocks, json_values
from summitevents.tableschema.values.canonical import Geopoint, Value
from summitevents.tableschema.values.geojson import is_geojson

Parse = Callable[[Any], Value]
"""Returns the value of a cell (a text of CSV, a value of JSON); None if it is not a value of the type."""

TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
FORMATS: dict[str, tuple[str, ...]] = {
    "string": ("default", "email", "uri", "binary", "uuid"),
    "geopoint": ("default", "array", "object"),
    "geojson": ("default", "topojson"),
}
"""The formats of each type that has any beside the default; dates and times have patterns as well (clocks.py)."""
ITEM_TYPES = ("string", "integer", "boolean", "number", "datetime", "date", "time")


def value_parser(field: Mapping[str, Any]) -> Parse:
    """Returns the parser of a field descriptor's type and format. Requires: the type and format are of the standard."""
    type_, format_ = field["type"], str(field.get("format") or "default")
    match type_:
        case "string":
            return partial(_parse_string, _STRING_FORMATS.get(format_))
        case "number" | "integer":
            return partial(_parse_number, NumberForm.of(field), type_ == "integer")
        case "boolean":
            values = dict.fromkeys(field.get("trueValues", TRUE), True)
            return partial(_parse_boolean, values | dict.fromkeys(field.get("falseValues", FALSE), False))
        case "date" | "time" | "datetime":
            return clocks.parser(type_, format_)
        case "geopoint":
            return partial(_parse_geopoint, format_)
        case "geojson":
            return partial(_parse_geojson, format_)
        case "list":
            item = value_parser({"type": field.get("itemType", "string")})
            return partial(_parse_list, field.get("delimiter", ","), item)
        case _:
            return _WITHOUT_FORMAT[type_]


# ---- Strings ---------------------------------------------------------------------------------------------------------


def _parse_string(has_format: Callable[[str], bool] | None, cell: Any) -> Value:
    return cell if isinstance(cell, str) and (has_format is None or has_format(cell)) else None


_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})*+"
    r"(?:\#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*+)?"
)
"""RFC 3986, 2 and 3: the characters of a URI; where brackets may stand, and what a port is, the parser says."""
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
"""RFC 9562, 4."""
_LONGEST_ADDRESS = 254


def _is_uri(text: str) -> bool:
    from rfc3986 import exceptions, uri_reference, validators  # type: ignore[import-untyped]

    if not _URI.fullmatch(text):
        return False
    try:
        urlsplit(text)  # brackets are closed, and hold an address
        validators.Validator().require_presence_of("scheme").validate(uri_reference(text))
    except (exceptions.RFC3986Exception, ValueError):
        return False
    return True


def _is_email(text: str) -> bool:
    import validators

    return len(text) <= _LONGEST_ADDRESS and bool(validators.email(text))


def _is_uuid(text: str) -> bool:
    return bool(_UUID.fullmatch(text))


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)  # RFC 4648, 3.3: no other characters
    except ValueError:
        return False
    return True


_STRING_FORMATS: dict[str, Callable[[str], bool]] = {
    "uri": _is_uri, "email": _is_email, "uuid": _is_uuid, "binary": _is_base64,
}  # fmt: skip


# ---- Numbers and booleans --------------------------------------------------------------------------------------------

_XML_SPACE = " \t\r\n"
_SPECIAL = {"nan": "NaN", "inf": "Infinity", "+inf": "Infinity", "-inf": "-Infinity"}


class NumberForm:
    """How the numbers of a field are written: `text` matches one, whose groups are its sign and mantissa, and exponent.

    Table Schema, number and integer: digits of XML Schema's decimal, with groupChar, decimalChar and bareNumber.
    """

    def __init__(self, group: str, point: str, bare: bool, whole: bool) -> None:
        self.group, self.point, self.bare = group, point, bare
        digits = f"[0-9]++(?:{re.escape(group)}[0-9]++)*+" if group else "[0-9]++"
        dot = re.escape(point)
        mantissa = digits if whole else f"(?:{digits}(?:{dot}[0-9]*+)?|{dot}[0-9]++)"
        exponent = "" if whole else "(?:[eE][-+]?[0-9]++)?"
        number = f"([-+]?{mantissa})({exponent})"
        self.text = re.compile(number if bare else f"[^0-9]*?{number}[^0-9]*")

    @classmethod
    def of(cls, field: Mapping[str, Any]) -> "NumberForm":
        """Returns the form that a field's properties declare. Raises ValueError if they leave open what a number is."""
        group, whole = field.get("groupChar") or "", field["type"] == "integer"
        point = "" if whole else field.get("decimalChar", ".")
        for name, sign in (("groupChar", group), ("decimalChar", point)):
            if re.search("[-+0-9eE]", sign):
                raise ValueError(f"{name} is {sign}, which numbers have anyway")
        if not whole and point in ("", group):
            raise ValueError("decimalChar is empty, or that of groups")
        return cls(group, point, field.get("bareNumber", True), whole)

    def plain(self, text: str) -> str | None:
        """Returns a number as Python writes it, with a point and nothing else; None if the text is none."""
        found = self.text.fullmatch(text.strip(_XML_SPACE))
        if not found:
            return None
        mantissa = found[1].replace(self.group, "") if self.group else found[1]
        return (mantissa.replace(self.point, ".") if self.point else mantissa) + found[2]


def _parse_number(form: NumberForm, whole: bool, cell: Any) -> Value:
    """Returns an int or a Decimal; of JSON, a number as it is, if `whole` without a fraction."""
    if isinstance(cell, str):
        plain = form.plain(cell)
        if whole:
            return None if plain is None else json_values.whole_number(plain)
        return _decimal(plain or _SPECIAL.get(cell.strip(_XML_SPACE).lower(), ""))
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return None
    if isinstance(cell, float) and not whole:
        return Decimal(str(cell))
    return int(cell) if isinstance(cell, float) and cell.is_integer() else None if isinstance(cell, float) else cell


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except ArithmeticError:  # an exponent of twenty digits
        return Decimal("0" if "-" in text[1:] else "-Infinity" if text.startswith("-") else "Infinity")


def _parse_boolean(values: Mapping[str, bool], cell: Any) -> Value:
    """Returns a bool: of a text that stands for one, or of JSON itself; 1 and 0 of JSON are no booleans."""
    if isinstance(cell, bool):
        return cell
    return values.get(cell) if isinstance(cell, str) else None


# ---- Places, objects and lists ---------------------------------------------------------------------------------------

_DECIMAL = NumberForm("", ".", True, False)


def _parse_geopoint(format_: str, cell: Any) -> Value:
    """Returns a Geopoint, at most 180 and 90 degrees from zero: of a text, or of an array or object of JSON."""
    if format_ == "default":
        parts = cell.split(",") if isinstance(cell, str) else []
    else:
        found = _parse_json(list if format_ == "array" else dict, cell)
        if format_ == "object":
            found = [found["lon"], found["lat"]] if found is not None and set(found) == {"lon", "lat"} else None
        parts = found if found is not None and not any(isinstance(part, str) for part in found) else []
    numbers = [_parse_number(_DECIMAL, False, part) for part in parts]
    if len(numbers) != 2 or any(number is None or not Decimal(number).is_finite() for number in numbers):
        return None
    point = Geopoint(*numbers)
    return point if abs(point.lon) <= 180 and abs(point.lat) <= 90 else None


def _parse_json(type_: type, cell: Any) -> Value:
    """Returns an object or array, of JSON itself or of a text of JSON."""
    if isinstance(cell, str):
        try:
            cell = json_values.loads(cell)
        except (ValueError, RecursionError):
            return None
    return cell if isinstance(cell, type_) else None


def _parse_geojson(format_: str, cell: Any) -> Value:
    """Returns an object of GeoJSON, or one that has the parts of a topology; whether these hold together is not asked."""
    found = _parse_json(dict, cell)
    if found is None:
        return None
    if format_ == "topojson":
        parts = isinstance(found.get("objects"), dict) and isinstance(found.get("arcs"), list)
        return found if found.get("type") == "Topology" and parts else None
    return found if is_geojson(found) else None


def _parse_list(delimiter: str, parse_item: Parse, cell: Any) -> Value:
    """Returns the items of a delimited text, or of a list of JSON, if all are of their type."""
    if not isinstance(cell, str | list):
        return None
    items = [parse_item(item) for item in (cell.split(delimiter) if isinstance(cell, str) else cell)]
    return None if any(item is None for item in items) else items


def _parse_any(cell: Any) -> Value:
    return cell


_WITHOUT_FORMAT: dict[str, Parse] = {
    "year": clocks.parse_year,
    "yearmonth": clocks.parse_yearmonth,
    "duration": clocks.parse_duration,
    "object": partial(_parse_json, dict),
    "array": partial(_parse_json, list),
    "any": _parse_any,
}
