"""Reads tests/cases: one folder for each bad input that we know of, with a log and the findings that it gives."""

import json
import shutil
from pathlib import Path
from typing import Any

from summitevents.log.package import Package
from tests.support.packages import DESCRIPTOR
from tests.support.paths import CASES

CASE_NAMES = sorted(path.name for path in CASES.iterdir())


def copy_case(case: str, folder: Path) -> Package:
    """Copies a case into `folder`, which is made: a package of its own."""
    shutil.copytree(CASES / case, folder)
    if not (folder / "datapackage.json").exists():
        log = {"name": "log", "path": Package(folder).parts(), "format": "jsonl"}
        told = json.loads(DESCRIPTOR) | {"resources": [log]}
        (folder / "datapackage.json").write_text(json.dumps(told))
    return Package(folder)


def expected_findings(case: str) -> list[dict[str, Any]]:
    """Returns the findings that a case must give, as `validate -f jsonl` prints them."""
    return [json.loads(line) for line in (CASES / case / "expected.jsonl").read_text("utf-8").splitlines()]
