"""The pipeline on Apache Spark, classic or Connect: log → check → fold → tables, with the .sql files that DuckDB runs."""

import json
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summitevents import sql
from summitevents.check import rules
from summitevents.check.log import check_work
from summitevents.check.verdict import Verdict
from summitevents.errors import BadLogError, UnreadableError
from summitevents.findings.finding import Findings
from summitevents.fold.order import in_order
from summitevents.fold.workspace import Judge
from summitevents.log.outputs import check_output
from summitevents.log.package import locate
from summitevents.log.reader import Line
from summitevents.log.vocabulary_file import choose_vocabulary
from summitevents.spark.engine import Engine, rows_of
from summitevents.spark.loading import is_parquet, load_log, outline

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def connect(master: str | None = None, remote: str | None = None) -> "SparkSession":
    """Returns a session: of a cluster's `master`, by default this machine; or of a Spark Connect server, `sc://host:port`.

    Spark's own settings come from where they always do: spark-defaults.conf, or the --conf of spark-submit. Raises
    UnreadableError if Spark is not installed, or not there.
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
    """Returns where the log is: an address as it was given, or a folder on this machine. Raises UnreadableError."""
    if data and ("://" in data or is_parquet(data)):
        return data
    return str(locate(Path(data) if data else None).root.resolve())


def build(session: "SparkSession", data: str, target: str) -> None:
    """Builds a log's tables, a Parquet folder each: `target/<table>/`. Raises BadLogError, UnreadableError."""
    if "://" not in target:
        check_output(Path(target))
    with closing(Engine(session)) as engine:
        verdict = check_work(SparkWork(engine, data))
        if verdict.errors:
            raise BadLogError(verdict.findings)
        for name in ("log", "dates", "vocabulary", "crosswalk"):
            engine.write(engine.table(name), target, name)
        for name in in_order("tables"):
            engine.write(engine.select(sql.read("tables")[name]), target, name)


def validate(session: "SparkSession", data: str, documents: Path | None = None) -> Verdict:
    """Checks a log; the findings are those of `check.log.check_log`."""
    with closing(Engine(session)) as engine:
        return check_work(SparkWork(engine, data), documents)


class SparkWork:
    """A log in a Spark session, as `check_work` needs it: the counterpart of `fold.workspace.Workspace`."""

    def __init__(self, engine: Engine, data: str) -> None:
        self.engine, self.data = engine, data
        self.package = outline(engine, data)
        self.chosen = choose_vocabulary(self.package)
        self.files: list[str] = []
        self.lines = FetchedLines(engine)
        self.rows = engine.rows

    @property
    def records(self) -> int:
        """How many lines the log has, good or bad."""
        ((records,),) = self.rows("SELECT count(*) FROM lines WHERE line IS NOT NULL")
        return int(records)

    def load(self, judge: Judge) -> tuple[Findings, set[str]]:
        """Reads the log on the workers; returns what is wrong with lines, and what the malformed ones declare."""
        return load_log(self.engine, self.data, self.package, self.chosen.vocabulary, judge)

    def fold_for_rules(self) -> None:
        """Computes all tables of sql/fold, which `build` needs anyway, and asks all rules at once."""
        for name in in_order("fold"):
            self.engine.keep(self.engine.select(sql.read("fold")[name]), name)
        self.engine.name(self.engine.table("told"), "issued")
        found = self.engine.execute_ahead([*sql.read("checks").values(), rules.DOUBLES])
        self.lines.fetch({row[0] for row in found})


class FetchedLines(dict[int, Line]):
    """Lines of the log by position, from 1; each is fetched from the cluster when it is asked for."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __missing__(self, pos: int) -> Line:
        self.fetch({pos})
        return self[pos]

    def fetch(self, positions: set[int]) -> None:
        """Fetches lines together."""
        wanted: list[tuple[Any, ...]] = [(pos,) for pos in sorted(positions - self.keys())]
        if not wanted:
            return
        self.engine.name(self.engine.session.createDataFrame(wanted, "pos bigint"), "wanted")
        found = self.engine.select("SELECT pos, file, line, text FROM numbered SEMI JOIN wanted USING (pos)")
        for pos, file, number, text in rows_of(found):
            self[pos] = Line(pos, file, number, text, json.loads(text))
