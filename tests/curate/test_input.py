"""What curators hand in: JSON as it comes, spreadsheets, standard input."""

import json
from typing import Any

import pytest

from summitevents import UnreadableError
from summitevents.api import Dataset
from summitevents.curate.json_input import decode_input, parse_records
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
