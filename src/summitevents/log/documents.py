"""The documents that claims cite: found by file name in a folder, told apart by their SHA-256, read as code points."""

import hashlib
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import accumulate
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document: `start` and `end` in Unicode code points from 0, end exclusive; SHA-256 of its UTF-8."""

    start: int
    end: int
    sha256: str
    text: str


def sha256(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def passage(text: str, start: int, end: int) -> Passage:
    """The passage of a document's text between two positions."""
    words = text[start:end]
    return Passage(start, end, sha256(words), words)


def document(folder: Path, file: str | None, digest: str | None) -> str | None:
    """The text of a document at hand; None where the folder does not hold it. ValueError: it is another document.

    Decoded strictly as UTF-8, newlines as they are: positions count what is there.
    """
    path = folder / (file or "")
    if not file or not path.is_file():
        return None
    content = path.read_bytes()
    if digest and hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"{path} is not the document that was read")
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not UTF-8") from None


_LOOSE = str.maketrans(
    {"\u00a0": " ", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
)


def anchor(text: str, words: str) -> list[Passage]:
    """Every place where `words` stand in a document.

    As they are; and where they are nowhere, with any white space for white space, straight quotes for curly ones and a
    hyphen for a dash, regardless of case. The passages returned are the document's own characters.
    """
    exact = [passage(text, m.start(), m.end()) for m in re.finditer(re.escape(words), text)] if words else []
    if exact or not words.strip():
        return exact
    loose = r"\s+".join(re.escape(word) for word in words.translate(_LOOSE).split())
    return [passage(text, m.start(), m.end()) for m in re.finditer(loose, text.translate(_LOOSE), re.IGNORECASE)]


def nearest(text: str, words: str, most: int = 3) -> list[Passage]:
    """The stretches of a document that come nearest to words which stand nowhere in it; the best first, perhaps none.

    Stretches of as many words are ranked by the triples of letters they share with what was asked for, which takes one
    pass over a document of any length; only the best of them are compared letter by letter.
    """
    wanted = words.translate(_LOOSE).casefold()
    tokens = list(re.finditer(r"\S+", text))
    size = min(len(wanted.split()), len(tokens))
    if not size:
        return []
    sought = _triples(wanted)
    shared = [0, *accumulate(len(sought & _triples(t[0].translate(_LOOSE).casefold())) for t in tokens)]
    starts = nlargest(40, range(len(tokens) - size + 1), key=lambda i: shared[i + size] - shared[i])
    stretches = [passage(text, tokens[i].start(), tokens[i + size - 1].end()) for i in starts]
    alike = [(_alike(p.text.translate(_LOOSE).casefold(), wanted), p) for p in stretches]
    found: list[Passage] = []
    for ratio, p in sorted(alike, key=lambda pair: (-pair[0], pair[1].start)):
        if ratio >= 0.6 and all(p.end <= other.start or other.end <= p.start for other in found):
            found.append(p)
    return found[:most]


def _triples(text: str) -> set[str]:
    padded = f" {' '.join(text.split())} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
