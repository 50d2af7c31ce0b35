"""A log of one's own: the folder that a package starts in, and the tables of events that it can start from."""

import json
import subprocess
from pathlib import Path
from typing import Any

import frictionless
import pytest

from summitevents.curate.event_columns import columns_of, left_out
from summitevents.curate.event_tables import SHEET, EventTable, RowFinding, read_csv, read_geojson, read_timelinejs
from summitevents.curate.events_import import Imported, import_events
from summitevents.curate.new_package import new_descriptor, start_package
from summitevents.errors import RefusedError, UnreadableError
from summitevents.integrity.seal import seal_log
from summitevents.log.package import Package
from summitevents.validation import validate_log
from tests.support.runner import run_text

KIND = "other"


def start(
    folder: Path, table: EventTable, wrong: list[RowFinding], usual: Any = None, leave_out: bool = False, **mapping: str
) -> Imported:
    made: list[Imported] = []
    columns = columns_of(table, mapping, usual or {})
    start_package(
        folder, new_descriptor("T", "t", None, []),
        lambda package: made.append(import_events(package, table, columns, KIND, wrong, leave_out)),
    )  # fmt: skip
    assert not validate_log(Package(folder)).findings.errors
    return made[0]


def of(made: Imported, op: str, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(record.get(name) for name in fields) for record in made.records if record["op"] == op]


def test_a_new_package_is_good_and_can_be_sealed_once_it_has_records(tmp_path: Path) -> None:
    files = start_package(tmp_path / "new/apollo", new_descriptor("Apollo", "apollo", "CC0-1.0", ["An Author"]))
    assert {
        "datapackage.json",
        "events/README.md",
        "seeds/README.md",
        ".gitignore",
        ".github/workflows/check.yml",
    } < set(files)
    package = Package(tmp_path / "new/apollo")
    assert (package.metadata.origin, package.metadata.authors) == ("apollo", "An Author")
    assert validate_log(package).findings == []
    record = '{"op": "source", "source": "s", "title": "S"}'
    assert run_text("append", record, cwd=package.root)[0] == 0
    sealed = seal_log(package)
    assert sealed and sealed.checkpoint.origin == "apollo"
    assert frictionless.validate(str(package.root / "datapackage.json")).valid


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/x").touch()
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    for name in ("full", "file"):
        with pytest.raises(UnreadableError, match="starts in a folder that is new or empty"):
            start_package(tmp_path / name, new_descriptor("T", "t", None, []))
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["x"]
    assert start_package(tmp_path / "empty", new_descriptor("T", "t", None, []))


@pytest.mark.parametrize(("name", "license"), [("A b", None), ("../x", None), ("t", "CC0"), ("t", "MIT")])
def test_a_name_and_a_licence_that_are_none_are_refused(name: str, license: str | None) -> None:
    with pytest.raises(UnreadableError):
        new_descriptor("T", name, license, [])


def test_a_licence_may_be_written_in_small_letters_as_spdx_has_it() -> None:
    assert new_descriptor("T", "t", "cc-by-4.0", [])["licenses"][0]["name"] == "CC-BY-4.0"


@pytest.mark.parametrize(("title", "authors"), [(" ", []), ("T", ["An Author", ""])])
def test_a_title_and_authors_have_words(title: str, authors: list[str]) -> None:
    with pytest.raises(UnreadableError, match="--title, --author"):
        new_descriptor(title, "t", None, authors)


def test_the_command_says_what_comes_next_and_git_leaves_the_log_alone(tmp_path: Path) -> None:
    code, out, err = run_text("init", "apollo", "--title", "Apollo", cwd=tmp_path)
    assert (code, out.splitlines()[0]) == (0, "cd apollo")
    assert len(out.splitlines()) == 4
    assert err == "apollo: 8 files; what they hold is yours to change; next:\n"
    code, out, err = run_text("init", "apollo", "--title", "Apollo", cwd=tmp_path)
    assert (code, out) == (2, "")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "apollo", check=True)
    asked = ["git", "check-attr", "text", "events/2026-01-01-a.jsonl"]
    ran = subprocess.run(asked, cwd=tmp_path / "apollo", capture_output=True, check=True)
    assert ran.stdout.endswith(b"text: unset\n")


CSV = """Event,Date,Where,Link,Extra
Launch,"July 16, 1969",Kennedy Space Center,https://example.org/a https://example.org/b,first
Landing,20 July 1969 20:17 UTC,Sea of Tranquility,A printed book,
Landing,20 July 1969,,,
"""


def test_a_spreadsheet_becomes_claims_with_what_they_cite(tmp_path: Path) -> None:
    table, wrong = read_csv(CSV, "e.csv")
    made = start(tmp_path / "t", table, wrong, Event="title", Extra="note")
    assert of(made, "claim", "event", "happened", "place", "source", "note") == [
        ("launch", "1969-07-16", "kennedy-space-center", "example-org-a", "Extra: first"),
        ("launch", "1969-07-16", "kennedy-space-center", "example-org-b", "Extra: first"),
        ("landing", "1969-07-20", "sea-of-tranquility", "a-printed-book", "Date: 20:17 UTC"),
        ("landing", "1969-07-20", None, "e", None),
    ]
    assert of(made, "source", "source", "title", "address") == [
        ("example-org-a", "https://example.org/a", "https://example.org/a"),
        ("example-org-b", "https://example.org/b", "https://example.org/b"),
        ("a-printed-book", "A printed book", None), ("e", "e.csv", None),
    ]  # fmt: skip
    assert (
        json.loads((tmp_path / "t/datapackage.json").read_text())["resources"][0]["path"]
        == Package(tmp_path / "t").parts()
    )


def test_what_no_field_is_known_for_is_said_with_its_place() -> None:
    table, _ = read_csv(CSV, "e.csv")
    with pytest.raises(UnreadableError, match=r"no column of .* is known for the title"):
        columns_of(table, {"Event": ""}, {})
    with pytest.raises(UnreadableError, match="an event has no field titel; did you mean title"):
        columns_of(table, {"Event": "titel"}, {})
    columns = columns_of(table, {"Event": "title"}, {})
    assert list(left_out(table, columns, {})) == [
        "e.csv:2:5: column Extra is left out, 1 text; to keep it: --map Extra=note, or =person if it names people"
    ]


def test_a_column_called_event_is_the_title_if_it_has_words_and_no_other_is() -> None:
    assert columns_of(read_csv("Event,Date\nThe landing,1969\n", "e.csv")[0], {}, {})["title"] == ["Event"]
    slugs = read_csv("event,title\nlanding,The landing\n", "e.csv")[0]
    assert columns_of(slugs, {}, {}) == {"event": ["event"], "title": ["title"]}
    with pytest.raises(UnreadableError, match="is known for the title"):
        columns_of(read_csv("event,date\nlanding,1969\n", "e.csv")[0], {}, {})


def test_what_is_told_of_a_column_goes_before_what_it_is_called() -> None:
    table, _ = read_csv("name,Headline,source,source_url,date\n", "e.csv")
    assert columns_of(table, {"Headline": "title"}, {}) == {
        "title": ["Headline"], "source_title": ["source"], "address": ["source_url"], "happened": ["date"],
    }  # fmt: skip
    with pytest.raises(UnreadableError, match=r"two columns of e.csv are title: name and Headline"):
        columns_of(table, {"Headline": "title", "name": "title"}, {})


PARTIES = """title,date,people,Also there,Country
Fire,18–27 July AD 64,Nero:leader; Tacitus:witness,,Rome
Landing,20 July 1969,Neil Armstrong ; Nero ,Neil Armstrong,
"""


def test_columns_of_names_become_actors_of_the_type_that_the_column_is_said_to_have(tmp_path: Path) -> None:
    table, wrong = read_csv(PARTIES, "e.csv")
    made = start(tmp_path / "t", table, wrong, **{"Also there": "person", "Country": "state"})
    assert of(made, "actor", "actor", "type", "name") == [
        ("nero", "person", "Nero"), ("tacitus", "person", "Tacitus"), ("rome", "state", "Rome"),
        ("neil-armstrong", "person", "Neil Armstrong"),
    ]  # fmt: skip
    who = [[(one["actor"], one["role"]) for one in actors] for (actors,) in of(made, "claim", "actors")]
    assert who == [
        [("nero", "leader"), ("tacitus", "witness"), ("rome", "participant")],
        [("neil-armstrong", "participant"), ("nero", "participant")],
    ]


def test_a_role_that_is_none_is_found_in_its_cell(tmp_path: Path) -> None:
    table, wrong = read_csv(PARTIES.replace("witness", "chronicler"), "e.csv")
    with pytest.raises(RefusedError) as refused:
        start(tmp_path / "t", table, wrong, Country="")
    assert [(one.code, one.line, one.column) for one in refused.value.findings] == [("field-choice", 2, 3)]


BAD = "title,date,kind\nA,7/8/1969,\nB,1970,\nC,1971,no such kind\n,1972,\nE,1,2,3\n"


def test_rows_that_do_not_fit_keep_everything_from_being_written_or_are_left_out(tmp_path: Path) -> None:
    table, wrong = read_csv(BAD, "e.csv")
    with pytest.raises(RefusedError) as refused:
        start(tmp_path / "t", table, wrong)
    places = [(one.code, one.line, one.column) for one in refused.value.findings]
    assert places == [("date-edtf", 2, 2), ("field-choice", 4, 3), ("field-missing", 5, 1), ("row-width", 6, 4)]
    assert not (tmp_path / "t").exists()
    made = start(tmp_path / "t", *read_csv(BAD, "e.csv"), leave_out=True)
    assert of(made, "claim", "title") == [("B",)]
    assert [(one.code, one.line, one.column) for one in made.left] == places
    assert made.rows_left == 4


SLIDES = {
    "title": {"text": {"headline": "All of it"}},
    "events": [
        {
            "start_date": {"year": "1969", "month": "7", "day": 20}, "end_date": {"year": 1969, "month": 7, "day": 24},
            "text": {"headline": "<b>The</b> flight", "text": '<p>Up.</p><p>See <a href="https://example.org/x?a=1&amp;b">it</a></p>'},
            "group": "Moon", "media": {"url": "https://example.org/i.jpg"},
        },
        {"start_date": {"year": "-752"}, "text": {"headline": "Rome"}},
    ],
}  # fmt: skip
SHEET_ROWS = """Year,Month,Day,Time,End Year,End Month,End Day,Headline,Text,Media,Group,Type
,,,,,,,All of it,,,,title
1969,7,20,,1969,7,24,The flight,"<p>Up.</p><p>See <a href=""https://example.org/x?a=1&amp;b"">it</a></p>",https://example.org/i.jpg,Moon,
-752,,,,,,,Rome,,,,
"""


@pytest.mark.parametrize("text", [json.dumps(SLIDES, indent=1), SHEET_ROWS], ids=["json", "sheet"])
def test_both_forms_of_timelinejs_give_the_same_claims(text: str, tmp_path: Path) -> None:
    table, wrong = read_timelinejs(text, "t.x")
    made = start(tmp_path / "t", table, wrong, SHEET)
    assert of(made, "claim", "title", "happened", "summary", "note") == [
        ("The flight", "1969-07-20/1969-07-24", "Up. See it", "Media: https://example.org/i.jpg; Group: Moon"),
        ("Rome", "-0752", None, None),
    ]
    assert of(made, "source", "address") == [("https://example.org/x?a=1&b",), (None,)]


def test_a_finding_in_json_has_line_and_column(tmp_path: Path) -> None:
    slides = {"events": [{"start_date": {"year": 1969, "month": 13}, "text": {"headline": "X"}}]}
    table, wrong = read_timelinejs(json.dumps(slides, indent=1), "t.json")
    with pytest.raises(RefusedError) as refused:
        start(tmp_path / "t", table, wrong, SHEET)
    assert [(one.code, one.line, one.column) for one in refused.value.findings] == [("date-edtf", 5, 13)]


def test_points_of_geojson_become_places_and_other_geometries_are_said(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [-80.6, 28.6, 3]}, "properties": {"name": "Launch", "date": "1969"}},
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": []}, "properties": {"name": "Way"}},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1]}, "properties": {"name": "Half"}},
        {"type": "Feature", "geometry": None, "properties": ["no object"]},
    ]  # fmt: skip
    text = json.dumps({"type": "FeatureCollection", "features": features}, indent=1)
    table, wrong = read_geojson(text, "g.json")
    made = start(tmp_path / "t", table, wrong, leave_out=True)
    assert of(made, "place", "name", "latitude", "longitude") == [("Launch", 28.6, -80.6)]
    assert [(one.code, one.field) for one in made.left] == [
        ("field-form", "geometry"), ("field-form", "geometry"), ("field-missing", "title")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_csv, ""),
        (read_csv, 'a,"b'),
        (read_csv, "a,a\n1,2\n"),
        (read_timelinejs, "a,b\n"),
        (read_timelinejs, "{"),
        (read_geojson, "[]"),
        (read_geojson, '{"features": []}'),
    ],
)
def test_files_that_are_no_table_of_events_are_refused(read: Any, text: str) -> None:
    with pytest.raises(UnreadableError):
        read(text, "x")
