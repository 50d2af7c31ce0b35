"""The command line as programs meet it: streams, exit codes, bytes, start-up, the cache."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas
import pytest

from tests.support.paths import ROOT, TESTS

GOLDEN = TESTS / "golden"


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), **more}


def summitevents(*arguments: str, cwd: Path, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "summitevents", *arguments],
        cwd=cwd, input=stdin, capture_output=True, check=False,
        env=environment(**more),
    )  # fmt: skip


@pytest.fixture
def here(tmp_path: Path) -> Path:
    shutil.copytree(GOLDEN / "package", tmp_path / "here")
    return tmp_path / "here"


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md", "parquet"])
@pytest.mark.parametrize("table", ["timeline", "claims", "log", "sources"])
def test_every_format_of_a_table_is_the_golden_one(table: str, form: str, here: Path, rewrite: bool) -> None:
    """Byte for byte; of Parquet, whose bytes are one DuckDB version's, the rows and types."""
    ran = summitevents("export", table, "-f", form, cwd=here)
    assert (ran.returncode, ran.stderr) == (0, b"")
    golden = GOLDEN / "export" / f"{table}.{form}"
    if form == "parquet":
        (here / "t.parquet").write_bytes(ran.stdout)
        found = duckdb.sql(f"FROM '{here}/t.parquet'")
        with duckdb.connect(str(_built(here)), read_only=True) as con:
            expected = con.sql(f"FROM {table}")
            assert [str(kind) for kind in found.types] == [str(kind) for kind in expected.types]
            assert found.fetchall() == expected.fetchall()
        return
    if rewrite:
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(ran.stdout)
    assert ran.stdout == golden.read_bytes()


def _built(here: Path) -> Path:
    assert summitevents("build", "-o", "t.duckdb", cwd=here).returncode == 0
    return here / "t.duckdb"


def test_other_peoples_readers_see_the_same_rows(here: Path) -> None:
    for form in ("csv", "json", "parquet"):
        assert summitevents("export", "claims", "-o", f"claims.{form}", cwd=here).returncode == 0
    with duckdb.connect(str(_built(here)), read_only=True) as con:
        rows = con.execute("SELECT record, title, happened, passage_start FROM claims").fetchall()
    frame = pandas.read_csv(here / "claims.csv", dtype={"passage_start": "Int64", "happened": "string"})
    seen = frame[["record", "title", "happened", "passage_start"]].astype(object)
    assert seen.where(seen.notna(), None).values.tolist() == [list(row) for row in rows]
    assert [row["record"] for row in json.loads((here / "claims.json").read_bytes())] == [row[0] for row in rows]
    assert duckdb.sql(f"SELECT record FROM '{here}/claims.parquet'").fetchall() == [(row[0],) for row in rows]


def test_the_same_log_gives_the_same_bytes_whatever_the_threads_and_the_cache(here: Path, tmp_path: Path) -> None:
    sums = set()
    for n in range(3):
        ran = summitevents("export", "-o", f"out{n}", cwd=here, XDG_CACHE_HOME=str(tmp_path / f"cache{n}"))
        assert ran.returncode == 0, ran.stderr
        files = sorted((here / f"out{n}").iterdir())
        sums.add(hashlib.sha256(b"".join(file.name.encode() + file.read_bytes() for file in files)).hexdigest())
    assert len(sums) == 1


def test_stdout_is_data_and_stderr_is_talk(here: Path) -> None:
    ran = summitevents("timeline", "-f", "csv", cwd=here)
    assert ran.stderr == b""
    assert ran.stdout.count(b"\n") == 6
    assert b"\x1b" not in ran.stdout
    assert b"\r" not in ran.stdout
    ran = summitevents("validate", cwd=here)
    assert ran.stdout == b""
    assert ran.stderr.endswith(b"6 citations checked\n")


def test_to_append_to_a_log_with_errors_says_so(here: Path) -> None:
    record = '{"op": "place", "place": "mill", "name": "The mill"}'
    assert b"before this" not in summitevents("append", record, "--dry-run", cwd=here).stderr
    with (here / "events/2026-01-02-second.jsonl").open("a") as batch:
        batch.write("{}\n")
    ran = summitevents("append", record, cwd=here)
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"20")
    assert ran.stderr.splitlines()[0] == b"the log had 1 error before this: summitevents validate"


@pytest.mark.parametrize("command", ["validate", "timeline", "verify"])
def test_a_reader_that_has_gone_is_no_error(command: str, here: Path) -> None:
    """As in 2>&1 | head -1, once head has seen enough."""
    read, write = os.pipe()
    os.close(read)
    words = [sys.executable, "-m", "summitevents", command]
    ran = subprocess.run(words, cwd=here, env=environment(), stdout=write, stderr=write, check=False)
    os.close(write)
    assert ran.returncode == 0


def test_a_log_with_errors_is_refused_by_readers_and_told_by_validate(here: Path) -> None:
    with (here / "events/2026-01-02-second.jsonl").open("a") as batch:
        batch.write("{}\n")
    for command in (
        ["timeline"],
        ["show", "fair"],
        ["query", "SELECT 1"],
        ["export", "events"],
        ["build", "-o", "x.duckdb"],
    ):
        ran = summitevents(*command, cwd=here)
        assert (ran.returncode, ran.stdout) == (1, b"")
        assert ran.stderr == b"summitevents: the log has 1 error; see: summitevents validate\n"
    assert not (here / "x.duckdb").exists()
    ran = summitevents("validate", cwd=here)
    assert ran.returncode == 1
    assert ran.stdout.startswith(b"events/2026-01-02-second.jsonl:6:1: error field-missing: ")


def test_a_file_that_was_built_stays_until_the_next_is_whole(here: Path) -> None:
    before = _built(here).read_bytes()
    with duckdb.connect(str(here / "t.duckdb"), read_only=True) as reader:
        with (here / "events/2026-01-02-second.jsonl").open("ab") as batch:
            batch.write(b"torn")
        assert summitevents("build", "-o", "t.duckdb", cwd=here).returncode == 1
        assert (here / "t.duckdb").read_bytes() == before
        shutil.copy(GOLDEN / "package/events/2026-01-02-second.jsonl", here / "events")
        assert summitevents("build", "-o", "t.duckdb", cwd=here).returncode == 0
        assert reader.execute("SELECT count(*) FROM events").fetchall() == [(5,)]  # the old file, still whole
    assert not list(here.glob(".building-*"))


def test_many_at_once_with_a_cold_cache(here: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        ran = list(
            pool.map(
                lambda _: summitevents("query", "SELECT count(*) AS n FROM events", "-f", "csv", cwd=here), range(6)
            )
        )
    assert [(r.returncode, r.stdout) for r in ran] == [(0, b"n\n5\n")] * 6


def test_the_cache_is_used_and_follows_the_log(here: Path, tmp_path: Path) -> None:
    def titles() -> list[str]:
        ran = summitevents(
            "query",
            "SELECT title FROM events WHERE event = 'fair'",
            "-f",
            "jsonl",
            cwd=here,
            XDG_CACHE_HOME=str(tmp_path / "c"),
        )
        return [json.loads(line)["title"] for line in ran.stdout.splitlines()]

    assert titles() == ["The fair"]
    (kept,) = (tmp_path / "c/summitevents").glob("*.duckdb")
    stamp = kept.stat().st_mtime_ns
    assert titles() == ["The fair"]
    assert kept.stat().st_mtime_ns == stamp
    batch = here / "events/2026-01-01-first.jsonl"
    batch.write_text(batch.read_text("utf-8").replace('"The fair"', '"A fair"'), "utf-8")
    assert titles() == ["A fair"]
    kept.write_bytes(b"damaged")
    batch.write_text(batch.read_text("utf-8").replace('"A fair"', '"The fair"'), "utf-8")
    assert titles() == ["The fair"]  # a damaged file is made anew


def test_no_query_can_write_beside_the_tables(here: Path, tmp_path: Path) -> None:
    cache = tmp_path / "c"
    assert summitevents("timeline", cwd=here, XDG_CACHE_HOME=str(cache)).returncode == 0
    (kept,) = (cache / "summitevents").glob("*.duckdb")
    for target in (f"{kept}.wal", f"{kept}.tmp/x", str(here / "x")):
        for statement in (
            f"COPY (SELECT 1) TO '{target}'",
            f"EXPLAIN ANALYZE COPY (SELECT 1) TO '{target}'",
            f"EXPORT DATABASE '{target}'",
        ):
            assert summitevents("query", statement, cwd=here, XDG_CACHE_HOME=str(cache)).returncode == 2
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
def test_what_duckdb_refuses_is_told_in_its_own_words(statement: str, here: Path) -> None:
    ran = summitevents("query", statement, cwd=here)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.startswith(b"summitevents: DuckDB: ")
    assert b"Traceback" not in ran.stderr


def test_a_reader_that_goes_away_is_no_error(here: Path) -> None:
    line = f"{sys.executable} -m summitevents export log -f json | head -c 10"
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=here, capture_output=True, check=False, env=environment()
    )
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2), (["--help"], 0), (["nonsense"], 2), (["timeline", "--help"], 0), (["timeline", "-f", "xml"], 2),
        (["show"], 2), (["anchor"], 2), (["query", "-f"], 2),
    ],
)  # fmt: skip
def test_exit_codes_of_usage(arguments: list[str], code: int, here: Path) -> None:
    ran = summitevents(*arguments, cwd=here)
    assert ran.returncode == code
    assert b"Traceback" not in ran.stderr
    assert bool(ran.stdout) == (code == 0)


def test_help_names_every_command_and_the_exit_codes(here: Path) -> None:
    said = summitevents("--help", cwd=here).stdout.decode()
    for word in ("timeline", "show", "query", "export", "build", "validate", "anchor", "Exit codes: 0 good, 1"):
        assert word in said


def test_nothing_is_imported_before_it_is_needed(here: Path) -> None:
    """The start-up times rest on this: --version imports nothing, --help no engine, a warm timeline no models."""

    def imported(*arguments: str) -> set[str]:
        run = [sys.executable, "-X", "importtime", "-m", "summitevents", *arguments]
        ran = subprocess.run(run, cwd=here, capture_output=True, text=True, check=True, env=environment())
        return {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if line.startswith("import time:")}

    heavy = {"duckdb", "pydantic", "frictionless", "summitevents.log.records"}
    assert not imported("--version") & {*heavy, "typer", "typing", "summitevents.cli"}
    assert not imported("--help") & heavy
    assert "summitevents.log.records" in imported("timeline")  # cold
    assert not imported("timeline") & {"frictionless", "summitevents.log.records", "summitevents.build.pipeline"}


def test_a_package_is_found_upwards_and_data_wins(here: Path, tmp_path: Path) -> None:
    deep = here / "events/../seeds"
    assert b"gazette" in summitevents("timeline", cwd=deep).stdout
    other = tmp_path / "other"
    other.mkdir()
    assert b"hanoi-summit-2019" in summitevents("timeline", cwd=other).stdout  # the one that came with the code
    assert b"gazette" in summitevents("timeline", "--data", str(here), cwd=other).stdout
    (other / "datapackage.json").write_text('{"name": "somebody else\'s"}')
    assert b"hanoi-summit-2019" in summitevents("timeline", cwd=other).stdout
    (other / "datapackage.json").write_text("{")
    ran = summitevents("timeline", cwd=other)
    assert ran.returncode == 2
    assert b"is not JSON" in ran.stderr


def test_validate_away_from_any_log_says_which_it_checks(tmp_path: Path) -> None:
    ran = summitevents("validate", cwd=tmp_path)
    assert ran.returncode == 0
    assert b"the log that summitevents came with" in ran.stderr
    assert b"came with" not in summitevents("validate", cwd=ROOT / "events").stderr
