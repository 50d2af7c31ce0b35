"""What tests of releases share: the sizes of logs, a batch more, and how many rows tables have."""

import json
from typing import Any

import duckdb

from summitevents.fold.vocabulary import views
from summitevents.integrity.seal import seal_log
from summitevents.log.kinds_and_roles import DEFAULT, built_in
from summitevents.log.package import Package
from tests.support.packages import write_lines
from tests.support.paths import ROOT

SHIPPED_RECORDS = sum(len(batch.read_bytes().splitlines()) for batch in Package(ROOT).batches())
SMALL_RECORDS = 21
CLAIM = {
    "op": "claim", "event": "fair", "kind": "cooperation", "title": "The fair", "status": "occurred", "source": "almanac",
    "locator": "p. 1",
}  # fmt: skip
"""One more, for the small log."""


def add_sealed_batch(package: Package, stem: str, *records: dict[str, Any]) -> None:
    """Adds a batch to a log, on the day of its name, and seals the log."""
    usual = {"recorded_at": f"{stem[:10]}T00:00:00Z", "recorded_by": "curator"}
    write_lines(package, stem, (json.dumps({"id": f"{stem}.{n}", **usual, **r}) for n, r in enumerate(records, 1)))
    assert seal_log(package)


def row_counts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Returns how many rows each table has."""
    names = [name for (name,) in con.execute("SHOW TABLES").fetchall() if name not in views(built_in(DEFAULT))]
    return {name: con.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0] for name in names}
