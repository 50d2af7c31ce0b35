"""How far a long check or build has come: its stages tell, and whoever watches may ask from another thread."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import duckdb


@dataclass(slots=True)
class Watch:
    """One piece of work under way. `stages`: their names, in order, and what part of the whole each usually takes."""

    stages: Mapping[str, float]
    records: int | None = None
    begun: float = field(default_factory=lambda: time.monotonic())
    _stage: str | None = None
    _since: float = 0.0
    _before: float = 0.0
    _part: float = 0.0
    _con: duckdb.DuckDBPyConnection | None = None

    def enter(self, stage: str, con: duckdb.DuckDBPyConnection | None, records: int | None) -> None:
        """A stage begins, and so the one before it is over. One that is one query can be asked, by its connection."""
        if stage not in self.stages:
            return
        if con:
            con.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        names, now = list(self.stages), time.monotonic()
        before = sum(self.stages[name] for name in names[: names.index(stage)])
        if self._stage and before <= self._before:  # all over again, as for a part of a log that was looked at before
            self.begun = now
        self._stage, self._since, self._before, self._part, self._con = stage, now, before, 0.0, con
        self.records = records or self.records

    def share(self) -> float:
        """How much is done, from 0 to 1; of what is under way, as its query says, or else as the clock lets expect."""
        if self._stage is None:
            return 0.0
        now = time.monotonic()
        if self._con:
            part = self._con.query_progress() / 100  # less than 0 between queries
        else:
            took = self._since - self.begun
            part = (now - self._since) * self._before / (took * self.stages[self._stage]) if took else 0.0
        self._part = max(self._part, min(part, 0.95))
        return (self._before + self._part * self.stages[self._stage]) / sum(self.stages.values())

    def left(self) -> float | None:
        """About how many seconds are left; nothing where too little is done to say."""
        done, spent = self.share(), time.monotonic() - self.begun
        return spent * (1 - done) / done if done >= 0.02 else None


_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)


def enter(stage: str, con: duckdb.DuckDBPyConnection | None = None, records: int | None = None) -> None:
    """A stage begins: nothing, unless somebody watches."""
    if watch := _WATCH.get():
        watch.enter(stage, con, records)


@contextmanager
def watched(stages: Mapping[str, float]) -> Iterator[Watch]:
    """What is done within is watched."""
    watch = Watch(stages)
    token = _WATCH.set(watch)
    try:
        yield watch
    finally:
        _WATCH.reset(token)
