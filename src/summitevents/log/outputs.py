"""Outputs: where commands may write, the same for all of them.

1. Nothing is written to what belongs to a package of ours: its events/ and seeds/, its datapackage.json and README.md, the
   files that datapackage.json lists. It counts where a path leads, not how it is written: through links, or in capitals
   where the system takes those for the same name. Nor to what lies in .git. Where the datapackage.json is missing, no rows
   take the place of a batch in a folder events/.
2. A file whose kind is known by its content (a database, a page, a release) only takes the place of one of its own kind.
3. Any other file is replaced, whole or not at all.
4. No folder is made that has the name of a file.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from summitevents.errors import UnreadableError
from summitevents.log.files import read_bytes, write_whole
from summitevents.log.package import EVENTS, is_batch

_OWN = ("events", "seeds", "datapackage.json", "README.md")
"""What belongs to a package, beside what its datapackage.json lists."""
LEDGERS = ("ORDER", "RELEASES")


def write_output(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Writes a file that somebody asked for. Raises UnreadableError if it may not stand there; OSError as `write_whole`."""
    check_output(path)
    write_whole(path, content)


def check_output(path: Path) -> None:
    """Raises UnreadableError if a path is, or lies in, what belongs to a package of ours."""
    try:
        led_to = path.resolve()
    except (OSError, RuntimeError):  # links in a circle: whoever opens it says so
        return
    here = Path.cwd()
    for place in {here / path, led_to}:
        if ".git" in place.parts:
            raise UnreadableError(f"{path} belongs to git, and is not written over; name another place")
        steps = (place, *place.parents)
        for root in dict.fromkeys((*place.parents, here, *here.parents)):
            if any(_same(step, own) for own in _owned(root) for step in steps):
                raise UnreadableError(
                    f"{path} belongs to the package in {root}, and is not written over; name another place"
                )


def is_named_as_file(path: Path) -> bool:
    """Says whether a path has the name of a file, which ends like t.csv, and no folder has it already."""
    return bool(re.search(r"\.[A-Za-z]\w*$", path.name)) and not path.is_dir()


def check_folder(folder: Path) -> None:
    """Raises UnreadableError if a folder that is to be written has the name of a file."""
    if is_named_as_file(folder):
        raise UnreadableError(
            f"{folder} is a name for a file, and what is written is a folder: name another, or make it first"
        )


def write_rows(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Writes rows, or a report, as `write_output` does; never over a batch or a ledger, even one without a datapackage.json."""
    check_output(path)
    if path.exists():
        place = path.resolve()
        if place.parent.name == EVENTS and (is_batch(place.name) or place.name in LEDGERS):
            raise UnreadableError(f"{path} belongs to a log, and is not written over; name another place")
    write_whole(path, content)


def _owned(root: Path) -> Iterator[Path]:
    """Yields what belongs to the package of a folder; nothing if the folder holds no package of ours."""
    try:
        found = json.loads(read_bytes(root / "datapackage.json"))
    except UnreadableError:
        return
    except (ValueError, RecursionError):  # damaged, which is no reason to write into its log
        found = {"summitevents": {}} if (root / "events").is_dir() else None
    if not isinstance(found, dict) or found.get("summitevents") is None:
        return
    yield from (root / name for name in _OWN)
    yield from (root / path for path in _listed(found) if not path.startswith("events/"))


def _listed(descriptor: dict[str, object]) -> Iterator[str]:
    resources = descriptor.get("resources")
    for resource in resources if isinstance(resources, list) else []:
        paths = resource.get("path") if isinstance(resource, dict) else None
        yield from (path for path in (paths if isinstance(paths, list) else [paths]) if isinstance(path, str))


def _same(path: Path, own: Path) -> bool:
    try:
        return path == own or path.samefile(own)
    except OSError:
        return False
