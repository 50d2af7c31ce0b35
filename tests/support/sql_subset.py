"""Which of DuckDB's SQL the files of this package may use: what both DuckDB and Spark take alike."""

from collections.abc import Iterator

import sqlglot
from sqlglot import exp

SUBSET = {"array_length", "generate_subscripts", "strip_accents"}
"""DuckDB's functions that sqlglot does not know, and that these files may use: each has an equal in Spark."""


def outside_the_subset(text: str) -> Iterator[str]:
    """What a query uses that is not in the subset that both engines take alike, in words; nothing where it is all in it."""
    tree = sqlglot.parse_one(text, read="duckdb")
    for call in tree.find_all(exp.Anonymous):
        if call.name.lower() not in SUBSET:
            yield f"{call.name.lower()}: no function that sqlglot knows"
    for call in tree.find_all(exp.ArrayAgg, exp.List):
        yield f"{call.sql('duckdb')}: its order is lost in Spark"
    for call in tree.find_all(exp.Bracket, exp.Comprehension, exp.Lambda):
        yield f"{call.sql('duckdb')}: write it without an index or a lambda"
    for join in tree.find_all(exp.Join):
        if join.method.upper() in ("ASOF", "POSITIONAL"):
            yield f"{join.method} JOIN"
    for select in tree.find_all(exp.Select):
        if any(item.find(exp.In) and item.find(exp.Subquery, exp.Select) for item in select.expressions):
            yield "IN (SELECT …) in a SELECT list: write a join"
        if select.args.get("qualify"):
            yield "QUALIFY"
    for group in tree.find_all(exp.Group):
        if group.args.get("all"):
            yield "GROUP BY ALL"
