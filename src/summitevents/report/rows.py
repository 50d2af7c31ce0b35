"""Findings as rows: JSON Lines and CSV, a row for each finding."""

from collections.abc import Iterator

from summitevents.export import rows
from summitevents.findings.finding import COLUMNS
from summitevents.query.select import Result, result_of
from summitevents.report.outcome import Outcome


def encode_jsonl(outcome: Outcome) -> Iterator[bytes]:
    """Yields an object a line for each finding."""
    return rows.encode_jsonl(_as_rows(outcome))


def encode_csv(outcome: Outcome) -> Iterator[bytes]:
    """Yields a row for each finding, under a heading."""
    return rows.encode_csv(_as_rows(outcome))


def _as_rows(outcome: Outcome) -> Result:
    return result_of([finding.row() for finding in outcome.findings], list(COLUMNS))
