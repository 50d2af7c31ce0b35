"""Extended Date/Time Format: what a date says, as four calendar days, and in English.

The standard is the Library of Congress's EDTF specification of 4 February 2019, levels 0, 1 and 2, a profile of
ISO 8601-1:2019 and ISO 8601-2:2019; section names below are its own. Exact ASCII syntax; nothing is guessed.

Where the specification is silent, the answer here is no rather than maybe:
- a time of day is hh:mm:ss, 00:00:00 to 23:59:59, on a complete date; its zone is Z, ±hh or ±hh:mm, but never -00;
- an interval has a date on one side at least;
- a part of a date has a qualifier on one side of it, not on both;
- a set has two members or a "..", and beside a ".." stand plain years, months or days, alike and in order;
- a year has at most 18 digits, and as many at least as it calls significant.
"""

import re
from collections.abc import Iterable
from itertools import product
from typing import NamedTuple


class EdtfError(ValueError):
    """A text is not EDTF: `reason`, a short sentence for people; `position`, about where, in code points from 0."""

    def __init__(self, reason: str, position: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


class Bounds(NamedTuple):
    """First and last possible day of the start, and of the end: YYYY-MM-DD, inclusive, local to the event.

    A flag says why a day is missing (None): "open" for "..", "unknown" for the empty side of an interval, "beyond" for
    a year outside 0001 to 9999. In an interval, and in a set of all, a flag speaks for both days of its side. In a
    date, and in a set of one, start and end share one range: start_flag is about its beginning, end_flag its end.
    """

    start_min: str | None
    start_max: str | None
    end_min: str | None
    end_max: str | None
    start_flag: str | None
    end_flag: str | None
    uncertain: bool
    approximate: bool

    @property
    def reversed(self) -> bool:
        """Whether the end lies wholly before the start: legal EDTF, and almost surely a slip."""
        return self.start_min is not None and self.end_max is not None and self.end_max < self.start_min


# ---- Grammar ---------------------------------------------------------------------------------------------------------

_Q = "[?~%]"
_MONTH = "(?:0[1-9X]|1[0-2X]|X[0-9X])"
_DAY = "(?:0[1-9X]|[12][0-9X]|3[01X]|X[0-9X])"
_PART = "(?:2[1-9]|3[0-9]|4[01])"
_YEAR_TEXT = "Y-?[1-9][0-9]{0,17}(?:E[1-9][0-9]?)?"
_TIME_TEXT = "T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?"


def _qualified(part: str) -> str:
    return f"({_Q}{part}|{part}{_Q}?)"


PLAIN = re.compile("(-)?([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
DATE = re.compile(
    f"{_qualified('-?[0-9X]{4}')}(?:-(?:{_qualified(_MONTH)}(?:-{_qualified(_DAY)})?|{_qualified(_PART)}))?"
)
_YEAR = re.compile(_qualified(f"(?:{_YEAR_TEXT}(?:S[1-9][0-9]?)?|-?[0-9]{{4}}S[1-9][0-9]?)"))
_TIME = re.compile(_TIME_TEXT)


def _pattern() -> str:
    rest = f"(?:{_Q}?-{_Q}?(?:{_PART}|{_MONTH}(?:{_Q}?-{_Q}?{_DAY})?))?"
    date = f"{_Q}?(?:-?[0-9X]{{4}}{rest}|{_YEAR_TEXT})(?:S[1-9][0-9]?)?{_Q}?"
    time = f"-?[0-9]{{4}}-[01][0-9]-[0-3][0-9]{_TIME_TEXT}"
    interval = rf"{date}(?:/(?:{date}|\.\.)?)?|(?:\.\.)?/{date}"
    members = rf"(?:\.\.)?{date}(?:(?:,|\.\.){date})*(?:\.\.)?"
    return rf"(?:{time}|{interval}|[\[{{]{members}[\]}}])"


PATTERN = _pattern()
"""A regular expression, the same to Python, RE2 and Rust, that matches in full every text this module takes (and a few
more, such as days that do not exist): for tools that know patterns and no EDTF, such as a Table Schema constraint."""


# ---- Faults ----------------------------------------------------------------------------------------------------------

# The first expression found in a refused date gives the reason, and its first group the position.
_FAULTS = [
    (re.compile(pattern), reason)
    for pattern, reason in (
        ("^()$", "a date is missing here; where nothing is known, leave the whole date out"),
        (r"(\s)", "white space is not allowed"),
        ("([a-z])", "{0!r} is not allowed; letters are capitals, and X is an unspecified digit"),
        (r"([\[\]{}])", "brackets stand around a whole set only"),
        ("(/)", "an interval may not stand in a set"),
        (r"([^-+.:?~%0-9A-Z])", "{0!r} is not allowed; EDTF is plain ASCII: digits 0 to 9, and - as the hyphen"),
        ("^[0-9]{4}-(W|[0-9]{3}$)", "week and ordinal dates are not part of EDTF; write the calendar date"),
        ("^([0-9]{4})-([0-9]{4})$", "an interval has a slash; write {0}/{1}"),
        (f"({_TIME_TEXT})$", "a time of day stands only after one complete date, never in an interval or a set"),
        ("(T24)", "hour 24 does not exist; midnight is 00:00:00 of the next day"),
        ("T.*([+-].*)", "{0} is not a time zone; write Z, ±hh or ±hh:mm, from -23:59 to +23:59, UTC as Z"),
        ("(T)", "a time of day is hh:mm:ss, from 00:00:00 to 23:59:59"),
        ("^([0-9]{4})([0-9]{2})([0-9]{2})$", "the hyphens are missing; write {0}-{1}-{2}"),
        ("^([+])", "a year takes no plus sign"),
        (f"^{_Q}?(-0000)", "there is no year -0000; 0000 is the year 1 BC"),
        (f"^{_Q}?-?([0-9]{{1,3}})(?:$|[^0-9X])", "a year has four digits"),
        (f"^{_Q}?(-?[0-9]{{5,}})", "a year of more than four digits begins with Y; write Y{0}"),
        (f"^{_Q}?(Y-?0)", "a year that begins with Y has no leading zeros"),
        (f"^{_Q}?(Y-?[0-9]{{19}}|Y.*E[0-9]{{3}})", "a year has at most 18 digits"),
        ("E(0|$|[^0-9])", "after E stands a number from 1"),
        ("(S0|S$|S[^0-9])", "after S stands the number of significant digits, from 1"),
        (f"({_Q}{_Q})", "one qualifier is enough; % means uncertain and approximate"),
        (f"(?:^|-)({_Q}-?[0-9X]+{_Q})", "a qualifier stands on one side of a part of a date, not on both"),
        (f"-{_Q}?([0-9]){_Q}?(?:$|-)", "months and days have two digits; write 0{0}"),
        (
            f"^[^-]?-?[0-9X]+{_Q}?-{_Q}?(00|1[3-9]|20|4[2-9]|[5-9][0-9X]|[2-4]X)",
            "month {0} does not exist; months run 01 to 12, seasons and other parts of a year 21 to 41",
        ),
        (f"^.{{4,6}}-{_Q}?({_PART}){_Q}?-", "{0} is a season or other part of a year, and takes no day"),
        (f"-{_Q}?(00|3[2-9]|[4-9][0-9X]){_Q}?$", "day {0} does not exist; days run 01 to 31"),
        ("()", "this is not an EDTF date; write YYYY, YYYY-MM or YYYY-MM-DD"),
    )
]


def _fault(text: str, at: int) -> EdtfError:
    found = ((pattern.search(text), reason) for pattern, reason in _FAULTS)
    match, reason = next((match, reason) for match, reason in found if match)
    return EdtfError(reason.format(*match.groups()), at + match.start(1))


# ---- Spans: the first and last possible day of one date --------------------------------------------------------------

# Where no calendar day can be given: texts that sort before and after all days.
_BEFORE, _AFTER = "", ":"

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
UNQUALIFIED = str.maketrans("", "", "?~%")

# "Sub-year groupings": first and last month, where 14 is February of the next year. A season that names no hemisphere
# may be that of either; one that straddles the new year is counted from January of its year to the next February.
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
    """The last day of a month."""
    if month != "02":
        return MONTHS[month][1]
    number = int(year)
    return "29" if number % 4 == 0 and (number % 100 != 0 or number % 400 == 0) else "28"


def _span(text: str, at: int) -> tuple[str, str]:
    """The first and last possible day of the date `text`, which stands at position `at`."""
    plain = PLAIN.fullmatch(text)
    if plain is None:
        return _rare_span(text, at)
    sign, year, month, day = plain.groups()
    if day and day > "28" and day > last_day(year, month):
        name = MONTHS[month][0] + (f" {year_name((sign or '') + year)}" if month == "02" else "")
        raise EdtfError(f"{name} has {last_day(year, month)} days", at + len(text) - 2)
    if text[:5] == "-0000":
        raise _fault(text, at)
    if sign or year == "0000":
        return _BEFORE, _BEFORE
    if day:
        return text, text
    if month:
        return text + "-01", f"{text}-{last_day(year, month)}"
    return text + "-01-01", text + "-12-31"


def _rare_span(text: str, at: int) -> tuple[str, str]:
    """The same for a date that is more than digits: qualifiers, unspecified digits, parts of a year, long years."""
    bare = text.translate(UNQUALIFIED)
    if _YEAR.fullmatch(text):
        return _year_span(bare, at)
    if not DATE.fullmatch(text) or bare[:5] == "-0000":
        raise _fault(text, at)
    if PLAIN.fullmatch(bare):
        return _span(bare, at)
    year, month, day = [*bare.lstrip("-").split("-"), "XX", "XX"][:3]
    first, last = _part_span(year, month) if month in PARTS else _masked_span(year, month, day)
    if not first:
        raise EdtfError(f"no day that exists fits {text}", at + len(text) - 2)
    if bare[0] == "-":
        return _BEFORE, _BEFORE
    return _clipped(first), _clipped(last)


def _clipped(day: str) -> str:
    return day if day > "0001" else _BEFORE


def year_number(bare: str, at: int = 0) -> tuple[int, int]:
    """The number of a year such as Y170000002, Y-17E7, 1950S2, and how many of its digits are significant."""
    body, _, significant = bare.partition("S")
    whole, _, exponent = body.removeprefix("Y").partition("E")
    number = int(whole) * 10 ** int(exponent or 0)
    digits = len(str(abs(number)))
    if whole == "-0000":
        raise _fault(whole, at)
    if digits > 18:
        raise EdtfError("a year has at most 18 digits", at)
    if body[0] == "Y" and digits < 5:
        short = f"{'-' if number < 0 else ''}{abs(number):04}"
        raise EdtfError(f"Y is for years of more than four digits only; write {short}", at)
    if significant and int(significant) > digits:
        raise EdtfError(f"{abs(number)} has {digits} digits, not {significant}", at + bare.index("S") + 1)
    return number, int(significant or digits)


def year_name(text: str) -> str:
    """A year of the astronomical count, in which 0 is 1 BC ("Negative calendar year"), in that of people."""
    number = int(text)
    size = number if number > 0 else 1 - number
    digits = str(size) if size < 10000 else f"{size:,}"
    if number <= 0:
        return f"{digits} BC"
    return f"AD {digits}" if number < 1000 else digits if number < 10000 else f"the year {digits}"


def _year_span(bare: str, at: int) -> tuple[str, str]:
    number, significant = year_number(bare, at)
    if number < 0 or number > 9999:
        return (_BEFORE, _BEFORE) if number < 0 else (_AFTER, _AFTER)
    step = 10 ** (len(str(number)) - significant)
    first = number // step * step
    return _clipped(f"{first:04}-01-01"), _clipped(f"{first + step - 1:04}-12-31")


def _part_span(year: str, part: str) -> tuple[str, str]:
    first, last, _ = PARTS[part]
    final, month = int(year.replace("X", "9")) + last // 13, f"{(last - 1) % 12 + 1:02}"
    end = f"{final:04}-{month}-{last_day(str(final), month)}" if final < 10000 else _AFTER
    return f"{year.replace('X', '0')}-{first:02}-01", end


def _masked_span(year: str, month: str, day: str) -> tuple[str, str]:
    """The span of a date with unspecified digits; two empty texts if no day fits."""
    months = [number for number in MONTHS if fits(number, month)]
    if day == "XX":
        final = year.replace("X", "9")
        return f"{year.replace('X', '0')}-{months[0]}-01", f"{final}-{months[-1]}-{last_day(final, months[-1])}"
    pairs = [(mm, dd) for mm in months for dd in DAYS if fits(dd, day) and dd <= MONTHS[mm][1]]
    return _fitting(year, "0123456789", pairs), _fitting(year, "9876543210", pairs[::-1])


def fits(number: str, mask: str) -> bool:
    """Whether a number of two digits fits a mask such as 1X."""
    return mask[0] in ("X", number[0]) and mask[1] in ("X", number[1])


def _fitting(year: str, digits: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The first day that exists, over the years that fit, in the order of the digits, and their months and days."""
    years = map("".join, product(*(digits if digit == "X" else digit for digit in year)))
    return next((f"{yyyy}-{mm}-{dd}" for yyyy in years for mm, dd in pairs if dd <= last_day(yyyy, mm)), "")


# ---- Bounds ----------------------------------------------------------------------------------------------------------


def bounds(text: str) -> Bounds:
    """The four bounds of an EDTF text, of any level; raises EdtfError if it is none.

    A date of lower precision, or with unspecified digits, starts and ends somewhere within: 2018-06 is some day or days
    of that June ("Date", "Unspecified digit(s) from the right", "Unspecified Digit", "Significant digits"). Qualifiers
    never widen ("Qualification"). An interval starts within its first date and ends within its second ("Time
    Interval", "Extended Interval (L1)"). One of a set starts and ends anywhere from the first to the last member; all
    of a set start with the earliest and end with the latest ("Set representation"). A time of day is read, and left
    out ("Date and Time").
    """
    if text[:1] in ("[", "{"):
        return _set_bounds(text)
    head, slash, tail = text.partition("/")
    if slash:
        return _interval_bounds(text, head, tail)
    if len(text) > 18 and "T" in text:
        text = _without_time(text)
    first, last = _span(text, 0)
    if first > _BEFORE and last < _AFTER:
        return Bounds(first, last, first, last, None, None, *doubts(text))
    return _seal(text, (first, last, first, last))


def _without_time(text: str) -> str:
    day, _, time = text.partition("T")
    match = PLAIN.fullmatch(day)
    if not match or not match[4] or not _TIME.fullmatch("T" + time):
        raise _fault(text, 0)
    if time[8:] in ("-00", "-00:00"):
        raise EdtfError("UTC is not behind itself; write Z", len(day) + 9)
    return day


def _interval_bounds(text: str, head: str, tail: str) -> Bounds:
    flags = {"": "unknown", "..": "open"}
    if "/" in tail:
        raise EdtfError("an interval has two sides and one slash", text.rindex("/"))
    if head in flags and tail in flags:
        raise EdtfError("an interval has a date on one side at least; where nothing is known, leave the date out", 0)
    start = (_BEFORE, _BEFORE) if head in flags else _span(head, 0)
    end = (_AFTER, _AFTER) if tail in flags else _span(tail, len(head) + 1)
    return _seal(text, start + end, (flags.get(head), flags.get(tail)), apart=True)


def _set_bounds(text: str) -> Bounds:
    one = text[0] == "["
    if not text.endswith("]" if one else "}"):
        raise EdtfError(f"the set does not end with {']' if one else '}'}", len(text))
    spans, at = [], 1
    for member in text[1:-1].split(","):
        spans.append(_member_span(member, at, len(text)))
        at += len(member) + 1
    if len(spans) == 1 and ".." not in text:
        raise EdtfError(f"a set has two members or a ..; write {text[1:-1]} alone", 0)
    lows, start_highs, end_lows, highs = zip(*spans, strict=True)
    flags = "open" if text[1:3] == ".." else None, "open" if text[-3:-1] == ".." else None
    if one:
        return _seal(text, (min(lows), max(highs)) * 2, flags)
    return _seal(text, (min(lows), min(start_highs), max(end_lows), max(highs)), flags, apart=True)


def _member_span(member: str, at: int, length: int) -> tuple[str, str, str, str]:
    """The start and the end of one member of a set: a date, a..b, ..b as the very first, or a.. as the very last."""
    head, dots, tail = member.partition("..")
    if not dots:
        first, last = _span(member, at)
        return first, last, first, last
    place = at + len(head)
    if (not head and at > 1) or (not tail and place + 3 < length) or not (head or tail):
        raise EdtfError("a .. stands between two dates, or beside one at the beginning or the end of a set", place)
    if not all(PLAIN.fullmatch(date) for date in (head, tail) if date):
        raise EdtfError("beside a .. stand plain years, months or days", place)
    start = _span(head, at) if head else (_BEFORE, _BEFORE)
    end = _span(tail, place + 2) if tail else (_AFTER, _AFTER)
    if head and tail and head.lstrip("-").count("-") != tail.lstrip("-").count("-"):
        raise EdtfError("on both sides of a .. stand two years, two months or two days", place)
    if head and tail and _order(head) > _order(tail):
        raise EdtfError(f"the range runs backwards; write {tail}..{head}", place)
    return *start, *end


def _order(date: str) -> tuple[int, str]:
    """What sorts plain dates of one precision by time, those before year 1 too."""
    year = date[: 5 if date[0] == "-" else 4]
    return int(year), date[len(year) :]


def _seal(text: str, days: Iterable[str], flags: Iterable[str | None] = (None, None), apart: bool = False) -> Bounds:
    """The bounds of these four days; `apart` where start and end are two ranges, each with a flag of its own."""
    a, b, c, d = (None if day in (_BEFORE, _AFTER) else day for day in days)
    start_flag, end_flag = flags
    if not (a and d and b and c):
        start_flag = start_flag or (None if a and (b or not apart) else "beyond")
        end_flag = end_flag or (None if d and (c or not apart) else "beyond")
    return Bounds(a, b, c, d, start_flag, end_flag, *doubts(text))


def doubts(text: str) -> tuple[bool, bool]:
    """Whether any qualifier in the text says uncertain, and whether any says approximate."""
    both = "%" in text
    return both or "?" in text, both or "~" in text


def agree(a: Bounds, b: Bounds) -> bool:
    """Whether both may tell of one event: their starts overlap, and their ends.

    A missing day is no limit, so a year outside 0001 to 9999 agrees with every other date: compare such years apart.
    """
    return _overlap(a[0:2], b[0:2]) and _overlap(a[2:4], b[2:4])


def contains(outer: Bounds, inner: Bounds) -> bool:
    """Whether `inner` only narrows `outer`: start lies within start, end within end. A missing day is no limit."""
    return _within(outer[0:2], inner[0:2]) and _within(outer[2:4], inner[2:4])


_Range = tuple[str | None, str | None]


def _overlap(a: _Range, b: _Range) -> bool:
    return (a[0] or _BEFORE) <= (b[1] or _AFTER) and (b[0] or _BEFORE) <= (a[1] or _AFTER)


def _within(outer: _Range, inner: _Range) -> bool:
    return (outer[0] or _BEFORE) <= (inner[0] or _BEFORE) and (inner[1] or _AFTER) <= (outer[1] or _AFTER)


# ---- Levels ----------------------------------------------------------------------------------------------------------

_DAY_0 = "[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?"
_DAY_1 = f"(?:-?{_DAY_0}|-?[0-9]{{4}}-2[1-4]|Y-?[0-9]+){_Q}?"
_MASK_1 = f"(?:-?[0-9]{{2}}[0-9X]X|-?[0-9]{{4}}(?:-[01][0-9])?-XX|-?[0-9]{{4}}-XX-XX){_Q}?"
_LEVELS = [
    re.compile(f"{_DAY_0}(?:{_TIME_TEXT}|/{_DAY_0})?"),
    re.compile(rf"{_DAY_1}|{_MASK_1}|-{_DAY_0}{_TIME_TEXT}|(?:{_DAY_1}|\.\.)?/(?:{_DAY_1}|\.\.)?"),
]


def level(text: str) -> int:
    """The lowest level, 0 to 2, that an EDTF text is of; raises EdtfError if it is none.

    Features of level 1 may be joined (-196X~). Unspecified digits in an interval are of level 2 ("Interval").
    """
    bounds(text)
    return next((number for number, pattern in enumerate(_LEVELS) if pattern.fullmatch(text)), 2)
