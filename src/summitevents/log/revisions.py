"""Compares the log with git: what was sealed or merged at a revision must not have changed, and what was pushed stays.

Continuous integration asks the first of every pull request (`validate --against`).
"""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path

from summitevents.errors import UnreadableError
from summitevents.findings.finding import Finding, find
from summitevents.log.ledger import ledger_lines
from summitevents.log.package import CHECKPOINTS, EVENTS, ORDER, Package, events_file, is_batch
from summitevents.log.releases import RELEASES

_MEND = "leave the batch as it was, and write a new record in a new batch"


def check_against(package: Package, revision: str) -> list[Finding]:
    """Returns every change to a batch, ORDER, RELEASES or a checkpoint of that revision, line by line.

    New files are fine, and so are new lines at the end of ORDER and RELEASES. Raises UnreadableError if there is no git,
    or it does not know the revision.
    """
    blobs = _blobs_at(package.root, revision)
    order = _read_blob(package.root, blobs[ORDER]) if ORDER in blobs else b""
    sealed = {events_file(name) for name in ledger_lines(order)}
    found: list[Finding] = []
    for file, blob in blobs.items():
        path = package.root / file
        when = f"{'sealed' if file in sealed or not is_batch(path.name) else 'merged'} at {revision}"
        hint = _MEND if is_batch(path.name) else f"take it back: git checkout {revision} -- {file}"
        if not path.is_file():
            found.append(find("merged-gone", file, problem=when, hint=hint))
        elif _blob_id(path.read_bytes(), len(blob)) != blob:
            old, new = _split_lines(_read_blob(package.root, blob)), _split_lines(path.read_bytes())
            if file not in (ORDER, RELEASES) or new[: len(old)] != old:
                found += _changed_lines(file, old, new, when, hint)
    return found


def shared_by(package: Package, file: str) -> str | None:
    """Returns a tag, or a remote branch when git last heard of it, that had this file, or its content under another name.

    None if there is none, or no git.
    """
    told = ("log", "--remotes", "--tags", "--source", "--max-count=1", "--format=%S")
    try:
        found = _git(package.root, *told, "--", file)
        if not found:
            blob = _git(package.root, "hash-object", "--", file).decode().strip()
            found = _git(package.root, *told, f"--find-object={blob}")
    except UnreadableError:  # of a content that was never committed, git knows no object
        return None
    return found.decode(errors="replace").strip().removeprefix("refs/remotes/").removeprefix("refs/tags/") or None


def _changed_lines(file: str, old: list[bytes], new: list[bytes], when: str, hint: str) -> Iterator[Finding]:
    """Yields a finding for each line that changed; a missing one is found at the line that stands in its place."""
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        paired = min(old_end - old_start, new_end - new_start)
        for n in range(paired):
            yield find("merged-changed", file, new_start + n + 1, problem=when, hint=hint)
        for n in range(old_start + paired, old_end):
            yield find("merged-missing", file, new_start + paired + 1, value=n + 1, problem=when, hint=hint)
        for n in range(new_start + paired, new_end):
            yield find("merged-added", file, n + 1, problem=when, hint=hint)


def _split_lines(content: bytes) -> list[bytes]:
    """Returns the lines with their LF: a line that has lost it is another line."""
    return list(BytesIO(content))


def _blobs_at(root: Path, revision: str) -> dict[str, str]:
    """Returns file → git's id of its content, for the batches, ledgers and checkpoints of a revision."""
    if revision.startswith("-"):  # git would take it for an option
        raise UnreadableError(f"git knows no revision {revision}")
    commit = _git(
        root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", problem=f"git knows no revision {revision}"
    )
    rows = _git(root, "ls-tree", "-r", "-z", commit.decode().strip(), f"{EVENTS}/").decode(errors="surrogateescape")
    entries = (row.partition("\t") for row in rows.split("\0") if row)
    return {file: entry.split(" ")[2] for entry, _, file in entries if _is_protected(file)}


def _is_protected(file: str) -> bool:
    name = file.removeprefix(f"{EVENTS}/")
    return is_batch(name) or file in (ORDER, RELEASES) or file.startswith(f"{CHECKPOINTS}/")


def _blob_id(content: bytes, digits: int) -> str:
    """Returns the id that git gives to a content: SHA-1 if ids have 40 digits, else SHA-256."""
    head = f"blob {len(content)}\0".encode()
    return hashlib.new("sha1" if digits == 40 else "sha256", head + content, usedforsecurity=False).hexdigest()


def _read_blob(root: Path, blob: str) -> bytes:
    return _git(root, "cat-file", "blob", blob)


def _git(root: Path, *arguments: str, problem: str = "") -> bytes:
    """Returns what git prints. Raises UnreadableError with what it says, or with `problem` if it says nothing."""
    # a hook's GIT_ variables would point git at another repository than the package's own
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        ran = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False, env=environment)
    except FileNotFoundError:
        raise UnreadableError("git is not installed; --against needs it") from None
    if ran.returncode:
        said = ran.stderr.decode(errors="replace").strip() or problem
        if problem and _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
            raise UnreadableError(f"{said}: this clone is shallow; fetch-depth: 0 in CI, or git fetch --unshallow")
        raise UnreadableError(f"{said}; --against needs a revision of the package's own repository")
    return ran.stdout
