"""A checkpoint, its files in tests/standards/checkpoint, and the keys that signed them.

The key that signed ours is the first test vector of RFC 8032, section 7.1.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from summitevents.standards.checkpoint import Checkpoint, parse_verifier_key, read_key
from tests.support.paths import TESTS

FILES = TESTS / "standards" / "checkpoint"
ROOT_TEXT = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="
ROOT = bytes.fromhex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
UNSIGNED = Checkpoint("summitevents", 8, ROOT)

SECRET = Ed25519PrivateKey.from_private_bytes(
    bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
)
PEM = SECRET.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
PUBLIC_PEM = SECRET.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
KEY = read_key(PEM, "summitevents")
KEY_TEXT = "summitevents+6ec23cd4+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
GO_KEY = parse_verifier_key("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")


def file(name: str) -> bytes:
    """Returns the content of one of the files."""
    return (FILES / f"{name}.checkpoint").read_bytes()
