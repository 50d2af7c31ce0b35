"""Checkpoints: the size and root of a log in three lines of text, which a key may sign.

The standards are C2SP's tlog-checkpoint (c2sp.org/tlog-checkpoint) and, around it, signed-note (c2sp.org/signed-note);
signatures are Ed25519. Beyond the standards, a checkpoint without a signature is written, and read, as its body
alone: three lines (and its extension lines), no blank line, and nobody who vouches for it.

Signing and verifying need the package `cryptography` (the extra `sign`), and raise ImportError without it. Keys are
PEM as `openssl genpkey -algorithm ed25519 -out key.pem` writes them. A signature can be verified with openssl 3 alone:

    openssl pkey -in key.pem -pubout -out public.pem
    sed '/^$/,$d' CHECKPOINT > body
    sed -n 's/^— NAME //p' CHECKPOINT | openssl base64 -d -A | tail -c 64 > signature
    openssl pkeyutl -verify -rawin -pubin -inkey public.pem -in body -sigfile signature
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

_MAX_SIGNATURES, _ED25519 = 100, b"\x01"  # signed-note, "Format" (a limit, of at least 16) and "Signature types"
_SIZE = re.compile("0|[1-9][0-9]{0,19}")
_SIGNATURE_LINE = re.compile(r"— ([^\s+]+) (\S+)")
_VERIFIER_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)")


class CheckpointError(ValueError):
    """A text, a key or a signature is refused. `reason` is a short sentence for people; `line` counts from 1, 0 is none."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class Signature(NamedTuple):
    """A signature line: the key's name and 4-byte id, and the signature's bytes, of any algorithm."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's origin, size in leaves and 32-byte root; extension lines and signatures, usually none."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()

    def body(self) -> bytes:
        """Returns the bytes that are signed: lines, each with its newline (tlog-checkpoint, "Note text")."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(line + "\n" for line in lines).encode()


def encode(checkpoint: Checkpoint) -> bytes:
    """Returns the UTF-8 text of a checkpoint; `parse` is its inverse. Raises CheckpointError if it has no such text."""
    lines = [f"— {name} {b64encode(key_id + raw).decode()}\n" for name, key_id, raw in checkpoint.signatures]
    data = checkpoint.body() + "".join(["\n", *lines] if lines else []).encode()
    if parse(data) != checkpoint:
        raise CheckpointError("the parts of this checkpoint would be read as others")
    return data


def parse(data: bytes) -> Checkpoint:
    """Reads a checkpoint from its text and verifies no signature. Raises CheckpointError, with the line, if it is not one."""
    text = _text(data)
    body, blank, notes = text.rpartition("\n\n") if "\n\n" in text else (text[:-1], "", "")
    lines = body.split("\n")
    if "" in lines:
        raise CheckpointError("a line of the body is empty", lines.index("") + 1)
    if len(lines) < 3:
        raise CheckpointError("a checkpoint has three lines at least: origin, size, root", len(lines))
    if not _SIZE.fullmatch(lines[1]) or int(lines[1]) >= 1 << 64:
        raise CheckpointError("the size is a decimal number below 2^64, without leading zeros", 2)
    root = decode_base64(lines[2], "the root", 3, length=32)
    signatures = _signatures(notes, len(lines) + 2) if blank else ()
    return Checkpoint(lines[0], int(lines[1]), root, tuple(lines[3:]), signatures)


def _text(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise CheckpointError("this is not UTF-8", data.count(b"\n", 0, error.start) + 1) from None
    if bad := re.search(r"[\x00-\x09\x0b-\x1f]", text):
        raise CheckpointError(f"the character {bad[0]!r} is not allowed", text.count("\n", 0, bad.start()) + 1)
    if not text.endswith("\n"):
        raise CheckpointError("the last line has no newline", text.count("\n") + 1)
    return text


def _signatures(text: str, first_line: int) -> tuple[Signature, ...]:
    if not text:
        raise CheckpointError("after the blank line stands a signature; unsigned, there is no blank line", first_line)
    lines = text[:-1].split("\n")
    if len(lines) > _MAX_SIGNATURES:
        raise CheckpointError(f"more than {_MAX_SIGNATURES} signatures", first_line + _MAX_SIGNATURES)
    return tuple(_signature(line, number) for number, line in enumerate(lines, first_line))


def _signature(line: str, number: int) -> Signature:
    if not (match := _SIGNATURE_LINE.fullmatch(line)):
        raise CheckpointError("a signature line is a dash (U+2014), key name and base64, one space between", number)
    raw = decode_base64(match[2], "the signature", number)
    if len(raw) < 5:
        raise CheckpointError("the signature has nothing after its key id", number)
    return Signature(match[1], raw[:4], raw[4:])


def decode_base64(text: str, what: str, line: int = 0, *, length: int | None = None) -> bytes:
    """Returns the bytes of canonical base64 (RFC 4648, sections 3.5 and 4), `length` of them if it is given.

    Raises CheckpointError, in which `what` names the text and `line` its line.
    """
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        data = b""
    if not data or b64encode(data).decode() != text or length not in (None, len(data)):
        raise CheckpointError(f"{what} is not canonical base64" + (f" of {length} bytes" if length else ""), line)
    return data


# ---- Keys and signatures ---------------------------------------------------------------------------------------------


class VerifierKey(NamedTuple):
    """A key that verifies signatures: its name and its 32 bytes (signed-note, "Verifier keys")."""

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """Returns the first 4 bytes of a hash of name and key (signed-note, "Ed25519 signatures")."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:4]

    def __str__(self) -> str:
        """Returns `name+hexid+base64`, as `parse_verifier_key` reads it."""
        return f"{self.name}+{self.key_id.hex()}+{b64encode(_ED25519 + self.public_key).decode()}"


def parse_verifier_key(text: str) -> VerifierKey:
    """Reads a verifier key from its text. Raises CheckpointError if it is not an Ed25519 key."""
    if not (match := _VERIFIER_KEY.fullmatch(text)):
        raise CheckpointError("a verifier key is a name, a hexadecimal id and base64, a plus sign between")
    key = VerifierKey(match[1], decode_base64(match[3], "the verifier key", length=33)[1:])
    if str(key) != text:
        raise CheckpointError("the verifier key is not of Ed25519, or its id is another key's")
    return key


def read_key(pem: bytes, name: str) -> VerifierKey:
    """Returns the verifier key, under this name, of an Ed25519 key in PEM, private or public.

    Raises CheckpointError if it is not one.
    """
    from cryptography.hazmat.primitives.asymmetric import ed25519

    key = _load_pem(pem)
    key = key.public_key() if isinstance(key, ed25519.Ed25519PrivateKey) else key
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise CheckpointError("the key is not of Ed25519")
    return parse_verifier_key(str(VerifierKey(name, key.public_bytes_raw())))


def sign(checkpoint: Checkpoint, pem: bytes, name: str) -> Checkpoint:
    """Returns the checkpoint with one more signature, under this name.

    Raises CheckpointError if the key, the name or the checkpoint is bad.
    """
    from cryptography.hazmat.primitives.asymmetric import ed25519

    key = _load_pem(pem)
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise CheckpointError("the key is not a private one of Ed25519")
    signature = Signature(name, read_key(pem, name).key_id, key.sign(checkpoint.body()))
    return parse(encode(replace(checkpoint, signatures=(*checkpoint.signatures, signature))))


def verify(checkpoint: Checkpoint, key: VerifierKey) -> None:
    """Verifies that this key signed; other signatures are ignored (signed-note, "Signatures").

    Raises CheckpointError if it did not.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    signatures = [raw for name, key_id, raw in checkpoint.signatures if (name, key_id) == (key.name, key.key_id)]
    if not signatures:
        raise CheckpointError(f"there is no signature of the key {key}")
    try:
        for raw in signatures:
            Ed25519PublicKey.from_public_bytes(key.public_key).verify(raw, checkpoint.body())
    except InvalidSignature:
        raise CheckpointError(f"a signature of the key {key} is false") from None


def _load_pem(pem: bytes) -> object:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

    try:
        return load_pem_private_key(pem, None) if b"PRIVATE KEY" in pem else load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise CheckpointError("this is not a key in PEM, or it has a password") from None
