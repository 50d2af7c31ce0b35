"""Days of any year as numbers, for pictures and orders: 1 is 1 January of the year 1, by the Gregorian calendar, as EDTF has it.

The tables have days of the years 1 to 9999. Any other is read from the EDTF text: the calendar repeats every 400 years.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from summitevents.export.calendar_units import edtf_years
from summitevents.query.select import Row
from summitevents.standards.edtf_dates import UNQUALIFIED, possible_days, year_name

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_YEARS, _DAYS = 400, 146_097
"""After how many years the calendar repeats, and how many days these have."""
_DATE = re.compile(r"(Y-?[0-9]+(?:E[0-9]+)?|-?[0-9X]{4})(?:S[0-9]+)?(.*)")
"""The year of an EDTF date, and the rest."""


class Days(NamedTuple):
    """The first and last possible day of an event's start, and of its end; None where one is missing."""

    earliest: int | None
    start_max: int | None
    end_min: int | None
    latest: int | None


def days_of(row: Row) -> Days:
    """Returns the days of an event, by the columns that say them; none of a date without a year."""
    sides = (row["happened"] or "").split("/")
    if "XXXX" in sides[0]:
        return Days(None, None, None, None)
    days = [
        date.fromisoformat(row[column]).toordinal() if row[column] else None
        for column in ("earliest", "start_max", "end_min", "latest")
    ]
    if row["start_flag"] == "beyond":
        days[:2] = _possible(sides[0])
    if row["end_flag"] == "beyond":
        days[2:] = _possible(sides[-1])
    return Days(*days)


def number_of(year: int, month: int = 1, day: int = 1) -> int:
    """Returns the number of a day; the year 0 is 1 BC."""
    turns, within = divmod(year - 1, _YEARS)
    return date(within + 1, month, day).toordinal() + turns * _DAYS


def parts_of(number: int) -> tuple[int, int, int]:
    """Returns the year, month and day of a number."""
    turns, within = divmod(number - 1, _DAYS)
    found = date.fromordinal(within + 1)
    return found.year + turns * _YEARS, found.month, found.day


def in_words(number: int) -> str:
    """Returns a day in a few letters: 27 Feb 2019."""
    year, month, day = parts_of(number)
    return f"{day} {MONTHS[month - 1]} {year_name(str(year))}"


def sortable(number: int) -> str:
    """Returns a day as a text that sorts: 0 for one before year 1, ~ for one after 9999."""
    if not 0 < number <= date.max.toordinal():
        return "0" if number < 1 else "~"
    return date.fromordinal(number).isoformat()


def _possible(text: str) -> tuple[int | None, int | None]:
    """Returns the first and last possible day of an EDTF date or set."""
    found = [day for one in re.split(r",|\.\.", text.strip("[]{}")) if one for day in _ends(one)]
    return min(found, default=None), max(found, default=None)


def _ends(text: str) -> Iterator[int]:
    """Yields the ends of the days that are possible for one EDTF date."""
    found = _DATE.fullmatch(text.translate(UNQUALIFIED).partition("T")[0])
    if not found or "XXXX" in found[1]:
        return
    for digit in "09" if "X" in found[1] else "0":
        [year] = edtf_years(found[1].replace("X", digit))
        turns, within = divmod(year, _YEARS)
        for day in possible_days(f"{within + 5 * _YEARS}{found[2]}", 0):
            yield date.fromisoformat(day).toordinal() + (turns - 5) * _DAYS
