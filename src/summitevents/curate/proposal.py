"""Records → a new batch: checked against the whole log before anything is written, then there whole or not at all.

Writers take turns under a lock of the system, which a killed one gives back by dying. What keeps the log whole does not
rest on that lock: a batch is a file that nobody else writes, and it appears under its name only once it is on the disk.
"""

import hashlib
import json
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summitevents.check.log import check_log
from summitevents.errors import UnreadableError
from summitevents.findings.escaping import escape_json, quote
from summitevents.findings.finding import Finding, find
from summitevents.log import package as log
from summitevents.log.documents import PASSAGE_FIELDS, Passage, find_passages, nearest_passages, read_document
from summitevents.log.files import sync_folder
from summitevents.log.package import Package, batch_file
from summitevents.log.reader import Line, read_log
from summitevents.log.writer import put_batch
from summitevents.standards import ijson

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
from summitevents.errors import RefusedError
from summitevents.log.writer import writers_lock

CURATOR = "curator"
_SUFFIX = ".jsonl"
WORDS = "words"
"""In place of the three passage fields: the passage itself, to be looked up in the document."""


@dataclass(frozen=True, slots=True)
class Altered(Package):
    """A package as it would be: with one batch more, which lies elsewhere, or with one less."""

    added: Path | None = None
    without: str = ""

    def entries(self) -> list[Path]:
        """Lists what would lie in events/, by name."""
        there = [path for path in Package.entries(self) if path.name != self.without]
        return sorted([*there, *([self.added] if self.added else [])], key=lambda path: path.name)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A batch that passed every check and is not written yet; good within the `with` of `proposed`.

    `warnings` are what it brings, or others would get by it. `there`: the same batch stands in the log already.
    `before`: how many errors the log has without it; these are no reason to refuse it.
    """

    package: Package
    stem: str
    records: list[dict[str, Any]]
    warnings: list[Finding] = field(default_factory=list)
    altered: Package | None = None
    there: bool = False
    before: int = 0

    @property
    def ids(self) -> list[str]:
        """The ids of its records, in order."""
        return [record["id"] for record in self.records]

    @property
    def lines(self) -> list[str]:
        """Its lines, without their ends."""
        return [_line(record) for record in self.records]

    def write(self) -> list[str]:
        """Writes the batch, and returns its ids once it is on the disk; of one that is there already, makes sure of that."""
        if self.there:
            sync_folder(self.package.events)
            return self.ids
        try:
            put_batch(self.package, self.stem + _SUFFIX, _content(self.records))
        except FileExistsError:
            raise UnreadableError(f"another writer has just written {self.stem}; look at it, then try again") from None
        except OSError as error:  # a retry under the same name is safe, whether the batch got there or not
            raise UnreadableError(f"{error.strerror}; to try again: --batch {self.stem}") from None
        return self.ids


def now() -> str:
    """The time in UTC, as `recorded_at` has it; or SOURCE_DATE_EPOCH (reproducible-builds.org), where that is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(epoch) if epoch else None))
    except (ValueError, OverflowError, OSError):
        raise UnreadableError(f"SOURCE_DATE_EPOCH is {epoch}; it should be seconds since 1970") from None


@contextmanager
def proposed(
    package: Package,
    records: Iterable[Mapping[str, Any]],
    *,
    what: str = "append",
    batch: str | None = None,
    expect: int | None = None,
    by: str = CURATOR,
    documents: Path | None = None,
    against: Sequence[Finding] = (),
    waiting: Callable[[], object] = lambda: None,
) -> Iterator[Proposal]:
    """A batch of these records, checked against the whole log; no other writer comes in between until the `with` ends.

    Fills in what a record leaves out: `id`, `recorded_at`, `recorded_by`, and the passage of its `words`. Raises
    RefusedError with what the batch would make wrong; UnreadableError where `batch` names another batch that is there
    (the same one is no error: see `there`), or where the log has not `expect` records. `against`: what the caller found,
    to be told along with the rest. `waiting` is called where another writer has its turn.
    """
    given = [dict(record) for record in records]
    if not given:
        raise UnreadableError("there is nothing to write")
    _refuse_installed(package)
    named = stem_of(batch) if batch is not None else None
    with writers_lock(package, expect is not None, waiting), tempfile.TemporaryDirectory() as folder:
        lines, _ = read_log(package)
        stem = named or _new_stem(package, what, given)
        whole = _whole(given, stem, by)
        file = batch_file(stem)
        wrong = [*against, *_cite(whole, file, lines, documents or package.root / "seeds")]
        if named and not wrong and (package.root / file).exists():
            yield _there(package, stem, whole, lines)
            return
        _expect(expect, len(lines))
        added = Path(folder) / (stem + _SUFFIX)
        added.write_bytes(_content(whole))
        altered = Altered(package.root, added=added)
        warnings, before = _warnings(package, altered, file, documents, wrong)
        yield Proposal(package, stem, whole, warnings, altered, before=before)


def append(package: Package, records: Iterable[Mapping[str, Any]], dry_run: bool = False, **how: Any) -> list[str]:
    """Writes a batch of records, as `proposed` has it, and returns their ids; with `dry_run` it only checks."""
    with proposed(package, records, **how) as proposal:
        return proposal.ids if dry_run else proposal.write()


@contextmanager
def without(
    package: Package, batch: str, *, documents: Path | None = None, waiting: Callable[[], object] = lambda: None
) -> Iterator[Proposal]:
    """The package without a batch that was never sealed and that nothing else rests on; `take_back` takes it out.

    Raises UnreadableError where there is no such batch, or it is sealed; RefusedError with what would miss it.
    """
    _refuse_installed(package)
    stem = stem_of(batch)
    name = stem + _SUFFIX
    with writers_lock(package, waiting=waiting):
        if not package.batch_path(stem).exists():
            raise UnreadableError(f"there is no batch {stem}; see events/")
        if name in package.order():
            raise UnreadableError(f"{stem} is sealed: retract its records instead")
        records = [dict(line.value) for line in read_log(package)[0] if line.file == batch_file(stem)]
        altered = Altered(package.root, without=name)
        warnings, before = _warnings(package, altered, batch_file(stem), documents)
        yield Proposal(package, stem, records, warnings, altered, before=before)


def take_back(proposal: Proposal) -> bytes:
    """Takes the batch out of the log, and returns its bytes."""
    path = proposal.package.batch_path(proposal.stem)
    content = path.read_bytes()
    path.unlink()
    sync_folder(path.parent)
    return content


def stem_of(batch: str) -> str:
    """A batch's name without .jsonl. Raises UnreadableError where it is none."""
    stem = batch.removesuffix(_SUFFIX)
    if not log.is_batch(stem + _SUFFIX):
        raise UnreadableError(f"{batch} is not a batch's name: YYYY-MM-DD-slug, such as {now()[:10]}-mending")
    return stem


def _new_stem(package: Package, what: str, given: Sequence[object]) -> str:
    """A name that no other writer takes, here or on another branch, and that sorts by time: until they are sealed, batches
    stand in the order of their names. Where the clock is set, it hangs on the content alone.
    """
    salt = b"" if os.environ.get("SOURCE_DATE_EPOCH") else secrets.token_bytes(16)
    while True:
        salt = hashlib.sha256(salt + json.dumps(given, default=str).encode()).digest()
        stem = f"{now()[:10]}-{now()[11:19].replace(':', '')}-{what}-{salt.hex()[:6]}"
        if not package.batch_path(stem).exists():
            return stem


def _whole(given: list[dict[str, Any]], stem: str, by: str) -> list[dict[str, Any]]:
    """The records with what every line has in front; a field that is null is left out."""
    moment = now()
    usual = [
        {"id": f"{stem}.{n}", "op": None, "recorded_at": moment, "recorded_by": by} for n in range(1, len(given) + 1)
    ]
    records = [
        first | {k: v for k, v in record.items() if v is not None} for first, record in zip(usual, given, strict=True)
    ]
    return [{k: v for k, v in record.items() if v is not None} for record in records]


def _line(record: Mapping[str, Any]) -> str:
    """A record as one line of JSON that is harmless on any terminal."""
    try:
        return escape_json(json.dumps(record, ensure_ascii=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise UnreadableError(f"a record has a value that JSON does not know: {error}") from None


def _content(records: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(f"{_line(record)}\n" for record in records).encode()


def _there(package: Package, stem: str, whole: list[dict[str, Any]], lines: list[Line]) -> Proposal:
    """The batch of that name, where it says the same but for the time. Raises UnreadableError where it does not."""
    old = [line.value for line in lines if line.file == batch_file(stem)]
    if [_timeless(record) for record in old] != [_timeless(record) for record in whole]:
        raise UnreadableError(f"{stem} is there already, and has other records; take another name for this batch")
    return Proposal(package, stem, [dict(record) for record in old], there=True)


def _timeless(record: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in record.items() if k != "recorded_at" and v is not None}


def _expect(expect: int | None, size: int) -> None:
    if expect is not None and expect != size:
        raise UnreadableError(f"the log has {size} records, not {expect}: read what came in between, then try again")


def _refuse_installed(package: Package) -> None:
    if package.root == log.INSTALLED:
        raise UnreadableError(
            "the package that came installed is for reading; clone the repository, or name one with --data"
        )


# -- what a change would do to the log


def _warnings(
    package: Package, altered: Package, file: str, documents: Path | None, wrong: Sequence[Finding] = ()
) -> tuple[list[Finding], int]:
    """The warnings that a change brings, and how many errors there were before. Raises RefusedError where it brings errors, or something is `wrong` already.

    What was wrong before is no reason to refuse: mending one thing at a time is how it gets better.
    """
    found, before = _findings(altered, documents), list[Finding]()
    if any(finding.file != file for finding in found):
        before = _findings(package, documents)
        known = {_same(finding) for finding in before}
        found = [finding for finding in found if _same(finding) not in known]
    if wrong:  # a passage that was not found is not missing besides
        found = [finding for finding in found if (finding.code, finding.field) != ("field-pair", "source")]
    if wrong or any(finding.severity == "error" for finding in found):
        raise RefusedError([*wrong, *found], file)
    return found, sum(finding.severity == "error" for finding in before)


def _findings(package: Package, documents: Path | None) -> list[Finding]:
    return check_log(package, documents or package.root / "seeds").findings


def _same(finding: Finding) -> tuple[object, ...]:
    return (finding.code, finding.file, finding.line, finding.column, finding.field, finding.value)


# -- a passage given as words


def _cite(records: list[dict[str, Any]], file: str, lines: list[Line], documents: Path) -> list[Finding]:
    """Puts the passage's place and hash where `words` were given; a Finding for every one that does not stand there once."""
    if not any(WORDS in record for record in records):
        return []
    declared = _declared([*(line.value for line in lines), *records])
    found = []
    for number, record in enumerate(records, 1):
        if WORDS in record:
            source, words = str(record.get("source") or ""), str(record.pop(WORDS))
            problem = _looked_up(record, words, source, declared.get(source), documents)
            if problem:
                place = (file, number, ijson.column(_line(record), ["source"]))
                found.append(find(problem.pop("code"), *place, record=str(record["id"]), field=WORDS, **problem))
    return found


def _declared(records: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The live declarations of sources, in the log or beside the records that cite them."""
    dead = {str(r.get("target")) for r in records if r.get("op") == "retract"} | {
        str(r.get("replaces")) for r in records
    }
    return {str(r.get("source")): r for r in records if r.get("op") == "source" and str(r.get("id")) not in dead}


def _looked_up(
    record: dict[str, Any], words: str, source: str, declared: Mapping[str, Any] | None, documents: Path
) -> dict[str, Any]:
    """Fills in the passage; or says what stands against it, as `find` takes it."""

    def no(problem: str, hint: str) -> dict[str, Any]:
        return {"code": "words-document", "value": words, "problem": problem, "hint": hint}

    if declared is None:
        return no(f"no live source is declared as {source}" if source else "the record names no source", "give source")
    file = declared.get("filename")
    try:
        text = read_document(documents, file, declared.get("sha256"))
    except ValueError as error:
        return no(str(error), "find the one with the SHA-256 of the source's record")
    if text is None:
        return no(f"the document of {source} is not at hand", "name its folder with --documents, or give a locator")
    places = find_passages(text, words)
    if len(places) == 1:
        record |= dict(zip(PASSAGE_FIELDS, (places[0].start, places[0].end, places[0].sha256), strict=True))
        return {}
    if places:
        found = f"{len(places)} times in {source}: {_spots(text, places)}"
        return {"code": "words-twice", "value": words, "other": found}
    near = nearest_passages(text, words)
    hint = f"nearest: {_spots(text, near, 0)}" if near else "write them as the document has them"
    return {"code": "words-missing", "value": words, "other": source, "hint": hint}


def _spots(text: str, places: Sequence[Passage], around: int = 20, most: int = 4) -> str:
    """Positions with what stands there, and around it."""
    stretches = (" ".join(text[max(p.start - around, 0) : p.end + around].split()) for p in places[:most])
    shown = [f"{p.start}–{p.end} {quote(stretch)}" for p, stretch in zip(places, stretches, strict=False)]
    return ", ".join(shown) + (" …" if len(places) > most else "")
