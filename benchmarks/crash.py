"""Writers killed at any moment: what of the log is lost, torn or doubled afterwards?

    PYTHONPATH=src python benchmarks/crash.py [--kills 500] [--writers 1 3] [--seed 1] [--at line|time|both]

Each writer appends batches through the public API and tells an id only once `append` has returned it; then it is
killed by SIGKILL: at a line of the writing code that the seed picks (the same seed picks the same lines again), or from
outside, at a moment that the clock picks. The next one tries again what was under way. After every round the log is
read: every acknowledged record must be there once, every batch whole, every line good. Needs fork: Linux or macOS.
"""

import argparse
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from summitevents.api import Dataset
from summitevents.check.log import check_log
from summitevents.curate import proposal
from summitevents.log import package as log
from summitevents.log import writer as batch_writer
from summitevents.log.files import sync_folder, written_beside
from summitevents.log.passing import clear_abandoned, create_passing
from summitevents.log.reader import read_log

ROUNDS = 25
"""How many rounds one log lives: a check of a long log takes long."""

LINES = 300
"""Of how many lines of the writing code a writer lives at most: one append has 100 to 150."""

WRITING_FILES = {proposal.__file__, batch_writer.__file__}
WRITING_FUNCTIONS = {
    function.__code__ for function in (written_beside.__wrapped__, sync_folder, create_passing, clear_abandoned)
}  # type: ignore[attr-defined]


def records(name: str) -> list[dict[str, Any]]:
    """One to three places; what they are hangs on the batch's name alone, so that a retry says the same."""
    size = 1 + sum(name.encode()) % 3
    return [{"op": "place", "place": f"{name}-{n}", "name": "é" * 2000, "recorded_by": "writer"} for n in range(size)]


def names(writer: int, start: int) -> Iterator[str]:
    """Names of batches, of a day that no clock has reached: to write one after its day is an error of the log."""
    while True:
        yield f"2126-12-01-w{writer}-{start}"
        start += 1


def is_writing(frame: FrameType) -> bool:
    return frame.f_code.co_filename in WRITING_FILES or frame.f_code in WRITING_FUNCTIONS


def run(root: Path, number: int, start: int, lines: int | None, told: int) -> None:
    """A writer's life: it appends, and tells; it dies at a line, or when it is killed."""
    left = lines

    def step(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if left is not None and is_writing(frame):
            left -= event == "line"
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return step
        return None

    if lines is not None:
        sys.settrace(step)
    for name in names(number, start):
        ids = Dataset(root).append(records(name), batch=name)
        os.write(told, "".join(f"{id}\n" for id in ids).encode())


def round_of(root: Path, starts: list[int], dice: random.Random, by_line: bool) -> list[list[str]]:
    """Starts the writers, and kills each; returns the ids that each acknowledged."""
    children, pipes = [], []
    for writer, start in enumerate(starts):
        reading, writing = os.pipe()
        lines = dice.randrange(LINES) if by_line else None
        child = os.fork()
        if not child:
            try:
                run(root, writer, start, lines, writing)
            finally:
                os._exit(70)  # only a failure gets here
        os.close(writing)
        children.append(child)
        pipes.append(reading)
    if not by_line:
        for child in dice.sample(children, len(children)):
            time.sleep(dice.random() * 0.8)
            os.kill(child, signal.SIGKILL)
    told = [_everything(pipe) for pipe in pipes]
    for child in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, "a writer failed"
    return [text.split() for text in told]


def _everything(pipe: int) -> str:
    content = b""
    while select.select([pipe], [], []) and (more := os.read(pipe, 65_536)):
        content += more
    os.close(pipe)
    return content.decode()


def judged(root: Path, acknowledged: set[str]) -> Counter[str]:
    """How many acknowledged records are lost, how many batches or lines are torn, how many records are there twice."""
    lines, findings = read_log(log.Package(root))
    there = Counter(str(line.value.get("id")) for line in lines)
    batches = Counter(id.partition(".")[0] for id in there)
    return Counter(
        lost=len(acknowledged - there.keys()),
        torn=len(findings) + sum(len(records(name)) != size for name, size in batches.items()),
        doubled=sum(n - 1 for n in there.values()),
        records=sum(there.values()),
        unread=len(list((root / "events").glob(".*"))),
    )


def folded(root: Path) -> int:
    """The errors of the whole log, found in a process of its own: the one that forks writers opens no DuckDB."""
    child = os.fork()
    if not child:
        os._exit(min(check_log(log.Package(root)).errors, 99))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed(writers: int, kills: int, seed: int, at: str) -> Counter[str]:
    """What is wrong after so many kills."""
    dice = random.Random(f"{seed} {writers}")
    total: Counter[str] = Counter()
    while total["kills"] < kills:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "events").mkdir()
            (root / "datapackage.json").write_text('{"summitevents": {"format": 1}}')
            acknowledged: set[str] = set()
            starts = [1] * writers
            for n in range(ROUNDS):
                if total["kills"] >= kills:
                    break
                by_line = at == "line" or (at == "both" and n % 2 == 0)
                for writer, told in enumerate(round_of(root, starts, dice, by_line)):
                    starts[writer] += len({id.partition(".")[0] for id in told})
                    acknowledged |= set(told)
                total["kills"] += writers
                found = judged(root, acknowledged)
                for wrong in ("lost", "torn", "doubled"):
                    total[wrong] += found[wrong]
            total["errors"] += folded(root)
            total["acknowledged"] += len(acknowledged)
            total["records"] += found["records"]
            total["left behind, not read"] += found["unread"]
    return total


def options() -> argparse.ArgumentParser:
    """The options that benchmarks/kills.py has, too."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=500)
    asked.add_argument("--writers", type=int, nargs="+", default=[1, 3])
    asked.add_argument("--seed", type=int, default=1)
    return asked


def main() -> int:
    asked = options()
    asked.add_argument("--at", choices=["line", "time", "both"], default="both")
    given = asked.parse_args()
    bad = 0
    for writers in given.writers:
        start = time.perf_counter()
        total = killed(writers, given.kills, given.seed, given.at)
        print(
            json.dumps(
                {"writers": writers, "seed": given.seed, "lost": 0, "torn": 0, "doubled": 0, "errors": 0} | total
            )
        )
        print(f"{time.perf_counter() - start:.0f} s", file=sys.stderr)
        bad += sum(total[wrong] for wrong in ("lost", "torn", "doubled", "errors"))
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
