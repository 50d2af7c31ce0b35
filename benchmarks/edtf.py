"""How many EDTF texts a second `summitevents.standards.edtf.bounds` reads, next to the `edtf` library.

    PYTHONPATH=src python benchmarks/edtf.py [how many]

The sample is of distinct texts, mostly plain dates, as in a log: each is parsed once a round, and nothing is cached.
"""

import contextlib
import io
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from summitevents.standards import edtf

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


def main(size: int) -> None:
    texts = sample(size)
    ours = rate(edtf.bounds, texts, rounds=5)
    print(f"summitevents: {ours:,.0f} texts a second, parsed and bounded ({len(texts):,} distinct texts)")
    sys.path[:] = [folder for folder in sys.path if Path(folder).resolve() != Path(__file__).resolve().parent]
    try:
        from edtf import parse_edtf  # the library, not this file
    except ImportError:
        print("edtf: not installed, so not compared")
        return

    def parse(text: str) -> object:
        date = parse_edtf(text)
        return date.lower_strict(), date.upper_strict()

    with contextlib.redirect_stdout(io.StringIO()):
        theirs = rate(parse, texts[:500], rounds=1)
    print(f"edtf:         {theirs:,.0f} texts a second; ratio {ours / theirs:,.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
