"""A release: the right number or none, the same bytes everywhere, and the CLI works on it; what readers get from it."""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from frictionless import Package as Frictionless
from frictionless import system
from typer.testing import CliRunner

import summitevents
from summitevents.build.pipeline import build_tables
from summitevents.cli.main import app
from summitevents.errors import UnreadableError
from summitevents.fold import codebook
from summitevents.integrity.audit import audit_seals
from summitevents.integrity.seal import seal_log
from summitevents.log import package as log
from summitevents.log.package import Package
from summitevents.log.releases import RELEASES, read_releases
from summitevents.release import descriptors, texts
from summitevents.release.build import build_release
from summitevents.validation import validate_log
from tests.support.packages import write_package
from tests.support.paths import ROOT

SIZE = sum(len(batch.read_bytes().splitlines()) for batch in Package(ROOT).batches())
with summitevents.open(ROOT).connect() as _con:
    EVENTS, CLAIMS, SOURCES = _con.execute(
        "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM claims), (SELECT count(*) FROM sources)"
    ).fetchall()[0]


def shipped(folder: Path) -> Package:
    """A copy of the shipped log, as a package of its own, which nothing was released from."""
    shutil.copytree(ROOT / "events", folder / "events", ignore=shutil.ignore_patterns("RELEASES"))
    shutil.copy(ROOT / "datapackage.json", folder)
    return Package(folder)


def add(package: Package, stem: str, *records: dict[str, object]) -> None:
    """A batch more, sealed."""
    usual = {"recorded_at": f"{stem[:10]}T00:00:00Z", "recorded_by": "curator"}
    lines = (json.dumps({"id": f"{stem}.{n}", **usual, **record}) + "\n" for n, record in enumerate(records, 1))
    (package.root / "events" / f"{stem}.jsonl").write_text("".join(lines), "utf-8", newline="\n")
    assert seal_log(package)


def run(*arguments: object) -> tuple[int, str, str]:
    ran = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(ran.exception, UnreadableError):
        return 2, ran.stdout, str(ran.exception)
    return ran.exit_code, ran.stdout, ran.stderr


CLAIM = {
    "op": "claim", "event": "hanoi-summit-2019", "kind": "summit", "title": "The summit", "status": "occurred",
    "source": "nias-2019", "locator": "title",
}  # fmt: skip


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first release of the shipped log."""
    folder = tmp_path_factory.mktemp("released")
    return build_release(shipped(folder / "package"), "1.0.0", folder / "dist")


@pytest.fixture(scope="session")
def unzipped(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unzipped")
    with zipfile.ZipFile(released) as file:
        file.extractall(folder)
    return folder


# ---- The number ------------------------------------------------------------------------------------------------------


def test_the_number_follows_from_the_log(tmp_path: Path) -> None:
    package, dist = shipped(tmp_path / "package"), tmp_path / "dist"
    for wrong in ("0.1.0", "1.0.1", "2.0.0"):
        with pytest.raises(UnreadableError, match=r"the next release is 1\.0\.0, since it is the first"):
            build_release(package, wrong, dist)
    build_release(package, "1.0.0", dist)
    with pytest.raises(UnreadableError, match=r"nothing is new since 1\.0\.0"):
        build_release(package, "1.0.1", dist)
    first = json.loads((package.root / package.parts()[3]).read_text("utf-8").splitlines()[0])
    add(package, "2026-12-01-a", {**first, "replaces": first["id"], "reason": "a slip", "title": "Otherwise"} | _own)
    with pytest.raises(
        UnreadableError, match=r"1\.0\.1, since there are only corrections and judgements since 1\.0\.0"
    ):
        build_release(package, "1.1.0", dist)
    build_release(package, "1.0.1", dist)
    add(package, "2026-12-02-a", CLAIM)
    with pytest.raises(UnreadableError, match=r"1\.1\.0, since there is new data since 1\.0\.1"):
        build_release(package, "1.0.2", dist)
    build_release(package, "1.1.0", dist)
    assert [(one.version, one.size) for one in read_releases(package)] == [
        ("1.0.0", SIZE),
        ("1.0.1", SIZE + 1),
        ("1.1.0", SIZE + 2),
    ]
    assert audit_seals(package).findings == []


_FEBRUARY = {"happened": "2019-02", "basis": "stated"}
_own = {"id": "2026-12-01-a.1", "recorded_at": "2026-12-01T00:00:00Z"}


def test_other_tables_are_a_major_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package, dist = shipped(tmp_path / "package"), tmp_path / "dist"
    build_release(package, "1.0.0", dist)
    monkeypatch.setitem(codebook.KEYS, "timeline", ("nr",))
    with pytest.raises(UnreadableError, match=r"2\.0\.0, since the tables are not those of 1\.0\.0"):
        build_release(package, "1.0.1", dist)
    with pytest.raises(UnreadableError, match=r"1\.0\.0 has tables other than those of summitevents"):
        build_release(package, "1.0.0", dist)
    code, out, _ = run("verify", dist / "summitevents-1.0.0.zip")
    assert code == 1
    assert "release-tables" in out
    build_release(package, "2.0.0", dist)
    with zipfile.ZipFile(dist / "summitevents-2.0.0.zip") as file:
        assert "The same records as 1.0.0, in other tables or columns." in file.read("CHANGELOG.md").decode()


def test_descriptions_and_closed_lists_are_no_other_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "tables.duckdb"
    build_tables(shipped(tmp_path / "package"), file)
    with duckdb.connect(str(file), read_only=True) as con:
        before = descriptors.schema_fingerprint(descriptors.table_schemas(con))
        monkeypatch.setitem(codebook.COLUMNS, "nr", "something else")
        assert descriptors.schema_fingerprint(descriptors.table_schemas(con)) == before
        monkeypatch.setitem(codebook.REFERS, "timeline", {})
        assert descriptors.schema_fingerprint(descriptors.table_schemas(con)) != before


def test_an_unsealed_log_is_refused(tmp_path: Path) -> None:
    package = shipped(tmp_path / "package")
    line = json.dumps(
        {"id": "2026-12-02-a.1", "recorded_at": "2026-12-02T00:00:00Z", "recorded_by": "curator", **CLAIM}
    )
    (package.root / "events/2026-12-02-a.jsonl").write_text(line + "\n", "utf-8")
    with pytest.raises(
        UnreadableError, match="1 line is not sealed yet; a release is of a sealed log: summitevents seal"
    ):
        build_release(package, "1.0.0", tmp_path)
    assert not (package.root / RELEASES).exists()
    assert not list(tmp_path.glob("*.zip"))


def test_a_log_that_is_not_what_was_sealed_is_refused(tmp_path: Path) -> None:
    package = shipped(tmp_path / "package")
    batch = package.root / package.parts()[0]
    batch.write_bytes(batch.read_bytes().replace(b"Vietnam", b"Vietnem"))
    code, _, _ = run("release", "1.0.0", "-o", tmp_path, "--data", package.root)
    assert code == 1
    assert not list(tmp_path.glob("*.zip"))


def test_a_release_that_cannot_be_put_in_place_is_not_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = {"op": "source", "recorded_at": "2026-01-01T00:00:00Z", "recorded_by": "curator", "title": "A paper"}
    package = write_package(tmp_path, {"2026-01-01-a": [{"id": "2026-01-01-a.1", "source": "a", **usual}]})
    assert seal_log(package)
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.suffix == ".zip":
            raise OSError("the disk is full")
        return replace(path, target)

    with monkeypatch.context() as patch, pytest.raises(OSError, match="the disk is full"):
        patch.setattr(Path, "replace", full)
        build_release(package, "1.0.0", tmp_path / "dist")
    assert not (package.root / RELEASES).exists()
    assert list((tmp_path / "dist").iterdir()) == []


# ---- The same bytes --------------------------------------------------------------------------------------------------


def test_the_same_bytes_in_another_folder_on_another_day_with_other_settings(released: Path, tmp_path: Path) -> None:
    """One thread, another home, umask, locale, time zone, seed of hashes: in a process of its own."""
    package = shipped(tmp_path / "deep/er/package")
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


def test_a_release_can_be_made_again_after_the_log_has_grown(released: Path, tmp_path: Path) -> None:
    package = shipped(tmp_path / "package")
    build_release(package, "1.0.0", tmp_path / "first")
    add(package, "2026-12-02-a", CLAIM)
    build_release(package, "1.1.0", tmp_path / "second")
    before = (package.root / RELEASES).read_bytes()
    again = build_release(package, "1.0.0", tmp_path / "again")
    assert again.read_bytes() == released.read_bytes()
    assert (package.root / RELEASES).read_bytes() == before


def test_as_of_a_release(tmp_path: Path) -> None:
    package = shipped(tmp_path / "package")
    build_release(package, "1.0.0", tmp_path)
    add(package, "2026-12-02-a", CLAIM)
    count = ["query", "SELECT count(*) AS n FROM log", "-f", "csv", "--data", package.root]
    assert run(*count)[1] == f"n\n{SIZE + 1}\n"
    assert run(*count, "--as-of", "1.0.0")[1] == f"n\n{SIZE}\n"
    assert run("diff", "1.0.0", "--data", package.root)[1].startswith("hanoi-summit-2019 · 2026-12-02-a.1\n")
    with summitevents.open(package.root).connect(as_of="1.0.0") as con:
        assert con.execute("SELECT count(*) FROM log").fetchall() == [(SIZE,)]
    for command in (["timeline"], ["show", "hanoi-summit-2019"], ["log"], ["export", "events"]):
        assert run(*command, "--as-of", "1.0.0", "--data", package.root)[0] == 0
    assert run(*count, "--as-of", "1.1.0") == (2, "", "there is no release 1.1.0; there is 1.0.0")


def test_the_changelog_tells_what_the_log_tells(tmp_path: Path) -> None:
    package = shipped(tmp_path / "package")
    build_release(package, "1.0.0", tmp_path)
    add(package, "2026-12-02-a", {**CLAIM, "event": "a-new-event", "title": "A *new* <event>", **_FEBRUARY})
    build_release(package, "1.1.0", tmp_path)
    add(package, "2026-12-03-a", {"op": "retract", "target": "2026-12-02-a.1", "reason": "It was not there."})
    build_release(package, "1.1.1", tmp_path)
    with zipfile.ZipFile(tmp_path / "summitevents-1.1.1.zip") as file:
        assert (
            file.read("CHANGELOG.md").decode()
            == f"""\
# What each release brought

## 1.1.1

Since 1.1.0: records {SIZE + 2} to {SIZE + 2}.

**Gone**

- `a-new-event` A \\*new\\* \\<event\\> (2019-02, occurred) (It was not there.); 2026-12-03-a.1

## 1.1.0

Since 1.0.0: records {SIZE + 1} to {SIZE + 1}.

**New**

- `a-new-event` A \\*new\\* \\<event\\> (2019-02, occurred); 2026-12-02-a.1

## 1.0.0

The first release: {EVENTS} events, {CLAIMS} claims, {SOURCES} sources; records 1 to {SIZE}.
"""
        )


# ---- RELEASES --------------------------------------------------------------------------------------------------------

_ROOT = "oaHgm+kbLVpDRLHVQD7nhSiurrR9Oym1Gouh2b4IYT0="
_GOOD = f"1.0.0 457 {_ROOT} {'a' * 64}\n"
DAMAGED = {
    "release-form 1": "1.0 457 abc\n",
    "release-form 2": _GOOD + "\n" + _GOOD.replace("1.0.0", "1.1.0"),
    "release-form 1 ": _GOOD[:-1],
    "release-order 2": _GOOD + _GOOD,
    "release-order 2 ": _GOOD + _GOOD.replace("1.0.0 457", "1.0.1 456"),
}


@pytest.mark.parametrize("expected", DAMAGED)
def test_damaged_lines_are_found_by_validate_and_verify(expected: str, tmp_path: Path) -> None:
    package = shipped(tmp_path / "package")
    (package.root / RELEASES).write_text(DAMAGED[expected], "utf-8", newline="\n")
    code, line = expected.split()
    for found in (validate_log(package).findings, audit_seals(package).findings):
        assert (code, int(line)) in [(one.code, one.line) for one in found if one.file == RELEASES]
    assert run("release", "1.1.0", "-o", tmp_path, "--data", package.root)[0] == 1


@pytest.mark.parametrize(
    ("line", "code"),
    [(_GOOD.replace("oaHg", "oaHh"), "release-root"), (_GOOD.replace("457", "458"), "release-root"),
     (_GOOD.replace("457", "456"), "release-root")],
)  # fmt: skip
def test_a_release_is_held_to_the_root_of_the_log(line: str, code: str, tmp_path: Path) -> None:
    package = shipped(tmp_path / "package")
    (package.root / RELEASES).write_text(line, "utf-8", newline="\n")
    assert [(one.code, one.file, one.line) for one in audit_seals(package).findings] == [(code, RELEASES, 1)]


def test_releases_may_only_grow(tmp_path: Path) -> None:
    package = shipped(tmp_path / "package")

    def git(*arguments: str) -> None:
        named = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *named, *arguments], cwd=package.root, check=True, capture_output=True)

    (package.root / RELEASES).write_text(_GOOD, "utf-8", newline="\n")
    git("init"), git("add", "."), git("commit", "-m", "a")
    (package.root / RELEASES).write_text(_GOOD + _GOOD.replace("1.0.0", "1.1.0"), "utf-8", newline="\n")
    assert validate_log(package, revision="HEAD").findings == []
    (package.root / RELEASES).write_text(_GOOD.replace("1.0.0", "1.1.0"), "utf-8", newline="\n")
    found = validate_log(package, revision="HEAD").findings
    assert [(one.code, one.file, one.line) for one in found] == [("merged-changed", RELEASES, 1)]


# ---- What readers get ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def tables(unzipped: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The DuckDB file of the release, which the other readers are held to."""
    with duckdb.connect(str(unzipped / "summitevents.duckdb"), read_only=True) as con:
        yield con


def counts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    names = [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
    return {name: con.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0] for name in names}


def resources(unzipped: Path) -> dict[str, dict[str, object]]:
    found = json.loads((unzipped / "datapackage.json").read_text("utf-8"))["resources"]
    return {one["name"]: one for one in found}


def test_the_command_line_works_on_an_unzipped_release(unzipped: Path) -> None:
    at = ["--data", unzipped]
    assert run("validate", "--strict", *at)[0] == 0
    assert run("verify", *at)[0] == 0
    assert run("timeline", *at)[1] == run("timeline", "--data", ROOT)[1]
    assert run("query", "SELECT count(*) AS n FROM log", "--as-of", "1.0.0", "-f", "csv", *at)[1] == f"n\n{SIZE}\n"
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
    assert rows == {**counts(tables), "records": counts(tables)["log"]}


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
    frames = {name: pd.read_csv(unzipped / f"data/{name}.csv", dtype=str) for name in counts(tables)}
    assert {name: len(frame) for name, frame in frames.items()} == counts(tables)
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
        expected = tables.execute(f'SELECT {cast} FROM "{name}"').fetchall()
        assert [tuple(map(_same, row)) for row in found] == [tuple(map(_same, row)) for row in expected], name
        assert resource["bytes"] == (unzipped / f"data/{name}.csv").stat().st_size


def _same(value: str | None) -> object:
    """A cell, whatever the spaces in its JSON; 1 and 1.0 are one number."""
    try:
        return json.loads(value) if value else None
    except ValueError:
        return value


def test_the_joined_log_is_the_batches(unzipped: Path) -> None:
    package = Package(unzipped)
    assert (unzipped / "log.jsonl").read_bytes() == b"".join(path.read_bytes() for path in package.batches())
    assert (unzipped / "checkpoint").read_bytes() == (unzipped / f"events/checkpoints/{SIZE}").read_bytes()


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
    assert texts.closed_lists() in text


CASES = [path for path in sorted((ROOT / "tests/cases").iterdir()) if path.name.startswith("good-")]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_keys_hold_in_every_good_log(case: Path, tmp_path: Path) -> None:
    """What datapackage.json promises of keys is so whatever a good log holds."""
    shutil.copytree(case, tmp_path / "package")
    (tmp_path / "package/datapackage.json").write_text('{"summitevents": {"format": 1}}')
    build_tables(Package(tmp_path / "package"), tmp_path / "tables.duckdb")
    with duckdb.connect(str(tmp_path / "tables.duckdb"), read_only=True) as con:
        assert set(codebook.KEYS) == set(counts(con))
        for name, columns in codebook.KEYS.items():
            key = ", ".join(f'"{column}"' for column in columns)
            assert not con.execute(f'SELECT {key} FROM "{name}" GROUP BY ALL HAVING count(*) > 1').fetchall(), name
        for name, keys in codebook.REFERS.items():
            for column, to in keys.items():
                other, field = to.split(".")
                lost = f'SELECT 1 FROM "{name}" WHERE "{column}" IS NOT NULL AND "{column}" NOT IN (SELECT "{field}" FROM "{other}")'
                assert not con.execute(lost).fetchall(), (name, column)


def test_validate_looks_at_the_tables_of_a_release_too(unzipped: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(unzipped, tmp_path / "here")
    assert summitevents.validate(folder) == []
    events = folder / "data/events.csv"
    events.write_text(events.read_text("utf-8").replace(",true,", ",maybe,", 1), "utf-8", newline="\n")
    (folder / "data/claims.csv").unlink()
    found = {finding.code for finding in summitevents.validate(folder)}
    assert {"type-error", "hash-count", "scheme-error"} <= found


def test_however_a_release_is_named_its_tables_are_looked_at(
    unzipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(unzipped, tmp_path / "here")
    (folder / "data/claims.csv").unlink()
    descriptor = str(folder / "datapackage.json")
    monkeypatch.chdir(folder)
    said = [run("validate", *named) for named in ([], [descriptor], [str(folder)], ["--data", str(folder)])]
    assert said[0][0] == 1
    assert "data/claims.csv" in said[0][1]
    assert said == said[:1] * 4
    code, out, err = run("validate", descriptor, "--data", str(folder))
    assert (code, out) == (2, "")
    assert "name the package once" in err
    found = summitevents.validate(folder)
    assert summitevents.open(folder).findings() == found
    assert found


def test_of_a_foreign_package_records_are_counted_and_no_citations(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\n1\n2\n")
    (tmp_path / "datapackage.json").write_text('{"resources": [{"name": "t", "path": "t.csv"}]}')
    assert run("validate", str(tmp_path)) == (0, "", "2 records: 0 errors, 0 warnings\n")
    for more in (["--against", "HEAD"], ["--documents", "."], ["--engine", "frictionless", "--documents", "."]):
        code, out, err = run("validate", str(tmp_path), *more)
        assert (code, out) == (2, "")
        assert "for a log" in err
