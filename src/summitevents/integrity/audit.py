"""Audits the seals: one pass over the sealed lines, from checkpoint to checkpoint, and the first place of every damage."""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from io import BytesIO

from summitevents.findings.finding import Finding, Findings, find
from summitevents.integrity import diagnosis
from summitevents.integrity.layout import (
    checkpoint_file,
    leaves_file,
    line_hash,
    raw_lines,
    read_leaves,
    sealed_path,
    unsealed_batches,
)
from summitevents.log.package import CHECKPOINTS, ORDER, Package, events_file
from summitevents.log.releases import RELEASES, check_releases, parse_releases, read_releases
from summitevents.standards import checkpoint as notes
from summitevents.standards.checkpoint import Checkpoint, CheckpointError
from summitevents.standards.merkle import Tree

_UNFINISHED = ("order-unsealed", "seal-unfinished")
"""What an interrupted seal leaves; sealing again finishes it."""


@dataclass(slots=True)
class SealAudit:
    """How far the pass has come, and what it found.

    `tree`: of the records passed so far, which fill the first `covered` batches of ORDER; at the end, all that the newest
    checkpoint covers. `unsealed` counts the lines after them. `doubtful` are the lines of ORDER, from 1, that
    cannot be right. `roots` has size → root for the sizes in `wanted`; `trees` has size → tree for each checkpoint.
    """

    package: Package
    order: list[str]
    doubtful: set[int]
    wanted: set[int]
    covered: int = 0
    unsealed: int = 0
    tree: Tree = field(default_factory=Tree)
    trees: dict[int, Tree] = field(default_factory=lambda: {0: Tree()})
    roots: dict[int, bytes] = field(default_factory=dict)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)

    def advance(self, size: int) -> None:
        """Goes on to a checkpoint: compares the next batches of ORDER with the leaf hashes, row by row, and the root."""
        checkpoint = _checkpoint(self.package, size, self.findings)
        first, before = self.covered, deepcopy(self.tree)
        row = self._first_difference(size)
        has_root = checkpoint is not None and (self.tree.size, self.tree.root()) == (size, checkpoint.root)
        if row and has_root and self.doubtful.isdisjoint(range(first + 1, self.covered + 1)):
            # the lines are what was sealed: so their hashes are not, unless a line has changed its batch
            moved = diagnosis.moved_line_finding(self.package, self.order[first : self.covered])
            self.findings.append(moved or diagnosis.damaged_row_finding(self.package, size, row))
        elif row:
            self._diagnose(size, checkpoint, first, before)
        elif checkpoint and not has_root:
            self.findings.append(find("checkpoint-root", checkpoint_file(size), 3, value=size))
        self.trees[self.tree.size] = deepcopy(self.tree)
        self.checkpoints += [checkpoint] if checkpoint else []

    def _first_difference(self, size: int) -> int:
        """Returns the first row of the leaf hashes, from 1, that is not what the batches say; 0 if all rows are."""
        path = self.package.root / leaves_file(size)
        differs = number = 0
        with path.open("rb") if path.is_file() else BytesIO() as rows:
            for number, row in enumerate(self._next_rows(size), 1):
                if not differs and rows.readline() != row:
                    differs = number
            return differs or (number + 1 if rows.read(1) else 0)

    def _next_rows(self, size: int) -> Iterator[bytes]:
        """Yields the rows that the next batches of ORDER make, until the tree has that size, or ORDER ends."""
        while self.tree.size < size and self.covered < len(self.order):
            name = self.order[self.covered]
            self.covered += 1
            yield f"{name}\n".encode()
            for number, raw in enumerate(raw_lines(sealed_path(self.package, name)), 1):
                if not raw.endswith(b"\n"):
                    self.findings.append(find("sealed-changed", events_file(name), number, problem="has lost its LF"))
                leaf = line_hash(raw)
                self.tree.add_hash(leaf)
                if self.tree.size in self.wanted:
                    self.roots[self.tree.size] = self.tree.root()
                yield leaf.hex().encode() + b"\n"

    def _diagnose(self, size: int, checkpoint: Checkpoint | None, first: int, before: Tree) -> None:
        """Finds what differs between two checkpoints, and where; goes on as if it had been right.

        `first` and `before`: how many lines of ORDER, and which tree, the earlier checkpoint covers.
        """
        batches = read_leaves(self.package, size)
        count = sum(len(batch.hashes) for batch in batches)
        sealed = diagnosis.extended(before, batches)
        vouched = checkpoint is not None and sealed is not None and sealed.root() == checkpoint.root
        if checkpoint and not vouched and size - count in self.trees:
            fork = diagnosis.extended(self.trees[size - count], batches)
            if fork and fork.root() == checkpoint.root:
                self.findings.append(find("checkpoint-fork", checkpoint_file(size), value=size - count))
                self.covered, self.tree = first, before
                return
        if not vouched:
            self.findings.append(diagnosis.doubtful_leaves_finding(self.package, size))
        self.findings += diagnosis.order_findings(self.order, first, batches)
        self.findings += [found for batch in batches for found in diagnosis.batch_findings(self.package, batch)]
        if sealed is not None and vouched:
            self.covered, self.tree = first + len(batches), sealed


def audit_seals(package: Package, kept: Iterable[tuple[str, Checkpoint]] = ()) -> SealAudit:
    """Checks, in one pass, that every sealed line is what was sealed: the root at every checkpoint, and so consistency.

    Of a batch that is not, the first line that differs is found. `kept` are checkpoints from elsewhere, under the names
    that findings use for them: the log must be a continuation of each.
    """
    kept, order_findings = list(kept), list(package.check_order())
    doubtful = {finding.line or 0 for finding in order_findings}
    wanted = {checkpoint.size for _, checkpoint in kept} | {release.size for release in read_releases(package)}
    audit = SealAudit(package, package.order(), doubtful, wanted)
    for size in _seal_sizes(package, audit.findings):
        audit.advance(size)
    if audit.covered < len(audit.order) and not audit.findings:
        audit.findings.append(find("order-unsealed", ORDER, audit.covered + 1, value=audit.order[audit.covered]))
    places = {(finding.file, finding.line) for finding in audit.findings}
    audit.findings += [finding for finding in order_findings if (finding.file, finding.line) not in places]
    if not damage_among(audit.findings):
        audit.findings += [*_check_kept(audit, kept), *_check_release_roots(audit)]
    audit.findings += check_releases(package)
    audit.unsealed = sum(1 for path in unsealed_batches(package, audit.covered) for _ in raw_lines(path))
    return audit


def damage_among(findings: Iterable[Finding]) -> list[Finding]:
    """Returns the errors that no further seal can mend."""
    return [finding for finding in findings if finding.severity == "error" and finding.code not in _UNFINISHED]


def _seal_sizes(package: Package, findings: list[Finding]) -> list[int]:
    """Returns the sizes that seals were made at, ascending; adds findings for what else lies in the folder."""
    sizes, newest = set(package.checkpoints()), package.sealed()
    for path in sorted((package.root / CHECKPOINTS).glob("*")):
        name = path.name.removesuffix(".leaves")
        if path.name.startswith(".") or name in map(str, sizes):
            continue
        if path.name == name or not re.fullmatch("[1-9][0-9]{0,18}", name, re.ASCII):
            findings.append(find("checkpoint-stray", f"{CHECKPOINTS}/{path.name}", value=path.name))
        elif int(name) > newest:
            findings.append(find("seal-unfinished", leaves_file(int(name))))
        else:
            findings.append(find("checkpoint-missing", checkpoint_file(int(name))))
            sizes.add(int(name))
    return sorted(sizes)


def _checkpoint(package: Package, size: int, findings: list[Finding]) -> Checkpoint | None:
    """Returns the log's checkpoint of this size; None if there is none, or, with a finding, if it is damaged."""
    path = package.root / checkpoint_file(size)
    if not path.is_file():
        return None
    try:
        checkpoint = notes.parse(path.read_bytes())
        if checkpoint.size != size:
            raise CheckpointError("its size is another", 2)
        if checkpoint.origin != package.metadata.origin:
            raise CheckpointError(f"it is of the log {checkpoint.origin}, this one is {package.metadata.origin}", 1)
        if checkpoint.extensions:
            raise CheckpointError("we write no such line", 4)
    except CheckpointError as error:
        findings.append(find("checkpoint-form", checkpoint_file(size), error.line or None, problem=error.reason))
        return None
    return checkpoint


def _check_kept(audit: SealAudit, kept: list[tuple[str, Checkpoint]]) -> Iterator[Finding]:
    """Yields a finding for each checkpoint from elsewhere that this log does not continue."""
    for name, checkpoint in kept:
        if checkpoint.origin != audit.package.metadata.origin:
            yield find("checkpoint-form", name, 1, problem=f"it is of the log {checkpoint.origin}")
        elif checkpoint.size > audit.tree.size:
            yield find("checkpoint-ahead", name, 2, value=checkpoint.size, other=audit.tree.size)
        elif checkpoint.size and audit.roots[checkpoint.size] != checkpoint.root:
            yield find("checkpoint-root", name, 3, value=checkpoint.size)


def _check_release_roots(audit: SealAudit) -> Iterator[Finding]:
    """Yields a finding for each line of RELEASES whose size or root is not this log's."""
    for number, release in enumerate(parse_releases(audit.package), 1):
        if release and release.size > audit.tree.size:
            problem = f"are not all there: {audit.tree.size:,} are sealed"
            yield find("release-root", RELEASES, number, value=release.size, problem=problem)
        elif release and audit.roots[release.size] != release.root:
            yield find("release-root", RELEASES, number, value=release.size, problem="have another root")
