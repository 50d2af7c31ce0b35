"""Dates as people write them: read where they mean one thing, refused where they may mean two."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summitevents.standards.edtf_english import english
from summitevents.standards.written_dates import DateFormError, order_among, time_of_day, to_edtf

READ = {
    "1969": "1969", "1969-07-20": "1969-07-20", "July 20, 1969": "1969-07-20", "20 July 1969": "1969-07-20",
    "Jul 1969": "1969-07", "May 3rd 1990": "1990-05-03", "3rd of May 1990": "1990-05-03", "7/20/1969": "1969-07-20",
    "20.7.1969": "1969-07-20", "8/8/1969": "1969-08-08", "1969/7/2": "1969-07-02", "c. 1969": "1969~",
    "ca. 500 BC": "-0499~", "44 BCE": "-0043", "1 BC": "0000", "AD 79": "0079", "79 CE": "0079", "476": "0476", "-753": "-0753",
    "-13800000000": "Y-13800000000", "12,000 BC": "Y-11999", "1914-1918": "1914/1918", "1914–1918": "1914/1918",
    "1 May 1990 - 3 May 1990": "1990-05-01/1990-05-03", "1960s": "196X", "1969-07-20T00:00:00Z": "1969-07-20",
    "+1969-07-00T00:00:00Z": "1969-07", "1969-00-00T00:00:00Z": "1969", "1969-07-20 20:17 UTC": "1969-07-20",
    "1969-07-20T20:17:40Z": "1969-07-20T20:17:40Z", "5-7 June 1967": "1967-06-05/1967-06-07",
    "June 5–7, 1967": "1967-06-05/1967-06-07", "April-May 1945": "1945-04/1945-05", "Between 1861 and 1876": "[1861..1876]",
    "between 25 Jun 1381 and 26 Jun 1381": "[1381-06-25..1381-06-26]", "[1667,1668]": "[1667,1668]",
    "June 323 BC": "-0322-06", "10 June 323 B.C.": "-0322-06-10", "June 10, 323 BCE": "-0322-06-10", "c. June 323 BC": "-0322-06~",
    "June 1 BC": "0000-06", "18 July AD 64": "0064-07-18", "July 18, 64 A.D.": "0064-07-18", "24 August 79 CE": "0079-08-24",
    "431–404 BC": "-0430/-0403", "27 BC – AD 14": "-0026/0014", "AD 64–68": "0064/0068", "64-68 CE": "0064/0068",
    "10–13 June 323 BC": "-0322-06-10/-0322-06-13", "July 18 – August 2, 1964": "1964-07-18/1964-08-02",
    "between 10 and 13 June 323 BC": "[-0322-06-10..-0322-06-13]", " 20  July\n1969 ": "1969-07-20",
}  # fmt: skip
REFUSED = (
    "7/8/1969", "1919-21", "1914-18", "1900s", "1969-01-01T00:00:00Z", "31 Feb 1990", "12/25/69", "yesterday", "", "0 BC",
    "19th century", "13/13/1969", "Between Nov 1951 and 1953", "20 Juli 1969",
    "1914–18", "404–431 BC", "10 June 323", "24 August 79", "10 June 12,000 BC", "AD 68 – AD 64", "31 July – 2 July 1990",
)  # fmt: skip


@pytest.mark.parametrize(("text", "edtf"), READ.items())
def test_what_means_one_thing_is_read(text: str, edtf: str) -> None:
    assert to_edtf(text) == edtf
    assert to_edtf(edtf) == edtf


@pytest.mark.parametrize("text", REFUSED)
def test_what_may_mean_two_things_or_none_is_refused(text: str) -> None:
    with pytest.raises(DateFormError):
        to_edtf(text)


def test_other_dates_of_a_column_say_what_comes_first() -> None:
    assert order_among(["7/8/1969", "7/20/1969", "x"]) == "month"
    assert order_among(["7/8/1969", "20.7.1969 10:00"]) == "day"
    assert order_among(["7/8/1969"]) is order_among(["7/20/1969", "20/7/1969"]) is None
    assert (to_edtf("7/8/1969", "month"), to_edtf("7/8/1969", "day")) == ("1969-07-08", "1969-08-07")


def test_a_time_that_is_left_out_can_be_noted() -> None:
    assert time_of_day("1969-07-20 20:17 UTC") == "20:17 UTC"
    assert time_of_day("7/20/1969, 4:17 pm") == "4:17 pm"
    assert time_of_day("1969-07-20T20:17:40Z") is time_of_day("1969-07-20T00:00:00Z") is time_of_day("1969") is None


@given(
    day=st.dates(min_value=date(1000, 1, 1)), form=st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y"])
)
def test_every_day_is_read_in_every_form_with_a_month_in_words(day: date, form: str) -> None:
    iso = str(day)
    assert to_edtf(f"{day:{form}}".replace("%Y", iso[:4])) == iso


@given(
    age=st.sampled_from(["2019", "0064", "-0322", "0000"]),
    days=st.lists(
        st.dates(min_value=date(2001, 1, 1), max_value=date(2001, 12, 31)), min_size=2, max_size=2, unique=True
    ),
    length=st.sampled_from([3, 6]),
)
def test_what_we_say_of_days_and_months_ourselves_is_read_again(age: str, days: list[date], length: int) -> None:
    """In any age: 18–27 July AD 64."""
    first, last = (f"{age}{str(day)[4:][:length]}" for day in sorted(days))
    assume(first != last)
    for text in (first, f"{first}/{last}"):
        assert to_edtf(english(text)) == text


@given(st.lists(st.integers(-999, 1999), min_size=2, max_size=2, unique=True))
def test_what_we_say_of_years_ourselves_is_read_again(years: list[int]) -> None:
    """Such as 431–404 BC, AD 64–68, 27 BC – AD 14."""
    text = "/".join(f"{year:0{5 if year < 0 else 4}}" for year in sorted(years))
    assert to_edtf(english(text)) == text
