"""Files: read as bytes, and put in place whole or not at all.

Rules that every writer of this package keeps by going through here:

1. A name never stands for half a file: the content is written beside it, brought to the disk, and only then named.
2. What a killed writer leaves is called `.NAME.TOKEN.writing`; no reader looks at it, and the next writer clears it away.
3. On return, the file and its name are on the disk.
"""

import errno
import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from summitevents.errors import UnreadableError

ABANDONED = 24 * 60 * 60
"""Seconds after which a `.writing` file counts as left behind by a killed writer."""


def read_bytes(path: Path) -> bytes:
    """Returns a file's bytes. Raises UnreadableError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from None


def file_size(path: Path) -> int:
    """Returns a file's size in bytes. Raises UnreadableError if there is none, or a folder."""
    if path.is_dir():
        raise UnreadableError(f"{path}: {os.strerror(errno.EISDIR)}")
    try:
        return path.stat().st_size
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from None


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file, over an earlier one if there is one, whose permissions it keeps. A link stays a link.

    What is no ordinary file, such as a pipe or /dev/stdout, is written to as it is. Raises OSError that names `path`,
    also if the file there may not be written to: to replace it would not need that permission.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    if path.is_symlink():
        try:
            path = path.resolve()
        except RuntimeError:  # links in a circle, until Python 3.12
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from None
    beside = write_beside(path, content)
    try:
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def write_beside(path: Path, content: bytes) -> Path:
    """Writes a content to the disk under a passing name beside `path`, and returns that name."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.writing")
    try:
        handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:  # the name that the caller knows says more than the passing one
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def clear_abandoned(folder: Path) -> None:
    """Removes what killed writers left in a folder, once it is old enough that nobody can be writing it."""
    for left in folder.glob(".*.writing"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - ABANDONED:
                left.unlink()


def sync_folder(folder: Path) -> None:
    """Brings a folder's names to the disk, where the system can do that, and the folder may be opened."""
    if os.name == "posix" and os.access(folder, os.R_OK):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
