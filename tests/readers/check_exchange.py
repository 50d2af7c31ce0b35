"""Our exports held to their standards by libraries that read them. `.ci/run` installs these and runs this; `pytest` alone does not."""

import json
import warnings
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


@pytest.fixture(params=[ROOT, GOLDEN_PACKAGE], ids=["shipped", "small"])
def export_files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    with cache.connect(Package(request.param)) as con:
        counts = {
            name: con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
            for name in ("events", "sources", "actors", "places")
        }
        return {**dict(timeline_files(con)), "counts": json.dumps(counts).encode()}


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
    assert all(str(node).startswith(f"{BASE}index.html#") for nodes in typed.values() for node in nodes)
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
