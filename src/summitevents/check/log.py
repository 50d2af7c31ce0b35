"""The check of a log: the form of its lines, then the rules of the log, then its citations."""

from dataclasses import dataclass, field
from pathlib import Path

from summitevents import progress
from summitevents.check import citations, form, rules
from summitevents.findings.finding import Findings
from summitevents.fold.database import memory_database
from summitevents.fold.workspace import Work, Workspace
from summitevents.log.package import Package


@dataclass(slots=True)
class Verdict:
    """What a check came to: the files that it looked at, how many records or rows of tables they hold, what was found.

    `sealed`: how many records were compared with what was sealed; None if nobody looked.
    """

    files: list[str] = field(default_factory=list)
    records: int = 0
    rows: int = 0
    sealed: int | None = None
    citations_checked: int = 0
    citations_unchecked: int = 0
    findings: Findings = field(default_factory=Findings)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return len(self.findings.errors)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings.warnings)


def check_log(package: Package, documents: Path | None = None) -> Verdict:
    """Checks a log in memory; its citations too, against the folder `documents`. Raises UnreadableError."""
    with memory_database() as con:
        return check_work(Workspace(con, package), documents)


def check_work(work: Work, documents: Path | None = None) -> Verdict:
    """Checks a log, and leaves it loaded in `work`. Raises UnreadableError."""
    found, declared = work.load(form.judge_by(work.chosen, work.package))
    found += work.chosen.findings
    progress.enter("rules")
    work.fold_for_rules()
    verdict = Verdict(work.files, work.records, findings=found)
    verdict.findings += rules.broken_rules(work, declared)
    if documents:
        wrong, verdict.citations_checked, verdict.citations_unchecked = citations.check_citations(work, documents)
        verdict.findings += wrong
    verdict.findings.sort_by_place()
    return verdict
