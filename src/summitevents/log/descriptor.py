"""Keeps a package's `datapackage.json` in step with its log: who reads by it finds every sealed batch, and the right version.

A log that is not sealed needs no batch in it. What a release says is for `verify`.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from summitevents.errors import BadLogError
from summitevents.findings.escaping import Verbatim
from summitevents.findings.finding import Finding, find
from summitevents.log.files import read_bytes, write_whole
from summitevents.log.metadata import PROPERTY
from summitevents.log.package import Package, events_file, is_batch
from summitevents.log.releases import read_releases
from summitevents.log.vocabulary_file import DESCRIPTOR, choose_vocabulary, descriptor_text, place_in
from summitevents.standards import ijson


def check_descriptor(package: Package) -> Iterator[Finding]:
    """Yields what `datapackage.json` hides or gets wrong: the batches of the log, the version of the last release."""
    text = descriptor_text(package)
    told = json.loads(text) if text else {}
    if twice := ijson.repeated_name(text):
        name, column = twice
        yield find("json-duplicate", *place_in(DESCRIPTOR, text, column), value=Verbatim(name))
    ours = told.get(PROPERTY)
    if not isinstance(ours, dict) or "release" in ours:
        return
    for steps, problem in _resource_faults(told):
        yield find("descriptor-resources", *place_in(DESCRIPTOR, text, ijson.column(text, steps)), problem=problem)
    at, log = _log_of(told)
    if fault := _fault(package, log):
        number, path, problem = fault
        place = place_in(DESCRIPTOR, text, ijson.column(text, at if number is None else [*at, number]))
        yield find("descriptor-batches", *place, value=path, problem=problem)
    last, version = next(reversed(read_releases(package)), None), told.get("version")
    if last and version is not None and version != last.version:
        place = place_in(DESCRIPTOR, text, ijson.column(text, ["version"]))
        yield find("descriptor-version", *place, field="version", value=str(version), other=last.version)


def check_resources(package: Package) -> None:
    """Raises BadLogError if `resources` holds what only its author can mend: `update_descriptor` mends the rest."""
    if wrong := [found for found in check_descriptor(package) if found.code == "descriptor-resources"]:
        raise BadLogError(wrong)


def _resource_faults(told: dict[str, Any]) -> Iterator[tuple[list[str | int], str]]:
    """Yields the way to each entry of `resources` that is no resource, or is called log a second time, and what is wrong."""
    listed, first = told.get("resources"), _log_of(told)[1]
    for number, one in enumerate(listed if isinstance(listed, list) else []):
        if not isinstance(one, dict):
            yield ["resources", number], f"{json.dumps(one, ensure_ascii=False)} is no resource"
        elif one.get("name") == "log" and one is not first:
            yield ["resources", number, "name"], "a second resource is called log"


def _fault(package: Package, log: dict[str, Any] | None) -> tuple[int | None, str, str] | None:
    """Returns the first path by which the resource log is wrong, and how: of a sealed batch it lacks, one twice, one of nothing.

    Before it stands which entry of the list it is, from 0; None if it is none.
    """
    order = [events_file(name) for name in package.order() if is_batch(name)]
    listed, seen = _paths(log), set[str]()
    missing = [path for path in order if path not in listed and (package.root / path).is_file()]
    if missing:
        more = f" and {len(missing) - 1:,} more" if len(missing) > 1 else ""
        lacks = f"the resource log does not list {missing[0]}{more}" if log else "there is no resource log"
        return None, missing[0], lacks
    if any(package.check_order()):
        return None  # what is no batch cannot be told
    batches, following = {*order, *(events_file(path.name) for path in package.batches())}, iter(order)
    for number, path in enumerate(listed):
        if path in seen or path not in batches:
            wrong = " twice" if path in seen else ", which is no batch here"
            return number, path, f"the resource log lists {path}{wrong}"
        if path in order and path != (wanted := next(following)):
            return number, path, f"the resource log lists {path} where {wanted} comes in events/ORDER"
        seen.add(path)
    return None


def update_descriptor(package: Package) -> list[str]:
    """Makes `datapackage.json` list the batches that ORDER lists, and bear the version of the last release, if it bears one.

    Every other byte stays as it is. Returns what was changed, in words.
    """
    raw, content, mended = read_bytes(package.root / DESCRIPTOR), package.descriptor, list[str]()
    text = raw.decode(encoding := json.detect_encoding(raw))
    at, log = _log_of(content)
    parts = package.parts()
    if package.order() and (log is None or log.get("path") != parts):
        if log is None:
            from summitevents.log.schema import log_resource

            terms = choose_vocabulary(package).vocabulary.terms()
            listed = content.get("resources")
            at = at if "resources" in content else []
            content["resources"] = [log_resource(parts, terms), *(listed if isinstance(listed, list) else [])]
        else:
            at = at if "path" in log else at[:-1]
            log["path"] = parts
        text = _with_value(text, at, content)
        mended.append("it lists the batches as events/ORDER does")
    last = next(reversed(read_releases(package)), None)
    if last and content.get("version", last.version) != last.version:
        content["version"] = last.version
        text = _with_value(text, ["version"], content)
        mended.append(f"its version is {last.version}, that of the last release")
    if mended:
        write_whole(package.root / DESCRIPTOR, text.encode(encoding))
    return mended


def _with_value(text: str, steps: list[str | int], content: Any) -> str:
    """Returns a JSON text whose value at `steps` is as in `content`, indented as the text is, with its line ends."""
    for step in steps:
        content = content[step]
    start, end = ijson.span(text, steps)
    indent = re.search(r"\n([ \t]+)", text)
    line = text[text.rfind("\n", 0, start) + 1 :]
    break_ = ("\r\n" if "\r\n" in text else "\n") + line[: len(line) - len(line.lstrip(" \t"))]
    value = json.dumps(content, ensure_ascii=False, indent=indent[1] if indent else None)
    return text[:start] + value.replace("\n", break_) + text[end:]


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
