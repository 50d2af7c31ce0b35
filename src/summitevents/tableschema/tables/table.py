"""A table of cells in DuckDB, its columns as SQL, and what CSV and JSON Lines files share on their way into it.

A table `t0` of two columns consists of:

| table | made by | columns |
| --- | --- | --- |
| t0 | rows.py, csv_files, jsonl_files | row, part, line, width, c1, c2: a cell is a text, of JSON in JSON Lines, NULL if missing |
| t0_r1, t0_r2 | engine | cell, failed, canonical, nan: what Python says of the cells of c1, c2 that SQL did not clear |
| t0_k0, t0_k1, … | keys | row, part, line, k1, k2: the canonical texts of a key |
| t0_0, t0_1, …; t0_lines, t0_odd, t0_more | csv_files; jsonl_files | rows and lines on their way into t0 |

Files that DuckDB reads have only those columns in t0 that something is asked of later; c1 is then that of the first key. Beside
them stands which cells of a row SQL does not clear: doubts in CSV; bits0, bits1, … in JSON Lines.

`row`, `part` and `line` are those of `Problem`. `width` is how many cells the row has, or NULL if it has one for each
column. `failed` lists "type" or names of constraints.
"""

import dataclasses
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from summitevents.standards.sql_quoting import literal
from summitevents.tableschema.descriptor import Resource
from summitevents.tableschema.problem import Problem
from summitevents.tableschema.schemas import Schema
from summitevents.tableschema.tables.header import Header
from summitevents.tableschema.tables.text_files import TextFile
from summitevents.tableschema.values import cells
from summitevents.tableschema.values.field_types import FALSE, TRUE

CellRow = tuple[int, int, int, int | None, Sequence[str | None]]
"""Row, part, line, width, cells: as in the table."""


@dataclasses.dataclass(slots=True)
class Column:
    """One column of a table: the field that it is checked against, and what is known of its cells so far."""

    name: str
    """In DuckDB: c1, c2, …"""
    field: Mapping[str, Any]
    missing_values: tuple[str, ...]
    is_json: bool
    cleared: str = "false"
    """SQL that is true only of cells that certainly pass."""
    results: str | None = None
    """The table of Python's results for the other cells, if there are any."""
    missing_cells: list[str] = dataclasses.field(default_factory=list)
    """Cells that Python found to stand for a missing value, beyond `missing_values`."""

    @property
    def required(self) -> bool:
        """Returns whether a missing value is an error."""
        return bool(self.field.get("constraints", {}).get("required"))

    @property
    def type(self) -> str:
        """Returns the field's type."""
        return str(self.field["type"])

    @property
    def kind(self) -> str:
        """Returns a short tag for the type: values of different kinds are never equal. m: the cells are of several kinds."""
        if self.type == "any":
            return "m" if self.is_json else "s"
        kinds = {"string": "s", "integer": "n", "number": "n", "year": "n", "boolean": "b"}
        return kinds.get(self.type, self.type[:2] + self.type[-1])

    @property
    def has_pattern(self) -> bool:
        """Returns whether the format is a pattern of strptime."""
        return str(self.field.get("format") or "default") not in ("default", "any")

    def doubt(self) -> str:
        """Returns SQL that is true if the cell is not cleared, else NULL. After WHEN, DuckDB looks no further than a row needs."""
        return f"CASE WHEN {self.cleared} THEN NULL ELSE true END"

    def true_words(self) -> list[str]:
        """Returns the texts for true. One that is also among those for false is false, as in field_types.py."""
        false = self.false_words()
        return [word for word in self.field.get("trueValues", TRUE) if word not in false]

    def false_words(self) -> list[str]:
        """Returns the texts for false."""
        return list(self.field.get("falseValues", FALSE))

    def is_missing(self) -> str:
        """Returns SQL that is true of cells that are missing or stand for a missing value."""
        texts = [*self._literals(self.missing_values), *map(literal, self.missing_cells)]
        among = f" OR {self.name} IN ({', '.join(texts)})" if texts else ""
        return f"({self.name} IS NULL{among})"

    def _literals(self, texts: Iterable[str]) -> list[str]:
        """Returns cells of these texts as SQL, without those that SQL cannot hold: they are no cells of DuckDB either."""
        found = []
        for text in texts:
            try:
                found.append(literal(json.dumps(text, ensure_ascii=False) if self.is_json else text))
            except ValueError:
                continue
        return found

    def text(self) -> str:
        """Returns SQL for the cell as text, if nothing in it is escaped; NULL if it is no string."""
        if not self.is_json:
            return self.name
        return (
            f"""CASE WHEN starts_with({self.name}, '"') THEN substring({self.name}, 2, length({self.name}) - 2) END"""
        )

    def length(self) -> str:
        """Returns SQL for how many characters the text of a string has, or is written with in JSON."""
        return f"length({self.name}) - 2" if self.is_json else f"length({self.name})"

    def size(self) -> str:
        """Returns SQL for how many bytes that takes: DuckDB knows it, and characters are no more."""
        return f"strlen({self.name}) - 2" if self.is_json else f"strlen({self.name})"

    def scalar(self) -> str:
        """Returns SQL for the cell as text, whether it is a string or a number."""
        return f"coalesce({self.text()}, {self.name})" if self.is_json else self.name

    def is_among(self, texts: Iterable[str]) -> str:
        """Returns SQL that is true of cells whose text is one of these."""
        found = self._literals(texts)
        return f"{self.name} IN ({', '.join(found)})" if found else "false"

    @property
    def is_whole(self) -> bool:
        """Returns whether the cells are whole numbers that SQL has cleared, or missing."""
        return self.type in ("integer", "year") and self.results is None

    def whole(self) -> str:
        """Returns SQL for the whole number of a cell that prefilter.py clears and that is not missing."""
        return f"({self.scalar()})::BIGINT"

    def canonical(self) -> str:
        """Returns SQL for the canonical text of a cell that prefilter.py clears for keys and that is not missing.

        It is what canonical.py writes; if the kinds are mixed, after the letter of the cell's kind.
        """
        text = self.scalar()
        match self.type:
            case "integer" | "year":
                return f"{self.whole()}::VARCHAR"
            case "number":
                return f"rtrim(rtrim(({text})::DECIMAL(18,6)::VARCHAR, '0'), '.')"
            case "boolean":
                return f"CASE WHEN {self.is_among(self.true_words())} THEN '1' ELSE '0' END"
            case "date" if self.has_pattern:
                return f"strftime(strptime({text}, {literal(str(self.field['format']))}), '%Y-%m-%d')"
            case "any" if self.is_json:
                return f"CASE WHEN starts_with({self.name}, '\"') THEN 's' ELSE 'n' END || ({text})"
        return text


@dataclasses.dataclass(slots=True)
class Table:
    """A table of cells, and what was found wrong while it was read."""

    resource: Resource
    name: str
    """In DuckDB."""
    columns: list[Column] = dataclasses.field(default_factory=list)
    labels: list[str] = dataclasses.field(default_factory=list)
    """In JSON Lines of objects, the key of each column."""
    files: list[TextFile] = dataclasses.field(default_factory=list)
    problems: list[Problem] = dataclasses.field(default_factory=list)
    count: int = 0
    """How many rows it has."""
    uneven: bool = False
    """Whether rows may have more or fewer cells than there are columns."""
    key_tables: dict[tuple[str | None, ...], str] = dataclasses.field(default_factory=dict)
    """The tables of canonical texts that keys.py has made, by what they hold."""

    @property
    def is_json(self) -> bool:
        """Returns whether its files are JSON Lines."""
        return self.resource.format == "jsonl"

    @property
    def names(self) -> list[str]:
        """Returns the names of its fields, in the order of the columns."""
        return [column.field["name"] for column in self.columns]

    @property
    def schema(self) -> Schema:
        """Returns the schema of its resource; an empty one if it has none."""
        return self.resource.schema or Schema()

    def column(self, name: str) -> Column | None:
        """Returns the first column of the field `name`, if there is one."""
        return next((column for column in self.columns if column.field["name"] == name), None)


def normalizer(table: Table) -> Callable[[str], str]:
    """Returns what makes labels, keys and names that count as the same the same."""
    return str.casefold if table.resource.dialect.ignores_case else str


def define_columns(table: Table, labels: list[str], first: Sequence[Any] | None, row: int, hint: str = "") -> None:
    """Pairs labels, which stand in line `row`, with fields. `first` is the first row of cells, if there is one.

    A table that has neither labels nor rows is empty, and a problem. Without a schema, every column is of any type.
    `hint` says what may be the reason if the labels do not fit.
    """
    name, schema = table.resource.name, table.resource.schema
    table.labels = labels
    if not labels and first is None:
        table.problems.append(Problem(name, "source-error", note="it is empty"))
    if schema is None:
        numbered = [f"field{n}" for n in range(1, len(first or ()) + 1)]
        header = Header(labels or numbered, Schema(fields_match="subset"))
    else:
        header = Header(labels, schema, normalizer(table))
    fields, wrong = header.match()
    table.columns = [new_column(table, number, one) for number, one in enumerate(fields, 1)]
    line = None if table.is_json else row
    for code, field_name, label, note in wrong if schema else ():
        number = labels.index(label) + 1 if label in labels else 0
        number = number if code != "duplicate-label" else len(labels) - labels[::-1].index(label)
        table.problems.append(Problem(name, code, None, field_name, label, note or hint, 0, line, number))


def new_column(table: Table, number: int, field: Mapping[str, Any]) -> Column:
    """Returns the column of a field; `number` counts from 1."""
    missing = tuple(cells.missing_values(field, table.schema.missing_values))
    return Column(f"c{number}", field, missing, table.is_json)


# ---- Files -----------------------------------------------------------------------------------------------------------


def is_glob(path: Path) -> bool:
    """Returns whether DuckDB would take the path for a pattern."""
    return bool(set("*?[]{}") & set(str(path)))


def create_table(con: duckdb.DuckDBPyConnection, name: str, width: int, rows: Iterable[CellRow]) -> None:
    """Creates the table `name`, of `width` columns, from rows that Python has read, by way of a temporary file."""
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", newline="\n", delete=False) as file:
        try:
            for row, part, line, row_width, values in rows:
                file.write(encode([row, part, line, row_width, *values[:width]]) + "\n")
            file.close()
            columns = "".join(f", l[{4 + n}] AS c{n}" for n in range(1, width + 1))
            con.execute(f"""CREATE TEMP TABLE {name} AS
                SELECT l[1]::BIGINT AS row, l[2]::INT AS part, l[3]::BIGINT AS line, l[4]::INT AS width{columns}
                FROM (SELECT json AS l FROM read_json({literal(file.name)}, columns = {{json: 'VARCHAR[]'}},
                    format = 'newline_delimited', records = 'false', maximum_object_size = 1000000000))""")
        finally:
            Path(file.name).unlink(missing_ok=True)
