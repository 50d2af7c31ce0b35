"""A list of travels that people edit: a short one of our own, and a real one where it is at hand."""

from pathlib import Path
from typing import Any

from benchmarks.replay import replay

import summitevents
from tests.support.packages import write_package
from tests.support.paths import SHARED

REAL = SHARED / "corpora/travels_replay.jsonl"


def row(who: str, start: str, end: str, country: str = "x-land", remarks: str = "") -> dict[str, str]:
    return {"who": who, "country_id": country, "start-date": start, "end-date": end, "locale": "", "remarks": remarks}


FIRST, WRONG = row("one", "2001-02-03", "2001-02-04"), row("two", "2001-05-06", "2001-05-04")
MENDED, FAR = {**WRONG, "end-date": "2001-05-08"}, row("two", "3001-01-01", "3001-01-02", country="")
OURS = [
    {"op": op, "at": at, "commit": commit, "msg": f"{op} of {commit}", "old": old, "new": new}
    for op, at, commit, old, new in [
        ("assert", "2010-01-01T10:00:00-05:00", "aaaaaaaa", None, FIRST),
        ("assert", "2010-01-01T10:00:00-05:00", "aaaaaaaa", None, FIRST),
        ("assert", "2010-01-01T10:00:00-05:00", "aaaaaaaa", None, WRONG),
        ("assert", "2010-01-01T11:00:00-05:00", "bbbbbbbb", None, FAR),
        ("correct", "2011-01-01T10:00:00+02:00", "cccccccc", WRONG, MENDED),
        ("correct", "2011-06-01T10:00:00+02:00", "dddddddd", MENDED, {**MENDED, "remarks": "said much"}),
        ("retract", "2012-01-01T10:00:00+02:00", "eeeeeeee", FIRST, None),
    ]
]


def replayed(folder: Path, operations: list[dict[str, Any]]) -> tuple[summitevents.Dataset, list[Any]]:
    """Replays operations as a log in a folder; returns it, and what the list was after each commit."""
    dataset = summitevents.open(write_package(folder, {}).root)
    return dataset, replay(dataset, operations)
