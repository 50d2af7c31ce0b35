"""The log on disk: where it lies, and its lines read strictly.

A batch is one file, `events/<date>-<slug>.jsonl`, with one JSON object a line; the log is its batches in the order of
their names. Nothing here judges what a record says: only that its bytes are lines, and its lines I-JSON objects.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summitevents.findings import Finding, find
from summitevents.standards import ijson

LINE_BYTES = 65_535
"""The most bytes a line may have, without its LF: what a C2SP tlog-tiles entry bundle can carry."""

_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]+(?:-[a-z0-9]+)*\.jsonl")
_BESIDE = {"README.md", "ORDER", "RELEASES", "checkpoints"}


class UnreadableError(Exception):
    """The input cannot be read at all, or the call is not one we understand: exit code 2. The text says what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is a JSON object: its position in the log from 1, its file, its number there from 1."""

    pos: int
    file: str
    number: int
    text: str
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Package:
    """The folder that holds a `datapackage.json` of our kind, with `events/` beside it."""

    root: Path

    @property
    def descriptor(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.root / "datapackage.json").read_bytes())
        return found

    def batches(self) -> list[Path]:
        """The log's files, in log order."""
        return [path for path in self._beside() if _NAME.fullmatch(path.name)]

    def strays(self) -> Iterator[Finding]:
        """What lies in events/ and is no batch."""
        for path in self._beside():
            if not _NAME.fullmatch(path.name) and path.name not in _BESIDE and not path.name.startswith("."):
                code = "batch-name" if ".jsonl" in path.name.lower() else "batch-stray"
                yield find(code, f"events/{path.name}", value=path.name)

    def digest(self) -> str:
        """SHA-256 over every batch's name, length and bytes: equal logs, equal digests."""
        total = hashlib.sha256()
        for path in self.batches():
            content = _bytes(path)
            total.update(f"{path.name}\0{len(content)}\0".encode() + content)
        return total.hexdigest()

    def _beside(self) -> list[Path]:
        try:
            return sorted((self.root / "events").iterdir(), key=lambda path: path.name)
        except OSError as error:
            raise UnreadableError(f"{self.root / 'events'}: {error.strerror}; a package has a folder events/") from None


def locate(data: Path | None = None) -> Package:
    """The package to work on: the folder `data`; or the nearest upwards from here; or the one that came installed.

    Raises UnreadableError where `data` holds none, or where a `datapackage.json` met on the way is not JSON.
    """
    if data is not None:
        if _declared(data):
            return Package(data)
        raise UnreadableError(f"{data} has no datapackage.json of a summitevents package; name the folder that has one")
    here, installed = Path.cwd(), Path(__file__).parent
    for folder in (here, *here.parents, installed / "data", *installed.parents):
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
    return isinstance(found, dict) and "summitevents" in found


def read(package: Package) -> tuple[list[Line], list[Finding]]:
    """Every line of the log that is an I-JSON object, and a Finding for every one that is not."""
    lines: list[Line] = []
    findings = list(package.strays())
    pos = 0
    for path in package.batches():
        file = f"events/{path.name}"
        for number, raw in enumerate(_split(_bytes(path), file, findings), 1):
            pos += 1
            read_line = _line(raw, file, number, findings)
            if read_line:
                text, value = read_line
                lines.append(Line(pos, file, number, text, value))
    return lines, findings


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from None


def _split(content: bytes, file: str, findings: list[Finding]) -> list[bytes]:
    """The lines without their LF. A BOM is taken off, and a line that lacks its LF is still read: both are findings."""
    if content.startswith(b"\xef\xbb\xbf"):
        findings.append(find("bytes-bom", file, 1, 1))
        content = content[3:]
    if not content:
        return []
    lines = content.split(b"\n")
    if lines[-1]:
        findings.append(find("line-torn", file, len(lines), 1))
    else:
        lines.pop()
    return lines


def _line(raw: bytes, file: str, number: int, findings: list[Finding]) -> tuple[str, dict[str, Any]] | None:
    """The text and value of one line, or None and a Finding."""

    def bad(code: str, column: int | None = 1, **more: object) -> None:
        findings.append(find(code, file, number, column, **more))  # type: ignore[arg-type]

    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return bad("bytes-utf8", len(raw[: error.start].decode()) + 1, value=f"0x{raw[error.start]:02x}")
    if not text.strip(" \t\r"):
        return bad("line-blank")
    for code, char in (("bytes-cr", "\r"), ("bytes-nul", "\0")):
        if char in text:
            return bad(code, text.index(char) + 1)
    if len(raw) > LINE_BYTES:
        return bad("line-long", LINE_BYTES + 1, value=len(raw))
    try:
        value = ijson.loads(text)
    except ijson.IJsonError as error:
        return bad(f"json-{error.code}", error.column, value=error.value or text, problem=error.reason)
    if not isinstance(value, dict):
        return bad("json-object", value=text)
    return text, value
