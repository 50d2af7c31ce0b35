"""What a build leaves in its file, and what it leaves alone."""

from collections import Counter
from pathlib import Path

import duckdb
import pytest
from benchmarks import generate

from summitevents.build import pipeline
from summitevents.build.pipeline import build_tables
from summitevents.errors import BadLogError, UnreadableError
from summitevents.fold import workspace
from summitevents.fold.views import BENEATH, VIEWS, in_order
from summitevents.log.package import Package
from summitevents.validation import validate_log
from tests.support.cases import copy_case
from tests.support.paths import ROOT


def table_rows(file: Path) -> dict[str, Counter[str]]:
    """Every public table's rows, as texts, each as often as it is there."""
    with duckdb.connect(str(file), read_only=True) as con:
        names = con.execute("SHOW TABLES").fetchall()
        return {name: Counter(map(repr, con.execute(f'FROM "{name}"').fetchall())) for (name,) in names}


def test_a_large_log_has_the_tables_that_it_would_have_as_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate.write(tmp_path / "log", 3000)
    for root in (ROOT, tmp_path / "log"):
        build_tables(Package(root), tmp_path / "small.duckdb")
        with monkeypatch.context() as patch:
            patch.setattr(workspace, "SCREEN_FROM", 0)
            patch.setattr(workspace, "LARGE", 0)
            patch.setattr(pipeline, "LARGE", 0)
            build_tables(Package(root), tmp_path / "large.duckdb")
        assert table_rows(tmp_path / "large.duckdb") == table_rows(tmp_path / "small.duckdb")


def test_views_and_what_they_read_are_in_the_file(tmp_path: Path) -> None:
    """Whatever the file is called, and with nothing of the database that it was made in."""
    build_tables(Package(ROOT), tmp_path / "made.duckdb")
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{tmp_path / 'made.duckdb'}' AS another (READ_ONLY)")
        for name in VIEWS:
            assert con.execute(f"FROM another.{name} LIMIT 1").fetchall()
        con.execute("USE another")
        for name in VIEWS:
            ordered = con.execute(in_order(name)).fetchall()
            assert Counter(map(repr, ordered)) == Counter(map(repr, con.execute(f"FROM {name}").fetchall()))
        found = con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'fold'").fetchall()
    assert {name for (name,) in found} == {"distant", *BENEATH}


def test_the_timeline_comes_in_order_without_being_asked(tmp_path: Path) -> None:
    build_tables(Package(ROOT), tmp_path / "t.duckdb")
    with duckdb.connect(str(tmp_path / "t.duckdb"), read_only=True) as con:
        numbers = [nr for (nr,) in con.execute("SELECT nr FROM timeline").fetchall()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_file_keeps_who_may_read_it(tmp_path: Path) -> None:
    package = copy_case("good-two-batches", tmp_path / "log")
    build_tables(package, tmp_path / "made.duckdb")
    (tmp_path / "made.duckdb").chmod(0o640)
    build_tables(package, tmp_path / "made.duckdb")
    assert (tmp_path / "made.duckdb").stat().st_mode & 0o777 == 0o640


def test_a_short_file_of_somebody_else_stays(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("hello", "utf-8")
    with pytest.raises(UnreadableError):
        build_tables(copy_case("good-two-batches", tmp_path / "log"), tmp_path / "mine.txt")
    assert (tmp_path / "mine.txt").read_text("utf-8") == "hello"


@pytest.mark.parametrize("wrong", ['{"op": "claim"}\n', "no JSON\n"])
def test_a_bad_batch_leaves_the_file_as_it_was(tmp_path: Path, wrong: str) -> None:
    package = copy_case("good-two-batches", tmp_path / "log")
    build_tables(package, tmp_path / "made.duckdb")
    before = (tmp_path / "made.duckdb").read_bytes()
    (package.events / "2027-01-01-more.jsonl").write_text(wrong, "utf-8")
    with pytest.raises(BadLogError) as bad:
        build_tables(package, tmp_path / "made.duckdb")
    assert bad.value.findings == validate_log(package).findings
    assert (tmp_path / "made.duckdb").read_bytes() == before
