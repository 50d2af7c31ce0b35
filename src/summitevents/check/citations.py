"""Checks citations against the documents at hand: is it the document that was read, and does the passage stand there?"""

import hashlib
from pathlib import Path

from summitevents import sql
from summitevents.check.verdict import Verdict
from summitevents.findings.finding import find
from summitevents.fold.workspace import Work
from summitevents.log.documents import document_bytes, document_text, passage_at
from summitevents.standards import ijson


def check_citations(work: Work, folder: Path, verdict: Verdict) -> None:
    """Checks every citation against the documents in a folder, and adds to the verdict. Requires: folded for the rules."""
    texts = sql.read("citations")

    def add(code: str, pos: int, field: str, value: object, **more: object) -> None:
        line = work.lines[pos]
        place = (line.file, line.number, ijson.column(line.text, [field]))
        verdict.findings.append(find(code, *place, record=line.value["id"], field=field, value=value, **more))  # type: ignore[arg-type]

    for pos, source, file, digest, size, characters in work.rows(texts["documents"]):
        passages = work.rows(texts["passages"], [source])
        content = document_bytes(folder, file)
        if file:
            verdict.documents[file] = None if content is None else hashlib.sha256(content).hexdigest()
        try:
            text = None if content is None else document_text(folder / file, content, digest)
        except ValueError as error:
            text, garbled = None, isinstance(error.__context__, UnicodeDecodeError)
            problem = "is not UTF-8" if garbled else "is not the document that was read"
            hint = "cite a copy of it in UTF-8" if garbled else f"find the one with the SHA-256 {digest}"
            add("document-changed", pos, "filename", file, problem=problem, hint=hint)
        if text is None:
            verdict.citations_unchecked += len(passages)
            continue
        verdict.citations_checked += len(passages)
        for field, given, actual in (("bytes", size, len(text.encode())), ("characters", characters, len(text))):
            if given not in (None, actual):
                add("document-size", pos, field, given, other=actual)
        for place, start, end, expected in passages:
            beyond = characters is not None and end > characters  # see passage-range
            if not beyond and passage_at(text, start, end).sha256 != expected:
                add("passage-changed", place, "passage_sha256", expected)
