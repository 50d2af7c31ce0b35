"""Runs one SELECT on the tables. The sandbox of the connection (build/cache.py) keeps files and the network out of reach."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import duckdb

from summitevents.build import cache
from summitevents.errors import UnreadableError
from summitevents.findings.spelling import did_you_mean
from summitevents.fold import views
from summitevents.query.limits import SECONDS, Clock, require_harmless
from summitevents.query.questions import named_questions

Row = dict[str, Any]
"""A row of a query: column → value."""

PORTION = 10_000
"""How many rows of a stream are in memory at once."""


@dataclass(frozen=True, slots=True)
class Result:
    """Rows with their column names and DuckDB types."""

    columns: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]

    def dicts(self) -> Iterator[Row]:
        """Yields each row as a mapping: column → value."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Stream:
    """The same, but rows come as they are asked for, once; they are not all in memory."""

    columns: list[str]
    types: list[str]
    rows: Iterator[tuple[Any, ...]]


def run_query(con: duckdb.DuckDBPyConnection, text: str, bound: Mapping[str, str | None] | None = None) -> Result:
    """Returns the rows of one SELECT (or VALUES, FROM, DESCRIBE, SUMMARIZE, SHOW). A parameter that is not bound is null.

    Anything else is refused before it runs. Raises UnreadableError, with DuckDB's own words.
    """
    with duckdb_errors():
        columns, types = _execute(con, text, bound or {})
        return Result(columns, types, con.fetchall())


def stream_query(
    con: duckdb.DuckDBPyConnection, text: str, bound: Mapping[str, str | None] | None = None, clock: Clock | None = None
) -> Stream:
    """Runs a query of somebody whom we do not know, with limits; see `limits`. Rows are read as they are asked for.

    Raises UnreadableError as `run_query` does, and when the time is over, also while rows are read.
    """
    clock = clock or Clock(con, SECONDS)
    with duckdb_errors(), clock.running():
        columns, types = _execute(con, text, bound or {}, guarded=True)
    return Stream(columns, types, _rows(con, clock))


def _rows(con: duckdb.DuckDBPyConnection, clock: Clock) -> Iterator[tuple[Any, ...]]:
    while True:
        with duckdb_errors(), clock.running():
            rows = con.fetchmany(PORTION)
        if not rows:
            return
        yield from rows


def _execute(
    con: duckdb.DuckDBPyConnection, text: str, bound: Mapping[str, str | None], guarded: bool = False
) -> tuple[list[str], list[str]]:
    """Runs one SELECT. Returns the names and types of its columns."""
    for given in (text, *filter(None, bound.values())):
        given.encode()  # DuckDB has no words for what is not Unicode
    statements = con.extract_statements(text)
    if len(statements) != 1 or statements[0].type.name != "SELECT":
        raise UnreadableError("one SELECT statement is wanted; the tables are read-only")
    if guarded:
        require_harmless(con, text)
    values = {name: bound.get(name) for name in statements[0].named_parameters}
    if unknown := bound.keys() - values.keys():
        raise UnreadableError(f"the query has no parameter ${', $'.join(sorted(unknown))}")
    shape = con.execute(text, values).description or []
    zoned = ["TIME ZONE" in str(kind) for _, kind, *_ in shape]
    if any(zoned):  # Python has no such type without a library of zones: as text, then
        names = [f"c{n}" for n in range(len(zoned))]
        cast = (f"CAST({name} AS VARCHAR)" if zone else name for name, zone in zip(names, zoned, strict=True))
        inner = text.rstrip().rstrip(";")
        con.execute(f"SELECT {', '.join(cast)} FROM ({inner}\n) AS rows_({', '.join(names)})", values)
    types = ["VARCHAR" if zone else str(column[1]) for zone, column in zip(zoned, shape, strict=True)]
    return _distinct([name for name, *_ in shape]), types


@contextmanager
def duckdb_errors() -> Iterator[None]:
    """Turns what DuckDB says into UnreadableError. Throws the kept tables away if they are damaged."""
    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError):
        raise UnreadableError("the query needs more memory than it may take; --memory gives it more") from None
    except duckdb.Error as error:
        if "Corrupt database file" in str(error):
            cache.discard()
            raise UnreadableError("the tables that were kept are damaged, and were thrown away; ask again") from None
        absent = re.search('Table with name "?(\\w+)"? does not exist', str(error))
        if absent and absent[1].lower() in named_questions():
            name = absent[1].lower()
            raise UnreadableError(f"{name} is no table, but a named question: summitevents query {name}") from None
        raise UnreadableError(f"DuckDB: {error}".expandtabs(4)) from None


def _distinct(names: list[str]) -> list[str]:
    """Returns column names of which each stands once: a, a becomes a, a_1."""
    found: list[str] = []
    for name in names:
        again = (f"{name}_{n}" for n in count(1))
        found.append(name if name not in found else next(other for other in again if other not in names + found))
    return found


def result_of(rows: list[dict[str, Any]], columns: list[str]) -> Result:
    """Returns rows of our own as a Result; every column is text, or a whole number."""
    types = ["BIGINT" if any(isinstance(row[name], int) for row in rows) else "VARCHAR" for name in columns]
    return Result(columns, types, [tuple(row[name] for name in columns) for row in rows])


def table_names(con: duckdb.DuckDBPyConnection, wanted: list[str]) -> list[str]:
    """Returns the names of the tables wanted, or of all. Raises UnreadableError for a table that does not exist."""
    from summitevents.fold.codebook import KEYS

    there = [name for (name,) in run_query(con, "SHOW TABLES").rows]
    known = [name for name in there if name in KEYS]
    for name in wanted:
        if name in there and name not in known:
            raise UnreadableError(f"{name} is a view for queries: summitevents query 'FROM {name}' -o {name}.csv")
        if name not in known:
            raise UnreadableError(f"no table {name}; {did_you_mean(name, known)}")
    return wanted or known


def table_rows(con: duckdb.DuckDBPyConnection, name: str) -> Result:
    """Returns a table's rows in the order in which they were made."""
    return run_query(con, views.in_order(name))
