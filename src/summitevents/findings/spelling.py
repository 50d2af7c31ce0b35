"""Suggests the known words that a misspelt one may have meant."""


def did_you_mean(word: str, known: list[str], otherwise: str = "") -> str:
    """A hint that names the nearest known words, or all of them where they are few."""
    near = nearest(word, known)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"one of {', '.join(known)}" if 0 < len(known) <= 30 else otherwise


def nearest(word: str, known: list[str]) -> list[str]:
    """The known words that a slip of the pen may have meant, the nearest first."""
    from difflib import get_close_matches

    return get_close_matches(word.lower(), known, n=3, cutoff=0.7)
