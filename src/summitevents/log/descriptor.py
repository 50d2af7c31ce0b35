"""Keeps a package's `datapackage.json` in step with its log: who reads by it finds every sealed batch, and the right version.

A log that is not sealed needs no batch in it. What a release says is for `verify`.
"""

import json
from collections.abc import Iterator
from typing import Any

from summitevents.findings.finding import Finding, find
from summitevents.log.files import write_whole
from summitevents.log.metadata import PROPERTY
from summitevents.log.package import Package, events_file, is_batch
from summitevents.log.releases import read_releases
from summitevents.log.schema import log_resource
from summitevents.log.vocabulary_file import DESCRIPTOR, choose_vocabulary, descriptor_text, place_in
from summitevents.standards import ijson


def check_descriptor(package: Package) -> Iterator[Finding]:
    """Yields what `datapackage.json` hides or gets wrong: the batches of the log, the version of the last release."""
    text = descriptor_text(package)
    told = json.loads(text) if text else {}
    ours = told.get(PROPERTY)
    if not isinstance(ours, dict) or "release" in ours:
        return
    at, log = _log_of(told)
    if fault := _fault(package, log):
        path, problem = fault
        yield find(
            "descriptor-batches", *place_in(DESCRIPTOR, text, ijson.column(text, at)), value=path, problem=problem
        )
    last, version = next(reversed(read_releases(package)), None), told.get("version")
    if last and version is not None and version != last.version:
        place = place_in(DESCRIPTOR, text, ijson.column(text, ["version"]))
        yield find("descriptor-version", *place, field="version", value=str(version), other=last.version)


def _fault(package: Package, log: dict[str, Any] | None) -> tuple[str, str] | None:
    """Returns the first path by which the resource log is wrong, and how: of a sealed batch it lacks, one twice, one of nothing."""
    order = [events_file(name) for name in package.order() if is_batch(name)]
    listed, seen = _paths(log), set[str]()
    missing = [path for path in order if path not in listed and (package.root / path).is_file()]
    if missing:
        more = f" and {len(missing) - 1:,} more" if len(missing) > 1 else ""
        return missing[0], f"the resource log does not list {missing[0]}{more}" if log else "there is no resource log"
    if any(package.check_order()):
        return None  # what is no batch cannot be told
    batches = {*order, *(events_file(path.name) for path in package.batches())}
    for path in listed:
        if path in seen or path not in batches:
            return path, f"the resource log lists {path}{' twice' if path in seen else ', which is no batch here'}"
        seen.add(path)
    return None


def update_descriptor(package: Package) -> None:
    """Makes `datapackage.json` list the batches that ORDER lists, and bear the version of the last release, if it bears one.

    The rest stays as it is.
    """
    content = package.descriptor
    before = json.dumps(content)
    if package.order():
        log = _log_of(content)[1]
        if log is None:
            terms = choose_vocabulary(package).vocabulary.terms()
            listed = content.get("resources")
            content["resources"] = [log_resource(package.parts(), terms), *(listed if isinstance(listed, list) else [])]
        else:
            log["path"] = package.parts()
    last = next(reversed(read_releases(package)), None)
    if last and "version" in content:
        content["version"] = last.version
    if json.dumps(content) != before:
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        write_whole(package.root / DESCRIPTOR, text.encode())


def _log_of(told: dict[str, Any]) -> tuple[list[str | int], dict[str, Any] | None]:
    """Returns the resource called log, and the path to its own `path`; None, and the path to where it should stand."""
    listed = told.get("resources")
    for number, one in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(one, dict) and one.get("name") == "log":
            return ["resources", number, "path"], one
    return ["resources"], None


def _paths(log: dict[str, Any] | None) -> list[str]:
    """Returns what the resource log lists, as texts."""
    path = log.get("path") if log else None
    return list(map(str, path)) if isinstance(path, list) else [str(path)] if path else []
