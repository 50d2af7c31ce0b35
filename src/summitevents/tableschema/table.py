"""A table of cells in DuckDB, and what all files have in common on their way into one.

Every table has the columns row, part, line, width and c1, c2, …: `width` is how many cells the row has, or NULL where it
has them all.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import duckdb

from summitevents.standards.sql_quoting import literal
from summitevents.tableschema import header
from summitevents.tableschema.descriptor import Resource, Schema
from summitevents.tableschema.problem import Problem

Row = tuple[int, int, int, int | None, Sequence[str | None]]
"""Row, part, line, width, cells."""
GLOB = set("*?[]{}")
"""What DuckDB would take for a pattern in a path."""


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


def texts(resource: Resource, part: int, wanted: set[int]) -> Iterator[tuple[int, str]]:
    """Lines of a file by their numbers, as they stand."""
    with opened(resource, part) as file:
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


def name_columns(table: Table, labels: list[str], first: Sequence[Any] | None, row: int) -> None:
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


def undecoded(resource: Resource, part: int, path: Path) -> Iterator[Problem]:
    """Every line that is not UTF-8."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            try:
                raw.decode()
            except UnicodeDecodeError as error:
                column = len(raw[: error.start].decode()) + 1
                note = f"byte 0x{raw[error.start]:02x} is not UTF-8"
                yield Problem(resource.name, "encoding-error", None, "", None, note, part, number, 0, column)


@contextmanager
def opened(resource: Resource, part: int) -> Iterator[IO[str]]:
    """A file as text: bytes that are none become U+FFFD, and have their problem already."""
    encoding = resource.encoding.lower().replace("_", "-")
    encoding = "utf-8-sig" if encoding in ("utf-8", "utf8") else encoding
    newline = None if resource.format in ("tsv", "jsonl") else ""
    path = resource.folder / resource.paths[part]
    with path.open(encoding=encoding, errors="replace", newline=newline) as file:
        yield file
