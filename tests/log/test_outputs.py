"""Where commands may write: never over the log, never over what is another program's, whole or not at all."""

import os
import shutil
import socket
import subprocess
from itertools import product
from pathlib import Path

import duckdb
import pytest

from summitevents.errors import UnreadableError
from summitevents.log.files import write_whole
from summitevents.log.outputs import check_output
from tests.support.amount import some_of
from tests.support.packages import DESCRIPTOR, contents
from tests.support.runner import COMMAND, environment, run_command, run_process

BATCH = "events/2026-01-01-first.jsonl"
PLACES = [
    BATCH,
    "events/new.csv",
    "datapackage.json",
    "README.md",
    "seeds/new.csv",
    "events/../events/new.csv",
    "events",
]


COMMANDS = [
    ["timeline", "-f", "csv"], ["validate", "-f", "json"], ["query", "SELECT 1 AS a", "-f", "md"], ["build"],
    ["export"], ["export", "-f", "geojson"], ["verify", "-f", "sarif"],
]  # fmt: skip


@pytest.fixture
def here(golden_copy: Path) -> Path:
    (golden_copy / "seeds").mkdir(exist_ok=True)
    (golden_copy / "README.md").write_text("mine")
    return golden_copy


@pytest.mark.parametrize("case", some_of(product(COMMANDS, PLACES), 4))
def test_no_command_writes_into_the_log(case: tuple[list[str], str], here: Path) -> None:
    command, place = case
    before = contents(here)
    ran = run_command(*command, "-o", place, cwd=here)
    assert ran.returncode == 2
    last = ran.stderr.splitlines()[-1]
    assert b"belongs to the package in " in last or b" is a name for " in last
    assert contents(here) == before


def test_a_site_or_a_release_does_not_go_into_the_log_either(here: Path) -> None:
    assert run_command("seal", cwd=here).returncode == 0
    before = contents(here)
    for command in (["site", "-o", "."], ["site", "-o", "events"], ["release", "1.0.0", "-o", "events"]):
        ran = run_command(*command, cwd=here)
        assert (ran.returncode, b"belongs to the package in " in ran.stderr) == (2, True), command
    assert contents(here) == before


def test_it_counts_where_a_path_leads(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (away / "file.csv").symlink_to(here / BATCH)
    (away / "folder").symlink_to(here / "events")
    monkeypatch.chdir(away)
    for path in ("file.csv", "folder/new.csv", here / "events/new.csv", "../here/events/new.csv"):
        with pytest.raises(UnreadableError, match="belongs to the package"):
            check_output(Path(path))


def test_a_folder_of_the_log_may_lie_elsewhere(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.move(here / "events", tmp_path / "elsewhere")
    (here / "events").symlink_to(tmp_path / "elsewhere")
    monkeypatch.chdir(here)
    for path in (here / "events/x.csv", tmp_path / "elsewhere/x.csv"):
        with pytest.raises(UnreadableError, match="belongs to the package"):
            check_output(path)


def test_what_a_package_lists_is_its_own_and_what_it_does_not_is_free(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text(
        DESCRIPTOR.replace("}}", '}, "resources": [{"path": "data/a.csv"}, {"path": ["b.csv", 1]}, 2]}')
    )
    for name in ("data/a.csv", "b.csv"):
        with pytest.raises(UnreadableError):
            check_output(tmp_path / name)
    check_output(tmp_path / "data/c.csv")


def test_other_peoples_packages_are_theirs(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"resources": []}')
    check_output(tmp_path / "events/x.csv")


def test_a_damaged_descriptor_beside_a_log_protects_it_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "datapackage.json").write_text('{"summitevents": ')
    with pytest.raises(UnreadableError):
        check_output(tmp_path / "events/x.csv")


def test_tables_take_the_place_of_tables_of_ours_alone(golden_copy: Path) -> None:
    with duckdb.connect(str(golden_copy / "theirs.duckdb")) as con:
        con.execute("CREATE TABLE claims AS SELECT 1 AS a")
    (golden_copy / "text.duckdb").write_text("mine")
    (golden_copy / "empty.duckdb").touch()
    before = contents(golden_copy)
    for name in ("theirs.duckdb", "text.duckdb"):
        ran = run_command("build", "-o", name, cwd=golden_copy)
        assert (ran.returncode, ran.stderr.count(b"\n")) == (2, 1)
        assert b"no file of tables that summitevents made; name another" in ran.stderr
    assert contents(golden_copy) == before
    for _ in range(2):
        assert run_command("build", "-o", "empty.duckdb", cwd=golden_copy).returncode == 0


def test_a_release_takes_the_place_of_a_release_alone(golden_copy: Path) -> None:
    assert run_command("seal", cwd=golden_copy).returncode == 0
    (golden_copy / "dist").mkdir()
    (golden_copy / "dist/golden-1.0.0.zip").write_text("mine")
    before = contents(golden_copy)
    ran = run_command("release", "1.0.0", cwd=golden_copy)
    assert (ran.returncode, b"no release of summitevents" in ran.stderr) == (2, True)
    assert contents(golden_copy) == before


@pytest.mark.parametrize(
    "name", ["q?x", "b\\s", "q'u", 'd"q', "new\nline", "h#h", "p%41", "st*r", "br[a]", "co:lon", "ü"]
)
def test_a_name_may_have_any_characters(name: str, golden_copy: Path) -> None:
    here = golden_copy.rename(golden_copy.with_name(name))
    for command in (
        ["validate"], ["build", "-o", f"{name}.duckdb"], ["build", "-o", f"{name}/{name}.duckdb"],
        ["export", "-o", name], ["timeline", "-o", f"{name}.csv"], ["query", "SELECT 1", "-o", f"{name}.parquet"],
    ):  # fmt: skip
        ran = run_command(*command, cwd=here)
        assert (ran.returncode, b"Traceback" in ran.stderr) == (0, False), (command, ran.stderr.decode())
    shutil.copy(here / f"{name}.duckdb", here / "copy.duckdb")
    with duckdb.connect(str((here / "copy.duckdb").rename(here.parent / "copy.duckdb"))) as con:
        assert con.execute("SELECT count(*) FROM events").fetchall() == [(5,)]


def test_a_cache_in_such_a_folder_is_done_without(golden_copy: Path) -> None:
    ran = run_command("query", "SELECT 1 AS a", cwd=golden_copy, XDG_CACHE_HOME=str(golden_copy / "a?b\\c"))
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_name_of_255_bytes_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 125 + "a.csv")
    for content in (b"old", b"new"):
        write_whole(path, content)
        assert contents(tmp_path) == {path.name: content}


def test_the_owner_and_the_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 12345, 23456)
    before = path.stat()
    write_whole(path, b"new")
    after = path.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_another_hard_link_keeps_what_it_was(here: Path) -> None:
    os.link(here / BATCH, here / "t.csv")
    before = (here / BATCH).read_bytes()
    assert run_command("timeline", "-o", "t.csv", cwd=here).returncode == 0
    assert (here / BATCH).read_bytes() == before
    assert (here / "t.csv").read_bytes() != before


def test_a_pipe_that_nobody_reads_is_not_waited_for(golden_copy: Path) -> None:
    os.mkfifo(golden_copy / "pipe.csv")
    ran = run_process("timeline", "-o", "pipe.csv", cwd=golden_copy)
    assert (ran.returncode, ran.stderr) == (2, b"summitevents: pipe.csv: nobody reads from this pipe\n")


def test_a_folder_or_a_socket_in_the_place_of_a_file_is_told(
    golden_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (golden_copy / "f.csv").mkdir()
    monkeypatch.chdir(golden_copy)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s.csv")
        for name in ("s.csv", "nowhere/t.csv", "datapackage.json/t.csv"):
            ran = run_command("export", "events", "-o", name, cwd=golden_copy)
            assert (ran.returncode, ran.stderr.count(b"\n"), b"Traceback" in ran.stderr) == (2, 1, False), name
    assert run_command("export", "events", "-o", "f.csv", cwd=golden_copy).returncode == 0
    assert (golden_copy / "f.csv/events.csv").is_file()  # a folder that is there is taken for one, whatever its name
    for name in ("f.csv", "loop.duckdb"):
        if name == "loop.duckdb":
            (golden_copy / name).symlink_to(name)
        ran = run_command("build", "-o", name, cwd=golden_copy)
        assert (ran.returncode, ran.stderr.count(b"\n")) == (2, 1), ran.stderr


def test_a_file_cut_short_by_the_system_is_none(tmp_path: Path, golden_copy: Path) -> None:
    """As on a full disk: the system allows no file of more than 512 bytes."""
    (golden_copy / "t.csv").write_text("old")
    limited = ["bash", "-c", 'trap "" XFSZ; ulimit -f 1; exec "$@"', "-", *COMMAND, "export", "events", "-o", "t.csv"]
    ran = subprocess.run(limited, cwd=golden_copy, env=environment(), capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (2, b"summitevents: t.csv: File too large\n")
    assert (golden_copy / "t.csv").read_text() == "old"
    assert not list(golden_copy.glob(".*"))
