"""Defines the fold, in plain Python. sql/ says the same for an engine, and a property test holds the two equal.

A record is a mapping, as it stands in the log; a log is records in any order. No claim is edited.
Other records end a record (retract, replaces), merge events (same), rank claims, compare them, or relate events.

1. *Standing* (rule 1 of docs/format.md): an event's claims are ordered by rank, firmness of status, whether they have a
   date, how many voices take its position on that (confidence.py, positions.py), narrowness of the date, basis, day of publication, and last by id. Each value that is
   shown of an event comes from the first claim that can give it; for the date, see `_choose`, and joined.py.
2. No result depends on the order of lines, or on a line that stands twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from summitevents.fold.confidence import Heard, heard, speakers, voice
from summitevents.fold.joined import Dated, joined
from summitevents.fold.positions import Dispute, Position, disputes, divided, positions
from summitevents.log.vocabulary import PLANNED, STATUSES
from summitevents.standards import edtf
from summitevents.standards.edtf_dates import AFTER, iso_day

Record = Mapping[str, Any]


@dataclass(frozen=True)
class LiveClaim:
    """A claim that nothing has ended: what it says, its canonical event, its rank, and the bounds of its date; and of its
    source whose voice it is, whose official record, and its day.
    """

    says: Record
    event: str
    rank: str
    bounds: edtf.Bounds | None
    voice: str
    side: str | None
    published: str | None
    standing: int = 0

    @property
    def seq(self) -> tuple[str, int]:
        """The place of its record in the order of ids."""
        return _seq(self.says)

    @property
    def planned(self) -> bool:
        """Whether it tells of what was announced, expected, supposed or cancelled."""
        return self.says["status"] in PLANNED

    @property
    def counts(self) -> bool:
        """Whether it counts for the date of its event."""
        return self.bounds is not None and self.rank != "deprecated"


Known = tuple[str | None, str | None]
"""The first day on which a source can have come out, and the claim that says so where the source's own record does not."""


@dataclass(frozen=True)
class Fold:
    """What a log comes to. An event's claims are in order of standing."""

    dead: set[str]
    aliases: dict[str, str]
    claims: dict[str, list[LiveClaim]]
    chosen: dict[str, LiveClaim]
    dates: dict[str, Dated]
    positions: list[Position]
    disputes: set[Dispute]
    participants: set[tuple[str, str, str]]
    relations: set[tuple[str, str, str]]
    timeline: list[str]
    known_from: dict[str, Known]
    heard: dict[str, Heard]


def fold(log: Iterable[Record], known_by: str | None = None, certain: bool = False) -> Fold:
    """Folds records into everything that the tables say.

    `known_by`: an ISO day; then only sources count that may have been out by that day, or that `certain`ly were. When they
    can have come out follows from the whole log, whatever the day; so what is known only grows with it.
    """
    records = sorted({record["id"]: record for record in log}.values(), key=_seq)

    dead = {r["target"] for r in records if r["op"] == "retract"}
    dead |= {r["replaces"] for r in records if r.get("replaces")}
    live = [r for r in records if r["id"] not in dead]

    aliases = _aliases({r["other"]: r["event"] for r in live if r["op"] == "same"})
    claims, chosen = _dated(live, aliases)
    known_from = {r["source"]: _known_from(r, claims, chosen) for r in live if r["op"] == "source"}
    known = {r["source"] for r in live if r["op"] == "source" and _known(r, known_from, known_by, certain)}
    claims, chosen = _dated([r for r in live if r["op"] != "claim" or r["source"] in known], aliases)
    relations = _relations([r for r in live if r.get("source") in {None, *known}], aliases, set(claims))
    dates = _dates(claims, chosen, relations)
    taken = positions(claims, (r for r in live if r["op"] == "compare"))
    disputed = {position.event for position in taken if position.state == "open"}
    return Fold(
        dead=dead,
        aliases=aliases,
        claims=claims,
        chosen=chosen,
        dates={event: date.in_iso() for event, date in dates.items()},
        positions=taken,
        disputes=disputes(taken),
        participants={
            (event, who["actor"], who["role"])
            for event, ordered in claims.items() for claim in ordered if claim.rank != "deprecated"
            for who in claim.says.get("actors") or ()
        },
        relations=relations,
        timeline=sorted(dates, key=lambda event: _when(dates[event], event)),
        known_from={source: known if iso_day(known[0]) else (None, None) for source, known in known_from.items()},
        heard={event: heard(ordered, event in disputed) for event, ordered in claims.items()},
    )  # fmt: skip


def _seq(record: Record) -> tuple[str, int]:
    """Returns the key of the order of ids: by the file names of the batches, then by number.

    The dot is part of the name: a-b.jsonl comes before a.jsonl.
    """
    batch, dot, number = record["id"].partition(".")
    return batch + dot, int(number)


def _aliases(absorbed_into: dict[str, str]) -> dict[str, str]:
    """Returns for each slug that was merged into another the slug that it ends at."""
    final = {}
    for slug in absorbed_into:
        end = slug
        while end in absorbed_into:
            end = absorbed_into[end]
        final[slug] = end
    return final


def _known_from(source: Record, claims: dict[str, list[LiveClaim]], chosen: dict[str, LiveClaim]) -> Known:
    """Returns when a source can have come out: not before the latest event that it tells as past, as the log dates that;
    nor more than a year before one that it announces; but by the last day that its own record leaves it.
    """
    stated, last = _published(source)
    demands = []
    for event, ordered in claims.items():
        dating = chosen[event].bounds if event in chosen else None
        began = dating.start_min if dating else None
        for claim in ordered:
            if began and claim.says["source"] == source["source"] and claim.rank != "deprecated":
                if claim.says["status"] == "announced" and iso_day(began):
                    demands.append((f"{int(began[:4]) - 1:04}{began[4:7]}-01", claim))
                elif claim.says["status"] in ("occurred", "announced"):
                    demands.append((began, claim))
    if demands:
        latest = max(day for day, _ in demands)
        because = min((claim for day, claim in demands if day == latest), key=lambda claim: claim.seq)
        if (day := min(latest, last or latest)) > (stated or ""):
            return day, because.says["id"]
    return stated, None


def _published(source: Record) -> tuple[str | None, str | None]:
    """Returns the first and the last possible day of a source's `published`."""
    out = edtf.bounds(source["published"]) if source.get("published") else None
    return (out.start_min, out.end_max) if out else (None, None)


def _known(source: Record, known_from: dict[str, Known], day: str | None, certain: bool) -> bool:
    """Says whether a source was out by a day: possibly, or `certain`ly. One of which nothing says when it came out was not."""
    if day is None:
        return True
    last = _published(source)[1]
    first = last if certain else known_from[source["source"]][0] or last
    return first is not None and first <= day


def _final(aliases: dict[str, str], slug: str) -> str:
    return aliases.get(slug, slug)


def _dated(live: list[Record], aliases: dict[str, str]) -> tuple[dict[str, list[LiveClaim]], dict[str, LiveClaim]]:
    """Returns the live claims of each event, in order of standing, and of these the one that dates it, if any does."""
    claims = _claims(live, aliases)
    return claims, {event: pick for event, ordered in claims.items() if (pick := _choose(ordered))}


def _claims(live: list[Record], aliases: dict[str, str]) -> dict[str, list[LiveClaim]]:
    """Returns the live claims of each event, in order of standing."""
    ranks = {r["target"]: r["rank"] for r in reversed(live) if r["op"] == "rank"}
    documents = {r["source"]: r for r in live if r["op"] == "source"}
    speaks_for = speakers(documents.values())
    by_event = defaultdict(list)
    for record in live:
        if record["op"] == "claim":
            document = documents[record["source"]]
            first, last = _published(document)
            claim = LiveClaim(
                says=record,
                event=_final(aliases, record["event"]),
                rank=ranks.get(record["id"], "normal"),
                bounds=edtf.bounds(record["happened"]) if record.get("happened") else None,
                voice=voice(document, speaks_for),
                side=document.get("official_of"),
                published=first or last,
            )
            by_event[claim.event].append(claim)
    return {event: _in_order(claims) for event, claims in by_event.items()}


def _in_order(claims: list[LiveClaim]) -> list[LiveClaim]:
    """Returns the claims of an event in order of standing, with it; see the head of this file."""
    voices: dict[str, int] = {}
    for planned in (False, True):
        for position in divided([claim for claim in claims if claim.counts and claim.planned == planned]):
            speaking = {claim.voice for claim in position}
            voices |= {claim.says["id"]: len(speaking) for claim in position}
    ordered = sorted(claims, key=lambda claim: _standing(claim, voices.get(claim.says["id"], 0)))
    return [replace(claim, standing=standing) for standing, claim in enumerate(ordered, 1)]


def _standing(claim: LiveClaim, voices: int) -> tuple[Any, ...]:
    """Returns the key of the order of standing, which is total. `voices`: those of the position that it takes."""
    width = edtf.width(claim.bounds) if claim.bounds else None
    return (
        ("preferred", "normal", "deprecated").index(claim.rank),
        list(STATUSES).index(claim.says["status"]),
        claim.bounds is None,
        -voices,
        inf if width is None else width,
        claim.says.get("basis") != "stated",
        claim.published or AFTER,
        claim.seq,
    )


def _choose(ordered: list[LiveClaim]) -> LiveClaim | None:
    """Returns the claim that dates an event: the first that counts, or an announced date within it that says more."""
    dated = [claim for claim in ordered if claim.counts]
    if not dated:
        return None
    winner = dated[0]
    if winner.says["status"] in ("occurred", "ongoing"):
        for plan in dated:
            if plan.says["status"] == "announced" and (plan.rank == "preferred" or winner.rank == "normal"):
                assert winner.bounds is not None and plan.bounds is not None
                if edtf.contains(winner.bounds, plan.bounds) and plan.bounds[:4] != winner.bounds[:4]:
                    return plan
    return winner


def _relations(live: list[Record], aliases: dict[str, str], events: set[str]) -> set[tuple[str, str, str]]:
    """Returns the relations between events that have claims, but none of an event to itself."""
    related = {
        (_final(aliases, r["event"]), r["relation"], _final(aliases, r["other"])) for r in live if r["op"] == "relate"
    }
    return {
        (event, relation, other) for event, relation, other in related if event != other and {event, other} <= events
    }


def _dates(
    claims: dict[str, list[LiveClaim]], chosen: dict[str, LiveClaim], relations: set[tuple[str, str, str]]
) -> dict[str, Dated]:
    """Returns the date of each event that has one; see joined.py. A part is taken as its own claim dates it, so circles end."""
    parts = defaultdict(list)
    for event, relation, other in relations:
        if relation == "part-of" and event in chosen:
            parts[other].append(chosen[event])
    return {event: joined(claim, claims[event], parts[event]) for event, claim in chosen.items()}


def _when(date: Dated, event: str) -> tuple[str, str, str]:
    """Returns the key of the order of the timeline; open and unknown days come last."""
    return date.start_min or date.end_max or AFTER, date.end_max or AFTER, event
