"""Where a log lies: the folder of a package, its batches and their order.

A batch is one file, `events/<date>-<slug>.jsonl`, with one JSON object a line. The log is its batches: the sealed ones
in the order that `events/ORDER` gives them, then the others in the order of their names.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from summitevents.errors import UnreadableError
from summitevents.findings.finding import Finding, find
from summitevents.log.files import from_here, read_bytes
from summitevents.log.ledger import ledger_lines, torn_at
from summitevents.log.metadata import PROPERTY, BadPropertyError, Metadata, read_metadata
from summitevents.standards import ijson

FORMAT = 1
"""Version of the record format; grows when a reader of the older format could misread a log."""

EVENTS = "events"
"""The folder of the log, in the package."""
ORDER = f"{EVENTS}/ORDER"
CHECKPOINTS = f"{EVENTS}/checkpoints"
INSTALLED = Path(str(files("summitevents"))) / "data"
"""The package that came installed; a clone has none."""

_NAME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-[a-z0-9]+(?:-[a-z0-9]+)*\.jsonl")
_OTHER_FILES = {"README.md", "ORDER", "RELEASES", "checkpoints"}


def events_file(name: str) -> str:
    """Returns the path of a file of events/ within the package, as findings and datapackage.json write it."""
    return f"{EVENTS}/{name}"


def batch_file(stem: str) -> str:
    """Returns the path of a batch within the package, from its name without .jsonl."""
    return events_file(f"{stem}.jsonl")


def is_batch(name: str) -> bool:
    """Tells whether a file's name is that of a batch: a day of the calendar, and a slug."""
    found = _NAME.fullmatch(name)
    try:
        return bool(found and date.fromisoformat(found[1]))
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Package:
    """The folder that holds a `datapackage.json` of our kind, with `events/` beside it.

    `read_only`: it is the one that came installed, which nobody writes to.
    """

    root: Path
    read_only: bool = False

    @property
    def descriptor(self) -> dict[str, Any]:
        """The package's `datapackage.json`."""
        found: dict[str, Any] = json.loads((self.root / "datapackage.json").read_bytes())
        return found

    @property
    def metadata(self) -> Metadata:
        """What the package says of its subject. Raises UnreadableError for what is not of its type, with its place."""
        try:
            return read_metadata(self.descriptor)
        except BadPropertyError as error:
            raw = (self.root / "datapackage.json").read_bytes()
            text = raw.decode(json.detect_encoding(raw))
            line, column = ijson.place(text, ijson.column(text, error.steps))
            at = f"{from_here(self.root)}datapackage.json:{line}:{column}"
            raise UnreadableError(f"{at}: {error.problem}") from None

    def expect_writable(self) -> None:
        """Raises UnreadableError if this is the package that came installed."""
        if self.read_only or self.root == INSTALLED:
            raise UnreadableError(
                "no log here to write to, and the one that came installed is only read: "
                "go to the folder of a package, or name it with --data"
            )

    @property
    def events(self) -> Path:
        """The folder of the log."""
        return self.root / EVENTS

    def batch_path(self, stem: str) -> Path:
        """Returns where the batch of this name lies, or would lie."""
        return self.root / batch_file(stem)

    def entries(self) -> list[Path]:
        """Lists what lies in events/, by name. Raises UnreadableError if the folder cannot be read."""
        try:
            return sorted(self.events.iterdir(), key=lambda path: path.name)
        except OSError as error:
            raise UnreadableError(f"{self.events}: {error.strerror}; a package has a folder events/") from None

    def batches(self) -> list[Path]:
        """Lists the batches in log order: those that ORDER lists, and then the others by name."""
        found = {path.name: path for path in self.entries() if is_batch(path.name)}
        return [found[name] for name in dict.fromkeys([*self.order(), *found]) if name in found]

    def order(self) -> list[str]:
        """Returns the lines of events/ORDER, right or wrong; an empty list if nothing is sealed."""
        return ledger_lines(self.read_ledger(ORDER))

    def read_ledger(self, file: str) -> bytes:
        """Returns the content of ORDER or RELEASES; nothing if there is no such file. Raises UnreadableError."""
        path = self.root / file
        return read_bytes(path) if path.exists() else b""

    def parts(self) -> list[str]:
        """Returns the paths that datapackage.json lists: the sealed batches; all of them if nothing is sealed."""
        return [events_file(name) for name in self.order() or [path.name for path in self.batches()]]

    def check_order(self) -> Iterator[Finding]:
        """Yields what is wrong with ORDER: each of its lines must name a batch that is there, and none twice."""
        seen: dict[str, int] = {}
        for number, name in enumerate(self.order(), 1):
            path = self.events / name
            if not is_batch(name):
                yield find("order-name", ORDER, number, 1, value=name)
            elif name in seen:
                yield find("order-double", ORDER, number, 1, value=name, other=f"line {seen[name]}")
            elif not path.is_file():
                yield find("order-missing", ORDER, number, 1, value=name)
            elif not path.stat().st_size:
                yield find("order-empty", ORDER, number, 1, value=name)
            seen.setdefault(name, number)
        if torn := torn_at(self.read_ledger(ORDER)):
            yield find("order-torn", ORDER, len(self.order()), torn)

    def misnamed(self) -> list[Path]:
        """Lists the files that were meant to be batches; they are not read."""
        return [path for path in self._stray_entries() if ".jsonl" in path.name.lower() and path.is_file()]

    def strays(self) -> Iterator[Finding]:
        """Yields a finding for each entry of events/ that is neither a batch nor a file that belongs there."""
        for path in self._stray_entries():
            code = "batch-name" if ".jsonl" in path.name.lower() else "batch-stray"
            yield find(code, events_file(path.name), value=path.name)

    def _stray_entries(self) -> list[Path]:
        visible = [path for path in self.entries() if not path.name.startswith(".")]
        return [path for path in visible if not is_batch(path.name) and path.name not in _OTHER_FILES]

    def sealed(self) -> int:
        """Returns how many records the newest checkpoint covers; 0 if nothing is sealed."""
        return max(self.checkpoints(), default=0)

    def checkpoints(self) -> list[int]:
        """Returns the sizes of the checkpoints in events/checkpoints/, ascending."""
        folder = self.root / CHECKPOINTS
        paths = folder.iterdir() if folder.is_dir() else ()  # glob would say nothing of a folder that cannot be read
        return sorted(
            int(name) for name in (path.name for path in paths) if re.fullmatch("[1-9][0-9]{0,18}", name, re.ASCII)
        )

    def named_vocabulary(self) -> tuple[str, bytes]:
        """Returns what datapackage.json names as the vocabulary, and the content of the file of that name, if there is one."""
        said = self.descriptor.get(PROPERTY)
        name = said.get("vocabulary") if isinstance(said, dict) else None
        file = self.root / name if isinstance(name, str) else None
        return str(name), read_bytes(file) if file and file.is_file() else b""

    def digest(self) -> str:
        """Returns the SHA-256 over every batch's name, length and bytes: equal logs have equal digests."""
        total = hashlib.sha256()
        for path in self.batches():
            inside = read_bytes(path)
            total.update(f"{path.name}\0{len(inside)}\0".encode() + inside)
        return total.hexdigest()


def locate(data: Path | None = None) -> Package:
    """Finds the package to work on: in the folder `data`; else the nearest upwards from here; else the installed one.

    `data` may be the word `installed`, where no folder has that name. Raises UnreadableError if `data` holds no package,
    or if a `datapackage.json` met on the way is not JSON.
    """
    if data is None:
        own = (folder for folder in nearest_first(Path.cwd()) if _is_package(folder))
        return next(map(Package, own), None) or _locate_installed()
    if _is_package(data):
        return Package(data)
    if data == Path("installed") and not data.exists():
        return _locate_installed()
    raise UnreadableError(f"{data} has no datapackage.json of a summitevents package; name the folder that has one")


def nearest_first(folder: Path) -> list[Path]:
    """Returns a folder and those above it."""
    return [folder, *folder.parents]


def _locate_installed() -> Package:
    """Finds the package that came installed; for an editable install that is the clone."""
    for folder in nearest_first(INSTALLED):
        if _is_package(folder):
            return Package(folder, read_only=True)
    raise UnreadableError("no log here: go to the folder of a package, or name it with --data")


def _is_package(folder: Path) -> bool:
    descriptor = folder / "datapackage.json"
    try:
        found = json.loads(read_bytes(descriptor))
    except UnreadableError:
        if os.path.isfile(descriptor):  # noqa: PTH113 # what is there and cannot be read is not passed over
            raise
        return False
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{descriptor} is not JSON: {error}") from None
    declared = found.get(PROPERTY) if isinstance(found, dict) else None
    if isinstance(declared, dict) and declared.get("format") != FORMAT:
        version = declared.get("format")
        raise UnreadableError(f"{folder} is of record format {version}; this version of summitevents reads {FORMAT}")
    return declared is not None
