"""Measures how the fold grows with the claims of one event, all of which give another day: positions, not pairs.

    python benchmarks/disputed.py [2000 20000]

Each size is built in a process of its own; prints processor seconds, peak memory, and the power with which the seconds grow.
"""

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

USUAL = {"recorded_at": "2026-01-01T12:00:00Z", "recorded_by": "curator"}
SOURCES = 50


def write(folder: Path, claims: int) -> None:
    """Writes a package whose log says of one event that it was on each of so many days, one after the other."""
    said = [{"op": "source", "source": f"s-{n}", "title": f"Source {n}", "published": "2019"} for n in range(SOURCES)]
    said += [
        {
            "op": "claim", "event": "event", "kind": "visit", "title": "A visit", "status": "occurred", "basis": "stated",
            "happened": str(date(1950, 1, 1) + timedelta(days=n)), "source": f"s-{n % SOURCES}", "locator": f"line {n}",
        }
        for n in range(claims)
    ]  # fmt: skip
    (folder / "events").mkdir()
    (folder / "datapackage.json").write_text(json.dumps({"name": "one-event", "summitevents": {"format": 1}}))
    lines = (json.dumps({"id": f"2026-01-01-a.{n}", **USUAL, **record}) for n, record in enumerate(said, 1))
    (folder / "events/2026-01-01-a.jsonl").write_text("".join(f"{line}\n" for line in lines))


def measure(folder: Path) -> tuple[float, int]:
    """Returns the processor seconds and the peak MB of a build; what it imports is loaded first, and counts for memory alone."""
    from summitevents.build.pipeline import build_tables
    from summitevents.log.package import Package

    before = time.process_time()
    build_tables(Package(folder), folder / "tables.duckdb")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return time.process_time() - before, peak


def main(sizes: list[int]) -> None:
    """Prints a line a size, and the power between the first and the last."""
    seconds = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), size)
            ran = subprocess.run([sys.executable, __file__, "--one", name], check=True, capture_output=True, text=True)
        spent, peak = ran.stdout.split()
        seconds.append(float(spent))
        print(f"{size:>8,} claims  {seconds[-1]:6.2f} s  {peak} MB")
    if len(sizes) > 1:
        print(f"n^{math.log(seconds[-1] / seconds[0]) / math.log(sizes[-1] / sizes[0]):.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(*measure(Path(sys.argv[2])))
    else:
        main([int(size) for size in sys.argv[1:]] or [2_000, 20_000])
