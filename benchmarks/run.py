"""How long checking and building take, as ratios to bare DuckDB reads of the same files; and in how much memory.

    python benchmarks/run.py --records N [--records M …] [--repeat 5] [--json FILE]

Makes a log of so many records (benchmarks/generate.py, seeded), and runs everything side by side, each run a process of its
own, in turns, so that all meet the same machine. L is a typed `CREATE TABLE AS` over `read_json(columns=…)` in memory, F the
same into a .duckdb file; both are timed within their process, as is everything else, after the imports.
Of the shipped log, whole processes are timed, in pairs. frictionless-py is left out above 100,000 records, pydantic and (with
the extra `bench`) jsonschema-rs a line above a million: beyond that they take hours.

How it does in 4 GiB is seen by running all of it so, since DuckDB takes four fifths of what it finds; as root, for instance:

    mkdir /sys/fs/cgroup/memory/bench; echo 4G > /sys/fs/cgroup/memory/bench/memory.limit_in_bytes
    sh -c 'echo $$ > /sys/fs/cgroup/memory/bench/cgroup.procs; exec python benchmarks/run.py --records 10000000'
"""

import argparse
import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import generate
import table
import wrong

ROOT = Path(__file__).parent.parent
SHARES = (0.001, 0.01)
"""Of wrong lines."""
MORE = 1000
"""How many records a log grows by, to be built again."""
UNTIL = {"frictionless-py": 100_000, "pydantic, a line": 1_000_000, "jsonschema-rs, a line": 1_000_000}
"""Up to how many records the slow ones are run."""


Job = Callable[[], None]
"""What is timed; who gives it has imported what it needs."""


def bare(root: Path, target: str = ":memory:") -> Job:
    import duckdb

    from summitevents.log import schema

    files = [str(path) for path in sorted((root / "events").glob("*.jsonl"))]
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in schema.columns().items())

    def read() -> None:
        with duckdb.connect(target) as con:
            con.execute(f"CREATE TABLE log AS SELECT * FROM read_json($1, format = 'newline_delimited', columns = {{{columns}}})", [files])  # fmt: skip

    return read


def to_file(root: Path) -> Job:
    (root / "bare.duckdb").unlink(missing_ok=True)
    return bare(root, str(root / "bare.duckdb"))


def validate(root: Path) -> Job:
    """Every error is found and explained, at its line, and nothing else."""
    from summitevents.log.package import Package
    from summitevents.validation import validate_log

    expected = json.loads((root / "wrong.json").read_text()) if (root / "wrong.json").exists() else []

    def check() -> None:
        assert [[one.file, one.line, one.code] for one in validate_log(Package(root)).findings] == expected

    return check


def anew(root: Path) -> Job:
    (root / "anew.duckdb").unlink(missing_ok=True)
    return _built(root, "anew.duckdb")


def again(root: Path) -> Job:
    """Into the file that holds the tables of the log before it grew."""
    return _built(root, "built.duckdb")


def _built(root: Path, name: str) -> Job:
    from summitevents.build.pipeline import build_tables
    from summitevents.log.package import Package

    return lambda: build_tables(Package(root), root / name)


def frictionless(root: Path) -> Job:
    importlib.import_module("frictionless")

    from summitevents.log import schema
    from summitevents.tableschema import check_package_with_frictionless

    files = [f"events/{path.name}" for path in sorted((root / "events").glob("*.jsonl"))]
    (root / "frictionless.json").write_text(json.dumps(schema.package_descriptor({"name": "log"}, "0", files, [])))

    def check() -> None:
        report = check_package_with_frictionless(root / "frictionless.json")
        assert report.rows and not report.problems

    return check


def pydantic(root: Path) -> Job:
    from summitevents.log.records import RECORD
    from summitevents.log.vocabulary import DEFAULT, built_in

    terms = built_in(DEFAULT).terms()
    return _by_line(root, lambda line: RECORD.validate_json(line, context=terms))


def jsonschema_rs(root: Path) -> Job:
    from jsonschema_rs import validator_for

    from summitevents.log import schema
    from summitevents.log.vocabulary import DEFAULT, built_in

    validator = validator_for(schema.json_schema(built_in(DEFAULT).terms()))
    return _by_line(root, lambda line: validator.validate(json.loads(line)))


def _by_line(root: Path, check: Callable[[bytes], object]) -> Job:
    """What is wrong is raised."""

    def each() -> None:
        for path in (root / "events").glob("*.jsonl"):
            with path.open("rb") as lines:
                for line in lines:
                    check(line)

    return each


RUNS: dict[str, Callable[[Path], Job]] = {
    table.L: bare,
    table.F: to_file,
    "validate": validate,
    **{table.WRONG.format(share): validate for share in SHARES},
    "build": anew,
    "frictionless-py": frictionless,
    "pydantic, a line": pydantic,
    "jsonschema-rs, a line": jsonschema_rs,
}
GROWN = {table.AGAIN: again, table.ANEW: anew}
PROCESSES = {
    table.SHIPPED: ["-m", "summitevents", "validate", "--data", str(ROOT)],
    table.IMPORTS: ["-c", "import typer, duckdb, pydantic"],
}


def measured(name: str, root: Path) -> table.Run:
    """One run in a process of its own: seconds, seconds of the processor, and its peak of memory in MB."""
    ran = subprocess.run([sys.executable, __file__, "--one", name, str(root)], check=True, stdout=subprocess.PIPE)
    return table.Run(*json.loads(ran.stdout))


def one(name: str, root: Path) -> table.Run:
    job = (RUNS | GROWN)[name](root)
    began, worked = time.perf_counter(), time.process_time()
    job()
    return table.Run(time.perf_counter() - began, time.process_time() - worked, _peak())


def _peak() -> float:
    """The most memory that this process has had, in MB; of the one that started it, Linux's rusage may tell too."""
    status = Path("/proc/self/status")
    if status.exists():
        [peak] = (line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def whole(words: list[str]) -> table.Run:
    """A whole process, with its start and its imports."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, words
    return table.Run(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def at(count: int, repeat: int, folder: Path) -> table.Found:
    """All runs for a log of one size, in turns; and then, for that log as it grows."""
    log = generate.Log()
    roots = {"": generate.write(folder / "good", count, log)}
    for share in SHARES:
        name = table.WRONG.format(share)
        roots[name] = folder / name
        (folder / name / "wrong.json").write_text(json.dumps(wrong.write(roots[""], roots[name], share)))
    names = [name for name in RUNS if count <= UNTIL.get(name, count)]
    if not find_spec("jsonschema_rs"):
        names = [name for name in names if not name.startswith("jsonschema")]
    found: table.Found = {name: [] for name in [*names, *GROWN]}
    for _ in range(repeat):
        for name in names:
            found[name].append(measured(name, roots.get(name, roots[""])))
    measured(table.AGAIN, roots[""])
    for _ in range(repeat):
        generate.write(roots[""], MORE, log)
        for name in GROWN:
            found[name].append(measured(name, roots[""]))
    return found


def shipped(repeat: int) -> table.Found:
    """The shipped log, in pairs; the first is not counted."""
    found: table.Found = {name: [] for name in PROCESSES}
    for n in range(repeat + 1):
        for name, words in PROCESSES.items():
            ran = whole(words)
            found[name] += [ran] if n else []
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--records", type=int, action="append", required=True)
    asked.add_argument("--repeat", type=int, default=5)
    asked.add_argument("--json", type=Path)
    given = asked.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    results: dict[int, table.Found] = {}
    for count in sorted(given.records):
        with tempfile.TemporaryDirectory() as folder:
            results[count] = at(count, given.repeat, Path(folder))
    small = shipped(given.repeat)
    if given.json:
        given.json.write_text(table.as_json(results, small))
    print(table.report(results, small))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(sys.argv[2], Path(sys.argv[3]))))
    else:
        main()
