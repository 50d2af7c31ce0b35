"""CSV and TSV files → a table of cells. DuckDB reads plain files, Python's csv the others, as frictionless does."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

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

_SAMPLE = 100
"""How many rows decide where the header is, and how many lines the dialect of a file that declares none."""

_Place = tuple[int, int, int, list[str]]
"""Row, part, line, cells."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the files of a resource are read: Python's dialect, and the numbers of the rows that hold the labels."""

    resource: Resource
    dialect: type[csv.Dialect]
    header_rows: list[int]

    def is_content(self, row: int, cells: list[str]) -> bool:
        """Returns whether a row holds neither labels nor a comment."""
        declared = self.resource.dialect
        past_header = row > (self.header_rows[-1] if self.header_rows else 0)
        return past_header and _is_kept(declared, row, cells) and not (declared.get("skipBlankRows") and not any(cells))


def load_csv(con: duckdb.DuckDBPyConnection, table: Table, traits: list[FileTraits]) -> None:
    """Reads the files of a resource into its table; `traits` are those of the files."""
    resource = table.resource
    for part, found in enumerate(traits):
        if not found.utf8 and resource.is_utf8:
            table.problems += undecodable_lines(resource, part)
    dialect = _python_dialect(resource)
    table.delimiter, table.quote = dialect.delimiter, dialect.quotechar or ""
    with open_text(resource, 0) as file:
        try:
            sample = list(islice(csv.reader(file, dialect), _SAMPLE))
        except csv.Error:
            sample = []
    layout = _Layout(resource, dialect, _header_rows(resource.dialect, sample))
    labels = _labels(resource.dialect, sample, layout.header_rows)
    first = next((cells for row, cells in enumerate(sample, 1) if layout.is_content(row, cells)), None)
    define_columns(table, labels, first, layout.header_rows[-1] if layout.header_rows else 1)
    if _is_simple(layout, traits) and sample and len(sample[0]) == len(table.columns):
        try:
            return _load_in_duckdb(con, table, layout, traits)
        except duckdb.Error:
            con.execute(f"DROP TABLE IF EXISTS {table.name}")
    return create_table(con, table.name, len(table.columns), _content_rows(layout, table))


def csv_row_places(resource: Resource) -> dict[int, tuple[int, int]]:
    """Returns part and line of every row, for reports that only have rows."""
    header_rows = [] if resource.dialect.get("header") is False else [1]
    layout = _Layout(resource, _python_dialect(resource), header_rows)
    return {row: (part, line) for row, part, line, _ in _all_rows(layout, [])}


# ---- Dialect and labels ----------------------------------------------------------------------------------------------


def _python_dialect(resource: Resource) -> type[csv.Dialect]:
    """Returns the dialect for Python's reader: what is declared, and for the rest what Python's sniffer says."""
    declared = resource.dialect
    delimiter = declared.get("delimiter") or ("\t" if resource.format == "tsv" else None)
    with open_text(resource, 0) as file:
        sample = "".join(islice(file, _SAMPLE))
    try:
        sniffed: type[csv.Dialect] = csv.Sniffer().sniff(sample, delimiter or ",\t;|")
    except csv.Error:
        sniffed = csv.excel
    quote = declared.get("quoteChar", '"' if sniffed.quotechar == "'" else sniffed.quotechar)
    escape = declared.get("escapeChar") or sniffed.escapechar

    class Dialect(csv.excel):
        pass

    Dialect.delimiter = delimiter or sniffed.delimiter
    Dialect.quotechar = quote or None
    Dialect.quoting = csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE
    Dialect.escapechar = escape
    Dialect.doublequote = bool(declared.get("doubleQuote", True)) if escape else True
    Dialect.skipinitialspace = bool(declared.get("skipInitialSpace", sniffed.skipinitialspace))
    csv.field_size_limit(2**31 - 1)
    return Dialect


def _header_rows(declared: Mapping[str, Any], sample: list[list[str]]) -> list[int]:
    """Returns the rows that hold the labels; if none are declared, the first that is about as wide as the others."""
    if declared.get("header") is False:
        return []
    if "headerRows" in declared:
        return [int(row) for row in declared["headerRows"]]
    if "header" in declared or not sample:
        return [1]
    width = round(sum(map(len, sample)) / len(sample))
    drift = max(round(width * 0.1), 1)
    kept = (row for row, cells in enumerate(sample, 1) if _is_kept(declared, row, cells))
    return [next((row for row in kept if abs(len(sample[row - 1]) - width) <= drift), 1)]


def _is_kept(declared: Mapping[str, Any], row: int, cells: list[str]) -> bool:
    """Returns whether a row is no comment."""
    mark = declared.get("commentChar")
    return not (mark and cells and cells[0].startswith(mark)) and row not in declared.get("commentRows", ())


def _labels(declared: Mapping[str, Any], sample: list[list[str]], header_rows: list[int]) -> list[str]:
    """Returns the labels. Labels in several rows are joined; a text that repeats the one above it is left out."""
    labels: list[str] = []
    above: dict[int, str] = {}
    for row, cells in enumerate(sample[: header_rows[-1] if header_rows else 0], 1):
        if row not in header_rows or not _is_kept(declared, row, cells):
            continue
        for column, cell in enumerate(map(str.strip, cells)):
            if above.get(column) == cell:
                continue
            above[column] = cell
            if len(labels) <= column:
                labels.append(cell)
            else:
                labels[column] = declared.get("headerJoin", " ").join([labels[column], cell])
    return labels


# ---- Python reads ----------------------------------------------------------------------------------------------------


def _content_rows(layout: _Layout, table: Table) -> Iterator[CellRow]:
    """Yields the rows of the table; what cannot be read becomes a problem of it."""
    width = len(table.columns)
    for row, part, line, cells in _all_rows(layout, table.problems):
        if layout.is_content(row, cells):
            yield row, part, line, None if len(cells) == width else len(cells), cells


def _all_rows(layout: _Layout, problems: list[Problem]) -> Iterator[_Place]:
    """Yields every row of all files. Later files have the labels of the first once more, and these are skipped."""
    resource, row = layout.resource, 0
    for part in range(len(resource.paths)):
        with open_text(resource, part) as file:
            skipped = bool(layout.header_rows) and part > 0 and next(file, None) is not None
            reader = csv.reader(file, layout.dialect)
            line = 1 + skipped
            try:
                for cells in reader:
                    row += 1
                    yield row, part, line, cells
                    line = reader.line_num + 1 + skipped
            except csv.Error as error:
                problems.append(Problem(resource.name, "source-error", None, "", None, str(error), part, line))


# ---- DuckDB reads ----------------------------------------------------------------------------------------------------


def _is_simple(layout: _Layout, traits: list[FileTraits]) -> bool:
    """Returns whether DuckDB reads the files exactly as Python would."""
    resource, dialect, declared = layout.resource, layout.dialect, layout.resource.dialect
    plain = all(
        found.plain and not (found.quotes and (found.quote_beside_blank or not dialect.quotechar)) for found in traits
    )
    return (
        plain
        and resource.format == "csv"
        and resource.is_utf8
        and layout.header_rows in ([], [1])
        and not any(declared.get(key) for key in ("commentChar", "commentRows", "skipBlankRows"))
        and not dialect.escapechar
        and not dialect.skipinitialspace
        and dialect.delimiter not in " \r\n"
        and (dialect.quotechar or '"') == '"'
        and not any(is_glob(resource.folder / path) for path in resource.paths)
    )


def _load_in_duckdb(con: duckdb.DuckDBPyConnection, table: Table, layout: _Layout, traits: list[FileTraits]) -> None:
    """Loads the files by DuckDB. Raises duckdb.Error if a row has another width or goes over several lines."""
    columns = ", ".join(f"{column.name}: 'VARCHAR'" for column in table.columns)
    header = len(layout.header_rows)
    selects, before = [], 0
    for part, (path, found) in enumerate(zip(table.paths(), traits, strict=True)):
        quote = '"' if found.quotes else ""
        name = f"{table.name}_{part}"
        con.execute(f"""CREATE OR REPLACE TABLE {name} AS FROM read_csv({literal(str(path))},
            columns = {{{columns}}}, delim = {literal(layout.dialect.delimiter)}, quote = '{quote}', escape = '{quote}',
            nullstr = '\2', header = false, auto_detect = false, strict_mode = true)""")
        rows = con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
        if rows != found.lines:
            raise duckdb.InvalidInputException("a row of several lines")
        offset = before - (header if part else 0)  # only the first file's labels count as a row
        selects.append(f"""SELECT rowid + {1 + offset} AS row, {part} AS part, rowid + 1 AS line, NULL::INT AS width,
            * FROM {name} WHERE rowid >= {header}""")
        before = offset + rows
    con.execute(f"CREATE VIEW {table.name} AS {' UNION ALL '.join(selects)}")
