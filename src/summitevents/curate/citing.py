"""Finds the passages that new records cite by their words, in the documents of their sources."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from summitevents.curate.batch import record_line
from summitevents.findings.escaping import quote
from summitevents.findings.finding import Finding, find
from summitevents.findings.spelling import did_you_mean
from summitevents.log.documents import PASSAGE_FIELDS, Passage, find_passages, nearest_passages, read_document
from summitevents.log.reader import Line
from summitevents.standards import ijson

WORDS = "words"
"""The field of a new record that may stand in place of the passage fields: the passage itself."""
_AROUND = 20
"""How many code points of the document are shown on each side of a passage that is not the only one."""
_MOST = 4
"""How many passages are shown."""


_Sources = dict[str, Mapping[str, Any]]
"""Slug → the live record that declares the source."""


class _NotFoundError(Exception):
    """The words do not name one passage: the code of the finding, and what its sentences need."""

    def __init__(self, code: str, **details: str) -> None:
        self.code, self.details = code, details


def cite_words(records: list[dict[str, Any]], file: str, lines: list[Line], documents: Path) -> list[Finding]:
    """Replaces the `words` of records by the passage fields. Returns a finding for words that do not name one passage.

    `lines` are those of the log, which may declare the sources; `file` is where the records will stand, a line each.
    """
    if not any(WORDS in record for record in records):
        return []
    sources = _live_sources([*(line.value for line in lines), *records])
    findings = []
    for number, record in enumerate(records, 1):
        if WORDS not in record:
            continue
        source, words = str(record.get("source") or ""), str(record.pop(WORDS))
        try:
            passage = _find_passage(words, source, sources, documents)
            record |= dict(zip(PASSAGE_FIELDS, (passage.start, passage.end, passage.sha256), strict=True))
        except _NotFoundError as error:
            column = ijson.column(record_line(record), ["source"])
            where = {"record": str(record["id"]), "field": WORDS, "value": words}
            findings.append(find(error.code, file, number, column, **where, **error.details))
    return findings


def _live_sources(records: Iterable[Mapping[str, Any]]) -> _Sources:
    """Returns slug → the live record that declares the source."""
    records = list(records)
    dead = {str(r.get("target")) for r in records if r.get("op") == "retract"}
    dead |= {str(r.get("replaces")) for r in records}
    return {str(r.get("source")): r for r in records if r.get("op") == "source" and str(r.get("id")) not in dead}


def _find_passage(words: str, source: str, sources: _Sources, documents: Path) -> Passage:
    """Returns the one passage with these words. Raises _NotFoundError."""
    text = _source_text(source, sources, documents)
    passages = find_passages(text, words)
    if len(passages) > 1:
        raise _NotFoundError(
            "words-twice", other=f"{len(passages):,} times in {source}: {_quoted(text, passages, _AROUND)}"
        )
    if not passages:
        near = nearest_passages(text, words)
        hint = f"nearest: {_quoted(text, near, 0)}" if near else "write them as the document has them"
        raise _NotFoundError("words-missing", other=source, hint=hint)
    return passages[0]


def _source_text(source: str, sources: _Sources, documents: Path) -> str:
    def not_at_hand(problem: str, hint: str) -> _NotFoundError:
        return _NotFoundError("words-document", problem=problem, hint=hint)

    declared = sources.get(source)
    if declared is None and not source:
        raise not_at_hand("the record names no source", "give source")
    if declared is None:
        hint = did_you_mean(source, list(sources), "declare it first")
        raise not_at_hand(f"no live source is declared as {source}", hint)
    try:
        text = read_document(documents, declared.get("filename"), declared.get("sha256"))
    except ValueError as error:
        raise not_at_hand(str(error), "find the one with the SHA-256 of the source's record") from None
    if text is None:
        hint = "name its folder with --documents, or give a locator"
        raise not_at_hand(f"the document of {source} is not at hand", hint)
    return text


def _quoted(text: str, passages: Sequence[Passage], around: int) -> str:
    """Returns the first passages as positions and words, with up to `around` code points on each side."""
    shown = []
    for passage in passages[:_MOST]:
        words = " ".join(text[max(passage.start - around, 0) : passage.end + around].split())
        shown.append(f"{passage.start}–{passage.end} {quote(words)}")
    return ", ".join(shown) + (" …" if len(passages) > _MOST else "")
