"""The diff of two states of the log: every change has its records, and they are those that made it."""

import json

import pytest

from summitevents.log.package import Package
from summitevents.query.diff import changes
from tests.support.packages import numbered, write_package
from tests.support.paths import ROOT


@pytest.mark.parametrize("before", ["100", "1000", "2000", "3300"])
def test_every_change_of_the_shipped_log_has_a_record_from_between(before: str) -> None:
    rows = changes(Package(ROOT), before, None)
    assert rows
    ids = [json.loads(line)["id"] for path in Package(ROOT).batches() for line in path.read_bytes().splitlines()]
    since = set(ids[int(before) :])
    assert [row for row in rows if not row["records"] or not since >= set(row["records"].split("; "))] == []


def test_a_corrected_source_and_what_is_taken_back_are_the_reason(tmp_path_factory: pytest.TempPathFactory) -> None:
    def claim(day: str, source: str) -> dict[str, object]:
        return {"op": "claim", "event": "talks", "kind": "meeting", "title": "Talks", "status": "occurred", "source": source,
                "locator": "par. 1", "happened": day, "basis": "stated"}  # fmt: skip

    def paper(slug: str, day: str) -> dict[str, object]:
        return {"op": "source", "source": slug, "title": slug, "published": day, "published_basis": "stated"}

    first = [
        paper("one", "1990-01-05"),
        paper("two", "1990-01-06"),
        claim("1990-01-01", "one"),
        claim("1990-01-02", "two"),
    ]
    correction = {**paper("one", "1990-02-01"), "replaces": "2026-01-01-a.1", "reason": "It came out in February."}
    rank = {"op": "rank", "target": "2026-01-01-a.3", "rank": "preferred", "reason": "It was there."}
    undone = {"op": "retract", "target": "2026-01-03-c.1", "reason": "It was not."}
    package = write_package(
        tmp_path_factory.mktemp("log"),
        {stem: numbered(stem, records) for stem, records in
         (("2026-01-01-a", first), ("2026-01-02-b", [correction]), ("2026-01-03-c", [rank]), ("2026-01-04-d", [undone]))},
    )  # fmt: skip
    told = [{(row["records"], row["reason"]) for row in changes(package, str(pos), str(pos + 1))} for pos in (4, 5, 6)]
    assert told == [
        {("2026-01-02-b.1", "It came out in February.")},
        {("2026-01-03-c.1", "It was there.")},
        {("2026-01-04-d.1", "It was not.")},
    ]
