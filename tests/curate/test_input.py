"""What curators hand in: JSON as it comes, spreadsheets, standard input."""

import json
from dataclasses import replace
from typing import Any

import pytest

from summitevents import RefusedError, UnreadableError
from summitevents.api import Dataset
from summitevents.curate.json_input import JsonInput, decode_input, parse_records
from summitevents.curate.spreadsheet import read_spreadsheet
from tests.support.runner import run_process

PLACE = {"op": "place", "place": "chicago", "name": "Chicago"}


@pytest.mark.parametrize(
    ("text", "values", "places"),
    [
        ('{"a": 1}', [{"a": 1}], []),
        ('\n {\n"a": 1\n}\n', [{"a": 1}], []),
        ('[{"a": 1}, {"b": 2}]', [{"a": 1}, {"b": 2}], []),
        ('{"a": 1}\n\n{"b": 2}\n', [{"a": 1}, {"b": 2}], []),
        ('{"a": 1}\n{"b": }\n7\n{"a": 1, "a": 2}', [{"a": 1}], ["x:2:7", "x:3:1", "x:4:10"]),
        ('[{"a": 1},\n {"b": }]', [], ["x:2:8"]),
        ("7", [], ["x:1:1"]), ("", [], ["x:1:1"]), ("  \n tru", [], ["x:2:2"]), ('{"a": NaN}', [], ["x:1:7"]),
    ],
)  # fmt: skip
def test_json_as_it_comes(text: str, values: list[Any], places: list[str]) -> None:
    found, wrong = parse_records(text, "x")
    assert (found, [finding.place for finding in wrong]) == (values, places)


def test_text_that_is_no_utf8_is_placed() -> None:
    assert decode_input(b"\xef\xbb\xbfa", "x") == ("a", [])
    assert decode_input(b"a\nb\xff", "x")[1][0].place == "x:2:1"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('{"op": "place", "place": "A b", "name": ""}', ["x:1:26", "x:1:41"]),
        (
            '[{"op": "place", "place": "a"},\n {"op": "claim", "actors": [{"actor": "b", "rule": 1}]}]',
            ["x:1:2", "x:2:44"],
        ),
        ('{"op": "place", "place": "a", "name": "A"}\n\n{"op": "plaice"}', ["x:3:8"]),
    ],
)
def test_findings_of_json_stand_where_it_was_typed(text: str, places: list[str], dataset: Dataset) -> None:
    records, _ = parse_records(text, "x")
    with pytest.raises(RefusedError) as caught:
        dataset.append(records)
    placed = JsonInput(text, "x").place_findings(caught.value.findings, caught.value.file)
    assert [finding.place for finding in placed if finding.code != "field-missing" or finding.field == "name"] == places
    other = replace(placed[0], file="events/2026-01-01-first.jsonl")
    assert JsonInput(text, "x").place_findings([other], caught.value.file) == [other]


def test_a_workbook_is_no_csv() -> None:
    for content in (b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0\xa1"):
        with pytest.raises(UnreadableError, match=r"claims\.xlsx is a workbook, as of Excel: save it as CSV UTF-8"):
            decode_input(content, "claims.xlsx")


def test_a_heading_may_be_in_capitals_and_what_is_unknown_is_named_at_once(dataset: Dataset) -> None:
    sheet, wrong = read_spreadsheet("Event,KIND,Title\nfair,visit,x\n", "x", {}, {})
    assert (sheet.claims, wrong) == ([{"op": "claim", "event": "fair", "kind": "visit", "title": "x"}], [])
    with pytest.raises(UnreadableError, match=r"Evnt, My notes\. .* --map Evnt=event --map 'My notes='\n"):
        read_spreadsheet("Evnt,kind,My notes\n", "x", {}, {})


def test_spreadsheets_of_other_countries(dataset: Dataset) -> None:
    text = "event;kind;title;status;source;locator;quantity;unit\r\nfair;cooperation;The fair;occurred;almanac;p. 1;2.5;day\r\n"
    for one in (text, text.replace(";", "\t"), text.replace(";", ",")):
        sheet, wrong = read_spreadsheet(one, "x", {}, {})
        assert not wrong
        assert sheet.claims[0]["quantity"] == 2.5
        assert sheet.rows == [2]
    with pytest.raises(UnreadableError, match="is empty"):
        read_spreadsheet("", "x", {}, {})
    with pytest.raises(UnreadableError, match="not CSV"):
        read_spreadsheet('event\n"a"b', "x", {}, {})
    with pytest.raises(UnreadableError, match="two columns"):
        read_spreadsheet("event,name\n", "x", {"name": "event"}, {})


def test_stdin_is_bytes(dataset: Dataset) -> None:
    """What is no UTF-8 is a finding, whatever the locale."""
    line = json.dumps(PLACE | {"name": "Chicagó"}, ensure_ascii=False)
    for content, code in ((line.encode(), 0), (line.encode("latin-1"), 1)):
        ran = run_process("append", "-", cwd=dataset.root, stdin=content, LC_ALL="C", PYTHONUTF8="0")
        assert ran.returncode == code, ran.stderr
        assert (b"bytes-utf8" in ran.stderr) == bool(code)
