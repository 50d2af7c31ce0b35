"""Builds a release: the log as it was then, the files that follow from it, one zip file.

Rules that this file and `artifacts` keep, so that everybody gets the same bytes:

1. A release follows from the log up to it, the lines of RELEASES up to it, what datapackage.json says of the subject, and
   the versions in `descriptors.MADE_WITH`.
2. No clock is read, and nothing of this machine: the day of a release is that of its last record.
3. The zip file is put in place before RELEASES names the release.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from summitevents.errors import BrokenSealError, UnreadableError
from summitevents.integrity.audit import SealAudit, audit_seals, damage_among
from summitevents.integrity.layout import checkpoint_file, leaves_file, raw_lines, sealed_path
from summitevents.log.descriptor import check_resources, update_descriptor
from summitevents.log.files import sync_folder
from summitevents.log.metadata import PROPERTY, own_properties
from summitevents.log.outputs import check_folder, check_output, write_output
from summitevents.log.package import CHECKPOINTS, FORMAT, ORDER, Package, events_file
from summitevents.log.passing import passing_folder
from summitevents.log.releases import VERSION, Release, next_version, read_releases, write_releases
from summitevents.log.vocabulary_file import copy_vocabulary
from summitevents.log.writer import writers_lock
from summitevents.query import asof
from summitevents.release import archive, descriptors
from summitevents.release.artifacts import make_artifacts


def build_release(package: Package, version: str, folder: Path) -> Path:
    """Builds `NAME-VERSION.zip` in a folder, of a sealed log or of an earlier release, and returns its path.

    A new release is added to events/RELEASES. Raises UnreadableError if the version is not the one that comes next, or
    lines are not sealed; BrokenSealError and BadLogError if the log is not good.
    """
    if not re.fullmatch(VERSION, version):
        raise UnreadableError(f"{version} is not a version: three numbers, such as {_as_version(version)}")
    check_folder(folder)
    with writers_lock(package), passing_folder() as aside:
        check_resources(package)
        audit, known = audit_seals(package), read_releases(package)
        if damage := damage_among(audit.findings):
            raise BrokenSealError(damage)
        release = next((one for one in known if one.version == version), None) or _next_release(package, version, audit)
        releases = [*(one for one in known if one.number < release.number), release]
        path = folder / f"{package.metadata.name}-{version}.zip"
        _require_place(path)
        content = archive.pack(make_artifacts(take_snapshot(package, releases, aside), release))
        folder.mkdir(parents=True, exist_ok=True)
        sync_folder(folder.parent)
        write_output(path, content)
        if release not in known:
            write_releases(package, releases)
        update_descriptor(package)
    return path


def _as_version(text: str) -> str:
    """Returns the version that a text such as v1.0 may mean; 1.0.0 if it has no number."""
    numbers = [str(int(number)) for number in re.findall("[0-9]{1,9}", text)[:3]]
    return ".".join([*numbers, "0", "0"][:3]) if numbers else "1.0.0"


def _require_place(path: Path) -> None:
    """Raises UnreadableError if no release may be put there: within a package, or over a file that is none."""
    check_output(path)
    if path.is_file() and not archive.is_release(path.read_bytes()):
        raise UnreadableError(f"{path} is there, and is no release of summitevents; name another folder")


def _next_release(package: Package, version: str, audit: SealAudit) -> Release:
    """Returns the release that comes next. Raises UnreadableError if it cannot have this version."""
    if audit.unsealed or not audit.tree.size:
        lines = f"{audit.unsealed} line{'s are' if audit.unsealed != 1 else ' is'} not sealed yet"
        problem = lines if audit.unsealed else "the log is empty"
        raise UnreadableError(f"{problem}; a release is of a sealed log: summitevents seal")
    last = next(reversed(read_releases(package)), None)
    with asof.connect(package) as con:
        schema = descriptors.schema_fingerprint(descriptors.table_schemas(con))
    sealed = [raw for name in package.order() for raw in raw_lines(sealed_path(package, name))]
    try:
        due, why = next_version(last, schema, sealed[last.size if last else 0 :])
    except UnreadableError as error:
        raise UnreadableError(f"there is no {version} to make: {error}") from None
    if version != due:
        raise UnreadableError(f"the next release is {due}, since {why}; not {version}")
    return Release(version, audit.tree.size, audit.tree.root(), schema)


def take_snapshot(package: Package, releases: list[Release], folder: Path) -> Package:
    """Copies the log as it was at the last of these releases into a folder: its batches, their seals, the releases; and its
    vocabulary as it is, which may only have grown since."""
    size = releases[-1].size
    (folder / CHECKPOINTS).mkdir(parents=True)
    names, lines = [], 0
    for name in package.order():
        if lines >= size:
            break
        content = sealed_path(package, name).read_bytes()
        lines += content.count(b"\n")
        (folder / events_file(name)).write_bytes(content)
        names.append(name)
    (folder / ORDER).write_bytes("".join(f"{name}\n" for name in names).encode())
    for sealed in (sealed for sealed in package.checkpoints() if sealed <= size):
        for name in (checkpoint_file(sealed), leaves_file(sealed)):
            (folder / name).write_bytes((package.root / name).read_bytes())
    write_descriptor(folder, package.descriptor)
    copy_vocabulary(package, folder)
    write_releases(Package(folder), releases)
    return Package(folder)


def write_descriptor(folder: Path, descriptor: Mapping[str, Any]) -> None:
    """Writes a `datapackage.json` that makes a folder a package, with what the authors wrote in this one."""
    own = own_properties(descriptor)
    of_ours = own[PROPERTY] if isinstance(own.get(PROPERTY), dict) else {}
    (folder / "datapackage.json").write_text(json.dumps(own | {PROPERTY: of_ours | {"format": FORMAT}}))
