"""The timeline as pictures (SVG), drawn from EDTF bounds: all years in one strip, and the busiest years in one each.

A mark has the form of its family of kinds. It stands for an event whose days are known as well as the strip can show. Any other
event is a bar below the line: outlined where it may have been under way, full where it surely was. A hollow mark is a plan,
or a date that comes from one. Which years there are follows from the data: see `years.Years`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape as in_xml

from summitevents.findings.escaping import escape
from summitevents.log.metadata import Picture
from summitevents.log.vocabulary import PLANNED
from summitevents.page.days import days_of, parts_of
from summitevents.page.drawing import LETTER, Lanes, TimeAxis, mark, shortened, standalone_svg
from summitevents.page.years import Years, year_of
from summitevents.query.select import Row
from summitevents.standards.edtf_dates import number_of, year_name

QUERY = """SELECT event, events.title, events.happened, events.date_words, events.earliest, events.latest, start_max, end_min,
    start_flag, end_flag, events.status, events.planned, events.disputed, events.n_claims, events.n_sources, events.kind,
    families.title AS family, color
FROM events JOIN timeline USING (event) JOIN kinds ON kinds.kind = events.kind JOIN families USING (family) ORDER BY timeline.nr"""
"""The rows that the pictures take."""

MARK, BAR, LINE = 8, 8, 15
"""Pixels: a mark, or a bar, with its space; the height of a line of words."""
WIDTHS = {"l1": (316, 24, 3), "l2": (690, 34, 3), "l3": (980, 40, 4)}
"""The layouts of labels, of which a page shows the one that fits: from how many pixels on, letters of a label, lines."""

Dot = tuple[Row, float, int]
"""An event, the middle of its mark, and how many marks lie below it."""
Bar = tuple[Row, float, float, int]
"""An event, where its bar begins and ends, and how many bars lie above it."""


def strips(rows: Iterable[Row], picture: Picture, layouts: Sequence[str] = tuple(WIDTHS)) -> Iterator[tuple[str, int]]:
    """Yields the strip of all years, and then one for each close year: elements, and height. None for a log without years.

    A mark leads to the `address` of its row, if that has one.
    """
    rows = [row for row in rows if year_of(row) is not None]
    if years := Years.of(rows, picture):
        yield _overview(rows, years, layouts)
        for year in range(years.close, years.last + 1):
            axis = TimeAxis.of_years(year, year, 1)
            yield _strip(axis, [row for row in rows if _is_of(row, year, years)], layouts)


def outliers(rows: Iterable[Row], picture: Picture) -> tuple[Sequence[Row], Sequence[Row]]:
    """Returns the events before and after the strip of all years."""
    years = Years.of(rows := list(rows), picture)
    return years.outside(rows) if years else ([], [])


def timeline_svg(rows: Iterable[Row], picture: Picture) -> str:
    """Returns all strips and a legend in one picture that stands alone."""
    rows, y, parts = list(rows), 8, []
    for elements, height in strips(rows, picture, ["l3"]):
        parts.append(f'<svg y="{y}" x="10" width="980" height="{height}">{elements}</svg>')
        y += height + 18
    families = dict(sorted({row["color"]: row["family"] for row in rows}.items()))
    return standalone_svg("\n".join(parts) + _legend(families, y), y + 16, f"Timeline: {len(rows):,} dated events")


def _legend(families: Mapping[str, str], y: int) -> str:
    parts, x = [], 10
    for color, words in families.items():
        parts.append(f'<svg class="{color}" x="{x + 4}" y="{y - 4}">{mark(color, "full", 0, 0)}</svg>')
        parts.append(f'<text class="label" x="{x + 12}" y="{y}">{words}</text>')
        x += 24 + len(words) * 6
    words = "pale: may have been under way · hollow: from a plan · ring: sources disagree"
    return "".join(parts) + f'<text class="label" x="{x + 6}" y="{y}">{words}</text>'


def _overview(rows: Sequence[Row], years: Years, layouts: Sequence[str]) -> tuple[str, int]:
    """Returns the strip of all years; events from the first close year on are only counted there, outliers at the edges."""
    axis = TimeAxis.of_years(years.first, years.last)
    shown = [row for row in rows if years.first <= (year_of(row) or 0) < years.close]
    elements, height = _strip(axis, shown, layouts)
    foot = ""
    for far, anchor, x, sign in zip(years.outside(rows), ("start", "end"), (0, 100), ("◂", "▸"), strict=True):
        if far:
            foot += f'<text class="tick" x="{x}%" y="{height + 12}" text-anchor="{anchor}">{sign} {len(far):,}</text>'
    if years.close <= years.last:
        begin = axis.start_of(number_of(years.close))
        later = sum(years.close <= (year_of(row) or 0) <= years.last for row in rows)
        words = f"{year_name(str(years.close))}–{year_name(str(years.last))}"
        foot += (
            f'<rect class="grid" fill="none" x="{begin:.1f}%" y="16.5" width="{100 - begin:.1f}%" height="{height - 17}"/>'
            f'<text class="tick" x="97%" y="{height + 12}" text-anchor="end">{words}: {later:,} ↓</text>'
        )
    return elements + foot, height + 16


def _is_of(row: Row, year: int, years: Years) -> bool:
    """Says whether an event stands in the strip of a close year: it is of it, or surely lasted into it, or has an open end."""
    of, days = year_of(row) or 0, days_of(row)
    surely = (
        days.start_max is not None
        and days.end_min is not None
        and parts_of(days.end_min)[0] > parts_of(days.start_max)[0]
    )
    lasts = (row["end_flag"] == "open" or surely) and (days.latest is None or days.latest >= number_of(year))
    return of == year or (years.close <= of < year and lasts)


def _strip(axis: TimeAxis, rows: Sequence[Row], layouts: Sequence[str]) -> tuple[str, int]:
    """Returns the elements of one strip, and its height: labels in each layout, marks piled on the line, bars below it."""
    dots, bars, n_piled, n_lanes = _placed(axis, rows)
    labels = {layout: list(_labels(dots, layout)) for layout in layouts}
    top = 22 + (max((at for found in labels.values() for *_, at in found), default=-1) + 1) * LINE
    line = top + max(n_piled, 1) * MARK + 2
    height = line + 8 + n_lanes * BAR + 2
    parts = [
        f'<line class="grid" x1="{x:.1f}%" y1="16" x2="{x:.1f}%" y2="{height}"/>'
        f'<text class="{look}" x="{min(x, 96):.1f}%" dx="3" y="12">{label}</text>'
        for x, label, look in axis.ticks()
    ]
    parts.append(f'<line class="axis" x1="0" y1="{line}" x2="100%" y2="{line}"/>')
    words: dict[str, str] = {}
    for layout, found in labels.items():
        for row, x, side, at in found:
            label = _label(row, x, side, top - 8 - at * LINE, line - MARK, layout)
            words[row["event"]] = words.get(row["event"], "") + label
    parts += (_link(row, words.get(row["event"], "") + _dot(row, x, line - MARK * pile - 5)) for row, x, pile in dots)
    parts += (_link(row, _bar(axis, row, start, end, line + 6 + BAR * lane)) for row, start, end, lane in bars)
    return "\n".join(parts), height


def _placed(axis: TimeAxis, rows: Sequence[Row]) -> tuple[list[Dot], list[Bar], int, int]:
    """Returns the marks and the bars of a strip, and how many of either lie over one another at most."""
    width = 100 * MARK / WIDTHS["l3"][0]
    dots: list[Dot] = []
    bars: list[Bar] = []
    piles, lanes = Lanes(), Lanes()
    for row in rows:
        start, end = axis.possible_span(row)
        if end - start <= width:
            middle = min(max((start + end) / 2, width / 2), 100 - width / 2)
            dots.append((row, middle, piles.place(middle - width / 2, middle + width / 2)))
        else:
            bars.append((row, start, end, lanes.place(start - 0.6, end + 0.6)))
    return dots, bars, len(piles.used), len(lanes.used)


def _labels(dots: Sequence[Dot], layout: str) -> Iterator[tuple[Row, float, int, int]]:
    """Yields the events that most sources speak of, as far as their titles fit above: place, side (1 right, -1 left), line.

    What does not overlap at the least width of a layout overlaps at no greater one: places move apart, and letters do not grow.
    """
    pixels, letters, lines = WIDTHS[layout]
    lanes = Lanes()
    for row, x, _ in sorted(dots, key=lambda dot: (-dot[0]["n_sources"], -dot[0]["n_claims"], dot[0]["event"])):
        width = 100 * (len(shortened(row["title"], letters)) * LETTER + 12) / pixels
        side = 1 if x + width < 100 else -1
        start = x if side == 1 else x - width
        if start >= 0 and lanes.first_free(start, start + width) < lines:
            yield row, x, side, lanes.place(start, start + width)


def _label(row: Row, x: float, side: int, y: int, foot: int, layout: str) -> str:
    anchor = 'dx="4"' if side == 1 else 'dx="-4" text-anchor="end"'
    words = in_xml(shortened(row["title"], WIDTHS[layout][1]))
    return (
        f'<g class="l {layout}"><line class="lead" x1="{x:.1f}%" y1="{y - 8}" x2="{x:.1f}%" y2="{foot}"/>'
        f'<text class="label" x="{x:.1f}%" {anchor} y="{y}">{words}</text></g>'
    )


def _link(row: Row, drawn: str) -> str:
    """Returns a mark, which has its title and leads to its event where that has an address."""
    if "address" not in row:
        return f'<g class="{row["color"]}">{drawn}</g>'
    title = f"<title>{in_xml(escape(row['title']))}</title>"
    return f'<a class="m {row["color"]}" href="{row["address"]}" tabindex="-1">{title}{drawn}</a>'


def _look(row: Row) -> str:
    return "plan" if row["planned"] or row["status"] in PLANNED else "full"


def _ring(row: Row) -> str:
    return '<circle class="doubt" r="5"/>' if row["disputed"] else ""


def _dot(row: Row, x: float, y: float) -> str:
    return mark(row["color"], _look(row), x, y, _ring(row))


def _bar(axis: TimeAxis, row: Row, start: float, end: float, y: float) -> str:
    """Returns a bar, with the form of its family where it begins."""
    look = _look(row)
    soft = "soft" if look == "full" else "plan"
    bar = f'<rect class="{soft}" x="{start:.1f}%" y="{y}" width="{end - start:.1f}%" height="4" rx="2"/>'
    sure = axis.certain_span(row)
    if sure and look == "full":
        bar += f'<rect class="full" x="{sure[0]:.1f}%" y="{y}" width="{max(sure[1] - sure[0], 0.4):.1f}%" height="4" rx="2"/>'
    return bar + mark(row["color"], look, start, y + 2, _ring(row))
