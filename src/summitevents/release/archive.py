"""Packs files into a zip file, and unpacks one that anybody may have made.

1. The bytes of a packed file depend on its members alone.
2. Nothing is written to the disk. A member is read only if every name, type and size of the file is in order, and no more
   of it than the size that the file states, and one byte: reading past the end is what checks the sum.
"""

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from zipfile import ZipInfo

from summitevents.errors import NotAZipError
from summitevents.findings.finding import Finding, find
from summitevents.log.releases import RELEASES

MAX_BYTES = 4 * 2**30
"""The most bytes that the members may have together, unpacked."""
MAX_RATIO = 100
"""The most times its compressed size that a member of more than a megabyte may have, unpacked."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
"""Names that no file can have on Windows."""


def pack(members: Mapping[str, bytes]) -> bytes:
    """Returns a zip file with these members, name → content, in the order of their names.

    Nothing is compressed, because zlib is not the same everywhere.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name, content in sorted(members.items()):
            entry = ZipInfo(name, _FIRST_DAY)
            entry.create_system = 3  # Unix, wherever it is written
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            file.writestr(entry, content)
    return out.getvalue()


def is_release(content: bytes) -> bool:
    """Says whether the bytes of a file are a zip file with a list of releases, as each of ours has."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return RELEASES in file.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def unpack(content: bytes, name: str) -> tuple[dict[str, bytes], list[Finding]]:
    """Returns the members of a zip file, name → content; or none, and findings of what is wrong with it.

    `name` is what findings call the file as a whole. Raises NotAZipError if it is no zip file.
    """
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise NotAZipError
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            entries = file.infolist()
            findings = [
                *_check_names(entries), *_check_types(entries), *_check_sizes(entries, name), *_check_overlaps(entries),
            ]  # fmt: skip
            members = {} if findings else {entry.filename: _read(file, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        return {}, [find("zip-damaged", name, problem=str(error) or "it ends too soon")]
    return members, findings


def _read(file: zipfile.ZipFile, entry: ZipInfo) -> bytes:
    """Returns a member's content. Raises BadZipFile if its sum is wrong."""
    with file.open(entry) as opened:
        return opened.read(entry.file_size + 1)


def _check_names(entries: list[ZipInfo]) -> Iterator[Finding]:
    """Yields names that lead out of a folder, or that two members share, on this system or another."""
    seen: dict[str, str] = {}
    for entry in entries:
        name = entry.orig_filename
        if problem := path_problem(name):
            yield find("zip-path", name, value=name, problem=problem)
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            yield find("zip-double", name, other="another" if seen[folded] == name else seen[folded])
        seen.setdefault(folded, name)


def path_problem(name: str) -> str:
    """Returns what is wrong with a member's name; nothing if it stays in the folder it is unzipped to, on every system."""
    parts = name.removesuffix("/").split("/")
    if "\0" in name or any(unicodedata.category(char) == "Cc" for char in name):
        return "has a control character"
    if name.startswith("/"):
        return "begins at the root"
    if "\\" in name:
        return "has a backslash"
    if ":" in name:
        return "has a colon, as drives have"
    if ".." in parts:
        return "leads out of its folder"
    if "." in parts or "" in parts:
        return "has an empty step"
    if any(_RESERVED.fullmatch(part) or part.endswith((".", " ")) for part in parts):
        return "is none on Windows"
    return ""


def _check_types(entries: list[ZipInfo]) -> Iterator[Finding]:
    for entry in entries:
        file_type = stat.S_IFMT(entry.external_attr >> 16)
        if stat.S_ISLNK(file_type):
            yield find("zip-link", entry.orig_filename, problem="a symbolic link")
        elif entry.is_dir() or file_type not in (0, stat.S_IFREG):
            yield find(
                "zip-link", entry.orig_filename, problem="a folder" if entry.is_dir() else "a device or the like"
            )
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield find("zip-damaged", entry.orig_filename, problem=f"compressed by method {entry.compress_type}")
        if entry.flag_bits & 1:
            yield find("zip-damaged", entry.orig_filename, problem="it is encrypted")


def _check_sizes(entries: list[ZipInfo], name: str) -> Iterator[Finding]:
    """Yields the file and the members that state too large a size."""
    total = sum(entry.file_size for entry in entries)
    if total > MAX_BYTES:
        yield find("zip-large", name, value=total, problem=f"and no more than {MAX_BYTES} are taken")
    for entry in entries:
        if entry.file_size > max(2**20, MAX_RATIO * entry.compress_size):
            times = f"more than {MAX_RATIO} times what it has in the zip file"
            yield find("zip-large", entry.orig_filename, value=entry.file_size, problem=times)


def _check_overlaps(entries: list[ZipInfo]) -> Iterator[Finding]:
    """Yields members that share their bytes: that is how a small file becomes a large one."""
    placed = sorted(entries, key=lambda entry: entry.header_offset)
    for one, another in pairwise(placed):
        if one.header_offset + 30 + one.compress_size > another.header_offset:
            yield find("zip-damaged", another.orig_filename, problem="two members share their bytes")
