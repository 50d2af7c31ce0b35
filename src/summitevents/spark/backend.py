"""The same SQL files on Apache Spark, classic or Connect: the only file that imports pyspark.

The log is read on the workers, one batch at a time, by the very functions that read it here. A log is a package on any
path that Spark reads; or the table `log` in Parquet, as `build` writes it, whose form was checked when it was written.
"""

import json
import os
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import duckdb

from summitevents import sql
from summitevents.build.pipeline import Verdict
from summitevents.check import citations, form, rules
from summitevents.errors import BadLogError, UnreadableError
from summitevents.findings.finding import Finding
from summitevents.fold import tables
from summitevents.log import package as log
from summitevents.log import schema
from summitevents.log.package import Package, events_file
from summitevents.log.reader import DECLARING, Line, read_batch, read_misnamed
from summitevents.spark import dialect as sparksql

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

SCRATCH = "spark.summitevents.scratch"
"""The setting that names a folder for what is made on the way; nothing in it is needed afterwards."""

_LINE = {"file": "VARCHAR", "line": "BIGINT", "text": "VARCHAR", "good": "BOOLEAN", "declares": "VARCHAR[]",
         "finding": "VARCHAR", "leaf": "VARCHAR"}  # fmt: skip
"""What the workers say of each line, beside its fields; or, where `line` is null, of a file or a line that has a finding."""

_ROWS = 5_000
"""How many lines a worker hands over at once."""
_SHUFFLED = 50_000
"""How many records make a partition of a shuffle: Spark's 200 would cost a small log minutes."""


def connect(master: str | None = None, remote: str | None = None) -> "SparkSession":
    """A session: of a cluster's `master`, by default this machine; or of a Spark Connect server, `sc://host:port`.

    Spark's own settings come from where they always do: spark-defaults.conf, or the --conf of spark-submit.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise UnreadableError("Spark is not installed: pip install 'summitevents[spark]', or [spark-connect]") from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    named = SparkSession.builder.appName("summitevents")
    try:
        if remote:
            return named.remote(remote).getOrCreate()
        quiet = named.config("spark.ui.showConsoleProgress", "false")
        return (quiet.master(master) if master else quiet).getOrCreate()
    except Exception as error:
        raise UnreadableError(f"no Spark at {remote or master or 'this machine'}: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def located(data: str | None) -> str:
    """Where the log is: an address as it was given, or a folder on this machine. Raises UnreadableError, as log.locate."""
    if data and ("://" in data or _is_parquet(data)):
        return data
    return str(log.locate(Path(data) if data else None).root.resolve())


def build(session: "SparkSession", data: str, target: str) -> None:
    """log → check → fold → tables, one Parquet folder a table, `target/<table>/`. Raises BadLogError."""
    with closing(Engine(session)) as engine:
        verdict = _check(engine, data, None)
        if verdict.errors:
            raise BadLogError(verdict.findings)
        for name in ("log", "dates", "vocabulary"):
            engine.write(session.table(name), target, name)
        for name in tables.in_order("tables"):
            engine.write(engine.select(sql.read("tables")[name]), target, name)


def validate(session: "SparkSession", data: str, documents: Path | None = None) -> Verdict:
    """Everything that can be said against a log, in one run, as `build.check` says it."""
    with closing(Engine(session)) as engine:
        return _check(engine, data, documents)


class Engine:
    """A Spark session that takes the project's SQL as a connection to DuckDB does: `execute(…).fetchall()`."""

    def __init__(self, session: "SparkSession") -> None:
        self.session = session
        self._numbers = count(1)
        self._rows: list[tuple[Any, ...]] = []
        self._found: dict[str, list[tuple[Any, ...]]] = {}
        self.is_sail = session.conf.get("spark.master", None) is None
        self.here = tempfile.TemporaryDirectory(prefix="summitevents-")
        self.scratch = self._scratch()
        session.udf.register(sparksql.FOLD, fold_name, "string")

    def _scratch(self) -> str:
        """A folder that driver and workers share. Raises UnreadableError where they may be on several machines, and none is named."""
        if named := self.session.conf.get(SCRATCH, None):
            return f"{named.rstrip('/')}/{Path(self.here.name).name}"
        if self.is_sail or (self.session.conf.get("spark.master", "") or "").startswith("local"):
            return self.here.name
        raise UnreadableError(f"a cluster needs a folder that all its machines can write: --conf {SCRATCH}=ADDRESS")

    def close(self) -> None:
        """Clears away what was made on the way; in a scratch folder that was named, its owner does."""
        self.here.cleanup()

    def select(self, text: str, parameters: Mapping[str, Any] | None = None) -> "DataFrame":
        """The rows of one SELECT in DuckDB's SQL, not yet computed; recursive ones have been, but for their last step."""
        unique = f"_{next(self._numbers)}"
        query = sparksql.query(text, self._columns, parameters, unique)
        for step in query.steps:
            self._step(step)
        return self.session.sql(query.select)

    def execute(self, text: str, parameters: Any = None) -> "Engine":
        """Runs a SELECT; `parameters` by name, or in their order."""
        if isinstance(parameters, Sequence):
            parameters = {str(number): value for number, value in enumerate(parameters, 1)}
        known = None if parameters else self._found.get(text)
        self._rows = known if known is not None else _tuples(self.select(text, parameters))
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows of what was executed last."""
        return self._rows

    def ahead(self, texts: Iterable[str]) -> list[tuple[Any, ...]]:
        """Runs several SELECTs at once, whose rows `execute` then knows. Returns the rows of all of them."""
        with ThreadPoolExecutor(4) as pool:
            found = dict(zip(texts, pool.map(lambda text: _tuples(self.select(text)), texts), strict=True))
        self._found |= found
        return [row for rows in found.values() for row in rows]

    def keep(self, frame: "DataFrame", name: str) -> "DataFrame":
        """Names a table, and has it computed once: it goes to the scratch folder, and is read from there."""
        return self.write(frame, self.scratch, name)

    def write(self, frame: "DataFrame", target: str, name: str) -> "DataFrame":
        """Writes a table to its folder, and goes on from what stands there."""
        path = f"{target.rstrip('/')}/{name}"
        frame.write.mode("overwrite").parquet(path)
        written = self.session.read.schema(frame.schema).parquet(path)
        written.createOrReplaceTempView(name)
        return written

    def _columns(self, table: str) -> list[str]:
        return list(self.session.table(table).columns)

    def _step(self, step: sparksql.Step) -> None:
        """WITH RECURSIVE … UNION: repeats a step on the rows that the last one found anew, until there are none."""
        rows = self.session.sql(step.select)
        if step.again is None:
            rows.createOrReplaceTempView(step.name)
            return
        whole = new = self.keep(rows.distinct(), f"{step.name}_0")
        for number in count(1):
            if new.isEmpty():
                break
            found = self.session.sql(step.again.replace(sparksql.NEW, f"_{number - 1}"))
            new = self.keep(found.distinct().subtract(whole), f"{step.name}_{number}")
            whole = whole.unionAll(new)
        whole.createOrReplaceTempView(step.name)


def _tuples(frame: "DataFrame") -> list[tuple[Any, ...]]:
    return [tuple(row) for row in frame.collect()]


def fold_name(text: str | None) -> str | None:
    """`strip_accents(lower(text))` as DuckDB has it: letter by letter, and without combining marks."""
    if text is None:
        return None
    lower = "".join(low if len(low := char.lower()) == 1 else low[0] for char in text)
    bare = (char for char in unicodedata.normalize("NFD", lower) if not unicodedata.category(char).startswith("M"))
    return unicodedata.normalize("NFC", "".join(bare))


def _check(engine: Engine, data: str, documents: Path | None) -> Verdict:
    """log → check → fold: what `build.check` does, on Spark."""
    verdict = Verdict()
    verdict.findings, unread = _load(engine, data)
    for name in tables.in_order("fold"):
        engine.keep(engine.select(sql.read("fold")[name]), name)
    lines = _Lines(engine)
    lines.fetch({row[0] for row in engine.ahead([*sql.read("checks").values(), rules.DOUBLES])})
    connection = cast(duckdb.DuckDBPyConnection, engine)
    verdict.findings += rules.check(connection, lines, unread)
    ((verdict.records,),) = engine.execute("SELECT count(*) FROM lines WHERE line IS NOT NULL").fetchall()
    if documents:
        found, verdict.citations_checked, verdict.citations_unchecked = citations.check(connection, lines, documents)
        verdict.findings += found
    verdict.findings.sort(key=lambda f: (f.file, f.line or 0, f.column or 0, f.code))
    return verdict


class _Lines(dict[int, Line]):
    """Lines of the log by position; those that were not fetched yet are when they are asked for."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __missing__(self, pos: int) -> Line:
        self.fetch({pos})
        return self[pos]

    def fetch(self, positions: set[int]) -> None:
        """Brings lines here."""
        if not positions:
            return
        self.engine.session.createDataFrame(
            [(pos,) for pos in sorted(positions)], "pos bigint"
        ).createOrReplaceTempView("wanted")
        found = self.engine.session.sql("SELECT pos, file, line, text FROM placed SEMI JOIN wanted USING (pos)")
        for pos, file, number, text in _tuples(found):
            self[pos] = Line(pos, file, number, text, json.loads(text))


def _load(engine: Engine, data: str) -> tuple[list[Finding], set[str]]:
    """Makes `log`, `dates`, `vocabulary` and `scope`; returns what is wrong with the form of lines, and what those declare."""
    session = engine.session
    findings, unread = _load_parquet(engine, data) if _is_parquet(data) else _load_package(engine, data)
    texts = session.sql("SELECT happened AS edtf FROM log UNION SELECT published AS edtf FROM log").where(
        "edtf IS NOT NULL"
    )
    dates = texts.mapInArrow(partial(_dates, _arrow(tables.DATES)), _spark(_arrow(tables.DATES)))
    engine.keep(dates, "dates")
    words = [tuple(row[name] for name in tables.VOCABULARY) for row in tables.vocabulary()]
    session.createDataFrame(words, _spark(_arrow(tables.VOCABULARY))).createOrReplaceTempView("vocabulary")
    session.sql("SELECT CAST(NULL AS STRING) AS known_by, FALSE AS certain").createOrReplaceTempView("scope")
    return findings, unread


def _is_parquet(data: str) -> bool:
    """A table is named so; a folder that is a package is one, whatever its name."""
    return data.rstrip("/").endswith((".parquet", "/log")) and not (Path(data) / "datapackage.json").exists()


def _load_parquet(engine: Engine, data: str) -> tuple[list[Finding], set[str]]:
    """A log whose lines are not at hand: what is found in it has a line, and no column but 1."""
    engine.session.read.parquet(data).createOrReplaceTempView("log")
    fields = ", ".join(f"`{name}`" for name in ("id", "op", *DECLARING[1:]))
    engine.session.sql(f"SELECT pos, file, line, to_json(struct({fields})) AS text FROM log").createOrReplaceTempView(
        "placed"
    )
    engine.session.sql("SELECT line FROM log").createOrReplaceTempView("lines")
    return [], set()


def _load_package(engine: Engine, data: str) -> tuple[list[Finding], set[str]]:
    session = engine.session
    package = _outline(engine, data)
    findings = [*package.strays(), *package.check_order()]
    names = [path.name for path in (*package.batches(), *package.misnamed())]
    columns = {**_LINE, **schema.columns()}
    files = session.read.format("binaryFile").load(f"{data.rstrip('/')}/{log.EVENTS}").select("path", "content")
    files = files.where("path RLIKE 'events/[^/]+$'")  # Sail looks into folders, too
    if engine.is_sail:  # Sail 0.7 gives a file that it would split once for each part
        files = files.dropDuplicates(["path"])
    lines = files.mapInArrow(partial(_lines, _arrow(columns)), _spark(_arrow(columns)))
    engine.keep(lines, "lines")
    counted = dict(_tuples(session.sql("SELECT file, count(line) FROM lines GROUP BY file")))
    session.conf.set("spark.sql.shuffle.partitions", max(2, sum(counted.values()) // _SHUFFLED))
    before, bases = 0, []
    for name in names:
        bases.append((events_file(name), before))
        before += counted.get(events_file(name), 0)
    session.createDataFrame(bases or [("", 0)], "batch string, base bigint").createOrReplaceTempView("bases")
    session.sql(
        "SELECT base + line AS pos, lines.* FROM lines JOIN bases ON batch = file WHERE line IS NOT NULL"
    ).createOrReplaceTempView("placed")
    fields = ", ".join(f"`{name}`" for name in ("pos", "file", "line", *schema.columns(), "leaf"))
    session.sql(f"SELECT {fields} FROM placed WHERE good").createOrReplaceTempView("log")
    order = {events_file(name): number for number, name in enumerate(names)}
    wrong = [
        Finding(**json.loads(text))
        for (text,) in _tuples(session.sql("SELECT finding FROM lines WHERE finding IS NOT NULL"))
    ]
    findings += sorted(wrong, key=lambda f: order[f.file])
    unread = session.sql("SELECT DISTINCT explode(declares) FROM lines WHERE NOT good")
    return findings, {word for (word,) in _tuples(unread)}


def _outline(engine: Engine, data: str) -> Package:
    """The package as far as its names go: itself where it is on this machine; else empty files with its files' names."""
    if "://" not in data:
        return Package(Path(data))
    folder, session = f"{data.rstrip('/')}/{log.EVENTS}", engine.session
    found = session.read.format("binaryFile").load(folder).select("path", "length").collect()
    root = Path(engine.here.name) / "outline"
    (root / log.EVENTS).mkdir(parents=True)
    for path, size in found:
        (root / log.EVENTS / _name(path)).write_bytes(b"\n" if size else b"")
    if (root / log.ORDER).exists():
        ((content,),) = session.read.format("binaryFile").load(f"{folder}/ORDER").select("content").collect()
        (root / log.ORDER).write_bytes(content)
    return Package(root)


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _lines(shape: "pa.Schema", batches: Iterable["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
    """On a worker: files as bytes → their lines, read and checked as everywhere else, and what is wrong with them."""
    import pyarrow as pa

    for files in batches:
        for path, content in zip(*(files.column(name) for name in ("path", "content")), strict=True):
            rows = _file_lines(_name(path.as_py()), content.as_py())
            while some := list(islice(rows, _ROWS)):
                yield pa.RecordBatch.from_pylist(some, schema=shape)


def _file_lines(name: str, content: bytes) -> Iterator[dict[str, Any]]:
    file = events_file(name)
    findings: list[Finding] = []
    if log.is_batch(name):
        read: Iterable[Line] = read_batch(content, file, findings)
    else:
        read = read_misnamed(content, file) if ".jsonl" in name.lower() else []
    for line in read:
        good, malformed = form.check([line])
        findings += malformed
        row = {"file": file, "line": line.number, "text": line.text, "good": bool(good)}
        if good:
            yield {**row, **line.value, "leaf": tables.leaf(line)}
        else:
            yield {**row, "declares": [str(line.value.get(name)) for name in DECLARING]}
    for finding in findings:
        yield {"file": file, "finding": json.dumps(asdict(finding))}


def _dates(shape: "pa.Schema", batches: Iterable["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
    """On a worker: EDTF strings → their bounds and words."""
    import pyarrow as pa

    for batch in batches:
        yield pa.RecordBatch.from_pylist(
            [tables.dated(text) for text in batch.column("edtf").to_pylist()], schema=shape
        )


def _arrow(columns: Mapping[str, str]) -> "pa.Schema":
    """DuckDB's types as Arrow's."""
    nulls = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in columns.items())
    with duckdb.connect() as con:
        return con.sql(f"SELECT {nulls}").to_arrow_table().schema


def _spark(shape: "pa.Schema") -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(shape)
