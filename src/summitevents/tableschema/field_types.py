"""How the text or JSON value of one cell becomes a value of its field's type, exactly as frictionless-py has it.

https://datapackage.org/standard/table-schema/#field-types. The parsers are those that frictionless uses (dateutil,
isodate, rfc3986, validators); they are imported when a field needs them.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from summitevents.tableschema.canonical import Geopoint, Value, Yearmonth

Parse = Callable[[Any], Value]
"""Returns the value of a cell (a text of CSV, a value of JSON); None if it is not a value of the type."""

TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")


def value_parser(field: Mapping[str, Any]) -> Parse:
    """Returns the parser of a field descriptor's type and format. Requires: the type is one of the standard."""
    type_, format_ = field.get("type") or "string", str(field.get("format") or "default")
    match type_:
        case "string":
            return partial(_parse_string, _STRING_FORMATS.get(format_))
        case "number":
            return partial(_parse_number, float if field.get("floatNumber", False) else Decimal, _number_cleaner(field))
        case "integer":
            return partial(_parse_integer, _strip_around if field.get("bareNumber", True) is False else str)
        case "boolean":
            values = dict.fromkeys(field.get("trueValues", TRUE), True)
            return partial(_parse_boolean, values | dict.fromkeys(field.get("falseValues", FALSE), False))
        case "date" | "time" | "datetime" | "geopoint":
            return partial(_WITH_FORMAT[type_], format_)
        case "list":
            item = value_parser({"type": field.get("itemType", "string")})
            return partial(_parse_list, field.get("delimiter", ","), item)
        case _:
            return _WITHOUT_FORMAT[type_]


# ---- Strings ---------------------------------------------------------------------------------------------------------


def _parse_string(has_format: Callable[[str], bool] | None, cell: Any) -> Value:
    return cell if isinstance(cell, str) and (has_format is None or has_format(cell)) else None


def _is_uri(text: str) -> bool:
    from rfc3986 import exceptions, uri_reference, validators  # type: ignore[import-untyped]

    try:
        validators.Validator().require_presence_of("scheme").validate(uri_reference(text))
    except exceptions.ValidationError:
        return False
    return True


def _is_email(text: str) -> bool:
    import validators

    return bool(validators.email(text))


def _is_uuid(text: str) -> bool:
    import validators

    return bool(validators.uuid(text))


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text)
    except ValueError:
        return False
    return True


_STRING_FORMATS: dict[str, Callable[[str], bool]] = {
    "uri": _is_uri, "email": _is_email, "uuid": _is_uuid, "binary": _is_base64,
}  # fmt: skip


# ---- Numbers and booleans --------------------------------------------------------------------------------------------

_AROUND = re.compile(r"((^[^-\d]*)|(\D*$))")


def _strip_around(text: str) -> str:
    """Returns a number without what stands around it, such as a currency or a percent sign (bareNumber)."""
    return _AROUND.sub("", text)


def _number_cleaner(field: Mapping[str, Any]) -> Callable[[str], str | None]:
    """Returns what turns a number's text into one that Python reads, by groupChar, decimalChar and bareNumber."""
    if not {"groupChar", "decimalChar", "bareNumber"} & set(field):
        return str
    group, point, bare = field.get("groupChar", ""), field.get("decimalChar", "."), field.get("bareNumber", True)

    def clean(text: str) -> str | None:
        text = (text if bare else _strip_around(text)).replace(group, "")
        return None if point != "." and "." in text else text.replace(point, ".")

    return clean


def _parse_number(number: Any, clean: Callable[[str], str | None], cell: Any) -> Value:
    """Returns a float or Decimal, whichever type `number` is; an integer of JSON stays one."""
    if isinstance(cell, str):
        text = clean(cell.strip())
        try:
            return None if text is None else number(text)
        except (ValueError, ArithmeticError):
            return None
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | number):
        return cell
    return number(str(cell)) if isinstance(cell, float) else None


def _parse_integer(clean: Callable[[str], str], cell: Any) -> Value:
    """Returns an int: of what Python reads as one (+1, 1_0, ٣), or of a JSON number without a fraction."""
    if isinstance(cell, str):
        try:
            return int(clean(cell.strip()))
        except ValueError:
            return None
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return cell
    return int(cell) if isinstance(cell, float) and cell.is_integer() else None


def _parse_boolean(values: Mapping[str, bool], cell: Any) -> Value:
    """Returns a bool: of a text that stands for one, or of JSON itself; 1 and 0 of JSON are no booleans."""
    if isinstance(cell, bool):
        return cell
    return values.get(cell) if isinstance(cell, str) else None


# ---- Dates and times -------------------------------------------------------------------------------------------------


def _parse_date(format_: str, cell: Any) -> Value:
    """Returns a date: YYYY-MM-DD by default, by a pattern of strptime, or of any form that dateutil guesses."""
    if not isinstance(cell, str):
        return None
    try:
        if format_ == "any":
            return _dateutil().parse(cell).date()
        return datetime.strptime(cell, "%Y-%m-%d" if format_ == "default" else format_).date()
    except Exception:  # a format that strptime does not know, an overflow in dateutil: not a value of the type
        return None


def _parse_time(format_: str, cell: Any) -> Value:
    """Returns a time, naive or with its offset: by default ISO 8601 with colons and seconds."""
    if not isinstance(cell, str):
        return None
    try:
        if format_ == "default":
            return _parse_iso(f"2000-01-01T{cell}").timetz() if len(cell) >= 8 and cell[5] == ":" else None
        return _parse_moment(format_, cell).timetz()
    except Exception:
        return None


def _parse_datetime(format_: str, cell: Any) -> Value:
    """Returns a date and time, naive or with its offset: by default ISO 8601 with hyphens, colons and seconds."""
    if not isinstance(cell, str):
        return None
    try:
        if format_ == "default":
            return _parse_iso(cell) if len(cell) >= 19 and cell[16] == ":" else None
        return _parse_moment(format_, cell)
    except Exception:
        return None


def _dateutil() -> Any:
    from dateutil import parser  # type: ignore[import-untyped]

    return parser


def _parse_iso(text: str) -> datetime:
    return _dateutil().isoparse(text)  # type: ignore[no-any-return]


def _parse_moment(format_: str, text: str) -> datetime:
    if format_ == "any":
        return _dateutil().parse(text)  # type: ignore[no-any-return]
    return datetime.strptime(text, format_)


def _parse_year(cell: Any) -> Value:
    """Returns an int from 0 to 9999; a text has four characters."""
    if isinstance(cell, str):
        try:
            cell = int(cell) if len(cell) == 4 else None
        except ValueError:
            return None
    return cell if isinstance(cell, int) and 0 <= cell <= 9999 else None


def _parse_yearmonth(cell: Any) -> Value:
    """Returns a Yearmonth of YYYY-MM; a list of JSON is taken as it is."""
    if isinstance(cell, list):
        return Yearmonth(*cell) if len(cell) == 2 else None
    if not isinstance(cell, str):
        return None
    try:
        year, month = cell.split("-")
        return Yearmonth(int(year), int(month)) if 1 <= int(month) <= 12 else None
    except ValueError:
        return None


def _parse_duration(cell: Any) -> Value:
    """Returns a timedelta, or an isodate.Duration if it has months or years, of ISO 8601."""
    import isodate  # type: ignore[import-untyped]

    if not isinstance(cell, str):
        return None
    try:
        return isodate.parse_duration(cell)
    except Exception:  # isodate raises what its parts raise
        return None


# ---- Places, objects and lists ---------------------------------------------------------------------------------------


def _parse_geopoint(format_: str, cell: Any) -> Value:
    """Returns a Geopoint, at most 180 and 90 degrees from zero, of a text or a list of JSON."""
    try:
        pair = _geopoint_numbers(format_, cell) if isinstance(cell, str) else cell
        point = Geopoint(*pair)
        inside = not (point.lon > 180 or point.lon < -180 or point.lat > 90 or point.lat < -90)
        return point if inside else None
    except Exception:  # whatever is not a pair of numbers
        return None


def _geopoint_numbers(format_: str, text: str) -> tuple[Decimal, Decimal]:
    """Returns longitude and latitude. Raises any exception if the text does not have the format."""
    match format_:
        case "array":
            lon, lat = json.loads(text)
        case "object":
            found = json.loads(text)
            lon, lat = found["lon"], found["lat"]
            if len(found) != 2:
                raise ValueError(text)
        case "default":
            lon, lat = (part.strip() for part in text.split(","))
        case _:
            raise ValueError(format_)
    return Decimal(lon), Decimal(lat)


def _parse_json(type_: type, cell: Any) -> Value:
    """Returns an object or array, of JSON itself or of a text of JSON."""
    if isinstance(cell, str):
        try:
            cell = json.loads(cell)
        except (ValueError, RecursionError):
            return None
    return cell if isinstance(cell, type_) else None


_GEOJSON = {
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection", "Feature",
    "FeatureCollection",
}  # fmt: skip


def _parse_geojson(cell: Any) -> Value:
    """Returns an object that has a type of GeoJSON; whether it keeps to that type is not looked at."""
    found = _parse_json(dict, cell)
    return found if found is not None and found.get("type") in _GEOJSON else None


def _parse_list(delimiter: str, parse_item: Parse, cell: Any) -> Value:
    """Returns the items of a delimited text, or of a list of JSON, if all are of their type."""
    if not isinstance(cell, str | list):
        return None
    items = [parse_item(item) for item in (cell.split(delimiter) if isinstance(cell, str) else cell)]
    return None if None in items else items


def _parse_any(cell: Any) -> Value:
    return cell


_WITH_FORMAT: dict[str, Callable[[str, Any], Value]] = {
    "date": _parse_date, "time": _parse_time, "datetime": _parse_datetime, "geopoint": _parse_geopoint,
}  # fmt: skip
_WITHOUT_FORMAT: dict[str, Parse] = {
    "year": _parse_year,
    "yearmonth": _parse_yearmonth,
    "duration": _parse_duration,
    "geojson": _parse_geojson,
    "object": partial(_parse_json, dict),
    "array": partial(_parse_json, list),
    "any": _parse_any,
}
