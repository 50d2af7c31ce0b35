"""The timeline, or its sources, in the formats of other tools. docs/exports.md says what each of them cannot hold."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import duckdb

from summitevents.export import csl, geojson, jsonld, timelinejs

MAKERS: dict[str, Callable[[duckdb.DuckDBPyConnection], Any]] = {
    "timelinejs": timelinejs.timeline,
    "timelinejs-csv": timelinejs.spreadsheet,
    "geojson": geojson.collection,
    "csl": csl.items,
    "jsonld": jsonld.graph,
}
FILES = {
    "timelinejs": "timelinejs.json", "timelinejs-csv": "timelinejs.csv", "geojson": "events.geojson",
    "csl": "sources.csl.json", "jsonld": "events.jsonld",
}  # fmt: skip
"""What each is called where all of them lie side by side."""


def encode(con: duckdb.DuckDBPyConnection, kind: str) -> bytes:
    """One of MAKERS, in UTF-8: the same tables give the same bytes."""
    made = MAKERS[kind](con)
    return (made if isinstance(made, str) else json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def files(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, bytes]]:
    """All of them: names and contents."""
    return ((name, encode(con, kind)) for kind, name in FILES.items())
