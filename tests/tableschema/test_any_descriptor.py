"""A descriptor of any shape gives findings, and is never our fault."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given

from summitevents.validation import validate
from tests.support.amount import examples
from tests.support.strategies.descriptors import DESCRIPTORS, write_descriptor


@examples(50, unhealthy=HealthCheck)
@given(DESCRIPTORS)
def test_any_descriptor_gives_findings(descriptor: Any) -> None:
    """Anything raised would be exit 3; what is found can be printed."""
    with TemporaryDirectory() as name:
        found = validate(write_descriptor(Path(name), descriptor)).findings
        json.dumps([finding.row() for finding in found], ensure_ascii=False).encode()


def test_a_resource_that_cannot_be_read_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    good = {"path": "t.csv", "schema": {"fields": [{"name": "a", "type": "integer"}]}}
    bad: list[Any] = [
        {"path": "x" * 5000}, {"path": "t.csv", "schema": 5}, {"path": "t.csv", "dialect": {"quoteChar": "''"}}, {"path": "."},
        {"path": "t.csv", "encoding": "utf\0"}, {"path": "t.csv", "schema": {"fields": [{}]}}, {"path": "\ud800"}, {"path": "\0"}, 5,
    ]  # fmt: skip
    named = [one if isinstance(one, int) else {"name": f"r{n}", **one} for n, one in enumerate(bad)]
    (tmp_path / "t.csv").write_text("a\nx\n")
    (tmp_path / "p.json").write_text(json.dumps({"resources": [*named, {"name": "good", **good}]}))
    found = validate(tmp_path / "p.json").findings
    assert len([finding for finding in found if finding.code != "type-error"]) == len(bad)
    assert [(finding.file, finding.line) for finding in found if finding.code == "type-error"] == [("t.csv", 2)]
