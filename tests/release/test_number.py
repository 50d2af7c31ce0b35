"""The number of a release follows from the log, or there is no release; and its changelog tells what the log tells."""

import errno
import os
import re
import zipfile
from pathlib import Path

import duckdb
import pytest

from summitevents.errors import UnreadableError
from summitevents.fold import codebook
from summitevents.integrity.audit import audit_seals
from summitevents.integrity.seal import seal_log
from summitevents.log.package import Package
from summitevents.log.releases import RELEASES, read_releases
from summitevents.release import descriptors
from summitevents.release.build import build_release
from tests.support.packages import copy_shipped_log, numbered, write_package
from tests.support.releases import CLAIM, SMALL_RECORDS, add_sealed_batch
from tests.support.runner import run_text


def test_the_number_follows_from_the_log(tmp_path: Path, released_log: Package) -> None:
    unreleased, package, dist = copy_shipped_log(tmp_path / "package"), released_log, tmp_path / "dist"
    for wrong in ("0.1.0", "1.0.1", "2.0.0"):
        with pytest.raises(UnreadableError, match=r"the next release is 1\.0\.0, since it is the first"):
            build_release(unreleased, wrong, dist)
    with pytest.raises(UnreadableError, match=r"nothing is new since 1\.0\.0"):
        build_release(package, "1.0.1", dist)
    add_sealed_batch(package, "2026-12-01-a", {**CLAIM, "replaces": "2026-01-01-first.11", "reason": "a slip"})
    with pytest.raises(
        UnreadableError, match=r"1\.0\.1, since there are only corrections and judgements since 1\.0\.0"
    ):
        build_release(package, "1.1.0", dist)
    build_release(package, "1.0.1", dist)
    add_sealed_batch(package, "2026-12-02-a", CLAIM)
    with pytest.raises(UnreadableError, match=r"1\.1\.0, since there is new data since 1\.0\.1"):
        build_release(package, "1.0.2", dist)
    build_release(package, "1.1.0", dist)
    assert [(one.version, one.size) for one in read_releases(package)] == [
        ("1.0.0", SMALL_RECORDS),
        ("1.0.1", SMALL_RECORDS + 1),
        ("1.1.0", SMALL_RECORDS + 2),
    ]
    assert audit_seals(package).findings == []


_FEBRUARY = {"happened": "2019-02", "basis": "stated"}


def test_other_tables_are_a_major_step(
    released_log: Package, small_release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, dist = released_log, tmp_path / "dist"
    monkeypatch.setitem(codebook.KEYS, "timeline", ("nr",))
    with pytest.raises(UnreadableError, match=r"2\.0\.0, since the tables are not those of 1\.0\.0"):
        build_release(package, "1.0.1", dist)
    with pytest.raises(UnreadableError, match=r"1\.0\.0 has tables other than those of summitevents"):
        build_release(package, "1.0.0", dist)
    code, out, _ = run_text("verify", small_release)
    assert code == 1
    assert "release-tables" in out
    build_release(package, "2.0.0", dist)
    with zipfile.ZipFile(dist / "golden-2.0.0.zip") as file:
        assert "The same records as 1.0.0, in other tables or columns." in file.read("CHANGELOG.md").decode()


def test_descriptions_and_closed_lists_are_no_other_tables(
    built: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fingerprint() -> str:
        return descriptors.schema_fingerprint(descriptors.table_schemas(built))

    before = fingerprint()
    monkeypatch.setitem(codebook.COLUMNS, "nr", "something else")
    assert fingerprint() == before
    monkeypatch.setitem(codebook.REFERS, "timeline", {})
    assert fingerprint() != before


def test_an_unsealed_log_is_refused(tmp_path: Path) -> None:
    package = copy_shipped_log(tmp_path / "package")
    write_package(package.root, {"2026-12-02-a": numbered("2026-12-02-a", [CLAIM])})
    with pytest.raises(
        UnreadableError, match="1 line is not sealed yet; a release is of a sealed log: summitevents seal"
    ):
        build_release(package, "1.0.0", tmp_path)
    assert not (package.root / RELEASES).exists()
    assert not list(tmp_path.glob("*.zip"))


def test_a_log_that_is_not_what_was_sealed_is_refused(tmp_path: Path) -> None:
    package = copy_shipped_log(tmp_path / "package")
    batch = package.root / package.parts()[0]
    batch.write_bytes(batch.read_bytes().replace(b"Vietnam", b"Vietnem"))
    code, _, _ = run_text("release", "1.0.0", "-o", tmp_path, "--data", package.root)
    assert code == 1
    assert not list(tmp_path.glob("*.zip"))


def test_a_release_that_cannot_be_put_in_place_is_not_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = {"op": "source", "source": "a", "title": "A paper"}
    package = write_package(tmp_path, {"2026-01-01-a": numbered("2026-01-01-a", [paper])})
    assert seal_log(package)
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.suffix == ".zip":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return replace(path, target)

    with monkeypatch.context() as patch, pytest.raises(OSError, match=re.escape(os.strerror(errno.ENOSPC))):
        patch.setattr(Path, "replace", full)
        build_release(package, "1.0.0", tmp_path / "dist")
    assert not (package.root / RELEASES).exists()
    assert list((tmp_path / "dist").iterdir()) == []


def test_the_changelog_tells_what_the_log_tells(released_log: Package, tmp_path: Path) -> None:
    package = released_log
    add_sealed_batch(
        package, "2026-12-02-a", {**CLAIM, "event": "a-new-event", "title": "A *new* <event>", **_FEBRUARY}
    )
    build_release(package, "1.1.0", tmp_path)
    add_sealed_batch(
        package, "2026-12-03-a", {"op": "retract", "target": "2026-12-02-a.1", "reason": "It was not there."}
    )
    build_release(package, "1.1.1", tmp_path)
    with zipfile.ZipFile(tmp_path / "golden-1.1.1.zip") as file:
        assert (
            file.read("CHANGELOG.md").decode()
            == f"""\
# What each release brought

## 1.1.1

Since 1.1.0: records {SMALL_RECORDS + 2} to {SMALL_RECORDS + 2}.

**Gone**

- `a-new-event` A \\*new\\* \\<event\\> (2019-02, occurred) (It was not there.); 2026-12-03-a.1

## 1.1.0

Since 1.0.0: records {SMALL_RECORDS + 1} to {SMALL_RECORDS + 1}.

**New**

- `a-new-event` A \\*new\\* \\<event\\> (2019-02, occurred); 2026-12-02-a.1

## 1.0.0

The first release: records 1 to {SMALL_RECORDS}.
"""
        )
