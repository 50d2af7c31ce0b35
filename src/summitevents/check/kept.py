"""Keeps verdicts from one run to the next: a log that nobody touched is not checked again by the same code, and of one that was
touched, the lines of the other batches are not judged again.

A verdict is kept under a digest of everything that it was made from: this package's own code, the versions of what it calls,
and each file of the log. The documents that the log cites follow from the log, so the verdict itself has their hashes. Beside it
lie the digests of the batches in which nothing was found, if there was no error: the form of a line follows from its text, the code
and the vocabulary alone. Who may write to the user's cache folder could write a verdict; that is the user alone, as for the
tables kept there.
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from summitevents import sql
from summitevents.check.verdict import Verdict
from summitevents.errors import UnreadableError
from summitevents.findings.finding import Finding, Findings
from summitevents.log.cache_folder import cache_folder, leave_newest
from summitevents.log.documents import document_bytes
from summitevents.log.files import file_size, is_own, read_bytes, write_whole
from summitevents.log.package import CHECKPOINTS, ORDER, Package, events_file, is_batch
from summitevents.log.releases import RELEASES

KEEP = 64
"""How many verdicts are kept: the newest ones."""
MOST = 64_000_000
"""Bytes of a log up to which it is worth its while: hashing twice takes a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier check says of a log as it is now. `good`: that it has no errors; `clear`: the batches of good lines."""

    good: bool = False
    clear: frozenset[str] = frozenset()


NOTHING = Known()


def known_of(package: Package) -> Known:
    """Returns what is known of a log from an earlier check; nothing in continuous integration, which sets `CI`."""
    found = _parts_of(package)
    if found is None:
        return NOTHING
    verdict = _verdict(_verdict_file(found))
    return Known(verdict is not None and not verdict.errors, _clear(package, found))


def kept_or_made(package: Package, documents: Path, make: Callable[[Collection[str]], Verdict]) -> Verdict:
    """Returns the verdict on a log as it is now: the kept one, or one that is made, and then kept.

    `make` is given the batches whose form an earlier check found good. Continuous integration always makes a verdict, and of all
    batches. What `make` raises is raised.
    """
    found = _parts_of(package)
    if found is None:
        return make(())
    if kept := _still_true(_verdict_file(found), documents):
        return kept
    verdict = make(_clear(package, found))
    if found == _parts_of(package):  # nobody wrote to the log meanwhile
        _write(_verdict_file(found), _as_json(verdict))
        if not verdict.errors:
            named = {finding.file for finding in verdict.findings}
            _write(_clear_file(package, found), [found[file] for file in verdict.files if file in found.keys() - named])
    return verdict


def _write(file: Path, told: Any) -> None:
    with suppress(OSError):
        write_whole(file, json.dumps(told).encode())
        file.chmod(0o600)
        leave_newest(file.parent, f"*{file.suffix}", KEEP)


def _parts_of(package: Package) -> dict[str, str] | None:
    """Returns the SHA-256 of everything that a verdict is made from, in hex, by its name; None if none is kept."""
    if cache_folder() is None or os.environ.get("CI", "").lower() not in ("", "0", "false"):
        return None
    try:
        if sum(map(file_size, package.batches())) > MOST:
            return None
        return {name: hashlib.sha256(content).hexdigest() for name, content in _parts(package)}
    except (OSError, UnreadableError, ValueError, RecursionError, AttributeError):  # the check says what is wrong
        return None


def _verdict_file(found: Mapping[str, str]) -> Path:
    """Returns the file in which the verdict on a log is kept, or would be."""
    return _named(repr(found), "verdict")


def _clear_file(package: Package, found: Mapping[str, str]) -> Path:
    """Returns the file of the digests of batches that are good by this code and vocabulary: one for each package."""
    return _named(f"{package.root.resolve()} {found[_CODE]} {found[_VOCABULARY]}", "batches")


def _named(words: str, suffix: str) -> Path:
    folder = cache_folder()
    assert folder is not None
    return folder / f"{hashlib.sha256(words.encode(errors='surrogateescape')).hexdigest()[:32]}.{suffix}"


def _clear(package: Package, found: Mapping[str, str]) -> frozenset[str]:
    """Returns the batches that an earlier check found nothing in, and that are as they were."""
    good = _told(_clear_file(package, found))
    files = (events_file(path.name) for path in package.batches())
    return frozenset(file for file in files if isinstance(good, list) and found.get(file) in good)


_CODE, _VOCABULARY = "code", "vocabulary"


def _parts(package: Package) -> Iterator[tuple[str, bytes]]:
    """Yields everything that a verdict is made from, but for documents: names, and contents where they are read."""
    name, vocabulary = package.named_vocabulary()
    yield _CODE, f"{sql.made_by()} {sys.version} {_installed()}".encode()
    yield _VOCABULARY, f"{name}\0".encode() + vocabulary
    yield "datapackage.json", read_bytes(package.root / "datapackage.json")
    for path in (*package.entries(), *sorted((package.root / CHECKPOINTS).glob("[!.]*"))):
        inside = path.relative_to(package.root).as_posix()
        read = is_batch(path.name) or inside in (ORDER, RELEASES) or inside.startswith(f"{CHECKPOINTS}/")
        if path.name.startswith("."):
            continue
        if read and path.is_file():
            yield inside, read_bytes(path)
        else:
            yield f"{inside} {path.is_file()} {path.exists()}", b""


def _installed() -> list[str]:
    """Returns the names and versions of all that is installed, from the names of folders: importlib.metadata would take longer."""
    return sorted(path.name for folder in sys.path for path in Path(folder).glob("*.*-info"))


def _told(file: Path) -> Any:
    """Returns the JSON in a file; None if there is none, others may have written it, or it is damaged."""
    try:
        return json.loads(file.read_bytes()) if is_own(file) else None
    except (OSError, ValueError):
        return None


def _verdict(file: Path) -> Verdict | None:
    try:
        told = _told(file)
        findings = Findings(Finding(*one) for one in told["findings"])
        return Verdict(**{name: told[name] for name in _VERDICT}, findings=findings)
    except (TypeError, LookupError):  # there is none, or it is damaged
        return None


def _still_true(file: Path, documents: Path) -> Verdict | None:
    """Returns a kept verdict; None if there is none, or its documents are not what they were."""
    verdict = _verdict(file)
    try:
        now = {name: _sha256(documents, name) for name in verdict.documents} if verdict else None
    except (OSError, ValueError, TypeError):
        return None
    return verdict if verdict and now == verdict.documents else None


def _sha256(documents: Path, name: str) -> str | None:
    content = document_bytes(documents, name)
    return None if content is None else hashlib.sha256(content).hexdigest()


_VERDICT = [field.name for field in fields(Verdict) if field.name != "findings"]
_FINDING = [field.name for field in fields(Finding)]


def _as_json(verdict: Verdict) -> dict[str, Any]:
    findings = [[getattr(one, name) for name in _FINDING] for one in verdict.findings]
    return {**{name: getattr(verdict, name) for name in _VERDICT}, "findings": findings}
