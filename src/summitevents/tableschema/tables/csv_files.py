"""CSV and TSV files → a table of cells. DuckDB reads plain files, Python's csv the others.

Files in parts are read as one (Data Resource, Multiple Files): a later part whose first row has the labels again loses
it, and one that has other labels there is a problem.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, zip_longest

import duckdb

from summitevents.standards.sql_quoting import literal
from summitevents.tableschema.dialect import Dialect
from summitevents.tableschema.problem import Problem
from summitevents.tableschema.tables.csv_rows import Fault, Row, read_rows
from summitevents.tableschema.tables.rows import Rows, stored
from summitevents.tableschema.tables.table import CellRow, Column, Table, define_columns, is_glob, normalizer
from summitevents.tableschema.tables.text_files import TextFile
from summitevents.tableschema.values.cells import cells_checker

_SAMPLE = 100
"""How many rows are read in advance for the labels and the width."""
_OTHER_DELIMITERS = {";": "“;”", "\t": "a tab", "|": "“|”"}


@dataclass(frozen=True, slots=True)
class _Start:
    """How a file begins: its labels, the last of the rows that they stand in (0 if there are none), and some rows."""

    labels: list[str]
    header_row: int
    rows: list[Row]


def csv_rows(con: duckdb.DuckDBPyConnection, table: Table, by_duckdb: bool) -> Rows:
    """Gives the table its columns and returns its rows, which DuckDB reads if it may and can."""
    dialect = table.resource.dialect
    starts = [_start(file, table) for file in table.files]
    start = starts[0]
    first = next((cells for n, (_, cells) in enumerate(start.rows, 1) if _is_content(dialect, start, n, cells)), None)
    line = start.rows[start.header_row - 1][0] if 0 < start.header_row <= len(start.rows) else 1
    define_columns(table, start.labels, first, line, _hint(start, table))
    skipped = [start.header_row, *(_rows_of_labels(table, part, starts) for part in range(1, len(starts)))]
    if by_duckdb and start.rows and len(start.rows[0][1]) == len(table.columns) and _is_simple(table, skipped):
        return _CsvFiles(table, skipped)
    rows = stored(con, table, len(table.columns), _content_rows(table, skipped))
    if any(problem.code == "source-error" and problem.line for problem in table.problems):  # then it is not empty
        table.problems = [one for one in table.problems if one.code != "source-error" or one.line]
    return rows


def csv_row_places(table: Table) -> dict[int, tuple[int, int]]:
    """Returns part and line of every row, for reports that only have rows."""
    skipped = [0, *[int(table.resource.dialect.header)] * (len(table.files) - 1)]
    return {row: (part, line) for row, part, line, _ in _all_rows(table, skipped, _ignore)}


def delimiter_of(table: Table) -> str:
    """Returns the delimiter: as declared, else a comma, or the tab that gives TSV its name."""
    return table.resource.dialect.delimiter or ("\t" if table.resource.format == "tsv" else ",")


# ---- Labels ----------------------------------------------------------------------------------------------------------


def _start(file: TextFile, table: Table) -> _Start:
    dialect = table.resource.dialect
    most = max(_SAMPLE, *(dialect.header_rows or ()), 0)
    with file.open() as text:
        rows = list(islice(read_rows(text, dialect, delimiter_of(table), _ignore), most))
    numbers = list(dialect.header_rows or ()) if dialect.header else []
    if dialect.header and dialect.header_rows is None:  # the first row, comments and blank lines aside
        kept = (n for n, (_, cells) in enumerate(rows, 1) if cells and _is_kept(dialect, n, cells))
        numbers = [next(kept, 1)]
    return _Start(_labels(dialect, rows, numbers), numbers[-1] if numbers else 0, rows)


def _ignore(line: int, note: str) -> None:
    pass


def _labels(dialect: Dialect, rows: Sequence[Row], numbers: list[int]) -> list[str]:
    """Returns the labels. Labels in several rows are joined; a text that repeats the one above it is left out.

    The last cell of an upper row stands above all columns to its right (Table Dialect, headerRows, the example).
    """
    kept = [cells for n, (_, cells) in enumerate(rows, 1) if cells and n in numbers and _is_kept(dialect, n, cells)]
    labels = []
    for column in range(max(map(len, kept), default=0)):
        above = [cells[min(column, len(cells) - 1)] for cells in kept[:-1]]
        stacked = above + kept[-1][column : column + 1]
        labels.append(dialect.header_join.join(text for text, _ in groupby(stacked)))
    return labels


def _is_kept(dialect: Dialect, row: int, cells: list[str]) -> bool:
    """Returns whether a row is no comment."""
    mark = dialect.comment_char
    return not (mark and cells and cells[0].startswith(mark)) and row not in dialect.comment_rows


def _is_content(dialect: Dialect, start: _Start, row: int, cells: list[str]) -> bool:
    """Returns whether a row of the first file is one of the table."""
    return row > start.header_row and _is_row(dialect, row, cells)


def _is_row(dialect: Dialect, row: int, cells: list[str]) -> bool:
    return _is_kept(dialect, row, cells) and not (dialect.skip_blank_rows and not any(cells))


def _hint(start: _Start, table: Table) -> str:
    """Returns a delimiter that would give the labels the names of fields, in words; nothing is read by it."""
    names = {one["name"] for one in table.schema.fields}
    if table.resource.dialect.delimiter or len(start.labels) != 1:
        return ""
    for delimiter, shown in _OTHER_DELIMITERS.items():
        parts = [part.strip('"') for part in start.labels[0].split(delimiter)]
        if len(parts) > 1 and names.issuperset(parts):
            return f"if the delimiter is {shown}, declare it in the dialect; it is a comma otherwise"
    return ""


def _rows_of_labels(table: Table, part: int, starts: Sequence[_Start]) -> int:
    """Returns how many rows of a later part hold labels; labels that are not those of the first part are problems."""
    first, own = starts[0], starts[part]
    normalize = normalizer(table)
    wanted, found = ([normalize(label) for label in start.labels] for start in (first, own))
    if not first.header_row or not own.rows or not own.labels:
        return 0
    if wanted == found:
        return own.header_row
    alike = sum(label in wanted for label in found if label)
    if sorted(wanted) != sorted(found) and 2 * alike <= len(found) and not _can_only_be_labels(table, own, first):
        return 0  # a row like others
    line = own.rows[own.header_row - 1][0]
    note = f"the columns of {table.resource.paths[0]} stand in another order, or have other labels"
    for number, (label, other) in enumerate(zip_longest(own.labels, first.labels), 1):
        if label is None or other is None or normalize(label) != normalize(other):
            code = "missing-label" if label is None else "extra-label" if other is None else "incorrect-label"
            at = 0 if label is None else number
            table.problems.append(Problem(table.resource.name, code, None, other or "", label, note, part, line, at))
    return own.header_row


def _can_only_be_labels(table: Table, own: _Start, first: _Start) -> bool:
    """Returns whether no cell of a part's first row is of its field's type, or one that is not is its column's label."""
    fits = []
    for column, cell, label in zip(table.columns, own.rows[0][1], first.labels, strict=False):
        wrong = bool(cell) and "type" in cells_checker({**column.field, "constraints": {}})([cell])[0].failed
        if wrong and cell.strip().casefold() == label.strip().casefold():
            return True
        fits += [not wrong] if cell else []
    return bool(fits) and not any(fits)


# ---- Python reads ----------------------------------------------------------------------------------------------------


def _content_rows(table: Table, skipped: Sequence[int]) -> Iterator[CellRow]:
    """Yields the rows of the table; what cannot be read becomes a problem of it."""
    width, dialect, name = len(table.columns), table.resource.dialect, table.resource.name

    def fault(part: int, line: int, note: str) -> None:
        table.problems.append(Problem(name, "source-error", None, "", None, note, part, line))

    for row, part, line, cells in _all_rows(table, [0, *skipped[1:]], fault):
        if (part or row > skipped[0]) and _is_row(dialect, row, cells):
            yield row, part, line, None if len(cells) == width else len(cells), cells


def _all_rows(
    table: Table, skipped: Sequence[int], fault: Callable[..., None]
) -> Iterator[tuple[int, int, int, list[str]]]:
    """Yields row, part, line and cells of all files, but for so many rows at the beginning of each, which do not count."""
    row = 0
    for part, file in enumerate(table.files):
        report: Fault = fault if fault is _ignore else _with_part(fault, part)
        with file.open() as text:
            rows = read_rows(text, table.resource.dialect, delimiter_of(table), report)
            for line, cells in islice(rows, skipped[part], None):
                row += 1
                yield row, part, line, cells


def _with_part(fault: Callable[[int, int, str], None], part: int) -> Fault:
    return lambda line, note: fault(part, line, note)


# ---- DuckDB reads ----------------------------------------------------------------------------------------------------


def _is_simple(table: Table, skipped: Sequence[int]) -> bool:
    """Returns whether DuckDB reads the files exactly as Python would."""
    resource, dialect, delimiter = table.resource, table.resource.dialect, delimiter_of(table)
    return (
        all(file.traits.plain and not (file.traits.quotes and file.traits.quote_beside_blank) for file in table.files)
        and resource.format == "csv"
        and max(skipped) <= 1
        and not any((dialect.comment_char, dialect.comment_rows, dialect.skip_blank_rows, dialect.line_terminator))
        and not dialect.escape
        and not dialect.skip_initial_space
        and len(delimiter) == 1
        and delimiter != " "
        and dialect.quote == '"'
        and (dialect.double_quote or not any(file.traits.quotes for file in table.files))
        and not any(is_glob(file.path) for file in table.files)
    )


@dataclass(slots=True)
class _CsvFiles:
    """Rows that DuckDB reads; with `skipped` rows of labels in each file, one or none. It refuses rows of another width."""

    table: Table
    skipped: Sequence[int]
    uneven: bool = False
    kept: Sequence[Column] = ()

    @property
    def expected(self) -> int:
        """Returns the number of lines that are not labels: no row has several, and none is blank."""
        return sum(file.traits.lines for file in self.table.files) - sum(self.skipped)

    def doubts(self, con: duckdb.DuckDBPyConnection, columns: Sequence[Column], keys: Sequence[Column]) -> str:
        """Reads the files, and keeps the keys and, of each row that is not wholly cleared, which cells are not."""
        names = [f"d{n}" for n in range(1, len(columns) + 1)] or ["none"]
        cleared = " AND ".join(column.cleared for column in columns) or "true"
        each = ", ".join(f"{name}: {column.doubt()}" for name, column in zip(names, columns, strict=False)) or "none: 0"
        self._keep(con, keys, f"CASE WHEN {cleared} THEN NULL ELSE {{{each}}} END AS doubts")
        return f"SELECT count(*){''.join(f', bool_or(doubts.{name})' for name in names[: len(columns)])} FROM {self.table.name}"

    def keep(self, con: duckdb.DuckDBPyConnection, columns: Sequence[Column]) -> None:
        """Reads these columns again, unless they are kept."""
        if columns != self.kept:
            self._keep(con, columns)

    def _keep(self, con: duckdb.DuckDBPyConnection, columns: Sequence[Column], doubts: str = "NULL AS doubts") -> None:
        """Reads these columns into a table for each file, whose rows are numbered."""
        name, selects = self.table.name, list[str]()
        before = self.skipped[0]  # only the first file's labels count as a row
        listed = ", ".join([*dict.fromkeys(column.name for column in columns), doubts])
        for part, file in enumerate(self.table.files):
            con.execute(f"CREATE OR REPLACE TEMP TABLE {name}_{part} AS SELECT {listed} FROM {self._read(part)}")
            selects.append(f"""SELECT rowid + {before + 1} AS row, {part} AS part, rowid + {self.skipped[part] + 1} AS line,
                NULL::INT AS width, * FROM {name}_{part}""")
            before += file.traits.lines - self.skipped[part]
        con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {' UNION ALL '.join(selects)}")
        self.kept = [*columns]

    def _read(self, part: int) -> str:
        file = self.table.files[part]
        columns = ", ".join(f"{column.name}: 'VARCHAR'" for column in self.table.columns)
        quote = '"' if file.traits.quotes else ""
        return f"""read_csv({literal(str(file.path))}, columns = {{{columns}}}, delim = {literal(delimiter_of(self.table))},
            quote = '{quote}', escape = '{quote}', nullstr = '\2', header = {bool(self.skipped[part])}, auto_detect = false,
            strict_mode = true)"""
