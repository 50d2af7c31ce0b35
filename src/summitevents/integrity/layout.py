"""Names the files that a seal leaves, and reads them and the lines that they cover.

A seal leaves two files. `events/checkpoints/<size>` has the Merkle root of the log's first <size> lines; a leaf is a
line's bytes without its LF. `<size>.leaves` has a row for each batch that this seal added, its name, and below it one
for each line, its leaf hash in hex. Rules that the rest of this folder rests on:

1. Only the root counts. The leaf hashes are vouched for by the root; they serve to give a damage its place.
2. The checkpoint is written last. A seal without one does not count, and the next seal finishes it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from summitevents.errors import UnreadableError
from summitevents.log.package import CHECKPOINTS, Package, is_batch
from summitevents.standards import checkpoint as notes
from summitevents.standards.checkpoint import Checkpoint, CheckpointError
from summitevents.standards.merkle import leaf_hash


class SealedBatch(NamedTuple):
    """A batch as a `.leaves` file has it: its name, and a leaf hash per line, which is empty if the row is damaged."""

    name: str
    hashes: list[bytes]


def checkpoint_file(size: int) -> str:
    """Returns the path of a checkpoint within the package."""
    return f"{CHECKPOINTS}/{size}"


def leaves_file(size: int) -> str:
    """Returns the path, within the package, of the leaf hashes that a seal added."""
    return f"{CHECKPOINTS}/{size}.leaves"


def sealed_path(package: Package, name: str) -> Path:
    """Returns where the batch on a line of ORDER lies; a path that never exists if the line names no batch."""
    return package.events / (name if is_batch(name) else ".none")


def unsealed_batches(package: Package, covered: int) -> list[Path]:
    """Lists, in log order, the batches that are not among the first `covered` lines of ORDER."""
    sealed = set(package.order()[:covered])
    return [path for path in package.batches() if path.name not in sealed]


def raw_lines(path: Path) -> Iterator[bytes]:
    """Yields a batch's lines, each with its LF; nothing if there is no such file."""
    if path.is_file():
        with path.open("rb") as file:
            yield from file


def line_hash(raw: bytes) -> bytes:
    """Returns the leaf hash of a line, given with or without its LF."""
    return leaf_hash(raw.removesuffix(b"\n"))


def record_id(raw: bytes) -> str:
    """Returns the id of the record on a line; an empty string if it has none."""
    try:
        return str(json.loads(raw)["id"])
    except (ValueError, RecursionError, LookupError, TypeError):
        return ""


def read_checkpoint(path: Path) -> Checkpoint:
    """Returns the checkpoint in a file, its signatures unchecked. Raises UnreadableError if the file holds none."""
    try:
        return notes.parse(path.read_bytes())
    except CheckpointError as error:
        raise UnreadableError(f"{path}:{error.line}: {error.reason}") from None


def read_leaves(package: Package, size: int) -> list[SealedBatch]:
    """Returns the batches that a seal added, as its `.leaves` file has them; an empty list if there is no such file."""
    path = package.root / leaves_file(size)
    if not path.is_file():
        return []
    batches: list[SealedBatch] = []
    for row in path.read_bytes().decode(errors="replace").removesuffix("\n").split("\n"):
        if is_batch(row) or not batches:
            batches.append(SealedBatch(row, []))
        else:
            batches[-1].hashes.append(bytes.fromhex(row) if re.fullmatch("[0-9a-f]{64}", row) else b"")
    return batches
