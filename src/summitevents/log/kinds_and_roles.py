"""A vocabulary as a value: the kinds of events and the roles of participants, which are of a subject.

A package names a built-in vocabulary or a file of its own in `datapackage.json`, as `summitevents.vocabulary`. What a field may hold
stands in its metadata, in the terms of pydantic, which checks a package's own file by it; what is built in is read without pydantic.
`eq` and `repr` are off: making those methods would slow the start of every command.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from summitevents.log.vocabulary import COLORS, CONFIDENCE, GENRES, RELATIONS, SLUG, STATUSES, UTTERANCES, Terms

_NAME: Mapping[str, Any] = {"pattern": rf"^(?:{SLUG})$", "max_length": 40, "description": "a slug"}
_WORDS: Mapping[str, Any] = {"pattern": r"^(?:[^\x00-\x1f\x7f]+)$", "max_length": 400}
_STRICT = {"extra": "forbid"}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Family:
    """Kinds that are alike, and have one colour on the page."""

    __pydantic_config__ = _STRICT

    name: str = field(metadata=_NAME)
    title: str = field(metadata={**_WORDS, "description": "what it holds, as legends say it"})
    color: Literal[COLORS] = field(metadata={"description": "of no other family"})  # type: ignore[valid-type]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Match:
    """A code of another scheme that comes near a kind."""

    __pydantic_config__ = _STRICT

    scheme: str = field(
        metadata={
            "pattern": r"^(?:[A-Za-z][A-Za-z0-9.-]*)$", "max_length": 40,
            "description": "CAMEO, PLOVER, Wikidata, or another scheme by its name",
        }
    )  # fmt: skip
    code: str = field(metadata={"pattern": r"^(?:[!-~]+)$", "max_length": 80, "description": "the code in that scheme"})
    mode: str | None = field(default=None, metadata={**_WORDS, "description": "PLOVER's mode of it"})
    label: str | None = field(default=None, metadata={**_WORDS, "description": "what the scheme calls the code"})
    match: Literal["exact", "close", "broad", "narrow", "related"] = field(
        metadata={
            "description": "how near it comes (SKOS), seen from the kind: broad covers more than the kind, narrow less"
        }
    )


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Kind:
    """A kind of event."""

    __pydantic_config__ = _STRICT

    name: str = field(metadata=_NAME)
    definition: str = field(metadata={**_WORDS, "description": "what an event of this kind is"})
    family: str = field(metadata={**_NAME, "description": "one of the families"})
    utterance: Literal[tuple(UTTERANCES)] | None = field(  # type: ignore[valid-type]
        default=None, metadata={"description": "if the event is somebody's words: what these do"}
    )
    crosswalk: tuple[Match, ...] = field(default=(), metadata={"description": "codes of other schemes"})


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Role:
    """A role of a participant."""

    __pydantic_config__ = _STRICT

    name: str = field(metadata=_NAME)
    definition: str = field(metadata={**_WORDS, "description": "what somebody in this role does"})
    schema_org: Literal["organizer", "performer", "attendee"] | None = field(
        default=None,
        metadata={"description": "the property of schema.org's Event that it comes to; without one, about"},
    )


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Vocabulary:
    """The kinds of events and the roles of participants that a log may use, in the order of their lists."""

    __pydantic_config__ = _STRICT

    json_schema: str | None = field(
        default=None, metadata={"alias": "$schema", "description": "the schema that an editor goes by"}
    )
    title: str = field(metadata={**_WORDS, "description": "what it is called"})
    description: str | None = field(default=None, metadata={**_WORDS, "description": "what it is for"})
    families: tuple[Family, ...] = field(metadata={"min_length": 1, "max_length": len(COLORS)})
    kinds: tuple[Kind, ...] = field(metadata={"min_length": 1})
    roles: tuple[Role, ...] = field(metadata={"min_length": 1})

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


def _known_good(told: Mapping[str, Any]) -> Vocabulary:
    """Returns the vocabulary that a JSON object holds. Requires: it is known to be one."""
    kinds = (
        Kind(**{**kind, "crosswalk": tuple(Match(**one) for one in kind.get("crosswalk", ()))})
        for kind in told["kinds"]
    )
    families, roles = (Family(**one) for one in told["families"]), (Role(**one) for one in told["roles"])
    return Vocabulary(title=told["title"], families=tuple(families), kinds=tuple(kinds), roles=tuple(roles))


BUILT_IN = ("diplomacy", "general")
"""The names of the vocabularies that are part of this program."""
DEFAULT = "diplomacy"
"""The vocabulary of a package that names none: older logs have no other."""


@cache
def built_in(name: str) -> Vocabulary:
    """Returns a built-in vocabulary."""
    return _known_good(json.loads(built_in_text(name)))


def built_in_text(name: str) -> str:
    """Returns the file of a built-in vocabulary: an example for one of one's own."""
    return files("summitevents").joinpath("log", "vocabularies", f"{name}.json").read_text("utf-8")
