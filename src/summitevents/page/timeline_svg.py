"""The timeline as pictures (SVG), drawn from EDTF bounds: seventy years in one strip, the years of the summits in one each.

A dot is an event whose days are known as well as the strip can show. Any other event is a bar below the line: soft where
it may have been under way, full where it surely was. A hollow mark is a plan, or a date that comes from one.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape as in_xml

from summitevents.log.vocabulary import FAMILIES, FAMILY, PLANNED
from summitevents.page.drawing import LETTER, WIDTH, TimeAxis, shortened, standalone_svg
from summitevents.query.select import Row

QUERY = """SELECT event, events.title, events.date_words, events.earliest, events.latest, start_max, end_min, start_flag,
    end_flag, events.status, events.planned, events.disputed, events.n_claims, events.n_sources, events.kind
FROM events JOIN timeline USING (event) WHERE events.earliest IS NOT NULL OR events.latest IS NOT NULL ORDER BY nr"""
"""The rows that the pictures take."""

FIRST, CLOSE, LAST = 1950, 2017, 2019
"""The years of the overview; those from CLOSE to LAST have a strip of their own."""
DOT, BAR, LINE = 7, 6, 15
"""Pixels: a dot, or a bar, with its space; the height of a line of words."""

Dot = tuple[Row, float, int]
"""An event, the middle of its dot, and how many dots lie below it."""
Bar = tuple[Row, float, float, int]
"""An event, where its bar begins and ends, and how many bars lie above it."""


def overview_strip(rows: Iterable[Row]) -> tuple[str, int]:
    """Returns the elements and height of the strip of seventy years; events from CLOSE on are only counted there."""
    axis = TimeAxis(date(FIRST, 1, 1), date(LAST, 12, 31), 60)
    rows = list(rows)
    shown = [row for row in rows if _year(row) < CLOSE]
    elements, height = _strip(axis, shown, lines=4)
    later = len(rows) - len(shown)
    words = f"{later} event{'s' if later != 1 else ''}"
    x = axis.start_of(f"{CLOSE}-01-01")
    box = (
        f'<rect class="grid" fill="none" x="{x:.2f}%" y="16.5" width="{100 - x:.2f}%" height="{height - 17}"/>'
        f'<text class="tick" x="100%" y="{height + 12}" text-anchor="end">{words} of {CLOSE}–{LAST}: below</text>'
    )
    return elements + box, height + 16


def year_strips(rows: Iterable[Row]) -> Iterator[tuple[int, str, int]]:
    """Yields the years from CLOSE to LAST, each with the elements and height of its strip."""
    rows = list(rows)
    for year in range(CLOSE, LAST + 1):
        axis = TimeAxis(date(year, 1, 1), date(year, 12, 31), 1)
        shown = [row for row in rows if CLOSE <= _year(row) <= year and (row["latest"] or "9999") >= f"{year}-01-01"]
        yield year, *_strip(axis, [row for row in shown if _year(row) == year or _lasts_beyond_a_year(row)], lines=3)


def timeline_svg(rows: Iterable[Row]) -> str:
    """Returns all strips and a legend in one picture that stands alone."""
    rows, y, parts = list(rows), 8, []
    for elements, height in [overview_strip(rows), *((strip, height) for _, strip, height in year_strips(rows))]:
        parts.append(f'<svg y="{y}" x="10" width="980" height="{height}">{elements}</svg>')
        y += height + 18
    return standalone_svg("\n".join(parts) + _legend(y), y + 16, f"Timeline: {len(rows)} dated events")


def _legend(y: int) -> str:
    parts, x = [], 10
    for family, (words, _) in FAMILIES.items():
        parts.append(f'<g class="{family}"><circle class="full" cx="{x + 4}" cy="{y - 4}" r="3.2"/></g>')
        parts.append(f'<text class="label" x="{x + 12}" y="{y}">{words}</text>')
        x += 24 + len(words) * 6
    words = "soft: may have been under way · hollow: from a plan · ring: sources disagree"
    return "".join(parts) + f'<text class="label" x="{x + 6}" y="{y}">{words}</text>'


def _year(row: Row) -> int:
    return int((row["earliest"] or row["latest"])[:4])


def _lasts_beyond_a_year(row: Row) -> bool:
    """Says whether an event surely lasted into another year, or has an open end."""
    return row["end_flag"] == "open" or (row["end_min"] or "0")[:4] > (row["start_max"] or "9")[:4]


def _strip(axis: TimeAxis, rows: Sequence[Row], lines: int) -> tuple[str, int]:
    """Returns the elements of one strip, and its height: `lines` of labels, dots piled on the line, bars below it."""
    dots, bars, n_piled, n_lanes = _placed(axis, rows)
    labels = list(_labels(dots, lines))
    top = 22 + (max((line for *_, line in labels), default=-1) + 1) * LINE
    line = top + max(n_piled, 1) * DOT + 2
    height = line + 6 + n_lanes * BAR + 2
    parts = [
        f'<line class="grid" x1="{x:.2f}%" y1="16" x2="{x:.2f}%" y2="{height}"/>'
        f'<text class="{look}" x="{min(x, 97):.2f}%" dx="3" y="12">{label}</text>'
        for x, label, look in axis.ticks()
    ]
    parts.append(f'<line class="axis" x1="0" y1="{line}" x2="100%" y2="{line}"/>')
    above = {row["event"]: _label(row, x, 14 + (at + 1) * LINE, line - DOT) for row, x, at in labels}
    parts += (_link(row, above.get(row["event"], "") + _dot(row, x, line - DOT * pile - 4)) for row, x, pile in dots)
    parts += (_link(row, _bar(axis, row, start, end, line + 5 + BAR * lane)) for row, start, end, lane in bars)
    return "\n".join(parts), height


def _placed(axis: TimeAxis, rows: Sequence[Row]) -> tuple[list[Dot], list[Bar], int, int]:
    """Returns the dots and the bars of a strip, and how many of either lie over one another at most."""
    width = 100 * DOT / WIDTH
    dots: list[Dot] = []
    bars: list[Bar] = []
    piles, lanes = _Lanes(), _Lanes()
    for row in rows:
        start, end = axis.possible_span(row)
        if end - start <= width:
            middle = min(max((start + end) / 2, width / 2), 100 - width / 2)
            dots.append((row, middle, piles.place(middle - width / 2, middle + width / 2)))
        else:
            bars.append((row, start, end, lanes.place(start, end + 0.3)))
    return dots, bars, len(piles.used), len(lanes.used)


class _Lanes:
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


def _labels(dots: Sequence[Dot], lines: int) -> Iterator[tuple[Row, float, int]]:
    """Yields the events that most sources speak of, as far as their titles fit above; each with its place and line."""
    lanes = _Lanes()
    for row, x, _ in sorted(dots, key=lambda mark: (-mark[0]["n_sources"], -mark[0]["n_claims"], mark[0]["event"])):
        width = len(shortened(row["title"])) * LETTER + 1.5
        start = x if x + width < 100 else x - width
        if lanes.first_free(start, start + width) < lines:
            yield row, x, lanes.place(start, start + width)


def _label(row: Row, x: float, y: int, foot: int) -> str:
    label = shortened(row["title"])
    side = 'dx="4"' if x + len(label) * LETTER + 1.5 < 100 else 'dx="-4" text-anchor="end"'
    return (
        f'<g class="l"><line class="lead" x1="{x:.2f}%" y1="{y - 8}" x2="{x:.2f}%" y2="{foot}"/>'
        f'<text class="label" x="{x:.2f}%" {side} y="{y}">{in_xml(label)}</text></g>'
    )


def _link(row: Row, mark: str) -> str:
    """Returns a mark that leads to its event, and names it. What the page filters by is in the row's `data`."""
    words = in_xml(f"{shortened(row['date_words'], 80)}: {shortened(row['title'], 120)}")
    return (
        f'<a class="m {FAMILY[row["kind"]]}" href="#{row["event"]}" tabindex="-1" {row.get("data", "")}>'
        f"<title>{words}</title>{mark}</a>"
    )


def _fill(row: Row) -> str:
    return "plan" if row["planned"] or row["status"] in PLANNED else "full"


def _dot(row: Row, x: float, y: float) -> str:
    ring = f'<circle class="doubt" cx="{x:.2f}%" cy="{y}" r="4.4"/>' if row["disputed"] else ""
    return f'<circle class="{_fill(row)}" cx="{x:.2f}%" cy="{y}" r="2.9"/>{ring}'


def _bar(axis: TimeAxis, row: Row, start: float, end: float, y: float) -> str:
    soft = "soft" if _fill(row) == "full" else "plan"
    bar = f'<rect class="{soft}" x="{start:.2f}%" y="{y}" width="{end - start:.2f}%" height="4" rx="2"/>'
    sure = axis.certain_span(row)
    if sure and soft == "soft":
        bar += f'<rect class="full" x="{sure[0]:.2f}%" y="{y}" width="{max(sure[1] - sure[0], 0.4):.2f}%" height="4" rx="2"/>'
    if row["disputed"]:
        bar += f'<circle class="doubt" cx="{start + 0.4:.2f}%" cy="{y + 2}" r="4.4"/>'
    return bar
