"""The commands of docs/release.md are run, on a release that they are about."""

import os
import re
import shutil
import sys
from pathlib import Path

import duckdb

from tests.support.packages import copy_shipped_log
from tests.support.paths import ROOT
from tests.support.releases import row_counts
from tests.support.runner import run_script

PAGE = (ROOT / "docs/release.md").read_text("utf-8")
SCRIPTS = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)


def run(script: str, folder: Path) -> str:
    """Runs a script, in which `python` is this one, and which must succeed; returns what it prints."""
    ran = run_script(script, folder, PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def test_the_checks_and_the_commands_on_an_unzipped_release(
    unzipped: Path, released: Path, built: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    plain, whole, reading, making = SCRIPTS
    folder = shutil.copytree(unzipped, tmp_path / "here")
    assert "INVALID" not in run(plain, folder)
    assert "byte for byte what its log gives" in run(whole, released.parent)
    assert str(row_counts(built)["events"]) in run(reading, folder)
    assert "summitevents-1.0.0.zip" in run(making, copy_shipped_log(tmp_path / "clone").root)


def test_everything_in_a_release_is_told_of(unzipped: Path) -> None:
    told = PAGE.split("## Is it right?")[0].replace("NAME", "summitevents")
    for path in unzipped.iterdir():
        assert f"`{path.name}`" in told or f"`{path.name}/" in told, path.name
