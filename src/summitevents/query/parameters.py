"""Checks the values of a named question's parameters: a name that nothing has is a slip, and not an empty answer."""

from collections.abc import Callable, Mapping

import duckdb

from summitevents import sql
from summitevents.errors import UnreadableError
from summitevents.findings.spelling import did_you_mean
from summitevents.query.select import run_query

_NEEDED = "(needed)"
"""What the comment on a parameter says that must be given."""
_CLOSED = "SELECT term FROM vocabulary WHERE list = $of ORDER BY nr"
_SLUGS = {
    "event": "SELECT event FROM events UNION SELECT alias FROM aliases ORDER BY 1",
    "source": "SELECT source FROM sources ORDER BY 1",
}
_NAMES = """SELECT nullif(name, slug), contains(' ' || folded || ' ', ' ' || replace(strip_accents(lower($words)), '-', ' ') || ' ')
FROM names WHERE declared = $of ORDER BY name"""


def check_parameters(con: duckdb.DuckDBPyConnection, question: str, values: Mapping[str, str | None]) -> None:
    """Raises UnreadableError if a parameter that is needed is missing, or if a value cannot be one. `question`: its name."""
    for about in sql.about(sql.read("queries")[question]):
        name, colon, meaning = about.removeprefix("$").partition(":")
        if not (colon and about.startswith("$")):
            continue
        value = values.get(name)
        if value is None and meaning.endswith(_NEEDED):
            raise UnreadableError(f"{question} needs -p {name}=…,{meaning.removesuffix(_NEEDED).rstrip()}")
        if value is not None and name in _CHECKS:
            for line in value.split("\n"):
                _CHECKS[name](con, name, line)


def expect_slug(con: duckdb.DuckDBPyConnection, of: str, slug: str) -> None:
    """Raises UnreadableError if no event, or no source, has this slug."""
    known = [one for (one,) in run_query(con, _SLUGS[of]).rows]
    if slug not in known:
        raise UnreadableError(f"no {of} {slug}; {did_you_mean(slug, known, f'see: summitevents export {of}s')}")


def _expect_term(con: duckdb.DuckDBPyConnection, of: str, term: str) -> None:
    known = [word for (word,) in run_query(con, _CLOSED, {"of": of}).rows]
    if term not in known:
        raise UnreadableError(f"no {of} is called {term}; {did_you_mean(term, known)}")


def _expect_name(con: duckdb.DuckDBPyConnection, of: str, words: str) -> None:
    declared = "place" if of == "place" else "actor"
    found = run_query(con, _NAMES, {"of": declared, "words": words}).rows
    if not any(matches for _, matches in found):
        names = list(dict.fromkeys(name for name, _ in found if name))
        raise UnreadableError(
            f"no {of} is called {words}; {did_you_mean(words, names, f'see: summitevents export {declared}s')}"
        )


_CHECKS: dict[str, Callable[[duckdb.DuckDBPyConnection, str, str], None]] = {
    "kind": _expect_term, "status": _expect_term, "event": expect_slug, "source": expect_slug, "actor": _expect_name,
    "place": _expect_name, "speaker": _expect_name,
}  # fmt: skip
"""Parameter → the function that refuses what cannot be its value."""
