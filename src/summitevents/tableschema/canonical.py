"""Values as texts that are equal where the values are, for keys."""

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

Value = Any


class Yearmonth(NamedTuple):
    """A month of a year; not held to be one, where JSON gives it as a list."""

    year: Any
    month: Any


class Geopoint(NamedTuple):
    """A longitude and a latitude."""

    lon: Any
    lat: Any


def canon(value: Value) -> str | None:
    """A text that is the same for equal values and no others of its kind, for keys; None for None."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float | Decimal):
        return _number_canon(Decimal(value))
    if isinstance(value, datetime | time):
        return _clock_canon(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value.days} {value.seconds} {value.microseconds}"
    if isinstance(value, Yearmonth | Geopoint):
        return (" " if isinstance(value, Geopoint) else "-").join(
            f"{part:04}" if i == 0 and type(part) is int and isinstance(value, Yearmonth)
            else f"{part:02}" if type(part) is int and isinstance(value, Yearmonth)
            else str(canon(part)) for i, part in enumerate(value)
        )  # fmt: skip
    if isinstance(value, list | dict):
        return json.dumps(value, sort_keys=True, default=canon)
    return f"{value.years} {value.months} {canon(value.tdelta)}"  # a duration with months


def is_nan(value: Value) -> bool:
    """Whether it is not a number, and so equal to nothing, not even itself."""
    return isinstance(value, float | Decimal) and Decimal(value).is_nan()


def _number_canon(value: Decimal) -> str:
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
        whole = stripped.rjust(1 - exponent, "0")
        return f"{minus}{whole[:exponent]}.{whole[exponent:]}"
    return f"{minus}{stripped}e{exponent}"


def _clock_canon(value: datetime | time) -> str:
    """Naive values as they stand; those with an offset as the moment they name."""
    offset = value.utcoffset()
    if offset is None:
        return value.isoformat()
    day = value.toordinal() if isinstance(value, datetime) else 0
    moment = timedelta(day, 3600 * value.hour + 60 * value.minute + value.second, value.microsecond) - offset
    return f"Z{moment // timedelta(microseconds=1)}"
