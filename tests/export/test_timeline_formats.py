"""Other tools' formats: golden, and held against the four bounds, which say what each of them may and may not claim."""

import csv
import io
import json
import re
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
from summitevents.export.csl import cited_items
from summitevents.export.formats import REFERENCES, TIMELINES
from summitevents.export.losses import losses
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
    assert ran.stderr.decode() == "summitevents: geojson is of the whole timeline, not of a table: leave out “events”\n"
    assert run_command("export", "-f", "csl", "-o", tmp_path / "s.json", cwd=ROOT).returncode == 0
    assert len(json.loads((tmp_path / "s.json").read_text("utf-8"))) >= 2


SOURCE = {"op": "source", "source": "almanac", "title": "Almanac"}


def dated(*dates: str) -> list[dict[str, Any]]:
    """A source, and an event of each date: e0, e1 and so on."""
    claim = {"op": "claim", "kind": "report", "title": "X", "basis": "stated", "status": "occurred", "source": "almanac", "locator": "p. 1"}  # fmt: skip
    return [SOURCE, *(claim | {"event": f"e{n}", "happened": day} for n, day in enumerate(dates))]


def test_years_that_no_calendar_of_days_has(package: Callable[..., Package]) -> None:
    """Before year 1 and after 9999 there are no days of ours; the year is in the EDTF text."""
    dates = ["-0150", "Y12019", "-0264/-0241", "-0044/1950", "-0044-03-15", "Y-17E3", "-15XX", "0000?", "Y12019/-0150"]
    with cache.connect(package(*dated(*dates))) as con:
        slides = {slide["unique_id"]: slide for slide in exported(con, "timelinejs")["events"]}
        whens = {feature["id"]: feature["when"] for feature in exported(con, "geojson")["features"]}
        nodes = {node["@id"].partition("#event-")[2]: node for node in exported(con, "jsonld")["@graph"]}
        assert [list(losses(con, name)) for name in ("timelinejs", "geojson", "csl")] == [
            ["1 event with an end before the start: the end is left out"],
            ["1 event with an end before the start: the end is left out",
             "1 event with a date before year 1 or after 9999 that is no single year or day: in words only"],
            [],
        ]  # fmt: skip
    slugs = [f"e{n}" for n in range(len(dates))]
    assert [(slides[slug]["start_date"], slides[slug].get("end_date")) for slug in slugs] == [
        ({"year": -150}, None), ({"year": 12019}, None), ({"year": -264}, {"year": -241}),
        ({"year": -44}, {"year": 1950}), ({"year": -44}, None), ({"year": -17000}, None),
        ({"year": -1599}, {"year": -1500}),
        ({"year": 0}, None), ({"year": 12019}, None),
    ]  # fmt: skip
    assert [(nodes[slug].get("startDate"), nodes[slug].get("endDate")) for slug in slugs] == [
        ("-0150", "-0150"), ("+12019", "+12019"), ("-0264", "-0241"), ("-0044", "1950"), ("-0044-03-15", "-0044-03-15"),
        ("-17000", "-17000"), (None, None), ("0000", "0000"), ("+12019", None),
    ]  # fmt: skip
    assert whens["e3"]["timespans"] == [
        {"start": {"in": "-0044"}, "end": {"earliest": "1950-01-01", "latest": "1950-12-31"}}
    ]
    assert whens["e6"] == {"label": slides["e6"]["display_date"]}, "no empty timespan"


def test_an_uncertain_date_beyond_is_a_stretch_of_all_its_years(package: Callable[..., Package]) -> None:
    years = {
        "-00XX": (-99, -1), "-004X": (-49, -40), "-00XX/-004X": (-99, -40), "[-0044..-0042]": (-44, -42), "Y-17E3S2": (-17999, -17000),
        "-004X/-0041": (-49, -41), "-004X/..": (-49, None), "../-004X": (-40, None), "-0044-05/-0044-03": (-44, None),
    }  # fmt: skip
    with cache.connect(package(*dated(*years, "XXXX-12"))) as con:
        slides = {slide["unique_id"]: slide for slide in exported(con, "timelinejs")["events"]}
        assert list(losses(con, "timelinejs")) == ["1 event with an end before the start: the end is left out"]
    found = [(slides[f"e{n}"]["start_date"], slides[f"e{n}"].get("end_date")) for n in range(len(years) + 1)]
    assert found == [
        *(({"year": first}, {"year": last} if last else None) for first, last in years.values()),
        ({"year": 0}, {"year": 9999, "month": 12, "day": 31}),
    ]  # fmt: skip


def test_an_end_before_the_start_is_left_out_and_counted(package: Callable[..., Package]) -> None:
    made = package(*dated("2019-02-28/2019-02-01", "2019-02-01/2019-02-28", "2019-02-28/..", "../2019-02-28"))
    ran = {kind: run_command("export", "-f", kind, "--data", made.root) for kind in TIMELINES}
    assert {kind: (one.returncode, one.stderr.decode()) for kind, one in ran.items()} == {
        kind: (0, "" if kind == "csl" else f"-f {kind}: 1 event with an end before the start: the end is left out\n")
        for kind in TIMELINES
    }  # fmt: skip
    slides = {slide["unique_id"]: slide for slide in json.loads(ran["timelinejs"].stdout)["events"]}
    last = {"year": 2019, "month": 2, "day": 28}
    assert [(slides[f"e{n}"]["start_date"], slides[f"e{n}"].get("end_date")) for n in range(4)] == [
        (last, None), (last | {"day": 1}, last), (last, None), (last, None),
    ]  # fmt: skip
    nodes = {node["@id"].partition("#event-")[2]: node for node in json.loads(ran["jsonld"].stdout)["@graph"]}
    assert [(nodes[f"e{n}"].get("startDate"), nodes[f"e{n}"].get("endDate")) for n in range(4)] == [
        ("2019-02-28", None), ("2019-02-01", "2019-02-28"), ("2019-02-28", None), (None, "2019-02-28"),
    ]  # fmt: skip
    whens = {feature["id"]: feature["when"]["timespans"] for feature in json.loads(ran["geojson"].stdout)["features"]}
    assert [list(whens[f"e{n}"][0]) for n in range(4)] == [["start"], ["start", "end"], ["start"], ["end"]]


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
        if "date-parts" not in item.get("issued", {}):
            assert not first or not last or first[:4] != last[:4]
        elif "season" not in item["issued"]:
            found = [tuple(part) for part in item["issued"]["date-parts"]]
            edges = first_and_last_day(found[0])[0], first_and_last_day(found[-1])[1]
            assert edges[0] <= first <= last <= edges[1]
            assert item["issued"].get("circa", False) or (basis == "stated" and edges == (first, last))


def test_a_season_is_a_season_and_what_is_not_a_date_of_the_source_is_told_in_words(
    package: Callable[..., Package],
) -> None:
    published = {
        "winter": "2018-28", "summer": "2003-22~", "double-issue": "2018-12/2019-01", "some-day": "[2018-12-30..2019-01-02]",
        "not-before": "[2018-12-30..]", "this-year": "[2018-02-01..2018-11-30]", "ancient": "-0500", "far": "Y12000",
    }  # fmt: skip
    sources = [
        {"op": "source", "source": source, "title": "T", "published": day, "published_basis": "stated"}
        for source, day in published.items()
    ]
    with cache.connect(package(*sources)) as con:
        issued = {item["id"]: item["issued"] for item in exported(con, "csl")}
        dates = {
            node["@id"].partition("#source-")[2]: node.get("datePublished")
            for node in exported(con, "jsonld")["@graph"]
        }
        items = [item for source in published for item in cited_items(con, None, None, source)]
    assert issued == {
        "winter": {"date-parts": [[2018]], "season": 4}, "summer": {"date-parts": [[2003]], "season": 2, "circa": True},
        "double-issue": {"date-parts": [[2018, 12, 1], [2019, 1, 31]]},
        "some-day": {"literal": "between 30 December 2018 and 2 January 2019"},
        "not-before": {"literal": "undated, not before December 2018"},
        "this-year": {"date-parts": [[2018]], "circa": True},
        "ancient": {"literal": "501 BC"}, "far": {"literal": "the year 12,000"},
    }  # fmt: skip
    assert {source: day for source, day in dates.items() if day} == {"this-year": "2018"}
    bibtex, ris = (REFERENCES[name].encode(items).decode() for name in ("bibtex", "ris"))
    assert "note = {winter 2018 (northern hemisphere)}" in bibtex
    assert re.findall("^N1  - (.*)\r$", ris, re.MULTILINE) == [item["words"] for item in items]


def test_no_source_is_given_a_bound_for_its_date(built: duckdb.DuckDBPyConnection) -> None:
    undated = built.execute("SELECT source FROM sources WHERE published_latest IS NULL").fetchall()
    assert undated
    slugs = {source for (source,) in undated}
    assert not [
        item for item in exported(built, "csl") if item["id"] in slugs and "date-parts" in item.get("issued", {})
    ]
    refs = {f"#source-{source}" for source in slugs}
    assert not [node for node in exported(built, "jsonld")["@graph"] if node["@id"] in refs and "datePublished" in node]


# -- JSON-LD: every day given holds all days that may have been


def test_jsonld_claims_no_day_that_the_bounds_do_not_hold(built: duckdb.DuckDBPyConnection) -> None:
    found = exported(built, "jsonld")
    nodes = {node["@id"]: node for node in found["@graph"]}
    assert len(nodes) == len(found["@graph"])
    rows = built.execute("SELECT event, earliest, start_max, end_min, latest FROM events").fetchall()
    for event, *bounds in rows:
        node = nodes[f"#event-{event}"]
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
