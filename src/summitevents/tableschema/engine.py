"""Checks the tables of a package: SQL clears what certainly passes, Python decides each distinct value of the rest.

1. SQL looks, in one pass over the rows of each resource, for cells that it does not clear (prefilter.py).
2. Columns that have any, and those of keys, are kept in a table of cells (table.py says which tables and columns there are).
3. Python decides the cells that are not cleared (cells.py), once for each distinct value; its results get a table.
4. Problems are read from both: of rows and cells here, of keys in keys.py, of figures in stats.py.

The problems are those of frictionless-py, row for row; docs/tableschema.md lists where more is said.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from summitevents.tableschema import keys, stats
from summitevents.tableschema.decide import decide
from summitevents.tableschema.descriptor import Files, Resource, read_descriptor
from summitevents.tableschema.prefilter import cleared_cells, cleared_key_cells
from summitevents.tableschema.problem import Problem, UnreadableTableError
from summitevents.tableschema.schemas import ForeignKey, Schema
from summitevents.tableschema.tables.csv_files import csv_rows
from summitevents.tableschema.tables.jsonl_files import jsonl_rows, note_repeated
from summitevents.tableschema.tables.position import with_columns
from summitevents.tableschema.tables.rows import Rows
from summitevents.tableschema.tables.table import Column, Table
from summitevents.tableschema.tables.text_files import text_file
from summitevents.tableschema.values.duck import connected
from summitevents.tableschema.values.json_values import shown


@dataclass(slots=True)
class PackageReport:
    """What was found of a package: its resources by name, how many rows were read, the problems."""

    resources: dict[str, Resource] = field(default_factory=dict)
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)


def check_package(path: Path) -> PackageReport:
    """Checks every table of a package, given the path of its datapackage.json. Raises OSError if it cannot be read.

    A resource that cannot be read is a problem, and leaves the others as they are.
    """
    descriptor = read_descriptor(path)
    report = PackageReport({resource.name: resource for resource in descriptor.resources}, 0, descriptor.problems)
    for files in descriptor.files:
        report.problems += _guarded(files, stats.file_problems)
    if not descriptor.resources:
        return report
    compared = _compared_fields(descriptor.resources)
    with tempfile.TemporaryDirectory() as copies, connected() as con:
        tables: dict[str, Table] = {}
        for number, resource in enumerate(descriptor.resources):
            try:
                table = prepared_table(resource, f"t{number}", Path(copies))
                table = _loaded(con, table, compared[resource.name])
            except UnreadableTableError as error:
                report.problems.append(error.problem)
                continue
            except OSError as error:
                report.problems.append(Problem(resource.name, "source-error", note=str(error.strerror)))
                continue
            tables[resource.name] = table
        for table in tables.values():
            report.rows += table.count
            counted = stats.table_problems(table.resource.files, table.resource.schema, table.count)
            found = [*table.problems, *_table_problems(con, table, tables), *counted]
            report.problems += with_columns(found, table)
    return report


def _guarded(files: Files, check: Callable[[Files], Iterable[Problem]]) -> list[Problem]:
    try:
        return list(check(files))
    except OSError as error:
        return [Problem(files.resource, "source-error", note=str(error.strerror))]


def prepared_table(resource: Resource, name: str, copies: Path) -> Table:
    """Returns a table whose files are ready to be read. Raises OSError, and UnreadableTableError."""
    table = Table(resource, name)
    for part in range(len(resource.paths)):
        file, problems = text_file(resource, part, copies)
        table.files.append(file)
        table.problems += problems
    return table


def _compared_fields(resources: Iterable[Resource]) -> dict[str, set[str]]:
    """Returns, for each resource, the fields whose values are compared, by a key of its own or of another's."""
    found: dict[str, set[str]] = {resource.name: set() for resource in resources}
    for resource in resources:
        schema = resource.schema or Schema()
        for key in (schema.primary_key, *schema.unique_keys, *(key.fields for key in schema.foreign_keys)):
            found[resource.name] |= set(key)
        found[resource.name] |= {one["name"] for one in schema.fields if one.get("constraints", {}).get("unique")}
        for foreign in schema.foreign_keys:
            found.get(foreign.resource or resource.name, set()).update(foreign.reference_fields)
    return found


# ---- SQL clears, Python decides --------------------------------------------------------------------------------------


def _loaded(con: duckdb.DuckDBPyConnection, table: Table, compared: set[str]) -> Table:
    """Returns the table with its cells checked. If DuckDB fails, which is seen late, or reads other rows, Python reads them."""
    again = Table(table.resource, f"{table.name}p", files=table.files, problems=[*table.problems])
    rows = jsonl_rows if table.is_json else csv_rows
    try:
        _check_cells(con, table, rows(con, table, True), compared)
    except (duckdb.Error, ValueError):  # ValueError: a key that SQL cannot hold
        _check_cells(con, again, rows(con, again, False), compared)
        return again
    return table


def _check_cells(con: duckdb.DuckDBPyConnection, table: Table, rows: Rows, compared: set[str]) -> None:
    """Creates the table of the cells that are asked of again, and Python's results for those that SQL does not clear."""
    for column in table.columns:
        column.cleared = (cleared_key_cells if column.field["name"] in compared else cleared_cells)(column)
    try:
        doubtful = _doubtful_columns(con, table, rows, compared)
    except duckdb.Error:  # an expression that DuckDB does not take, such as a pattern too large
        refused = [column for column in table.columns if not _is_taken(con, column)]
        if not refused:
            raise
        for column in refused:
            column.cleared = "false"
        doubtful = _doubtful_columns(con, table, rows, compared)
    names = dict.fromkeys(column.name for column in doubtful)
    kept = [column for column in table.columns if column.name in names or column.field["name"] in compared]
    table.uneven = rows.uneven
    if kept or compared or rows.uneven:  # a key may refer to a field that has no column
        rows.keep(con, kept)
    repeated = {column.name: decide(con, table, column, column.field["name"] in compared) for column in doubtful}
    for name, found in repeated.items():
        note_repeated(con, table, f"SELECT row, part, line, {name} AS cell FROM {table.name}", found)


def _doubtful_columns(con: duckdb.DuckDBPyConnection, table: Table, rows: Rows, compared: set[str]) -> list[Column]:
    """Returns the columns that have a cell that SQL does not clear, in one pass over the rows, and counts these."""
    asked = [column for column in table.columns if column.cleared != "true"]
    keys = [column for column in table.columns if column.field["name"] in compared]
    table.count, *found = con.execute(rows.doubts(con, asked, keys)).fetchall()[0]
    if rows.expected not in (None, table.count):
        raise duckdb.InvalidInputException("DuckDB reads other rows than Python would")
    return [column for column, doubtful in zip(asked, found, strict=True) if doubtful]


def _is_taken(con: duckdb.DuckDBPyConnection, column: Column) -> bool:
    """Returns whether DuckDB takes the expression for what it clears."""
    try:
        con.execute(f"SELECT {column.cleared} FROM (SELECT '0'::VARCHAR AS {column.name})")
    except duckdb.Error:
        return False
    return True


# ---- Problems --------------------------------------------------------------------------------------------------------


def _table_problems(con: duckdb.DuckDBPyConnection, table: Table, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yields the problems of rows, cells and keys. A key with a field that has no column is not looked at."""
    blank_rows = _blank_rows(con, table)
    yield from blank_rows.values()
    for number, column in enumerate(table.columns, 1):
        if column.results:
            yield from _cell_problems(con, table, number, column, blank_rows)
    yield from _width_problems(con, table, blank_rows)
    schema, names = table.schema, set(table.names)
    for column in table.columns:
        if column.field.get("constraints", {}).get("unique"):
            yield from keys.duplicate_keys(con, table, "unique-error", (column.field["name"],))
    if schema.primary_key and set(schema.primary_key) <= names:
        yield from keys.primary_key_problems(con, table, schema.primary_key)
    for key in schema.unique_keys:
        if set(key) <= names:
            yield from keys.duplicate_keys(con, table, "unique-key", key)
    for foreign in schema.foreign_keys:
        other = tables.get(foreign.resource) if foreign.resource else table
        if reason := _reason_unchecked(table, foreign, other):
            target = f"{foreign.resource}.{', '.join(foreign.reference_fields)}"
            yield Problem(table.resource.name, "key-unchecked", note=f"{target} {reason}")
        elif (
            other and other.columns and set(foreign.fields) <= names and _are_declared(other, foreign.reference_fields)
        ):
            yield from keys.foreign_key_problems(con, table, foreign, other)


def _reason_unchecked(table: Table, foreign: ForeignKey, other: Table | None) -> str:
    """Returns why nobody can say whether a key holds, if nothing else tells it; an empty text if it can be said."""
    if other is None:
        return "was not read"
    if other.resource.schema is not None:
        return ""
    columns = [other.column(name) for name in foreign.reference_fields]
    if None in columns:
        return "is not there"
    own = [column.kind for name in foreign.fields if (column := table.column(name))]
    return "" if own == [column.kind for column in columns if column] else "has no type, which the key needs"


def _are_declared(other: Table, names: Iterable[str]) -> bool:
    """Returns whether these are fields of a table, or columns if it has no schema; one without a column has no values."""
    return {*names} <= {*other.names, *(field["name"] for field in other.schema.fields)}


def _blank_rows(con: duckdb.DuckDBPyConnection, table: Table) -> dict[int, Problem]:
    """Returns the rows without any cell, by their number. Nothing else is said of them."""
    if not table.uneven:
        return {}
    found = con.execute(f"SELECT row, part, line FROM {table.name} WHERE width = 0").fetchall()
    name = table.resource.name
    return {row: Problem(name, "blank-row", row, part=part, line=line) for row, part, line in found}


def _cell_problems(
    con: duckdb.DuckDBPyConnection, table: Table, number: int, column: Column, blank_rows: Mapping[int, Problem]
) -> Iterator[Problem]:
    """Yields what the cells of a column fail; `number` is that of the column, from 1."""
    declared = {**column.field.get("constraints", {}), "categories": column.field.get("categories")}
    notes = {name: f"{name} is {shown(limit)}" for name, limit in declared.items()}
    found = con.execute(
        f"""SELECT row, part, line, {column.name}, failed
        FROM {table.name} AS t JOIN {column.results} AS r ON t.{column.name} IS NOT DISTINCT FROM r.cell
        WHERE len(failed) > 0"""
    ).fetchall()
    type_ = f"{column.type}/{column.field.get('format', 'default')}"
    for row, part, line, cell, failed in found:
        if row in blank_rows:
            continue
        for name in failed:
            if name == "type":
                code, note = "type-error", f"type is {type_}"
            else:
                code, note = "constraint-error", notes.get(name, name)
            yield Problem(table.resource.name, code, row, column.field["name"], cell, note, part, line, number)


def _width_problems(
    con: duckdb.DuckDBPyConnection, table: Table, blank_rows: Mapping[int, Problem]
) -> Iterator[Problem]:
    """Yields the cells that rows have too few or too many."""
    if not table.uneven:
        return
    names, resource = table.names, table.resource.name
    found = con.execute(f"SELECT row, part, line, width FROM {table.name} WHERE width IS NOT NULL").fetchall()
    for row, part, line, width in found:
        if row in blank_rows:
            continue
        for name in names[width:]:
            yield Problem(resource, "missing-cell", row, name, part=part, line=line)
        for number in range(len(names) + 1, width + 1):
            yield Problem(resource, "extra-cell", row, "", None, f"cell {number}", part, line, number)
