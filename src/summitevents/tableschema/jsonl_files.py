"""JSON Lines → a table of cells, each a JSON text. DuckDB takes the lines apart, Python's json the odd ones.

The keys of the first record are the labels. They count as row 1, so the first line is row 2. If the first record is a
list, it holds the labels itself, and rows count as in CSV.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import duckdb

from summitevents.standards.sql_quoting import literal
from summitevents.tableschema.descriptor import Resource
from summitevents.tableschema.file_traits import FileTraits
from summitevents.tableschema.problem import Problem
from summitevents.tableschema.table import (
    CellRow,
    Table,
    create_table,
    define_columns,
    is_glob,
    open_text,
    undecodable_lines,
)


class _Line(NamedTuple):
    """A line of a part; `row` is its row if records are objects."""

    row: int
    part: int
    number: int
    text: str


def load_jsonl(con: duckdb.DuckDBPyConnection, table: Table, traits: list[FileTraits]) -> None:
    """Reads the files of a resource into its table; `traits` are those of the files."""
    resource = table.resource
    for part, found in enumerate(traits):
        if not found.utf8:
            table.problems += undecodable_lines(resource, part)
    first = _first_record(resource)
    if isinstance(first, list):
        labels = [str(label).strip() for label in first]
        define_columns(table, labels, labels, 1)
        return create_table(con, table.name, len(table.columns), _rows_of_lists(table, _read_lines(resource)))
    names = [str(key) for key in resource.dialect.get("keys") or first or ()]
    define_columns(table, names, None if first is None else names, 1)
    plain = all(found.plain and not found.crlf for found in traits) and not any(map(is_glob, table.paths()))
    if plain and names:
        try:
            return _load_in_duckdb(con, table, traits, names)
        except duckdb.Error:
            con.execute(f"DROP TABLE IF EXISTS {table.name}")
            table.problems = [problem for problem in table.problems if problem.row is None]
    rows = _rows_of_objects(table, _read_lines(resource), names)
    return create_table(con, table.name, len(table.columns), rows)


def jsonl_row_places(resource: Resource) -> dict[int, tuple[int, int]]:
    """Returns part and line of every row, for reports that only have rows."""
    labels = 1 if isinstance(_first_record(resource), list) else 0
    return {line.row - labels: (line.part, line.number) for line in _read_lines(resource)}


def _first_record(resource: Resource) -> Any:
    """Returns the first line that is an object or a list; None if no line is."""
    for line in _read_lines(resource):
        try:
            found = json.loads(line.text)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict | list):
            return found
    return None


def _read_lines(resource: Resource) -> Iterator[_Line]:
    """Yields every line of all parts, without its newline."""
    row = 1
    for part in range(len(resource.paths)):
        with open_text(resource, part) as file:
            for number, text in enumerate(file, 1):
                row += 1
                yield _Line(row, part, number, text.removesuffix("\n"))


# ---- Python reads ----------------------------------------------------------------------------------------------------


def _rows_of_lists(table: Table, lines: Iterable[_Line]) -> Iterator[CellRow]:
    """Yields the records of a table whose first record holds the labels."""
    for line in lines:
        record = _parse_record(table, line, list, [])
        if record is not None and line.row > 2:
            yield line.row - 1, line.part, line.number, _width(table, record), _json_texts(record)


def _rows_of_objects(table: Table, lines: Iterable[_Line], names: list[str]) -> Iterator[CellRow]:
    """Yields the values under these names; other keys, and keys that an object has twice, become problems."""
    known = set(names)
    for line in lines:
        repeated: list[str] = []
        record = _parse_record(table, line, dict, repeated)
        if record is None:
            continue
        table.problems += [_problem(table, line, "json-duplicate", key) for key in repeated]
        table.problems += [_problem(table, line, "extra-key", key) for key in record if key not in known]
        values = [record.get(name) for name in names]
        yield line.row, line.part, line.number, _width(table, values), _json_texts(values)


def _parse_record(table: Table, line: _Line, type_: type, repeated: list[str]) -> Any:
    """Returns the record of a line; None, and a problem, if it has none of this type.

    Adds to `repeated` the keys that an object has twice.
    """
    try:
        record = json.loads(line.text, object_pairs_hook=_note_repeated(repeated))
    except (ValueError, RecursionError) as error:
        column = error.colno if isinstance(error, json.JSONDecodeError) else 1
        code, note = "json-syntax" if line.text.strip() else "line-blank", getattr(error, "msg", str(error))
        table.problems.append(_problem(table, line, code, None)._replace(note=note, column=column))
        return None
    if not isinstance(record, type_):
        table.problems.append(_problem(table, line, "json-object", line.text.strip()))
        return None
    return record


def _problem(table: Table, line: _Line, code: str, value: str | None) -> Problem:
    return Problem(table.resource.name, code, line.row, value=value, part=line.part, line=line.number)


def _note_repeated(repeated: list[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Returns a hook for json.loads that adds to `repeated` the names that an object has twice."""

    def make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            repeated.extend(sorted({name for name in names if names.count(name) > 1}))
        return found

    return make_object


def _width(table: Table, values: Sequence[Any]) -> int | None:
    return None if len(values) == len(table.columns) else len(values)


def _json_texts(values: Iterable[Any]) -> list[str | None]:
    return [None if value is None else _json_text(value) for value in values]


def _json_text(value: Any) -> str:
    """Returns the JSON text of a value, in which only lone surrogates are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


# ---- DuckDB reads ----------------------------------------------------------------------------------------------------

_MAYBE_COMMA_TOO_MANY = " OR ".join(
    f"contains(line, {text})" for text in ("',}'", "',]'", "', }'", "', ]'", "',  '", "chr(9)", "chr(11)")
)
"""Lines in which DuckDB might overlook a comma too many."""


def _load_in_duckdb(con: duckdb.DuckDBPyConnection, table: Table, traits: list[FileTraits], names: list[str]) -> None:
    """Loads the lines by DuckDB; the odd ones go through Python. Raises duckdb.Error."""
    lines, odd_rows, more = f"{table.name}_lines", f"{table.name}_odd", f"{table.name}_more"
    con.execute(f"CREATE OR REPLACE TABLE {lines} (line VARCHAR)")
    for path in table.paths():
        con.execute(f"""INSERT INTO {lines} FROM read_csv({literal(str(path))},
            columns = {{line: 'VARCHAR'}}, delim = '\1', quote = '', escape = '', nullstr = '\2',
            header = false, auto_detect = false, strict_mode = false)""")
    sizes = [found.lines for found in traits]
    if con.execute(f"SELECT count(*) FROM {lines}").fetchall()[0][0] != sum(sizes):
        raise duckdb.InvalidInputException("DuckDB counts other lines")
    odd = _odd_lines(con, lines, names)
    part, number = _part_and_number(sizes)
    record, cells = _record_and_cells(names)
    usual = f"rowid NOT IN (FROM {odd_rows})" if odd else "true"
    con.execute(f"CREATE OR REPLACE TABLE {odd_rows} AS SELECT unnest($1::BIGINT[])", [[rowid for rowid, _ in odd]])
    con.execute(f"""CREATE TABLE {table.name} AS SELECT rowid + 2 AS row, {part} AS part, {number} AS line,
        NULL::INT AS width, {cells} FROM (SELECT rowid, {record} AS record FROM {lines} WHERE {usual})""")
    if odd:
        rows = _rows_of_objects(table, (_line_at(rowid, text, sizes) for rowid, text in odd), names)
        create_table(con, more, len(names), rows)
        con.execute(f"INSERT INTO {table.name} BY NAME FROM {more}")


def _line_at(rowid: int, text: str, sizes: list[int]) -> _Line:
    """Returns the line that is number `rowid`, from 0, of all parts; `sizes` are how many lines each has."""
    starts = [sum(sizes[:part]) for part in range(len(sizes))]
    part = sum(start <= rowid for start in starts) - 1
    return _Line(rowid + 2, part, rowid + 1 - starts[part], text)


def _odd_lines(con: duckdb.DuckDBPyConnection, lines: str, names: list[str]) -> list[tuple[int, str]]:
    """Returns the lines, with their number from 0, that are not valid, repeat a key, or have one that is not known."""
    known = f"[{', '.join(literal(name) for name in names)}]"
    odd_keys = f"NOT list_has_all({known}, keys) OR len(list_distinct(keys)) <> len(keys) OR len(keys) = 0"
    shapes = f"SELECT bool_or({odd_keys}) FROM (SELECT DISTINCT json_keys(line) AS keys FROM {lines})"
    try:
        if con.execute(shapes).fetchall()[0][0] is False:
            return con.execute(f"SELECT rowid, line FROM {lines} WHERE {_MAYBE_COMMA_TOO_MANY}").fetchall()
        keys = "json_keys(line)"
    except duckdb.Error:
        keys = "CASE WHEN json_valid(line) THEN json_keys(line) ELSE [] END"
    return con.execute(
        f"""SELECT rowid, line FROM (SELECT rowid, line, {keys} AS keys FROM {lines})
        WHERE {_MAYBE_COMMA_TOO_MANY} OR {odd_keys} ORDER BY rowid"""
    ).fetchall()


def _record_and_cells(names: list[str]) -> tuple[str, str]:
    """Returns SQL for a line's record, and for the cells from it; by a struct if DuckDB can tell the names apart."""
    if len({name.lower() for name in names}) == len(names) and all(names):
        shape = json.dumps(dict.fromkeys(names, "JSON"), ensure_ascii=False)
        picked = [f"record[{literal(name)}]::VARCHAR AS c{n}" for n, name in enumerate(names, 1)]
        return f"from_json(line, {literal(shape)})", ", ".join(picked)
    steps = (name.replace("~", "~0").replace("/", "~1") for name in names)
    pointers = ", ".join(literal("/" + step) for step in steps)
    picked = [f"nullif(record[{n}]::VARCHAR, 'null') AS c{n}" for n in range(1, len(names) + 1)]
    return f"json_extract(line, [{pointers}])", ", ".join(picked)


def _part_and_number(sizes: list[int]) -> tuple[str, str]:
    """Returns SQL for the part that a line is in, and for its number there from 1, by its number in all parts."""
    part, number, start = "0", "rowid + 1", 0
    for index, size in enumerate(chain([0], sizes[:-1])):
        start += size
        if index:
            part = f"CASE WHEN rowid >= {start} THEN {index} ELSE {part} END"
            number = f"CASE WHEN rowid >= {start} THEN rowid + 1 - {start} ELSE {number} END"
    return part, number
