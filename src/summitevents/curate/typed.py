"""Places findings where a person typed what they are about: an option, an argument, a cell or a JSON text.

A finding of a record that is not written yet stands in a line of a file that does not exist; whoever reads it needs the
place that they typed.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Protocol

from summitevents.findings.finding import Finding
from summitevents.standards.written_dates import DateFormError, to_edtf

_ENTRIES = {
    "actors": "ACTOR:ROLE, such as neil-armstrong:agent",
    "kin": "ACTOR:RELATION, such as viola-engel:mother",
}
"""Field with a list of objects → how an entry of it is written as text."""
_NUMBERS = ("a number", "a whole number")


class Origin(Protocol):
    """Where records came from."""

    def place_findings(self, findings: Iterable[Finding], batch: str) -> list[Finding]:
        """Returns findings with those in the lines of the file `batch` moved to where the records came from."""


@dataclass(frozen=True, slots=True)
class TypedOptions:
    """One record, typed on a command line. `names`: field → its option or argument; other fields are options of their name."""

    command: str
    names: Mapping[str, str] = field(default_factory=dict)
    prefix: str = "--"

    def place_findings(self, findings: Iterable[Finding], batch: str) -> list[Finding]:
        """Returns findings with those in the file `batch` moved to the options."""
        return [self._place(finding) if finding.file == batch else finding for finding in findings]

    def _place(self, finding: Finding) -> Finding:
        name = (finding.field or "").partition(".")[0]
        usual = f"{self.prefix}{name.replace('_', '-') if self.prefix else name}"
        option = self.names.get(name, usual) if name else self.command
        typed = replace(as_typed(finding), file=option, line=None, column=None, record=None)
        if (finding.code, name) == ("field-pair", "happened"):
            write = "--{} {}".format if self.prefix else "{}={}".format
            stated, inferred, note = write("basis", "stated"), write("basis", "inferred"), write("note", "'…'")
            help = f"add {stated} if the passage itself has the whole date; else {inferred} {note}, which says how"
            typed = replace(typed, help=help)
        if option != f"{self.prefix}{name}" and typed.message.startswith(
            f"{name} "
        ):  # a name of ours, that nobody typed
            return replace(typed, message=option + typed.message.removeprefix(name))
        return typed


def as_typed(finding: Finding) -> Finding:
    """Returns a finding with a remedy for people who type text, where its own is for JSON."""
    of = (finding.field or "").partition(".")[0]
    if finding.code == "field-type" and finding.message.endswith(_NUMBERS):
        return replace(finding, help="write it in digits, such as 7")
    if finding.code == "field-missing" and of in _ENTRIES and of != finding.field:
        return replace(finding, help=f"write {_ENTRIES[of]}")
    if finding.code == "date-edtf":
        with suppress(DateFormError):
            return replace(finding, help=f"write {to_edtf(finding.value or '')}")
    return finding
