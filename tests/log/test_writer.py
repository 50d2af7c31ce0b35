"""Putting a batch into the log: whole, never over another, with a lock and links or without; what killed writers left."""

import os
import tempfile
from pathlib import Path

import pytest

from summitevents import UnreadableError
from summitevents.api import Dataset
from summitevents.curate.proposal import proposed_batch
from summitevents.log import passing, writer
from summitevents.log.package import Package
from summitevents.log.passing import create_passing
from summitevents.log.writer import put_batch
from tests.support.packages import event_files

PLACE = {"op": "place", "place": "chicago", "name": "Chicago"}


def test_without_a_lock_expect_is_refused_and_the_rest_goes_on(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "fcntl", None)
    with pytest.raises(UnreadableError, match="no lock"):
        dataset.append([PLACE], expect=21)
    assert dataset.append([PLACE])


def test_without_links_a_batch_appears_by_its_name_being_changed(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", no)
    assert dataset.append([PLACE], batch="2126-12-01-a")
    with pytest.raises(FileExistsError):
        put_batch(Package(dataset.root), "2126-12-01-a.jsonl", b"{}\n")
    assert not [name for name in event_files(dataset.root) if name.startswith(".")]


def test_no_batch_is_written_over(dataset: Dataset) -> None:
    """Not even by one who has not seen it, on a system without locks."""
    with proposed_batch(Package(dataset.root), [PLACE], batch="2126-12-01-a") as proposal:
        put_batch(Package(dataset.root), "2126-12-01-a.jsonl", b"x")
        with pytest.raises(UnreadableError, match="another writer"):
            proposal.write()
    assert (dataset.root / "events/2126-12-01-a.jsonl").read_bytes() == b"x"


def test_what_killed_writers_left_is_not_read_and_is_cleared_away(dataset: Dataset) -> None:
    """Their locks are free; that of a writer who is at work is not."""
    left = dataset.root / "events/.2026-01-01-left.jsonl.0123.writing"
    left.write_bytes(b'{"half')
    under_way, handle = create_passing(dataset.root / "events/2026-01-01-b.jsonl")
    assert dataset.findings() == []
    dataset.append([PLACE])
    assert not left.exists()
    assert under_way.exists()
    os.close(handle)


def test_without_locks_what_was_left_is_cleared_away_after_a_day(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "fcntl", None)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # others clear away what is unlocked
    young, old = (dataset.root / f"events/.2026-01-01-{name}.jsonl.0123.writing" for name in ("young", "old"))
    for path in (young, old):
        path.write_bytes(b'{"half')
    os.utime(old, (0, 0))
    dataset.append([PLACE])
    assert young.exists()
    assert not old.exists()


def test_a_full_disk_leaves_nothing(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    before = event_files(dataset.root)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnreadableError, match="No space left on device; to try again: --batch 20"):
        dataset.append([PLACE])
    assert event_files(dataset.root) == before
