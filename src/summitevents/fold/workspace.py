"""The working database: what a log becomes on its way to the tables, and the only place that knows in which order."""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any, Protocol

import duckdb

from summitevents import progress, sql
from summitevents.findings.finding import Finding, Findings
from summitevents.fold import dates
from summitevents.fold.database import create_table
from summitevents.fold.order import in_order, needed_for
from summitevents.fold.scope import WHOLE, Scope
from summitevents.fold.views import BENEATH
from summitevents.fold.vocabulary import KINDS, kind_rows
from summitevents.log.bulk import LogLines, as_pattern, open_lines
from summitevents.log.files import file_size
from summitevents.log.package import Package, events_file
from summitevents.log.passing import passing_folder
from summitevents.log.reader import Line
from summitevents.log.vocabulary_file import ChosenVocabulary, choose_vocabulary
from summitevents.standards import edtf_english

Judge = Callable[[Iterable[Line]], tuple[list[Line], list[Finding]]]
"""Tells well-formed lines from the others: returns the good ones, and the findings of the others."""

SCREEN_FROM = 500_000
"""Batches of this many bytes or more, which were not judged before, are screened in SQL first; for fewer, to judge every line in
Python takes less than to plan that query."""

LARGE = 16_000_000
"""Logs of this many bytes or more are worth several threads, and less space; of a smaller one, each statement takes longer to
plan than to run."""

PORTION = 20_000
"""How many lines are held in memory at once while they are judged."""

_FILTERS = ("records", "live")
"""Fold steps that only filter `log`: of a large log they are views, and nothing is copied; of a smaller one, tables, as every
statement that names a view plans it again."""


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

    def rows(self, text: str, parameters: Any = None, /) -> list[tuple[Any, ...]]:
        """Returns the rows of a SELECT."""


class Workspace:
    """One log on one DuckDB connection, from its lines to everything that the public tables are made of.

    | table                | made by            | holds                                                                 |
    |----------------------|--------------------|-----------------------------------------------------------------------|
    | `log`                | `load`             | a row per record in the scope: `pos`, `file`, `line`, fields          |
    | `kinds`              | `load`             | a row per kind of event of the vocabulary, with its family and utterance |
    | `scope`              | `load`, `fold`     | one row: `known_by`, `certain`                                  |
    | `issued`             | `load`, `fold`     | a row per source: `told`, as the whole log up to the scope has it     |
    | `dates`              | `load`             | a row per EDTF string in the lines, with its bounds                   |
    | `distant`            | `load`             | a row per EDTF string that reaches out of the years 1 to 9999         |
    | `main.dates`         | `add_words`        | the `dates` that `log` uses, in their place, with the column `words`  |
    | sql/fold/*.sql       | `fold_for_rules`, `fold` | what a rule reads first, then the rest |
    | `leaves`             | `fold_for_rules`   | the leaf hashes of lines that share their id                          |

    All are temporary but `log` and what public views read (`views.BENEATH`): these are written once, into the connection's
    database, `log` by the statement that reads it.

    Rules:

    1. `load` comes first; then `fold_for_rules` and the rules; then, perhaps, `narrow`; and `fold` last, once.
    2. `for_tables` says at the start whether tables are to follow: a check reads only the fields that rules need.
    3. The lines of batches in `clear` were found good before, and are not judged again.
    4. A position is a row number, from 1: the files are read in their order, and only then are rows deleted.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        package: Package,
        for_tables: bool = False,
        clear: Collection[str] = (),
    ) -> None:
        self.con, self.package, self.clear = con, package, clear
        self.chosen = choose_vocabulary(package)
        self.columns = columns() if for_tables else rule_columns()
        self.lines, self.large, self.scope = LogLines([], Findings(), {}, []), False, WHOLE

    @property
    def files(self) -> list[str]:
        """The batches of the log, as findings name them."""
        return [events_file(path.name) for path in self.package.batches()]

    @property
    def records(self) -> int:
        """How many lines were read, and how many stand in files that are misnamed."""
        return len(self.lines) + len(self.lines.unread)

    def execute(self, text: str, parameters: Any = None, /) -> None:
        """Runs a statement."""
        self.con.execute(text, parameters)

    def rows(self, text: str, parameters: Any = None, /) -> list[tuple[Any, ...]]:
        """Returns the rows of a SELECT."""
        return self.con.execute(text, parameters).fetchall()

    # -- from lines to `log`

    def load(self, judge: Judge) -> tuple[Findings, set[str]]:
        """Reads the log, and judges the form of every line that is not clear.

        Returns what is wrong with the form of lines, in no order, and the ids and slugs that the malformed ones declare:
        these have findings of their own, and are not also called missing.
        """
        with passing_folder() as copies:
            self.lines = open_lines(self.con, self.package, copies)
            progress.enter("lines", self.con, len(self.lines))
            self.large = sum(map(file_size, self.lines.copies)) >= LARGE
            if not self.large:
                self.execute("SET threads = 1")  # to hand out so little work would cost more than to do it
            self._read()
        progress.enter("form")
        found = Findings(self.lines.findings)
        refused, declared = self._judge(judge, sorted({*self._doubtful_lines(), *self.lines.strict}), found)
        if refused:
            self.execute("DELETE FROM log WHERE pos IN (SELECT unnest($1))", [refused])
        create_table(self.con, "TEMP TABLE kinds", KINDS, kind_rows(self.chosen.vocabulary))
        self._know_by(None, False)
        self.execute("CREATE OR REPLACE TEMP TABLE issued (source VARCHAR, known_from VARCHAR, because VARCHAR)")
        return found, declared

    def _read(self) -> None:
        """Creates `log`, of all lines, good or bad."""
        judged = [path for path in self.package.batches() if events_file(path.name) not in self.clear]
        text = sql.read("read")["screened" if sum(map(file_size, judged)) >= SCREEN_FROM else "typed"]
        for of, terms in self.chosen.vocabulary.terms().items():
            text = text.replace(f"${of}", "|".join(terms))
        text = text.replace("$wanted", json.dumps({name: _as_json(kind) for name, kind in self.columns.items()}))
        if not self.lines:
            typed = ", ".join(f'"{name}" {kind}' for name, kind in self.columns.items())
            self.execute(f"CREATE OR REPLACE TABLE log (pos BIGINT, file VARCHAR, line BIGINT, {typed}, clear BOOLEAN)")
            return
        text = f"SELECT NULL::BIGINT AS pos, file, NULL::BIGINT AS line, {_listed(self.columns)}, clear FROM ({text})"
        read = f"CREATE OR REPLACE TABLE log AS {text}", {"files": list(map(as_pattern, self.lines.copies))}
        self.execute(*read)
        if self.large and not self._is_in_order():
            self.execute("SET threads = 1")
            self.execute(*read)
            self.execute("RESET threads")
        create_table(self.con, "TEMP TABLE starts", {"batch": "VARCHAR", "before": "BIGINT"}, self.lines.starts)
        self.execute("UPDATE log SET pos = log.rowid + 1, line = log.rowid + 1 - before FROM starts WHERE batch = file")
        self.execute("""UPDATE log SET pos = nr + 1, file = batch, line = nr + 1 - before
            FROM (SELECT rows.rowid AS nr, batch, before FROM log AS rows ASOF JOIN starts ON rows.rowid >= before WHERE rows.pos IS NULL) AS placed
            WHERE log.rowid = nr""")  # the lines of files that were put together

    def _is_in_order(self) -> bool:
        """Says whether the lines came in the order of the files, as they nearly always do where threads read them."""
        parts = self.rows("SELECT file, min(rowid), max(rowid) + 1, count(*) FROM log GROUP BY file")
        befores = accumulate(self.lines.copies.values(), initial=0)
        expected = {
            (events_file(copy.name), before, before + count, count)
            for (copy, count), before in zip(self.lines.copies.items(), befores, strict=False)
        }
        return {*parts} == expected

    def _doubtful_lines(self) -> list[int]:
        """Creates `dates` and `distant`; returns the positions of lines that are not clear, or have a date that is not EDTF."""
        spans = {text: dates.bounds_of(text) for text in self._dates_used()}
        rows = [(text, *bounds.in_iso()) for text, bounds in spans.items() if bounds]
        create_table(self.con, "TEMP TABLE dates", dates.BOUNDS, rows)
        self.execute("CREATE SCHEMA IF NOT EXISTS fold; SET search_path = 'main,fold'")
        far = [dates.distant_row(text) for text, bounds in spans.items() if bounds and "beyond" in bounds]
        create_table(self.con, "TABLE fold.distant", dates.DISTANT, far)
        doubtful = self.rows(
            """SELECT pos FROM log WHERE (NOT clear OR list_contains($wrong, happened) OR list_contains($wrong, published))
                AND NOT list_contains($clear, file)""",
            {"wrong": [text for text, bounds in spans.items() if not bounds], "clear": list(self.clear)},
        )
        self.execute("ALTER TABLE log DROP COLUMN clear")
        return [pos for (pos,) in doubtful]

    def _dates_used(self) -> list[str]:
        found = self.rows("SELECT happened FROM log UNION SELECT published FROM log")
        return [text for (text,) in found if text is not None]

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

    def _know_by(self, day: str | None, certain: bool) -> None:
        given = "$1::VARCHAR AS known_by, $2::BOOLEAN AS certain"
        self.execute(f"CREATE OR REPLACE TEMP TABLE scope AS SELECT {given}", [day, certain])

    def narrow(self, scope: Scope) -> None:
        """Leaves only the records within a scope, and folds them for the rules. Requires: `load`."""
        self.scope = scope
        if scope.as_of is not None:
            self.execute("DELETE FROM log WHERE pos > $1", [scope.as_of])
        self.fold_for_rules()

    # -- from `log` to the fold

    def fold_for_rules(self) -> None:
        """Creates the tables of sql/fold that rules read."""
        self._create_steps(steps_for_rules())
        same = self.rows("SELECT log.pos FROM log SEMI JOIN repeated ON repeated.id = log.id")
        self.lines.fetch(pos for (pos,) in same)
        hashes = [(pos, leaf_hash(self.lines[pos])) for (pos,) in same]
        create_table(self.con, "TEMP TABLE leaves", {"pos": "BIGINT", "leaf": "VARCHAR"}, hashes)

    def fold(self) -> None:
        """Creates the other tables of sql/fold. Requires: `fold_for_rules`, `add_words`.

        All of them once more, if the scope names a day: when a source can have come out follows from everything that is
        told, by whomever.
        """
        steps = in_order("fold")
        self._create_steps([name for name in steps if name not in steps_for_rules()])
        self.execute("CREATE OR REPLACE TEMP TABLE issued AS SELECT * FROM told")
        if self.scope.known_by is not None:
            self._know_by(self.scope.known_by, self.scope.certain)
            self._create_steps(steps)

    def _create_steps(self, names: Iterable[str]) -> None:
        for name in names:
            text = sql.read("fold")[name]
            if name in BENEATH:
                self.execute(f"CREATE OR REPLACE TABLE fold.{name} AS {text} ORDER BY {BENEATH[name]}")
            else:
                kind = "VIEW" if name in _FILTERS and self.large else "TABLE"
                self.execute(f'CREATE OR REPLACE TEMP {kind} "{name}" AS {text}')

    def add_words(self) -> None:
        """Creates the public `dates` in the place of those for the rules: the ones in use, each with its words in English."""
        used = self._dates_used()
        self.execute(
            """CREATE OR REPLACE TABLE main.dates AS FROM temp.dates
            JOIN (SELECT unnest($used::VARCHAR[]) AS edtf, unnest($words::VARCHAR[]) AS words) USING (edtf) ORDER BY edtf""",
            {"used": used, "words": list(map(edtf_english.words, used))},
        )
        self.execute("DROP TABLE temp.dates")


def _as_json(kind: str) -> Any:
    """Returns a type as `from_json` names it."""
    if kind.endswith("[]"):
        return [_as_json(kind[:-2])]
    return dict(re.findall(r'"(\w+)" (\w+)', kind)) or kind


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


@cache
def columns() -> dict[str, str]:
    """Returns field → DuckDB type, from a file that is made of the models: to import these takes longer than all rules."""
    found: dict[str, str] = json.loads(files("summitevents").joinpath("log", "columns.json").read_text("utf-8"))
    return found


@cache
def steps_for_rules() -> tuple[str, ...]:
    """Returns the tables of sql/fold that rules read, in order."""
    needed = {one for name in sql.read("checks") for one in needed_for(name)}
    return tuple(name for name in in_order("fold") if name in needed)


@cache
def rule_columns() -> dict[str, str]:
    """Returns the fields that any rule, what a rule reads of the fold, or the check of citations names, with their types."""
    texts = [*sql.read("checks").values(), *sql.read("citations").values()]
    texts += [sql.read("fold")[name] for name in steps_for_rules()]
    words = set(re.findall(r"\w+", " ".join(texts)))
    return {name: kind for name, kind in columns().items() if name in words}


def leaf_hash(line: Line) -> str:
    """Returns the RFC 9162 leaf hash of a line (section 2.1.1), in hex: SHA-256 over a zero byte and its UTF-8."""
    return hashlib.sha256(b"\0" + line.text.encode()).hexdigest()
