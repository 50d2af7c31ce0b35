"""Tables of a log that has only grown are made from those of the log as it was: by folding what the new records touch.

A part of the log is put together that says of every event the new records touch all that the whole log says of it. The
same .sql files fold it; of the tables, the rows of these events change places. What that part must hold follows from
what the fold reads: records that amend each other, in as many steps as may be; the events these speak of, and those merged
with them; what is said of those; and what all of it refers to. A rule of the log that finds anything there sends the
whole log through the long way, which then says what is wrong: so a part that is too small costs time, and no truth.
"""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from summitevents import sql
from summitevents.findings.catalogue import CATALOGUE
from summitevents.fold import tables
from summitevents.log.files import file_size
from summitevents.log.package import Package
from summitevents.standards.sql_quoting import literal

MOST = 4
"""A log is folded anew once it has grown by one part in so many: what changed places leaves gaps in a file."""

Batch = tuple[str, int, str]
"""A batch's file name, its bytes, and their SHA-256."""


class AnewError(Exception):
    """The tables cannot go on from earlier ones: they have to be made anew."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a file of tables was made from: its batches, how many lines these have, and how many had they when all was folded."""

    file: Path
    batches: list[Batch]
    lines: int
    folded: int


def version() -> str:
    """What makes the tables: this package's own files, and DuckDB."""
    return f"{sql.made_by()[:32]} {duckdb.__version__}"


def batches(package: Package) -> list[Batch]:
    """The batches of a log, as they are now, in its order."""

    def one(path: Path) -> Batch:
        with path.open("rb") as file:
            return path.name, file_size(path), hashlib.file_digest(file, "sha256").hexdigest()

    with ThreadPoolExecutor(2) as pool:  # the digest is made without Python's lock
        return list(pool.map(one, package.batches()))


def note(con: duckdb.DuckDBPyConnection, made_from: Iterable[Batch], stamp: int, folded: int | None = None) -> None:
    """Writes into the file `made` what it was made from; `folded`: lines at the last fold of all, None for now.

    `stamp`: the time that the file will bear, in nanoseconds, until somebody else writes to it.
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
        [version(), folded, stamp],
    )


def start(file: Path) -> Start | None:
    """What a file of tables was made from; None where it is none that this version made, or somebody wrote to it since."""
    if tables.wal(file).exists():
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
    untouched = made_by == version() and file.stat().st_mtime_ns == stamp
    return Start(file, found, lines, folded) if untouched else None


def goes_on(before: Start, now: list[Batch]) -> bool:
    """Whether a log is the one that was, with more batches after it, and these not too many."""
    size = sum(batch[1] for batch in before.batches)
    more = sum(batch[1] for batch in now) - size + size * (before.lines - before.folded) // max(before.lines, 1)
    return now[: len(before.batches)] == before.batches and more * MOST <= size


def part(con: duckdb.DuckDBPyConnection) -> None:
    """Makes `log` and `dates`, which hold the new records, those of the part that they touch.

    `met`: the records that the new ones amend, and those; `moved`: the slugs of the events touched; `core`: the positions
    of what is said of these. Raises AnewError where an actor or a place was amended: every event may name it.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE fresh AS SELECT * FROM log")
    for text in sql.read("grow").values():
        con.execute(text)
    if con.execute("SELECT 1 FROM touched WHERE op IN ('actor', 'place') LIMIT 1").fetchall():
        raise AnewError
    con.execute("CREATE OR REPLACE TEMP VIEW log AS SELECT * FROM part")
    tables.in_words(con)
    con.execute("INSERT INTO made.main.dates SELECT * FROM dates ANTI JOIN made.main.dates AS there USING (edtf)")
    con.execute("""INSERT INTO dates SELECT * FROM made.main.dates AS there ANTI JOIN dates USING (edtf) SEMI JOIN
        (SELECT happened AS edtf FROM log UNION SELECT published AS edtf FROM log) AS dated USING (edtf)""")


def check(con: duckdb.DuckDBPyConnection) -> None:
    """Raises AnewError where a rule finds an error in what the new records touch."""
    for code, text in sql.read("checks").items():
        found = f"SELECT 1 FROM ({text}) AS found SEMI JOIN core ON core.pos = found.pos LIMIT 1"
        if CATALOGUE[code].severity == "error" and con.execute(found).fetchall():
            raise AnewError


_OF = {
    "aliases": "alias IN (FROM moved)", "relations": "event IN (FROM moved) OR other IN (FROM moved)",
    "corrections": "record IN (FROM met)", "sources": "source IN (FROM declared)",
    "actors": "actor IN (FROM declared)", "places": "place IN (FROM declared)",
}  # fmt: skip
"""Which rows of a table the new records may change; of all others, those of the events touched."""
_WHOLE = ("names", "crosswalk")
"""Tables of which a part says nothing: made anew, or always the same."""


def make(con: duckdb.DuckDBPyConnection) -> None:
    """Changes the public tables as the new records will have it, after `part` and the fold of it."""
    con.execute("INSERT INTO made.main.log SELECT * FROM fresh ORDER BY pos")
    for name in (name for name in tables.in_order("tables") if name not in _WHOLE):
        con.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {sql.read("tables")[name]}')
    for name in (name for name in tables.in_order("tables") if name not in _WHOLE):
        where = _OF.get(name, "event IN (FROM moved)")
        con.execute(f'DELETE FROM made.main."{name}" WHERE {where}')
        con.execute(f'INSERT INTO made.main."{name}" SELECT * FROM temp."{name}" WHERE {where}')
    con.execute("DROP TABLE temp.participants")
    con.execute(f"CREATE OR REPLACE TEMP TABLE names AS {sql.read('tables')['names']}")
    con.execute("DELETE FROM made.main.names; INSERT INTO made.main.names SELECT * FROM temp.names")
    con.execute("""UPDATE made.main.timeline SET nr = counted.nr FROM (
        SELECT event, row_number() OVER (ORDER BY coalesce(earliest, latest) NULLS LAST, latest NULLS LAST, event) AS nr
        FROM made.main.timeline) AS counted WHERE counted.event = timeline.event AND counted.nr <> timeline.nr""")
