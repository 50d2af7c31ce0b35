"""One release: log → the members of a zip file, the same bytes on any machine, any day."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from summitevents import archive, asof, export, query
from summitevents.log import Package

Member = tuple[str, bytes]


def release(package: Package, version: str, folder: Path) -> Path:
    """Makes `summitevents-VERSION.zip` of a sealed log in a folder; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"summitevents-{version}.zip"
    with asof.connect(package) as con:
        made.write_bytes(archive.pack(dict(member for maker in MAKERS for member in maker(package, con))))
    return made


def _tables(package: Package, con: duckdb.DuckDBPyConnection) -> Iterator[Member]:
    for name in query.tables(con, []):
        rows = query.table(con, name)
        yield f"data/{name}.csv", export.encode(rows, "csv")
        yield f"parquet/{name}.parquet", export.encode(rows, "parquet")


def _log(package: Package, con: duckdb.DuckDBPyConnection) -> Iterator[Member]:
    for path in package.batches():
        yield f"events/{path.name}", path.read_bytes()


MAKERS: list[Callable[[Package, duckdb.DuckDBPyConnection], Iterator[Member]]] = [_tables, _log]
"""What a release is made of, in the order it is made."""
