"""What is said beyond frictionless, or otherwise: one case for each entry of docs/tableschema.md."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from summitevents.tableschema import check_package, check_package_with_frictionless
from tests.support.strategies.tables import write_tables


def codes(folder: Path, resource: dict[str, Any], **files: str) -> list[tuple[str, int | None, str]]:
    """Code, line and field of what is found in a table `t`; a file's name is its keyword, with _ for the dot."""
    resource = {"name": "t", **resource}
    write_tables(folder, [resource], {name.replace("_", "."): text for name, text in files.items()})
    found = [(p.code, p.line, p.field) for p in check_package(folder / "datapackage.json").problems]
    return sorted(found, key=lambda one: (one[1] or 0, one[0], one[2]))


def table(*fields: dict[str, Any], **schema: Any) -> dict[str, Any]:
    named = [{"name": f"f{n}", **field} for n, field in enumerate(fields)]
    return {"path": "t.jsonl", "schema": {"fields": named, **schema}}


INTEGER = {"type": "integer"}


def test_a_broken_line_hides_no_other(tmp_path: Path) -> None:
    text = '{"f0": 1}\n{"f0": \n\n[1]\n{"f0": "x"}\n{"f0": 1,}\n'
    assert codes(tmp_path, table(INTEGER), t_jsonl=text) == [
        ("json-syntax", 2, ""), ("line-blank", 3, ""), ("json-object", 4, ""), ("type-error", 5, "f0"), ("json-syntax", 6, ""),
    ]  # fmt: skip


def test_a_later_key_and_a_key_that_stands_twice_are_told(tmp_path: Path) -> None:
    text = '{"f0": 1}\n{"f0": 2, "g": 3}\n{"f0": "x", "f0": 4}\n'
    assert codes(tmp_path, table(INTEGER), t_jsonl=text) == [("extra-key", 2, ""), ("json-duplicate", 3, "")]


def test_a_part_of_a_primary_key_may_not_be_missing(tmp_path: Path) -> None:
    text = '{"f0": 1, "f1": 1}\n{"f0": 1, "f1": null}\n{"f0": null, "f1": null}\n'
    found = codes(tmp_path, table(INTEGER, INTEGER, primaryKey=["f0", "f1"]), t_jsonl=text)
    assert found == [("primary-key-null", 2, ""), ("primary-key", 3, "")]


def test_unique_keys_are_held_to(tmp_path: Path) -> None:
    text = '{"f0": 1, "f1": 1}\n{"f0": 1, "f1": 1.0}\n{"f0": 1, "f1": null}\n{"f0": 1}\n'
    found = codes(tmp_path, table(INTEGER, INTEGER, uniqueKeys=[["f0", "f1"]]), t_jsonl=text)
    assert found == [("unique-key", 2, "")]


def test_times_with_an_offset_and_without_cannot_be_compared(tmp_path: Path) -> None:
    limited = {"type": "datetime", "constraints": {"minimum": "2020-01-01T00:00:00"}}
    text = '{"f0": "2021-01-01T00:00:00"}\n{"f0": "2021-01-01T00:00:00Z"}\n'
    assert codes(tmp_path, table(limited), t_jsonl=text) == [("constraint-error", 2, "f0")]


def test_lists_and_objects_can_be_keys(tmp_path: Path) -> None:
    text = '{"f0": [1, {"a": 1, "b": 2}]}\n{"f0": [1, {"b": 2, "a": 1}]}\n'
    found = codes(tmp_path, table({"type": "array", "constraints": {"unique": True}}), t_jsonl=text)
    assert found == [("unique-error", 2, "f0")]


def test_what_cannot_be_applied_is_left_out_and_the_rest_is_checked(tmp_path: Path) -> None:
    bad = [
        {"type": "whole"}, {"type": "integer", "constraints": {"minimum": "x", "maximum": 5}},
        {"type": "string", "constraints": {"pattern": "("}}, {"type": "boolean", "constraints": {"minLength": 1}},
    ]  # fmt: skip
    found = codes(tmp_path, table(*bad), t_jsonl='{"f0": 1, "f1": 7, "f2": "a", "f3": true}\n')
    assert found == [*(("field-error", None, f"f{n}") for n in range(4)), ("constraint-error", 1, "f1")]


def test_the_parts_of_a_table_need_no_newline_at_their_end(tmp_path: Path) -> None:
    resource = {"path": ["a.csv", "b.csv"], "schema": {"fields": [{"name": "f0", **INTEGER}], "primaryKey": "f0"}}
    found = codes(tmp_path, resource, a_csv="f0\n1\n2", b_csv="f0\nx\n1")
    assert found == [("primary-key", 2, ""), ("type-error", 2, "f0"), ("primary-key", 3, "")]


def test_bytes_that_are_not_utf8_hide_no_other_line(tmp_path: Path) -> None:
    resource = {"path": "t.csv", "schema": {"fields": [{"name": "f0", **INTEGER}]}}
    write_tables(tmp_path, [{"name": "t", **resource}], {})
    (tmp_path / "t.csv").write_bytes(b"f0\n1\n\xff\nx\n")
    found = [(p.code, p.line, p.column) for p in check_package(tmp_path / "datapackage.json").problems]
    assert found == [("encoding-error", 3, 1), ("type-error", 3, 1), ("type-error", 4, 1)]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../t.csv", "resource-error"), ("/etc/passwd", "resource-error"), ("a/../../t.csv", "resource-error"),
        ("~/t.csv", "resource-error"), ("$HOME/t.csv", "resource-error"), ("link.csv", "resource-error"),
        ("https://example.org/t.csv", "scheme-error"), ("file:///etc/passwd", "scheme-error"), ("s3://b/t.csv", "scheme-error"),
        ("C:\\t.csv", "resource-error"), ("..\\t.csv", "resource-error"), ("nowhere.csv", "scheme-error"), (".", "scheme-error"),
    ],
)  # fmt: skip
def test_nothing_outside_the_package_is_read(tmp_path: Path, path: str, code: str) -> None:
    (tmp_path / "t.csv").write_text("secret\n")
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "link.csv").symlink_to(tmp_path / "t.csv")
    assert codes(folder, {"path": path, "format": "csv"}) == [(code, None, "")]
    assert codes(folder, {"path": "t.csv", "schema": path}, t_csv="a\n1\n") == [
        (code if path != "nowhere.csv" and path != "." else "schema-error", None, "")
    ]


def test_no_name_value_or_pattern_becomes_sql(tmp_path: Path) -> None:
    evil = "'); DROP TABLE t0; --"
    names = [evil, '"', "a'b", "A'B", "c1", "row", "$1", "{x}", "\\"]
    limits = {"enum": [evil, "a"], "pattern": "['\";a-zA-Z0-9 ()-]*"}
    fields = [{"name": name, "type": "string", "constraints": limits, "missingValues": [evil + "x"]} for name in names]
    schema = {"fields": fields, "primaryKey": names[:2], "missingValues": [evil]}
    rows = [dict.fromkeys(names, evil), dict.fromkeys(names, "b'")]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    found = codes(tmp_path, {"path": "t.jsonl", "schema": schema}, t_jsonl=text)
    assert found == sorted(("constraint-error", 2, name) for name in names)
    out = io.StringIO()
    csv.writer(out, delimiter="'").writerows([names, *(row.values() for row in rows)])
    resource = {"path": "t'.csv", "dialect": {"delimiter": "'"}, "schema": schema}
    write_tables(tmp_path, [{"name": evil, **resource}], {"t'.csv": out.getvalue()})
    found = [(p.code, p.line, p.field) for p in check_package(tmp_path / "datapackage.json").problems if p.line != 1]
    assert sorted(found) == sorted(("constraint-error", 3, name) for name in names)


@pytest.mark.parametrize(
    "text", ["", "[", "[]", "{}", '{"resources": 5}', '{"resources": [5]}', '{"resources": [{}]}', "\0", "[" * 10**5]
)
def test_a_descriptor_that_is_none_is_a_finding(tmp_path: Path, text: str) -> None:
    (tmp_path / "datapackage.json").write_text(text)
    found = check_package(tmp_path / "datapackage.json").problems
    assert found
    assert all(p.code in ("package-error", "resource-error") for p in found)


def test_a_cell_has_its_place(tmp_path: Path) -> None:
    resource = {"path": "t.csv", "schema": {"fields": [{"name": "f0"}, {"name": "f1", **INTEGER}]}}
    write_tables(tmp_path, [{"name": "t", **resource}], {"t.csv": 'f0,f1\n"é,""a",x\n'})
    assert [(p.line, p.column) for p in check_package(tmp_path / "datapackage.json").problems] == [(2, 9)]
    write_tables(tmp_path, [{"name": "t", **table({}, INTEGER)}], {"t.jsonl": '{"f0": "é", "f1": "x"}\n'})
    assert [(p.line, p.column) for p in check_package(tmp_path / "datapackage.json").problems] == [(1, 19)]


def test_a_file_that_is_not_in_its_encoding_hides_no_other(tmp_path: Path) -> None:
    tables = [{"name": name, "path": f"{name}.csv", "schema": {"fields": [{"name": "f", **INTEGER}]}} for name in "ab"]
    write_tables(tmp_path, [{**tables[0], "encoding": "utf-16"}, tables[1]], {"a.csv": "f\n1\n", "b.csv": "f\nx\n"})
    found = [(p.resource, p.code, p.line) for p in check_package(tmp_path / "datapackage.json").problems]
    assert found == [("a", "encoding-error", None), ("b", "type-error", 2)]


def test_a_longitude_of_four_digits_is_none(tmp_path: Path) -> None:
    assert codes(tmp_path, {**table({"type": "geopoint"}), "path": "t.csv"}, t_csv='f0\n"179.5,5"\n"1799,5"\n') == [
        ("type-error", 3, "f0")
    ]


def test_a_key_is_shown_as_its_value(tmp_path: Path) -> None:
    text = '{"f0": 1}\n{"f0": "1"}\n{"f0": 1}\n'
    codes(tmp_path, table({"type": "any"}, primaryKey=["f0"]), t_jsonl=text)
    assert [(p.line, p.value) for p in check_package(tmp_path / "datapackage.json").problems] == [(3, "1")]


def test_frictionless_names_rows_and_we_find_their_lines(tmp_path: Path) -> None:
    for text, row in (('["f0"]\n[1]\n["x"]\n', 3), ('{"f0": 1}\n{"f0": "x"}\n', 3)):
        codes(tmp_path, table(INTEGER), t_jsonl=text)
        both = [check(tmp_path / "datapackage.json") for check in (check_package, check_package_with_frictionless)]
        places = [[(p.row, p.line) for p in report.problems] for report in both]
        assert places == [[(row, text.count("\n"))]] * 2


def test_half_a_surrogate_pair_is_a_text_like_others(tmp_path: Path) -> None:
    text = '{"f0": "\\ud800"}\n{"f0": "\\udfff"}\n{"f0": "\\ud800"}\n'
    assert codes(tmp_path, table({"type": "string"}, primaryKey=["f0"]), t_jsonl=text) == [("primary-key", 3, "")]
    assert codes(tmp_path, table({"type": "any"}), t_jsonl=text) == []


def test_a_package_without_a_schema_is_a_table_all_the_same(tmp_path: Path) -> None:
    assert codes(tmp_path, {"path": "t.csv"}, t_csv="a,b\n1,2\nx\n") == [("missing-cell", 3, "b")]


def test_the_missing_values_of_a_field_count_alone(tmp_path: Path) -> None:
    fields = [{"type": "integer"}, {"type": "integer", "missingValues": ["-"]}]
    resource = {**table(*fields, missingValues=["", "NA"]), "path": "t.csv"}
    assert codes(tmp_path, resource, t_csv="f0,f1\nNA,-\n,NA\n-,1\n") == [
        ("type-error", 3, "f1"),
        ("type-error", 4, "f0"),
    ]
