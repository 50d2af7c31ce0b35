"""Python decides the cells of a column that SQL did not clear, once for each distinct value; its results get a table."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from summitevents.standards.sql_quoting import literal
from summitevents.tableschema.tables.jsonl_rows import value_and_repeated
from summitevents.tableschema.tables.table import Column, Table
from summitevents.tableschema.values.canonical import canonical_text, is_nan
from summitevents.tableschema.values.cells import cells_checker, typed_text


def decide(con: duckdb.DuckDBPyConnection, table: Table, column: Column, compared: bool) -> dict[str, list[str]]:
    """Creates the table of Python's results for the cells that SQL did not clear: all, if they are compared, or what fails.

    Returns, of JSON cells, the keys that an object in it has twice: no cell that has an object in it is cleared.
    """
    cells = [cell for (cell,) in con.execute(
        f"SELECT DISTINCT {column.name} FROM {table.name} WHERE NOT coalesce({column.cleared}, false)"
    ).fetchall()]  # fmt: skip
    read = [value_and_repeated(cell) if column.is_json and cell is not None else (cell, []) for cell in cells]
    checked = cells_checker(column.field, table.schema.missing_values)([value for value, _ in read])

    def results() -> Iterator[dict[str, Any]]:
        for cell, (value, failed) in zip(cells, checked, strict=True):
            if value is None and "type" not in failed and cell is not None:
                column.missing_cells.append(cell)
            if compared or failed:
                canonical = _canonical(column, value) if compared else None
                yield {"cell": cell, "failed": failed, "canonical": canonical, "nan": is_nan(value)}

    found = list(results())
    if found:
        number = next(n for n, one in enumerate(table.columns, 1) if one is column)  # two fields may have one column
        column.results = f"{table.name}_r{number}"
        _create_results(con, column.results, found)
    return {cell: repeated for cell, (_, repeated) in zip(cells, read, strict=True) if repeated}


def _canonical(column: Column, value: Any) -> str | None:
    """Returns the canonical text of a value; where kinds are mixed, after a letter for its kind."""
    text = canonical_text(value) if column.kind != "m" or value is None else typed_text(value)
    if text is not None and not _is_unicode(text):
        return text[: column.kind == "m"] + "\1" + ascii(text)  # a lone surrogate, which DuckDB cannot hold
    return text


def _create_results(con: duckdb.DuckDBPyConnection, name: str, results: Iterable[Mapping[str, Any]]) -> None:
    """Creates a table of results, by way of a temporary file."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", newline="\n", delete=False) as file:
        try:
            for result in results:
                file.write(json.dumps(result, ensure_ascii=False) + "\n")
            file.close()
            columns = "{cell: 'VARCHAR', failed: 'VARCHAR[]', canonical: 'VARCHAR', nan: 'BOOLEAN'}"
            con.execute(f"""CREATE TEMP TABLE {name} AS FROM read_json({literal(file.name)}, columns = {columns},
                format = 'newline_delimited', maximum_object_size = 1000000000)""")
        finally:
            Path(file.name).unlink(missing_ok=True)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
