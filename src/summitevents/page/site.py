"""The folder that a web server, or a stick, hands on: the page, the files that it links to, and the page for SQL."""

import functools
import hashlib
import http.server
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from summitevents.build.pipeline import build_tables
from summitevents.errors import UnreadableError
from summitevents.export import exchange
from summitevents.export import rows as export
from summitevents.log.package import Package, events_file
from summitevents.page import page
from summitevents.query import asof
from summitevents.query import run as query

DATABASE = "summitevents.duckdb"
_FORMATS = {"csv": "CSV", "json": "JSON", "parquet": "Parquet"}
_TOOLS = {
    "timelinejs": "TimelineJS", "timelinejs-csv": "its spreadsheet", "geojson": "GeoJSON", "csl": "CSL-JSON of the sources",
    "jsonld": "JSON-LD",
}  # fmt: skip

NPM = {
    "@duckdb/duckdb-wasm@1.32.0": ("13c29d80888b795cb493b281685d3d3e1738db2fad50d419e2884c6585789722", {
        "dist/duckdb-browser.cjs": "duckdb.js",
        "dist/duckdb-browser-eh.worker.js": "duckdb-worker.js",
        "dist/duckdb-eh.wasm": "duckdb.wasm",
    }),
    "apache-arrow@17.0.0": ("3517f9ef256e9e5bf819f92652028545131660784c68818604e9025ec643b317", {"Arrow.es2015.min.js": "arrow.js"}),
}  # fmt: skip
"""What the page for SQL takes from npm: package → SHA-256 of its archive, and its files with the names that they get."""


def write(package: Package, folder: Path, version: str, sql: bool = False) -> None:
    """Writes the site into a folder; with `sql`, also the page for SQL. The page says what `version` it is.

    Raises BadLogError; UnreadableError also where the folder has an index.html that is not ours.
    """
    there = folder / "index.html"
    if there.is_file() and page.MARK not in there.read_bytes():
        raise UnreadableError(f"{there} is no page of summitevents: name another folder with -o, or move it away")
    fetched = _from_npm() if sql else {}
    folder.mkdir(parents=True, exist_ok=True)
    with asof.connect(package) as con:
        for name, content in _files(package, con, version, sql):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
    build_tables(package, folder / DATABASE)
    for name, content in fetched.items():
        (folder / "duckdb").mkdir(exist_ok=True)
        (folder / "duckdb" / name).write_bytes(content)


def _files(package: Package, con: duckdb.DuckDBPyConnection, version: str, sql: bool) -> Iterator[tuple[str, bytes]]:
    names = query.tables(con, [])
    for name in names:
        rows = query.table(con, name)
        yield from ((f"data/{name}.{form}", export.encode(rows, form)) for form in _FORMATS)
    yield from exchange.files(con)
    yield from ((events_file(path.name), path.read_bytes()) for path in package.batches())
    downloads = [
        ("for other tools", [(name, _TOOLS[kind]) for kind, name in exchange.FILES.items()]),
        ("all tables in one file", [(DATABASE, "DuckDB")]),
        *((name, [(f"data/{name}.{form}", words) for form, words in _FORMATS.items()]) for name in names),
    ]
    yield "index.html", page.encode(con, version, downloads, "sql.html" if sql else None)
    if sql:
        yield from page.sql(con)


def _from_npm() -> dict[str, bytes]:
    """The files of NPM. Raises UnreadableError where there is no npm, or what it brings is not what we know."""
    npm = shutil.which("npm")
    if npm is None:
        raise UnreadableError("--sql takes DuckDB-WASM from npm, and there is no npm here; install Node.js")
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (digest, wanted) in NPM.items():
            ran = subprocess.run(
                [npm, "pack", "--silent", name], cwd=folder, capture_output=True, text=True, check=False
            )
            if ran.returncode:
                raise UnreadableError(f"npm pack {name}: {(ran.stderr or ran.stdout).strip()[-500:]}")
            archive = Path(folder) / ran.stdout.split()[-1]
            if hashlib.sha256(archive.read_bytes()).hexdigest() != digest:
                raise UnreadableError(f"npm brought another {name} than the one that we know")
            with tarfile.open(archive) as tar:
                for path, ours in wanted.items():
                    member = tar.extractfile(f"package/{path}")
                    assert member is not None
                    files[ours] = member.read()
    return files


def server(folder: Path) -> http.server.ThreadingHTTPServer:
    """A web server for the folder, on this machine's own loopback address, at any free port; it does not run yet."""
    handler = functools.partial(_Quiet, directory=str(folder))
    return http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and does not talk of it."""

    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm"}  # noqa: RUF012

    def log_message(self, format: str, *args: object) -> None:
        pass
