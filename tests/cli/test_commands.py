"""The command line as programs meet it: streams, exit codes, bytes. How a process starts and ends: test_process.py."""

import hashlib
import json
import shutil
from pathlib import Path

import duckdb
import pandas
import pytest

from summitevents.build import cache
from summitevents.fold.views import in_order
from summitevents.log.package import Package
from tests.support.goldens import assert_golden
from tests.support.packages import copy_golden_package
from tests.support.paths import GOLDEN, GOLDEN_PACKAGE
from tests.support.runner import run_command


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md", "parquet"])
@pytest.mark.parametrize("table", ["timeline", "claims", "log", "sources"])
def test_every_format_of_a_table_is_the_golden_one(table: str, form: str, golden_copy: Path, rewrite: bool) -> None:
    """Byte for byte; of Parquet, whose bytes are one DuckDB version's, the rows and types."""
    ran = run_command("export", table, "-f", form, cwd=golden_copy)
    assert (ran.returncode, ran.stderr) == (0, b"")
    if form != "parquet":
        assert_golden(ran.stdout, GOLDEN / "export" / f"{table}.{form}", rewrite)
        return
    (golden_copy / "t.parquet").write_bytes(ran.stdout)
    found = duckdb.sql(f"FROM '{golden_copy}/t.parquet'")
    with cache.connect(Package(golden_copy)) as con:
        expected = con.sql(in_order(table))
        assert [str(kind) for kind in found.types] == [str(kind) for kind in expected.types]
        assert found.fetchall() == expected.fetchall()


def test_other_peoples_readers_see_the_same_rows(golden_copy: Path) -> None:
    for form in ("csv", "json", "parquet"):
        assert run_command("export", "claims", "-o", f"claims.{form}", cwd=golden_copy).returncode == 0
    with cache.connect(Package(golden_copy)) as con:
        rows = con.execute(
            "SELECT record, title, happened, passage_start FROM claims ORDER BY event, standing"
        ).fetchall()
    frame = pandas.read_csv(golden_copy / "claims.csv", dtype={"passage_start": "Int64", "happened": "string"})
    seen = frame[["record", "title", "happened", "passage_start"]].astype(object)
    assert seen.where(seen.notna(), None).values.tolist() == [list(row) for row in rows]
    assert [row["record"] for row in json.loads((golden_copy / "claims.json").read_bytes())] == [row[0] for row in rows]
    assert duckdb.sql(f"SELECT record FROM '{golden_copy}/claims.parquet'").fetchall() == [(row[0],) for row in rows]


def test_the_same_log_gives_the_same_bytes_whatever_the_threads_and_the_cache(tmp_path: Path) -> None:
    here = copy_golden_package(tmp_path / "here")
    sums = set()
    for n in range(3):
        ran = run_command("export", "-o", f"out{n}", cwd=here, XDG_CACHE_HOME=str(tmp_path / f"cache{n}"))
        assert ran.returncode == 0, ran.stderr
        files = sorted((here / f"out{n}").iterdir())
        sums.add(hashlib.sha256(b"".join(file.name.encode() + file.read_bytes() for file in files)).hexdigest())
    assert len(sums) == 1


def test_stdout_is_data_and_stderr_is_talk(golden_copy: Path) -> None:
    ran = run_command("timeline", "-f", "csv", cwd=golden_copy)
    assert ran.stderr == b""
    assert ran.stdout.count(b"\n") == 6
    assert b"\x1b" not in ran.stdout
    assert b"\r" not in ran.stdout
    ran = run_command("validate", cwd=golden_copy)
    assert ran.stdout == b""
    assert ran.stderr.endswith(b"6 citations checked\n")


def test_to_append_to_a_log_with_errors_says_so(golden_copy: Path) -> None:
    record = '{"op": "place", "place": "mill", "name": "The mill"}'
    assert b"before this" not in run_command("append", record, "--dry-run", cwd=golden_copy).stderr
    with (golden_copy / "events/2026-01-02-second.jsonl").open("a") as batch:
        batch.write("{}\n")
    ran = run_command("append", record, cwd=golden_copy)
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"20")
    assert ran.stderr.splitlines()[0] == b"the log had 1 error before this: summitevents validate"


def test_a_log_with_errors_is_refused_by_readers_and_told_by_validate(golden_copy: Path) -> None:
    with (golden_copy / "events/2026-01-02-second.jsonl").open("a") as batch:
        batch.write("{}\n")
    for command in (
        ["timeline"],
        ["show", "fair"],
        ["query", "SELECT 1"],
        ["export", "events"],
        ["build", "-o", "x.duckdb"],
    ):
        ran = run_command(*command, cwd=golden_copy)
        assert (ran.returncode, ran.stdout) == (1, b"")
        assert ran.stderr == b"summitevents: the log has 1 error; see: summitevents validate\n"
    assert not (golden_copy / "x.duckdb").exists()
    ran = run_command("validate", cwd=golden_copy)
    assert ran.returncode == 1
    assert ran.stdout.startswith(b"events/2026-01-02-second.jsonl:6:1: error field-missing: ")


def test_a_file_that_was_built_stays_until_the_next_is_whole(golden_copy: Path) -> None:
    build = ["build", "-o", "t.duckdb"]
    assert run_command(*build, cwd=golden_copy).returncode == 0
    before = (golden_copy / "t.duckdb").read_bytes()
    with duckdb.connect(str(golden_copy / "t.duckdb"), read_only=True) as reader:
        with (golden_copy / "events/2026-01-02-second.jsonl").open("ab") as batch:
            batch.write(b"torn")
        assert run_command(*build, cwd=golden_copy).returncode == 1
        assert (golden_copy / "t.duckdb").read_bytes() == before
        shutil.copy(GOLDEN_PACKAGE / "events/2026-01-02-second.jsonl", golden_copy / "events")
        assert run_command(*build, cwd=golden_copy).returncode == 0
        assert reader.execute("SELECT count(*) FROM events").fetchall() == [(5,)]  # the old file, still whole
    assert not list(golden_copy.glob(".building-*"))


def test_the_cache_is_used_and_follows_the_log(golden_copy: Path, warm_cache: Path) -> None:
    def titles() -> list[str]:
        ran = run_command("query", "SELECT title FROM events WHERE event = 'fair'", "-f", "jsonl", cwd=golden_copy)
        return [json.loads(line)["title"] for line in ran.stdout.splitlines()]

    for file in (warm_cache / "summitevents").iterdir():
        file.unlink()
    assert titles() == ["The fair"]
    kept = list((warm_cache / "summitevents").glob("*.duckdb"))
    stamps = [path.stat().st_mtime_ns for path in kept]
    assert titles() == ["The fair"]
    assert [path.stat().st_mtime_ns for path in kept] == stamps
    batch = golden_copy / "events/2026-01-01-first.jsonl"
    batch.write_text(batch.read_text("utf-8").replace('"The fair"', '"A fair"'), "utf-8")
    assert titles() == ["A fair"]
    for path in kept:
        path.write_bytes(b"damaged")
    batch.write_text(batch.read_text("utf-8").replace('"A fair"', '"The fair"'), "utf-8")
    assert titles() == ["The fair"]  # a damaged file is made anew


def test_no_query_can_write_beside_the_tables(golden_copy: Path, warm_cache: Path) -> None:
    with cache.connect(Package(golden_copy)) as con:
        [(kept,)] = con.execute("SELECT path FROM duckdb_databases() WHERE path IS NOT NULL").fetchall()
    assert Path(kept).is_relative_to(warm_cache)
    for target in (f"{kept}.wal", f"{kept}.tmp/x", str(golden_copy / "x")):
        for statement in (
            f"COPY (SELECT 1) TO '{target}'",
            f"EXPLAIN ANALYZE COPY (SELECT 1) TO '{target}'",
            f"EXPORT DATABASE '{target}'",
        ):
            assert run_command("query", statement, cwd=golden_copy).returncode == 2
            assert not Path(target).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT nope FROM events",
        "SELEC 1",
        "SELECT * FROM read_text('datapackage.json')",
        "SELECT * FROM 'datapackage.json'",
    ],
)
def test_what_duckdb_refuses_is_told_in_its_own_words(statement: str, golden_copy: Path) -> None:
    ran = run_command("query", statement, cwd=golden_copy)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.startswith(b"summitevents: DuckDB: ")
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2), (["--help"], 0), (["nonsense"], 2), (["timeline", "--help"], 0), (["timeline", "-f", "xml"], 2),
        (["show"], 2), (["anchor"], 2), (["query", "-f"], 2),
    ],
)  # fmt: skip
def test_exit_codes_of_usage(arguments: list[str], code: int, tmp_path: Path) -> None:
    ran = run_command(*arguments, cwd=tmp_path)
    assert ran.returncode == code
    assert b"Traceback" not in ran.stderr
    assert bool(ran.stdout) == (code == 0)


def test_help_names_every_command_and_the_exit_codes() -> None:
    said = run_command("--help").stdout.decode()
    for word in ("timeline", "show", "query", "export", "build", "validate", "anchor", "Exit codes: 0 good, 1"):
        assert word in said


def test_a_package_is_found_upwards_and_data_wins(golden_copy: Path, tmp_path: Path) -> None:
    deep = golden_copy / "events/../seeds"
    assert b"Gazette Press" in run_command("timeline", cwd=deep).stdout
    other = tmp_path / "other"
    other.mkdir()
    assert b"hanoi-summit-2019" in run_command("timeline", cwd=other).stdout  # the one that came with the code
    assert b"Gazette Press" in run_command("timeline", "--data", golden_copy, cwd=other).stdout
    (other / "datapackage.json").write_text('{"name": "somebody else\'s"}')
    assert b"hanoi-summit-2019" in run_command("timeline", cwd=other).stdout
    (other / "datapackage.json").write_text("{")
    ran = run_command("timeline", cwd=other)
    assert ran.returncode == 2
    assert b"is not JSON" in ran.stderr
