"""JSON Lines → a table of cells, each a JSON text. DuckDB takes the lines apart, Python's json the odd ones.

Objects have their columns by name: the fields of the schema, or the dialect's itemKeys. They have no labels, but these
count as row 1, so the first line is row 2. If the first record is a list, it holds the labels, and rows count as in CSV.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    rows_of_lists,
    rows_of_objects,
    value_and_repeated,
)
from summitevents.tableschema.tables.rows import Rows, stored
from summitevents.tableschema.tables.table import (
    Column,
    Table,
    create_table,
    define_columns,
    is_glob,
    new_column,
    normalizer,
)


def jsonl_rows(con: duckdb.DuckDBPyConnection, table: Table, by_duckdb: bool) -> Rows:
    """Gives the table its columns and returns its rows, which DuckDB reads if it may. Raises ValueError if it cannot."""
    first, dialect = first_record(table), table.resource.dialect
    if dialect.item_type == "array" or (dialect.item_type is None and isinstance(first, list)):
        labels = [str(label) for label in first] if isinstance(first, list) and dialect.header else []
        define_columns(table, labels, first if isinstance(first, list) else None, 1)
        return stored(con, table, len(table.columns), rows_of_lists(table, labels))
    if by_duckdb and _is_simple(table):
        rows = _loaded_in_duckdb(con, table)
        _define_columns(table, rows.keys, rows.present, first)
        return rows
    keys, present = _declared_keys(table) or Keys(list(all_keys(table)), None), set[str]()
    read = stored(con, table, len(keys.read), rows_of_objects(table, read_lines(table), keys, present))
    _define_columns(table, keys, present, first)
    return read


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


# ---- DuckDB reads ----------------------------------------------------------------------------------------------------

_NO_NUMBER = r"[ \t]*-?(?i:nan|inf(?:inity)?)[ \t]*[,}\]]"
_DOUBTFUL = " OR ".join(
    f"regexp_matches(line, '{pattern}')"
    for pattern in (rf",(?:[ \t]*[}}\]]|{_NO_NUMBER})", f":{_NO_NUMBER}", rf"\[{_NO_NUMBER}")
)
"""Lines in which DuckDB overlooks a comma too many, or takes NaN and Infinity for numbers. RE2 is quick if a letter begins it."""
_KEYS_OF_VALID = "CASE WHEN json_valid(line) THEN json_keys(line) ELSE [] END"
_MOST_SHAPES = 1000
_WITH_OBJECTS = ("array", "object", "geojson")
"""Types of cells that SQL often does not clear: they are kept at once, as to take the lines apart again takes longer."""
_BITS = 60
"""How many columns have their doubts in one BIGINT."""


def _is_simple(table: Table) -> bool:
    """Returns whether DuckDB may read the lines."""
    plain = all(file.traits.plain and not file.traits.crlf and not is_glob(file.path) for file in table.files)
    return plain and not table.resource.dialect.ignores_case


@dataclass(slots=True)
class _JsonLines:
    """Objects that DuckDB takes out of the lines in t0_lines; those of odd lines stand in t0_more."""

    name: str
    keys: Keys
    present: set[str]
    starts: Sequence[int]
    has_odd: bool
    expected: None = None
    uneven: bool = False
    kept: frozenset[str] = frozenset()

    def doubts(self, con: duckdb.DuckDBPyConnection, columns: Sequence[Column], keys: Sequence[Column]) -> str:
        """Takes the cells out of the lines, and keeps the keys and what may have objects in it; of each row, its doubts as bits."""
        bits = [
            " | ".join(f"CASE WHEN {column.cleared} THEN 0 ELSE {1 << n}::BIGINT END" for n, column in enumerate(some))
            for first in range(0, len(columns), _BITS)
            if (some := columns[first : first + _BITS])
        ]
        kept = [*keys, *(column for column in columns if column.type in _WITH_OBJECTS)]
        self._keep(con, kept, columns, "".join(f", {sql} AS bits{n}" for n, sql in enumerate(bits)))
        found = "".join(f", bit_or(bits{n // _BITS}) & {1 << n % _BITS} > 0" for n in range(len(columns)))
        return f"SELECT count(*){found} FROM {self.name}"

    def keep(self, con: duckdb.DuckDBPyConnection, columns: Sequence[Column]) -> None:
        """Takes the cells of these columns out of the lines, unless they are kept."""
        if not self.kept.issuperset(column.name for column in columns):
            self._keep(con, columns)

    def _keep(
        self, con: duckdb.DuckDBPyConnection, kept: Sequence[Column], read: Sequence[Column] = (), bits: str = ""
    ) -> None:
        self.kept = frozenset(column.name for column in kept)
        listed = ", ".join(["row", "part", "line", "width", *sorted(self.kept)])
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {self.name} AS SELECT {listed}{bits} FROM ({self._select([*kept, *read])})"
        )

    def _select(self, columns: Sequence[Column]) -> str:
        names = list(dict.fromkeys(column.name for column in columns))
        read = [self.keys.read[int(name[1:]) - 1] for name in names]
        record, cells = _record_and_cells(read, {*self.keys.read, *self.present})
        part, number = _part_and_number(self.starts)
        places = f"rowid + 2 AS row, {part} AS part, {number} AS line, NULL::INT AS width"
        listed = "".join(f", {cell} AS {name}" for cell, name in zip(cells, names, strict=True))
        found = f"SELECT {places}{listed} FROM (SELECT rowid, {record} AS record FROM {self.name}_lines{self.usual})"
        if not self.has_odd:
            return found
        return f"{found} UNION ALL SELECT {', '.join(['row', 'part', 'line', 'width', *names])} FROM {self.name}_more"

    @property
    def usual(self) -> str:
        """Returns the SQL clause that leaves out the odd lines."""
        return f" WHERE rowid NOT IN (FROM {self.name}_odd)" if self.has_odd else ""


def _loaded_in_duckdb(con: duckdb.DuckDBPyConnection, table: Table) -> _JsonLines:
    """Loads the lines by DuckDB; the odd ones go through Python. Raises ValueError, and duckdb.Error, if that fails."""
    name = table.name
    files = ", ".join(literal(str(file.path)) for file in table.files)
    con.execute(f"""CREATE TEMP TABLE {name}_lines AS FROM read_csv([{files}],
        columns = {{line: 'VARCHAR'}}, delim = '\1', quote = '', escape = '', nullstr = '\2',
        header = false, auto_detect = false, strict_mode = false, buffer_size = 8_000_000)""")
    starts = list(accumulate((file.traits.lines for file in table.files), initial=0))
    if con.execute(f"SELECT count(*) FROM {name}_lines").fetchall()[0][0] != starts[-1]:
        raise duckdb.InvalidInputException("DuckDB counts other lines")
    shapes = _shapes(con, f"{name}_lines")
    present = set(chain.from_iterable(shapes))
    keys = _declared_keys(table) or Keys(sorted(present), None)
    odd = _odd_lines(con, f"{name}_lines", shapes, keys)
    rows = _JsonLines(name, keys, present, starts, bool(odd))
    if odd:
        con.execute(f"CREATE TEMP TABLE {name}_odd AS SELECT unnest($1::BIGINT[])", [[rowid for rowid, _ in odd]])
        read = rows_of_objects(table, (_line_at(rowid, text, starts) for rowid, text in odd), keys, present)
        create_table(con, f"{name}_more", len(keys.read), read)
    _note_nested(con, table, rows, sorted(present - set(keys.read)))
    return rows


def _line_at(rowid: int, text: str, starts: Sequence[int]) -> Line:
    """Returns the line that is number `rowid`, from 0, of all parts, which begin at these numbers."""
    part = max(n for n, start in enumerate(starts[:-1]) if start <= rowid)
    return Line(rowid + 2, part, rowid + 1 - starts[part], text)


def _shapes(con: duckdb.DuckDBPyConnection, lines: str) -> list[tuple[str, ...]]:
    """Returns the lists of keys that the objects have, each once; an empty one for lines that are no objects."""
    distinct = f"SELECT {{0}} FROM (SELECT any_value(line) AS line FROM {lines} GROUP BY ({{0}})::VARCHAR)"  # texts are hashed sooner
    try:
        found = con.execute(distinct.format("json_keys(line)")).fetchall()
    except duckdb.Error:
        found = con.execute(distinct.format(_KEYS_OF_VALID)).fetchall()
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


def _record_and_cells(names: list[str], all_names: set[str]) -> tuple[str, list[str]]:
    """Returns SQL for a line's record, and for each cell from it; by a struct if DuckDB can tell all names apart."""
    if len({name.lower() for name in all_names}) == len(all_names) and all(names) and names:
        shape = json.dumps(dict.fromkeys(names, "JSON"), ensure_ascii=False)
        return f"from_json(line, {literal(shape)})", [f"record[{literal(name)}]::VARCHAR" for name in names]
    pointers = ", ".join(literal(_pointer(name)) for name in names)
    picked = [f"nullif(record[{n}]::VARCHAR, 'null')" for n in range(1, len(names) + 1)]
    return f"json_extract(line, [{pointers}]::VARCHAR[])", picked


def _pointer(name: str) -> str:
    """Returns the JSON Pointer of a member."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _note_nested(con: duckdb.DuckDBPyConnection, table: Table, rows: _JsonLines, extra: Iterable[str]) -> None:
    """Adds a problem for each value of a key that is not read in which an object has a key twice."""
    part, number = _part_and_number(rows.starts)
    for key in extra:
        cell = f"json_extract(line, {literal(_pointer(key))})::VARCHAR AS cell"
        cells = f"SELECT rowid + 2 AS row, {part} AS part, {number} AS line, {cell} FROM {rows.name}_lines{rows.usual}"
        nested = "starts_with(cell, '{') OR starts_with(cell, '[') AND contains(cell, '{')"
        found = con.execute(f"SELECT DISTINCT cell FROM ({cells}) WHERE {nested}").fetchall()
        note_repeated(con, table, cells, {cell: value_and_repeated(cell)[1] for (cell,) in found})


def note_repeated(con: duckdb.DuckDBPyConnection, table: Table, cells: str, repeated: Mapping[str, list[str]]) -> None:
    """Adds a problem for each key that an object in a cell has twice, given these by cell; `cells`: SQL for row, part, line, cell."""
    bad = {cell: names for cell, names in repeated.items() if names}
    if not bad:
        return
    found = con.execute(f"FROM ({cells}) WHERE list_contains($1::VARCHAR[], cell)", [list(bad)]).fetchall()
    for row, part, line, cell in found:
        at = Line(row, part, line, "")
        table.problems += [line_problem(table, at, "json-duplicate", name) for name in bad[cell]]


def _part_and_number(starts: Sequence[int]) -> tuple[str, str]:
    """Returns SQL for the part that a line is in, and for its number there from 1, by its number in all parts."""
    part, number = "0", "rowid + 1"
    for index, start in enumerate(starts[1:-1], 1):
        part = f"CASE WHEN rowid >= {start} THEN {index} ELSE {part} END"
        number = f"CASE WHEN rowid >= {start} THEN rowid + 1 - {start} ELSE {number} END"
    return part, number
