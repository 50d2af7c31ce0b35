"""References: each format read back gives what the source says, whatever characters it is written in."""

import json
import re

import duckdb
import pytest

from summitevents.build import cache
from summitevents.export.csl import cited_items
from summitevents.export.formats import REFERENCES
from summitevents.log.package import Package
from tests.support.paths import ROOT
from tests.support.runner import run_text

HOSTILE = {
    "id": "odd", "type": "article-newspaper", "title": "50 % of {x} & $y_z #1 \\ ~ ^\nTY  - BOOK", "author": [{"literal": "A and B"}],
    "publisher": "P", "words": "undated", "URL": "https://example.org/a{b}?c=d_e%20f#g",
}  # fmt: skip


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    return cache.connect(Package(ROOT))


def test_every_source_has_a_reference_in_every_format(con: duckdb.DuckDBPyConnection) -> None:
    slugs = [slug for (slug,) in con.execute("SELECT source FROM sources").fetchall()]
    items = [item for slug in slugs for item in cited_items(con, None, None, slug)]
    assert [item["id"] for item in items] == slugs
    assert [item["id"] for item in json.loads(REFERENCES["csl"].encode(items))] == slugs
    assert re.findall(r"^@misc\{(.*),$", REFERENCES["bibtex"].encode(items).decode(), re.MULTILINE) == slugs
    records = REFERENCES["ris"].encode(items).decode().split("ER  - \r\n")[:-1]
    assert [re.findall("^ID  - (.*)\r$", record, re.MULTILINE) for record in records] == [[slug] for slug in slugs]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - \S.*", line) for record in records for line in record.split("\r\n")[:-1])
    assert len(REFERENCES["words"].encode(items).splitlines()) == len(slugs)


def test_an_event_is_cited_by_the_sources_of_its_claims_the_shown_one_first(con: duckdb.DuckDBPyConnection) -> None:
    told = con.execute(
        "SELECT source FROM claims WHERE event = 'kim-il-sung-visit-1964' GROUP BY source ORDER BY min(standing)"
    ).fetchall()
    found = cited_items(con, "kim-il-sung-visit-1964", None, None)
    assert [(item["id"],) for item in found] == told
    assert all(item["locator"] for item in found)


def test_no_character_of_a_source_ends_a_field_or_a_record() -> None:
    bibtex = REFERENCES["bibtex"].encode([HOSTILE]).decode()
    assert (
        r"  title = {{50 \% of \{x\} \& \$y\_z \#1 \textbackslash{} \textasciitilde{} \textasciicircum{} TY - BOOK}},"
        in bibtex
    )
    assert "  author = {{A and B}}," in bibtex, "one author, whose name has an and"
    assert "  url = {https://example.org/a%7Bb%7D?c=d_e%20f#g}," in bibtex
    assert bibtex.replace(r"\{", "").replace(r"\}", "").count("{") == bibtex.replace(r"\{", "").replace(
        r"\}", ""
    ).count("}")
    ris = REFERENCES["ris"].encode([HOSTILE]).decode()
    assert ris.count("TY  - ") == ris.count("ER  - ") == 1


def test_an_actor_is_nothing_to_cite() -> None:
    code, out, err = run_text("cite", "kim-jong-un", "--data", ROOT)
    assert (code, out) == (2, "")
    assert "names the actor" in err
