"""What benchmarks/scale.py measured, as tables in Markdown; the laws fitted to it, held against the largest size; a billion."""

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Results = dict[str, dict[str, dict[str, Any]]]
"""Engine → records, as text → what its run took."""

NAMES = {"duckdb": "DuckDB", "sail": "Sail", "spark": "Apache Spark"}
LAWS = {"cpu": ("processor s", 1), "seconds": ("seconds", 1), "bytes": ("memory, MB", 1e6), "aside": ("set aside, MB", 1e6), "made": ("tables, MB", 1e6), "log": ("table log, MB", 1e6), "jsonl": ("JSONL, MB", 1e6)}  # fmt: skip
"""What a law is fitted to, and how many of its units make one that is shown."""
TERMS: dict[str, Callable[[float], float]] = {"n": lambda n: n, "n·log₂ n": lambda n: n * math.log2(n)}
"""What may grow beside a constant."""
MANY = 1_000_000_000
CORES, PRICE, SPACE = 64, 0.05, 0.023
"""Assumed: a cluster's cores, and US dollars for an hour of one core and for a GB and month of object storage."""


def report(results: Results) -> str:
    """All of it, for a page."""
    return "\n\n".join([f"{os.cpu_count()} cores", runs(results), at_rest(results), laws(results), billion(results)])


def runs(results: Results) -> str:
    """A row a run; with `=` where the tables have the rows that DuckDB's have."""
    out = ["| records | engine | seconds | processor s | load before | MB of memory, all | at most of each | set aside, MB | rows |", "|--:|---|--:|--:|--:|--:|---|--:|---|"]  # fmt: skip
    for count in sizes(results):
        for engine, found in results.items():
            if not (one := found.get(count)):
                continue
            each = ", ".join(f"{kind} {taken / 1e6:,.0f}" for kind, taken in sorted(one["processes"].items(), key=lambda pair: -pair[1]) if taken > 1e6)  # fmt: skip
            out.append(
                f"| {int(count):,} | {NAMES[engine]} | {one['seconds']:.1f} | {one['cpu']:.1f} | {one['load']:.1f} "
                f"| {one['bytes'] / 1e6:,.0f} | {each} | {one['aside'] / 1e6:,.0f} | {_same(results, count, engine)} |"
            )
    return "\n".join(out)


def _same(results: Results, count: str, engine: str) -> str:
    """Whether all tables are as DuckDB's, by their number of rows and a sum over these."""
    held, here = results["duckdb"].get(count, {}).get("rows"), results[engine][count]["rows"]
    total = f"{sum(number for number, _ in here.values()):,}"
    if engine == "duckdb" or held is None:
        return total
    wrong = [name for name in sorted({*held, *here}) if held.get(name) != here.get(name)]
    return f"{total}, {'not = in ' + ', '.join(wrong) if wrong else '='}"


def at_rest(results: Results) -> str:
    """Bytes of a record, at the largest size of each engine."""
    out = ["| at rest, bytes a record | |", "|---|--:|"]
    for engine, found in results.items():
        count = max(found, key=int)
        one, n = found[count], int(count)
        if engine == "duckdb":
            out += [f"| JSONL | {one['jsonl'] / n:.0f} |", f"| .duckdb, all tables | {one['made'] / n:.0f} |"]
        else:
            out.append(f"| Parquet by {NAMES[engine]}, all tables (of these, `log`) | {one['made'] / n:.0f} ({one['log'] / n:.0f}) |")  # fmt: skip
    return "\n".join(out)


def laws(results: Results) -> str:
    """For each figure the law that fits all sizes but the largest, and what it said of that."""
    out = ["| what | law, for n records | error where fitted | size held back | predicted | found | error |", "|---|---|--:|--:|--:|--:|--:|"]  # fmt: skip
    for engine, found in results.items():
        if len(found) < 4:
            continue
        *_, last = sorted(found, key=int)
        for what in ("cpu", "seconds", "bytes", "aside", "made"):
            title, unit = LAWS[what]
            values = _values(found, what)
            if not all(values.values()):
                continue
            held = values.pop(int(last))
            law = best(values)
            said = law.at(int(last))
            out.append(
                f"| {NAMES[engine]}, {title} | {law.constant / unit:.3g} + {law.each / unit * 1e6:.3g}·{law.term}/10⁶ | {law.error(values):.0%} "
                f"| {int(last):,} | {said / unit:,.0f} | {held / unit:,.0f} | {said / held - 1:+.0%} |"
            )
    return "\n".join(out)


def billion(results: Results) -> str:
    """The laws, fitted to all sizes, at a billion records: a thousand times beyond what was measured."""
    out = [f"| a billion records | core hours | hours on {CORES} cores, were they all at work | US$ a build | tables, TB | US$ a month |", "|---|--:|--:|--:|--:|--:|"]  # fmt: skip
    for engine, found in results.items():
        if len(found) < 4:
            continue
        work, made = (best(_values(found, what)).at(MANY) for what in ("cpu", "made"))
        hours = work / 3600
        out.append(f"| {NAMES[engine]} | {hours:,.0f} | {hours / CORES:.1f} | {hours * PRICE:,.0f} | {made / 1e12:.2f} | {made / 1e9 * SPACE:,.0f} |")  # fmt: skip
    return "\n".join(out)


def sizes(results: Results) -> list[str]:
    """All sizes, the smallest first."""
    return sorted({count for found in results.values() for count in found}, key=int)


def _values(found: dict[str, dict[str, Any]], what: str) -> dict[int, float]:
    return {int(count): float(one[what] or 0) for count, one in found.items()}


@dataclass(frozen=True, slots=True)
class Law:
    """value = constant + each × term(records)."""

    term: str
    constant: float
    each: float

    def at(self, records: float) -> float:
        """What it says of a size."""
        return self.constant + self.each * TERMS[self.term](records)

    def error(self, found: Mapping[int, float]) -> float:
        """The root of the mean square of the relative errors."""
        return math.sqrt(sum((self.at(n) / value - 1) ** 2 for n, value in found.items()) / len(found))


def _fitted(found: Mapping[int, float], term: str) -> Law:
    """The law with the least sum of squared relative errors: each size weighs the same, be it small or large.

    With u = 1/value and v = term/value that is constant × u + each × v ≈ 1, in two unknowns.
    """
    points = [(1 / value, TERMS[term](n) / value) for n, value in found.items()]
    uu, uv, vv = sum(u * u for u, _ in points), sum(u * v for u, v in points), sum(v * v for _, v in points)
    u, v = sum(u for u, _ in points), sum(v for _, v in points)
    bottom = uu * vv - uv * uv
    constant, each = (u * vv - v * uv) / bottom, (v * uu - u * uv) / bottom
    if constant < 0:  # no run takes less than nothing
        constant, each = 0.0, v / vv
    return Law(term, constant, each)


def best(found: Mapping[int, float]) -> Law:
    """Of the laws that may be, the one that errs least on what it was fitted to."""
    return min((_fitted(found, term) for term in TERMS), key=lambda law: law.error(found))
