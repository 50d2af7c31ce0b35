"""The one DuckDB of this process, in memory: its start takes as long as the check of ten thousand rows."""

import atexit
from contextlib import ExitStack
from functools import cache
from tempfile import TemporaryDirectory

import duckdb


def connected() -> duckdb.DuckDBPyConnection:
    """Returns a connection of its own, to be closed: nobody else sees its temporary tables, and they end with it."""
    return _database().cursor()


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """Starts DuckDB; what does not fit in memory goes to a folder that is removed when the process ends."""
    kept = ExitStack()
    atexit.register(kept.close)
    spill = kept.enter_context(TemporaryDirectory())
    return kept.enter_context(duckdb.connect(config={"temp_directory": spill, "python_enable_replacements": "false"}))
