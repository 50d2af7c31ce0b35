"""Validation of whatever has a datapackage.json: a log, a release with its tables, the package of somebody else."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

import summitevents
from tests.support.paths import ROOT
from tests.support.runner import run_command, run_text
from tests.support.sealed import write_sealed_package


@pytest.fixture(scope="module")
def small_folder(small_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the small log, unzipped."""
    folder = tmp_path_factory.mktemp("unzipped")
    zipfile.ZipFile(small_release).extractall(folder)
    return folder


def test_validate_looks_at_the_tables_of_a_release_too(small_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(small_folder, tmp_path / "here")
    assert summitevents.validate(folder) == []
    events = folder / "data/events.csv"
    events.write_text(events.read_text("utf-8").replace(",true,", ",maybe,", 1), "utf-8", newline="\n")
    (folder / "data/claims.csv").unlink()
    found = {finding.code for finding in summitevents.validate(folder)}
    assert {"type-error", "hash-count", "scheme-error"} <= found


def test_however_a_release_is_named_its_tables_are_looked_at(
    small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(small_folder, tmp_path / "here")
    (folder / "data/claims.csv").unlink()
    descriptor = str(folder / "datapackage.json")
    monkeypatch.chdir(folder)
    said = [run_text("validate", *named) for named in ([], [descriptor], [str(folder)], ["--data", folder])]
    assert said[0][0] == 1
    assert "data/claims.csv" in said[0][1]
    assert said == said[:1] * 4
    code, out, err = run_text("validate", descriptor, "--data", folder)
    assert (code, out) == (2, "")
    assert "name the package once" in err
    found = summitevents.validate(folder)
    assert summitevents.open(folder).findings() == found
    assert found


def test_a_second_resource_called_log_is_told_once_whatever_it_is(tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "tests/cases/descriptor-second-log", tmp_path / "here")
    before = [finding.code for finding in summitevents.validate(folder)]
    assert before == ["descriptor-resources"]
    told = json.loads((folder / "datapackage.json").read_text("utf-8"))
    told["resources"].append({"name": "log", "path": "t.csv"})
    (folder / "t.csv").write_text("a\n1\n")
    (folder / "datapackage.json").write_text(json.dumps(told, indent=2), "utf-8")
    assert [finding.code for finding in summitevents.validate(folder)] == ["descriptor-resources"] * 2


def test_of_a_foreign_package_rows_are_counted_and_no_citations(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\n1\n2\n")
    (tmp_path / "datapackage.json").write_text('{"resources": [{"name": "t", "path": "t.csv"}]}')
    assert run_text("validate", cwd=tmp_path) == (0, "", "2 rows: 0 errors, 0 warnings\n")
    for more in (["--against", "HEAD"], ["--documents", "."], ["--engine", "frictionless", "--documents", "."]):
        code, out, err = run_text("validate", tmp_path, *more)
        assert (code, out) == (2, "")
        assert "for a log" in err


def test_a_changed_sealed_line_is_found_and_what_was_compared_is_said(tmp_path: Path) -> None:
    package = write_sealed_package(tmp_path / "package")
    code, _, err = run_text("validate", cwd=package.root)
    assert code == 0
    assert "; seals of 9 checked, 1 not sealed yet" in err
    batch = package.events / "2026-01-01-a.jsonl"
    batch.write_bytes(batch.read_bytes().replace(b'"title": "\xc3\xa9"', b'"title": "e"', 1))
    code, out, _ = run_text("validate", "-f", "jsonl", cwd=package.root)
    assert code == 1
    assert [(row["code"], row["line"]) for row in map(json.loads, out.splitlines())] == [("sealed-changed", 1)]
    for checkpoint in (package.events / "checkpoints").iterdir():
        checkpoint.unlink()
    assert "; seals not compared: summitevents verify" in run_text("validate", cwd=package.root)[2]


def test_the_variable_for_a_log_does_not_say_what_is_checked(tmp_path: Path) -> None:
    ran = run_command("validate", cwd=tmp_path, SUMMITEVENTS_DATA=str(ROOT))
    assert ran.returncode == 2
    assert b"no datapackage.json here" in ran.stderr


def test_a_subject_that_is_not_of_its_type_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "datapackage.json").write_text('{"title": 5, "summitevents": {"format": 1}}')
    said = "summitevents: datapackage.json:1:11: title is to be a text\n"
    assert run_text("validate", cwd=tmp_path) == (2, "", said)


def test_a_property_of_another_type_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    told = (
        '\ufeff{\r\n  "contributors": [{"title": "A"}, {\r\n    "title": 7}],\r\n  "summitevents": {"format": 1}\r\n}'
    )
    (tmp_path / "datapackage.json").write_bytes(told.encode())
    said = "summitevents: datapackage.json:3:14: contributors.title is to be a text\n"
    assert run_text("validate", cwd=tmp_path) == (2, "", said)
