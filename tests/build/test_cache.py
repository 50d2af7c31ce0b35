"""The kept tables: only what nobody else could have written is opened, and what is damaged goes."""

import shutil
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from summitevents.api import Dataset
from summitevents.build import cache, pipeline
from summitevents.errors import BadLogError
from summitevents.log import cache_folder
from summitevents.log.package import Package
from tests.support.runner import run_command

COUNT = ["query", "SELECT count(*) AS n FROM events", "-f", "csv"]


def kept_of(folder: Path, package: Path) -> Path:
    return folder / "summitevents" / f"{cache._key(Package(package), cache.WHOLE)}.duckdb"


def forge(kept: Path) -> None:
    """Puts other tables in the place of the kept ones."""
    kept.unlink()
    with duckdb.connect(str(kept)) as con:
        con.execute("CREATE TABLE events AS SELECT 'forged' AS event")


def test_the_folder_and_the_files_are_the_user_s_alone(golden_copy: Path, own_cache: Path) -> None:
    shutil.rmtree(own_cache / "summitevents")
    assert run_command(*COUNT, cwd=golden_copy).stdout == b"n\n5\n"
    folder, kept = own_cache / "summitevents", kept_of(own_cache, golden_copy)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, kept)] == [0o700, 0o600]


def test_a_folder_that_others_may_write_to_is_closed(golden_copy: Path, own_cache: Path) -> None:
    (own_cache / "summitevents").chmod(0o777)
    assert run_command(*COUNT, cwd=golden_copy).stdout == b"n\n5\n"
    assert stat.S_IMODE((own_cache / "summitevents").stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o666, 0o620, 0o602])
def test_tables_that_others_may_have_written_are_made_anew(mode: int, golden_copy: Path, own_cache: Path) -> None:
    kept = kept_of(own_cache, golden_copy)
    forge(kept)
    assert run_command(*COUNT, cwd=golden_copy).stdout == b"n\n1\n"  # it would have been believed
    forge(kept)
    kept.chmod(mode)
    assert run_command(*COUNT, cwd=golden_copy).stdout == b"n\n5\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_another_user_s_folder_is_done_without(
    golden_copy: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge(kept_of(own_cache, golden_copy))
    before = sorted((own_cache / "summitevents").iterdir())
    monkeypatch.setattr(cache_folder, "is_own", lambda path: "summitevents" not in path.parts)
    monkeypatch.setattr(Path, "chmod", lambda path, mode: None)
    opened = lambda path: duckdb.connect(str(path), read_only=True) if path.exists() else None  # noqa: E731
    monkeypatch.setattr(cache, "_opened", opened)
    ran = run_command(*COUNT, cwd=golden_copy)
    assert ran.stdout == b"n\n5\n"
    assert ran.stderr == f"{own_cache}/summitevents is another user's: nothing is kept there\n".encode()
    assert sorted((own_cache / "summitevents").iterdir()) == before


def damaged_where_it_is_read(file: Path) -> bytes:
    """Returns the file with one other bit, which DuckDB finds only once it reads the log."""
    whole = file.read_bytes()
    for place in range(4096 * 3 + 2000, len(whole), 16384):
        damaged = bytearray(whole)
        damaged[place] ^= 4
        file.write_bytes(damaged)
        with suppress(duckdb.Error), duckdb.connect(str(file), read_only=True) as con:
            try:
                con.execute("FROM log").fetchall()
            except duckdb.Error:
                return bytes(damaged)
    raise AssertionError("nothing is read")


def test_damaged_tables_are_thrown_away_and_the_next_question_is_answered(
    golden_copy: Path, own_cache: Path, tmp_path: Path
) -> None:
    kept, question = kept_of(own_cache, golden_copy), ["query", "SELECT id FROM log ORDER BY pos", "-f", "csv"]
    answer = run_command(*question, cwd=golden_copy).stdout
    damaged = damaged_where_it_is_read(Path(shutil.copy(kept, tmp_path / "copy.duckdb")))
    kept.unlink()
    kept.write_bytes(damaged)
    kept.chmod(0o600)
    ran = run_command(*question[:1], "FROM log", cwd=golden_copy)
    sentence = b"summitevents: the tables that were kept are damaged, and were thrown away; ask again\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, b"", sentence)
    assert not kept.exists()
    assert run_command(*question, cwd=golden_copy).stdout == answer


def test_tables_of_a_log_that_was_written_to_meanwhile_are_not_kept(
    golden_copy: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was known of the log held for its bytes as they were: the changed line is judged as any other."""
    monkeypatch.delenv("CI", raising=False)
    assert run_command("validate", cwd=golden_copy).returncode == 0
    package, build = Package(golden_copy), pipeline.build_tables
    batch = package.batches()[-1]
    good = batch.read_text("utf-8")

    def write_first(*given: Any, **named: Any) -> None:
        batch.write_text(good.replace('"recorded_by"', '"recorded_bye"', 1), "utf-8")
        build(*given, **named)

    cache.discard()
    monkeypatch.setattr(pipeline, "build_tables", write_first)
    with pytest.raises(BadLogError):
        cache.connect(package)
    batch.write_text(good, "utf-8")
    assert not list((own_cache / "summitevents").glob("*.duckdb"))


@pytest.mark.parametrize("step", ["build_tables", "describe_tables"])
def test_what_others_keep_or_remove_meanwhile_is_no_matter(
    step: str, golden_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two processes that make the same tables, either may throw away what the other has just made."""
    really = getattr(pipeline, step)

    def other_process(*given: Any, **named: Any) -> None:
        really(*given, **named)
        cache.discard()

    cache.discard()
    monkeypatch.setattr(pipeline, step, other_process)
    with cache.connect(Package(golden_copy), described=True) as con:
        assert con.execute("SELECT count(*) FROM events").fetchall() == [(5,)]


def test_what_another_process_has_just_removed_is_none_of_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / name).touch()
    monkeypatch.setattr(Path, "glob", lambda *_: iter([tmp_path / name for name in "abcx"]))
    cache_folder.leave_newest(tmp_path, "*", 2)
    assert len(list(tmp_path.iterdir())) == 2


def test_two_connections_to_the_same_tables_share_a_limit(golden_copy: Path) -> None:
    with Dataset(golden_copy).connect(memory="1GB") as one, Dataset(golden_copy).connect(memory="4GB") as other:
        limits = [con.execute("SELECT current_setting('memory_limit')").fetchall() for con in (one, other)]
    assert limits[0] == limits[1]


def test_comments_and_macros_are_made_for_those_who_write_sql(package: Callable[..., Package], own_cache: Path) -> None:
    log = package({"op": "place", "place": "hue", "name": "Hue"})

    def kept() -> list[str]:
        return sorted(path.name for path in (own_cache / "summitevents").iterdir())

    assert run_command("timeline", cwd=log.root).returncode == 0
    key = cache._key(log, cache.WHOLE)
    assert kept() == [f"{key}-bare.duckdb"]
    macro = ["query", "SELECT count(*) AS n FROM places_as_of(as_of := 1)", "-f", "csv"]
    assert run_command(*macro, cwd=log.root).stdout == b"n\n1\n"
    assert kept() == [f"{key}-bare.duckdb", f"{key}.duckdb"]
    assert {(own_cache / "summitevents" / name).stat().st_mode & 0o777 for name in kept()} == {0o600}
    (own_cache / "summitevents" / f"{key}-bare.duckdb").unlink()
    assert run_command("timeline", cwd=log.root).returncode == 0
    assert kept() == [f"{key}.duckdb"]
    with cache.connect(log, described=True) as con:
        [(words,)] = con.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'places'").fetchall()
    assert words


def test_what_can_be_kept_nowhere_is_described_all_the_same(
    package: Callable[..., Package], own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "cache_folder", lambda: None)
    with cache.connect(package(), described=True) as con:
        assert con.execute("SELECT count(*) FROM places_as_of()").fetchall() == [(0,)]
    assert not list(own_cache.rglob("*.duckdb"))
