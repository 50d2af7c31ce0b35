"""The Merkle module against tables, the definition in the RFC, an independent library, and garbage.

The tables, all hashes in hexadecimal: `rfc9162/tree.json` (the eight leaves that implementations of RFC 6962 use as
their reference, and the root at each size), and `rfc9162/inclusion.json` (good proofs in that tree, and bad ones, each
with the reason why it is refused). The independent library is `scitt-cose`.
"""

import json
from base64 import b64decode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scitt_cose import merkle as oracle

from summitevents.standards.merkle import (
    ProofError,
    Tree,
    inclusion_proof,
    leaf_hash,
    node_hash,
    verify_inclusion,
)
from tests.support.paths import SHARED, TESTS

TABLES = TESTS / "standards" / "rfc9162"
VECTORS = SHARED / "vectors" / "rfc9162"

Row = dict[str, Any]


def table(name: str) -> list[Row]:
    rows: list[Row] = json.loads((TABLES / name).read_text(encoding="utf-8"))
    return rows


TREE = table("tree.json")
LEAVES = [bytes.fromhex(row["leaf"]) for row in TREE[1:]]


def root(leaves: list[bytes]) -> bytes:
    tree = Tree()
    for leaf in leaves:
        tree.add_hash(leaf_hash(leaf))
    return tree.root()


def shown(verify: Callable[..., None], *arguments: object) -> bool:
    try:
        verify(*arguments)
    except ProofError:
        return False
    return True


def unhex(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


# ---- Tables ----------------------------------------------------------------------------------------------------------


def test_the_reference_tree() -> None:
    tree = Tree()
    assert (tree.size, tree.root().hex()) == (0, TREE[0]["root"])
    for row, leaf in zip(TREE[1:], LEAVES, strict=True):
        tree.add_hash(leaf_hash(leaf))
        assert (tree.size, tree.root().hex()) == (row["size"], row["root"])
        assert leaf_hash(leaf).hex() == row["leaf_hash"]
        assert root(LEAVES[: tree.size]).hex() == row["root"]


def outcome(verify: Callable[..., None], *arguments: object) -> str | None:
    try:
        verify(*arguments)
    except ProofError as error:
        assert str(error) == error.reason
        return error.reason
    return None


@pytest.mark.parametrize("row", table("inclusion.json"), ids=lambda row: row["what"])
def test_an_inclusion_proof(row: Row) -> None:
    leaf, tree_root = unhex([row["leaf_hash"], row["root"]])
    proof = unhex(row["proof"])
    assert outcome(verify_inclusion, leaf, row["index"], row["size"], proof, tree_root) == row["reason"]
    if row["what"].startswith("leaf "):
        assert inclusion_proof([leaf_hash(leaf) for leaf in LEAVES], row["index"], row["size"]) == proof


@pytest.mark.skipif(not VECTORS.exists(), reason="the conformance vectors are not beside this checkout")
def test_the_conformance_vectors() -> None:
    """Those of inclusion: the others are of consistency proofs, which we have no use for."""
    vectors = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(VECTORS.rglob("*.json"))]
    inclusion = [vector for vector in vectors if "leafIdx" in vector]
    assert (len(vectors), len(inclusion)) == (196, 98)
    for vector in inclusion:
        proof = [b64decode(text) for text in vector["proof"] or []]
        leaf, tree_root = b64decode(vector["leafHash"]), b64decode(vector["root"])
        good = shown(verify_inclusion, leaf, vector["leafIdx"], vector["treeSize"], proof, tree_root)
        assert good is not vector["wantErr"], vector


# ---- The definition, as section 2.1 has it ---------------------------------------------------------------------------


def split(size: int) -> int:
    """The largest power of two smaller than size."""
    return max(1 << power for power in range(size.bit_length()) if 1 << power < size)


def mth(d: list[bytes]) -> bytes:
    if not d:
        return sha256().digest()
    if len(d) == 1:
        return sha256(b"\x00" + d[0]).digest()
    k = split(len(d))
    return sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m: int, d: list[bytes]) -> list[bytes]:
    if len(d) == 1:
        return []
    k = split(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


leaf_lists = st.lists(st.binary(max_size=3), min_size=1, max_size=70)


@given(leaf_lists, st.data())
def test_trees_and_proofs_are_those_of_the_definition(leaves: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(leaves)), "size")
    index = data.draw(st.integers(0, size - 1), "index")
    hashes = [leaf_hash(leaf) for leaf in leaves]
    assert root(leaves[:size]) == mth(leaves[:size])
    proof = inclusion_proof(hashes, index, size)
    assert proof == path(index, leaves[:size])
    verify_inclusion(hashes[index], index, size, proof, mth(leaves[:size]))


# ---- An independent library ------------------------------------------------------------------------------------------

ENTRIES = [f"{number:04x}" for number in range(67)]
HASHES = [leaf_hash(leaf) for leaf in unhex(ENTRIES)]
ROOTS = [oracle.merkle_root(ENTRIES[:size]) for size in range(len(ENTRIES) + 1)]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 8, 9, 31, 32, 33, 64, 67])
def test_the_oracle_makes_the_same_trees_and_proofs(size: int) -> None:
    entries = ENTRIES[:size]
    assert root(unhex(entries)).hex() == ROOTS[size]
    for index in range(size):
        assert [each.hex() for each in inclusion_proof(HASHES, index, size)] == oracle.inclusion_proof(entries, index)


@given(st.data())
def test_the_oracle_has_the_same_verdict(data: st.DataObject) -> None:
    """On proofs for one place, claimed for another nearby: often false, sometimes true after all."""
    size, claimed = data.draw(st.integers(1, 20)), data.draw(st.integers(1, 20))
    index, place = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, 20))
    inclusion = oracle.inclusion_proof(ENTRIES[:size], index)
    theirs = oracle.verify_inclusion(ENTRIES[index], place, claimed, inclusion, ROOTS[size])
    tree_root = bytes.fromhex(ROOTS[size])
    assert shown(verify_inclusion, HASHES[index], place, claimed, unhex(inclusion), tree_root) == theirs


# ---- Properties ------------------------------------------------------------------------------------------------------


def damaged(proof: list[bytes], data: st.DataObject) -> list[bytes]:
    """The proof with one hash flipped in one bit, left out, or put in."""
    where = data.draw(st.integers(0, len(proof)), "where")
    how = data.draw(st.sampled_from(["put in", "flipped", "left out"] if where < len(proof) else ["put in"]), "how")
    if how == "put in":
        return [*proof[:where], data.draw(st.sampled_from(HASHES)), *proof[where:]]
    if how == "left out":
        return proof[:where] + proof[where + 1 :]
    bit = 1 << data.draw(st.integers(0, 255), "bit")
    return [*proof[:where], (int.from_bytes(proof[where]) ^ bit).to_bytes(32), *proof[where + 1 :]]


@given(st.integers(1, len(HASHES)), st.data())
def test_a_damaged_proof_shows_nothing(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1), "index")
    tree_root = bytes.fromhex(ROOTS[size])
    proof = damaged(inclusion_proof(HASHES, index, size), data)
    assert not shown(verify_inclusion, HASHES[index], index, size, proof, tree_root)


@given(st.integers(-1, 1 << 70), st.integers(-1, 1 << 70), st.lists(st.binary(max_size=33), max_size=80))
def test_garbage_shows_nothing_and_ends(index: int, size: int, proof: list[bytes]) -> None:
    assert not shown(verify_inclusion, HASHES[0], index, size, proof, HASHES[1])


def test_a_tree_grows_and_its_root_can_be_asked_for_at_any_size() -> None:
    tree = Tree()
    for size, hash_ in enumerate(HASHES, 1):
        tree.add_hash(hash_)
        assert tree.root().hex() == tree.root().hex() == ROOTS[size]
    with pytest.raises(ValueError, match="32 bytes, not 31"):
        tree.add_hash(b"x" * 31)
    assert tree.size == len(ENTRIES)


def test_a_leaf_is_never_taken_for_a_node() -> None:
    left, right = HASHES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)


def test_roots_of_all_sizes_differ() -> None:
    same = [b"same"] * 40
    assert len({root(same[:size]) for size in range(41)}) == 41


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (0, 68)])
def test_there_is_no_inclusion_proof_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(ValueError, match=f"no leaf {index} in a tree of {size}, with 67 leaves at hand"):
        inclusion_proof(HASHES, index, size)
