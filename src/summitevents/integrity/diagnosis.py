"""Finds the first place that shows how a batch or ORDER differs from what was sealed."""

from collections.abc import Iterator
from copy import deepcopy

from summitevents.findings.escaping import Verbatim
from summitevents.findings.finding import Finding, find
from summitevents.integrity.layout import (
    SealedBatch,
    leaves_file,
    line_hash,
    raw_lines,
    record_id,
    sealed_path,
)
from summitevents.log.package import ORDER, Package, events_file
from summitevents.standards.merkle import Tree


def order_findings(order: list[str], first: int, batches: list[SealedBatch]) -> Iterator[Finding]:
    """Yields the first line of ORDER that is not what was sealed. `first`: the index, from 0, where the batches begin."""
    for index, batch in enumerate(batches, first):
        if index >= len(order):
            yield find("sealed-order", ORDER, index + 1, value=Verbatim("its end"), other=batch.name)
            return
        if order[index] != batch.name:
            yield find("sealed-order", ORDER, index + 1, value=order[index], other=batch.name)
            return


def batch_findings(package: Package, batch: SealedBatch) -> Iterator[Finding]:
    """Yields the first line of a batch that is not what was sealed."""
    file, path = events_file(batch.name), sealed_path(package, batch.name)
    if not path.is_file():
        yield find("sealed-gone", file)
        return
    number = 0
    for number, raw in enumerate(raw_lines(path), 1):
        if number > len(batch.hashes):
            yield find("sealed-added", file, number, value=len(batch.hashes))
            return
        sealed, leaf = batch.hashes[number - 1], line_hash(raw)
        if sealed and sealed != leaf:
            moved = leaf in batch.hashes
            problem = (
                f"was sealed as line {batch.hashes.index(leaf) + 1}" if moved else "is not the one that was sealed"
            )
            yield find("sealed-changed", file, number, problem=problem)
            return
    if number < len(batch.hashes):
        yield find("sealed-missing", file, number + 1, value=len(batch.hashes), other=number)


def moved_line_finding(package: Package, names: list[str]) -> Finding | None:
    """Returns the first line of these batches whose id is of another batch; None if there is none."""
    for name in names:
        for number, raw in enumerate(raw_lines(sealed_path(package, name)), 1):
            if record_id(raw).rpartition(".")[0] != name.removesuffix(".jsonl"):
                return find("sealed-changed", events_file(name), number, problem="was sealed in another batch")
    return None


def damaged_row_finding(package: Package, size: int, row: int) -> Finding:
    """Returns what to say of this row, from 1, of a `.leaves` file: the log is what was sealed, so the row is not."""
    problem = "the log is as it was sealed, this row is not"
    return _missing_leaves(package, size) or find("leaves-changed", leaves_file(size), row, problem=problem)


def doubtful_leaves_finding(package: Package, size: int) -> Finding:
    """Returns what to say of a `.leaves` file whose hashes do not lead to the root: it may be wrong itself."""
    problem = "neither they nor the log have the root"
    return _missing_leaves(package, size) or find("leaves-changed", leaves_file(size), problem=problem)


def _missing_leaves(package: Package, size: int) -> Finding | None:
    name = leaves_file(size)
    return None if (package.root / name).is_file() else find("leaves-missing", name)


def extended(tree: Tree, batches: list[SealedBatch]) -> Tree | None:
    """Returns a copy of the tree with the lines of these batches added; None if a row of theirs is damaged."""
    hashes = [leaf for batch in batches for leaf in batch.hashes]
    if not all(hashes):
        return None
    copy = deepcopy(tree)
    for leaf in hashes:
        copy.add_hash(leaf)
    return copy
