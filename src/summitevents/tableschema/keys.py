"""Unique fields, primary, unique and foreign keys: values compared as the texts of `canon.canon`, by SQL."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import duckdb

from summitevents.tableschema.descriptor import ForeignKey
from summitevents.tableschema.prefilter import Column
from summitevents.tableschema.problem import Problem
from summitevents.tableschema.table import Table

_MISSING_KEY = "\1none"
"""What stands for None among the values of a key of several fields."""


@dataclass(slots=True)
class Checked:
    """A table whose cells have been read, and what Python said of those that SQL did not clear."""

    table: Table
    columns: list[Column]
    sure: list[str]
    blanks: list[list[str]] = field(default_factory=list)
    judged: list[bool] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The names of its fields, in the order of the columns."""
        return [one["name"] for one in self.table.fields]


def _keys(one: Checked, names: Iterable[str], tagged: bool, nan: str) -> tuple[list[str], str]:
    """SQL for the values of fields as texts that are equal where the values are, and the joins that it needs.

    `nan` is SQL for what is not a number, and so is equal to nothing.
    """
    found, joins = [], ""
    for name in names:
        if name not in one.names:
            found.append("NULL")
            continue
        number = one.names.index(name)
        column = one.columns[number]
        canon = column.canon(tagged)
        if one.judged[number]:
            verdict = f"v{number + 1}"
            joins += (
                f" LEFT JOIN {one.table.name}_{verdict} AS {verdict}"
                f" ON {column.name} IS NOT DISTINCT FROM {verdict}.cell"
            )
            judged = f"{verdict}.canon"
            if tagged and column.tag != "m":
                judged = f"'{column.tag}' || {judged}"
            judged = f"CASE WHEN {verdict}.alone THEN {nan} ELSE {judged} END"
            canon = f"CASE WHEN {verdict}.failed IS NOT NULL THEN {judged} ELSE {canon} END"
        blank = column.blank(one.blanks[number])
        found.append(f"CASE WHEN {blank} THEN NULL ELSE {canon} END")
    return found, joins


def _key_table(con: duckdb.DuckDBPyConnection, one: Checked, names: tuple[str, ...], tagged: bool, into: str) -> None:
    """row, part, line, k1, k2, … of one table."""
    keys, joins = _keys(one, names, tagged, f"'nan {into} ' || row")
    picked = ", ".join(f"{key} AS k{n}" for n, key in enumerate(keys, 1))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {into} AS SELECT row, part, line, {picked} FROM {one.table.name}{joins}")


def doubles(con: duckdb.DuckDBPyConnection, one: Checked, code: str, names: tuple[str, ...]) -> Iterator[Problem]:
    """Every row but the first of those that have the same values; a key with a missing value is equal to none."""
    _key_table(con, one, names, False, "keys")
    whole = " AND ".join(f"k{n} IS NOT NULL" for n in range(1, len(names) + 1))
    yield from _repeated(con, one, code, names, whole)


def primary(con: duckdb.DuckDBPyConnection, one: Checked, names: tuple[str, ...]) -> Iterator[Problem]:
    """Rows without a primary key, or with a part of one, or with one that is not their own."""
    _key_table(con, one, names, False, "keys")
    keys = [f"k{n}" for n in range(1, len(names) + 1)]
    none, some = (f" {word} ".join(f"{key} IS NULL" for key in keys) for word in ("AND", "OR"))
    yield from _repeated(con, one, "primary-key", names, f"NOT ({none})")
    for row, part, line in con.execute(f"SELECT row, part, line FROM keys WHERE {none}").fetchall():
        yield Problem(one.table.resource.name, "primary-key", row, "", None, "is missing", part, line)
    if len(names) > 1:
        found = con.execute(f"SELECT row, part, line, {', '.join(keys)} FROM keys WHERE ({some}) AND NOT ({none})")
        for row, part, line, *values in found.fetchall():
            lacking = ", ".join(name for name, value in zip(names, values, strict=True) if value is None)
            note = f"{lacking} is missing"
            yield Problem(one.table.resource.name, "primary-key-null", row, "", None, note, part, line)


def _repeated(
    con: duckdb.DuckDBPyConnection, one: Checked, code: str, names: tuple[str, ...], where: str
) -> Iterator[Problem]:
    keys = [f"k{n}" for n in range(1, len(names) + 1)]
    listed = ", ".join(keys)
    same = " AND ".join(f"a.{key} IS NOT DISTINCT FROM b.{key}" for key in keys)
    found = con.execute(
        f"""WITH doubled AS (SELECT {listed} FROM keys WHERE {where} GROUP BY {listed} HAVING count(*) > 1)
        SELECT row, part, line, file_before, line_before, {listed} FROM (
            SELECT a.*, lag(part) OVER w AS file_before, lag(line) OVER w AS line_before
            FROM keys AS a SEMI JOIN doubled AS b ON {same}
            WINDOW w AS (PARTITION BY {", ".join("a." + key for key in keys)} ORDER BY row))
        WHERE line_before IS NOT NULL ORDER BY row"""
    ).fetchall()
    field = names[0] if code == "unique-error" else ""
    number = one.names.index(names[0]) + 1 if len(names) == 1 else 0
    for row, part, line, file, before, *values in found:
        shown = ", ".join("" if value is None else value for value in values)
        where = f"line {before}" if file == part else f"{one.table.resource.paths[file]}:{before}"
        note = f"is that of {where}" if code == "primary-key" else where
        yield Problem(one.table.resource.name, code, row, field, shown, note, part, line, number)


def foreign(con: duckdb.DuckDBPyConnection, one: Checked, key: ForeignKey, other: Checked) -> Iterator[Problem]:
    """Rows whose values stand in no row of the other table; those without any value refer to nothing."""
    tagged = _tags(one, key.fields) != _tags(other, key.others) or "m" in _tags(one, key.fields)
    _key_table(con, one, key.fields, tagged, "keys")
    _key_table(con, other, key.others, tagged, "others")
    keys = [f"k{n}" for n in range(1, len(key.fields) + 1)]
    none = " AND ".join(f"{name} IS NULL" for name in keys)
    if len(keys) == 1:
        same = "a.k1 = b.k1"
    else:
        same = " AND ".join(f"coalesce(a.{k}, '{_MISSING_KEY}') = coalesce(b.{k}, '{_MISSING_KEY}')" for k in keys)
    found = con.execute(
        f"""SELECT row, part, line, {", ".join(keys)}
        FROM (FROM keys WHERE NOT ({none})) AS a ANTI JOIN (FROM others WHERE NOT ({none})) AS b ON {same} ORDER BY row"""
    ).fetchall()
    where = f"{key.resource or one.table.resource.name}.{', '.join(key.others)}"
    field = key.fields[0] if len(key.fields) == 1 else ""
    number = one.names.index(field) + 1 if field else 0
    for row, part, line, *values in found:
        cut = [len(tag.replace("m", "-")) if tagged else 0 for tag in _tags(one, key.fields)]
        shown = ", ".join("" if v is None else v[n:] for v, n in zip(values, cut, strict=True))
        yield Problem(one.table.resource.name, "foreign-key", row, field, shown, where, part, line, number)


def _tags(one: Checked, names: Iterable[str]) -> list[str]:
    return [one.columns[one.names.index(name)].tag if name in one.names else "" for name in names]
