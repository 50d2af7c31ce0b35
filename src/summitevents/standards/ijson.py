"""I-JSON (RFC 7493): JSON that every reader understands alike, and where in a text each value stands.

Stricter than `json`: no name twice in an object (2.3), no NaN or Infinity and no number beyond a double (2.2), no lone
surrogate (2.1); and nested no deeper than DEPTH, so that no reader's stack gives way (RFC 8259, 9). Columns are counted
in Unicode code points from 1.
"""

import json
import re
from collections.abc import Sequence
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
"""How deep lists and objects may lie within each other."""


class IJsonError(ValueError):
    """Why a text is not I-JSON: `code` is syntax, duplicate, number or surrogate; `column` from 1."""

    def __init__(self, code: str, reason: str, column: int, value: str | None = None) -> None:
        super().__init__(reason)
        self.code, self.reason, self.column, self.value = code, reason, column, value


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
_PLAIN = json.JSONDecoder(parse_int=str)


def loads(text: str) -> Any:
    """The value of one I-JSON text; raises IJsonError."""
    if text.count("[") + text.count("{") > DEPTH:
        _refuse_depth(text)
    try:
        value = _DECODER.decode(text)
    except IJsonError as error:
        raise IJsonError(error.code, error.reason, _column_of(text, error), error.value) from None
    except json.JSONDecodeError as error:
        raise _syntax(text, error) from None
    for escape in _ESCAPE.finditer(text) if "\\u" in text else ():
        if escape["half"]:
            raise IJsonError("surrogate", "half of a surrogate pair is not a character", escape.start() + 1, escape[0])
    return value


def _syntax(text: str, error: json.JSONDecodeError) -> IJsonError:
    """Python's own words; but for a trailing comma, which its versions place and name each in another way."""
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
    """Where the name stands a second time in one object, or where the number is."""
    seen: list[set[str]] = []
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
            return token.start() + 1  # the word may go on: what stands after the number has not been read
    return 1


def column(text: str, path: Sequence[str | int]) -> int:
    """The column of the value at `path` in a JSON text; of the innermost value that exists where `path` leads off.

    The last step of a path may be a name that is not there (a missing field): the column is then its object's.
    """
    at = _skip(text, 0)
    for step in path:
        inner = _member(text, at, step) if text[at] == "{" else _element(text, at, step)
        if inner is None:
            break
        at = inner
    return at + 1


def name_column(text: str, path: Sequence[str | int], name: str) -> int:
    """The column of the member name `name` in the object at `path`, where the name itself is what is wrong."""
    at = column(text, path) - 1
    found = _member(text, at, name, of_name=True) if text[at] == "{" else None
    return (at if found is None else found) + 1


def _skip(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]


def _member(text: str, at: int, name: str | int, of_name: bool = False) -> int | None:
    at = _skip(text, at + 1)
    while text[at] != "}":
        start = at
        key, at = scanstring(text, at + 1)
        at = _skip(text, _skip(text, at) + 1)
        if key == name:
            return start if of_name else at
        at = _skip(text, _PLAIN.raw_decode(text, at)[1])
        at = _skip(text, at + 1) if text[at] == "," else at
    return None


def _element(text: str, at: int, index: str | int) -> int | None:
    if text[at] != "[":
        return None
    at, n = _skip(text, at + 1), 0
    while text[at] != "]":
        if n == index:
            return at
        at, n = _skip(text, _PLAIN.raw_decode(text, at)[1]), n + 1
        at = _skip(text, at + 1) if text[at] == "," else at
    return None
