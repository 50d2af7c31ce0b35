"""What a schema declares: fields, constraints, patterns, categories, keys; and what is wrong with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.tables import Found, cell_errors, found, problems, schema

INTEGER, STRING = {"type": "integer"}, {"type": "string"}


def string(**constraints: Any) -> dict[str, Any]:
    return {"type": "string", "constraints": constraints}


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (string(pattern="foo|bar"), ["foo", "bar"], ["foolish", "xbar", "foo\n"]),
        (string(pattern="^foo|bar$"), ["foo", "bar"], ["foolish", "xbar"]),
        (string(pattern="ab"), ["ab"], ["ab\n", "abc", "\nab"]),
        (string(pattern=r"\p{Lu}\p{L}+"), ["Name", "Évora"], ["name", "N1"]),
        (string(pattern=r"\i\c*"), ["a-b.c", "_x", "né"], ["-a", "1a", "a b"]),
        (string(pattern=r"[a-z-[aeiou]]+"), ["xyz"], ["xyaz", "é"]),
        (string(pattern=r"[\w-[\d]]+"), ["ab", "é"], ["a1", "a b"]),
        (string(pattern=r"[^a-c\s]+"), ["xyz"], ["a", "x y"]),
        (string(pattern=r"\d{2,3}"), ["12", "١٢٣"], ["1", "1234"]),
        (string(pattern=r"\p{IsHebrew}+\P{IsHebrew}?"), ["שלום", "שלוםx"], ["x"]),
        (string(pattern=r"a.c"), ["abc", "a\u2028c"], ["a\nc", "a\rc"]),
        (string(pattern="(a+)+"), ["a", "a" * 50], ["a" * 50 + "!"]),
        (string(pattern="(a|aa)*b(x*)*"), ["b"], ["a" * 60 + "c", "b" + "x" * 60 + "y"]),
        (string(pattern="a{0,3000}"), ["a" * 3000], ["a" * 3001]),
        (string(pattern=r"\x41\u0042\/"), ["AB/"], ["ab/"]),
        (string(pattern=""), [], ["a"]),
        (string(minLength=2, maxLength=3), ["ab", "日本語"], ["a", "abcd"]),
        (string(enum=["a", "b"]), ["a"], ["A", "c"]),
        ({"type": "integer", "constraints": {"enum": ["1", 2]}}, ["1", "01", "2"], ["3"]),
        ({"type": "object", "constraints": {"enum": [{"a": 1, "b": 2}]}}, ['{"b": 2.0, "a": 1}'], ["{}", '{"a": true, "b": 2}']),
        ({"type": "string", "categories": ["apple", "orange"]}, ["apple"], ["banana", "Apple", "1"]),
        ({"type": "integer", "categories": [0, 1]}, ["0", "+1", "01"], ["2", "-1"]),
        ({"type": "integer", "categories": [{"value": 1, "label": "low"}, {"value": 2}]}, ["1", "2"], ["3"]),
        ({"type": "string", "categories": [{"value": "a"}, {"value": "b"}], "categoriesOrdered": True}, ["b"], ["c"]),
        ({"type": "string", "categories": ["a", "b"], "constraints": {"enum": ["a"]}}, ["a"], ["b", "c"]),
        ({"type": "object", "constraints": {"jsonSchema": {"properties": {"v": {"type": "integer"}}}}}, ['{"v": 1}', "{}"], ['{"v": "x"}']),
        ({"type": "array", "constraints": {"jsonSchema": {"items": {"maximum": 3}, "minItems": 1}}}, ["[1, 2]"], ["[]", "[4]"]),
        ({"type": "object", "constraints": {"jsonSchema": {"additionalProperties": False, "patternProperties": {"^x": {}}}}}, ['{"xy": 1}'], ['{"y": 1}']),
        ({"type": "array", "constraints": {"jsonSchema": {"items": {"pattern": "^(a+)+$"}}}}, ['["aa"]'], [json.dumps(["a" * 60 + "!"])]),
        (
            {"type": "object", "constraints": {"jsonSchema": {"$ref": "#/definitions/t", "definitions": {"t": {"properties": {"t": {"$ref": "#/definitions/t"}, "n": {"type": "integer"}}}}}}},
            ['{"t": {"t": {"n": 1}}}'],
            ['{"t": {"t": {"n": "x"}}}'],
        ),
    ],
    ids=str,
)  # fmt: skip
def test_values_keep_what_is_declared(field: dict[str, Any], good: list[str], bad: list[str], tmp_path: Path) -> None:
    assert cell_errors(tmp_path, field, [*good, *bad]) == bad


@pytest.mark.parametrize(
    "field",
    [
        {"type": "whole"}, {"type": 5}, {"type": ["string"]}, {"type": "string", "format": "emial"}, {"type": "string", "format": "Email"},
        {"type": "string", "format": "url"}, {"type": "geojson", "format": "kml"}, {"type": "integer", "format": "any"},
        {"type": "geopoint", "format": "lat"}, {"type": "date", "format": "YYYY-MM-DD"}, {"type": "date", "format": "%Q"}, {"type": "string", "format": 5},
        {"type": "number", "groupChar": 5}, {"type": "number", "groupChar": "1"}, {"type": "number", "groupChar": "."}, {"type": "number", "decimalChar": ""},
        {"type": "number", "bareNumber": "no"}, {"type": "boolean", "trueValues": "yes"}, {"type": "boolean", "falseValues": [0]},
        {"type": "list", "delimiter": ""}, {"type": "list", "delimiter": 5}, {"type": "list", "itemType": "object"}, {"type": "list", "itemType": ["date"]},
        {"type": "string", "constraints": []}, {"type": "string", "missingValues": [5]}, {"type": "string", "missingValues": ["a", "a"]},
        {"type": "string", "categories": []}, {"type": "string", "categories": ["a", "a"]}, {"type": "integer", "categories": ["x"]},
        {"type": "number", "categories": [1]}, {"type": "string", "categories": [{"label": "a"}]}, {"type": "string", "categories": "a"},
        {"type": "string", "categories": [{"value": "a", "label": "x"}, {"value": "b", "label": "x"}]}, {"type": "string", "categories": ["a", {"value": "b"}]},
        {"type": "string", "categories": ["a"], "categoriesOrdered": "yes"}, {"type": "string", "categories": ["a"], "constraints": {"enum": ["b"]}},
        string(pattern="("), string(pattern="(?=a)a"), string(pattern=r"(a)\1"), string(pattern=r"\b"), string(pattern=r"\p{Foo}"), string(pattern=5),
        string(pattern="[b-a]"), string(pattern="a{3,2}"), string(pattern="a{1000}" * 3 + "((b{1000}){1000}){1000}"), string(pattern="(" * 3000),
        string(enum="a"), string(enum=[]), string(enum=[1]), string(minLength="2"), string(minLength=True), string(minimum=1), string(required="yes"), string(unique=1),
        string(jsonSchema={}), string(shape="round"), {"type": "any", "constraints": {"minLength": 1}}, {"constraints": {"pattern": "a"}}, {"constraints": {"minimum": 1}},
        {"type": "integer", "constraints": {"minimum": "x"}}, {"type": "integer", "constraints": {"pattern": "1"}}, {"type": "duration", "constraints": {"minimum": "P1W"}},
        {"type": "object", "constraints": {"jsonSchema": 5}}, {"type": "object", "constraints": {"jsonSchema": {"type": 5}}},
        {"type": "object", "constraints": {"jsonSchema": {"$ref": "http://example.org/x"}}}, {"type": "object", "constraints": {"jsonSchema": {"$ref": "#/none"}}},
        {"type": "array", "constraints": {"jsonSchema": {"items": {"pattern": "(?=a)"}}}}, {"type": "array", "arrayItem": {"type": "whole"}},
    ],
    ids=lambda field: str(field)[:80],
)  # fmt: skip
def test_a_field_that_cannot_be_applied_is_one_error_and_the_rest_is_checked(
    field: dict[str, Any], tmp_path: Path
) -> None:
    told = found(tmp_path, schema(field, INTEGER), "a,b\n,x\n")
    assert told == [("field-error", None, "a"), ("type-error", 2, "b")]


def test_references_without_end_are_given_up(tmp_path: Path) -> None:
    chain = {f"d{n}": {"allOf": [{"$ref": f"#/definitions/d{n + 1}"}] * 2} for n in range(40)} | {"d40": {}}
    for declared in ({"$ref": "#"}, {"$ref": "#/definitions/d0", "definitions": chain}):
        field = {"type": "object", "constraints": {"jsonSchema": declared}}
        assert cell_errors(tmp_path, field, ["{}"]) == ["{}"]


@pytest.mark.parametrize(
    "more",
    [
        {"missingValues": [{"label": "x"}]}, {"missingValues": [None]}, {"missingValues": ["", {"value": "-"}]}, {"missingValues": "-"},
        {"missingValues": ["-", "-"]}, {"missingValues": [{"value": "-", "label": "x"}, {"value": "", "label": "x"}]}, {"missingValues": [-99]},
        {"fieldsMatch": "exactly"}, {"fieldsMatch": ["subset", "superset"]}, {"primaryKey": 5}, {"primaryKey": ["zz"]}, {"primaryKey": [5]}, {"uniqueKeys": 5}, {"uniqueKeys": []}, {"uniqueKeys": ["a"]},
        {"uniqueKeys": [["zz"]]}, {"foreignKeys": 5}, {"foreignKeys": [5]}, {"foreignKeys": [{"fields": ["a"]}]},
        {"foreignKeys": [{"fields": ["a"], "reference": {"fields": ["a", "b"]}}]}, {"foreignKeys": [{"fields": ["zz"], "reference": {"fields": ["a"]}}]},
        {"foreignKeys": [{"fields": ["a"], "reference": {"fields": ["zz"]}}]}, {"foreignKeys": [{"fields": ["a"], "reference": {"resource": 5, "fields": ["a"]}}]},
    ],
    ids=str,
)  # fmt: skip
def test_a_schema_that_cannot_be_applied_in_part_is_one_error_and_the_rest_is_checked(
    more: dict[str, Any], tmp_path: Path
) -> None:
    told = found(tmp_path, schema(STRING, INTEGER, **more), "a,b\nx,y\n")
    assert told == [("schema-error", None, ""), ("type-error", 2, "b")]


@pytest.mark.parametrize(
    ("fields", "match", "text", "told"),
    [
        (["a", "a"], "exact", "a,a\n1,2\n", []),
        (["a", "a"], "exact", "a,b\n1,2\n", [("incorrect-label", 1, "a")]),
        (["a", "b"], "exact", "a,a\n1,2\n", [("duplicate-label", 1, "b")]),
        (["a", "a"], "equal", "a,a\n1,2\n", []),
        (["a", "a"], "equal", "a\n1\n", [("missing-label", 1, "a")]),
        (["a", "b"], "equal", "b,a\n1,2\n", []),
        (["a", "b"], "subset", "b,x,a\n1,y,2\n", []),
        (["a", "b"], "superset", "b\n1\n", []),
        (["a", "b"], "superset", "b,x\n1,2\n", [("extra-label", 1, "")]),
        (["a", "b"], "partial", "x,b\n1,2\n", []),
        (["a", "b"], "partial", "x,y\n1,2\n", [("unmatched-header", 1, "")]),
        (["a", "b"], "exact", "b,a\n1,2\n", [("incorrect-label", 1, "a"), ("incorrect-label", 1, "b")]),
    ],
    ids=str,
)  # fmt: skip
def test_labels_are_matched_with_fields(fields: list[str], match: str, text: str, told: Found, tmp_path: Path) -> None:
    named = [{"name": name, "type": "integer"} for name in fields]
    errors = [
        one
        for one in found(tmp_path, {"schema": {"fields": named, "fieldsMatch": match}}, text)
        if one[0] != "type-error"
    ]
    assert errors == told


def key(resource: str | None, *pairs: tuple[str, str]) -> list[dict[str, Any]]:
    reference = {"fields": [there for _, there in pairs]} | ({"resource": resource} if resource is not None else {})
    return [{"fields": [here for here, _ in pairs], "reference": reference}]


BOTH = (("a", "a"), ("b", "b"))


@pytest.mark.parametrize(
    ("keys", "here", "there", "lines"),
    [
        (key("u", *BOTH), "a,b\n1,\n", "a,b\n1,x\n", []),
        (key("u", *BOTH), "a,b\n,x\n", "a,b\n1,x\n", []),
        (key("u", *BOTH), "a,b\n,\n", "a,b\n1,x\n", []),
        (key("u", *BOTH), "a,b\n2,x\n", "a,b\n1,x\n", [2]),
        (key("u", *BOTH), "a,b\n1,x\n1,\x01none\n", "a,b\n1,\n1,x\n", [3]),
        (key("u", ("a", "a")), "a,b\n1,x\n01,x\n3,x\n", "a,b\n1,x\n", [4]),
        (key("u", ("b", "a")), "a,b\n1,1\n", "a,b\n1,x\n", [2]),
        (key("", ("a", "a")), "a,b\n1,x\n", "a,b\n", []),
        (key(None, ("a", "a")), "a,b\n1,x\n", "a,b\n", []),
        (key("t", ("a", "a")), "a,b\n1,x\n", "a,b\n", []),
        (key("u", *BOTH), "a,b\nx,\n", "a,b\nx,\x01none\n", []),
        (key("u", *BOTH), "a,b\n9,\n,z\n", "a,b\n1,x\n", []),
        (key("u", ("a", "a")), "a,b\n1,x\n,y\n", "b\nx\n", [2]),
    ],
    ids=str,
)
def test_foreign_keys_are_those_of_sql(
    keys: list[Any], here: str, there: str, lines: list[int], tmp_path: Path
) -> None:
    tables = [
        {"name": "t", "path": "t.csv", **schema(INTEGER, STRING, foreignKeys=keys)},
        {"name": "u", "path": "u.csv", **schema(INTEGER, STRING, fieldsMatch="superset")},
    ]
    listed = [p for p in problems(tmp_path, tables, {"t.csv": here, "u.csv": there}) if p.code != "type-error"]
    assert [p.line for p in listed] == lines
    assert {p.code for p in listed} <= {"foreign-key"}


@pytest.mark.parametrize(
    ("other", "codes"),
    [
        ({"data": [{"a": 1}]}, ["resource-unchecked", "key-unchecked"]),
        ({"path": "u.json"}, ["resource-unchecked", "key-unchecked"]),
        ({"path": "nowhere.csv"}, ["scheme-error", "key-unchecked"]),
        ({"path": "u.csv"}, ["key-unchecked"]),
        ({"path": "u.csv", **schema(INTEGER)}, []),
        ({"path": "w.csv"}, ["key-unchecked"]),
        ({"path": "u.csv", **schema({"name": "z"})}, ["schema-error", "incorrect-label"]),
    ],
    ids=str,
)
def test_a_key_to_what_is_not_read_is_told(other: dict[str, Any], codes: list[str], tmp_path: Path) -> None:
    tables = [
        {"name": "t", "path": "t.csv", **schema(INTEGER, foreignKeys=key("u", ("a", "a")))},
        {"name": "u", **other},
    ]
    files: dict[str, str | bytes] = {"t.csv": "a\n1\n", "u.csv": "a\n1\n", "w.csv": "z\n1\n", "u.json": "[]"}
    listed = problems(tmp_path, tables, files)
    assert sorted(p.code for p in listed if p.code != "type-error") == sorted(codes)


def test_a_key_to_another_resource_that_is_none_is_an_error(tmp_path: Path) -> None:
    told = found(tmp_path, schema(INTEGER, foreignKeys=key("zz", ("a", "a"))), "a\n1\n")
    assert ("resource-error", None, "") in told


def test_a_key_to_another_package_is_told(tmp_path: Path) -> None:
    reference = {"package": "https://example.org/datapackage.json", "resource": "u", "fields": ["a"]}
    told = found(tmp_path, schema(INTEGER, foreignKeys=[{"fields": ["a"], "reference": reference}]), "a\n1\n")
    assert told == [("key-unchecked", None, "")]


def test_a_long_enum_is_not_repeated(tmp_path: Path) -> None:
    listed = problems(
        tmp_path,
        [{"name": "t", "path": "t.csv", **schema(string(enum=[f"v{n}" for n in range(30_000)]))}],
        {"t.csv": "a\nv29999\nx\n"},
    )
    assert [(p.line, len(p.note) < 300) for p in listed] == [(3, True)]


@pytest.mark.parametrize(
    ("stats", "codes"),
    [
        ({"bytes": 4}, []),
        ({"bytes": 5}, ["byte-count"]),
        ({"bytes": 0}, ["byte-count"]),
        ({"bytes": "4"}, ["resource-error"]),
        ({"hash": "22ae8acb7ecc4be22c2f8e0b9b3b5c24"}, ["hash-count"]),
        ({"hash": "sha1:0000000000000000000000000000000000000000"}, ["hash-count"]),
        ({"hash": "sha512:00"}, ["hash-count"]),
        ({"hash": "sha3_256:00"}, ["hash-count"]),
        ({"hash": "sha256:"}, ["hash-count"]),
        ({"hash": ""}, []),
        ({"hash": None, "bytes": None}, []),
        ({"hash": "crc32:00000000"}, ["hash-unchecked"]),
        ({"hash": 5}, ["resource-error"]),
    ],
    ids=str,
)
def test_bytes_and_hashes_are_checked_whatever_the_format(
    stats: dict[str, Any], codes: list[str], tmp_path: Path
) -> None:
    for name in ("t.csv", "t.png"):
        listed = problems(tmp_path, [{"name": "t", "path": name, **stats}], {name: "a\n1\n"})
        assert [p.code for p in listed if p.code != "resource-unchecked"] == codes


@pytest.mark.parametrize("algorithm", ["", "md5:", "sha1:", "sha256:", "sha512:", "SHA256:"])
def test_a_right_hash_is_right_in_any_case_and_of_parts_joined(algorithm: str, tmp_path: Path) -> None:
    import hashlib

    value = hashlib.new(algorithm.strip(":").lower() or "md5", b"a\n1\n2\n").hexdigest()
    for shown in (value, value.upper()):
        resource = {"name": "t", "path": ["t.csv", "u.csv"], "bytes": 6, "hash": algorithm + shown}
        assert problems(tmp_path, [resource], {"t.csv": "a\n1\n", "u.csv": "2\n"}) == []
