"""Draws how far a long check or build has come, as `progress` computes it, on a line that is gone in the end."""

import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from summitevents.progress import Watch, watched

AFTER = 1.0
"""Seconds before the line is first drawn."""
_EVERY = 0.2
"""Seconds between two drawings."""


@contextmanager
def progress_line(doing: str, stages: Mapping[str, float]) -> Iterator[None]:
    """Shows how far the work within is, and how long it may still take; only if standard error is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    with watched(stages) as watch:
        over = threading.Event()
        drawer = threading.Thread(target=_draw_until, args=(over, doing, watch), daemon=True)
        drawer.start()
        try:
            yield
        finally:
            over.set()
            drawer.join()


def _draw_until(over: threading.Event, doing: str, watch: Watch) -> None:
    drawn = ""
    if not over.wait(AFTER):
        while not over.wait(_EVERY):
            line = _line(doing, watch)[: _columns() - 1]
            _draw(line.ljust(len(drawn)))
            drawn = line
    if drawn:
        _draw(" " * len(drawn) + "\r")


def _draw(line: str) -> None:
    with suppress(OSError):
        sys.stderr.write(f"\r{line}")
        sys.stderr.flush()


def _line(doing: str, watch: Watch) -> str:
    if not watch.records:
        return f"{doing} …"
    left = watch.left()
    return f"{doing} {watch.records:,} records … {watch.share():.0%}" + (f", about {left:.0f} s left" if left else "")


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except OSError:
        return 80
