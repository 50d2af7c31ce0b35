"""Builds the tables on a Spark cluster of a master and two workers, kills one worker in mid-run, and compares with DuckDB.

    python benchmarks/cluster.py [PACKAGE]

Needs Java 17, the extra spark, and the package installed where workers find it. The build goes by spark-submit, with the
job.py of docs/spark.md. All processes are started here, listen on loopback alone, and are ended here.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pyspark

from summitevents.build.pipeline import build_tables
from summitevents.fold.codebook import KEYS
from summitevents.log.package import Package

ROOT = Path(__file__).parent.parent
MASTER = "spark://127.0.0.1:7177"
HOME = Path(pyspark.__file__).parent
SETTINGS = {
    "spark.driver.memory": "1g", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
    "spark.executor.memory": "768m", "spark.executor.cores": "1", "spark.cores.max": "2", "spark.ui.enabled": "false",
}  # fmt: skip


def start(kind: str, *words: str) -> subprocess.Popen[bytes]:
    """A master or a worker, with all that it starts itself in a process group of its own."""
    name = f"org.apache.spark.deploy.{kind.lower()}.{kind}"
    environment = {**os.environ, "SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(HOME)}
    return subprocess.Popen(
        [str(HOME / "bin/spark-class"), name, "--host", "127.0.0.1", *words],
        env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def end(process: subprocess.Popen[bytes]) -> None:
    """Kills a process and what it started, unless they have ended."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def compare(package: Package, folder: Path, scratch: Path) -> int:
    """Prints each table with its rows on both sides; returns how many differ."""
    build_tables(package, scratch / "made.duckdb")
    different = 0
    with duckdb.connect(str(scratch / "made.duckdb"), read_only=True) as con:
        for name in sorted({name for (name,) in con.execute("SHOW TABLES").fetchall()} & KEYS.keys()):
            rows = con.execute(f'FROM "{name}"')
            columns = ", ".join(f'"{column[0]}"' for column in rows.description)
            expected = rows.fetchall()
            found = duckdb.sql(f"SELECT {columns} FROM read_parquet('{folder}/{name}/*.parquet')").fetchall()
            same = sorted(found, key=repr) == sorted(expected, key=repr)
            print(f"{name:14} {len(expected):8} {len(found):8}  {'same' if same else 'DIFFERENT'}")
            different += not same
    return different


def main(root: Path) -> int:
    scratch = Path(tempfile.mkdtemp(prefix="cluster-"))
    (scratch / "conf").mkdir()
    (scratch / "conf/spark-defaults.conf").write_text("".join(f"{key} {value}\n" for key, value in SETTINGS.items()))
    (scratch / "job.py").write_text(
        re.findall(r"```python\n(.*?)```", (ROOT / "docs/spark.md").read_text("utf-8"), re.S)[0]
    )
    submit = [
        str(HOME / "bin/spark-submit"),
        "--master",
        MASTER,
        "--conf",
        f"spark.summitevents.scratch={scratch}/between",
    ]
    command = [*submit, str(scratch / "job.py"), "build", "--engine", "spark"]
    started = [start("Master", "--port", "7177", "--webui-port", "7178")]
    try:
        for number in (1, 2):
            work = str(scratch / f"worker{number}")
            started.append(start("Worker", "--cores", "1", "--memory", "768m", "--work-dir", work, MASTER))
        begun = time.monotonic()
        build_run = subprocess.Popen(
            [*command, "--data", str(root), "-o", str(scratch / "tables")],
            env={**os.environ, "SPARK_CONF_DIR": str(scratch / "conf"), "PYSPARK_PYTHON": sys.executable}, start_new_session=True,
        )  # fmt: skip
        started.append(build_run)
        while not list(scratch.glob("between/*/live/_SUCCESS")) and build_run.poll() is None:
            time.sleep(0.2)
        print(f"{time.monotonic() - begun:.0f} s: half of the fold is there; worker 1 (pid {started[1].pid}) is killed")
        executors = len(list(scratch.glob("worker1/*/*"))), len(list(scratch.glob("worker2/*/*")))
        print(f"executors so far: {executors[0]} of worker 1, {executors[1]} of worker 2", flush=True)
        end(started[1])
        code = build_run.wait()
        print(f"{time.monotonic() - begun:.0f} s: the build ended with {code}")
        return code or compare(Package(root), scratch / "tables", scratch)
    finally:
        for process in reversed(started):
            end(process)
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
