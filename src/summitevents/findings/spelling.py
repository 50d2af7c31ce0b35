"""Suggests the known words that a misspelt one may have meant."""

import re


def did_you_mean(word: str, known: list[str], otherwise: str = "") -> str:
    """Returns a hint that names the nearest known words, or all of them if they are few."""
    near = nearest(word, known)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"one of {', '.join(known)}" if 0 < len(known) <= 30 else otherwise


def nearest(word: str, known: list[str]) -> list[str]:
    """Returns the known words that a misspelling, or a part of a word, may have meant, the nearest first, at most three."""
    from difflib import get_close_matches

    sought, written = word.lower(), {one.lower(): one for one in known}
    begun = [one for one in known if len(sought) > 2 and sought in re.split(r"[\W_]", one.lower())]
    close = [written[one] for one in get_close_matches(sought, list(written), n=3, cutoff=0.7)]
    return list(dict.fromkeys([*close, *begun]))[:3]
