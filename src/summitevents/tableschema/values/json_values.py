"""JSON texts of strangers → values: RFC 8259 to the letter, and no text too deep or number too long for Python."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NoReturn

DEPTH = 200
"""How deep lists and objects may be nested (RFC 8259, 9 lets a reader set a limit)."""
_LONGEST_INT = 4000
"""Python reads no longer text as an int; a Decimal has the same value."""
_LONGEST_SHOWN = 200
_NESTING = re.compile(r'"(?:[^"\\]|\\.)*+"?|(?P<opens>[\[{])|(?P<closes>[\]}])')

PairsHook = Callable[[list[tuple[str, Any]]], Any]


def loads(text: str, pairs_hook: PairsHook | None = None) -> Any:
    """Returns the value of a JSON text. Raises ValueError: json.JSONDecodeError if the place of the fault is known."""
    if text.count("[") + text.count("{") > DEPTH and _is_too_deep(text):
        raise ValueError(f"nested more than {DEPTH} deep")
    return json.loads(text, parse_constant=_refuse, parse_int=whole_number, object_pairs_hook=pairs_hook)


def _is_too_deep(text: str) -> bool:
    depth = 0
    for token in _NESTING.finditer(text):
        depth += bool(token["opens"]) - bool(token["closes"])
        if depth > DEPTH:
            return True
    return False


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


def whole_number(text: str) -> int | Decimal:
    """Returns the value of an optional sign and digits, of which there may be any number."""
    return int(text) if len(text) < _LONGEST_INT else Decimal(text)


def shown(value: object) -> str:
    """Returns a value of a descriptor as JSON for people, cut if it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
