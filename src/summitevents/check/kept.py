"""Keeps verdicts from one run to the next: a log that nobody touched is not checked again by the same code.

A verdict is kept under a digest of everything that it was made from: this package's own code, the versions of what it calls,
and each file of the log. The documents that the log cites follow from the log, so the verdict itself has their hashes. Who
may write to the user's cache folder could write a verdict; that is the user alone, as for the tables kept there.
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from summitevents import sql
from summitevents.check.verdict import Verdict
from summitevents.errors import UnreadableError
from summitevents.findings.finding import Finding, Findings
from summitevents.log.cache_folder import cache_folder, leave_newest
from summitevents.log.documents import document_bytes
from summitevents.log.files import file_size, is_own, read_bytes, write_whole
from summitevents.log.package import CHECKPOINTS, ORDER, Package, is_batch
from summitevents.log.releases import RELEASES

KEEP = 64
"""How many verdicts are kept: the newest ones."""
MOST = 64_000_000
"""Bytes of a log up to which it is worth its while: hashing twice takes a tenth of a second."""


def kept_or_made(package: Package, documents: Path, make: Callable[[], Verdict]) -> Verdict:
    """Returns the verdict on a log as it is now: the kept one, or one that is made, and then kept.

    Continuous integration, which sets `CI`, always makes it. What `make` raises is raised.
    """
    file = _file_of(package)
    if file is None:
        return make()
    if kept := _read(file, documents):
        return kept
    verdict = make()
    if file == _file_of(package):  # nobody wrote to the log meanwhile
        with suppress(OSError):
            write_whole(file, json.dumps(_as_json(verdict)).encode())
            file.chmod(0o600)
            leave_newest(file.parent, "*.verdict", KEEP)
    return verdict


def _file_of(package: Package) -> Path | None:
    """Returns the file in which the verdict on a log is kept, or would be; None if none is."""
    folder = cache_folder()
    if folder is None or os.environ.get("CI", "").lower() not in ("", "0", "false"):
        return None
    digest = hashlib.sha256()
    try:
        if sum(map(file_size, package.batches())) > MOST:
            return None
        for name, content in _parts(package):
            digest.update(f"{name}\0{len(content)}\0".encode(errors="surrogateescape") + content)
    except (OSError, UnreadableError, ValueError, RecursionError, AttributeError):  # the check says what is wrong
        return None
    return folder / f"{digest.hexdigest()[:32]}.verdict"


def _parts(package: Package) -> Iterator[tuple[str, bytes]]:
    """Yields everything that a verdict is made from, but for documents: names, and contents where they are read."""
    yield "code", f"{sql.made_by()} {sys.version} {_installed()}".encode()
    yield "datapackage.json", read_bytes(package.root / "datapackage.json")
    yield package.named_vocabulary()
    for path in (*package.entries(), *sorted((package.root / CHECKPOINTS).glob("[!.]*"))):
        inside = path.relative_to(package.root).as_posix()
        read = is_batch(path.name) or inside in (ORDER, RELEASES) or inside.startswith(f"{CHECKPOINTS}/")
        if not path.name.startswith("."):
            yield f"{inside} {path.is_file()} {path.exists()}", read_bytes(path) if read and path.is_file() else b""


def _installed() -> list[str]:
    """Returns the names and versions of all that is installed, from the names of folders: importlib.metadata would take longer."""
    return sorted(path.name for folder in sys.path for path in Path(folder).glob("*.*-info"))


def _read(file: Path, documents: Path) -> Verdict | None:
    """Returns a kept verdict; None if there is none, others may have written it, or its documents are not what they were."""
    if not is_own(file):
        return None
    try:
        verdict = _from_json(json.loads(file.read_bytes()))
        now = {name: _sha256(documents, name) for name in verdict.documents}
    except (OSError, ValueError, TypeError, LookupError):  # it is damaged
        return None
    return verdict if now == verdict.documents else None


def _sha256(documents: Path, name: str) -> str | None:
    content = document_bytes(documents, name)
    return None if content is None else hashlib.sha256(content).hexdigest()


_VERDICT = [field.name for field in fields(Verdict) if field.name != "findings"]
_FINDING = [field.name for field in fields(Finding)]


def _as_json(verdict: Verdict) -> dict[str, Any]:
    findings = [[getattr(one, name) for name in _FINDING] for one in verdict.findings]
    return {**{name: getattr(verdict, name) for name in _VERDICT}, "findings": findings}


def _from_json(told: dict[str, Any]) -> Verdict:
    findings = Findings(Finding(*one) for one in told["findings"])
    return Verdict(**{name: told[name] for name in _VERDICT}, findings=findings)
