"""The EDTF module against tables written down here, against a slow definition, and against garbage.

The tables: `edtf/library-of-congress.csv` (each example of the specification), `edtf/further.csv` (corners of our
own), and `edtf/refused.json` (what must be refused, why, and where). In the CSV files an empty cell is None, and days of
any year stand as people write them.
"""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from summitevents.standards.edtf import PATTERN, Bounds, EdtfError, agree, bounds, contains, width
from summitevents.standards.edtf_dates import day_number, day_text, edtf_day, iso_day, number_of, year_of
from summitevents.standards.edtf_english import english
from tests.support.paths import SHARED, TESTS

TABLES = TESTS / "standards" / "edtf"
REFERENCE = SHARED / "vectors" / "edtf" / "library-of-congress-examples.json"

Row = dict[str, str]


def table(name: str) -> list[Row]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(day: str | None) -> str | None:
    """A day with its year as a number: -0043-03-15, or 12000-01-01."""
    if day is None:
        return None
    year = year_of(day)
    return f"{'-' * (year < 0)}{abs(year):04}{day[-6:]}"


LIBRARY = table("library-of-congress.csv")
ACCEPTED = LIBRARY + table("further.csv")
REFUSED: list[dict[str, str | int]] = json.loads((TABLES / "refused.json").read_text(encoding="utf-8"))


# ---- Tables ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ACCEPTED, ids=lambda row: row["edtf"])
def test_a_table_row(row: Row) -> None:
    found = bounds(row["edtf"])
    assert [*map(written, found[:4]), *found[4:6]] == [row[name] or None for name in Bounds._fields[:6]]
    assert [found.uncertain, found.approximate] == [row["uncertain"] == "yes", row["approximate"] == "yes"]
    assert english(row["edtf"]) == row["english"]
    assert re.fullmatch(PATTERN, row["edtf"])


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: ascii(row["edtf"]))
def test_a_refused_text(row: dict[str, str | int]) -> None:
    for function in (bounds, english):
        with pytest.raises(EdtfError) as caught:
            function(str(row["edtf"]))
        assert (caught.value.reason, caught.value.position) == (row["reason"], row["position"])
        assert str(caught.value) == row["reason"]


def test_tables_name_no_text_twice() -> None:
    texts = [row["edtf"] for row in ACCEPTED] + [row["edtf"] for row in REFUSED]
    assert len(set(texts)) == len(texts)


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference vectors are not beside this checkout")
def test_the_table_is_the_examples_of_the_specification() -> None:
    # One text, 2004-06-11%, is an example twice, of level 1 and of level 2: what counts is the lowest.
    examples = json.loads(REFERENCE.read_text(encoding="utf-8"))
    assert len(examples) == 64
    levels: dict[str, int] = {}
    for entry in examples:
        levels[entry["edtf"]] = min(entry["level"], levels.get(entry["edtf"], 2))
    assert levels == {row["edtf"]: int(row["level"]) for row in LIBRARY}


# ---- Properties ------------------------------------------------------------------------------------------------------

SIGNS = st.sampled_from(["", "", "", "?", "~", "%"])
MARKS = st.sampled_from([("", ""), ("", ""), ("?", ""), ("", "~"), ("%", ""), ("", "?")])


def numbers(first: int, last: int, width: int = 2) -> st.SearchStrategy[str]:
    return st.integers(first, last).map(lambda number: f"{number:0{width}}")


@st.composite
def masked(draw: st.DrawFn, digits: st.SearchStrategy[str]) -> str:
    """A number, some digits of it unspecified."""
    return "".join(draw(st.sampled_from([digit, digit, digit, "X"])) for digit in draw(digits))


def dashed(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """One, two, … of the parts, with hyphens."""
    return st.one_of([st.tuples(*parts[:count]).map("-".join) for count in range(1, len(parts) + 1)])


def qualified(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(part, MARKS).map(lambda pair: pair[0].join(pair[1]))


YEARS = numbers(0, 9999, 4)
PLAIN = dashed(YEARS, numbers(1, 12), numbers(1, 31))
MASKED = dashed(masked(YEARS), masked(numbers(1, 12)), masked(numbers(1, 31)))
MARKED = dashed(qualified(masked(YEARS)), qualified(masked(numbers(1, 12))), qualified(numbers(1, 31)))
SEASONS = st.tuples(qualified(masked(YEARS)), qualified(numbers(21, 41))).map("-".join)
NEGATIVE = st.one_of(PLAIN, MASKED).map("-{}".format)
LONG = st.one_of(
    st.integers(10_000, 10**12).map("Y{}".format),
    st.builds("Y-{}E{}".format, st.integers(1, 999), st.integers(4, 9)),
    st.builds("{}S{}".format, numbers(1000, 9999, 4), st.integers(1, 4)),
    st.builds("Y{}S{}".format, st.integers(10_000, 10**9), st.integers(1, 5)),
)
DATES = st.one_of(PLAIN, MASKED, MARKED, SEASONS, NEGATIVE, LONG, st.tuples(PLAIN, SIGNS).map("".join))
TIMES = st.builds(
    "{}T{}:{}:{}{}".format,
    st.tuples(YEARS, numbers(1, 12), numbers(1, 31)).map("-".join),
    numbers(0, 23),
    numbers(0, 59),
    numbers(0, 59),
    st.sampled_from(["", "Z", "+09", "-04:30"]),
)
INTERVALS = st.tuples(st.one_of(DATES, st.sampled_from(["", ".."])), st.one_of(DATES, st.sampled_from(["", ".."]))).map(
    "/".join
)
RANGES = st.one_of(
    [st.lists(dashed(*parts), min_size=2, max_size=2).map(sorted).map("..".join) for parts in ((YEARS,), (PLAIN,))]
)


@st.composite
def sets(draw: st.DrawFn) -> str:
    members = draw(st.lists(st.one_of(DATES, RANGES), min_size=1, max_size=4))
    first = [".." + draw(PLAIN)] if draw(st.booleans()) else []
    last = [draw(PLAIN) + ".."] if draw(st.booleans()) else []
    left, right = draw(st.sampled_from(["[]", "{}"]))
    return left + ",".join(first + members + last) + right


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A text with one character more, less or other."""
    text = draw(st.one_of(DATES, TIMES, INTERVALS, sets()))
    place = draw(st.integers(0, len(text)))
    return (
        text[:place]
        + draw(st.sampled_from([*"0139X-/.,?~%TYESZ:+[]{} x\n\u0662", ""]))
        + text[place + draw(st.integers(0, 1)) :]
    )


TEXTS = st.one_of(DATES, TIMES, INTERVALS, sets(), spoilt())


def read(text: str) -> Bounds:
    """The bounds of a text; a text that is refused is no example."""
    try:
        return bounds(text)
    except EdtfError:
        assume(False)
        raise


@given(st.one_of(TEXTS, st.text(), st.text("0123456789X-/.,?~%TYESZ:+[]{}")))
def test_any_text_is_read_or_refused_with_a_reason_and_a_place(text: str) -> None:
    try:
        found = bounds(text)
    except EdtfError as error:
        assert error.reason
        assert 0 <= error.position <= len(text)
        return
    assert re.fullmatch(PATTERN, text)
    for first, last in ((found.start_min, found.start_max), (found.end_min, found.end_max)):
        assert first is None or last is None or day_number(first) <= day_number(last)
    for day, flag in ((found.start_min, found.start_flag), (found.end_max, found.end_flag)):
        assert day is None or flag != "open"
        assert day is not None or flag in ("open", "unknown", "beyond")


@given(TEXTS)
def test_english_is_a_tidy_phrase(text: str) -> None:
    read(text)
    words = english(text)
    assert words == " ".join(words.split())
    assert not re.search(r"None|[/\[\]{}]|\.\.", words)
    assert "X" not in words or "of the form" in words


def days_within(mask: str) -> Iterator[str]:
    """The slow definition: every day of every year that fits, if its digits do."""
    digits = re.compile(mask.replace("X", "[0-9]"))
    for year in product(*("0123456789" if digit == "X" else digit for digit in mask[:4])):
        day = date(int("".join(year)), 1, 1)
        while True:
            if digits.match(day.isoformat()):
                yield day.isoformat()
            if (day.month, day.day) == (12, 31):
                break
            day += timedelta(days=1)


@settings(deadline=None)  # the slow definition is slow
@given(dashed(masked(numbers(1000, 9999, 4)), masked(numbers(1, 12)), masked(numbers(1, 31))))
@example("190X-02-29")
@example("2X00-02-29")
@example("2XX1-02-29")
@example("201X-X2-29")
@example("1985-X2-3X")
@example("2019-02-3X")
@example("2019-0X-31")
def test_unspecified_digits_are_what_enumeration_says(text: str) -> None:
    assume(text[:4].count("X") <= 1 + (text[4:8] == "-02-") and text[0] != "X")
    days = list(days_within(text))
    if not days:
        with pytest.raises(EdtfError):
            bounds(text)
    else:
        assert bounds(text)[:6] == (days[0], days[-1], days[0], days[-1], None, None)


def test_exactly_the_days_of_the_calendar_are_taken() -> None:
    for year, month, day in product((4, 1900, 1996, 2000, 2019, 2100), range(1, 13), range(1, 32)):
        text = f"{year:04}-{month:02}-{day:02}"
        try:
            date(year, month, day)
        except ValueError:
            with pytest.raises(EdtfError):
                bounds(text)
        else:
            assert bounds(text)[:4] == (text,) * 4


@given(DATES, DATES)
def test_an_interval_has_the_start_of_its_first_date_and_the_end_of_its_second(head: str, tail: str) -> None:
    first, last = read(head), read(tail)
    assert bounds(f"{head}/{tail}")[:4] == (*first[:2], *last[2:4])


@given(st.lists(PLAIN.filter(lambda text: text > "0001"), min_size=2, max_size=4))
def test_a_set_spans_its_members(texts: list[str]) -> None:
    members = [read(text) for text in texts]
    first, last = min(member[0] or "" for member in members), max(member[3] or "" for member in members)
    assert bounds(f"[{','.join(texts)}]")[:4] == (first, last, first, last)
    every = bounds(f"{{{','.join(texts)}}}")
    assert every[:4] == (
        first,
        min(member[1] or "" for member in members),
        max(member[2] or "" for member in members),
        last,
    )


@given(TEXTS, SIGNS.filter(bool))
def test_a_qualifier_marks_and_never_widens(text: str, sign: str) -> None:
    plain = read(text)
    try:
        marked = bounds(text + sign)
    except EdtfError:
        return
    assert marked[:6] == plain[:6]
    assert marked.uncertain == (plain.uncertain or sign in "?%")
    assert marked.approximate == (plain.approximate or sign in "~%")


FAR = st.one_of(st.integers(-12_000, 12_000), st.integers(1 - 10**18, 10**18 - 1))
MONTH_DAYS = st.tuples(numbers(1, 12), numbers(1, 28))


@given(FAR, FAR, MONTH_DAYS, MONTH_DAYS)
def test_days_of_any_year_sort_as_texts_do(
    year: int, other: int, here: tuple[str, str], there: tuple[str, str]
) -> None:
    day, another = day_text(year, *here), day_text(other, *there)
    assert (day < another) == ((year, *here) < (other, *there)) == (day_number(day) < day_number(another))
    assert "" < day < "~"
    assert year_of(day) == year
    assert iso_day(day) == (f"{year:04}-{here[0]}-{here[1]}" if 0 < year < 10_000 else None)
    if abs(year) < 10_000:
        assert bounds(edtf_day(day)).start_min == day


def test_a_date_is_as_wide_as_its_days() -> None:
    assert [width(bounds(text)) for text in ("2018-06-12", "2018", "-0001/0001", "0000", "Y12000", "../2018", "2018/")] == [
        0, 364, 365 + 366 + 364, 365, 365, None, None,
    ]  # fmt: skip
    assert number_of(1) == 1


# ---- Comparing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2018-06", "2018-06-12", True),
        ("2018-06", "2018-06-12/2018-06-13", True),
        ("2019-02-26/2019-02-28", "2019-02-27/2019-02-28", False),
        ("2019-02-27/2019-02-28", "2019-02", True),
        ("2019-02-27/2019-02-28", "2019-02-27", False),
        ("2018", "2019", False),
        ("2018~", "2019", False),
        ("2018/..", "2018-06/2019", True),
        ("2018/", "2018-06/2019", True),
        ("2018/..", "2019/2020", False),
        ("../2018", "2017/2018-03", True),
        ("[2019-02-10..2019-02-17]", "2019-02-17", True),
        ("[2019-02-10..2019-02-17]", "2019-02-18", False),
        ("[..2019-02-17]", "1958", True),
        ("[..2019-02-17]", "2020", False),
        ("[1760-12..]", "1760-11", False),
        ("{2017,2019}", "2017/2019", True),
        ("{2017,2019}", "2017", False),
        ("2001-24", "2002-01", True),
        ("-0043", "-0042", False),
        ("-0043-03-15", "-0043", True),
        ("-004X", "-0043-03", True),
        ("-0043", "0043", False),
        ("Y-17E7", "Y-17E7S1", True),
        ("Y12000", "Y12001", False),
        ("Y12000", "-0043", False),
        ("-0043", "XXXX-03", True),
    ],
)
def test_agreement(a: str, b: str, expected: bool) -> None:
    assert agree(bounds(a), bounds(b)) is agree(bounds(b), bounds(a)) is expected


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("2018-06", "2018-06-12", True),
        ("2018-06-12", "2018-06", False),
        ("2018-06", "2018-06-12/2018-06-13", True),
        ("2018-06", "2018-06-12/2018-07-01", False),
        ("2018-06", "2018-06~", True),
        ("2018/..", "2018-06/2019", True),
        ("2018-06/2019", "2018/..", False),
        ("[..2019]", "[..2018]", True),
        ("[..2018]", "[..2019]", False),
        ("196X", "1960", True),
        ("196X", "1970", False),
        ("-0043", "-0043-03-15", True),
        ("-004X", "-0039", False),
    ],
)
def test_containment(outer: str, inner: str, expected: bool) -> None:
    assert contains(bounds(outer), bounds(inner)) is expected


@given(TEXTS, TEXTS)
def test_what_narrows_a_date_agrees_with_it(outer: str, inner: str) -> None:
    wide, narrow = read(outer), read(inner)
    assert contains(wide, wide)
    assert agree(wide, wide)
    assert agree(wide, narrow) == agree(narrow, wide)
    assert agree(wide, narrow) or not contains(wide, narrow)


# ---- The pattern -----------------------------------------------------------------------------------------------------


def test_the_pattern_keeps_to_what_re2_and_python_share() -> None:
    assert re.compile(PATTERN).groups == 0
    assert PATTERN.startswith("(?:")
    assert not re.search(r"\(\?[^:]|\\[^.\[\]]|[\^$]|[*+?}][+]", PATTERN)


@pytest.mark.parametrize(
    "text", ["2019-13", "2019-02-32", "2019-2", "85", "2019-02-27T24:00:00", "/", "2018/2019/2020", "[]"]
)
def test_the_pattern_alone_refuses_what_has_not_the_form(text: str) -> None:
    assert not re.fullmatch(PATTERN, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2012-08-05/2012-08", "from 5 August 2012 (end not given)"),
        ("2019-02-26/2019", "from 26 February 2019 (end not given)"),
        ("1971-10/1971-10-29", "until 29 October 1971 (start not given)"),
        ("[1995-07-11..1995-07-12]", "11 or 12 July 1995"),
        ("[1995-07-31..1995-08-01]", "31 July or 1 August 1995"),
        ("[1995-06..1995-07]", "June or July 1995"),
        ("[1995-12..1996-01]", "December 1995 or January 1996"),
        ("[1995..1996]", "1995 or 1996"),
        ("[1995-07-11..1995-07-13]", "between 11 and 13 July 1995"),
        ("2018-11-27/2019", "27 November 2018 – 2019"),
    ],
)
def test_an_end_within_the_month_or_year_of_the_start_says_so(text: str, words: str) -> None:
    assert english(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2018-06-12/2018-06-13", "12–13 June 2018"),
        ("0064-07-18/0064-07-27", "18–27 July AD 64"),
        ("0064-07-18/0064-08-02", "18 July – 2 August AD 64"),
        ("0064-07/0064-09", "July–September AD 64"),
        ("-0322-06-10/-0322-06-13", "10–13 June 323 BC"),
        ("0000-05-30/0000-06-01", "30 May – 1 June 1 BC"),
        ("[-0322-06-10..-0322-06-13]", "between 10 and 13 June 323 BC"),
        ("-0323-12-30/-0322-01-02", "30 December 324 BC – 2 January 323 BC"),
        ("0064-07-27/0064-07-18", "27 July AD 64 – 18 July AD 64"),
        ("0064/0068", "AD 64–68"),
        ("0999/1001", "AD 999–1001"),
        ("0068/0064", "AD 68 – AD 64"),
        ("-0430/-0403", "431–404 BC"),
        ("-0403/-0430", "404 BC – 431 BC"),
        ("-0005/0000", "6–1 BC"),
        ("0000/0001", "1 BC – AD 1"),
        ("-0752/1453", "753 BC – 1453"),
        ("-0430/-0403-04", "431 BC – April 404 BC"),
        ("[-0430..-0403]", "between 431 and 404 BC"),
        ("[0064..0065]", "AD 64 or 65"),
        ("{0064..0068}", "every year from AD 64 to 68"),
    ],
)
def test_the_month_year_and_era_that_both_ends_have_is_told_once_in_every_age(text: str, words: str) -> None:
    assert english(text) == words
