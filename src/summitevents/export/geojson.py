"""GeoJSON (RFC 7946) of the events, with the `when` of the Linked Places format.

https://github.com/LinkedPasts/linked-places-format: a timespan has a start and an end, each with an earliest and a latest
day: our four bounds. An event at a place without coordinates has a null geometry (RFC 7946, 3.2).
"""

import duckdb

from summitevents.export.calendar_units import runs_backwards, year_beyond
from summitevents.export.json_document import json_document
from summitevents.query.select import Row, run_query

_EVENTS = """SELECT events.*, places.name AS place_name, places.iso2, places.wikidata, latitude, longitude, precision
FROM events LEFT JOIN timeline USING (event) LEFT JOIN places ON places.place = events.place
ORDER BY nr NULLS LAST, event"""
_SHOWN = (
    "event", "kind", "title", "summary", "status", "happened", "date_words", "planned", "inferred", "disputed", "outcome",
    "n_claims", "n_sources", "n_voices", "confidence", "place", "place_name", "precision",
)  # fmt: skip


def encode(con: duckdb.DuckDBPyConnection) -> bytes:
    """Returns a FeatureCollection with a Feature for each event, in time order; undated events come last."""
    features = [_feature(row) for row in run_query(con, _EVENTS).dicts()]
    return json_document({"type": "FeatureCollection", "features": features}, indent=1)


def _feature(row: Row) -> Row:
    located = row["latitude"] is not None and row["longitude"] is not None
    feature = {
        "type": "Feature",
        "id": row["event"],
        "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]} if located else None,
        "properties": {name: row[name] for name in _SHOWN},
    }
    if row["happened"]:
        span = _timespan(row)
        feature["when"] = ({"timespans": [span]} if span else {}) | {"label": row["date_words"]}
    return feature


def _timespan(row: Row) -> Row:
    """Returns the start and the end, without the bounds that have no day, and without an end before the start."""
    span = {
        "start": {"earliest": row["earliest"], "latest": row["start_max"], "in": year_beyond(row)},
        "end": {"earliest": row["end_min"], "latest": row["latest"], "in": year_beyond(row, end=True)},
    }
    if runs_backwards(row):
        span["end"] = {}
    known = {edge: {name: day for name, day in bounds.items() if day} for edge, bounds in span.items()}
    return {edge: bounds for edge, bounds in known.items() if bounds}
