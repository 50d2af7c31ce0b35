"""The Python API, and what the docs show of it."""

import dataclasses
import re

import duckdb
import pytest

import summitevents
from summitevents.query.timeline import TimelineRow
from tests.support.paths import GOLDEN_PACKAGE, ROOT

pytestmark = pytest.mark.usefixtures("warm_cache")


def test_the_timeline_is_typed_rows() -> None:
    rows = list(summitevents.open(GOLDEN_PACKAGE).timeline(from_="1901-06", to="1901-07-31", status="occurred"))
    assert [(row.event, row.happened, row.disputed) for row in rows] == [
        ("talks", "1901-06", False),
        ("bridge", "1901-07-04", True),
    ]
    assert all(isinstance(row, summitevents.TimelineRow) for row in rows)


def test_a_row_has_the_columns_of_the_table() -> None:
    with summitevents.open(GOLDEN_PACKAGE).connect() as con:
        columns = [
            name
            for (name,) in con.execute(
                "SELECT column_name FROM duckdb_columns() WHERE table_name = 'timeline'"
            ).fetchall()
        ]
    assert [field.name for field in dataclasses.fields(TimelineRow)] == columns


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
