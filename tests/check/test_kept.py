"""Kept verdicts: printed as one that was made, and only while nothing that it was made from has changed."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from summitevents import validation
from summitevents.check import kept
from summitevents.check.verdict import Verdict
from summitevents.findings.finding import find
from summitevents.log.package import Package
from summitevents.report.formats import FINDINGS
from tests.support.packages import copy_golden_package
from tests.support.runner import run_command, run_process


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log with an error, a warning, and a document that it cites; on no server of continuous integration."""
    monkeypatch.delenv("CI", raising=False)
    here = copy_golden_package(tmp_path / "here")
    (here / "events/2026-01-03-bad.jsonl").write_text("{}\n")
    (here / "events/stray").mkdir()
    return here


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[Package]:
    """The packages that are really checked, one after the other."""
    checked: list[Package] = []
    really = validation.validate_log

    def counted(package: Package, documents: Path | None = None, revision: str | None = None) -> Verdict:
        checked.append(package)
        return really(package, documents, revision)

    monkeypatch.setattr(validation, "validate_log", counted)
    return checked


@pytest.mark.parametrize("more", [[], ["--strict"], ["--documents", "seeds"], ["--documents", "events"]])
@pytest.mark.parametrize("format", sorted(FINDINGS))
def test_what_is_printed_is_the_same(format: str, more: list[str], log: Path, checks: list[Package]) -> None:
    words = ["validate", "-f", format, *more]
    runs = [run_command(*words, cwd=log), run_command(*words, cwd=log), run_command(*words, "--fresh", cwd=log)]
    assert len(checks) == 2
    assert len({(ran.returncode, ran.stdout, ran.stderr) for ran in runs}) == 1
    assert runs[0].returncode == 1


def test_neither_duckdb_nor_our_models_are_imported_for_it(log: Path) -> None:
    assert run_process("validate", cwd=log).returncode == 1
    ran = run_process("validate", cwd=log, PYTHONPROFILEIMPORTTIME="1")
    assert ran.returncode == 1
    imported = {line.rpartition("|")[2].strip() for line in ran.stderr.decode().splitlines()}
    assert "summitevents.check.kept" in imported
    assert not imported & {"duckdb", "pydantic", "summitevents.log.records"}


CHANGES: dict[str, Callable[[Path], object]] = {
    "a batch": lambda log: (log / "events/2026-01-03-bad.jsonl").write_text("[]\n"),
    "a new batch": lambda log: (log / "events/2026-01-04-more.jsonl").write_text(""),
    "ORDER": lambda log: (log / "events/ORDER").write_text("2026-01-01-first.jsonl\n"),
    "RELEASES": lambda log: (log / "events/RELEASES").write_text("1.0.0\n"),
    "a checkpoint": lambda log: [(log / "events/checkpoints").mkdir(), (log / "events/checkpoints/3").write_text("")],
    "a stray": lambda log: (log / "events/stray").rmdir(),
    "the descriptor": lambda log: (log / "datapackage.json").write_text('{"summitevents": {"format": 1}}'),
    "a document": lambda log: (log / "seeds/gazette.txt").write_text("another"),
    "no document": lambda log: (log / "seeds/gazette.txt").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_checked_again(change: str, log: Path, checks: list[Package]) -> None:
    run_command("validate", cwd=log)
    CHANGES[change](log)
    run_command("validate", cwd=log)
    assert len(checks) == 2
    run_command("validate", cwd=log)
    assert len(checks) == 2


def test_the_package_s_own_vocabulary_is_part_of_it(tmp_path: Path, checks: list[Package], log: Path) -> None:
    (log / "datapackage.json").write_text('{"summitevents": {"format": 1, "vocabulary": "words.json"}}')
    for content in ("{}", "[]"):
        (log / "words.json").write_text(content)
        run_command("validate", cwd=log)
    assert len(checks) == 2


def test_other_code_checks_again(log: Path, checks: list[Package], monkeypatch: pytest.MonkeyPatch) -> None:
    run_command("validate", cwd=log)
    monkeypatch.setattr(kept.sql, "made_by", lambda: "other code")
    run_command("validate", cwd=log)
    monkeypatch.setattr(kept, "_installed", lambda: ["duckdb-99.0.dist-info"])
    run_command("validate", cwd=log)
    assert len(checks) == 3


@pytest.mark.parametrize("ci", ["true", "1"])
def test_continuous_integration_always_checks(ci: str, log: Path, checks: list[Package], own_cache: Path) -> None:
    for _ in range(2):
        run_command("validate", cwd=log, CI=ci)
    assert len(checks) == 2
    assert not list(own_cache.rglob("*.verdict"))


def test_a_comparison_with_a_revision_is_never_kept(log: Path, checks: list[Package], own_cache: Path) -> None:
    run_command("validate", "--against", "HEAD", cwd=log)
    assert len(checks) == 1
    assert not list(own_cache.rglob("*.verdict"))


def forged(own_cache: Path) -> Path:
    """Returns the file of the one verdict that is kept, once it says that all is well."""
    [file] = own_cache.rglob("*.verdict")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file.parent, file)] == [0o700, 0o600]
    file.write_text(json.dumps(kept._as_json(Verdict(["events/2026-01-01-first.jsonl"], 7))))
    return file


@pytest.mark.parametrize("mode", [0o666, 0o620, 0o602])
def test_what_others_may_have_written_is_not_believed(
    mode: int, log: Path, checks: list[Package], own_cache: Path
) -> None:
    run_command("validate", cwd=log)
    forged(own_cache)
    assert run_command("validate", cwd=log).returncode == 0  # it would have been believed
    forged(own_cache).chmod(mode)
    assert run_command("validate", cwd=log).returncode == 1
    assert len(checks) == 2


@pytest.mark.parametrize("content", ["", "{", "[]", '{"findings": []}', '{"findings": [["x"]]}', '{"nonsense": 1}'])
def test_a_damaged_one_is_made_again(content: str, log: Path, checks: list[Package], own_cache: Path) -> None:
    run_command("validate", cwd=log)
    forged(own_cache).write_text(content)
    assert run_command("validate", cwd=log).returncode == 1
    assert len(checks) == 2


def test_a_log_that_changes_meanwhile_leaves_no_verdict(log: Path, own_cache: Path) -> None:
    def make() -> Verdict:
        (log / "events/2026-01-04-more.jsonl").write_text("")
        return Verdict(findings=kept.Findings([find("json-object", "x")]))

    assert kept.kept_or_made(Package(log), log / "seeds", make).errors == 1
    assert not list(own_cache.rglob("*.verdict"))


def test_a_large_log_is_not_hashed_for_it(
    log: Path, checks: list[Package], own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST", 100)
    for _ in range(2):
        run_command("validate", cwd=log)
    assert len(checks) == 2
    assert not list(own_cache.rglob("*.verdict"))


def test_the_newest_ones_are_kept(log: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEEP", 2)
    for n in range(4):
        (log / "events/2026-01-03-bad.jsonl").write_text("{}\n" * n)
        run_command("validate", cwd=log)
    assert len(list(own_cache.rglob("*.verdict"))) == 2
