"""Proposes a change of the log: checks it together with the whole log before anything is written, then makes it.

Rules that this module keeps:

1. A change that would bring an error is refused, and nothing is written. Errors that the log had before are no reason
   to refuse one: a log is mended one record at a time.
2. From the reading of the log, out of which the change is drafted, to the end of the `with`, no other writer changes the
   log: they take turns under the writers' lock, which a killed writer gives back by dying.
3. A batch appears whole or not at all, and never over another one: see `log.writer`.
4. To write a batch under a name again, with the same records, does nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summitevents.check.kept import known_of
from summitevents.check.log import check_log
from summitevents.curate.batch import batch_content, batch_stem, new_batch_stem, record_line, utc_now
from summitevents.curate.citing import cite_words
from summitevents.curate.log_index import LogIndex, index_log
from summitevents.curate.overlay import PackageOverlay
from summitevents.curate.said_twice import said_twice
from summitevents.errors import RefusedError, UnreadableError
from summitevents.findings.finding import Finding, Findings
from summitevents.log.files import sync_folder
from summitevents.log.package import Package, batch_file
from summitevents.log.passing import passing_folder
from summitevents.log.reader import Line, read_log
from summitevents.log.revisions import shared_by
from summitevents.log.writer import put_batch, writers_lock

Draft = Callable[[LogIndex], Iterable[Mapping[str, Any]]]
"""Makes records out of what the log says."""
CURATOR = "curator"
"""The role of whoever writes, unless they say another."""
_FIRST_FIELDS = ("id", "op", "recorded_at", "recorded_by")
"""What every line begins with."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A batch to be added or taken out, which passed every check; good until the `with` that gave it ends.

    `after`: the package as it would be; None if the same batch is in the log already. `warnings`: new ones, in the batch
    or elsewhere because of it. `errors_before`: how many errors the log has without the change.
    """

    package: Package
    stem: str
    records: list[dict[str, Any]]
    after: Package | None = None
    warnings: list[Finding] = field(default_factory=list)
    errors_before: int = 0

    @property
    def already_written(self) -> bool:
        """Whether the same batch is in the log already."""
        return self.after is None

    @property
    def ids(self) -> list[str]:
        """The ids of the batch's records, in order."""
        return [record["id"] for record in self.records]

    @property
    def lines(self) -> list[str]:
        """The batch's lines, without their LF."""
        return [record_line(record) for record in self.records]

    def write(self) -> list[str]:
        """Adds the batch. Returns its ids once it is on the disk. Raises UnreadableError if that fails."""
        if self.already_written:
            sync_folder(self.package.events)
            return self.ids
        try:
            put_batch(self.package, f"{self.stem}.jsonl", batch_content(self.records))
        except FileExistsError:
            raise UnreadableError(f"another writer has just written {self.stem}; look at it, then try again") from None
        except OSError as error:  # a retry under the same name is safe, whether the batch got there or not
            raise UnreadableError(f"{error.strerror}; to try again: --batch {self.stem}") from None
        return self.ids

    def take_back(self) -> bytes:
        """Takes the batch out of the log. Returns its bytes."""
        path = self.package.batch_path(self.stem)
        content = path.read_bytes()
        path.unlink()
        sync_folder(path.parent)
        return content


@contextmanager
def proposed_batch(
    package: Package,
    records: Iterable[Mapping[str, Any]] | Draft,
    *,
    command: str = "append",
    batch: str | None = None,
    expect: int | None = None,
    by: str = CURATOR,
    documents: Path | None = None,
    input_findings: Sequence[Finding] = (),
    on_wait: Callable[[], object] = lambda: None,
) -> Iterator[Proposal]:
    """Proposes a batch of records, with `id`, `recorded_at`, `recorded_by` and the passages of `words` filled in.

    Records that rest on what the log says are given as a draft, which gets the log as the batch of that name found it, if
    that is written: a retry means the same records as the first try, whatever others have written since.
    `command` goes into the batch's name if `batch` does not give one. `input_findings`: errors that the caller found in
    the records; they are raised along with the rest. `on_wait` is called if another writer holds the lock.
    Raises RefusedError with the errors that the batch would bring; UnreadableError if `batch` names another batch of the
    log, or if the log does not have `expect` records.
    """
    package.expect_writable()
    named = batch_stem(batch) if batch is not None else None
    documents = documents or package.root / "seeds"
    with writers_lock(package, on_wait) as locked, passing_folder() as folder:
        if expect is not None and not locked:
            raise UnreadableError("there is no lock here that --expect could rest on; leave it out")
        lines, _ = read_log(package)
        given = _drafted(records, lines, named)
        stem = named or new_batch_stem(package, command, given)
        complete = _complete(given, stem, by)
        wrong = [*input_findings, *cite_words(complete, batch_file(stem), lines, documents)]
        complete = [_in_usual_order(record) for record in complete]  # with their passages
        wrong += said_twice(complete, batch_file(stem))
        if named and not wrong and package.batch_path(stem).exists():
            yield _written_batch(package, stem, complete, lines)
            return
        if expect not in (None, len(lines)):
            raise UnreadableError(
                f"the log has {len(lines):,} records, not {expect:,}: read what came in between, then try again"
            )
        added = folder / f"{stem}.jsonl"
        added.write_bytes(batch_content(complete))
        yield _checked(package, PackageOverlay(package.root, added=added), stem, complete, documents, wrong)


@contextmanager
def proposed_removal(
    package: Package, batch: str, *, documents: Path | None = None, on_wait: Callable[[], object] = lambda: None
) -> Iterator[Proposal]:
    """Proposes to take out a batch that was never sealed and that nothing else rests on.

    Raises RefusedError with what would miss it; UnreadableError if there is no such batch, or if it is sealed or was pushed.
    """
    package.expect_writable()
    stem = batch_stem(batch)
    name = f"{stem}.jsonl"
    with writers_lock(package, on_wait):
        if not package.batch_path(stem).exists():
            raise UnreadableError(f"there is no batch {stem}; see events/")
        if name in package.order():
            raise UnreadableError(f"{stem} is sealed: retract its records instead")
        if ref := shared_by(package, batch_file(stem)):
            nobody = f"or, if nobody has got it yet, git rm {batch_file(stem)}"
            raise UnreadableError(f"{stem} is in {ref}: retract its records instead; {nobody}")
        records = [dict(line.value) for line in read_log(package)[0] if line.file == batch_file(stem)]
        after = PackageOverlay(package.root, without=name)
        try:
            proposal = _checked(package, after, stem, records, documents or package.root / "seeds")
        except RefusedError as error:
            resting = ", ".join(sorted({Path(finding.file).stem for finding in error.findings}))
            rests = f"nothing is taken out: what stands above rests on {stem}; take back first {resting}"
            raise RefusedError(error.findings, error.file, text=rests) from None
        yield proposal


def _drafted(
    records: Iterable[Mapping[str, Any]] | Draft, lines: list[Line], named: str | None
) -> list[dict[str, Any]]:
    """Returns the records, made out of the log if they are a draft. Raises UnreadableError if there are none."""
    if callable(records):
        records = records(index_log(lines, retried=batch_file(named) if named else ""))
    given = [dict(record) for record in records]
    if not given:
        raise UnreadableError("there is nothing to write")
    return given


def _complete(given: list[dict[str, Any]], stem: str, by: str) -> list[dict[str, Any]]:
    """Returns the records with what every line begins with; fields that are null are left out."""
    now = utc_now()
    complete = []
    for number, record in enumerate(given, 1):
        said = {name: value for name, value in record.items() if value is not None}
        fields = {"id": f"{stem}.{number}", "recorded_at": now, "recorded_by": by} | said
        complete.append(_in_usual_order(fields))
    return complete


def _in_usual_order(record: dict[str, Any]) -> dict[str, Any]:
    from summitevents.log import records as models  # imports pydantic, which who only reads does without

    op = str(record.get("op"))
    usual = models.field_order(op) if op in models.MODELS else _FIRST_FIELDS
    return {name: record[name] for name in dict.fromkeys([*usual, *record]) if name in record}


def _written_batch(package: Package, stem: str, records: list[dict[str, Any]], lines: list[Line]) -> Proposal:
    """Returns the batch of that name in the log. Raises UnreadableError if it differs in more than its times."""
    old = [dict(line.value) for line in lines if line.file == batch_file(stem)]
    if [_timeless(record) for record in old] != [_timeless(record) for record in records]:
        raise UnreadableError(f"{stem} is there already, and has other records; take another name for this batch")
    return Proposal(package, stem, old)


def _timeless(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "recorded_at" and value is not None}


def _checked(
    package: Package,
    after: Package,
    stem: str,
    records: list[dict[str, Any]],
    documents: Path,
    wrong: Sequence[Finding] = (),
) -> Proposal:
    """Returns the proposal. Raises RefusedError if it would bring errors, or if something is `wrong` with it already."""
    file, clear = batch_file(stem), known_of(package).clear
    found, errors_before = check_log(after, documents, clear).findings, 0
    if any(finding.file != file for finding in found):
        before = check_log(package, documents, clear).findings
        known = {_identity(finding) for finding in before}
        found = Findings(finding for finding in found if _identity(finding) not in known)
        errors_before = len(before.errors)
    if wrong:  # a passage that was not found is not missing besides
        found = Findings(finding for finding in found if (finding.code, finding.field) != ("field-pair", "source"))
    if wrong or found.errors:
        raise RefusedError([*wrong, *found], file)
    return Proposal(package, stem, records, after, found, errors_before)


def _identity(finding: Finding) -> tuple[object, ...]:
    return (finding.code, finding.file, finding.line, finding.column, finding.field, finding.value)
