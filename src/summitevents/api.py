"""The Python API: open a package, ask its tables, walk its timeline, check its log."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from summitevents import validation as tabular
from summitevents.curate.proposal import proposed_batch
from summitevents.errors import BadLogError, RefusedError, UnreadableError
from summitevents.findings.finding import Finding
from summitevents.log.package import Package, locate
from summitevents.query import asof
from summitevents.query.asof import View
from summitevents.query.timeline import TimelineRow, timeline_rows

__all__ = ["BadLogError", "Dataset", "Finding", "RefusedError", "TimelineRow", "UnreadableError", "open", "validate"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A summitevents package on disk: `root` is the folder that holds its datapackage.json."""

    root: Path

    def connect(
        self,
        *,
        as_of: int | str | None = None,
        known_by: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        certain: bool = False,
    ) -> duckdb.DuckDBPyConnection:
        """A read-only DuckDB connection with the public tables, best used in a `with`. It can reach no file, no network.

        `as_of`: only the first so many records, or those written down by a time ("2026-11-21", "2026-11-21T20:00:00Z"),
        or "sealed", or a release ("1.0.0"). `known_by`: only what sources say that were out by that day. `from_`, `to`: only events under way
        between these days, both inclusive. The days are EDTF; what may have been so counts, with `certain` what must.
        Raises BadLogError where the log has errors, UnreadableError where a position or day is none.
        """
        view = View(None if as_of is None else str(as_of), known_by, from_, to, certain)
        return asof.connect(Package(self.root), view)

    def timeline(
        self,
        *,
        kind: str | None = None,
        status: str | None = None,
        actor: str | None = None,
        place: str | None = None,
        text: str | None = None,
        as_of: int | str | None = None,
        known_by: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        certain: bool = False,
    ) -> Iterator[TimelineRow]:
        """The events that have a date, in time order.

        `actor` and `place` are parts of names in any of their spellings; `text` is part of what is said. The others are
        those of `connect`.
        """
        with self.connect(as_of=as_of, known_by=known_by, from_=from_, to=to, certain=certain) as con:
            yield from timeline_rows(con, kind=kind, status=status, actor=actor, place=place, text=text)

    def append(
        self,
        records: Iterable[Mapping[str, Any]],
        *,
        batch: str | None = None,
        expect: int | None = None,
        dry_run: bool = False,
        documents: Path | None = None,
    ) -> list[str]:
        """Adds records to the log in one new batch that appears whole or not at all; returns their ids, in order.

        A record has the fields of docs/format.md; `id`, `recorded_at` (now) and `recorded_by` (curator) are filled in
        where it has none, and so is the passage of its `words`, which are looked up in the document (in `documents` or
        seeds/). `batch` names the batch, YYYY-MM-DD-slug: ids are then `<batch>.1` and so on, and to append the same
        again does nothing but return them. `expect`: only where the log has just so many records. `dry_run`: only check.

        Everything is checked together with the whole log first. Raises RefusedError with the findings, UnreadableError
        where `batch` stands there with other records, where the log has moved on, or where this package is for reading.
        """
        package = Package(self.root)
        with proposed_batch(package, records, batch=batch, expect=expect, documents=documents) as proposal:
            return proposal.ids if dry_run else proposal.write()

    def findings(self, documents: Path | None = None) -> list[Finding]:
        """All that `summitevents validate` finds, errors and warnings; citations too where `documents` (or seeds/) has them."""
        return tabular.validate(self.root, documents=documents).findings


def open(path: str | Path | None = None) -> Dataset:
    """The package in the folder `path`; or the nearest upwards from here; or the one that came installed.

    Raises UnreadableError where there is none.
    """
    return Dataset(locate(Path(path) if path is not None else None).root)


def validate(path: str | Path, engine: tabular.Engine = "duckdb") -> list[Finding]:
    """Everything wrong with a data package, ours or any other, by its datapackage.json or the folder that holds it.

    Of a summitevents package that is all that can be said of its log, and of a release's tables; of any other, its tables
    are checked by their schemas, in DuckDB, or by frictionless-py. Raises UnreadableError where there is no datapackage.json.
    """
    return tabular.validate(Path(path), engine).findings
