"""Suggests the known words that a misspelt one may have meant."""

import re
import unicodedata
from difflib import get_close_matches


def did_you_mean(word: str, known: list[str], otherwise: str = "") -> str:
    """Returns a hint that names the nearest known words, or all of them if they are few."""
    near = nearest(word, known) or _near_by_words(word, known)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"one of {', '.join(known)}" if 0 < len(known) <= 30 else otherwise


def nearest(word: str, known: list[str]) -> list[str]:
    """Returns the known words that a misspelling, or a part of a word, may have meant, the nearest first, at most three."""
    sought, written = _plain(word), {_plain(one): one for one in known}
    begun = [one for one in known if len(sought) > 2 and sought in _words(one)]
    close = [written[one] for one in get_close_matches(sought, list(written), n=3, cutoff=0.7)]
    return list(dict.fromkeys([*close, *begun]))[:3]


def _near_by_words(word: str, known: list[str]) -> list[str]:
    """Returns the known names that have, for each word that is sought, one near it, at most three: Armstrang, Neil Armstrong."""
    every = sorted({part for one in known for part in _words(one)})
    near = [get_close_matches(part, every, n=3, cutoff=0.75) for part in _words(word)]
    if not near or not all(near):
        return []
    nearness = {one: [_place(parts, _words(one)) for parts in near] for one in known}
    found = [one for one in known if None not in nearness[one]]
    return sorted(found, key=lambda one: (nearness[one], len(one)))[:3]


def _place(near: list[str], words: list[str]) -> int | None:
    return next((place for place, one in enumerate(near) if one in words), None)


def _words(text: str) -> list[str]:
    return [part for part in re.split(r"[\W_]", _plain(text)) if part]


def _plain(text: str) -> str:
    """Returns a text in small letters, without the marks on them."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
