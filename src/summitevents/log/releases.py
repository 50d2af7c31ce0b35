"""The ledger events/RELEASES: what was released, oldest first, and which version comes next.

One release a line: version, size, root, schema. The release is the log's first `size` lines; `root` is their Merkle root
as the checkpoint has it, in base64; `schema` is the SHA-256 of the tables' names, columns and keys, in hex. Versions
follow the Data Package recipe: other tables or columns are a major step, new data a minor one, corrections a patch.
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
from summitevents.log.ledger import ledger_lines, torn_at
from summitevents.log.package import EVENTS, Package

RELEASES = f"{EVENTS}/RELEASES"
VERSION = r"(?:0|[1-9][0-9]{0,8})(?:\.(?:0|[1-9][0-9]{0,8})){2}"
"""A version, as a regular expression: three numbers without leading zeros."""
_FIRST_VERSION = "1.0.0"
_LINE = re.compile(rf"({VERSION}) ([1-9][0-9]{{0,18}}) ([A-Za-z0-9+/]{{43}}=) ([0-9a-f]{{64}})")
_ADDING_OPS = ("source", "actor", "place", "claim", "relate")
"""The ops that bring new data, unless they replace a record; all others correct or judge what is there."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version, and its log: the number of lines, their 32-byte Merkle root, the SHA-256 of the tables' schema."""

    version: str
    size: int
    root: bytes
    schema: str

    @property
    def number(self) -> tuple[int, ...]:
        """Major, minor, patch."""
        return tuple(map(int, self.version.split(".")))

    def line(self) -> str:
        """Returns its line in RELEASES, with the LF."""
        return f"{self.version} {self.size} {b64encode(self.root).decode()} {self.schema}\n"


def parse_releases(package: Package) -> list[Release | None]:
    """Returns the release on each line of RELEASES; None for a line that is damaged."""
    return [_parse_line(line) for line in ledger_lines(package.read_ledger(RELEASES))]


def _parse_line(line: str) -> Release | None:
    found = _LINE.fullmatch(line)
    return Release(found[1], int(found[2]), b64decode(found[3]), found[4]) if found else None


def read_releases(package: Package) -> list[Release]:
    """Returns the releases that RELEASES lists, oldest first, without damaged lines; see `check_releases`."""
    return [release for release in parse_releases(package) if release]


def write_releases(package: Package, releases: Iterable[Release]) -> None:
    """Replaces RELEASES by these lines."""
    write_whole(package.root / RELEASES, "".join(release.line() for release in releases).encode())


def find_release(package: Package, version: str) -> Release:
    """Returns the release of this version. Raises UnreadableError if there is none."""
    known = read_releases(package)
    for release in known:
        if release.version == version:
            return release
    versions = ", ".join(release.version for release in known)
    raise UnreadableError(
        f"there is no release {version}; " + (f"there is {versions}" if versions else "none was made yet")
    )


def check_releases(package: Package) -> Iterator[Finding]:
    """Yields what is wrong with RELEASES by itself: damaged lines, versions that do not rise, sizes that fall.

    Whether the roots are the log's is for `integrity` to say.
    """
    content = package.read_ledger(RELEASES)
    lines = ledger_lines(content)
    last: Release | None = None
    for number, line in enumerate(lines, 1):
        release = _parse_line(line)
        if release is None:
            yield find("release-form", RELEASES, number, 1, problem=quote(line))
            continue
        if last and release.number <= last.number:
            yield find("release-order", RELEASES, number, 1, value=Verbatim(release.version), other=last.version)
        if last and release.size < last.size:
            column = len(release.version) + 2
            size = Verbatim(f"{release.size:,} lines")
            yield find("release-order", RELEASES, number, column, value=size, other=f"{last.size:,} lines")
        last = release
    if torn := torn_at(content):
        yield find("release-form", RELEASES, len(lines), torn, problem="it does not end in LF")


def next_version(last: Release | None, schema: str, lines_since: Iterable[bytes]) -> tuple[str, str]:
    """Returns the version of the next release, and why it is that one.

    `schema` is that of the tables today; `lines_since` are the lines of a good log after the last release. Raises
    UnreadableError if there is nothing to release.
    """
    if last is None:
        return _FIRST_VERSION, "it is the first"
    records = [json.loads(line) for line in lines_since]
    major, minor, patch = last.number
    if schema != last.schema:
        return f"{major + 1}.0.0", f"the tables are not those of {last.version}"
    if any(record["op"] in _ADDING_OPS and record.get("replaces") is None for record in records):
        return f"{major}.{minor + 1}.0", f"there is new data since {last.version}"
    if records:
        return f"{major}.{minor}.{patch + 1}", f"there are only corrections and judgements since {last.version}"
    raise UnreadableError(f"nothing is new since {last.version}")
