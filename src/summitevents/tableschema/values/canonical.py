"""Canonical texts of values, for keys: two values of one type are equal exactly if their canonical texts are.

prefilter.py and table.py write the same texts in SQL for the cells that they clear.
"""

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

Value = Any
"""What a cell means, by its field's type; None for a missing value."""


class Yearmonth(NamedTuple):
    """A month of a year."""

    year: int
    month: int


class FarMoment(NamedTuple):
    """A date and time in any year, in which days repeat after 400: `moment` is in 2000 to 2399, in a year that is alike."""

    year: int
    moment: datetime


class Duration(NamedTuple):
    """A duration of XML Schema: months are of different lengths, so they stand beside the seconds."""

    months: int
    seconds: Decimal


class Geopoint(NamedTuple):
    """A longitude and a latitude, in degrees."""

    lon: Any
    lat: Any


def canonical_text(value: Value) -> str | None:
    """Returns the text that stands for a value in keys; None for None. For NaN see `is_nan`."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(int(value)) if abs(value) < 10**60 else _number_text(Decimal(value))
    if isinstance(value, float | Decimal):
        return _number_text(Decimal(value))
    if isinstance(value, FarMoment):
        return _clock_text(value.moment, (value.year - value.moment.year) // 400)
    if isinstance(value, datetime | time):
        return _clock_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Yearmonth):
        return f"{value.year:04}-{value.month:02}"
    if isinstance(value, list | dict):
        return json.dumps(_alike(value), sort_keys=True, default=canonical_text)
    return " ".join(canonical_text(part) or "" for part in value)  # one of the tuples above


def is_nan(value: Value) -> bool:
    """Returns whether a value is not a number, and so not equal to any value, even itself."""
    return isinstance(value, float | Decimal) and value != value


def _alike(value: Any) -> Any:
    """Returns JSON in which equal numbers are written alike: 1.0 as 1."""
    if isinstance(value, list):
        return [_alike(item) for item in value]
    if isinstance(value, dict):
        return {key: _alike(item) for key, item in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _number_text(value: Decimal) -> str:
    """Returns plain digits without trailing zeros; with an exponent only if there would be very many digits."""
    if not value.is_finite():
        return str(value).lower()
    sign, digits, exponent = value.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    stripped = text.rstrip("0")
    exponent = int(exponent) + len(text) - len(stripped)
    if not stripped:
        return "0"
    minus = "-" * sign
    if 0 <= exponent <= 60:
        return minus + stripped + "0" * exponent
    if -60 <= exponent < 0:
        padded = stripped.rjust(1 - exponent, "0")
        return f"{minus}{padded[:exponent]}.{padded[exponent:]}"
    return f"{minus}{stripped}e{exponent}"


def _clock_text(value: datetime | time, cycles: int = 0) -> str:
    """Returns a naive value as it is; one with an offset as its moment in microseconds, since equal moments are equal.

    The value is so many cycles of 400 years later.
    """
    offset = value.utcoffset()
    if offset is None:
        return f"{cycles} {value.isoformat()}" if cycles else value.isoformat()
    day = (value.toordinal() if isinstance(value, datetime) else 0) + 146_097 * cycles
    moment = timedelta(0, 3600 * value.hour + 60 * value.minute + value.second, value.microsecond) - offset
    return f"Z{86_400_000_000 * day + moment // timedelta(microseconds=1)}"
