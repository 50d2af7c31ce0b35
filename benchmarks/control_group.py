"""A control group of Linux that limits the memory of what is started in it: as root by hand, else by systemd."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
NAME = "summitevents-benchmark"


@contextmanager
def limited(most: int) -> Iterator[tuple[str, ...] | None]:
    """Yields the words that, before a command, start it in a group with so many bytes of memory; None if there is no way."""
    for controllers, limit in ((GROUPS / "memory", "memory.limit_in_bytes"), (GROUPS, "memory.max")):  # version 1, 2
        group = controllers / NAME
        words: tuple[str, ...] = ("sh", "-c", 'echo $$ > "$0" && exec "$@"', str(group / "cgroup.procs"))
        good = False
        with suppress(OSError):
            group.mkdir(exist_ok=True)
            (group / limit).write_text(str(most))
            good = _start(words)
        try:
            if good:
                yield words
                return
        finally:
            with suppress(OSError):
                group.rmdir()
    words = ("systemd-run", "--user", "--scope", "--quiet", "-p", f"MemoryMax={most}", "-p", "MemorySwapMax=0")
    yield words if shutil.which("systemd-run") and _start(words) else None


def _start(words: tuple[str, ...]) -> bool:
    """Says whether commands start behind these words: a container may have groups, and let nothing into them."""
    return subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
