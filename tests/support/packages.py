"""Writes packages into folders: from records, or as copies of those that the repository has."""

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from summitevents.log.package import Package
from tests.support.paths import GOLDEN_PACKAGE, ROOT

DESCRIPTOR = '{"summitevents": {"format": 1}}'
USUAL = {"recorded_at": "2026-01-01T00:00:00Z", "recorded_by": "curator"}
"""What every record needs, and most tests do not care for."""

Record = Mapping[str, Any]


def write_package(folder: Path, batches: Mapping[str, Iterable[Record]]) -> Package:
    """Writes a package with these batches (file stem → records), beside what the folder holds already."""
    (folder / "events").mkdir(parents=True, exist_ok=True)
    if not (folder / "datapackage.json").exists():
        (folder / "datapackage.json").write_text(DESCRIPTOR)
    package = Package(folder)
    for stem, records in batches.items():
        write_lines(package, stem, (json.dumps(record, ensure_ascii=False) for record in records))
    return package


def write_lines(package: Package, stem: str, lines: Iterable[str]) -> Path:
    """Writes a batch of lines as they are, each with a newline at its end; returns its path."""
    path = package.root / "events" / f"{stem}.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    return path


def numbered(stem: str, records: Iterable[Record]) -> list[dict[str, Any]]:
    """Gives records the ids of a batch, and the usual time and author where they have none of their own."""
    return [{"id": f"{stem}.{n}", **USUAL, **record} for n, record in enumerate(records, 1)]


def copy_golden_package(folder: Path) -> Path:
    """Copies the small log into `folder`, which is made; returns it."""
    return Path(shutil.copytree(GOLDEN_PACKAGE, folder))


def copy_shipped_log(folder: Path) -> Package:
    """Copies the shipped log into `folder`, which is made: a package that nothing was released from."""
    shutil.copytree(ROOT / "events", folder / "events", ignore=shutil.ignore_patterns("RELEASES"))
    shutil.copy(ROOT / "datapackage.json", folder)
    return Package(folder)


def contents(folder: Path) -> dict[str, bytes]:
    """Returns every file under a folder, by its path within it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def event_files(folder: Path) -> set[str]:
    """Returns the names of what lies in a package's events/."""
    return {path.name for path in (folder / "events").iterdir()}


def batch_records(folder: Path, record: str) -> list[dict[str, Any]]:
    """Returns the records of the batch that holds a record, which is named by its id."""
    lines = (folder / "events" / f"{record.split('.')[0]}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]
