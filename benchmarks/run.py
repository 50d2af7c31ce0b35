"""Measures every aim of docs/performance.md, and prints which are met: checking and building against bare DuckDB reads.

    python benchmarks/run.py [--only PART …] [--ten] [--smoke] [--results FILE] [--write docs/performance.md]

Logs are made (benchmarks/generate.py, seeded); of those that are compared, each run is a process of its own, in turns, so that
all meet the same machine. L is a typed `CREATE TABLE AS` over `read_json(columns=…)` in memory, F the same into a .duckdb file;
both are timed within their process, as is everything else, after the imports. Of the shipped log, whole processes are timed.

What was measured is kept in the results file: a part that is run again replaces what stands there of it, and the table is of
all that stands there. --ten measures ten million records too, in a control group of 4 GiB: as root, or where systemd makes one.
--smoke runs everything, small: its figures mean nothing. --write puts the tables into a page, between its two marks.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import control_group
import generate
import jobs
import table

from tableschema import made, own

ROOT = Path(__file__).parent.parent
BEGINS, ENDS = "<!-- measured by benchmarks/run.py -->", "<!-- /measured -->"
MORE = 1000
"""How many records a log grows by, to be built again."""


@dataclass(frozen=True)
class Sizes:
    """How much is measured, and how often: records of a log, of a smaller one, of one event, of the largest, and rows."""

    records: int = 1_000_000
    fewer: int = 100_000
    event: tuple[int, int] = table.EVENT
    rows: int = 100_000
    ten: int = 10_000_000
    repeat: int = 3
    starts: int = 9


SMALL = Sizes(8_000, 1_000, (100, 500), 1_000, 2_000, 1, 1)

Turn = tuple[str, str, Path]
"""A name in the table, a job, and the folder that it works on."""


class Bench:
    """Runs parts, keeps what they take, and says on standard error how far it is."""

    def __init__(self, folder: Path, sizes: Sizes, results: Path) -> None:
        self.folder, self.sizes, self.results = folder, sizes, results
        self.runs: table.Runs = json.loads(results.read_text()) if results.exists() else {}
        self._made: dict[int, tuple[Path, generate.Log]] = {}
        self._began = time.monotonic()

    def log(self, records: int) -> tuple[Path, generate.Log]:
        """A log of so many records, made once."""
        if records not in self._made:
            self.say(f"making {records:,} records")
            log = generate.Log()
            self._made[records] = generate.write(self.folder / f"log-{records}", records, log), log
        return self._made[records]

    def take(self, part: str, turns: list[Turn], repeat: int, before: Callable[[], object] = lambda: None) -> None:
        """Runs jobs in turns, and keeps what they took. `before`: what comes before each round."""
        self._keep(part, repeat, {name: lambda job=job, root=root: measured(job, root) for name, job, root in turns}, before)  # type: ignore[misc]  # fmt: skip

    def take_processes(self, part: str, commands: dict[str, Callable[[], jobs.Run]], repeat: int) -> None:
        """The same of whole processes."""
        self._keep(part, repeat, commands, lambda: None)

    def _keep(
        self, part: str, repeat: int, turns: dict[str, Callable[[], jobs.Run]], before: Callable[[], object]
    ) -> None:
        load, found = os.getloadavg()[0], {name: list[jobs.Run]() for name in turns}
        for n in range(repeat):
            before()
            for name, turn in turns.items():
                found[name].append(turn())
                self.say(f"{part}, {n + 1} of {repeat}: {name}: {found[name][-1].seconds:.2f} s")
        for name, runs in found.items():
            self.runs[name] = {"part": part, "when": time.strftime("%Y-%m-%d"), "load": round(load, 1), "runs": runs}
        self.results.parent.mkdir(parents=True, exist_ok=True)
        self.results.write_text(json.dumps(self.runs, indent=1))

    def say(self, line: str) -> None:
        print(f"[{(time.monotonic() - self._began) / 60:4.1f} min] {line}", file=sys.stderr, flush=True)


def measured(job: str, root: Path, prefix: tuple[str, ...] = ()) -> jobs.Run:
    """One run in a process of its own."""
    words = [*prefix, sys.executable, jobs.__file__, job, str(root)]
    return jobs.Run(*json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout))


def validate(bench: Bench) -> None:
    good, _ = bench.log(bench.sizes.records)
    turns: list[Turn] = [(table.L, "bare", good), (table.VALIDATE, "validate", good)]
    for share, name in table.WRONG.items():
        bench.say(f"making: {name}")
        root = bench.folder / f"wrong-{share}"
        (root / "wrong.json").write_text(json.dumps(generate.write_wrong(good, root, share)))
        turns.append((name, "validate", root))
    bench.take("validate", turns, bench.sizes.repeat)


def build(bench: Bench) -> None:
    """Anew; what queries on the tables take; and as the log grows, in a copy of it."""
    good, log = bench.log(bench.sizes.records)
    bench.take("build", [(table.F, "bare to file", good), (table.BUILD, "build", good)], bench.sizes.repeat)
    bench.take("build", [(table.QUERY + name, name, good) for name in jobs.QUERIES], bench.sizes.repeat)
    grows = bench.folder / "grows"
    shutil.copytree(good, grows, ignore=shutil.ignore_patterns("*.duckdb"))
    measured("build", grows)
    bench.take(
        "build", [(table.AGAIN, "build again", grows)], bench.sizes.repeat, lambda: generate.write(grows, MORE, log)
    )
    shutil.rmtree(grows)


def others(bench: Bench) -> None:
    """A tenth of the records, and other validators beside ours."""
    good, _ = bench.log(bench.sizes.fewer)
    names = {
        "L": "bare", "F": "bare to file", "validate": "validate", "build": "build", "pydantic, a line": "pydantic",
        **({"jsonschema-rs, a line, after Python's JSON": "jsonschema-rs"} if find_spec("jsonschema_rs") else {}),
    }  # fmt: skip
    bench.take("others", [(f"100,000 records: {name}", job, good) for name, job in names.items()], bench.sizes.repeat)


def event(bench: Bench) -> None:
    few, many = (generate.write_one_event(bench.folder / f"event-{size}", size) for size in bench.sizes.event)
    turns = [(table.FEW, "build", few), (table.MANY, "build", many), (table.PLAIN, "definition", few)]
    bench.take("event", turns, bench.sizes.repeat)


def tables(bench: Bench) -> None:
    turns: list[Turn] = []
    for names, make in ((table.CSV, made), (table.JSONL, own)):
        random.seed(1)
        folder = bench.folder / names[0].partition(":")[0]
        folder.mkdir()
        make(folder, bench.sizes.rows, 0)
        turns += [(names[0], "ours", folder), (names[1], "theirs", folder)]
    bench.take("tables", turns, bench.sizes.repeat)


def shipped(bench: Bench) -> None:
    """Whole processes, of this repository's log, and of what it was when the aims were set; cold: nothing is kept from an earlier run."""
    kept, words = bench.folder / "kept", [sys.executable, "-m", "summitevents"]
    commands = {name: [*words, name, "--data", str(ROOT)] for name in ("validate", "timeline")}
    first = first_records(bench.folder / "early", 3375)
    early = {name: [*words, name, "--data", str(first)] for name in commands}
    imports = [sys.executable, "-c", "import typer, duckdb, pydantic"]
    for command in (imports, *commands.values()):
        whole(command, kept)
    bench.take_processes(
        "shipped",
        {
            table.IMPORTS: lambda: whole(imports, kept),
            table.COLD: lambda: whole(commands["validate"], bench.folder / "cold", cold=True),
            table.KEPT: lambda: whole(commands["validate"], kept),
            table.TIMELINE: lambda: whole(commands["timeline"], bench.folder / "cold", cold=True),
            table.WARM: lambda: whole(commands["timeline"], kept),
            table.EARLY + "validate, cold": lambda: whole(early["validate"], bench.folder / "cold", cold=True),
            table.EARLY + "timeline, cold": lambda: whole(early["timeline"], bench.folder / "cold", cold=True),
        },
        bench.sizes.starts,
    )


def first_records(folder: Path, count: int) -> Path:
    """Copies the first sealed batches of this repository's log, as many as have `count` records, without their seals."""
    (folder / "events").mkdir(parents=True)
    descriptor = json.loads((ROOT / "datapackage.json").read_bytes())
    descriptor["resources"][0]["path"] = copied = []
    for name in (ROOT / "events/ORDER").read_text("utf-8").split():
        if count > 0:
            copied.append(f"events/{name}")
            count -= Path(shutil.copy(ROOT / "events" / name, folder / "events")).read_bytes().count(b"\n")
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return folder


def whole(words: list[str], cache: Path, cold: bool = False) -> jobs.Run:
    """A whole process, with its start and its imports; what it keeps for later goes into the folder `cache`.

    Python may keep the bytecode of what it imports, as an install has it.
    """
    if cold:
        shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(exist_ok=True)
    unset = ("CI", "GITHUB_ACTIONS", "PYTHONDONTWRITEBYTECODE")
    env = {name: value for name, value in os.environ.items() if name not in unset}
    env["XDG_CACHE_HOME"] = str(cache)
    began = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, words
    return jobs.Run(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def ten(bench: Bench) -> None:
    """Ten million records in 4 GiB, once."""
    with control_group.limited(4 << 30) as prefix:
        if prefix is None:
            bench.say("ten: not run; there is no control group to be had: it needs root, or systemd")
            return
        good, _ = bench.log(bench.sizes.ten)
        turns = {
            name: (lambda job=job: measured(job, good, prefix))  # type: ignore[misc]
            for job, name in table.TEN.items()
        }
        bench.take_processes("ten", turns, 1)


PARTS = {part.__name__: part for part in (validate, build, others, event, tables, shipped, ten)}


def write_page(page: Path, report: str) -> None:
    """Puts the tables between the two marks of a page."""
    before, begins, rest = page.read_text("utf-8").partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    assert begins and ends, f"{page} has no {BEGINS} with {ENDS} after it"
    page.write_text(f"{before}{BEGINS}\n\n{report}\n\n{ENDS}{after}", "utf-8")


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    asked.add_argument("--ten", action="store_true", help="ten million records in 4 GiB, too")
    asked.add_argument("--smoke", action="store_true", help="all of it, small")
    asked.add_argument("--results", type=Path, help="[default: build/performance.json]")
    asked.add_argument("--write", type=Path, metavar="PAGE", help="put the tables into this page")
    asked.add_argument("--table", action="store_true", help="measure nothing: print what the results say")
    given = asked.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    parts = given.only or [name for name in PARTS if name != "ten" or given.ten or given.smoke]
    with tempfile.TemporaryDirectory(prefix="summitevents-") as folder:
        small = Path(folder) / "results.json" if given.smoke else ROOT / "build/performance.json"
        bench = Bench(Path(folder), SMALL if given.smoke else Sizes(), given.results or small)
        for name in () if given.table else parts:
            PARTS[name](bench)
    order = list(PARTS)
    report = table.report(dict(sorted(bench.runs.items(), key=lambda named: order.index(named[1]["part"]))))
    print("Small sizes: these figures mean nothing.\n\n" * given.smoke + report)
    if given.write:
        write_page(given.write, report)


if __name__ == "__main__":
    main()
