"""The Python API: open a package, ask its tables, walk its timeline, add records, check its log."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from summitevents import validation
from summitevents.curate.proposal import proposed_batch
from summitevents.errors import BadLogError, RefusedError, UnreadableError
from summitevents.findings.finding import Finding
from summitevents.log.package import Package, locate
from summitevents.query import asof
from summitevents.query.asof import View
from summitevents.query.limits import Clock, parse_memory
from summitevents.query.select import Row, stream_query
from summitevents.query.timeline import TimelineRow, Wanted, timeline_rows

__all__ = ["BadLogError", "Dataset", "Finding", "RefusedError", "TimelineRow", "UnreadableError", "open", "validate"]


Day = str | int | date
"""A day, a month or a year: an EDTF text, the number of a year, or a day of Python's own."""


def _edtf(day: Day | None) -> str | None:
    if isinstance(day, date):  # of a datetime, too, the day
        return day.isoformat()[:10]
    return f"{day:04}" if isinstance(day, int) else day


@dataclass(frozen=True, slots=True)
class Dataset:
    """A summitevents package on disk: `root` is the folder that holds its datapackage.json.

    `read_only`: it is the one that came installed, which nobody writes to.
    """

    root: Path
    read_only: bool = False

    def connect(
        self,
        *,
        as_of: int | str | None = None,
        known_by: Day | None = None,
        from_: Day | None = None,
        to: Day | None = None,
        certain: bool = False,
        memory: str | None = "2GB",
    ) -> duckdb.DuckDBPyConnection:
        """Returns a read-only DuckDB connection with the public tables, best used in a `with`. It reaches no file, no network.

        `as_of`: only the first N records, or those written down by a time ("2026-11-21", "2026-11-21T20:00:00Z"), or
        "sealed", or a release ("1.0.0"). `known_by`: only what sources say that were out by that day. `from_`, `to`:
        only events under way between these days, both inclusive. Days are EDTF, a year, or a `datetime.date`. If a date
        leaves room, what may have been so counts; with `certain`, only what must have been so. `memory`: the most that
        DuckDB may take; None is no limit of ours. Connections to the same tables in one process share the first one's.
        Raises BadLogError if the log has errors, UnreadableError if there is no such position or day.
        """
        view = View(None if as_of is None else str(as_of), _edtf(known_by), _edtf(from_), _edtf(to), certain)
        return asof.connect(Package(self.root), view, parse_memory(memory) if memory else None, described=True)

    def query(
        self,
        text: str,
        values: Mapping[str, str | None] | None = None,
        *,
        timeout: float | None = 60,
        memory: str | None = "2GB",
        as_of: int | str | None = None,
        known_by: str | None = None,
        certain: bool = False,
    ) -> Iterator[Row]:
        """Yields the rows of one SELECT, column → value, as `summitevents query` asks it, and with the same limits.

        `values`: parameter → value. `timeout`: how many seconds DuckDB may work on it; None is no limit. The other
        parameters are those of `connect`. Raises UnreadableError, also when a limit is reached.
        """
        with self.connect(as_of=as_of, known_by=known_by, certain=certain, memory=memory) as con:
            found = stream_query(con, text, values, Clock(con, timeout))
            yield from (dict(zip(found.columns, row, strict=True)) for row in found.rows)

    def timeline(
        self,
        *,
        kind: Wanted = None,
        status: Wanted = None,
        actor: Wanted = None,
        place: Wanted = None,
        text: Wanted = None,
        as_of: int | str | None = None,
        known_by: Day | None = None,
        from_: Day | None = None,
        to: Day | None = None,
        certain: bool = False,
    ) -> Iterator[TimelineRow]:
        """Yields the events that have a date, in time order.

        `actor` and `place` are words of names, in any spelling; `text`: words that one claim has, all of them. Of several
        kinds, statuses or places an event has any, of several actors or texts all. The other parameters are those of
        `connect`.
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
        """Adds records to the log in one new batch, which appears whole or not at all. Returns their ids, in order.

        A record has the fields of docs/format.md. If it has no `id`, `recorded_at` or `recorded_by`, they are filled in
        (the time is now, the role `curator`); its `words`, if it has them, are looked up in the document (in `documents`,
        or seeds/) and become its passage. `batch` names the batch, YYYY-MM-DD-slug: ids are then `<batch>.1` and so on, and
        to append the same again only returns them. `expect`: only if the log has exactly this many records. `dry_run`:
        check, and write nothing.

        Everything is checked together with the whole log first. Raises RefusedError with the findings; UnreadableError if
        the log has a batch of that name with other records, if it does not have `expect` records, or if the package is the
        installed one, which is for reading.
        """
        package = Package(self.root, self.read_only)
        with proposed_batch(package, records, batch=batch, expect=expect, documents=documents) as proposal:
            return proposal.ids if dry_run else proposal.write()

    def findings(self, documents: Path | None = None) -> list[Finding]:
        """Returns all that `summitevents validate` finds, errors and warnings.

        Citations are checked if `documents` (or seeds/) holds what they cite.
        """
        return validation.validate(self.root, documents=documents).findings


def open(path: str | Path | None = None) -> Dataset:
    """Opens the package in the folder `path`; or the nearest upwards from here; or, to be read, the one that came installed.

    Raises UnreadableError if there is no package.
    """
    package = locate(Path(path) if path is not None else None)
    return Dataset(package.root, package.read_only)


def validate(path: str | Path, engine: validation.Engine = "duckdb") -> list[Finding]:
    """Returns everything wrong with a data package, ours or any other, by its datapackage.json or the folder of that.

    The log of a summitevents package is checked by our rules, and so are a release's tables; the tables of any other package
    are checked by their schemas, in DuckDB or by frictionless-py. Raises UnreadableError if there is no datapackage.json.
    """
    return validation.validate(Path(path), engine).findings
