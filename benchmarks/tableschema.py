"""Tables with keys, checked in DuckDB and by frictionless-py: the same verdicts, and how many times faster.

    python benchmarks/tableschema.py [--rows N] [--runs N]
    python benchmarks/tableschema.py --published FOLDER...

Two packages of made data (seeded): the schema of our own log over JSON Lines, with its primary key and foreign keys; and
a CSV file of ten columns of nine types, with a primary key and a foreign key. Each clean, and with errors in it. The
ratios are of the medians of some runs, by default three, taken in turns in one process: of the clock, and of the processors' time, which
other work on the machine disturbs less. Or data packages that others have published: one row for each datapackage.json
below the folders, checked by both engines once.
"""

import argparse
import csv
import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from summitevents.log import package as log
from summitevents.log import schema
from summitevents.log.kinds_and_roles import DEFAULT, built_in
from summitevents.tableschema import PackageReport, check_package, check_package_with_frictionless

BEYOND = {"resource-unchecked", "extra-key", "unique-key", "primary-key-null"}
ROWS = {"primary-key", "foreign-key"}


def errors(report: PackageReport) -> Counter[tuple[str, str, int | None, str]]:
    """What both engines can say: resource, type of error, row, field."""
    return Counter(
        (one.resource, one.code, one.row, "" if one.code in ROWS else one.field)
        for one in report.problems
        if one.code not in BEYOND
    )


def timed(check: Callable[[Path], PackageReport], path: Path) -> tuple[PackageReport, float]:
    start = time.perf_counter()
    return check(path), time.perf_counter() - start


def own(folder: Path, rows: int, wrong: int) -> None:
    """The shipped log, again and again under ids of its own; every `wrong`-th record has an error."""
    root = Path(__file__).parent.parent
    records = [json.loads(line) for path in log.Package(root).batches() for line in path.open(encoding="utf-8")]
    descriptor = schema.package_descriptor({"name": "log"}, "0", ["log.jsonl"], [], built_in(DEFAULT).terms())
    del descriptor["summitevents"]
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    with (folder / "log.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        ids = {record["id"]: f"2026-11-21-x.{number}" for number, record in enumerate(records[:rows], 1)}
        for number in range(1, rows + 1):
            record = dict(records[(number - 1) % len(records)])
            ids[record["id"]] = record["id"] = f"2026-11-21-x.{number}"
            record |= {key: ids.get(record[key]) for key in ("target", "other", "replaces") if key in record}
            if wrong and number % wrong == 0:
                record |= random.choice(
                    [{"op": "nothing"}, {"id": "2026-11-21-x.1"}, {"recorded_at": "now"}, {"bytes": "many"}]
                )
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


TYPES = ["integer", "string", "integer", "date", "number", "boolean", "string", "string", "year", "datetime"]


def made(folder: Path, rows: int, wrong: int) -> None:
    fields = [{"name": f"f{n}", "type": kind} for n, kind in enumerate(TYPES)]
    fields[2]["constraints"] = {"minimum": 1, "maximum": rows}
    key = {"fields": ["f2"], "reference": {"resource": "", "fields": ["f0"]}}
    table = {"fields": fields, "primaryKey": ["f0"], "foreignKeys": [key]}
    resource = {"name": "made", "path": "made.csv", "encoding": "utf-8", "dialect": {"delimiter": ","}, "schema": table}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    with (folder / "made.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([field["name"] for field in fields])
        for number in range(1, rows + 1):
            row = [
                number, f"name {number}", random.randint(1, rows), f"2020-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
                round(random.random() * 100, 3), random.choice(("true", "false")), random.choice("abc"),
                "with, a comma" if number % 7 == 0 else "plain words", random.randint(1900, 2020), "2020-01-01T00:00:00Z",
            ]  # fmt: skip
            if wrong and number % wrong == 0:
                row[random.randrange(10)] = random.choice(("x", "", "-1", "2020-02-30"))
            writer.writerow(row)


def _clock() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _apart(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    return end[0] - start[0], end[1] - start[1]


def generated(rows: int, runs: int) -> None:
    print(
        "| table | rows | errors | agree | DuckDB, s | frictionless, s | times faster | by CPU |\n" + "| --- " * 8 + "|"
    )
    for name, make in (("our log's schema, JSON Lines", own), ("ten columns, CSV", made)):
        for wrong in (0, 100):
            random.seed(1)
            with TemporaryDirectory() as folder:
                make(Path(folder), rows, wrong)
                path, mine, theirs = Path(folder) / "datapackage.json", [], []
                for _ in range(runs):
                    start = _clock()
                    ours = check_package(path)
                    middle = _clock()
                    other = check_package_with_frictionless(path)
                    end = _clock()
                    mine.append(_apart(start, middle))
                    theirs.append(_apart(middle, end))
            agree = "yes" if errors(ours) == errors(other) else "no"
            a, b = (statistics.median(wall for wall, _ in times) for times in (mine, theirs))
            c, d = (statistics.median(cpu for _, cpu in times) for times in (mine, theirs))
            told = f"{name} | {rows} | {errors(ours).total()} | {agree} | {a:.2f} | {b:.2f} | {b / a:.1f} | {d / c:.1f}"
            print(f"| {told} |", flush=True)


def published(folders: list[Path]) -> None:
    import frictionless  # noqa: F401

    print("| package | rows | errors | frictionless | agree | times faster |\n| --- | --- | --- | --- | --- | --- |")
    for path in sorted(path for folder in folders for path in folder.rglob("datapackage.json")):
        ours, mine = timed(check_package, path)
        theirs, other = timed(check_package_with_frictionless, path)
        a, b = errors(ours), errors(theirs)
        name = path.parent.relative_to(folders[0].parent if len(folders) == 1 else path.parent.parent)
        print(
            f"| {name} | {ours.rows} | {a.total()} | {b.total()} | {'yes' if a == b else 'no'} | {other / mine:.1f} |"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--published", type=Path, nargs="+", metavar="FOLDER")
    asked = parser.parse_args()
    if asked.published:
        published(asked.published)
    else:
        generated(asked.rows, asked.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
