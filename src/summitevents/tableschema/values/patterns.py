"""Matches strangers' patterns in linear time: RE2, as DuckDB has it, and no engine that tries one way after another."""

import re
from collections.abc import Sequence
from functools import cache

import duckdb

from summitevents.standards.sql_quoting import literal
from summitevents.standards.xsd_regex import PatternError, to_re2
from summitevents.tableschema.values.duck import connected


@cache
def compile_pattern(pattern: str) -> str:
    """Returns the RE2 of a regular expression of XML Schema. Raises PatternError if there is none that DuckDB takes."""
    return _tried(to_re2(pattern))


@cache
def compile_search(pattern: str) -> str:
    """Returns the RE2 of a pattern of JSON Schema, which may match any part of a text. Raises PatternError."""
    return _tried(re.sub(r"\\u([0-9a-fA-F]{4})", r"\\x{\1}", pattern))


def matches(pattern: str, texts: Sequence[str]) -> list[bool]:
    """Returns, for each text, whether all of it matches RE2. Half of a surrogate pair is no character, and matches nothing."""
    return _ask(f"regexp_full_match(x, {literal(pattern)})", texts)


def is_found(pattern: str, text: str) -> bool:
    """Returns whether RE2 matches a part of the text."""
    return _ask(f"regexp_matches(x, {literal(pattern)})", [text])[0]


def _tried(pattern: str) -> str:
    try:
        with connected() as con:
            con.execute(f"SELECT regexp_matches('', {literal(pattern)})")
    except (duckdb.Error, ValueError) as error:
        reason = "it is too large" if "too large" in str(error) else "it cannot be matched in linear time"
        raise PatternError(reason) from None
    return pattern


def _ask(condition: str, texts: Sequence[str]) -> list[bool]:
    characters = [text.isascii() or text == text.encode(errors="ignore").decode() for text in texts]
    askable = [text if good else None for text, good in zip(texts, characters, strict=True)]
    with connected() as con:
        asked = con.execute(f"SELECT list_transform($1::VARCHAR[], lambda x: {condition})", [askable])
        return [bool(found) for found in asked.fetchall()[0][0]]
