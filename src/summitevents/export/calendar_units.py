"""Calendar units (a day, a month, a year) for formats that have no ranges of possible days.

Days are ISO texts, YYYY-MM-DD, from years 1 to 9999.
"""

import re
from calendar import monthrange

from summitevents.query.select import Row
from summitevents.standards import edtf

CalendarUnit = tuple[int, ...]
"""A year; a year and a month; or a year, a month and a day."""


def exact_unit(first: str | None, last: str | None) -> CalendarUnit | None:
    """Returns the unit that begins on one day and ends on the other. None if no unit does, or if a day is None."""
    unit = enclosing_unit(first, last)
    return unit if unit and (first, last) == first_and_last_day(unit) else None


def enclosing_unit(first: str | None, last: str | None) -> CalendarUnit | None:
    """Returns the smallest unit that holds both days. None if their years differ, or if a day is None."""
    if first is None or last is None:
        return None
    if first == last:
        return parse_unit(first)
    if first[:7] == last[:7]:
        return parse_unit(first[:7])
    return parse_unit(first[:4]) if first[:4] == last[:4] else None


def parse_unit(text: str) -> CalendarUnit:
    """Returns the unit of an ISO 8601 text: 2019-02 → (2019, 2)."""
    return tuple(int(part) for part in text.split("-"))


def possible_days(event: Row) -> tuple[str | None, str | None]:
    """Returns the first and last possible day of an event, also before year 1 and after 9999; see edtf_dates.py."""
    first, last = event["earliest"], event["latest"]
    if "beyond" not in (event["start_flag"], event["end_flag"]):
        return first, last
    far = edtf.bounds(event["happened"])
    return first or far.start_min, last or far.end_max


def year_beyond(event: Row, end: bool = False) -> str | None:
    """Returns the ISO 8601 text of a start, or an end, before year 1 or after 9999: Y12000 → +12000. None if it has none.

    It has none where it is in those years, and where its EDTF text leaves open which year, month or day it is.
    """
    if event["end_flag" if end else "start_flag"] != "beyond":
        return None
    date = event["happened"].split("/")[-1 if end else 0].translate(str.maketrans("", "", "?~%"))
    if re.fullmatch("(-[0-9]{4}|0000)(-(0[1-9]|1[0-2])(-[0-9]{2})?)?", date):
        return str(date)
    found = re.fullmatch("Y(-?[0-9]+)(?:E([0-9]+))?", date)
    return f"{int(found[1]) * 10 ** int(found[2] or 0):+}" if found else None


def runs_backwards(event: Row) -> bool:
    """Says whether an event's last possible day lies before its first."""
    first, last = possible_days(event)
    return bool(first and last and last < first)


def format_unit(unit: CalendarUnit) -> str:
    """Returns the ISO 8601 text of a unit: (2019, 2) → 2019-02."""
    return "-".join([f"{unit[0]:04}", *(f"{part:02}" for part in unit[1:])])


def first_and_last_day(unit: CalendarUnit) -> tuple[str, str]:
    """Returns the days on which a unit begins and ends."""
    year, month, day = (*unit, None, None)[:3]
    first = format_unit((year or 0, month or 1, day or 1))
    return first, format_unit((year or 0, month or 12, day or monthrange(year or 1, month or 12)[1]))
