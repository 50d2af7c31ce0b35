"""Reads tables of events that other programs wrote, each into the same rows of texts: CSV, TimelineJS, GeoJSON.

Of each cell it is known where it stands, for findings.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from summitevents.curate.spreadsheet import csv_rows
from summitevents.errors import UnreadableError
from summitevents.findings.finding import Finding, find
from summitevents.standards import ijson

Path = Sequence[str | int]
RowFinding = tuple[int, Finding]
"""The number of a row, and what is wrong in it."""

SHEET = {
    "Year": "year", "Month": "month", "Day": "day", "End Year": "end_year", "End Month": "end_month",
    "End Day": "end_day", "Headline": "title", "Text": "summary", "Display Date": "note", "Time": "note",
    "End Time": "note", "Media": "note", "Media Credit": "note", "Media Caption": "note", "Media Thumbnail": "note",
    "Group": "note", "Tag": "note", "Type": "", "Background": "",
}  # fmt: skip
"""The columns of TimelineJS's spreadsheet, and what they are for an event; nothing is what only concerns its look."""
_JSON = {
    "Year": ("start_date", "year"), "Month": ("start_date", "month"), "Day": ("start_date", "day"),
    "End Year": ("end_date", "year"), "End Month": ("end_date", "month"), "End Day": ("end_date", "day"),
    "Display Date": ("display_date",), "Headline": ("text", "headline"), "Text": ("text", "text"),
    "Media": ("media", "url"), "Media Credit": ("media", "credit"), "Media Caption": ("media", "caption"),
    "Group": ("group",),
}  # fmt: skip
"""The same columns → where TimelineJS's JSON has them in a slide."""


@dataclass(frozen=True, slots=True)
class Row:
    """An event: column → text; its number in the file; and where each text stands, as line and column."""

    number: int
    texts: dict[str, str]
    places: Mapping[str, tuple[int, int]] | None = None
    paths: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EventTable:
    """The events of a file, which `text` is the content of; `unit` is what it calls one of them."""

    file: str
    text: str
    columns: list[str]
    rows: list[Row]
    unit: str

    def place(self, row: Row, column: str | None) -> tuple[int, int]:
        """Returns line and column of a text of a row, or of the row."""
        if self.unit == "row":
            return row.number, self.columns.index(column) + 1 if column in self.columns else 1
        path = row.paths.get(column or "", row.paths[""])
        before = self.text[: ijson.column(self.text, path) - 1]
        return before.count("\n") + 1, len(before) - before.rfind("\n")


def read_csv(text: str, file: str) -> tuple[EventTable, list[RowFinding]]:
    """Returns the events of a CSV text, a row each, and a finding for each row of another width than the heading.

    Raises UnreadableError if it is not CSV.
    """
    cells = csv_rows(text, file)
    columns = [cell.strip() for cell in cells[0]]
    while columns and not columns[-1]:
        columns.pop()
    if double := next((name for name in columns if name and columns.count(name) > 1), None):
        raise UnreadableError(f"two columns of {file} are called {double}")
    table, findings = EventTable(file, text, columns, [], "row"), []
    for number, row in enumerate(cells[1:], 2):
        while len(row) > len(columns) and not row[-1].strip():
            row.pop()
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(columns):
            wrong = find("row-width", file, number, len(columns) + 1, value=len(row), other=len(columns))
            findings.append((number, wrong))
            continue
        named = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name and cell.strip()}
        table.rows.append(Row(number, named))
    return table, findings


def read_timelinejs(text: str, file: str) -> tuple[EventTable, list[RowFinding]]:
    """Returns the slides of TimelineJS, of its JSON or its spreadsheet, without HTML; not its title, nor its eras.

    Links in the text of a slide are its column `links`. Raises UnreadableError if the file is neither.
    """
    if text.lstrip()[:1] != "{":
        table, findings = read_csv(text, file)
        if not {"Year", "Headline"} <= set(table.columns):
            raise UnreadableError(f"{file} is not of TimelineJS: it has no columns Year and Headline")
    else:
        table, findings = _slides(_parse(text, file), text, file), []
    kept = [_plain(row) for row in table.rows if row.texts.get("Type", "").lower() not in ("title", "era")]
    return EventTable(file, text, [*table.columns, "links"], kept, table.unit), findings


def _slides(value: Any, text: str, file: str) -> EventTable:
    rows = []
    for number, slide in enumerate(_list_of(value, "events", file)):
        texts: dict[str, str] = {}
        paths: dict[str, Path] = {"": ["events", number]}
        for name, path in _JSON.items():
            found: Any = slide
            for step in path:
                found = found.get(step) if isinstance(found, dict) else None
            if found not in (None, ""):
                texts[name], paths[name] = _as_text(found), ["events", number, *path]
        rows.append(Row(number + 1, texts, paths=paths))
    return EventTable(file, text, list(_JSON), rows, "event")


def read_geojson(text: str, file: str) -> tuple[EventTable, list[RowFinding]]:
    """Returns the features of a GeoJSON collection (RFC 7946): their properties; latitude and longitude of a point.

    A geometry of another kind is a finding. Raises UnreadableError if the file is no such collection.
    """
    rows, columns, findings = [], dict.fromkeys(("latitude", "longitude")), list[RowFinding]()
    for number, feature in enumerate(_list_of(_parse(text, file), "features", file)):
        at: list[str | int] = ["features", number]
        properties = feature.get("properties")
        told = properties if isinstance(properties, dict) else {}
        texts = {name: _as_text(value) for name, value in told.items() if value not in (None, "")}
        paths: dict[str, Path] = {"": at, **{name: [*at, "properties", name] for name in texts}}
        row, geometry = Row(number + 1, texts, paths=paths), feature.get("geometry")
        if isinstance(geometry, dict):
            paths["geometry"] = [*at, "geometry"]
            at_point = geometry.get("coordinates") if geometry.get("type") == "Point" else None
            if isinstance(at_point, list) and len(at_point) > 1:
                texts["longitude"], texts["latitude"] = map(str, at_point[:2])
                paths |= {name: [*at, "geometry", "coordinates"] for name in ("longitude", "latitude")}
            else:
                place = EventTable(file, text, [], [], "feature").place(row, "geometry")
                hint = "give a point, or null"
                wrong = find(
                    "field-form", file, *place, field="geometry", value=geometry.get("type"), problem="only a point is taken", hint=hint
                )  # fmt: skip
                findings.append((number + 1, wrong))
        columns |= dict.fromkeys(texts)
        rows.append(row)
    return EventTable(file, text, list(columns), rows, "feature"), findings


def _parse(text: str, file: str) -> Any:
    try:
        return ijson.loads(text)
    except ijson.IJsonError as error:
        line = text[: error.column - 1].count("\n") + 1
        raise UnreadableError(f"{file}:{line}: not JSON: {error.reason}") from None


def _list_of(value: Any, name: str, file: str) -> list[dict[str, Any]]:
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise UnreadableError(f"{file} has no list of {name}")
    if not found:
        raise UnreadableError(f"{file} has no events")
    return found


def _as_text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _plain(row: Row) -> Row:
    """Returns a slide without HTML, and with the links of its text."""
    texts, links = {}, list[str]()
    for name, text in row.texts.items():
        parsed = _Html(text)
        texts[name] = " ".join("".join(parsed.words).split())
        links += parsed.links if name == "Text" else []
    found = {"links": " ".join(dict.fromkeys(links))} if links else {}
    return Row(
        row.number, texts | found, paths={**row.paths, **({"links": row.paths["Text"]} if links and row.paths else {})}
    )


class _Html(HTMLParser):
    """The words and the links of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a link; puts a space where a block begins."""
        if tag in ("p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "tr"):
            self.words.append(" ")
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith(("http://", "https://")):
            self.links.append(href)

    def handle_data(self, data: str) -> None:
        """Notes words."""
        self.words.append(data)


def filled(table: EventTable, columns: Sequence[str]) -> Iterator[tuple[str, int, Row]]:
    """Yields those of the columns that have texts: how many, and the first row with one."""
    for column in columns:
        having = [row for row in table.rows if column in row.texts]
        if having:
            yield column, len(having), having[0]
