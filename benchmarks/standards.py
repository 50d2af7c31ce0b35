"""What the standards cost: how many EDTF texts and leaves of a Merkle tree a second are read, in how much memory.

    PYTHONPATH=src python benchmarks/standards.py edtf|merkle [how many]

edtf: distinct texts, mostly plain dates, as in a log, next to the `edtf` library: each is parsed once a round, and nothing is
cached. merkle: leaves of 600 bytes, about a line of a log. Streaming holds no leaf; proofs are made from all leaf hashes.
"""

import contextlib
import io
import random
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator

from summitevents.standards import edtf, merkle

SHAPES: list[tuple[int, str]] = [
    (15, "{y}"),
    (20, "{y}-{m}"),
    (35, "{y}-{m}-{d}"),
    (12, "{y}-{m}-{d}/{y}-{m}-{e}"),
    (3, "{y}/{z}"),
    (3, "{y}-{m}-{d}/.."),
    (3, "{y}-{m}-{d}~"),
    (2, "{y}-{m}?"),
    (2, "{y}-{m}-XX"),
    (1, "{c}X"),
    (1, "{y}-21"),
    (2, "[{y}-{m}-{d}..{y}-{m}-{e}]"),
    (1, "[{y},{z}-{m}]"),
]


def sample(size: int) -> list[str]:
    """Texts without a double, as far as the shape allows, always the same ones."""
    draw = random.Random(2019)
    shapes = [shape for weight, shape in SHAPES for _ in range(weight)]
    texts: dict[str, None] = {}
    for _ in range(3 * size):
        year, day = draw.randint(1000, 9998), draw.randint(1, 27)
        parts = {"y": year, "z": year + 1, "c": year // 10, "m": f"{draw.randint(1, 12):02}"}
        texts[draw.choice(shapes).format(**parts, d=f"{day:02}", e=f"{day + 1:02}")] = None
        if len(texts) == size:
            break
    return list(texts)


def rate(parse: Callable[[str], object], texts: list[str], rounds: int) -> float:
    """Texts a second, in the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for text in texts:
            parse(text)
        best = min(best, time.perf_counter() - start)
    return len(texts) / best


def read_dates(size: int) -> None:
    texts = sample(size)
    ours = rate(edtf.bounds, texts, rounds=5)
    print(f"summitevents: {ours:,.0f} texts a second, parsed and bounded ({len(texts):,} distinct texts)")
    try:
        from edtf import parse_edtf
    except ImportError:
        print("edtf: not installed, so not compared")
        return

    def parse(text: str) -> object:
        date = parse_edtf(text)
        return date.lower_strict(), date.upper_strict()

    with contextlib.redirect_stdout(io.StringIO()):
        theirs = rate(parse, texts[:500], rounds=1)
    print(f"edtf:         {theirs:,.0f} texts a second; ratio {ours / theirs:,.0f}")


def leaves(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield b"%600d" % number


def root(leaves: Iterator[bytes]) -> bytes:
    tree = merkle.Tree()
    for leaf in leaves:
        tree.add_hash(merkle.leaf_hash(leaf))
    return tree.root()


def seconds(start: float) -> float:
    return time.perf_counter() - start


def take_leaves(count: int) -> None:
    start = time.perf_counter()
    made = root(leaves(count))
    print(f"streaming: {count / seconds(start):,.0f} leaves a second ({count:,} leaves, {seconds(start):.2f} s)")
    traced = min(count, 100_000)  # tracing is slow
    tracemalloc.start()
    root(leaves(traced))
    print(f"memory:    {tracemalloc.get_traced_memory()[1]:,} bytes at the peak, over {traced:,} leaves")
    tracemalloc.stop()

    hashes = [merkle.leaf_hash(leaf) for leaf in leaves(count)]
    start = time.perf_counter()
    proof = merkle.inclusion_proof(hashes, count // 3, count)
    print(f"proving:   {seconds(start):.2f} s for one inclusion proof of {len(proof)} hashes")
    start = time.perf_counter()
    rounds = 1_000
    for _ in range(rounds):
        merkle.verify_inclusion(hashes[count // 3], count // 3, count, proof, made)
    print(f"verifying: {seconds(start) / rounds * 1e6:,.0f} µs for one")


MEASURES = {"edtf": (read_dates, 100_000), "merkle": (take_leaves, 1_000_000)}

if __name__ == "__main__":
    measure, size = MEASURES[sys.argv[1]]
    measure(int(sys.argv[2]) if len(sys.argv) > 2 else size)
