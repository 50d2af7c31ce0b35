"""Commands killed at any moment: what is lost, torn, doubled, half made or left lying about afterwards?

    PYTHONPATH=src python benchmarks/kills.py [--kills 500] [--writers 1 3] [--seed 1] [--seconds 600]

One command or three at once, drawn from append, correct, seal, release and build, run on one log and are killed by SIGKILL
at a moment that the seed and the clock pick; whatever was not acknowledged is tried again later under the same name. After
every round everything is read again. A life of a log ends with each command once, in peace: then nothing may be left of the
killed ones. benchmarks/crash.py kills at every line of the writing code; this kills whole commands. Needs fork.
"""

import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from crash import options

from summitevents.check.log import check_log
from summitevents.cli import main as cli
from summitevents.integrity.audit import audit_seals, damage_among
from summitevents.log.package import Package
from summitevents.log.reader import read_log
from summitevents.log.releases import check_releases, read_releases
from summitevents.release.verify import verify_release

ROUNDS = 12
"""How many rounds one log lives."""
LONGEST = 2.0
"""Seconds after which a command is killed at the latest."""
COMMANDS = ("append", "append", "correct", "seal", "release", "build")
RECORDS = 3
"""How many records an append has."""


@dataclass
class Life:
    """A log, and what was acknowledged of it; `open`: batches that were tried, and not acknowledged."""

    root: Path
    dice: random.Random
    acknowledged: set[str] = field(default_factory=set)
    open: dict[str, list[str]] = field(default_factory=dict)
    named: int = 0

    def arguments(self, command: str) -> list[str]:
        if command in ("append", "correct"):
            again = [name for name in self.open if f"-{command}-" in name]
            if again and self.dice.random() < 0.7:
                return self.open[self.dice.choice(again)]
            return self.new_batch(command)
        if command == "release":
            return ["release", f"1.{len(read_releases(Package(self.root)))}.0"]
        return [command]

    def new_batch(self, command: str) -> list[str]:
        self.named += 1
        name = f"2126-12-01-{command}-{self.named:04}"
        place = {"op": "place", "name": "é" * 500}
        lines = "\n".join(json.dumps({**place, "place": f"p-{self.named}-{n}"}) for n in range(RECORDS))
        words = {
            "append": ["append", lines, "--batch", name],
            "correct": ["correct", "hue", f"name=Name {self.named}", "--because", "r", "--batch", name],
        }[command]
        self.open[name] = words
        return words


def size_of(batch: str) -> int:
    return RECORDS if "-append-" in batch else 1


def forked(work: Callable[[], object], out: int) -> int:
    child = os.fork()
    if not child:
        code = 70
        try:
            os.dup2(out, 1)
            code = int(work() or 0)  # type: ignore[call-overload]
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(out)
    return child


def command_line(root: Path, words: list[str]) -> int:
    os.chdir(root)
    os.dup2(os.open(root.parent / "stderr", os.O_CREAT | os.O_APPEND | os.O_WRONLY), 2)
    sys.argv = ["summitevents", *words]
    return cli.run()


def everything(pipe: int) -> str:
    with os.fdopen(pipe, "rb") as file:
        return file.read().decode()


def round_of(life: Life, commands: list[str], kill: bool) -> Counter[str]:
    """Runs commands at once, and kills each; notes what they acknowledged."""
    found: Counter[str] = Counter()
    started = []
    for command in commands:
        reading, writing = os.pipe()
        words = life.arguments(command)
        started.append((command, forked(lambda w=words: command_line(life.root, w), writing), reading))  # type: ignore[misc]
    for _, child, _ in life.dice.sample(started, len(started)) if kill else ():
        time.sleep(life.dice.random() * LONGEST / len(started))
        os.kill(child, signal.SIGKILL)
    for command, child, reading in started:
        ids = [line for line in everything(reading).splitlines(keepends=True) if command in ("append", "correct")]
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        found[f"killed {command}" if code < 0 else f"ended {command}"] += 1
        found["kills"] += code < 0
        found["failed"] += code not in (0, 2, -signal.SIGKILL)
        life.acknowledged |= {line.strip() for line in ids if line.endswith("\n")}
        for batch in {id.partition(".")[0] for id in life.acknowledged}:
            life.open.pop(batch, None)
    return found


def in_a_process(work: Callable[[], Counter[str]]) -> Counter[str]:
    """The parent opens no DuckDB: it forks."""
    reading, writing = os.pipe()
    child = forked(lambda: print(json.dumps(work()), flush=True), writing)
    told = everything(reading)
    assert os.waitpid(child, 0)[1] == 0, "a judge failed"
    return Counter(json.loads(told))


def judged(life: Life) -> Counter[str]:
    """What is wrong with a log, its seals, releases and tables."""
    package = Package(life.root)
    lines, findings = read_log(package)
    there = Counter(str(line.value.get("id")) for line in lines)
    batches = Counter(id.partition(".")[0] for id in there if id != "2026-01-01-a.1")
    half = [*damage_among(audit_seals(package).findings), *check_releases(package), *wrong_outputs(package)]
    json.loads((life.root / "datapackage.json").read_bytes())
    return Counter(
        lost=len(life.acknowledged - there.keys()),
        torn=len(findings) + sum(size_of(name) != size for name, size in batches.items()),
        doubled=sum(n - 1 for n in there.values()),
        half=len(half),
    )


def wrong_outputs(package: Package) -> Iterator[str]:
    """Yields releases that are listed and not whole, and tables that cannot be read."""
    for release in read_releases(package):
        path = package.root / f"dist/summitevents-{release.version}.zip"
        if not path.is_file() or zipfile.ZipFile(path).testzip() is not None:
            yield str(path)
    built = package.root / "build/summitevents.duckdb"
    if built.exists():
        try:
            with duckdb.connect(str(built), read_only=True) as con:
                con.execute("SELECT count(*) FROM log, vocabulary").fetchall()
        except duckdb.Error as error:
            yield str(error)


def last_words(life: Life) -> Counter[str]:
    """What is wrong after each command was run in peace: errors, releases that are none, files left by the killed ones."""
    package = Package(life.root)
    (*_, newest) = read_releases(package)
    release = verify_release(life.root / f"dist/summitevents-{newest.version}.zip")
    left = [path for path in life.root.parent.rglob(".*") if path.name.endswith((".writing", ".passing"))]
    return Counter(errors=check_log(package).errors + len(release.findings), left=len(left))


def lived(folder: Path, dice: random.Random, writers: int, kills: int) -> Counter[str]:
    """One log's life."""
    (folder / "log/events").mkdir(parents=True)
    (folder / "tmp").mkdir()
    os.environ |= {"XDG_CACHE_HOME": str(folder / "cache"), "TMPDIR": str(folder / "tmp")}
    tempfile.tempdir = str(folder / "tmp")
    life = Life(folder / "log", dice)
    (life.root / "datapackage.json").write_text('{"summitevents": {"format": 1}}')
    first: dict[str, Any] = {"id": "2026-01-01-a.1", "op": "place", "recorded_at": "2026-01-01T00:00:00Z"}
    first |= {"recorded_by": "curator", "place": "hue", "name": "Hue"}
    (life.root / "events/2026-01-01-a.jsonl").write_text(json.dumps(first) + "\n")
    total: Counter[str] = Counter()
    for _ in range(ROUNDS):
        if total["kills"] < kills:
            total += round_of(life, [dice.choice(COMMANDS) for _ in range(writers)], kill=True)
            total += in_a_process(lambda: judged(life))
    for command in ("append", "correct", "seal", "release", "build"):
        total += round_of(life, [command], kill=False)
    try:
        total += in_a_process(lambda: judged(life))
        total += in_a_process(lambda: last_words(life))
    finally:
        if total["failed"] or sys.exc_info()[0]:
            print((folder / "stderr").read_text(), file=sys.stderr)
    total["records"] += len(life.acknowledged)
    return total


def main() -> int:
    asked = options()
    asked.add_argument("--seconds", type=float, default=float("inf"), help="how long no further log is begun")
    given = asked.parse_args()
    wrong = ("lost", "torn", "doubled", "half", "errors", "left", "failed")
    bad = 0
    for writers in given.writers:
        dice, total = random.Random(f"{given.seed} {writers}"), Counter(dict.fromkeys(wrong, 0))
        start = time.monotonic()
        while total["kills"] < given.kills and time.monotonic() - start < given.seconds:
            with tempfile.TemporaryDirectory(dir="/tmp") as folder:
                total.update(lived(Path(folder), dice, writers, given.kills - total["kills"]))
        print(json.dumps({"writers": writers, "seed": given.seed, **total}), flush=True)
        bad += sum(total[name] for name in wrong)
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
