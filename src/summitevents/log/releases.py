"""events/RELEASES: what was released, oldest first, and which number comes next.

One release a line: version, size, root, schema. The release is the log's first `size` lines; `root` is theirs as the
checkpoint has it, in base64; `schema` is the SHA-256 of the tables' names, columns and keys, in hex. The number follows
the Data Package recipe for versions: other tables or columns are a major step, new data a minor one, corrections a patch.
"""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from summitevents.errors import UnreadableError
from summitevents.findings.escaping import Verbatim, quote
from summitevents.findings.finding import Finding, find
from summitevents.log.files import write_whole
from summitevents.log.package import Package

RELEASES = "events/RELEASES"
FIRST = "1.0.0"
VERSION = r"(?:0|[1-9][0-9]{0,8})(?:\.(?:0|[1-9][0-9]{0,8})){2}"
_LINE = re.compile(rf"({VERSION}) ([1-9][0-9]{{0,18}}) ([A-Za-z0-9+/]{{43}}=) ([0-9a-f]{{64}})")
_ADDS = ("source", "actor", "place", "claim", "relate")
"""The ops that bring new data, where they replace nothing; all else corrects or judges what is there."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version, and of what it is: how many lines of the log, their 32-byte root, the tables' schema (SHA-256)."""

    version: str
    size: int
    root: bytes
    schema: str

    @property
    def number(self) -> tuple[int, ...]:
        """Major, minor, patch."""
        return tuple(map(int, self.version.split(".")))

    def line(self) -> str:
        """Its line in RELEASES."""
        return f"{self.version} {self.size} {b64encode(self.root).decode()} {self.schema}\n"


def read(package: Package) -> list[Release]:
    """The releases that RELEASES tells of, oldest first; a line that is damaged is left out, see `check`."""
    return [release for _, release in lines(package) if release]


def named(package: Package, version: str) -> Release:
    """A release by its number. Raises UnreadableError where there is none of it."""
    for release in read(package):
        if release.version == version:
            return release
    known = ", ".join(release.version for release in read(package))
    raise UnreadableError(f"there is no release {version}; " + (f"there is {known}" if known else "none was made yet"))


def check(package: Package) -> Iterator[Finding]:
    """What is wrong with RELEASES by itself: its form, versions that do not rise, sizes that fall.

    Whether the roots are the log's is for `verify` to say.
    """
    last: Release | None = None
    for number, release in lines(package):
        if release is None:
            yield find("release-form", RELEASES, number, 1, problem=quote(_rows(package)[number - 1]))
            continue
        if last and release.number <= last.number:
            yield find("release-order", RELEASES, number, 1, value=Verbatim(release.version), other=last.version)
        if last and release.size < last.size:
            column = len(release.version) + 2
            size = Verbatim(f"{release.size} lines")
            yield find("release-order", RELEASES, number, column, value=size, other=f"{last.size} lines")
        last = release
    content = _content(package)
    if content and not content.endswith(b"\n"):
        yield find("release-form", RELEASES, number, len(_rows(package)[-1]) + 1, problem="it does not end in LF")


def following(last: Release | None, schema: str, ops: Iterable[tuple[str, bool]]) -> tuple[str, str]:
    """The number of the next release, and why.

    `ops`: op, and whether it replaces a record, of each line since the last one. Raises UnreadableError where there is
    nothing to release.
    """
    if last is None:
        return FIRST, "it is the first"
    since = list(ops)
    major, minor, patch = last.number
    if schema != last.schema:
        return f"{major + 1}.0.0", f"the tables are not those of {last.version}"
    if any(op in _ADDS and not replaces for op, replaces in since):
        return f"{major}.{minor + 1}.0", f"there is new data since {last.version}"
    if since:
        return f"{major}.{minor}.{patch + 1}", f"there are only corrections and judgements since {last.version}"
    raise UnreadableError(f"nothing is new since {last.version}")


def write(package: Package, upto: Iterable[Release]) -> None:
    """Writes RELEASES anew, with these lines."""
    write_whole(package.root / RELEASES, "".join(release.line() for release in upto).encode())


def ops(lines: Iterable[bytes]) -> Iterator[tuple[str, bool]]:
    """Of each line of a good log its op, and whether it replaces a record."""
    for line in lines:
        record = json.loads(line)
        yield record["op"], record.get("replaces") is not None


def lines(package: Package) -> Iterator[tuple[int, Release | None]]:
    """Each line's number and its release; null where it is damaged."""
    for number, row in enumerate(_rows(package), 1):
        found = _LINE.fullmatch(row)
        yield number, Release(found[1], int(found[2]), b64decode(found[3]), found[4]) if found else None


def _rows(package: Package) -> list[str]:
    content = _content(package)
    return content.decode(errors="replace").removesuffix("\n").split("\n") if content else []


def _content(package: Package) -> bytes:
    path = package.root / RELEASES
    return path.read_bytes() if path.is_file() else b""
