"""What readers get from a release, and that the readers of others read it: frictionless, pandas, DuckDB."""

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from frictionless import Package as Frictionless
from frictionless import system

from summitevents.fold.views import in_order
from summitevents.log import package as log
from summitevents.log.kinds_and_roles import DEFAULT, built_in
from summitevents.log.package import Package
from summitevents.release import texts
from tests.support.paths import ROOT
from tests.support.releases import SHIPPED_RECORDS, row_counts
from tests.support.runner import run_text


@pytest.fixture(scope="session")
def tables(unzipped: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The DuckDB file of the release, which the other readers are held to."""
    with duckdb.connect(str(unzipped / "summitevents.duckdb"), read_only=True) as con:
        yield con


def resources(unzipped: Path) -> dict[str, dict[str, object]]:
    found = json.loads((unzipped / "datapackage.json").read_text("utf-8"))["resources"]
    return {one["name"]: one for one in found}


def test_the_command_line_works_on_an_unzipped_release(unzipped: Path) -> None:
    at = ["--data", unzipped]
    assert run_text("validate", "--strict", *at)[0] == 0
    assert run_text("verify", *at)[0] == 0
    assert run_text("timeline", *at)[1] == run_text("timeline", "--data", ROOT)[1]
    assert (
        run_text("query", "SELECT count(*) AS n FROM log", "--as-of", "1.0.0", "-f", "csv", *at)[1]
        == f"n\n{SHIPPED_RECORDS}\n"
    )
    assert log.locate(unzipped) == Package(unzipped)


def test_frictionless_finds_nothing_and_reads_every_table(
    unzipped: Path, released: Path, tables: duckdb.DuckDBPyConnection
) -> None:
    with system.use_context(trusted=True):
        report = Frictionless(str(unzipped / "datapackage.json")).validate()
        assert report.valid, report.flatten(["title", "fieldName", "rowNumber", "note"])
        assert Frictionless(str(released)).validate().valid, "frictionless reads the zip file itself, too"
        package = Frictionless(str(unzipped / "datapackage.json"))
        rows = {resource.name: len(resource.read_rows()) for resource in package.resources}
    assert rows == {**row_counts(tables), "records": row_counts(tables)["log"]}


def test_frictionless_finds_what_is_wrong(unzipped: Path, tmp_path: Path) -> None:
    """The referee of the test above is awake: a key that leads nowhere, a wrong day, a changed file."""
    shutil.copytree(unzipped, tmp_path / "copy")
    path = tmp_path / "copy/data/events.csv"
    path.write_text(path.read_text("utf-8").replace("2018-06-12", "2018-06-31"), "utf-8")
    path = tmp_path / "copy/data/citations.csv"
    path.write_text(path.read_text("utf-8").replace("nias-2019", "nias-2020", 1), "utf-8")
    with system.use_context(trusted=True):
        report = Frictionless(str(tmp_path / "copy/datapackage.json")).validate()
    found = {kind for (kind,) in report.flatten(["type"])}
    assert {"foreign-key", "hash-count"} <= found


def test_pandas_reads_every_table_with_its_keys(unzipped: Path, tables: duckdb.DuckDBPyConnection) -> None:
    frames = {name: pd.read_csv(unzipped / f"data/{name}.csv", dtype=str) for name in row_counts(tables)}
    assert {name: len(frame) for name, frame in frames.items()} == row_counts(tables)
    for name, resource in resources(unzipped).items():
        if name == "records":
            continue
        keys = frames[name][resource["schema"]["primaryKey"]]  # type: ignore[index]
        assert not keys.duplicated().any()
        assert not keys.isna().any().any()
        for key in resource["schema"].get("foreignKeys", []):  # type: ignore[attr-defined]
            (column,), to = key["fields"], key["reference"]
            assert frames[name][column].dropna().isin(frames[to["resource"] or name][to["fields"][0]]).all()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_duckdb_reads_the_files_as_it_does_its_own(
    kind: str, unzipped: Path, tables: duckdb.DuckDBPyConnection
) -> None:
    """Row by row: every value of the CSV and Parquet files is that of the DuckDB file."""
    for name, resource in resources(unzipped).items():
        if name == "records":
            continue
        file, columns = (
            unzipped / f"{'data' if kind == 'csv' else kind}/{name}.{kind}",
            tables.execute(f'DESCRIBE "{name}"'),
        )
        cast = ", ".join(
            f'CAST("{column[0]}" AS JSON)::VARCHAR' if "[" in column[1] else f'"{column[0]}"::VARCHAR'
            for column in columns.fetchall()
        )
        options = (
            ", header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"'" if kind == "csv" else ""
        )
        with duckdb.connect() as con:
            found = con.execute(f"SELECT {cast} FROM read_{kind}('{file}'{options})").fetchall()
        expected = tables.execute(f"SELECT {cast} FROM ({in_order(name)})").fetchall()
        assert [tuple(map(_same, row)) for row in found] == [tuple(map(_same, row)) for row in expected], name
        assert resource["bytes"] == (unzipped / f"data/{name}.csv").stat().st_size


def _same(value: str | None) -> object:
    """A cell, whatever the spaces in its JSON; 1 and 1.0 are one number."""
    try:
        return json.loads(value, parse_int=float) if value else None
    except ValueError:
        return value


def test_the_joined_log_is_the_batches(unzipped: Path) -> None:
    package = Package(unzipped)
    assert (unzipped / "log.jsonl").read_bytes() == b"".join(path.read_bytes() for path in package.batches())
    assert (unzipped / "checkpoint").read_bytes() == (unzipped / f"events/checkpoints/{SHIPPED_RECORDS}").read_bytes()


def test_every_file_is_listed_and_described(unzipped: Path) -> None:
    files = {path.relative_to(unzipped).as_posix() for path in unzipped.rglob("*") if path.is_file()}
    listed = dict(line.split("  ")[::-1] for line in (unzipped / "SHA256SUMS").read_text("utf-8").splitlines())
    assert files == {*listed, "SHA256SUMS"}
    assert all(sha256((unzipped / name).read_bytes()).hexdigest() == digest for name, digest in listed.items())
    readme = (unzipped / "README.md").read_text("utf-8")
    for name in {path.split("/")[0] for path in files} - {"README.md"}:
        assert name in readme, name


def test_citation_and_descriptor_are_valid(unzipped: Path) -> None:
    def check(*arguments: str) -> None:
        ran = subprocess.run([sys.executable, "-m", "check_jsonschema", *arguments], capture_output=True, check=False)
        assert ran.returncode == 0, ran.stdout

    check("--builtin-schema", "vendor.citation-file-format", str(unzipped / "CITATION.cff"))
    package = json.loads((unzipped / "datapackage.json").read_text("utf-8"))
    assert (package["version"], package["summitevents"]["release"]) == ("1.0.0", "1.0.0")


def test_croissant_has_every_column_and_key(unzipped: Path) -> None:
    """What mlcroissant makes of it is seen in tests/consumers, in an environment of its own."""
    croissant = json.loads((unzipped / "croissant.json").read_text("utf-8"))
    known = {field["@id"] for table in croissant["recordSet"] for field in table["field"]}
    for table in croissant["recordSet"]:
        with (unzipped / f"data/{table['name']}.csv").open(encoding="utf-8", newline="") as file:
            heading = next(csv.reader(file))
        assert [field["source"]["extract"]["column"] for field in table["field"]] == heading
        assert {one["@id"] for one in table["key"]} <= known
    for one in croissant["distribution"]:
        assert sha256((unzipped / one["contentUrl"]).read_bytes()).hexdigest() == one["sha256"]


def test_the_codebook_tells_of_every_column(unzipped: Path) -> None:
    text = (unzipped / "CODEBOOK.md").read_text("utf-8")
    for name, resource in resources(unzipped).items():
        if name != "records":
            assert f"## {name}\n" in text
            for field in resource["schema"]["fields"]:  # type: ignore[index]
                assert f"| `{field['name']}` | {field['type']} | " in text
    assert texts.closed_lists(built_in(DEFAULT)) in text
