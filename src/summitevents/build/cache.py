"""Keeps folded tables from one run to the next, under a key of what they were made from; and opens them in a sandbox."""

import hashlib
import os
import tempfile
from pathlib import Path

import duckdb

from summitevents import sql
from summitevents.fold.scope import WHOLE, Scope
from summitevents.log.package import Package

KEEP = 8
"""How many files are kept: the newest ones."""


def connect(package: Package, scope: Scope = WHOLE) -> duckdb.DuckDBPyConnection:
    """Returns a connection to a package's tables: the kept ones if neither log nor code has changed, else new ones.

    It can read the tables, and nothing else: no file, no network, no Python object. Raises BadLogError, UnreadableError.
    """
    folder = _folder()
    if folder is None:  # nothing can be kept: the file goes once it is open
        with tempfile.TemporaryDirectory(prefix="summitevents-", ignore_cleanup_errors=True) as passing:
            return _made(package, Path(passing) / "tables.duckdb", scope)
    kept = folder / f"{_key(package, scope)}.duckdb"
    con = _opened(kept)
    if con is None:
        newest = max(folder.glob("*.duckdb"), key=lambda path: path.stat().st_mtime, default=None)
        con = _made(package, kept, scope, newest)
        for old in sorted(folder.glob("*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True)[KEEP:]:
            old.unlink(missing_ok=True)
    return con


def _made(package: Package, file: Path, scope: Scope, earlier: Path | None = None) -> duckdb.DuckDBPyConnection:
    from summitevents.build.pipeline import build_tables

    file.unlink(missing_ok=True)  # a damaged one
    build_tables(package, file, scope, earlier)
    con = _opened(file)
    assert con is not None
    return con


_SANDBOX = {  # what a query can never undo
    "python_enable_replacements": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}


def _opened(kept: Path) -> duckdb.DuckDBPyConnection | None:
    """Opens a kept file; returns None if it is missing or damaged."""
    try:
        return duckdb.connect(str(kept), read_only=True, config=_SANDBOX)  # type: ignore[arg-type]
    except duckdb.Error:
        return None


def _key(package: Package, scope: Scope) -> str:
    """Returns the key: a digest of the log, the scope, this package's own files, and DuckDB's version."""
    parts = f"{package.digest()}{scope}{duckdb.__version__}{sql.made_by()}"
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def _folder() -> Path | None:
    """Returns the user's cache folder (XDG); None if it cannot be written."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "summitevents"
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return home if os.access(home, os.W_OK) else None
