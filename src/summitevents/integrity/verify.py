"""Is the log what was sealed? One pass over its lines, and for every damage the first place that shows it.

A seal leaves two files. `events/checkpoints/<size>` has the Merkle root of the log's first <size> lines; a leaf is a
line's bytes without its LF. `<size>.leaves` has a row for each batch that this seal added, its name, and below it one
for each line, its leaf hash. Only the root counts; the leaf hashes, which the root vouches for, give a damage its place.
"""

import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from summitevents.findings.escaping import Verbatim
from summitevents.findings.finding import Finding, find
from summitevents.log.package import CHECKPOINTS, ORDER, Package, is_batch
from summitevents.log.releases import RELEASES, check_releases, parse_releases, read_releases
from summitevents.standards import checkpoint as notes
from summitevents.standards.checkpoint import Checkpoint, CheckpointError
from summitevents.standards.merkle import Tree, leaf_hash

ORIGIN = "summitevents"
"""The log's name in its checkpoints, and that of the keys which sign them."""

UNFINISHED = ("order-unsealed", "seal-unfinished")
"""What a seal leaves that was interrupted: sealing again finishes it."""


@dataclass(slots=True)
class Verified:
    """What a pass over the sealed lines came to.

    `tree` is that of the lines up to the newest checkpoint, which are those of the first `covered` batches in ORDER;
    `unsealed` is how many lines come after them.
    """

    tree: Tree
    covered: int
    checkpoints: list[Checkpoint]
    unsealed: int
    findings: list[Finding]


def check(package: Package, kept: Iterable[tuple[str, Checkpoint]] = ()) -> Verified:
    """Checks, in one pass, that every sealed line is what was sealed: the root at every checkpoint, and so consistency.

    Of a batch that is not, the first line that differs is found. `kept` are checkpoints from elsewhere, under the names
    that findings call them: the log must be a continuation of each.
    """
    wanted, disorder = list(kept), list(package.check_order())
    doubtful = {finding.line or 0 for finding in disorder}
    sizes = {checkpoint.size for _, checkpoint in wanted} | {release.size for release in read_releases(package)}
    walk = _Walk(package, package.order(), doubtful, sizes)
    for size in _sizes(package, walk.findings):
        walk.to(size)
    if walk.at < len(walk.order) and not walk.findings:
        walk.findings.append(find("order-unsealed", ORDER, walk.at + 1, value=walk.order[walk.at]))
    places = {(finding.file, finding.line) for finding in walk.findings}
    walk.findings += [finding for finding in disorder if (finding.file, finding.line) not in places]
    if not broken(walk.findings):
        walk.findings += [*_departures(wanted, walk), *_misreleased(package, walk)]
    walk.findings += check_releases(package)
    unsealed = sum(1 for path in uncovered(package, walk.at) for _ in lines(path))
    return Verified(walk.tree, walk.at, walk.checkpoints, unsealed, walk.findings)


def broken(findings: Iterable[Finding]) -> list[Finding]:
    """Those that no further seal can mend."""
    return [finding for finding in findings if finding.severity == "error" and finding.code not in UNFINISHED]


def _departures(kept: list[tuple[str, Checkpoint]], walk: "_Walk") -> Iterator[Finding]:
    """A Finding for each checkpoint from elsewhere that this log does not continue."""
    for name, checkpoint in kept:
        if checkpoint.origin != ORIGIN:
            yield find("checkpoint-form", name, 1, problem=f"it is of the log {checkpoint.origin}")
        elif checkpoint.size > walk.tree.size:
            yield find("checkpoint-ahead", name, 2, value=checkpoint.size, other=walk.tree.size)
        elif checkpoint.size and walk.roots[checkpoint.size] != checkpoint.root:
            yield find("checkpoint-root", name, 3, value=checkpoint.size)


def _misreleased(package: Package, walk: "_Walk") -> Iterator[Finding]:
    """A Finding for each line of RELEASES that is not of this log."""
    for number, release in enumerate(parse_releases(package), 1):
        if release and release.size > walk.tree.size:
            problem = f"are not all there: {walk.tree.size} are sealed"
            yield find("release-root", RELEASES, number, value=release.size, problem=problem)
        elif release and walk.roots[release.size] != release.root:
            yield find("release-root", RELEASES, number, value=release.size, problem="have another root")


@dataclass(slots=True)
class _Walk:
    """How far the pass has come: through how many batches of ORDER, the tree of their lines, and what was found.

    `doubtful` are the lines of ORDER that cannot be right; `wanted` the sizes of which `roots` are kept.
    """

    package: Package
    order: list[str]
    doubtful: set[int]
    wanted: set[int]
    at: int = 0
    tree: Tree = field(default_factory=Tree)
    past: dict[int, Tree] = field(default_factory=lambda: {0: Tree()})
    roots: dict[int, bytes] = field(default_factory=dict)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def to(self, size: int) -> None:
        """On to a checkpoint: the batches that ORDER lists next, against the leaf hashes row by row, and the root."""
        checkpoint = _checkpoint(self.package, size, self.findings)
        first, before = self.at, deepcopy(self.tree)
        differs = self._differs(size)
        right = checkpoint is not None and (self.tree.size, self.tree.root()) == (size, checkpoint.root)
        if differs and right and self.doubtful.isdisjoint(range(first + 1, self.at + 1)):
            # the lines are what was sealed: so their hashes are not, unless a line has changed its batch
            astray = _astray(self.package, self.order[first : self.at])
            self.findings.append(astray or _leaves_finding(self.package, size, differs))
        elif differs:
            self._diagnose(size, checkpoint, first, before)
        elif checkpoint and not right:
            self.findings.append(find("checkpoint-root", checkpoint_name(size), 3, value=size))
        self.past[self.tree.size] = deepcopy(self.tree)
        self.checkpoints += [checkpoint] if checkpoint else []

    def _differs(self, size: int) -> int:
        """The first row of the leaf hashes that is not what the batches say, from 1; 0 where there is none."""
        path = self.package.root / leaves_name(size)
        differs = number = 0
        with path.open("rb") if path.is_file() else BytesIO() as rows:
            for number, row in enumerate(self._forward(size), 1):
                if not differs and rows.readline() != row:
                    differs = number
            return differs or (number + 1 if rows.read(1) else 0)

    def _forward(self, size: int) -> Iterator[bytes]:
        """The rows of the next batches in ORDER, until the tree has that size, or ORDER ends."""
        while self.tree.size < size and self.at < len(self.order):
            name = self.order[self.at]
            self.at += 1
            yield f"{name}\n".encode()
            for number, raw in enumerate(lines(batch_file(self.package, name)), 1):
                if not raw.endswith(b"\n"):
                    self.findings.append(find("sealed-changed", f"events/{name}", number, problem="has lost its LF"))
                leaf = leaf_hash(raw.removesuffix(b"\n"))
                self.tree.add_hash(leaf)
                if self.tree.size in self.wanted:
                    self.roots[self.tree.size] = self.tree.root()
                yield leaf.hex().encode() + b"\n"

    def _diagnose(self, size: int, checkpoint: Checkpoint | None, first: int, before: Tree) -> None:
        """Between two checkpoints something is not what was sealed: what, and where?"""
        batches = _parse(self.package, size)
        leaves = _grown(before, batches)
        vouched = checkpoint is not None and leaves is not None and leaves.root() == checkpoint.root
        count = sum(len(batch.hashes) for batch in batches)
        fork = self.past.get(size - count)
        if checkpoint and not vouched and fork and (other := _grown(fork, batches)) and other.root() == checkpoint.root:
            self.findings.append(find("checkpoint-fork", checkpoint_name(size), value=size - count))
            self.at, self.tree = first, before
            return
        if not vouched:  # then they may be what is wrong
            self.findings.append(_leaves_finding(self.package, size, None))
        self.findings += _order_findings(self.order, first, batches)
        self.findings += [found for batch in batches for found in _batch_findings(self.package, batch)]
        if leaves is not None and vouched:
            self.at, self.tree = first + len(batches), leaves


class _Batch(NamedTuple):
    """A batch as its seal has it: the leaf hash of each line; empty where the row is damaged."""

    name: str
    hashes: list[bytes]


def _order_findings(order: list[str], first: int, batches: list[_Batch]) -> Iterator[Finding]:
    """The first line of ORDER that is not what was sealed."""
    for at, batch in enumerate(batches, first):
        if at >= len(order):
            yield find("sealed-order", ORDER, at + 1, value=Verbatim("its end"), other=batch.name)
            return
        if order[at] != batch.name:
            yield find("sealed-order", ORDER, at + 1, value=order[at], other=batch.name)
            return


def _batch_findings(package: Package, batch: _Batch) -> Iterator[Finding]:
    """The first line of a batch that is not what was sealed."""
    file = f"events/{batch.name}"
    if not batch_file(package, batch.name).is_file():
        yield find("sealed-gone", file)
        return
    number = 0
    for number, raw in enumerate(lines(batch_file(package, batch.name)), 1):
        if number > len(batch.hashes):
            yield find("sealed-added", file, number, value=len(batch.hashes))
            return
        sealed, leaf = batch.hashes[number - 1], leaf_hash(raw.removesuffix(b"\n"))
        if sealed and sealed != leaf:
            stood = batch.hashes.index(leaf) + 1 if leaf in batch.hashes else 0
            yield find(
                "sealed-changed",
                file,
                number,
                problem=f"was sealed as line {stood}" if stood else "is not the one that was sealed",
            )
            return
    if number < len(batch.hashes):
        yield find("sealed-missing", file, number + 1, value=len(batch.hashes), other=number)


def _astray(package: Package, names: list[str]) -> Finding | None:
    """The first line that is not of the batch it stands in, as its id tells."""
    for name in names:
        for number, raw in enumerate(lines(batch_file(package, name)), 1):
            if id_of(raw).rpartition(".")[0] != name.removesuffix(".jsonl"):
                return find("sealed-changed", f"events/{name}", number, problem="was sealed in another batch")
    return None


def id_of(raw: bytes) -> str:
    """The id of the record on a line; nothing where there is none."""
    try:
        return str(json.loads(raw)["id"])
    except (ValueError, RecursionError, LookupError, TypeError):
        return ""


def _grown(tree: Tree, batches: list[_Batch]) -> Tree | None:
    """The tree with the lines of these batches added; None where a row of theirs is damaged."""
    hashes = [leaf for batch in batches for leaf in batch.hashes]
    if not all(hashes):
        return None
    grown = deepcopy(tree)
    for leaf in hashes:
        grown.add_hash(leaf)
    return grown


# ---- The files of a seal ---------------------------------------------------------------------------------------------


def checkpoint_name(size: int) -> str:
    """The file of a checkpoint, in the package."""
    return f"{CHECKPOINTS}/{size}"


def leaves_name(size: int) -> str:
    """The file of the leaf hashes that were added up to a checkpoint."""
    return f"{CHECKPOINTS}/{size}.leaves"


def batch_file(package: Package, name: str) -> Path:
    """The file of a batch; one that is never there, where the name is none."""
    return package.root / "events" / (name if is_batch(name) else ".none")


def lines(path: Path) -> Iterator[bytes]:
    """A batch's lines as bytes, each with its LF; nothing where there is no file."""
    if path.is_file():
        with path.open("rb") as file:
            yield from file


def uncovered(package: Package, covered: int) -> list[Path]:
    """The batches, in log order, that come after so many lines of ORDER."""
    sealed = set(package.order()[:covered])
    return [path for path in package.batches() if path.name not in sealed]


def _sizes(package: Package, findings: list[Finding]) -> list[int]:
    """The sizes that seals were made at, the smallest first; and what else lies beside the checkpoints."""
    sizes, newest = set(package.checkpoints()), package.sealed()
    for path in sorted((package.root / CHECKPOINTS).glob("*")):
        name = path.name.removesuffix(".leaves")
        place = f"{CHECKPOINTS}/{path.name}"
        if path.name.startswith(".") or name in map(str, sizes):
            continue
        if path.name == name or not re.fullmatch("[1-9][0-9]{0,18}", name, re.ASCII):
            findings.append(find("checkpoint-stray", place, value=path.name))
        elif int(name) > newest:
            findings.append(find("seal-unfinished", place))
        else:
            findings.append(find("checkpoint-missing", f"{CHECKPOINTS}/{name}"))
            sizes.add(int(name))
    return sorted(sizes)


def _checkpoint(package: Package, size: int, findings: list[Finding]) -> Checkpoint | None:
    """A checkpoint as the log keeps it; None, with a Finding, where it is not one of this size."""
    path = package.root / checkpoint_name(size)
    if not path.is_file():
        return None
    try:
        checkpoint = notes.parse(path.read_bytes())
        if (checkpoint.origin, checkpoint.size) != (ORIGIN, size):
            other = checkpoint.size == size
            raise CheckpointError(f"its {'log' if other else 'size'} is another", 1 if other else 2)
        if checkpoint.extensions:
            raise CheckpointError("we write no such line", 4)
    except CheckpointError as error:
        findings.append(find("checkpoint-form", checkpoint_name(size), error.line or None, problem=error.reason))
        return None
    return checkpoint


def _parse(package: Package, size: int) -> list[_Batch]:
    """The leaf hashes that a seal added, by batch."""
    path = package.root / leaves_name(size)
    batches: list[_Batch] = []
    for row in path.read_bytes().decode(errors="replace").removesuffix("\n").split("\n") if path.is_file() else []:
        if is_batch(row) or not batches:
            batches.append(_Batch(row, []))
        else:
            batches[-1].hashes.append(bytes.fromhex(row) if re.fullmatch("[0-9a-f]{64}", row) else b"")
    return batches


def _leaves_finding(package: Package, size: int, row: int | None) -> Finding:
    """That leaf hashes are wrong: surely so in a row, or else they or something that they speak of."""
    name = leaves_name(size)
    if not (package.root / name).is_file():
        return find("leaves-missing", name)
    problem = "the log is as it was sealed, this row is not" if row else "neither they nor the log have the root"
    return find("leaves-changed", name, row, problem=problem)
