"""Kept verdicts: printed as one that was made, and only while nothing that it was made from has changed."""

import json
import stat
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

import pytest

from summitevents import validation
from summitevents.check import form, kept, rules
from summitevents.check.verdict import Verdict
from summitevents.findings.finding import Finding, find
from summitevents.log.package import Package
from summitevents.log.reader import Line
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

    def counted(
        package: Package, documents: Path | None = None, revision: str | None = None, clear: Collection[str] = ()
    ) -> Verdict:
        checked.append(package)
        return really(package, documents, revision, clear)

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
    imported = _imported_by("validate", log, 1)
    assert "summitevents.check.kept" in imported
    assert not imported & {"duckdb", "pydantic", "summitevents.log.records"}


def test_our_models_are_not_imported_for_the_tables_of_a_log_that_was_judged(good: Path) -> None:
    assert run_process("validate", cwd=good).returncode == 0
    imported = _imported_by("timeline", good, 0)
    assert "summitevents.fold.tables" in imported
    assert not imported & {"pydantic", "summitevents.log.records", "summitevents.check.form"}


def _imported_by(command: str, log: Path, code: int) -> set[str]:
    ran = run_process(command, cwd=log, PYTHONPROFILEIMPORTTIME="1")
    assert ran.returncode == code
    return {line.rpartition("|")[2].strip() for line in ran.stderr.decode().splitlines()}


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
    def make(clear: Collection[str]) -> Verdict:
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


@pytest.fixture
def good(log: Path) -> Path:
    """The same log without its error."""
    (log / "events/2026-01-03-bad.jsonl").unlink()
    (log / "events/stray").rmdir()
    return log


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose lines are judged, line by line."""
    files: list[str] = []
    really = form.check_form

    def noted(lines: Iterable[Line], *more: Any, **named: Any) -> tuple[list[Line], list[Finding]]:
        lines = list(lines)
        files.extend(line.file for line in lines)
        return really(lines, *more, **named)

    monkeypatch.setattr(form, "check_form", noted)
    return files


MORE: dict[str, Callable[[Path], object]] = {
    **CHANGES,
    "a stray": lambda log: (log / "events/stray").mkdir(),
    "a misnamed batch": lambda log: (log / "events/more.jsonl").write_text("{}"),
    "a line that is bad by itself": lambda log: _rewrite(log, '"op"', '"oops"'),
    "a date that is none": lambda log: _rewrite(log, '"published": "1902"', '"published": "1902-13"'),
    "a carriage return": lambda log: _rewrite(log, "\n", "\r\n"),
    "a record that another one needs": lambda log: _rewrite(log, '"op": "source"', '"op": "sauce"'),
    "another vocabulary": lambda log: _describe(log, vocabulary="general"),
    "a bad vocabulary": lambda log: _describe(log, vocabulary="none.json"),
}


def _rewrite(log: Path, before: str, after: str) -> None:
    batch = min(log.glob("events/*.jsonl"))
    assert before in batch.read_text()
    batch.write_bytes(batch.read_bytes().replace(before.encode(), after.encode(), 1))


def _describe(log: Path, **more: str) -> None:
    said = json.loads((log / "datapackage.json").read_text())
    said["summitevents"] |= more
    (log / "datapackage.json").write_text(json.dumps(said))


@pytest.mark.parametrize("change", MORE)
def test_whatever_changes_the_same_is_found_as_if_nothing_were_kept(change: str, good: Path) -> None:
    assert run_command("validate", cwd=good).returncode == 0
    MORE[change](good)
    kept_run = run_command("validate", "-f", "json", cwd=good)
    fresh = run_command("validate", "-f", "json", "--fresh", cwd=good)
    assert (kept_run.returncode, kept_run.stdout) == (fresh.returncode, fresh.stdout)


def test_only_the_lines_of_a_new_batch_are_judged(good: Path, judged: list[str]) -> None:
    run_command("validate", cwd=good)
    assert set(judged) == {f"events/{path.name}" for path in good.glob("events/*.jsonl")}
    judged.clear()
    (good / "events/2026-01-04-more.jsonl").write_text("{}\n")
    assert run_command("validate", cwd=good).returncode == 1
    assert judged == ["events/2026-01-04-more.jsonl"]
    judged.clear()
    run_command("validate", "--fresh", cwd=good)
    assert len(set(judged)) > 1


def test_tables_of_a_log_that_was_found_good_are_made_without_checking_it_again(
    good: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    unchecked = run_command("timeline", "-f", "json", cwd=good, XDG_CACHE_HOME=str(good / "another"))
    run_command("validate", cwd=good)
    judged.clear()
    monkeypatch.setattr(rules, "broken_rules", None)
    checked = run_command("timeline", "-f", "json", cwd=good)
    assert (checked.returncode, checked.stdout) == (0, unchecked.stdout)
    assert not judged


def test_tables_of_a_log_with_errors_are_not_made_whatever_was_found_before(good: Path) -> None:
    run_command("validate", cwd=good)
    (good / "events/2026-01-04-more.jsonl").write_text("{}\n")
    run_command("validate", cwd=good)
    assert run_command("timeline", cwd=good).returncode == 1
