"""Writes logs that are sealed in part, signed or not."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from summitevents.integrity.seal import seal_log
from summitevents.log.package import Package
from summitevents.standards.checkpoint import read_key
from tests.support.packages import write_package


def secret_key(number: int) -> bytes:
    """Returns an Ed25519 key in PEM, always the same one for a number."""
    secret = Ed25519PrivateKey.from_private_bytes(number.to_bytes(32))
    return secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


PEM = secret_key(0)
KEY = read_key(PEM, "summitevents")


def papers(stem: str, count: int) -> dict[str, list[dict[str, object]]]:
    """Returns a batch of sources, in shapes that make short lines."""
    usual = {"op": "source", "recorded_at": "2026-01-01T00:00:00Z", "recorded_by": "curator", "title": "é"}
    return {stem: [{"id": f"{stem}.{n}", **usual, "source": f"{stem}-{n}"} for n in range(1, count + 1)]}


def write_sealed_package(folder: Path, pem: bytes | None = None) -> Package:
    """Writes four batches: three under two checkpoints, the first by time the last by name; and one that is not sealed."""
    write_package(folder, {**papers("2026-01-02-b", 3), **papers("2026-01-03-c", 2)})
    assert seal_log(Package(folder), pem)
    write_package(folder, papers("2026-01-01-a", 4))
    assert seal_log(Package(folder), pem)
    return write_package(folder, papers("2026-01-01-z", 1))


def leaves(package: Package) -> list[bytes]:
    """Returns the sealed lines, put together as the format says, without any of our own code."""
    names = (package.root / "events/ORDER").read_text().splitlines()
    return [line for name in names for line in (package.root / "events" / name).read_bytes().split(b"\n")[:-1]]
