"""Checks the tables of a package: SQL clears what certainly passes, Python decides each distinct value of the rest.

1. Each resource is loaded into a table of cells (table.py says which tables and columns there are).
2. SQL looks, in one pass over each table, for cells that it does not clear (prefilter.py).
3. Columns that have any get a table of Python's results (cells.py), once for each distinct value.
4. Problems are read from both: of rows and cells here, of keys in keys.py, of figures in stats.py.

The problems are those of frictionless-py, row for row; docs/tableschema.md lists where more is said.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from summitevents.standards.sql_quoting import literal
from summitevents.tableschema import keys, stats
from summitevents.tableschema.descriptor import Files, Resource, read_descriptor
from summitevents.tableschema.prefilter import cleared_cells, cleared_key_cells
from summitevents.tableschema.problem import Problem, UnreadableTableError
from summitevents.tableschema.schemas import ForeignKey, Schema
from summitevents.tableschema.tables.csv_files import load_csv
from summitevents.tableschema.tables.jsonl_files import load_jsonl
from summitevents.tableschema.tables.position import with_columns
from summitevents.tableschema.tables.table import Column, Table, add_texts
from summitevents.tableschema.tables.text_files import text_file
from summitevents.tableschema.values import json_values
from summitevents.tableschema.values.canonical import canonical_text, is_nan
from summitevents.tableschema.values.cells import cells_checker, typed_text
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
    with (
        tempfile.TemporaryDirectory() as spill,
        tempfile.TemporaryDirectory() as copies,
        duckdb.connect(config={"temp_directory": spill}) as con,
    ):
        con.execute("SET python_enable_replacements = false")
        tables: dict[str, Table] = {}
        for number, resource in enumerate(descriptor.resources):
            try:
                table = prepared_table(resource, f"t{number}", Path(copies))
                (load_jsonl if table.is_json else load_csv)(con, table)
                if table.is_json:
                    add_texts(con, table)
            except UnreadableTableError as error:
                report.problems.append(error.problem)
                continue
            except OSError as error:
                report.problems.append(Problem(resource.name, "source-error", note=str(error.strerror)))
                continue
            _check_cells(con, table, compared[resource.name])
            tables[resource.name] = table
        for table in tables.values():
            rows = con.execute(f"SELECT count(*) FROM {table.name}").fetchall()[0][0]
            report.rows += rows
            counted = stats.table_problems(table.resource.files, table.resource.schema, rows)
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


def _check_cells(con: duckdb.DuckDBPyConnection, table: Table, compared: set[str]) -> None:
    """Creates a table of Python's results for each column of which SQL does not clear every cell."""
    for column in table.columns:
        column.cleared = (cleared_key_cells if column.field["name"] in compared else cleared_cells)(column)
    try:
        doubtful = _doubtful_columns(con, table)
    except duckdb.Error:  # an expression that DuckDB does not take, such as a pattern too large
        for column in table.columns:
            column.cleared = column.cleared if _is_taken(con, column) else "false"
        doubtful = _doubtful_columns(con, table)
    for column in doubtful:
        _decide(con, table, column)


def _doubtful_columns(con: duckdb.DuckDBPyConnection, table: Table) -> list[Column]:
    """Returns the columns that have a cell that SQL does not clear, in one pass over the table."""
    asked = [column for column in table.columns if column.cleared != "true"]
    if not asked:
        return []
    found = con.execute(f"SELECT {', '.join(map(_any_doubtful, asked))} FROM {table.name}").fetchall()[0]
    return [column for column, doubtful in zip(asked, found, strict=True) if doubtful]


def _any_doubtful(column: Column) -> str:
    """Returns SQL for whether a cell is not cleared. CASE, unlike OR, spares the rows that have no cell."""
    missing = "true" if column.required else "false"
    return f"bool_or(CASE WHEN {column.name} IS NULL THEN {missing} ELSE NOT coalesce({column.cleared}, false) END)"


def _is_taken(con: duckdb.DuckDBPyConnection, column: Column) -> bool:
    """Returns whether DuckDB takes the expression for what it clears."""
    try:
        con.execute(f"SELECT {column.cleared} FROM (SELECT '0'::VARCHAR AS {column.name}, {column.with_text()})")
    except duckdb.Error:
        return False
    return True


def _decide(con: duckdb.DuckDBPyConnection, table: Table, column: Column) -> None:
    """Creates the table of Python's results for the cells that SQL did not clear."""
    cells = [cell for (cell,) in con.execute(
        f"SELECT DISTINCT {column.name} FROM {table.name} WHERE NOT coalesce({column.cleared}, false)"
    ).fetchall()]  # fmt: skip
    values = [_json_value(cell) for cell in cells] if column.is_json else cells
    checked = cells_checker(column.field, table.schema.missing_values)(values)

    def results() -> Iterator[dict[str, Any]]:
        for cell, (value, failed) in zip(cells, checked, strict=True):
            if value is None and "type" not in failed and cell is not None:
                column.missing_cells.append(cell)
            yield {"cell": cell, "failed": failed, "canonical": _canonical(column, value), "nan": is_nan(value)}

    number = next(n for n, one in enumerate(table.columns, 1) if one is column)  # two fields may have one column
    column.results = f"{table.name}_r{number}"
    _create_results(con, column.results, results())


def _json_value(cell: str | None) -> Any:
    """Returns the value of a cell in JSON Lines; as a text, if it is nested too deep for Python."""
    try:
        return None if cell is None else json_values.loads(cell)
    except ValueError:
        return cell


def _canonical(column: Column, value: Any) -> str | None:
    """Returns the canonical text of a value; where kinds are mixed, after a letter for its kind."""
    text = canonical_text(value) if column.kind != "m" or value is None else typed_text(value)
    if text is not None and not _is_unicode(text):
        return text[: column.kind == "m"] + "\1" + ascii(text)  # a lone surrogate, which DuckDB cannot hold
    return text


def _create_results(con: duckdb.DuckDBPyConnection, name: str, results: Iterable[Mapping[str, Any]]) -> None:
    """Creates a table of results, by way of a temporary file."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", newline="\n", delete=False) as file:
        try:
            for result in results:
                file.write(json.dumps(result, ensure_ascii=False) + "\n")
            file.close()
            columns = "{cell: 'VARCHAR', failed: 'VARCHAR[]', canonical: 'VARCHAR', nan: 'BOOLEAN'}"
            con.execute(f"""CREATE TABLE {name} AS FROM read_json({literal(file.name)}, columns = {columns},
                format = 'newline_delimited', maximum_object_size = 1000000000)""")
        finally:
            Path(file.name).unlink(missing_ok=True)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
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
    names, resource = table.names, table.resource.name
    found = con.execute(f"SELECT row, part, line, width FROM {table.name} WHERE width IS NOT NULL").fetchall()
    for row, part, line, width in found:
        if row in blank_rows:
            continue
        for name in names[width:]:
            yield Problem(resource, "missing-cell", row, name, part=part, line=line)
        for number in range(len(names) + 1, width + 1):
            yield Problem(resource, "extra-cell", row, "", None, f"cell {number}", part, line, number)
