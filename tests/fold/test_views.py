"""The views of the tables: what DuckDB reads for a question on them."""

import duckdb
import pytest


@pytest.mark.parametrize(("column", "asks_for_dates"), [("happened", False), ("start_min", True)])
def test_a_question_on_claims_reads_the_dates_only_where_it_asks_for_them(
    built: duckdb.DuckDBPyConnection, column: str, asks_for_dates: bool
) -> None:
    [(_, plan)] = built.execute(f"EXPLAIN SELECT {column}[:4] AS year, count(*) FROM claims GROUP BY year").fetchall()
    assert ("main.dates" in plan) == asks_for_dates
