"""The tlog-proof module against files in the form others read, and against every way such a file can be wrong.

The files lie in `tlog_proof/`: proofs of leaf 5 of the reference tree in `rfc9162/tree.json`, and one of an only leaf.
"""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitevents.standards.checkpoint import Checkpoint
from summitevents.standards.checkpoint import parse as parse_checkpoint
from summitevents.standards.merkle import ProofError, Tree, inclusion_proof, leaf_hash
from summitevents.standards.tlog_proof import HEADER, ProofTextError, TlogProof, encode, parse, verify
from tests.support.paths import TESTS

HERE = TESTS / "standards"
TREE = json.loads((HERE / "rfc9162" / "tree.json").read_text(encoding="utf-8"))
LEAVES = [bytes.fromhex(row["leaf"]) for row in TREE[1:]]


def file(name: str) -> bytes:
    return (HERE / "tlog_proof" / f"{name}.tlog-proof").read_bytes()


def signed(name: str = "signed") -> Checkpoint:
    return parse_checkpoint((HERE / "checkpoint" / f"{name}.checkpoint").read_bytes())


HASHES = tuple(inclusion_proof([leaf_hash(leaf) for leaf in LEAVES], 5, 8))
PROOF = TlogProof(5, HASHES, signed())


# ---- Files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "proof"),
    [
        ("signed", PROOF),
        ("unsigned", replace(PROOF, checkpoint=signed("unsigned"))),
        ("extra", replace(PROOF, extra=b"out of band")),
        ("only-leaf", TlogProof(0, (), Checkpoint("summitevents", 1, leaf_hash(b"one line")))),
    ],
)
def test_a_file_is_read_and_written(name: str, proof: TlogProof) -> None:
    assert parse(file(name)) == proof
    assert encode(proof) == file(name)
    verify(b"one line" if name == "only-leaf" else LEAVES[5], proof, "summitevents")


def test_the_first_lines_are_these() -> None:
    text = file("extra").decode().split("\n")
    assert text[:3] == ["c2sp.org/tlog-proof@v1", "extra b3V0IG9mIGJhbmQ=", "index 5"]
    assert text[6:8] == ["", "summitevents"]


ZERO = "A" * 43 + "="
INDEX = "here stands index and a decimal number below 2^64, without leading zeros"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "the first line is not c2sp.org/tlog-proof@v1"),
        ("c2sp.org/tlog-proof@v2\nindex 0\n\nLOG", 1, "the first line is not c2sp.org/tlog-proof@v1"),
        ("HEAD\r\nindex 0\r\n\r\nLOG", 1, "the first line is not c2sp.org/tlog-proof@v1"),
        ("HEAD\nindex 0", 2, "there is no empty line before the checkpoint"),
        ("HEAD\nindex 0\nLOG", 6, "there is no empty line before the checkpoint"),
        ("HEAD\n\nLOG", 2, INDEX),
        ("HEAD\nextra AAAA\n\nLOG", 3, INDEX),
        ("HEAD\nindex 0\nextra AAAA\n\nLOG", 3, "the hash is not canonical base64 of 32 bytes"),
        ("HEAD\nextra AAAA\nextra AAAA\nindex 0\n\nLOG", 3, INDEX),
        ("HEAD\nindex 00\n\nLOG", 2, INDEX),
        ("HEAD\nindex -1\n\nLOG", 2, INDEX),
        ("HEAD\nindex  1\n\nLOG", 2, INDEX),
        ("HEAD\nindex 1 \n\nLOG", 2, INDEX),
        ("HEAD\nindex ٣\n\nLOG", 2, INDEX),
        ("HEAD\nindex 18446744073709551616\n\nLOG", 2, INDEX),
        ("HEAD\nextra\nindex 1\n\nLOG", 2, INDEX),
        ("HEAD\nextra \nindex 1\n\nLOG", 2, "the extra data is not canonical base64"),
        ("HEAD\nextra AAA\nindex 1\n\nLOG", 2, "the extra data is not canonical base64"),
        ("HEAD\nindex 1\nZERO\nAAAA\n\nLOG", 4, "the hash is not canonical base64 of 32 bytes"),
        ("HEAD\nextra AAAA\nindex 1\nZERO \n\nLOG", 4, "the hash is not canonical base64 of 32 bytes"),
        ("HEAD\nindex 0\n\n", 4, "the checkpoint: the last line has no newline"),
        ("HEAD\nindex 0\n\n\nLOG", 4, "the checkpoint: a line of the body is empty"),
        ("HEAD\nindex 0\nZERO\n\nlog\none\nZERO\n", 6, "the checkpoint: the size is a decimal number below 2^64"),
    ],
    ids=lambda value: ascii(value)[:60],
)
def test_a_refused_text(text: str, line: int, reason: str) -> None:
    with pytest.raises(ProofTextError) as caught:
        parse(text.replace("HEAD", HEADER).replace("LOG", "log\n1\nZERO\n").replace("ZERO", ZERO).encode())
    assert (caught.value.line, caught.value.reason[: len(reason)]) == (line, reason)


@pytest.mark.parametrize("proof", [replace(PROOF, index=-1), replace(PROOF, hashes=(b"short",))], ids=["index", "hash"])
def test_what_has_no_text_is_not_written(proof: TlogProof) -> None:
    with pytest.raises(ProofTextError):
        encode(proof)


def test_a_checkpoint_without_a_text_is_not_written() -> None:
    with pytest.raises(ValueError, match="the size is"):
        encode(replace(PROOF, checkpoint=replace(PROOF.checkpoint, size=-1)))


# ---- Verifying -------------------------------------------------------------------------------------------------------


def test_a_proof_verifies() -> None:
    verify(LEAVES[5], PROOF, "summitevents")


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        (replace(PROOF, index=4), "the proof leads to another root"),
        (replace(PROOF, index=8), "there is no leaf 8 in a tree of 8"),
        (replace(PROOF, hashes=HASHES[1:]), "the proof is too short"),
        (replace(PROOF, hashes=HASHES[::-1]), "the proof leads to another root"),
        (replace(PROOF, checkpoint=replace(signed(), size=17)), "the proof is too short"),
        (replace(PROOF, checkpoint=replace(signed(), root=bytes(32))), "the proof leads to another root"),
        (replace(PROOF, checkpoint=replace(signed(), origin="other")), "the checkpoint is of 'other', not of 'summit"),
        (replace(PROOF, checkpoint=signed("go-2026")), "the checkpoint is of 'go.sum database tree', not of 'summit"),
    ],
    ids=["index", "beyond", "too few", "another way", "size", "root", "origin", "another log"],
)
def test_a_false_proof(proof: TlogProof, reason: str) -> None:
    with pytest.raises(ProofError, match=re.escape(reason)):
        verify(LEAVES[5], proof, "summitevents")


def test_another_leaf_is_not_shown() -> None:
    with pytest.raises(ProofError, match="the proof leads to another root"):
        verify(LEAVES[4], PROOF, "summitevents")


# ---- Properties ------------------------------------------------------------------------------------------------------

hashes = st.binary(min_size=32, max_size=32)
heads = st.builds(Checkpoint, st.just("summitevents"), st.integers(0, (1 << 64) - 1), hashes)
proofs = st.builds(
    TlogProof, st.integers(0, (1 << 64) - 1), st.lists(hashes, max_size=3).map(tuple), heads, st.binary(max_size=9)
)


@given(proofs)
def test_what_is_written_is_read_again(proof: TlogProof) -> None:
    assert parse(encode(proof)) == proof


@given(proofs.map(encode), st.integers(0, 200), st.binary(max_size=3))
def test_what_is_read_is_written_again_byte_for_byte(data: bytes, where: int, spoiler: bytes) -> None:
    data = data[:where] + spoiler + data[where + len(spoiler) :]
    try:
        proof = parse(data)
    except ProofTextError as error:
        assert 1 <= error.line <= data.count(b"\n") + 1
    else:
        assert encode(proof) == data


@given(st.lists(st.binary(max_size=3), min_size=1, max_size=40), st.data())
def test_every_leaf_of_a_tree_has_a_proof(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    hashes = [leaf_hash(leaf) for leaf in leaves]
    tree = Tree()
    for hash_ in hashes:
        tree.add_hash(hash_)
    path = inclusion_proof(hashes, index, len(leaves))
    proof = TlogProof(index, tuple(path), Checkpoint("summitevents", len(leaves), tree.root()))
    verify(leaves[index], parse(encode(proof)), "summitevents")
    with pytest.raises(ProofError):
        verify(leaves[index] + b"x", proof, "summitevents")
