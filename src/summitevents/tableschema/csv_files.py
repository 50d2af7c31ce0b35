"""CSV and TSV files → a table of cells. A plain file is read by DuckDB, any other by Python's csv, as frictionless does."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import duckdb

from summitevents.standards.sql_quoting import literal
from summitevents.tableschema.descriptor import Resource
from summitevents.tableschema.problem import Problem
from summitevents.tableschema.sniff import Plain
from summitevents.tableschema.table import GLOB, Row, Table, name_columns, opened, rows_into, undecoded

SAMPLE = 100
"""How many rows tell where the header is, and how many lines how a CSV file without a dialect is written."""


def load(con: duckdb.DuckDBPyConnection, table: Table, looks: list[Plain]) -> None:
    """Reads the files of a resource; `looks` says what their bytes are like."""
    resource = table.resource
    for part, (path, seen) in enumerate(zip(resource.paths, looks, strict=True)):
        if not seen.utf8 and resource.encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig"):
            table.problems += undecoded(resource, part, resource.folder / path)
    with opened(resource, 0) as file:
        dialect = _python_dialect(resource, list(islice(file, SAMPLE)))
    table.delimiter, table.quote = dialect.delimiter, dialect.quotechar or ""
    with opened(resource, 0) as file:
        try:
            sample = list(islice(csv.reader(file, dialect), SAMPLE))
        except csv.Error:
            sample = []
    header_rows = _header_rows(resource.dialect, sample)
    labels = _labels(resource.dialect, sample, header_rows)
    content = list(islice((cells for n, cells in _content(resource.dialect, enumerate(sample, 1), header_rows)), 1))
    name_columns(table, labels, content[0] if content else None, header_rows[-1] if header_rows else 1)
    width = len(table.fields)
    if _is_simple(resource, dialect, looks, header_rows) and sample and len(sample[0]) == width:
        try:
            return _read(con, table, dialect, looks, bool(header_rows))
        except duckdb.Error:
            con.execute(f"DROP TABLE IF EXISTS {table.name}")
    rows = _csv_rows(resource, dialect, header_rows, width, table.problems)
    return rows_into(con, table.name, width, rows)


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
        with opened(resource, part) as file:
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
    return usual and plain and not any(GLOB & set(str(resource.folder / path)) for path in resource.paths)


def _read(
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


def lines(resource: Resource) -> dict[int, tuple[int, int]]:
    """Part and line of every row."""
    with opened(resource, 0) as file:
        dialect = _python_dialect(resource, list(islice(file, SAMPLE)))
    header_rows = [] if resource.dialect.get("header") is False else [1]
    return {row: (part, line) for row, part, line, _ in _all_rows(resource, dialect, header_rows, [])}
