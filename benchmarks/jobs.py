"""What benchmarks/run.py times: each job in a process of its own, its imports and files made ready before the clock starts.

    python benchmarks/jobs.py NAME FOLDER

Prints a run as JSON: seconds by the clock, seconds of the processor, the peak of memory and the file that was made, in MB.
"""

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """One run; `made`: the size of the database file that it made, if it made one."""

    seconds: float
    cpu: float
    megabytes: float
    made: float = 0.0


Job = Callable[[], None]
"""What is timed; who gives it has imported what it needs."""
BUILT = "built.duckdb"


def bare(root: Path, target: str = ":memory:") -> Job:
    import duckdb

    from summitevents.log import schema

    files = [str(path) for path in sorted((root / "events").glob("*.jsonl"))]
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in schema.columns().items())

    def read() -> None:
        with duckdb.connect(target) as con:
            con.execute(f"CREATE TABLE log AS SELECT * FROM read_json($1, format = 'newline_delimited', columns = {{{columns}}})", [files])  # fmt: skip

    return read


def bare_to_file(root: Path) -> Job:
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


def build(root: Path) -> Job:
    (root / BUILT).unlink(missing_ok=True)
    return build_again(root)


def build_again(root: Path) -> Job:
    """Into the file that holds the tables of the log before it grew."""
    from summitevents.build.pipeline import build_tables
    from summitevents.log.package import Package

    return lambda: build_tables(Package(root), root / BUILT)


def definition(root: Path) -> Job:
    """The fold in plain Python, of records that are read already."""
    from summitevents.fold.definition import fold
    from summitevents.log.package import Package
    from summitevents.log.reader import read_log

    records = [line.value for line in read_log(Package(root))[0]]

    def folded() -> None:
        fold(records)

    return folded


QUERIES = {
    "timeline, whole": "SELECT count(*), sum(hash(timeline)) FROM timeline",
    "timeline, first 50": "FROM timeline ORDER BY nr LIMIT 50",
    "timeline, one event": "FROM timeline WHERE event = 'event-77'",
    "claims by year": "SELECT happened[:4] AS year, count(*) FROM claims GROUP BY year ORDER BY year",
}


def query(text: str) -> Callable[[Path], Job]:
    """A query on the tables that were built, the first of its connection."""

    def ready(root: Path) -> Job:
        import duckdb

        con = duckdb.connect(str(root / BUILT), read_only=True)

        def ask() -> None:
            assert con.execute(text).fetchall()

        return ask

    return ready


def ours(root: Path) -> Job:
    from summitevents.tableschema import check_package

    return lambda: _expect_good(check_package(root / "datapackage.json"))


def theirs(root: Path) -> Job:
    importlib.import_module("frictionless")

    from summitevents.tableschema import check_package_with_frictionless

    return lambda: _expect_good(check_package_with_frictionless(root / "datapackage.json"))


def _expect_good(report: object) -> None:
    assert report.rows and not report.problems  # type: ignore[attr-defined]


def pydantic(root: Path) -> Job:
    from summitevents.log.kinds_and_roles import DEFAULT, built_in
    from summitevents.log.records import RECORD

    terms = built_in(DEFAULT).terms()
    return _by_line(root, lambda line: RECORD.validate_json(line, context=terms))


def jsonschema_rs(root: Path) -> Job:
    from jsonschema_rs import validator_for

    from summitevents.log import schema
    from summitevents.log.kinds_and_roles import DEFAULT, built_in

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


JOBS: dict[str, Callable[[Path], Job]] = {
    "bare": bare,
    "bare to file": bare_to_file,
    "validate": validate,
    "build": build,
    "build again": build_again,
    "definition": definition,
    "ours": ours,
    "theirs": theirs,
    "pydantic": pydantic,
    "jsonschema-rs": jsonschema_rs,
    **{name: query(text) for name, text in QUERIES.items()},
}


def run(name: str, root: Path) -> Run:
    """Runs a job in this process."""
    job = JOBS[name](root)
    began, worked = time.perf_counter(), time.process_time()
    job()
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    made = (root / BUILT).stat().st_size / 1e6 if name.startswith("build") else 0.0
    return Run(seconds, cpu, _peak(), made)


def _peak() -> float:
    """The most memory that this process has had, in MB; of the one that started it, Linux's rusage may tell too."""
    status = Path("/proc/self/status")
    if status.exists():
        [peak] = (line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], Path(sys.argv[2]))))
