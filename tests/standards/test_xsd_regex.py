"""Regular expressions of XML Schema as RE2: against Python's re, which reads the plain ones alike, and case by case."""

import re
from itertools import pairwise

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitevents.standards.xsd_blocks import BLOCKS
from summitevents.standards.xsd_regex import PatternError, to_re2
from tests.support.amount import examples

ATOMS = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", "[a-c]", r"\.", r"\n", "é", r"[b\-]", "[^a-b]"])
COUNTS = st.sampled_from(["", "", "?", "*", "+", "{2}", "{1,2}", "{0,3}", "{2,}"])
PATTERNS = st.recursive(
    st.tuples(ATOMS, COUNTS).map("".join),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map("|".join).map("({})".format),
        st.tuples(inner.map("({})".format), COUNTS).map("".join),
    ),
    max_leaves=6,
)
TEXTS = st.text("abc.-é\n", max_size=8)


def conforms(pattern: str, text: str) -> bool:
    asked = duckdb.execute("SELECT regexp_full_match($1, $2)", [text, to_re2(pattern)])
    return bool(asked.fetchall()[0][0])


@examples(200)
@given(PATTERNS, TEXTS)
def test_plain_patterns_mean_what_they_mean_to_python(pattern: str, text: str) -> None:
    assert conforms(pattern, text) == bool(re.fullmatch(pattern, text))


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (r"\d", "5٣", "ax"), (r"\D", "a-", "5"), (r"\s", " \t\n\r", "a\u00a0"), (r"\S", "a", " "), (r"\w", "aé1+", "-_ "), (r"\W", "-_ \u0378", "a"),
        (r"\i", "a_:é", "-.1"), (r"\I", "-1", "a"), (r"\c", "a-.1·", " /"), (r"\C", " /", "a"),
        (r"\p{L}", "aÉ日", "1"), (r"\P{L}", "1 ", "a"), (r"\p{Lu}", "A", "a"), (r"\p{Cn}", "\u0378", "a"), (r"\p{C}", "\x00\u0378", "a"),
        (r"\p{IsBasicLatin}", "a~", "é"), (r"\P{IsGreek}", "a", "α"), (r"[\p{IsGreek}-[α]]", "β", "αa"),
        (r"[^\P{L}]", "a", "1"), (r"[\W\d]", "-5", "a"), (r"[^\d-[5]]", "a", "15"), (r"[a-z-[b-y-[m]]]", "amz", "by"), (r"[\^\-\]]", "^-]", "a"),
        (r"[-a]", "-a", "b"), (r"[a-]", "-a", "b"), (r"[😀-😎]", "😃", "a"), ("[^a-c]", "d\n", "b"), (".", "a\u2028", "\n\r"),
    ],
)  # fmt: skip
def test_classes(pattern: str, good: str, bad: str) -> None:
    assert [char for char in good + bad if conforms(pattern, char)] == list(good)


@pytest.mark.parametrize(
    ("pattern", "text", "good"),
    [
        ("", "", True), ("", "a", False), ("|a", "", True), ("a||b", "", True), ("^a|b$", "b", True), ("(^a)b", "ab", True), ("a^b", "a^b", True),
        ("a$b", "a$b", True), ("(?:ab)*?", "abab", True), ("a{2}{2}", "aaaa", None), ("(a{1000}){3}", "a" * 3000, True), ("a{1001,}", "a" * 1000, False),
        ("(a{0,40}){0,40}", "a" * 1600, True), (r"\x41\u00e9", "Aé", True), ("a" * 5000, "a" * 5000, True), ("(" * 50 + "a" + ")*" * 50, "aaa", True),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_what_can_mean_one_thing_only(pattern: str, text: str, good: bool | None) -> None:
    if good is None:
        with pytest.raises(PatternError):
            to_re2(pattern)
    else:
        assert conforms(pattern, text) == good


@pytest.mark.parametrize(
    "pattern",
    ["(", ")", "a)", "[", "[]", "[a", "[b-a]", "[a-[b]", "[a-[b]c]", "[[]", "*", "a**", "{2}", "a{", "a{2,1}", "}", r"\b", r"\1", "\\", r"\p", r"\p{", r"\p{X}",
     r"\p{IsX}", r"\ud800", "\ud800", "(?=a)", "(?i)a", "(?<n>a)", "(" * 5000, "((a{1000}){1000}){1000}"],
)  # fmt: skip
def test_what_is_no_regular_expression(pattern: str) -> None:
    with pytest.raises(PatternError) as raised:
        to_re2(pattern)
    assert str(raised.value)


def test_blocks_do_not_overlap_but_under_two_names() -> None:
    ranges = sorted(set(BLOCKS.values()))
    assert all(first <= last for first, last in ranges)
    assert all(one[1] < other[0] for one, other in pairwise(ranges))
