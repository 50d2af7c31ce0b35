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

from summitevents.standards.sql_quoting import literal
from summitevents.tableschema import canonical as canon
from summitevents.tableschema import cells, descriptor, keys, stats
from summitevents.tableschema import load as source
from summitevents.tableschema import position as place
from summitevents.tableschema.descriptor import Resource, Schema
from summitevents.tableschema.keys import Checked
from summitevents.tableschema.prefilter import Column
from summitevents.tableschema.problem import Problem
from summitevents.tableschema.table import Table


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
    checked = Checked(table, columns, [one.sure(one.field["name"] in compared) for one in columns])
    try:
        told = _doubts(con, checked)
    except duckdb.Error:  # an expression that DuckDB does not take, such as a pattern too large
        checked.sure = [_taken(con, one, sure) for one, sure in zip(columns, checked.sure, strict=True)]
        told = _doubts(con, checked)
    doubtful = iter(told)
    for number, (column, sure) in enumerate(zip(columns, checked.sure, strict=True), 1):
        judged = sure != "true" and bool(next(doubtful))
        checked.judged.append(judged)
        checked.blanks.append(_judge(con, table, column, sure, schema, number) if judged else [])
    return checked


def _doubts(con: duckdb.DuckDBPyConnection, checked: Checked) -> Iterable[bool]:
    """For each column that SQL does not clear unseen, whether it does not clear some cell of it; in one pass."""
    doubts = [_doubt(one, sure) for one, sure in zip(checked.columns, checked.sure, strict=True) if sure != "true"]
    if not doubts:
        return ()
    found: Iterable[bool] = con.execute(f"SELECT {', '.join(doubts)} FROM {checked.table.name}").fetchall()[0]
    return found


def _doubt(column: Column, sure: str) -> str:
    """CASE, unlike OR, spares the rows that have no cell."""
    missing = "true" if column.required else "false"
    return f"bool_or(CASE WHEN {column.name} IS NULL THEN {missing} ELSE NOT coalesce({sure}, false) END)"


def _taken(con: duckdb.DuckDBPyConnection, column: Column, sure: str) -> str:
    """What SQL clears of a column; nothing where DuckDB does not take the expression."""
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
            yield [text, found.failed, _tagged(column, found.value), canon.is_nan(found.value)]

    _put(con, f"{table.name}_v{number}", rows())
    return blanks


def _tagged(column: Column, value: Any) -> str | None:
    """The canon of a value; where a column has values of several kinds, with the kind before it."""
    text = canon.canon(value)
    if text is None or column.tag != "m":
        return text
    kind = "s" if isinstance(value, str) else "n" if isinstance(value, int | float) else "j"
    return kind + text


def _put(con: duckdb.DuckDBPyConnection, name: str, rows: Iterable[list[Any]]) -> None:
    """Rows of cell, what it fails, its canon, whether it is equal to nothing; as the table of verdicts `name`."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", newline="\n", delete=False) as file:
        try:
            for text, failed, key, alone in rows:
                record = {"cell": text, "failed": failed, "canon": key, "alone": alone}
                file.write(json.dumps(record, ensure_ascii=not _is_plain(text, key)) + "\n")
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
            yield from keys.doubles(con, one, "unique-error", (column.field["name"],))
    if schema.primary and set(schema.primary) <= set(one.names):
        yield from keys.primary(con, one, schema.primary)
    for key in schema.unique:
        if set(key) <= set(one.names):
            yield from keys.doubles(con, one, "unique-key", key)
    for foreign in schema.foreign:
        other = all_.get(foreign.resource) if foreign.resource else one
        if other and set(foreign.fields) <= set(one.names):
            yield from keys.foreign(con, one, foreign, other)


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
