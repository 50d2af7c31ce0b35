"""The folder that a web server, or a stick, hands on: the page, the files that it links to, and the page for SQL."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import duckdb

from summitevents.build.pipeline import build_tables
from summitevents.errors import UnreadableError
from summitevents.export.formats import ROWS, TIMELINES, timeline_files
from summitevents.fold import codebook
from summitevents.log.outputs import check_folder, check_output, write_output
from summitevents.log.package import EVENTS, Package, events_file
from summitevents.log.releases import read_releases
from summitevents.page.map_svg import map_svg
from summitevents.page.page import INDEX, MARK, PICTURES, Download, Downloads, sql_page_files, timeline_pages
from summitevents.page.rendering import interface_words
from summitevents.query import asof
from summitevents.query.select import Result, run_query, table_names, table_rows

DATABASE, CODEBOOK, MAP = "summitevents.duckdb", "CODEBOOK.md", "map.svg"
DESCRIPTOR = "log.datapackage.json"
"""The descriptor of the batches: under its usual name, it would make the folder a package, which no command writes over."""
TABLE_FORMATS = ("csv", "json", "parquet")
"""The formats of ROWS in which the page offers every table."""


def write_site(package: Package, folder: Path, duckdb_wasm: Mapping[str, bytes] | None = None) -> None:
    """Writes the site into a folder.

    With the files of DuckDB-WASM, it also has a page that asks SQL in the browser. Pages that an earlier run left
    and this log has not are removed. Raises BadLogError; raises UnreadableError also if the folder has a page of another program.
    """
    check_folder(folder)
    for path in (folder / INDEX, folder / EVENTS):
        check_output(path)
    beside = [path for path in (folder / PICTURES, *sorted(folder.glob("years/*.html"))) if path.is_file()]
    for path in (folder / INDEX, *beside):
        if path.is_file() and MARK not in path.read_bytes():
            raise UnreadableError(f"{path} is no page of summitevents: name another folder with -o, or move it away")
    with asof.connect(package, described=True) as con:
        sizes = {name: _write(folder / name, content) for name, content in _linked_files(package, con)}
        build_tables(package, folder / DATABASE)
        sizes[DATABASE] = (folder / DATABASE).stat().st_size
        made = set()
        for name, content in _pages(package, con, _downloads(con, sizes), duckdb_wasm or {}):
            _write(folder / name, content)
            made.add(folder / name)
    for path in beside:
        if path not in made:
            path.unlink()


def _write(path: Path, content: bytes) -> int:
    """Writes a file of the site. Returns its size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_output(path, content)
    return len(content)


def _pages(
    package: Package,
    con: duckdb.DuckDBPyConnection,
    downloads: Downloads,
    duckdb_wasm: Mapping[str, bytes],
) -> Iterator[tuple[str, bytes]]:
    about = package.metadata
    yield from timeline_pages(con, _edition(package, con), downloads, "sql.html" if duckdb_wasm else None, about)
    if duckdb_wasm:
        yield from sql_page_files(con, about)
        yield from ((f"duckdb/{name}", content) for name, content in duckdb_wasm.items())


def _edition(package: Package, con: duckdb.DuckDBPyConnection) -> str:
    """Returns what the page's citations say after "version": the last release, or how many records, if there are more."""
    ((records,),) = con.execute("SELECT count(*) FROM log").fetchall()
    last = next(reversed(read_releases(package)), None)
    return last.version if last and last.size == records else f"of {records:,} records"


def _linked_files(package: Package, con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, bytes]]:
    yield CODEBOOK, _codebook(con)
    yield DESCRIPTOR, (package.root / "datapackage.json").read_bytes()
    for table in table_names(con, []):
        rows = table_rows(con, table)
        yield from ((f"data/{table}.{name}", ROWS[name].encode(rows)) for name in TABLE_FORMATS)
    yield from timeline_files(con, package.metadata)
    if picture := map_svg(con, interface_words()["map"]):
        yield MAP, picture.encode()
    yield from ((events_file(path.name), path.read_bytes()) for path in package.batches())


def _codebook(con: duckdb.DuckDBPyConnection) -> bytes:
    """Returns what every table and column means, as Markdown."""
    parts = [b""]
    for table in table_names(con, []):
        columns = run_query(con, f'DESCRIBE "{table}"').rows
        rows = [(name, kind, codebook.column(table, name)) for name, kind, *_ in columns]
        meaning = ROWS["md"].encode(Result(["column", "type", "meaning"], ["VARCHAR"] * 3, rows))
        parts.append(f"## {table}\n\n{codebook.table(table)}\n\n".encode() + meaning)
    return b"\n".join(parts).lstrip()


def _downloads(con: duckdb.DuckDBPyConnection, sizes: Mapping[str, int]) -> Downloads:
    said = interface_words()["files"]

    def download(what: str, files: Iterable[tuple[str, str]], holds: str = "") -> Download:
        return Download(what, [(path, label, sizes[path]) for path, label in files], holds)

    return [
        download(said["codebook"], [(CODEBOOK, "Markdown"), (DESCRIPTOR, "Data Package")]),
        download(said["database"], [(DATABASE, "DuckDB")]),
        download(said["exchange"], [(format.file, format.label) for format in TIMELINES.values()]),
        *([download(interface_words()["map"]["file"], [(MAP, "SVG")])] if MAP in sizes else []),
        *(
            download(
                table, [(f"data/{table}.{name}", ROWS[name].label) for name in TABLE_FORMATS], codebook.table(table)
            )
            for table in table_names(con, [])
        ),
        download(said["log"], [(path, Path(path).stem) for path in sizes if path.startswith(f"{EVENTS}/")]),
    ]
