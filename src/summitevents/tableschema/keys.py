"""Unique fields; primary, unique and foreign keys: values compared in SQL by their canonical texts (canonical.py)."""

from collections.abc import Iterable, Iterator, Sequence

import duckdb

from summitevents.tableschema.problem import Problem
from summitevents.tableschema.schemas import ForeignKey
from summitevents.tableschema.tables.table import Column, Table


def duplicate_keys(
    con: duckdb.DuckDBPyConnection, table: Table, code: str, names: tuple[str, ...]
) -> Iterator[Problem]:
    """Yields every row but the first of those with equal values; a key with a missing value equals no other."""
    own = _key_table(con, "keys", table, names, _least_marks(table, names))
    complete = " AND ".join(f"{key} IS NOT NULL" for key in _key_columns(names))
    yield from _repeated_rows(con, own, table, code, names, complete)


def primary_key_problems(con: duckdb.DuckDBPyConnection, table: Table, names: tuple[str, ...]) -> Iterator[Problem]:
    """Yields the rows whose primary key is missing, missing in part, or that of an earlier row."""
    own = _key_table(con, "keys", table, names, _least_marks(table, names))
    keys = _key_columns(names)
    missing, incomplete = (f" {word} ".join(f"{key} IS NULL" for key in keys) for word in ("AND", "OR"))
    yield from _repeated_rows(con, own, table, "primary-key", names, f"NOT ({missing})")
    resource = table.resource.name
    for row, part, line in con.execute(f"SELECT row, part, line FROM {own} WHERE {missing}").fetchall():
        yield Problem(resource, "primary-key", row, "", None, "is missing", part, line)
    if len(names) > 1:
        found = con.execute(
            f"SELECT row, part, line, {', '.join(keys)} FROM {own} WHERE ({incomplete}) AND NOT ({missing})"
        )
        for row, part, line, *values in found.fetchall():
            lacking = ", ".join(name for name, value in zip(names, values, strict=True) if value is None)
            yield Problem(resource, "primary-key-null", row, "", None, f"{lacking} is missing", part, line)


def foreign_key_problems(
    con: duckdb.DuckDBPyConnection, table: Table, key: ForeignKey, other: Table
) -> Iterator[Problem]:
    """Yields the rows whose values stand in no row of the other table.

    A row in which any value is missing refers to nothing, as in SQL (MATCH SIMPLE, which is SQL's default).
    """
    marks, other_marks = _kinds(table, key.fields), _kinds(other, key.reference_fields)
    if marks == other_marks:
        marks, other_marks = _least_marks(table, key.fields), _least_marks(other, key.reference_fields)
        marks = other_marks = [mark if mark == its else "" for mark, its in zip(marks, other_marks, strict=True)]
    own = _key_table(con, "keys", table, key.fields, marks)
    others = _key_table(con, "others", other, key.reference_fields, other_marks)
    keys = _key_columns(key.fields)
    complete = " AND ".join(f"{name} IS NOT NULL" for name in keys)
    equal = " AND ".join(f"a.{name} = b.{name}" for name in keys)
    found = con.execute(
        f"""SELECT row, part, line, {", ".join(keys)} FROM (FROM {own} WHERE {complete}) AS a
        ANTI JOIN (FROM {others} WHERE {complete}) AS b ON {equal} ORDER BY row"""
    ).fetchall()
    reference = f"{key.resource or table.resource.name}.{', '.join(key.reference_fields)}"
    field, number = _only_field(table, key.fields)
    for row, part, line, *values in found:
        shown = _shown(values, marks)
        yield Problem(table.resource.name, "foreign-key", row, field, shown, reference, part, line, number)


def _repeated_rows(
    con: duckdb.DuckDBPyConnection, own: str, table: Table, code: str, names: tuple[str, ...], condition: str
) -> Iterator[Problem]:
    """Yields, of the rows of the key table `own` that meet the SQL condition, all but the first of those with equal values."""
    keys = _key_columns(names)
    listed = ", ".join(keys)
    equal = " AND ".join(f"a.{key} IS NOT DISTINCT FROM b.{key}" for key in keys)
    found = con.execute(
        f"""WITH repeated AS (SELECT {listed} FROM {own} WHERE {condition} GROUP BY {listed} HAVING count(*) > 1)
        SELECT row, part, line, part_before, line_before, {listed} FROM (
            SELECT a.*, lag(part) OVER w AS part_before, lag(line) OVER w AS line_before
            FROM {own} AS a SEMI JOIN repeated AS b ON {equal}
            WINDOW w AS (PARTITION BY {", ".join("a." + key for key in keys)} ORDER BY row))
        WHERE line_before IS NOT NULL ORDER BY row"""
    ).fetchall()
    field, number = _only_field(table, names)
    field = field if code == "unique-error" else ""
    for row, part, line, part_before, line_before, *values in found:
        shown = _shown(values, _least_marks(table, names))
        before = f"line {line_before}" if part_before == part else f"{table.resource.paths[part_before]}:{line_before}"
        note = f"is that of {before}" if code == "primary-key" else before
        yield Problem(table.resource.name, code, row, field, shown, note, part, line, number)


def _only_field(table: Table, names: tuple[str, ...]) -> tuple[str, int]:
    """Returns the field of a key of one field and the number of its column, from 1; "" and 0 for other keys."""
    return (names[0], table.names.index(names[0]) + 1) if len(names) == 1 else ("", 0)


# ---- Tables of canonical texts ---------------------------------------------------------------------------------------


_WHOLE = "#"
"""The mark of whole numbers, all of which SQL has cleared: DuckDB compares them sooner than texts."""


def _key_columns(names: Sequence[str]) -> list[str]:
    return [f"k{n}" for n in range(1, len(names) + 1)]


def _kinds(table: Table, names: Iterable[str]) -> list[str]:
    """Returns the kind of each field's column; "" if there is no such column."""
    return [column.kind if (column := table.column(name)) else "" for name in names]


def _least_marks(table: Table, names: Iterable[str]) -> list[str]:
    """Returns the marks for values that are compared with others of the same column or kind."""
    marks = ["m" if kind == "m" else "" for kind in _kinds(table, names)]
    return [
        _WHOLE if (column := table.column(name)) and column.is_whole else mark
        for name, mark in zip(names, marks, strict=True)
    ]


def _shown(values: Sequence[str | int | None], marks: Sequence[str]) -> str:
    """Returns canonical texts for people, without the marks before them."""
    lengths = [1 if mark == "m" else 0 if mark == _WHOLE else len(mark) for mark in marks]
    return ", ".join("" if value is None else str(value)[n:] for value, n in zip(values, lengths, strict=True))


def _key_table(
    con: duckdb.DuckDBPyConnection, role: str, table: Table, fields: Sequence[str], marks: Sequence[str]
) -> str:
    """Returns the name of a temporary table of row, part, line, k1, k2, …: the canonical texts of these fields.

    Before each stands its mark, which keeps values of different kinds apart: "" for none, m for the kind of the cell; of
    whole numbers, it is the number itself. Keys that ask for the same share the table, in either `role`, keys or others; unless Python may have found a NaN, see `_key_sql`.
    """
    exact = not any(column and column.results for column in map(table.column, fields))
    asked = (None if exact else role, *fields, *marks)
    if asked in table.key_tables:
        return table.key_tables[asked]
    name = table.key_tables[asked] = f"{table.name}_k{len(table.key_tables)}"
    found, joins = [], dict[str, None]()  # a key may have a field twice
    for number, (field, mark) in enumerate(zip(fields, marks, strict=True), 1):
        column = table.column(field)
        found.append(f"{_key_sql(column, mark, role) if column else 'NULL'} AS k{number}")
        if column and column.results:
            joins[f" LEFT JOIN {column.results} ON {column.name} IS NOT DISTINCT FROM {column.results}.cell"] = None
    con.execute(
        f"CREATE TEMP TABLE {name} AS SELECT row, part, line, {', '.join(found)} FROM {table.name}{''.join(joins)}"
    )
    return name


def _key_sql(column: Column, mark: str, role: str) -> str:
    """Returns SQL for the canonical text of a cell, from the results of Python if they have it; NULL if it is missing.

    NaN equals nothing: it gets a text of its own, by the row and by the `role` of the table of keys.
    """
    if mark == _WHOLE:
        return f"CASE WHEN {column.is_missing()} THEN NULL ELSE {column.whole()} END"
    prefix = f"'{mark}' || " if mark and mark != "m" else ""  # canonical texts of mixed kinds begin with theirs
    text = f"{prefix}({column.canonical()})" if prefix else column.canonical()
    if column.results:
        found = f"{column.results}.canonical"
        judged = f"CASE WHEN {column.results}.nan THEN 'nan {role} ' || row ELSE {prefix}{found} END"
        text = f"CASE WHEN {column.results}.failed IS NOT NULL THEN {judged} ELSE {text} END"
    return f"CASE WHEN {column.is_missing()} THEN NULL ELSE {text} END"
