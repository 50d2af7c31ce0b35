"""Folded tables, kept from one run to the next under a key of what they were made from."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from summitevents.log import WHOLE, Package, Scope

KEEP = 8
"""How many files are kept: the newest ones."""


@contextmanager
def connect(
    package: Package, before: Callable[[], object] = lambda: None, scope: Scope = WHOLE
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a package's tables: the kept ones where neither log nor code has changed, else made anew.

    It can read the tables, and nothing else. `before` is called where they have to be made. Raises BadLogError,
    UnreadableError.
    """
    kept = _folder() / f"{_key(package, scope)}.duckdb"
    con = _opened(kept)
    if con is None:
        before()
        from summitevents import build

        build.build(package, kept, scope)
        for old in sorted(kept.parent.glob("*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True)[KEEP:]:
            old.unlink(missing_ok=True)
        con = _opened(kept)
        assert con is not None
    with con:
        yield con


_SANDBOX = {
    "python_enable_replacements": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}


def _opened(kept: Path) -> duckdb.DuckDBPyConnection | None:
    """The file, opened; None where it is missing or damaged."""
    try:
        return duckdb.connect(str(kept), read_only=True, config=_SANDBOX)  # type: ignore[arg-type]
    except duckdb.Error:
        return None


def _key(package: Package, scope: Scope) -> str:
    """The key: the log's digest, the scope, this package's own files, and DuckDB's version."""
    key = hashlib.sha256(f"{package.digest()}{scope}{duckdb.__version__}".encode())
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
