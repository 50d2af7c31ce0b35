"""I-JSON (RFC 7493): JSON that every reader understands alike, and where in a text each value stands.

Stricter than Python's `json` in four ways:
1. An object has no name twice (2.3).
2. NaN and Infinity are refused, and numbers beyond a double or beyond its exact integers (2.2).
3. A lone surrogate is refused (2.1).
4. Lists and objects are nested at most DEPTH deep, so that no reader's stack overflows (RFC 8259, 9).

Every error has a column. Columns count Unicode code points from 1.
"""

import json
import re
from collections.abc import Iterator, Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, NoReturn

_SPACE = re.compile(r"[ \t\n\r]*")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)
_NESTING = re.compile(r'"(?:[^"\\]|\\.)*"|(?P<opens>[\[{])|(?P<closes>[\]}])')
_COMMA = re.compile(r",[ \t\n\r]*[}\]]")
_EXACT = 2**53 - 1
DEPTH = 64
"""How deep lists and objects may be nested."""


class IJsonError(ValueError):
    """A text is not I-JSON. `code` is syntax, duplicate, number or surrogate; `column` counts from 1.

    `value` is the name or number at fault, if one is.
    """

    def __init__(self, code: str, reason: str, column: int, value: str | None = None) -> None:
        super().__init__(reason)
        self.code, self.reason, self.column, self.value = code, reason, column, value


# ---- What the decoder calls; the column of an error is found afterwards -----------------------------------------------


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        name = next(n for i, n in enumerate(names) if n in names[:i])
        raise IJsonError("duplicate", f"the name {name!r} stands twice in one object", 0, name)
    return found


def _constant(text: str) -> NoReturn:
    raise IJsonError("number", f"{text} is not a JSON number", 0, text)


def _int(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > _EXACT:
        raise IJsonError("number", "a whole number beyond 2^53 - 1 is not the same everywhere", 0, text)
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise IJsonError("number", "a number beyond the range of a double", 0, text)
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_int=_int, parse_float=_float)
_LENIENT = json.JSONDecoder(parse_int=str)  # skips over a value; a long number is no error here


def loads(text: str) -> Any:
    """Returns the value of one I-JSON text. Raises IJsonError."""
    if text.count("[") + text.count("{") > DEPTH:
        _refuse_depth(text)
    try:
        value = _DECODER.decode(text)
    except IJsonError as error:
        raise IJsonError(error.code, error.reason, _column_of(text, error), error.value) from None
    except json.JSONDecodeError as error:
        raise _syntax_error(text, error) from None
    for escape in _ESCAPE.finditer(text) if "\\u" in text else ():
        if escape["half"]:
            raise IJsonError("surrogate", "half of a surrogate pair is not a character", escape.start() + 1, escape[0])
    return value


def repeated_name(text: str) -> tuple[str, int] | None:
    """Returns the first name that stands twice in one object of a JSON text, and its second column; None if none does."""
    try:
        json.loads(text, object_pairs_hook=_object)
    except IJsonError as error:
        return str(error.value), _column_of(text, error)
    except (ValueError, RecursionError):  # it is no JSON text
        pass
    return None


def _syntax_error(text: str, error: json.JSONDecodeError) -> IJsonError:
    """Returns the error in Python's words, except for a trailing comma: its versions differ in place and words."""
    comma = _COMMA.search(text, max(text.rfind(",", 0, error.pos + 1), 0))
    if comma and comma.start() <= error.pos < comma.end():
        return IJsonError("syntax", "a comma too many", comma.start() + 1)
    reason = error.msg.removesuffix(": ").removesuffix(" at").removesuffix(" starting")
    unlike = [f", not U+{ord(char):04X}" for char in text[error.pos : error.pos + 1] if char > "~"]
    return IJsonError("syntax", reason[0].lower() + reason[1:] + "".join(unlike), error.pos + 1)


def _refuse_depth(text: str) -> None:
    depth = 0
    for token in _NESTING.finditer(text):
        depth += bool(token["opens"]) - bool(token["closes"])
        if depth > DEPTH:
            raise IJsonError("syntax", f"nested more than {DEPTH} deep", token.start() + 1)


_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|NaN|-?Infinity")
_TOKEN = re.compile(r'(?P<name>"(?:[^"\\]|\\.)*")(?=[ \t\n\r]*:)|"(?:[^"\\]|\\.)*"|[{}]|(?P<word>[^\s"{}\[\],:]+)')


def _column_of(text: str, error: IJsonError) -> int:
    """Returns the column of a name's second appearance in one object, or of a number."""
    seen: list[set[str]] = []  # the names so far in each open object
    for token in _TOKEN.finditer(text):
        if token["name"] and error.code == "duplicate":
            name = json.loads(token["name"], strict=False)
            if name in seen[-1] and name == error.value:
                return token.start() + 1
            seen[-1].add(name)
        elif token[0] == "{":
            seen.append(set())
        elif token[0] == "}":
            seen.pop()
        elif token["word"] and (number := _NUMBER.match(token[0])) and number[0] == error.value:
            return token.start() + 1  # the word may go on: Python refused the number before reading further
    return 1


def column(text: str, path: Sequence[str | int]) -> int:
    """Returns the column of the value at `path`, a list of names and of indexes from 0, in a JSON text.

    If a step does not exist (a missing field, say), it is the column of the innermost value that does.
    Requires: the text is JSON.
    """
    return _offset(text, path) + 1


def name_column(text: str, path: Sequence[str | int], name: str) -> int:
    """Returns the column of the member name `name` in the object at `path`; the object's if it has no such name."""
    offset = _offset(text, path)
    starts = (start for key, start, _ in _members(text, offset) if key == name)
    return next(starts, offset) + 1


def span(text: str, path: Sequence[str | int]) -> tuple[int, int]:
    """Returns where the value at `path` begins, counted from 0, and where it ends, as for a slice.

    Of a name that stands twice the last one counts, as for most readers.
    """
    start = _offset(text, path, last=True)
    return start, _LENIENT.raw_decode(text, start)[1]


def place(text: str, position: int) -> tuple[int, int]:
    """Returns a position of a text (from 1, in code points) as line and column."""
    before = text[: position - 1]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1)


def _offset(text: str, path: Sequence[str | int], last: bool = False) -> int:
    """Returns what `column` does, counted from 0. `last`: of a name that stands twice, the second; else nothing after it is read."""
    offset = _skip_space(text, 0)
    for step in path:
        found = (value for key, _, value in _members(text, offset) if key == step)
        inner = max(found, default=None) if last else next(found, None)
        if inner is None:
            break
        offset = inner
    return offset


def _members(text: str, offset: int) -> Iterator[tuple[str | int, int, int]]:
    """Yields the members of the object or list at `offset`: name or index, offset of the name, offset of the value.

    In a list both offsets are the value's. Any other value has no members.
    """
    opening = text[offset]
    if opening not in "{[":
        return
    offset, index = _skip_space(text, offset + 1), 0
    while text[offset] not in "}]":
        key: str | int = index
        start = offset
        if opening == "{":
            key, offset = scanstring(text, offset + 1)
            offset = _skip_space(text, _skip_space(text, offset) + 1)  # over the colon
        yield key, start, offset
        offset, index = _skip_space(text, _LENIENT.raw_decode(text, offset)[1]), index + 1
        offset = _skip_space(text, offset + 1) if text[offset] == "," else offset


def _skip_space(text: str, offset: int) -> int:
    return _SPACE.match(text, offset).end()  # type: ignore[union-attr]
