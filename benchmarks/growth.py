"""What benchmarks/scale.py measured, as tables in Markdown; the laws fitted to it, held against the largest size; a billion."""

import os
from typing import Any

import fit

Results = dict[str, dict[str, dict[str, Any]]]
"""Engine → records, as text → what its run took."""

NAMES = {"duckdb": "DuckDB", "sail": "Sail", "spark": "Apache Spark"}
LAWS = {"cpu": ("processor s", 1), "seconds": ("seconds", 1), "bytes": ("memory, MB", 1e6), "aside": ("set aside, MB", 1e6), "made": ("tables, MB", 1e6), "log": ("table log, MB", 1e6), "jsonl": ("JSONL, MB", 1e6)}  # fmt: skip
"""What a law is fitted to, and how many of its units make one that is shown."""
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
            law = fit.best(values)
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
        work, made = (fit.best(_values(found, what)).at(MANY) for what in ("cpu", "made"))
        hours = work / 3600
        out.append(f"| {NAMES[engine]} | {hours:,.0f} | {hours / CORES:.1f} | {hours * PRICE:,.0f} | {made / 1e12:.2f} | {made / 1e9 * SPACE:,.0f} |")  # fmt: skip
    return "\n".join(out)


def sizes(results: Results) -> list[str]:
    """All sizes, the smallest first."""
    return sorted({count for found in results.values() for count in found}, key=int)


def _values(found: dict[str, dict[str, Any]], what: str) -> dict[int, float]:
    return {int(count): float(one[what] or 0) for count, one in found.items()}
