"""Regular expressions of XML Schema (Part 2, appendix F), translated to RE2, which matches in linear time.

`\\i`, `\\c`, `\\p{…}`, blocks and the subtraction of classes become classes that RE2 has. Five things that the appendix
does not have are taken as well, since they can mean one thing only: `^` at the beginning of a branch and `$` at its end
(Table Schema itself writes them), `(?:…)`, a `?` after a quantifier, a backslash before any ASCII punctuation, and a
character by its number, as `\\x1f` or `\\u001f`.

XML Schema Part 2: https://www.w3.org/TR/xmlschema-2/#regexs
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import pairwise
from typing import NamedTuple

from summitevents.standards.xsd_blocks import BLOCKS

Range = tuple[int, int]
"""First and last code point."""

_MINOR = {"L": "ultmo", "M": "nce", "N": "dlo", "P": "cdseifo", "Z": "slp", "S": "mcko", "C": "cfon"}
_CATEGORIES = {*_MINOR, *(major + minor for major, minors in _MINOR.items() for minor in minors)}
_NOT_IN_RE2 = {"C", "Cn"}  # RE2 counts no code point as unassigned
_INITIAL = [
    *[(0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D)],
    *[(0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF), (0xF900, 0xFDCF)],
    *[(0xFDF0, 0xFFFD), (0x10000, 0xEFFFF)],
]  # fmt: skip
"""NameStartChar of XML 1.0, fifth edition, production 4."""
_NAME = [*_INITIAL, (0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040)]
_SPACE = [(9, 10), (13, 13), (32, 32)]
_MOST_REPETITIONS = 1000
"""The most repetitions that RE2 takes; nested ones multiply."""
_MOST_LETTERS = 100_000
"""How long the translation may be: beyond, RE2 would refuse it anyway."""
_CONTROLS = {"n": 10, "r": 13, "t": 9}
_BY_NUMBER = re.compile(r"\\x([0-9a-fA-F]{2})|\\u((?![dD][89a-fA-F])[0-9a-fA-F]{4})")
_QUANTIFIER = re.compile(r"(?:[?*+]|\{([0-9]{1,9})(,([0-9]{1,9})?)?\})\??")


class PatternError(ValueError):
    """A text is no regular expression of XML Schema, or one too large to be matched; the text says why."""


class _Item(NamedTuple):
    """A part of a class: code points, or categories of Unicode, or all but those."""

    ranges: list[Range]
    categories: tuple[str, ...] = ()
    negated: bool = False

    @property
    def is_direct(self) -> bool:
        """Returns whether RE2 can write it among other parts of a class."""
        if _NOT_IN_RE2 & set(self.categories):
            return False
        return not self.negated or (len(self.categories) == 1 and not self.ranges)


class _Set(NamedTuple):
    """A class of characters: its parts or, if negated, what is in none of them; without those of `minus`."""

    items: list[_Item]
    negated: bool = False
    minus: "_Set | None" = None


_ESCAPES: dict[str, _Item] = {
    "d": _Item([], ("Nd",)), "s": _Item(_SPACE), "i": _Item(_INITIAL), "c": _Item(_NAME),
    "w": _Item([], ("L", "M", "N", "S")),  # all but P, Z and C
}  # fmt: skip


Render = Callable[[int], str]
"""Returns the RE2 of a part, given how often it repeats at most because of what it stands in."""


def to_re2(pattern: str) -> str:
    """Returns the RE2 of a pattern; a text conforms to the pattern if all of it matches. Raises PatternError."""
    try:
        pattern.encode()
        render, end = _branches(pattern, 0)
        if end < len(pattern):
            raise PatternError(f"a ) too many, at {end + 1}")
        return render(1)
    except RecursionError:
        raise PatternError("its groups are nested too deep") from None
    except UnicodeEncodeError:
        raise PatternError("it has half of a surrogate pair") from None


# ---- Branches and pieces ---------------------------------------------------------------------------------------------


def _branches(pattern: str, at: int) -> tuple[Render, int]:
    """Returns the branches from `at` on, up to the parenthesis that closes them, and where they end."""
    parts: list[Render] = []
    start = at
    while at < len(pattern) and pattern[at] != ")":
        char = pattern[at]
        if char == "|" or (char == "^" and at == start) or (char == "$" and pattern[at + 1 : at + 2] in ("", "|", ")")):
            parts.append(partial(_plainly, char))
            at += 1
            start = at if char == "|" else start
        else:
            part, at = _piece(pattern, at)
            parts.append(part)
    return partial(_joined, parts), at


def _plainly(text: str, times: int) -> str:
    return text


def _joined(parts: Iterable[Render], times: int) -> str:
    found, size = [], 0
    for part in parts:
        found.append(part(times))
        size += len(found[-1])
        if size > _MOST_LETTERS:
            raise PatternError("it is too large")
    return "".join(found)


def _piece(pattern: str, at: int) -> tuple[Render, int]:
    """Returns an atom with its quantifier, and where it ends."""
    atom, end = _atom(pattern, at)
    found = _QUANTIFIER.match(pattern, end)
    if not found:
        return atom, end
    if found[1] is None:
        return partial(_repeated, atom, 0, None, found[0][0]), found.end()
    least, most = int(found[1]), int(found[3] or found[1])
    if most < least:
        raise PatternError(f"{found[0]} has its bounds the wrong way round")
    unbounded = bool(found[2]) and not found[3]
    return partial(_repeated, atom, least, None if unbounded else most, ""), found.end()


def _repeated(atom: Render, least: int, most: int | None, sign: str, times: int) -> str:
    """Returns an atom with the quantifier `sign` or with bounds; spelt out, if RE2 does not take such large ones."""
    if sign:
        return atom(times) + sign
    count = max(least, most or 0, 1)
    if times * count <= _MOST_REPETITIONS:
        return f"{atom(times * count)}{{{least},{'' if most is None else most}}}"
    text = atom(times)
    if len(text) * count > _MOST_LETTERS:
        raise PatternError("it is too large")
    return text * least + (text + "*" if most is None else (text + "?") * (most - least))


def _atom(pattern: str, at: int) -> tuple[Render, int]:
    """Returns a character, a class or a group, and where it ends."""
    char = pattern[at]
    if char == "(":
        inside = at + 3 if pattern.startswith("(?:", at) else at + 1
        if pattern.startswith("?", inside):
            raise PatternError(f"{pattern[at : at + 4]} is nothing that XML Schema has")
        branches, end = _branches(pattern, inside)
        if end == len(pattern):
            raise PatternError(f"the ( at {at + 1} is never closed")
        return partial(_grouped, branches), end + 1
    if char == "[":
        found, end = _class(pattern, at)
        return partial(_plainly, _set_text(found)), end
    if char == "\\":
        item, end = _escape(pattern, at)
        return partial(_plainly, _set_text(_Set([item]))), end
    if char == ".":
        return partial(_plainly, r"[^\n\r]"), at + 1
    if char in "?*+{}]":
        raise PatternError(f"a {char} that nothing stands before, at {at + 1}" if char in "?*+" else f"write \\{char}")
    return partial(_plainly, _char_text(ord(char))), at + 1


def _grouped(inner: Render, times: int) -> str:
    return f"(?:{inner(times)})"


# ---- Classes ---------------------------------------------------------------------------------------------------------


def _class(pattern: str, at: int) -> tuple[_Set, int]:
    """Returns the class that begins at a bracket, and where it ends."""
    start, at = at, at + 1
    negated = pattern.startswith("^", at)
    at += negated
    items: list[_Item] = []
    while not pattern.startswith("]", at) or not items:
        if pattern.startswith("-[", at) and items:
            minus, at = _class(pattern, at + 1)
            if not pattern.startswith("]", at):
                raise PatternError("what is subtracted from a class stands at its end")
            return _Set(items, negated, minus), at + 1
        item, at = _class_item(pattern, at, start)
        items.append(item)
    return _Set(items, negated), at + 1


def _class_item(pattern: str, at: int, start: int) -> tuple[_Item, int]:
    """Returns one character, range or escape of a class, and where it ends."""
    first, at = _class_char(pattern, at, start)
    if isinstance(first, _Item) or not pattern.startswith("-", at) or pattern[at + 1 : at + 2] in ("[", "]", ""):
        return first if isinstance(first, _Item) else _Item([(first, first)]), at
    last, at = _class_char(pattern, at + 1, start)
    if isinstance(last, _Item) or last < first:
        raise PatternError("a range of a class has no order")
    return _Item([(first, last)]), at


def _class_char(pattern: str, at: int, start: int) -> tuple[int | _Item, int]:
    if at >= len(pattern):
        raise PatternError(f"the [ at {start + 1} is never closed")
    if pattern[at] in "[]":
        raise PatternError(f"write \\{pattern[at]} in a class, at {at + 1}")
    if pattern[at] != "\\":
        return ord(pattern[at]), at + 1
    item, end = _escape(pattern, at)
    single = (
        not item.negated and not item.categories and len(item.ranges) == 1 and item.ranges[0][0] == item.ranges[0][1]
    )
    return (item.ranges[0][0] if single else item), end


def _escape(pattern: str, at: int) -> tuple[_Item, int]:
    """Returns what an escape stands for, and where it ends."""
    char = pattern[at + 1 : at + 2]
    if char in ("p", "P"):
        end = pattern.find("}", at)
        name = pattern[at + 3 : end]
        if pattern[at + 2 : at + 3] != "{" or end < 0:
            raise PatternError(f"\\{char} has no name in braces")
        return _named(name)._replace(negated=char == "P"), end + 1
    if char.lower() in _ESCAPES:
        return _ESCAPES[char.lower()]._replace(negated=char.isupper()), at + 2
    if number := _BY_NUMBER.match(pattern, at):
        return _item(int(number[1] or number[2], 16)), number.end()
    if char in _CONTROLS:
        return _item(_CONTROLS[char]), at + 2
    if not char or char.isalnum() or char > "~" or char <= " ":
        raise PatternError(f"\\{char} is no escape of XML Schema")
    return _item(ord(char)), at + 2


def _item(code: int) -> _Item:
    return _Item([(code, code)])


def _named(name: str) -> _Item:
    if name in _CATEGORIES:
        return _Item([], (name,))
    if name.startswith("Is") and name[2:] in BLOCKS:
        return _Item([BLOCKS[name[2:]]])
    raise PatternError(f"{name} is no category or block of Unicode")


# ---- RE2 -------------------------------------------------------------------------------------------------------------


def _char_text(code: int) -> str:
    """Returns RE2 for one code point, by its number if it is no plain letter: nothing needs escaping."""
    return chr(code) if 0x30 <= code < 0x7B and chr(code).isalnum() else f"\\x{{{code:x}}}"


def _ranges_text(ranges: Iterable[Range]) -> str:
    return "".join(_char_text(a) if a == b else f"{_char_text(a)}-{_char_text(b)}" for a, b in ranges)


def _set_text(found: _Set) -> str:
    """Returns RE2 for a class; by its code points, if RE2 has no other way to write it."""
    if len(found.items) == 1 and found.items[0].negated:  # \P{L}, [\W], [^\S]
        found = _Set([found.items[0]._replace(negated=False)], not found.negated, found.minus)
    if found.minus is None and all(item.is_direct for item in found.items):
        inner = "".join(
            _ranges_text(item.ranges) + "".join(f"\\{'P' if item.negated else 'p'}{{{c}}}" for c in item.categories)
            for item in found.items
        )
        return f"[{'^' if found.negated else ''}{inner}]"
    ranges = _ranges_of(found)
    return f"[{_ranges_text(ranges)}]" if ranges else r"[^\x{0}-\x{10ffff}]"


def _ranges_of(found: _Set) -> list[Range]:
    """Returns the code points of a class, in order."""
    ranges: list[Range] = []
    for item in found.items:
        own = [*item.ranges, *(one for category in item.categories for one in _category_ranges(category))]
        ranges += _complement(own) if item.negated else own
    ranges = _complement(ranges) if found.negated else ranges
    if found.minus is not None:  # A without B is what is neither outside A nor in B
        ranges = _complement([*_complement(ranges), *_ranges_of(found.minus)])
    return list(_gaps(_gaps(ranges)))


def _complement(ranges: Iterable[Range]) -> list[Range]:
    return list(_gaps(ranges))


def _gaps(ranges: Iterable[Range]) -> Iterator[Range]:
    """Yields the ranges between these ones, which may overlap, from the first code point to the last."""
    end = -1
    for first, last in sorted(ranges):
        if first > end + 1:
            yield end + 1, first - 1
        end = max(end, last)
    if end < sys.maxunicode:
        yield end + 1, sys.maxunicode


@cache
def _category_ranges(category: str) -> list[Range]:
    """Returns the code points of a category, as Python's Unicode has them."""
    found = [n for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)).startswith(category)]
    starts = [n for before, n in pairwise([-2, *found]) if n != before + 1]
    ends = [n for n, after in pairwise([*found, sys.maxunicode + 2]) if after != n + 1]
    return list(zip(starts, ends, strict=True))
