"""A Spark session that takes this package's SQL, in DuckDB's dialect.

Rules:

1. Every view and function made here is named `summitevents_…`, and is dropped by `close`; settings of the session that
   were changed have their old values again. A notebook's own views are neither read nor replaced.
2. A table that more than one query reads is computed once, into the scratch folder.
"""

import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summitevents.errors import UnreadableError
from summitevents.spark import dialect

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SCRATCH = "spark.summitevents.scratch"
"""The setting that names a folder for what is made on the way; nothing in it is needed afterwards."""

_PARTITIONS = "spark.sql.shuffle.partitions"

_SHUFFLED = 50_000
"""How many records make a partition of a shuffle: Spark's 200 partitions would cost a small log minutes."""


class Engine:
    """A Spark session that is asked in DuckDB's SQL."""

    def __init__(self, session: "SparkSession") -> None:
        self.session = session
        self._numbers = count(1)
        self._found: dict[str, list[tuple[Any, ...]]] = {}
        self._views: set[str] = set()
        self._partitions = session.conf.get(_PARTITIONS, None)
        self.is_sail = session.conf.get("spark.master", None) is None
        self.here = tempfile.TemporaryDirectory(prefix="summitevents-")
        self.scratch = self._scratch()
        session.udf.register(dialect.FOLD_NAME, fold_name, "string")

    def _scratch(self) -> str:
        """Returns a folder that driver and workers share. Raises UnreadableError if they may not, and none is named."""
        if named := self.session.conf.get(SCRATCH, None):
            return f"{named.rstrip('/')}/{Path(self.here.name).name}"
        if self.is_sail or (self.session.conf.get("spark.master", "") or "").startswith("local"):
            return self.here.name
        raise UnreadableError(f"a cluster needs a folder that all its machines can write: --conf {SCRATCH}=ADDRESS")

    def close(self) -> None:
        """Leaves the session as it was, and clears the scratch folder; if a setting named that, its owner clears it."""
        with suppress(
            Exception
        ):  # of a session that was stopped, or an engine that cannot drop: nothing is left to mend
            for view in sorted(self._views):
                self.session.catalog.dropTempView(view)
            self.session.sql(f"DROP TEMPORARY FUNCTION IF EXISTS {dialect.FOLD_NAME}")
        with suppress(Exception):
            if self._partitions is None:
                self.session.conf.unset(_PARTITIONS)
            else:
                self.session.conf.set(_PARTITIONS, self._partitions)
        self.here.cleanup()

    def expect_records(self, records: int) -> None:
        """Sets how finely shuffles are cut, until `close`."""
        self.session.conf.set(_PARTITIONS, str(max(2, records // _SHUFFLED)))

    def select(self, text: str, parameters: Mapping[str, Any] | None = None) -> "DataFrame":
        """Returns the rows of a SELECT, not yet computed; of a recursive one, all steps but the last have been."""
        query = dialect.spark_query(text, self.columns, parameters, f"_{next(self._numbers)}")
        for step in query.steps:
            self._repeat(step)
        return self.session.sql(query.select)

    def rows(self, text: str, parameters: Any = None, /) -> list[tuple[Any, ...]]:
        """Returns the rows of a SELECT; its parameters are given by name, or in their order."""
        if isinstance(parameters, Sequence):
            parameters = {str(number): value for number, value in enumerate(parameters, 1)}
        known = None if parameters else self._found.get(text)
        return known if known is not None else rows_of(self.select(text, parameters))

    def execute_ahead(self, texts: Iterable[str]) -> list[tuple[Any, ...]]:
        """Runs several SELECTs at once, which `rows` then knows. Returns the rows of all of them."""
        with ThreadPoolExecutor(4) as pool:
            found = dict(zip(texts, pool.map(lambda text: rows_of(self.select(text)), texts), strict=True))
        self._found |= found
        return [row for rows in found.values() for row in rows]

    def name(self, frame: "DataFrame", table: str) -> None:
        """Gives rows the name of a table, by which SELECTs know them; they are computed at every use."""
        frame.createOrReplaceTempView(dialect.PREFIX + table)
        self._views.add(dialect.PREFIX + table)

    def keep(self, frame: "DataFrame", table: str) -> "DataFrame":
        """Names a table, and computes it once, into the scratch folder."""
        return self.write(frame, self.scratch, table)

    def write(self, frame: "DataFrame", target: str, table: str) -> "DataFrame":
        """Writes a table to the Parquet folder `target/table`, names it, and returns its rows as they stand there."""
        path = f"{target.rstrip('/')}/{table}"
        frame.write.mode("overwrite").parquet(path)
        written = self.session.read.schema(frame.schema).parquet(path)
        self.name(written, table)
        return written

    def table(self, table: str) -> "DataFrame":
        """Returns the rows of a named table."""
        return self.session.table(dialect.PREFIX + table)

    def columns(self, table: str) -> list[str]:
        """Returns the columns of a named table."""
        return list(self.table(table).columns)

    def _repeat(self, step: dialect.Step) -> None:
        """Runs WITH RECURSIVE … UNION: repeats a step on the rows that the last one added, until it adds none."""
        rows = self.session.sql(step.select)
        if step.again is None:
            self.name(rows, step.name)
            return
        whole = new = self.keep(rows.distinct(), f"{step.name}_0")
        for number in count(1):
            if new.isEmpty():
                break
            found = self.session.sql(step.again.replace(dialect.NEW, f"_{number - 1}"))
            new = self.keep(found.distinct().subtract(whole), f"{step.name}_{number}")
            whole = whole.unionAll(new)
        self.name(whole, step.name)


def rows_of(frame: "DataFrame") -> list[tuple[Any, ...]]:
    """Computes rows, and brings them to the driver."""
    return [tuple(row) for row in frame.collect()]


def fold_name(text: str | None) -> str | None:
    """Returns `strip_accents(lower(text))` as DuckDB has it: letter by letter, and without combining marks."""
    if text is None:
        return None
    lower = "".join(low if len(low := char.lower()) == 1 else low[0] for char in text)
    bare = (char for char in unicodedata.normalize("NFD", lower) if not unicodedata.category(char).startswith("M"))
    return unicodedata.normalize("NFC", "".join(bare))
