"""The Hanoi summit as a picture (SVG): what was announced, expected and claimed of it, by the day it could be known.

A mark stands where something was said: an utterance on its own day, anything else on the day its source came out, soft
over the days on which that may have been. The upright band is the summit itself, by rule 1. What stands left of it was
said ahead; what stands right of it was told afterwards.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape as in_xml
from itertools import groupby
from typing import Any

import duckdb

from summitevents.log.vocabulary import PLANNED, UTTERANCES
from summitevents.page import timeline_svg as picture
from summitevents.page.timeline_svg import FAMILY, LETTER, Strip
from summitevents.query import run as query

Row = dict[str, Any]
SUMMIT = "hanoi-summit-2019"
STRIP = Strip(date(2019, 1, 1), date(2019, 4, 30), 1)
LANE, MOST = 19, 12
"""Pixels a line; lines in each part, those of most sources."""
PARTS = {
    "announced": "Announced",
    "expected": "Hoped for, asked, offered",
    "claimed": "Said and judged",
    "happened": "What came",
}
_QUERY = """WITH near AS (
    SELECT $summit AS event
    UNION SELECT event FROM relations WHERE other = $summit AND relation <> 'before'
    UNION SELECT other FROM relations WHERE event = $summit AND relation <> 'before'
)
SELECT claims.event, events.title, coalesce(claims.summary, claims.title) AS said, claims.kind, claims.status,
    claims.happened, claims.record, claims.source, claims.start_min, claims.end_max, published_earliest, published_latest
FROM claims SEMI JOIN near USING (event) JOIN events USING (event) JOIN sources ON sources.source = claims.source
WHERE claims.rank <> 'deprecated' ORDER BY claims.pos"""


def svg(con: duckdb.DuckDBPyConnection) -> str:
    """The picture as a file that stands alone."""
    drawn, height = inner(con)
    words = "hollow: said ahead of it · full: said as done · soft: the days on which it may have been said"
    foot = f'<text class="label" x="10" y="{height + 26}">{words}</text>'
    body = f'<svg x="10" y="8" width="980" height="{height}">{drawn}</svg>{foot}'
    return picture.alone(body, height + 36, "What was known, expected and claimed about the Hanoi summit, day by day")


def inner(con: duckdb.DuckDBPyConnection) -> tuple[str, int]:
    """What is inside the svg element, and its height; nothing of no height where no claim speaks of the summit."""
    lines = list(_lines(query.run(con, _QUERY, {"summit": SUMMIT}).dicts()))
    if not lines:
        return "", 0
    y, marks = 22, []
    for part, heading in PARTS.items():
        found = [line for line in lines if line["part"] == part]
        shown = sorted(
            sorted(found, key=lambda line: -len(line["sources"]))[:MOST], key=lambda line: (line["span"], line["event"])
        )
        if shown:
            more = f" ({len(found) - len(shown)} more in the list)" if len(found) > len(shown) else ""
            marks.append(f'<text class="tick year" x="0" y="{y + 14}">{heading}{more}</text>')
            y += 22
        for line in shown:
            marks.append(_mark(line, y))
            y += LANE
        y += 6 if shown else 0
    summit = _event(con)
    grid = [
        f'<line class="grid" x1="{x:.2f}%" y1="16" x2="{x:.2f}%" y2="{y}"/><text class="tick" x="{x:.2f}%" dx="3" y="12">{label}</text>'
        for x, label, _ in STRIP.ticks()
    ]
    return "\n".join([*grid, _band(summit, y), *marks]), y


def _event(con: duckdb.DuckDBPyConnection) -> Row:
    return next(query.run(con, "SELECT * FROM events WHERE event = $summit", {"summit": SUMMIT}).dicts())


def _part(row: Row) -> str:
    """What sort of saying a claim is."""
    if row["status"] in ("announced", "cancelled") or row["kind"] == "announcement":
        return "announced"
    if row["status"] in PLANNED or row["kind"] in ("expectation", "demand", "offer"):
        return "expected"
    told = row["kind"] in ("assessment", "statement", "report") or row["status"] in ("alleged", "denied")
    return "claimed" if told else "happened"


def _lines(rows: Iterable[Row]) -> Iterator[Row]:
    """One line for what several sources say alike: of the summit by date, of another event as a whole. The first to say it."""

    def key(row: Row) -> tuple[str, str, str]:
        return row["event"], _part(row), (row["happened"] or "") if row["event"] == SUMMIT else ""

    for (event, part, _), same in groupby(sorted(rows, key=key), key):
        spans = ((_span(row), row) for row in same)
        found = sorted(((span, row) for span, row in spans if span), key=lambda pair: (pair[0], pair[1]["record"]))
        if found and found[0][0][0] < 100 and found[0][0][1] > 0:
            span, first = found[0]
            words = first["said"] if event == SUMMIT else first["title"]
            yield first | {"part": part, "span": span, "words": words, "sources": {row["source"] for _, row in found}}


def _span(row: Row) -> tuple[float, float] | None:
    """From where to where it may first have been said."""
    own = row["kind"] in UTTERANCES and row["start_min"] and row["end_max"]
    first, last = (row["start_min"], row["end_max"]) if own else (row["published_earliest"], row["published_latest"])
    if first is None and last is None:
        return None
    start = STRIP.x(first) if first else max(STRIP.after(last) - 4, 0)
    return start, STRIP.after(last) if last else 100


def _band(summit: Row, height: int) -> str:
    if not summit["earliest"] or not summit["latest"]:
        return ""
    start, end = STRIP.x(summit["earliest"]), STRIP.after(summit["latest"])
    return f'<rect class="band" x="{start:.2f}%" y="16" width="{end - start:.2f}%" height="{height - 16}"/>'


def _mark(line: Row, y: int) -> str:
    """A dot, or a bar as long as the doubt, with its words beside it; in it, where it is long."""
    start, end = line["span"]
    ahead = line["part"] in ("announced", "expected")
    n = len(line["sources"])
    words = line["words"] + (f" · {n} sources" if n > 1 else "")
    if end - start <= 1.7:
        drawn = f'<circle class="{"plan" if ahead else "full"}" cx="{(start + end) / 2:.2f}%" cy="{y + 8}" r="3.6"/>'
    else:
        top, height = (y, 16) if end - start > 30 else (y + 5, 6)
        form = "plan" if ahead else "soft"
        drawn = f'<rect class="{form}" x="{start:.2f}%" y="{top}" width="{end - start:.2f}%" height="{height}" rx="3"/>'
    return (
        f'<a class="h {FAMILY[line["kind"]]}" href="#{line["event"]}" tabindex="-1">{drawn}'
        f'<text class="label" {_label(words, start, end)[0]} y="{y + 12}">{in_xml(_label(words, start, end)[1])}</text></a>'
    )


def _label(words: str, start: float, end: float) -> tuple[str, str]:
    """Where words stand, and as many of them as there is room for."""
    if end - start > 30:
        return f'x="{start:.2f}%" dx="6"', picture.short(words, int((end - start) / LETTER) - 2)
    words = picture.short(words, 78)
    if end + len(words) * LETTER + 1 > 100:
        return f'x="{start:.2f}%" dx="-6" text-anchor="end"', picture.short(words, int(start / LETTER) - 3)
    return f'x="{end:.2f}%" dx="6"', words
