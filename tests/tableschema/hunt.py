"""Hunts for disagreements with frictionless-py, and for descriptors that end in our fault: more than a run of tests draws.

    python -m tests.tableschema.hunt tables FIRST LAST
    python -m tests.tableschema.hunt descriptors FIRST LAST

Each seed from FIRST to LAST draws 500 cases of its own, by the strategies of the tests; a line for each says how many, and
shows what was found. So a hunt can be taken up where it ended, and a seed be hunted again.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.support.referee import agree, ours, referee
from tests.support.strategies.descriptors import DESCRIPTORS, write_descriptor
from tests.support.strategies.tables import table_packages, write_tables

CASES = 500


def hunt_table(folder: Path, drawn: Any) -> str:
    """Returns how the engines disagree; an empty text if they do not."""
    write_tables(folder, *drawn)
    mine, theirs = ours(folder), referee(folder)
    return "" if theirs is None or agree(drawn[0], mine, theirs) else f"{mine - theirs} {theirs - mine} {drawn}"


def hunt_descriptor(folder: Path, drawn: Any) -> str:
    """Returns nothing: anything raised would be exit code 3, and findings that cannot be printed, too."""
    from summitevents.validation import validate

    findings = validate(write_descriptor(folder, drawn)).findings
    json.dumps([finding.row() for finding in findings], ensure_ascii=False).encode()
    return ""


HUNTS = {"tables": (table_packages(), hunt_table), "descriptors": (DESCRIPTORS, hunt_descriptor)}


def hunted(strategy: Any, hunt: Callable[[Path, Any], str], number: int) -> tuple[int, list[str]]:
    """Returns how many cases a seed drew, and what was found."""
    cases, found = 0, []

    @seed(number)
    @settings(
        max_examples=CASES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(drawn: Any) -> None:
        nonlocal cases
        cases += 1
        try:
            with TemporaryDirectory() as name:
                wrong = hunt(Path(name), drawn)
        except Exception as error:
            wrong = f"{error!r} {drawn!r}"
        if wrong:
            found.append(wrong)

    draw()
    return cases, found


def main(kind: str, first: str, last: str) -> int:
    total, wrong = 0, 0
    for number in range(int(first), int(last) + 1):
        cases, found = hunted(*HUNTS[kind], number)
        total, wrong = total + cases, wrong + len(found)
        print(f"{kind}, seed {number}: {cases} cases, {len(found)} found", *found, sep="\n    ", flush=True)
    print(f"{kind}, seeds {first} to {last}: {total:,} cases, {wrong} found")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
