"""Findings in each format: as golden files, and as other readers of these formats understand them."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from summitevents.findings.escaping import escape
from summitevents.findings.finding import Finding, find
from summitevents.report import frictionless_json, sarif
from summitevents.report.formats import FINDINGS
from summitevents.report.github import ANNOTATIONS
from summitevents.report.outcome import Outcome
from summitevents.report.text import MOST, finding_lines, terminal_columns
from summitevents.validation import validate
from tests.support.cases import CASE_NAMES, copy_case, expected_findings
from tests.support.goldens import assert_golden
from tests.support.paths import GOLDEN
from tests.support.runner import run_text

SUFFIXES = {name: next(iter(format.suffixes), ".github") for name, format in FINDINGS.items()}
CASE = "hostile-values"
"""Twelve errors whose values try to be terminal codes, workflow commands, markup, other lines."""


@pytest.fixture(autouse=True)
def no_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that is no runner of GitHub's, whatever this one is."""
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)


def validated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str, case: str = CASE) -> str:
    package = copy_case(case, tmp_path / "package")
    monkeypatch.chdir(package.root)
    return run_text("validate", *arguments)[1]


@pytest.mark.parametrize("form", FINDINGS)
def test_golden(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rewrite: bool) -> None:
    found = validated(tmp_path, monkeypatch, "-f", form)
    assert_golden(found.encode(), GOLDEN / f"report/hostile{SUFFIXES[form]}", rewrite)


@pytest.mark.parametrize("form", [form for form in FINDINGS if form != "github"])  # that is for a runner's log
def test_the_suffix_chooses(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = validated(tmp_path, monkeypatch, "-f", form)
    validated(tmp_path / "again", monkeypatch, "-o", f"../report{SUFFIXES[form]}")
    assert (tmp_path / f"again/report{SUFFIXES[form]}").read_bytes().decode() == told


def test_an_unknown_suffix_is_a_usage_error(tmp_path: Path) -> None:
    package = copy_case(CASE, tmp_path / "package")
    code, _, err = run_text("validate", "--data", package.root, "-o", "report.pdf", cwd=tmp_path)
    assert code == 2
    assert "no format has this suffix" in err
    assert not (tmp_path / "report.pdf").exists()


# -- text


@pytest.mark.parametrize("case", CASE_NAMES)
def test_a_caret_stands_under_the_column(case: str, tmp_path: Path) -> None:
    """Of every finding of every case: the character above the caret is the one that the column counts to."""
    root = copy_case(case, tmp_path / "package").root
    findings = [Finding(**{k: v for k, v in row.items() if k != "severity"}) for row in expected_findings(case)]
    lines = list(finding_lines(findings, root, 60))
    carets = [(above, below) for above, below in pairwise(lines) if re.fullmatch(r" +│ +\^", below)]
    at = iter(carets)
    for finding in findings:
        file = root / finding.file
        if not (finding.line and finding.column and file.is_file()) or file.read_bytes()[:2] in (
            b"\xff\xfe",
            b"\xfe\xff",
        ):
            continue
        text = (
            file.read_bytes()
            .split(b"\n")[finding.line - 1]
            .decode(errors="replace")
            .removeprefix("\ufeff")
            .rstrip("\r")
        )
        above, below = next(at)
        rest = _columns_from(above, below.index("^"))
        wanted = escape(text[finding.column - 1 :])
        assert wanted.startswith(rest.removesuffix("…")), finding
        assert rest or not wanted, finding
    assert not list(at)


def _columns_from(line: str, column: int) -> str:
    """What stands from a column of a terminal on."""
    for n in range(len(line) + 1):
        if terminal_columns(line[:n]) >= column:
            return line[n:]
    return ""


def test_no_line_is_a_workflow_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither ::name:: at a line's start (white space before it does not count) nor ##[name] anywhere."""
    hostile = find("batch-name", "::error::x.jsonl", value="##[add-mask]secret")
    monkeypatch.chdir(tmp_path)
    told = list(finding_lines([hostile], tmp_path))
    assert told[0] == "\\x3a:error::x.jsonl: error batch-name: “##\\x5badd-mask]secret” is not a batch's name"
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in told)


def test_many_findings_of_a_code_are_capped_in_print_and_not_in_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = copy_case("good-empty-log", tmp_path / "package").root / "events"
    (events / "2026-01-01-many.jsonl").write_text("{}\n" * 1000)
    monkeypatch.chdir(events.parent)
    _, out, err = run_text("validate")
    assert out.count("error field-missing") == MOST
    assert out.splitlines()[-1] == f"… and {1000 - MOST} more of field-missing; -f jsonl has them all"
    assert "1,000 records: 1,000 errors" in err
    assert len(run_text("validate", "-f", "jsonl")[1].splitlines()) == 1000


# -- GitHub


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Workflow commands as the runner reads them: name, properties, message."""
    found = []
    for line in text.splitlines():
        match = re.fullmatch(r"::([a-z-]+)(?: ([^:]*))?::(.*)", line.lstrip())
        if match:
            given = dict(pair.split("=", 1) for pair in (match[2] or "").split(","))
            found.append((match[1], {k: _unescaped(v, ":,") for k, v in given.items()}, _unescaped(match[3], "")))
    return found


def _unescaped(text: str, more: str) -> str:
    for char in "\r\n" + more:
        text = text.replace(f"%{ord(char):02X}", char)
    return text.replace("%25", "%")


def test_annotations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    found = commands(validated(tmp_path, monkeypatch))
    wanted = expected_findings(CASE)[:ANNOTATIONS]
    assert len(expected_findings(CASE)) > ANNOTATIONS
    assert [(name, given, message.split("\n")) for name, given, message in found] == [
        (
            f["severity"],
            {"file": f["file"], "line": str(f["line"]), "col": str(f["column"]), "title": f["code"]},
            [f["message"], f["help"]],
        )
        for f in wanted
    ]


def test_annotations_name_files_as_the_repository_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = copy_case(CASE, tmp_path / "a,b:c%d")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    told = run_text("validate", "--data", package.root, "-f", "github")[1]
    assert {given["file"] for _, given, _ in commands(told)} == {"a,b:c%d/events/2026-01-01-a.jsonl"}


def test_the_summary_of_the_step_is_markdown_that_says_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("What others wrote.\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    validated(tmp_path, monkeypatch)
    text = summary.read_text("utf-8")
    assert text.startswith("What others wrote.\n### summitevents validate\n\n11 records&#58; 12 errors")
    rows = [line for line in text.splitlines() if line.startswith("| events/")]
    assert len(rows) == len(expected_findings(CASE))
    assert not any(re.search(r"[<>@`*\[\]:]", row) for row in rows)
    assert not any("|" in cell for row in rows for cell in row[2:-2].split(" | "))


def test_a_good_log_gives_no_annotation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert validated(tmp_path, monkeypatch, case="good-every-op") == ""


# -- read by others


def test_sarif_is_read_by_another_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sarif_pydantic import Sarif

    read = Sarif.model_validate_json(validated(tmp_path, monkeypatch, "-f", "sarif"))
    (run,) = read.runs
    results, rules = run.results or [], run.tool.driver.rules or []
    places = [(r.locations or [])[0].physical_location for r in results]
    assert [(p.artifact_location.uri, p.region.start_line, p.region.start_column) for p in places] == [
        (f["file"], f["line"], f["column"]) for f in expected_findings(CASE)
    ]
    assert [rules[r.rule_index].id for r in results] == [f["code"] for f in expected_findings(CASE)]
    assert [r.level.value for r in results] == ["error"] * len(results)


def test_junit_is_read_by_another_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from junitparser import JUnitXml

    read = JUnitXml.fromstring(validated(tmp_path, monkeypatch, "-f", "junit"))
    (suite,) = list(read)
    assert (read.tests, read.failures, suite.name) == (12, 12, "events/2026-01-01-a.jsonl")
    assert [case.result[0].type for case in suite] == [f["code"] for f in expected_findings(CASE)]
    assert [case.result[0].message for case in suite] == [f["message"] for f in expected_findings(CASE)]


def test_junit_of_warnings_and_of_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from junitparser import JUnitXml

    for case, strict, failures in (("date-far", [], 0), ("date-far", ["--strict"], 1), ("good-every-op", [], 0)):
        told = validated(tmp_path / f"{case}{strict}", monkeypatch, "-f", "junit", *strict, case=case)
        read = JUnitXml.fromstring(told)
        assert read.failures >= failures
        assert (read.failures == 0) == (failures == 0)
        assert read.tests >= 1


def test_json_is_a_report_of_frictionless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from frictionless import Report

    told = json.loads(validated(tmp_path, monkeypatch, "-f", "json"))
    assert Report.validate_descriptor(told).valid
    read = Report.from_descriptor(told)
    assert (read.valid, read.stats["errors"], [task.place for task in read.tasks]) == (
        False, 12, ["events/2026-01-01-a.jsonl"],
    )  # fmt: skip
    assert [error.type for error in read.tasks[0].errors] == ["row-error"] * 12
    assert [error["code"] for error in told["tasks"][0]["errors"]] == [f["code"] for f in expected_findings(CASE)]
    assert [error["lineNumber"] for error in told["tasks"][0]["errors"]] == [f["line"] for f in expected_findings(CASE)]


def test_sarif_has_no_more_results_than_its_readers_take() -> None:
    """Errors come before warnings, and what is left out is counted."""
    few = [find("line-double", "a.jsonl", n, 1, value="x", other="b") for n in range(1, 6)]
    many = [find("bytes-cr", "a.jsonl", n, 1) for n in range(1, sarif.MOST_RESULTS)]
    (run,) = json.loads(sarif.encode(Outcome(Path(), ["a.jsonl"], [*few, *many])))["runs"]
    levels = [result["level"] for result in run["results"]]
    assert levels == ["error"] * len(many) + ["warning"]
    assert "4 of 25,004 findings" in json.dumps(run["invocations"])
    (whole,) = json.loads(sarif.encode(Outcome(Path(), ["a.jsonl"], [*few, *many][:-4])))["runs"]
    assert len(whole["results"]) == sarif.MOST_RESULTS
    assert "invocations" not in whole


def test_sarif_links_the_standard_that_a_finding_goes_by() -> None:
    found = [find("type-error", "t.csv", 2, 1, field="a", value="x", problem="no"), find("batch-stray", "x", value="x")]
    (run,) = json.loads(sarif.encode(Outcome(Path(), ["t.csv"], found)))["runs"]
    links = {rule["id"]: rule.get("helpUri") for rule in run["tool"]["driver"]["rules"]}
    assert links == {
        "type-error": "https://datapackage.org/standard/table-schema/#field-types",
        "batch-stray": None,
    }


def test_rows_and_lines_are_apart(tmp_path: Path) -> None:
    """The row is frictionless's, the line is the file's, and both name the same place."""
    from frictionless import Package

    fields = [{"name": "i", "type": "integer"}, {"name": "n", "type": "string"}]
    for file, text, row, line in (
        ("t.csv", 'i,n\n1,"a\nb"\nx,c\n', 3, 4),
        ("t.csv", "i,n\nx,c\n", 2, 2),
        ("t.jsonl", '{"i": 1, "n": "a"}\n{"i": "x", "n": "b"}\n', 3, 2),
        ("t.jsonl", '["i", "n"]\n[1, "a"]\n["x", "b"]\n', 3, 3),
    ):
        (tmp_path / file).write_text(text)
        resource = {"name": "t", "path": file, "schema": {"fields": fields}}
        (tmp_path / "p.json").write_text(json.dumps({"name": "p", "resources": [resource]}))
        told = frictionless_json.encode(Outcome(tmp_path, [file], validate(tmp_path / "p.json").findings))
        (error,) = [error for task in json.loads(told)["tasks"] for error in task["errors"]]
        (theirs,) = Package.from_descriptor(str(tmp_path / "p.json")).validate().tasks[0].errors
        assert (error["rowNumber"], error["lineNumber"]) == (row, line)
        assert theirs.row_number == row
