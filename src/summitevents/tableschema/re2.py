"""Translates a Python pattern to RE2, which DuckDB runs: to one that matches no more than the original, or not at all.

What matches here matches in Python. What does not match here may still match in Python (a Unicode digit for `\\d`,
say), and is left to Python, value by value.
"""

from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_CATEGORIES = {
    c.CATEGORY_DIGIT: "0-9",
    c.CATEGORY_WORD: "0-9A-Za-z_",
    c.CATEGORY_SPACE: r" \t\n\r\f\v",
    c.CATEGORY_NOT_DIGIT: r"\x{0}-\x{2f}\x{3a}-\x{7f}",
    c.CATEGORY_NOT_WORD: r"\x{0}-\x{1b}\x{20}-\x{2f}\x{3a}-\x{40}\x{5b}-\x{5e}\x{60}\x{7b}-\x{7f}",
    c.CATEGORY_NOT_SPACE: r"\x{21}-\x{7f}",
}
"""An ASCII part of what each category stands for in Python; U+001C to U+001F are left to Python."""
_MAX_REPETITIONS = 1000
"""The most repetitions that RE2 takes; nested ones multiply."""


class _UnfitError(ValueError):
    """The pattern has a part that RE2 does not have, or takes as something wider."""


def translate(pattern: str) -> str | None:
    """Returns RE2 for `re.match(pattern, …)` on texts without line breaks; None if there is no safe translation."""
    try:
        tree = parser.parse(pattern)
        if tree.state.flags & ~c.SRE_FLAG_UNICODE:
            return None
        return "^" + _group(_translate_all(tree, 1))
    except (_UnfitError, ValueError, RecursionError, OverflowError, parser.error):
        return None


def _group(text: str) -> str:
    return f"(?:{text})"


def _char(code: int) -> str:
    """Returns RE2 for one code point, by its number: nothing needs escaping."""
    if 0xD800 <= code <= 0xDFFF:
        raise _UnfitError
    return f"\\x{{{code:x}}}"


def _translate_all(tree: Any, count: int) -> str:
    """Returns the parts of a parsed pattern, one after the other; `count` is how often they may repeat at most."""
    return "".join(_translate_one(op, value, count) for op, value in tree)


def _translate_one(op: Any, value: Any, count: int) -> str:
    """Returns RE2 for one node of the parsed pattern. Raises _UnfitError."""
    if op is c.LITERAL:
        return _char(value)
    if op is c.NOT_LITERAL:
        return f"[^{_char(value)}]"
    if op is c.ANY:
        return r"[^\n]"
    if op is c.IN:
        return _set(value)
    if op is c.BRANCH:
        return _group("|".join(_translate_all(part, count) for part in value[1]))
    if op is c.SUBPATTERN and not value[1] and not value[2]:
        return _group(_translate_all(value[3], count))
    if op in (c.MAX_REPEAT, c.MIN_REPEAT):
        return _repeat(value[0], value[1], value[2], count)
    if op is c.AT and value in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
        return "^"
    if op is c.AT and value in (c.AT_END, c.AT_END_STRING):
        return "$"
    raise _UnfitError


def _set(members: Any) -> str:
    """Returns RE2 for a set of characters. Negated, a category would match more than Python's: that is refused."""
    negated = bool(members) and members[0][0] is c.NEGATE
    parts = []
    for op, value in members[1:] if negated else members:
        if op is c.LITERAL:
            parts.append(_char(value))
        elif op is c.RANGE:
            parts.append(f"{_char(value[0])}-{_char(value[1])}")
        elif op is c.CATEGORY and not negated:
            parts.append(_CATEGORIES[value])
        else:
            raise _UnfitError
    return f"[{'^' if negated else ''}{''.join(parts)}]"


def _repeat(least: int, most: Any, part: Any, count: int) -> str:
    highest = least if most is c.MAXREPEAT else int(most)
    if count * max(highest, 1) > _MAX_REPETITIONS:
        raise _UnfitError
    inner = _group(_translate_all(part, count * max(highest, 1)))
    return f"{inner}{{{least},{'' if most is c.MAXREPEAT else most}}}"
