"""Tables that go on from earlier ones are the tables of a new fold; what has changed below is noticed."""

import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from benchmarks import generate
from hypothesis import assume, given
from hypothesis import strategies as st

from summitevents.build import cache, incremental, pipeline
from summitevents.build.pipeline import build_tables
from summitevents.errors import BadLogError, UnreadableError
from summitevents.fold import workspace
from summitevents.log.package import Package
from summitevents.validation import validate_log
from tests.support.amount import examples
from tests.support.packages import USUAL, write_package
from tests.support.strategies.good_logs import good_logs

MANY = [f"event-{n}" for n in range(14)]


@pytest.fixture(autouse=True, scope="module")
def however_small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "RESUME_FROM", 0)
        patch.setattr(workspace, "SCREEN_FROM", 0)
        yield


def table_rows(file: Path) -> dict[str, Counter[str]]:
    """Every public table's rows, as texts, each as often as it is there."""
    with duckdb.connect(str(file), read_only=True) as con:
        names = con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'").fetchall()
        return {name: Counter(map(repr, con.execute(f'FROM "{name}"').fetchall())) for (name,) in names}


def differences(one: Path, other: Path) -> dict[str, Any]:
    left, right = table_rows(one), table_rows(other)
    assert left.keys() == right.keys()
    assert left["log"]
    return {name: (left[name] - right[name], right[name] - left[name]) for name in left if left[name] != right[name]}


def resume(package: Package, file: Path) -> bool:
    """Goes on from the file, if that can be: else it has to be made anew."""
    before = incremental.read_state(file)
    assert before is not None
    try:
        pipeline.resume_build(package, file, before, incremental.batches_of(package))
    except incremental.RebuildError:
        return False
    return True


def in_batches(log: list[dict[str, Any]], cuts: list[int]) -> list[dict[str, list[dict[str, Any]]]]:
    """The log, cut into batches, with ids to suit: the first, the first two, and so on."""
    bounds = [0, *sorted({cut for cut in cuts if 0 < cut < len(log)}), len(log)]
    ids: dict[str, str] = {}
    batches: dict[str, list[dict[str, Any]]] = {}
    steps = []
    for number, (first, last) in enumerate(pairwise(bounds)):
        stem = f"2026-01-01-b{number}"
        ids |= {record["id"]: f"{stem}.{n}" for n, record in enumerate(log[first:last], 1)}
        batches[stem] = [
            {name: ids.get(value, value) if isinstance(value, str) else value for name, value in record.items()}
            for record in log[first:last]
        ]
        steps.append(dict(batches))
    return steps


@examples(3)
@given(log=good_logs(MANY, 30), cuts=st.lists(st.integers(6, 60), min_size=1, max_size=3))
def test_a_log_that_grew_has_the_tables_of_a_new_fold(log: list[dict[str, Any]], cuts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "grown.duckdb"
        for number, batches in enumerate(in_batches(log, cuts)):
            package = write_package(Path(folder) / str(number), batches)
            anew = Path(folder) / f"{number}.duckdb"
            try:
                build_tables(package, anew)
            except BadLogError:
                assert number == 0 or not resume(package, file)
                return
            if number:
                assume(resume(package, file))  # hypothesis fails where that is seldom so
                assert not differences(file, anew)
            else:
                shutil.copy2(anew, file)


def test_an_event_goes_on_with_a_part_that_new_records_date(tmp_path: Path) -> None:
    """No new record names the whole: that the part has a date now, bounds it."""
    usual = {
        "op": "claim",
        "kind": "visit",
        "title": "A visit",
        "status": "occurred",
        "source": "s-1",
        "locator": "p. 1",
    }
    dated = {"basis": "stated", "happened": "2019-03-02"}
    log = [
        {"op": "source", "source": "s-1", "title": "One", "published": "2019-06"},
        {**usual, "event": "trip", "basis": "stated", "happened": "2019-02-26/2019"},
        {**usual, "event": "leaving"},
        {"op": "relate", "event": "leaving", "relation": "part-of", "other": "trip"},
        *({**usual, "event": f"other-{n}"} for n in range(8)),
        {**usual, **dated, "event": "leaving", "locator": "p. 2"},
    ]
    log = [{**USUAL, "id": f"a.{n}", **record} for n, record in enumerate(log, 1)]
    before, after = (write_package(tmp_path / f"{n}", batches) for n, batches in enumerate(in_batches(log, [12])))
    build_tables(before, tmp_path / "grown.duckdb")
    build_tables(after, tmp_path / "anew.duckdb")
    assert resume(after, tmp_path / "grown.duckdb")
    assert not differences(tmp_path / "grown.duckdb", tmp_path / "anew.duckdb")
    with duckdb.connect(str(tmp_path / "grown.duckdb"), read_only=True) as con:
        assert con.execute("SELECT end_min FROM events WHERE event = 'trip'").fetchall() == [("2019-03-02",)]


LOGS = [(600, 60), *(pytest.param(*sizes, marks=pytest.mark.slow) for sizes in [(2000, 100), (3000, 7), (1500, 300)])]


@pytest.mark.parametrize(("before", "more"), LOGS)
def test_a_made_log_that_grew_by_all_kinds_of_records(tmp_path: Path, before: int, more: int) -> None:
    package = Package(generate.write(tmp_path / "log", before))
    build_tables(package, tmp_path / "grown.duckdb")
    generate.write(tmp_path / "longer", before + more)
    lines = next((tmp_path / "longer" / "events").iterdir()).read_text("utf-8").splitlines(keepends=True)[before:]
    stem = generate.batch(0)

    def renamed(match: re.Match[str]) -> str:
        return f"2020-01-02-more.{match[1]}" if int(match[1]) > before else match[0]

    added = re.sub(rf"{stem}\.([0-9]+)", renamed, "".join(lines))
    (package.root / "events" / "2020-01-02-more.jsonl").write_text(added, "utf-8")
    build_tables(package, tmp_path / "anew.duckdb")
    assert resume(package, tmp_path / "grown.duckdb")
    assert not differences(tmp_path / "grown.duckdb", tmp_path / "anew.duckdb")


Copied = tuple[Package, list[int]]


@pytest.fixture(scope="module")
def base_log(tmp_path_factory: pytest.TempPathFactory, however_small: None) -> Path:
    """A folder with a log, and its tables beside it."""
    folder = tmp_path_factory.mktemp("base")
    build_tables(Package(generate.write(folder / "log", 400)), folder / "made.duckdb")
    return folder


@pytest.fixture
def copied(base_log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copied:
    """A copy of the log with its tables, and what is counted when it goes on from these."""
    shutil.copytree(base_log, tmp_path, dirs_exist_ok=True)
    package = Package(tmp_path / "log")
    went_on: list[int] = []
    real = pipeline.resume_build
    monkeypatch.setattr(pipeline, "resume_build", lambda *a: (real(*a), went_on.append(1)))
    return package, went_on


@pytest.fixture(scope="module")
def anew(base_log: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of that log and one batch more, made anew."""
    folder = shutil.copytree(base_log, tmp_path_factory.mktemp("anew") / "base")
    add(Package(folder / "log"), "2021-01-01-more")
    build_tables(Package(folder / "log"), folder / "anew.duckdb")
    return Path(folder / "anew.duckdb")


def add(package: Package, name: str) -> None:
    claim = next(line for line in lines_of(package) if '"op": "claim"' in line and '"replaces"' not in line)
    stem = claim.split('"')[3].split(".")[0]
    (package.root / "events" / f"{name}.jsonl").write_text(claim.replace(f'"{stem}.', f'"{name}.', 1), "utf-8")


def lines_of(package: Package) -> list[str]:
    return package.batches()[0].read_text("utf-8").splitlines(keepends=True)


@pytest.mark.parametrize("name", ["built.duckdb", "it's the log.db"])
def test_it_goes_on_from_what_is_there(tmp_path: Path, copied: Copied, name: str) -> None:
    """Whatever the file is called: DuckDB names a database after it, and `built` is a schema in it."""
    package, went_on = copied
    build_tables(package, tmp_path / name)
    for day in ("2021-01-01", "2021-01-02"):
        add(package, f"{day}-more")
        build_tables(package, tmp_path / name)
    assert went_on == [1, 1]
    build_tables(package, tmp_path / "anew.db")
    assert not differences(tmp_path / name, tmp_path / "anew.db")


@pytest.mark.parametrize("described", [[False] * 3, [True] * 3, [False, True, False], [True, False, True]])
def test_the_cache_goes_on_from_its_newest_file(
    described: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copied: Copied
) -> None:
    package, went_on = copied
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for n in range(3):
        with cache.connect(package, described=described[n]) as con:
            assert con.execute("SELECT count(*) FROM log").fetchall() == [(400 + n,)]
            if described[n]:
                assert con.execute("SELECT count(*) > 0 FROM places_as_of()").fetchall() == [(True,)]
        add(package, f"2021-01-0{n + 1}-more")
    assert went_on == [1, 1]


def test_what_changed_below_is_noticed(tmp_path: Path, copied: Copied) -> None:
    """One byte of an old line, in a file of the same length and time: all is folded anew."""
    package, went_on = copied
    add(package, "2021-01-01-more")
    path = package.batches()[0]
    then, content = path.stat(), path.read_text("utf-8")
    at = content.index('"title": "') + 10
    path.write_text(content[:at] + "X" + content[at + 1 :], "utf-8")
    os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
    build_tables(package, tmp_path / "made.duckdb")
    build_tables(package, tmp_path / "anew.duckdb")
    assert not went_on
    assert not differences(tmp_path / "made.duckdb", tmp_path / "anew.duckdb")


WRITTEN = {
    "a value": "UPDATE events SET title = 'another'",
    "a row": "DELETE FROM claims WHERE standing = 1",
    "a column": "ALTER TABLE events ADD COLUMN mine INTEGER",
    "a table": "DROP TABLE names",
    "nothing but a log of it": "PRAGMA disable_checkpoint_on_shutdown; DELETE FROM events",
}


@pytest.mark.parametrize("what", WRITTEN)
def test_a_file_that_somebody_wrote_to_is_made_anew(tmp_path: Path, copied: Copied, anew: Path, what: str) -> None:
    package, went_on = copied
    with duckdb.connect(str(tmp_path / "made.duckdb")) as con:
        con.execute(WRITTEN[what])
    assert ("log" in what) == (tmp_path / "made.duckdb.wal").exists()
    add(package, "2021-01-01-more")
    build_tables(package, tmp_path / "made.duckdb")
    assert not went_on
    assert not differences(tmp_path / "made.duckdb", anew)


def test_a_damaged_file_is_not_gone_on_from_and_not_written_over(tmp_path: Path, copied: Copied, anew: Path) -> None:
    """Nobody can tell any more whether it is ours."""
    package, went_on = copied
    file = tmp_path / "made.duckdb"
    then, content = file.stat(), bytearray(file.read_bytes())
    content[len(content) // 4 : len(content) // 2] = bytes(len(content) // 2 - len(content) // 4)
    file.write_bytes(content)
    os.utime(file, ns=(then.st_atime_ns, then.st_mtime_ns))
    add(package, "2021-01-01-more")
    with pytest.raises(UnreadableError, match="name another"):
        build_tables(package, file)
    build_tables(package, tmp_path / "another.duckdb", earlier=file)
    assert not went_on
    assert not differences(tmp_path / "another.duckdb", anew)


def test_the_file_keeps_who_may_read_it(tmp_path: Path, copied: Copied) -> None:
    package, _ = copied
    (tmp_path / "made.duckdb").chmod(0o640)
    build_tables(package, tmp_path / "made.duckdb")
    assert (tmp_path / "made.duckdb").stat().st_mode & 0o777 == 0o640


def test_a_short_file_of_somebody_else_stays(tmp_path: Path, copied: Copied) -> None:
    package, _ = copied
    (tmp_path / "mine.txt").write_text("hello", "utf-8")
    with pytest.raises(UnreadableError):
        build_tables(package, tmp_path / "mine.txt")
    assert (tmp_path / "mine.txt").read_text("utf-8") == "hello"


@pytest.mark.parametrize("wrong", ['{"op": "claim"}\n', "no JSON\n"])
def test_a_bad_batch_is_found_with_all_that_is_wrong(tmp_path: Path, copied: Copied, wrong: str) -> None:
    package, went_on = copied
    before = (tmp_path / "made.duckdb").read_bytes()
    (package.root / "events" / "2021-01-01-more.jsonl").write_text(wrong, "utf-8")
    with pytest.raises(BadLogError) as bad:
        build_tables(package, tmp_path / "made.duckdb")
    assert bad.value.findings == validate_log(package).findings
    assert not went_on
    assert (tmp_path / "made.duckdb").read_bytes() == before
