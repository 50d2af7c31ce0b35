"""JSON Lines: objects by name, lists by place, and JSON to the letter."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.tables import Found, found, schema

INTEGER = {"type": "integer"}
TWO = schema(INTEGER, INTEGER)
SHORT = '{"a": 1}\n{"a": 2, "b": 5}\n{"a": 3, "b": "x"}\n'


@pytest.mark.parametrize("match", ["exact", "equal", "subset", "superset", "partial"])
@pytest.mark.parametrize(
    "text", [SHORT, SHORT.replace("}", "} "), SHORT.replace("\n", "\r\n")], ids=["plain", "blanks", "crlf"]
)
def test_keys_count_whatever_the_first_line_has(match: str, text: str, tmp_path: Path) -> None:
    assert found(tmp_path, {"path": "t.jsonl", **schema(INTEGER, INTEGER, fieldsMatch=match)}, text) == [
        ("type-error", 3, "b")
    ]


@pytest.mark.parametrize(
    ("resource", "text", "told"),
    [
        (TWO, '{"b": 5, "a": "x"}\n{"a": 1, "b": 2}\n', [("type-error", 1, "a")]),
        (TWO, '{"a": 1, "b": 2, "c": 3}\n{"a": 1, "b": 2}\n', [("extra-key", 1, "")]),
        (schema(INTEGER, INTEGER, fieldsMatch="superset"), '{"a": 1, "c": 3}\n', [("extra-key", 1, "")]),
        (schema(INTEGER, INTEGER, fieldsMatch="subset"), '{"a": 1, "b": 2, "c": 3}\n', []),
        (schema(INTEGER, INTEGER, fieldsMatch="partial"), '{"a": 1, "c": 3}\n', []),
        (schema(INTEGER, INTEGER, fieldsMatch="partial"), '{"c": 3}\n', [("unmatched-header", None, "")]),
        (TWO, '{"a": 1}\n{"a": 2}\n', [("missing-label", None, "b")]),
        (TWO, '{"a": 1, "b": null}\n', []),
        (schema({**INTEGER, "constraints": {"required": True}}), '{"a": null}\n{}\n{"a": 1}\n', [("constraint-error", 1, "a"), ("constraint-error", 2, "a")]),
        (TWO, '{"a": 1, "b": 2}\n{}\n', []),
        ({}, SHORT, []),
        ({}, '{"a": 1}\n{"a": 1, "a": 2}\n', [("json-duplicate", 2, "")]),
        ({**TWO, "dialect": {"itemKeys": ["a", "b"]}}, SHORT, [("type-error", 3, "b")]),
        ({**TWO, "dialect": {"itemKeys": ["a", "b"]}}, '{"c": 1, "b": 2, "a": "x"}\n', [("type-error", 1, "a")]),
        ({**TWO, "dialect": {"itemKeys": ["b", "a"]}}, '{"a": 1, "b": 2}\n', [("incorrect-label", None, "a"), ("incorrect-label", None, "b")]),
        ({**schema(INTEGER, INTEGER, fieldsMatch="equal"), "dialect": {"itemKeys": ["b", "a"]}}, '{"a": 1, "b": "x"}\n', [("type-error", 1, "b")]),
        ({**TWO, "dialect": {"json": {"keys": ["a", "b"]}}}, SHORT, [("type-error", 3, "b")]),
        ({**TWO, "dialect": {"delimiter": ";", "commentChar": "{", "nullSequence": "1"}}, '{"a": 1, "b": 2}\n', []),
        ({**TWO, "dialect": {"caseSensitiveHeader": False}}, '{"A": 1, "B": "x"}\n', [("type-error", 1, "b")]),
        (schema(INTEGER, {**INTEGER, "name": "A"}), '{"a": 1, "A": "x"}\n', [("type-error", 1, "A")]),
        (schema(INTEGER, {**INTEGER, "name": "a"}), '{"a": 1}\n{"a": "x"}\n', [("type-error", 2, "a"), ("type-error", 2, "a")]),
        (schema({"name": "x/y~"}, {"name": ""}), '{"x/y~": 1, "": 2}\n', []),
        # lists
        (TWO, '["a", "b"]\n[1, "x"]\n[1]\n[1, 2, 3]\n', [("type-error", 2, "b"), ("missing-cell", 3, "b"), ("extra-cell", 4, "")]),
        ({**TWO, "dialect": {"header": False}}, '[1, 2]\n["x", 2]\n', [("type-error", 2, "a")]),
        ({**TWO, "dialect": {"itemType": "array"}}, '["a", "b"]\n{"a": 1}\n', [("json-object", 2, "")]),
        ({**TWO, "dialect": {"itemType": "object"}}, '["a", "b"]\n{"a": 1, "b": 2}\n', [("json-object", 1, "")]),
        # JSON to the letter
        (TWO, '{"a": NaN, "b": 1}\n{"a": 1, "b": -Infinity}\n', [("json-syntax", 1, ""), ("json-syntax", 2, "")]),
        (schema({"type": "object"}), '{"a": {"x": nan}}\n{"a": {"x": "nan, inf"}}\n', [("json-syntax", 1, "")]),
        (schema({"type": "object"}), '{"a": {"x": 1, "x": 2}}\n{"a": {"x": 1}}\n', [("json-duplicate", 1, "")]),
        (schema({"type": "object"}), '\ufeff{"a": {"x": 1, "x": 2}}\n{"a": {"x": 1}}\n', [("json-duplicate", 1, "")]),
        (schema({"type": "array"}), '{"a": [[{"x": 1, "y": {"z": 1, "z": 1}}]]}\n', [("json-duplicate", 1, "")]),
        (schema(INTEGER, fieldsMatch="subset"), '{"a": 1, "x/~": {"b": [{"z": 1, "z": 2}]}}\n{"a": 1}\n', [("json-duplicate", 1, "")]),
        (schema(INTEGER, fieldsMatch="partial"), '{"a": 1}\n{"a": 1, "x": {"b": 1, "b": 1}}\n', [("json-duplicate", 2, "")]),
        ({}, '{"a": {"x": {"y": 1, "y": 2}}}\n', [("json-duplicate", 1, "")]),
        (schema({"type": "array"}), '{"a": [1,]}\n{"a": [1, ]}\n{"a": [1]\u00a0}\n', [("json-syntax", n, "") for n in (1, 2, 3)]),
        (schema(INTEGER), '{"a": ' + "1" * 5000 + '}\n{"a": 01}\n', [("json-syntax", 2, "")]),
        (schema({"type": "array"}), '{"a": 5}\n{"a": ' + "[" * 199 + "]" * 199 + "}\n", [("type-error", 1, "a")]),
    ],
    ids=lambda value: str(value)[:70],
)  # fmt: skip
def test_lines(resource: dict[str, Any], text: str, told: Found, tmp_path: Path) -> None:
    assert found(tmp_path, {"path": "t.jsonl", **resource}, text) == told


def test_cells_of_many_columns_are_each_looked_at(tmp_path: Path) -> None:
    """Which cells are doubtful is told by bits, of which a number has no more than 63."""
    names = [f"f{n}" for n in range(140)]
    resource = {"path": "t.jsonl", "schema": {"fields": [{"name": name, **INTEGER} for name in names]}}
    bad = [0, 59, 60, 61, 63, 64, 119, 120, 139]
    text = "".join(json.dumps({name: "x" if n == wrong else n for n, name in enumerate(names)}) + "\n" for wrong in bad)
    assert found(tmp_path, resource, text) == [("type-error", line, f"f{n}") for line, n in enumerate(bad, 1)]


def test_lists_of_a_later_part_may_begin_with_the_labels(tmp_path: Path) -> None:
    resource = {"path": ["t.jsonl", "u.jsonl"], **TWO}
    assert found(tmp_path, resource, '["a", "b"]\n[1, 2]\n', u_jsonl='["a", "b"]\n[3, "x"]\n') == [
        ("type-error", 2, "b")
    ]
    assert found(tmp_path, resource, '["a", "b"]\n[1, 2]\n', u_jsonl='[3, "x"]\n') == [("type-error", 1, "b")]
    assert found(tmp_path, resource, '["a", "b"]\n[1, 2]\n', u_jsonl='["b", "a"]\n[3, "x"]\n') == [
        ("incorrect-label", 1, "a"),
        ("incorrect-label", 1, "b"),
        ("type-error", 2, "b"),
    ]


def test_a_text_nested_beyond_any_reader_harms_nobody(tmp_path: Path) -> None:
    for depth in (300, 2000, 100_000):
        text = '{"a": 5, "b": "x"}\n{"a": ' + "[" * depth + "]" * depth + "}\n"
        told = found(tmp_path, {"path": "t.jsonl", **schema(INTEGER, INTEGER)}, text)
        assert ("type-error", 1, "b") in told
        assert any(line == 2 for _, line, _ in told)
