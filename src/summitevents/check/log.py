"""The check of a log: the form of its lines, then the rules of the log, then its citations."""

from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path

from summitevents import progress
from summitevents.check import citations, rules
from summitevents.check.verdict import Verdict
from summitevents.findings.finding import Finding
from summitevents.fold.database import memory_database
from summitevents.fold.workspace import Judge, Work, Workspace
from summitevents.log.package import Package, events_file
from summitevents.log.reader import Line
from summitevents.log.vocabulary import Terms
from summitevents.log.vocabulary_file import ChosenVocabulary


def check_log(package: Package, documents: Path | None = None, clear: Collection[str] = ()) -> Verdict:
    """Checks a log in memory; its citations too, against the folder `documents`.

    `clear`: batches whose form is known to be good. Raises UnreadableError.
    """
    with memory_database() as con:
        return check_work(Workspace(con, package, clear=clear), documents)


def check_work(work: Work, documents: Path | None = None, good: bool = False) -> Verdict:
    """Checks a log, and leaves it loaded in `work`. `good`: it is known to keep the rules. Raises UnreadableError."""
    found, declared = work.load(judge_by(work.chosen, work.package))
    found += work.chosen.findings
    progress.enter("rules")
    work.fold_for_rules()
    verdict = Verdict(work.files, work.records, findings=found)
    verdict.findings += [] if good else rules.broken_rules(work, declared)
    if documents:
        citations.check_citations(work, documents, verdict)
    verdict.findings.sort_by_place()
    return verdict


def judge_by(chosen: ChosenVocabulary, package: Package) -> Judge:
    """Returns `check_form` for the log of a package; a bad vocabulary closes no list."""
    terms = chosen.vocabulary.terms() if chosen.is_good else None
    return partial(_check_form, terms=terms, sealed=frozenset(map(events_file, package.order())))


def _check_form(
    lines: Iterable[Line], terms: Terms | None, sealed: Collection[str]
) -> tuple[list[Line], list[Finding]]:
    """Does what `check_form` does, and imports it only if a line is doubtful: pydantic takes as long as all rules.

    A function of the module, as a cluster sends it to its workers.
    """
    from summitevents.check.form import check_form

    return check_form(lines, terms, sealed)
