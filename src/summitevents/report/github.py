"""Findings on a GitHub runner: the text, then workflow commands that annotate the files; and the step's summary."""

from collections.abc import Iterator

from summitevents.export.markdown import markdown_table, without_markup_on_github
from summitevents.findings.finding import Finding
from summitevents.report import text as text_format
from summitevents.report.outcome import Outcome, message_and_help

ANNOTATIONS = 10
"""How many errors, and how many warnings, GitHub shows of one step; the others are in the log and in the summary."""
SUMMARIZED = 500
"""How many findings the step's summary lists: GitHub takes at most a MiB of it."""


def encode(outcome: Outcome, width: int | None = None) -> bytes:
    """Returns the text of the findings, and the annotations below it. `width`: columns of the terminal."""
    return text_format.encode(outcome, width) + "".join(f"{line}\n" for line in annotations(outcome)).encode()


def annotations(outcome: Outcome) -> Iterator[str]:
    """Yields a workflow command for each of the first ANNOTATIONS errors, then for as many warnings."""
    folder = outcome.folder_in_repository()
    for severity in ("error", "warning"):
        for finding in [one for one in outcome.findings if one.severity == severity][:ANNOTATIONS]:
            yield _annotation(finding, folder)


def _annotation(finding: Finding, folder: str) -> str:
    place = {"file": folder + finding.file, "line": finding.line, "col": finding.column, "title": finding.code}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items() if value is not None)
    return f"::{finding.severity} {properties}::{_data(message_and_help(finding))}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def step_summary(outcome: Outcome, summary: str) -> str:
    """Returns the step's summary in Markdown: the sentence `summary`, and a table of the findings."""
    text = f"### summitevents {outcome.command}\n\n{without_markup_on_github(summary)}\n\n"
    if outcome.findings:
        rows = (list(map(without_markup_on_github, _cells(one))) for one in outcome.findings[:SUMMARIZED])
        text += markdown_table(["where", "what", "what to do"], rows)
    if len(outcome.findings) > SUMMARIZED:
        text += f"\n… and {len(outcome.findings) - SUMMARIZED:,} more.\n"
    return text


def _cells(finding: Finding) -> tuple[str, str, str]:
    return finding.place, f"{finding.severity} {finding.code}: {finding.message}", finding.help
