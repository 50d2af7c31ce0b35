"""What is quoted is the same text again when DuckDB reads it, and nothing else."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitevents.standards.sql_quoting import identifier, literal

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))


@settings(deadline=None)
@given(TEXTS | st.text("'\"\\;-$ a"), TEXTS.filter(bool) | st.text("'\"\\;-$ a", min_size=1))
def test_duckdb_reads_the_text_and_the_name_again(value: str, name: str) -> None:
    with duckdb.connect() as con:
        found = con.execute(f"SELECT {literal(value)} AS {identifier(name)}")
        assert [column[0] for column in found.description] == [name]
        assert found.fetchall() == [(value,)]


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800"])
def test_what_sql_cannot_hold_is_refused(text: str) -> None:
    for quote in (literal, identifier):
        with pytest.raises(ValueError, match=r"NUL|surrogates"):
            quote(text)
