"""JSON Lines → a table of cells, each a JSON text. DuckDB takes the lines apart; the odd ones go through Python's json."""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

import duckdb

from summitevents.standards.sql_quoting import literal
from summitevents.tableschema.descriptor import Resource
from summitevents.tableschema.problem import Problem
from summitevents.tableschema.sniff import Plain
from summitevents.tableschema.table import GLOB, Row, Table, name_columns, opened, rows_into, undecoded


def load(con: duckdb.DuckDBPyConnection, table: Table, looks: list[Plain]) -> None:
    """Reads the files of a resource; `looks` says what their bytes are like."""
    resource = table.resource
    for part, seen in enumerate(looks):
        if not seen.utf8:
            table.problems += undecoded(resource, part, resource.folder / resource.paths[part])
    first = _first(resource)
    listed = isinstance(first, list)
    labels = [str(label).strip() for label in first] if isinstance(first, list) else _keys(resource, first)
    name_columns(table, labels, None if first is None else labels, 1)
    names = None if listed else _keys(resource, first)
    plain = all(seen.plain and not seen.crlf for seen in looks)
    plain = plain and not any(GLOB & set(str(resource.folder / path)) for path in resource.paths)
    if plain and names:
        try:
            return _read(con, table, looks, names)
        except duckdb.Error:
            con.execute(f"DROP TABLE IF EXISTS {table.name}")
            table.problems = [found for found in table.problems if found.row is None]
    rows = _json_rows(table, _numbered(resource), names)
    return rows_into(con, table.name, len(table.fields), rows)


def _keys(resource: Resource, first: Any) -> list[str]:
    return [str(key) for key in resource.dialect.get("keys") or first or ()]


def _first(resource: Resource) -> Any:
    """The first line that is an object or a list."""
    for _, _, _, text in _numbered(resource):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict | list):
            return found
    return None


def _numbered(resource: Resource) -> Iterator[tuple[int, int, int, str]]:
    """Row, part, line and text of every line. The labels, which have no line, are row 1."""
    row = 1
    for part in range(len(resource.paths)):
        with opened(resource, part) as file:
            for line, text in enumerate(file, 1):
                row += 1
                yield row, part, line, text.removesuffix("\n")


def _json_rows(table: Table, lines: Iterable[tuple[int, int, int, str]], names: list[str] | None) -> Iterator[Row]:
    """Each line that is a record, as cells of JSON; the others get a problem. Without `names`, records are lists."""
    known = set(names or ())
    for row, part, line, text in lines:

        def bad(code: str, value: str | None = None, note: str = "", column: int | None = None,
                at: tuple[int, int, int] = (row, part, line)) -> None:  # fmt: skip
            table.problems.append(Problem(table.resource.name, code, at[0], "", value, note, *at[1:], 0, column))

        try:
            doubled: list[str] = []
            value = json.loads(text, object_pairs_hook=_doubles_into(doubled))
        except (ValueError, RecursionError) as error:
            column = error.colno if isinstance(error, json.JSONDecodeError) else None
            bad("json-syntax" if text.strip() else "line-blank", None, getattr(error, "msg", str(error)), column or 1)
            continue
        if not isinstance(value, list if names is None else dict):
            bad("json-object", text.strip())
            continue
        if names is None:
            if row > 2:
                yield row - 1, part, line, None if len(value) == len(table.fields) else len(value), _dumped(value)
            continue
        assert isinstance(value, dict)
        for key in doubled:
            bad("json-duplicate", key)
        for key in value:
            if key not in known:
                bad("extra-key", key)
        yield (
            row,
            part,
            line,
            None if len(names) == len(table.fields) else len(names),
            _dumped([value.get(name) for name in names]),
        )


def _doubles_into(doubled: list[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(found)
        if len(value) != len(found):
            names = [name for name, _ in found]
            doubled.extend(sorted({name for name in names if names.count(name) > 1}))
        return value

    return pairs


def _dumped(values: Iterable[Any]) -> list[str | None]:
    return [None if value is None else _json(value) for value in values]


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


_ODD = " OR ".join(
    f"contains(line, {what})" for what in ("',}'", "',]'", "', }'", "', ]'", "',  '", "chr(9)", "chr(11)")
)
"""Lines in which DuckDB might overlook a comma too many."""


def _read(con: duckdb.DuckDBPyConnection, table: Table, looks: list[Plain], names: list[str]) -> None:
    """DuckDB reads the lines and takes them apart; only the odd ones go through Python. Raises duckdb.Error."""
    resource, lines = table.resource, f"{table.name}_lines"
    con.execute(f"CREATE OR REPLACE TABLE {lines} (line VARCHAR)")
    for path in resource.paths:
        con.execute(f"""INSERT INTO {lines} FROM read_csv({literal(str(resource.folder / path))},
            columns = {{line: 'VARCHAR'}}, delim = '\1', quote = '', escape = '', nullstr = '\2',
            header = false, auto_detect = false, strict_mode = false)""")
    if con.execute(f"SELECT count(*) FROM {lines}").fetchall()[0][0] != sum(seen.lines for seen in looks):
        raise duckdb.InvalidInputException("a line that is none")
    odd = _odd(con, lines, names)
    part = _part_of([seen.lines for seen in looks])
    whole, cells = _taken_apart(names)
    plain = f"rowid NOT IN (FROM {table.name}_odd)" if odd else "true"
    con.execute(f"CREATE OR REPLACE TABLE {table.name}_odd AS SELECT unnest($1::BIGINT[])", [[n for n, _ in odd]])
    con.execute(f"""CREATE TABLE {table.name} AS SELECT rowid + 2 AS row, {part[0]} AS part, {part[1]} AS line,
        NULL::INT AS width, {cells} FROM (SELECT rowid, {whole} AS found FROM {lines} WHERE {plain})""")
    if odd:
        starts = [sum(seen.lines for seen in looks[:n]) for n in range(len(looks))]
        numbered = ((n + 2, p := sum(s <= n for s in starts) - 1, n + 1 - starts[p], text) for n, text in odd)
        rows_into(con, f"{table.name}_more", len(names), _json_rows(table, numbered, names))
        con.execute(f"INSERT INTO {table.name} BY NAME FROM {table.name}_more")


def _odd(con: duckdb.DuckDBPyConnection, lines: str, names: list[str]) -> list[tuple[int, str]]:
    """The lines that are broken, or not as the others, or have keys of their own; by their number from 0."""
    known = f"[{', '.join(literal(name) for name in names)}]"
    strange = f"NOT list_has_all({known}, k) OR len(list_distinct(k)) <> len(k) OR len(k) = 0"
    shapes = f"SELECT bool_or({strange}) FROM (SELECT DISTINCT json_keys(line) AS k FROM {lines})"
    try:
        if con.execute(shapes).fetchall()[0][0] is False:
            return con.execute(f"SELECT rowid, line FROM {lines} WHERE {_ODD}").fetchall()
        keys = "json_keys(line)"
    except duckdb.Error:
        keys = "CASE WHEN json_valid(line) THEN json_keys(line) ELSE [] END"
    return con.execute(
        f"SELECT rowid, line FROM (SELECT rowid, line, {keys} AS k FROM {lines}) WHERE {_ODD} OR {strange} ORDER BY rowid"
    ).fetchall()


def _taken_apart(names: list[str]) -> tuple[str, str]:
    """SQL for a line's values, and for the columns; by a structure where DuckDB can tell the names apart."""
    if len({name.lower() for name in names}) == len(names) and all(names):
        shape = json.dumps(dict.fromkeys(names, "JSON"), ensure_ascii=False)
        picked = [f"found[{literal(name)}]::VARCHAR AS c{n}" for n, name in enumerate(names, 1)]
        return f"from_json(line, {literal(shape)})", ", ".join(picked)
    steps = (name.replace("~", "~0").replace("/", "~1") for name in names)
    pointers = ", ".join(literal("/" + step) for step in steps)
    picked = [f"nullif(found[{n}]::VARCHAR, 'null') AS c{n}" for n in range(1, len(names) + 1)]
    return f"json_extract(line, [{pointers}])", ", ".join(picked)


def _part_of(sizes: list[int]) -> tuple[str, str]:
    """SQL for the part that a line number lies in, and for its number there."""
    part, line, start = "0", "rowid + 1", 0
    for number, size in enumerate(chain([0], sizes[:-1])):
        start += size
        if number:
            part = f"CASE WHEN rowid >= {start} THEN {number} ELSE {part} END"
            line = f"CASE WHEN rowid >= {start} THEN rowid + 1 - {start} ELSE {line} END"
    return part, line


def lines(resource: Resource) -> dict[int, tuple[int, int]]:
    """Part and line of every row."""
    return {row: (part, line) for row, part, line, _ in _numbered(resource)}
