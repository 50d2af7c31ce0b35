"""Keys: signs checkpoints, reads the keys that a user trusts, and checks that one of them signed a checkpoint.

Signatures need the package `cryptography` (the extra `sign`), which is imported only when one is made or checked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from summitevents.errors import UnreadableError
from summitevents.findings.finding import Finding, find
from summitevents.integrity.layout import checkpoint_file
from summitevents.standards import checkpoint as notes
from summitevents.standards.checkpoint import Checkpoint, CheckpointError, VerifierKey

_UNNAMED = "key"
"""A name to read a key under that has none."""


@contextmanager
def _needs_cryptography() -> Iterator[None]:
    """Turns an ImportError into an UnreadableError that says what to install."""
    try:
        yield
    except ImportError:
        raise UnreadableError(
            "signatures need the package cryptography: python -m pip install 'summitevents[sign]'"
        ) from None


@_needs_cryptography()
def sign_checkpoint(checkpoint: Checkpoint, pem: bytes) -> Checkpoint:
    """Returns the checkpoint with a signature by an Ed25519 private key in PEM. Raises UnreadableError if it is none."""
    try:
        return notes.sign(checkpoint, pem, checkpoint.origin)
    except CheckpointError as error:
        raise UnreadableError(f"the key: {error.reason}") from None


@_needs_cryptography()
def read_verifier_key(text: str) -> VerifierKey:
    """Returns a verifier key from its text (`NAME+…`), or from a file with that text or a public key in PEM.

    A key in PEM has no name: its name is empty, and stands for that of any log.

    Raises UnreadableError if it is none.
    """
    try:
        content = Path(text).read_bytes() if "+" not in text or Path(text).is_file() else text.encode()
        if b"-----BEGIN" in content:
            return notes.read_key(content, _UNNAMED)._replace(name="")
        return notes.parse_verifier_key(content.decode(errors="replace").strip())
    except CheckpointError as error:
        raise UnreadableError(f"the key: {error.reason}") from None


@_needs_cryptography()
def check_signer(checkpoint: Checkpoint, trusted: list[VerifierKey]) -> None:
    """Checks that one of the trusted keys signed a checkpoint. Raises CheckpointError if none of them did.

    Without trusted keys, nothing is checked.
    """
    for key in (key if key.name else key._replace(name=checkpoint.origin) for key in trusted):
        if any((signature.name, signature.key_id) == (key.name, key.key_id) for signature in checkpoint.signatures):
            notes.verify(checkpoint, key)
            return
    if trusted:
        raise CheckpointError("no signature by a key that you trust" if checkpoint.signatures else "it is not signed")


def check_signatures(checkpoints: list[Checkpoint], trusted: list[VerifierKey]) -> tuple[int, list[Finding]]:
    """Returns how many checkpoints the trusted keys signed, and a finding for each that should be signed and is not.

    The newest must be signed by one of the keys, and so must every other that is signed at all. Without trusted keys,
    nothing is checked.
    """
    signed, findings = 0, []
    for checkpoint in checkpoints if trusted else []:
        if not checkpoint.signatures and checkpoint is not checkpoints[-1]:
            continue
        try:
            check_signer(checkpoint, trusted)
            signed += 1
        except CheckpointError as error:
            findings.append(find("checkpoint-signature", checkpoint_file(checkpoint.size), problem=error.reason))
    return signed, findings
