"""Files: read as bytes, and put in place whole or not at all.

Rules that every writer of this package keeps by going through here:

1. A name never stands for half a file: the content is written beside it, brought to the disk, and only then named.
2. What a killed writer leaves has a passing name (see `passing`); no reader looks at it, and the next writer clears it away.
3. On return, the file and its name are on the disk.
"""

import errno
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from summitevents.errors import UnreadableError
from summitevents.log.passing import clear_abandoned, create_passing


def read_bytes(path: Path) -> bytes:
    """Returns an ordinary file's bytes. Raises UnreadableError, also for what could keep a reader waiting, such as a pipe."""
    file_size(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from None


def from_here(folder: Path) -> str:
    """Returns a folder as seen from the working folder, with a slash at its end; "" if they are one.

    One that is neither above nor below the working folder is left as it is.
    """
    here, there = Path.cwd(), folder.resolve()
    near = there.is_relative_to(here) or here.is_relative_to(there)
    shown = Path(os.path.relpath(there, here)) if near else folder
    return "" if shown == Path() else f"{shown.as_posix().rstrip('/')}/"


def file_size(path: Path) -> int:
    """Returns an ordinary file's size in bytes. Raises UnreadableError if there is none."""
    try:
        found = path.stat()
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from None
    if stat.S_ISDIR(found.st_mode):
        raise UnreadableError(f"{path}: {os.strerror(errno.EISDIR)}")
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableError(f"{path}: not an ordinary file, but a pipe or a device")
    return found.st_size


def is_own(path: Path) -> bool:
    """Says whether a file or folder is there, is the user's, and no other user may write to it."""
    try:
        found = path.stat()
    except OSError:
        return False
    return not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)


def write_whole(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Writes a file, over an earlier one if there is one. A link stays a link.

    The earlier file's permissions are kept, and its owner where the system lets us; other hard links to it keep what it
    was. What is no ordinary file, such as a pipe or /dev/stdout, is written to as it is. Raises OSError that names
    `path`, also if the file there may not be written to: to replace it would not need that permission.
    """
    parts = [content] if isinstance(content, bytes) else content
    if path.exists() and not path.is_file():
        return _write_through(path, parts)
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    if path.is_symlink():
        try:
            path = path.resolve()
        except RuntimeError:  # links in a circle, until Python 3.12
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from None
    with written_beside(path, parts) as beside:
        put_in_place(beside, path)
    clear_abandoned(path.parent, path.name)
    return None


def put_in_place(made: Path, path: Path) -> None:
    """Gives a file that was made whole the name `path`, on the same disk; one that is there is replaced, as above."""
    try:
        if path.exists():
            _keep_permissions(path, made)
        made.replace(path)
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise OSError(
                errno.EBUSY, "mounted by itself, so it cannot be replaced; take another name", str(path)
            ) from None
        raise OSError(error.errno, error.strerror, str(path)) from None
    sync_folder(path.parent)


@contextmanager
def written_beside(path: Path, parts: Iterable[bytes]) -> Iterator[Path]:
    """Yields the passing name, beside `path`, of a file with this content, which is on the disk; removed in the end.

    Raises OSError with the name that the caller knows, or that of the folder, if nothing may be put there.
    """
    try:
        beside, handle = create_passing(path)
    except PermissionError as error:
        raise PermissionError(
            error.errno, f"{error.strerror}: a file is first put beside {path.name}", str(path.parent)
        ) from None
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        try:
            _fill(handle, parts)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(path)) from None
        finally:
            if os.name == "nt":  # Windows changes no name of an open file
                os.close(handle)
        yield beside
    finally:
        if os.name != "nt":
            os.close(handle)
        beside.unlink(missing_ok=True)


def _fill(handle: int, parts: Iterable[bytes]) -> None:
    """Writes parts to an open file, and brings it to the disk."""
    for part in parts:
        left = memoryview(part)
        while left:
            left = left[os.write(handle, left) :]
    os.fsync(handle)


def _keep_permissions(old: Path, new: Path) -> None:
    found = old.stat()
    if hasattr(os, "chown"):
        with suppress(OSError):  # only the superuser may give files away
            os.chown(new, found.st_uid, found.st_gid)
    shutil.copymode(old, new)


def _write_through(path: Path, parts: Iterable[bytes]) -> None:
    """Writes to a pipe or device. Nobody waits for a reader: that may be for ever."""
    try:
        handle = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
        os.set_blocking(handle, True)
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
    except OSError as error:
        told = "nobody reads from this pipe" if error.errno == errno.ENXIO else error.strerror
        raise OSError(error.errno, told, str(path)) from None


def sync_folder(folder: Path) -> None:
    """Brings a folder's names to the disk, where the system can do that, and the folder may be opened."""
    if os.name == "posix" and os.access(folder, os.R_OK):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
