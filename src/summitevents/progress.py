"""Computes how far a long check or build has come: its stages report here, and another thread may ask.

Nothing is computed unless somebody watches.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHECK_STAGES = {"lines": 22.0, "form": 1.0, "rules": 10.0}
"""The stages of a check, and in what proportion they take time for a million records."""
BUILD_STAGES = {**CHECK_STAGES, "tables": 67.0}
"""The stages of a build, likewise."""
_MOST = 0.95
"""How much of a stage counts as done, at most, before it is over."""
_LEAST = 0.02
"""How much of the whole must be done before the time that is left can be told from it."""


class Watch:
    """One piece of work under way. `stages`: their names, in order, and how long each usually takes beside the others."""

    def __init__(self, stages: Mapping[str, float]) -> None:
        self.stages = stages
        self.records: int | None = None
        self.begun = time.monotonic()
        self._stage = ""
        self._stage_begun = 0.0
        self._before = 0.0  # what the stages before this one take, in the unit of `stages`
        self._part = 0.0  # how much of this stage was done when somebody last asked, from 0 to 1
        self._con: DuckDBPyConnection | None = None

    def enter(self, stage: str, con: "DuckDBPyConnection | None", records: int | None) -> None:
        """Begins a stage, which ends the one before it. If it is one query, `con` can be asked how far that is."""
        if stage not in self.stages:
            return
        if con:
            con.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        names, now = list(self.stages), time.monotonic()
        before = sum(self.stages[name] for name in names[: names.index(stage)])
        if self._stage and before <= self._before:  # the work has begun again, as when a resumed build is given up
            self.begun = now
        self._stage, self._stage_begun, self._before, self._part, self._con = stage, now, before, 0.0, con
        self.records = records or self.records

    def share(self) -> float:
        """Returns how much is done, from 0 to 1: of this stage as its query says, or else as the clock leads to expect."""
        if not self._stage:
            return 0.0
        now = time.monotonic()
        if self._con:
            part = self._con.query_progress() / 100  # less than 0 between queries
        else:
            took = self._stage_begun - self.begun
            part = (now - self._stage_begun) * self._before / (took * self.stages[self._stage]) if took else 0.0
        self._part = max(self._part, min(part, _MOST))
        return (self._before + self._part * self.stages[self._stage]) / sum(self.stages.values())

    def left(self) -> float | None:
        """Returns about how many seconds are left; None if too little is done to say."""
        done, spent = self.share(), time.monotonic() - self.begun
        return spent * (1 - done) / done if done >= _LEAST else None


_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)


def enter(stage: str, con: "DuckDBPyConnection | None" = None, records: int | None = None) -> None:
    """Begins a stage; does nothing unless somebody watches. See `Watch.enter`."""
    if watch := _WATCH.get():
        watch.enter(stage, con, records)


@contextmanager
def watched(stages: Mapping[str, float]) -> Iterator[Watch]:
    """Watches what is done within."""
    watch = Watch(stages)
    token = _WATCH.set(watch)
    try:
        yield watch
    finally:
        _WATCH.reset(token)
