"""Defines, in plain Python, how well an event is told: how many independent voices tell it as it stands, and whose.

A voice is whoever speaks in a source: the side whose official record it is; else whom its text is taken from; else its
publisher. A publisher that speaks for a side has that side's voice. Sources of one voice are one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from summitevents.fold.definition import LiveClaim


class Heard(NamedTuple):
    """How well an event is told. `confidence`: a term of `vocabulary.CONFIDENCE`; None if every claim is deprecated."""

    confidence: str | None
    n_voices: int


def speakers(sources: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Returns the side for which a publisher speaks: more than half of its own texts are official records of that side.

    A state's agency does, even if some of its texts are no record; a paper that once prints a state's statement does not.
    """
    own = defaultdict(list)
    for source in sources:
        if source.get("publisher") and not source.get("taken_from"):
            own[source["publisher"]].append(source.get("official_of"))
    most = {name: Counter(sides).most_common(1)[0] for name, sides in own.items()}
    return {name: side for name, (side, n) in most.items() if side and 2 * n > len(own[name])}


def voice(source: Mapping[str, Any], speaks_for: Mapping[str, str]) -> str:
    """Returns who speaks in a source. `speaks_for`: publisher → side."""
    name = source.get("taken_from") or source.get("publisher") or source["source"]
    return str(source.get("official_of") or speaks_for.get(name, name))


def heard(ordered: Sequence["LiveClaim"], disputed: bool) -> Heard:
    """Returns how well an event is told by its claims, which are in order of standing.

    Those count that tell it as the first one does: an event that was announced is as sure as its announcement.
    """
    counting = [claim for claim in ordered if claim.rank != "deprecated"]
    if not counting:
        return Heard(None, 0)
    telling = [claim for claim in counting if _told(claim) == _told(counting[0])]
    voices = {claim.voice for claim in telling}
    sides = {claim.side for claim in telling} - {None}
    if disputed:
        term = "contested"
    elif sides:
        term = "official-several" if len(sides) > 1 else "official-one"
    else:
        term = "several" if len(voices) > 1 else "one"
    return Heard(term, len(voices))


def _told(claim: "LiveClaim") -> str:
    status: str = claim.says["status"]
    return "occurred" if status == "ongoing" else status
