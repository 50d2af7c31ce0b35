"""TimelineJS (Knight Lab): its JSON, and the columns of its spreadsheet.

https://timeline.knightlab.com/docs/json-format.html, …/docs/using-spreadsheets.html
A slide has a start and an end, each a year, a month or a day, and words for the date (`display_date`). Days that are only
possible become a stretch from the first to the last of them: the words say what it is. Words are HTML, and escaped.
"""

import csv
import io
from html import escape as in_html
from typing import Any

import duckdb

from summitevents.export import days
from summitevents.findings.escaping import escape
from summitevents.query import run as query

Row = dict[str, Any]
TITLE = "The Trump–Kim summits, and Vietnam’s part"
_EVENTS = """SELECT events.*, timeline.actors, timeline.place AS place_name, timeline.nr,
    sources.title AS source_title, sources.publisher, sources.address
FROM events JOIN timeline USING (event) JOIN claims ON claims.record = events.because
JOIN sources ON sources.source = claims.source ORDER BY nr"""
_DATE = ("year", "month", "day")
_HEAD = [
    "Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date", "Headline", "Text",
    "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group", "Background",
]  # fmt: skip


def timeline(con: duckdb.DuckDBPyConnection) -> Row:
    """The dated events as TimelineJS takes them."""
    return {
        "title": {
            "unique_id": "summitevents",
            "text": {"headline": TITLE, "text": "<p>Each slide cites its source.</p>"},
        },
        "events": [_slide(row) for row in query.run(con, _EVENTS).dicts()],
    }


def spreadsheet(con: duckdb.DuckDBPyConnection) -> str:
    """The same as the rows of its spreadsheet (CSV). No cell of words begins a formula: headlines and texts are HTML."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerow(["", "", "", "", "", "", "", "", "", TITLE, "<p>Each slide cites its source.</p>", "", "", "", "", "title", "", ""])  # fmt: skip
    for row in query.run(con, _EVENTS).dicts():
        slide = _slide(row)
        start, end = (
            [date.get(part, "") for part in _DATE] for date in (slide["start_date"], slide.get("end_date", {}))
        )
        text = slide["text"]
        writer.writerow([*start, "", *end, "", slide["display_date"], text["headline"], text["text"], "", "", "", "", "", slide["group"], ""])  # fmt: skip
    return out.getvalue()


def _slide(row: Row) -> Row:
    start, end = _start(row), _end(row)
    slide = {
        "unique_id": row["event"], "start_date": dict(zip(_DATE, start, strict=False)), "display_date": row["date_words"],
        "group": row["kind"], "text": {"headline": _harmless(row["title"]), "text": _text(row)},
    }  # fmt: skip
    return slide | ({"end_date": dict(zip(_DATE, end, strict=False))} if end and end != start else {})


def _start(row: Row) -> days.Parts:
    """The year, month or day of the start; of a choice of days the first; the last possible day where there is no first."""
    first, last = row["earliest"], row["start_max"]
    return days.unit(first, last) or days.parts(first or row["latest"])


def _end(row: Row) -> days.Parts | None:
    if row["latest"] is None:
        return None
    return days.unit(row["end_min"], row["latest"]) or days.parts(row["latest"])


def _text(row: Row) -> str:
    who = " · ".join(filter(None, (row["place_name"], row["actors"])))
    source = _harmless(": ".join(filter(None, (row["publisher"], row["source_title"]))))
    link = f'<a href="{in_html(row["address"])}">{source}</a>' if row["address"] else source
    doubt = "date from a plan" if row["planned"] else "date inferred" if row["inferred"] else ""
    notes = "; ".join(filter(None, (row["status"] if row["status"] != "occurred" else "", doubt, "sources disagree" if row["disputed"] else "")))  # fmt: skip
    return "".join(
        f"<p>{part}</p>" for part in (_harmless(row["summary"] or row["title"]), _harmless(who), notes, link) if part
    )


def _harmless(words: str) -> str:
    """Words as HTML, whose first character begins no formula in a spreadsheet."""
    text = in_html(escape(words))
    return f"&#{ord(text[0])};{text[1:]}" if text.startswith(("=", "+", "-", "@")) else text
