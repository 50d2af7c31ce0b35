"""Documentation that could lie is run: what is generated is fresh, examples are valid, links lead somewhere."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from summitevents.log import records
from tests.support.paths import ROOT

PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("seeds/*.md")]


def test_what_is_generated_is_fresh() -> None:
    """README consoles, field tables, findings, descriptors and the picture: python -m tools.generate makes them anew."""
    ran = subprocess.run(
        [sys.executable, "-m", "tools.generate", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.stdout, ran.stderr, ran.returncode) == ("", "", 0)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_records_shown_in_the_docs_are_valid_and_of_every_op() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)
    shown = [
        json.loads(line)
        for block in re.findall(r"```jsonl\n(.*?)```", text, flags=re.DOTALL)
        for line in block.splitlines()
    ]
    for record in shown:
        records.RECORD.validate_python(record)
    assert {record["op"] for record in shown} == set(records.MODELS)


def test_every_adr_is_in_the_index() -> None:
    index = (ROOT / "docs/adr/README.md").read_text("utf-8")
    for page in ROOT.glob("docs/adr/0*.md"):
        assert f"({page.name})" in index
