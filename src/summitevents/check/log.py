"""The check of a log: the form of its lines, then the rules of the log, then its citations."""

from collections.abc import Collection, Iterable
from pathlib import Path

from summitevents import progress
from summitevents.check import citations, rules
from summitevents.check.verdict import Verdict
from summitevents.findings.finding import Finding
from summitevents.fold.database import memory_database
from summitevents.fold.workspace import Work, Workspace
from summitevents.log.package import Package
from summitevents.log.reader import Line


def check_log(package: Package, documents: Path | None = None, clear: Collection[str] = ()) -> Verdict:
    """Checks a log in memory; its citations too, against the folder `documents`.

    `clear`: batches whose form is known to be good. Raises UnreadableError.
    """
    with memory_database() as con:
        return check_work(Workspace(con, package, clear=clear), documents)


def check_work(work: Work, documents: Path | None = None, good: bool = False) -> Verdict:
    """Checks a log, and leaves it loaded in `work`. `good`: it is known to keep the rules. Raises UnreadableError."""

    def judge(lines: Iterable[Line]) -> tuple[list[Line], list[Finding]]:
        from summitevents.check.form import (
            judge_by,  # imports pydantic, which takes as long as all rules: only if a line is doubtful
        )

        return judge_by(work.chosen, work.package)(lines)

    found, declared = work.load(judge)
    found += work.chosen.findings
    progress.enter("rules")
    work.fold_for_rules()
    verdict = Verdict(work.files, work.records, findings=found)
    verdict.findings += [] if good else rules.broken_rules(work, declared)
    if documents:
        citations.check_citations(work, documents, verdict)
    verdict.findings.sort_by_place()
    return verdict
