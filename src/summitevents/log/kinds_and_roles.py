"""A vocabulary as a value: the kinds of events and the roles of participants, which are of a subject.

A package names a built-in vocabulary or a file of its own in `datapackage.json`, as `summitevents.vocabulary`. What such a file may
hold, `vocabulary_model` says; it is by itself, so that a good log is read without pydantic.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from summitevents.log.vocabulary import CONFIDENCE, GENRES, RELATIONS, STATUSES, Terms


class Family(NamedTuple):
    """Kinds that are alike, and have one colour on the page."""

    name: str
    title: str
    color: str


class Match(NamedTuple):
    """A code of another scheme that comes near a kind, and how near (SKOS)."""

    scheme: str
    code: str
    match: str
    mode: str | None = None
    label: str | None = None


class Kind(NamedTuple):
    """A kind of event. `utterance`: if it is somebody's words, what these do."""

    name: str
    definition: str
    family: str
    utterance: str | None = None
    crosswalk: tuple[Match, ...] = ()


class Role(NamedTuple):
    """A role of a participant. `schema_org`: the property of schema.org's Event that it comes to."""

    name: str
    definition: str
    schema_org: str | None = None


class Vocabulary(NamedTuple):
    """The kinds of events and the roles of participants that a log may use, in the order of their lists."""

    families: tuple[Family, ...]
    kinds: tuple[Kind, ...]
    roles: tuple[Role, ...]

    def terms(self) -> Terms:
        """Returns every closed list, the format's own too: its name → term → definition."""
        kinds, roles = ({one.name: one.definition for one in words} for words in (self.kinds, self.roles))
        own = {"status": STATUSES, "relation": RELATIONS, "genre": GENRES, "confidence": CONFIDENCE}
        return {"kind": kinds, "role": roles, **own}

    def rows(self) -> list[tuple[str, int, str, str]]:
        """Returns the rows of the table `vocabulary`. A status's `nr` is its firmness."""
        return [
            (of, nr, term, definition)
            for of, terms in self.terms().items()
            for nr, (term, definition) in enumerate(terms.items(), 1)
        ]

    def matches(self) -> Iterator[tuple[str, str, str, str | None, str | None, str]]:
        """Yields the rows of the table `crosswalk`, sorted by its key."""
        rows = ((kind.name, m.scheme, m.code, m.mode, m.label, m.match) for kind in self.kinds for m in kind.crosswalk)
        return iter(sorted(rows, key=lambda row: row[:3]))


def vocabulary_of(told: Mapping[str, Any]) -> Vocabulary:
    """Returns the vocabulary that a JSON object holds. Requires: it is known to be one."""
    kinds = (
        Kind(**{**kind, "crosswalk": tuple(Match(**one) for one in kind.get("crosswalk", ()))})
        for kind in told["kinds"]
    )
    return Vocabulary(
        tuple(Family(**one) for one in told["families"]), tuple(kinds), tuple(Role(**one) for one in told["roles"])
    )


BUILT_IN = ("diplomacy", "general")
"""The names of the vocabularies that are part of this program."""
DEFAULT = "diplomacy"
"""The vocabulary of a package that names none: older logs have no other."""


@cache
def built_in(name: str) -> Vocabulary:
    """Returns a built-in vocabulary."""
    return vocabulary_of(json.loads(built_in_text(name)))


def built_in_text(name: str) -> str:
    """Returns the file of a built-in vocabulary: an example for one of one's own."""
    return files("summitevents").joinpath("log", "vocabularies", f"{name}.json").read_text("utf-8")
