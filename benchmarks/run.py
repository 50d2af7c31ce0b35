"""How long checking and building take, as ratios to bare DuckDB reads of the same files; and in how much memory.

    python benchmarks/run.py --records N [--records M …] [--repeat 5] [--referees 100000] [--json FILE]

Makes a log of so many records (benchmarks/generate.py, seeded), and runs everything side by side, each run a process of its
own, in turns, so that all meet the same machine. L is a typed `CREATE TABLE AS` over `read_json(columns=…)` in memory, F the
same into a .duckdb file; both are timed within their process, as is everything else, so that imports count for none of them.
Ratios are of medians; the spread is that of the slowest run to the quickest. frictionless-py, pydantic and (with the extra
`bench`) jsonschema-rs a line are run up to `--referees` records: beyond that they take hours.
"""

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import generate

ERRORS = 1000


def bare(root: Path, target: str = ":memory:") -> None:
    """A typed read: L; into a file: F."""
    import duckdb

    from summitevents import schema

    files = [str(path) for path in sorted((root / "events").glob("*.jsonl"))]
    with duckdb.connect(target) as con:
        con.execute(
            "CREATE TABLE log AS SELECT * FROM read_json($1, format = 'newline_delimited', columns = "
            + "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in schema.columns().items()) + "})",
            [files],
        )  # fmt: skip


def to_file(root: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bare(root, f"{folder}/bare.duckdb")


def validate(root: Path) -> None:
    from summitevents import build
    from summitevents.log import Package

    verdict = build.validate(Package(root))
    assert verdict.errors == len(json.loads((root / "wrong.json").read_text())), verdict.errors


def folded(root: Path) -> None:
    from summitevents import build
    from summitevents.log import Package

    with tempfile.TemporaryDirectory() as folder:
        build.build(Package(root), Path(folder) / "built.duckdb")


def frictionless(root: Path) -> None:
    from summitevents.check import reference
    from summitevents.log import Package

    assert not reference.check(Package(root))


def pydantic(root: Path) -> None:
    from summitevents.records import RECORD

    for path in (root / "events").glob("*.jsonl"):
        for line in path.open("rb"):
            RECORD.validate_json(line)


def jsonschema_rs(root: Path) -> None:
    import jsonschema_rs

    from summitevents import schema

    validator = jsonschema_rs.validator_for(schema.json_schema())
    for path in (root / "events").glob("*.jsonl"):
        for line in path.open("rb"):
            assert validator.is_valid(json.loads(line))


RUNS: dict[str, Callable[[Path], None]] = {
    "L: typed read, in memory": bare,
    "F: typed read, into a file": to_file,
    "validate": validate,
    "validate, 1,000 errors": validate,
    "build": folded,
    "frictionless-py": frictionless,
    "pydantic, a line": pydantic,
    "jsonschema-rs, a line": jsonschema_rs,
}
REFEREES = ("frictionless-py", "pydantic, a line", "jsonschema-rs, a line")
TARGETS = [
    ("validate", "L: typed read, in memory", 3.0),
    ("validate, 1,000 errors", "validate", 1.3),
    ("build", "F: typed read, into a file", 2.5),
    ("frictionless-py", "validate", 20.0),
]
"""What is held against what: at most so many times as long; but frictionless at least."""

WRONG: list[tuple[str, Callable[[str], str]]] = [
    ("json-syntax", lambda line: line.replace('"op"', "op", 1)),
    ("json-duplicate", lambda line: line.replace('"op"', '"id": 1, "op"', 1)),
    ("field-unknown", lambda line: line.replace('"op"', '"opp": 1, "op"', 1)),
    ("field-missing", lambda line: line.replace('"recorded_by": "curator", ', "", 1)),
    ("field-type", lambda line: line.replace('"recorded_by": "curator"', '"recorded_by": 7', 1)),
    ("field-form", lambda line: line.replace('"curator"', '"A Curator"', 1)),
    ("time-form", lambda line: line.replace('Z", "recorded_by"', '", "recorded_by"', 1)),
    ("op-unknown", lambda line: line.replace('"op": "', '"op": "x', 1)),
    ("line-blank", lambda line: ""),
    ("json-object", lambda line: f"[{line}]"),
    ("id-batch", lambda line: line.replace('"id": "2', '"id": "1', 1)),
    ("json-number", lambda line: line.replace('"op"', '"bytes": 1e999, "op"', 1)),
]
"""A code, and what gives it to any line. None of them takes away what others rest on: the lines stand alone."""


def spoil(root: Path, into: Path) -> Path:
    """The log once more, with 1,000 claims added to its last batch that are wrong in twelve ways."""
    batches = sorted((root / "events").glob("*.jsonl"))
    (into / "events").mkdir(parents=True)
    (into / "datapackage.json").write_bytes((root / "datapackage.json").read_bytes())
    for path in batches[:-1]:
        os.link(path, into / "events" / path.name)
    lines = batches[-1].read_text("utf-8").splitlines()
    record = next(line for line in lines if '"op": "claim"' in line and "replaces" not in line)
    stem, wrong = batches[-1].stem, []
    for n in range(ERRORS):
        code, change = WRONG[n % len(WRONG)]
        number = len(lines) + 1
        lines.append(change(json.dumps({**json.loads(record), "id": f"{stem}.{number}"}, ensure_ascii=False)))
        wrong.append([number, code])
    (into / "events" / batches[-1].name).write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    (into / "wrong.json").write_text(json.dumps(wrong))
    return into


def measured(name: str, root: Path) -> dict[str, float]:
    """One run in a process of its own: seconds, seconds of the processor, and its peak of memory in MB."""
    command = [sys.executable, __file__, "--one", name, str(root)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ran = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return dict(json.loads(ran.stdout))


def one(name: str, root: Path) -> None:
    import resource
    import time

    began, worked = time.perf_counter(), time.process_time()
    RUNS[name](root)
    spent = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - worked}
    print(json.dumps({**spent, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def at(count: int, repeat: int, referees: int, folder: Path) -> dict[str, list[dict[str, float]]]:
    """All runs for a log of one size, in turns."""
    root = generate.write(folder / str(count), count)
    (root / "wrong.json").write_text("[]")
    spoiled = spoil(root, folder / f"{count}-spoiled")
    names = [name for name in RUNS if name not in REFEREES or count <= referees]
    if not find_spec("jsonschema_rs"):
        names = [name for name in names if not name.startswith("jsonschema")]
    found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(repeat):
        for name in names:
            found[name].append(measured(name, spoiled if "errors" in name else root))
    return found


def middle(runs: list[dict[str, float]], what: str) -> float:
    return statistics.median(run[what] for run in runs)


def report(results: dict[int, dict[str, list[dict[str, float]]]]) -> str:
    out = [f"Python {platform.python_version()}, DuckDB {__import__('duckdb').__version__}, {os.cpu_count()} cores, {platform.machine()}; load {os.getloadavg()[0]:.1f} at the end", ""]  # fmt: skip
    for count, found in results.items():
        out += [f"{count:,} records, medians of {len(next(iter(found.values())))}", ""]
        out += ["| what | seconds | slowest / quickest | processor s | MB | × L |", "|---|--:|--:|--:|--:|--:|"]
        base = middle(found["L: typed read, in memory"], "cpu")
        for name, runs in found.items():
            took = [run["seconds"] for run in runs]
            out.append(f"| {name} | {middle(runs, 'seconds'):.2f} | {max(took) / min(took):.1f} | {middle(runs, 'cpu'):.2f} | {middle(runs, 'megabytes'):.0f} | {middle(runs, 'cpu') / base:.1f} |")  # fmt: skip
        out += ["", "| target | asked | by the clock | by the processor |", "|---|--:|--:|--:|"]
        for name, held, asked in TARGETS:
            if name in found:
                clock, worked = (middle(found[name], what) / middle(found[held], what) for what in ("seconds", "cpu"))
                sign = "≥" if name.startswith("frictionless") else "≤"
                out.append(f"| {name} / {held.split(':')[0]} | {sign} {asked} | {clock:.1f} | {worked:.1f} |")
        out.append("")
    counts = sorted(results)
    for less, more in pairwise(counts):
        for name in ("validate", "build"):
            grown = middle(results[more][name], "cpu") / middle(results[less][name], "cpu")
            out.append(
                f"{name}, {less:,} to {more:,} records: time grows as n^{math.log(grown) / math.log(more / less):.2f}"
            )
    return "\n".join(out)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    asked.add_argument("--records", type=int, action="append", required=True)
    asked.add_argument("--repeat", type=int, default=5)
    asked.add_argument("--referees", type=int, default=100_000)
    asked.add_argument("--json", type=Path)
    given = asked.parse_args()
    results: dict[int, Any] = {}
    for count in given.records:
        with tempfile.TemporaryDirectory() as folder:
            results[count] = at(count, given.repeat, given.referees, Path(folder))
    if given.json:
        given.json.write_text(json.dumps(results, indent=2))
    print(report(results))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
