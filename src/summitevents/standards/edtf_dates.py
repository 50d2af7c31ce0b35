"""The first and last possible day of one EDTF date, and the calendar that this needs.

A day is a text, local to the event, and days of any year sort by time as their texts do: YYYY-MM-DD in the years 0000 to
9999. Of a later year, its 18 digits stand behind a Y. Of an earlier one, what its digits lack of nines stands behind a
hyphen: -0043-03-15 is -9956-03-15; of more than four digits, 18 stand behind two hyphens.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

from summitevents.standards.edtf_grammar import DATE, LONG_YEAR, PLAIN_DATE, EdtfError, syntax_error

# Stand for a day that is open or unknown. They sort before and after all days.
BEFORE, AFTER = "", "~"

# Number → English name, and last day (of February in a leap year).
MONTHS = {
    "01": ("January", "31"),
    "02": ("February", "29"),
    "03": ("March", "31"),
    "04": ("April", "30"),
    "05": ("May", "31"),
    "06": ("June", "30"),
    "07": ("July", "31"),
    "08": ("August", "31"),
    "09": ("September", "30"),
    "10": ("October", "31"),
    "11": ("November", "30"),
    "12": ("December", "31"),
}
DAYS = [f"{day:02}" for day in range(1, 32)]
# Deletes the qualifiers from a text, by str.translate.
UNQUALIFIED = str.maketrans("", "", "?~%")

# "Sub-year groupings": first month, last month, English words. Month 14 is February of the next year. A season without
# a hemisphere may be that of either. A season over the new year is counted from January of its year to next February.
PARTS = {
    "21": (1, 12, "spring {}"),
    "22": (1, 14, "summer {}"),
    "23": (1, 12, "autumn {}"),
    "24": (1, 14, "winter {}"),
    "25": (3, 5, "spring {} (northern hemisphere)"),
    "26": (6, 8, "summer {} (northern hemisphere)"),
    "27": (9, 11, "autumn {} (northern hemisphere)"),
    "28": (1, 14, "winter {} (northern hemisphere)"),
    "29": (9, 11, "spring {} (southern hemisphere)"),
    "30": (1, 14, "summer {} (southern hemisphere)"),
    "31": (3, 5, "autumn {} (southern hemisphere)"),
    "32": (6, 8, "winter {} (southern hemisphere)"),
    "33": (1, 3, "first quarter of {}"),
    "34": (4, 6, "second quarter of {}"),
    "35": (7, 9, "third quarter of {}"),
    "36": (10, 12, "fourth quarter of {}"),
    "37": (1, 4, "first four months of {}"),
    "38": (5, 8, "middle four months of {}"),
    "39": (9, 12, "last four months of {}"),
    "40": (1, 6, "first half of {}"),
    "41": (7, 12, "second half of {}"),
}


def last_day(year: str, month: str) -> str:
    """Returns the last day of a month, as two digits."""
    if month != "02":
        return MONTHS[month][1]
    number = int(year)
    return "29" if number % 4 == 0 and (number % 100 != 0 or number % 400 == 0) else "28"


def matches_mask(number: str, mask: str) -> bool:
    """Returns whether a number of two digits fits a mask such as 1X."""
    return mask[0] in ("X", number[0]) and mask[1] in ("X", number[1])


# ---- Years -----------------------------------------------------------------------------------------------------------


def parse_long_year(text: str, position: int = 0) -> tuple[int, int]:
    """Reads a year such as Y170000002, Y-17E7 or 1950S2; returns its number and how many digits are significant.

    Requires: `text` matches LONG_YEAR and has no qualifier. Raises EdtfError if the number is not to be written so.
    """
    body, _, significant = text.partition("S")
    mantissa, _, exponent = body.removeprefix("Y").partition("E")
    number = int(mantissa) * 10 ** int(exponent or 0)
    digits = len(str(abs(number)))
    if mantissa == "-0000":
        raise syntax_error(mantissa, position)
    if digits > 18:
        raise EdtfError("a year has at most 18 digits", position)
    if body[0] == "Y" and digits < 5:
        short = f"{'-' if number < 0 else ''}{abs(number):04}"
        raise EdtfError(f"Y is for years of more than four digits only; write {short}", position)
    if significant and int(significant) > digits:
        reason = f"{abs(number)} has {digits} digits, not {significant}"
        raise EdtfError(reason, position + text.index("S") + 1)
    return number, int(significant or digits)


def year_name(text: str) -> str:
    """Returns a year as people name it: 0 of the astronomical count is 1 BC ("Negative calendar year")."""
    number = int(text)
    size = number if number > 0 else 1 - number
    digits = str(size) if size < 10000 else f"{size:,}"
    if number <= 0:
        return f"{digits} BC"
    return f"AD {digits}" if number < 1000 else digits if number < 10000 else f"the year {digits}"


# ---- Days ------------------------------------------------------------------------------------------------------------

_NINES = 10**18 - 1
CYCLE_YEARS, CYCLE_DAYS = 400, 146_097
"""After how many years the calendar repeats, and how many days these have."""


def day_text(year: int, month: str, day: str) -> str:
    """Returns a day of any year as a text that sorts by time; see the head of this file."""
    if year > 9999:
        return f"Y{year:018}-{month}-{day}"
    if year < -9999:
        return f"--{_NINES + year:018}-{month}-{day}"
    return f"{year:04}-{month}-{day}" if year >= 0 else f"-{9999 + year:04}-{month}-{day}"


def year_of(day: str) -> int:
    """Returns the year of a day."""
    digits = int(day[:-6].lstrip("-Y"))
    return digits - (_NINES if day[1] == "-" else 9999 if day[0] == "-" else 0)


def iso_day(day: str | None) -> str | None:
    """Returns a day of the years 1 to 9999 as it stands, an ISO text; None for any other."""
    return day if day is not None and "0001" < day < ":" else None


def edtf_day(day: str) -> str:
    """Returns a day of the years -9999 to 9999 as EDTF writes it."""
    return f"-{-year_of(day):04}{day[-6:]}" if day[0] == "-" else day


def day_number(day: str) -> int:
    """Returns the number of a day: 1 is 1 January of the year 1."""
    return number_of(year_of(day), int(day[-5:-3]), int(day[-2:]))


def number_of(year: int, month: int = 1, day: int = 1) -> int:
    """Returns the number of a day; the year 0 is 1 BC."""
    turns, within = divmod(year - 1, CYCLE_YEARS)
    return date(within + 1, month, day).toordinal() + turns * CYCLE_DAYS


# ---- Possible days ---------------------------------------------------------------------------------------------------


def possible_days(text: str, position: int) -> tuple[str, str]:
    """Returns the first and last possible day of the date `text`, which stands at `position` in the EDTF text.

    Raises EdtfError if it is not a date, or not one that exists.
    """
    plain = PLAIN_DATE.fullmatch(text)
    if plain is None:
        return _days_of_rare_form(text, position)
    sign, year, month, day = plain.groups()
    if day and day > "28" and day > last_day(year, month):
        name = MONTHS[month][0] + (f" {year_name((sign or '') + year)}" if month == "02" else "")
        raise EdtfError(f"{name} has {last_day(year, month)} days", position + len(text) - 2)
    if text[:5] == "-0000":
        raise syntax_error(text, position)
    if sign:
        text = f"-{9999 - int(year):04}{text[5:]}"
    if day:
        return text, text
    if month:
        return text + "-01", f"{text}-{last_day(year, month)}"
    return text + "-01-01", text + "-12-31"


def _days_of_rare_form(text: str, position: int) -> tuple[str, str]:
    """Does the same for a date with qualifiers, unspecified digits, a part of a year, or a long year."""
    bare = text.translate(UNQUALIFIED)
    if LONG_YEAR.fullmatch(text):
        return _days_of_long_year(bare, position)
    if not DATE.fullmatch(text) or bare[:5] == "-0000":
        raise syntax_error(text, position)
    if PLAIN_DATE.fullmatch(bare):
        return possible_days(bare, position)
    sign = bare[: bare[0] == "-"]
    year, month, day = [*bare[len(sign) :].split("-"), "XX", "XX"][:3]
    first, last = _days_of_part(sign, year, month) if month in PARTS else _days_of_mask(sign, year, month, day)
    if not first:
        raise EdtfError(f"no day that exists fits {text}", position + len(text) - 2)
    return BEFORE if bare[:4] == "XXXX" else first, last  # some year may be one before year 1


def _days_of_long_year(bare: str, position: int) -> tuple[str, str]:
    number, significant = parse_long_year(bare, position)
    step = 10 ** (len(str(abs(number))) - significant)
    nearest = abs(number) // step * step
    years = (nearest, nearest + step - 1) if number >= 0 else (1 - nearest - step, -nearest)
    return day_text(years[0], "01", "01"), day_text(years[1], "12", "31")


def _days_of_part(sign: str, year: str, part: str) -> tuple[str, str]:
    first, last, _ = PARTS[part]
    final, month = next(_years(sign, year, latest=True)) + last // 13, f"{(last - 1) % 12 + 1:02}"
    return (
        day_text(next(_years(sign, year)), f"{first:02}", "01"),
        day_text(final, month, last_day(str(final), month)),
    )


def _days_of_mask(sign: str, year: str, month: str, day: str) -> tuple[str, str]:
    """Returns the days of a date with unspecified digits; two empty texts if no day fits."""
    months = [number for number in MONTHS if matches_mask(number, month)]
    days = ["01", "28", "29", "30", "31"] if day == "XX" else [dd for dd in DAYS if matches_mask(dd, day)]
    pairs = [(mm, dd) for mm in months for dd in days if dd <= MONTHS[mm][1]]
    return _first_real_day(_years(sign, year), pairs), _first_real_day(_years(sign, year, latest=True), pairs[::-1])


def _years(sign: str, mask: str, latest: bool = False) -> Iterator[int]:
    """Yields the years that fit a mask such as 19XX, from the earliest on, or back from the latest; there is no -0000."""
    digits = "9876543210" if latest != bool(sign) else "0123456789"
    years = map("".join, product(*(digits if digit == "X" else digit for digit in mask)))
    return (int(sign + year) for year in years if not sign or year != "0000")


def _first_real_day(years: Iterable[int], pairs: list[tuple[str, str]]) -> str:
    """Returns the first day that exists, in the order of `years`, and of `pairs` of months and days."""
    return next((day_text(year, mm, dd) for year in years for mm, dd in pairs if dd <= last_day(str(year), mm)), "")
