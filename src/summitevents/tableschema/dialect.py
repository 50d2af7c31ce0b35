"""The dialect of a table: what is declared of it, each property of its own type.

https://datapackage.org/standard/table-dialect/; of CSV Dialect (v1) caseSensitiveHeader, and of frictionless-py headerCase
and skipBlankRows, and that it nests properties under `csv` and `json`.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from summitevents.tableschema.problem import BadDescriptorError
from summitevents.tableschema.values.json_values import shown


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written. None is what is not declared."""

    delimiter: str | None = None
    line_terminator: str | None = None
    """None also for the usual ones: CR, LF and CRLF end a line in any file."""
    quote: str = '"'
    double_quote: bool = True
    escape: str | None = None
    null_sequence: str | None = None
    skip_initial_space: bool = False
    skip_blank_rows: bool = False
    header: bool = True
    header_rows: tuple[int, ...] | None = None
    header_join: str = " "
    ignores_case: bool = False
    """Whether labels count as the names of fields in any case."""
    comment_char: str | None = None
    comment_rows: frozenset[int] = frozenset()
    item_type: str | None = None
    item_keys: tuple[str, ...] | None = None


def parse_dialect(declared: Mapping[str, Any]) -> Dialect:
    """Returns the dialect that is declared. Raises BadDescriptorError if a property is not of its type."""
    nested = [part for key in ("csv", "json") if isinstance(part := declared.get(key), dict)]
    flat = {key: value for part in (declared, *nested) for key, value in part.items() if value is not None}
    for name, (fits, wanted) in _PROPERTIES.items():
        if name in flat and not fits(flat[name]):
            raise BadDescriptorError("dialect-error", f"{name} is {shown(flat[name])}; it should be {wanted}")
    dialect = Dialect(
        delimiter=flat.get("delimiter"),
        line_terminator=None if flat.get("lineTerminator") in ("\r\n", "\n", "\r") else flat.get("lineTerminator"),
        quote=flat.get("quoteChar", '"'),
        double_quote=flat.get("doubleQuote", True),
        escape=flat.get("escapeChar"),
        null_sequence=flat.get("nullSequence"),
        skip_initial_space=flat.get("skipInitialSpace", False),
        skip_blank_rows=flat.get("skipBlankRows", False),
        header=flat.get("header", True),
        header_rows=tuple(sorted(set(flat["headerRows"]))) if "headerRows" in flat else None,
        header_join=flat.get("headerJoin", " "),
        ignores_case=not (flat.get("caseSensitiveHeader", True) and flat.get("headerCase", True)),
        comment_char=flat.get("commentChar"),
        comment_rows=frozenset(flat.get("commentRows", ())),
        item_type=flat.get("itemType"),
        item_keys=tuple(flat["itemKeys"]) if "itemKeys" in flat else tuple(flat["keys"]) if "keys" in flat else None,
    )  # fmt: skip
    _require_apart(dialect)
    return dialect


def _require_apart(dialect: Dialect) -> None:
    """Raises BadDescriptorError if one sign would stand for two things, or Python's csv does not take it."""
    ends, signs = dialect.line_terminator or "\r\n", [dialect.quote, dialect.escape or ""]
    for name, text in (("delimiter", dialect.delimiter or ""), ("lineTerminator", dialect.line_terminator or "")):
        if any(sign and sign in text for sign in signs) or "\0" in text:
            raise BadDescriptorError("dialect-error", f"{name} has NUL, the quoteChar or the escapeChar in it")
    if dialect.delimiter and (dialect.delimiter in ends or set(dialect.delimiter) & set("\r\n")):
        raise BadDescriptorError("dialect-error", "delimiter also ends rows")
    try:
        csv.reader([], delimiter=(dialect.delimiter or ",")[0], quotechar=dialect.quote, escapechar=dialect.escape)
        usable = dialect.quote != dialect.escape and not set("\0\r\n") & set(signs)
    except (TypeError, ValueError, csv.Error):
        usable = False
    if not usable:
        raise BadDescriptorError("dialect-error", "quoteChar and escapeChar are alike, or of no use")


# ---- What a property has to be ---------------------------------------------------------------------------------------


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_character(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 1


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(type(row) is int and row > 0 for row in value)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


_FLAG = (lambda value: isinstance(value, bool), "true or false")
_TEXT, _ANY_TEXT = (_is_text, "a text"), (lambda value: isinstance(value, str), "a text")
_CHARACTER = (_is_character, "one character")
_ROWS = (_are_rows, "a list of numbers of rows, from 1")
_TEXTS = (_are_texts, "a list of texts")
_PROPERTIES: dict[str, tuple[Callable[[Any], bool], str]] = {
    **dict.fromkeys(("header", "doubleQuote", "skipInitialSpace", "skipBlankRows", "caseSensitiveHeader", "headerCase"), _FLAG),
    **dict.fromkeys(("delimiter", "lineTerminator", "commentChar"), _TEXT),
    **dict.fromkeys(("headerJoin", "nullSequence", "property", "sheetName", "table"), _ANY_TEXT),
    **dict.fromkeys(("quoteChar", "escapeChar"), _CHARACTER),
    **dict.fromkeys(("headerRows", "commentRows"), _ROWS),
    **dict.fromkeys(("itemKeys", "keys"), _TEXTS),
    "itemType": (lambda value: value in ("array", "object"), "array or object"),
    "sheetNumber": (lambda value: type(value) is int, "a number"),
}  # fmt: skip
