"""JSON-LD of events, actors, places and sources in the terms of schema.org, with its context inside.

https://schema.org/Event. Its dates are ISO 8601: a year, a month or a day. If several days are possible, the date is the
smallest unit that holds them all, or missing if there is none, or if it comes before the start; `disambiguatingDescription` has the date in words and as
EDTF. Ids are relative, and within the file itself, which tells of what they name, wherever it lies: `#event-apollo-11`, `#source-almanac`.
There is no `@base`: nobody knows where a copy of the file will lie, and without one, JSON-LD resolves against just that.
"""

from collections import defaultdict

import duckdb

from summitevents.export.calendar_units import enclosing_unit, format_unit, runs_backwards, year_beyond
from summitevents.export.json_document import json_document
from summitevents.query.select import Row, run_query

CONTEXT = {"@vocab": "https://schema.org/"}
_EVENTS = "SELECT events.* FROM events LEFT JOIN timeline USING (event) ORDER BY nr NULLS LAST, event"
_EVENT_SOURCES = "SELECT DISTINCT event, source FROM claims WHERE rank <> 'deprecated' ORDER BY event, source"
_PARTICIPANTS = """SELECT event, actor, coalesce(schema_org, 'about') AS property
FROM participants JOIN roles USING (role) ORDER BY event, standing, actor, role"""
_TYPES = {"person": "Person", "state": "Country", "organisation": "Organization", "group": "Organization"}
_STATUS = {"cancelled": "EventCancelled", "announced": "EventScheduled", "expected": "EventScheduled"}


def encode(con: duckdb.DuckDBPyConnection) -> bytes:
    """Returns one graph: the events in time order, then actors, places and sources in the order of their slugs."""
    participants: defaultdict[str, list[Row]] = defaultdict(list)
    sources: defaultdict[str, list[Row]] = defaultdict(list)
    for row in run_query(con, _PARTICIPANTS).dicts():
        participants[row["event"]].append(row)
    for row in run_query(con, _EVENT_SOURCES).dicts():
        sources[row["event"]].append(_ref("source", row["source"]))
    nodes = [_event(row, participants[row["event"]], sources[row["event"]]) for row in run_query(con, _EVENTS).dicts()]
    for table, node in (("actors", _actor), ("places", _place), ("sources", _source)):
        nodes += map(node, run_query(con, f"SELECT * FROM {table} ORDER BY 1").dicts())
    return json_document({"@context": CONTEXT, "@graph": list(map(_without_nulls, nodes))}, indent=1)


def _event(row: Row, participants: list[Row], sources: list[Row]) -> Row:
    roles: defaultdict[str, list[Row]] = defaultdict(list)
    for participant in participants:
        ref, name = _ref("actor", participant["actor"]), participant["property"]
        if ref not in roles[name]:
            roles[name].append(ref)
    return _ref("event", row["event"]) | {
        "@type": "Event", "name": row["title"], "description": row["summary"],
        "startDate": year_beyond(row) or _date(row["earliest"], row["start_max"]),
        "endDate": None if runs_backwards(row) else year_beyond(row, end=True) or _date(row["end_min"], row["latest"]),
        "disambiguatingDescription": f"{row['date_words']} (EDTF {row['happened']})" if row["happened"] else None,
        "eventStatus": {"@id": f"https://schema.org/{_STATUS[row['status']]}"} if row["status"] in _STATUS else None,
        "location": _ref("place", row["place"]) if row["place"] else None, "keywords": row["kind"], **roles, "subjectOf": sources,
    }  # fmt: skip


def _date(first: str | None, last: str | None) -> str | None:
    unit = enclosing_unit(first, last)
    return format_unit(unit) if unit else None


def _actor(row: Row) -> Row:
    return _ref("actor", row["actor"]) | {
        "@type": _TYPES[row["type"]], "name": row["name"], "alternateName": row["names"], "sameAs": _wikidata(row),
    }  # fmt: skip


def _place(row: Row) -> Row:
    geo = {"@type": "GeoCoordinates", "latitude": row["latitude"], "longitude": row["longitude"]}
    return _ref("place", row["place"]) | {
        "@type": "Place", "name": row["name"], "alternateName": row["names"], "sameAs": _wikidata(row),
        "containedInPlace": _ref("place", row["within"]) if row["within"] else None,
        "geo": geo if row["latitude"] is not None and row["longitude"] is not None else None,
    }  # fmt: skip


def _source(row: Row) -> Row:
    return _ref("source", row["source"]) | {
        "@type": "CreativeWork", "name": row["title"], "author": [{"@type": "Thing", "name": name} for name in row["author"] or []],
        "publisher": {"@type": "Organization", "name": row["publisher"]} if row["publisher"] else None,
        "datePublished": _date(row["published_earliest"], row["published_latest"]), "inLanguage": row["language"],
        "url": row["address"], "archivedAt": row["copy_address"], "creditText": row["taken_from"], "genre": row["genre"],
    }  # fmt: skip


def _ref(kind: str, slug: str) -> Row:
    return {"@id": f"#{kind}-{slug}"}


def _wikidata(row: Row) -> Row | None:
    return {"@id": f"https://www.wikidata.org/entity/{row['wikidata']}"} if row["wikidata"] else None


def _without_nulls(row: Row) -> Row:
    return {name: value for name, value in row.items() if value not in (None, [])}
