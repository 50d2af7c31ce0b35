"""Our exports held to their standards by libraries that read them. `.ci/run` installs these and runs this; `pytest` alone does not."""

import json
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from geojson_pydantic import FeatureCollection
from rdflib import RDF, Graph, URIRef
from tests.support.paths import GOLDEN_PACKAGE, ROOT

from summitevents.build import cache
from summitevents.export.csl import cited_items
from summitevents.export.formats import REFERENCES, timeline_files
from summitevents.log.package import Package

SCHEMA = "https://schema.org/"
BASE = "https://example.org/timeline/"


HARD = (
    "-0500",
    "Y12000",
    "Y-12000",
    "-0044-03-15",
    "-15XX",
    "0000",
    "2019-02-28/2019-02-01",
    "../1950",
    "2019/..",
    "2018-28",
)
"""Dates that few formats can hold."""


@pytest.fixture(params=[ROOT, GOLDEN_PACKAGE, None], ids=["shipped", "small", "hard-dates"])
def export_files(request: pytest.FixtureRequest, package: Callable[..., Package]) -> dict[str, bytes]:
    read = Package(request.param) if request.param else package(*hard_dates())
    with cache.connect(read) as con:
        counts = {
            name: con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
            for name in ("events", "sources", "actors", "places")
        }
        return {**dict(timeline_files(con, read.metadata)), "counts": json.dumps(counts).encode()}


def hard_dates() -> Iterator[dict[str, str]]:
    """Yields for each of HARD a source that came out then, and an event of then that it tells of."""
    for n, day in enumerate(HARD):
        slug = f"s{n}"
        yield {"op": "source", "source": slug, "title": f"Title {n}", "published": day, "published_basis": "stated"}
        yield {
            "op": "claim", "source": slug, "locator": "p. 1", "event": f"e{n}", "kind": "visit", "title": f"Event {n}",
            "happened": day, "basis": "stated", "status": "announced",
        }  # fmt: skip
    yield {"op": "place", "place": "somewhere", "name": "Somewhere"}


def counts(export_files: dict[str, bytes]) -> dict[str, int]:
    found: dict[str, int] = json.loads(export_files["counts"])
    return found


def test_geojson(export_files: dict[str, bytes]) -> None:
    found = FeatureCollection.model_validate_json(export_files["events.geojson"])
    assert len(found.features) == counts(export_files)["events"]
    assert all(feature.id and feature.properties for feature in found.features)


def test_jsonld_is_a_graph_of_schema_org(export_files: dict[str, bytes]) -> None:
    graph = Graph().parse(data=export_files["events.jsonld"], format="json-ld", publicID=BASE)
    typed = {kind: set(graph.subjects(RDF.type, URIRef(SCHEMA + kind))) for kind in ("Event", "Place", "CreativeWork")}
    assert {kind: len(nodes) for kind, nodes in typed.items()} == {
        "Event": counts(export_files)["events"], "Place": counts(export_files)["places"], "CreativeWork": counts(export_files)["sources"],
    }  # fmt: skip
    assert all(str(node).startswith(f"{BASE}#") for nodes in typed.values() for node in nodes)
    named = {node for node in (*graph.subjects(), *graph.objects()) if str(node).startswith(BASE)}
    assert named <= set(graph.subjects()), "every name leads to what the file tells"
    for start in typed["Event"]:
        days = [str(day) for name in ("startDate", "endDate") for day in graph.objects(start, URIRef(SCHEMA + name))]
        assert all(re.fullmatch(r"(\d{4}|-\d{4,}|\+\d{5,})(-\d\d){0,2}", day) for day in days)
    told = set(graph.objects(None, URIRef(SCHEMA + "subjectOf")))
    assert told
    assert told <= typed["CreativeWork"]
    assert set(graph.objects(None, URIRef(SCHEMA + "location"))) <= typed["Place"]


def test_csl_makes_references(export_files: dict[str, bytes]) -> None:
    items = json.loads(export_files["sources.csl.json"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of citeproc-py's own style
        source = CiteProcJSON(items)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    written = [str(entry) for entry in bibliography.bibliography()]
    assert len(written) == counts(export_files)["sources"]
    assert all(any(item["title"][:20] in entry for entry in written) for item in items)


@pytest.mark.parametrize("root", [ROOT, GOLDEN_PACKAGE], ids=["shipped", "small"])
def test_references_are_read_as_bibtex_and_ris(root: Path) -> None:
    with cache.connect(Package(root)) as con:
        slugs = [slug for (slug,) in con.execute("SELECT source FROM sources").fetchall()]
        items = [item for slug in slugs for item in cited_items(con, None, None, slug)]
    bibtex = bibtexparser.parse_string(REFERENCES["bibtex"].encode(items).decode())
    assert not bibtex.failed_blocks
    assert [entry.key for entry in bibtex.entries] == slugs
    ris = rispy.loads(REFERENCES["ris"].encode(items).decode())
    assert [(one["id"], one["title"]) for one in ris] == [
        (item["id"], " ".join(item["title"].split())) for item in items
    ]
