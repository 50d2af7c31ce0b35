"""The working database: what a log becomes on its way to the tables, and the only place that knows in which order."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Any, Protocol

import duckdb

from summitevents import progress, sql
from summitevents.findings.finding import Finding, Findings
from summitevents.fold import dates
from summitevents.fold.database import create_table
from summitevents.fold.order import in_order, needed_for
from summitevents.fold.scope import WHOLE, Scope
from summitevents.fold.vocabulary import KINDS, kind_rows
from summitevents.log import schema
from summitevents.log.bulk import LogLines, open_lines
from summitevents.log.package import Package, events_file
from summitevents.log.passing import passing_folder
from summitevents.log.reader import Line
from summitevents.log.vocabulary_file import ChosenVocabulary, choose_vocabulary

Judge = Callable[[Iterable[Line]], tuple[list[Line], list[Finding]]]
"""Tells well-formed lines from the others: returns the good ones, and the findings of the others."""

SCREEN_FROM = 4_000_000
"""Logs of this many bytes or more are screened in SQL first, and read by several threads; for smaller ones, judging every
line in Python is faster than planning that query, and one thread is faster than two."""

PORTION = 20_000
"""How many lines are held in memory at once while they are judged."""

_VIEWS = ("records", "live")
"""Fold steps that only filter `log`: as views they cost less than as tables."""


class Rows(Protocol):
    """What a query gave."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Returns the rows."""


class LinesByPosition(Protocol):
    """Lines of the log by their positions from 1."""

    def __getitem__(self, pos: int, /) -> Line: ...
    def fetch(self, positions: set[int], /) -> object:
        """Reads these lines together, so that each need not be read by itself."""


class Work(Protocol):
    """What a check needs of the database that holds a log, be it DuckDB (`Workspace`) or Spark."""

    package: Package
    chosen: ChosenVocabulary

    @property
    def files(self) -> list[str]:
        """The files of the log, as findings name them."""

    @property
    def records(self) -> int:
        """How many lines the log has, good or bad."""

    @property
    def lines(self) -> LinesByPosition:
        """The lines of the log. Requires: `load`."""

    def load(self, judge: Judge) -> tuple[Findings, set[str]]:
        """Reads the log; returns what is wrong with the form of its lines, and what the malformed lines declare."""

    def fold_for_rules(self) -> None:
        """Creates the tables of sql/fold that the rules read. Requires: `load`."""

    def execute(self, text: str, parameters: Any = None, /) -> Rows:
        """Runs a SELECT."""


class Workspace:
    """One log on one DuckDB connection, from its lines to everything that the public tables are made of.

    These temporary tables exist, each made by the method named and read by what stands below it. No other code creates
    or drops one, but for the incremental build, whose own are listed in `build/incremental.py`.

    | table                | made by            | holds                                                                 |
    |----------------------|--------------------|-----------------------------------------------------------------------|
    | `lines`              | `load`             | a row per line of the files, in order: `file`, `clear`, typed fields, `leaf` |
    | `batches`            | `load`             | a row per file: `first`, the `rowid` of its first line; `before`, the lines before it; `shift`, from `rowid` to position |
    | `kinds`              | `load`             | a row per kind of event of the vocabulary, with its family and utterance |
    | `spans`              | `load`             | a row per EDTF string in `lines`, with its bounds                      |
    | `refused`            | `load`, `narrow`   | the positions of lines that are not records                           |
    | `log` (view)         | `load`, `narrow`   | a row per record in the scope: `pos`, `file`, `line`, fields, `leaf`   |
    | `scope`              | `load`, `narrow`, `fold` | one row: `known_by`, `certain`                                  |
    | `issued`             | `load`, `fold`     | a row per source: `told`, as the whole log up to the scope has it     |
    | `dates`              | `load`, `narrow`   | the `spans` that `log` uses; `add_words` adds the column `words`      |
    | sql/fold/*.sql       | `fold`             | `records` and `live` as views, the others as tables                   |
    |                      | `fold_for_rules`   | those that a rule reads; `live` as a table of the rules' fields       |

    Rules:

    1. `load` comes first; then `fold_for_rules` and the rules; then, perhaps, `narrow`; and `fold` last, once.
    2. `fields` decides at the start which fields are read: `rule_fields` for a check, `all_fields` if tables are to follow.
    3. A position is `lines.rowid + shift`: `lines` keeps the order of each file, and must not be changed or joined on its way in.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        package: Package,
        fields: Sequence[str] | None = None,
        skip: Collection[str] = (),
        before: int = 0,
    ) -> None:
        """`skip`: the names of the batches that the log begins with and that are not read; `before`: their lines."""
        self.con, self.package = con, package
        self.chosen = choose_vocabulary(package)
        self.fields = rule_fields() if fields is None else fields
        self.skip, self.before = skip, before
        self.lines = LogLines([], Findings(), {}, [])

    @property
    def files(self) -> list[str]:
        """The batches of the log, as findings name them."""
        return [events_file(path.name) for path in self.package.batches()]

    @property
    def records(self) -> int:
        """How many lines were read, and how many stand in files that are misnamed."""
        return len(self.lines) + len(self.lines.unread)

    def execute(self, text: str, parameters: Any = None, /) -> duckdb.DuckDBPyConnection:
        """Runs a statement."""
        return self.con.execute(text, parameters)

    # -- from lines to `log`

    def load(self, judge: Judge) -> tuple[Findings, set[str]]:
        """Reads the log, and judges the form of every line that is not clear.

        Returns what is wrong with the form of lines, in no order, and the ids and slugs that the malformed ones declare:
        these have findings of their own, and are not also called missing.
        """
        with passing_folder() as copies:
            self.lines = open_lines(self.con, self.package, copies, self.skip, self.before)
            progress.enter("lines", self.con, len(self.lines))
            if not self._is_large():
                self.execute("SET threads = 1")  # to hand out so little work would cost more than to do it
            self._read()
        progress.enter("form")
        found = Findings(self.lines.findings)
        refused, declared = self._judge(judge, sorted({*self.doubtful_lines(), *self.lines.strict}), found)
        create_table(self.con, "TEMP TABLE refused", {"pos": "BIGINT"}, [(pos,) for pos in refused])
        create_table(self.con, "TEMP TABLE kinds", KINDS, kind_rows(self.chosen.vocabulary))
        self._choose(WHOLE)
        return found, declared

    def _is_large(self) -> bool:
        return sum(self.lines.sizes) >= SCREEN_FROM

    def _read(self) -> None:
        """Creates `lines` and `batches`."""
        text = sql.read("read")["screened" if self._is_large() else "typed"]
        text = text.replace("$leaves", str("leaf" in self.fields))
        for of, terms in self.chosen.vocabulary.terms().items():
            text = text.replace(f"${of}", "|".join(terms))
        fields = ", ".join(f'"{name}"' for name in self.fields if name != "leaf")
        text = f"SELECT file, clear, {fields}, leaf FROM ({text})"
        if not self.lines.files:
            typed = ", ".join(f'"{name}" {kind}' for name, kind in schema.columns().items())
            self.execute(f"CREATE OR REPLACE TEMP TABLE lines (file VARCHAR, clear BOOLEAN, {typed}, leaf VARCHAR)")
        elif not self._read_together(text):
            self.execute("SET threads = 1")
            self._read_together(text)
            self.execute("RESET threads")
        first_rows = dict(self.execute("SELECT file, min(rowid) FROM lines GROUP BY file").fetchall())
        firsts = [first_rows[batch.read_as] + batch.offset for batch in self.lines.batches]
        columns = {"file": "VARCHAR", "first": "BIGINT", "before": "BIGINT", "shift": "BIGINT"}
        # rowid counts all lines from 0, in whatever order DuckDB took the files; a position counts them in log order from 1
        starts = zip(self.lines.starts, firsts, strict=True)
        rows = [(file, first, before, before + 1 - first) for (file, before), first in starts]
        create_table(self.con, "TEMP TABLE batches", columns, rows)
        put_together = [batch.read_as for batch in self.lines.batches if batch.read_as != batch.file]
        self.execute(
            """UPDATE lines SET file = batches.file
            FROM (SELECT lines.rowid AS nr, batches.file FROM lines ASOF JOIN batches ON lines.rowid >= batches.first) AS batches
            WHERE lines.rowid = batches.nr AND list_contains($1, lines.file)""",
            [sorted({*put_together})],
        )

    def _read_together(self, text: str) -> bool:
        """Reads the files; says whether the lines of each came together, as they do unless threads shared a file."""
        self.execute(f"CREATE OR REPLACE TEMP TABLE lines AS {text}", {"files": self.lines.files})
        parts = self.execute("SELECT file, max(rowid) - min(rowid) + 1, count(*) FROM lines GROUP BY file").fetchall()
        found = {file: count for file, extent, count in parts if extent == count}
        return found == {events_file(copy.name): count for copy, count in self.lines.copies.items()}

    def doubtful_lines(self) -> list[int]:
        """Creates `spans`; returns the positions of lines that are not clear, or have a date that is not EDTF."""
        found = self.execute("SELECT happened FROM lines UNION SELECT published FROM lines").fetchall()
        spans = {text: dates.bounds_of(text) for (text,) in found if text is not None}
        rows = [(text, *bounds) for text, bounds in spans.items() if bounds]
        create_table(self.con, "TEMP TABLE spans", dates.BOUNDS, rows)
        doubtful = self.execute(
            "SELECT lines.rowid + shift FROM lines JOIN batches USING (file) "
            "WHERE NOT clear OR list_contains($wrong, happened) OR list_contains($wrong, published)",
            {"wrong": [text for text, bounds in spans.items() if not bounds]},
        )
        return [pos for (pos,) in doubtful.fetchall()]

    def _judge(self, judge: Judge, doubtful: list[int], found: Findings) -> tuple[list[int], set[str]]:
        """Reads doubtful lines strictly. Returns the positions of the bad ones, and what these declare."""
        refused: list[int] = []
        declared = {word for line in self.lines.unread for word in line.declared()}
        for first in range(0, len(doubtful), PORTION):
            portion = doubtful[first : first + PORTION]
            found += self.lines.fetch(portion)
            good, malformed = judge(self.lines[pos] for pos in portion)
            found += malformed
            bad = sorted({*portion} - {line.pos for line in good})
            declared |= {word for pos in bad for word in self.lines[pos].declared()}
            refused += bad
            if len(doubtful) > PORTION:
                self.lines.kept.clear()
        return refused, declared

    def _choose(self, scope: Scope) -> None:
        """Creates `log`, `scope` and `dates`: the records within the scope, and the dates that they use."""
        until = f"WHERE lines.rowid + shift <= {scope.as_of:d}" if scope.as_of is not None else ""
        self.execute(f"""CREATE OR REPLACE TEMP VIEW log AS
            SELECT lines.rowid + shift AS pos, file, lines.rowid + shift - before AS line, lines.* EXCLUDE (file, clear)
            FROM lines JOIN batches USING (file) ANTI JOIN refused ON refused.pos = lines.rowid + shift {until}""")
        self.scope = scope
        self._know_by(None, False)
        self.execute("CREATE OR REPLACE TEMP TABLE issued (source VARCHAR, known_from VARCHAR, because VARCHAR)")
        self.execute("""CREATE OR REPLACE TEMP TABLE dates AS SELECT spans.* FROM spans
            SEMI JOIN (SELECT happened AS edtf FROM log UNION SELECT published AS edtf FROM log) AS dated USING (edtf)""")

    def _know_by(self, day: str | None, certain: bool) -> None:
        columns = {"known_by": "VARCHAR", "certain": "BOOLEAN"}
        create_table(self.con, "TEMP TABLE scope", columns, [(day, certain)])

    def narrow(self, scope: Scope) -> None:
        """Leaves only the records within a scope, and folds them for the rules. Requires: `load`."""
        self._choose(scope)
        self.fold_for_rules()

    # -- from `log` to the fold

    def fold_for_rules(self) -> None:
        """Creates the tables of sql/fold that rules read; `live` with the fields of rules alone, written down once."""
        needed = {one for name in sql.read("checks") for one in needed_for(name)}
        for name in in_order("fold"):
            if name == "live":
                fields = ", ".join(f'"{field}"' for field in rule_fields())
                self.execute(f"CREATE OR REPLACE TEMP TABLE live AS SELECT pos, seq, {fields} FROM ({_step(name)})")
            elif name in needed:
                self._create_step(name)
        self._add_leaves()

    def fold(self) -> None:
        """Creates all tables of sql/fold, with every field that was read.

        Twice, if the scope names a day: when a source can have come out follows from everything that is told, by whomever.
        """
        self.execute("DROP TABLE IF EXISTS live")  # the one of the rules: a view takes its name
        self._create_steps()
        self.execute("CREATE OR REPLACE TEMP TABLE issued AS SELECT * FROM told")
        if self.scope.known_by is not None:
            self._know_by(self.scope.known_by, self.scope.certain)
            self._create_steps()

    def _create_steps(self) -> None:
        for name in in_order("fold"):
            self._create_step(name)

    def _create_step(self, name: str) -> None:
        kind = "VIEW" if name in _VIEWS else "TABLE"
        self.execute(f'CREATE OR REPLACE TEMP {kind} "{name}" AS {_step(name)}')

    def _add_leaves(self) -> None:
        """Adds the leaf hash, where it was not read, to lines that share their id: equal ones are the same line twice."""
        same = self.execute(
            "SELECT log.pos FROM log SEMI JOIN repeated ON repeated.id = log.id WHERE log.leaf IS NULL"
        ).fetchall()
        self.lines.fetch(pos for (pos,) in same)
        for (pos,) in same:
            self.execute(
                "UPDATE lines SET leaf = $1 FROM batches WHERE batches.file = lines.file AND lines.rowid + shift = $2",
                [leaf_hash(self.lines[pos]), pos],
            )

    def add_words(self) -> None:
        """Adds the column `words` to `dates`: each date in English."""
        rows = self.execute("SELECT * FROM dates").fetchall()
        create_table(self.con, "TEMP TABLE dates", dates.COLUMNS, [(*row, dates.in_words(row[0])) for row in rows])


def _step(name: str) -> str:
    return sql.read("fold")[name]


@cache
def rule_fields() -> tuple[str, ...]:
    """Returns the fields of records that any rule, what a rule reads of the fold, or the check of citations names."""
    rules = sql.read("checks")
    texts = [*rules.values(), *sql.read("citations").values()]
    texts += [sql.read("fold")[one] for name in rules for one in needed_for(name) if one in sql.read("fold")]
    words = set(re.findall(r"\w+", " ".join(texts)))
    return tuple(name for name in schema.columns() if name in words)


def all_fields() -> tuple[str, ...]:
    """Returns every field of a record, and `leaf`, the RFC 9162 leaf hash of its line."""
    return (*schema.columns(), "leaf")


def leaf_hash(line: Line) -> str:
    """Returns the RFC 9162 leaf hash of a line (section 2.1.1), in hex: SHA-256 over a zero byte and its UTF-8."""
    return hashlib.sha256(b"\0" + line.text.encode()).hexdigest()
