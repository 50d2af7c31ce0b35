"""Claims about one event as a picture (SVG), by the day of claiming: announced, expected, claimed, and what came.

Today the event is always the Hanoi summit. A mark lies where something was said: an utterance on its own day, anything
else on the day its source came out, soft over the days on which that may have been. The upright band is the event itself,
by rule 1. What is left of it was said before the event; what is right of it, afterwards.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape as in_xml
from itertools import groupby

import duckdb

from summitevents.log.vocabulary import FAMILY, PLANNED
from summitevents.page.drawing import LETTER, TimeAxis, shortened, standalone_svg
from summitevents.query.select import Row, run_query

SUMMIT = "hanoi-summit-2019"
AXIS = TimeAxis(date(2019, 1, 1), date(2019, 4, 30), 1)
LINE = 19
"""Pixels a line takes."""
MOST = 12
"""How many lines a part has: those of most sources."""
PARTS = {
    "announced": "Announced",
    "expected": "Hoped for, asked, offered",
    "claimed": "Said and judged",
    "happened": "What came",
}
"""The parts of the picture from above, and their headings."""
AHEAD = ("announced", "expected")
"""The parts whose marks are hollow."""
_QUERY = """WITH near AS (
    SELECT $summit AS event
    UNION SELECT event FROM relations WHERE other = $summit AND relation <> 'before'
    UNION SELECT other FROM relations WHERE event = $summit AND relation <> 'before'
)
SELECT claims.event, events.title, coalesce(claims.summary, claims.title) AS said, claims.kind, utterance, claims.status,
    claims.happened, claims.record, claims.source, claims.start_min, claims.end_max, published_earliest, published_latest
FROM claims SEMI JOIN near USING (event) JOIN events USING (event) JOIN sources ON sources.source = claims.source
JOIN kinds ON kinds.kind = claims.kind
WHERE claims.rank <> 'deprecated' ORDER BY claims.pos"""


def ladder_svg(con: duckdb.DuckDBPyConnection) -> str:
    """Returns the picture as a file that stands alone."""
    elements, height = ladder(con)
    words = "hollow: said ahead of it · full: said as done · soft: the days on which it may have been said"
    foot = f'<text class="label" x="10" y="{height + 26}">{words}</text>'
    body = f'<svg x="10" y="8" width="980" height="{height}">{elements}</svg>{foot}'
    return standalone_svg(body, height + 36, "What was known, expected and claimed about the Hanoi summit, day by day")


def ladder(con: duckdb.DuckDBPyConnection) -> tuple[str, int]:
    """Returns the elements of the picture and its height; ("", 0) if no claim speaks of the event."""
    lines = list(_lines(run_query(con, _QUERY, {"summit": SUMMIT}).dicts()))
    if not lines:
        return "", 0
    y, marks = 22, []
    for part in PARTS:
        elements, y = _part([line for line in lines if line["part"] == part], part, y)
        marks += elements
    grid = [
        f'<line class="grid" x1="{x:.2f}%" y1="16" x2="{x:.2f}%" y2="{y}"/><text class="tick" x="{x:.2f}%" dx="3" y="12">{label}</text>'
        for x, label, _ in AXIS.ticks()
    ]
    return "\n".join([*grid, _band(con, y), *marks]), y


def _part(lines: list[Row], part: str, y: int) -> tuple[list[str], int]:
    """Returns the elements of one part from `y` down: a heading, and its lines by day; and where the next part begins."""
    if not lines:
        return [], y
    shown = sorted(lines, key=lambda line: -len(line["sources"]))[:MOST]
    shown.sort(key=lambda line: (line["span"], line["event"]))
    more = f" ({len(lines) - len(shown)} more in the list)" if len(lines) > len(shown) else ""
    heading = f'<text class="tick year" x="0" y="{y + 14}">{PARTS[part]}{more}</text>'
    top = y + 22
    return [heading, *(_mark(line, top + n * LINE) for n, line in enumerate(shown))], top + len(shown) * LINE + 6


def _lines(rows: Iterable[Row]) -> Iterator[Row]:
    """Yields a line for what several sources say alike: the first of their claims that was made in the picture's days.

    Alike are claims of the same part about the event itself with the same date, and those about a related event.
    """

    def likeness(row: Row) -> tuple[str, str, str]:
        return row["event"], _part_of(row), (row["happened"] or "") if row["event"] == SUMMIT else ""

    for (event, part, _), alike in groupby(sorted(rows, key=likeness), likeness):
        spans = ((_span(row), row) for row in alike)
        dated = sorted(((span, row) for span, row in spans if span), key=lambda pair: (pair[0], pair[1]["record"]))
        if dated and dated[0][0][0] < 100 and dated[0][0][1] > 0:
            span, first = dated[0]
            words = first["said"] if event == SUMMIT else first["title"]
            yield first | {"part": part, "span": span, "words": words, "sources": {row["source"] for _, row in dated}}


def _part_of(row: Row) -> str:
    """Returns which of PARTS a claim belongs to."""
    if row["status"] in ("announced", "cancelled") or row["utterance"] == "announcement":
        return "announced"
    if row["status"] in PLANNED or row["utterance"] in ("expectation", "proposal"):
        return "expected"
    claimed = row["utterance"] in ("assessment", "statement", "report") or row["status"] in ("alleged", "denied")
    return "claimed" if claimed else "happened"


def _span(row: Row) -> tuple[float, float] | None:
    """Returns from where to where it may first have been said. None if no day is known."""
    own = row["utterance"] not in (None, "report") and row["start_min"] and row["end_max"]
    first, last = (row["start_min"], row["end_max"]) if own else (row["published_earliest"], row["published_latest"])
    if first is None and last is None:
        return None
    start = AXIS.start_of(first) if first else max(AXIS.end_of(last) - 4, 0)
    return start, AXIS.end_of(last) if last else 100


def _band(con: duckdb.DuckDBPyConnection, height: int) -> str:
    (event,) = run_query(con, "SELECT earliest, latest FROM events WHERE event = $summit", {"summit": SUMMIT}).dicts()
    if not event["earliest"] or not event["latest"]:
        return ""
    start, end = AXIS.start_of(event["earliest"]), AXIS.end_of(event["latest"])
    return f'<rect class="band" x="{start:.2f}%" y="16" width="{end - start:.2f}%" height="{height - 16}"/>'


def _mark(line: Row, y: int) -> str:
    """Returns a dot, or a bar as long as the doubt, with its words beside it, or in it if it is long."""
    start, end = line["span"]
    n = len(line["sources"])
    if end - start <= 1.7:
        look = "plan" if line["part"] in AHEAD else "full"
        shape = f'<circle class="{look}" cx="{(start + end) / 2:.2f}%" cy="{y + 8}" r="3.6"/>'
    else:
        look = "plan" if line["part"] in AHEAD else "soft"
        top, height = (y, 16) if end - start > 30 else (y + 5, 6)
        shape = f'<rect class="{look}" x="{start:.2f}%" y="{top}" width="{end - start:.2f}%" height="{height}" rx="3"/>'
    place, words = _label(line["words"] + (f" · {n} sources" if n > 1 else ""), start, end)
    return (
        f'<a class="h {FAMILY[line["kind"]]}" href="#{line["event"]}" tabindex="-1">{shape}'
        f'<text class="label" {place} y="{y + 12}">{in_xml(words)}</text></a>'
    )


def _label(words: str, start: float, end: float) -> tuple[str, str]:
    """Returns where words go (SVG attributes), and as many of them as there is room for."""
    if end - start > 30:
        return f'x="{start:.2f}%" dx="6"', shortened(words, int((end - start) / LETTER) - 2)
    words = shortened(words, 78)
    if end + len(words) * LETTER + 1 > 100:
        return f'x="{start:.2f}%" dx="-6" text-anchor="end"', shortened(words, int(start / LETTER) - 3)
    return f'x="{end:.2f}%" dx="6"', words
