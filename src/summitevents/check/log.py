"""The check of a log: the form of its lines, then the rules of the log, then its citations."""

from pathlib import Path

from summitevents import progress
from summitevents.check import citations, form, rules
from summitevents.check.verdict import Verdict
from summitevents.fold.database import memory_database
from summitevents.fold.workspace import Work, Workspace
from summitevents.log.package import Package


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
        citations.check_citations(work, documents, verdict)
    verdict.findings.sort_by_place()
    return verdict
