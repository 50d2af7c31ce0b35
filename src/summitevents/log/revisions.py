"""What was sealed or merged at a git revision stays as it was: that is what a pull request meets."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path

from summitevents.errors import UnreadableError
from summitevents.findings.finding import Finding, find
from summitevents.log.package import CHECKPOINTS, ORDER, Package, is_batch
from summitevents.log.releases import RELEASES

MEND = "leave the batch as it was, and write a new record in a new batch"


def check(package: Package, revision: str) -> list[Finding]:
    """Every change to a batch, ORDER, RELEASES or a checkpoint of that revision, line by line; what is new is fine.

    ORDER and RELEASES may have grown. Raises UnreadableError where there is no git, or it knows no such revision.
    """
    then = _files(package.root, revision)
    sealed = (
        {f"events/{name}" for name in _show(package.root, then[ORDER]).decode(errors="replace").split("\n")}
        if ORDER in then
        else set()
    )
    found: list[Finding] = []
    for file, blob in then.items():
        path = package.root / file
        when = f"{'sealed' if file in sealed or not is_batch(path.name) else 'merged'} at {revision}"
        hint = MEND if is_batch(path.name) else f"take it back: git checkout {revision} -- {file}"
        if not path.is_file():
            found.append(find("merged-gone", file, problem=when, hint=hint))
        elif _blob(path.read_bytes(), len(blob)) != blob:
            old, new = _split(_show(package.root, blob)), _split(path.read_bytes())
            if file not in (ORDER, RELEASES) or new[: len(old)] != old:
                found += _changes(file, old, new, when, hint)
    return found


def _changes(file: str, old: list[bytes], new: list[bytes], when: str, hint: str) -> Iterator[Finding]:
    """Line by line; one that is missing is found at the line that stands in its place."""
    for kind, start, stop, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        both = min(stop - start, last - first)
        for n in range(both):
            yield find("merged-changed", file, first + n + 1, problem=when, hint=hint)
        for n in range(start + both, stop):
            yield find("merged-missing", file, first + both + 1, value=n + 1, problem=when, hint=hint)
        for n in range(first + both, last):
            yield find("merged-added", file, n + 1, problem=when, hint=hint)


def _split(content: bytes) -> list[bytes]:
    """The lines with their ends, so that one that has lost its end is another."""
    return list(BytesIO(content))


def _files(root: Path, revision: str) -> dict[str, str]:
    """The batches, ORDER, RELEASES and the seals of a revision, each with the id of its content."""
    if revision.startswith("-"):  # git would take it for an option
        raise UnreadableError(f"git knows no revision {revision}")
    commit = _git(
        root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", problem=f"git knows no revision {revision}"
    )
    rows = _git(root, "ls-tree", "-r", "-z", commit.decode().strip(), "events/").decode(errors="surrogateescape")
    entries = (row.partition("\t") for row in rows.split("\0") if row)
    return {file: entry.split(" ")[2] for entry, _, file in entries if _counts(file)}


def _counts(file: str) -> bool:
    return is_batch(file.removeprefix("events/")) or file in (ORDER, RELEASES) or file.startswith(f"{CHECKPOINTS}/")


def _blob(content: bytes, length: int) -> str:
    """The id that git gives to a content: SHA-1, or SHA-256 where its ids are that long."""
    head = f"blob {len(content)}\0".encode()
    return hashlib.new("sha1" if length == 40 else "sha256", head + content, usedforsecurity=False).hexdigest()


def _show(root: Path, blob: str) -> bytes:
    return _git(root, "cat-file", "blob", blob)


def _git(root: Path, *arguments: str, problem: str = "") -> bytes:
    """What git prints. Variables that a hook has set would point it at another repository than the package's own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        ran = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False, env=environment)
    except FileNotFoundError:
        raise UnreadableError("git is not installed; --against needs it") from None
    if ran.returncode:
        said = ran.stderr.decode(errors="replace").strip() or problem
        raise UnreadableError(f"{said}; --against needs a revision of the package's own repository")
    return ran.stdout
