"""Which package a command works on: what writes needs a log here, what reads says if there is none, paths are as seen from here."""

from pathlib import Path

import pytest

from tests.support.packages import contents
from tests.support.paths import ROOT
from tests.support.runner import run_command, run_text


def test_validate_looks_at_what_lies_here_or_above(tmp_path: Path, golden_copy: Path) -> None:
    assert run_text("validate", cwd=tmp_path) == (
        2, "", "summitevents: no datapackage.json here: name one, or check the log that came installed: --data installed\n"
    )  # fmt: skip
    foreign = golden_copy / "data"
    foreign.mkdir()
    (foreign / "datapackage.json").write_text(
        '{"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a", "type": "integer"}]}}]}'
    )
    (foreign / "t.csv").write_text("a\nx\n")
    code, out, err = run_text("validate", cwd=foreign)
    assert (code, err) == (1, "1 row: 1 error, 0 warnings\n")
    assert out.startswith("t.csv:2:1: error type-error")
    code, _, err = run_text("validate", cwd=golden_copy / "events")
    assert code == 0
    assert err.startswith("../: ")


def test_readers_say_that_there_is_no_log_here(tmp_path: Path) -> None:
    said = "no log here: this is the one that came installed (--data names another)\n"
    for command in (["timeline"], ["query", "actors"], ["coverage"], ["log"], ["export", "events"]):
        code, _, err = run_text(*command, cwd=tmp_path)
        assert code == 0
        assert err.startswith(said)
        assert said not in run_text(*command, "--data", "installed", cwd=tmp_path)[2]
        assert said not in run_text(*command, cwd=ROOT / "events")[2]


WRITERS = [
    ["append", "{}"], ["correct", "a", "name=b", "--because", "c"], ["retract", "a", "--because", "b"],
    ["same", "a", "b", "--because", "c"], ["different", "a", "b", "--because", "c"],
    ["rank", "a", "preferred", "--because", "b"], ["compare", "a", "confirms", "b", "--because", "c"],
    ["relate", "a", "follows", "b"], ["take-back", "2026-01-01-a"], ["seal"], ["release", "1.0.0"],
]  # fmt: skip


@pytest.mark.parametrize("words", WRITERS, ids=lambda words: words[0])
def test_writers_need_a_log_here(words: list[str], tmp_path: Path) -> None:
    before = contents(ROOT / "events")
    for more in ([], ["--data", "installed"]):
        code, out, err = run_text(*words, *more, cwd=tmp_path)
        assert (code, out) == (2, "")
        assert err.startswith("summitevents: no log here to write to")
    assert contents(ROOT / "events") == before
    assert list(tmp_path.iterdir()) == []


def test_paths_are_as_seen_from_the_working_folder(golden_copy: Path) -> None:
    place = '{"op": "place", "place": "oslo", "name": "Oslo"}'
    for cwd, more, seen in (
        (golden_copy, [], "events/2126-12-01-a.jsonl"),
        (golden_copy / "events", [], "../events/2126-12-01-a.jsonl"),
        (golden_copy.parent, ["--data", golden_copy.name], f"{golden_copy.name}/events/2126-12-01-a.jsonl"),
        (ROOT, ["--data", golden_copy], f"{golden_copy}/events/2126-12-01-a.jsonl"),
    ):
        _, _, err = run_text("append", place, "--batch", "2126-12-01-a", *more, cwd=cwd)
        assert err.startswith(f"{seen}: ")
        (golden_copy / "events/2126-12-01-a.jsonl").write_text("{}\n")
        assert run_text("validate", *more, cwd=cwd)[1].startswith(f"{seen}:1:1: error ")
        (golden_copy / "events/2126-12-01-a.jsonl").unlink()


def test_verify_needs_a_log_here(tmp_path: Path) -> None:
    code, out, err = run_text("verify", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert "--data installed" in err
    assert run_text("verify", "--data", "installed", cwd=tmp_path)[0] == 0


def test_a_log_that_a_variable_names_is_said(tmp_path: Path) -> None:
    ran = run_command("query", "actors", "--limit", "1", cwd=tmp_path, SUMMITEVENTS_DATA=str(ROOT))
    assert ran.stderr.decode().startswith(f"SUMMITEVENTS_DATA: {ROOT}\n")


@pytest.mark.parametrize("name", ["events/2026-01-01-a.jsonl", "events/ORDER", ".git/config"])
def test_no_output_takes_the_place_of_a_log_without_descriptor_nor_of_what_is_gits(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.parent.mkdir()
    file.write_text("mine")
    code, _, err = run_text("export", "events", "-f", "jsonl", "-o", file, "--data", ROOT)
    assert code == 2
    assert "is not written over" in err
    assert file.read_text() == "mine"
