"""TimelineJS (Knight Lab): its JSON, and the columns of its spreadsheet.

https://timeline.knightlab.com/docs/json-format.html, …/docs/using-spreadsheets.html
A slide has a start and an end, each a year, a month or a day, and words for the date (`display_date`). If several days
are possible, the slide lasts from the first to the last of them, and the words say what is known. Texts are HTML, and
escaped. The slides stand in rows by the family of their kind: a strip of more rows than a few is higher than its box.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from html import escape as in_html
from itertools import groupby
from operator import itemgetter

import duckdb

from summitevents.export.calendar_units import CalendarUnit, exact_unit, parse_unit, possible_days, runs_backwards
from summitevents.export.json_document import json_document
from summitevents.findings.escaping import escape
from summitevents.log.metadata import Metadata
from summitevents.query.select import Row, run_query
from summitevents.standards.edtf_dates import iso_day, year_of

SUBTITLE = "<p>Each slide cites its source.</p>"
_EVENTS = """SELECT events.*, timeline.actors, timeline.place AS place_name, timeline.nr,
    sources.title AS source_title, sources.publisher, coalesce(sources.address, sources.copy_address) AS address, families.title AS family_title
FROM events JOIN timeline USING (event) JOIN kinds ON kinds.kind = events.kind JOIN families USING (family) JOIN claims ON claims.record = events.because
JOIN sources ON sources.source = claims.source ORDER BY nr"""
_DATE_PARTS = ("year", "month", "day")
_POSITIONS = """SELECT event, question, state, value_words, n_sources FROM positions
WHERE state IN ('open', 'settled', 'counting') AND NOT fits_several ORDER BY event, question NOT IN ('date', 'plan'), question, position"""
_HEADING = [
    "Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date", "Headline", "Text",
    "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group", "Background",
]  # fmt: skip


def encode(con: duckdb.DuckDBPyConnection, about: Metadata | None = None) -> bytes:
    """Returns the dated events, in time order, as TimelineJS takes them."""
    about = about or Metadata()
    title = {"unique_id": about.name, "text": {"headline": _safe_html(about.title), "text": SUBTITLE}}
    return json_document({"title": title, "events": list(_slides(con))}, indent=1)


def encode_spreadsheet(con: duckdb.DuckDBPyConnection, about: Metadata | None = None) -> bytes:
    """Returns the same slides as the rows of its spreadsheet (CSV). No cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _HEADING, lineterminator="\n")
    writer.writeheader()
    writer.writerow({"Headline": _safe_html((about or Metadata()).title), "Text": SUBTITLE, "Type": "title"})
    for slide in _slides(con):
        start = {part.title(): n for part, n in slide["start_date"].items()}
        end = {f"End {part.title()}": n for part, n in slide.get("end_date", {}).items()}
        words = {"Headline": slide["text"]["headline"], "Text": slide["text"]["text"], "Group": slide["group"]}
        writer.writerow({**start, **end, "Display Date": slide["display_date"], **words})
    return out.getvalue().encode()


def _slides(con: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    disputes: defaultdict[str, list[Row]] = defaultdict(list)
    for row in run_query(con, _POSITIONS).dicts():
        disputes[row["event"]].append(row)
    return (_slide(row, disputes[row["event"]]) for row in run_query(con, _EVENTS).dicts())


def _slide(row: Row, positions: list[Row]) -> Row:
    start, end = _start(row), None if runs_backwards(row) else _end(row)
    slide = {
        "unique_id": row["event"], "start_date": _date(start), "display_date": row["date_words"],
        "group": row["family_title"],
        "text": {"headline": _safe_html(row["title"]), "text": _text(row, positions)},
    }  # fmt: skip
    return slide | ({"end_date": _date(end)} if end and end != start else {})


def _date(unit: CalendarUnit) -> dict[str, int]:
    return dict(zip(_DATE_PARTS, unit, strict=False))


def _start(row: Row) -> CalendarUnit:
    """Returns the unit of the start, or the first possible day; if that is open or unknown, the last possible day."""
    first, last = possible_days(row)
    if first is None and row["start_flag"] == "beyond":
        return (0,)  # XXXX: some year
    return exact_unit(row["earliest"], row["start_max"]) or _unit(next(filter(None, (first, last))))


def _end(row: Row) -> CalendarUnit | None:
    last = possible_days(row)[1]
    return exact_unit(row["end_min"], row["latest"]) or (_unit(last) if last else None)


def _unit(day: str) -> CalendarUnit:
    """Returns a day; of one before year 1 or after 9999, the year."""
    return parse_unit(day) if iso_day(day) else (year_of(day),)


def _text(row: Row, positions: list[Row]) -> str:
    who = " · ".join(filter(None, (row["place_name"], row["actors"])))
    source = _safe_html(": ".join(filter(None, (row["publisher"], row["source_title"]))))
    link = f'<a href="{in_html(row["address"])}">{source}</a>' if row["address"] else source
    doubt = "date from a plan" if row["planned"] else "date inferred" if row["inferred"] else ""
    status = row["status"] if row["status"] != "occurred" else ""
    notes = "; ".join(filter(None, (row["kind"], status, doubt)))
    parts = (_safe_html(row["summary"] or row["title"]), _safe_html(who), notes, *_disputes(positions), link)
    return "".join(f"<p>{part}</p>" for part in parts if part)


def _disputes(positions: list[Row]) -> Iterator[str]:
    """Yields a sentence for each question on which sources differ: every position, with how many sources take it."""
    for (question, state), group in groupby(positions, itemgetter("question", "state")):
        topic = {"date": "dates", "plan": "planned dates"}.get(question, "accounts")
        told = " · ".join(
            f"{row['value_words']} ({row['n_sources']} source{'s' * (row['n_sources'] != 1)})" for row in group
        )
        differ = "count the days differently" if state == "counting" else f"give different {topic}"
        yield _safe_html(f"Sources {differ}{', settled' * (state == 'settled')}: {told}")


def _safe_html(words: str) -> str:
    """Returns words as HTML that no spreadsheet takes for a formula."""
    text = in_html(escape(words))
    return f"&#{ord(text[0])};{text[1:]}" if text.startswith(("=", "+", "-", "@")) else text
