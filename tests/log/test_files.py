"""Files are written whole, and an error names the file that was asked for."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summitevents.check.log import check_log
from summitevents.log import bulk, files
from summitevents.log.package import Package


def test_links_in_a_circle_are_an_error_of_the_system(tmp_path: Path) -> None:
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    with pytest.raises(OSError, match=r"loop\.csv") as wrong:
        files.write_whole(loop, b"x")
    assert wrong.value.errno == errno.ELOOP
    assert [file.name for file in tmp_path.iterdir()] == ["loop.csv"]


def test_what_may_not_be_written_to_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To put another file in its place would be allowed. The superuser runs tests, too, so the answer is given here."""
    path = tmp_path / "kept.csv"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *asked: asked != (path, os.W_OK))
    with pytest.raises(PermissionError, match=r"kept\.csv"):
        files.write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["kept.csv"]


def test_a_folder_that_may_not_be_read_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *asked: asked != (tmp_path, os.R_OK))
    monkeypatch.setattr(files.os, "O_RDONLY", None)  # what would open it fails
    files.write_whole(tmp_path / "t.csv", b"new")
    assert (tmp_path / "t.csv").read_bytes() == b"new"


def test_a_name_that_cannot_be_given_is_told_as_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), ".t.csv.0123.writing")

    monkeypatch.setattr(Path, "replace", busy)
    with pytest.raises(OSError, match=r"'[^']*/t\.csv'"):
        files.write_whole(tmp_path / "t.csv", b"new")
    assert [file.name for file in tmp_path.iterdir()] == []


def test_a_batch_that_cannot_be_opened_is_named(
    package: Callable[..., Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the system's own error, and not by DuckDB's, which would be our fault."""
    log = package({"op": "place", "place": "a", "name": "A"})
    denied = PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(log.batches()[0]))
    monkeypatch.setattr(bulk, "_small", lambda log: 0)
    monkeypatch.setattr(bulk, "_COUNT", "SELECT * FROM read_csv($files, no_such_option = 1)")

    def closed(path: Path) -> bool:
        raise denied

    monkeypatch.setattr(bulk, "_has_return", closed)
    with pytest.raises(PermissionError):
        check_log(log)
