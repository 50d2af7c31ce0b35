"""Days of any year as numbers, for pictures and orders: 1 is 1 January of the year 1, by the Gregorian calendar, as EDTF has it.

The tables have days of the years 1 to 9999. Any other is read from the EDTF text.
"""

from datetime import date
from typing import NamedTuple

from summitevents.query.select import Row
from summitevents.standards import edtf
from summitevents.standards.edtf_dates import CYCLE_DAYS, CYCLE_YEARS, day_number, year_name

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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
    days = [row[column] for column in ("earliest", "start_max", "end_min", "latest")]
    if "beyond" in (row["start_flag"], row["end_flag"]):
        days = [day or far for day, far in zip(days, edtf.bounds(row["happened"])[:4], strict=True)]
    return Days(*(day_number(day) if day else None for day in days))


def parts_of(number: int) -> tuple[int, int, int]:
    """Returns the year, month and day of a number."""
    turns, within = divmod(number - 1, CYCLE_DAYS)
    found = date.fromordinal(within + 1)
    return found.year + turns * CYCLE_YEARS, found.month, found.day


def in_words(number: int) -> str:
    """Returns a day in a few letters: 27 Feb 2019."""
    year, month, day = parts_of(number)
    return f"{day} {MONTHS[month - 1]} {year_name(str(year))}"


def sortable(number: int) -> str:
    """Returns a day as a text that sorts: 0 for one before year 1, ~ for one after 9999."""
    if not 0 < number <= date.max.toordinal():
        return "0" if number < 1 else "~"
    return date.fromordinal(number).isoformat()
