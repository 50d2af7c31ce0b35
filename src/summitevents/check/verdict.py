"""The verdict of a check, as a value: by itself, so that one that was kept is read without anything that checks."""

from dataclasses import dataclass, field

from summitevents.findings.finding import Findings


@dataclass(slots=True)
class Verdict:
    """What a check came to: the files that it looked at, how many records or rows of tables they hold, what was found.

    `sealed`: how many records were compared with what was sealed; None if nobody looked. `documents`: the name of every
    document that is cited, and the SHA-256 of its file, in hex; None if it is not at hand.
    """

    files: list[str] = field(default_factory=list)
    records: int = 0
    rows: int = 0
    sealed: int | None = None
    citations_checked: int = 0
    citations_unchecked: int = 0
    documents: dict[str, str | None] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return len(self.findings.errors)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings.warnings)
