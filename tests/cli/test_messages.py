"""Messages that a transcript cannot show: they need a zip file, git, a package that is not installed, a fault."""

import errno
import os
import subprocess
from pathlib import Path

import pytest

from summitevents.cli import main, output
from summitevents.findings.catalogue import CATALOGUE
from tests.support.git import git
from tests.support.paths import ROOT
from tests.support.runner import run_text


def test_a_zip_file_is_taken_for_a_release(tmp_path: Path) -> None:
    (tmp_path / "r.zip").write_bytes(b"PK\x03\x04\xb1")
    code, _, err = run_text("validate", "r.zip", cwd=tmp_path)
    assert (code, err) == (2, "summitevents: r.zip is a zip file; if it is a release: summitevents verify r.zip\n")


def test_explain_alone_lists_the_codes() -> None:
    code, out, _ = run_text("explain")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(CATALOGUE)


@pytest.mark.parametrize(
    ("package", "extra"), [("sqlglot", "spark"), ("pyspark.sql", "spark"), ("cryptography", "sign")]
)
def test_what_is_not_installed_is_named_with_its_extra(
    package: str, extra: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing() -> int:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)

    monkeypatch.setattr(main, "_run_app", missing)
    assert main.run() == 2
    assert capsys.readouterr().err == f"summitevents: this needs {package}: pip install 'summitevents[{extra}]'\n"


def test_a_shallow_clone_says_what_to_fetch(golden_copy: Path, tmp_path: Path) -> None:
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "one"), ("commit", "-qm", "two", "--allow-empty")):
        git(golden_copy, *words)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{golden_copy}", str(clone)], check=True)
    code, _, err = run_text("validate", "--against", "HEAD~1", cwd=clone)
    assert code == 2
    assert "git knows no revision HEAD~1: this clone is shallow; fetch-depth: 0 in CI, or git fetch --unshallow" in err


def test_numbers_have_a_comma_at_thousands_wherever_they_are_counted() -> None:
    assert [output.count(n, "event") for n in (0, 1, 999, 1120, 1234567)] == [
        "0 events", "1 event", "999 events", "1,120 events", "1,234,567 events",
    ]  # fmt: skip
    assert output.citations(1200, 3400) == (
        "; of 4,600 citations that give characters, 1,200 checked: the other documents are not at hand (--documents)"
    )
    assert run_text("timeline", "--as-of", "9999999", "--data", ROOT)[2].endswith(" records, not 9,999,999\n")


@pytest.mark.parametrize("words", [("show",), ("query",), ("query", "SELECT $x", "-p")])
def test_what_is_no_unicode_is_not_asked(words: tuple[str, ...], golden_copy: Path) -> None:
    said = os.fsdecode(b"SELECT x=\xff")
    assert run_text(*words, said, cwd=golden_copy) == (2, "", "summitevents: the input is not UTF-8\n")


def test_a_report_does_not_take_the_place_of_what_it_tells_of(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\n1\n")
    package = '{"name": "p", "resources": [{"name": "t", "path": "t.csv"}]}'
    (tmp_path / "datapackage.json").write_text(package)
    for words in (("-o", "datapackage.json"), ("-f", "csv", "-o", "../" + tmp_path.name + "/t.csv")):
        code, _, err = run_text("validate", *words, cwd=tmp_path)
        assert (code, err) == (
            2,
            f"summitevents: {words[-1]} is what was checked, and is not written over; name another place\n",
        )
    assert (tmp_path / "datapackage.json").read_text() == package
    assert run_text("validate", "-o", "report.json", cwd=tmp_path)[0] == 0
    assert run_text("validate", "-o", "report.json", cwd=tmp_path)[0] == 0


@pytest.mark.parametrize(
    ("command", "file", "read"),
    [("timeline", "datapackage.json", "read_bytes"), ("verify", "events/checkpoints", "iterdir")],
)
def test_what_is_there_and_cannot_be_read_is_not_passed_over(
    command: str, file: str, read: str, golden_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if there were no package, or no seal. The superuser runs tests, too, so the answer is given here."""
    run_text("seal", cwd=golden_copy)
    as_before = getattr(Path, read)

    def denied(path: Path) -> object:
        if path == golden_copy / file:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return as_before(path)

    monkeypatch.setattr(Path, read, denied)
    said = run_text(command, cwd=golden_copy)
    assert said == (2, "", f"summitevents: {golden_copy / file}: Permission denied\n")


def test_what_duckdb_says_is_told_without_its_tabs(golden_copy: Path) -> None:
    code, _, err = run_text("query", "SELECT $x + 1", "-p", "x=3", cwd=golden_copy)
    assert (code, "Candidate functions" in err, "\\t" in err) == (2, True, False)


def test_a_working_folder_that_is_gone_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    tmp_path.rmdir()
    monkeypatch.setattr("sys.argv", ["summitevents", "timeline"])
    assert main.run() == 2
    assert capsys.readouterr().err == "summitevents: the working folder is not there any more\n"
