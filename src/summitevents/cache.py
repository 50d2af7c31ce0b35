"""Folded tables, kept from one run to the next under a key of what they were made from."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from summitevents.log import Package

KEEP = 8
"""How many files are kept: the newest ones."""


def tables_of(package: Package, before: Callable[[], object] = lambda: None) -> Path:
    """The DuckDB file of a package's tables: the kept one where neither log nor code has changed, else made anew.

    `before` is called where it has to be made. Raises BadLogError, UnreadableError.
    """
    folder = _folder()
    kept = folder / f"{_key(package)}.duckdb"
    if not kept.exists():
        before()
        from summitevents import build

        build.build(package, kept)
        for old in sorted(folder.glob("*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True)[KEEP:]:
            old.unlink(missing_ok=True)
    return kept


def _key(package: Package) -> str:
    """The key: the log's digest, this package's own files, and DuckDB's version."""
    import duckdb

    key = hashlib.sha256(f"{package.digest()}{duckdb.__version__}".encode())
    here = Path(__file__).parent
    for path in sorted([*here.rglob("*.py"), *here.rglob("*.sql")]):
        key.update(path.read_bytes())
    return key.hexdigest()[:32]


def _folder() -> Path:
    """The user's cache folder (XDG), or the temporary one where that cannot be written."""
    import tempfile

    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "summitevents"
    try:
        home.mkdir(parents=True, exist_ok=True)
        if os.access(home, os.W_OK):
            return home
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="summitevents-"))
