"""Makes the public tables of a folded log, with their comments and macros: one table a file of sql/tables."""

import duckdb

from summitevents import sql
from summitevents.fold.database import TARGET, create_table
from summitevents.fold.order import in_order, needed_for
from summitevents.fold.views import VIEWS, view
from summitevents.fold.vocabulary import CROSSWALK, VOCABULARY, views
from summitevents.fold.workspace import Workspace
from summitevents.standards.sql_quoting import identifier, literal


def make_tables(work: Workspace) -> None:
    """Creates `dates`, `vocabulary`, `crosswalk`, and one table or view of each file in sql/tables, beside the `log` that was
    read; and the views of the vocabulary.

    Requires: `work` is loaded with all fields, and folded for the rules.
    """
    vocabulary = work.chosen.vocabulary
    create_table(work.con, "TABLE vocabulary", VOCABULARY, vocabulary.rows())
    create_table(work.con, "TABLE crosswalk", CROSSWALK, list(vocabulary.matches()))
    for name, text in views(vocabulary).items():
        work.execute(f"CREATE OR REPLACE VIEW {name} AS {text}")
    work.add_words()
    work.fold()
    for name in in_order("tables"):
        if name in VIEWS:
            work.execute(f'CREATE OR REPLACE VIEW main."{name}" AS {view(name)}')
        else:
            work.execute(f'CREATE OR REPLACE TABLE main."{name}" AS {sql.read("tables")[name]}')


def comment_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Puts the codebook into the file itself: a comment on every table and column. Requires: a database_file's tables."""
    from summitevents.fold import codebook  # with pydantic, which tables without comments do not need

    shown = con.execute(f"SELECT view_name FROM duckdb_views() WHERE database_name = '{TARGET}'").fetchall()
    columns: list[tuple[str, str]] = con.execute(
        f"SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = '{TARGET}' AND schema_name = 'main'"
    ).fetchall()
    comments = [
        f"COMMENT ON COLUMN {TARGET}.main.{identifier(table)}.{identifier(name)} IS {literal(codebook.column(table, name))}"
        for table, name in columns
    ]
    comments += [
        f"COMMENT ON {'VIEW' if (table,) in shown else 'TABLE'} {TARGET}.main.{identifier(table)} "
        f"IS {literal(codebook.table(table))}"
        for table in sorted({table for table, _ in columns})
    ]
    con.execute(";".join(comments))


_SCOPE = r"""CASE
    WHEN given IS NULL THEN NULL
    WHEN day IS NULL OR given LIKE '-0000%'
        THEN error('known_by is ' || given || '; it must be a day, month or year: YYYY-MM-DD, YYYY-MM or YYYY; 44 BC is -0043')
    WHEN year(day) < 0 THEN printf('-%04d', 9999 + year(day)) || strftime(day, '-%m-%d')
    ELSE printf('%04d', year(day)) || strftime(day, '-%m-%d')
    END AS known_by, CAST(certain AS BOOLEAN) AS certain
FROM (
    SELECT
        CAST(known_by AS VARCHAR) AS given,
        CASE
            WHEN regexp_full_match(given, '-?\d{4}') THEN TRY_CAST(given || '-12-31' AS DATE)
            WHEN regexp_full_match(given, '-?\d{4}-\d\d') THEN last_day(TRY_CAST(given || '-01' AS DATE))
            WHEN regexp_full_match(given, '-?\d{4}-\d\d-\d\d( .*)?') THEN TRY_CAST(known_by AS DATE)
        END AS day
) AS asked"""
"""The scope that a macro is given, with the last day of the year, month or day (a text, or a DATE) as a text that sorts: see
standards/edtf_dates.py. An error for anything else."""
_POSITION = """CASE
    WHEN as_of IS NULL OR TRY_CAST(as_of AS BIGINT) IS NOT NULL THEN TRY_CAST(as_of AS BIGINT)
    ELSE error('as_of is ' || CAST(as_of AS VARCHAR) || '; it must be a position in the log, such as 200')
    END"""
"""The position that a macro is given; an error for anything else."""


def add_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Adds for each table a macro of the same SQL, `<table>_as_of(as_of := …, known_by := …, certain := …)`."""
    for name in sql.read("tables"):
        parts = [
            "distant AS (SELECT * FROM fold.distant)",
            f"log AS (SELECT * FROM main.log WHERE as_of IS NULL OR pos <= {_POSITION})",
        ]
        if needed_for(name) & {"known", "sources"}:
            parts.append(f"issued AS MATERIALIZED ({_issued(always=name == 'sources')})")
        con.execute(
            f"CREATE OR REPLACE MACRO {name}_as_of(as_of := NULL, known_by := NULL, certain := FALSE) AS TABLE "
            f"WITH {', '.join([*parts, *_steps_of(name, _SCOPE)])} SELECT * FROM {name}"
        )


def _issued(always: bool) -> str:
    """Returns the SELECT of `issued`: `told` of all that stands in `log`; of nothing, unless a day is asked for, or `always`."""
    parts = [
        f"log AS (SELECT * FROM main.log WHERE (as_of IS NULL OR pos <= {_POSITION}) AND {always or 'known_by IS NOT NULL'})",
        "issued AS (SELECT NULL AS source, NULL AS known_from, NULL AS because WHERE FALSE)",
        *_steps_of("told", "CAST(NULL AS VARCHAR) AS known_by, FALSE AS certain"),
    ]
    return f"WITH {', '.join(parts)} SELECT * FROM told"


def _steps_of(name: str, scope: str) -> list[str]:
    """Returns the WITH clauses of the scope and of all files that a file's table rests on, its own the last."""
    files = {**sql.read("fold"), **sql.read("tables")}
    order = [part for part in (*in_order("fold"), *in_order("tables")) if part in needed_for(name)]
    return [f"scope AS (SELECT {scope})", *(f"{part} AS MATERIALIZED ({files[part]})" for part in order)]
