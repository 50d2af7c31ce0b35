"""A control group of Linux that limits the memory of what is started in it: as root by hand, else by systemd."""

import shutil
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
        try:
            group.mkdir(exist_ok=True)
            (group / limit).write_text(str(most))
        except OSError:
            with suppress(OSError):
                group.rmdir()
            continue
        try:
            yield "sh", "-c", 'echo $$ > "$0" && exec "$@"', str(group / "cgroup.procs")
        finally:
            group.rmdir()
        return
    if shutil.which("systemd-run") and Path("/run/systemd/system").is_dir():
        yield "systemd-run", "--user", "--scope", "--quiet", "-p", f"MemoryMax={most}", "-p", "MemorySwapMax=0"
    else:
        yield None
