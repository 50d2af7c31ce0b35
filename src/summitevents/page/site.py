"""The folder that a web server, or a stick, hands on: the page, the files that it links to, and the page for SQL."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from summitevents.build.pipeline import build_tables
from summitevents.errors import UnreadableError
from summitevents.export.formats import ROWS, TIMELINES, timeline_files
from summitevents.log.outputs import check_output, write_output
from summitevents.log.package import EVENTS, Package, events_file
from summitevents.page.page import MARK, Downloads, sql_page_files, timeline_page
from summitevents.query import asof
from summitevents.query.select import table_names, table_rows

DATABASE = "summitevents.duckdb"
TABLE_FORMATS = ("csv", "json", "parquet")
"""The formats of ROWS in which the page offers every table."""


def write_site(package: Package, folder: Path, version: str, duckdb_wasm: Mapping[str, bytes] | None = None) -> None:
    """Writes the site into a folder. The page says which `version` it is.

    With the files of DuckDB-WASM, it also has a page that asks SQL in the browser. Raises BadLogError; raises
    UnreadableError also if the folder has an index.html of another program.
    """
    index = folder / "index.html"
    for path in (index, folder / EVENTS):
        check_output(path)
    if index.is_file() and MARK not in index.read_bytes():
        raise UnreadableError(f"{index} is no page of summitevents: name another folder with -o, or move it away")
    with asof.connect(package) as con:
        for name, content in _files(package, con, version, duckdb_wasm or {}):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_output(folder / name, content)
    build_tables(package, folder / DATABASE)


def _files(
    package: Package, con: duckdb.DuckDBPyConnection, version: str, duckdb_wasm: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    about = package.metadata
    yield from _linked_files(package, con)
    yield "index.html", timeline_page(con, version, _downloads(con), "sql.html" if duckdb_wasm else None, about)
    if duckdb_wasm:
        yield from sql_page_files(con, about)
        yield from ((f"duckdb/{name}", content) for name, content in duckdb_wasm.items())


def _linked_files(package: Package, con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, bytes]]:
    for table in table_names(con, []):
        rows = table_rows(con, table)
        yield from ((f"data/{table}.{name}", ROWS[name].encode(rows)) for name in TABLE_FORMATS)
    yield from timeline_files(con, package.metadata)
    yield from ((events_file(path.name), path.read_bytes()) for path in package.batches())


def _downloads(con: duckdb.DuckDBPyConnection) -> Downloads:
    return [
        ("for other tools", [(format.file, format.label) for format in TIMELINES.values()]),
        ("all tables in one file", [(DATABASE, "DuckDB")]),
        *(
            (table, [(f"data/{table}.{name}", ROWS[name].label) for name in TABLE_FORMATS])
            for table in table_names(con, [])
        ),
    ]
