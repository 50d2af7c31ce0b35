"""Defines what the file of a vocabulary may hold: the models that check it, and that its JSON Schema is made from."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from summitevents.log.vocabulary import COLORS, SLUG, UTTERANCES

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
