"""JSON-LD of events, actors, places and sources in the terms of schema.org, with its context inside.

https://schema.org/Event. Its days are ISO 8601, which knows years, months and days: of a choice of days the smallest month
or year that holds them all is given, and where none does, no day; `disambiguatingDescription` has the date in words and
as EDTF. Names of nodes are relative to the page: `index.html#hanoi-summit-2019`.
"""

from collections import defaultdict
from typing import Any

import duckdb

from summitevents.export import days
from summitevents.query import run as query

Row = dict[str, Any]
CONTEXT = {"@vocab": "https://schema.org/"}
_EVENTS = "SELECT * FROM events ORDER BY coalesce(earliest, latest) NULLS LAST, latest NULLS LAST, event"
_TOLD = "SELECT DISTINCT event, source FROM claims WHERE rank <> 'deprecated' ORDER BY event, source"
_WHO = "SELECT event, actor, role FROM participants ORDER BY event, standing, actor, role"
_ROLES = {
    "host": "organizer", "speaker": "performer", "participant": "attendee", "visitor": "attendee", "audience": "attendee",
    "agent": "performer",
}  # fmt: skip
"""Roles that schema.org has a property for; the others are what the event is about."""
_TYPES = {"person": "Person", "state": "Country", "organisation": "Organization", "group": "Organization"}
_STATUS = {"cancelled": "EventCancelled", "announced": "EventScheduled", "expected": "EventScheduled"}


def graph(con: duckdb.DuckDBPyConnection) -> Row:
    """Everything as one graph."""
    rows = {name: list(query.run(con, f"SELECT * FROM {name} ORDER BY 1").dicts()) for name in ("actors", "places", "sources")}  # fmt: skip
    who: defaultdict[str, list[Row]] = defaultdict(list)
    told: defaultdict[str, list[Row]] = defaultdict(list)
    for row in query.run(con, _WHO).dicts():
        who[row["event"]].append(row)
    for row in query.run(con, _TOLD).dicts():
        told[row["event"]].append(_ref("s", row["source"]))
    events = [_event(row, who[row["event"]], told[row["event"]]) for row in query.run(con, _EVENTS).dicts()]
    named = [*map(_actor, rows["actors"]), *map(_place, rows["places"]), *map(_source, rows["sources"])]
    return {"@context": CONTEXT, "@graph": [_whole(row) for row in (*events, *named)]}


def _event(row: Row, who: list[Row], told: list[Row]) -> Row:
    roles: defaultdict[str, list[Row]] = defaultdict(list)
    for one in who:
        ref, name = _ref("a", one["actor"]), _ROLES.get(one["role"], "about")
        if ref not in roles[name]:
            roles[name].append(ref)
    return {
        "@id": f"index.html#{row['event']}", "@type": "Event", "name": row["title"], "description": row["summary"],
        "startDate": _day(row["earliest"], row["start_max"]), "endDate": _day(row["end_min"], row["latest"]),
        "disambiguatingDescription": f"{row['date_words']} (EDTF {row['happened']})" if row["happened"] else None,
        "eventStatus": {"@id": f"https://schema.org/{_STATUS[row['status']]}"} if row["status"] in _STATUS else None,
        "location": _ref("p", row["place"]) if row["place"] else None, "keywords": row["kind"], **roles, "subjectOf": told,
    }  # fmt: skip


def _day(first: str | None, last: str | None) -> str | None:
    found = days.within(first, last)
    return days.text(found) if found else None


def _actor(row: Row) -> Row:
    return _ref("a", row["actor"]) | {
        "@type": _TYPES[row["type"]], "name": row["name"], "alternateName": row["names"], "sameAs": _wikidata(row),
    }  # fmt: skip


def _place(row: Row) -> Row:
    geo = {"@type": "GeoCoordinates", "latitude": row["latitude"], "longitude": row["longitude"]}
    return _ref("p", row["place"]) | {
        "@type": "Place", "name": row["name"], "alternateName": row["names"], "sameAs": _wikidata(row),
        "containedInPlace": _ref("p", row["within"]) if row["within"] else None,
        "geo": geo if row["latitude"] is not None and row["longitude"] is not None else None,
    }  # fmt: skip


def _source(row: Row) -> Row:
    return _ref("s", row["source"]) | {
        "@type": "CreativeWork", "name": row["title"], "author": [{"@type": "Thing", "name": name} for name in row["author"] or []],
        "publisher": {"@type": "Organization", "name": row["publisher"]} if row["publisher"] else None,
        "datePublished": _day(row["published_earliest"], row["published_latest"]), "inLanguage": row["language"],
        "url": row["address"], "genre": row["genre"],
    }  # fmt: skip


def _ref(kind: str, slug: str) -> Row:
    return {"@id": f"index.html#{kind}-{slug}"}


def _wikidata(row: Row) -> Row | None:
    return {"@id": f"https://www.wikidata.org/entity/{row['wikidata']}"} if row["wikidata"] else None


def _whole(row: Row) -> Row:
    """Without what is not known."""
    return {name: value for name, value in row.items() if value not in (None, [])}
