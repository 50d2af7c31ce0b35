"""Merkle trees: one hash for a list of byte strings, and short proofs about it.

The standard is RFC 9162 (Certificate Transparency 2.0), section 2.1, with SHA-256; the trees and proofs are those of
RFC 6962 too. Leaves are counted from 0; every hash is 32 bytes. Proofs are made from leaf hashes in time O(size), and
checked in O(log size) without any leaf. A proof speaks of a root and its size, and binds neither: some proofs fit two
sizes. Take both together from a place you trust (see `checkpoint`).
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256


class ProofError(ValueError):
    """A proof does not show what it should: `reason`, a short sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# ---- Trees (section 2.1.1) -------------------------------------------------------------------------------------------


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf, from its bytes: any number, none included."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node, from the hashes of its two children."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that only grows, and keeps one hash for each perfect subtree: as many as there are 1 bits in its size."""

    def __init__(self) -> None:
        self._size = 0
        self._peaks: list[bytes] = []  # roots of perfect subtrees, the largest and leftmost first

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return self._size

    def add(self, leaf: bytes) -> None:
        """Append a leaf, given as its bytes."""
        self._push(leaf_hash(leaf))

    def add_hash(self, leaf_hash: bytes) -> None:
        """Append a leaf, given as its leaf hash; a ValueError if that is not 32 bytes."""
        if len(leaf_hash) != 32:
            raise ValueError(f"a hash has 32 bytes, not {len(leaf_hash)}")
        self._push(leaf_hash)

    def _push(self, hash_: bytes) -> None:
        trailing_ones = (~self._size & (self._size + 1)).bit_length() - 1  # so many subtrees become one
        for _ in range(trailing_ones):
            hash_ = node_hash(self._peaks.pop(), hash_)
        self._peaks.append(hash_)
        self._size += 1

    def root(self) -> bytes:
        """The root of the leaves so far; the SHA-256 of nothing where there are none."""
        *peaks, hash_ = self._peaks or [sha256().digest()]
        for peak in reversed(peaks):
            hash_ = node_hash(peak, hash_)
        return hash_


def root(leaves: Iterable[bytes]) -> bytes:
    """The root of the tree of these leaves, given as their bytes."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


# ---- Making proofs (sections 2.1.3.1 and 2.1.4.1) --------------------------------------------------------------------


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """PATH(index, the first `size` leaves): that the leaf at `index` is in the tree; the leaf's sibling comes first.

    A ValueError unless 0 <= index < size <= the number of leaf hashes.
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


def consistency_proof(leaf_hashes: Sequence[bytes], first: int, second: int) -> list[bytes]:
    """PROOF(first, the first `second` leaves): that the smaller tree is the larger one's beginning.

    Empty where both are one size. A ValueError unless 0 < first <= second <= the number of leaf hashes.
    """
    if not 0 < first <= second <= len(leaf_hashes):
        raise ValueError(f"no proof from size {first} to {second}, with {len(leaf_hashes)} leaves at hand")
    proof = []
    start, stop = 0, second
    while first != stop:
        middle = _middle(start, stop)
        if first <= middle:
            proof.append(_subtree(leaf_hashes, middle, stop))
            stop = middle
        else:
            proof.append(_subtree(leaf_hashes, start, middle))
            start = middle
    if start > 0:  # else the subtree is the whole smaller tree, whose root the verifier has
        proof.append(_subtree(leaf_hashes, start, stop))
    return proof[::-1]


def _middle(start: int, stop: int) -> int:
    """Where the left child ends: after the largest power of two smaller than the number of leaves."""
    return start + (1 << (stop - start - 1).bit_length() - 1)


def _subtree(leaf_hashes: Sequence[bytes], start: int, stop: int) -> bytes:
    tree = Tree()
    for position in range(start, stop):
        tree.add_hash(leaf_hashes[position])
    return tree.root()


# ---- Checking proofs (sections 2.1.3.2 and 2.1.4.2) ------------------------------------------------------------------


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf with this hash is at `index` in the tree of that size and root; a ProofError if not shown."""
    if not 0 <= index < size:
        raise ProofError(f"there is no leaf {index} in a tree of {size}")
    _check_lengths(leaf_hash, root, *proof)
    node, last, hash_ = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            raise ProofError("the proof is too long")
        if node & 1 or node == last:
            hash_ = node_hash(sibling, hash_)
            node, last = _skip(node, last, 0)
        else:
            hash_ = node_hash(hash_, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("the proof is too short")
    if hash_ != root:
        raise ProofError("the proof leads to another root")


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of size `first`, not 0, is the beginning of the other one; a ProofError if not shown."""
    if not 0 < first <= second:
        raise ProofError(f"there is no proof from size {first} to size {second}")
    if first == second:
        if proof or first_root != second_root:
            raise ProofError("the proof is too long" if proof else "two roots for one size")
        return
    if not proof:
        raise ProofError("the proof is too short")
    _check_lengths(first_root, second_root, *proof)
    perfect = first & (first - 1) == 0  # then the smaller tree is itself the first node
    first_hash, *path = (first_root, *proof) if perfect else proof
    second_hash = first_hash
    node, last = _skip(first - 1, second - 1, 1)
    for sibling in path:
        if last == 0:
            raise ProofError("the proof is too long")
        if node & 1 or node == last:
            first_hash, second_hash = node_hash(sibling, first_hash), node_hash(sibling, second_hash)
            node, last = _skip(node, last, 0)
        else:
            second_hash = node_hash(second_hash, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("the proof is too short")
    if (first_hash, second_hash) != (first_root, second_root):
        raise ProofError("the proof leads to other roots")


def _skip(node: int, last: int, bit: int) -> tuple[int, int]:
    """Go up the levels where the number of the node ends in that bit: in 0 where a last node has no sibling."""
    while node and node & 1 == bit:
        node, last = node >> 1, last >> 1
    return node, last


def _check_lengths(*hashes: bytes) -> None:
    if any(len(hash_) != 32 for hash_ in hashes):
        raise ProofError("every hash has 32 bytes")
