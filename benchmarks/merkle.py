"""How many leaves a second `summitevents.standards.merkle` takes in, in how much memory, and what its proofs cost.

    PYTHONPATH=src python benchmarks/merkle.py [how many]

Leaves are 600 bytes, about a line of a log. Streaming holds no leaf; proofs are made from all leaf hashes.
"""

import sys
import time
import tracemalloc
from collections.abc import Iterator

from summitevents.standards import merkle


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


def main(count: int) -> None:
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


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
