"""What the pictures share: time axes, the form and colour of each family of kinds, their style sheet, and short labels.

Positions across are per cent of the width, so that one drawing fits a phone and a poster, and letters keep their size.
Positions down are pixels.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape as in_xml
from itertools import count

from summitevents.findings.escaping import escape
from summitevents.page.days import MONTHS, days_of, parts_of
from summitevents.query.select import Row
from summitevents.standards.edtf_dates import number_of, year_name

FORMS = {
    "blue": "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0Z",
    "grey": "M-2.8-2.8H2.8V2.8H-2.8Z",
    "orange": "M0-3.6L3.8 3H-3.8Z",
    "green": "M0-3.9L3.9 0L0 3.9L-3.9 0Z",
    "purple": "M0 3.6L3.8-3H-3.8Z",
    "ochre": "M-1.2-3.8H1.2V-1.2H3.8V1.2H1.2V3.8H-1.2V1.2H-3.8V-1.2H-1.2Z",
    "rose": "M-3.4-3L3.4 3V-3L-3.4 3Z",
    "teal": "M-1.4-4H1.4V4H-1.4Z",
}
"""The form of the families of each colour around its middle, as a path: circle, square, triangle, diamond, and so on."""

LETTER = 7.4
"""Pixels that a letter of a label takes, at most, on average: the widest of the usual system fonts."""

STYLE = """
svg{font:12px system-ui,sans-serif;--blue:#1d5f9e;--grey:#6d7278;--orange:#b5471b;--green:#2a7a5e;--purple:#7a4aa0;--ochre:#7d6212;--rose:#b03468;--teal:#10747e;--ink:#22262a;--line:#d9d4c8;--paper:#fff}
@media(prefers-color-scheme:dark){svg{--blue:#7db4ea;--grey:#a3a9b0;--orange:#f0915f;--green:#6fc3a3;--purple:#c09be0;--ochre:#cbb15c;--rose:#ee8fb4;--teal:#63c2cc;--ink:#e4e2dc;--line:#3b3f45;--paper:#17191c}}
svg svg{overflow:visible}.tick,.label{fill:var(--ink)}.tick{opacity:.75}.year{font-weight:600;opacity:1}.grid{stroke:var(--line)}.axis{stroke:var(--ink);opacity:.45}
.label{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.blue{color:var(--blue)}.grey{color:var(--grey)}.orange{color:var(--orange)}.green{color:var(--green)}.purple{color:var(--purple)}.ochre{color:var(--ochre)}.rose{color:var(--rose)}.teal{color:var(--teal)}
.full{fill:currentColor}.soft{fill:currentColor;fill-opacity:.22;stroke:currentColor;stroke-width:1}.plan{fill:var(--paper);stroke:currentColor;stroke-width:1.4}
.doubt{fill:none;stroke:var(--ink);stroke-width:1.2}.lead{stroke:var(--ink);opacity:.3}.bar{fill:var(--blue)}.pin{fill:var(--ink)}.no{fill:var(--paper);font-weight:600;text-anchor:middle}
"""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The days from `first` to `last` (inclusive; numbers, see `days`) over the whole width, with a tick every `step` months."""

    first: int
    last: int
    step: int = 1

    @staticmethod
    def of_years(first: int, last: int, step: int | None = None) -> "TimeAxis":
        """Returns the axis of whole years. It has at most some fifteen ticks, unless a step is given."""
        step = step or (3 if last - first <= 2 else 12 * round_step((last - first) / 14))
        return TimeAxis(number_of(first), number_of(last + 1) - 1, step)

    def start_of(self, day: int) -> float:
        """Returns where a day begins, in per cent; the nearer edge if it lies beyond."""
        share = (day - self.first) / (self.last - self.first + 1)
        return min(max(share, 0.0), 1.0) * 100

    def end_of(self, day: int) -> float:
        """Returns where a day ends."""
        return self.start_of(day + 1)

    def possible_span(self, row: Row) -> tuple[float, float]:
        """Returns where an event's first possible day begins and its last ends.

        An open end lies at the edge; an unknown start or end lies 4 per cent from the other.
        """
        earliest, _, _, latest = days_of(row)
        end = 100.0 if latest is None else self.end_of(latest)
        start = max(end - 4, 0) if earliest is None else self.start_of(earliest)
        if latest is None and row["end_flag"] != "open":
            end = min(start + 4, 100)
        return start, max(end, start)

    def certain_span(self, row: Row) -> tuple[float, float] | None:
        """Returns from where to where an event was surely under way. None if on no day."""
        _, since, until, _ = days_of(row)
        if until is None and row["end_flag"] == "open":
            until = self.last
        if since is None or until is None or since > until:
            return None
        return self.start_of(since), self.end_of(until)

    def ticks(self) -> Iterator[tuple[float, str, str]]:
        """Yields the ticks: position, label, and CSS classes; narrow screens hide the minor ones.

        Steps of years are counted from the year 1, and back from 1 BC. A label that would reach over the edge is empty.
        """
        (begin, *_), (end, *_) = parts_of(self.first), parts_of(self.last)
        begin -= self.step > 12 and begin < 1
        for n, month in enumerate(range(-(-12 * begin // self.step) * self.step, 12 * end + 12, self.step)):
            year = month // 12 + (self.step > 12 and month < 1)
            minor = " minor" if n % 3 else ""
            label, look = (MONTHS[month % 12], "tick") if month % 12 else (year_name(str(year)), "tick year")
            x = self.start_of(number_of(year, month % 12 + 1))
            yield x, label if x < 100 - 2 * len(label) else "", look + minor


def round_step(least: float) -> int:
    """Returns the least of 1, 2, 5, 10, 20, 50, … that is not less."""
    steps: Iterator[int] = (step * 10**zeros for zeros in count() for step in (1, 2, 5))
    return next(step for step in steps if step >= least)


def standalone_svg(elements: str, height: int, label: str, width: int = 1000) -> str:
    """Returns a picture as a file of its own, with its style and paper."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" aria-label="{in_xml(label)}">'
        f'<style>{STYLE}</style><rect fill="var(--paper)" width="100%" height="100%"/>\n{elements}\n</svg>\n'
    )


def mark(color: str, look: str, x: float, y: float, around: str = "") -> str:
    """Returns the form of a family of kinds at a place, `x` in per cent; `around` is drawn with it, about its middle."""
    return f'<svg x="{x:.1f}%" y="{y:g}"><path class="{look}" d="{FORMS[color]}"/>{around}</svg>'


def shortened(title: str, most: int = 40) -> str:
    """Returns a title made harmless, and cut between words if it has more than `most` code points."""
    title = escape(title)
    return title if len(title) <= most else title[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"


class Lanes:
    """Lanes of marks; each mark takes the first lane in which its place is free."""

    def __init__(self) -> None:
        self.used: list[list[tuple[float, float]]] = []

    def place(self, start: float, end: float) -> int:
        """Takes a place, in a new lane if need be. Returns the number of the lane, from 0."""
        lane = self.first_free(start, end)
        if lane == len(self.used):
            self.used.append([])
        self.used[lane].append((start, end))
        return lane

    def first_free(self, start: float, end: float) -> int:
        """Returns the number of the first lane in which a place is free; that of a new lane if there is none."""
        fits = (n for n, taken in enumerate(self.used) if all(end <= a or b <= start for a, b in taken))
        return next(fits, len(self.used))
