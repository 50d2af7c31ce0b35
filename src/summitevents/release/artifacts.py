"""Makes the files of a release, its artifacts, one after the other: see `ARTIFACTS` for the order."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from summitevents.build.pipeline import build_reproducible_tables
from summitevents.errors import OtherTablesError
from summitevents.export.formats import ROWS, timeline_files
from summitevents.fold import codebook
from summitevents.integrity.layout import checkpoint_file
from summitevents.log.metadata import Metadata
from summitevents.log.package import Package
from summitevents.log.passing import passing_folder
from summitevents.log.releases import Release, read_releases
from summitevents.log.vocabulary_file import choose_vocabulary, named_file
from summitevents.page.page import Download, timeline_pages
from summitevents.page.rendering import interface_words
from summitevents.query import asof, diff
from summitevents.query.select import run_query, table_names, table_rows
from summitevents.release import descriptors, texts

SUMS = "SHA256SUMS"
Artifacts = dict[str, bytes]
"""Name in the zip file → content."""


@dataclass(frozen=True, slots=True)
class ReleaseContext:
    """What a release is made from: the log up to it as a package of its own, its line in RELEASES, and its tables.

    `about`: what that package says of its subject.
    """

    package: Package
    release: Release
    con: duckdb.DuckDBPyConnection
    about: Metadata

    @property
    def database(self) -> str:
        """The name of the DuckDB file."""
        return f"{self.about.name}.duckdb"

    @property
    def day(self) -> str:
        """The day of its last record, YYYY-MM-DD."""
        return str(run_query(self.con, "SELECT left(max(recorded_at), 10) FROM log").rows[0][0])


def make_artifacts(package: Package, release: Release) -> Artifacts:
    """Returns every file of a release, from the log as `build.take_snapshot` leaves it.

    Raises OtherTablesError if this program makes other tables than the release has.
    """
    made: Artifacts = {}
    with asof.connect(package) as con:
        if descriptors.schema_fingerprint(descriptors.table_schemas(con)) != release.schema:
            program = f"summitevents {descriptors.MADE_WITH['summitevents']}"
            raise OtherTablesError(f"{release.version} has tables other than those of {program}")
        context = ReleaseContext(package, release, con, package.metadata)
        for make in ARTIFACTS:
            made |= make(context, made)
    return made


def _log(context: ReleaseContext, made: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yields the batches and their seals, the vocabulary of the package's own, the log as one file, and its checkpoint."""
    root = context.package.root
    for path in sorted(path for path in context.package.events.rglob("*") if path.is_file()):
        yield path.relative_to(root).as_posix(), path.read_bytes()
    if own := named_file(context.package):
        yield own, (root / own).read_bytes()
    yield "log.jsonl", b"".join(path.read_bytes() for path in context.package.batches())
    yield "checkpoint", (root / checkpoint_file(context.release.size)).read_bytes()


def _tables(context: ReleaseContext, made: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name in table_names(context.con, []):
        rows = table_rows(context.con, name)
        yield f"data/{name}.csv", ROWS["csv"].encode(rows)
        yield f"parquet/{name}.parquet", ROWS["parquet"].encode(rows)


def _database(context: ReleaseContext, made: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    with passing_folder() as folder:
        file = folder / context.database
        build_reproducible_tables(context.package, file)
        yield file.name, file.read_bytes()


def _descriptions(context: ReleaseContext, made: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    con, release, day, about = context.con, context.release, context.day, context.about
    own, schemas = context.package.descriptor, descriptors.table_schemas(con)
    package = descriptors.release_descriptor(con, own, release.version, schemas, made)
    yield "datapackage.json", _json(package)
    yield "schema-org.jsonld", _json(descriptors.schema_org(package, about, day))
    yield "croissant.json", _json(descriptors.croissant(package, about, day))
    yield "CODEBOOK.md", texts.codebook(package, about, choose_vocabulary(context.package).vocabulary).encode()
    yield "CITATION.cff", texts.citation(about, release.version, day).encode()
    yield "LICENSE", texts.license(about).encode()
    yield "README.md", texts.readme(about, release, day).encode()


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _changelog(context: ReleaseContext, made: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    entries: list[str] = []
    before: Release | None = None
    for release in read_releases(context.package):
        changes = diff.changes(context.package, str(before.size), str(release.size)) if before else list[Any]()
        entries.append(texts.changelog_entry(release, before, changes))
        before = release
    yield "CHANGELOG.md", "\n".join(["# What each release brought\n", *reversed(entries)]).encode()


def _exchange(context: ReleaseContext, made: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((f"exchange/{name}", content) for name, content in timeline_files(context.con, context.about))


def _page(context: ReleaseContext, made: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    def download(what: str, files: Mapping[str, str], holds: str = "") -> Download:
        return Download(what, [(path, label, len(made[path])) for path, label in files.items()], holds)

    tables = [
        download(name, {f"data/{name}.csv": "CSV", f"parquet/{name}.parquet": "Parquet"}, codebook.table(name))
        for name in table_names(context.con, [])
    ]
    said = interface_words()["files"]
    rest = [
        download(said["codebook"], {"CODEBOOK.md": "Markdown", "datapackage.json": "Data Package"}),
        download(said["database"], {context.database: "DuckDB"}),
        download(said["whole_log"], {"log.jsonl": "JSON Lines"}),
        download(said["citation"], {"CITATION.cff": "CFF"}),
    ]
    yield from timeline_pages(context.con, context.release.version, rest + tables, about=context.about)


def _sums(context: ReleaseContext, made: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(made.items()))
    yield SUMS, "".join(lines).encode()


ARTIFACTS: list[Callable[[ReleaseContext, Mapping[str, bytes]], Iterator[tuple[str, bytes]]]] = [
    _log, _tables, _database, _descriptions, _changelog, _exchange, _page, _sums,
]  # fmt: skip
"""What a release consists of, in the order in which it is made: each maker gets what those before it made."""
