"""Dates, times and durations in the lexical forms of Table Schema, which are mostly those of XML Schema Part 2.

https://datapackage.org/standard/table-schema/#field-types, https://www.w3.org/TR/xmlschema-2/#dateTime. Years may be
negative or longer than four digits; there is no year 0000.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import partial
from typing import Any

from summitevents.tableschema.values.canonical import Duration, FarMoment, Value, Yearmonth

_YEAR = r"(?P<year>-?(?:[1-9][0-9]{3,}|0(?!000)[0-9]{3}))"
_ZONE = r"(?P<zone>Z|[-+](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_GYEAR = re.compile(_YEAR + _ZONE)
_GYEARMONTH = re.compile(f"{_YEAR}-(?P<month>0[1-9]|1[0-2]){_ZONE}")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile("([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])")
_DATETIME = re.compile(
    f"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})"
    rf"T(?P<hour>[0-9]{{2}}):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9])(?:\.(?P<fraction>[0-9]+))?{_ZONE}"
)
_DURATION = re.compile(
    r"(?P<minus>-)?P(?=.)(?:(?P<Y>[0-9]+)Y)?(?:(?P<M>[0-9]+)M)?(?:(?P<D>[0-9]+)D)?"
    r"(?:T(?=.)(?:(?P<h>[0-9]+)H)?(?:(?P<m>[0-9]+)M)?(?:(?P<s>[0-9]+(?:\.[0-9]+)?)S)?)?"
)
_DIRECTIVE = re.compile("%(.?)", re.DOTALL)
_DIRECTIVES = set("aAwdbBmyYHIpMSfzZjUWcxXGuV")
_LONGEST = 100
"""No moment or duration is longer: beyond, what strangers write would take its time."""


def parser(type_: str, format_: str) -> Callable[[Any], Value]:
    """Returns the parser of dates, times or datetimes in a format: default, any, or a pattern of strptime."""
    if format_ == "default":
        read = {"date": _read_date, "time": _read_time, "datetime": _read_datetime}[type_]
    else:
        read = partial(_read_moment, format_, type_)
    return partial(_parse, read)


def unknown_format(format_: str) -> str:
    """Returns why a text is no format of dates and times; an empty text if it is one."""
    if format_ in ("default", "any"):
        return ""
    found = _DIRECTIVE.findall(format_.replace("%%", ""))
    wrong = [f"%{letter}" for letter in found if letter not in _DIRECTIVES or not letter]
    if wrong:
        return f"{wrong[0]} is no directive of strptime"
    if not found:
        return f"{format_} is neither default nor any, and has no directive of strptime, such as %Y"
    try:
        datetime.strptime("", format_)
    except (ValueError, re.error, IndexError, OverflowError) as error:
        return "" if "does not match" in str(error) else f"{format_} is no pattern of strptime"
    return ""


def _parse(read: Callable[[str], Value], cell: Any) -> Value:
    """Returns what `read` makes of a text; None for anything else, and for what it cannot read."""
    if not isinstance(cell, str):
        return None
    try:
        return read(cell)
    except Exception:  # dateutil raises what its parts raise
        return None


def _read_date(text: str) -> Value:
    return date.fromisoformat(text) if _DATE.fullmatch(text) else None


def _read_time(text: str) -> Value:
    return time.fromisoformat(text) if _TIME.fullmatch(text) else None


def _read_moment(format_: str, type_: str, text: str) -> Value:
    if format_ == "any":
        from dateutil import parser as dateutil  # type: ignore[import-untyped]

        if len(text) > _LONGEST:
            return None
        found = dateutil.parse(text)
    else:
        found = datetime.strptime(text, format_)
    return found.date() if type_ == "date" else found.timetz() if type_ == "time" else found


def _read_datetime(text: str) -> Value:
    """Returns a datetime, naive or with its offset; a FarMoment if Python's years 1 to 9999 do not reach so far."""
    found = _DATETIME.fullmatch(text) if len(text) <= _LONGEST else None
    if not found:
        return None
    year = int(found["year"])
    year += year < 0  # in XML Schema 1.0, the year before 1 is -1
    midnight = found["hour"] == "24" and found["minute"] == found["second"] == "00" and not int(found["fraction"] or 0)
    alike = datetime(
        2000 + year % 400, int(found["month"]), int(found["day"]), 0 if midnight else int(found["hour"]),
        int(found["minute"]), int(found["second"]), int((found["fraction"] or "0").ljust(6, "0")[:6]), _zone(found["zone"]),
    )  # fmt: skip
    moment = _in_year(year, alike + timedelta(days=midnight))
    return moment.moment.replace(year=moment.year) if 1 <= moment.year <= 9999 else moment


def in_order(moment: datetime | FarMoment) -> tuple[time, FarMoment]:
    """Returns a moment in UTC, or naive as it is; those of one kind are compared as the moments are, however far.

    The time before it, which is always the same, raises TypeError where one with an offset is compared with one without.
    """
    year, alike = moment if isinstance(moment, FarMoment) else _in_year(moment.year, moment)
    zone = UTC if alike.tzinfo else None
    return time(tzinfo=zone), _in_year(year, alike.astimezone(zone) if zone else alike)


def _in_year(year: int, moment: datetime) -> FarMoment:
    """Returns a moment that was in `year` or has gone to the one beside it, where a year begins or ends."""
    year += (moment.year - year + 200) % 400 - 200
    return FarMoment(year, moment.replace(year=2000 + year % 400))


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[4:]))
    return timezone(-offset if text[0] == "-" else offset)


def parse_year(cell: Any) -> Value:
    """Returns an int: of a gYear, whose zone says nothing of the year, or of a number of JSON without a fraction."""
    if isinstance(cell, str):
        found = _GYEAR.fullmatch(cell) if len(cell) <= _LONGEST else None
        return int(found["year"]) if found else None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return cell if isinstance(cell, int) and not isinstance(cell, bool) and cell else None


def parse_yearmonth(cell: Any) -> Value:
    """Returns a Yearmonth, of a gYearMonth."""
    found = _GYEARMONTH.fullmatch(cell) if isinstance(cell, str) and len(cell) <= _LONGEST else None
    return Yearmonth(int(found["year"]), int(found["month"])) if found else None


# ---- Durations -------------------------------------------------------------------------------------------------------


def parse_duration(cell: Any) -> Value:
    """Returns a Duration, of a duration of XML Schema: no weeks, no other sign than a minus."""
    found = _DURATION.fullmatch(cell) if isinstance(cell, str) and len(cell) <= _LONGEST else None
    if not found:
        return None
    sign = -1 if found["minus"] else 1
    days, hours, minutes = (int(found[name] or 0) for name in "Dhm")
    seconds = Decimal(60 * (60 * (24 * days + hours) + minutes)) + Decimal(found["s"] or 0)
    return Duration(sign * (12 * int(found["Y"] or 0) + int(found["M"] or 0)), sign * seconds)


_REFERENCES = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
"""The months from whose first days durations are compared (XML Schema Part 2, 3.2.6.2)."""


def durations_from_references(duration: Duration) -> tuple[Decimal, ...]:
    """Returns the seconds that a duration takes from each reference: one is longer than another if each is."""
    found = []
    for year, month in _REFERENCES:
        later = 12 * year + month - 1 + duration.months
        days = _days_before(later // 12, later % 12 + 1) - _days_before(year, month)
        found.append(Decimal(86400 * days) + duration.seconds)
    return tuple(found)


def _days_before(year: int, month: int) -> int:
    """Returns the days from some fixed day to the first of a month; years before 1 count as 0, -1, …"""
    cycles, year = divmod(year - 2000, 400)
    return 146097 * cycles + date(2000 + year, month, 1).toordinal()
