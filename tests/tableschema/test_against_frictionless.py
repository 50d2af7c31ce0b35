"""The Table Schema in DuckDB against frictionless-py, the referee: the same errors, row for row.

What is drawn is always the same, so that a change of ours is what fails; hunt.py hunts for what is new.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.support.amount import examples
from tests.support.referee import agree, ours, referee
from tests.support.strategies.tables import table_packages, write_tables


@settings(examples(30, unhealthy=HealthCheck), derandomize=True, database=None)
@given(table_packages())
def test_the_same_errors_as_frictionless(drawn: tuple[list[dict[str, Any]], dict[str, str]]) -> None:
    with TemporaryDirectory() as name:
        write_tables(Path(name), *drawn)
        mine, theirs = ours(Path(name)), referee(Path(name))
        if theirs is not None:
            assert agree(drawn[0], mine, theirs), (mine - theirs, theirs - mine)
