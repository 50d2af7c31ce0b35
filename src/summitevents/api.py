"""The Python API: open a package, ask its tables, walk its timeline, check its log."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from summitevents import build, cache, log, query
from summitevents.build import BadLogError
from summitevents.findings import Finding
from summitevents.log import UnreadableError
from summitevents.query import TimelineRow

__all__ = ["BadLogError", "Dataset", "Finding", "TimelineRow", "UnreadableError", "open"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A summitevents package on disk: `root` is the folder that holds its datapackage.json."""

    root: Path

    def connect(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A read-only DuckDB connection with the public tables, to be used in a `with`.

        It can reach no file and no network. Raises BadLogError where the log has errors.
        """
        return cache.connect(log.Package(self.root))

    def timeline(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        kind: str | None = None,
        status: str | None = None,
        actor: str | None = None,
        place: str | None = None,
        text: str | None = None,
    ) -> Iterator[TimelineRow]:
        """The events that have a date, in time order.

        `from_` and `to` are ISO days, both inclusive: events that may have been under way between them pass. `actor`
        and `place` are parts of names in any of their spellings; `text` is part of what is said.
        """
        with self.connect() as con:
            yield from query.timeline(
                con, **{"from": from_, "to": to}, kind=kind, status=status, actor=actor, place=place, text=text
            )

    def findings(self, documents: Path | None = None) -> list[Finding]:
        """Everything wrong with the log, errors and warnings; citations too where `documents` (or seeds/) has them."""
        return build.validate(log.Package(self.root), documents).findings


def open(path: str | Path | None = None) -> Dataset:  # noqa: A001 - the name every reader expects
    """The package in the folder `path`; or the nearest upwards from here; or the one that came installed.

    Raises UnreadableError where there is none.
    """
    return Dataset(log.locate(Path(path) if path is not None else None).root)
