"""EDTF in plain English, such as "27–28 February 2019", "about 1995", "between 10 and 17 February 2019"."""

import re
from functools import lru_cache

from summitevents.standards.edtf import bounds, qualification
from summitevents.standards.edtf_dates import (
    DAYS,
    MONTHS,
    PARTS,
    UNQUALIFIED,
    day_number,
    last_day,
    matches_mask,
    parse_long_year,
    year_name,
)
from summitevents.standards.edtf_grammar import DATE, PLAIN_DATE

_YEAR = re.compile("-?[0-9]{4}")
_UNITS = ("year", "month", "day")
_QUALIFIERS = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}
_QUALIFIED = {"": "{}", "?": "perhaps {}", "~": "about {}", "%": "perhaps about {}"}


def english(text: str) -> str:
    """Returns an EDTF text in plain English, such as "27–28 February 2019". Raises EdtfError if it is not EDTF.

    `~` is "about", `?` is "perhaps". Years before AD 1 are named as people name them, so 0000 is 1 BC. Unspecified
    digits are spelled out where a short phrase is enough; otherwise the phrase only shows their form.
    """
    bounds(text)
    return words(text)


def words(text: str) -> str:
    """Returns the same of a text that is known to be EDTF."""
    if text[0] in "[{":
        return _set_words(text)
    head, slash, tail = text.partition("/")
    if slash:
        return _interval_words(head, tail)
    found = _date_words(text)
    return found[8:] + ", uncertain" if found.startswith("perhaps about ") else found


def _interval_words(head: str, tail: str) -> str:
    start, end = (_date_words(date) if date not in ("", "..") else "" for date in (head, tail))
    if not end:
        return f"from {start} on" if tail else f"from {start}, end unknown"
    if not start:
        return f"until {end}" if head else f"until {end}, start unknown"
    if all(words.startswith("the ") and words.endswith("0s") for words in (start, end)):
        return f"{start[4:]} – {end[4:]}"
    if not (PLAIN_DATE.fullmatch(head) and PLAIN_DATE.fullmatch(tail)):
        return f"from {start} to {end}"
    if head == tail:
        return start
    start, end = _ends(head, tail)
    if len(head) > len(tail) and head.startswith(tail):  # it ends within the month, or the year, that it starts in
        return f"from {start} (end not given)"
    if len(tail) > len(head) and tail.startswith(head):
        return f"until {end} (start not given)"
    close = " " not in start or (start.startswith("AD ") and " " not in end)
    return f"{start}–{end}" if close and _precision(head) == _precision(tail) else f"{start} – {end}"


def _ends(head: str, tail: str) -> tuple[str, str]:
    """Returns the words for both ends of a range; the month, the year or the era that they share stands once."""
    if _YEAR.fullmatch(head) and _YEAR.fullmatch(tail):
        return _years(int(head), int(tail))
    words, end = _date_words(head), _date_words(tail)
    if len(head) != len(tail) or head >= tail:
        return words, end
    year, month = head[: 4 + (head[0] == "-")], head.rpartition("-")[0]
    if _precision(head) == 2 and tail.startswith(f"{month}-"):
        return words.partition(" ")[0], end
    return words.removesuffix(f" {year_name(year)}") if tail.startswith(f"{year}-") else words, end


def _years(first: int, last: int) -> tuple[str, str]:
    """Returns the names of two years; if they rise, the era that they share stands once: 431 and 404 BC, AD 64 and 68."""
    start, end = year_name(str(first)), year_name(str(last))
    if first >= last:
        return start, end
    return (start.removesuffix(" BC"), end) if last <= 0 else (start, end.removeprefix("AD ") if first > 0 else end)


def _set_words(text: str) -> str:
    one = text[0] == "["
    range_words = _words_of_one_in_range if one else _words_of_all_in_range
    members = []
    for member in text[1:-1].split(","):
        head, dots, tail = member.partition("..")
        members.append(range_words(head, tail) if dots and head != tail else _date_words(head))
    return _listed(members, "or" if one else "and")


def _words_of_one_in_range(head: str, tail: str) -> str:
    """Returns the words for one day, month or year of head..tail; either may be empty."""
    if head and tail:
        start, end = _ends(head, tail)
        ends, begins = bounds(head).end_max, bounds(tail).start_min
        if ends and begins and day_number(begins) - day_number(ends) == 1:
            return f"{start} or {end}"
        return f"between {start} and {end}"
    preposition = "on" if _precision(head or tail) == 2 else "in"
    return f"{preposition} or " + (f"after {_date_words(head)}" if head else f"before {_date_words(tail)}")


def _words_of_all_in_range(head: str, tail: str) -> str:
    """Returns the words for every day, month or year of head..tail; either may be empty."""
    every = f"every {_UNITS[_precision(head or tail)]}"
    if head and tail:
        return f"{every} from {' to '.join(_ends(head, tail))}"
    return f"{every} from {_date_words(head)} on" if head else f"{every} up to {_date_words(tail)}"


def _precision(date: str) -> int:
    """Returns 0 for a year, 1 for a month, 2 for a day."""
    return date.lstrip("-").count("-")


@lru_cache(1 << 16)
def _date_words(text: str) -> str:
    """Returns one date in words, with its time of day and its qualifiers."""
    day, _, time = text.partition("T")
    if time:
        zone = time[8:].replace("Z", "+").replace("-", "−")
        return f"{_date_words(day)}, {time[:8]}" + (f" UTC{zone.rstrip('+')}" if zone else "")
    bare = text.translate(UNQUALIFIED)
    match = DATE.fullmatch(text)
    if not match:
        return _QUALIFIED[_part_qualifiers([text])[0]].format(_year_words(bare))
    words, signs = _bare_words(bare), _part_qualifiers([part for part in match.groups() if part])
    if len(set(signs)) == 1:
        return _QUALIFIED[signs[0]].format(words)
    parts = list(zip(signs, ("year", "season" if match[4] else "month", "day"), strict=False))
    remarks = []
    for sign, meaning in _QUALIFIERS.items():
        if names := _listed([name for found, name in parts if found == sign], "and"):
            remarks.append(f"{names} {meaning}")
    return f"{words} ({', '.join(remarks)})"


def _part_qualifiers(parts: list[str]) -> list[str]:
    """Returns the qualifier of each part. One on the left holds for that part; one on the right, for all before it too."""
    signs = [part[0] if part[0] in _QUALIFIERS else "" for part in parts]
    for place, part in enumerate(parts):
        if part[-1] in _QUALIFIERS:
            signs[: place + 1] = [sign + part[-1] for sign in signs[: place + 1]]
    codes = {(False, False): "", (True, False): "?", (False, True): "~", (True, True): "%"}
    return [codes[qualification(sign)] for sign in signs]


def _year_words(bare: str) -> str:
    number, significant = parse_long_year(bare)
    plural = "s" if significant != 1 else ""
    return year_name(str(number)) + (f" ({significant} significant digit{plural})" if "S" in bare else "")


def _bare_words(bare: str) -> str:
    """Returns a date without qualifiers in words; for the rarest forms, only the form itself."""
    sign = bare[: bare[0] == "-"]
    year, month, day = [*bare[len(sign) :].split("-"), "", ""][:3]
    fixed, when = "X" not in year, _when(sign + year)
    year_words = when.removeprefix("in ") if fixed or not month else when
    if not month:
        return year_words
    if month == "XX" and day in ("", "XX"):
        return f"some {'day' if day else 'month'} {when}"
    if month in MONTHS and (fixed or "X" not in day or day == "XX"):
        some = "some day in" if day == "XX" else "" if fixed else "some"
        days = {
            dd: dd.lstrip("0")
            for dd in (DAYS if "X" in day else [day])
            if dd == day or (fixed and dd <= last_day(year, month))
        }
        return " ".join(filter(None, (some, _choice(day.replace("XX", ""), days), MONTHS[month][0], year_words)))
    if fixed and not day:
        if month in PARTS:
            return PARTS[month][2].format(year_words)
        return f"{_choice(month, {mm: name for mm, (name, _) in MONTHS.items()})} {year_words}"
    return f"a date of the form {bare}"


def _choice(mask: str, names: dict[str, str]) -> str:
    """Returns the names whose number fits the mask, as a phrase."""
    fitting = [name for number, name in names.items() if mask and matches_mask(number, mask)]
    if len(fitting) > 2 and mask[1] == "X":
        return f"between {fitting[0]} and {fitting[-1]}"
    return _listed(fitting, "or")


def _listed(items: list[str], word: str) -> str:
    return f" {word} ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def _when(year: str) -> str:
    if "X" not in year:
        return f"in {year_name(year)}"
    if year == "XXXX":
        return "in an unspecified year"
    if "X" in year.rstrip("X"):
        return f"in a year of the form {year}"
    if year.count("X") == 1 and year[0] not in "-0":
        return f"in the {year[:3]}0s"
    first, last = sorted(int(year.replace("X", digit)) for digit in "09")
    return f"between {' and '.join(_years(first, min(last, -1) if first < 0 else last))}"
