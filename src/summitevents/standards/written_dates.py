"""Reads dates as people write them in tables, and returns EDTF; nothing is guessed: what may mean two things is refused."""

import re
from collections.abc import Iterable

from summitevents.standards import edtf

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TIME = re.compile(
    r"(?<=\d)(?:T|,? )\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)? ?(?:[AaPp][Mm])? ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
_WIKIDATA = re.compile(r"\+?(-?\d{4,})-(\d\d)-(\d\d)T00:00:00Z")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_ISO = re.compile(r"(-?\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")
_YEAR_NAME = r"(\d{4}|(?:AD|CE) ?\d{1,4}|\d[\d,]* ?(?:BCE?|AD|CE))"
"""A year beside a month: of four digits, or with its era."""
_DAY_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\.?,? {_YEAR_NAME}", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR_NAME}", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"({_MONTH})\.?,? {_YEAR_NAME}", re.IGNORECASE)
_YEAR = re.compile(r"(?:(AD|CE) ?)?(-?\d{1,3}(?:,\d{3})+|-?\d+)(?: ?(BCE?|AD|CE))?", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:A\.D|B\.C|B\.C\.E|C\.E)\.(?!\w)", re.IGNORECASE)
_ABOUT = re.compile(r"(?:c\.|ca\.?|circa|about|approx\.?|~) ?", re.IGNORECASE)
_DASH = " ?[-–—] ?"
_SPANS = tuple(
    (re.compile(form, re.IGNORECASE), ends)
    for form, ends in (
        (rf"(\d{{1,2}}){_DASH}(\d{{1,2}}) ({_MONTH}) {_YEAR_NAME}", ("{0} {2} {3}", "{1} {2} {3}")),
        (rf"({_MONTH}) (\d{{1,2}}){_DASH}(\d{{1,2}}),? {_YEAR_NAME}", ("{0} {1} {3}", "{0} {2} {3}")),
        (rf"(\d{{1,2}} (?:{_MONTH})){_DASH}(\d{{1,2}} (?:{_MONTH})) {_YEAR_NAME}", ("{0} {2}", "{1} {2}")),
        (rf"((?:{_MONTH}) \d{{1,2}}){_DASH}((?:{_MONTH}) \d{{1,2}}),? {_YEAR_NAME}", ("{0} {2}", "{1} {2}")),
        (rf"({_MONTH}){_DASH}({_MONTH}),? {_YEAR_NAME}", ("{0} {2}", "{1} {2}")),
        (rf"(\d[\d,]*){_DASH}(\d[\d,]*) ?(BCE?|AD|CE)", ("{0} {2}", "{1} {2}")),
    )
)
"""Spans whose month, year or era stands once, for both of their ends → what each end is in full."""
_BETWEEN = re.compile(r"between (\S.*) and (\S.*)", re.IGNORECASE)
_RANGE = re.compile(r"(.*\S) ?[–—] ?(\S.*)|(.*\S) (?:-|to|until) (\S.*)|(\d{4})-(\d{4})")


class DateFormError(ValueError):
    """A text is no date, or may be more than one. The text says why, and what to write."""


class AmbiguousDateError(DateFormError):
    """A text may be more than one date."""


def to_edtf(text: str, order: str | None = None) -> str:
    """Returns the EDTF of a date in EDTF, or in one of the common forms. Raises DateFormError.

    `order`, "day" or "month", says what comes first where a column has dates such as 7/8/1969: see `order_among`.
    """
    words = _DOTTED.sub(lambda era: era[0].replace(".", ""), " ".join(text.split()))
    if season := re.fullmatch(r"\d{4}-(2[1-9]|3\d|4[01])", words):
        raise AmbiguousDateError(
            f"it may be two years, or a season; for years write {words[:4]}/{words[:2]}{season[1]}"
        )
    if _is_edtf(words) and not _WIKIDATA.fullmatch(words):
        return words
    found = _range(words, order) or _date(words, order)
    if not _is_edtf(found):
        raise DateFormError(f"{found} is no date: see its days and months, and that both ends are alike")
    return found


def _is_edtf(text: str) -> bool:
    try:
        edtf.bounds(text)
    except edtf.EdtfError:
        return False
    return True


def order_among(texts: Iterable[str]) -> str | None:
    """Returns what comes first in dates such as 7/20/1969, if these texts leave no doubt: "day", "month", or None."""
    numbers = [found for text in texts if (found := _NUMBERS.fullmatch(_without_time(" ".join(text.split()))))]
    firsts = {"day" for one in numbers if int(one[1]) > 12} | {"month" for one in numbers if int(one[3]) > 12}
    return firsts.pop() if len(firsts) == 1 else None


def time_of_day(text: str) -> str | None:
    """Returns the time of day that a date has and `to_edtf` leaves out; None if it has none, or it is kept."""
    words = " ".join(text.split())
    if _is_edtf(words) or _WIKIDATA.fullmatch(words) or not (found := _TIME.search(words)):
        return None
    return found[0].lstrip("T, ")


def _without_time(words: str) -> str:
    return words if _WIKIDATA.fullmatch(words) else _TIME.sub("", words)


def _range(words: str, order: str | None) -> str | None:
    """Returns the EDTF of two dates with a dash or a word between them; None if there are no two."""
    if found := _BETWEEN.fullmatch(words):  # once, some time from the one to the other
        return f"[{'..'.join(to_edtf(f'{found[1]} – {found[2]}', order).split('/'))}]"
    for form, ends in _SPANS:
        if found := form.fullmatch(words):
            return _interval(*(to_edtf(end.format(*found.groups())) for end in ends))
    if not (found := _RANGE.fullmatch(words)):
        return None
    return _interval(*(to_edtf(part, order) for part in found.groups() if part is not None))


def _interval(start: str, end: str) -> str:
    """Returns the interval of two dates in EDTF. Raises DateFormError if it runs backwards."""
    (year, after), (last_year, last_after) = map(_year_and_rest, (start, end))
    shared = min(len(after), len(last_after))
    if (year, after[:shared]) > (last_year, last_after[:shared]):
        raise DateFormError(f"{start} comes after {end}: write both ends in full")
    return f"{start}/{end}"


def _year_and_rest(date: str) -> tuple[int, str]:
    """Returns the year that a date in EDTF begins with, its earliest, and what follows it, without qualifiers."""
    found = re.match(r"Y?(-?[0-9X]+)", date)
    return (int(found[1].replace("X", "0")), date[found.end() :].rstrip("~?%")) if found else (0, "")


def _date(words: str, order: str | None) -> str:
    if about := _ABOUT.match(words):
        return f"{_date(words[about.end() :], order)}~"
    words = _without_time(words)
    if found := _WIKIDATA.fullmatch(words):
        return _wikidata(*found.groups())
    if found := _ISO.fullmatch(words):
        return _day(found[1], int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(words):
        return _ordered(int(found[1]), int(found[3]), found[4], order)
    if found := _DAY_MONTH.fullmatch(words):
        return _day(_year_named(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    if found := _MONTH_DAY.fullmatch(words):
        return _day(_year_named(found[3]), _MONTHS[found[1].lower()], int(found[2]))
    if found := _MONTH_YEAR.fullmatch(words):
        return f"{_year_named(found[2])}-{_MONTHS[found[1].lower()]:02}"
    if found := re.fullmatch(r"(\d{3})0s", words):
        if found[1].endswith("0"):
            raise AmbiguousDateError(f"it may be ten years or a hundred: write {found[1]}X, or {found[1][:2]}XX")
        return f"{found[1]}X"
    if _YEAR.fullmatch(words):
        return _year_named(words)
    raise DateFormError("it is no date in EDTF, and in no common form; write 1969, 1969-07 or 1969-07-20")


def _wikidata(year: str, month: str, day: str) -> str:
    if (month, day) == ("01", "01"):
        raise AmbiguousDateError(f"Wikidata writes so for the day and for a whole year: write {year}-01-01, or {year}")
    return "-".join(part for part in (year, month, day) if part != "00")


def _ordered(first: int, second: int, year: str, order: str | None) -> str:
    if first > 12 or (order == "day" and second <= 12):
        return _day(year, second, first)
    if second > 12 or order == "month" or first == second:
        return _day(year, first, second)
    one, other = _day(year, second, first), _day(year, first, second)
    raise AmbiguousDateError(f"it may be {one} or {other}: write which")


def _day(year: str, month: int, day: int) -> str:
    return f"{year}-{month:02}-{day:02}"


def _year_named(words: str) -> str:
    """Returns a year, perhaps with its era, counted as EDTF does: 1 BC is 0000."""
    found = _YEAR.fullmatch(words)
    if found is None:
        raise DateFormError(f"{words} is no year")
    number, era = int(found[2].replace(",", "")), (found[1] or found[3] or "").upper()
    if era.startswith("B"):
        if number < 1:
            raise DateFormError("a year before Christ is a number from 1")
        number = 1 - number
    text = f"{number:05}" if number < 0 else f"{number:04}"
    return text if abs(number) <= 9999 else f"Y{number}"
