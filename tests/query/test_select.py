"""Parameters of a query are those that DuckDB finds in it."""

import duckdb
import pytest

from summitevents.errors import UnreadableError
from summitevents.query.select import run_query


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("SELECT $$it costs $five$$ AS t", [("it costs $five",)]),
        ('SELECT 1 AS "$d"', [(1,)]),
        ("SELECT 'x$y', 1 /* $q */ -- $r", [("x$y", 1)]),
        ("SELECT $a IS NULL", [(True,)]),
    ],
)
def test_a_dollar_is_not_always_a_parameter(text: str, rows: list[tuple[object, ...]]) -> None:
    with duckdb.connect() as con:
        assert run_query(con, text).rows == rows


def test_a_parameter_is_bound_by_its_name_and_refused_if_there_is_none() -> None:
    with duckdb.connect() as con:
        assert run_query(con, "SELECT $a || $b || $a AS t", {"a": "x", "b": "y"}).rows == [("xyx",)]
        with pytest.raises(UnreadableError, match=r"no parameter \$c"):
            run_query(con, "SELECT $a", {"c": "1"})
