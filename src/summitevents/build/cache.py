"""Keeps folded tables from one run to the next, under a key of what they were made from; and opens them in a sandbox.

What others could have written is not opened: the folder is the user's alone (mode 0700), and so is each file.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

import duckdb

from summitevents import sql
from summitevents.fold.database import is_plain
from summitevents.fold.scope import WHOLE, Scope
from summitevents.log.cache_folder import cache_folder, leave_newest
from summitevents.log.files import is_own
from summitevents.log.package import Package
from summitevents.log.passing import passing_folder

KEEP = 8
"""How many files are kept: the newest ones."""


def connect(
    package: Package, scope: Scope = WHOLE, memory: int | None = None, described: bool = False
) -> duckdb.DuckDBPyConnection:
    """Returns a connection to a package's tables: the kept ones if neither log nor code has changed, else new ones.

    It can read the tables, and nothing else: no file, no network, no Python object. `memory`: the most bytes that DuckDB
    may take. `described`: with the comments and the macros, which take a quarter of the time to make, and which only those
    need who write SQL of their own. Raises BadLogError, UnreadableError.
    """
    folder = _folder()
    if folder is None:  # nothing can be kept: the file goes once it is open
        with passing_folder() as passing:
            return _limited(_made(package, passing / "tables", scope, described), memory)
    while True:
        key = _key(package, scope)
        con = _opened(_file(folder / key, True)) or (None if described else _opened(_file(folder / key, False)))
        if con:
            return _limited(con, memory)
        with passing_folder(folder) as passing:  # what is kept, others may make, replace and remove at any moment
            with suppress(OSError):
                os.link(_file(folder / key, False), _file(passing / key, False))
            _made(package, passing / key, scope, described).close()
            if _key(package, scope) == key:  # or somebody wrote to the log meanwhile: this is no state that we know
                for made in passing.glob("*.duckdb"):
                    made.replace(folder / made.name)
        leave_newest(folder, "*.duckdb", KEEP)


def _file(kept: Path, described: bool) -> Path:
    """Returns the file of tables under a key, with or without comments and macros."""
    return kept.with_name(f"{kept.name}{'' if described else '-bare'}.duckdb")


def discard() -> None:
    """Throws the kept files away, as one of them is damaged."""
    folder = _folder()
    for kept in folder.glob("*.duckdb") if folder else ():
        kept.unlink(missing_ok=True)


def _made(package: Package, kept: Path, scope: Scope, described: bool) -> duckdb.DuckDBPyConnection:
    from summitevents.build.pipeline import build_tables, describe_tables
    from summitevents.check.kept import known_of

    bare, file = _file(kept, False), _file(kept, described)
    earlier_bare = _opened(bare) if described else None
    if earlier_bare:
        earlier_bare.close()
    else:
        bare.unlink(missing_ok=True)  # a damaged one, or not ours
        build_tables(package, bare, scope, described=False, known=known_of(package))
        bare.chmod(0o600)
    if described:
        file.unlink(missing_ok=True)
        describe_tables(bare, file)
        file.chmod(0o600)
    con = _opened(file)
    assert con is not None
    return con


_SANDBOX = {  # what a query can never undo
    "python_enable_replacements": "false",
    "enable_external_access": "false",
    "temp_directory": "",  # nothing goes to the disk
    "extension_directory": "none",  # or errors would tell where it is
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def _opened(kept: Path) -> duckdb.DuckDBPyConnection | None:
    """Opens a kept file; returns None if it is missing or damaged, or others may have written to it."""
    if not is_own(kept):
        return None
    try:
        return duckdb.connect(str(kept), read_only=True, config=_SANDBOX)  # type: ignore[arg-type]
    except duckdb.Error:
        return None


def _limited(con: duckdb.DuckDBPyConnection, memory: int | None) -> duckdb.DuckDBPyConnection:
    """Sets the limit of memory, and lets no query change a setting. Connections to one file share the first one's."""
    try:
        if memory is not None:
            con.execute(f"SET memory_limit = '{memory}B'")
        con.execute("SET lock_configuration = true")
    except duckdb.InvalidInputException:  # another connection in this process has locked them
        pass
    return con


def _key(package: Package, scope: Scope) -> str:
    """Returns the key: a digest of the log, its vocabulary, the scope, this package's own files, and DuckDB's version."""
    name, vocabulary = package.named_vocabulary()
    parts = f"{package.digest()}{name!r}{scope}{duckdb.__version__}{sql.made_by()}"
    return hashlib.sha256(parts.encode() + vocabulary).hexdigest()[:32]


def _folder() -> Path | None:
    """Returns the cache folder; None if there is none, or if DuckDB would not find it by its name."""
    home = cache_folder()
    return home if home and is_plain(home) else None
