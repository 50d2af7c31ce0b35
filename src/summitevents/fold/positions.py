"""Defines positions, in plain Python: what an event's claims say of one question, and which of them say the same.

The questions are its date, its plan, and each matter on which a comparison says that claims contradict each other.

1. *Dates* are divided by their start, and each part by its end. A start fits several parts if it overlaps two starts that
   exclude each other; the other starts overlap, or they are of two parts. So two dates of one position agree, two of different
   positions do not, and a date that fits several positions is in dispute with none.
2. *Matters*: of two claims that contradict each other, the one that more claims of these contradict is the hub. Hubs that the
   same claims contradict are one side of one matter; these claims are the other side.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from summitevents.standards.edtf_dates import AFTER, BEFORE

if TYPE_CHECKING:
    from summitevents.fold.definition import LiveClaim

Dispute = tuple[str, str, str]
"""An event, and two of the claims that do not agree on it, in the order of their ids."""


@dataclass(frozen=True)
class Position:
    """What claims say of one question about an event. `record`: the claim that stands for them; `state`: see `_state`."""

    event: str
    question: str
    number: int
    state: str
    record: str
    claims: frozenset[str]
    fits_several: bool = False


def divided(claims: Sequence["LiveClaim"]) -> list[list["LiveClaim"]]:
    """Returns the positions of claims that have dates, without those that fit several."""
    return [position for part in _parts(claims, _start) for position in _parts(part, _end)]


def _start(claim: "LiveClaim") -> tuple[str, str]:
    assert claim.bounds is not None
    return claim.bounds.start_min or BEFORE, claim.bounds.start_max or AFTER


def _end(claim: "LiveClaim") -> tuple[str, str]:
    assert claim.bounds is not None
    return claim.bounds.end_min or BEFORE, claim.bounds.end_max or AFTER


def _parts(claims: Sequence["LiveClaim"], days: Callable[["LiveClaim"], tuple[str, str]]) -> list[list["LiveClaim"]]:
    """Divides claims by one side of their dates; `days` returns its first and last possible day."""

    def meet(one: "LiveClaim", other: "LiveClaim") -> bool:
        (first, last), (other_first, other_last) = days(one), days(other)
        return first <= other_last and other_first <= last

    parts: list[list[LiveClaim]] = []
    for claim in claims:
        near = [other for other in claims if meet(claim, other)]
        if all(meet(one, other) for one, other in combinations(near, 2)):
            part = next((part for part in parts if meet(part[0], claim)), None)
            parts.append([claim]) if part is None else part.append(claim)
    return parts


def positions(claims: dict[str, list["LiveClaim"]], comparisons: Iterable[Any]) -> list[Position]:
    """Returns all positions. `claims`: those of each event in order of standing; `comparisons`: the live ones, in order of ids."""
    weighed = {c.says["id"]: c for ordered in claims.values() for c in ordered if c.rank != "deprecated"}
    judged = [r for r in comparisons if {r["target"], r["other"]} <= weighed.keys()]
    pairs = [(r["id"], weighed[r["target"]], weighed[r["other"]]) for r in judged if r["verdict"] == "contradicts"]
    ways = {frozenset((r["target"], r["other"])) for r in judged if r["verdict"] == "counts-differently"}
    found = []
    for event, ordered in claims.items():
        sides = {
            "date": [c for c in ordered if c.counts and not c.planned],
            "plan": [c for c in ordered if c.counts and c.planned],
        }
        dates = {question: divided(dated) for question, dated in sides.items()}
        for question, dated in sides.items():
            rest = [c for c in dated if not any(c in position for position in dates[question])]
            vague: dict[Any, list[LiveClaim]] = defaultdict(list)
            for claim in rest:
                assert claim.bounds is not None
                vague[claim.bounds[:4]].append(claim)
            found += _listed(event, question, dates[question], list(vague.values()), ways)
        where = {
            c.says["id"]: (question, number)
            for question, divided_ in dates.items() for number, position in enumerate(divided_) for c in position
        }  # fmt: skip
        own = [
            (judged_by, one, other)
            for judged_by, one, other in pairs
            if event in (one.event, other.event) and not _is_of_dates(one, other, where)
        ]
        for question, sides_of_it in _matters(own).items():
            found += _listed(event, question, sides_of_it, [])
    return found


def _is_of_dates(one: "LiveClaim", other: "LiveClaim", where: dict[str, tuple[str, int]]) -> bool:
    """Says whether two claims have two positions on one event's date, or on its plan; `where`: the positions of its claims."""
    here, there = (where.get(claim.says["id"], ("", 0)) for claim in (one, other))
    return here != there and here[0] == there[0]


def _matters(pairs: list[tuple[str, "LiveClaim", "LiveClaim"]]) -> dict[str, list[list["LiveClaim"]]]:
    """Returns the two sides of each matter, under the id of the first comparison that judges it."""
    edges: dict[tuple[str, str], str] = {}
    by_id: dict[str, LiveClaim] = {}
    for judged_by, one, other in pairs:
        first, second = sorted((one, other), key=lambda claim: claim.seq)
        edges.setdefault((first.says["id"], second.says["id"]), judged_by)
        by_id |= {first.says["id"]: first, second.says["id"]: second}
    weight = Counter(record for edge in edges for record in edge)
    against: dict[str, dict[str, str]] = defaultdict(dict)
    for (first_id, second_id), judged_by in edges.items():
        hub, leaf = (second_id, first_id) if weight[second_id] > weight[first_id] else (first_id, second_id)
        against[hub][leaf] = judged_by
    matters: dict[frozenset[str], list[str]] = defaultdict(list)
    for hub, leaves in against.items():
        matters[frozenset(leaves)].append(hub)
    order = list(edges.values())
    return {
        min((against[hub][leaf] for hub in hubs for leaf in leaves), key=order.index): [
            [by_id[hub] for hub in hubs], [by_id[leaf] for leaf in leaves]
        ]
        for leaves, hubs in matters.items()
    }  # fmt: skip


def _listed(
    event: str,
    question: str,
    sides: list[list["LiveClaim"]],
    vague: list[list["LiveClaim"]],
    ways: Set[frozenset[str]] = frozenset(),
) -> list[Position]:
    """Returns the positions on one question: in the order of the claims that stand first, and last what fits several."""

    def lead(claims: list["LiveClaim"]) -> "LiveClaim":
        return min(claims, key=lambda claim: _order(event, claim))

    ordered = sorted(sides, key=lambda side: _order(event, lead(side)))
    state = _state(event, ordered, ways)
    ordered += sorted(vague, key=lambda side: _order(event, lead(side)))
    return [
        Position(event, question, number, state, lead(side).says["id"], frozenset(c.says["id"] for c in side), number > len(sides))
        for number, side in enumerate(ordered, 1)
    ]  # fmt: skip


def _order(event: str, claim: "LiveClaim") -> tuple[Any, ...]:
    """Returns the key of the order of claims on one question: those of the event itself come first, as they stand."""
    return (claim.event != event, claim.standing if claim.event == event else 0, claim.seq)


def _state(event: str, sides: list[list["LiveClaim"]], ways: Set[frozenset[str]]) -> str:
    """Returns where a question stands: settled is one on which a claim of just one position is preferred; counting, one on which
    all positions differ from the first only by their way of counting, as comparisons say (`ways`: pairs of claims).
    """
    if len(sides) <= 1:
        return "agreed"
    if not all(any(claim.event == event for claim in side) for side in sides):
        return "elsewhere"
    first, *beside = sides
    if all(any({one.says["id"], other.says["id"]} in ways for one in first for other in side) for side in beside):
        return "counting"
    return "settled" if sum(any(claim.rank == "preferred" for claim in side) for side in sides) == 1 else "open"


def disputes(found: Iterable[Position]) -> set[Dispute]:
    """Returns each position beside the first on its question, as the two claims that stand for them."""
    firsts = {(p.event, p.question): p for p in found if p.number == 1}
    beside = [p for p in found if p.number > 1 and not p.fits_several]
    return {(p.event, *_in_order(firsts[p.event, p.question].record, p.record)) for p in beside}


def _in_order(one: str, other: str) -> tuple[str, str]:
    first, second = sorted((one, other), key=lambda record: (record.split(".")[0] + ".", int(record.split(".")[1])))
    return first, second
