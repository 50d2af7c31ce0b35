"""Rows as CSV, JSON, JSON Lines, Markdown or Parquet: the same rows give the same bytes. (As plain text: text_table.)"""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from summitevents.export.markdown import markdown_table
from summitevents.findings.escaping import escape
from summitevents.log.passing import passing_folder
from summitevents.query.select import PORTION, Result, Stream
from summitevents.standards.sql_quoting import literal


def encode_csv(result: Result | Stream) -> Iterator[bytes]:
    """Yields RFC 4180, but with LF; null is an empty cell, lists and structs are JSON."""
    plain = all(kind in _AS_THEY_ARE for kind in result.types)
    yield _csv_lines([result.columns])
    for rows in _portions(result.rows):
        yield _csv_lines(rows if plain else ([cell_text(value) for value in row] for row in rows))


def _csv_lines(rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def encode_json(result: Result | Stream) -> Iterator[bytes]:
    """Yields a JSON array with an object a line for each row."""
    before = "[\n"
    for rows in _portions(result.rows):
        yield (before + ",\n".join(_json_object(result.columns, row) for row in rows)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def encode_jsonl(result: Result | Stream) -> Iterator[bytes]:
    """Yields JSON Lines: an object for each row."""
    for rows in _portions(result.rows):
        yield "".join(_json_object(result.columns, row) + "\n" for row in rows).encode()


def _portions(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """Yields rows, many at a time."""
    left = iter(rows)
    while portion := list(islice(left, PORTION)):
        yield portion


def encode_markdown(result: Result | Stream) -> bytes:
    """Returns a table of GitHub-flavoured Markdown; a newline in a value becomes a space."""

    def cell(value: Any) -> str:
        return escape((cell_text(value) or "").replace("\n", " ")).replace("\\", "\\\\")

    return markdown_table(
        [cell(name) for name in result.columns], (list(map(cell, row)) for row in result.rows)
    ).encode()


def encode_parquet(result: Result | Stream) -> Iterator[bytes]:
    """Yields Parquet (zstd) with the columns' own types; of the rarer types, text."""
    # Rows go to another connection by way of a JSON Lines file: that of the query is out of reach of files, so it cannot
    # write one itself, and DuckDB takes rows from Python only one at a time, or through a library that we do not need.
    import duckdb

    with passing_folder() as folder, duckdb.connect() as con:
        source, target = folder / "rows.json", folder / "rows.parquet"
        with source.open("wb") as file:
            file.writelines(encode_jsonl(result))
        types = (f"{literal(name)}: {literal(_stored_as(kind))}" for name, kind in zip(result.columns, result.types, strict=True))  # fmt: skip
        con.execute(
            f"COPY (FROM read_json({literal(str(source))}, format = 'newline_delimited', columns = {{{', '.join(types)}}})) "
            f"TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
        with target.open("rb") as file:
            yield from iter(lambda: file.read(1 << 20), b"")


def json_value(value: Any) -> Any:
    """Returns a value as JSON has it: a day or a moment as ISO text; whole numbers without a fraction; no NaN."""
    if isinstance(value, Decimal):
        value = float(value) if Decimal(str(float(value))) == value else str(value)
    if isinstance(value, float):
        return None if not math.isfinite(value) else int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, dict):
        return {str(name): json_value(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_value(inner) for inner in value]
    if isinstance(value, bytes):
        return value.hex()
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)


def cell_text(value: Any) -> str | None:
    """Returns a value as the text of a cell: a text as it is, anything else as JSON. None if it is null."""
    value = json_value(value)
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _json_object(columns: Sequence[str], row: Sequence[Any]) -> str:
    return json.dumps({name: json_value(value) for name, value in zip(columns, row, strict=True)}, ensure_ascii=False)


_AS_THEY_ARE = {
    "VARCHAR",
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
}
"""Types whose values are texts and whole numbers, which CSV has as they are."""
_STORED_AS_TEXT = ("BLOB", "INTERVAL", "TIME", "MAP", "UNION", "BIT", "NULL")
"""Words in the names of types that JSON has no form for."""


def _stored_as(kind: str) -> str:
    """Returns the type of a Parquet column for a DuckDB type."""
    return kind if kind == "TIMESTAMP" or not any(word in kind for word in _STORED_AS_TEXT) else "VARCHAR"
