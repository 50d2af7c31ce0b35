"""A release has the same bytes wherever and whenever it is made; and the log as of a release."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import summitevents
from summitevents.log.package import Package
from summitevents.log.releases import RELEASES
from summitevents.release.build import build_release
from tests.support.packages import copy_shipped_log
from tests.support.paths import ROOT
from tests.support.releases import CLAIM, SMALL_RECORDS, add_sealed_batch
from tests.support.runner import run_text


def test_the_same_bytes_in_another_folder_on_another_day_with_other_settings(released: Path, tmp_path: Path) -> None:
    """One thread, another home, umask, locale, time zone, seed of hashes: in a process of its own."""
    package = copy_shipped_log(tmp_path / "deep/er/package")
    settings = {
        "PYTHONPATH": str(ROOT / "src"), "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C", "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1", "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "COLUMNS": "7",
        "PATH": os.environ["PATH"],
    }  # fmt: skip
    code = (
        "import os, sys; os.umask(0o077)\n"
        "if hasattr(os, 'sched_setaffinity'): os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])\n"
        "from summitevents.__main__ import main; sys.exit(main())"
    )
    command = [sys.executable, "-c", code, "release", "1.0.0", "-o", "here", "--data", str(package.root)]
    subprocess.run(command, cwd=tmp_path, env=settings, check=True, capture_output=True)
    made = tmp_path / "here/summitevents-1.0.0.zip"
    assert sha256(made.read_bytes()).hexdigest() == sha256(released.read_bytes()).hexdigest()


def test_a_release_can_be_made_again_after_the_log_has_grown(
    small_release: Path, released_log: Package, tmp_path: Path
) -> None:
    package = released_log
    add_sealed_batch(package, "2026-12-02-a", CLAIM)
    build_release(package, "1.1.0", tmp_path / "second")
    before = (package.root / RELEASES).read_bytes()
    again = build_release(package, "1.0.0", tmp_path / "again")
    assert again.read_bytes() == small_release.read_bytes()
    assert (package.root / RELEASES).read_bytes() == before


def test_as_of_a_release(released_log: Package) -> None:
    package = released_log
    add_sealed_batch(package, "2026-12-02-a", CLAIM)
    count = ["query", "SELECT count(*) AS n FROM log", "-f", "csv", "--data", package.root]
    assert run_text(*count)[1] == f"n\n{SMALL_RECORDS + 1}\n"
    assert run_text(*count, "--as-of", "1.0.0")[1] == f"n\n{SMALL_RECORDS}\n"
    assert run_text("diff", "1.0.0", "--data", package.root)[1].startswith("fair · 2026-12-02-a.1\n")
    with summitevents.open(package.root).connect(as_of="1.0.0") as con:
        assert con.execute("SELECT count(*) FROM log").fetchall() == [(SMALL_RECORDS,)]
    for command in (["timeline"], ["show", "fair"], ["log"], ["export", "events"]):
        assert run_text(*command, "--as-of", "1.0.0", "--data", package.root)[0] == 0
    assert run_text(*count, "--as-of", "1.1.0") == (2, "", "summitevents: there is no release 1.1.0; there is 1.0.0\n")
