"""Whether DuckDB reads a file exactly as Python would, decided from the file's bytes in one fast pass.

A file is *plain* if two readers cannot disagree on its lines:
1. It is UTF-8 without a byte order mark.
2. Every line ends in LF, or every line ends in CRLF.
3. It has none of the bytes 0, 1 and 2: DuckDB must be given a delimiter and a text for NULL, and gets the last two.

A blank line is seen by the number of rows: DuckDB leaves it out.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

_CHUNK_BYTES = 1 << 17
"""Little enough for what is made of a chunk to stay in the processor's cache."""
_NOT_PLAIN = (b"\0", b"\1", b"\2")
_BESIDE_BLANK = (re.compile(b' "').search, re.compile(b'" ').search)
"""For two bytes, thrice as fast as `in`."""


@dataclass(slots=True)
class FileTraits:
    """What the bytes of a file are like."""

    utf8: bool = True
    lines: int = 0
    """How many lines it has; the last one may lack its newline."""
    plain: bool = True
    """See the rules above."""
    crlf: bool = False
    """Whether it has a CR anywhere."""
    quotes: bool = False
    """Whether it has a quote anywhere."""
    quote_beside_blank: bool = False
    """Where readers disagree: whether a blank before a quote ends the quoting, or is part of the cell."""


def read_traits(path: Path, quoted: bool = False) -> FileTraits:
    """Reads a file once and returns its traits; those of quotes only if it may be `quoted`. Raises OSError.

    Counts bytes in chunks, and looks into no line: that is what makes it fast.
    """
    traits, before, ends, returns, pairs = FileTraits(), b"\n", 0, 0, 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            traits.plain &= not (before == b"\n" and ends == 0 and chunk.startswith(codecs.BOM_UTF8))
            traits.utf8 = traits.utf8 and _decodes(decoder, chunk)
            seam = before + chunk[:1]  # two bytes that belong together may fall into two chunks
            traits.plain &= not any(byte in chunk for byte in _NOT_PLAIN)
            ends += len(chunk) - len(chunk.replace(b"\n", b""))  # sooner than count, where lines are long
            if b"\r" in chunk or before == b"\r":
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n") + (seam == b"\r\n")
            if quoted:
                traits.quotes |= b'"' in chunk
                traits.quote_beside_blank |= any(found(chunk) or found(seam) for found in _BESIDE_BLANK)
            before = chunk[-1:]
    traits.utf8 = traits.utf8 and _decodes(decoder, b"")
    traits.lines, traits.crlf = ends + (before != b"\n"), returns > 0
    traits.plain &= traits.utf8 and (returns == 0 or returns == pairs == ends)
    return traits


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    """Returns whether the file can be decoded so far; an empty chunk is its end, at which no character may be cut."""
    try:
        decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError:
        return False
    return True
