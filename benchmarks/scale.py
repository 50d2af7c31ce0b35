"""How checking and building grow with the log, on DuckDB, Sail and Apache Spark; and what that comes to for a billion.

    python benchmarks/scale.py --records 10000 --records 30000 --records 100000 --records 300000 --records 1000000 \\
        --sail PYTHON --spark PYTHON --json scale.json

PYTHON is that of an environment with the extra of that name; an engine without one is left out. Each run is a command of
its own, `summitevents build`; all processes below it are looked at ten times a second (Linux). Runs that --json names
already are not made again. A law is fitted to all sizes but the largest, which it then has to predict.
Spark gets --memory for its JVM, Sail's server so much of addresses as --addresses says, DuckDB what it finds.
"""

import argparse
import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import generate
import growth
import tree

from summitevents.fold.codebook import KEYS

ROOT = Path(__file__).parent.parent
SERVER = """
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
input()
"""
Run = dict[str, Any]


def run(engine: str, python: str, package: Path, scratch: Path, given: argparse.Namespace) -> Run:
    """One `build`, and what it took; of its tables, their bytes and a sum over their rows."""
    aside, target = scratch / "aside", scratch / ("made.duckdb" if engine == "duckdb" else "tables")
    aside.mkdir()
    os.environ |= {"TMPDIR": str(aside), "PYTHONPATH": str(ROOT / "src"), "PYSPARK_PYTHON": python}
    os.environ["PYSPARK_SUBMIT_ARGS"] = (
        f"--master local[{os.cpu_count()}] --driver-memory {given.memory} --conf spark.ui.enabled=false "
        f"--conf spark.local.dir={aside} pyspark-shell"
    )
    command = [python, "-m", "summitevents", "build", "--data", str(package), "-o", str(target)]
    load, log = os.getloadavg()[0], scratch / "log"
    with tree.Watch(os.getpid(), aside) as watch, log.open("wb") as told, _server(engine, python, given) as words:
        began = time.perf_counter()
        ended = subprocess.run([*command, *words], stdout=told, stderr=told)
        took = time.perf_counter() - began
    if ended.returncode:
        sys.exit(f"{engine}: the build ended with {ended.returncode}\n{log.read_text()[-2000:]}")
    return {
        "seconds": took, "cpu": watch.cpu, "bytes": watch.whole, "processes": dict(watch.most),
        "aside": watch.aside, "load": load, "made": tree.size(target) if target.is_dir() else target.stat().st_size,
        "log": tree.size(target / "log") if target.is_dir() else None, "rows": rows(target),
    }  # fmt: skip


@contextlib.contextmanager
def _server(engine: str, python: str, given: argparse.Namespace) -> Iterator[list[str]]:
    """The words that name the engine; for Sail, while its server is there."""
    if engine != "sail":
        yield ["--engine", "spark"] if engine == "spark" else []
        return
    most = given.addresses << 30
    with subprocess.Popen(
        [python, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)),
    ) as server:  # fmt: skip
        assert server.stdout
        yield ["--engine", "spark", "--remote", f"sc://127.0.0.1:{int(server.stdout.readline())}"]
        server.kill()


def rows(target: Path) -> dict[str, list[int]]:
    """Of each table: how many rows it has, and a sum that is the same where the rows are, in whatever order."""
    found = {}
    with duckdb.connect(str(target) if target.is_file() else ":memory:", read_only=target.is_file()) as con:
        if target.is_file():
            names = {name: f'"{name}"' for (name,) in con.execute("SHOW TABLES").fetchall() if name in KEYS}
        else:
            names = {folder.name: f"read_parquet('{folder}/*.parquet')" for folder in target.iterdir() if list(folder.glob("*.parquet"))}  # fmt: skip
        for name, there in sorted(names.items()):
            columns = sorted(column[0] for column in con.execute(f"FROM {there} LIMIT 0").description)
            texts = ", ".join(f'coalesce(CAST("{column}" AS VARCHAR), chr(1))' for column in columns)
            [told] = con.execute(f"SELECT count(*), sum(hash(concat_ws(chr(2), {texts})) % 1000003) FROM {there}").fetchall()  # fmt: skip
            found[name] = [int(value or 0) for value in told]
    return {name: told for name, told in found.items() if told[0]}  # Sail writes nothing of an empty table


def measured(given: argparse.Namespace) -> growth.Results:
    """Engine → records → its run; what --json holds is not run again."""
    results: growth.Results = json.loads(given.json.read_text()) if given.json.exists() else {}
    engines = {"duckdb": sys.executable, "sail": given.sail, "spark": given.spark}
    for count in sorted(given.records):
        wanted = {
            name: python for name, python in engines.items() if python and str(count) not in results.get(name, {})
        }
        if not wanted:
            continue
        with tempfile.TemporaryDirectory(prefix="scale-") as folder:
            package = generate.write(Path(folder) / "package", count)
            for engine, python in wanted.items():
                with tempfile.TemporaryDirectory(prefix=f"{engine}-", dir=folder) as scratch:
                    found = run(engine, python, package, Path(scratch), given)
                    results.setdefault(engine, {})[str(count)] = found | {"jsonl": tree.size(package / "events")}
                print(f"{engine}, {count:,}: {found['seconds']:.0f} s", file=sys.stderr, flush=True)
                given.json.write_text(json.dumps(results, indent=1))
    return results


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--records", type=int, action="append", required=True)
    asked.add_argument("--sail", help="the Python of an environment with the extra sail")
    asked.add_argument("--spark", help="the Python of an environment with the extra spark")
    asked.add_argument("--memory", default="3g", help="of Spark's JVM")
    asked.add_argument("--addresses", type=int, default=8, help="of Sail's server, in GiB")
    asked.add_argument("--batch", type=int, default=generate.BATCH, help="how many records a batch has")
    asked.add_argument("--json", type=Path, required=True)
    given = asked.parse_args()
    generate.BATCH = given.batch
    print(growth.report(measured(given)))


if __name__ == "__main__":
    main()
