"""The table of formats: every encoder exists, and a suffix chooses one format."""

from pkgutil import resolve_name

import pytest

from summitevents.errors import UnreadableError
from summitevents.export.formats import ROWS, TIMELINES, Format, format_of
from summitevents.report.formats import FINDINGS

TABLES = {"rows": ROWS, "timelines": TIMELINES, "findings": FINDINGS}


@pytest.mark.parametrize("formats", TABLES.values(), ids=TABLES)
def test_every_encoder_exists(formats: dict[str, Format]) -> None:
    for name, format in formats.items():
        assert name == format.name
        assert callable(resolve_name(format.encoder))


@pytest.mark.parametrize("formats", TABLES.values(), ids=TABLES)
def test_no_two_formats_share_a_suffix_or_a_file(formats: dict[str, Format]) -> None:
    for names in (
        [suffix for format in formats.values() for suffix in format.suffixes],
        [format.file for format in formats.values() if format.file],
    ):
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("chosen", "output", "name"),
    [(None, "-", "table"), ("csv", "-", "csv"), (None, "a.JSONL", "jsonl"), (None, "a.ndjson", "jsonl"), ("md", "a.b", "md"), ("md", "a.MD", "md")],
)  # fmt: skip
def test_the_chosen_format_then_the_suffix_then_the_default(chosen: str | None, output: str, name: str) -> None:
    assert format_of(ROWS, chosen, output, "table").name == name


def test_a_suffix_of_another_format_than_the_chosen_one_is_a_usage_error() -> None:
    with pytest.raises(
        UnreadableError, match=r"a\.csv is a name for csv, not for md: leave out -f, or name it otherwise"
    ):
        format_of(ROWS, "md", "a.csv", "table")
    assert format_of(FINDINGS, "sarif", "a.sarif.json", "text").name == "sarif"


def test_an_unknown_suffix_is_a_usage_error() -> None:
    with pytest.raises(UnreadableError, match=r"a\.pdf: no format has this suffix; use \.csv, \.json"):
        format_of(ROWS, None, "a.pdf", "table")
