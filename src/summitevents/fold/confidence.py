"""Defines, in plain Python, how well an event is told: how many independent voices tell it as it stands, and whose.

A voice is whoever speaks in a source: the side whose official record it is; else whom its text is taken from; else its
publisher. Sources of one voice are one.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from summitevents.fold.definition import LiveClaim


class Heard(NamedTuple):
    """How well an event is told. `confidence`: a term of `vocabulary.CONFIDENCE`; None if every claim is deprecated."""

    confidence: str | None
    n_voices: int


def voice(source: Mapping[str, Any]) -> str:
    """Returns who speaks in a source."""
    names = (source.get("official_of"), source.get("taken_from"), source.get("publisher"))
    return next((name for name in names if name), str(source["source"]))


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
