"""Reads the lines of a log strictly: each is an I-JSON object (RFC 7493), or has a finding.

This is the definition of what a line is; `bulk` reads the same lines faster. Nothing here judges what a record says.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from summitevents.findings.escaping import Verbatim
from summitevents.findings.finding import Finding, find
from summitevents.log.files import read_bytes
from summitevents.log.package import Package, events_file
from summitevents.standards import ijson

LINE_BYTES = 65_535
"""The most bytes a line may have, without its LF: what a C2SP tlog-tiles entry bundle can carry."""
DECLARED_SLUG = {"source": "source", "actor": "actor", "place": "place", "claim": "event"}
"""Op → the field with the slug that such a record declares."""
DECLARING = ("id", *DECLARED_SLUG.values())
"""The fields by which other records refer to a line. What an unreadable line declares in them is not called missing."""
_DECLARED = re.compile(rf'"({"|".join(DECLARING)})"[ \t]*:[ \t]*"([^"\\]+)"')


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log: its position in the log from 1, its file, its number in the file from 1.

    A line that is not an I-JSON object is not `whole`: it has a finding, and its value is only what it seems to declare.
    """

    pos: int
    file: str
    number: int
    text: str
    value: dict[str, Any]
    whole: bool = True

    def declared(self) -> set[str]:
        """Returns the ids and slugs that the line declares, or seems to: if it is bad, they are not also called missing."""
        return {str(self.value.get(name)) for name in DECLARING}


def read_log(package: Package) -> tuple[list[Line], list[Finding]]:
    """Returns every line of the log, and a Finding for every one that is not an I-JSON object; see `Line.whole`."""
    lines: list[Line] = []
    findings = [*package.strays(), *package.check_order()]
    for path in package.batches():
        lines += read_batch(read_bytes(path), events_file(path.name), findings, len(lines))
    for path in package.misnamed():
        lines += read_misnamed(read_bytes(path), events_file(path.name), len(lines))
    return lines, findings


def read_batch(content: bytes, file: str, findings: list[Finding], before: int = 0) -> Iterator[Line]:
    """Yields the lines of one batch; what is wrong with them goes to `findings`. `before`: the lines of earlier batches."""
    raws = _split(content, file, findings)
    torn = {finding.line for finding in findings if finding.code == "line-torn" and finding.file == file}
    halves = ("bytes-utf8", "json-syntax")  # of half a record, only its end is wrong
    for number, raw in enumerate(raws, 1):
        wrong: list[Finding] = []
        yield read_line(raw, before + number, file, number, wrong)
        findings += (f for f in wrong if not (f.code in halves and number in torn))


def read_misnamed(content: bytes, file: str, before: int = 0) -> list[Line]:
    """Returns the lines of a file that was meant to be a batch. None of them counts; what they declare is not missing."""
    return [_unread(raw, before + number, file, number) for number, raw in enumerate(content.splitlines(), 1)]


def _split(content: bytes, file: str, findings: list[Finding]) -> list[bytes]:
    """Returns the lines without their ends. What is wrong with a whole file is found once; its lines are read all the same."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = codecs.BOM_UTF8 + content.decode("utf-16", "replace").encode()
    if content.startswith(codecs.BOM_UTF8):
        findings.append(find("bytes-bom", file, 1, 1))
        content = content.removeprefix(codecs.BOM_UTF8)
    *lines, rest = content.split(b"\n")
    if rest:
        lines.append(rest)
        findings.append(find("line-torn", file, len(lines), _width(rest) + 1))
    ends = [number for number, line in enumerate(lines, 1) if line.endswith(b"\r")]
    if ends:
        findings.append(find("bytes-cr", file, ends[0], _width(lines[ends[0] - 1])))
    return [line.removesuffix(b"\r") for line in lines]


def _width(raw: bytes) -> int:
    return len(raw.decode(errors="replace"))


def read_line(raw: bytes, pos: int, file: str, number: int, findings: list[Finding]) -> Line:
    """Reads one line; of a bad one, adds a Finding, and returns what it seems to declare."""

    def bad(code: str, column: int, value: object = None, problem: str = "") -> Line:
        findings.append(find(code, file, number, column, value=value, problem=problem))
        return _unread(raw, pos, file, number)

    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return bad("bytes-utf8", _width(raw[: error.start]) + 1, Verbatim(f"0x{raw[error.start]:02x}"))
    if not text.strip(" \t"):
        return bad("line-blank", 1)
    for code, char in (("bytes-cr", "\r"), ("bytes-nul", "\0")):
        if char in text:
            return bad(code, text.index(char) + 1)
    if len(raw) > LINE_BYTES:
        return bad("line-long", len(raw[:LINE_BYTES].decode(errors="ignore")) + 1, len(raw))
    try:
        value = ijson.loads(text)
    except ijson.IJsonError as error:
        value = error.value if error.code == "duplicate" or error.value is None else Verbatim(error.value)
        return bad(f"json-{error.code}", error.column, value, error.reason)
    if not isinstance(value, dict):
        return bad("json-object", len(text) - len(text.lstrip(" \t")) + 1, Verbatim(text.strip(" \t")))
    return Line(pos, file, number, text, value)


def _unread(raw: bytes, pos: int, file: str, number: int) -> Line:
    """Returns a line that is not whole, with what it seems to declare: of two values of one name, the first."""
    text = raw.decode(errors="replace")
    return Line(pos, file, number, text, dict(reversed(_DECLARED.findall(text))), whole=False)
