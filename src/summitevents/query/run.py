"""Questions to the tables: SQL or a named question → rows. Read-only, and out of reach of files and the network."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import count
from pathlib import Path
from typing import Any, TextIO

import duckdb

from summitevents import sql
from summitevents.errors import UnreadableError
from summitevents.findings.spelling import did_you_mean


@dataclass(frozen=True, slots=True)
class Result:
    """Rows with their column names and DuckDB types."""

    columns: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]

    def dicts(self) -> Iterator[dict[str, Any]]:
        """Each row as column → value."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One row of the `timeline` table: an event that has a date. Days are ISO text, null where open or unknown."""

    nr: int
    happened: str
    date_words: str
    earliest: str | None
    latest: str | None
    event: str
    kind: str
    title: str
    summary: str | None
    status: str
    place: str | None
    actors: str | None
    sources: str | None
    disputed: bool
    planned: bool
    inferred: bool
    n_claims: int
    n_sources: int
    because: str
    citation: str


def named() -> dict[str, str]:
    """The named questions: name → SQL, whose opening comments say what it answers and which $parameters it takes."""
    return sql.read("queries")


def parameters(text: str) -> list[str]:
    """The $names a statement binds, in order of appearance."""
    return list(dict.fromkeys(re.findall(r"\$([a-z_][a-z0-9_]*)", re.sub(r"--.*|'(?:[^']|'')*'", "", text))))


def run(con: duckdb.DuckDBPyConnection, text: str, bound: Mapping[str, str | None] | None = None) -> Result:
    """The rows of one SELECT. A parameter that is not bound is null. Raises UnreadableError, with DuckDB's own words.

    Only a SELECT (or VALUES, FROM, DESCRIBE, SUMMARIZE, SHOW): anything else is refused before it runs.
    """
    bound = bound or {}
    unknown = bound.keys() - set(parameters(text))
    if unknown:
        raise UnreadableError(f"the query has no parameter ${', $'.join(sorted(unknown))}")
    try:
        statements = con.extract_statements(text)
        if len(statements) != 1 or statements[0].type.name != "SELECT":
            raise UnreadableError("one SELECT statement is wanted; the tables are read-only")
        values = {name: bound.get(name) for name in parameters(text)}
        shape = con.execute(text, values).description or []
        zoned = ["TIME ZONE" in str(kind) for _, kind, *_ in shape]
        if any(zoned):  # Python has no such type without a library of zones: as text, then
            names = [f"c{n}" for n in range(len(zoned))]
            cast = (f"CAST({name} AS VARCHAR)" if zone else name for name, zone in zip(names, zoned, strict=True))
            inner = text.rstrip().rstrip(";")
            con.execute(f"SELECT {', '.join(cast)} FROM ({inner}\n) AS rows_({', '.join(names)})", values)
        types = ["VARCHAR" if zone else str(column[1]) for zone, column in zip(zoned, shape, strict=True)]
        return Result(_distinct([name for name, *_ in shape]), types, con.fetchall())
    except duckdb.Error as error:
        raise UnreadableError(f"DuckDB: {error}") from None


def _distinct(names: list[str]) -> list[str]:
    """Column names, each once: a, a becomes a, a_1."""
    found: list[str] = []
    for name in names:
        again = (f"{name}_{n}" for n in count(1))
        found.append(name if name not in found else next(other for other in again if other not in names + found))
    return found


def result(rows: list[dict[str, Any]], columns: list[str]) -> Result:
    """Rows of our own making as a Result; every column is text, or a whole number."""
    types = ["BIGINT" if any(isinstance(row[name], int) for row in rows) else "VARCHAR" for name in columns]
    return Result(columns, types, [tuple(row[name] for name in columns) for row in rows])


def text_of(question: str, stdin: TextIO) -> str:
    """The SQL a reader means: a named question, a file that ends in .sql, `-` for standard input, or SQL itself."""
    if question in named():
        return named()[question]
    if question == "-":
        return stdin.read()
    if question.endswith(".sql") and " " not in question.strip():
        return Path(question).read_bytes().decode()
    if not re.search(r"\s", question.strip()):
        raise UnreadableError(f"no question is named {question}; {did_you_mean(question, list(named()))}")
    return question


def bound(pairs: list[str]) -> dict[str, str | None]:
    """name=value, …, as a mapping."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise UnreadableError(f"{wrong[0]}: a parameter is written name=value")
    return {name.removeprefix("$"): value for name, _, value in (pair.partition("=") for pair in pairs)}


def questions() -> Iterator[str]:
    """The named questions, with what each answers and the parameters it takes."""
    for name, text in named().items():
        what, *details = sql.about(text)
        yield f"{name}: {what}"
        yield from (
            f"    -p {detail.removeprefix('$').replace(':', '=…', 1)}" for detail in details if detail.startswith("$")
        )


def expect_term(con: duckdb.DuckDBPyConnection, of: str, term: str | None) -> None:
    """Raises UnreadableError where `term` is not one of the closed list `of` (kind, status …)."""
    known = [
        word for (word,) in run(con, "SELECT term FROM vocabulary WHERE list = $list ORDER BY nr", {"list": of}).rows
    ]
    if term is not None and term not in known:
        raise UnreadableError(f"no {of} is called {term}; {did_you_mean(term, known)}")


def tables(con: duckdb.DuckDBPyConnection, wanted: list[str]) -> list[str]:
    """The tables wanted, or all; names and grain as in docs/tables.md. Raises UnreadableError for one there is not."""
    known = [name for (name,) in run(con, "SELECT table_name FROM duckdb_tables() ORDER BY 1").rows]
    for name in wanted:
        if name not in known:
            raise UnreadableError(f"no table {name}; {did_you_mean(name, known)}")
    return wanted or known


def table(con: duckdb.DuckDBPyConnection, name: str) -> Result:
    """A table's rows in the order it was made."""
    return run(con, f'SELECT * FROM "{name}"')


def document(con: duckdb.DuckDBPyConnection, source: str) -> tuple[str, str]:
    """File name and SHA-256 of a source's document. Raises UnreadableError where there is no such source, or no file."""
    found = run(con, "SELECT filename, sha256 FROM sources WHERE source = $source", {"source": source}).rows
    known = [slug for (slug,) in run(con, "SELECT source FROM sources ORDER BY 1").rows]
    if not found:
        raise UnreadableError(f"no source {source}; {did_you_mean(source, known)}")
    if found[0][0] is None:
        raise UnreadableError(f"{source} names no file")
    file, digest = found[0]
    return file, digest


def timeline(con: duckdb.DuckDBPyConnection, **filters: str | None) -> Iterator[TimelineRow]:
    """The timeline's rows in time order; filters as in the named question `timeline`."""
    names = [field.name for field in fields(TimelineRow)]
    expect_term(con, "kind", filters.get("kind"))
    expect_term(con, "status", filters.get("status"))
    for row in run(con, named()["timeline"], filters).dicts():
        yield TimelineRow(**{name: row[name] for name in names})


@dataclass(frozen=True, slots=True)
class Story:
    """All there is to tell of one event: its row, its claims and relations, disputes and corrections, as column → value."""

    event: dict[str, Any]
    claims: list[dict[str, Any]]
    participants: list[dict[str, Any]]
    relations: list[dict[str, Any]]
    disputes: list[dict[str, Any]]
    comparisons: list[dict[str, Any]]
    corrections: list[dict[str, Any]]
    aliases: list[str]
    names: dict[str, str]
    """Slug → name of every actor and place."""


_STORY = {
    "claims": """SELECT claims.*, sources.title AS source_title, sources.filename AS source_file, sources.sha256 AS source_sha256
        FROM claims JOIN sources ON sources.source = claims.source
        WHERE event = $event ORDER BY standing""",
    "participants": "SELECT * FROM participants WHERE event = $event ORDER BY standing, actor, role",
    "relations": """SELECT relations.event, relation, other, relations.note, near_end.title, far_end.title AS other_title
        FROM relations JOIN events AS near_end ON near_end.event = relations.event
        JOIN events AS far_end ON far_end.event = relations.other
        WHERE relations.event = $event OR relations.other = $event ORDER BY relation, relations.event, relations.other""",
    "disputes": "SELECT * FROM disputes WHERE event = $event ORDER BY record, other_record",
    "comparisons": """SELECT log.target, log.verdict, log.other, log.reason FROM log
        WHERE op = 'compare' AND id NOT IN (SELECT record FROM corrections)
        AND target IN (SELECT record FROM claims) AND other IN (SELECT record FROM claims)
        AND (target IN (SELECT record FROM claims WHERE event = $event)
        OR other IN (SELECT record FROM claims WHERE event = $event)) ORDER BY pos""",
    "corrections": """SELECT corrections.* FROM corrections LEFT JOIN aliases ON aliases.alias = corrections.event
        WHERE coalesce(aliases.event, corrections.event) = $event ORDER BY pos""",
}


def story(con: duckdb.DuckDBPyConnection, name: str) -> Story:
    """The story of the event `name`, which may be an absorbed slug or a record's id. Raises UnreadableError, with a hint."""
    slugs = """SELECT event FROM events WHERE event = $name UNION ALL SELECT event FROM aliases WHERE alias = $name
        UNION ALL SELECT event FROM claims WHERE record = $name"""
    found = run(con, slugs, {"name": name}).rows
    if not found:
        ended = run(
            con, "SELECT record, how, ended_by, reason FROM corrections WHERE $name IN (record, event)", {"name": name}
        )
        if ended.rows:
            raise UnreadableError(
                f"nothing is left of {name}: {'; '.join('{} was {} by {} ({})'.format(*row) for row in ended.rows)}"
            )
        known = [slug for (slug,) in run(con, "SELECT event FROM events ORDER BY event").rows]
        hint = did_you_mean(name, known, "see: summitevents query 'SELECT event, title FROM events'")
        raise UnreadableError(f"no event {name}; {hint}")
    event = found[0][0]
    parts = {part: list(run(con, text, {"event": event}).dicts()) for part, text in _STORY.items()}
    (row,) = run(con, "SELECT * FROM events WHERE event = $event", {"event": event}).dicts()
    aliases = [
        alias
        for (alias,) in run(con, "SELECT alias FROM aliases WHERE event = $event ORDER BY 1", {"event": event}).rows
    ]
    names = dict(run(con, "SELECT actor, name FROM actors UNION ALL SELECT place, name FROM places").rows)
    return Story(event=row, aliases=aliases, names=names, **parts)
