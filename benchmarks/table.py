"""What benchmarks/run.py measured, as tables in Markdown."""

import json
import math
import os
import platform
import statistics
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """One run: seconds by the clock, seconds of the processors, and the peak of memory in MB."""

    seconds: float
    cpu: float
    megabytes: float


Found = dict[str, list[Run]]
"""What was run, and its runs."""

L, F = "L: typed read, in memory", "F: typed read, into a file"
WRONG = "validate, {:.1%} of the lines wrong"
AGAIN, ANEW = "build again, 1,000 records more", "build anew, 1,000 records more"
SHIPPED, IMPORTS = "validate, the shipped log", "import typer, duckdb, pydantic"
TARGETS = [
    ("validate", L, "≤ 3"),
    (WRONG.format(0.001), "validate", "≤ 1.3"),
    (WRONG.format(0.01), "validate", ""),
    ("build", F, "≤ 2.5"),
    (AGAIN, ANEW, "≤ 0.05"),
    ("frictionless-py", "validate", "≥ 20"),
    ("pydantic, a line", "validate", ""),
    ("jsonschema-rs, a line", "validate", ""),
    (SHIPPED, IMPORTS, "≤ 1.5"),
]
"""What is held against what, and the aim."""


def machine() -> str:
    """What the figures hang on."""
    import duckdb

    model = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")] if Path("/proc/cpuinfo").exists() else []  # fmt: skip
    [(limit,)] = duckdb.sql("SELECT value FROM duckdb_settings() WHERE name = 'memory_limit'").fetchall()
    return (
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__} with at most {limit}; {platform.system()}, {os.cpu_count()} cores, "
        f"{model[0].partition(': ')[2] if model else platform.machine()}; load {os.getloadavg()[0]:.1f} at the end"
    )


def report(made: dict[int, Found], shipped: Found) -> str:
    """All of it, for a page."""
    parts = [machine()]
    for count, found in made.items():
        parts += [f"{count:,} records, medians of {len(found[L])}", runs(found, middle(found[L], "cpu")), ratios(found)]
    parts += [f"Whole processes, medians of {len(shipped[SHIPPED])}", runs(shipped), ratios(shipped)]
    return "\n\n".join(parts + [growth(made)] * (len(made) > 1))


def as_json(made: dict[int, Found], shipped: Found) -> str:
    """Every run of all of it."""
    told = {str(count): found for count, found in made.items()} | {"shipped": shipped}
    every = {
        size: {name: [run._asdict() for run in ran] for name, ran in found.items()} for size, found in told.items()
    }
    return json.dumps({"machine": machine(), "runs": every}, indent=1)


def middle(runs: list[Run], what: str) -> float:
    """The median of one of their figures."""
    return statistics.median(getattr(run, what) for run in runs)


def runs(found: Found, base: float | None = None) -> str:
    """A row for each that was run; with the `base` of L, in processor seconds, how many times that."""
    out = ["| what | seconds | slowest / quickest | processor s | MB |", "|---|--:|--:|--:|--:|"]
    if base:
        out = [out[0] + " × L |", out[1] + "--:|"]
    for name, ran in found.items():
        took = [run.seconds for run in ran]
        row = f"| {name} | {middle(ran, 'seconds'):.2f} | {max(took) / min(took):.2f} | {middle(ran, 'cpu'):.2f} | {middle(ran, 'megabytes'):.0f} |"
        out.append(row + f" {middle(ran, 'cpu') / base:.1f} |" if base else row)
    return "\n".join(out)


def ratios(found: Found) -> str:
    """What is held against what: the ratio of the medians, and of the spread what the quickest pair and the slowest gave."""
    out = ["| what | aim | by the clock | least to most | by the processor |", "|---|--:|--:|--:|--:|"]
    for name, held, aim in TARGETS:
        if name in found:
            clock, worked = (middle(found[name], what) / middle(found[held], what) for what in ("seconds", "cpu"))
            pairs = [one.seconds / other.seconds for one, other in zip(found[name], found[held], strict=True)]
            out.append(f"| {name} / {held.partition(':')[0]} | {aim} | {clock:.2f} | {min(pairs):.2f}–{max(pairs):.2f} | {worked:.2f} |")  # fmt: skip
    return "\n".join(out)


def growth(made: dict[int, Found]) -> str:
    """With what power of the number of records the time grows, from each size to the next, and from 100,000 to the last."""
    counts = sorted(made)
    steps = list(pairwise(counts))
    if 100_000 in counts[:-2]:
        steps.append((100_000, counts[-1]))
    out = ["| time grows as | from | to | by the clock | by the processor |", "|---|--:|--:|--:|--:|"]
    for name in (L, F, "validate", "build"):
        for less, more in steps:
            powers = [
                math.log(middle(made[more][name], what) / middle(made[less][name], what)) / math.log(more / less)
                for what in ("seconds", "cpu")
            ]
            out.append(f"| {name} | {less:,} | {more:,} | n^{powers[0]:.2f} | n^{powers[1]:.2f} |")
    return "\n".join(out)
