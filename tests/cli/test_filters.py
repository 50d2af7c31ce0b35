"""The filters of the timeline, together and repeated."""

import json

from summitevents import Dataset
from tests.support.paths import ROOT
from tests.support.runner import run_text


def test_a_filter_may_be_repeated() -> None:
    def events(*filters: str) -> set[str]:
        code, out, _ = run_text("timeline", *filters, "-f", "jsonl", "--data", ROOT)
        assert code == 0
        return {json.loads(line)["event"] for line in out.splitlines()}

    visits, meetings = events("--kind", "visit"), events("--kind", "meeting")
    assert visits
    assert meetings
    assert events("--kind", "visit", "--kind", "meeting") == visits | meetings
    kim, trump = events("--actor", "kim"), events("--actor", "trump")
    assert kim & trump < kim
    assert events("--actor", "kim", "--actor", "trump") == events("--actor", "trump", "--actor", "kim") == kim & trump


def test_the_timeline_says_how_many_events_have_no_date() -> None:
    with Dataset(ROOT).connect() as con:
        undated = con.execute("SELECT event, kind FROM events WHERE happened IS NULL").fetchall()
    assert undated
    for kind in {kind for _, kind in undated}:
        n = sum(one == kind for _, one in undated)
        err = run_text("timeline", "--kind", kind, "--data", ROOT)[2]
        assert f"{n} more {'has' if n == 1 else 'have'} no date" in err
