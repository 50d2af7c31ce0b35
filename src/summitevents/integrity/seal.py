"""Sealing: the log's order is fixed, its lines are hashed into one root, and every record can be proved to be in it.

What is left on disk, and how it is checked, is in `verify`. A seal is written in four steps, the checkpoint last. Each
is whole or not at all, and a seal that was interrupted is finished by the next one.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from summitevents.errors import BrokenSealError, UnreadableError
from summitevents.integrity import verify
from summitevents.log.files import sync_folder
from summitevents.log.package import CHECKPOINTS, ORDER, Package
from summitevents.standards import checkpoint as notes
from summitevents.standards import merkle, tlog_proof
from summitevents.standards.checkpoint import Checkpoint, CheckpointError, VerifierKey
from summitevents.standards.merkle import ProofError
from summitevents.standards.tlog_proof import TlogProof


@dataclass(frozen=True, slots=True)
class Seal:
    """What a seal will write: ORDER as it will be, how many of its batches are new, their leaf hashes, the checkpoint."""

    order: list[str]
    new: int
    leaves: bytes
    checkpoint: Checkpoint


def prepare(package: Package, pem: bytes | None = None) -> Seal | None:
    """The seal of every line that has none yet, signed with an Ed25519 key where one is given; None if there is no line.

    A batch without lines is left out until it has some. Raises BrokenSealError where what is sealed already has changed,
    and CheckpointError where the key is none.
    """
    state = verify.check(package)
    if broken := verify.broken(state.findings):
        raise BrokenSealError(broken)
    new = [path for path in verify.uncovered(package, state.covered) if path.stat().st_size]
    if not new:
        return None
    leaves = bytearray()
    for path in new:
        leaves += f"{path.name}\n".encode()
        for raw in verify.lines(path):
            leaf = merkle.leaf_hash(raw.removesuffix(b"\n"))
            state.tree.add_hash(leaf)
            leaves += f"{leaf.hex()}\n".encode()
    checkpoint = Checkpoint(verify.ORIGIN, state.tree.size, state.tree.root())
    order = [*package.order()[: state.covered], *(path.name for path in new)]
    return Seal(
        order, len(new), bytes(leaves), notes.sign(checkpoint, pem, verify.ORIGIN) if pem is not None else checkpoint
    )


def write(package: Package, seal: Seal) -> None:
    """Writes a seal: the leaf hashes, ORDER, the list in datapackage.json, and last the checkpoint, which makes it count."""
    folder = package.root / CHECKPOINTS
    folder.mkdir(exist_ok=True)
    size = seal.checkpoint.size
    clear(package, size)
    _put(package.root / verify.leaves_name(size), seal.leaves)
    _put(package.root / ORDER, "".join(f"{name}\n" for name in seal.order).encode())
    tidy(package)
    _put(package.root / verify.checkpoint_name(size), notes.encode(seal.checkpoint))


def tidy(package: Package) -> None:
    """Makes datapackage.json list the batches that ORDER does, and leaves the rest of it as it is."""
    path = package.root / "datapackage.json"
    content = package.descriptor
    log = next((resource for resource in content.get("resources", []) if resource.get("name") == "log"), None)
    if package.order() and log is not None and isinstance(log.get("path"), list) and log["path"] != package.parts():
        log["path"] = package.parts()
        _put(path, (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())


def clear(package: Package, but: int = 0) -> None:
    """Removes what interrupted seals left: half-written files, and leaf hashes, of any size but one."""
    newest = package.sealed()
    for path in (package.root / CHECKPOINTS).glob(".*.writing"):
        path.unlink()
    for path in (package.root / CHECKPOINTS).glob("[1-9]*.leaves"):
        if path.stem.isdecimal() and newest < int(path.stem) != but:
            path.unlink()


def _put(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all; on return it is on the disk."""
    aside = path.with_name(f".{path.name}.writing")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)


# ---- Proofs ----------------------------------------------------------------------------------------------------------


def prove(package: Package, record: str, size: int | None = None) -> bytes:
    """The text of a proof (C2SP tlog-proof) that a record is in the log, against a checkpoint, the newest by default.

    Its extra data is the record's line. Raises UnreadableError where the record or the checkpoint is not there,
    BrokenSealError where the log is not what was sealed.
    """
    size = package.sealed() if size is None else size
    if size not in package.checkpoints():
        known = ", ".join(map(str, package.checkpoints()))
        raise UnreadableError(
            f"no checkpoint of {size} records; " + (f"there is {known}" if known else "nothing is sealed yet")
        )
    try:
        checkpoint = notes.parse((package.root / verify.checkpoint_name(size)).read_bytes())
    except CheckpointError:
        raise BrokenSealError([]) from None
    own = f"{record.rpartition('.')[0]}.jsonl"
    hashes: list[bytes] = []
    index, line = -1, b""
    for name in package.order():
        for raw in verify.lines(verify.batch_file(package, name)):
            if name == own and index < 0 and verify.id_of(raw) == record:
                index, line = len(hashes), raw.removesuffix(b"\n")
            hashes.append(merkle.leaf_hash(raw.removesuffix(b"\n")))
    if not 0 <= index < size:
        raise UnreadableError(f"no record {record} is among the {size} that are sealed")
    proof = TlogProof(index, tuple(merkle.inclusion_proof(hashes, index, size)), checkpoint, line)
    try:
        tlog_proof.verify(line, proof, origin=verify.ORIGIN)
    except ProofError:
        raise BrokenSealError([]) from None
    return tlog_proof.encode(proof)


def proved(data: bytes, keys: list[VerifierKey], kept: list[Checkpoint]) -> TlogProof:
    """A proof from its text, checked without the log: its `extra` is a line of the log that its checkpoint is of.

    With `keys`, one of them must have signed that checkpoint; with `kept`, each must be that checkpoint. Without either
    the checkpoint is taken on trust. Raises ProofError.
    """
    proof = tlog_proof.parse(data)
    if not proof.extra:
        raise ProofError("it does not carry the record's line")
    tlog_proof.verify(proof.extra, proof, origin=verify.ORIGIN)
    for checkpoint in kept:
        if checkpoint.body() != proof.checkpoint.body():
            raise ProofError("its checkpoint is not the one you have")
    try:
        signer(proof.checkpoint, keys)
    except CheckpointError as error:
        raise ProofError(f"the checkpoint: {error.reason}") from None
    return proof


def signer(checkpoint: Checkpoint, keys: list[VerifierKey]) -> VerifierKey | None:
    """Which of these keys signed a checkpoint; None where no key is given. Raises CheckpointError where none of them did."""
    for key in keys:
        if any((signature.name, signature.key_id) == (key.name, key.key_id) for signature in checkpoint.signatures):
            notes.verify(checkpoint, key)
            return key
    if keys:
        raise CheckpointError("no signature by a key that you trust" if checkpoint.signatures else "it is not signed")
    return None
