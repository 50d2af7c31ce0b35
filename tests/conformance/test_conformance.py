"""The conformance set: small logs with what they come to, for any implementation; here both of our folds run it.

`expected.json` was read before it was kept; `pytest --rewrite` writes that of a new case.
"""

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from summitevents.build.pipeline import fold_log
from summitevents.fold.definition import Fold
from summitevents.fold.scope import Scope
from summitevents.log.package import Package
from summitevents.log.reader import read_log
from summitevents.validation import validate_log
from tests.support.folds import plain, read_fold
from tests.support.paths import ROOT

HERE = Path(__file__).parent
CASES = sorted(path.name for path in HERE.iterdir() if (path / "case.json").exists())
PLACE = ("code", "severity", "file", "line", "column")
"""What the set says of a finding; its words are each implementation's own."""

SHOWN = ("kind", "title", "status", "summary", "place", "outcome")
"""The columns of an event that its claims fill: each the first that has something."""


def told(case: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / case / "case.json").read_text("utf-8"))
    return found


def expected(case: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / case / "expected.json").read_text("utf-8"))
    return found


def in_json(fold: Fold) -> dict[str, Any]:
    """What a log comes to, as expected.json has it: sorted, wherever order means nothing."""
    claims = [
        {"event": event, "standing": n, "record": record, "rank": rank}
        for event, ordered in sorted(fold.claims.items())
        for n, (record, rank, _) in enumerate(ordered, 1)  # type: ignore[misc]
    ]
    return {
        "dead": sorted(fold.dead),
        "aliases": [{"alias": alias, "event": event} for alias, event in sorted(fold.aliases.items())],
        "claims": claims,
        "dates": [{"event": event, **date._asdict()} for event, date in sorted(fold.dates.items())],
        "timeline": fold.timeline,
        "positions": [
            {
                "event": p.event, "question": p.question, "position": p.number, "state": p.state, "record": p.record,
                "claims": sorted(p.claims), "fits_several": p.fits_several,
            }
            for p in fold.positions
        ],
        "disputes": sorted(map(list, fold.disputes)),
        "participants": sorted(map(list, fold.participants)),
        "relations": sorted(map(list, fold.relations)),
        "known_from": [
            {"source": source, "known_from": day, "because": because}
            for source, (day, because) in sorted(fold.known_from.items())
        ],
        "heard": [{"event": event, **heard._asdict()} for event, heard in sorted(fold.heard.items())],
    }  # fmt: skip


def findings(package: Package) -> list[dict[str, Any]]:
    return [{name: one.row()[name] for name in PLACE} for one in validate_log(package).findings]


def by_sql(package: Package, case: dict[str, Any]) -> dict[str, Any]:
    with duckdb.connect() as con:
        fold_log(con, package, Scope(known_by=case.get("known_by"), certain=case.get("certain", False)))
        columns = ", ".join(SHOWN)
        shown = con.execute(f"SELECT event, {columns} FROM events ORDER BY event").fetchall()
        return in_json(read_fold(con)) | {"shown": [dict(zip(("event", *SHOWN), row, strict=True)) for row in shown]}


def by_definition(package: Package, case: dict[str, Any]) -> dict[str, Any]:
    records = {line.value["id"]: line.value for line in read_log(package)[0]}
    found = in_json(plain(list(records.values()), case.get("known_by"), case.get("certain", False)))
    shown = []
    for event in dict.fromkeys(claim["event"] for claim in found["claims"]):
        said = [records[claim["record"]] for claim in found["claims"] if claim["event"] == event]
        first = {name: next((one[name] for one in said if one.get(name) is not None), None) for name in SHOWN}
        shown.append({"event": event, **first})
    return found | {"shown": shown}


@pytest.mark.parametrize("case", CASES)
def test_ours_conforms(case: str, rewrite: bool) -> None:
    package, about = Package(HERE / case / "package"), told(case)
    found = findings(package)
    good = all(one["severity"] != "error" for one in found)
    sql = by_sql(package, about) if good else None
    if rewrite and not (HERE / case / "expected.json").exists():
        text = json.dumps({"findings": found, "fold": sql}, indent=1, ensure_ascii=False)
        (HERE / case / "expected.json").write_text(f"{text}\n", "utf-8")
    assert found == expected(case)["findings"]
    assert sql == expected(case)["fold"]
    if good:
        assert by_definition(package, about) == sql


def test_each_requirement_stands_once_and_each_case_shows_some() -> None:
    stated = re.findall(r"^(?:- )?\*\*([A-Z][0-9]+)\*\*", (ROOT / "docs/format.md").read_text("utf-8"), re.MULTILINE)
    letters = list(dict.fromkeys(one[0] for one in stated))
    numbered = [f"{letter}{n}" for letter in letters for n in range(1, sum(s[0] == letter for s in stated) + 1)]
    assert stated == numbered
    shown = {one for case in CASES for one in told(case)["shows"]}
    assert shown <= set(stated)
    assert {one for one in stated if one[0] in "FV"} <= shown, "how logs are folded is shown by cases, all of it"
