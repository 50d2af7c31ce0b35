"""Citations against the documents at hand: is it the document that was read, and does the passage stand there?"""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from summitevents import sources
from summitevents.findings import Finding, find
from summitevents.log import Line
from summitevents.standards import ijson

_DOCUMENTS = """SELECT pos, source, filename, sha256, bytes, characters FROM live
WHERE op = 'source' AND filename IS NOT NULL ORDER BY pos"""
_PASSAGES = """SELECT pos, passage_start, passage_end, passage_sha256 FROM live
WHERE op <> 'source' AND source = $1 AND passage_start IS NOT NULL ORDER BY pos"""


def check(con: duckdb.DuckDBPyConnection, lines: Mapping[int, Line], folder: Path) -> tuple[list[Finding], int, int]:
    """Findings, and how many citations were checked, and how many could not be since their document is not at hand."""
    found: list[Finding] = []
    checked = unchecked = 0

    def add(code: str, pos: int, field: str, value: object, **more: object) -> None:
        line = lines[pos]
        place = (line.file, line.number, ijson.column(line.text, [field]))
        found.append(find(code, *place, record=line.value["id"], field=field, value=value, **more))  # type: ignore[arg-type]

    for pos, source, file, digest, size, characters in con.execute(_DOCUMENTS).fetchall():
        passages = con.execute(_PASSAGES, [source]).fetchall()
        try:
            text = sources.document(folder, file, digest)
        except ValueError as error:
            text, garbled = None, isinstance(error.__context__, UnicodeDecodeError)
            problem = "is not UTF-8" if garbled else "is not the document that was read"
            hint = "cite a copy of it in UTF-8" if garbled else f"find the one with the SHA-256 {digest}"
            add("document-changed", pos, "filename", file, problem=problem, hint=hint)
        if text is None:
            unchecked += len(passages)
            continue
        checked += len(passages)
        for field, given, actual in (("bytes", size, len(text.encode())), ("characters", characters, len(text))):
            if given not in (None, actual):
                add("document-size", pos, field, given, other=actual)
        for place, start, end, expected in passages:
            beyond = characters is not None and end > characters  # see passage-range
            if not beyond and sources.passage(text, start, end).sha256 != expected:
                add("passage-changed", place, "passage_sha256", expected)
    return found, checked, unchecked
