"""A list that people edit, replayed as a log: at every commit the log's tables are that commit's rows."""

import json
from pathlib import Path

import duckdb
import pytest
from benchmarks.replay import rows_as_of, slugged

from summitevents.check.log import check_log
from summitevents.log import package as log
from tests.support.travels import OURS, REAL, replayed


def test_at_every_commit_the_tables_are_the_list(tmp_path: Path) -> None:
    dataset, states = replayed(tmp_path, OURS)
    assert [sum(rows.values()) for _, rows in states] == [3, 4, 4, 4, 3]
    with dataset.connect() as con:
        assert [rows_as_of(con, pos) for pos, _ in states] == [slugged(rows) for _, rows in states]
        assert rows_as_of(con) == slugged(states[-1][1])
        ended = con.execute("SELECT how, reason FROM corrections ORDER BY pos").fetchall()
    assert ended == [
        ("replaced", "correct of cccccccc"),
        ("replaced", "correct of dddddddd"),
        ("retracted", "retract of eeeeeeee"),
    ]


def test_odd_dates_are_warnings_while_they_stand(tmp_path: Path) -> None:
    dataset, _ = replayed(tmp_path, OURS)
    assert [finding.code for finding in dataset.findings()] == ["date-far"]
    batches = sorted((dataset.root / "events").glob("*.jsonl"))
    for batch in batches[2:]:
        batch.unlink()
    assert sorted(finding.code for finding in dataset.findings()) == ["date-far", "interval-reversed"]


@pytest.mark.slow
@pytest.mark.skipif(
    not REAL.exists(),
    reason="the list's history is other people's, and not at hand; the test above is of the same kind",
)
def test_ten_years_of_a_real_list(tmp_path: Path) -> None:
    """4,639 operations, among them reversed intervals, a year 3016 and rows asserted twice; at the end 4,271 rows."""
    dataset, states = replayed(tmp_path, [json.loads(line) for line in REAL.read_text("utf-8").splitlines()])
    assert sum(states[-1][1].values()) == 4271
    with dataset.connect() as con:
        assert [pos for pos, rows in states if rows_as_of(con, pos) != slugged(rows)] == []
        assert con.execute("SELECT how, count(*) FROM corrections GROUP BY how ORDER BY how").fetchall() == [
            ("replaced", 360),
            ("retracted", 4),
        ]
    assert dataset.findings() == []
    for batch in sorted((dataset.root / "events").glob("*.jsonl"))[5:]:  # before the dates were mended
        batch.unlink()
    with duckdb.connect() as con:
        found = check_log(log.Package(dataset.root)).findings
    assert sorted(finding.code for finding in found) == [
        "date-far",
        "interval-reversed",
        "interval-reversed",
        "interval-reversed",
    ]
