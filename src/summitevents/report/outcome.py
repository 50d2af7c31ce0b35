"""The outcome of a check: what every format of a report is made from.

Rules that all formats keep:

1. Every finding is in every format; only the text, for people, is cut, and SARIF, whose readers refuse more than so many.
2. The sentences of a finding are harmless already (findings.escaping). A format escapes its own active characters.
3. The same findings give the same bytes: no clock, and no path of this machine.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from summitevents.findings.escaping import escape
from summitevents.findings.finding import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was checked, and what was found.

    `root` is the package's folder, `files` are the names in it of the files that were checked. If `strict`, warnings
    fail too. `version` and `command` say which summitevents checked, and how.
    """

    root: Path
    files: Sequence[str]
    findings: Sequence[Finding]
    strict: bool = False
    version: str = ""
    command: str = "validate"

    def fails(self, finding: Finding) -> bool:
        """Says whether a finding makes the check fail."""
        return self.strict or finding.severity == "error"

    def findings_by_file(self) -> Iterator[tuple[str, list[Finding]]]:
        """Yields every checked file with its findings, if any; then the other files that have findings."""
        found: dict[str, list[Finding]] = {escape(file): [] for file in self.files}
        for finding in self.findings:
            found.setdefault(finding.file, []).append(finding)
        yield from found.items()

    def folder_in_repository(self) -> str:
        """Returns the package's folder as seen from the repository's root, with a slash at its end; "" if they are one."""
        folder = Path(os.path.relpath(self.root, os.environ.get("GITHUB_WORKSPACE") or ".")).as_posix()
        return "" if folder == "." else f"{folder}/"


def message_and_help(finding: Finding) -> str:
    """Returns what is wrong and, on a second line, what to do."""
    return f"{finding.message}\n{finding.help}"
