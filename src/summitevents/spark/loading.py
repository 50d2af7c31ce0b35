"""Reads a log into a Spark session: on the workers, a batch at a time, by the functions that read it everywhere else.

A log is a package on any path that Spark reads; or the table `log` in Parquet, as `build` writes it, whose form was
checked when it was written.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from summitevents.findings.finding import Finding, Findings
from summitevents.fold import dates
from summitevents.fold.vocabulary import CROSSWALK, KINDS, VOCABULARY, kind_rows
from summitevents.fold.workspace import Judge, leaf_hash
from summitevents.log import schema
from summitevents.log.kinds_and_roles import Vocabulary
from summitevents.log.package import EVENTS, ORDER, Package, events_file, is_batch
from summitevents.log.reader import DECLARING, Line, read_batch, read_misnamed
from summitevents.log.vocabulary_file import DESCRIPTOR, named_file
from summitevents.spark.engine import Engine, rows_of
from summitevents.standards import edtf, edtf_english

if TYPE_CHECKING:
    import pyarrow as pa

_LINE = {"file": "VARCHAR", "line": "BIGINT", "text": "VARCHAR", "good": "BOOLEAN", "declares": "VARCHAR[]",
         "finding": "VARCHAR", "leaf": "VARCHAR"}  # fmt: skip
"""What the workers say of a line, beside its fields; if `line` is null, the row is a finding of a line or a file."""

_ROWS = 5_000
"""How many lines a worker hands over at once."""


def load_log(
    engine: Engine, data: str, package: Package, vocabulary: Vocabulary, judge: Judge
) -> tuple[Findings, set[str]]:
    """Names the tables `log`, `lines`, `numbered`, `leaves`, `dates`, `distant`, `vocabulary`, `crosswalk`, `kinds`, `scope` and `issued`.

    `package`: what `outline` gives for the address `data`.

    Returns what is wrong with the form of lines, and the ids and slugs that the malformed ones declare.
    """
    found, declared = _load_parquet(engine, data) if is_parquet(data) else _load_package(engine, data, package, judge)
    texts = engine.select("SELECT happened AS edtf FROM log UNION SELECT published AS edtf FROM log")
    shape = _arrow({**dates.BOUNDS, "words": "VARCHAR"})
    rows = texts.where("edtf IS NOT NULL").mapInArrow(partial(_date_rows, shape), _spark(shape))
    engine.keep(rows, "dates")
    shape = _arrow(dates.DISTANT)
    far = engine.select("SELECT edtf FROM dates WHERE 'beyond' IN (start_flag, end_flag)")
    engine.keep(far.mapInArrow(partial(_distant_rows, shape), _spark(shape)), "distant")
    create = engine.session.createDataFrame
    for name, rows_, columns in (
        ("vocabulary", vocabulary.rows(), VOCABULARY),
        ("crosswalk", list(vocabulary.matches()), CROSSWALK),
        ("kinds", kind_rows(vocabulary), KINDS),
    ):
        engine.name(create(rows_, _spark(_arrow(columns))), name)
    engine.name(engine.session.sql("SELECT CAST(NULL AS STRING) AS known_by, FALSE AS certain"), "scope")
    nobody = (
        "SELECT CAST(NULL AS STRING) AS source, CAST(NULL AS STRING) AS known_from, CAST(NULL AS STRING) AS because"
    )
    engine.name(engine.session.sql(f"{nobody} WHERE FALSE"), "issued")
    return found, declared


def is_parquet(data: str) -> bool:
    """Says whether an address is that of a table `log`, by its name; a folder that holds a package is not."""
    return data.rstrip("/").endswith((".parquet", "/log")) and not (Path(data) / "datapackage.json").exists()


def _load_parquet(engine: Engine, data: str) -> tuple[Findings, set[str]]:
    """Loads a log whose lines are not at hand: its findings have a line, and no column but 1."""
    engine.name(engine.session.read.parquet(data), "log")
    fields = ", ".join(f"`{name}`" for name in ("id", "op", *DECLARING[1:]))
    engine.name(engine.table("log").selectExpr("pos", "file", "line", f"to_json(struct({fields})) AS text"), "numbered")
    engine.name(engine.table("log").select("line"), "lines")
    # of lines with one id that a build wrote, all are the same line
    engine.name(engine.table("log").selectExpr("pos", "'' AS leaf"), "leaves")
    return Findings(), set()


def _load_package(engine: Engine, data: str, package: Package, judge: Judge) -> tuple[Findings, set[str]]:
    session = engine.session
    found = Findings([*package.strays(), *package.check_order()])
    names = [path.name for path in (*package.batches(), *package.misnamed())]
    shape = _arrow({**_LINE, **schema.columns()})
    files = session.read.format("binaryFile").load(f"{data.rstrip('/')}/{EVENTS}").select("path", "content")
    files = files.where("path RLIKE 'events/[^/]+$'")  # Sail looks into folders, too
    if engine.is_sail:  # Sail 0.7 gives a file that it would split once for each part
        files = files.dropDuplicates(["path"])
    engine.keep(files.mapInArrow(partial(_read_files, shape, judge), _spark(shape)), "lines")
    counted = dict(rows_of(engine.select("SELECT file, count(line) FROM lines GROUP BY file")))
    engine.expect_records(sum(counted.values()))
    before, befores = 0, []
    for name in names:
        befores.append((events_file(name), before))
        before += counted.get(events_file(name), 0)
    engine.name(session.createDataFrame(befores or [("", 0)], "batch string, before bigint"), "befores")
    engine.name(
        engine.select(
            "SELECT before + line AS pos, lines.* FROM lines JOIN befores ON batch = file WHERE line IS NOT NULL"
        ),
        "numbered",
    )
    fields = ", ".join(f'"{name}"' for name in ("pos", "file", "line", *schema.columns(), "leaf"))
    engine.name(engine.select(f"SELECT {fields} FROM numbered WHERE good"), "log")
    engine.name(engine.select("SELECT pos, leaf FROM numbered WHERE good"), "leaves")
    order = {events_file(name): number for number, name in enumerate(names)}
    rows = rows_of(engine.select("SELECT finding FROM lines WHERE finding IS NOT NULL"))
    found += sorted((Finding(**json.loads(text)) for (text,) in rows), key=lambda finding: order[finding.file])
    malformed = engine.table("lines").where("NOT good").selectExpr("explode(declares)").distinct()
    return found, {word for (word,) in rows_of(malformed)}


def outline(engine: Engine, data: str) -> Package:
    """Returns the package as far as its names and vocabulary go: itself if it is on this machine; else empty files of the
    same names. A log in Parquet has no package: an empty one, and so the default vocabulary."""
    root = Path(engine.here.name) / "outline"
    if is_parquet(data):
        (root / EVENTS).mkdir(parents=True)
        return Package(root)
    if "://" not in data:
        return Package(Path(data))
    for path, size in _listed(engine, f"{data}/{EVENTS}"):
        (root / EVENTS).mkdir(parents=True, exist_ok=True)
        (root / EVENTS / _name(path)).write_bytes(b"\n" if size else b"")
    if (root / ORDER).exists():
        _fetch(engine, data, root, ORDER)
    _fetch(engine, data, root, DESCRIPTOR)
    if own := named_file(Package(root)):
        _fetch(engine, data, root, own)
    return Package(root)


def _listed(engine: Engine, folder: str) -> list[tuple[str, int]]:
    """Returns the addresses and sizes of the files in a folder; with Sail, of those below it, too."""
    files = engine.session.read.format("binaryFile").load(folder.rstrip("/")).select("path", "length")
    return [(path, size) for path, size in files.collect()]


def _fetch(engine: Engine, data: str, root: Path, name: str) -> None:
    """Copies a file of a package to the same place below `root`, if it is there."""
    address = f"{data.rstrip('/')}/{name}"
    if any(path.endswith(f"/{name}") for path, _ in _listed(engine, address.rpartition("/")[0])):
        ((content,),) = engine.session.read.format("binaryFile").load(address).select("content").collect()
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


# -- on the workers


def _read_files(shape: "pa.Schema", judge: Judge, batches: Iterable["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
    """Turns files as bytes into their lines, read and judged as everywhere else, and what is wrong with them."""
    import pyarrow as pa

    for files in batches:
        for path, content in zip(*(files.column(name) for name in ("path", "content")), strict=True):
            rows = _read_file(_name(path.as_py()), content.as_py(), judge)
            while some := list(islice(rows, _ROWS)):
                yield pa.RecordBatch.from_pylist(some, schema=shape)


def _read_file(name: str, content: bytes, judge: Judge) -> Iterator[dict[str, Any]]:
    file = events_file(name)
    found: list[Finding] = []
    lines: Iterable[Line] = ()
    if is_batch(name):
        lines = read_batch(content, file, found)
    elif ".jsonl" in name.lower():
        lines = read_misnamed(content, file)
    for line in lines:
        good, malformed = judge([line])
        found += malformed
        row = {"file": file, "line": line.number, "text": line.text, "good": bool(good)}
        if good:
            yield {**row, **line.value, "leaf": leaf_hash(line)}
        else:
            yield {**row, "declares": sorted(line.declared())}
    for finding in found:
        yield {"file": file, "finding": json.dumps(asdict(finding))}


def _date_rows(shape: "pa.Schema", batches: Iterable["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
    """Turns EDTF strings into rows of `dates`."""
    import pyarrow as pa

    for batch in batches:
        rows = [
            {"edtf": text, **edtf.bounds(text).in_iso()._asdict(), "words": edtf_english.words(text)}
            for text in batch.column("edtf").to_pylist()
        ]
        yield pa.RecordBatch.from_pylist(rows, schema=shape)


def _distant_rows(shape: "pa.Schema", batches: Iterable["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
    """Turns EDTF strings into rows of `distant`."""
    import pyarrow as pa

    for batch in batches:
        rows = [dates.distant_row(text) for text in batch.column("edtf").to_pylist()]
        yield pa.RecordBatch.from_pylist([dict(zip(shape.names, row, strict=True)) for row in rows], schema=shape)


# -- types


def _arrow(columns: Mapping[str, str]) -> "pa.Schema":
    """Returns DuckDB's types as Arrow's."""
    nulls = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in columns.items())
    with duckdb.connect() as con:
        return con.sql(f"SELECT {nulls}").to_arrow_table().schema


def _spark(shape: "pa.Schema") -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(shape)
