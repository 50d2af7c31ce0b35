"""The vocabulary of a package: whatever asks for kinds and roles follows it. Bad files are in tests/cases."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from summitevents import api
from summitevents.build import cache
from summitevents.cli import completion
from summitevents.errors import UnreadableError
from summitevents.export import jsonld, timelinejs
from summitevents.fold import workspace
from summitevents.fold.database import memory_database
from summitevents.integrity.seal import seal_log
from summitevents.log.kinds_and_roles import BUILT_IN, built_in_text
from summitevents.log.metadata import read_metadata
from summitevents.log.package import Package
from summitevents.log.vocabulary_file import choose_vocabulary, read_vocabulary
from summitevents.release.build import build_release
from summitevents.release.verify import verify_release
from tests.support.packages import numbered, write_package
from tests.support.paths import ROOT

WORDS: dict[str, Any] = {
    "title": "Flights",
    "families": [
        {"name": "flight", "title": "flights <and> falls", "color": "teal"},
        {"name": "word", "title": "words", "color": "grey"},
    ],
    "kinds": [
        {"name": "launch", "definition": "a vehicle leaves the ground", "family": "flight"},
        {"name": "speech", "definition": "somebody speaks", "family": "word", "utterance": "statement"},
    ],
    "roles": [
        {"name": "crew", "definition": "flies in it", "schema_org": "performer"},
        {"name": "builder", "definition": "built it"},
    ],
}
SAID = {"source": "paper", "locator": "p. 1", "status": "occurred", "happened": "1900-05-01", "basis": "stated"}
RECORDS: list[dict[str, Any]] = [
    {"op": "source", "source": "paper", "title": "A paper"},
    {"op": "actor", "actor": "ada", "type": "person", "name": "Ada"},
    {
        "op": "claim", "event": "first-launch", "kind": "launch", "title": "First launch", **SAID,
        "actors": [{"actor": "ada", "role": "crew"}, {"actor": "ada", "role": "builder"}],
    },
    {"op": "claim", "event": "toast", "kind": "speech", "title": "A toast", "speaker": "ada", **SAID},
]  # fmt: skip
SCHEMA, PROFILE = (
    json.loads((ROOT / f"schemas/{name}.schema.json").read_text("utf-8")) for name in ("vocabulary", "datapackage")
)


def write_words(package: Package, words: Mapping[str, Any] = WORDS) -> None:
    (package.root / "words.json").write_text(json.dumps(words), "utf-8")


@pytest.fixture
def flights(tmp_path: Path) -> Package:
    package = write_package(tmp_path / "flights", {"2026-01-01-a": numbered("2026-01-01-a", RECORDS)})
    told = {"name": "flights", "summitevents": {"format": 1, "vocabulary": "words.json"}}
    (package.root / "datapackage.json").write_text(json.dumps(told))
    write_words(package)
    return package


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_vocabularies_are_in_the_form_of_the_files_of_packages(name: str) -> None:
    chosen = read_vocabulary(built_in_text(name).encode(), f"{name}.json")
    assert chosen.findings == ()
    Draft202012Validator(SCHEMA).validate(json.loads(built_in_text(name)))


def test_tables_and_exports_say_what_the_vocabulary_says(flights: Package) -> None:
    with cache.connect(flights) as con:
        said = con.execute(
            "SELECT list, term FROM vocabulary WHERE list IN ('kind', 'role') ORDER BY list, nr"
        ).fetchall()
        assert said == [("kind", "launch"), ("kind", "speech"), ("role", "crew"), ("role", "builder")]
        assert con.execute("FROM kinds").fetchall() == [("launch", "flight", None), ("speech", "word", "statement")]
        graph = json.loads(jsonld.encode(con))["@graph"]
        launch = next(node for node in graph if node["@id"].endswith("first-launch"))
        assert {"performer", "about"} <= launch.keys()
        slides = json.loads(timelinejs.encode(con, flights.metadata))["events"]
        assert {slide["group"] for slide in slides} == {"flights <and> falls", "words"}


def test_a_kind_that_is_added_is_known_at_once_and_another_is_suggested(flights: Package) -> None:
    dataset = api.Dataset(flights.root)
    with pytest.raises(UnreadableError, match=r"no kind is called lunch; did you mean launch\?"):
        list(dataset.timeline(kind="lunch"))
    landing = {"name": "landing", "definition": "a vehicle comes down", "family": "flight"}
    write_words(flights, {**WORDS, "kinds": [*WORDS["kinds"], landing]})
    assert list(dataset.timeline(kind="landing")) == []


def test_the_screen_knows_the_terms_of_the_package(flights: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "SCREEN_FROM", 0)
    path = flights.events / "2026-01-01-a.jsonl"
    asked: list[int] = []

    def ask() -> list[int]:
        with memory_database() as con:
            workspace.Workspace(con, flights).load(
                lambda lines: (asked.extend(line.pos for line in lines), ([], []))[1]
            )
        return asked

    assert ask() == []
    path.write_text(path.read_text().replace('"launch"', '"visit"').replace('"speech"', '"launch"'))
    assert ask() == [3]


def test_completion_offers_the_kinds_of_the_package(flights: Package) -> None:
    context = SimpleNamespace(params={"data": str(flights.root)})
    assert completion.kinds(context, "la") == ["launch"]  # type: ignore[arg-type]


def test_a_link_does_not_lead_out_of_the_package(flights: Package, tmp_path: Path) -> None:
    outside = tmp_path / "words.json"
    (flights.root / "words.json").rename(outside)
    (flights.root / "words.json").symlink_to(outside)
    assert [finding.code for finding in choose_vocabulary(flights).findings] == ["vocabulary-missing"]


def test_a_release_has_the_vocabulary_and_is_verified_with_it(flights: Package, tmp_path: Path) -> None:
    seal_log(flights)
    file = build_release(flights, "1.0.0", tmp_path / "dist")
    with zipfile.ZipFile(file) as opened:
        assert json.loads(opened.read("words.json")) == WORDS
        codebook = opened.read("CODEBOOK.md").decode()
        assert "| `launch` | a vehicle leaves the ground |" in codebook
        assert "summit" not in codebook.partition("## Closed lists")[2]
        (tables,) = [
            one["schema"]["fields"] for one in json.loads(opened.read("datapackage.json"))["resources"]
            if one["name"] == "claims"
        ]  # fmt: skip
    assert next(field for field in tables if field["name"] == "kind")["constraints"]["enum"] == ["launch", "speech"]
    assert verify_release(file).findings == []


GOOD: list[dict[str, Any]] = [{}, {"name": "a.b-c", "title": "T", "keywords": ["k"]}, {"anything": {"else": 1}}]
BAD: list[dict[str, Any]] = [
    {"name": "Two Words"},
    {"title": 7},
    {"keywords": "k"},
    {"languages": [1]},
    {"licenses": {}},
]
OWN_GOOD: list[dict[str, Any]] = [
    {}, {"vocabulary": "words/own.json"}, {"vocabulary": "general", "origin": "here"}, {"other": 1},
    {"picture": {"from": "1950", "close": [], "ladder": {"event": "e"}}},
]  # fmt: skip
OWN_BAD: list[dict[str, Any]] = [
    {"origin": 7},
    {"origin": " "},
    {"vocabulary": 7},
    {"picture": []},
    {"picture": {"close": "x"}},
    {"picture": {"close": ["1969-07"]}},
    {"picture": {"from": "-0000"}},
    {"picture": {"to": "10000"}},
]


@pytest.mark.parametrize("told", [*GOOD, *({"summitevents": own} for own in OWN_GOOD)])
def test_the_profile_takes_what_the_reader_takes(told: dict[str, Any]) -> None:
    whole = {**told, "summitevents": {"format": 1, **told.get("summitevents", {})}}
    Draft202012Validator(PROFILE).validate(whole)
    read_metadata(whole)


@pytest.mark.parametrize("told", [*BAD, *({"summitevents": own} for own in OWN_BAD)])
def test_the_profile_refuses_what_the_reader_refuses(told: dict[str, Any]) -> None:
    whole = {**told, "summitevents": {"format": 1, **told.get("summitevents", {})}}
    assert not Draft202012Validator(PROFILE).is_valid(whole)
    with pytest.raises(UnreadableError):
        read_metadata(whole)


def test_the_profile_takes_the_package_that_ships() -> None:
    Draft202012Validator.check_schema(PROFILE)
    Draft202012Validator(PROFILE).validate(json.loads((ROOT / "datapackage.json").read_text("utf-8")))
    assert not Draft202012Validator(PROFILE).is_valid({"summitevents": {"format": 2}})
