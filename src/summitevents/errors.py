"""Defines what can go wrong, on one page: each exception with the `exit_code` that the command line gives it.

A problem in data is a Finding, not an exception; an exception carries findings where a command cannot go on.
Whatever is not listed here is our fault: exit code 3.
"""

from collections.abc import Iterable

from summitevents.findings.finding import Finding, Findings


def _count_errors(findings: Iterable[Finding]) -> str:
    errors = len(Findings(findings).errors)
    return f"{errors} error{'s' if errors != 1 else ''}"


class UnreadableError(Exception):
    """The input cannot be read at all, or the call is not one we understand. The text says what to do."""

    exit_code = 2


class BadLogError(Exception):
    """The log has errors, so it has no tables. `findings` holds them all."""

    exit_code = 1

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"the log has {_count_errors(findings)}; see: summitevents validate")
        self.findings = findings


class RefusedError(BadLogError):
    """What was proposed would make a bad log, and nothing was written.

    `findings` says why, or `text`; `file` is where the records would have stood.
    """

    def __init__(self, findings: Iterable[Finding], file: str = "", text: str = "") -> None:
        self.findings, self.file = list(findings), file
        Exception.__init__(self, text or f"nothing is written: {_count_errors(self.findings)}")


class BrokenSealError(Exception):
    """The log is not what was sealed. `findings` says where, if that is known."""

    exit_code = 1

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("the log is not what was sealed; see: summitevents verify")
        self.findings = findings


class OtherTablesError(UnreadableError):
    """A release has other tables than this program makes."""


class NotAZipError(Exception):
    """The file is not a zip file. `release.verify` turns it into UnreadableError, with the name of the file."""
