"""DuckDB databases: an empty one in memory, and one in a file that appears whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from summitevents.errors import UnreadableError
from summitevents.standards.sql_quoting import literal

MEMORY = 3 << 30
"""The most bytes that DuckDB may take; it takes less on a smaller machine or container, and puts the rest on the disk."""

TARGET = "made"
"""The name under which a file is attached while its tables are made, whatever the file is called."""


@contextmanager
def memory_database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yields a connection to an empty database in memory; what exceeds MEMORY goes to a folder that is removed at the end."""
    with (
        tempfile.TemporaryDirectory(prefix="summitevents-") as folder,
        duckdb.connect(config={"temp_directory": folder}) as con,
    ):
        number, unit = con.execute("SELECT current_setting('memory_limit')").fetchall()[0][0].split()
        if float(number) * 1024 ** ("B", "KiB", "MiB", "GiB", "TiB").index(unit) > MEMORY:
            con.execute(f"SET memory_limit = '{MEMORY}B'")
        yield con


@contextmanager
def database_file(target: Path, earlier: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yields a connection whose tables land in the file `target`; after an exception, the file is what it was before.

    The database starts empty, or as a copy of the file `earlier`. Its storage version is one that DuckDB from 1.1 on
    and DuckDB-WASM open. An earlier target keeps its permissions. Raises UnreadableError if something other than a
    DuckDB file is there.
    """
    target = target.resolve()
    if target.exists() and not _is_database(target):
        raise UnreadableError(f"{target} is there, and is no DuckDB file; name another")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".building-") as folder:
        file = Path(folder) / target.name
        if earlier:
            shutil.copyfile(earlier, file)
        with memory_database() as con:
            con.execute(f"ATTACH {literal(str(file))} AS {TARGET} (STORAGE_VERSION 'v1.0.0', BLOCK_SIZE 16384)")
            con.execute(f"USE {TARGET}")
            yield con
            con.execute("USE memory")
            con.execute(f"DETACH {TARGET}")
        if target.exists():
            shutil.copymode(target, file)
        with file.open("rb+") as made:
            os.fsync(made.fileno())
        wal_of(target).unlink(missing_ok=True)  # or DuckDB would apply the old file's changes to the new one
        file.replace(target)


def make_reproducible(con: duckdb.DuckDBPyConnection) -> None:
    """Makes the bytes of a file depend on its tables alone, at the price of size and time.

    Threads would finish blocks in any order. Of the compressions, FSST takes random samples, and others leave bytes of
    unused memory in the file.
    """
    con.execute("SET threads = 1; SET force_compression = 'uncompressed'")


def wal_of(file: Path) -> Path:
    """Returns the path of DuckDB's write-ahead log: what was written to a database and is not in its file yet."""
    return file.with_name(f"{file.name}.wal")


def _is_database(file: Path) -> bool:
    """Says whether a file is an ordinary one that begins as DuckDB's do, or is empty."""
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        head = opened.read(12)
    return not head or head[8:] == b"DUCK"


def create_table(
    con: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]
) -> None:
    """Creates a table from rows of Python values. `table` is what follows CREATE OR REPLACE; `columns`: name → type."""
    selected = ", ".join(f'unnest(${name}::{kind}[]) AS "{name}"' for name, kind in columns.items())
    values = {name: [row[nr] for row in rows] for nr, name in enumerate(columns)}
    con.execute(f"CREATE OR REPLACE {table} AS SELECT {selected}", values)
