"""What the standard requires of packages and resources, as far as tables depend on it."""

import json
from pathlib import Path
from typing import Any

import pytest

from summitevents.tableschema import check_package
from tests.support.paths import ROOT
from tests.support.tables import V1, V2, found, problems, schema

GOOD = {"name": "t", "path": "t.csv"}
FILES: dict[str, str | bytes] = {"t.csv": "a\n1\n", "s/t.csv": "a\n1\n", ".s/t.csv": "a\n1\n", "d.json": '{"delimiter": ";"}', "s.json": '{"fields": [{"name": "a"}]}'}  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "codes"),
    [
        (GOOD, []),
        ({"path": "t.csv"}, ["resource-error"]),
        ({"name": 5, "path": "t.csv"}, ["resource-error"]),
        ({"name": "", "path": "t.csv"}, ["resource-error"]),
        ({"name": "t"}, ["resource-error"]),
        ({**GOOD, "data": []}, ["resource-error"]),
        ({"name": "t", "data": [{"a": 1}]}, ["resource-unchecked"]),
        ({"name": "t", "type": "table", "data": [["a"], [1]]}, ["resource-unchecked"]),
        ({"name": "t", "type": "table", "data": [1, 2]}, ["resource-error"]),
        ({"name": "t", "type": "table", "data": {"a": 1}}, ["resource-error"]),
        ({"name": "t", "profile": "tabular-data-resource", "data": "a\n1\n", "format": "csv"}, ["resource-error"]),
        ({"name": "t", "data": "a\n1\n", "format": "csv"}, ["resource-unchecked"]),
        ({"name": "t", "data": "a\n1\n", "mediatype": "text/csv"}, ["resource-unchecked"]),
        ({"name": "t", "data": "a\n1\n"}, ["resource-error"]),
        ({"name": "t", "data": 5}, ["resource-error"]),
        ({"name": "t", "data": None}, ["resource-error"]),
        ({"name": "t", "path": []}, ["resource-error"]),
        ({"name": "t", "path": 5}, ["resource-error"]),
        ({"name": "t", "path": ["t.csv", 5]}, ["resource-error"]),
        ({"name": "t", "path": ["t.csv", "https://example.org/t.csv"]}, ["scheme-error"]),
        ({"name": "t", "url": "t.csv"}, []),
        ({"name": "t", "path": "s/t.csv"}, []),
        ({"name": "t", "path": "./t.csv"}, []),
        ({"name": "t", "path": "../t.csv"}, ["resource-error"]),
        ({"name": "t", "path": "/t.csv"}, ["resource-error"]),
        ({"name": "t", "path": ".s/t.csv"}, ["resource-error"]),
        ({"name": "t", "path": "x" * 5000}, ["scheme-error"]),
        ({**GOOD, "dialect": "d.json"}, []),
        ({**GOOD, "dialect": 5}, ["dialect-error"]),
        ({**GOOD, "dialect": "none.json"}, ["dialect-error"]),
        ({**GOOD, "schema": "s.json"}, []),
        ({**GOOD, "schema": 5}, ["schema-error"]),
        ({**GOOD, "schema": "none.json"}, ["schema-error"]),
        ({**GOOD, "schema": {}}, ["schema-error"]),
        ({**GOOD, "schema": {"fields": {}}}, ["schema-error"]),
        ({**GOOD, "schema": {"fields": [5]}}, ["field-error"]),
        ({**GOOD, "schema": {"fields": [{"type": "string"}]}}, ["field-error"]),
        ({**GOOD, "format": "xlsx"}, ["resource-unchecked"]),
        ({**GOOD, "title": "\ud800"}, ["resource-error"]),
        (5, ["resource-error"]),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_resource_is_as_the_standard_requires(resource: Any, codes: list[str], tmp_path: Path) -> None:
    assert [p.code for p in problems(tmp_path, [resource], FILES)] == codes


def test_names_of_resources_are_unique(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, [GOOD, GOOD], FILES)
    text = (tmp_path / "datapackage.json").read_text("utf-8")
    assert (problem.code, problem.line, problem.column) == ("package-error", 1, text.rindex('"t"') + 1)


def test_a_name_of_the_descriptor_stands_once_in_its_object(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\nx\n")
    (tmp_path / "datapackage.json").write_text(
        '{"resources": [{"name": "t", "path": "t.csv", "schema":\n {"fields": [{"name": "a", "type": "any", "type": "integer"}]}}]}'
    )
    found = check_package(tmp_path / "datapackage.json").problems
    assert [(p.code, p.line, p.column, p.value) for p in found if p.code == "json-duplicate"] == [
        ("json-duplicate", 2, 43, "type")
    ]
    assert [p.code for p in found if p.code != "json-duplicate"] == ["type-error"]  # the rest is checked all the same


def test_a_name_of_a_schema_in_a_file_of_its_own_stands_once(tmp_path: Path) -> None:
    resource = {"path": "t.csv", "schema": "s.json"}
    (problem,) = problems(
        tmp_path, [{"name": "t", **resource}], {"t.csv": "a\n1\n", "s.json": '{"fields": [], "fields": []}'}
    )
    assert problem.code == "schema-error"
    assert problem.note == "s.json cannot be read: the name fields stands twice in one object"


def test_hidden_folders_are_forbidden_since_version_2(tmp_path: Path) -> None:
    assert problems(tmp_path, [{"name": "t", "path": ".s/t.csv"}], FILES, V1) == []


def test_a_media_type_says_the_format_of_a_file_without_one(tmp_path: Path) -> None:
    resource = {"path": "t.data", "mediatype": "text/csv", **schema({"type": "integer"})}
    assert found(tmp_path, resource, "a\nx\n") == [("type-error", 2, "a")]


@pytest.mark.parametrize(
    "text", ['{"resources": []}', '{"resources": {}}', "[]", '{"resources": [{"name": "t", "x": NaN}]}', "[" * 500, "{"]
)
def test_a_package_is_an_object_with_resources(text: str, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text(text)
    assert [p.code for p in check_package(tmp_path / "datapackage.json").problems] == ["package-error"]


def test_a_resource_without_a_name_is_told_by_its_number_once(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"resources": [{"path": "t.csv"}]}')
    (problem,) = check_package(tmp_path / "datapackage.json").problems
    assert (problem.resource, problem.note) == ("1", "it has no name")


def test_a_schema_in_a_file_of_its_own_says_its_version(tmp_path: Path) -> None:
    resource = {"path": "t.jsonl", "schema": "s.json"}
    declared = {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json", "fields": [{"name": "a"}]}
    assert found(tmp_path, resource, '{"a": 1}\n', V1, s_json=json.dumps(declared)) == []
    old = {**declared, "$schema": "https://datapackage.org/profiles/1.0/tableschema.json"}
    assert found(tmp_path, resource, '{"a": 1}\n', s_json=json.dumps(old)) == [("type-error", 1, "a")]


def test_a_schema_that_stands_in_the_descriptor_says_no_version(tmp_path: Path) -> None:
    for version, told in (("2.0", [("type-error", 1, "a")]), ("1.0", [])):
        declared = {
            "$schema": f"https://datapackage.org/profiles/{version}/tableschema.json",
            "fields": [{"name": "a"}],
        }
        package = V1 if version == "2.0" else V2
        assert found(tmp_path, {"path": "t.jsonl", "schema": declared}, '{"a": 1}\n', package) == told


PAGE = (ROOT / "docs/tableschema.md").read_text("utf-8")
REQUIREMENTS = PAGE.partition("## What the standard requires")[2].partition("\n## ")[0]
ROWS = [line.strip("| ").split(" | ") for line in REQUIREMENTS.splitlines() if line.startswith("| ")][2:]


def test_every_requirement_names_a_test_that_there_is() -> None:
    here = Path(__file__).parent
    named = [row[-1].strip("`") for row in ROWS if row[-1] != "not checked"]
    for name in named:
        file, _, test = name.partition("::")
        assert f"def {test}(" in (here / file).read_text("utf-8"), name
    assert f"{len(named)} of {len(ROWS)}" in REQUIREMENTS


def test_every_property_of_dialects_is_given_something_else_than_it_must_be() -> None:
    cases = (Path(__file__).parent / "test_dialects.py").read_text("utf-8")
    for section, _, test in ROWS:
        if "test_a_dialect_that_cannot_be_applied" in test and section != "TD, descriptor":
            assert f'{{"{section.removeprefix("TD, ")}":' in cases, section
