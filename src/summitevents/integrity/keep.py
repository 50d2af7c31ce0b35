"""What keepers do: seal a log that is good, verify one that was sealed, prove a record, check a proof."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from summitevents.build import pipeline as build
from summitevents.errors import BadLogError, UnreadableError
from summitevents.findings.finding import Finding, find
from summitevents.fold import tables
from summitevents.integrity import seal, verify
from summitevents.integrity.seal import Seal
from summitevents.integrity.verify import Verified
from summitevents.log.package import Package
from summitevents.log.writer import writers_lock
from summitevents.standards import checkpoint as notes
from summitevents.standards.checkpoint import Checkpoint, CheckpointError, VerifierKey
from summitevents.standards.tlog_proof import TlogProof

_CITATIONS = ("document-changed", "document-size", "passage-changed")


@dataclass(slots=True)
class Report:
    """What `verified` found: the seals, how many of the checkpoints a trusted key signed, and the citations."""

    seals: Verified
    signed: int
    citations_checked: int
    citations_unchecked: int
    findings: list[Finding]


def sealed(package: Package, pem: bytes | None = None, waiting: Callable[[], object] = lambda: None) -> Seal | None:
    """Checks the whole log and seals what is not sealed yet; None where that is nothing. No writer comes in between.

    Raises BadLogError where the log has errors, BrokenSealError where what was sealed has changed; UnreadableError where
    the key is none, or another program changed the log meanwhile. `waiting` is called where a writer has its turn.
    """
    with writers_lock(package, False, waiting):
        before = package.digest()
        with tables.engine() as con:
            verdict = build.check(con, package)
        if verdict.errors:
            raise BadLogError(verdict.findings)
        try:
            made = seal.prepare(package, pem)
        except (CheckpointError, ImportError) as error:
            raise _unusable(error) from None
        if package.digest() != before:
            raise UnreadableError("the log was changed while it was being sealed; try again")
        if made:
            seal.write(package, made)
        else:
            seal.tidy(package)
            seal.clear(package)
        return made


def verified(
    package: Package,
    documents: Path | None = None,
    keys: list[VerifierKey] | None = None,
    kept: list[tuple[str, Checkpoint]] | None = None,
) -> Report:
    """Whether the log is what was sealed, as `verify.check` has it; signatures, where keys are given; the citations.

    Of the checkpoints the newest must be signed by one of the keys, and so must every other that is signed at all.
    """
    seals = verify.check(package, kept or [])
    signed, findings = signatures(seals.checkpoints, keys or [])
    with tables.engine() as con:
        verdict = build.check(con, package, documents or package.root / "seeds")
    cited = [finding for finding in verdict.findings if finding.code in _CITATIONS]
    found = [*seals.findings, *findings, *cited]
    return Report(seals, signed, verdict.citations_checked, verdict.citations_unchecked, found)


def signatures(checkpoints: list[Checkpoint], keys: list[VerifierKey]) -> tuple[int, list[Finding]]:
    """How many checkpoints one of these keys signed, and a Finding for each that none of them did."""
    signed, findings = 0, []
    for checkpoint in checkpoints if keys else []:
        try:
            if checkpoint.signatures or checkpoint is checkpoints[-1]:
                seal.signer(checkpoint, keys)
                signed += 1
        except CheckpointError as error:
            findings.append(find("checkpoint-signature", verify.checkpoint_name(checkpoint.size), problem=error.reason))
        except ImportError as error:
            raise _unusable(error) from None
    return signed, findings


def proved(file: bytes, keys: list[VerifierKey], kept: list[Checkpoint]) -> TlogProof:
    """A proof, checked without the log, as `seal.proved` has it. Raises ProofError, UnreadableError."""
    try:
        return seal.proved(file, keys, kept)
    except ImportError as error:
        raise _unusable(error) from None


def key(text: str) -> VerifierKey:
    """A verifier key: its text (`summitevents+…`), or a file that holds that, or a public key in PEM."""
    try:
        content = Path(text).read_bytes() if "+" not in text or Path(text).is_file() else text.encode()
        if b"-----BEGIN" in content:
            return notes.read_key(content, verify.ORIGIN)
        return notes.parse_verifier_key(content.decode(errors="replace").strip())
    except (CheckpointError, ImportError) as error:
        raise _unusable(error) from None


def checkpoint(path: Path) -> Checkpoint:
    """A checkpoint that somebody kept. Raises UnreadableError where the file holds none."""
    try:
        return notes.parse(path.read_bytes())
    except CheckpointError as error:
        raise UnreadableError(f"{path}:{error.line}: {error.reason}") from None


def _unusable(error: CheckpointError | ImportError) -> UnreadableError:
    if isinstance(error, ImportError):
        return UnreadableError("signatures need the package cryptography: python -m pip install 'summitevents[sign]'")
    return UnreadableError(f"the key: {error.reason}")
