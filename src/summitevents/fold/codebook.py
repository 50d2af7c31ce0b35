"""Says what each public table and column means: for docs/tables.md, and as comments inside the DuckDB file.

A table is described by the first line of its .sql file. A column means the same in every table that has it; where it is
a field of a record, it means what the record's model says.
"""

from pydantic.fields import FieldInfo

from summitevents import sql
from summitevents.log import schema

MADE = {
    "log": "one row per record, in the order of the log, with every field",
    "dates": "one row per EDTF date in the log, with its bounds and its English",
    "crosswalk": "one row per kind of event and code of another scheme that comes near it",
    "kinds": "one row per kind of event of the vocabulary",
    "families": "one row per family of kinds",
    "roles": "one row per role of participants",
    "vocabulary": "one row per term of the closed lists (kind, role, status, relation, genre, confidence), with its definition",
}
COLUMNS = {
    "pos": "position in the log, from 1",
    "file": "the batch, as a path in the package",
    "line": "line in the batch, from 1",
    "record": "id of the record that says so",
    "start_min": "first possible day of the start, YYYY-MM-DD; null where open or unknown",
    "start_max": "last possible day of the start",
    "end_min": "first possible day of the end",
    "end_max": "last possible day of the end",
    "start_flag": "why the start has no day: open, unknown, or beyond (outside the years 1 to 9999)",
    "end_flag": "why the end has no day, likewise",
    "uncertain": "whether the source doubts the date (? or %)",
    "approximate": "whether the source rounds the date (~ or %)",
    "rank": "preferred, normal or deprecated",
    "standing": "place among the claims of the event by rule 1; 1 stands first",
    "date_words": "the date in English",
    "earliest": "first possible day of the date's start",
    "latest": "last possible day of the date's end",
    "planned": "whether the date comes from a plan",
    "inferred": "whether the date is our reading of the passage, not stated by it",
    "disputed": "whether its own claims take different positions on its date or on a judged matter, and nothing settles it",
    "n_claims": "how many live claims speak of it, deprecated ones not counted",
    "n_sources": "how many sources they come from",
    "n_voices": "how many independent voices tell it as `status` has it: sources of one voice are one",
    "confidence": "how well it is told: a term of the list `confidence`, computed; null where every claim is deprecated",
    "voice": "who speaks in it: the side whose official record it is, else whom its text is taken from, else its publisher; for one that speaks for a side, that side",
    "known_perhaps": "with --known-by: whether it only may have been known, as its sources may all have come out later",
    "known_from": "first day on which it can have come out: of `published`, or later, as what it tells or announces demands",
    "known_from_because": "the claim that demands it; null where `known_from` is that of `published`",
    "because": "the record that won the date by rule 1",
    "bound_because": "the record that gives the bound which the date of `because` leaves open, of the event or of a part; null where none",
    "nr": "place in the order: of time, or of the list",
    "citation": "source and passage of the record that won the date",
    "sources": "the slugs of all sources that speak of it",
    "question": "date: when it was; plan: when it was to be; or a judged matter: the id of the first compare that judges it",
    "position": "place among the positions on this question: 1 is that of the claim that stands first; last, what fits several",
    "fits_several": "whether it is no position, but a date that fits more than one: it is in dispute with none",
    "state": "agreed: one position; open; settled, as one is preferred; counting: a difference of counting, no dispute; elsewhere: some claims are of another event only",
    "value_words": "the value in English",
    "wider": "other dates that claims of this position give, in English, joined by semicolons: they agree with the value",
    "claims": "ids of the claims that take it, in order of standing, joined by semicolons",
    "n_official": "how many of the sources are official records of a state or an organisation",
    "other_record": "id of the other record of the pair",
    "other_source": "the other record's source",
    "value": "what the record says: its date, or its summary",
    "other_value": "what the other record says",
    "found": "computed (the dates do not overlap) or judged (a compare says so)",
    "judged_by": "id of the compare",
    "shown": "which of the two the event is dated by, if either",
    "alias": "the slug that was absorbed",
    "how": "retracted or replaced",
    "ended_by": "id of the record that ended it",
    "declared": "actor or place",
    "slug": "the actor's or place's slug",
    "folded": "the name in lower case, without accents and hyphens, as searches compare it",
    "published_words": "the day of publication in English; undated, where `published` has no last day, for a first one is no date",
    "published_earliest": "first possible day of publication",
    "published_latest": "last possible day of publication",
    "role": "in what role",
    "office": "the office that the first passage to name one gives the actor",
    "scheme": "the scheme: CAMEO (1.1b3), PLOVER (manual 0.8), or another that the vocabulary names",
    "code": "the code, or the type of event",
    "mode": "PLOVER's mode of it, where one comes nearer",
    "label": "what the scheme calls the code",
    "match": "how near the code comes (SKOS): exact, close, broad (it covers more), narrow (less), related",
    "edtf": "the date as records have it",
    "words": "the date in English",
    "list": "which list the term is of",
    "term": "the word",
    "definition": "what it means",
}
SPECIAL = {
    ("actors", "source"): "the source of the passage that describes the actor",
    ("claims", "recorded_at"): "when the claim was written down, in UTC",
    ("events", "happened"): "the date that stands (EDTF)",
    ("events", "title"): "the title of the claim that stands first",
    ("events", "status"): "the status of the claim that stands first",
    ("events", "summary"): "what the first claim with a summary says",
    ("timeline", "actors"): "names of those who take part, joined by semicolons",
    ("timeline", "place"): "name of the place",
    ("timeline", "happened"): "the date that stands (EDTF)",
    ("participants", "name"): "the name as the first passage that names the actor spells it",
    ("crosswalk", "kind"): "our kind of event; a kind without a row has no code that comes near it",
    ("kinds", "kind"): "the kind of event",
    ("kinds", "family"): "the family that it is of",
    ("kinds", "utterance"): "what the words do, if events of this kind are somebody's words",
    ("families", "family"): "the family of kinds",
    ("families", "title"): "what it holds, as legends say it",
    ("families", "color"): "its colour on the page",
    ("roles", "role"): "the role of a participant",
    ("roles", "schema_org"): "the property of schema.org's Event that it comes to; null is about",
    ("participants", "iso3"): "ISO 3166-1 alpha-3 of the state that the actor is or belongs to",
    ("participants", "standing"): "standing of the first claim that names the actor",
    ("corrections", "recorded_at"): "when the record that ended it was written down",
    ("corrections", "pos"): "position of the record that ended it",
    ("corrections", "reason"): "why, in the words of the record that ended it",
    ("corrections", "op"): "op of the dead record",
    ("corrections", "event"): "event of the dead record, if it had one",
    ("disputes", "reason"): "why they do not agree; what settles it",
    ("positions", "reason"): "why they do not agree; what settles it: each reason once",
    ("positions", "record"): "id of the claim that stands for the position: of its own event, the first in standing",
    ("positions", "n_claims"): "how many claims take it",
    ("positions", "shown"): "whether the event is dated by it",
    ("positions", "sources"): "the slugs of their sources, joined by semicolons",
    ("aliases", "event"): "the slug that stands for it",
    ("relations", "event"): "the event that bears the relation",
    ("relations", "other"): "the other event",
    ("relations", "source"): "the source of the passage that states the relation, if one does",
    ("names", "name"): "the name as it is spelled",
}

KEYS = {
    "actors": ("actor",),
    "aliases": ("alias",),
    "citations": ("record",),
    "claims": ("record",),
    "corrections": ("record", "ended_by"),
    "crosswalk": ("kind", "scheme", "code"),
    "dates": ("edtf",),
    "disputes": ("event", "record", "other_record"),
    "events": ("event",),
    "log": ("pos",),
    "names": ("declared", "slug", "name"),
    "participants": ("event", "actor", "role"),
    "places": ("place",),
    "positions": ("event", "question", "position"),
    "relations": ("event", "relation", "other"),
    "sources": ("source",),
    "timeline": ("event",),
    "vocabulary": ("list", "term"),
}
"""The columns that tell the rows of a table apart."""

REFERS = {
    "actors": {"record": "log.id", "source": "sources.source"},
    "citations": {"event": "events.event", "record": "claims.record", "source": "sources.source"},
    "claims": {
        "record": "log.id", "event": "events.event", "speaker": "actors.actor", "place": "places.place",
        "source": "sources.source", "happened": "dates.edtf",
    },
    "corrections": {"record": "log.id", "ended_by": "log.id"},
    "disputes": {
        "event": "events.event", "record": "claims.record", "source": "sources.source", "other_record": "claims.record",
        "other_source": "sources.source", "judged_by": "log.id", "shown": "claims.record",
    },
    "events": {"place": "places.place", "because": "claims.record", "bound_because": "claims.record"},
    "log": {"replaces": "log.id", "target": "log.id"},
    "participants": {"event": "events.event", "actor": "actors.actor"},
    "places": {"within": "places.place", "record": "log.id"},
    "positions": {"event": "events.event", "record": "claims.record", "judged_by": "log.id"},
    "relations": {"event": "events.event", "other": "events.event", "record": "log.id", "source": "sources.source"},
    "sources": {"revision_of": "sources.source", "published": "dates.edtf", "known_from_because": "log.id", "record": "log.id"},
    "timeline": {"event": "events.event", "because": "claims.record", "bound_because": "claims.record"},
}  # fmt: skip
"""Table → column → the column of a table that has each of its values."""


_OP = {"actors": "actor", "places": "place", "sources": "source", "relations": "relate", "names": "actor"}
"""Table → the op of the records whose fields it shows; for all other tables, that is `claim`."""


def table(name: str) -> str:
    """Returns what a row of a table is."""
    return MADE.get(name) or sql.about(sql.read("tables")[name])[0]


def column(of: str, name: str) -> str:
    """Returns what a column of a table means. Raises KeyError if nobody has said so."""
    uses = fields(of, name)
    return schema.describe(uses) if uses else SPECIAL.get((of, name)) or COLUMNS[name]


def fields(of: str, name: str) -> list[tuple[str, FieldInfo]]:
    """Returns the fields of records that a column shows, each with its op; none if the column is computed."""
    if of != "log" and ((of, name) in SPECIAL or name in COLUMNS):
        return []
    uses = schema.fields().get(name, [])
    own = [(op, info) for op, info in uses if op == _OP.get(of, "claim") and of not in ("log", "corrections")]
    return own or uses
