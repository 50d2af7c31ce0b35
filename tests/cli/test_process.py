"""The command line as a process: its exit code, pipes whose reader has gone, what it imports, several at once."""

import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.packages import copy_golden_package
from tests.support.runner import COMMAND, environment, run_process


@pytest.mark.parametrize(
    ("arguments", "code", "out"),
    [(["timeline", "-f", "csv"], 0, b"nr,"), (["query", "SELEC"], 2, b""), (["nonsense"], 2, b""), (["anchor", "gazette-1901", "zzz"], 1, b"")],
)  # fmt: skip
def test_the_exit_code_is_the_process_s(arguments: list[str], code: int, out: bytes, golden_copy: Path) -> None:
    ran = run_process(*arguments, cwd=golden_copy)
    assert (ran.returncode, ran.stdout[:3]) == (code, out)
    assert bool(ran.stderr) == bool(code)


@pytest.mark.parametrize("command", ["validate", "timeline", "verify"])
def test_a_reader_that_has_gone_is_no_error(command: str, golden_copy: Path) -> None:
    """As in 2>&1 | head -1, once head has seen enough."""
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(
        [*COMMAND, command], cwd=golden_copy, env=environment(), stdout=write, stderr=write, check=False
    )
    os.close(write)
    assert ran.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_the_exit_code_does_not_depend_on_who_hears_the_talk(golden_copy: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        for command, code in (("timeline", 0), ("nonsense", 2)):
            ran = subprocess.run(
                [*COMMAND, command],
                cwd=golden_copy,
                env=environment(),
                stdout=subprocess.DEVNULL,
                stderr=full,
                check=False,
            )
            assert ran.returncode == code, command


def test_a_reader_that_goes_away_is_no_error(golden_copy: Path) -> None:
    line = f"{shlex.quote(sys.executable)} -m summitevents export log -f json | head -c 10"
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=golden_copy, capture_output=True, check=False, env=environment()
    )
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_an_output_may_be_a_link_or_a_pipe(golden_copy: Path) -> None:
    """A link goes on to lead to the file, and what is no file is written to as it is."""
    (golden_copy / "link.csv").symlink_to("rows.csv")
    assert run_process("export", "events", "-o", "link.csv", cwd=golden_copy).returncode == 0
    assert (golden_copy / "link.csv").is_symlink()
    ran = run_process("export", "events", "-f", "csv", "-o", "/dev/stdout", cwd=golden_copy)
    assert ran.stdout == (golden_copy / "rows.csv").read_bytes()


def test_many_at_once_with_a_cold_cache(tmp_path: Path) -> None:
    here, many = copy_golden_package(tmp_path / "here"), 3
    question = ["query", "SELECT count(*) AS n FROM events", "-f", "csv"]
    with ThreadPoolExecutor(many) as pool:
        ran = list(pool.map(lambda _: run_process(*question, cwd=here), range(many)))
    assert [(one.returncode, one.stdout) for one in ran] == [(0, b"n\n5\n")] * many


def test_nothing_is_imported_before_it_is_needed(tmp_path: Path) -> None:
    """The start-up times rest on this: --version imports nothing, --help no engine, a warm timeline no models."""
    here = copy_golden_package(tmp_path / "here")

    def imported(*arguments: str) -> set[str]:
        run = [sys.executable, "-X", "importtime", "-m", "summitevents", *arguments]
        ran = subprocess.run(run, cwd=here, capture_output=True, text=True, check=True, env=environment())
        return {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if line.startswith("import time:")}

    heavy = {"duckdb", "pydantic", "frictionless", "summitevents.log.records"}
    assert not imported("--version") & {*heavy, "typer", "typing", "summitevents.cli"}
    assert not imported("--help") & {*heavy, "summitevents.findings.catalogue"}
    assert "summitevents.log.records" in imported("timeline")  # cold
    again = imported("timeline", "--data", ".", "--text", "a", "--text", "the")
    assert not again & {*heavy - {"duckdb"}, "summitevents.build.pipeline"}
