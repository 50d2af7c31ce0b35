"""Whatever the bytes: checking a log never raises, and every finding has a place within the file it names."""

import tempfile
from pathlib import Path

import duckdb
from hypothesis import given

from summitevents.build.pipeline import fold_log
from summitevents.check import form
from summitevents.check.log import check_log
from summitevents.findings.escaping import escape
from summitevents.findings.finding import Finding
from summitevents.log.reader import read_log
from summitevents.validation import validate_log
from tests.support.amount import examples
from tests.support.oracles.frictionless_verdict import frictionless_findings, missed_findings
from tests.support.strategies.mutated_logs import BATCH, LINES, mutated_logs, write_batch
from tests.support.words import TERMS


def assert_has_a_place(finding: Finding, content: bytes) -> None:
    """It lies within the file, in code points, and is harmless to print."""
    lines = content.split(b"\n")
    assert finding.file == BATCH
    assert finding.line is not None
    assert 1 <= finding.line <= len(lines)
    assert finding.column is not None
    text = lines[finding.line - 1].decode(errors="replace")
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # read as what it is, though it may not be
    assert utf16 or 1 <= finding.column <= len(text) + 1
    assert finding.message
    assert finding.help
    assert "None" not in finding.message + finding.help
    assert all(escape(str(value)) == str(value) for value in finding.row().values())


def test_the_log_is_good_before_it_is_mutated() -> None:
    with tempfile.TemporaryDirectory() as folder:
        package = write_batch(Path(folder), "".join(f"{line}\n" for line in LINES).encode())
        verdict = check_log(package, Path(folder))
    assert verdict.findings == []
    assert verdict.citations_checked == 2


@examples(20)
@given(content=mutated_logs())
def test_a_check_never_raises_and_what_it_passes_folds(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        package = write_batch(Path(folder), content)
        lines, unreadable = read_log(package)
        good, malformed = form.check_form(lines, TERMS)
        verdict = check_log(package, Path(folder))
        for finding in verdict.findings:
            assert_has_a_place(finding, content)
        assert {*unreadable, *malformed} <= {*verdict.findings}
        assert len(good) == len(lines) or verdict.errors
        if not verdict.errors:
            fold_log(con, package)


@examples(3)
@given(content=mutated_logs())
def test_the_referee_never_raises_and_agrees(content: bytes) -> None:
    """Where we find no error, frictionless finds none; and of what it says, nothing lies outside the file."""
    with tempfile.TemporaryDirectory() as folder:
        package = write_batch(Path(folder), content)
        found = frictionless_findings(package)
        assert all(finding.line is None or 1 <= finding.line <= content.count(b"\n") + 1 for finding in found)
        assert missed_findings(validate_log(package, Path(folder)).findings, found) == []
