"""Dates and times of any year: equal and in order as plain seconds are, counted here day by day of each year and month."""

from calendar import isleap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitevents.tableschema.values.canonical import canonical_text
from summitevents.tableschema.values.clocks import in_order, parser
from tests.support.amount import examples

READ = parser("datetime", "default")
Clock = tuple[int, int, int, int, int, int | None]
"""Year (0 is the one before 1), month, day, hour and minute; and the minutes of its offset, if it has one."""


def written(clock: Clock) -> str:
    year, month, day, hour, minute, offset = clock
    shown = f"{year:04}" if year > 0 else f"-{1 - year:04}"
    zone = "" if offset is None else f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
    return f"{shown}-{month:02}-{day:02}T{hour:02}:{minute:02}:00{zone}"


def minutes(clock: Clock) -> int:
    year, month, day, hour, minute, offset = clock
    lengths = [31, 29 if isleap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    before = year - 1
    days = 365 * before + before // 4 - before // 100 + before // 400 + sum(lengths[: month - 1]) + day
    return 1440 * days + 60 * hour + minute - (offset or 0)


YEARS = st.sampled_from(
    [-400, -399, -1, 0, 1, 2, 1999, 2000, 2399, 2400, 9998, 9999, 10000, 10399, 10400]
) | st.integers(-(10**9), 10**9)
DAYS = st.sampled_from([(1, 1), (2, 28), (12, 31)])
CLOCKS = st.tuples(
    YEARS, DAYS, st.sampled_from([0, 12, 23, 24]), st.sampled_from([0, 59]), st.sampled_from([-840, -60, 0, 60, 839])
)
PAIRS = st.tuples(CLOCKS, CLOCKS, st.booleans(), st.integers(-1, 1), st.booleans())


@pytest.mark.hypothesis
@examples(200)
@given(PAIRS)
def test_moments_are_equal_and_in_order_as_their_minutes(drawn: tuple[object, ...]) -> None:
    first, second, is_near, years, has_zone = drawn
    mine, theirs = (
        (year, month, day, hour, 0 if hour == 24 else minute, offset if has_zone else None)
        for year, (month, day), hour, minute, offset in (first, (first[0] + years, *second[1:]) if is_near else second)  # type: ignore[index, misc]
    )
    one, other = READ(written(mine)), READ(written(theirs))
    assert (canonical_text(one) == canonical_text(other)) == (minutes(mine) == minutes(theirs))
    assert (in_order(one) < in_order(other)) == (minutes(mine) < minutes(theirs))


@pytest.mark.parametrize(
    "texts",
    [
        ("9998-12-31T24:00:00", "9999-01-01T00:00:00"),
        ("10399-12-31T24:00:00", "10400-01-01T00:00:00"),
        ("9999-12-31T23:30:00Z", "10000-01-01T00:30:00+01:00"),
        ("-0001-12-31T23:30:00Z", "0001-01-01T00:30:00+01:00"),
    ],
)
def test_one_moment_has_one_key(texts: tuple[str, str]) -> None:
    assert len({canonical_text(READ(text)) for text in texts}) == 1


@pytest.mark.parametrize("year", ["2021", "12000", "12001"])
def test_a_moment_with_an_offset_is_not_compared_with_one_without(year: str) -> None:
    with pytest.raises(TypeError):
        _ = in_order(READ("12000-01-01T00:00:00Z")) < in_order(READ(f"{year}-01-01T00:00:00"))
