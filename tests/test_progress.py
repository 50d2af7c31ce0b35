"""Who waits at a terminal is told how far it is, on a line that is gone in the end; nobody else is told anything."""

import os
import pty
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from summitevents import progress
from summitevents.build.pipeline import build_tables
from summitevents.check import rules
from summitevents.check.log import check_log
from summitevents.cli import main as cli
from summitevents.cli import progress_line
from summitevents.log.package import Package
from tests.support.paths import GOLDEN_PACKAGE, ROOT


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Standard error is a terminal; what comes out at its other end. Nobody has to wait a second."""
    here, there = pty.openpty()
    with os.fdopen(there, "w", encoding="utf-8") as stderr, monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", stderr)
        patched.setattr(progress_line, "AFTER", 0.0)
        yield here
    os.close(here)


def held_up(monkeypatch: pytest.MonkeyPatch, until: Callable[[], object]) -> None:
    """The rules are not looked at before something has happened."""
    check = rules.broken_rules

    def late(*given: Any, **more: Any) -> Any:
        until()
        return check(*given, **more)

    monkeypatch.setattr(rules, "broken_rules", late)


def test_a_check_tells_how_far_it_is_and_wipes_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    drawn: list[str] = []
    records = len(b"".join(path.read_bytes() for path in Package(ROOT).batches()).splitlines())
    monkeypatch.setattr(sys, "argv", ["summitevents", "validate", "--data", str(ROOT), "-f", "jsonl"])
    with terminal(monkeypatch) as end:
        held_up(monkeypatch, lambda: drawn.append(_until(end, f"checking {records:,} records … ")))
        assert cli.run() == 0
        shown, _, after = _until(end, "\n").rpartition("\r\n")[0].rpartition("\r")
    assert drawn[0].startswith("\rchecking")
    assert "\n" not in drawn[0]
    assert not shown.rpartition("\r")[2].strip(), "it is written over with blanks"
    assert after.startswith(f"{records:,} records: 0 errors, ")
    assert capfd.readouterr().out == ""


def _until(end: int, words: str) -> str:
    """What comes out, as far as these words."""
    found = b""
    while words not in found.decode(errors="ignore"):
        found += os.read(end, 10_000)
    return found.decode()


def test_nothing_is_told_without_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(progress_line, "AFTER", 0.0)
    held_up(monkeypatch, lambda: watched.append(progress._WATCH.get()))
    watched: list[progress.Watch | None] = []
    monkeypatch.setattr(
        sys, "argv", ["summitevents", "build", "--data", str(ROOT), "-o", str(tmp_path / "made.duckdb")]
    )
    assert cli.run() == 0
    assert watched == [None]
    made = tmp_path / "made.duckdb"
    assert capfd.readouterr() == ("", f"{made}: open it with DuckDB, as: duckdb -readonly {made}\n")


def test_the_share_grows_from_stage_to_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    with progress.watched({"lines": 30.0, "rules": 20.0, "tables": 50.0}) as watch:
        assert (watch.share(), watch.left()) == (0, None)
        progress.enter("lines")
        now = 106.0
        progress.enter("elsewhere")
        progress.enter("rules")
        assert (watch.share(), watch.left()) == (pytest.approx(0.3), pytest.approx(14))
        now = 108.0
        assert watch.share() == pytest.approx(0.4), "half of what it should take has gone"
        now = 200.0
        assert watch.share() == pytest.approx(0.49), "never done before it is"
        progress.enter("tables", records=7)
        assert (watch.share(), watch.records) == (pytest.approx(0.5), 7)
        progress.enter("lines")
        assert watch.begun == 200, "all over again"
    progress.enter("lines")
    assert watch.share() == 0


def test_the_stages_are_those_that_a_check_and_a_build_go_through(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    entered: list[str] = []
    monkeypatch.setattr(progress, "enter", lambda stage, *_: entered.append(stage))
    check_log(Package(GOLDEN_PACKAGE))
    assert entered == list(progress.CHECK_STAGES)
    entered.clear()
    build_tables(Package(GOLDEN_PACKAGE), tmp_path / "made.duckdb")
    assert entered == list(progress.BUILD_STAGES)
