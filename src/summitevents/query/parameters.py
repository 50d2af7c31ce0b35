"""Checks the values of a named question's parameters: a name that nothing has is a slip, and not an empty answer."""

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping

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
_MEANT = """WITH meant AS (
    SELECT DISTINCT slug FROM names
    WHERE declared = '{of}' AND contains(' ' || folded || ' ', ' ' || replace(strip_accents(lower($words)), '-', ' ') || ' ')
)
SELECT named.name FROM {of}s AS named JOIN meant ON meant.slug = named.{of}
JOIN ({told}) AS told ON told.slug = named.{of}
GROUP BY named.{of}, named.name ORDER BY count(*) DESC, named.{of}"""
"""The names that words are of, those that most is told of first."""
_TOLD = {
    "actor": ("actor", "SELECT actor AS slug FROM participants"),
    "speaker": ("actor", "SELECT speaker AS slug FROM claims"),
    "place": (
        "place",
        "SELECT place AS slug FROM claims JOIN places USING (place) WHERE within IS NULL OR within NOT IN (FROM meant)",
    ),
}
"""Parameter → whether it names an actor or a place, and what is told of each; a place within one that is meant is meant anyway."""
_NAMED = 4
"""How many names are named."""
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
        for line in value.split("\n") if value is not None else ():
            if not line.strip() or (name == "text" and not any(map(str.isalnum, line))):
                problem = "has no word" if line.strip() else "is empty"
                raise UnreadableError(f"{name} {problem}: give it words, or leave it out")
            if name in _CHECKS:
                _CHECKS[name](con, name, line)


def names_meant(con: duckdb.DuckDBPyConnection, values: Mapping[str, Iterable[str] | None]) -> Iterator[str]:
    """Yields a sentence for each value that is words of several names: “Neil” is any of 2: Neil Armstrong, Neil Young."""
    for parameter, (of, told) in _TOLD.items():
        for words in values.get(parameter) or ():
            names = [name for (name,) in run_query(con, _MEANT.format(of=of, told=told), {"words": words}).rows]
            rest = f", and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
            if len(names) > 1:
                yield f"“{words}” is any of {len(names):,}: {', '.join(names[:_NAMED])}{rest}"


def expect_slug(con: duckdb.DuckDBPyConnection, of: str, slug: str) -> None:
    """Raises UnreadableError if no event, or no source, has this slug."""
    known = [one for (one,) in run_query(con, _SLUGS[of]).rows]
    if slug not in known:
        raise UnreadableError(f"no {of} {slug}; {did_you_mean(slug, known, f'see: summitevents export {of}s')}")


def _expect_term(con: duckdb.DuckDBPyConnection, of: str, term: str) -> None:
    known = [word for (word,) in run_query(con, _CLOSED, {"of": of}).rows]
    if term not in known:
        hint = _one_by_one(of, term) or did_you_mean(term, known)
        raise UnreadableError(f"no {of} is called {term}; {hint}")


def _one_by_one(of: str, words: str) -> str:
    """Returns how several are given, if there is a comma in the words."""
    each = [shlex.quote(word.strip()) for word in words.split(",")]
    return f"give each by itself: {' '.join(f'--{of} {word}' for word in each)}" if len(each) > 1 else ""


def _expect_name(con: duckdb.DuckDBPyConnection, of: str, words: str) -> None:
    declared = "place" if of == "place" else "actor"
    found = run_query(con, _NAMES, {"of": declared, "words": words}).rows
    if not any(matches for _, matches in found):
        names = list(dict.fromkeys(name for name, _ in found if name))
        hint = _one_by_one(of, words) or did_you_mean(words, names, f"see: summitevents export {declared}s")
        raise UnreadableError(f"no {of} is called {words}; {hint}")


_CHECKS: dict[str, Callable[[duckdb.DuckDBPyConnection, str, str], None]] = {
    "kind": _expect_term, "status": _expect_term, "event": expect_slug, "source": expect_slug, "actor": _expect_name,
    "place": _expect_name, "speaker": _expect_name,
}  # fmt: skip
"""Parameter → the function that refuses what cannot be its value."""
