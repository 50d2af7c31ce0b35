"""Proofs that a record is in the log: each record has one, no other line does, and openssl alone can follow."""

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from scitt_cose import merkle as oracle

from summitevents.errors import BrokenSealError, UnreadableError
from summitevents.integrity.proof import check_proof, prove_record
from summitevents.log.package import Package
from summitevents.standards import tlog_proof
from summitevents.standards.merkle import ProofError
from tests.support.packages import write_package
from tests.support.paths import ROOT
from tests.support.runner import run_script, run_text
from tests.support.sealed import KEY, PEM, leaves, papers, write_sealed_package

GUIDE = ROOT / "docs/integrity.md"


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return write_sealed_package(tmp_path_factory.mktemp("signed") / "package", PEM)


def test_every_record_is_proved_and_no_other(signed: Package) -> None:
    lines = leaves(signed)
    for size in (5, 9):
        for index, line in enumerate(lines):
            record = json.loads(line)["id"]
            if index >= size:
                with pytest.raises(UnreadableError, match=f"among the {size} that are sealed"):
                    prove_record(signed, record, size)
                continue
            text = prove_record(signed, record, size)
            proof = check_proof(text, [KEY], [])
            assert (proof.extra, proof.index, proof.checkpoint.size) == (line, index, size)
            path, root = [each.hex() for each in proof.hashes], proof.checkpoint.root.hex()
            assert path == oracle.inclusion_proof([each.hex() for each in lines[:size]], index)
            assert oracle.verify_inclusion(line.hex(), index, size, path, root)
            for other in lines:
                if other != line:
                    with pytest.raises(ProofError):
                        check_proof(tlog_proof.encode(replace(proof, extra=other)), [], [])


def test_no_byte_of_a_proof_can_change(signed: Package) -> None:
    text = prove_record(signed, "2026-01-02-b.2")
    for at in range(len(text)):
        with pytest.raises(ProofError):
            check_proof(text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :], [KEY], [])


def test_proofs_at_the_command_line(signed: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run_text("prove", "2026-01-01-a.3", "--data", signed.root)
    (tmp_path / "proof").write_text(out)
    monkeypatch.chdir(tmp_path)  # where there is no log
    line = leaves(signed)[7].decode() + "\n"
    proof = ("verify", "--proof", "proof")
    code, out, err = run_text(*proof)
    assert (code, out) == (0, line)
    assert "taken on trust" in err
    assert run_text(*proof, "--verifier", str(KEY)) == (0, line, "proved: line 8 of the 9 that the checkpoint covers\n")
    assert run_text(*proof, "--checkpoint", str(signed.root / "events/checkpoints/9"))[:2] == (0, line)
    code, out, err = run_text(*proof, "--checkpoint", str(signed.root / "events/checkpoints/5"))
    assert (code, out, err) == (1, "", "proof: not proved: its checkpoint is not the one you have\n")
    (tmp_path / "proof").write_text("nonsense")
    assert run_text(*proof)[0] == 1


def test_no_proof_of_what_is_not_there(signed: Package, tmp_path: Path) -> None:
    for record, size in (("2026-01-01-z.1", None), ("nonsense", None), ("2026-01-02-b.1", 7)):
        with pytest.raises(UnreadableError):
            prove_record(signed, record, size)
    with pytest.raises(UnreadableError, match="nothing is sealed yet"):
        prove_record(write_package(tmp_path, papers("2026-01-01-a", 1)), "2026-01-01-a.1")


def test_no_proof_from_a_log_that_is_not_what_was_sealed(tmp_path: Path) -> None:
    package = write_sealed_package(tmp_path)
    batch = tmp_path / "events/2026-01-02-b.jsonl"
    batch.write_bytes(batch.read_bytes().replace(b"b-2", b"b-0"))
    with pytest.raises(BrokenSealError):
        prove_record(package, "2026-01-03-c.1")


def test_a_checkpoint_verifies_with_openssl_alone_as_the_guide_says(tmp_path: Path) -> None:
    """The guide's commands, word for word, but for the names of the files."""
    blocks = re.findall(r"```bash\n(.*?)```", GUIDE.read_text("utf-8"), flags=re.DOTALL)
    make, check = (next(block for block in blocks if words in block) for words in ("genpkey", "pkeyutl -verify"))
    package = write_package(tmp_path / "package", papers("2026-01-01-a", 3))

    def shell(block: str) -> subprocess.CompletedProcess[str]:
        return run_script(block.replace("/1234", "/3"), package.root)

    made = shell(make)
    assert made.returncode == 0, made.stderr
    good = shell(check)
    assert (good.returncode, good.stdout) == (0, "Signature Verified Successfully\n")
    file = package.root / "events/checkpoints/3"
    file.write_bytes(file.read_bytes().replace(b"\n3\n", b"\n4\n"))
    assert shell(check).returncode != 0
