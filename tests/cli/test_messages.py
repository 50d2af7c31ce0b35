"""Messages that a transcript cannot show: they need a zip file, git, or a package that is not installed."""

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
