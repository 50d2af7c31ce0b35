"""Tables of cells → problems: SQL clears what is surely good, Python judges each distinct value of the rest.

The errors are those of frictionless-py, row for row; docs/tableschema.md lists where more is said.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from summitevents.check.tableschema import cells, descriptor, place, source, stats
from summitevents.check.tableschema.descriptor import ForeignKey, Resource, Schema
from summitevents.check.tableschema.problem import Problem
from summitevents.check.tableschema.source import Table
from summitevents.check.tableschema.sure import Column, literal

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


@dataclass(slots=True)
class Report:
    """All that was found of a package: its resources by name, how many rows were read, the problems."""

    resources: dict[str, Resource] = field(default_factory=dict)
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)


def check(path: Path) -> Report:
    """Checks every table of a package by its descriptor's path. Raises OSError where that cannot be read."""
    package = descriptor.read(path)
    report = Report({one.name: one for one in package.resources}, 0, package.problems)
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(config={"temp_directory": spill}) as con:
        con.execute("SET python_enable_replacements = false")
        compared = _compared(package.resources)
        checked = {one.name: _read(con, one, n, compared[one.name]) for n, one in enumerate(package.resources)}
        for one in checked.values():
            report.rows += con.execute(f"SELECT count(*) FROM {one.table.name}").fetchall()[0][0]
            found = [*one.table.problems, *_check(con, one, checked), *stats.check(con, one.table)]
            report.problems += place.placed(found, one.table)
    return report


def _compared(resources: Iterable[Resource]) -> dict[str, set[str]]:
    """For each resource the fields whose values are compared, be it for a key of its own or of another's."""
    found: dict[str, set[str]] = {one.name: set() for one in resources}
    for one in resources:
        schema = one.schema or Schema()
        for key in (schema.primary, *schema.unique, *(key.fields for key in schema.foreign)):
            found[one.name] |= set(key)
        found[one.name] |= {field["name"] for field in schema.fields if field.get("constraints", {}).get("unique")}
        for foreign in schema.foreign:
            found.get(foreign.resource or one.name, set()).update(foreign.others)
    return found


def _read(con: duckdb.DuckDBPyConnection, resource: Resource, number: int, compared: set[str]) -> Checked:
    """Loads a table, and has Python judge what SQL does not clear: into one table of verdicts for each such column."""
    table = source.load(con, resource, f"t{number}")
    schema = resource.schema or Schema()
    columns = [
        Column(f"c{n}", one, tuple(cells.missing_values(one, schema.missing)), table.json)
        for n, one in enumerate(table.fields, 1)
    ]
    checked = Checked(table, columns, [_sure(con, one, one.field["name"] in compared) for one in columns])
    doubts = [f"bool_or(NOT coalesce({sure}, false))" for sure in checked.sure if sure != "true"]
    told = con.execute(f"SELECT {', '.join(doubts)} FROM {table.name}").fetchall()[0] if doubts else ()
    doubtful = iter(told)
    for number, (column, sure) in enumerate(zip(columns, checked.sure, strict=True), 1):
        judged = sure != "true" and bool(next(doubtful))
        checked.judged.append(judged)
        checked.blanks.append(_judge(con, table, column, sure, schema, number) if judged else [])
    return checked


def _sure(con: duckdb.DuckDBPyConnection, column: Column, keyed: bool) -> str:
    """What SQL clears of a column; nothing where DuckDB does not take the expression, such as a pattern too large."""
    sure = column.sure(keyed)
    if "pattern" not in column.field.get("constraints", {}):
        return sure
    try:
        con.execute(f"SELECT {sure} FROM (SELECT '0'::VARCHAR AS {column.name})")
    except duckdb.Error:
        return "false"
    return sure


def _judge(
    con: duckdb.DuckDBPyConnection, table: Table, column: Column, sure: str, schema: Schema, number: int
) -> list[str]:
    """Python's verdicts on the values that SQL did not clear, as a table; the texts among them that are missing values."""
    values = con.execute(
        f"SELECT DISTINCT {column.name} FROM {table.name} WHERE NOT coalesce({sure}, false)"
    ).fetchall()
    read = cells.reader(column.field, schema.missing)
    blanks: list[str] = []

    def rows() -> Iterator[list[Any]]:
        for (text,) in values:
            found = read(json.loads(text) if column.json and text is not None else text)
            if found.value is None and "type" not in found.failed and text is not None:
                blanks.append(text)
            yield [text, found.failed, _tagged(column, found.value), cells.is_nan(found.value)]

    _put(con, f"{table.name}_v{number}", rows())
    return blanks


def _tagged(column: Column, value: Any) -> str | None:
    """The canon of a value; where a column has values of several kinds, with the kind before it."""
    text = cells.canon(value)
    if text is None or column.tag != "m":
        return text
    kind = "s" if isinstance(value, str) else "n" if isinstance(value, int | float) else "j"
    return kind + text


def _put(con: duckdb.DuckDBPyConnection, name: str, rows: Iterable[list[Any]]) -> None:
    """Rows of cell, what it fails, its canon, whether it is equal to nothing; as the table of verdicts `name`."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", newline="\n", delete=False) as file:
        try:
            for text, failed, canon, alone in rows:
                record = {"cell": text, "failed": failed, "canon": canon, "alone": alone}
                file.write(json.dumps(record, ensure_ascii=not _is_plain(text, canon)) + "\n")
            file.close()
            shape = "{cell: 'VARCHAR', failed: 'VARCHAR[]', canon: 'VARCHAR', alone: 'BOOLEAN'}"
            con.execute(f"""CREATE TABLE {name} AS FROM read_json({literal(file.name)}, columns = {shape},
                format = 'newline_delimited', maximum_object_size = 1000000000)""")
        finally:
            Path(file.name).unlink(missing_ok=True)


def _is_plain(*texts: str | None) -> bool:
    try:
        "".join(text or "" for text in texts).encode()
    except UnicodeEncodeError:
        return False
    return True


def _check(con: duckdb.DuckDBPyConnection, one: Checked, all_: Mapping[str, Checked]) -> Iterator[Problem]:
    blank_rows = _blank_rows(con, one)
    yield from blank_rows.values()
    for number, column in enumerate(one.columns, 1):
        if one.judged[number - 1]:
            yield from _cell_problems(con, one, number, column, blank_rows)
    yield from _width_problems(con, one, blank_rows)
    schema = one.table.resource.schema
    if schema is None:
        return
    for column in one.columns:
        if column.field.get("constraints", {}).get("unique"):
            yield from _doubles(con, one, "unique-error", (column.field["name"],))
    if schema.primary and set(schema.primary) <= set(one.names):
        yield from _primary(con, one, schema.primary)
    for key in schema.unique:
        if set(key) <= set(one.names):
            yield from _doubles(con, one, "unique-key", key)
    for foreign in schema.foreign:
        other = all_.get(foreign.resource) if foreign.resource else one
        if other and set(foreign.fields) <= set(one.names):
            yield from _foreign(con, one, foreign, other)


# -- rows and cells


def _blank_rows(con: duckdb.DuckDBPyConnection, one: Checked) -> dict[int, Problem]:
    """The rows without any value, by their number. Nothing else is said of their cells."""
    blank = [column.blank(blanks) for column, blanks in zip(one.columns, one.blanks, strict=True)]
    found = con.execute(
        f"SELECT row, part, line FROM {one.table.name} WHERE {' AND '.join(blank) or 'true'}"
    ).fetchall()
    name = one.table.resource.name
    return {row: Problem(name, "blank-row", row, part=part, line=line) for row, part, line in found}


def _cell_problems(
    con: duckdb.DuckDBPyConnection, one: Checked, number: int, column: Column, blank_rows: Mapping[int, Problem]
) -> Iterator[Problem]:
    table, given = one.table, column.field.get("constraints", {})
    found = con.execute(
        f"""SELECT row, part, line, {column.name}, failed
        FROM {table.name} AS t JOIN {table.name}_v{number} AS v ON t.{column.name} IS NOT DISTINCT FROM v.cell
        WHERE len(failed) > 0"""
    ).fetchall()
    kind = f"{column.kind}/{column.field.get('format', 'default')}"
    for row, part, line, cell, failed in found:
        if row in blank_rows:
            continue
        for name in failed:
            code = "type-error" if name == "type" else "constraint-error"
            note = (
                f"type is {kind}" if name == "type" else f"{name} is {json.dumps(given.get(name), ensure_ascii=False)}"
            )
            yield Problem(table.resource.name, code, row, column.field["name"], cell, note, part, line, number)


def _width_problems(
    con: duckdb.DuckDBPyConnection, one: Checked, blank_rows: Mapping[int, Problem]
) -> Iterator[Problem]:
    """Rows that are shorter or longer than the labels."""
    found = con.execute(f"SELECT row, part, line, width FROM {one.table.name} WHERE width IS NOT NULL").fetchall()
    for row, part, line, width in found:
        if row in blank_rows:
            continue
        for name in one.names[width:]:
            yield Problem(one.table.resource.name, "missing-cell", row, name, part=part, line=line)
        for number in range(len(one.names) + 1, width + 1):
            note = f"cell {number}"
            yield Problem(one.table.resource.name, "extra-cell", row, "", None, note, part, line, number)


# -- keys


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


def _doubles(con: duckdb.DuckDBPyConnection, one: Checked, code: str, names: tuple[str, ...]) -> Iterator[Problem]:
    """Every row but the first of those that have the same values; a key with a missing value is equal to none."""
    _key_table(con, one, names, False, "keys")
    whole = " AND ".join(f"k{n} IS NOT NULL" for n in range(1, len(names) + 1))
    yield from _repeated(con, one, code, names, whole)


def _primary(con: duckdb.DuckDBPyConnection, one: Checked, names: tuple[str, ...]) -> Iterator[Problem]:
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


def _foreign(con: duckdb.DuckDBPyConnection, one: Checked, key: ForeignKey, other: Checked) -> Iterator[Problem]:
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
