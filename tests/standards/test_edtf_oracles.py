"""The EDTF module against two independent libraries, `edtf` and `edtf-validate`.

All three must give the same verdict on every text of a fixed corpus, and `edtf` the same first and last day, except
where a known difference says why not. A difference that no text shows any more fails too, so that the lists stay true.
"""

import csv
import json
import re
import warnings
from collections.abc import Callable
from functools import cache
from itertools import product
from typing import NamedTuple

import pytest
from edtf import EDTFParseException, parse_edtf

from summitevents.standards.edtf import EdtfError, bounds
from summitevents.standards.edtf_dates import day_text
from tests.support.paths import TESTS

with warnings.catch_warnings():  # it uses old names of pyparsing
    warnings.simplefilter("ignore", DeprecationWarning)
    from edtf_validate.valid_edtf import is_valid

TABLES = TESTS / "standards" / "edtf"


# ---- Corpus ----------------------------------------------------------------------------------------------------------


def corpus() -> list[str]:
    """The texts of our tables, and simple parts put together in every way."""
    texts = []
    for name in ("library-of-congress.csv", "further.csv"):
        with (TABLES / name).open(encoding="utf-8", newline="") as file:
            texts += [row["edtf"] for row in csv.DictReader(file)]
    texts += [row["edtf"] for row in json.loads((TABLES / "refused.json").read_text(encoding="utf-8"))]
    years = ("1985", "0000", "-1985", "196X", "X985")
    days = ("-02-28", "-02-29", "-02-30", "-04-31", "-12-31", "-12-32", "-XX-XX", "-04-XX")
    rests = ("", "-04", "-00", "-13", "-20", "-42", "-XX", "-1X", "-21", "-24", "-25", "-41", *days)
    dates = [year + rest for year, rest in product(years, rests)]
    marked = [date + sign for date, sign in product(dates[::3], "?%")] + ["?" + date for date in dates[::4]]
    sides = ("1985", "1986-02-29", "1985-02-28", "196X", "1984?", "1986-~02", "..", "", "-0044")
    pairs = list(product(sides, sides))
    intervals = [f"{a}/{b}" for a, b in pairs]
    sets = [f"[{a},{b}]" for a, b in pairs[::3]] + [f"{{{a}..{b}}}" for a, b in pairs[::3]]
    return list(dict.fromkeys(texts + dates + marked + intervals + sets))


CORPUS = corpus()
some_or_all = pytest.mark.parametrize(
    "texts", [pytest.param(CORPUS[::7], id="some"), pytest.param(CORPUS, id="all", marks=pytest.mark.slow)]
)
"""The other libraries are slow."""


# ---- Verdicts --------------------------------------------------------------------------------------------------------


@cache
def ours(text: str) -> str:
    try:
        bounds(text)
    except EdtfError:
        return "refuses"
    return "takes"


@cache
@cache
def edtf(text: str) -> str:
    try:
        parse_edtf(text)
    except EDTFParseException:
        return "refuses"
    except (AttributeError, TypeError):  # its own mistakes
        return "crashes"
    return "takes"


@cache
@cache
def edtf_validate(text: str) -> str:
    return "takes" if is_valid(text) else "refuses"


def containing(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).search


def ends_too_early(text: str) -> bool:
    """Whether the first day of the end is before the first day of the start, or a year BC stands in an interval."""
    limits = bounds(text)
    early = limits.start_min and limits.end_min and limits.end_min < limits.start_min
    return "/" in text and (bool(early) or bool(re.search("(^|/)-", text)))


class Difference(NamedTuple):
    library: Callable[[str], str]
    verdict: str
    where: Callable[[str], object]
    reason: str


DIFFERENCES = [
    # What the libraries take, and should not.
    *(
        Difference(library, "takes", containing(pattern), reason)
        for library in (edtf, edtf_validate)
        for pattern, reason in (
            ("-02-[?~%]?29", "29 February is taken in any year"),
            ("^(?=.*X).*-..-..", "a day with an unspecified digit need not exist"),
            (
                "^[?~%].*-(02-30|04-31)|-(02-30|04-31)[?~%]",
                "the length of the month is forgotten where a qualifier stands",
            ),
            ("T24:00:00", "24:00:00 is not in the specification, and left ISO 8601-1 in 2019"),
            ("^[0-9]{4}(-[0-9]{2})?T", "a time of day needs a complete date (Date and Time)"),
            ("^Y-?[0-9]+E[0-9]$", "Y is only for years of more than four digits (Letter-prefixed calendar year)"),
            ("^Y-?([0-9]{19}|[0-9]+E[0-9]{2,})", "our own limit: a year has at most 18 digits"),
            ("S[0-9]+$", "a year cannot have more significant digits than digits"),
            (r"^(\.\.)?/(\.\.)?$", "an interval has no date at all: our own rule, for it says nothing"),
            (r"^[\[{].*\.\.", "a range in a set runs backwards, and so has no members"),
            (r"\s", "white space around a text, or a final line feed, is dropped"),
        )
    ),
    Difference(edtf, "takes", containing("-[0-9X]{2}-4X"), "day 4X is taken"),
    Difference(edtf, "takes", containing("S(0|[0-9]+-)"), "S takes any digits, and a month may follow"),
    # What we take, and the libraries do not: the specification has no rule against it.
    *(
        Difference(library, "refuses", containing(pattern), reason)
        for library in (edtf, edtf_validate)
        for pattern, reason in (
            (r"T.*[+-](00|1[4-9]|2)", "time zones end at 14 hours, and +00 is refused, as in the draft of 2012"),
            ("[?~%].*X|X.*[?~%]", "an unspecified digit and a qualifier do not go together"),
            (r"(X|-[?~%]).*/(\.\.)?$|^(\.\.)?/.*(X|-[?~%])", "open and unknown sides go with dates of level 1 only"),
            (r"[YS].*[,/]|[,/].*[YS]", "long years, and significant digits, stand alone"),
            (r"^[?~%]Y|[YS].*[?~%]$", "long years, and significant digits, take no qualifier"),
            ("X.*-(2[1-9]|3[0-9]|4[01])", "a season is of a year without unspecified digits"),
            (r"-(2[5-9]|3[0-9]|4[01]).*[/,?~%]|[/,].*-(2[5-9]|3[0-9]|4[01])", "seasons of level 2 stand alone"),
            (r"[?~%].*-[?~%]?(2[1-4])|-[?~%]2[1-4]", "a season takes no qualifier before it or within"),
            (r"^[\[{].*-2[1-4]", "a season is not in a set"),
        )
    ),
    Difference(edtf, "refuses", containing("-2[1-4][?~%]"), "a season takes no qualifier"),
    Difference(
        edtf, "refuses", containing("[?~%].*[?~%]"), "a date has one qualifier on the right, or several on the left"
    ),
    Difference(edtf, "refuses", containing("^-.*X"), "negative years have unspecified digits at the right end only"),
    Difference(
        edtf_validate, "refuses", ends_too_early, "an interval ends early: plausibility, and judged by first days"
    ),
    # Mistakes of `edtf` itself.
    Difference(edtf, "crashes", containing("-([01]X|X[0-9X])"), "AttributeError: a month with an unspecified digit"),
    Difference(
        edtf, "crashes", containing(r"^\.\./|/(\.\.)?$"), "TypeError: nothing but a year on the other side of .."
    ),
]


def excuses(library: Callable[[str], str], text: str) -> list[Difference]:
    """The known differences that account for a text; none if the library agrees with us."""
    verdict = library(text)
    if verdict == ours(text):
        return []
    known = [entry for entry in DIFFERENCES if entry.library is library and entry.verdict == verdict]
    return [entry for entry in known if entry.where(text)]


@some_or_all
@pytest.mark.parametrize("library", [edtf, edtf_validate])
def test_the_verdicts_are_the_same_but_for_the_known_differences(
    library: Callable[[str], str], texts: list[str]
) -> None:
    unexplained = [text for text in texts if library(text) != ours(text) and not excuses(library, text)]
    assert unexplained == []


@pytest.mark.slow
def test_every_known_difference_shows() -> None:
    shown = {entry for text in CORPUS for library in (edtf, edtf_validate) for entry in excuses(library, text)}
    assert [(entry.library.__name__, entry.reason) for entry in DIFFERENCES if entry not in shown] == []


# ---- Days ------------------------------------------------------------------------------------------------------------

DAY_DIFFERENCES = [
    (containing("-(2[1-4]|28|30)"), "seasons are those of the northern hemisphere, and winter ends with the year"),
    (containing("^/|/$"), "an unknown side is guessed, ten years away"),
    (containing("S[0-9]"), "the range of significant digits is left out"),
    (containing("X.*-02-29"), "29 February is given in years that have none"),
    (containing("-([01]X|X[0-9])|-[0-9X]{2}-([0-3]X|X[0-9])"), "ValueError: a month or day with one unspecified digit"),
    (containing(r"^{\.\..*\.\.}$"), "TypeError: a set that is open on both sides"),
    (containing("^XXXX"), "a year of which no digit is given begins with 0000"),
    (containing("^-.*X"), "of a negative year, the first and the last day change places, and -000X ends with 0000"),
]


def days_by_edtf(text: str) -> tuple[str | None, str | None] | str:
    """The first and last day that the library gives; or the name of its mistake."""

    def day(limit: object) -> str | None:
        if isinstance(limit, float):  # an infinity
            return None
        year, month, day = tuple(limit)[:3]  # type: ignore[call-overload]
        return day_text(year, f"{month:02}", f"{day:02}")

    try:
        reading = parse_edtf(text)
        return day(reading.lower_strict()), day(reading.upper_strict())
    except (TypeError, ValueError) as error:
        return type(error).__name__


def differing_days(texts: list[str]) -> list[str]:
    both = [text for text in texts if ours(text) == edtf(text) == "takes"]
    found = [text for text in both if days_by_edtf(text) != (bounds(text).start_min, bounds(text).end_max)]
    assert len(both) > 3 * len(found)
    return found


@some_or_all
def test_first_and_last_days_are_the_same_but_for_the_known_differences(texts: list[str]) -> None:
    assert [text for text in differing_days(texts) if not any(where(text) for where, _ in DAY_DIFFERENCES)] == []


@pytest.mark.slow
def test_every_known_difference_of_days_shows() -> None:
    differing = differing_days(CORPUS)
    assert [reason for where, reason in DAY_DIFFERENCES if not any(where(text) for text in differing)] == []
