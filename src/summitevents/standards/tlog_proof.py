"""Portable proofs that a leaf is in a log: one small text, verified offline.

The standard is C2SP's tlog-proof (c2sp.org/tlog-proof@v1; files end in .tlog-proof): the leaf's index, the inclusion
proof of RFC 9162, and a checkpoint. The leaf itself is not part of it. Beyond the standard, the checkpoint may be
unsigned (see checkpoint.py): such a proof shows that the leaf is under that root, and no more.
"""

import re
from base64 import b64encode
from dataclasses import dataclass

from summitevents.standards import checkpoint as checkpoints
from summitevents.standards.checkpoint import Checkpoint, CheckpointError, decode_base64
from summitevents.standards.merkle import ProofError, leaf_hash, verify_inclusion

HEADER = "c2sp.org/tlog-proof@v1"
"""The first line of every such text ("Format")."""

_INDEX = re.compile("index (0|[1-9][0-9]{0,19})")


class ProofTextError(ProofError):
    """A text is not such a proof. `reason` is a short sentence for people; `line` counts from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class TlogProof:
    """A leaf's index, from 0; its inclusion proof, the leaf's sibling first; the checkpoint; and any extra bytes."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Checkpoint
    extra: bytes = b""


def encode(proof: TlogProof) -> bytes:
    """Returns the text of a proof; `parse` is its inverse. Raises ValueError if the proof has no such text."""
    extra = [f"extra {b64encode(proof.extra).decode()}"] if proof.extra else []
    hashes = [b64encode(each).decode() for each in proof.hashes]
    head = "\n".join([HEADER, *extra, f"index {proof.index}", *hashes, "\n"])
    data = head.encode() + checkpoints.encode(proof.checkpoint)
    parse(data)
    return data


def parse(data: bytes) -> TlogProof:
    """Reads a proof from its text and verifies nothing. Raises ProofTextError, with the line, if it is not a proof."""
    head, blank, tail = data.partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    if lines[0] != HEADER:
        raise ProofTextError(f"the first line is not {HEADER}", 1)
    if not blank:
        raise ProofTextError("there is no empty line before the checkpoint", len(lines))
    at_index = 2 if lines[1:] and lines[1].startswith("extra ") else 1
    if not (match := _INDEX.fullmatch(lines[at_index] if lines[at_index:] else "")) or int(match[1]) >= 1 << 64:
        raise ProofTextError("here stands index and a decimal number below 2^64, without leading zeros", at_index + 1)
    try:
        extra = decode_base64(lines[1].removeprefix("extra "), "the extra data", 2) if at_index == 2 else b""
        hashes = tuple(
            decode_base64(line, "the hash", number, length=32)
            for number, line in enumerate(lines[at_index + 1 :], at_index + 2)
        )
    except CheckpointError as error:
        raise ProofTextError(error.reason, error.line) from None
    try:
        checkpoint = checkpoints.parse(tail)
    except CheckpointError as error:
        raise ProofTextError(f"the checkpoint: {error.reason}", error.line + len(lines) + 1) from None
    return TlogProof(int(match[1]), hashes, checkpoint, extra)


def verify(leaf: bytes, proof: TlogProof, origin: str) -> None:
    """Verifies that a leaf, given as its bytes, is where the proof says ("Verifying a tlog proof").

    The checkpoint must be of the log `origin`; its root is taken on trust, and its signatures are for `checkpoint.verify`.
    Raises ProofError if the proof does not show it.
    """
    if proof.checkpoint.origin != origin:
        raise ProofError(f"the checkpoint is of {proof.checkpoint.origin!r}, not of {origin!r}")
    verify_inclusion(leaf_hash(leaf), proof.index, proof.checkpoint.size, proof.hashes, proof.checkpoint.root)
