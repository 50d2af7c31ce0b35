"""The lexical forms of each type: what the standard, XML Schema and the RFCs take, and what they do not."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.tables import V1, cell_errors, found, schema

HUGE = "9" * 5000
FORMS: list[tuple[dict[str, Any], list[str], list[str]]] = [
    (
        {"type": "number"},
        ["0", "-1.23", "+100000.00", "210", "1e5", "1E-5", "2e+0", ".5", "5.", "00.50", "NaN", "nan", "INF", "-inf", HUGE, f"0.{HUGE}"],
        ["1_000", "１２", "٣", "sNaN", "nan123", "1,000", "1.2.3", "e5", ".", "+-1", "0x1F", "infinity", "1e", "1 000", "−1"],
    ),
    ({"type": "number", "groupChar": ","}, ["1,000", "1,234,567.5", "12,34,567", "1000"], ["1,,000", ",1", "1,", "1_000"]),
    ({"type": "number", "decimalChar": ",", "groupChar": "."}, ["1.000,5", "1000,5", "3"], ["1,5,0", "1,000.5", "1..0"]),
    ({"type": "number", "groupChar": " "}, ["1 000", "1 000.25"], ["1  000", "1.000 5"]),
    ({"type": "number", "bareNumber": False}, ["5%", "€95", "EUR 95", "-5 kg", "EUR .5", ".5", "$-7", "NaN"], ["a5b6", "EUR", "5 - 6"]),
    ({"type": "integer"}, ["0", "-12", "+7", "007", HUGE], ["1_0", "１", "٣", "1.0", "1e2", "--1", "0x1F"]),
    ({"type": "integer", "groupChar": ","}, ["1,234", "1,2,3", "12"], ["1,,2", ",1", "1,", "1.5"]),
    ({"type": "integer", "groupChar": "."}, ["1.234", "1.234.567", "-1.000"], ["1,234", "1..2", ".1", "1 234"]),
    ({"type": "integer", "groupChar": "\u00a0"}, ["1\u00a0234"], ["1 234", "1.234"]),
    ({"type": "integer", "groupChar": ".", "bareNumber": False}, ["€ 1.234", "1.234 km"], ["1,234 km", "km"]),
    ({"type": "integer", "groupChar": "'", "decimalChar": "'"}, ["1'234"], ["1.5"]),
    ({"type": "integer", "groupChar": ",", "bareNumber": False}, ["$1,234", "1,234 USD"], ["$1.5", "$"]),
    ({"type": "integer", "groupChar": " ", "bareNumber": False}, ["EUR 1 234", "95%"], ["1.5 %", "a"]),
    ({"type": "boolean"}, ["true", "True", "TRUE", "1", "false", "0"], ["tRue", "yes", "2", "t"]),
    ({"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]}, ["ja", "nein"], ["true", "Ja"]),
    (
        {"type": "year"},
        ["2019", "0020", "-0044", "12345", "-12345", "2019Z", "2019+14:00", "2019-05:30"],
        ["0000", "+2019", "+201", " 201", "1_00", "20", "02019", "2019+15:00", "２０１９", "2019-1"],
    ),
    (
        {"type": "yearmonth"},
        ["2019-01", "-0044-03", "12345-12", "2019-12Z"],
        ["2019-1", "19-01", "2019-13", "2019-00", "0000-01", "2019/01", "2019-01-01", "201901"],
    ),
    ({"type": "date"}, ["2019-01-05", "2020-02-29"], ["2019-1-5", "2019-02-29", "20190105", "2019-01-05Z", "05.01.2019", "２０１９-01-05"]),
    ({"type": "date", "format": "%d.%m.%Y"}, ["05.01.2019"], ["2019-01-05", "31.02.2019"]),
    ({"type": "date", "format": "fmt:%d.%m.%Y"}, ["05.01.2019"], ["2019-01-05", "31.02.2019"]),
    ({"type": "date", "format": "any"}, ["5 May 2019", "2019-05-05"], ["May be", "1 " * 60_000]),
    ({"type": "time"}, ["10:00:00", "23:59:59"], ["10:00", "24:00:00", "10:00:60", "10:00:00Z", "10:00:00.5", "1:00:00", "100000"]),
    (
        {"type": "datetime"},
        [
            "2019-01-01T10:00:00", "2019-01-01T10:00:00Z", "2019-01-01T10:00:00.300-05:00", "-0044-03-15T00:00:00", "12019-01-01T00:00:00",
            "2019-01-01T24:00:00", "-0001-02-29T00:00:00", "9999-12-31T24:00:00",
        ],
        [
            "2019-01-01 10:00:00", "2019-01-01", "2019-01-01T10:00", "2019-02-29T00:00:00", "0000-01-01T00:00:00", "2019-W01-1T00:00:00",
            "2019-01-01T25:00:00", "2019-01-01T24:00:01", "2019-01-01T10:00:00+15:00", "+2019-01-01T00:00:00", "2019-01-01t10:00:00",
        ],
    ),
    (
        {"type": "duration"},
        ["P1Y", "P1Y2M3DT4H5M6.5S", "-P1D", "PT0S", "PT36H", "P0M"],
        ["P", "PT", "P1DT", "P1W", "+P1D", "P1.5D", "1D", "P-1D", "P1D2Y", "PT1.S", "P0001-01-01T00:00:00", "p1d"],
    ),
    ({"type": "geopoint"}, ["90.50, 45.50", "1,2", "-180,90"], ["181,0", "0,91", "nan,1", "1_0,2", "1;2", "1,2,3", "[1,2]"]),
    ({"type": "geopoint", "format": "array"}, ["[90.5, 45.5]", "[1,2]"], ['["1","2"]', "[1]", "[1,2,3]", "1,2", "[true,1]", "[NaN,1]"]),
    (
        {"type": "geopoint", "format": "object"},
        ['{"lon": 90.5, "lat": 45.5}'],
        ['{"lon": 1}', '{"lon": 1, "lat": 2, "x": 3}', '{"lon": "1", "lat": "2"}', "[1,2]"],
    ),
    ({"type": "object"}, ["{}", '{"a": [1]}'], ["[]", "{", '{"a": NaN}', "{'a': 1}", '{"a": 1,}', "null"]),
    ({"type": "array"}, ["[]", '[1, "a"]'], ["{}", "[1", "[Infinity]", "[1,]", "1"]),
    (
        {"type": "geojson"},
        [
            '{"type": "Point", "coordinates": [1, 2]}', '{"type": "Point", "coordinates": [1, 2, 3]}', '{"type": "Point", "coordinates": []}',
            '{"type": "LineString", "coordinates": [[1, 2], [3, 4]], "bbox": [1, 2, 3, 4]}', '{"type": "MultiPoint", "coordinates": [[1, 2]]}',
            '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}', '{"type": "MultiLineString", "coordinates": []}',
            '{"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]}',
            '{"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]}',
            '{"type": "Feature", "geometry": null, "properties": null, "id": "a"}', '{"type": "FeatureCollection", "features": []}',
            '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"a": 1}}',
        ],
        [
            '{"type": "Topology"}', "{}", '{"type": 5}', "[]", '{"type": "Point"}', '{"type": "point", "coordinates": [1, 2]}',
            '{"type": "Point", "coordinates": ["1", "2"]}', '{"type": "Point", "coordinates": [1]}', '{"type": "Point", "coordinates": [true, 1]}',
            '{"type": "LineString", "coordinates": [[1, 2]]}', '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}',
            '{"type": "Polygon", "coordinates": [[0, 0], [1, 0]]}', '{"type": "GeometryCollection", "geometries": [{"type": "Feature"}]}',
            '{"type": "Feature", "geometry": null}', '{"type": "Feature", "geometry": 5, "properties": {}}', '{"type": "FeatureCollection"}',
            '{"type": "Feature", "geometry": null, "properties": {}, "id": []}', '{"type": "FeatureCollection", "features": [{"type": "Point"}]}',
            '{"type": "Point", "coordinates": [1, 2], "bbox": [1, 2]}', '{"type": ["Point"], "coordinates": [1, 2]}',
        ],
    ),
    (
        {"type": "geojson", "format": "topojson"},
        ['{"type": "Topology", "objects": {}, "arcs": []}'],
        ['{"type": "Point", "coordinates": [1, 2]}', '{"type": "Topology"}'],
    ),
    ({"type": "list"}, ["a,b", "a", "a,,b"], []),
    ({"type": "list", "itemType": "integer", "delimiter": ";"}, ["1;2", "3"], ["1,2", "1;", "1;x"]),
    ({"type": "list", "itemType": "date"}, ["2019-01-01,2019-01-02"], ["2019-1-1", "2019-01-01,x"]),
    ({"type": "string", "format": "email"}, ["a@b.org"], ["a", "a@", "@b.org", "a b@c.org"]),
    ({"type": "string", "format": "uri"}, ["http://a.org/b?c#d", "urn:x", "mailto:a@b.org"], ["a", "//a", "http://a b", "http://é", "x:%zz", "http://[::1"]),
    ({"type": "string", "format": "binary"}, ["aGk=", "YQ=="], ["aGk", "a!Gk=", "a Gk=", "=", "é"]),
    (
        {"type": "string", "format": "uuid"},
        ["4d9fba0c-5b32-4b3c-9d51-0f6f3f0b5d11", "4D9FBA0C-5B32-4B3C-9D51-0F6F3F0B5D11"],
        ["4d9fba0c5b324b3c9d510f6f3f0b5d11", "{4d9fba0c-5b32-4b3c-9d51-0f6f3f0b5d11}", "4d9fba0c-5b32-4b3c-9d51"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("field", "good", "bad"), FORMS, ids=lambda value: str(value)[:60])
def test_forms_of_texts(field: dict[str, Any], good: list[str], bad: list[str], tmp_path: Path) -> None:
    assert cell_errors(tmp_path, field, [*good, *bad]) == bad


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ({"type": "number"}, ["1", "1.5", "1e5", '"1.5"'], ["true", "[1]", '"x"']),
        ({"type": "integer"}, ["1", "1.0", '"1"', "1" * 4500], ["1.5", "true", '"1.0"']),
        ({"type": "boolean"}, ["true", '"1"'], ["1", "0", '"yes"']),
        ({"type": "string"}, ['"a"', '"\\ud800"'], ["1", "true", "{}"]),
        ({"type": "any"}, ["1", '"a"', "true", "[1]", "{}"], []),
        ({}, ["1", '"a"', "true", "[1]", "{}"], []),
        ({"type": "year"}, ["2019", "-44", '"2019"'], ["0", "true", "2019.5", "[2019]"]),
        ({"type": "yearmonth"}, ['"2019-01"'], ["[2019, 1]", "201901"]),
        ({"type": "geopoint", "format": "array"}, ["[1, 2]", '"[1, 2]"'], ["[1]", '["1", "2"]', "[true, 1]"]),
        ({"type": "geopoint", "format": "object"}, ['{"lon": 1, "lat": 2}'], ["[1, 2]"]),
        ({"type": "geopoint"}, ['"1,2"'], ["[1, 2]"]),
        ({"type": "object"}, ["{}", '"{}"'], ["[]"]),
        ({"type": "list", "itemType": "integer"}, ['"1,2"', "[1, 2]"], ['["a"]', "1"]),
    ],
    ids=str,
)
def test_forms_of_json(field: dict[str, Any], good: list[str], bad: list[str], tmp_path: Path) -> None:
    text = "".join(f'{{"a": {value}}}\n' for value in [*good, *bad])
    told = found(tmp_path, {"path": "t.jsonl", **schema(field)}, text)
    assert told == [("type-error", len(good) + n, "a") for n in range(1, len(bad) + 1)]


def test_a_field_without_a_type_is_any_in_v2_and_a_string_in_v1(tmp_path: Path) -> None:
    resource = {"path": "t.jsonl", **schema({})}
    assert found(tmp_path, resource, '{"a": 1}\n') == []
    assert found(tmp_path, resource, '{"a": 1}\n', V1) == [("type-error", 1, "a")]


@pytest.mark.parametrize(
    ("kind", "limits", "good", "bad"),
    [
        ("duration", {"minimum": "PT1H"}, ["PT2H", "PT60M", "P1D", "P1M"], ["PT59M", "-P1D"]),
        ("duration", {"maximum": "P1M"}, ["P28D", "P1M", "-P5Y"], ["P29D", "P31D", "P32D", "P2M"]),
        ("duration", {"exclusiveMinimum": "P12M"}, ["P367D", "P1Y1D"], ["P1Y", "P12M", "P366D"]),
        ("duration", {"enum": ["P1Y"]}, ["P12M"], ["P365D"]),
        ("year", {"minimum": "-0044"}, ["-0044", "-0001", "0001", "12345"], ["-0045"]),
        ("yearmonth", {"maximum": "0001-01"}, ["-0044-12", "0001-01"], ["0001-02"]),
        ("datetime", {"minimum": "0001-01-01T00:00:00"}, ["12000-01-01T00:00:00"], ["-0001-12-31T23:59:59"]),
        ("datetime", {"maximum": "-0044-03-15T00:00:00"}, ["-0044-03-14T24:00:00", "-1044-01-01T00:00:00"], ["-0043-01-01T00:00:00"]),
        ("number", {"minimum": "1e2"}, ["100", "INF"], ["99.999", "NaN"]),
        ("integer", {"exclusiveMaximum": 3}, ["2", "-9"], ["3"]),
    ],
    ids=str,
)  # fmt: skip
def test_limits(kind: str, limits: dict[str, Any], good: list[str], bad: list[str], tmp_path: Path) -> None:
    assert cell_errors(tmp_path, {"type": kind, "constraints": limits}, [*good, *bad]) == bad


def test_a_list_is_held_to_its_enum_and_its_length(tmp_path: Path) -> None:
    field = {"type": "list", "itemType": "integer", "constraints": {"enum": ["1,2", [3]], "maxLength": 2}}
    assert cell_errors(tmp_path, field, ["1,2", "3", "03", "2,1", "1"]) == ["2,1", "1"]
