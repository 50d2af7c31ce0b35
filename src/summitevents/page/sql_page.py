"""What the page for SQL lists: the tables with their columns, the named questions, the tables as of then."""

import re
from typing import Any

import duckdb

from summitevents import sql
from summitevents.fold import codebook
from summitevents.query.questions import named_questions
from summitevents.query.select import run_query, table_names


def listed(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Returns what sql.html asks for: `tables`, `questions`, `macros`, and a `day` to try them with."""
    columns = {table: run_query(con, f'DESCRIBE "{table}"').rows for table in table_names(con, [])}
    macros = "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_name LIKE '%\\_as\\_of' ESCAPE '\\' ORDER BY 1"
    middle = "SELECT coalesce(quantile_disc(known_from, 0.5), '2000-01-01') FROM sources"
    return {
        "tables": [
            (table, codebook.table(table), [(column, codebook.column(table, column)) for column, *_ in rows])
            for table, rows in columns.items()
        ],
        "questions": [
            {"name": name, "what": sql.about(text)[0], "sql": without_parameters(text)}
            for name, text in named_questions().items()
        ],
        "macros": [name for (name,) in run_query(con, macros).rows],
        "day": run_query(con, middle).rows[0][0],
    }


def without_parameters(text: str) -> str:
    """Returns a named question with NULL for each parameter, whose name stands beside it; its comments stay as they are."""
    lines = text.rstrip().split("\n")
    return "\n".join(
        line if line.lstrip().startswith("--") else re.sub(r"\$([a-z_]+)", r"NULL::VARCHAR /* \1 */", line)
        for line in lines
    )
