"""What benchmarks/run.py measured, as tables in Markdown: the aims, each met or missed, and all that was measured."""

import math
import os
import platform
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Runs = dict[str, dict[str, Any]]
"""What was run → `runs`, each as long as jobs.Run; and `when` that was, at what `load`, in which `part`."""

L, F = "L: typed read, in memory", "F: typed read, into a file"
VALIDATE, BUILD, AGAIN = "validate", "build", "build, 1,000 records later"
WRONG = {0.001: "validate, 0.1% of the lines wrong", 0.01: "validate, 1% of the lines wrong"}
IMPORTS = "shipped log: import typer, duckdb, pydantic"
KEPT, COLD = "shipped log: validate, again", "shipped log: validate, cold"
TIMELINE, WARM = "shipped log: timeline, cold", "shipped log: timeline, again"
EARLY = "its first 3,375 records, as many as it had when the aims were set: "
CSV, JSONL = ("CSV: ours", "CSV: frictionless-py"), ("JSON Lines: ours", "JSON Lines: frictionless-py")
FEW, MANY = "one event of 2,000 claims: build", "one event of 20,000 claims: build"
PLAIN = "one event of 2,000 claims: plain definition"
TEN = {VALIDATE: "10 million in 4 GiB: validate", BUILD: "10 million in 4 GiB: build"}
QUERY = "query: "
SIZE = 1_000_000, 10_000_000
EVENT = 2_000, 20_000


@dataclass(frozen=True)
class Aim:
    """A figure and its aim: of the clock and of the processor, or of one `of` the others; over another run, a ratio.

    `least`: the aim is the least that is good, not the most. `sizes`: the ratio is shown as the power of these with which it grows.
    """

    title: str
    what: str
    over: str | None = None
    clock: float | None = None
    cpu: float | None = None
    of: str | None = None
    aim: float = 0.0
    least: bool = False
    sizes: tuple[int, int] | None = None

    def wanted(self) -> dict[str, float]:
        """Which figures of a run are held against which aims; those of a run's time both, unless one is named."""
        if self.of:
            return {self.of: self.aim}
        return {name: aim for name, aim in (("seconds", self.clock), ("cpu", self.cpu)) if aim is not None}

    def found(self, runs: Runs, figure: str) -> float:
        """Returns the figure: of the medians."""
        value = middle(runs[self.what], figure)
        value = value / middle(runs[self.over], figure) if self.over else value
        return math.log(value) / math.log(self.sizes[1] / self.sizes[0]) if self.sizes else value

    def row(self, runs: Runs) -> str:
        """Returns its row of the table."""
        wanted = self.wanted()
        sign = "≥" if self.least else "≤"
        aims = " / ".join(dict.fromkeys(self._shown(aim) for aim in wanted.values()))
        if not all(name in runs for name in (self.what, self.over) if name):
            return f"| {self.title} | {sign} {aims} | | | not measured |"
        good = all(
            self.found(runs, figure) >= aim if self.least else self.found(runs, figure) <= aim
            for figure, aim in wanted.items()
        )
        shown = [self._shown(self.found(runs, self.of))] if self.of else []
        shown += [] if self.of else [self._shown(self.found(runs, figure)) for figure in ("seconds", "cpu")]
        return f"| {self.title} | {sign} {aims} | {' | '.join([*shown, ''][:2])} | {'met' if good else '**missed**'} |"

    def _shown(self, value: float) -> str:
        if self.sizes:
            return f"n^{value:.2f}"
        if self.of in ("megabytes", "made"):
            return f"{value:,.0f} MB"
        unit = "" if self.over else " s"
        return f"{value:.2g}{unit}" if abs(value) < 0.1 else f"{value:.2f}{unit}"


def _both(title: str, what: str, over: str | None, aim: float, **more: Any) -> Aim:
    return Aim(title, what, over, aim, aim, **more)


_LINEAR = math.log(EVENT[1] * math.log(EVENT[1]) / (EVENT[0] * math.log(EVENT[0]))) / math.log(EVENT[1] / EVENT[0])
"""The power with which n log n grows between the two sizes."""

AIMS = [
    Aim("`validate` / L", VALIDATE, L, clock=2.2, cpu=2.8),
    _both("`validate`, 0.1% of the lines wrong / clean", WRONG[0.001], VALIDATE, 1.15),
    _both("`validate`, 1% wrong / clean", WRONG[0.01], VALIDATE, 1.3),
    Aim("`build` / F", BUILD, F, clock=3.4, cpu=3.6),
    Aim("`build`: the file", BUILD, of="made", aim=200),
    Aim("`build`: peak of memory", BUILD, of="megabytes", aim=1400),
    _both("`build` again, 1,000 records later / a new fold", AGAIN, BUILD, 0.035),
    *(
        Aim(f"query: {name}", QUERY + name, clock=0.1)
        for name in ("timeline, first 50", "timeline, one event", "claims by year")
    ),
    _both("frictionless-py / our check, 100,000 rows of CSV", CSV[1], CSV[0], 20, least=True),
    _both("frictionless-py / our check, 100,000 of JSON Lines", JSONL[1], JSONL[0], 11, least=True),
    _both("shipped log: `validate` again / imports", KEPT, IMPORTS, 1.0),
    _both("shipped log: `validate`, cold / imports", COLD, IMPORTS, 2.5),
    _both("shipped log: `timeline`, cold / imports", TIMELINE, IMPORTS, 3.0),
    Aim("one event of 20,000 claims: `build`", MANY, clock=3.0),
    _both("the same, growth from 2,000 (n log n)", MANY, FEW, round(_LINEAR, 2), sizes=EVENT),
    *(
        _both(f"10 million in 4 GiB: `{name}`, growth from a million", TEN[name], name, 1.08, sizes=SIZE)
        for name in (VALIDATE, BUILD)
    ),
]


def middle(run: dict[str, Any], figure: str) -> float:
    """The median of one figure of the runs."""
    place = ("seconds", "cpu", "megabytes", "made").index(figure)
    return statistics.median(one[place] for one in run["runs"])


def aims(runs: Runs) -> str:
    """A row for each aim."""
    head = ["| a million records, if nothing else is said | aim, clock / processor | by the clock | by the processor | |", "|---|--:|--:|--:|---|"]  # fmt: skip
    return "\n".join(head + [aim.row(runs) for aim in AIMS])


def measures(runs: Runs) -> str:
    """A row for each that was run."""
    out = ["| what | seconds | slowest / quickest | processor s | MB of memory | runs | on | load |", "|---|--:|--:|--:|--:|--:|---|--:|"]  # fmt: skip
    for name, run in runs.items():
        took = [one[0] for one in run["runs"]]
        row = [name, _short(middle(run, "seconds")), f"{max(took) / min(took):.2f}", _short(middle(run, "cpu"))]
        row += [f"{middle(run, 'megabytes'):,.0f}", str(len(took)), run["when"], f"{run['load']:.1f}"]
        out.append(f"| {' | '.join(row)} |")
    return "\n".join(out)


def _short(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds < 1 else f"{seconds:.1f}"


def report(runs: Runs) -> str:
    """All of it, for a page."""
    return "\n\n".join([aims(runs), f"What was measured, on {machine()}:", measures(runs), *lines(runs)])


def lines(runs: Runs) -> Iterator[str]:
    """How much is as it was aimed for."""
    told = [aim.row(runs).rpartition(" | ")[2].strip(" |*") for aim in AIMS]
    counts = [f"{told.count(word)} {word}" for word in ("met", "missed", "not measured") if told.count(word)]
    yield f"Of {len(AIMS)} aims: {', '.join(counts)}."


def machine() -> str:
    """What the figures hang on."""
    import duckdb

    model = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")] if Path("/proc/cpuinfo").exists() else []  # fmt: skip
    kind = model[0].partition(": ")[2] if model else platform.machine()
    return f"{os.cpu_count()} cores ({kind}), {platform.system()}, Python {platform.python_version()}, DuckDB {duckdb.__version__}"
