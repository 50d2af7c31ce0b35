"""Puts a batch into the log: whole or not at all, never over another one, and one writer at a time.

A hard link gives the batch its name, and fails if the name is taken. Only on a file system without hard links does this
rest on the writers' lock.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from summitevents.log.files import sync_folder, written_beside
from summitevents.log.package import Package
from summitevents.log.passing import clear_abandoned

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


def put_batch(package: Package, name: str, content: bytes) -> None:
    """Puts a batch into the log under a name that is free; on return it is on the disk.

    Raises FileExistsError if the name is taken.
    """
    folder = package.events
    with written_beside(folder / name, [content]) as beside:
        _link(beside, folder / name)
        sync_folder(folder)
    clear_abandoned(folder)


def _link(aside: Path, final: Path) -> None:
    """Gives a file its name, by a hard link. Without hard links it looks and then renames: only the lock keeps others out."""
    try:
        os.link(aside, final)
    except FileExistsError:
        raise
    except OSError:
        if final.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(final)) from None
        aside.rename(final)


@contextmanager
def writers_lock(package: Package, on_wait: Callable[[], object] = lambda: None) -> Iterator[bool]:
    """Holds the writers' lock, which is on the folder events/ itself; yields False if the system has no such lock.

    The lock leaves nothing behind, and that of a killed writer is free at once. `on_wait` is called if another holds it.
    Raises UnreadableError if the package is not to be written to.
    """
    package.expect_writable()
    handle = os.open(package.events, os.O_RDONLY) if fcntl else None
    try:
        yield _locked(handle, on_wait)
    finally:
        if handle is not None:
            os.close(handle)


def _locked(handle: int | None, on_wait: Callable[[], object]) -> bool:
    if fcntl is None or handle is None:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        on_wait()
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:  # some network file systems
        return False
    return True
