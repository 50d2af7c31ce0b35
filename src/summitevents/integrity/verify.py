"""Verifies the log: the seals, the signatures of its checkpoints, and what its claims cite."""

from dataclasses import dataclass
from pathlib import Path

from summitevents.check.log import check_log
from summitevents.findings.finding import Findings
from summitevents.integrity.audit import SealAudit, audit_seals
from summitevents.integrity.keys import check_signatures
from summitevents.log.package import Package
from summitevents.standards.checkpoint import Checkpoint, VerifierKey

_CITATION_CODES = ("document-changed", "document-size", "passage-changed")


@dataclass(slots=True)
class VerifyReport:
    """What `verify_log` found: about the seals, how many checkpoints a trusted key signed, and about the citations.

    `findings` has all of it, that of the seals first.
    """

    seals: SealAudit
    signed: int
    citations_checked: int
    citations_unchecked: int
    findings: Findings


def verify_log(
    package: Package,
    documents: Path | None = None,
    trusted: list[VerifierKey] | None = None,
    kept: list[tuple[str, Checkpoint]] | None = None,
) -> VerifyReport:
    """Checks that the log is what was sealed (see `audit_seals`), who signed it, and its citations.

    `documents`: the folder of the cited documents, seeds/ by default. `trusted`: see `check_signatures`. `kept`: named
    checkpoints from elsewhere, which the log must continue.
    """
    seals = audit_seals(package, kept or [])
    signed, unsigned = check_signatures(seals.checkpoints, trusted or [])
    verdict = check_log(package, documents or package.root / "seeds")
    cited = [finding for finding in verdict.findings if finding.code in _CITATION_CODES]
    findings = Findings([*seals.findings, *unsigned, *cited])
    return VerifyReport(seals, signed, verdict.citations_checked, verdict.citations_unchecked, findings)
