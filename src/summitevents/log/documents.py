"""Reads the documents that claims cite, and finds passages in them.

A document is found by its file name in a folder and told apart by its SHA-256. Positions count Unicode code points of
its text from 0; an end is exclusive.
"""

import hashlib
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import accumulate
from pathlib import Path
from typing import Any

from summitevents.errors import UnreadableError

PASSAGE_FIELDS = ("passage_start", "passage_end", "passage_sha256")
"""The fields of a record that hold the passage it cites; they stand together or not at all."""
_LOOSE = str.maketrans(
    {"\u00a0": " ", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
)
"""Typographic characters → what people type for them."""
_CANDIDATES = 40
"""How many stretches are compared letter by letter."""
_LEAST_RATIO = 0.6
"""How much alike, from 0 to 1, a stretch must be to be offered."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document: its positions, the SHA-256 of its UTF-8 bytes in hex, and its text."""

    start: int
    end: int
    sha256: str
    text: str


def read_document(folder: Path, file: str | None, digest: str | None) -> str | None:
    """Returns the text of a document, newlines as they are; None if the folder does not hold it. Raises ValueError as below."""
    content = document_bytes(folder, file)
    return None if content is None else document_text(folder / (file or ""), content, digest)


def document_bytes(folder: Path, file: str | None) -> bytes | None:
    """Returns the bytes of a document; None if the folder does not hold it."""
    path = folder / (file or "")
    return path.read_bytes() if file and path.is_file() else None


def document_text(path: Path, content: bytes, digest: str | None) -> str:
    """Returns the text of the document in `path`. Raises ValueError if it is not the one with this SHA-256 (in hex), or not UTF-8."""
    if digest and hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"{path} is not the document that was read")
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not UTF-8") from None


def describe_document(file: Path) -> dict[str, Any]:
    """Returns the fields of a source that tell of its document's file. Raises UnreadableError if it is not UTF-8."""
    content = file.read_bytes()
    try:
        characters = len(content.decode())
    except UnicodeDecodeError:
        raise UnreadableError(f"{file} is not UTF-8: the document is kept as plain text") from None
    digest = hashlib.sha256(content).hexdigest()
    return {"filename": file.name, "sha256": digest, "bytes": len(content), "characters": characters}


def text_sha256(text: str) -> str:
    """Returns the SHA-256 of a text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def passage_at(text: str, start: int, end: int) -> Passage:
    """Returns the passage of a document's text between two positions."""
    words = text[start:end]
    return Passage(start, end, text_sha256(words), words)


def find_passages(text: str, words: str) -> list[Passage]:
    """Finds every place of a document's text where these words stand, character by character.

    If there is none, it looks again with any white space for white space, straight quotes for curly ones, a hyphen for a
    dash, and regardless of case. The passages returned hold the document's own characters.
    """
    exact = [passage_at(text, m.start(), m.end()) for m in re.finditer(re.escape(words), text)] if words else []
    if exact or not words.strip():
        return exact
    loose = r"\s+".join(re.escape(word) for word in words.translate(_LOOSE).split())
    return [passage_at(text, m.start(), m.end()) for m in re.finditer(loose, text.translate(_LOOSE), re.IGNORECASE)]


def nearest_passages(text: str, words: str, most: int = 3) -> list[Passage]:
    """Returns up to `most` stretches of a document's text that resemble these words, the best first.

    Stretches with the same number of words are ranked by the trigrams they share with `words`, in one pass over a text of
    any length; only the best of them are compared letter by letter.
    """
    wanted = words.translate(_LOOSE).casefold()
    tokens = list(re.finditer(r"\S+", text))
    size = min(len(wanted.split()), len(tokens))
    if not size:
        return []
    sought = _trigrams(wanted)
    shared = [0, *accumulate(len(sought & _trigrams(t[0].translate(_LOOSE).casefold())) for t in tokens)]
    starts = nlargest(_CANDIDATES, range(len(tokens) - size + 1), key=lambda i: shared[i + size] - shared[i])
    stretches = [passage_at(text, tokens[i].start(), tokens[i + size - 1].end()) for i in starts]
    ranked = [(_similarity(p.text.translate(_LOOSE).casefold(), wanted), p) for p in stretches]
    found: list[Passage] = []
    for ratio, p in sorted(ranked, key=lambda pair: (-pair[0], pair[1].start)):
        if ratio >= _LEAST_RATIO and all(p.end <= other.start or other.end <= p.start for other in found):
            found.append(p)
    return found[:most]


def _trigrams(text: str) -> set[str]:
    padded = f" {' '.join(text.split())} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def _similarity(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
