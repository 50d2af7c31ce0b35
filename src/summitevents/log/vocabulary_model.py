"""Defines a vocabulary: the kinds of events and the roles of participants, which are of a subject.

A package names a built-in vocabulary or a file of its own in `datapackage.json`, as `summitevents.vocabulary`.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from summitevents.log.vocabulary import COLORS, CONFIDENCE, GENRES, RELATIONS, SLUG, STATUSES, UTTERANCES, Terms

Name = Annotated[str, Field(pattern=rf"^(?:{SLUG})$", max_length=40, description="a slug")]
Words = Annotated[str, Field(pattern=r"^(?:[^\x00-\x1f\x7f]+)$", max_length=400)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Family(_Model):
    """Kinds that are alike, and have one colour on the page."""

    name: Name
    title: Words = Field(description="what it holds, as legends say it")
    color: Literal[COLORS] = Field(description="of no other family")  # type: ignore[valid-type]


class Match(_Model):
    """A code of another scheme that comes near a kind."""

    scheme: Annotated[str, Field(pattern=r"^(?:[A-Za-z][A-Za-z0-9.-]*)$", max_length=40)] = Field(
        description="CAMEO, PLOVER, Wikidata, or another scheme by its name"
    )
    code: Annotated[str, Field(pattern=r"^(?:[!-~]+)$", max_length=80)] = Field(description="the code in that scheme")
    mode: Words | None = Field(None, description="PLOVER's mode of it")
    label: Words | None = Field(None, description="what the scheme calls the code")
    match: Literal["exact", "close", "broad", "narrow", "related"] = Field(
        description="how near it comes (SKOS), seen from the kind: broad covers more than the kind, narrow less"
    )


class Kind(_Model):
    """A kind of event."""

    name: Name
    definition: Words = Field(description="what an event of this kind is")
    family: Name = Field(description="one of the families")
    utterance: Literal[tuple(UTTERANCES)] | None = Field(  # type: ignore[valid-type]
        None, description="if the event is somebody's words: what these do"
    )
    crosswalk: tuple[Match, ...] = Field((), description="codes of other schemes")


class Role(_Model):
    """A role of a participant."""

    name: Name
    definition: Words = Field(description="what somebody in this role does")
    schema_org: Literal["organizer", "performer", "attendee"] | None = Field(
        None, description="the property of schema.org's Event that it comes to; without one, about"
    )


class Vocabulary(_Model):
    """The kinds of events and the roles of participants that a log may use, in the order of their lists."""

    json_schema: str | None = Field(None, alias="$schema", description="the schema that an editor goes by")
    title: Words = Field(description="what it is called")
    description: Words | None = Field(None, description="what it is for")
    families: tuple[Family, ...] = Field(min_length=1, max_length=len(COLORS))
    kinds: tuple[Kind, ...] = Field(min_length=1)
    roles: tuple[Role, ...] = Field(min_length=1)

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


BUILT_IN = ("diplomacy", "general")
"""The names of the vocabularies that are part of this program."""
DEFAULT = "diplomacy"
"""The vocabulary of a package that names none: older logs have no other."""


@cache
def built_in(name: str) -> Vocabulary:
    """Returns a built-in vocabulary."""
    return Vocabulary.model_validate_json(built_in_text(name))


def built_in_text(name: str) -> str:
    """Returns the file of a built-in vocabulary: an example for one of one's own."""
    return files("summitevents").joinpath("log", "vocabularies", f"{name}.json").read_text("utf-8")
