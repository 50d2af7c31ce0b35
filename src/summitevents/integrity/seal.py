"""Seals the log: fixes its order, hashes its lines into one root, and writes a checkpoint of that.

Rules that `write_seal` keeps, so that a seal which was interrupted is finished by the next one:

1. Four files are written, each whole: the leaf hashes, ORDER, datapackage.json, and last the checkpoint.
2. Before that, whatever an interrupted seal left is removed, but for ORDER: a batch that it lists keeps its place.
"""

from collections.abc import Callable
from dataclasses import dataclass

from summitevents.check.log import check_log
from summitevents.errors import BadLogError, BrokenSealError, UnreadableError
from summitevents.integrity.audit import audit_seals, damage_among
from summitevents.integrity.keys import sign_checkpoint
from summitevents.integrity.layout import (
    checkpoint_file,
    leaves_file,
    line_hash,
    raw_lines,
    unsealed_batches,
)
from summitevents.log.descriptor import check_resources, update_descriptor
from summitevents.log.files import write_whole
from summitevents.log.package import CHECKPOINTS, ORDER, Package
from summitevents.log.passing import clear_abandoned
from summitevents.log.writer import writers_lock
from summitevents.standards import checkpoint as notes
from summitevents.standards.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class Seal:
    """What a seal writes: ORDER as it will be, the number of its new batches, their leaf hashes, the checkpoint."""

    order: list[str]
    new: int
    leaves: bytes
    checkpoint: Checkpoint


def seal_log(
    package: Package,
    pem: bytes | None = None,
    waiting: Callable[[], object] = lambda: None,
    dry_run: bool = False,
    mended: Callable[[str], object] = lambda words: None,
) -> Seal | None:
    """Checks the whole log and seals what is not sealed yet; returns None if there is nothing to seal.

    With `dry_run`, it writes nothing. `pem`, an Ed25519 private key, signs the checkpoint. `waiting` is called if another writer holds the lock,
    `mended` with what was wrong in datapackage.json, though there was nothing to seal. Raises
    BadLogError if the log has errors; BrokenSealError if what was sealed has changed; UnreadableError if the key is
    none, or another program changed the log meanwhile.
    """
    with writers_lock(package, waiting):
        before = package.digest()
        verdict = check_log(package)
        if verdict.errors:
            raise BadLogError(verdict.findings)
        check_resources(package)
        seal = prepare_seal(package, pem)
        if package.digest() != before:
            raise UnreadableError("the log was changed while it was being sealed; try again")
        if dry_run:
            return seal
        if seal:
            write_seal(package, seal)
        else:
            for words in update_descriptor(package):
                mended(words)
            clear_leftovers(package)
        return seal


def prepare_seal(package: Package, pem: bytes | None = None) -> Seal | None:
    """Returns the seal of every line that has none yet, and writes nothing; None if there is no such line.

    A batch without lines is left out until it has some. Raises BrokenSealError if what is sealed already has changed,
    UnreadableError if the key is none.
    """
    audit = audit_seals(package)
    if damage := damage_among(audit.findings):
        raise BrokenSealError(damage)
    new = [path for path in unsealed_batches(package, audit.covered) if path.stat().st_size]
    if not new:
        return None
    leaves = bytearray()
    for path in new:
        leaves += f"{path.name}\n".encode()
        for raw in raw_lines(path):
            leaf = line_hash(raw)
            audit.tree.add_hash(leaf)
            leaves += f"{leaf.hex()}\n".encode()
    checkpoint = Checkpoint(package.metadata.origin, audit.tree.size, audit.tree.root())
    if pem is not None:
        checkpoint = sign_checkpoint(checkpoint, pem)
    order = [*package.order()[: audit.covered], *(path.name for path in new)]
    return Seal(order, len(new), bytes(leaves), checkpoint)


def write_seal(package: Package, seal: Seal) -> None:
    """Writes a seal, the checkpoint last, which makes it count."""
    (package.root / CHECKPOINTS).mkdir(exist_ok=True)
    clear_leftovers(package)
    size = seal.checkpoint.size
    write_whole(package.root / leaves_file(size), seal.leaves)
    write_whole(package.root / ORDER, "".join(f"{name}\n" for name in seal.order).encode())
    update_descriptor(package)
    write_whole(package.root / checkpoint_file(size), notes.encode(seal.checkpoint))


def clear_leftovers(package: Package) -> None:
    """Removes what interrupted seals left: files that were not put in place, and leaf hashes without a checkpoint.

    Requires: the writers' lock is held.
    """
    for folder, name in ((package.root / CHECKPOINTS, "*"), (package.events, "*"), (package.root, "datapackage.json")):
        clear_abandoned(folder, name)
    newest = package.sealed()
    for path in (package.root / CHECKPOINTS).glob("[1-9]*.leaves"):
        if path.stem.isdecimal() and int(path.stem) > newest:
            path.unlink()
