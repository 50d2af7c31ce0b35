"""What is generated from the models, held against the models and against other people's validators."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package as FrictionlessPackage
from jsonschema import Draft202012Validator

from summitevents import validation as tabular
from summitevents.findings.catalogue import CATALOGUE
from summitevents.fold import codebook
from summitevents.log import package as log
from summitevents.log import records, schema
from summitevents.log.reader import read_log
from summitevents.validation import validate_log
from tests.support.oracles.frictionless_verdict import frictionless_findings, missed_findings
from tests.support.paths import ROOT
from tests.support.words import TERMS

BAD: list[tuple[str, Any]] = [
    ("op", "clame"), ("status", "perhaps"), ("kind", "picnic"), ("happened", "2019-13-45"), ("happened", "yesterday"),
    ("passage_start", 1.5), ("passage_start", -1), ("recorded_at", "2019-02-27T10:00:00+07:00"), ("event", "Two Words"),
    ("actors", "kim"), ("quantity", "three"), ("id", None), ("title", "x" * 4001),
]  # fmt: skip


def one_claim(**changed: Any) -> dict[str, Any]:
    claim = {
        "id": "2026-01-01-a.1", "op": "claim", "recorded_at": "2026-01-01T00:00:00Z", "recorded_by": "curator", "event": "e",
        "kind": "visit", "title": "t", "happened": "2019-02", "basis": "stated", "status": "occurred", "source": "s",
        "passage_start": 0, "passage_end": 1, "passage_sha256": "0" * 64,
    }  # fmt: skip
    return claim | changed


def test_the_patterns_of_the_descriptor_are_of_xml_schema() -> None:
    """It has no groups but plain ones, and no characters by their number."""
    (resource,) = json.loads((ROOT / "datapackage.json").read_text("utf-8"))["resources"]
    patterns = {
        field["constraints"]["pattern"]
        for field in resource["schema"]["fields"]
        if "pattern" in field.get("constraints", {})
    }
    assert patterns
    assert not [pattern for pattern in patterns if "(?" in pattern or r"\x" in pattern or r"\u" in pattern]


@pytest.mark.parametrize(("field", "value"), BAD)
def test_models_table_schema_and_json_schema_refuse_the_same(field: str, value: Any, tmp_path: Path) -> None:
    """Three validators that know nothing of each other: pydantic, frictionless, jsonschema."""
    line = json.dumps(one_claim(**{field: value}))
    (tmp_path / "events").mkdir()
    (tmp_path / "events/2026-01-01-a.jsonl").write_text(line + "\n")
    with pytest.raises(ValueError):
        records.RECORD.validate_json(line, context=TERMS)
    assert frictionless_findings(log.Package(tmp_path)), "frictionless lets it pass"
    assert not Draft202012Validator(schema.json_schema(TERMS)).is_valid(json.loads(line))


def test_frictionless_takes_a_text_for_a_number_and_we_do_not() -> None:
    """The one known leniency of the referee, which reads JSON as it reads CSV."""
    line = json.dumps(one_claim(passage_start="0"))
    with pytest.raises(ValueError):
        records.RECORD.validate_json(line, context=TERMS)
    assert not Draft202012Validator(schema.json_schema(TERMS)).is_valid(json.loads(line))


def test_all_three_accept_a_good_record_and_the_shipped_log() -> None:
    validator = Draft202012Validator(schema.json_schema(TERMS))
    validator.validate(one_claim())
    for line in read_log(log.Package(ROOT))[0]:
        validator.validate(line.value)
        records.RECORD.validate_python(line.value, context=TERMS)
    assert tabular.validate(ROOT, "frictionless").findings == []


def test_an_outsider_validates_the_shipped_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    report = FrictionlessPackage("datapackage.json").validate()
    assert report.valid
    assert report.tasks[0].name == "log"
    with FrictionlessPackage("datapackage.json").get_resource("log") as resource:
        assert len(list(resource.row_stream)) == len(read_log(log.Package(ROOT))[0])


def test_the_referee_names_file_and_line_in_every_part(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    good, bad = json.dumps(one_claim()), json.dumps(one_claim(id="2026-01-01-a.2", status="perhaps"))
    (tmp_path / "events/2026-01-01-a.jsonl").write_text(f"{good}\n{bad}\n")
    (tmp_path / "events/2026-01-01-b.jsonl").write_text(f"{bad.replace('a.2', 'b.1')}\n")
    found = [(f.file, f.line, f.code) for f in frictionless_findings(log.Package(tmp_path))]
    refused = "constraint-error"
    assert found == [("events/2026-01-01-a.jsonl", 2, refused), ("events/2026-01-01-b.jsonl", 1, refused)]


def test_a_disagreement_of_the_referee_is_seen(
    package: Callable[..., log.Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our own models are the stricter; so the Table Schema is made stricter here. What we refuse ourselves is none."""
    stricter = schema.table_schema(TERMS)
    next(field for field in stricter["fields"] if field["name"] == "title")["constraints"]["maxLength"] = 3
    monkeypatch.setattr(schema, "table_schema", lambda terms: stricter)
    paper = {"op": "source", "source": "a", "title": "A paper"}
    made = package(paper, {**paper, "source": "b", "x": 1})
    ours, theirs = validate_log(made).findings, frictionless_findings(made)
    assert [(f.code, f.line) for f in ours] == [("field-unknown", 2)]
    assert [(f.line, f.field, f.value) for f in theirs] == [(1, "title", "A paper"), (2, "title", "A paper")]
    assert missed_findings(ours, theirs) == theirs[:1]


def test_every_column_of_every_public_table_is_in_the_codebook(built: Any) -> None:
    query = "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal"
    for table, column, comment in built.execute(query).fetchall():
        assert comment == codebook.column(table, column)


def test_every_finding_has_words() -> None:
    for entry in CATALOGUE.values():
        assert entry.message
        assert entry.help
        assert entry.severity in ("error", "warning")
