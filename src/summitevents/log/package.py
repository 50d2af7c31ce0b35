"""Where a log lies: the folder of a package, its batches and their order.

A batch is one file, `events/<date>-<slug>.jsonl`, with one JSON object a line. The log is its batches: the sealed ones
in the order that `events/ORDER` gives them, then the others in the order of their names."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from summitevents.errors import UnreadableError
from summitevents.findings.finding import Finding, find
from summitevents.log.files import read_bytes

FORMAT = 1
"""Version of the record format; grows when a reader of the older format could misread a log."""

_NAME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-[a-z0-9]+(?:-[a-z0-9]+)*\.jsonl")
ORDER = "events/ORDER"
CHECKPOINTS = "events/checkpoints"
_BESIDE = {"README.md", "ORDER", "RELEASES", "checkpoints"}


@dataclass(frozen=True, slots=True)
class Package:
    """The folder that holds a `datapackage.json` of our kind, with `events/` beside it."""

    root: Path

    @property
    def descriptor(self) -> dict[str, Any]:
        """The package's `datapackage.json`."""
        found: dict[str, Any] = json.loads((self.root / "datapackage.json").read_bytes())
        return found

    def batches(self) -> list[Path]:
        """The log's files, in log order: those that ORDER lists, and then the others by name."""
        found = {path.name: path for path in self._beside() if is_batch(path.name)}
        return [found[name] for name in dict.fromkeys([*self.order(), *found]) if name in found]

    def order(self) -> list[str]:
        """The lines of events/ORDER; none where nothing is sealed. `disorder` says what is wrong with them."""
        content = self._order()
        return content.decode(errors="replace").removesuffix("\n").split("\n") if content else []

    def parts(self) -> list[str]:
        """The paths that datapackage.json lists: the sealed batches; before anything is sealed, all of them."""
        return [f"events/{name}" for name in self.order() or [path.name for path in self.batches()]]

    def disorder(self) -> Iterator[Finding]:
        """What is wrong with ORDER: each of its lines is the name of a batch that is there, and stands once."""
        seen: dict[str, int] = {}
        for number, name in enumerate(self.order(), 1):
            path = self.root / "events" / name
            if not is_batch(name):
                yield find("order-name", ORDER, number, 1, value=name)
            elif name in seen:
                yield find("order-double", ORDER, number, 1, value=name, other=f"line {seen[name]}")
            elif not path.is_file():
                yield find("order-missing", ORDER, number, 1, value=name)
            elif not path.stat().st_size:
                yield find("order-empty", ORDER, number, 1, value=name)
            seen.setdefault(name, number)
        if seen and not self._order().endswith(b"\n"):
            yield find("order-torn", ORDER, len(self.order()), len(self.order()[-1]) + 1)

    def misnamed(self) -> list[Path]:
        """The files that were meant to be batches, and are not read."""
        return [path for path in self._strays() if ".jsonl" in path.name.lower() and path.is_file()]

    def strays(self) -> Iterator[Finding]:
        """What lies in events/ and is no batch."""
        for path in self._strays():
            code = "batch-name" if ".jsonl" in path.name.lower() else "batch-stray"
            yield find(code, f"events/{path.name}", value=path.name)

    def sealed(self) -> int:
        """How many records the newest checkpoint covers; 0 where nothing is sealed."""
        return max(self.checkpoints(), default=0)

    def checkpoints(self) -> list[int]:
        """The sizes that checkpoints are kept of, the smallest first."""
        names = (path.name for path in (self.root / CHECKPOINTS).glob("*"))
        return sorted(int(name) for name in names if re.fullmatch("[1-9][0-9]{0,18}", name, re.ASCII))

    def digest(self) -> str:
        """SHA-256 over every batch's name, length and bytes: equal logs, equal digests."""
        total = hashlib.sha256()
        for path in self.batches():
            inside = read_bytes(path)
            total.update(f"{path.name}\0{len(inside)}\0".encode() + inside)
        return total.hexdigest()

    def _order(self) -> bytes:
        path = self.root / ORDER
        return read_bytes(path) if path.exists() else b""

    def _strays(self) -> list[Path]:
        beside = [path for path in self._beside() if not path.name.startswith(".")]
        return [path for path in beside if not is_batch(path.name) and path.name not in _BESIDE]

    def _beside(self) -> list[Path]:
        try:
            return sorted((self.root / "events").iterdir(), key=lambda path: path.name)
        except OSError as error:
            raise UnreadableError(f"{self.root / 'events'}: {error.strerror}; a package has a folder events/") from None


def is_batch(name: str) -> bool:
    """Whether a file's name is that of a batch: a day of the calendar, and a slug."""
    found = _NAME.fullmatch(name)
    try:
        return bool(found and date.fromisoformat(found[1]))
    except ValueError:
        return False


INSTALLED = Path(str(files("summitevents"))) / "data"
"""The package that came installed; in a clone there is none."""


def locate(data: Path | None = None) -> Package:
    """The package to work on: the folder `data`; or the nearest upwards from here; or the one that came installed.

    Raises UnreadableError where `data` holds none, or where a `datapackage.json` met on the way is not JSON.
    """
    if data is not None:
        if _declared(data):
            return Package(data)
        raise UnreadableError(f"{data} has no datapackage.json of a summitevents package; name the folder that has one")
    here = Path.cwd()
    for folder in (here, *here.parents, INSTALLED, *INSTALLED.parents):
        if _declared(folder):
            return Package(folder)
    raise UnreadableError("no package found: stand in one, or name its folder with --data")


def _declared(folder: Path) -> bool:
    try:
        found = json.loads((folder / "datapackage.json").read_bytes())
    except OSError:
        return False
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{folder / 'datapackage.json'} is not JSON: {error}") from None
    declared = found.get("summitevents") if isinstance(found, dict) else None
    if isinstance(declared, dict) and declared.get("format") != FORMAT:
        version = declared.get("format")
        raise UnreadableError(f"{folder} is of record format {version}; this version of summitevents reads {FORMAT}")
    return declared is not None
