"""The whole pipeline on one page: log → check → fold → tables."""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from summitevents import against, log, releases, tables
from summitevents.check import citations, form, reference, rules
from summitevents.findings import Finding
from summitevents.log import WHOLE, Package, Scope

FINDING = ("file", "line", "column", "severity", "code", "record", "field", "value", "message", "help")
AMBIGUOUS = ("absorbed-twice", "same-circle")
"""Errors that a later record has mended may stand in a shorter log; of these, the fold cannot make sense."""
_DECLARES = ("id", "source", "actor", "place", "event")
"""What a malformed line would have declared: it has a finding of its own, so it is not also called missing."""


class BadLogError(Exception):
    """The log has errors, so it has no tables: exit code 1. `findings` holds them all."""

    def __init__(self, findings: list[Finding]) -> None:
        errors = sum(finding.severity == "error" for finding in findings)
        super().__init__(f"the log has {errors} error{'s' if errors != 1 else ''}; see: summitevents validate")
        self.findings = findings


@dataclass(slots=True)
class Verdict:
    """What a check of the whole log came to."""

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


def check(
    con: duckdb.DuckDBPyConnection, package: Package, documents: Path | None = None, scope: Scope = WHOLE
) -> Verdict:
    """log → check: reads the log strictly, checks the form and the rules of every record; leaves the fold in `con`.

    The rules are those of the whole log. The fold is that of the scope.
    """
    lines, unreadable = log.read(package)
    good, malformed = form.check(lines)
    tables.load(con, good)
    tables.make(con, "fold")
    by_pos = {line.pos: line for line in good}
    unread = {str(line.value.get(name)) for line in lines if line.pos not in by_pos for name in _DECLARES}
    verdict = Verdict(len(lines), findings=unreadable + malformed + rules.check(con, by_pos, unread))
    if documents:
        found, verdict.citations_checked, verdict.citations_unchecked = citations.check(con, by_pos, documents)
        verdict.findings += found
    verdict.findings.sort(key=lambda f: (f.file, f.line or 0, f.column or 0, f.code))
    if scope != WHOLE and not verdict.errors:
        tables.load(con, good, scope)
        tables.make(con, "fold")
        verdict.findings += rules.check(con, by_pos, set(), only=AMBIGUOUS)
    return verdict


def validate(package: Package, documents: Path | None = None, revision: str | None = None) -> Verdict:
    """Everything that can be said against a log, in one run; frictionless has its say on the lines we let pass.

    With a git `revision`, also what it changes of the log as it was there. Raises UnreadableError where git does not
    know that.
    """
    changed = against.check(package, revision) if revision is not None else []
    with duckdb.connect() as con:
        verdict = check(con, package, documents or package.root / "seeds")
    verdict.findings = [*changed, *verdict.findings, *releases.check(package)]
    seen = {(finding.file, finding.line) for finding in verdict.findings if finding.severity == "error"}
    # frictionless stops at a broken line and says so of the table as a whole: that line is found already
    unread = any(finding.line for finding in verdict.findings if finding.code.startswith(("bytes", "line", "json")))
    for finding in reference.check(package):
        if (finding.file, finding.line) not in seen and not (unread and finding.line is None):
            verdict.findings.append(finding)
    return verdict


def build(package: Package, target: Path, scope: Scope = WHOLE, same_bytes: bool = False) -> None:
    """check → fold → tables, in a DuckDB file that appears whole or not at all. Raises BadLogError.

    With `same_bytes`, the file is the same for the same log and DuckDB; it is larger then, and made more slowly.
    """
    with tables.aside(target, same_bytes) as con:
        verdict = check(con, package, scope=scope)
        if verdict.errors:
            raise BadLogError(verdict.findings)
        tables.make(con, "tables")
        tables.describe(con)
        tables.add_macros(con)
