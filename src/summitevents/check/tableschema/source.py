"""The files of a resource → one table of cells in DuckDB, as frictionless-py would number its rows.

Every table has the columns row, part, line, width and c1, c2, …: `width` is how many cells the row has, or NULL where it
has them all. Plain files are read by DuckDB itself; what it might read otherwise than Python does goes through Python.
"""

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

import duckdb

from summitevents.check.tableschema import header
from summitevents.check.tableschema.descriptor import Resource, Schema
from summitevents.check.tableschema.plain import Plain, look
from summitevents.check.tableschema.problem import Problem
from summitevents.check.tableschema.sure import literal

SAMPLE = 100
"""How many rows tell where the header is, and how many lines how a CSV file without a dialect is written."""
Row = tuple[int, int, int, int | None, Sequence[str | None]]
"""Row, part, line, width, cells."""
_GLOB = set("*?[]{}")


@dataclass(slots=True)
class Table:
    """A table of cells, and what was found wrong while it was read."""

    resource: Resource
    name: str
    json: bool
    fields: list[Mapping[str, Any]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    delimiter: str = ","
    quote: str = '"'
    problems: list[Problem] = field(default_factory=list)


def load(con: duckdb.DuckDBPyConnection, resource: Resource, name: str) -> Table:
    """Reads a resource into the table `name` of `con`. Raises OSError where a file cannot be read."""
    table = Table(resource, name, resource.format == "jsonl")
    quote = b"" if table.json else b'"'
    looks = [look(resource.folder / path, quote) for path in resource.paths]
    (_load_jsonl if table.json else _load_csv)(con, table, looks)
    return table


def lines(resource: Resource) -> dict[int, tuple[int, int]]:
    """Where each row stands, as part and line: for who knows rows alone."""
    if resource.format == "jsonl":
        return {row: (part, line) for row, part, line, _ in _numbered(resource)}
    with _opened(resource, 0) as file:
        dialect = _python_dialect(resource, list(islice(file, SAMPLE)))
    header_rows = [] if resource.dialect.get("header") is False else [1]
    return {row: (part, line) for row, part, line, _ in _all_rows(resource, dialect, header_rows, [])}


def texts(resource: Resource, part: int, wanted: set[int]) -> Iterator[tuple[int, str]]:
    """Lines of a file by their numbers, as they stand."""
    with _opened(resource, part) as file:
        for number, text in enumerate(file, 1):
            if number in wanted:
                yield number, text.rstrip("\r\n")


def rows_into(con: duckdb.DuckDBPyConnection, name: str, width: int, rows: Iterable[Row]) -> None:
    """Puts rows that Python has read into the table `name`, by way of a file."""
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", newline="\n", delete=False) as file:
        try:
            for row, part, line, cells, values in rows:
                file.write(encode([row, part, line, cells, *values[:width]]) + "\n")
            file.close()
            columns = "".join(f", l[{4 + n}] AS c{n}" for n in range(1, width + 1))
            con.execute(f"""CREATE TABLE {name} AS
                SELECT l[1]::BIGINT AS row, l[2]::INT AS part, l[3]::BIGINT AS line, l[4]::INT AS width{columns}
                FROM (SELECT json AS l FROM read_json({literal(file.name)}, columns = {{json: 'VARCHAR[]'}},
                    format = 'newline_delimited', records = 'false', maximum_object_size = 1000000000))""")
        finally:
            Path(file.name).unlink(missing_ok=True)


def _named(table: Table, labels: list[str], first: Sequence[Any] | None, row: int) -> None:
    """Pairs labels with fields; a table that has neither labels nor rows is empty."""
    name, schema = table.resource.name, table.resource.schema
    table.labels = labels
    if not labels and first is None:
        table.problems.append(Problem(name, "source-error", note="it is empty"))
    if schema is None:
        labels = labels or [f"field{n}" for n in range(1, len(first or ()) + 1)]
        table.fields, _ = header.match(labels, Schema(match="subset"), False)
        return
    table.fields, wrong = header.match(labels, schema, table.resource.dialect.get("headerCase") is False)
    line = None if table.json else row
    for code, label_field, label, note in wrong:
        number = labels.index(label) + 1 if label in labels else 0
        number = number if code != "duplicate-label" else len(labels) - labels[::-1].index(label)
        table.problems.append(Problem(name, code, None, label_field, label, note, 0, line, number))


# -- CSV


def _load_csv(con: duckdb.DuckDBPyConnection, table: Table, looks: list[Plain]) -> None:
    resource = table.resource
    for part, (path, seen) in enumerate(zip(resource.paths, looks, strict=True)):
        if not seen.utf8 and resource.encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig"):
            table.problems += _undecoded(resource, part, resource.folder / path)
    with _opened(resource, 0) as file:
        dialect = _python_dialect(resource, list(islice(file, SAMPLE)))
    table.delimiter, table.quote = dialect.delimiter, dialect.quotechar or ""
    with _opened(resource, 0) as file:
        try:
            sample = list(islice(csv.reader(file, dialect), SAMPLE))
        except csv.Error:
            sample = []
    header_rows = _header_rows(resource.dialect, sample)
    labels = _labels(resource.dialect, sample, header_rows)
    content = list(islice((cells for n, cells in _content(resource.dialect, enumerate(sample, 1), header_rows)), 1))
    _named(table, labels, content[0] if content else None, header_rows[-1] if header_rows else 1)
    width = len(table.fields)
    if _is_simple(resource, dialect, looks, header_rows) and sample and len(sample[0]) == width:
        try:
            return _read_csv(con, table, dialect, looks, bool(header_rows))
        except duckdb.Error:
            con.execute(f"DROP TABLE IF EXISTS {table.name}")
    rows = _csv_rows(resource, dialect, header_rows, width, table.problems)
    return rows_into(con, table.name, width, rows)


def _undecoded(resource: Resource, part: int, path: Path) -> Iterator[Problem]:
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            try:
                raw.decode()
            except UnicodeDecodeError as error:
                column = len(raw[: error.start].decode()) + 1
                note = f"byte 0x{raw[error.start]:02x} is not UTF-8"
                yield Problem(resource.name, "encoding-error", None, "", None, note, part, number, 0, column)


@contextmanager
def _opened(resource: Resource, part: int) -> Iterator[IO[str]]:
    encoding = resource.encoding.lower().replace("_", "-")
    encoding = "utf-8-sig" if encoding in ("utf-8", "utf8") else encoding
    newline = None if resource.format in ("tsv", "jsonl") else ""
    path = resource.folder / resource.paths[part]
    with path.open(encoding=encoding, errors="replace", newline=newline) as file:
        yield file


def _python_dialect(resource: Resource, sample: list[str]) -> type[csv.Dialect]:
    """The dialect for Python's reader: what is declared, and what Python's sniffer says of the rest."""
    told = resource.dialect
    delimiter = told.get("delimiter") or ("\t" if resource.format == "tsv" else None)
    try:
        sniffed: type[csv.Dialect] = csv.Sniffer().sniff("".join(sample), delimiter or ",\t;|")
    except csv.Error:
        sniffed = csv.excel
    quote = told.get("quoteChar", '"' if sniffed.quotechar == "'" else sniffed.quotechar)
    escape = told.get("escapeChar") or sniffed.escapechar

    class Found(csv.excel):
        pass

    Found.delimiter = delimiter or sniffed.delimiter
    Found.quotechar = quote or None
    Found.quoting = csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE
    Found.escapechar = escape
    Found.doublequote = bool(told.get("doubleQuote", True)) if escape else True
    Found.skipinitialspace = bool(told.get("skipInitialSpace", sniffed.skipinitialspace))
    csv.field_size_limit(2**31 - 1)
    return Found


def _header_rows(told: Mapping[str, Any], sample: list[list[str]]) -> list[int]:
    """The rows that hold the labels; where nothing is declared, the first that is about as wide as the others."""
    if told.get("header") is False:
        return []
    if "headerRows" in told:
        return [int(row) for row in told["headerRows"]]
    if "header" in told or not sample:
        return [1]
    width = round(sum(map(len, sample)) / len(sample))
    drift = max(round(width * 0.1), 1)
    kept = (row for row, cells in enumerate(sample, 1) if _is_kept(told, row, cells))
    return [next((row for row in kept if abs(len(sample[row - 1]) - width) <= drift), 1)]


def _is_kept(told: Mapping[str, Any], row: int, cells: list[str]) -> bool:
    mark = told.get("commentChar")
    return not (mark and cells and cells[0].startswith(mark)) and row not in told.get("commentRows", ())


def _labels(told: Mapping[str, Any], sample: list[list[str]], rows: list[int]) -> list[str]:
    """The labels; where they stand in several rows, joined, but for a text that stands twice in one column."""
    labels: list[str] = []
    before: dict[int, str] = {}
    for row, cells in enumerate(sample[: rows[-1] if rows else 0], 1):
        if row not in rows or not _is_kept(told, row, cells):
            continue
        for column, cell in enumerate(map(str.strip, cells)):
            if before.get(column) == cell:
                continue
            before[column] = cell
            if len(labels) <= column:
                labels.append(cell)
            else:
                labels[column] = told.get("headerJoin", " ").join([labels[column], cell])
    return labels


def _content(told: Mapping[str, Any], rows: Iterable[Any], header_rows: list[int]) -> Iterator[Any]:
    """Of rows that begin with their number and end with their cells, those that are neither labels nor comments."""
    for found in rows:
        row, cells = found[0], found[-1]
        past = row > (header_rows[-1] if header_rows else 0)
        if past and _is_kept(told, row, cells) and not (told.get("skipBlankRows") and not any(cells)):
            yield found


def _csv_rows(
    resource: Resource, dialect: type[csv.Dialect], header_rows: list[int], width: int, problems: list[Problem]
) -> Iterator[Row]:
    numbered = _all_rows(resource, dialect, header_rows, problems)
    for row, part, line, cells in _content(resource.dialect, numbered, header_rows):
        yield row, part, line, None if len(cells) == width else len(cells), cells


def _all_rows(
    resource: Resource, dialect: type[csv.Dialect], header_rows: list[int], problems: list[Problem]
) -> Iterator[tuple[int, int, int, list[str]]]:
    """Row, part, line and cells of every row of all files; the labels of the first file stand for all."""
    row = 0
    for part in range(len(resource.paths)):
        with _opened(resource, part) as file:
            skipped = bool(header_rows) and part > 0 and next(file, None) is not None
            reader = csv.reader(file, dialect)
            line = 1 + skipped
            try:
                for cells in reader:
                    row += 1
                    yield row, part, line, cells
                    line = reader.line_num + 1 + skipped
            except csv.Error as error:
                problems.append(Problem(resource.name, "source-error", None, "", None, str(error), part, line))


def _is_simple(resource: Resource, dialect: type[csv.Dialect], looks: list[Plain], header_rows: list[int]) -> bool:
    told = resource.dialect
    usual = header_rows in ([], [1]) and not told.get("commentChar") and not told.get("commentRows")
    usual = usual and resource.format == "csv" and not told.get("skipBlankRows")
    usual = usual and resource.encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig")
    usual = usual and not dialect.escapechar and not dialect.skipinitialspace
    usual = usual and dialect.delimiter not in " \r\n" and (dialect.quotechar or '"') == '"'
    plain = all(seen.plain and not (seen.quotes and (seen.spaced or not dialect.quotechar)) for seen in looks)
    return usual and plain and not any(_GLOB & set(str(resource.folder / path)) for path in resource.paths)


def _read_csv(
    con: duckdb.DuckDBPyConnection, table: Table, dialect: type[csv.Dialect], looks: list[Plain], labelled: bool
) -> None:
    """DuckDB reads the files. Raises duckdb.Error where a row has another width, or lines and rows do not agree."""
    resource, width = table.resource, len(table.fields)
    columns = ", ".join(f"c{n}: 'VARCHAR'" for n in range(1, width + 1))
    selects, before = [], 0
    for part, (path, seen) in enumerate(zip(resource.paths, looks, strict=True)):
        quote = '"' if seen.quotes else ""
        name = f"{table.name}_{part}"
        con.execute(f"""CREATE OR REPLACE TABLE {name} AS FROM read_csv({literal(str(resource.folder / path))},
            columns = {{{columns}}}, delim = {literal(dialect.delimiter)}, quote = '{quote}', escape = '{quote}',
            nullstr = '\2', header = false, auto_detect = false, strict_mode = true)""")
        rows = con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
        if rows != seen.lines:
            raise duckdb.InvalidInputException("a row of several lines")
        start = 1 if labelled else 0
        offset = before - (start if part else 0)
        selects.append(f"""SELECT rowid + {1 + offset} AS row, {part} AS part, rowid + 1 AS line, NULL::INT AS width,
            * FROM {name} WHERE rowid >= {start}""")
        before = offset + rows
    con.execute(f"CREATE VIEW {table.name} AS {' UNION ALL '.join(selects)}")


# -- JSON Lines


def _load_jsonl(con: duckdb.DuckDBPyConnection, table: Table, looks: list[Plain]) -> None:
    resource = table.resource
    for part, seen in enumerate(looks):
        if not seen.utf8:
            table.problems += _undecoded(resource, part, resource.folder / resource.paths[part])
    first = _first(resource)
    listed = isinstance(first, list)
    labels = [str(label).strip() for label in first] if isinstance(first, list) else _keys(resource, first)
    _named(table, labels, None if first is None else labels, 1)
    names = None if listed else _keys(resource, first)
    plain = all(seen.plain and not seen.crlf for seen in looks)
    plain = plain and not any(_GLOB & set(str(resource.folder / path)) for path in resource.paths)
    if plain and names:
        try:
            return _read_jsonl(con, table, looks, names)
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
        with _opened(resource, part) as file:
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


def _read_jsonl(con: duckdb.DuckDBPyConnection, table: Table, looks: list[Plain], names: list[str]) -> None:
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
