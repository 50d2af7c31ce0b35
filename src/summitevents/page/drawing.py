"""What the pictures share: a time axis, colours of kinds, their style sheet, and short labels.

Positions across are per cent of the width, so that one drawing fits a phone and a poster, and letters keep their size.
Positions down are pixels.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape as in_xml

from summitevents.findings.escaping import escape
from summitevents.query.select import Row

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WIDTH = 1000
"""Pixels: the width at which marks are laid out."""
LETTER = 0.66
"""Per cent of that width that a letter takes."""

STYLE = """
svg{font:12px system-ui,sans-serif;--meet:#1d5f9e;--word:#6d7278;--arms:#b5471b;--ties:#2a7a5e;--ink:#22262a;--line:#d9d4c8;--paper:#fff}
@media(prefers-color-scheme:dark){svg{--meet:#7db4ea;--word:#a3a9b0;--arms:#f0915f;--ties:#6fc3a3;--ink:#e4e2dc;--line:#3b3f45;--paper:#17191c}}
.tick,.label{fill:var(--ink)}.tick{opacity:.75}.year{font-weight:600;opacity:1}.grid{stroke:var(--line)}.axis{stroke:var(--ink);opacity:.45}
.meet{color:var(--meet)}.word{color:var(--word)}.arms{color:var(--arms)}.ties{color:var(--ties)}
.full{fill:currentColor}.soft{fill:currentColor;opacity:.3}.plan{fill:var(--paper);stroke:currentColor;stroke-width:1.4}
.doubt{fill:none;stroke:var(--ink);stroke-width:1.2}.lead{stroke:var(--ink);opacity:.35}.band{fill:var(--meet);opacity:.14}
"""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The days from `first` to `last` (inclusive) over the whole width, with a tick every `step` months."""

    first: date
    last: date
    step: int

    def start_of(self, day: str) -> float:
        """Returns where a day begins, in per cent; the nearer edge if it lies beyond."""
        share = (date.fromisoformat(day) - self.first).days / ((self.last - self.first).days + 1)
        return min(max(share, 0.0), 1.0) * 100

    def end_of(self, day: str) -> float:
        """Returns where a day ends."""
        return self.start_of((date.fromisoformat(day) + timedelta(1)).isoformat()) if day < "9999" else 100

    def possible_span(self, row: Row) -> tuple[float, float]:
        """Returns where an event's first possible day begins and its last ends.

        An open end lies at the edge; an unknown start or end lies 4 per cent from the other.
        """
        start = self.start_of(row["earliest"]) if row["earliest"] else max(self.end_of(row["latest"]) - 4, 0)
        end = self.end_of(row["latest"]) if row["latest"] else 100 if row["end_flag"] == "open" else min(start + 4, 100)
        return start, max(end, start)

    def certain_span(self, row: Row) -> tuple[float, float] | None:
        """Returns from where to where an event was surely under way. None if on no day."""
        since = row["start_max"]
        until = row["end_min"] or (self.last.isoformat() if row["end_flag"] == "open" else None)
        if not since or not until or since > until:
            return None
        return self.start_of(since), self.end_of(until)

    def ticks(self) -> Iterator[tuple[float, str, str]]:
        """Yields the ticks: position, label, and CSS classes; narrow screens hide the minor ones."""
        month = self.first.year * 12
        while (day := date(month // 12, month % 12 + 1, 1)) <= self.last:
            minor = " minor" if month % (3 * self.step if self.step == 1 else 2 * self.step) else ""
            label, look = (str(day.year), "tick year") if day.month == 1 else (MONTHS[day.month - 1], "tick")
            yield self.start_of(day.isoformat()), label, look + minor
            month += self.step


def standalone_svg(elements: str, height: int, label: str) -> str:
    """Returns a picture as a file of its own, with its style and paper."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" role="img" aria-label="{in_xml(label)}">'
        f'<style>{STYLE}</style><rect fill="var(--paper)" width="100%" height="100%"/>\n{elements}\n</svg>\n'
    )


def shortened(title: str, most: int = 40) -> str:
    """Returns a title made harmless, and cut between words if it has more than `most` code points."""
    title = escape(title)
    return title if len(title) <= most else title[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"
