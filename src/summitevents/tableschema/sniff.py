"""Whether a file is plain enough for DuckDB to read it exactly as Python would, told from its bytes in one quick pass."""

import codecs
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 22
_ODD = (b"\n\n", b"\n\r", b"\0", b"\1", b"\2")
"""A blank line; and what DuckDB is told to take for a delimiter and for NULL, since it must be told something."""


@dataclass(slots=True)
class Plain:
    """What the bytes of a file are like."""

    utf8: bool = True
    lines: int = 0
    plain: bool = True
    """LF or CRLF throughout, no blank line, no byte order mark, no NUL; nothing that a reader may take in two ways."""
    crlf: bool = False
    quotes: bool = False
    spaced: bool = False
    """A quote beside a blank."""


def look(path: Path, quote: bytes = b"") -> Plain:
    """Reads a file once; where quotes matter, also for these. Raises OSError."""
    seen, before, ends, returns, pairs = Plain(), b"\n", 0, 0, 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            seen.plain &= not (before == b"\n" and ends == 0 and chunk.startswith(codecs.BOM_UTF8))
            _decode(decoder, chunk, seen)
            joint = before + chunk[:1]
            seen.plain &= not any(odd in chunk or odd == joint for odd in _ODD)
            ends += chunk.count(b"\n")
            if b"\r" in chunk or before == b"\r":
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n") + (joint == b"\r\n")
            if quote and quote in chunk:
                seen.quotes = True
            if quote and not seen.spaced:
                seen.spaced = any(two in chunk or two == joint for two in (b" " + quote, quote + b" "))
            before = chunk[-1:]
    _decode(decoder, b"", seen, final=True)
    seen.lines, seen.crlf = ends + (before != b"\n"), returns > 0
    seen.plain &= seen.utf8 and (returns == 0 or returns == pairs == ends)
    return seen


def _decode(decoder: codecs.IncrementalDecoder, chunk: bytes, seen: Plain, final: bool = False) -> None:
    if seen.utf8:
        try:
            decoder.decode(chunk, final)
        except UnicodeDecodeError:
            seen.utf8 = False
