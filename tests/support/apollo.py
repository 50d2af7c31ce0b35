"""A small log of another subject than the shipped one: the first landing on the Moon, which the examples of the help are of."""

import json
from pathlib import Path

from summitevents.curate.new_package import new_descriptor
from summitevents.log.package import Package
from tests.support.packages import numbered, write_package

STEM = "2026-02-01-apollo"


def claim(event: str, title: str, happened: str, source: str, locator: str) -> dict[str, object]:
    return {
        "op": "claim", "event": event, "kind": "journey", "title": title, "happened": happened, "basis": "stated",
        "status": "occurred", "place": "moon", "actors": [{"actor": "neil-armstrong", "role": "leader"}], "source": source,
        "locator": locator,
    }  # fmt: skip


RECORDS = [
    {
        "op": "source", "source": "nasa-one-giant-leap", "title": "July 20, 1969: One Giant Leap For Mankind",
        "publisher": "NASA", "address": "https://www.nasa.gov/history/july-20-1969-one-giant-leap-for-mankind/",
    },
    {
        "op": "source", "source": "apollo-by-the-numbers", "title": "Apollo by the Numbers: A Statistical Reference",
        "author": ["Richard W. Orloff"], "publisher": "NASA", "published": "2000", "published_basis": "stated",
        "address": "https://history.nasa.gov/SP-4029/Apollo_11i_Timeline.htm",
    },
    {"op": "actor", "actor": "neil-armstrong", "type": "person", "name": "Neil Armstrong"},
    {"op": "place", "place": "moon", "name": "The Moon"},
    claim("apollo-11-landing", "The landing on the Moon", "1969-07-20", "nasa-one-giant-leap", "on the landing"),
    claim("apollo-11-touchdown", "The lunar module lands", "1969-07-20", "apollo-by-the-numbers", "LM lunar landing"),
    claim("apollo-11-splashdown", "Back on Earth", "1969-07-24", "apollo-by-the-numbers", "Splashdown") | {"place": None},
    claim("apollo-11-first-step", "The first step on the Moon", "1969-07-20", "nasa-one-giant-leap", "10:56 p.m. EDT"),
    claim("apollo-11-first-step", "The first step on the Moon", "1969-07-21", "apollo-by-the-numbers", "02:56:15 GMT"),
]  # fmt: skip


def apollo_package(folder: Path) -> Package:
    """Writes the log into a folder, with what goes before its records in datapackage.json."""
    records = [{name: value for name, value in record.items() if value is not None} for record in RECORDS]
    package = write_package(folder, {STEM: numbered(STEM, records)})
    descriptor = new_descriptor("The first landing on the Moon", "apollo", "CC0-1.0", ["An Author"])
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    return package
