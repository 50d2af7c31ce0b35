"""DuckDB databases: an empty one in memory, and one in a file that appears whole or not at all."""

import errno
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from summitevents.errors import UnreadableError
from summitevents.log.files import put_in_place, write_whole
from summitevents.log.outputs import check_output
from summitevents.log.passing import passing_folder
from summitevents.standards.sql_quoting import literal

MEMORY = 3 << 30
"""The most bytes that DuckDB may take; it takes less on a smaller machine or container, and puts the rest on the disk."""

TARGET = "made"
"""The name under which a file is attached while its tables are made, whatever the file is called."""


@contextmanager
def memory_database(memory: int = MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yields a connection to an empty database in memory; what exceeds `memory` goes to a folder that is removed at the end.

    `memory`: the most bytes that DuckDB may take, up to MEMORY.
    """
    with (
        passing_folder() as folder,
        duckdb.connect(config={"temp_directory": str(folder)}) as con,
    ):
        number, unit = con.execute("SELECT current_setting('memory_limit')").fetchall()[0][0].split()
        if float(number) * 1024 ** ("B", "KiB", "MiB", "GiB", "TiB").index(unit) > min(memory, MEMORY):
            con.execute(f"SET memory_limit = '{min(memory, MEMORY)}B'")
        yield con


@contextmanager
def database_file(
    target: Path, earlier: Path | None = None, large: bool = False, memory: int = MEMORY
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yields a connection whose tables land in the file `target`; after an exception, the file is what it was before.

    The database starts empty, or as a copy of the file `earlier`. Its storage version is one that DuckDB from 1.1 on and
    DuckDB-WASM open. `large`: its blocks have DuckDB's own size, which is faster; small ones suit a small file. `memory`: as for
    `memory_database`. An earlier target keeps its permissions. Raises UnreadableError if something else than tables of
    ours is there, or if the target belongs to a package.
    """
    check_output(target)
    target = _resolved(target)
    if target.exists() and not _is_ours(target):
        raise UnreadableError(f"{target} is there, and is no file of tables that summitevents made; name another")
    target.parent.mkdir(parents=True, exist_ok=True)
    with passing_folder(target.parent if is_plain(target.parent) else None) as folder:
        file = folder / "tables.duckdb"
        form = f"STORAGE_VERSION 'v1.0.0', BLOCK_SIZE {262_144 if large else 16_384}, "
        if earlier:
            shutil.copyfile(earlier, file)
            form = ""
        with memory_database(memory) as con:
            # half a file is thrown away: it needs no write-ahead log
            con.execute(f"ATTACH {literal(str(file))} AS {TARGET} ({form}RECOVERY_MODE no_wal_writes)")
            con.execute(f"USE {TARGET}")
            yield con
            con.execute("USE memory")
            con.execute(f"DETACH {TARGET}")
        _put(file, target)


def _resolved(target: Path) -> Path:
    try:
        return target.resolve()
    except RuntimeError:  # links in a circle, until Python 3.12
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(target)) from None


def _put(file: Path, target: Path) -> None:
    """Gives a database that is closed its name, and brings it to the disk."""
    target.with_name(f"{target.name}.wal").unlink(
        missing_ok=True
    )  # or DuckDB would apply the old file's changes to the new
    if is_plain(target.parent):
        with file.open("rb+") as made:
            os.fsync(made.fileno())
        put_in_place(file, target)
    else:
        with file.open("rb") as made:
            write_whole(target, iter(lambda: made.read(1 << 20), b""))


def is_plain(path: Path) -> bool:
    """Says whether DuckDB takes a path for what it is: it splits one at a question mark, and turns backslashes around."""
    return os.name == "nt" or not {"?", "\\"} & set(str(path))


def _is_ours(file: Path) -> bool:
    """Says whether a file is empty, or a database with the tables that every build makes."""
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        head = opened.read(12)
    if not head or head[8:] != b"DUCK":
        return not head
    try:
        with duckdb.connect() as con:
            con.execute(f"ATTACH {literal(str(file))} AS there (READ_ONLY)")
            found = con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'there'").fetchall()
    except duckdb.Error:
        return False
    return {("log",), ("dates",), ("vocabulary",)} <= set(found)


def create_table(
    con: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]
) -> None:
    """Creates a table from rows of Python values. `table` is what follows CREATE OR REPLACE; `columns`: name → type."""
    selected = ", ".join(f'unnest(${name}::{kind}[]) AS "{name}"' for name, kind in columns.items())
    values = {name: [row[nr] for row in rows] for nr, name in enumerate(columns)}
    con.execute(f"CREATE OR REPLACE {table} AS SELECT {selected}", values)
