"""The commands about the seal: they seal the log, verify that it is what was sealed, prove that a record is in it."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summitevents.cli.options import Data, ReportOptions, with_option_groups
from summitevents.cli.output import (
    citations,
    count,
    print_bytes,
    print_lines,
    print_report,
    printed_after,
    say,
    say_waiting,
)
from summitevents.cli.packages import package_to_check, package_to_read, package_to_write

if TYPE_CHECKING:
    from summitevents.integrity.verify import VerifyReport
    from summitevents.standards.checkpoint import Checkpoint, VerifierKey

app = typer.Typer()

Verifier = Annotated[
    list[str] | None,
    typer.Option(
        "--verifier",
        metavar="KEY",
        help="A key that you trust, summitevents+…, or a file with it or with the public key in PEM; may stand again.",
    ),
]
Kept = Annotated[
    list[Path] | None,
    typer.Option(
        "--checkpoint", metavar="FILE", help="A checkpoint that you kept: the log continues it; may stand again."
    ),
]


@app.command("seal", short_help="Fix the order of the log, and write a checkpoint of it.")
def seal(
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="An Ed25519 private key in PEM: signs the checkpoint.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Name the batches in the order that they would get; write nothing.")
    ] = False,
    data: Data = None,
) -> None:
    """Seal every batch that is not sealed yet: fix its place in the log, and write a checkpoint, which is printed.

    events/ORDER and datapackage.json change along with it; with nothing to seal, what is wrong in datapackage.json is mended, and said.
    """
    from summitevents.errors import UnreadableError
    from summitevents.integrity.layout import checkpoint_file
    from summitevents.integrity.seal import seal_log
    from summitevents.log.files import from_here
    from summitevents.standards import checkpoint

    package = package_to_write(data)

    def say_mended(words: str) -> None:
        say(f"{from_here(package.root)}datapackage.json is mended: {words}")

    sealed = seal_log(package, key.read_bytes() if key else None, say_waiting, dry_run, say_mended)
    if sealed is None and key:
        raise UnreadableError(
            "nothing is new, so there is no checkpoint to sign; a signature is made along with a seal"
        )
    if sealed is None:
        size = package.sealed()
        say(f"nothing to seal: {f'all {size:,} records are sealed' if size else 'the log is empty'}")
        return
    if dry_run:
        print_lines(sealed.order[-sealed.new :])
        say(f"in this order; then {count(sealed.checkpoint.size, 'record')} would be sealed; nothing is written")
        return
    name = checkpoint_file(sealed.checkpoint.size)
    with printed_after(name):
        print_bytes(checkpoint.encode(sealed.checkpoint), "-")
    covers = f"{from_here(package.root)}{name} covers {count(sealed.checkpoint.size, 'record')}"
    say(f"sealed {count(sealed.new, 'new file')}: {covers}")


@app.command("verify", short_help="Check that the log, a release or a proof is what it says.")
@with_option_groups
def verify(
    release: Annotated[
        Path | None,
        typer.Argument(metavar="[ZIP]", help="A release: make it anew from its own log, and compare every byte."),
    ] = None,
    proof: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Check this proof of a record, without the log; - is standard input."),
    ] = None,
    verifier: Verifier = None,
    checkpoint: Kept = None,
    *,
    how: ReportOptions,
    data: Data = None,
) -> None:
    """Check that every sealed byte is as it was, and name the first line that is not; check signatures and citations."""
    from summitevents._version import __version__
    from summitevents.integrity.keys import read_verifier_key
    from summitevents.integrity.layout import read_checkpoint
    from summitevents.integrity.verify import verify_log
    from summitevents.log.package import events_file
    from summitevents.report.outcome import Outcome

    keys = [read_verifier_key(text) for text in verifier or []]
    kept = [(str(path), read_checkpoint(path)) for path in checkpoint or []]
    if proof:
        _verify_proof(proof, keys, [one for _, one in kept])
        return
    if release:
        if release.is_dir():
            from summitevents.errors import UnreadableError

            raise UnreadableError(
                f"{release} is a folder, and a release is a zip file; for the log in a folder: --data {release}"
            )
        _verify_release(release, keys, kept, how)
        return
    package = package_to_check(data)
    found = verify_log(package, how.documents, keys, kept)
    files = [events_file(name) for name in package.order()]
    outcome = Outcome(package.root, files, found.findings, version=__version__, command="verify")
    print_report(outcome, how.form, how.output, "\n".join(_summary(found, keys)))
    if found.findings.errors:
        raise typer.Exit(1)


def _verify_release(
    release: Path, keys: "list[VerifierKey]", kept: "list[tuple[str, Checkpoint]]", how: ReportOptions
) -> None:
    """Checks a release; exit code 1 if it is not what its log gives."""
    from summitevents._version import __version__
    from summitevents.release.verify import verify_release
    from summitevents.report.outcome import Outcome

    found = verify_release(release, how.documents, keys, kept)
    summary = list(_summary(found.log, keys)) if found.log else []
    bad = f"refused: {count(len(found.findings.errors), 'error')}"
    summary.append(f"{release}: {bad if found.findings else f'{found.version}, byte for byte what its log gives'}")
    findings = [
        one if one.file == release.name else replace(one, file=f"{release.name}/{one.file}") for one in found.findings
    ]
    files = [f"{release.name}/{name}" for name in found.files]
    outcome = Outcome(release.parent, files, findings, version=__version__, command="verify")
    print_report(outcome, how.form, how.output, "\n".join(summary))
    if found.findings:
        raise typer.Exit(1)


def _verify_proof(proof: Path, keys: "list[VerifierKey]", kept: "list[Checkpoint]") -> None:
    """Prints the record that a proof proves; exit code 1 if it proves none."""
    from summitevents.integrity.proof import check_proof
    from summitevents.standards.merkle import ProofError

    try:
        proved = check_proof(sys.stdin.buffer.read() if str(proof) == "-" else proof.read_bytes(), keys, kept)
    except ProofError as error:
        say(f"{proof}: not proved: {error.reason}")
        raise typer.Exit(1) from None
    print_bytes(proved.extra + b"\n", "-")
    place = f"line {proved.index + 1:,} of the {proved.checkpoint.size:,} that the checkpoint covers"
    trust = "" if keys or kept else "; the checkpoint is taken on trust: compare it, or give --verifier or --checkpoint"
    say(f"proved: {place}{trust}")


def _summary(report: "VerifyReport", keys: "list[VerifierKey]") -> Iterator[str]:
    seals = report.seals
    if not seals.checkpoints and not report.findings:
        yield "nothing is sealed yet: summitevents seal"
        return
    errors = len(report.findings.errors)
    good = f"{count(seals.tree.size, 'record')} under {count(len(seals.checkpoints), 'checkpoint')}: "
    good += "as they were sealed" if not errors else count(errors, "error")
    if keys:
        good += f"; {count(report.signed, 'good signature')}"
    yield good + citations(report.citations_checked, report.citations_unchecked)
    if seals.unsealed:
        yield f"{count(seals.unsealed, 'line')} after them not sealed yet: summitevents seal"


@app.command("prove", short_help="Print a proof that a record is in the sealed log.")
def prove(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="A record's id.")],
    checkpoint: Annotated[
        int | None, typer.Option(metavar="SIZE", help="The checkpoint to prove it against. [default: the newest]")
    ] = None,
    data: Data = None,
) -> None:
    """Print a proof (C2SP tlog-proof) that a record is in the sealed log; verify --proof checks it without the log."""
    from summitevents.integrity.proof import prove_record

    print_bytes(prove_record(package_to_read(data), record, checkpoint), "-")
