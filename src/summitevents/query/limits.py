"""Limits of a query from outside: how long DuckDB may work on it, how much memory it may take, what it may ask.

The sandbox of the connection (build/cache.py) keeps files and the network out of reach. What is left are questions that
never end, and functions that tell of the machine rather than of the tables.
"""

import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

from summitevents.errors import UnreadableError

SECONDS = 60.0
"""How long DuckDB may work on a query, unless somebody says otherwise."""
MEMORY = 2_000_000_000
"""How many bytes a query may take, unless somebody says otherwise."""
DEAF = 5.0
"""Seconds that DuckDB has to stop after it was told to; within one row it may not listen."""
AGAIN = 0.1
"""Seconds after which it is told again: what it was told before it had begun, it forgets."""
HEADROOM = 1_000_000_000
"""Bytes of addresses that a process has, beside what a query takes."""

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


def parse_memory(text: str) -> int | None:
    """Returns bytes from a text such as 512MB or 2GB; None for `none`. Raises UnreadableError."""
    if text == "none":
        return None
    found = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,9})?) ?([KMGT]?)i?B?", text, re.IGNORECASE | re.ASCII)
    size = int(float(found[1]) * _UNITS[found[2].upper()]) if found else 0
    if size < 10**6:
        raise UnreadableError(f"{text} is no amount of memory; write 512MB, 2GB, or none")
    return size


class Clock:
    """Counts the seconds that DuckDB works on a query, and interrupts it when they are over.

    `seconds`: None is no limit. `last_resort` is called if DuckDB does not listen.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, seconds: float | None, last_resort: Callable[[str], object] | None = None
    ) -> None:
        self.con, self.seconds, self.left, self.last_resort = con, seconds, seconds, last_resort
        self.over = False

    @contextmanager
    def running(self) -> Iterator[None]:
        """Counts while DuckDB works. Raises UnreadableError once the time is over."""
        if self.left is None:
            yield
            return
        done, began = threading.Event(), time.monotonic()
        watch = threading.Thread(target=self._watch, args=(done, self.left), daemon=True)
        watch.start()
        try:
            yield
        except duckdb.InterruptException:
            if not self.over:
                raise
        finally:
            done.set()
            watch.join()  # or it might interrupt the next query, or a connection that is closed
            self.left -= time.monotonic() - began
        if self.over or self.left < 0:
            raise UnreadableError(self.ended)

    @property
    def ended(self) -> str:
        """What is said when the time is over."""
        return f"the query was ended after {self.seconds:g} s of DuckDB's work; --timeout gives it more"

    def _watch(self, done: threading.Event, seconds: float) -> None:
        if done.wait(min(seconds, threading.TIMEOUT_MAX)):
            return
        self.over, told = True, time.monotonic()
        self.con.interrupt()
        while not done.wait(AGAIN):
            self.con.interrupt()
            if self.last_resort and time.monotonic() > told + DEAF:
                self.last_resort(self.ended)
                return


@contextmanager
def limited_addresses(memory: int | None) -> Iterator[None]:
    """Lets this process take no more memory than this, beside what it has and some headroom, where the system can do that.

    DuckDB's own limit counts what it buffers, and not what one row takes.
    """
    try:
        import resource

        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
            now = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        memory = None
    if memory is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = now + memory + HEADROOM
    lowest = min(limit for limit in (most, soft, hard) if limit != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_AS, (lowest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


_NAMES = re.compile(r'"(?:function_name|table_name)":"([^"]+)"')
"""Names of functions and tables in DuckDB's own form of a query as JSON, in which quotes in texts are escaped."""
_TELLING = re.compile(
    r"duckdb_(?!(?:columns|constraints|functions|indexes|keywords|schemas|tables|types|views)$).*"
    r"|pragma_(?!(?:show|table_info|version)$).*|pg_settings|current_setting|database_list|getenv|which_secret"
    r"|query|query_table|json_execute_serialized_sql"
)
"""Functions and views that tell of the machine; and those that run a text as a query, which could hide the others."""


def require_harmless(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """Raises UnreadableError if a SELECT asks for what is not in the tables, such as settings and paths of files."""
    [(told,)] = con.execute("SELECT CAST(json_serialize_sql(CAST($1 AS VARCHAR)) AS VARCHAR)", [text]).fetchall()
    if told.startswith('{"error":true'):
        raise UnreadableError(f"DuckDB: {json.loads(told).get('error_message')}")
    for name in _NAMES.findall(told):
        if _TELLING.fullmatch(name.casefold()):
            raise UnreadableError(f"{name} tells of this machine, not of the tables; a query cannot ask for it")


def end_process(sentence: str) -> None:
    """Ends this process with a sentence and exit code 2, whatever it is at."""
    os.write(2, f"summitevents: {sentence}\n".encode())
    os._exit(2)
