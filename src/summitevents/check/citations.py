"""Checks citations against the documents at hand: is it the document that was read, and does the passage stand there?"""

from pathlib import Path

from summitevents import sql
from summitevents.findings.finding import Finding, find
from summitevents.fold.workspace import Work
from summitevents.log.documents import passage_at, read_document
from summitevents.standards import ijson


def check_citations(work: Work, folder: Path) -> tuple[list[Finding], int, int]:
    """Checks every citation against the documents in a folder. Requires: `work` is folded for the rules.

    Returns what is wrong; how many citations were checked; and how many could not be, since their document is not there.
    """
    found: list[Finding] = []
    checked = unchecked = 0
    texts = sql.read("citations")

    def add(code: str, pos: int, field: str, value: object, **more: object) -> None:
        line = work.lines[pos]
        place = (line.file, line.number, ijson.column(line.text, [field]))
        found.append(find(code, *place, record=line.value["id"], field=field, value=value, **more))  # type: ignore[arg-type]

    for pos, source, file, digest, size, characters in work.execute(texts["documents"]).fetchall():
        passages = work.execute(texts["passages"], [source]).fetchall()
        try:
            text = read_document(folder, file, digest)
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
            if not beyond and passage_at(text, start, end).sha256 != expected:
                add("passage-changed", place, "passage_sha256", expected)
    return found, checked, unchecked
