"""What tests share: writing a package into a folder, from records in the log's own form."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from summitevents import validation as tabular
from summitevents.build.pipeline import build_tables
from summitevents.findings.finding import Finding
from summitevents.log import schema
from summitevents.log.package import Package
from tests.support.paths import ROOT


def write_package(folder: Path, batches: Mapping[str, Iterable[Mapping[str, Any]]]) -> Package:
    """A package with these batches: file stem → records."""
    (folder / "events").mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_text('{"summitevents": {"format": 1}}')
    for stem, records in batches.items():
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (folder / "events" / f"{stem}.jsonl").write_text(lines, "utf-8", newline="\n")
    return Package(folder)


def refereed(package: Package) -> list[Finding]:
    """What frictionless says of a log, by the descriptor that we make for it; of ids twice see id-duplicate, line-double."""
    batches = package.batches()
    if not any(path.read_bytes() for path in batches):
        return []  # frictionless holds an empty table to be an error
    made = schema.package_descriptor("0", [f"events/{path.name}" for path in batches], [])
    (package.root / "datapackage.json").write_text(json.dumps(made), "utf-8")
    found = tabular.validate(package.root, "frictionless").findings
    return [finding for finding in found if finding.code != "primary-key"]


def let_pass(ours: Iterable[Finding], theirs: Iterable[Finding]) -> list[Finding]:
    """What frictionless refuses of a log and we let pass: there should be nothing."""
    errors = [finding for finding in ours if finding.severity == "error"]
    seen = {(finding.file, finding.line) for finding in errors}
    # frictionless stops at a broken line and says so of the table as a whole: that line is found already
    unread = any(finding.line for finding in errors if finding.code.startswith(("bytes", "line", "json")))
    return [f for f in theirs if (f.file, f.line) not in seen and not (unread and f.line is None)]


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Package]:
    """Writes a package of one batch, `2026-01-01-a`, from records that need no id, time or author of their own."""

    def write(*records: Mapping[str, Any], folder: str = "package") -> Package:
        stem = "2026-01-01-a"
        usual = {"recorded_at": "2026-01-01T00:00:00Z", "recorded_by": "curator"}
        whole = ({"id": f"{stem}.{n}", **usual, **record} for n, record in enumerate(records, 1))
        return write_package(tmp_path / folder, {stem: whole})

    return write


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or leaves tables in the user's cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def pytest_unconfigure() -> None:
    """DuckDB 2.0's binding tells of what it leaks at the end of a process; that is its own affair."""
    sys.stdout.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write transcripts and goldens anew")


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The shipped log, built, and opened as anybody would."""
    file = tmp_path_factory.mktemp("built") / "summitevents.duckdb"
    build_tables(Package(ROOT), file)
    with duckdb.connect(str(file), read_only=True) as con:
        yield con
