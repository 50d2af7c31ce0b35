"""Citations against the documents at hand: is it the document that was read, and does the passage stand there?"""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from summitevents import sources
from summitevents.findings import Finding, find
from summitevents.log import Line
from summitevents.standards import ijson

_DOCUMENTS = "SELECT pos, source, filename, sha256 FROM live WHERE op = 'source' AND filename IS NOT NULL ORDER BY pos"
_PASSAGES = """SELECT pos, passage_start, passage_end, passage_sha256 FROM live
WHERE op <> 'source' AND source = $1 AND passage_start IS NOT NULL ORDER BY pos"""


def check(con: duckdb.DuckDBPyConnection, lines: Mapping[int, Line], folder: Path) -> tuple[list[Finding], int, int]:
    """Findings, and how many citations were checked, and how many could not be since their document is not at hand."""
    found: list[Finding] = []
    checked = unchecked = 0

    def add(code: str, pos: int, field: str, value: object, other: object = None) -> None:
        line = lines[pos]
        found.append(
            find(code, line.file, line.number, ijson.column(line.text, [field]), record=line.value["id"], field=field,
                 value=value, other=other)
        )  # fmt: skip

    for pos, source, file, digest in con.execute(_DOCUMENTS).fetchall():
        passages = con.execute(_PASSAGES, [source]).fetchall()
        try:
            text = sources.document(folder, file, digest)
        except ValueError:  # another document, or not UTF-8
            add("document-changed", pos, "filename", file, digest)
            text = None
        if text is None:
            unchecked += len(passages)
            continue
        checked += len(passages)
        for place, start, end, expected in passages:
            if sources.passage(text, start, end).sha256 != expected:
                add("passage-changed", place, "passage_sha256", expected)
    return found, checked, unchecked
