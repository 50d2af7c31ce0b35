"""A table → bytes: the same rows give the same bytes, in every format."""

import csv
import io
import json
import math
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from summitevents.errors import UnreadableError
from summitevents.findings.escaping import escape
from summitevents.query.run import Result
from summitevents.standards.sql_quoting import literal

FORMATS = ("table", "csv", "json", "jsonl", "md", "parquet")
SUFFIXES = {
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".md": "md",
    ".parquet": "parquet",
    ".txt": "table",
}


def form(chosen: str | None, output: str) -> str:
    """The format: the chosen one, or that of the output's suffix; a table where neither says. Raises UnreadableError."""
    if chosen or output == "-":
        return chosen or "table"
    suffix = Path(output).suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableError(f"{output}: no format has this suffix; use {', '.join(SUFFIXES)}, or -f")
    return SUFFIXES[suffix]


def encode(result: Result, kind: str, width: int | None = None) -> bytes:
    """The rows in one of FORMATS. `width`: columns of a terminal, for `table` alone; None: nothing is cut."""
    if kind == "parquet":
        return _parquet(result)
    writers = {"csv": _csv, "json": _json, "jsonl": _jsonl, "md": _md}
    text = _table(result, width) if kind == "table" else writers[kind](result)
    return text.encode()


def _csv(result: Result) -> str:
    """RFC 4180, but LF; null is empty; lists and structs are JSON."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(result.columns)
    writer.writerows([_flat(value) for value in row] for row in result.rows)
    return out.getvalue()


def _json(result: Result) -> str:
    rows = ",\n".join(map(_object, result.dicts()))
    return f"[\n{rows}\n]\n" if rows else "[]\n"


def _jsonl(result: Result) -> str:
    return "".join(_object(row) + "\n" for row in result.dicts())


def _object(row: dict[str, Any]) -> str:
    return json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """A value as JSON has it: a day or a moment as ISO text; whole numbers without a fraction; no NaN."""
    if isinstance(value, Decimal):
        value = float(value) if Decimal(str(float(value))) == value else str(value)
    if isinstance(value, float):
        return None if not math.isfinite(value) else int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes):
        return value.hex()
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)


def _flat(value: Any) -> str | None:
    """A value as a cell of text."""
    value = _plain(value)
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _md(result: Result) -> str:
    """A GitHub-flavoured Markdown table; a newline in a value becomes a space."""

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cells) + " |\n"

    def cell(value: Any) -> str:
        return escape((_flat(value) or "").replace("\n", " ")).replace("\\", "\\\\").replace("|", "\\|")

    head = line([cell(name) for name in result.columns]) + line(["---"] * len(result.columns))
    return head + "".join(line([cell(value) for value in row]) for row in result.rows)


def _table(result: Result, width: int | None) -> str:
    """Columns side by side, two spaces between; on a terminal, the widest are cut until the row fits."""
    cells = [result.columns, *([escape(_flat(value) or "") for value in row] for row in result.rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(result.columns))]
    while width and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1

    def line(row: list[str]) -> str:
        fitted = (c if len(c) <= w else c[: w - 1] + "…" for c, w in zip(row, widths, strict=True))
        return "  ".join(c.ljust(w) for c, w in zip(fitted, widths, strict=True)).rstrip() + "\n"

    rule = ["─" * w for w in widths]
    return line(cells[0]) + line(rule) + "".join(map(line, cells[1:]))


_AS_TEXT = ("BLOB", "INTERVAL", "TIME", "MAP", "UNION", "BIT", "NULL")


def _parquet(result: Result) -> bytes:
    """Parquet (zstd) by DuckDB, with the columns' own types; of the rarer ones, text."""
    import duckdb

    def typed(name: str, kind: str) -> str:
        plain = kind if kind == "TIMESTAMP" or not any(word in kind for word in _AS_TEXT) else "VARCHAR"
        return f"{literal(name)}: {literal(plain)}"

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        source, target = Path(folder) / "rows.json", Path(folder) / "rows.parquet"
        source.write_text(_jsonl(result), "utf-8")
        columns = ", ".join(map(typed, result.columns, result.types))
        con.execute(
            f"COPY (FROM read_json({literal(str(source))}, format = 'newline_delimited', columns = {{{columns}}})) "
            f"TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
        return target.read_bytes()
