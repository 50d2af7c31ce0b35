"""The whole way on one page: log → check → fold → tables."""

import os
from pathlib import Path

import duckdb

from summitevents import progress
from summitevents.check import rules
from summitevents.check.kept import NOTHING, Known
from summitevents.check.log import check_work
from summitevents.errors import BadLogError
from summitevents.fold.database import database_file
from summitevents.fold.scope import WHOLE, Scope
from summitevents.fold.tables import add_macros, comment_tables, make_tables
from summitevents.fold.workspace import LARGE, Workspace
from summitevents.log.files import file_size
from summitevents.log.package import Package

LEAST_MEMORY = 1 << 30
"""So many bytes DuckDB may take to build any log, and half as much again as a large log has."""

AMBIGUOUS = ("absorbed-twice", "same-circle")
"""Errors that the fold cannot make sense of. A shorter log may still have them, where a later record mends them; of all
other errors in it, the fold takes no notice."""


def build_tables(
    package: Package, target: Path, scope: Scope = WHOLE, described: bool = True, known: Known = NOTHING
) -> None:
    """Builds a log's tables in a DuckDB file that appears whole or not at all.

    Unless the file is to be `described`, it has neither comments nor macros. What is `known` of the log is not checked again.
    Raises BadLogError, UnreadableError.
    """
    size = sum(map(file_size, package.batches()))
    large = size >= LARGE
    with database_file(target, large=large, memory=max(LEAST_MEMORY, size * 3 // 2)) as con:
        if not described and not large:  # to compress what only we read takes longer than to write it
            con.execute("SET force_compression = 'uncompressed'")
        fold_log(con, package, scope, known)
        if described:
            _describe(con)


def build_reproducible_tables(package: Package, target: Path) -> None:
    """Builds the same file, byte for byte, from the same log with the same DuckDB; larger, and more slowly.

    Threads would finish blocks in any order. Of the compressions, FSST takes random samples, and others leave bytes of
    unused memory in the file.
    """
    with database_file(target) as con:
        con.execute("SET threads = 1; SET force_compression = 'uncompressed'")
        fold_log(con, package)
        _describe(con)


def describe_tables(bare: Path, target: Path) -> None:
    """Makes of a file of tables without comments and macros one that has them, of the same time of modification."""
    stamp = bare.stat().st_mtime_ns
    with database_file(target, bare) as con:
        _describe(con)
    os.utime(target, ns=(stamp, stamp))


def _describe(con: duckdb.DuckDBPyConnection) -> None:
    comment_tables(con)
    add_macros(con)


def fold_log(con: duckdb.DuckDBPyConnection, package: Package, scope: Scope = WHOLE, known: Known = NOTHING) -> None:
    """Checks a log, and makes its tables in the connection's database. Raises BadLogError, UnreadableError."""
    work = Workspace(con, package, for_tables=True, clear=known.clear)
    found = check_work(work, good=known.good).findings
    if scope != WHOLE and not found.errors:
        work.narrow(scope)
        found += rules.broken_rules(work, set(), only=AMBIGUOUS)
    if found.errors:
        raise BadLogError(found)
    progress.enter("tables")
    make_tables(work)
