"""The log in DuckDB: well-formed lines become the table `log`, and the .sql files make every other table from it."""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from summitevents import codebook, records, schema, sql
from summitevents.log import WHOLE, Line, Scope, UnreadableError
from summitevents.standards import edtf, edtf_english


@contextmanager
def aside(target: Path, same_bytes: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose tables land in the DuckDB file `target`, which appears whole or, on any exception, not at all.

    Raises UnreadableError where something else than a DuckDB file is there. The storage version is one that DuckDB from 1.1 on and DuckDB-WASM open. With `same_bytes` nothing is left to chance:
    threads take turns as they like, FSST, which DuckDB would pick for texts, samples at random, and other compressions leave unused memory in the file.
    """
    target = target.resolve()
    if target.exists() and not _is_database(target):
        raise UnreadableError(f"{target} is there, and is no DuckDB file; name another")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".building-") as folder:
        file = Path(folder) / target.name
        with duckdb.connect() as con:
            con.execute(f"ATTACH {_text(str(file))} AS made (STORAGE_VERSION 'v1.0.0', BLOCK_SIZE 16384)")
            con.execute("USE made")
            if same_bytes:
                con.execute("SET threads = 1; SET force_compression = 'uncompressed'")
            yield con
            con.execute("USE memory")
            con.execute("DETACH made")
        with file.open("rb+") as made:
            os.fsync(made.fileno())
        file.replace(target)


def _is_database(file: Path) -> bool:
    """Whether a file is an ordinary one that begins as DuckDB's do, or is empty."""
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(12)[8:] in (b"DUCK", b"")


def load(con: duckdb.DuckDBPyConnection, lines: Iterable[Line], scope: Scope = WHOLE) -> None:
    """Makes `log` (the lines within the scope), `dates` (every EDTF string in it, with bounds and words), `vocabulary`.

    And `scope`, one row that the fold reads: what its tables leave out.
    """
    typed = {"pos": "BIGINT", "file": "VARCHAR", "line": "BIGINT", **schema.columns(), "leaf": "VARCHAR"}
    names = ", ".join(f'"{name}"' for name in typed)
    structure = ", ".join(f"{_text(name)}: {_text(kind)}" for name, kind in typed.items())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.jsonl"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_placed(line) for line in lines if scope.as_of is None or line.pos <= scope.as_of)
        con.execute(
            f"CREATE OR REPLACE TABLE log AS SELECT {names} FROM read_json({_text(str(path))}, format = 'newline_delimited', "
            f"columns = {{{structure}}}) ORDER BY pos"
        )
    texts = con.execute("SELECT happened FROM log UNION SELECT published FROM log ORDER BY 1 NULLS LAST").fetchall()
    con.execute(
        "CREATE OR REPLACE TEMP TABLE scope AS SELECT $1::VARCHAR AS known_by, $2 AS certain",
        [scope.known_by, scope.certain],
    )
    _from_json(con, "TABLE dates", DATES, [dated(text) for (text,) in texts if text is not None])
    _from_json(con, "TABLE vocabulary", VOCABULARY, vocabulary())


def _placed(line: Line) -> str:
    """The line with its position, place and RFC 9162 leaf hash put in front of its own fields."""
    place = json.dumps(
        {"pos": line.pos, "file": line.file, "line": line.number, "leaf": leaf(line)}, ensure_ascii=False
    )
    return f"{place[:-1]}, {line.text.lstrip(' ' + chr(9))[1:]}\n"


def leaf(line: Line) -> str:
    """The RFC 9162 leaf hash of a line, in hex."""
    return hashlib.sha256(b"\0" + line.text.encode()).hexdigest()


DATES = {
    "edtf": "VARCHAR", "start_min": "VARCHAR", "start_max": "VARCHAR", "end_min": "VARCHAR", "end_max": "VARCHAR",
    "start_flag": "VARCHAR", "end_flag": "VARCHAR", "uncertain": "BOOLEAN", "approximate": "BOOLEAN", "words": "VARCHAR",
}  # fmt: skip
"""The columns of `dates`, with their DuckDB types."""


def dated(text: str) -> dict[str, object]:
    """An EDTF string with its bounds and its words: a row of `dates`. Raises EdtfError."""
    return {"edtf": text, **edtf.bounds(text)._asdict(), "words": edtf_english.english(text)}


VOCABULARY = {"list": "VARCHAR", "nr": "INTEGER", "term": "VARCHAR", "definition": "VARCHAR"}


def vocabulary() -> list[dict[str, object]]:
    """The closed lists of the record format; a status's `nr` is its precedence."""
    lists = {
        "kind": records.KINDS, "role": records.ROLES, "status": records.STATUSES,
        "relation": records.RELATIONS, "genre": records.GENRES,
    }  # fmt: skip
    return [
        {"list": name, "nr": nr, "term": term, "definition": definition}
        for name, terms in lists.items()
        for nr, (term, definition) in enumerate(terms.items(), 1)
    ]


def _from_json(
    con: duckdb.DuckDBPyConnection, table: str, typed: dict[str, str], rows: list[dict[str, object]]
) -> None:
    structure = json.dumps([typed])
    con.execute(
        f"CREATE OR REPLACE {table} AS SELECT unnest(from_json($rows, $structure), recursive := true)",
        {"rows": json.dumps(rows), "structure": structure},
    )


def make(con: duckdb.DuckDBPyConnection, folder: str) -> None:
    """Makes a table of each .sql file in `sql/<folder>`, in the order their own FROM clauses imply; `fold` is temporary."""
    kind = "TEMP TABLE" if folder == "fold" else "TABLE"
    for name in in_order(folder):
        con.execute(f'CREATE OR REPLACE {kind} "{name}" AS {sql.read(folder)[name]}')


def in_order(folder: str) -> list[str]:
    """The files of a folder, each after those whose tables it reads."""
    names = sql.read(folder).keys()
    return list(TopologicalSorter({name: sorted(_reads()[name] & names) for name in names}).static_order())


@cache
def _reads() -> dict[str, set[str]]:
    """The tables that each file of fold/ and tables/ reads, as DuckDB's own parser sees them."""
    with duckdb.connect() as con:
        parsed = {
            name: con.execute("SELECT json_serialize_sql($1)", [text]).fetchall()[0][0]
            for folder in ("fold", "tables")
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
    words = [f'COMMENT ON COLUMN "{of}"."{name}" IS {_text(codebook.column(of, name))}' for of, name in pairs]
    words += [f'COMMENT ON TABLE "{name}" IS {_text(codebook.table(name))}' for name in sorted({of for of, _ in pairs})]
    con.execute(";".join(words))


def _text(value: str) -> str:
    """A SQL string literal."""
    return "'" + value.replace("'", "''") + "'"
