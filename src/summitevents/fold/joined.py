"""Defines, in plain Python, the date that an event is shown by: that of its chosen claim, and what that leaves open from others.

Half-open is a date of which one side is a day, and the other is unknown or a span around that day, such as 2019-02-26/2019.

1. The missing day is that of the first claim, in order of standing, that gives it: an interval of the same status, whose day
   on that side lies within what the half-open date leaves. Dates with `?` or `~` neither take nor give.
2. If no claim gives it, parts of the event tell how far it reached at least: of those that took place within it, the last day
   on which one must have been under way. That bounds the missing side, and does not name its day.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from summitevents.standards import edtf
from summitevents.standards.edtf_dates import AFTER, BEFORE, edtf_day, iso_day

if TYPE_CHECKING:
    from summitevents.fold.definition import LiveClaim


class Dated(NamedTuple):
    """The date of an event. `because`: the claim that gives it; `bound_because`: the claim that gives what that leaves open."""

    happened: str
    start_min: str | None
    start_max: str | None
    end_min: str | None
    end_max: str | None
    because: str
    bound_because: str | None = None

    def in_iso(self) -> "Dated":
        """Returns the date without the days that are not of the years 1 to 9999."""
        return Dated._make((self.happened, *map(iso_day, self[1:5]), *self[5:]))


def joined(chosen: "LiveClaim", own: Sequence["LiveClaim"], parts: Iterable["LiveClaim"]) -> Dated:
    """Returns the date of an event. `own`: its claims, in order of standing; `parts`: the claims that date its parts."""
    assert chosen.bounds is not None
    alone = Dated(chosen.says["happened"], *chosen.bounds[:4], chosen.says["id"])
    missing = _missing(chosen.bounds)
    if missing is None:
        return alone
    for claim in own:
        if not claim.counts or claim.says["status"] != chosen.says["status"]:
            continue
        day = _given(claim, missing)
        if day and (chosen.bounds.start_min or BEFORE) <= day <= (chosen.bounds.end_max or AFTER):
            return _completed(alone, missing, day, claim)
    reached = _reached(chosen, missing, parts)
    if reached is None:
        return alone
    day, part = reached
    if missing == "end":
        return alone._replace(end_min=day, bound_because=part.says["id"])
    return alone._replace(start_max=day, bound_because=part.says["id"])


def _missing(date: edtf.Bounds) -> str | None:
    """Returns the side that a half-open date leaves open: end or start; None if it is no such date."""
    if date.uncertain or date.approximate:
        return None
    start, end = date[:2], date[2:4]
    if start[0] and start[0] == start[1] and (date.end_flag == "unknown" or _around(end, start[0])):
        return "end"
    if end[0] and end[0] == end[1] and (date.start_flag == "unknown" or _around(start, end[0])):
        return "start"
    return None


def _around(span: tuple[str | None, ...], day: str) -> bool:
    first, last = span
    return first is not None and last is not None and first <= day <= last and first < last


def _given(claim: "LiveClaim", side: str) -> str | None:
    """Returns the day that an interval gives for one of its sides; None if it gives none."""
    date = claim.bounds
    assert date is not None
    if date.uncertain or date.approximate or date[:2] == date[2:4]:
        return None
    first, last = date[2:4] if side == "end" else date[:2]
    return first if first == last else None


def _completed(alone: Dated, missing: str, day: str, claim: "LiveClaim") -> Dated:
    if missing == "end":
        date = alone._replace(end_min=day, end_max=day)
    else:
        date = alone._replace(start_min=day, start_max=day)
    first, last = edtf_day(date.start_min or BEFORE), edtf_day(date.end_max or AFTER)
    return date._replace(happened=first if first == last else f"{first}/{last}", bound_because=claim.says["id"])


def _reached(chosen: "LiveClaim", missing: str, parts: Iterable["LiveClaim"]) -> tuple[str, "LiveClaim"] | None:
    """Returns the day that an event reached at least, on the side that is missing, and the part that says so."""
    whole = chosen.bounds
    assert whole is not None
    if chosen.says["status"] not in ("occurred", "ongoing"):
        return None
    found = []
    for part in parts:
        date = part.bounds
        assert date is not None
        if part.says["status"] not in ("occurred", "ongoing"):
            continue
        if (whole.start_min or BEFORE) <= (date.start_min or BEFORE) and (date.end_max or AFTER) <= (
            whole.end_max or AFTER
        ):
            after = max(date.start_min or BEFORE, date.end_min or BEFORE)
            before = min(date.start_max or AFTER, date.end_max or AFTER)
            if missing == "end" and after > (whole.start_max or AFTER):
                found.append((after, part))
            elif missing == "start" and before < (whole.end_min or BEFORE):
                found.append((before, part))
    found = [(day, part) for day, part in found if "-0" < day < ":"]  # of a year that has four digits
    if not found:
        return None
    day = (max if missing == "end" else min)(day for day, _ in found)
    return day, min((part for at, part in found if at == day), key=lambda part: part.seq)
