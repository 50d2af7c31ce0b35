"""GeoJSON (RFC 7946) of the events, with the `when` of the Linked Places format.

https://github.com/LinkedPasts/linked-places-format: a timespan has a start and an end, each with an earliest and a latest
day, which is what our four bounds are. An event at a place without coordinates has a null geometry (RFC 7946, 3.2).
"""

from typing import Any

import duckdb

from summitevents.query import run as query

Row = dict[str, Any]
_EVENTS = """SELECT events.*, places.name AS place_name, places.iso2, places.wikidata, latitude, longitude, precision
FROM events LEFT JOIN places USING (place)
ORDER BY coalesce(earliest, latest) NULLS LAST, latest NULLS LAST, event"""
_SHOWN = (
    "event", "kind", "title", "summary", "status", "happened", "date_words", "planned", "inferred", "disputed", "outcome",
    "n_claims", "n_sources", "place", "place_name", "precision",
)  # fmt: skip


def collection(con: duckdb.DuckDBPyConnection) -> Row:
    """Every event as a Feature."""
    return {"type": "FeatureCollection", "features": [_feature(row) for row in query.run(con, _EVENTS).dicts()]}


def _feature(row: Row) -> Row:
    there = row["latitude"] is not None and row["longitude"] is not None
    feature = {
        "type": "Feature",
        "id": row["event"],
        "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]} if there else None,
        "properties": {name: row[name] for name in _SHOWN},
    }
    if row["happened"]:
        feature["when"] = {"timespans": [_timespan(row)], "label": row["date_words"]}
    return feature


def _timespan(row: Row) -> Row:
    """A start and an end as far as they have days. An end that is open, or unknown, has none, as the format has it."""
    span = {
        "start": {"earliest": row["earliest"], "latest": row["start_max"]},
        "end": {"earliest": row["end_min"], "latest": row["latest"]},
    }
    known = {edge: {name: day for name, day in bounds.items() if day} for edge, bounds in span.items()}
    return {edge: bounds for edge, bounds in known.items() if bounds}
