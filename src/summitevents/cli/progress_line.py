"""Draws how far a long check or build has come, as `progress` computes it, on a line that is gone in the end."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summitevents.progress import Watch

AFTER = 1.0
"""After how many seconds a person who waits is told how far it is."""
_EVERY = 0.2


@contextmanager
def waiting(doing: str) -> Iterator[None]:
    """What takes its time: how far it is, and how long it may still take, on a line that is gone in the end.

    On a terminal only. The names of the stages are those of `build`; to check is the first of them.
    """
    if not sys.stderr.isatty():
        yield
        return
    from summitevents import progress
    from summitevents.build.pipeline import BUILD_STAGES
    from summitevents.check.log import CHECK_STAGES

    with progress.watched(CHECK_STAGES if doing == "checking" else BUILD_STAGES) as watch:
        over = threading.Event()
        teller = threading.Thread(target=_tell, args=(doing, watch, over), daemon=True)
        teller.start()
        try:
            yield
        finally:
            over.set()
            teller.join()


def _tell(doing: str, watch: "Watch", over: threading.Event) -> None:
    told = ""
    if not over.wait(AFTER):
        while not over.wait(_EVERY):
            line = _progress(doing, watch)[: _columns() - 1]
            _draw(line.ljust(len(told)))
            told = line
    if told:
        _draw(" " * len(told) + "\r")


def _draw(line: str) -> None:
    with suppress(OSError):
        sys.stderr.write(f"\r{line}")
        sys.stderr.flush()


def _progress(doing: str, watch: "Watch") -> str:
    if not watch.records:
        return f"{doing} …"
    left = watch.left()
    return f"{doing} {watch.records:,} records … {watch.share():.0%}" + (f", about {left:.0f} s left" if left else "")


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except OSError:
        return 80
