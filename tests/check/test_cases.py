"""Every bad input that we know of, as files: tests/cases/<what it shows>/ holds a log, and the findings it gives.

`expected.jsonl` is what `summitevents validate -f jsonl` prints, and was read line by line before it was kept: a new
case is a new folder, and `pytest --rewrite` writes its findings for you to read. It leaves those that are there alone.
"""

import json
import re
from pathlib import Path

import pytest

from summitevents.errors import UnreadableError
from summitevents.findings.catalogue import CATALOGUE
from summitevents.findings.escaping import escape
from summitevents.findings.finding import Finding
from summitevents.fold import workspace
from summitevents.log.package import Package
from summitevents.log.reader import read_log
from summitevents.validation import validate_log
from tests.support.amount import some_of
from tests.support.cases import CASE_NAMES, copy_case, expected_findings
from tests.support.oracles.frictionless_verdict import frictionless_findings, missed_findings
from tests.support.packages import contents
from tests.support.paths import CASES
from tests.support.runner import run_command, run_text

ELSEWHERE = (
    "row-", "words-",  # what is proposed to be written, and is in no log yet
    "package-", "resource-", "dialect-", "scheme-", "encoding-", "source-error", "byte-", "hash-", "field-count",
    "field-error", "blank-", "duplicate-", "extra-", "incorrect-", "missing-", "unmatched-", "type-", "constraint-",
    "unique-", "primary-", "foreign-", "key-unchecked", "schema-",  # tables of other packages: tests/tableschema
    "seal-", "sealed-", "term-sealed", "order-unsealed", "leaves-", "checkpoint-", "merged-",  # what needs a seal, or git
    "release-", "zip-", "sums-", "member-",  # what needs a release
)  # fmt: skip
"""The codes that a log alone cannot give; they have tests of their own."""


@pytest.mark.parametrize("case", CASE_NAMES)
def test_case(case: str, tmp_path: Path, rewrite: bool) -> None:
    package = copy_case(case, tmp_path / "package")
    before = contents(package.root)
    ran = run_command("validate", "-f", "jsonl", cwd=package.root)
    if rewrite and not (CASES / case / "expected.jsonl").exists():
        (CASES / case / "expected.jsonl").write_bytes(ran.stdout)
    findings = [json.loads(line) for line in ran.stdout.splitlines()]
    assert findings == expected_findings(case)
    assert ran.returncode == any(finding["severity"] == "error" for finding in findings), ran.stderr
    assert contents(package.root) == before, "checking a log changes nothing"


@pytest.mark.parametrize("case", some_of(CASE_NAMES, 10))
def test_case_screened(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small as it is, the log is screened: the findings are the same."""
    monkeypatch.setattr(workspace, "SCREEN_FROM", 0)
    package = copy_case(case, tmp_path / "package")
    assert [finding.row() for finding in validate_log(package).findings] == expected_findings(case)


@pytest.mark.parametrize("case", CASE_NAMES)
def test_the_referee_refuses_nothing_that_we_let_pass(case: str, tmp_path: Path) -> None:
    """So of a case without a finding it refuses nothing."""
    ours = [
        Finding(**{name: value for name, value in row.items() if name != "severity"}) for row in expected_findings(case)
    ]
    assert missed_findings(ours, frictionless_findings(copy_case(case, tmp_path / case))) == []


@pytest.mark.parametrize("case", CASE_NAMES)
def test_every_finding_tells_what_to_do_and_points_into_its_file(case: str) -> None:
    for finding in expected_findings(case):
        assert finding["message"]
        assert finding["help"]
        assert "None" not in finding["message"] + finding["help"]
        if finding["line"]:
            lines = (CASES / case / finding["file"]).read_bytes().split(b"\n")
            text, column = lines[finding["line"] - 1].decode(errors="replace"), finding["column"]
            assert 1 <= column <= len(text) + 1
            value = finding["value"] if finding["field"] else None
            if value and not re.search(r"\\|…$", value):  # neither escaped nor cut
                assert text[column - 1 :].startswith((value, f'"{value}"')), "the column is where the value stands"
        assert all(escape(str(value)) == str(value) for value in finding.values()), "harmless on any terminal"


def test_names_of_cases_keep_their_word() -> None:
    for case in CASE_NAMES:
        found = {finding["code"] for finding in expected_findings(case)}
        if case.startswith("good-") or case.endswith("-mended"):
            assert not found, case
        else:
            assert found, case


def test_every_code_has_a_case() -> None:
    shown = {finding["code"] for case in CASE_NAMES for finding in expected_findings(case)}
    assert [code for code in CATALOGUE if code not in shown and not code.startswith(ELSEWHERE)] == []


def test_hostile_file_names(tmp_path: Path) -> None:
    """They are made here: no checkout should have to carry them."""
    package = copy_case("good-empty-log", tmp_path / "package")
    for name in ("\x1b[31m.jsonl", "a\n::error::boo.jsonl", "\u202elnosj.a", "::error::.jsonl", "{value}.jsonl"):
        (package.root / "events" / name).touch()
    code, out, _ = run_text("validate", cwd=package.root)
    assert code == 1
    advice = "    name it YYYY-MM-DD-slug.jsonl, in lower case [docs/findings.md#batch-name]"
    assert out.splitlines() == [
        "events/::error::.jsonl: error batch-name: “::error::.jsonl” is not a batch's name", advice,
        "events/\\u202elnosj.a: warning batch-stray: “\\u202elnosj.a” is not part of a log and is not read",
        "    move it out of events/ [docs/findings.md#batch-stray]",
        "events/\\x1b[31m.jsonl: error batch-name: “\\x1b[31m.jsonl” is not a batch's name", advice,
        "events/a\\n::error::boo.jsonl: error batch-name: “a\\n::error::boo.jsonl” is not a batch's name", advice,
        "events/{value}.jsonl: error batch-name: “{value}.jsonl” is not a batch's name", advice,
    ]  # fmt: skip


def test_hostile_values_reach_no_line_start(tmp_path: Path) -> None:
    """A workflow command such as ::error counts only at the start of a line, and no value can start one."""
    package = copy_case("hostile-values", tmp_path / "package")
    _, out, _ = run_text("validate", cwd=package.root)
    lines = out.splitlines()
    assert all(line.startswith(("events/", "  ")) and not line.lstrip().startswith("::") for line in lines)
    assert len(lines) == 4 * len(expected_findings("hostile-values"))
    assert escape(out.replace("\n", "")) == out.replace("\n", "")


# -- the referee: frictionless on a log


def referee(folder: Path, **batches: bytes) -> list[Finding]:
    (folder / "events").mkdir()
    for stem, lines in batches.items():
        (folder / "events" / f"2026-01-01-{stem}.jsonl").write_bytes(lines)
    return frictionless_findings(Package(folder))


def source(stem: str, n: int, more: str = "") -> bytes:
    usual = '"recorded_at": "2026-01-01T00:00:00Z", "recorded_by": "curator", "title": "A paper"'
    return f'{{"id": "2026-01-01-{stem}.{n}", "op": "source", {usual}, "source": "{stem}-{n}"{more}}}\n'.encode()


def test_the_referee_names_file_line_and_field_over_several_parts(tmp_path: Path) -> None:
    many, more = source("c", 2, ', "bytes": "many"'), source("d", 1, ', "language": "é", "at_hand": 7')
    a, c = source("a", 1) + source("a", 2), source("c", 1) + many + source("c", 3)
    found = referee(tmp_path, a=a, b=b"", c=c, d=more)
    assert [(f.file[-7:], f.line, f.code, f.field, f.value) for f in found] == [
        ("c.jsonl", 2, "type-error", "bytes", "many"),
        ("d.jsonl", 1, "constraint-error", "language", "é"),
        ("d.jsonl", 1, "type-error", "at_hand", "7"),
    ]
    assert all(f.severity == "error" for f in found)


@pytest.mark.parametrize(
    "lines",
    [
        b"", b"\n", b"{}\n", b"[1]\n", b'"x"\n', b"null\n7\n", b"\x00\n", b"\xff\xfe\n", b"\xef\xbb\xbf{}\n", b"{\n",
        b'{"id": ["x"]}\n', b'{"id": {"a": 1}, "op": NaN, "latitude": 1e999}\n', b'{"id": "\\ud800"}\n',
        b'{"id": 1' + b"0" * 5000 + b"}\n", b"[" * 60_000 + b"\n", b'{"a": ' * 9000 + b"1" + b"}" * 9000 + b"\n",
        b'{"id": "x"}\r{"id": "y"}',
    ],
)  # fmt: skip
def test_the_referee_never_raises(lines: bytes, tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    (tmp_path / "after").mkdir()
    referee(tmp_path / "alone", a=lines)
    referee(tmp_path / "after", a=source("a", 1), b=lines, c=source("c", 1))


def test_a_batch_that_is_a_folder_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "events" / "2026-01-01-a.jsonl").mkdir(parents=True)
    with pytest.raises(UnreadableError, match=r"2026-01-01-a\.jsonl"):
        read_log(Package(tmp_path))
