"""Small batches are put together before DuckDB reads them: that changes neither lines, nor places, nor positions."""

from pathlib import Path

import duckdb
import pytest

from summitevents.build.pipeline import build_tables
from summitevents.check.log import check_log
from summitevents.log import bulk
from summitevents.log.package import Package
from tests.support.packages import numbered, write_package

SMALL = (0, 100, 2_000, 1 << 16)
"""No batch of the test is small; few, most, all."""


def written(folder: Path, bad: bool) -> Package:
    """Twelve batches of one to five records, of 100 to 10,000 bytes; among them an empty one and, perhaps, bad lines."""
    batches = {}
    for n in range(12):
        stem = f"2026-01-{n + 1:02}-b"
        places = [{"op": "place", "place": f"p-{n}-{k}", "name": "é" * (n % 4 * 300 + 1)} for k in range(n % 5 + 1)]
        batches[stem] = numbered(stem, places)
    package = write_package(folder, batches)
    (folder / "events/2026-01-03-empty.jsonl").touch()
    if bad:
        for name, end in (
            ("2026-01-02-b", b"{torn"),
            ("2026-01-08-b", b'\r\n{"op": "nothing"}\n'),
            ("2026-01-12-b", b"\xff\n"),
        ):
            with (folder / f"events/{name}.jsonl").open("ab") as file:
                file.write(end)
    return package


@pytest.mark.parametrize("small", SMALL)
def test_findings_are_the_same(small: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = written(tmp_path, bad=True)
    expected = check_log(package)
    monkeypatch.setattr(bulk, "_small", lambda log: small)
    found = check_log(package)
    assert (found.records, found.findings) == (expected.records, expected.findings)
    assert {finding.file for finding in found.findings} == {
        f"events/2026-01-{day}-b.jsonl" for day in ("02", "08", "12")
    }


@pytest.mark.parametrize("small", SMALL)
def test_positions_files_and_line_numbers_are_the_same(
    small: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = written(tmp_path, bad=False)
    expected = [
        (f"events/{path.name}", number, text)
        for path in package.batches()
        for number, text in enumerate(path.read_text("utf-8").splitlines(), 1)
    ]
    monkeypatch.setattr(bulk, "_small", lambda log: small)
    build_tables(package, tmp_path / "t.duckdb")
    with duckdb.connect(str(tmp_path / "t.duckdb"), read_only=True) as con:
        found = con.execute("SELECT pos, file, line, id FROM log ORDER BY pos").fetchall()
    assert [(file, line) for _, file, line, _ in found] == [(file, line) for file, line, _ in expected]
    assert [pos for pos, *_ in found] == list(range(1, len(expected) + 1))
    assert all(id in text for (*_, id), (_, _, text) in zip(found, expected, strict=True))
