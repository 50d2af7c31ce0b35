"""Faults of the system, one after the other: does each command end in a clear sentence, with nothing lost?

    PYTHONPATH=src python benchmarks/faults.py [PART OF A ROW'S NAME]

Each row is a fault and a command. A command may do its work (exit code 0), end with exit code 2 and one line on standard error, or
with exit code 1 and findings; the records that were there before must all be there afterwards, and no file left half made. Prints a row
each, and how many are not so. Needs bash, and a system of the POSIX kind.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from summitevents.log.package import Package
from summitevents.log.reader import read_log

SECONDS = 60
"""What takes longer hangs."""
GOLDEN = Path(__file__).parents[1] / "tests/golden/package"
PLACE = json.dumps({"op": "place", "place": "town", "name": "Town"})
WRITING = {"append": f"append {shlex.quote(PLACE)}", "seal": "seal"}
READING = {"validate": "validate", "timeline": "timeline", "verify": "verify", "diff": "diff 3"}
MAKING = {"build": "build -o t.duckdb", "export": "export events -o t.csv", "site": "site -o page"}


@dataclass(frozen=True)
class Row:
    """A fault and a command. `prepare` brings the fault into a package; `before` stands before the command in bash."""

    fault: str
    command: str
    prepare: Callable[[Path], object] = lambda here: None
    before: str = ""
    after: str = ""


def limits() -> Iterator[Row]:
    for name, command in (WRITING | READING | MAKING).items():
        for descriptors in (16, 32, 64):
            yield Row(f"ulimit -n {descriptors}: {name}", command, before=f"ulimit -n {descriptors};")
        for megabytes in (300, 900, 1200):
            yield Row(f"ulimit -v {megabytes} MB: {name}", command, before=f"ulimit -v {megabytes * 1000};")
        for kilobytes in (0, 1, 64):
            yield Row(f"ulimit -f {kilobytes} kB: {name}", command, before=f"ulimit -f {kilobytes};")
    yield Row("no space: append", WRITING["append"], after="> /dev/full")
    yield Row("no space: seal", WRITING["seal"], after="> /dev/full")
    yield Row("no space: take-back", "take-back 2026-01-03-more", add_batch, after="> /dev/full")
    yield Row("no space: timeline", "timeline", after="> /dev/full")
    yield Row("no space: -o", "timeline -f csv -o /dev/full")


def add_batch(here: Path) -> None:
    record = {"id": "2026-01-03-more.1", "op": "place", "recorded_at": "2026-01-03T00:00:00Z", "recorded_by": "curator"}
    (here / "events/2026-01-03-more.jsonl").write_text(json.dumps({**record, "place": "oslo", "name": "Oslo"}) + "\n")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def replaced(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    def prepare(here: Path) -> None:
        path = here / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        make(path)

    return prepare


def odd_files() -> Iterator[Row]:
    kinds: dict[str, Callable[[Path], object]] = {"a pipe": pipe, "a folder": Path.mkdir, "a circle of links": circle}
    for kind, make in kinds.items():
        for file in ("2026-01-03-odd.jsonl", "ORDER", "RELEASES", "checkpoints"):
            for name, command in (WRITING | READING).items():
                if (kind, file) != ("a folder", "checkpoints"):
                    yield Row(f"events/{file} is {kind}: {name}", command, replaced(f"events/{file}", make))
        yield Row(f"datapackage.json is {kind}: validate", "validate", replaced("datapackage.json", make))
        for name, command in MAKING.items():
            yield Row(f"the output is {kind}: {name}", command, replaced(command.split()[-1], make))
        for words in (
            "append odd",
            "append --from-csv odd",
            "query odd.sql",
            "seal --key odd",
            "verify odd",
            "verify --proof odd",
        ):
            if make is not pipe:  # an input that is a pipe is waited for, as everywhere
                name = words.split()[-1]
                yield Row(f"the input is {kind}: {words}", words, replaced(name, make))
        yield Row(f"--data is {kind}", "timeline --data odd", replaced("odd", make))


def read_only() -> Iterator[Row]:
    """The superuser may write everywhere, so another user runs these where we are that."""
    for name, command in (WRITING | MAKING).items():
        yield Row(f"a folder that may not be written to: {name}", command, lambda here: None, before="READONLY")
    yield Row("a home that may not be written to: timeline", "timeline", before="READONLY")


def clocks() -> Iterator[Row]:
    for when, epoch in (
        ("1970", 1000),
        ("before 1900", -99999999999),
        ("the year 5138", 99999999999),
        ("no year", 10**18),
    ):
        yield Row(f"the clock is at {when}: append", WRITING["append"], before=f"SOURCE_DATE_EPOCH={epoch}")
        yield Row(f"the clock is at {when}: seal", WRITING["seal"], before=f"SOURCE_DATE_EPOCH={epoch}")


def happens(row: Row, folder: Path) -> tuple[int, bytes, list[str]]:
    """Returns the exit code, standard error, and what is wrong."""
    here = folder / "log"
    shutil.copytree(GOLDEN, here)
    before = {line.value["id"] for line in read_log(Package(here))[0]}
    row.prepare(here)
    add = {line.value["id"] for line in read_log(Package(here))[0]} if row.prepare is add_batch else set()
    (folder / "tmp").mkdir()
    env = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "TMPDIR": str(folder / "tmp")}
    command = f"{row.before} exec {shlex.quote(sys.executable)} -m summitevents {row.command} {row.after}"
    words = ["bash", "-c", command]
    if row.before == "READONLY":
        words = as_another(here, folder, row.command)
    try:
        ran = subprocess.run(
            words, cwd=here, env=env, capture_output=True, check=False, timeout=SECONDS, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return -1, b"", ["it hangs"]
    return ran.returncode, ran.stderr, list(wrong(ran.returncode, ran.stderr, folder, before | add))


def as_another(here: Path, folder: Path, command: str) -> list[str]:
    for path in (folder, here, *here.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if root else []
    return [*user, sys.executable, "-m", "summitevents", *shlex.split(command)]


def wrong(code: int, said: bytes, folder: Path, before: set[str]) -> Iterator[str]:
    if code not in (0, 1, 2):
        yield f"exit code {code}"
    if b"Traceback" in said:
        yield "a traceback"
    if code == 2 and said.count(b"\n") != 1:
        yield f"{said.count(bytes([10]))} lines"
    left = [path for path in folder.rglob(".*") if path.name.endswith((".writing", ".passing"))]
    yield from (f"{path.name} is left" for path in left)
    odd = [
        path for path in (folder / "log/events").iterdir() if path.is_symlink() or path.is_fifo() or "odd" in path.name
    ]
    for path in odd:
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    order = folder / "log/events/ORDER"
    if order.is_dir():
        order.rmdir()
    lines, findings = read_log(Package(folder / "log"))
    if before - {str(line.value.get("id")) for line in lines}:
        yield "records are lost"
    yield from (str(finding.code) for finding in findings)


def main() -> int:
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    rows = [row for part in (limits, odd_files, read_only, clocks) for row in part() if wanted in row.fault]
    bad = 0
    for row in rows:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            code, said, problems = happens(row, Path(folder))
        sentence = said.decode(errors="replace").strip().splitlines()
        print(
            f"{'WRONG ' + '; '.join(problems) if problems else 'ok':4} {row.fault} → {code}: {sentence[-1] if sentence else ''}"
        )
        sys.stdout.flush()
        bad += bool(problems)
    print(f"{len(rows)} rows, {bad} wrong")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
