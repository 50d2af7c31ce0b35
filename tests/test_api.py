"""The Python API, and what the docs show of it."""

import dataclasses
import datetime
import re

import duckdb
import pytest

import summitevents
from summitevents.query.timeline import TimelineRow, filtered_timeline
from tests.support.paths import GOLDEN_PACKAGE, ROOT

pytestmark = pytest.mark.usefixtures("warm_cache")


def test_the_timeline_is_typed_rows() -> None:
    rows = list(summitevents.open(GOLDEN_PACKAGE).timeline(from_="1901-06", to="1901-07-31", status="occurred"))
    assert [(row.event, row.happened, row.disputed) for row in rows] == [
        ("talks", "1901-06", False),
        ("bridge", "1901-07-04", False),
    ]
    assert all(isinstance(row, summitevents.TimelineRow) for row in rows)


def test_a_row_has_the_columns_of_the_table_and_what_is_cited() -> None:
    with summitevents.open(GOLDEN_PACKAGE).connect() as con:
        columns = [
            name
            for (name,) in con.execute(
                "SELECT column_name FROM duckdb_columns() WHERE table_name = 'timeline'"
            ).fetchall()
        ]
        rows = filtered_timeline(con, {})
    assert [field.name for field in dataclasses.fields(TimelineRow)] == [*rows.columns, "within_perhaps"]
    assert rows.columns[: len(columns)] == columns


def test_a_connection_reads_and_does_nothing_else() -> None:
    with summitevents.open(GOLDEN_PACKAGE).connect() as con:
        assert con.execute("SELECT count(*) FROM events").fetchall() == [(5,)]
        for statement in (
            "DROP TABLE events",
            "SELECT * FROM read_text('/etc/hostname')",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                con.execute(statement)


@pytest.mark.parametrize("day", [datetime.date(1901, 7, 1), datetime.datetime(1901, 7, 1, 12), "1901-07-01"])
def test_days_may_be_days_of_python(day: datetime.date | str) -> None:
    package = summitevents.open(GOLDEN_PACKAGE)
    assert "talks" not in [row.event for row in package.timeline(from_=day)]
    assert [row.event for row in package.timeline(to=day)] == ["comet", "envoy-visit", "talks"]
    with package.connect(known_by=day) as con, package.connect(known_by="1901-07-01") as same:
        assert con.sql("FROM claims").fetchall() == same.sql("FROM claims").fetchall()


def test_a_year_may_be_a_number() -> None:
    with summitevents.open(GOLDEN_PACKAGE).connect(known_by=1901) as con:
        assert con.execute("SELECT count(*) FROM events").fetchall() == [(4,)]


def test_the_module_lists_what_it_has() -> None:
    assert {"open", "validate", "Dataset"} <= set(dir(summitevents)) == set(summitevents.__all__)


def test_findings_and_errors() -> None:
    assert summitevents.open(GOLDEN_PACKAGE).findings() == []
    with pytest.raises(summitevents.UnreadableError):
        summitevents.open("/nowhere")
    with pytest.raises(AttributeError):
        _ = summitevents.nothing  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", ["README.md", "docs/tour.md", "docs/tables.md"])
def test_the_python_of_the_docs_runs(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    exec(compile(code, page, "exec"), {})
    assert "docs/tables" in page or "singapore" in capsys.readouterr().out.lower()
