"""One release: log → the members of a zip file, the same bytes on any machine, any day; and the way back, to compare."""

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from summitevents.build.pipeline import build_reproducible_tables
from summitevents.errors import BadLogError, BrokenSealError, NotAZipError, UnreadableError
from summitevents.export import exchange
from summitevents.export import rows as export
from summitevents.findings.escaping import quote
from summitevents.findings.finding import Finding, find
from summitevents.fold import codebook
from summitevents.integrity.audit import SealAudit, audit_seals, damage_among
from summitevents.integrity.layout import checkpoint_file, leaves_file, raw_lines
from summitevents.integrity.verify import VerifyReport, verify_log
from summitevents.log import package as log
from summitevents.log.package import CHECKPOINTS, INSTALLED, ORDER, Package
from summitevents.log.releases import RELEASES, Release, next_version, read_releases, write_releases
from summitevents.log.writer import writers_lock
from summitevents.page import page
from summitevents.query import asof
from summitevents.query import run as query
from summitevents.release import archive, descriptors
from summitevents.release import texts as leaflets
from summitevents.standards.checkpoint import Checkpoint, VerifierKey

SUMS = "SHA256SUMS"
Members = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Edition:
    """What a release is made from: the log up to it as a package of its own, and its tables."""

    package: Package
    release: Release
    con: duckdb.DuckDBPyConnection

    @property
    def day(self) -> str:
        """The day of its last record."""
        return str(query.run(self.con, "SELECT left(max(recorded_at), 10) FROM log").rows[0][0])


class OtherTablesError(UnreadableError):
    """A release of other tables than this program makes."""


def release(package: Package, version: str, folder: Path) -> Path:
    """Makes `summitevents-VERSION.zip` in a folder, of a sealed log or of a release that was made before.

    A new one is written down in events/RELEASES. Returns the file's path. Raises UnreadableError where the number is not
    the one that is due, or lines are not sealed; BrokenSealError and BadLogError where the log is not good.
    """
    with writers_lock(package), tempfile.TemporaryDirectory() as aside:
        state, known = audit_seals(package), read_releases(package)
        if broken := damage_among(state.findings):
            raise BrokenSealError(broken)
        chosen = next((one for one in known if one.version == version), None) or _due(package, version, state)
        upto = [one for one in known if one.number < chosen.number] + [chosen]
        content = archive.pack(members(cut(package, upto, Path(aside)), chosen))
        folder.mkdir(parents=True, exist_ok=True)
        made = folder / f"summitevents-{version}.zip"
        made.write_bytes(content)
        if chosen not in known:
            write_releases(package, upto)
    return made


def _due(package: Package, version: str, state: SealAudit) -> Release:
    """The release that comes next, which must have this number."""
    if state.unsealed or not state.tree.size:
        lines = f"{state.unsealed} line{'s are' if state.unsealed != 1 else ' is'} not sealed yet"
        raise UnreadableError(
            f"{lines if state.unsealed else 'the log is empty'}; a release is of a sealed log: summitevents seal"
        )
    last = next(reversed(read_releases(package)), None)
    with asof.connect(package) as con:
        schema = descriptors.fingerprint(descriptors.tables(con))
    raws = [raw for name in package.order() for raw in raw_lines(package.root / "events" / name)]
    number, why = next_version(last, schema, raws[last.size if last else 0 :])
    if version != number:
        raise UnreadableError(f"the next release is {number}, since {why}; not {version}")
    return Release(version, state.tree.size, state.tree.root(), schema)


def cut(package: Package, upto: list[Release], folder: Path) -> Package:
    """The log as it was at the last of these releases, copied into a folder: its batches, their seals, the releases."""
    size, events = upto[-1].size, folder / "events"
    (folder / CHECKPOINTS).mkdir(parents=True)
    names, lines = [], 0
    for name in package.order():
        if lines >= size:
            break
        content = (package.root / "events" / name).read_bytes()
        lines += content.count(b"\n")
        (events / name).write_bytes(content)
        names.append(name)
    (folder / ORDER).write_bytes("".join(f"{name}\n" for name in names).encode())
    for at in package.checkpoints():
        for name in (checkpoint_file(at), leaves_file(at)) if at <= size else ():
            (folder / name).write_bytes((package.root / name).read_bytes())
    (folder / "datapackage.json").write_text(json.dumps({"summitevents": {"format": log.FORMAT}}))
    write_releases(Package(folder), upto)
    return Package(folder)


def members(package: Package, release: Release) -> Members:
    """Every file of a release, from the log as `cut` leaves it. Raises OtherTablesError."""
    files: Members = {}
    with asof.connect(package) as con:
        if descriptors.fingerprint(descriptors.tables(con)) != release.schema:
            raise OtherTablesError(
                f"{release.version} has tables other than those of summitevents {descriptors.MADE_WITH['summitevents']}"
            )
        for maker in MAKERS:
            files |= maker(Edition(package, release, con), files)
    return files


# ---- What a release is made of ---------------------------------------------------------------------------------------


def _log(edition: Edition, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The batches and their seals, the log joined, and the checkpoint on its own."""
    root = edition.package.root
    for path in sorted(path for path in (root / "events").rglob("*") if path.is_file()):
        yield path.relative_to(root).as_posix(), path.read_bytes()
    yield "log.jsonl", b"".join(path.read_bytes() for path in edition.package.batches())
    yield "checkpoint", (root / checkpoint_file(edition.release.size)).read_bytes()


def _tables(edition: Edition, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name in query.tables(edition.con, []):
        rows = query.table(edition.con, name)
        yield f"data/{name}.csv", export.encode(rows, "csv")
        yield f"parquet/{name}.parquet", export.encode(rows, "parquet")


def _database(edition: Edition, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "summitevents.duckdb"
        build_reproducible_tables(edition.package, file)
        yield file.name, file.read_bytes()


def _descriptions(edition: Edition, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    con, release, day = edition.con, edition.release, edition.day
    package = descriptors.datapackage(con, release.version, descriptors.tables(con), files)
    yield "datapackage.json", _json(package)
    yield "schema-org.jsonld", _json(descriptors.schema_org(package, day))
    yield "croissant.json", _json(descriptors.croissant(package, day))
    yield "CODEBOOK.md", leaflets.book(package).encode()
    yield "CITATION.cff", leaflets.citation(package, day).encode()
    yield "README.md", leaflets.readme(package, release, day).encode()


def _changelog(edition: Edition, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    counted = ("events", "claims", "sources")
    counts = {name: query.run(edition.con, f"SELECT count(*) FROM {name}").rows[0][0] for name in counted}
    told, before = [], None
    for one in read_releases(edition.package):
        told.append(leaflets.news(one, before, leaflets.changes(edition.package, before, one), counts))
        before = one
    yield "CHANGELOG.md", "\n".join(["# What each release brought\n", *reversed(told)]).encode()


def _licenses(edition: Edition, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The texts as this program carries them: a release that has others is not ours."""
    for name in ("LICENSE", "LICENSE-DATA"):
        installed, source = INSTALLED / name, INSTALLED.parents[2] / name
        yield name, (installed if installed.is_file() else source).read_bytes()


def _exchange(edition: Edition, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((f"exchange/{name}", content) for name, content in exchange.files(edition.con))


def _page(edition: Edition, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    tables = [
        (f"{name}: {codebook.table(name)}", [(f"data/{name}.csv", "CSV"), (f"parquet/{name}.parquet", "Parquet")])
        for name in query.tables(edition.con, [])
    ]
    rest = [
        ("all tables in one file", [("summitevents.duckdb", "DuckDB")]),
        ("the log", [("log.jsonl", "JSON Lines")]),
        ("what every table and column means", [("CODEBOOK.md", "Markdown"), ("datapackage.json", "Data Package")]),
        ("how to cite it", [("CITATION.cff", "CFF")]),
    ]
    yield "index.html", page.encode(edition.con, edition.release.version, rest + tables)


def _sums(edition: Edition, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    yield SUMS, "".join(lines).encode()


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


MAKERS: list[Callable[[Edition, Mapping[str, bytes]], Iterator[tuple[str, bytes]]]] = [
    _log, _tables, _database, _descriptions, _changelog, _licenses, _exchange, _page, _sums,
]  # fmt: skip
"""What a release is made of: each gets what the ones before it made."""


# ---- And the way back ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of a release's file: its number, if it says one; how its log was found; its files; all findings."""

    version: str | None
    report: VerifyReport | None
    files: list[str]
    findings: list[Finding]


def compare(
    file: Path,
    documents: Path | None = None,
    keys: list[VerifierKey] | None = None,
    kept: list[tuple[str, Checkpoint]] | None = None,
) -> Comparison:
    """Makes a release anew from the log inside its zip file, and compares every byte; the rest as `verify_log`.

    Nothing is unpacked before all names, sizes and sums are in order. Raises UnreadableError where it is no zip file.
    """
    content = file.read_bytes()
    try:
        found, findings = archive.unpack(content, file.name)
    except NotAZipError:
        raise UnreadableError(f"{file} is not a zip file") from None
    if findings:
        return Comparison(None, None, [], findings)
    findings = list(_against_sums(found))
    with tempfile.TemporaryDirectory() as folder:
        package = _placed(found, Path(folder) / "found")
        report = verify_log(package, documents, keys, kept)
        findings += report.findings
        told = read_releases(package)
        if damage_among(report.findings):
            return Comparison(told[-1].version if told else None, report, sorted(found), findings)
        if not told:
            findings.append(find("release-form", RELEASES, problem="there is none"))
            return Comparison(None, report, sorted(found), findings)
        try:
            made = members(cut(package, told, Path(folder) / "cut"), told[-1])
        except BadLogError as error:
            return Comparison(told[-1].version, report, sorted(found), findings + error.findings)
        except OtherTablesError as error:
            findings.append(find("release-tables", RELEASES, len(told), problem=str(error), hint=_hint(found)))
            return Comparison(told[-1].version, report, sorted(found), findings)
    blamed = {finding.file for finding in findings}
    findings += [one for one in _differences(found, made) if one.file not in blamed]
    if not findings and content != archive.pack(made):
        findings.append(find("zip-repacked", file.name))
    return Comparison(told[-1].version, report, sorted(found), findings)


def _against_sums(found: Members) -> Iterator[Finding]:
    """SHA256SUMS against the members, both ways."""
    if SUMS not in found:
        yield find("sums-form", SUMS, problem="the file is not there")
        return
    listed = {}
    for number, row in enumerate(found[SUMS].decode(errors="replace").splitlines(), 1):
        line = re.fullmatch(r"([0-9a-f]{64})  (.+)", row)
        if line is None:
            yield find("sums-form", SUMS, number, 1, problem=f"not as sha256sum writes it: {quote(row)}")
        else:
            listed[line[2]] = line[1]
    for name, digest in listed.items():
        if name not in found:
            yield find("sums-changed", name, problem="SHA256SUMS lists it, and it is not there")
        elif hashlib.sha256(found[name]).hexdigest() != digest:
            yield find("sums-changed", name, problem="it is not what SHA256SUMS says")
    for name in sorted(found.keys() - listed.keys() - {SUMS}):
        yield find("sums-changed", name, problem="SHA256SUMS does not list it")


def _placed(found: Members, folder: Path) -> Package:
    """The log of a release in a folder: only what a log has, under names that a log has."""
    (folder / CHECKPOINTS).mkdir(parents=True)
    (folder / "datapackage.json").write_text(json.dumps({"summitevents": {"format": log.FORMAT}}))
    for name, content in found.items():
        if re.fullmatch(r"events/(?:checkpoints/)?[A-Za-z0-9][A-Za-z0-9.-]*", name):
            (folder / name).write_bytes(content)
    return Package(folder)


def _differences(found: Members, made: Members) -> Iterator[Finding]:
    """Where the members are not those that the log gives, each with the first line that differs, if it has lines."""
    hint = _hint(found)
    for name in sorted(found.keys() | made.keys()):
        if name not in made:
            yield find("member-changed", name, problem="the log does not give it", hint=hint)
        elif name not in found:
            yield find("member-changed", name, problem="the log gives it, and it is not there", hint=hint)
        elif found[name] != made[name]:
            pairs = zip(found[name].split(b"\n"), made[name].split(b"\n"), strict=False)
            line = next((number for number, (one, other) in enumerate(pairs, 1) if one != other), None)
            problem = "it is not what the log gives"
            yield find("member-changed", name, None if b"\0" in made[name] else line, problem=problem, hint=hint)


def _hint(found: Members) -> str:
    """What to do where a release is not what this program makes: it may be of another version, or of another DuckDB."""
    ours = descriptors.MADE_WITH
    try:
        theirs = json.loads(found["datapackage.json"])["summitevents"]["made_with"]
        other = [f"{name} {theirs[name]}" for name in ours if str(theirs[name]) != ours[name]]
    except (KeyError, TypeError, ValueError, RecursionError):
        other = []
    return (
        f"it says that it was made with {' and '.join(other)}: verify it with those" if other else "download it again"
    )
