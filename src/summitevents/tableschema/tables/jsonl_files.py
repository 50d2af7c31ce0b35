"""JSON Lines → a table of cells, each a JSON text. DuckDB takes the lines apart, Python's json the odd ones.

Objects have their columns by name: the fields of the schema, or the dialect's itemKeys. They have no labels, but these
count as row 1, so the first line is row 2. If the first record is a list, it holds the labels, and rows count as in CSV.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import Any

import duckdb

from summitevents.standards.sql_quoting import literal
from summitevents.tableschema.problem import Problem
from summitevents.tableschema.tables.header import missing_labels
from summitevents.tableschema.tables.jsonl_rows import (
    Keys,
    Line,
    all_keys,
    first_record,
    line_problem,
    read_lines,
    repeated_in,
    rows_of_lists,
    rows_of_objects,
)
from summitevents.tableschema.tables.table import Table, create_table, define_columns, is_glob, new_column, normalizer


def load_jsonl(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Reads the files of a resource into its table."""
    first, dialect = first_record(table), table.resource.dialect
    if dialect.item_type == "array" or (dialect.item_type is None and isinstance(first, list)):
        labels = [str(label) for label in first] if isinstance(first, list) and dialect.header else []
        define_columns(table, labels, first if isinstance(first, list) else None, 1)
        return create_table(con, table.name, len(table.columns), rows_of_lists(table, labels))
    found = _load_in_duckdb(con, table) if _is_simple(table) else None
    keys, present = found or _load_in_python(con, table)
    return _define_columns(table, keys, present, first)


def jsonl_row_places(table: Table) -> dict[int, tuple[int, int]]:
    """Returns part and line of every row, for reports that only have rows."""
    labels = 1 if isinstance(first_record(table), list) else 0
    return {line.row - labels: (line.part, line.number) for line in read_lines(table)}


# ---- Keys and columns ------------------------------------------------------------------------------------------------


def _declared_keys(table: Table) -> Keys | None:
    """Returns the keys of a table of objects; None if nothing says which. Others are errors, unless fieldsMatch allows them."""
    resource, normalize = table.resource, normalizer(table)
    if resource.dialect.item_keys is not None:
        return Keys(list(dict.fromkeys(map(normalize, resource.dialect.item_keys))), None)
    if resource.schema is None:
        return None
    names = dict.fromkeys(normalize(field["name"]) for field in resource.schema.fields)
    return Keys(list(names), None if resource.schema.fields_match in ("subset", "partial") else frozenset(names))


def _define_columns(table: Table, keys: Keys, present: set[str], first: Any) -> None:
    """Gives the table its columns: the fields whose keys are present in any record, in the order of the fields.

    With itemKeys, the keys are the labels, and pair with fields as labels do.
    """
    resource, normalize = table.resource, normalizer(table)
    if resource.dialect.item_keys is not None or resource.schema is None:
        return define_columns(table, keys.read, keys.read if first is not None else None, 1)
    if first is None:
        if not table.problems:
            table.problems.append(Problem(resource.name, "source-error", note="it is empty"))
        return None
    numbers = {key: number for number, key in enumerate(keys.read, 1) if key in present}
    fields = [field for field in resource.schema.fields if normalize(field["name"]) in numbers]
    table.columns = [new_column(table, numbers[normalize(field["name"])], field) for field in fields]
    table.labels = [field["name"] for field in fields]
    if resource.schema.fields_match == "partial" and resource.schema.fields and not fields:
        table.problems.append(Problem(resource.name, "unmatched-header", part=0))
    for code, name, _, note in missing_labels(resource.schema, fields):
        table.problems.append(Problem(resource.name, code, None, name, "", note, 0))
    return None


# ---- Python reads ----------------------------------------------------------------------------------------------------


def _load_in_python(con: duckdb.DuckDBPyConnection, table: Table) -> tuple[Keys, set[str]]:
    """Loads the lines one by one. Returns the keys that were read, and all that are present."""
    keys, present = _declared_keys(table) or Keys(list(all_keys(table)), None), set[str]()
    create_table(con, table.name, len(keys.read), rows_of_objects(table, read_lines(table), keys, present))
    return keys, present


# ---- DuckDB reads ----------------------------------------------------------------------------------------------------

_DOUBTFUL = r"regexp_matches(line, ',[ ]?[}\]]|,  |[\t\v]|[\[:, ]-?(?:[nN][aA][nN]|[iI][nN][fF])')"
"""Lines in which DuckDB might overlook a comma too many, or take NaN and Infinity for numbers."""


_KEYS_OF_VALID = "CASE WHEN json_valid(line) THEN json_keys(line) ELSE [] END"
_MOST_SHAPES = 1000


def _is_simple(table: Table) -> bool:
    """Returns whether DuckDB may read the lines."""
    plain = all(file.traits.plain and not file.traits.crlf and not is_glob(file.path) for file in table.files)
    return plain and not table.resource.dialect.ignores_case


def _load_in_duckdb(con: duckdb.DuckDBPyConnection, table: Table) -> tuple[Keys, set[str]] | None:
    """Loads the lines by DuckDB; the odd ones go through Python. Returns what `_load_in_python` does, None if it fails."""
    before = list(table.problems)
    try:
        return _loaded_in_duckdb(con, table)
    except (duckdb.Error, ValueError):  # ValueError: a key that SQL cannot hold
        con.execute(f"DROP TABLE IF EXISTS {table.name}")
        table.problems = before
        return None


def _loaded_in_duckdb(con: duckdb.DuckDBPyConnection, table: Table) -> tuple[Keys, set[str]]:
    lines, odd_rows, more = f"{table.name}_lines", f"{table.name}_odd", f"{table.name}_more"
    con.execute(f"CREATE OR REPLACE TABLE {lines} (line VARCHAR)")
    for file in table.files:
        con.execute(f"""INSERT INTO {lines} FROM read_csv({literal(str(file.path))},
            columns = {{line: 'VARCHAR'}}, delim = '\1', quote = '', escape = '', nullstr = '\2',
            header = false, auto_detect = false, strict_mode = false)""")
    starts = list(accumulate((file.traits.lines for file in table.files), initial=0))
    if con.execute(f"SELECT count(*) FROM {lines}").fetchall()[0][0] != starts[-1]:
        raise duckdb.InvalidInputException("DuckDB counts other lines")
    shapes = _shapes(con, lines)
    present = set(chain.from_iterable(shapes))
    keys = _declared_keys(table) or Keys(sorted(present), None)
    odd = _odd_lines(con, lines, shapes, keys)
    part, number = _part_and_number(starts)
    record, cells = _record_and_cells(keys.read, present)
    con.execute(f"CREATE OR REPLACE TABLE {odd_rows} AS SELECT unnest($1::BIGINT[])", [[rowid for rowid, _ in odd]])
    usual = f"rowid NOT IN (FROM {odd_rows})" if odd else "true"
    con.execute(f"""CREATE TABLE {table.name} AS SELECT rowid + 2 AS row, {part} AS part, {number} AS line,
        NULL::INT AS width{cells} FROM (SELECT rowid, {record} AS record FROM {lines} WHERE {usual})""")
    extra = sorted(present - set(keys.read))
    _note_nested(
        con, table, [f"SELECT row, part, line, c{n} AS cell FROM {table.name}" for n in range(1, len(keys.read) + 1)]
    )
    _note_nested(
        con,
        table,
        [
            f"SELECT rowid + 2 AS row, {part} AS part, {number} AS line, json_extract(line, {literal(_pointer(key))})::VARCHAR AS cell FROM {lines} WHERE {usual}"
            for key in extra
        ],
    )
    if odd:
        rows = rows_of_objects(table, (_line_at(rowid, text, starts) for rowid, text in odd), keys, present)
        create_table(con, more, len(keys.read), rows)
        con.execute(f"INSERT INTO {table.name} BY NAME FROM {more}")
    return keys, present


def _line_at(rowid: int, text: str, starts: Sequence[int]) -> Line:
    """Returns the line that is number `rowid`, from 0, of all parts, which begin at these numbers."""
    part = max(n for n, start in enumerate(starts[:-1]) if start <= rowid)
    return Line(rowid + 2, part, rowid + 1 - starts[part], text)


def _shapes(con: duckdb.DuckDBPyConnection, lines: str) -> list[tuple[str, ...]]:
    """Returns the lists of keys that the objects have, each once; an empty one for lines that are no objects."""
    try:
        found = con.execute(f"SELECT DISTINCT json_keys(line) FROM {lines}").fetchall()
    except duckdb.Error:
        found = con.execute(f"SELECT DISTINCT {_KEYS_OF_VALID} FROM {lines}").fetchall()
    return [tuple(shape or ()) for (shape,) in found]


def _odd_lines(
    con: duckdb.DuckDBPyConnection, lines: str, shapes: Iterable[tuple[str, ...]], keys: Keys
) -> list[tuple[int, str]]:
    """Returns the lines, with their number from 0, that are doubtful, repeat a key, have one that is not allowed, or none."""
    odd = [
        s for s in shapes if not s or len(set(s)) < len(s) or (keys.allowed is not None and not keys.allowed >= set(s))
    ]
    condition = _DOUBTFUL
    if len(odd) > _MOST_SHAPES:
        raise duckdb.InvalidInputException("nearly every line is odd")
    if odd:
        listed = ", ".join(f"[{', '.join(map(literal, shape))}]::VARCHAR[]" for shape in odd)
        condition += f" OR coalesce({_KEYS_OF_VALID}, []) IN ({listed})"
    return con.execute(f"SELECT rowid, line FROM {lines} WHERE {condition} ORDER BY rowid").fetchall()


def _record_and_cells(names: list[str], present: Iterable[str]) -> tuple[str, str]:
    """Returns SQL for a line's record, and for the cells from it; by a struct if DuckDB can tell the names apart."""
    all_names = {*names, *present}
    if len({name.lower() for name in all_names}) == len(all_names) and all(names) and names:
        shape = json.dumps(dict.fromkeys(names, "JSON"), ensure_ascii=False)
        picked = [f", record[{literal(name)}]::VARCHAR AS c{n}" for n, name in enumerate(names, 1)]
        return f"from_json(line, {literal(shape)})", "".join(picked)
    pointers = ", ".join(literal(_pointer(name)) for name in names)
    picked = [f", nullif(record[{n}]::VARCHAR, 'null') AS c{n}" for n in range(1, len(names) + 1)]
    return f"json_extract(line, [{pointers}]::VARCHAR[])", "".join(picked)


def _pointer(name: str) -> str:
    """Returns the JSON Pointer of a member."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _note_nested(con: duckdb.DuckDBPyConnection, table: Table, columns: Iterable[str]) -> None:
    """Adds a problem for each cell in which an object has a key twice; Python looks at each distinct cell.

    `columns` are queries for row, part, line and cell.
    """
    nested = "starts_with(cell, '{') OR starts_with(cell, '[') AND contains(cell, '{')"
    for cells in columns:
        bad = {cell: names for (cell,) in con.execute(f"SELECT DISTINCT cell FROM ({cells}) WHERE {nested}").fetchall()
               if (names := repeated_in(cell))}  # fmt: skip
        if bad:
            found = con.execute(f"FROM ({cells}) WHERE list_contains($1::VARCHAR[], cell)", [list(bad)]).fetchall()
            for row, part, line, cell in found:
                table.problems += [
                    line_problem(table, Line(row, part, line, ""), "json-duplicate", name) for name in bad[cell]
                ]


def _part_and_number(starts: Sequence[int]) -> tuple[str, str]:
    """Returns SQL for the part that a line is in, and for its number there from 1, by its number in all parts."""
    part, number = "0", "rowid + 1"
    for index, start in enumerate(starts[1:-1], 1):
        part = f"CASE WHEN rowid >= {start} THEN {index} ELSE {part} END"
        number = f"CASE WHEN rowid >= {start} THEN rowid + 1 - {start} ELSE {number} END"
    return part, number
