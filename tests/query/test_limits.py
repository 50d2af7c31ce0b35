"""A query ends: in time, and within its memory; and its rows come as they are read."""

import subprocess
import threading
import time
from pathlib import Path

import duckdb
import pytest

from summitevents.api import Dataset
from summitevents.errors import UnreadableError
from summitevents.query.limits import Clock, limited_addresses, parse_memory
from summitevents.query.select import stream_query
from tests.support.runner import COMMAND, environment, run_process

ENDLESS = "WITH RECURSIVE t AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t"
ENDLESS_ROWS = "SELECT range FROM range(9000000000000000000)"


@pytest.mark.parametrize(
    "query", [ENDLESS, "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = 0.5"]
)
def test_the_time_of_a_query_is_limited(query: str, golden_copy: Path) -> None:
    ran = run_process("query", query, "--timeout", "0.2", cwd=golden_copy)
    sentence = b"summitevents: the query was ended after 0.2 s of DuckDB's work; --timeout gives it more\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, b"", sentence)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT list(range) FROM range(1000000000)",
        "SELECT list_sum(range(0, 1000000000))",
        "SELECT repeat('x', 4000000000)",
    ],
)
def test_the_memory_of_a_query_is_limited(query: str, golden_copy: Path) -> None:
    """Also what one row takes, which DuckDB's own limit does not count."""
    ran = run_process("query", query, "--memory", "200MB", cwd=golden_copy)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr == b"summitevents: the query needs more memory than it may take; --memory gives it more\n"


def test_in_python_likewise(dataset: Dataset) -> None:
    assert list(dataset.query("SELECT event FROM events WHERE event = $e", {"e": "fair"})) == [{"event": "fair"}]
    with pytest.raises(UnreadableError, match=r"after 0\.1 s of"):
        list(dataset.query(ENDLESS, timeout=0.1))
    with pytest.raises(UnreadableError, match=r"after 0\.1 s of"):
        list(dataset.query(ENDLESS_ROWS, timeout=0.1))
    with pytest.raises(UnreadableError, match="more memory"):
        list(dataset.query("SELECT list(range) FROM range(100000000)", memory="100MB"))
    with dataset.connect() as con, pytest.raises(duckdb.Error, match="locked"):
        con.execute("SET memory_limit = '100GB'")


def test_a_file_that_was_to_be_written_is_not_there_when_time_is_over(golden_copy: Path) -> None:
    before = sorted(golden_copy.iterdir())
    ran = run_process("query", ENDLESS_ROWS, "--timeout", "0.2", "-o", "t.csv", cwd=golden_copy)
    assert ran.returncode == 2
    assert sorted(golden_copy.iterdir()) == before


def test_who_was_told_too_early_is_told_again() -> None:
    """DuckDB forgets what it was told before a query had begun, as it may be where the machine is busy."""
    told = threading.Semaphore(0)

    class Late:
        def interrupt(self) -> None:
            told.release()

    clock = Clock(Late(), 0.01)  # type: ignore[arg-type]
    with pytest.raises(UnreadableError, match="ended"), clock.running():
        assert told.acquire(timeout=60)
        assert told.acquire(timeout=60)
        raise duckdb.InterruptException


def test_who_does_not_listen_is_ended_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summitevents.query.limits.DEAF", 0)
    said: list[str] = []

    class Deaf:
        def interrupt(self) -> None:
            pass

    clock = Clock(Deaf(), 0.01, said.append)  # type: ignore[arg-type]
    with pytest.raises(UnreadableError, match="ended"), clock.running():
        while not said:
            pass
    assert said == [clock.ended]


def test_only_the_time_in_which_duckdb_works_counts() -> None:
    """And not that of a reader who takes it slowly."""
    with duckdb.connect() as con:
        rows = stream_query(con, "SELECT range FROM range(100000)", clock=Clock(con, 500)).rows
        next(rows)
        stopped = time.monotonic
        try:
            time.monotonic = lambda: stopped() + 1000  # type: ignore[assignment]
            assert sum(1 for _ in rows) == 99_999
        finally:
            time.monotonic = stopped


def test_rows_come_as_they_are_read(golden_copy: Path) -> None:
    """The first of more rows than there is time or memory for."""
    for form in ("csv", "jsonl", "json"):
        command = [*COMMAND, "query", ENDLESS_ROWS, "-f", form]
        with subprocess.Popen(command, cwd=golden_copy, env=environment(), stdout=subprocess.PIPE) as ran:
            assert ran.stdout is not None
            assert ran.stdout.read(1000)
            ran.stdout.close()
            assert ran.wait() == 0, form


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("2GB", 2 * 10**9),
        ("512MB", 512 * 10**6),
        ("1.5g", 15 * 10**8),
        ("3 GiB", 3 * 10**9),
        ("1000000", 10**6),
        ("none", None),
    ],
)
def test_memory_is_written_so(text: str, size: int | None) -> None:
    assert parse_memory(text) == size


@pytest.mark.parametrize("text", ["", "much", "-1GB", "0", "1KB", "2GB; SET x = 1", "٣GB"])
def test_what_is_no_memory_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError, match="512MB, 2GB, or none"):
        parse_memory(text)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux")
def test_the_limit_of_the_process_is_lifted_again() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    with limited_addresses(10**9):
        assert resource.getrlimit(resource.RLIMIT_AS) != before
    assert resource.getrlimit(resource.RLIMIT_AS) == before
