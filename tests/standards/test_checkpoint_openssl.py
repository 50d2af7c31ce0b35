"""Checkpoints beside the package cryptography: read and written without it, signed and verified by openssl alone."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from summitevents.standards import checkpoint as module
from summitevents.standards.checkpoint import (
    Signature,
    encode,
    read_key,
    sign,
    verify,
)
from tests.support.checkpoints import (
    KEY_TEXT,
    PEM,
    UNSIGNED,
    file,
)


def test_reading_and_writing_need_no_cryptography() -> None:
    code = "import sys; sys.modules['cryptography'] = None; from summitevents.standards.checkpoint import *"
    code += f"; assert encode(parse({file('signed')!r})) == {file('signed')!r}; str(parse_verifier_key({KEY_TEXT!r}))"
    path = os.pathsep.join(entry for entry in sys.path if entry)
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": path})


def script() -> str:
    """The commands that the module's docstring gives."""
    commands = [line.strip() for line in str(module.__doc__).splitlines() if line.startswith("    ")]
    assert len(commands) == 4
    return "set -e\n" + "\n".join(commands).replace("CHECKPOINT", "log.checkpoint").replace("NAME", "summitevents")


needs_openssl = pytest.mark.skipif(not (shutil.which("openssl") and shutil.which("sh")), reason="there is no openssl")


def openssl(folder: Path, commands: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-c", commands], cwd=folder, capture_output=True, text=True, check=False)


@needs_openssl
@pytest.mark.parametrize("extensions", [(), ("an extension line",)], ids=["plain", "extended"])
def test_our_signature_verifies_with_openssl_alone(tmp_path: Path, extensions: tuple[str, ...]) -> None:
    assert openssl(tmp_path, "openssl genpkey -algorithm ed25519 -out key.pem").returncode == 0
    pem = (tmp_path / "key.pem").read_bytes()
    signed = sign(sign(replace(UNSIGNED, extensions=extensions), PEM, "other"), pem, "summitevents")
    (tmp_path / "log.checkpoint").write_bytes(encode(signed))
    good = openssl(tmp_path, script())
    assert (good.returncode, good.stdout) == (0, "Signature Verified Successfully\n"), good.stderr
    (tmp_path / "log.checkpoint").write_bytes(encode(replace(signed, size=9)))
    assert openssl(tmp_path, script()).returncode != 0


@needs_openssl
def test_the_signature_of_openssl_verifies_with_us(tmp_path: Path) -> None:
    (tmp_path / "body").write_bytes(UNSIGNED.body())
    done = openssl(
        tmp_path,
        "openssl genpkey -algorithm ed25519 -out key.pem && openssl pkey -in key.pem -pubout -out public.pem"
        " && openssl pkeyutl -sign -rawin -inkey key.pem -in body -out signature",
    )
    assert done.returncode == 0, done.stderr
    key = read_key((tmp_path / "public.pem").read_bytes(), "summitevents")
    raw = (tmp_path / "signature").read_bytes()
    signed = replace(UNSIGNED, signatures=(Signature(key.name, key.key_id, raw),))
    verify(signed, key)
    assert sign(UNSIGNED, (tmp_path / "key.pem").read_bytes(), "summitevents") == signed
