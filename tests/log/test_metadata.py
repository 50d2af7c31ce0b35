"""What a datapackage.json says of its subject: read with its types, and nothing made up where it is silent."""

import json
from pathlib import Path
from typing import Any

import pytest

from summitevents.errors import UnreadableError
from summitevents.log.metadata import (
    KNOWN_LICENSES,
    Contributor,
    License,
    Metadata,
    Picture,
    own_properties,
    read_metadata,
)
from summitevents.log.package import Package
from summitevents.release.descriptors import MADE_WITH
from tests.support.paths import ROOT


def test_a_silent_descriptor_gives_a_name_and_nothing_else() -> None:
    assert read_metadata({"summitevents": {"format": 1}}) == Metadata()
    assert read_metadata({"name": "apollo", "title": None}) == Metadata("apollo", "apollo", origin="apollo")


def test_what_is_said_is_read() -> None:
    told = {
        "name": "apollo", "title": "The Apollo programme", "licenses": [{"name": "CC0-1.0"}, {"name": "X-1", "path": "https://x.test"}],
        "contributors": [{"givenName": "An", "familyName": "Author"}, {"title": "B", "roles": ["editor"]}],
        "languages": ["en", "de"], "keywords": ["Moon"], "homepage": "https://example.org", "version": "1.0.0",
        "summitevents": {
            "format": 1, "origin": "example.org/apollo", "vocabulary": "general",
            "picture": {"from": "1961", "to": "1972", "close": [], "ladder": {"event": "apollo-11"}},
        },
    }  # fmt: skip
    found = read_metadata(told)
    assert found.licenses == (KNOWN_LICENSES["CC0-1.0"], License("X-1", None, "https://x.test"))
    assert found.contributors == (Contributor("An Author"), Contributor("B", ("editor",)))
    assert (found.authors, found.origin, found.vocabulary) == ("An Author, B", "example.org/apollo", "general")
    assert found.picture == Picture(1961, 1972, (), "apollo-11")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": "../etc"}, "name is small letters"), ({"name": "A"}, "name is small letters"),
        ({"title": 1}, "title is to be a text"), ({"title": " "}, "title is to be a text"),
        ({"keywords": "moon"}, "keywords is to be a list of texts"), ({"keywords": [1]}, "keywords is to be a list of texts"),
        ({"licenses": {}}, "licenses is to be a list"), ({"licenses": ["CC0-1.0"]}, "licenses is to be an object"),
        ({"contributors": [{"roles": ["x"]}]}, "each of the contributors has a title"),
        ({"summitevents": {"origin": 1}}, "summitevents.origin is to be a text"),
        ({"summitevents": {"picture": []}}, "summitevents.picture is to be an object"),
        ({"summitevents": {"picture": {"close": [1969]}}}, "summitevents.picture.close is to be a list of texts"),
        ({"summitevents": {"picture": {"from": "-0000"}}}, "summitevents.picture has years from -9999 to 9999"),
    ],
)  # fmt: skip
def test_what_is_of_another_type_is_named(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_metadata(wrong)


def test_own_properties_are_those_that_nothing_computes() -> None:
    found = own_properties(
        {"id": "doi", "version": "1", "resources": [], "summitevents": {"format": 1, "made_with": MADE_WITH}}
    )
    assert found == {"id": "doi", "summitevents": {"format": 1}}


def test_the_shipped_package_says_what_it_is() -> None:
    about = Package(ROOT).metadata
    assert (about.name, about.origin, about.vocabulary) == ("summitevents", "summitevents", "diplomacy")
    assert about.licenses == (KNOWN_LICENSES["CC-BY-4.0"],)
    assert json.loads((ROOT / ".zenodo.json").read_text("utf-8"))["title"] == about.title
    assert Path(ROOT / "CITATION.cff").read_text("utf-8").count(json.dumps(about.description, ensure_ascii=False)) == 1
