"""The timeline as pictures (SVG), drawn from EDTF bounds: seventy years in one strip, the years of the summits in one each.

A dot is an event whose days are known as well as the strip can show. Any other is a bar below the line: soft where it may
have been under way, full where it surely was. A hollow mark is a plan, or a date that comes from one.

Places across are per cent of the width, so that one drawing fits a phone and a poster, and letters keep their size.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape as in_xml
from typing import Any

from summitevents.findings.escaping import escape

Row = dict[str, Any]
QUERY = """SELECT event, title, date_words, earliest, latest, start_max, end_min, start_flag, end_flag, status, planned,
    disputed, n_claims, n_sources, kind
FROM events WHERE earliest IS NOT NULL OR latest IS NOT NULL ORDER BY coalesce(earliest, latest), latest, event"""

FAMILIES = {
    "meet": ("visits, meetings, talks", ("summit", "meeting", "visit", "negotiation")),
    "word": ("words", ("announcement", "statement", "expectation", "assessment", "demand", "offer", "report")),
    "arms": ("arms and conflict", ("test", "armament", "dismantling", "construction", "conflict", "abduction", "release")),
    "ties": ("ties, trade, decisions", (
        "agreement", "relations", "cooperation", "support", "economy", "withdrawal", "decision", "dispute", "outcome",
    )),
}  # fmt: skip
"""The kinds in four families, each of one colour: the family's name, what it holds, and its kinds."""
FAMILY = {kind: family for family, (_, kinds) in FAMILIES.items() for kind in kinds}

FIRST, CLOSE, LAST = 1950, 2017, 2019
"""The years of the overview; those from CLOSE to LAST have a strip of their own."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DOT, BAR, WIDTH = 7, 6, 1000
"""Pixels: a dot with its space, a bar with its space; and the width at which marks are laid out."""
LETTER, _LINE = 0.66, 15
"""Per cent of that width that a letter takes; the height of a line of words."""

STYLE = """
svg{font:12px system-ui,sans-serif;--meet:#1d5f9e;--word:#6d7278;--arms:#b5471b;--ties:#2a7a5e;--ink:#22262a;--line:#d9d4c8;--paper:#fff}
@media(prefers-color-scheme:dark){svg{--meet:#7db4ea;--word:#a3a9b0;--arms:#f0915f;--ties:#6fc3a3;--ink:#e4e2dc;--line:#3b3f45;--paper:#17191c}}
.tick,.label{fill:var(--ink)}.tick{opacity:.75}.year{font-weight:600;opacity:1}.grid{stroke:var(--line)}.axis{stroke:var(--ink);opacity:.45}
.meet{color:var(--meet)}.word{color:var(--word)}.arms{color:var(--arms)}.ties{color:var(--ties)}
.full{fill:currentColor}.soft{fill:currentColor;opacity:.3}.plan{fill:var(--paper);stroke:currentColor;stroke-width:1.4}
.doubt{fill:none;stroke:var(--ink);stroke-width:1.2}.lead{stroke:var(--ink);opacity:.35}.band{fill:var(--meet);opacity:.14}
"""


@dataclass(frozen=True, slots=True)
class Strip:
    """A stretch of time over the whole width. A tick each `step` months."""

    first: date
    last: date
    step: int

    def x(self, day: str) -> float:
        """Where a day begins, in per cent; beyond an edge, on the edge."""
        share = (date.fromisoformat(day) - self.first).days / ((self.last - self.first).days + 1)
        return min(max(share, 0.0), 1.0) * 100

    def after(self, day: str) -> float:
        """Where a day ends."""
        return self.x((date.fromisoformat(day) + timedelta(1)).isoformat()) if day < "9999" else 100

    def span(self, row: Row) -> tuple[float, float]:
        """Where an event's first possible day begins and its last ends; where one is open or unknown, the edge, or near it."""
        start = self.x(row["earliest"]) if row["earliest"] else max(self.after(row["latest"]) - 4, 0)
        end = self.after(row["latest"]) if row["latest"] else 100 if row["end_flag"] == "open" else min(start + 4, 100)
        return start, max(end, start)

    def sure(self, row: Row) -> tuple[float, float] | None:
        """From where to where it was surely under way."""
        since = row["start_max"]
        until = row["end_min"] or (self.last.isoformat() if row["end_flag"] == "open" else None)
        if not since or not until or since > until:
            return None
        return self.x(since), self.after(until)

    def ticks(self) -> Iterator[tuple[float, str, str]]:
        """Where labels stand, the labels, and how they look; those that a narrow screen has no room for are minor."""
        month = self.first.year * 12
        while (day := date(month // 12, month % 12 + 1, 1)) <= self.last:
            minor = " minor" if month % (3 * self.step if self.step == 1 else 2 * self.step) else ""
            label, look = (str(day.year), "tick year") if day.month == 1 else (MONTHS[day.month - 1], "tick")
            yield self.x(day.isoformat()), label, look + minor
            month += self.step


def overview(rows: Iterable[Row]) -> tuple[str, int]:
    """The seventy years, without those that have a strip of their own: what is inside an svg element, and its height."""
    strip = Strip(date(FIRST, 1, 1), date(LAST, 12, 31), 60)
    shown = [row for row in rows if _year(row) < CLOSE]
    later = sum(1 for row in rows if _year(row) >= CLOSE)
    drawn, height = _drawn(strip, shown, lines=4)
    words = f"{later} event{'s' if later != 1 else ''}"
    x = strip.x(f"{CLOSE}-01-01")
    box = (
        f'<rect class="grid" fill="none" x="{x:.2f}%" y="16.5" width="{100 - x:.2f}%" height="{height - 17}"/>'
        f'<text class="tick" x="100%" y="{height + 12}" text-anchor="end">{words} of {CLOSE}–{LAST}: below</text>'
    )
    return drawn + box, height + 16


def close(rows: Iterable[Row]) -> Iterator[tuple[int, str, int]]:
    """The years of the summits: each year, with what is inside its svg element, and its height."""
    rows = list(rows)
    for year in range(CLOSE, LAST + 1):
        strip = Strip(date(year, 1, 1), date(year, 12, 31), 1)
        shown = [row for row in rows if CLOSE <= _year(row) <= year and (row["latest"] or "9999") >= f"{year}-01-01"]
        yield year, *_drawn(strip, [row for row in shown if _year(row) == year or _lasts(row)], lines=3)


def svg(rows: Iterable[Row]) -> str:
    """All strips in one picture that stands alone."""
    rows, y, parts = list(rows), 8, []
    for drawn, height in [overview(rows), *((drawn, height) for _, drawn, height in close(rows))]:
        parts.append(f'<svg y="{y}" x="10" width="980" height="{height}">{drawn}</svg>')
        y += height + 18
    return alone("\n".join(parts) + legend(y), y + 16, f"Timeline: {len(rows)} dated events")


def alone(inner: str, height: int, label: str) -> str:
    """A picture as a file of its own, with its style and paper."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" role="img" aria-label="{in_xml(label)}">'
        f'<style>{STYLE}</style><rect fill="var(--paper)" width="100%" height="100%"/>\n{inner}\n</svg>\n'
    )


def legend(y: int) -> str:
    """A line that says what the colours and forms stand for."""
    parts, x = [], 10
    for family, (words, _) in FAMILIES.items():
        parts.append(f'<g class="{family}"><circle class="full" cx="{x + 4}" cy="{y - 4}" r="3.2"/></g>')
        parts.append(f'<text class="label" x="{x + 12}" y="{y}">{words}</text>')
        x += 24 + len(words) * 6
    words = "soft: may have been under way · hollow: from a plan · ring: sources disagree"
    return "".join(parts) + f'<text class="label" x="{x + 6}" y="{y}">{words}</text>'


def _year(row: Row) -> int:
    return int((row["earliest"] or row["latest"])[:4])


def _lasts(row: Row) -> bool:
    """Whether it surely ran on into another year, or ran on with an open end."""
    return row["end_flag"] == "open" or (row["end_min"] or "0")[:4] > (row["start_max"] or "9")[:4]


def _drawn(strip: Strip, rows: Sequence[Row], lines: int) -> tuple[str, int]:
    """The elements of one strip, and its height: labels, dots piled on the line, and bars below it."""
    dot = 100 * DOT / WIDTH
    dots: list[tuple[Row, float, int]] = []
    bars: list[tuple[Row, float, float, int]] = []
    piles, lanes = _Lanes(), _Lanes()
    for row in rows:
        start, end = strip.span(row)
        if end - start <= dot:
            middle = min(max((start + end) / 2, dot / 2), 100 - dot / 2)
            dots.append((row, middle, piles.place(middle - dot / 2, middle + dot / 2)))
        else:
            bars.append((row, start, end, lanes.place(start, end + 0.3)))
    labels = list(_labels(dots, lines))
    top = 22 + (max((line for *_, line in labels), default=-1) + 1) * _LINE
    line = top + max(len(piles.used), 1) * DOT + 2
    height = line + 6 + len(lanes.used) * BAR + 2
    parts = [
        f'<line class="grid" x1="{x:.2f}%" y1="16" x2="{x:.2f}%" y2="{height}"/>'
        f'<text class="{look}" x="{min(x, 97):.2f}%" dx="3" y="12">{label}</text>'
        for x, label, look in strip.ticks()
    ]
    parts.append(f'<line class="axis" x1="0" y1="{line}" x2="100%" y2="{line}"/>')
    above = {row["event"]: _label(row, x, 14 + (at + 1) * _LINE, line - DOT) for row, x, at in labels}
    parts += (_link(row, above.get(row["event"], "") + _dot(row, x, line - DOT * pile - 4)) for row, x, pile in dots)
    parts += (_link(row, _bar(strip, row, start, end, line + 5 + BAR * lane)) for row, start, end, lane in bars)
    return "\n".join(parts), height


class _Lanes:
    """Rows of marks; each mark takes the first in which its place is free."""

    def __init__(self) -> None:
        self.used: list[list[tuple[float, float]]] = []

    def place(self, start: float, end: float) -> int:
        fits = (n for n, taken in enumerate(self.used) if all(end <= a or b <= start for a, b in taken))
        lane = next(fits, len(self.used))
        if lane == len(self.used):
            self.used.append([])
        self.used[lane].append((start, end))
        return lane


def _labels(dots: Sequence[tuple[Row, float, int]], lines: int) -> Iterator[tuple[Row, float, int]]:
    """The events that most sources speak of, as far as their titles fit above; each with its place and line."""
    lanes = _Lanes()
    for row, x, _ in sorted(dots, key=lambda mark: (-mark[0]["n_sources"], -mark[0]["n_claims"], mark[0]["event"])):
        width = len(short(row["title"])) * LETTER + 1.5
        start = x if x + width < 100 else x - width
        for lane in range(lines):
            while len(lanes.used) <= lane:
                lanes.used.append([])
            if all(start + width <= a or b <= start for a, b in lanes.used[lane]):
                lanes.used[lane].append((start, start + width))
                yield row, x, lane
                break


def _label(row: Row, x: float, y: int, foot: int) -> str:
    label = short(row["title"])
    side = 'dx="4"' if x + len(label) * LETTER + 1.5 < 100 else 'dx="-4" text-anchor="end"'
    return (
        f'<g class="l"><line class="lead" x1="{x:.2f}%" y1="{y - 8}" x2="{x:.2f}%" y2="{foot}"/>'
        f'<text class="label" x="{x:.2f}%" {side} y="{y}">{in_xml(label)}</text></g>'
    )


def short(title: str, most: int = 40) -> str:
    """A title made harmless, and cut between words where it is longer."""
    title = escape(title)
    return title if len(title) <= most else title[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _link(row: Row, mark: str) -> str:
    """A mark that leads to its event, and names it. What the page filters by stands in the row's `data`."""
    said = in_xml(f"{short(row['date_words'], 80)}: {short(row['title'], 120)}")
    return (
        f'<a class="m {FAMILY[row["kind"]]}" href="#{row["event"]}" tabindex="-1" {row.get("data", "")}>'
        f"<title>{said}</title>{mark}</a>"
    )


def _form(row: Row) -> str:
    return "plan" if row["planned"] or row["status"] in ("announced", "expected", "hypothetical") else "full"


def _dot(row: Row, x: float, y: float) -> str:
    ring = f'<circle class="doubt" cx="{x:.2f}%" cy="{y}" r="4.4"/>' if row["disputed"] else ""
    return f'<circle class="{_form(row)}" cx="{x:.2f}%" cy="{y}" r="2.9"/>{ring}'


def _bar(strip: Strip, row: Row, start: float, end: float, y: float) -> str:
    soft = "soft" if _form(row) == "full" else "plan"
    bar = f'<rect class="{soft}" x="{start:.2f}%" y="{y}" width="{end - start:.2f}%" height="4" rx="2"/>'
    sure = strip.sure(row)
    if sure and soft == "soft":
        bar += f'<rect class="full" x="{sure[0]:.2f}%" y="{y}" width="{max(sure[1] - sure[0], 0.4):.2f}%" height="4" rx="2"/>'
    if row["disputed"]:
        bar += f'<circle class="doubt" cx="{start + 0.4:.2f}%" cy="{y + 2}" r="4.4"/>'
    return bar
