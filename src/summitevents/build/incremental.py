"""Incremental build: tables of a log that has only grown are brought up to date by folding what the new records touch.

A part of the log is put together that says of every event touched by a new record all that the whole log says of it. The
same .sql files fold this part, and of the public tables the rows of these events are replaced. What the part must hold
follows from what the fold reads: records that amend each other, in any number of steps; the events that these speak of,
and those merged with them; what else is said of those; and what all of it refers to.

Rules:

1. If a rule of the log finds an error in the part, the whole log is checked and built anew: a part that is too small
   costs time, never truth.
2. A file of tables is resumed only if the batches it was made from are unchanged, byte for byte, and nobody wrote to it.
3. The public tables are `made.main.*`. Those of the part have their own schema, `memory.part`, and are reached by the
   search path: no table is found in place of another by accident.

Temporary tables, beside those of `Workspace`:

| table          | made by            | read by                          | holds                                                   |
|----------------|--------------------|----------------------------------|---------------------------------------------------------|
| `fresh`        | `widen`            | sql/incremental, `replace_rows`  | the new records                                         |
| `met`          | 1-touched.sql      | `replace_rows`                   | ids of the new records, and of those that they amend    |
| `touched`      | 1-touched.sql      | 2, 3, `widen`                    | the old records among these                             |
| `moved`        | 2-moved.sql        | 3, `replace_rows`                | slugs of the events that all these speak of             |
| `spoken`, `compared` | 3-core.sql   | 3, 4                             | what is claimed of these events, and compared with that |
| `core`         | 3-core.sql         | 4, `require_good`                | positions of everything said of these events            |
| `declared`     | 3-core.sql         | 4, `replace_rows`                | slugs of the sources, actors and places declared        |
| `wanted`, `outlined` | 4-part.sql   | 4                                | positions of the part, as it grows                      |
| `part`         | 4-part.sql         | `log`, from then on              | the records of the part                                 |
"""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from summitevents import sql
from summitevents.findings.catalogue import CATALOGUE
from summitevents.fold.database import wal_of
from summitevents.fold.order import in_order
from summitevents.fold.workspace import Workspace
from summitevents.log.files import file_size, is_own
from summitevents.log.package import Package
from summitevents.log.vocabulary_file import choose_vocabulary
from summitevents.standards.sql_quoting import literal

MOST = 4
"""A log is built anew once it has grown by more than 1/MOST since the last full build: replaced rows leave dead space."""

Batch = tuple[str, int, str]
"""A batch's file name, its bytes, and their SHA-256."""


class RebuildError(Exception):
    """The tables cannot be brought up to date: they have to be built anew."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a file of tables was made from: its batches, their lines, and how many lines the last full build had."""

    file: Path
    batches: list[Batch]
    lines: int
    folded: int


def _makers() -> str:
    """Returns what makes the tables: a digest of this package's own files, and DuckDB's version."""
    return f"{sql.made_by()[:32]} {duckdb.__version__}"


def batches_of(package: Package) -> list[Batch]:
    """Returns the batches of a log as they are now, in log order; before them, as if it were one, its vocabulary."""
    chosen = choose_vocabulary(package)

    def digest(path: Path) -> Batch:
        with path.open("rb") as file:
            return path.name, file_size(path), hashlib.file_digest(file, "sha256").hexdigest()

    with ThreadPoolExecutor(2) as pool:  # hashing releases Python's lock
        return [("", len(chosen.content), chosen.digest()), *pool.map(digest, package.batches())]


def write_state(
    con: duckdb.DuckDBPyConnection, made_from: Iterable[Batch], stamp: int, folded: int | None = None
) -> None:
    """Writes into the file what it was made from. `folded`: the lines of the last full build; None: this is one.

    `stamp`: the modification time that the file will have, in nanoseconds, until somebody else writes to it.
    """
    con.execute("CREATE SCHEMA IF NOT EXISTS made.built")
    con.execute("CREATE OR REPLACE TABLE made.built.batches (file VARCHAR, bytes BIGINT, sha256 VARCHAR)")
    rows = list(made_from)
    con.execute(
        "INSERT INTO made.built.batches SELECT unnest($1::VARCHAR[]), unnest($2::BIGINT[]), unnest($3::VARCHAR[])",
        [[row[n] for row in rows] for n in range(3)],
    )
    con.execute(
        "CREATE OR REPLACE TABLE made.built.log AS SELECT $1 AS made_by, count(*) AS lines, "
        "coalesce($2, count(*))::BIGINT AS folded, $3 AS stamp FROM made.main.log",
        [_makers(), folded, stamp],
    )


def read_state(file: Path) -> Earlier | None:
    """Returns what a file of tables was made from; None if this version did not make it, or if somebody
    wrote to it since, or if others may write to it."""
    if wal_of(file).exists() or not is_own(file):
        return None
    try:
        with duckdb.connect() as con:
            con.execute(f"ATTACH {literal(str(file))} AS made (READ_ONLY)")
            [(made_by, lines, folded, stamp)] = con.execute(
                "SELECT made_by, lines, folded, stamp FROM made.built.log"
            ).fetchall()
            found = con.execute("SELECT file, bytes, sha256 FROM made.built.batches ORDER BY rowid").fetchall()
    except duckdb.Error:
        return None
    untouched = made_by == _makers() and file.stat().st_mtime_ns == stamp
    return Earlier(file, found, lines, folded) if untouched else None


def can_resume(before: Earlier, now: list[Batch]) -> bool:
    """Says whether a log is the earlier one with more batches after it, and not too many."""
    size = sum(batch[1] for batch in before.batches)
    more = sum(batch[1] for batch in now) - size + size * (before.lines - before.folded) // max(before.lines, 1)
    return now[: len(before.batches)] == before.batches and more * MOST <= size


def widen(work: Workspace) -> None:
    """Widens `log` and `dates` from the new records to every record that they affect. Requires: `work` is loaded.

    Raises RebuildError if an actor or a place was amended, which any event may name; and if the log reaches back before
    year 1, where the public tables have no days to order the timeline by.
    """
    if work.execute(
        "SELECT 1 FROM dates WHERE contains(edtf, '-') AND 'beyond' IN (start_flag, end_flag) LIMIT 1"
    ).fetchall():
        raise RebuildError
    work.execute("CREATE OR REPLACE TEMP TABLE fresh AS SELECT * FROM log")
    for statements in sql.read("incremental").values():
        work.execute(statements)
    if work.execute("SELECT 1 FROM touched WHERE op IN ('actor', 'place') LIMIT 1").fetchall():
        raise RebuildError
    work.execute("CREATE OR REPLACE TEMP VIEW log AS SELECT * FROM part")
    work.add_words()
    work.execute("INSERT INTO made.main.dates SELECT * FROM dates ANTI JOIN made.main.dates AS there USING (edtf)")
    work.execute("""INSERT INTO dates SELECT * FROM made.main.dates AS there ANTI JOIN dates USING (edtf) SEMI JOIN
        (SELECT happened AS edtf FROM log UNION SELECT published AS edtf FROM log) AS dated USING (edtf)""")


def require_good(work: Workspace) -> None:
    """Raises RebuildError if a rule finds an error in what the new records touch. Requires: folded for the rules."""
    for code, text in sql.read("checks").items():
        found = f"SELECT 1 FROM ({text}) AS found SEMI JOIN core ON core.pos = found.pos LIMIT 1"
        if CATALOGUE[code].severity == "error" and work.execute(found).fetchall():
            raise RebuildError


_CHANGED = {
    "aliases": "alias IN (FROM moved)", "relations": "event IN (FROM moved) OR other IN (FROM moved)",
    "corrections": "record IN (FROM met)",
    "actors": "actor IN (FROM declared)", "places": "place IN (FROM declared)",
}  # fmt: skip
"""Which rows of a table the new records may change; of the tables not named here, those of the events touched."""

_OF_THE_WHOLE_LOG = ("names", "sources")
"""Tables that cannot be made of a part: they are made anew."""

_SOURCES = """live AS (SELECT * FROM made.main.log ANTI JOIN made.main.corrections ON record = id WHERE op = 'source'),
dates AS (FROM made.main.dates),
claimed AS (SELECT source, record, event, status, rank, start_min, split_part(record, '.', 1) || '.'
    || lpad(split_part(record, '.', 2), 9, '0') AS seq FROM made.main.claims),
chosen AS (SELECT event, because AS record FROM made.main.events WHERE because IS NOT NULL)"""
"""What the statement of `sources` reads of the fold, as the public tables have it of the whole log."""


def replace_rows(work: Workspace) -> None:
    """Replaces the rows of the public tables that the new records change. Requires: the part is folded."""
    work.execute("INSERT INTO made.main.log SELECT * FROM fresh ORDER BY pos")
    names = [name for name in in_order("tables") if name not in _OF_THE_WHOLE_LOG]
    work.execute("CREATE OR REPLACE SCHEMA memory.part; SET search_path = 'memory.part,made.main'")
    for name in names:
        work.execute(f'CREATE TABLE memory.part."{name}" AS {sql.read("tables")[name]}')
    work.execute("SET search_path = 'made.main'")
    for name in names:
        where = _CHANGED.get(name, "event IN (FROM moved)")
        work.execute(f'DELETE FROM made.main."{name}" WHERE {where}')
        work.execute(f'INSERT INTO made.main."{name}" SELECT * FROM memory.part."{name}" WHERE {where}')
    work.execute(f"""CREATE OR REPLACE TEMP TABLE sources AS
        WITH {_SOURCES}, issued AS ({sql.read("fold")["told"]}) {sql.read("tables")["sources"]}""")
    work.execute(
        "DELETE FROM made.main.sources; INSERT INTO made.main.sources FROM temp.sources; DROP TABLE temp.sources"
    )
    # of the whole log, as the part holds every actor and place, and the participants are up to date
    work.execute(f"DELETE FROM made.main.names; INSERT INTO made.main.names {sql.read('tables')['names']}")
    work.execute("""UPDATE made.main.timeline SET nr = counted.nr FROM (
        SELECT event, row_number() OVER (ORDER BY coalesce(earliest, latest) NULLS LAST, latest NULLS LAST, event) AS nr
        FROM made.main.timeline) AS counted WHERE counted.event = timeline.event AND counted.nr <> timeline.nr""")
