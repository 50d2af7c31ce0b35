"""Finds the SQL of a question: a named one (sql/queries), a file, or SQL itself."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from summitevents import sql
from summitevents.errors import UnreadableError
from summitevents.findings.spelling import did_you_mean


def named_questions() -> dict[str, str]:
    """Returns the named questions: name → SQL. Its opening comments say what it answers and which $parameters it takes."""
    return sql.read("queries")


def text_of(question: str, stdin: TextIO) -> str:
    """Returns the SQL that is meant by a question's name, by a file that ends in .sql, by `-` (standard input), or by SQL itself."""
    if question in named_questions():
        return named_questions()[question]
    if question == "-":
        return stdin.read()
    if question.endswith(".sql") and " " not in question.strip():
        return Path(question).read_bytes().decode()
    if not re.search(r"\s", question.strip()):
        from summitevents.fold.codebook import KEYS

        if question in KEYS:
            raise UnreadableError(f"no question is named {question}, but a table: summitevents query 'FROM {question}'")
        raise UnreadableError(f"no question is named {question}; {did_you_mean(question, list(named_questions()))}")
    return question


def questions() -> Iterator[str]:
    """Yields a line per named question, with what it answers, and a line per parameter."""
    for name, text in named_questions().items():
        what, *details = sql.about(text)
        yield f"{name}: {what}"
        yield from (
            f"    -p {detail.removeprefix('$').replace(':', '=…', 1)}" for detail in details if detail.startswith("$")
        )
