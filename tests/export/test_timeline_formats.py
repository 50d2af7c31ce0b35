"""Other tools' formats: golden, and held against the four bounds, which say what each of them may and may not claim."""

import csv
import io
import json
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitevents.build import cache
from summitevents.export.calendar_units import enclosing_unit, exact_unit, first_and_last_day, parse_unit
from summitevents.export.formats import TIMELINES
from summitevents.log.package import Package
from tests.support.goldens import assert_golden
from tests.support.hostile import HOSTILE, hostile_package
from tests.support.paths import GOLDEN, ROOT
from tests.support.runner import run_command


def exported(con: duckdb.DuckDBPyConnection, kind: str) -> Any:
    return json.loads(TIMELINES[kind].encode(con))


@pytest.mark.parametrize("kind", TIMELINES)
def test_every_format_of_a_small_log_is_the_golden_one(kind: str, golden_copy: Path, rewrite: bool) -> None:
    ran = run_command("export", "-f", kind, cwd=golden_copy)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert_golden(ran.stdout, GOLDEN / "exchange" / TIMELINES[kind].file, rewrite)


@pytest.mark.usefixtures("warm_cache")
def test_they_are_of_the_whole_timeline(tmp_path: Path) -> None:
    ran = run_command("export", "events", "-f", "geojson", cwd=ROOT)
    assert ran.returncode == 2
    assert ran.stderr.decode() == "summitevents: -f geojson is of the whole timeline, not of a table\n"
    assert run_command("export", "-f", "csl", "-o", tmp_path / "s.json", cwd=ROOT).returncode == 0
    assert len(json.loads((tmp_path / "s.json").read_text("utf-8"))) >= 2


def test_years_that_no_calendar_of_days_has(package: Callable[..., Package]) -> None:
    """Before year 1 and after 9999 there are no days of ours; the year is in the EDTF text."""
    dates = ["-0150", "Y12019", "-0264/-0241", "-0044/1950", "-0044-03-15", "Y-17E3", "-15XX"]
    source = {"op": "source", "source": "almanac", "title": "Almanac"}
    claim = {
        "op": "claim",
        "kind": "report",
        "title": "X",
        "basis": "stated",
        "status": "occurred",
        "source": "almanac",
    }
    claims = [claim | {"event": f"e{n}", "happened": day, "locator": "page 1"} for n, day in enumerate(dates)]
    with cache.connect(package(source, *claims)) as con:
        found = {slide["unique_id"]: slide for slide in exported(con, "timelinejs")["events"]}
        for kind in TIMELINES:
            assert TIMELINES[kind].encode(con)
    years = [(found[f"e{n}"]["start_date"], found[f"e{n}"].get("end_date")) for n in range(len(dates))]
    assert years == [
        ({"year": -150}, None), ({"year": 12019}, None), ({"year": -264}, {"year": -241}),
        ({"year": -44}, {"year": 1950}), ({"year": -44}, None), ({"year": -17000}, None), ({"year": -1500}, None),
    ]  # fmt: skip


# -- TimelineJS: year needed, then month, then day; https://timeline.knightlab.com/docs/json-format.html


def first_day(found: dict[str, int]) -> str:
    return first_and_last_day(tuple(found.values()))[0]


def last_day(found: dict[str, int]) -> str:
    return first_and_last_day(tuple(found.values()))[1]


def test_timelinejs_has_each_dated_event_once_and_within_its_bounds(built: duckdb.DuckDBPyConnection) -> None:
    slides = exported(built, "timelinejs")["events"]
    rows = built.execute("SELECT event, earliest, latest, date_words FROM timeline ORDER BY nr").fetchall()
    assert [slide["unique_id"] for slide in slides] == [event for event, *_ in rows]
    for slide, (_, earliest, latest, words) in zip(slides, rows, strict=True):
        start, end = slide["start_date"], slide.get("end_date", slide["start_date"])
        assert list(start) == ["year", "month", "day"][: len(start)]
        assert list(end) == ["year", "month", "day"][: len(end)]
        assert first_day(start) <= last_day(end)
        assert first_day(start) == (earliest or latest)
        if latest:
            assert last_day(end) == latest
        assert slide["display_date"] == words


def test_timelinejs_spreadsheet_says_what_its_json_says(built: duckdb.DuckDBPyConnection) -> None:
    title, *rows = csv.DictReader(io.StringIO(TIMELINES["timelinejs-csv"].encode(built).decode()))
    assert title["Type"] == "title"
    for row, slide in zip(rows, exported(built, "timelinejs")["events"], strict=True):
        start = {part: int(row[part.title()]) for part in ("year", "month", "day") if row[part.title()]}
        end = {part: int(row[f"End {part.title()}"]) for part in ("year", "month", "day") if row[f"End {part.title()}"]}
        assert (start, end) == (slide["start_date"], slide.get("end_date", {}))
        assert (row["Headline"], row["Text"]) == (slide["text"]["headline"], slide["text"]["text"])


@pytest.mark.parametrize("first", "=+-@")
def test_no_cell_of_the_spreadsheet_begins_a_formula(first: str, package: Callable[..., Package]) -> None:
    with cache.connect(hostile_package(package, f"{first}cmd|' /C calc'!A0")) as con:
        rows = list(csv.reader(io.StringIO(TIMELINES["timelinejs-csv"].encode(con).decode())))
    assert f"&#{ord(first)};cmd|&#x27; /C calc&#x27;!A0" in rows[2]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_timelinejs_takes_hostile_words_as_words(package: Callable[..., Package]) -> None:
    with cache.connect(hostile_package(package, HOSTILE)) as con:
        text = TIMELINES["timelinejs"].encode(con).decode()
    assert "<script" not in text
    assert "<img" not in text
    assert "\u202e" not in text


# -- GeoJSON with `when`: nothing of the four bounds is lost


def test_geojson_keeps_the_four_bounds(built: duckdb.DuckDBPyConnection) -> None:
    found = exported(built, "geojson")
    assert found["type"] == "FeatureCollection"
    rows = built.execute("SELECT event, earliest, start_max, end_min, latest FROM events").fetchall()
    expected = {event: bounds for event, *bounds in rows}
    for feature in found["features"]:
        assert feature["type"] == "Feature"
        assert set(feature) <= {"type", "id", "geometry", "properties", "when"}
        span = feature.get("when", {"timespans": [{}]})["timespans"][0]
        start, end = span.get("start", {}), span.get("end", {})
        assert [start.get("earliest"), start.get("latest"), end.get("earliest"), end.get("latest")] == expected.pop(
            feature["id"]
        )
    assert not expected


def test_geojson_puts_longitude_first_and_no_place_nowhere(package: Callable[..., Package]) -> None:
    place = {
        "op": "place",
        "place": "hanoi",
        "name": "Hanoi",
        "latitude": 21.03,
        "longitude": 105.85,
        "precision": "city",
    }
    usual = {
        "op": "claim",
        "kind": "meeting",
        "title": "Talks",
        "status": "occurred",
        "source": "paper",
        "locator": "p. 1",
    }
    log = package(
        {"op": "source", "source": "paper", "title": "A paper"}, place,
        {**usual, "event": "there", "place": "hanoi"}, {**usual, "event": "nowhere"},
    )  # fmt: skip
    with cache.connect(log) as con:
        found = {feature["id"]: feature["geometry"] for feature in exported(con, "geojson")["features"]}
    assert found == {"there": {"type": "Point", "coordinates": [105.85, 21.03]}, "nowhere": None}


# -- CSL: https://docs.citationstyles.org/en/stable/specification.html, appendix III

CSL_TYPES = {
    "article", "article-magazine", "article-newspaper", "document", "entry-encyclopedia", "report", "speech", "treaty", "webpage",
}  # fmt: skip


def test_csl_has_each_source_and_marks_what_is_not_sure(built: duckdb.DuckDBPyConnection) -> None:
    items = exported(built, "csl")
    rows = built.execute(
        "SELECT source, published_earliest, published_latest, published_basis FROM sources ORDER BY source"
    )
    for item, (source, first, last, basis) in zip(items, rows.fetchall(), strict=True):
        assert item["id"] == source
        assert item["type"] in CSL_TYPES
        if first and last:
            found = [tuple(part) for part in item["issued"]["date-parts"]]
            edges = first_and_last_day(found[0])[0], first_and_last_day(found[-1])[1]
            assert edges[0] <= first <= last <= edges[1]
            assert item["issued"].get("circa", False) or (basis == "stated" and edges == (first, last))


# -- JSON-LD: every day given holds all days that may have been


def test_jsonld_claims_no_day_that_the_bounds_do_not_hold(built: duckdb.DuckDBPyConnection) -> None:
    found = exported(built, "jsonld")
    nodes = {node["@id"]: node for node in found["@graph"]}
    assert len(nodes) == len(found["@graph"])
    rows = built.execute("SELECT event, earliest, start_max, end_min, latest FROM events").fetchall()
    for event, *bounds in rows:
        node = nodes[f"index.html#{event}"]
        for name, first, last in (("startDate", *bounds[:2]), ("endDate", *bounds[2:])):
            if name in node:
                unit = first_and_last_day(parse_unit(node[name]))
                assert unit[0] <= first <= last <= unit[1]
    refs = {
        ref["@id"]
        for node in nodes.values()
        for refs in node.values()
        if isinstance(refs, list)
        for ref in refs
        if isinstance(ref, dict) and "@id" in ref
    }
    assert refs <= set(nodes)


DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)


@given(DAYS, DAYS)
def test_within_holds_both_days_and_no_smaller_unit_does(one: str, other: str) -> None:
    first, last = sorted((one, other))
    found = enclosing_unit(first, last)
    if found is None:
        assert first[:4] != last[:4]
        return
    assert first_and_last_day(found)[0] <= first <= last <= first_and_last_day(found)[1]
    if len(found) < 3:
        assert first[: 4 + 3 * len(found)] != last[: 4 + 3 * len(found)]
    assert exact_unit(*first_and_last_day(found)) == found


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_ends_on_its_last_day(year: int, month: int) -> None:
    assert first_and_last_day((year, month))[1].endswith(f"-{monthrange(year, month)[1]}")
