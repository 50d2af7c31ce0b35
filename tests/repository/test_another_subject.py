"""A log of yet another subject: before year 1, with kinds and roles of its own, through every command that publishes."""

import json
import zipfile
from pathlib import Path

import pytest

from summitevents.curate.new_package import new_descriptor
from summitevents.log.package import Package
from tests.support.packages import numbered, write_package
from tests.support.runner import run_text

VOCABULARY = {
    "title": "The sky",
    "families": [{"name": "sky", "title": "in the sky", "color": "teal"}],
    "kinds": [
        {"name": "eclipse", "definition": "one body covers another", "family": "sky"},
        {"name": "supernova", "definition": "a star explodes", "family": "sky"},
        {"name": "sighting", "definition": "somebody sees a body in the sky", "family": "sky"},
    ],
    "roles": [
        {"name": "observer", "definition": "sees it"},
        {"name": "body", "definition": "is what is seen"},
    ],
}
WHEN = {
    "eclipse-of-thales": ("eclipse", "-0584-05-28"), "comet-of-caesar": ("sighting", "-0043-07"),
    "halley-240-bc": ("sighting", "-0239"), "crab-supernova": ("supernova", "1054-07-04"), "first-stars": ("supernova", "Y-13E9"),
    "next-halley": ("sighting", "2061"),
}  # fmt: skip


@pytest.fixture(scope="module")
def sky(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The log, sealed and released."""
    source = {"op": "source", "source": "almanac", "title": "Almanac"}
    actor = {"op": "actor", "actor": "stargazers", "type": "group", "name": "Stargazers"}
    claims = [
        {
            "op": "claim", "event": event, "kind": kind, "title": event.replace("-", " "), "happened": happened,
            "basis": "stated", "status": "expected" if event == "next-halley" else "occurred", "source": "almanac",
            "locator": "page 1", "actors": [{"actor": "stargazers", "role": "observer"}],
        }
        for event, (kind, happened) in WHEN.items()
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("sky")
    package = write_package(folder, {"2026-01-01-a": numbered("2026-01-01-a", [source, actor, *claims])})
    descriptor = new_descriptor("What was seen in the sky", "sky", "CC-BY-4.0", ["An Author"])
    descriptor["summitevents"] |= {"vocabulary": "sky.json"}
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    (folder / "sky.json").write_text(json.dumps(VOCABULARY))
    for command in (["validate"], ["seal"], ["release", "1.0.0"]):
        code, out, err = run_text(*command, cwd=folder)
        assert code == 0, out + err
    return package


def test_the_timeline_has_every_age_and_says_it_in_words(sky: Package) -> None:
    found = run_text("query", "SELECT event, date_words FROM events", "-f", "json", cwd=sky.root)[1]
    words = {row["event"]: row["date_words"] for row in json.loads(found)}
    assert set(words) == set(WHEN)
    assert words["eclipse-of-thales"] == "28 May 585 BC"
    listed = run_text("timeline", cwd=sky.root)[1]
    assert all(event.replace("-", " ") in listed for event in WHEN)


def test_its_release_is_what_its_log_gives_and_has_its_words(sky: Package) -> None:
    path = sky.root / "dist/sky-1.0.0.zip"
    code, _, err = run_text("verify", path)
    assert (code, err.splitlines()[-1]) == (0, f"{path}: 1.0.0, byte for byte what its log gives")
    with zipfile.ZipFile(path) as release:
        codebook = release.read("CODEBOOK.md").decode()
        assert release.read("checkpoint").startswith(b"sky\n")
    assert "`eclipse`" in codebook
    assert "`summit`" not in codebook


def test_its_site_and_its_exports_are_made(sky: Package, tmp_path: Path) -> None:
    assert run_text("site", "-o", tmp_path / "site", cwd=sky.root)[0] == 0
    page = (tmp_path / "site/index.html").read_text("utf-8")
    assert "<title>What was seen in the sky</title>" in page
    assert all(f'id="{event}"' in page for event in WHEN)
    for form in ("timelinejs", "timelinejs-csv", "geojson", "jsonld", "csl"):
        code, out, _ = run_text("export", "-f", form, cwd=sky.root)
        assert (code, bool(out)) == (0, True)
