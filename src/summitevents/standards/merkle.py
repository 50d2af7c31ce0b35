"""Merkle trees: one hash for a list of byte strings, and short proofs that a string is in the list.

The standard is RFC 9162 (Certificate Transparency 2.0), section 2.1, with SHA-256; RFC 6962 has the same trees and
proofs. Leaves are counted from 0. Every hash is 32 bytes. `inclusion_proof` takes O(size) time, `verify_inclusion`
O(log size). Consistency proofs (2.1.4) are left out: `verify` has every leaf, and compares the root at every checkpoint.

A proof does not bind the root and the size that it is checked against: some proofs fit two sizes. Take both together
from a source that you trust (see checkpoint.py).
"""

from collections.abc import Sequence
from hashlib import sha256


class ProofError(ValueError):
    """A proof does not show what it should. `reason` is a short sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# ---- Trees (section 2.1.1) -------------------------------------------------------------------------------------------


def leaf_hash(leaf: bytes) -> bytes:
    """Returns the hash of a leaf, given as its bytes, which may be empty."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Returns the hash of an inner node from the hashes of its two children."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that only grows. It keeps one hash for each perfect subtree: as many as its size has 1 bits."""

    def __init__(self) -> None:
        self._size = 0
        self._peaks: list[bytes] = []  # roots of perfect subtrees, the largest and leftmost first

    @property
    def size(self) -> int:
        """Returns the number of leaves."""
        return self._size

    def add_hash(self, leaf_hash: bytes) -> None:
        """Appends a leaf, given as its leaf hash. Raises ValueError if that is not 32 bytes."""
        if len(leaf_hash) != 32:
            raise ValueError(f"a hash has 32 bytes, not {len(leaf_hash)}")
        hash_, carry = leaf_hash, self._size
        while carry & 1:  # as in a binary counter
            hash_ = node_hash(self._peaks.pop(), hash_)
            carry >>= 1
        self._peaks.append(hash_)
        self._size += 1

    def root(self) -> bytes:
        """Returns the root of the leaves so far; of an empty tree, the SHA-256 of no bytes."""
        *peaks, hash_ = self._peaks or [sha256().digest()]
        for peak in reversed(peaks):
            hash_ = node_hash(peak, hash_)
        return hash_


# ---- Inclusion proofs (sections 2.1.3.1 and 2.1.3.2) -----------------------------------------------------------------


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """Returns the proof that the leaf at `index` is in the tree of the first `size` leaves; its sibling comes first.

    This is PATH(index, the first `size` leaves) of 2.1.3.1. Raises ValueError unless
    0 <= index < size <= the number of leaf hashes.
    """
    if not 0 <= index < size <= len(leaf_hashes):
        raise ValueError(f"no leaf {index} in a tree of {size}, with {len(leaf_hashes)} leaves at hand")
    proof = []
    start, stop = 0, size
    while stop - start > 1:
        middle = _middle(start, stop)
        if index < middle:
            proof.append(_subtree(leaf_hashes, middle, stop))
            stop = middle
        else:
            proof.append(_subtree(leaf_hashes, start, middle))
            start = middle
    return proof[::-1]


def _middle(start: int, stop: int) -> int:
    """Returns where the left child ends: after the largest power of two below the number of leaves."""
    return start + (1 << (stop - start - 1).bit_length() - 1)


def _subtree(leaf_hashes: Sequence[bytes], start: int, stop: int) -> bytes:
    tree = Tree()
    for position in range(start, stop):
        tree.add_hash(leaf_hashes[position])
    return tree.root()


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Verifies that the leaf with this hash is at `index` in the tree of that size and root. Raises ProofError if not."""
    if not 0 <= index < size:
        raise ProofError(f"there is no leaf {index} in a tree of {size}")
    if any(len(hash_) != 32 for hash_ in (leaf_hash, root, *proof)):
        raise ProofError("every hash has 32 bytes")
    node, last, hash_ = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            raise ProofError("the proof is too long")
        if node & 1 or node == last:
            hash_ = node_hash(sibling, hash_)
            while node and node & 1 == 0:  # a last node has no sibling on these levels
                node, last = node >> 1, last >> 1
        else:
            hash_ = node_hash(hash_, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("the proof is too short")
    if hash_ != root:
        raise ProofError("the proof leads to another root")
