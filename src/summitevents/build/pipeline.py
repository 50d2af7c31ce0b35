"""The whole pipeline on one page: log → check → fold → tables."""

import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from summitevents import progress
from summitevents.build import incremental as grow
from summitevents.check import citations, form, rules
from summitevents.errors import BadLogError
from summitevents.findings.finding import Finding
from summitevents.fold import tables
from summitevents.fold.scope import WHOLE, Scope
from summitevents.log import bulk as reading
from summitevents.log.bulk import Lines
from summitevents.log.files import file_size
from summitevents.log.package import Package, events_file
from summitevents.log.reader import DECLARING
from summitevents.log.releases import check_releases
from summitevents.log.revisions import check_against

FINDING = ("file", "line", "column", "severity", "code", "record", "field", "value", "message", "help")
AMBIGUOUS = ("absorbed-twice", "same-circle")
"""Errors that a later record has mended may stand in a shorter log; of these, the fold cannot make sense."""
CHECKING = {"lines": 22.0, "form": 1.0, "rules": 10.0}
BUILDING = {**CHECKING, "tables": 67.0}
"""The stages, and in what proportion they take time for a million records: for whoever watches."""


@dataclass(slots=True)
class Verdict:
    """What a check came to: the files that it looked at, how many records they hold, and what was found."""

    files: list[str] = field(default_factory=list)
    records: int = 0
    citations_checked: int = 0
    citations_unchecked: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many are warnings."""
        return len(self.findings) - self.errors


SCREENED = 4_000_000
"""From how many bytes on a log is screened first: below that, to look at every line takes less than to plan the screen."""
_PORTION = 20_000
"""How many lines are held in memory while they are looked at."""


def check(
    con: duckdb.DuckDBPyConnection,
    package: Package,
    documents: Path | None = None,
    scope: Scope = WHOLE,
    whole: bool = False,
) -> Verdict:
    """log → check: reads the log strictly, checks the form and the rules of every record; leaves the log in `con`.

    The rules are those of the whole log. The log that is left is that of the scope; `whole`: with every
    field and leaf hash, for the tables.
    """
    with tempfile.TemporaryDirectory(prefix="summitevents-") as aside:
        lines = reading.lines(con, package, Path(aside))
        progress.enter("lines", con, len(lines))
        tables.read(con, lines, sum(file_size(batch.text) for batch in lines.batches) >= SCREENED, whole)
    progress.enter("form")
    files = [events_file(path.name) for path in package.batches()]
    verdict = Verdict(files, len(lines) + len(lines.unread), findings=list(lines.findings))
    refused, unread = _looked_at(lines, tables.unclear(con), verdict.findings)
    progress.enter("rules")
    tables.load(con, refused)
    tables.fold(con, for_rules=True)
    tables.tell_apart(con, lines)
    verdict.findings += rules.check(con, lines, unread)
    if documents:
        found, verdict.citations_checked, verdict.citations_unchecked = citations.check(con, lines, documents)
        verdict.findings += found
    verdict.findings.sort(key=lambda f: (f.file, f.line or 0, f.column or 0, f.code))
    if scope != WHOLE and not verdict.errors:
        tables.load(con, refused, scope)
        tables.fold(con, for_rules=True)
        verdict.findings += rules.check(con, lines, set(), only=AMBIGUOUS)
    return verdict


def _looked_at(lines: Lines, unclear: Iterable[int], findings: list[Finding]) -> tuple[list[int], set[str]]:
    """Reads strictly, and checks the form of, what is not clear. The lines refused, and what these declare."""
    refused: list[int] = []
    unread = {str(line.value.get(name)) for line in lines.unread for name in DECLARING}
    unsure = sorted({*unclear, *lines.strict})
    for first in range(0, len(unsure), _PORTION):
        portion = unsure[first : first + _PORTION]
        findings += lines.fetch(portion)
        good, malformed = form.check(lines[pos] for pos in portion)
        findings += malformed
        bad = sorted({*portion} - {line.pos for line in good})
        unread |= {str(lines[pos].value.get(name)) for pos in bad for name in DECLARING}
        refused += bad
        if len(unsure) > _PORTION:
            lines.kept.clear()
    return refused, unread


def validate(package: Package, documents: Path | None = None, revision: str | None = None) -> Verdict:
    """Everything that can be said against a log, in one run.

    With a git `revision`, also what it changes of the log as it was there. Raises UnreadableError where git does not
    know that.
    """
    changed = check_against(package, revision) if revision is not None else []
    with tables.engine() as con:
        verdict = check(con, package, documents or package.root / "seeds")
    verdict.findings = [*changed, *verdict.findings, *check_releases(package)]
    return verdict


def build(
    package: Package, target: Path, scope: Scope = WHOLE, same_bytes: bool = False, earlier: Path | None = None
) -> None:
    """check → fold → tables, in a DuckDB file that appears whole or not at all. Raises BadLogError.

    Where the log is large and has only grown since the tables in `target`, or in an `earlier` file, were made of it, they
    go on from there: the rows are those of a new fold, though perhaps in another order. With `same_bytes`, the file is
    the same for the same log and DuckDB; it is larger then, and made more slowly.
    """
    large = scope == WHOLE and not same_bytes and sum(map(file_size, package.batches())) >= SCREENED
    batches = grow.batches(package) if large else []
    before = grow.start(earlier or target) if large else None
    if before and grow.goes_on(before, batches):
        with suppress(grow.AnewError, duckdb.Error):  # the latter of a damaged file
            go_on(package, target, before, batches)
            return
    stamp = time.time_ns() if large else None
    with tables.aside(target, same_bytes, stamp=stamp) as con:
        verdict = check(con, package, scope=scope, whole=True)
        if verdict.errors:
            raise BadLogError(verdict.findings)
        progress.enter("tables")
        tables.make(con)
        tables.describe(con)
        tables.add_macros(con)
        if stamp:
            grow.note(con, batches, stamp)


def go_on(package: Package, target: Path, before: grow.Start, batches: list[grow.Batch]) -> None:
    """The same for a log that has grown, from tables as they were. Raises AnewError where only a new fold will do."""
    stamp = time.time_ns()
    with tables.aside(target, earlier=before.file, stamp=stamp) as con:
        with tempfile.TemporaryDirectory(prefix="summitevents-") as aside:
            lines = reading.lines(con, package, Path(aside), {name for name, _, _ in before.batches}, before.lines)
            tables.read(con, lines, screened=True, whole=True)
        found = list(lines.findings)
        refused, unread = _looked_at(lines, tables.unclear(con), found)
        if refused or unread or any(finding.severity == "error" for finding in found):
            raise grow.AnewError
        tables.load(con, refused)
        grow.part(con)
        tables.fold(con, for_rules=True)
        grow.check(con)
        tables.fold(con)
        grow.make(con)
        grow.note(con, batches, stamp, before.folded)
