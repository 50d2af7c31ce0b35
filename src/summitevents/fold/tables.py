"""The log in DuckDB: well-formed lines become the table `log`, and the .sql files make every other table from it."""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from summitevents import sql
from summitevents.errors import UnreadableError
from summitevents.fold import codebook
from summitevents.fold.scope import WHOLE, Scope
from summitevents.log import schema
from summitevents.log.bulk import Lines
from summitevents.log.reader import Line
from summitevents.log.vocabulary import GENRES, KINDS, RELATIONS, ROLES, STATUSES
from summitevents.standards import edtf, edtf_english
from summitevents.standards.sql_quoting import identifier, literal

MEMORY = 3 << 30
"""Bytes that DuckDB may take; less where it finds a smaller machine or container. What is more goes to the disk."""


@contextmanager
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory, which puts what is too much for that into a folder that goes with it."""
    with (
        tempfile.TemporaryDirectory(prefix="summitevents-") as folder,
        duckdb.connect(config={"temp_directory": folder}) as con,
    ):
        number, unit = con.execute("SELECT current_setting('memory_limit')").fetchall()[0][0].split()
        if float(number) * 1024 ** ("B", "KiB", "MiB", "GiB", "TiB").index(unit) > MEMORY:
            con.execute(f"SET memory_limit = '{MEMORY}B'")
        yield con


@contextmanager
def aside(
    target: Path, same_bytes: bool = False, earlier: Path | None = None, stamp: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose tables land in the DuckDB file `target`, which appears whole or, on any exception, not at all.

    It starts empty, or with the tables of an `earlier` file; `stamp`: the time it shall bear, in nanoseconds. Raises
    UnreadableError where something else than a DuckDB file is there. The storage version is one that DuckDB from 1.1 on and DuckDB-WASM open. With `same_bytes` nothing is left to chance:
    threads take turns as they like, FSST, which DuckDB would pick for texts, samples at random, and other compressions leave unused memory in the file.
    """
    target = target.resolve()
    if target.exists() and not _is_database(target):
        raise UnreadableError(f"{target} is there, and is no DuckDB file; name another")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".building-") as folder:
        file = Path(folder) / target.name
        if earlier:
            shutil.copyfile(earlier, file)
        with engine() as con:
            con.execute(f"ATTACH {literal(str(file))} AS made (STORAGE_VERSION 'v1.0.0', BLOCK_SIZE 16384)")
            con.execute("USE made")
            if same_bytes:
                con.execute("SET threads = 1; SET force_compression = 'uncompressed'")
            yield con
            con.execute("USE memory")
            con.execute("DETACH made")
        if target.exists():
            shutil.copymode(target, file)
        with file.open("rb+") as made:
            os.fsync(made.fileno())
        if stamp is not None:
            os.utime(file, ns=(stamp, stamp))
        wal(target).unlink(missing_ok=True)  # else DuckDB would write into the new file what was meant for the old one
        file.replace(target)


def wal(file: Path) -> Path:
    """Where DuckDB keeps what was written to a file and is not in it yet."""
    return file.with_name(f"{file.name}.wal")


def _is_database(file: Path) -> bool:
    """Whether a file is an ordinary one that begins as DuckDB's do, or is empty."""
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        head = opened.read(12)
    return not head or head[8:] == b"DUCK"


def read(con: duckdb.DuckDBPyConnection, lines: Lines, screened: bool, whole: bool) -> None:
    """Makes `lines`: one row per line, its record typed as far as it is one; `clear` where that is surely well formed.

    Screened: where that is looked at; else no line is clear. Whole: every field, and the RFC 9162 leaf hash of the line;
    else those fields that the rules read.
    """
    text = sql.read("read")["screened" if screened else "typed"].replace("$leaves", str(whole))
    names = ", ".join(f'"{name}"' for name in (schema.columns() if whole else _weighed()))
    text = f"SELECT file, clear, {names}, leaf FROM ({text})"
    if not lines.files:
        typed = ", ".join(f'"{name}" {kind}' for name, kind in schema.columns().items())
        con.execute(f"CREATE OR REPLACE TEMP TABLE lines (file VARCHAR, clear BOOLEAN, {typed}, leaf VARCHAR)")
    elif not _in_parts(con, text, lines):
        con.execute("SET threads = 1")
        _in_parts(con, text, lines)
        con.execute("RESET threads")
    firsts = dict(con.execute("SELECT file, min(rowid) FROM lines GROUP BY file").fetchall())
    rows = [(batch.file, n, n - firsts[batch.file] + 1) for batch, n in zip(lines.batches, lines.starts, strict=True)]
    _from_rows(con, "TEMP TABLE batches", {"file": "VARCHAR", "before": "BIGINT", "shift": "BIGINT"}, rows)


def _in_parts(con: duckdb.DuckDBPyConnection, text: str, lines: Lines) -> bool:
    """Reads the files. Threads may finish small ones in any order; whether the lines of each are together all the same."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE lines AS {text}", {"files": lines.files})
    parts = con.execute("SELECT file, max(rowid) - min(rowid) + 1, count(*) FROM lines GROUP BY file").fetchall()
    found = {file: count for file, extent, count in parts if extent == count}
    return found == {batch.file: batch.count for batch in lines.batches}


def unclear(con: duckdb.DuckDBPyConnection) -> list[int]:
    """The positions of the lines in `lines` that are not clear, or have a date that is no EDTF; and makes `spans`.

    `spans`: every EDTF string in the lines, with its bounds.
    """
    dated = con.execute("SELECT happened FROM lines UNION SELECT published FROM lines").fetchall()
    spans = {text: _bounds(text) for (text,) in dated if text is not None}
    _from_rows(con, "TEMP TABLE spans", _BOUNDS, [(text, *span) for text, span in spans.items() if span])
    rows = con.execute(
        "SELECT lines.rowid + shift FROM lines JOIN batches USING (file) "
        "WHERE NOT clear OR list_contains($wrong, happened) OR list_contains($wrong, published)",
        {"wrong": [text for text, span in spans.items() if not span]},
    )
    return [pos for (pos,) in rows.fetchall()]


def load(con: duckdb.DuckDBPyConnection, refused: Iterable[int], scope: Scope = WHOLE) -> None:
    """Makes `log` of `lines`: without those refused, and only within the scope; and `dates`: the `spans` in it.

    And `scope`, one row that the fold reads: what its tables leave out.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE refused AS SELECT unnest($1)::BIGINT AS pos", [list(refused)])
    until = f"WHERE lines.rowid + shift <= {scope.as_of:d}" if scope.as_of is not None else ""
    con.execute(f"""CREATE OR REPLACE TEMP VIEW log AS
        SELECT lines.rowid + shift AS pos, file, lines.rowid + shift - before AS line, lines.* EXCLUDE (file, clear)
        FROM lines JOIN batches USING (file) ANTI JOIN refused ON refused.pos = lines.rowid + shift {until}""")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE scope AS SELECT $1::VARCHAR AS known_by, $2 AS certain",
        [scope.known_by, scope.certain],
    )
    con.execute("""CREATE OR REPLACE TEMP TABLE dates AS SELECT spans.* FROM spans
        SEMI JOIN (SELECT happened AS edtf FROM log UNION SELECT published AS edtf FROM log) AS dated USING (edtf)""")


def tell_apart(con: duckdb.DuckDBPyConnection, lines: Lines) -> None:
    """Gives the leaf hash to lines that share their id with another, where `lines` was read without."""
    same = con.execute(
        "SELECT log.pos FROM log SEMI JOIN repeated ON repeated.id = log.id WHERE log.leaf IS NULL"
    ).fetchall()
    lines.fetch(pos for (pos,) in same)
    for (pos,) in same:
        hashed = leaf(lines[pos])
        con.execute(
            "UPDATE lines SET leaf = $1 FROM batches WHERE batches.file = lines.file AND lines.rowid + shift = $2",
            [hashed, pos],
        )


def leaf(line: Line) -> str:
    """The RFC 9162 leaf hash of a line, in hex."""
    return hashlib.sha256(b"\0" + line.text.encode()).hexdigest()


DATES = {
    "edtf": "VARCHAR", "start_min": "VARCHAR", "start_max": "VARCHAR", "end_min": "VARCHAR", "end_max": "VARCHAR",
    "start_flag": "VARCHAR", "end_flag": "VARCHAR", "uncertain": "BOOLEAN", "approximate": "BOOLEAN", "words": "VARCHAR",
}  # fmt: skip
"""The columns of `dates`, with their DuckDB types."""


_BOUNDS = {name: kind for name, kind in DATES.items() if name != "words"}


def dated(text: str) -> dict[str, object]:
    """An EDTF string with its bounds and its words: a row of `dates`. Raises EdtfError."""
    return {"edtf": text, **edtf.bounds(text)._asdict(), "words": edtf_english.english(text)}


def _bounds(text: str) -> edtf.Bounds | None:
    """The bounds of an EDTF string; None where it is none."""
    try:
        return edtf.bounds(text)
    except edtf.EdtfError:
        return None


_WORDS = {"edtf": "VARCHAR", "words": "VARCHAR"}
VOCABULARY = {"list": "VARCHAR", "nr": "INTEGER", "term": "VARCHAR", "definition": "VARCHAR"}


def vocabulary() -> list[dict[str, object]]:
    """The closed lists of the record format; a status's `nr` is its precedence."""
    lists = {
        "kind": KINDS, "role": ROLES, "status": STATUSES,
        "relation": RELATIONS, "genre": GENRES,
    }  # fmt: skip
    return [
        {"list": name, "nr": nr, "term": term, "definition": definition}
        for name, terms in lists.items()
        for nr, (term, definition) in enumerate(terms.items(), 1)
    ]


def _from_rows(
    con: duckdb.DuckDBPyConnection, table: str, typed: Mapping[str, str], rows: Sequence[Sequence[object]]
) -> None:
    """Makes a table of rows that are here; `typed`: its columns with their DuckDB types."""
    columns = ", ".join(f'unnest(${name}::{kind}[]) AS "{name}"' for name, kind in typed.items())
    values = {name: [row[nr] for row in rows] for nr, name in enumerate(typed)}
    con.execute(f"CREATE OR REPLACE {table} AS SELECT {columns}", values)


_VIEWS = ("records", "live")
"""Of the fold, what is but a choice of the log's rows: to write it down anew would cost more than to choose again."""


def fold(con: duckdb.DuckDBPyConnection, for_rules: bool = False) -> None:
    """Makes the temporary tables of sql/fold, in the order their own FROM clauses imply; or those that rules read.

    Most rules read `live`, and few of its fields: for them, these are written down.
    """
    wanted = {one for name in sql.read("checks") for one in _needed(name)} if for_rules else sql.read("fold").keys()
    for name in in_order("fold"):
        if name in wanted:
            kind = "VIEW" if name in _VIEWS else "TABLE"
            con.execute(f'CREATE OR REPLACE TEMP {kind} "{name}" AS {sql.read("fold")[name]}')
    if for_rules:
        names = ", ".join(f'"{name}"' for name in _weighed())
        con.execute(f"CREATE OR REPLACE TEMP TABLE narrow AS SELECT pos, {names} FROM live")
        con.execute("CREATE OR REPLACE TEMP VIEW live AS SELECT * FROM narrow")


@cache
def _weighed() -> list[str]:
    """The fields that any rule, what it reads of the fold, or the check of citations speaks of."""
    rules = sql.read("checks")
    texts = [*rules.values(), *sql.read("citations").values()]
    texts += [sql.read("fold")[one] for name in rules for one in _needed(name) if one in sql.read("fold")]
    words = set(re.findall(r"\w+", " ".join(texts)))
    return [name for name in schema.columns() if name in words]


def make(con: duckdb.DuckDBPyConnection) -> None:
    """Makes the public tables, after `load`: `log`, `dates`, `vocabulary`, and one of each .sql file in sql/tables."""
    [(here,)] = con.execute("SELECT current_database()").fetchall()
    con.execute(f"CREATE OR REPLACE TABLE {here}.main.log AS SELECT * FROM log ORDER BY pos")
    con.execute(f"CREATE OR REPLACE TEMP VIEW log AS SELECT * FROM {here}.main.log; DROP TABLE lines")
    con.execute("DROP TABLE IF EXISTS narrow")
    _from_rows(con, f"TABLE {here}.main.vocabulary", VOCABULARY, [tuple(row.values()) for row in vocabulary()])
    in_words(con)
    con.execute(f"CREATE OR REPLACE TABLE {here}.main.dates AS SELECT * FROM dates ORDER BY edtf")
    fold(con)
    for name in in_order("tables"):
        con.execute(f'CREATE OR REPLACE TABLE {here}.main."{name}" AS {sql.read("tables")[name]}')


def in_words(con: duckdb.DuckDBPyConnection) -> None:
    """Gives the temporary `dates` their words."""
    texts = [text for (text,) in con.execute("SELECT edtf FROM dates").fetchall()]
    _from_rows(con, "TEMP TABLE words", _WORDS, [(text, edtf_english.english(text)) for text in texts])
    con.execute("CREATE OR REPLACE TEMP TABLE dates AS SELECT dates.*, words FROM dates JOIN words USING (edtf)")


def in_order(folder: str) -> list[str]:
    """The files of a folder, each after those whose tables it reads."""
    names = sql.read(folder).keys()
    return list(TopologicalSorter({name: sorted(_reads()[name] & names) for name in names}).static_order())


@cache
def _reads() -> dict[str, set[str]]:
    """The tables that each file of fold/, tables/ and checks/ reads, as DuckDB's own parser sees them."""
    with duckdb.connect() as con:
        parsed = {
            name: con.execute("SELECT json_serialize_sql($1)", [text]).fetchall()[0][0]
            for folder in ("fold", "tables", "checks")
            for name, text in sql.read(folder).items()
        }
    return {name: set(re.findall(r'"table_name":"(\w+)"', tree)) - {name} for name, tree in parsed.items()}


_LAST_DAY = """CAST(CASE length(CAST(known_by AS VARCHAR))
    WHEN 4 THEN CAST(CAST(known_by AS VARCHAR) || '-12-31' AS DATE)
    WHEN 7 THEN last_day(CAST(CAST(known_by AS VARCHAR) || '-01' AS DATE))
    ELSE CAST(known_by AS DATE) END AS VARCHAR)"""
"""The last day of the year, month or day that a macro is given; an error where it is none."""


def add_macros(con: duckdb.DuckDBPyConnection) -> None:
    """For each table a macro of the same SQL, `<table>_as_of(as_of := …, known_by := …, certain := …)`."""
    files = {**sql.read("fold"), **sql.read("tables")}
    order = [*in_order("fold"), *in_order("tables")]
    for name in sql.read("tables"):
        needed = _needed(name)
        parts = [
            f"scope AS (SELECT {_LAST_DAY} AS known_by, CAST(certain AS BOOLEAN) AS certain)",
            "log AS (SELECT * FROM main.log WHERE as_of IS NULL OR pos <= as_of)",
            *(f"{part} AS MATERIALIZED ({files[part]})" for part in order if part in needed),
        ]
        con.execute(
            f"CREATE MACRO {name}_as_of(as_of := NULL, known_by := NULL, certain := FALSE) AS TABLE "
            f"WITH {', '.join(parts)} SELECT * FROM {name}"
        )


def _needed(name: str) -> set[str]:
    """A file, and all that it rests on."""
    found, ahead = set(), [name]
    while ahead:
        found.add(here := ahead.pop())
        ahead += (_reads().get(here, set()) & _reads().keys()) - found
    return found


def describe(con: duckdb.DuckDBPyConnection) -> None:
    """Puts the codebook into the file itself: a comment on every table and column."""
    columns = con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'made' AND schema_name = 'main'"
    )
    pairs: list[tuple[str, str]] = columns.fetchall()
    words = [
        f"COMMENT ON COLUMN made.main.{identifier(of)}.{identifier(name)} IS {literal(codebook.column(of, name))}"
        for of, name in pairs
    ]
    words += [
        f"COMMENT ON TABLE made.main.{identifier(name)} IS {literal(codebook.table(name))}"
        for name in sorted({of for of, _ in pairs})
    ]
    con.execute(";".join(words))
