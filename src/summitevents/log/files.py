"""Files: their bytes read, and put in place whole or not at all."""

import errno
import os
from pathlib import Path

from summitevents.errors import UnreadableError


def sync_folder(folder: Path) -> None:
    """Brings a folder's names to the disk, where the system can do that."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises UnreadableError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from None


def file_size(path: Path) -> int:
    """How many bytes a file has. Raises UnreadableError where it is no file."""
    if path.is_dir():
        raise UnreadableError(f"{path}: {os.strerror(errno.EISDIR)}")
    try:
        return path.stat().st_size
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from None
