"""Fixtures that tests share. Functions, classes and constants that they share are in tests/support."""

import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

import summitevents
from summitevents.api import Dataset
from summitevents.build import cache
from summitevents.integrity.seal import seal_log
from summitevents.log.package import Package
from summitevents.release.build import build_release
from tests.support.packages import copy_golden_package, copy_shipped_log, numbered, write_package
from tests.support.paths import GOLDEN_PACKAGE, ROOT


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write transcripts and goldens anew")


def pytest_unconfigure() -> None:
    """DuckDB 2.0's binding tells of what it leaks at the end of a process; that is its own affair."""
    sys.stdout.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests of one file run in one process, where they share what they have made; who is idle in the end helps out."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite"))


# -- where tables are kept


@pytest.fixture(autouse=True, scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What fixtures of many tests ask for is not kept in the user's cache either."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, empty at first: no test sees or leaves tables in the user's."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def kept_tables(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """The files that the cache keeps of the small log and of the shipped one, made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("kept")))
        return {root: kept_file(Package(root)) for root in (GOLDEN_PACKAGE, ROOT)}


def kept_file(package: Package) -> Path:
    with cache.connect(package, described=True) as con:
        [(file,)] = con.execute("SELECT path FROM duckdb_databases() WHERE path IS NOT NULL").fetchall()
    return Path(file)


@pytest.fixture
def warm_cache(own_cache: Path, kept_tables: dict[Path, Path]) -> Path:
    """The test's cache holds the tables of the small log and of the shipped one, as if somebody had asked for them before."""
    (own_cache / "summitevents").mkdir()
    for file in kept_tables.values():
        os.link(file, own_cache / "summitevents" / file.name)
    return own_cache


# -- packages


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Package]:
    """Writes a package of one batch, `2026-01-01-a`, from records that need no id, time or author of their own."""

    def write(*records: Mapping[str, Any], folder: str = "package") -> Package:
        stem = "2026-01-01-a"
        return write_package(tmp_path / folder, {stem: numbered(stem, records)})

    return write


@pytest.fixture
def golden_copy(tmp_path: Path, warm_cache: Path) -> Path:
    """A copy of the small log, whose tables are kept already."""
    return copy_golden_package(tmp_path / "here")


@pytest.fixture
def dataset(golden_copy: Path) -> Dataset:
    """The same, as the Python API has it."""
    return summitevents.open(golden_copy)


@pytest.fixture(scope="session")
def built(kept_tables: dict[Path, Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The shipped log, built, and opened as anybody would."""
    with duckdb.connect(str(kept_tables[ROOT]), read_only=True) as con:
        yield con


# -- releases


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip file of the first release of the shipped log: `dist/summitevents-1.0.0.zip`, beside the log, `package/`."""
    folder = tmp_path_factory.mktemp("released")
    return build_release(copy_shipped_log(folder / "package"), "1.0.0", folder / "dist")


@pytest.fixture(scope="session")
def unzipped(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, unzipped."""
    folder = tmp_path_factory.mktemp("unzipped")
    zipfile.ZipFile(released).extractall(folder)
    return folder


@pytest.fixture(scope="session")
def small_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip file of the first release of the small log, which is soon made anew; it lies as `released` does."""
    folder = tmp_path_factory.mktemp("small")
    package = Package(copy_golden_package(folder / "package"))
    assert seal_log(package)
    return build_release(package, "1.0.0", folder / "dist")


@pytest.fixture
def released_log(small_release: Path, tmp_path: Path) -> Package:
    """A copy of the small log after its first release."""
    return Package(shutil.copytree(small_release.parents[1] / "package", tmp_path / "released"))
