"""Verifies a release: builds it again from the log inside its zip file, and compares every byte.

What the log does not say (title, authors, licences: what datapackage.json has of the subject) is taken from the zip file;
that every other file agrees with it is compared.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summitevents.errors import BadLogError, NotAZipError, OtherTablesError, UnreadableError
from summitevents.findings.escaping import quote
from summitevents.findings.finding import Finding, Findings, find
from summitevents.integrity.audit import damage_among
from summitevents.integrity.verify import VerifyReport, verify_log
from summitevents.log.metadata import PROPERTY, read_metadata
from summitevents.log.package import CHECKPOINTS, EVENTS, Package
from summitevents.log.passing import passing_folder
from summitevents.log.releases import RELEASES, Release, read_releases
from summitevents.log.vocabulary_file import named_file
from summitevents.release import archive
from summitevents.release.artifacts import SUMS, Artifacts, make_artifacts
from summitevents.release.build import take_snapshot, write_descriptor
from summitevents.release.descriptors import MADE_WITH
from summitevents.standards.checkpoint import Checkpoint, VerifierKey


@dataclass(slots=True)
class ReleaseReport:
    """What `verify_release` found: the version, None if it names none; about its log; its files; all findings."""

    files: list[str] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    version: str | None = None
    log: VerifyReport | None = None


def verify_release(
    file: Path,
    documents: Path | None = None,
    trusted: list[VerifierKey] | None = None,
    kept: list[tuple[str, Checkpoint]] | None = None,
) -> ReleaseReport:
    """Builds a release again from the log inside its zip file and compares every byte; checks its log as `verify_log`.

    Nothing is unpacked before all names, sizes and sums are in order. Raises UnreadableError if the file is no zip file.
    """
    content = file.read_bytes()
    try:
        members, findings = archive.unpack(content, file.name)
    except NotAZipError:
        raise UnreadableError(f"{file} is not a zip file") from None
    if findings:
        return ReleaseReport(findings=Findings(findings))
    report = ReleaseReport(sorted(members), Findings(_check_sums(members)))
    with passing_folder() as folder:
        package = _write_log(members, folder / "found")
        try:
            read_metadata(package.descriptor)
        except UnreadableError as error:
            hint = _version_hint(members)
            report.findings.append(find("member-changed", "datapackage.json", problem=str(error), hint=hint))
            return report
        report.log = verify_log(package, documents, trusted, kept)
        report.findings += report.log.findings
        releases = read_releases(package)
        report.version = releases[-1].version if releases else None
        if damage_among(report.log.findings):
            return report
        rebuilt = _rebuild(package, releases, folder / "snapshot", members, report.findings)
    if rebuilt is not None:
        blamed = {finding.file for finding in report.findings}
        report.findings += [one for one in _compare_members(members, rebuilt) if one.file not in blamed]
        if not report.findings and content != archive.pack(rebuilt):
            report.findings.append(find("zip-repacked", file.name))
    return report


def _rebuild(
    package: Package, releases: list[Release], folder: Path, members: Artifacts, findings: list[Finding]
) -> Artifacts | None:
    """Returns the files of the last of these releases, made from this log; None, with findings, if that cannot be."""
    if not releases:
        findings.append(find("release-form", RELEASES, problem="there is none"))
        return None
    try:
        return make_artifacts(take_snapshot(package, releases, folder), releases[-1])
    except BadLogError as error:
        findings += error.findings
    except OtherTablesError as error:
        hint = _version_hint(members)
        findings.append(find("release-tables", RELEASES, len(releases), problem=str(error), hint=hint))
    return None


def _check_sums(members: Artifacts) -> Iterator[Finding]:
    """Yields the differences between SHA256SUMS and the members, both ways."""
    if SUMS not in members:
        yield find("sums-form", SUMS, problem="the file is not there")
        return
    listed = {}
    for number, row in enumerate(members[SUMS].decode(errors="replace").splitlines(), 1):
        line = re.fullmatch(r"([0-9a-f]{64})  (.+)", row)
        if line is None:
            yield find("sums-form", SUMS, number, 1, problem=f"not as sha256sum writes it: {quote(row)}")
        else:
            listed[line[2]] = line[1]
    for name, digest in listed.items():
        if name not in members:
            yield find("sums-changed", name, problem="SHA256SUMS lists it, and it is not there")
        elif hashlib.sha256(members[name]).hexdigest() != digest:
            yield find("sums-changed", name, problem="it is not what SHA256SUMS says")
    for name in sorted(members.keys() - listed.keys() - {SUMS}):
        yield find("sums-changed", name, problem="SHA256SUMS does not list it")


def _write_log(members: Artifacts, folder: Path) -> Package:
    """Writes the log of a release, and its vocabulary, into a folder: only what a log has, under names that a log has."""
    (folder / CHECKPOINTS).mkdir(parents=True)
    write_descriptor(folder, _descriptor(members))
    for name, content in members.items():
        if re.fullmatch(rf"{EVENTS}/(?:checkpoints/)?[A-Za-z0-9][A-Za-z0-9.-]*", name):
            (folder / name).write_bytes(content)
    own = named_file(Package(folder))
    if own in members:
        (folder / own).parent.mkdir(parents=True, exist_ok=True)
        (folder / own).write_bytes(members[own])
    return Package(folder)


def _descriptor(members: Artifacts) -> dict[str, Any]:
    """Returns the release's `datapackage.json`: what it says of its subject is taken as it is, as the log does not say it."""
    try:
        found = json.loads(members["datapackage.json"])
    except (KeyError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _compare_members(members: Artifacts, rebuilt: Artifacts) -> Iterator[Finding]:
    """Yields a finding for each member that is not what the log gives, with the first line that differs if it is text."""
    hint = _version_hint(members)
    for name in sorted(members.keys() | rebuilt.keys()):
        if name not in rebuilt:
            yield find("member-changed", name, problem="the log does not give it", hint=hint)
        elif name not in members:
            yield find("member-changed", name, problem="the log gives it, and it is not there", hint=hint)
        elif members[name] != rebuilt[name]:
            line = None if b"\0" in rebuilt[name] else _first_difference(members[name], rebuilt[name])
            yield find("member-changed", name, line, problem="it is not what the log gives", hint=hint)


def _first_difference(one: bytes, other: bytes) -> int | None:
    """Returns the first line, from 1, that differs; None if one content only has more lines."""
    pairs = zip(one.split(b"\n"), other.split(b"\n"), strict=False)
    return next((number for number, (left, right) in enumerate(pairs, 1) if left != right), None)


def _version_hint(members: Artifacts) -> str:
    """Returns what to do about a release that differs: other versions of this program or of DuckDB may have made it."""
    try:
        made_with = _descriptor(members)[PROPERTY]["made_with"]
        other = [f"{name} {made_with[name]}" for name, ours in MADE_WITH.items() if str(made_with[name]) != ours]
    except (KeyError, TypeError):
        other = []
    if not other:
        return "download it again"
    return f"it says that it was made with {' and '.join(other)}: verify it with those"
