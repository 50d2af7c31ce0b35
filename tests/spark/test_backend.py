"""The same log gives the same rows and the same findings on DuckDB and on Spark.

By default on Sail, which speaks Spark Connect and needs no Java; SUMMITEVENTS_SPARK names another: a master or sc://….
Without the extra these tests are skipped, unless SUMMITEVENTS_NEEDS=spark says that they must not be, as .ci/run does.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from benchmarks import generate
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from summitevents import sql
from summitevents.build.pipeline import build_tables
from summitevents.check.log import check_log
from summitevents.cli.main import app
from summitevents.errors import BadLogError
from summitevents.fold.codebook import KEYS
from summitevents.integrity.layout import checkpoint_file
from summitevents.log.package import Package
from summitevents.standards import checkpoint, merkle
from tests.support.cases import CASE_NAMES, copy_case
from tests.support.packages import write_package
from tests.support.travels import OURS, REAL, replayed

if os.environ.get("SUMMITEVENTS_NEEDS") != "spark":
    pytest.importorskip("sqlglot")
    pytest.importorskip("pyspark")
    if "SUMMITEVENTS_SPARK" not in os.environ:
        pytest.importorskip("pysail")

from summitevents.spark import backend as spark
from summitevents.spark.engine import fold_name
from tests.support.paths import ROOT
from tests.support.sql_subset import outside_the_subset

pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.xdist_group("spark")]

SERVER = """
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
input()
"""
MEMORY = 6 * 2**30
"""The most a server may take of this machine's addresses, in bytes."""


@pytest.fixture(scope="session")
def engine() -> Iterator[str]:
    """A master, or the address of a server that lives as long as the tests."""
    if given := os.environ.get("SUMMITEVENTS_SPARK"):
        yield given
        return
    with subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    ) as server:  # fmt: skip
        assert server.stdout
        yield f"sc://127.0.0.1:{int(server.stdout.readline())}"
        server.kill()


@pytest.fixture(scope="session")
def session(engine: str) -> Iterator[Any]:
    """Stopped before its server is: a client whose server is gone asks for it for minutes before it ends."""
    session = spark.connect(remote=engine) if engine.startswith("sc:") else spark.connect(engine)
    yield session
    session.stop()


def order(finding: Any) -> tuple[Any, ...]:
    return (finding.file, finding.line or 0, finding.column or 0, finding.code, finding.message)


def assert_same_findings(session: Any, package: Package) -> None:
    expected = check_log(package)
    found = spark.validate(session, str(package.root))
    assert sorted(found.findings, key=order) == sorted(expected.findings, key=order)
    assert found.records == expected.records


def assert_same_tables(folder: Path, package: Package, scratch: Path) -> None:
    """Row for row, however often each stands there; DuckDB does the comparing, so that a large log is no matter."""
    build_tables(package, scratch / "made.duckdb")
    with duckdb.connect(str(scratch / "made.duckdb"), read_only=True) as con:
        names = [name for (name,) in con.execute("SHOW TABLES").fetchall() if name in KEYS]
        assert {path.name for path in folder.iterdir()} <= set(names)
        for name in names:
            columns = ", ".join(f'"{column[0]}"' for column in con.execute(f'FROM "{name}" LIMIT 0').description)
            if not list((folder / name).glob("*.parquet")):  # Sail writes nothing of an empty table
                assert con.execute(f'SELECT count(*) FROM "{name}"').fetchall() == [(0,)], name
                continue
            here = f'SELECT {columns} FROM "{name}"'
            there = f"SELECT {columns} FROM read_parquet('{folder}/{name}/*.parquet')"
            for one, other in ((here, there), (there, here)):
                assert con.execute(f"{one} EXCEPT ALL {other} LIMIT 3").fetchall() == [], name


def test_every_file_keeps_to_what_both_engines_take_alike() -> None:
    texts = {
        f"{folder}/{name}": text for folder in ("fold", "tables", "checks") for name, text in sql.read(folder).items()
    }
    outside = {name: found for name, text in texts.items() if (found := list(outside_the_subset(text)))}
    assert not outside


@pytest.mark.parametrize(
    "text",
    [
        "SELECT list(a ORDER BY b) FROM t",
        "SELECT a[1] FROM t",
        "SELECT a FROM t GROUP BY ALL",
        "SELECT a FROM t QUALIFY row_number() OVER (ORDER BY a) = 1",
        "SELECT a IN (SELECT b FROM u) AS c FROM t",
        "SELECT json_serialize_sql(a) FROM t",
        "SELECT a FROM t ASOF JOIN u ON t.b >= u.b",
    ],
)
def test_what_leaves_the_subset_is_named(text: str) -> None:
    assert list(outside_the_subset(text))


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\0")))
def test_names_are_folded_as_duckdb_folds_them(text: str) -> None:
    ((expected,),) = duckdb.execute("SELECT strip_accents(lower($1))", [text]).fetchall()
    assert fold_name(text) == expected


def test_the_shipped_log(session: Any, tmp_path: Path) -> None:
    assert_same_findings(session, Package(ROOT))
    spark.build(session, str(ROOT), str(tmp_path / "tables"))
    assert_same_tables(tmp_path / "tables", Package(ROOT), tmp_path)


def test_a_log_in_parquet(session: Any, tmp_path: Path) -> None:
    spark.build(session, str(ROOT), str(tmp_path / "first"))
    spark.build(session, str(tmp_path / "first/log"), str(tmp_path / "second"))
    assert_same_tables(tmp_path / "second", Package(ROOT), tmp_path)
    assert_proves_what_the_log_does(tmp_path / "first/log")


def assert_proves_what_the_log_does(table: Path) -> None:
    """The table `log` alone, a few large files in place of many small ones, gives every checkpoint's root and its proofs."""
    found = duckdb.sql(f"SELECT leaf FROM read_parquet('{table}/*.parquet') ORDER BY pos").fetchall()
    leaves = [bytes.fromhex(leaf) for (leaf,) in found]
    paths = (ROOT / checkpoint_file(size) for size in Package(ROOT).checkpoints())
    roots = {one.size: one.root for one in (checkpoint.parse(path.read_bytes()) for path in paths)}
    for size, root in roots.items():
        index = size // 2
        merkle.verify_inclusion(leaves[index], index, size, merkle.inclusion_proof(leaves, index, size), root)


def test_a_replayed_list(session: Any, tmp_path: Path) -> None:
    operations = [json.loads(line) for line in REAL.read_text("utf-8").splitlines()] if REAL.exists() else OURS
    package = Package(replayed(tmp_path / "package", operations)[0].root)
    assert_same_findings(session, package)
    spark.build(session, str(package.root), str(tmp_path / "tables"))
    assert_same_tables(tmp_path / "tables", package, tmp_path)


def test_generated_records(session: Any, tmp_path: Path) -> None:
    """As many as SUMMITEVENTS_GENERATED says; .ci/engines has it say 200,000."""
    package = Package(generate.write(tmp_path / "package", int(os.environ.get("SUMMITEVENTS_GENERATED", "2000"))))
    assert_same_findings(session, package)
    spark.build(session, str(package.root), str(tmp_path / "tables"))
    assert_same_tables(tmp_path / "tables", package, tmp_path)


@pytest.mark.parametrize("case", CASE_NAMES)
def test_every_bad_input_that_we_know_of(session: Any, tmp_path: Path, case: str) -> None:
    assert_same_findings(session, copy_case(case, tmp_path / "package"))


def test_a_log_with_errors_makes_no_tables(engine: str, tmp_path: Path) -> None:
    package = copy_case("same-circle", tmp_path / "package")
    where = ["--remote" if engine.startswith("sc:") else "--master", engine, "--data", str(package.root)]
    run = CliRunner().invoke(app, ["build", "--engine", "spark", *where, "-o", str(tmp_path / "tables")])
    assert isinstance(run.exception, BadLogError)
    assert not (tmp_path / "tables").exists()
    assert CliRunner().invoke(app, ["validate", "--engine", "spark", *where]).exit_code == 1


def test_a_part_of_the_log_is_not_for_spark(tmp_path: Path) -> None:
    package = write_package(tmp_path, {})
    run = CliRunner().invoke(app, ["build", "--engine", "spark", "--as-of", "1", "--data", str(package.root)])
    assert "leave out --as-of" in str(run.exception)


def test_the_session_of_a_notebook_is_left_as_it_was(session: Any, package: Any) -> None:
    """Its own views keep their rows though we have tables of the same names; none of ours stays, nor a setting."""
    log = package({"op": "place", "place": "a", "name": "A"})
    session.sql("SELECT 42 AS answer").createOrReplaceTempView("log")
    before = session.conf.get("spark.sql.shuffle.partitions", None)
    assert spark.validate(session, str(log.root)).findings == []
    assert session.table("log").collect()[0].answer == 42
    assert not [name for name in (table.name for table in session.catalog.listTables()) if "summitevents" in name]
    assert session.conf.get("spark.sql.shuffle.partitions", None) == before
    session.catalog.dropTempView("log")
