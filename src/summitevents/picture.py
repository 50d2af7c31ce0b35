"""The timeline as a picture (SVG): a strip of decades, and a strip of the years of the summits, from the EDTF bounds.

A bar runs from the first possible start to the last possible end, pale; where the event was surely under way it is
full. An end that is open fades out of the strip.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape as in_xml
from typing import Any

from summitevents.findings import escape

WIDTH, LANE, GAP, CHAR = 1000, 18, 8, 6.7
QUERY = """SELECT title, earliest, latest, start_max, end_min, end_flag, planned, disputed, inferred, kind
FROM events WHERE earliest IS NOT NULL OR latest IS NOT NULL ORDER BY coalesce(earliest, latest), latest, event"""
_STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1f2933; } .tick { fill: #66727f; }
.may { fill: #7aa6d6; opacity: .45; } .sure { fill: #2464a8; } .plan { fill: none; stroke: #2464a8; stroke-width: 1.5; }
.dispute { fill: #b4421f; } line { stroke: #d5dbe1; } rect.paper { fill: #ffffff; }
@media (prefers-color-scheme: dark) {
text { fill: #e6ebf0; } .tick { fill: #9aa7b4; } .may { fill: #5f8fc4; } .sure { fill: #8cbcf0; }
.plan { stroke: #8cbcf0; } line { stroke: #3a4653; } rect.paper { fill: #14191f; } .dispute { fill: #f08a5d; } }
"""


@dataclass(frozen=True, slots=True)
class Strip:
    """A stretch of time laid over the width; `first` and `last` are the days at its edges, `step` months a tick."""

    first: date
    last: date
    step: int

    def x(self, day: date) -> float:
        """Where a day lies; beyond an edge, on the edge."""
        share = (day - self.first).days / (self.last - self.first).days
        return min(max(share, 0.0), 1.0) * WIDTH

    def ticks(self) -> Iterator[tuple[date, str]]:
        """The days that bear a label, and the labels."""
        month = self.first.year * 12 + self.first.month - 1
        while (day := date(month // 12, month % 12 + 1, 1)) < self.last:
            yield day, str(day.year) if self.step >= 12 or day.month == 1 else f"{day:%b}"
            month += self.step


def svg(rows: Iterable[dict[str, Any]]) -> str:
    """The picture of rows as QUERY gives them."""
    events = list(rows)
    split = "2017-01-01"
    strips = [
        (Strip(date(1955, 1, 1), date(2022, 1, 1), 60), [e for e in events if (e["earliest"] or e["latest"]) < split]),
        (Strip(date(2017, 1, 1), date(2019, 7, 1), 3), [e for e in events if (e["earliest"] or e["latest"]) >= split]),
    ]
    y, parts = 0, []
    for strip, shown in strips:
        drawn, height = _strip(strip, shown, y)
        parts += drawn
        y += height + 24
    legend = (
        "pale: may have been under way · full: surely was · outline: the date comes from a plan · red: sources disagree"
    )
    parts.append(f'<text class="tick" x="{GAP}" y="{y + 4}">{legend}</text>')
    title = f"{len(events)} dated events from {events[0]['earliest'][:4]} on" if events else "no dated events"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 16}" role="img" aria-label="Timeline: {title}">'
        f'<style>{_STYLE}</style><rect class="paper" width="{WIDTH}" height="{y + 16}"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _strip(strip: Strip, events: Sequence[dict[str, Any]], top: int) -> tuple[list[str], int]:
    """The elements of one strip, and its height. Each event takes the first lane in which bar and label are free."""
    lanes: list[list[tuple[float, float]]] = []
    drawn = []
    for event in events:
        start, end = _x(strip, event)
        label = escape(event["title"])
        after = end + 6 + len(label) * CHAR < WIDTH
        taken = (start, end + 6 + len(label) * CHAR) if after else (start - 6 - len(label) * CHAR, end)
        lane = next(
            (i for i, used in enumerate(lanes) if all(taken[1] + GAP < a or b + GAP < taken[0] for a, b in used)),
            len(lanes),
        )
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append(taken)
        y = top + 24 + lane * LANE
        drawn.append(_bar(strip, event, start, end, y))
        place = f'x="{end + 6:.1f}"' if after else f'x="{start - 6:.1f}" text-anchor="end"'
        drawn.append(f'<text {place} y="{y + 11}">{in_xml(label)}</text>')
    height = 24 + len(lanes) * LANE
    grid = [
        f'<line x1="{strip.x(day):.1f}" y1="{top + 18}" x2="{strip.x(day):.1f}" y2="{top + height}"/>'
        f'<text class="tick" x="{min(strip.x(day) + 3, WIDTH - 30):.1f}" y="{top + 14}">{label}</text>'
        for day, label in strip.ticks()
    ]
    return grid + drawn, height


def _x(strip: Strip, event: dict[str, Any]) -> tuple[float, float]:
    """Where the bar begins and ends; a missing day is the other one, or the edge of the strip where it is still open."""
    start = strip.x(date.fromisoformat(event["earliest"] or event["latest"]))
    if not event["earliest"]:
        start = max(start - 40, 0)  # on or before
    end = strip.x(date.fromisoformat(event["latest"])) if event["latest"] else strip.x(strip.last)
    return start, max(end, start + 5)


def _bar(strip: Strip, event: dict[str, Any], start: float, end: float, y: int) -> str:
    kind = "plan" if event["planned"] else "may"
    bar = f'<rect class="{kind}" x="{start:.1f}" y="{y + 2}" width="{end - start:.1f}" height="9" rx="2"/>'
    still = strip.last.isoformat() if event["end_flag"] == "open" and event["earliest"] else None
    since, until = event["start_max"], event["end_min"] or still
    if since and until and since <= until and not event["planned"]:
        a, b = strip.x(date.fromisoformat(since)), strip.x(date.fromisoformat(until))
        bar += f'<rect class="sure" x="{a:.1f}" y="{y + 2}" width="{max(b - a, 5):.1f}" height="9" rx="2"/>'
    if event["disputed"]:
        bar += f'<circle class="dispute" cx="{start + 2.5:.1f}" cy="{y + 6.5}" r="2.5"/>'
    return bar
