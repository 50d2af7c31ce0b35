"""The checkpoint module against files in the form others read, and heads that Go's checksum database signed."""

import re
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from summitevents.standards.checkpoint import (
    Checkpoint,
    CheckpointError,
    Signature,
    VerifierKey,
    encode,
    parse,
    parse_verifier_key,
    read_key,
    sign,
    verify,
)
from tests.support.checkpoints import GO_KEY, KEY, KEY_TEXT, PEM, PUBLIC_PEM, ROOT, ROOT_TEXT, SECRET, UNSIGNED, file

# ---- Files -----------------------------------------------------------------------------------------------------------


def test_an_unsigned_checkpoint_is_three_lines() -> None:
    assert parse(file("unsigned")) == UNSIGNED
    assert encode(UNSIGNED) == UNSIGNED.body() == file("unsigned")


def test_a_signed_checkpoint_adds_a_blank_line_and_the_signature() -> None:
    signed = sign(UNSIGNED, PEM, "summitevents")
    assert encode(signed) == file("signed")
    assert parse(file("signed")) == signed
    assert signed.body() == file("unsigned")
    verify(signed, KEY)


def test_extension_lines_are_kept_and_are_part_of_the_body() -> None:
    extended = replace(UNSIGNED, extensions=("an extension line", "— another one"))
    assert parse(file("extended")) == extended
    assert encode(extended) == extended.body() == file("extended")
    verify(sign(extended, PEM, "summitevents"), KEY)


@pytest.mark.parametrize(("name", "size", "signatures"), [("go-2023", 15_067_302, 2), ("go-2026", 65_209_736, 1)])
def test_a_head_of_the_go_checksum_database(name: str, size: int, signatures: int) -> None:
    head = parse(file(name))
    assert (head.origin, head.size, len(head.signatures)) == ("go.sum database tree", size, signatures)
    assert encode(head) == file(name)
    verify(head, GO_KEY)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "the last line has no newline"),
        ("\n", 1, "a line of the body is empty"),
        ("log\n1\nROOT", 3, "the last line has no newline"),
        ("log\n1\n", 2, "a checkpoint has three lines at least: origin, size, root"),
        ("log\n1\n\nROOT\n", 2, "a checkpoint has three lines at least: origin, size, root"),
        ("\n1\nROOT\n", 1, "a line of the body is empty"),
        ("log\r\n1\r\nROOT\r\n", 1, r"the character '\r' is not allowed"),
        ("log\n1\nROOT\n\0\n", 4, r"the character '\x00' is not allowed"),
        ("log\n01\nROOT\n", 2, "the size is a decimal number below 2^64, without leading zeros"),
        ("log\n-1\nROOT\n", 2, "the size is a decimal number below 2^64, without leading zeros"),
        ("log\n1 \nROOT\n", 2, "the size is a decimal number below 2^64, without leading zeros"),
        ("log\n٣\nROOT\n", 2, "the size is a decimal number below 2^64, without leading zeros"),
        ("log\n18446744073709551616\nROOT\n", 2, "the size is a decimal number below 2^64, without leading zeros"),
        (f"log\n{'9' * 5000}\nROOT\n", 2, "the size is a decimal number below 2^64, without leading zeros"),
        ("log\n1\nXcna\n", 3, "the root is not canonical base64 of 32 bytes"),
        (f"log\n1\n{ROOT_TEXT[:-2]}h=\n", 3, "the root is not canonical base64 of 32 bytes"),
        (f"log\n1\n{ROOT_TEXT[:-1]}\n", 3, "the root is not canonical base64 of 32 bytes"),
        (f"log\n1\n{ROOT_TEXT.replace('/', '_')}\n", 3, "the root is not canonical base64 of 32 bytes"),
        ("log\n1\nROOT \n", 3, "the root is not canonical base64 of 32 bytes"),
        ("log\n1\nROOT\n\n", 5, "after the blank line stands a signature; unsigned, there is no blank line"),
        ("log\n1\nROOT\n\n\n— k AAAAAAA=\n", 4, "a line of the body is empty"),
        ("log\n1\nROOT\n\n— k AAAAAAA=\n\n", 4, "a line of the body is empty"),
        ("log\n1\nROOT\n\n- k AAAAAAA=\n", 5, "SHAPE"),
        ("log\n1\nROOT\n\n— k AAAAAAA= \n", 5, "SHAPE"),
        ("log\n1\nROOT\n\n—  k AAAAAAA=\n", 5, "SHAPE"),
        ("log\n1\nROOT\n\n— k\n", 5, "SHAPE"),
        ("log\n1\nROOT\n\n— k+k AAAAAAA=\n", 5, "SHAPE"),
        ("log\n1\nROOT\n\n— k\u00a0k AAAAAAA=\n", 5, "SHAPE"),
        ("log\n1\nROOT\n\n— k AAAAAAA=\n— k AAAA!\n", 6, "the signature is not canonical base64"),
        ("log\n1\nROOT\n\n— k AAAAAA==\n", 5, "the signature has nothing after its key id"),
        ("log\n1\nROOT\n\n" + "— k AAAAAAA=\n" * 101, 105, "more than 100 signatures"),
    ],
    ids=lambda value: ascii(value)[:60],
)
def test_a_refused_text(text: str, line: int, reason: str) -> None:
    shape = "a signature line is a dash (U+2014), key name and base64, one space between"
    with pytest.raises(CheckpointError) as caught:
        parse(text.replace("ROOT", ROOT_TEXT).encode())
    assert (caught.value.line, caught.value.reason) == (line, reason.replace("SHAPE", shape))
    assert str(caught.value) == caught.value.reason


def test_a_text_that_is_not_utf_8_is_refused_with_its_line() -> None:
    with pytest.raises(CheckpointError, match="this is not UTF-8") as caught:
        parse(b"log\n1\n\xff\n")
    assert caught.value.line == 3


def test_a_hundred_signatures_are_read() -> None:
    many = replace(UNSIGNED, signatures=(Signature("k", b"1234", b"5"),) * 100)
    assert parse(encode(many)) == many


@pytest.mark.parametrize(
    "checkpoint",
    [
        replace(UNSIGNED, origin="two\nlines"),
        replace(UNSIGNED, origin=""),
        replace(UNSIGNED, size=-1),
        replace(UNSIGNED, root=ROOT[:31]),
        replace(UNSIGNED, extensions=("",)),
        replace(UNSIGNED, extensions=("two\nlines",)),
        replace(UNSIGNED, signatures=(Signature("two words", b"1234", b"5"),)),
        replace(UNSIGNED, signatures=(Signature("k", b"123", b"45"),)),
        replace(UNSIGNED, signatures=(Signature("k", b"1234", b""),)),
    ],
    ids=ascii,
)
def test_what_has_no_text_is_not_written(checkpoint: Checkpoint) -> None:
    with pytest.raises(CheckpointError):
        encode(checkpoint)


# ---- Keys ------------------------------------------------------------------------------------------------------------


def test_verifier_keys_are_written_as_they_are_read() -> None:
    assert str(KEY) == KEY_TEXT
    assert parse_verifier_key(KEY_TEXT) == KEY == read_key(PUBLIC_PEM, "summitevents")
    assert KEY.key_id.hex() == "6ec23cd4"
    parse_verifier_key("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")  # in signed-note


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "a verifier key is a name, a hexadecimal id and base64, a plus sign between"),
        (KEY_TEXT + "\n", "a verifier key is a name, a hexadecimal id and base64, a plus sign between"),
        (
            KEY_TEXT.replace("6ec23cd4", "6EC23CD4"),
            "a verifier key is a name, a hexadecimal id and base64, a plus sign",
        ),
        (KEY_TEXT.replace("summit", "summit "), "a verifier key is a name, a hexadecimal id"),
        (KEY_TEXT[:-4], "the verifier key is not canonical base64 of 33 bytes"),
        ("name+12345678+AQ==", "the verifier key is not canonical base64 of 33 bytes"),
        (KEY_TEXT.replace("summit", "Summit"), "the verifier key is not of Ed25519, or its id is another key's"),
        (KEY_TEXT.replace("+Add", "+Bdd"), "the verifier key is not of Ed25519, or its id is another key's"),
    ],
)
def test_a_refused_verifier_key(text: str, reason: str) -> None:
    with pytest.raises(CheckpointError, match=re.escape(reason)):
        parse_verifier_key(text)


OTHER_KIND = generate_private_key(SECP256R1())


@pytest.mark.parametrize(
    ("pem", "reason"),
    [
        (b"", "this is not a key in PEM, or it has a password"),
        (PEM[:60], "this is not a key in PEM, or it has a password"),
        (SECRET.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")), "it has a password"),
        (OTHER_KIND.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), "the key is not"),
    ],
    ids=["nothing", "cut short", "a password", "another kind"],
)
def test_a_refused_key_file(pem: bytes, reason: str) -> None:
    for use in (lambda: read_key(pem, "summitevents"), lambda: sign(UNSIGNED, pem, "summitevents")):
        with pytest.raises(CheckpointError, match=reason):
            use()


# ---- Signatures ------------------------------------------------------------------------------------------------------


def test_a_public_key_signs_nothing() -> None:
    with pytest.raises(CheckpointError, match="the key is not a private one of Ed25519"):
        sign(UNSIGNED, PUBLIC_PEM, "summitevents")


@pytest.mark.parametrize("name", ["", "two words", "a+b", "two\nlines"])
def test_a_name_that_no_key_can_have_signs_nothing(name: str) -> None:
    with pytest.raises(CheckpointError):
        sign(UNSIGNED, PEM, name)


def test_a_checkpoint_without_a_text_is_not_signed() -> None:
    with pytest.raises(CheckpointError, match="the size is"):
        sign(replace(UNSIGNED, size=-1), PEM, "summitevents")


@pytest.mark.parametrize(
    "changed",
    [
        replace(parse(file("signed")), size=9),
        replace(parse(file("signed")), origin="summitevent"),
        replace(parse(file("signed")), root=bytes(32)),
        replace(parse(file("signed")), extensions=("more",)),
    ],
    ids=["size", "origin", "root", "extensions"],
)
def test_a_changed_checkpoint_does_not_verify(changed: Checkpoint) -> None:
    with pytest.raises(CheckpointError, match=re.escape(f"a signature of the key {KEY_TEXT} is false")):
        verify(changed, KEY)


@pytest.mark.parametrize("key", [GO_KEY, VerifierKey("another-name", KEY.public_key)], ids=str)
def test_the_signature_of_another_key_is_ignored(key: VerifierKey) -> None:
    with pytest.raises(CheckpointError, match="there is no signature of the key"):
        verify(parse(file("signed")), key)
    with pytest.raises(CheckpointError, match="there is no signature of the key"):
        verify(UNSIGNED, key)


def test_one_false_signature_in_a_keys_name_spoils_the_good_one() -> None:
    good = parse(file("signed"))
    other = parse(file("go-2026")).signatures
    verify(replace(good, signatures=other + good.signatures), KEY)
    forged = good.signatures[0]._replace(signature=bytes(64))
    with pytest.raises(CheckpointError, match="is false"):
        verify(replace(good, signatures=(*good.signatures, forged)), KEY)
    with pytest.raises(CheckpointError, match="is false"):
        verify(replace(good, signatures=(forged._replace(signature=b"short"),)), KEY)


@pytest.mark.parametrize("stranger", [("summitevents", b"1234"), ("stranger", KEY.key_id)], ids=["name", "id"])
def test_a_key_that_shares_only_name_or_id_is_another_key(stranger: tuple[str, bytes]) -> None:
    good = parse(file("signed"))
    verify(replace(good, signatures=(Signature(*stranger, bytes(64)), *good.signatures)), KEY)


def test_a_second_signature_goes_below_the_first() -> None:
    twice = sign(parse(file("signed")), PEM, "witness")
    assert [each.name for each in twice.signatures] == ["summitevents", "witness"]
    verify(twice, KEY)
    verify(twice, read_key(PEM, "witness"))


# ---- Properties ------------------------------------------------------------------------------------------------------

lines = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1, max_size=20)
names = st.text(st.characters(categories=["L", "N", "S", "P"], exclude_characters="+"), min_size=1, max_size=9)
signatures = st.builds(Signature, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=70))
checkpoints = st.builds(
    Checkpoint,
    lines,
    st.integers(0, (1 << 64) - 1),
    st.binary(min_size=32, max_size=32),
    st.lists(lines, max_size=3).map(tuple),
    st.lists(signatures, max_size=3).map(tuple),
)


@given(checkpoints)
def test_what_is_written_is_read_again(checkpoint: Checkpoint) -> None:
    assert parse(encode(checkpoint)) == checkpoint


@given(st.one_of(st.binary(max_size=80), checkpoints.map(encode)), st.integers(0, 200), st.binary(max_size=3))
def test_what_is_read_is_written_again_byte_for_byte(data: bytes, where: int, spoiler: bytes) -> None:
    data = data[:where] + spoiler + data[where + len(spoiler) :]
    try:
        checkpoint = parse(data)
    except CheckpointError as error:
        assert 1 <= error.line <= data.count(b"\n") + 1
    else:
        assert encode(checkpoint) == data
