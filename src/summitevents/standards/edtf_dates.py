"""The first and last possible day of one EDTF date, and the calendar that this needs.

A day is a text YYYY-MM-DD, local to the event, of the years 0001 to 9999. Days outside these are BEFORE or AFTER.
"""

from collections.abc import Iterable
from itertools import product

from summitevents.standards.edtf_grammar import DATE, LONG_YEAR, PLAIN_DATE, EdtfError, syntax_error

# Stand for a day that no calendar text can give. They sort before and after all days.
BEFORE, AFTER = "", ":"

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
    if sign or year == "0000":
        return BEFORE, BEFORE
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
    year, month, day = [*bare.lstrip("-").split("-"), "XX", "XX"][:3]
    first, last = _days_of_part(year, month) if month in PARTS else _days_of_mask(year, month, day)
    if not first:
        raise EdtfError(f"no day that exists fits {text}", position + len(text) - 2)
    if bare[0] == "-":
        return BEFORE, BEFORE
    return _in_calendar(first), _in_calendar(last)


def _in_calendar(day: str) -> str:
    """Returns the day itself, or BEFORE for one of the year 0000."""
    return day if day > "0001" else BEFORE


def _days_of_long_year(bare: str, position: int) -> tuple[str, str]:
    number, significant = parse_long_year(bare, position)
    if number < 0 or number > 9999:
        return (BEFORE, BEFORE) if number < 0 else (AFTER, AFTER)
    step = 10 ** (len(str(number)) - significant)
    first = number // step * step
    return _in_calendar(f"{first:04}-01-01"), _in_calendar(f"{first + step - 1:04}-12-31")


def _days_of_part(year: str, part: str) -> tuple[str, str]:
    first, last, _ = PARTS[part]
    final, month = int(year.replace("X", "9")) + last // 13, f"{(last - 1) % 12 + 1:02}"
    end = f"{final:04}-{month}-{last_day(str(final), month)}" if final < 10000 else AFTER
    return f"{year.replace('X', '0')}-{first:02}-01", end


def _days_of_mask(year: str, month: str, day: str) -> tuple[str, str]:
    """Returns the days of a date with unspecified digits; two empty texts if no day fits."""
    months = [number for number in MONTHS if matches_mask(number, month)]
    if day == "XX":
        final = year.replace("X", "9")
        return f"{year.replace('X', '0')}-{months[0]}-01", f"{final}-{months[-1]}-{last_day(final, months[-1])}"
    pairs = [(mm, dd) for mm in months for dd in DAYS if matches_mask(dd, day) and dd <= MONTHS[mm][1]]
    return _first_real_day(year, "0123456789", pairs), _first_real_day(year, "9876543210", pairs[::-1])


def _first_real_day(year: str, digits: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Returns the first day that exists, in the order of `digits` for years and of `pairs` for months and days."""
    years = map("".join, product(*(digits if digit == "X" else digit for digit in year)))
    return next((f"{yyyy}-{mm}-{dd}" for yyyy in years for mm, dd in pairs if dd <= last_day(yyyy, mm)), "")
