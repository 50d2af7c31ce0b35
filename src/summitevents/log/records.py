"""Defines the kinds of record that a log holds: nothing else says which fields there are.

Everything that describes a record elsewhere (the Table Schema, `datapackage.json`, the JSON Schema for editors, the
field tables of docs/format.md, the columns of the `log` table) is generated from these models by `schema.py`.

A field that is absent is null, and null means that the source is silent: nothing is ever guessed. The docstrings of
the models are descriptions in the JSON Schema.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationInfo, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from summitevents.log.vocabulary import GENRES, RELATIONS, SLUG, STATUSES, Terms
from summitevents.standards import edtf


@dataclass(frozen=True)
class Term:
    """Marks a text that is a term of the package's vocabulary: of the list `of`, in the `Terms` given as context.

    Without a context, any text will do.
    """

    of: str

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        """Returns how pydantic checks it."""
        return core_schema.with_info_plain_validator_function(self._check)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: object) -> dict[str, Any]:
        """Returns its JSON Schema, in which `schema.json_schema` puts the terms in the place of the list's name."""
        return {"enum": self.of, "type": "string"}

    def _check(self, value: object, info: ValidationInfo) -> str:
        terms: Terms | None = info.context
        if isinstance(value, str) and (terms is None or value in terms[self.of]):
            return value
        raise PydanticCustomError("term", "not a term of the list")


Kind = Annotated[str, Term("kind")]
Role = Annotated[str, Term("role")]
if TYPE_CHECKING:
    Status = str
    Relation = str
    Genre = str
else:
    Status, Relation, Genre = Literal[tuple(STATUSES)], Literal[tuple(RELATIONS)], Literal[tuple(GENRES)]


def _check_edtf(text: str) -> str:
    try:
        edtf.bounds(text)
    except edtf.EdtfError as error:
        raise PydanticCustomError("edtf", "{reason}", {"reason": error.reason}) from None
    return text


def _check_time(text: str) -> str:
    try:
        datetime.fromisoformat(text.replace("T24", "T99"))  # from Python 3.13 on, 24:00 is midnight to it
    except ValueError:
        raise PydanticCustomError("time", "no such moment in the calendar") from None
    return text


BATCH = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}-{SLUG}"

Slug = Annotated[str, Field(pattern=rf"^(?:{SLUG})$", max_length=80)]
RecordId = Annotated[str, Field(pattern=rf"^(?:{BATCH}\.[1-9][0-9]{{0,8}})$")]
Edtf = Annotated[str, Field(pattern=rf"^(?:{edtf.PATTERN})$"), AfterValidator(_check_edtf)]
Time = Annotated[
    str, Field(pattern=r"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)$"), AfterValidator(_check_time)
]
Text = Annotated[str, Field(pattern=r"^(?:[^\x00-\x1f\x7f]+)$", max_length=4000)]
Address = Annotated[str, Field(pattern=r"^(?:https?://[!-~]+)$")]
Sha256 = Annotated[str, Field(pattern=r"^(?:[0-9a-f]{64})$")]
Wikidata = Annotated[str, Field(pattern=r"^(?:Q[1-9][0-9]*)$")]
Basis = Literal["stated", "inferred"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Participant(_Model):
    """One entry of a claim's `actors`."""

    actor: Slug = Field(description="who: the slug of an `actor` record")
    role: Role = Field(description="in what role")
    office: Text | None = Field(None, description="the office the passage gives the actor, in our words")
    name: Text | None = Field(None, description="the name exactly as the passage spells it")


class Kin(_Model):
    """One entry of an actor's `kin`: `actor` is this person's `relation`."""

    actor: Slug = Field(description="the relative: the slug of an `actor` record")
    relation: Slug = Field(description="what the relative is to this person, such as grandfather")


class Record(_Model):
    """What every line has."""

    id: RecordId = Field(description="`<file stem>.<n>`, unique in the log")
    op: str = Field(description="what the line does")
    recorded_at: Time = Field(description="when it was written down, in UTC: YYYY-MM-DDTHH:MM:SSZ")
    recorded_by: Slug = Field(description="the role of who wrote it down, such as curator; never a name")


class Declaration(Record):
    """A line that declares something, and may replace an earlier line of its kind."""

    replaces: RecordId | None = Field(None, description="the record this one stands in for; that one is dead")
    reason: Text | None = Field(None, description="why; required with `replaces`")

    @model_validator(mode="after")
    def _replacement_has_reason(self) -> Self:
        if self.replaces and not self.reason:
            raise PydanticCustomError("reason", "a record that replaces another says why", {"field": "reason"})
        return self


class Cited(_Model):
    """The passage of a source that a line rests on. The three passage fields stand together or not at all."""

    source: Slug | None = Field(None, description="the slug of a `source` record")
    passage_start: int | None = Field(
        None, ge=0, description="first character of the passage, in Unicode code points from 0"
    )
    passage_end: int | None = Field(None, ge=1, description="end of the passage, in Unicode code points, exclusive")
    passage_sha256: Sha256 | None = Field(None, description="SHA-256 of the passage's UTF-8 bytes")

    @model_validator(mode="after")
    def _passage_is_whole(self) -> Self:
        given = [x is not None for x in (self.passage_start, self.passage_end, self.passage_sha256)]
        if any(given) and not (all(given) and self.source):
            raise PydanticCustomError(
                "passage", "source, passage_start, passage_end and passage_sha256 go together", {"field": "source"}
            )
        if self.passage_start is not None and self.passage_end is not None and self.passage_start >= self.passage_end:
            raise PydanticCustomError("passage", "a passage ends after it starts", {"field": "passage_end"})
        return self


class Source(Declaration):
    """A document, or a revision of one."""

    op: Literal["source"]
    source: Slug = Field(description="the slug that claims cite")
    title: Text = Field(description="as the document gives it")
    author: list[Text] | None = Field(None, description="names in the order of the document")
    publisher: Text | None = Field(None, description="who made it public")
    published: Edtf | None = Field(None, description="when it was made public (EDTF)")
    published_basis: Basis | None = Field(None, description="stated by the document, or inferred by us (see note)")
    language: Annotated[str, Field(pattern=r"^(?:[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$")] | None = Field(
        None, description="BCP 47 tag"
    )
    genre: Genre | None = Field(None, description="what kind of document it is")
    official_of: Slug | None = Field(
        None, description="the state or organisation whose official record it is: the slug of an `actor` record"
    )
    taken_from: Text | None = Field(
        None, description="the agency or publisher whose text it prints or rewrites, as `publisher` names it elsewhere"
    )
    address: Address | None = Field(None, description="where its publisher has it; null where nobody has checked")
    copy_address: Address | None = Field(
        None, description="where the copy is that was read, if elsewhere: in an archive, or with another publisher"
    )
    filename: Annotated[str, Field(pattern=r"^(?:[A-Za-z0-9_][A-Za-z0-9._-]*)$")] | None = Field(
        None, description="the name of the document's file in seeds/"
    )
    sha256: Sha256 | None = Field(None, description="SHA-256 of the file's bytes")
    bytes: int | None = Field(None, ge=0, description="size of the file in bytes")
    characters: int | None = Field(None, ge=0, description="length of the file's text in Unicode code points")
    rights: Text | None = Field(None, description="who holds the rights in the document")
    at_hand: bool | None = Field(None, description="whether the document itself was read when its claims were made")
    revision_of: Slug | None = Field(None, description="the source this is a later revision of")
    note: Text | None = Field(None, description="our remarks, such as the reasoning behind `published`")


class Actor(Declaration, Cited):
    """A person, state or organisation, or an unnamed speaker or group."""

    op: Literal["actor"]
    actor: Slug = Field(description="the slug that other records use")
    type: Literal["person", "state", "organisation", "group"] = Field(
        description="what it is; an unnamed speaker is a person, people at large are a group"
    )
    name: Text = Field(description="the name in common English use, or a description of the unnamed")
    iso3: Annotated[str, Field(pattern=r"^(?:[A-Z]{3})$")] | None = Field(
        None, description="ISO 3166-1 alpha-3 of a state; of a person or organisation, the state it belongs to"
    )
    wikidata: Wikidata | None = Field(None, description="Wikidata item, only where somebody has checked it")
    names: list[Text] | None = Field(None, description="other spellings the sources use, slips included")
    kin: list[Kin] | None = Field(None, description="relatives that the sources name")
    note: Text | None = Field(None, description="our remarks")


class Place(Declaration):
    """A place."""

    op: Literal["place"]
    place: Slug = Field(description="the slug that other records use")
    name: Text = Field(description="the name in common English use")
    within: Slug | None = Field(None, description="the place it lies in")
    iso2: Annotated[str, Field(pattern=r"^(?:[A-Z]{2})$")] | None = Field(
        None, description="ISO 3166-1 alpha-2 of the country"
    )
    wikidata: Wikidata | None = Field(None, description="Wikidata item, only where somebody has checked it")
    latitude: float | None = Field(None, ge=-90, le=90, description="degrees north, WGS 84")
    longitude: float | None = Field(None, ge=-180, le=180, description="degrees east, WGS 84")
    precision: Literal["site", "city", "region", "country"] | None = Field(
        None, description="what the coordinates stand for"
    )
    names: list[Text] | None = Field(None, description="other spellings the sources use, slips included")
    note: Text | None = Field(None, description="our remarks")


class Claim(Declaration, Cited):
    """What ONE passage of ONE source says of ONE event."""

    op: Literal["claim"]
    event: Slug = Field(description="the event's slug")
    kind: Kind = Field(description="what kind of event")
    title: Text = Field(description="the event in a few words, ours")
    summary: Text | None = Field(None, description="what the passage says of it, in our words")
    happened: Edtf | None = Field(
        None, description="when, in days local to the event (EDTF); null where the passage does not date it"
    )
    basis: Basis | None = Field(
        None, description="of `happened`: stated by the passage, or inferred by us from its context (see note)"
    )
    status: Status = Field(description="what the passage says of the event's reality")
    speaker: Slug | None = Field(None, description="who says so, where it is not the document's own voice")
    via: list[Slug] | None = Field(
        None, description="the chain of hearsay between document and speaker, nearest to the document first"
    )
    place: Slug | None = Field(None, description="where")
    actors: list[Participant] | None = Field(None, description="who, in what role")
    outcome: Text | None = Field(None, description="what came of it, as the passage has it, in our words")
    quantity: float | None = Field(None, description="a count the passage gives")
    unit: Slug | None = Field(None, description="what `quantity` counts, in the singular, such as year or month")
    source: Slug = Field(description="the slug of the `source` record")
    locator: Text | None = Field(None, description="section or paragraph, for a source that is not at hand")
    note: Text | None = Field(None, description="our reasoning, such as how a relative date was read")

    @model_validator(mode="after")
    def _claim_holds_together(self) -> Self:
        if self.passage_start is None and self.locator is None:
            raise PydanticCustomError("citation", "a claim names its passage or a locator", {"field": "source"})
        if (self.happened is None) != (self.basis is None):
            raise PydanticCustomError("basis", "happened and basis go together", {"field": "happened"})
        if (self.quantity is None) != (self.unit is None):
            raise PydanticCustomError("unit", "quantity and unit go together", {"field": "quantity"})
        return self


class Relate(Declaration, Cited):
    """One event stands in a relation to another; read: event, relation, other."""

    op: Literal["relate"]
    event: Slug = Field(description="the event that bears the relation")
    relation: Relation = Field(description="how they are related")
    other: Slug = Field(description="the other event")
    note: Text | None = Field(None, description="our remarks")


class Compare(Declaration):
    """A judgement on two claims; read: target, verdict, other."""

    op: Literal["compare"]
    target: RecordId = Field(description="the claim that is judged")
    verdict: Literal["confirms", "narrows", "contradicts", "counts-differently"] = Field(
        description="what it does to the other"
    )
    other: RecordId = Field(description="the claim it is held against")
    reason: Text = Field(description="why we judge so")


class Retract(Record):
    """This record should not stand. Nothing comes back to life: to undo a retraction, assert anew."""

    op: Literal["retract"]
    target: RecordId = Field(description="the record that dies")
    reason: Text = Field(description="why")


class Same(Declaration):
    """Two event slugs are one event; `event` is the one that stays."""

    op: Literal["same"]
    event: Slug = Field(description="the slug that stays")
    other: Slug = Field(description="the slug that is absorbed into it")
    reason: Text = Field(description="why")


class Different(Declaration):
    """Two event slugs are not one event, though they may look like it."""

    op: Literal["different"]
    event: Slug = Field(description="one event")
    other: Slug = Field(description="the other")
    reason: Text = Field(description="why")


class Rank(Declaration):
    """A claim is to be preferred, or counts for nothing any more."""

    op: Literal["rank"]
    target: RecordId = Field(description="the claim")
    rank: Literal["preferred", "deprecated"] = Field(description="its rank; a claim without one is normal")
    reason: Text = Field(description="why")


AnyRecord = Annotated[
    Source | Actor | Place | Claim | Relate | Compare | Retract | Same | Different | Rank, Field(discriminator="op")
]
MODELS: dict[str, type[Record]] = {
    "source": Source,
    "actor": Actor,
    "place": Place,
    "claim": Claim,
    "relate": Relate,
    "compare": Compare,
    "retract": Retract,
    "same": Same,
    "different": Different,
    "rank": Rank,
}
RECORD: TypeAdapter[AnyRecord] = TypeAdapter(AnyRecord)
"""Validates one line's value: `RECORD.validate_python(value, context=terms)`, with the `Terms` of the log."""


def field_order(op: str) -> list[str]:
    """Returns the fields of a record in their usual order: the passage stands after its source, and last what the record replaces.

    Lines may have any other order; that of `append` is read soonest.
    """
    model = MODELS[op]
    own = [name for name in model.__annotations__ if name != "op"]
    cited = [name for name in Cited.model_fields if name in model.model_fields and name not in own]
    at = own.index("source") + 1 if "source" in own else len(own) - 1  # before the note
    names = [*Record.model_fields, *own[:at], *cited, *own[at:]]
    return names + [name for name in model.model_fields if name not in names]
