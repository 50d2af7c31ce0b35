"""Proves that a record is in the sealed log, and checks such a proof without the log (C2SP tlog-proof)."""

from summitevents.errors import BrokenSealError, UnreadableError
from summitevents.integrity.keys import check_signer
from summitevents.integrity.layout import (
    checkpoint_file,
    line_hash,
    raw_lines,
    read_checkpoint,
    record_id,
    sealed_path,
)
from summitevents.log.package import Package
from summitevents.standards import merkle, tlog_proof
from summitevents.standards.checkpoint import Checkpoint, CheckpointError, VerifierKey
from summitevents.standards.merkle import ProofError
from summitevents.standards.tlog_proof import TlogProof


def prove_record(package: Package, record: str, size: int | None = None) -> bytes:
    """Returns the text of a proof that a record is in the log, against the checkpoint of a size, the newest by default.

    Its extra data is the record's line. Raises UnreadableError if there is no such record or checkpoint, BrokenSealError
    if the log is not what was sealed.
    """
    checkpoint = _find_checkpoint(package, package.sealed() if size is None else size)
    hashes, index, line = _sealed_hashes(package, record)
    if index is None or index >= checkpoint.size:
        raise UnreadableError(f"no record {record} is among the {checkpoint.size:,} that are sealed")
    proof = TlogProof(index, tuple(merkle.inclusion_proof(hashes, index, checkpoint.size)), checkpoint, line)
    try:
        tlog_proof.verify(line, proof, origin=package.metadata.origin)
    except ProofError:
        raise BrokenSealError([]) from None
    return tlog_proof.encode(proof)


def _find_checkpoint(package: Package, size: int) -> Checkpoint:
    """Returns the log's checkpoint of a size. Raises UnreadableError if there is none, BrokenSealError if it is damaged."""
    sizes = package.checkpoints()
    if size not in sizes:
        known = f"there is {', '.join(map(str, sizes))}" if sizes else "nothing is sealed yet"
        raise UnreadableError(f"no checkpoint of {size:,} records; {known}")
    try:
        return read_checkpoint(package.root / checkpoint_file(size))
    except UnreadableError:
        raise BrokenSealError([]) from None


def _sealed_hashes(package: Package, record: str) -> tuple[list[bytes], int | None, bytes]:
    """Returns the leaf hashes of the batches in ORDER; the index, from 0, and the line of a record among them."""
    batch = f"{record.rpartition('.')[0]}.jsonl"
    hashes: list[bytes] = []
    index, line = None, b""
    for name in package.order():
        for raw in raw_lines(sealed_path(package, name)):
            if index is None and name == batch and record_id(raw) == record:
                index, line = len(hashes), raw.removesuffix(b"\n")
            hashes.append(line_hash(raw))
    return hashes, index, line


def check_proof(content: bytes, trusted: list[VerifierKey], kept: list[Checkpoint]) -> TlogProof:
    """Returns the proof that a text holds, checked without the log: its `extra` is a line of its checkpoint's log.

    If there are `trusted` keys, one of them must have signed that checkpoint; each of the `kept` ones must be that
    checkpoint. Without either the checkpoint is taken on trust. Raises ProofError if it proves nothing.
    """
    proof = tlog_proof.parse(content)
    if not proof.extra:
        raise ProofError("it does not carry the record's line")
    tlog_proof.verify(proof.extra, proof, origin=proof.checkpoint.origin)
    if any(checkpoint.body() != proof.checkpoint.body() for checkpoint in kept):
        raise ProofError("its checkpoint is not the one you have")
    try:
        check_signer(proof.checkpoint, trusted)
    except CheckpointError as error:
        raise ProofError(f"the checkpoint: {error.reason}") from None
    return proof
