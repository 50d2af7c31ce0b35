"""Says which public tables are views: they show again, with names and texts, what stands in the file once."""

import re

from summitevents import sql

VIEWS = ("citations", "claims", "events", "participants", "positions", "timeline")

BENEATH = {
    "standings": "event, standing",
    "parties": "event, standing",
    "stances": "event, question, position",
    "ordered": "nr, event",
}
"""What the views read of the fold, each with its order: these tables stand in the file's schema `fold`."""


def view(name: str) -> str:
    """Returns the SELECT of a view, without an order, for which every question would pay.

    The timeline comes in order all the same: DuckDB keeps that of a single table, and `ordered` is written in it.
    """
    return _as_in_file(name).rpartition("\nORDER BY ")[0]


def in_order(name: str) -> str:
    """Returns a SELECT of a public table's rows in the order that its .sql file gives them."""
    return _as_in_file(name) if name in VIEWS else f'SELECT * FROM "{name}"'


def _as_in_file(name: str) -> str:
    """Returns the SELECT of a .sql file, so that it reads what stands in the file and nothing temporary."""
    return re.sub(
        r"\b(FROM|JOIN) (\w+)",
        lambda match: f"{match[1]} {'fold' if match[2] in BENEATH else 'main'}.{match[2]}",
        sql.read("tables")[name],
    )
