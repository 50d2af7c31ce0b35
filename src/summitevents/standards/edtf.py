"""Extended Date/Time Format (EDTF): what a date says, as four calendar days.

The standard is the Library of Congress's EDTF specification of 4 February 2019, levels 0, 1 and 2, a profile of
ISO 8601-1:2019 and ISO 8601-2:2019; section names below are its own. The syntax is exact ASCII; nothing is guessed.

Where the specification is silent, this package refuses:
1. A time of day is hh:mm:ss, 00:00:00 to 23:59:59, on a complete date. Its zone is Z, ±hh or ±hh:mm, never -00.
2. An interval has a date on at least one side.
3. A part of a date has a qualifier on one side of it, not on both.
4. A set has two members or a "..". Beside a ".." stand plain years, months or days, of one precision and in order.
5. A year has at most 18 digits, and no fewer than it calls significant.

edtf_grammar.py has the syntax, edtf_dates.py the days of one date, edtf_english.py the words.
"""

from typing import NamedTuple

from summitevents.standards.edtf_dates import AFTER, BEFORE, day_number, iso_day, possible_days
from summitevents.standards.edtf_grammar import PATTERN, PLAIN_DATE, TIME, EdtfError, syntax_error

__all__ = ["PATTERN", "Bounds", "EdtfError", "agree", "bounds", "contains", "qualification", "width"]

_Days = tuple[str, str]
"""A range of days, both inclusive; each may be BEFORE or AFTER."""


class Bounds(NamedTuple):
    """First and last possible day of the start, and of the end, inclusive, local to the event; see edtf_dates.py.

    A flag says why a day is missing (None): "open" for "..", "unknown" for the empty side of an interval; or, as
    "beyond", that it is not of the years 0001 to 9999. In an interval, and in a set of all, a flag speaks for both days of its side. In a
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

    def in_iso(self) -> "Bounds":
        """Returns the bounds without the days that are not of the years 0001 to 9999."""
        if "beyond" not in (self.start_flag, self.end_flag):
            return self
        start_min, start_max, end_min, end_max = map(iso_day, self[:4])
        return Bounds(start_min, start_max, end_min, end_max, *self[4:])


def bounds(text: str) -> Bounds:
    """Returns the four bounds of an EDTF text of any level. Raises EdtfError if it is not EDTF.

    A date of lower precision, or with unspecified digits, starts and ends somewhere within: 2018-06 is some day or days
    of that June ("Date", "Unspecified digit(s) from the right", "Unspecified Digit", "Significant digits"). Qualifiers
    never widen ("Qualification"). An interval starts within its first date and ends within its second ("Time
    Interval", "Extended Interval (L1)"). One of a set starts and ends anywhere from the first to the last member; all
    of a set start with the earliest and end with the latest ("Set representation"). A time of day is checked, then
    ignored ("Date and Time").
    """
    if text[:1] in ("[", "{"):
        return _set_bounds(text)
    head, slash, tail = text.partition("/")
    if slash:
        return _interval_bounds(text, head, tail)
    if len(text) > 18 and "T" in text:
        text = _without_time(text)
    first, last = possible_days(text, 0)
    if iso_day(first) and iso_day(last):  # the usual case, once more by itself for speed
        return Bounds(first, last, first, last, None, None, *qualification(text))
    return _bounds_of_one_range(text, (first, last), (None, None))


def _without_time(text: str) -> str:
    day, _, time = text.partition("T")
    match = PLAIN_DATE.fullmatch(day)
    if not match or not match[4] or not TIME.fullmatch("T" + time):
        raise syntax_error(text, 0)
    if time[8:] in ("-00", "-00:00"):
        raise EdtfError("UTC is not behind itself; write Z", len(day) + 9)
    return day


def _interval_bounds(text: str, head: str, tail: str) -> Bounds:
    flags = {"": "unknown", "..": "open"}
    if "/" in tail:
        raise EdtfError("an interval has two sides and one slash; a date has hyphens, the year first", text.rindex("/"))
    if head in flags and tail in flags:
        raise EdtfError("an interval has a date on one side at least; where nothing is known, leave the date out", 0)
    start = (BEFORE, BEFORE) if head in flags else possible_days(head, 0)
    end = (AFTER, AFTER) if tail in flags else possible_days(tail, len(head) + 1)
    return _bounds_of_two_ranges(text, start, end, (flags.get(head), flags.get(tail)))


# ---- Sets ------------------------------------------------------------------------------------------------------------


def _set_bounds(text: str) -> Bounds:
    one = text[0] == "["
    if not text.endswith("]" if one else "}"):
        raise EdtfError(f"the set does not end with {']' if one else '}'}", len(text))
    members, position = [], 1
    for member in text[1:-1].split(","):
        members.append(_member_days(member, position, len(text)))
        position += len(member) + 1
    if len(members) == 1 and ".." not in text:
        raise EdtfError(f"a set has two members or a ..; write {text[1:-1]} alone", 0)
    lows, start_highs, end_lows, highs = zip(*members, strict=True)
    flags = "open" if text[1:3] == ".." else None, "open" if text[-3:-1] == ".." else None
    if one:
        return _bounds_of_one_range(text, (min(lows), max(highs)), flags)
    return _bounds_of_two_ranges(text, (min(lows), min(start_highs)), (max(end_lows), max(highs)), flags)


def _member_days(member: str, position: int, length: int) -> tuple[str, str, str, str]:
    """Returns the days of the start and of the end of one member of a set, in a text of `length` code points.

    A member is a date, or a..b; or ..b as the very first, or a.. as the very last.
    """
    head, dots, tail = member.partition("..")
    if not dots:
        first, last = possible_days(member, position)
        return first, last, first, last
    place = position + len(head)
    if (not head and position > 1) or (not tail and place + 3 < length) or not (head or tail):
        raise EdtfError("a .. stands between two dates, or beside one at the beginning or the end of a set", place)
    if not all(PLAIN_DATE.fullmatch(date) for date in (head, tail) if date):
        raise EdtfError("beside a .. stand plain years, months or days", place)
    start = possible_days(head, position) if head else (BEFORE, BEFORE)
    end = possible_days(tail, place + 2) if tail else (AFTER, AFTER)
    if head and tail and head.lstrip("-").count("-") != tail.lstrip("-").count("-"):
        raise EdtfError("on both sides of a .. stand two years, two months or two days", place)
    if head and tail and start > end:
        raise EdtfError(f"the range runs backwards; write {tail}..{head}", place)
    return *start, *end


# ---- From days to bounds ---------------------------------------------------------------------------------------------

_Flags = tuple[str | None, str | None]


def _bounds_of_one_range(text: str, days: _Days, flags: _Flags) -> Bounds:
    """Returns the bounds where start and end lie in the same range of days."""
    first, last = map(_day, days)
    start_flag = flags[0] or (None if iso_day(first) else "beyond")
    end_flag = flags[1] or (None if iso_day(last) else "beyond")
    return Bounds(first, last, first, last, start_flag, end_flag, *qualification(text))


def _bounds_of_two_ranges(text: str, start: _Days, end: _Days, flags: _Flags) -> Bounds:
    """Returns the bounds where start and end have a range of days each."""
    (start_min, start_max), (end_min, end_max) = map(_day, start), map(_day, end)
    start_flag = flags[0] or (None if iso_day(start_min) and iso_day(start_max) else "beyond")
    end_flag = flags[1] or (None if iso_day(end_min) and iso_day(end_max) else "beyond")
    return Bounds(start_min, start_max, end_min, end_max, start_flag, end_flag, *qualification(text))


def _day(day: str) -> str | None:
    return None if day in (BEFORE, AFTER) else day


def qualification(text: str) -> tuple[bool, bool]:
    """Returns whether any qualifier in the text says uncertain, and whether any says approximate."""
    both = "%" in text
    return both or "?" in text, both or "~" in text


# ---- Comparing -------------------------------------------------------------------------------------------------------


def agree(a: Bounds, b: Bounds) -> bool:
    """Returns whether both may tell of one event: their starts overlap, and their ends. A missing day is no limit."""
    return _overlap(a[0:2], b[0:2]) and _overlap(a[2:4], b[2:4])


def contains(outer: Bounds, inner: Bounds) -> bool:
    """Returns whether `inner` only narrows `outer`: start lies within start, end within end.

    A missing day is no limit.
    """
    return _within(outer[0:2], inner[0:2]) and _within(outer[2:4], inner[2:4])


def width(one: Bounds) -> float | None:
    """Returns the days between the first possible start and the last possible end; None if one is missing."""
    if one.start_min is None or one.end_max is None:
        return None
    return float(day_number(one.end_max) - day_number(one.start_min))


_Range = tuple[str | None, str | None]


def _overlap(a: _Range, b: _Range) -> bool:
    return (a[0] or BEFORE) <= (b[1] or AFTER) and (b[0] or BEFORE) <= (a[1] or AFTER)


def _within(outer: _Range, inner: _Range) -> bool:
    return (outer[0] or BEFORE) <= (inner[0] or BEFORE) and (inner[1] or AFTER) <= (outer[1] or AFTER)
