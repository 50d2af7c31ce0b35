"""Finds new sources that say one thing in two fields: a copy where the original is, a text taken from its own publisher.

Only of new records: sealed ones stay as they are, and are read as if the second field were not there.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from summitevents.curate.batch import record_line
from summitevents.findings.finding import Finding, find
from summitevents.standards import ijson

_OTHERS = {"copy_address": "address", "taken_from": "publisher"}
"""Field that is for another than the one beside it."""


def said_twice(records: Iterable[Mapping[str, Any]], file: str) -> Iterator[Finding]:
    """Yields a finding for each such field. `file` is where the records will stand, a line each."""
    for number, record in enumerate(records, 1):
        for field, usual in _OTHERS.items():
            value = record.get(field)
            if record.get("op") == "source" and isinstance(value, str) and value == record.get(usual):
                column = ijson.column(record_line(record), [field])
                where = {"record": str(record["id"]), "field": field, "value": value}
                problem = f"{field} is the same as {usual}"
                yield find("field-pair", file, number, column, **where, problem=problem, hint=f"leave {field} out")
