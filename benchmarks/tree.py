"""What a process and all that it starts take, as Linux tells it in /proc: memory at its most, and processor seconds."""

import contextlib
import os
import threading
import time
from collections import defaultdict
from pathlib import Path

EVERY = 0.1
"""Seconds from one look to the next."""
_TICK, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


class Watch:
    """Looks at the processes that `root` has started, and at the bytes in `folder`, until it is left.

    Memory is what is resident, so pages that forked processes share count in each of them. Of a process that ends
    between two looks, what it did since the last one is not seen.
    """

    def __init__(self, root: int, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.most: dict[str, int] = defaultdict(int)  # bytes, of all processes of a kind together
        self.whole = self.aside = 0
        self._worked: dict[int, float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    @property
    def cpu(self) -> float:
        """Seconds that the processors worked, for all of them."""
        return sum(self._worked.values())

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        looked = 0.0
        while not self._over.wait(EVERY):
            self._look()
            if time.monotonic() - looked > 1:
                self.aside, looked = max(self.aside, size(self.folder)), time.monotonic()

    def _look(self) -> None:
        now: dict[str, int] = defaultdict(int)
        for pid in below(self.root):
            with contextlib.suppress(OSError, IndexError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                self._worked[pid] = (int(fields[11]) + int(fields[12])) / _TICK
                if (kind := _kind(pid)) != "JVM" or _kind(
                    int(fields[1])
                ) != "JVM":  # what a JVM starts is at first itself
                    now[kind] += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
        self.whole = max(self.whole, sum(now.values()))
        for kind, taken in now.items():
            self.most[kind] = max(self.most[kind], taken)


def below(root: int) -> list[int]:
    """What a process has started, and what those have."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
                children[int(parent)].append(int(entry.name))
    found, ahead = [], [root]
    while ahead:
        started = children[ahead.pop()]
        found += started
        ahead += started
    return found


def _kind(pid: int) -> str:
    """What a process is, in a word."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    if words[0].endswith(b"java"):
        return "JVM"
    for mark, kind in ((b"pyspark.daemon", "Python workers"), (b"SparkConnectServer", "Sail")):
        if any(mark in word for word in words):
            return kind
    return "summitevents" if b"summitevents" in words else "others"


def size(folder: Path) -> int:
    """The bytes of all files below a folder; those that vanish meanwhile do not count."""
    total = 0
    for where, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(where) / name).stat().st_size
    return total
