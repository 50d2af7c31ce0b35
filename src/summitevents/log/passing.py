"""Passing files and folders: what is half made, and gone in the end; what killed processes left is cleared away.

1. A passing file is called `.NAME.TOKEN.writing`, a passing folder `.summitevents-TOKEN.passing`; no reader looks at them.
2. Who makes one holds the system's lock (flock) on it as long as it is needed. The system gives the lock of a killed process
   back, so that whoever can take it knows that nobody is at work there, and removes what was left.
3. Where there are no such locks, what is older than a day counts as left behind.
"""

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

ABANDONED = 24 * 60 * 60
"""Seconds after which something passing counts as left behind, where there are no locks."""
NAME_LENGTH = 40
"""How many characters of a file's name stand in its passing name, which has to fit into 255 bytes, too."""


def create_passing(path: Path) -> tuple[Path, int]:
    """Creates an empty file under a passing name beside `path`. Returns it, and a handle that holds its lock."""
    while True:
        beside = path.with_name(f".{path.name[:NAME_LENGTH]}.{secrets.token_hex(8)}.writing")
        handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
        if _held(handle, beside):
            return beside, handle
        os.close(handle)


def clear_abandoned(folder: Path, name: str = "*") -> None:
    """Removes the passing files, of all names or of one, that killed processes left in a folder."""
    pattern = "*" if name == "*" else _literal(name[:NAME_LENGTH])
    for left in folder.glob(f".{pattern}.*.writing"):
        with _abandoned(left) as gone:
            if gone:
                left.unlink(missing_ok=True)


@contextmanager
def passing_folder(parent: Path | None = None) -> Iterator[Path]:
    """Yields a new folder, in the system's folder for such things or in `parent`, which is removed in the end.

    What killed processes left there is removed at the start.
    """
    parent = parent or Path(tempfile.gettempdir())
    for left in parent.glob(".summitevents-*.passing"):
        with _abandoned(left) as gone:
            if gone:
                shutil.rmtree(left, ignore_errors=True)
    folder, handle = _create_folder(parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _create_folder(parent: Path) -> tuple[Path, int | None]:
    while True:
        try:
            folder = Path(tempfile.mkdtemp(prefix=".summitevents-", suffix=".passing", dir=parent))
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(parent)) from None
        with suppress(FileNotFoundError):  # somebody has cleared it away already
            handle = os.open(folder, os.O_RDONLY) if fcntl else None
            if handle is None or _held(handle, folder):
                return folder, handle
            os.close(handle)


def _held(handle: int, path: Path) -> bool:
    """Takes the lock on something new; says whether it is still there, and not cleared away in between."""
    if fcntl:
        with suppress(OSError):  # some network file systems have none
            fcntl.flock(handle, fcntl.LOCK_EX)
    return path.exists()


@contextmanager
def _abandoned(path: Path) -> Iterator[bool]:
    """Yields whether nobody is at work on something passing; holds its lock meanwhile."""
    try:
        found = path.lstat()
        if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
            raise PermissionError
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)) if fcntl else None
    except OSError:  # it is gone, or another user's
        yield False
        return
    try:
        yield _is_free(handle, found.st_mtime)
    finally:
        if handle is not None:
            os.close(handle)


def _is_free(handle: int | None, modified: float) -> bool:
    if fcntl and handle is not None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False
        except OSError:
            pass
    return modified < time.time() - ABANDONED


def _literal(name: str) -> str:
    """Returns a name as a pattern that stands for it alone."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)
