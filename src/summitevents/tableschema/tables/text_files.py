"""The files of a table as UTF-8: those that are it already, and copies of the others, with every byte that did not fit.

https://datapackage.org/standard/data-resource/#encoding. A declared encoding is decoded strictly; if none is declared, a
byte order mark says it, else it is UTF-8. UTF-16 and UTF-32 without a mark are big-endian (RFC 2781, 4.3).
"""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from summitevents.tableschema.descriptor import Resource
from summitevents.tableschema.problem import Problem, UnreadableTableError
from summitevents.tableschema.tables.file_traits import FileTraits, read_traits

_MARKS = {
    codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
"""Byte order marks; the longer before those that they begin with."""
_UNDECODED = "summitevents.undecoded"
"""An error handler: each byte that cannot be decoded becomes a surrogate, U+DC00 and the byte."""
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file in UTF-8: one of the package, or a copy. `newline` is how Python shall take line ends, as for `open`."""

    path: Path
    traits: FileTraits
    newline: str | None

    @contextmanager
    def open(self) -> Iterator[IO[str]]:
        """Opens it as text, without a byte order mark."""
        with self.path.open(encoding="utf-8-sig", newline=self.newline) as file:
            yield file


def text_file(resource: Resource, part: int, copies: Path) -> tuple[TextFile, list[Problem]]:
    """Returns a file of a table as UTF-8, and its bytes that are not in its encoding: U+FFFD stands for them.

    A copy is made in the folder `copies` if it must be. Raises OSError, and UnreadableTableError if nothing of it is text.
    """
    path = resource.files.located()[part]
    quoted = resource.format != "jsonl"
    newline = None if resource.format in ("tsv", "jsonl") else ""
    mark = _byte_order_mark(path)
    encoding = codecs.lookup(resource.encoding or _MARKS.get(mark, "utf-8")).name
    problems: list[Problem] = []
    if encoding in ("utf-8", "utf-8-sig"):
        traits = read_traits(path, quoted)
        if traits.utf8:
            return TextFile(path, traits, newline), problems
        encoding = "utf-8-sig"
    elif encoding in ("utf-16", "utf-32") and _MARKS.get(mark) != encoding:
        encoding += "-be"
    copy = copies / f"{len(list(copies.iterdir()))}.{resource.format}"
    problems += _copy(resource, part, encoding, copy)
    return TextFile(copy, read_traits(copy, quoted), newline), problems


def _byte_order_mark(path: Path) -> bytes:
    with path.open("rb") as file:
        start = file.read(4)
    return next((mark for mark in _MARKS if start.startswith(mark)), b"")


def _copy(resource: Resource, part: int, encoding: str, target: Path) -> Iterator[Problem]:
    """Writes a file anew in UTF-8; yields the first byte of each line that is not in its encoding."""
    told, ends = (resource.encoding or encoding.removesuffix("-sig")).upper(), 0
    source = resource.files.located()[part].open(encoding=encoding, errors=_UNDECODED, newline="")
    with source, target.open("w", encoding="utf-8", newline="") as copy:
        for number, line in enumerate(source, 1):
            line = line.removeprefix("\ufeff") if number == 1 else line
            ends += line.endswith(("\n", "\r"))
            if not line.isascii() and (found := _SURROGATE.search(line)):
                byte = f"byte 0x{ord(found[0]) - 0xDC00:02x}" if found[0] >= "\udc00" else "half of a surrogate pair"
                note = f"{byte} is not {told}"
                yield Problem(resource.name, "encoding-error", None, "", None, note, part, number, 0, found.start() + 1)
                line = _SURROGATE.sub("\ufffd", line)
            copy.write(line)
    if (
        told in ("UTF-16", "UTF-32")
        and encoding.endswith("-be")
        and not ends
        and _has_newline(resource.files.located()[part])
    ):
        note = (
            f"{told} without a byte order mark is big-endian, and this is not: declare {told.lower()}le, or what it is"
        )
        raise UnreadableTableError(Problem(resource.name, "encoding-error", None, "", None, note, part))


def _has_newline(path: Path) -> bool:
    with path.open("rb") as file:
        return any(b"\n" in line for line in file)


def _undecoded(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_UNDECODED, _undecoded)
