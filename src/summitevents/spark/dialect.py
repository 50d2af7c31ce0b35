"""DuckDB's SQL as Spark's: what sqlglot turns by itself, and the few shapes that it would turn wrongly, or not at all.

Pure: no engine is asked, but for the columns of a table where a SELECT leaves some of them out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp

NEW = "__new"
"""What stands, in a repeated step, after the name of the rows that the last one found."""

FOLD = "fold_name"
"""The function an engine must know: `strip_accents(lower(text))` as DuckDB has it; see `spark.py`."""

SUBSET = {"array_length", "generate_subscripts", "strip_accents"}
"""DuckDB's functions that sqlglot does not know, and that these files may use: each has an equal in Spark."""


@dataclass(frozen=True, slots=True)
class Step:
    """One name of a WITH clause: its SELECT; and, where it refers to itself, the SELECT that is repeated."""

    name: str
    select: str
    again: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A query in Spark's SQL: what must be made first, where it is recursive; and the SELECT."""

    steps: list[Step]
    select: str


def query(
    text: str, columns: Callable[[str], list[str]], parameters: Mapping[str, Any] | None = None, unique: str = ""
) -> Query:
    """One SELECT of DuckDB's in Spark's SQL. `columns` tells those of a table; `parameters` take the place of $names.

    Spark 4.3 knows UNION ALL alone in a recursion, and Sail 0.7 knows none: so a WITH that is recursive is taken apart.
    Its names get `unique` put behind them, since they become views of a session.
    """
    tree = sqlglot.parse_one(text, read="duckdb")
    for place in list(tree.find_all(exp.Parameter, exp.Placeholder)):
        place.replace(exp.convert((parameters or {})[place.name]))
    for select in list(tree.find_all(exp.Select)):
        _named_columns(select, columns)
        _subscripts(select)
    for call in list(tree.find_all(exp.ArgMin)):
        _without_nulls(call)
    for call in list(tree.find_all(exp.Anonymous)):
        if call.name.lower() == "strip_accents":
            call.replace(exp.func(FOLD, call.expressions[0].this))
    ctes = tree.args.get("with_")
    if not (ctes and ctes.recursive):
        return Query([], tree.sql("spark"))
    return _taken_apart(tree, ctes, unique)


def outside(text: str) -> Iterator[str]:
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


def _named_columns(select: exp.Select, columns: Callable[[str], list[str]]) -> None:
    """`t.* EXCLUDE (a, b)` as the columns that are left."""
    tables = {table.alias_or_name: table.name for table in select.find_all(exp.Table)}
    named: list[exp.Expr] = []
    for item in select.expressions:
        star = item.this if isinstance(item, exp.Column) else item
        left_out = star.args.get("except_") if isinstance(star, exp.Star) else None
        if not left_out:
            named.append(item)
            continue
        gone = {name.name for name in left_out}
        named += [exp.column(name, item.table) for name in columns(tables[item.table]) if name not in gone]
    select.set("expressions", named)


def _subscripts(select: exp.Select) -> None:
    """`unnest(x) AS v, generate_subscripts(x, 1) - 1 AS i` as `posexplode(x) AS (i, v)`."""
    for item in list(select.expressions):
        call = item.find(exp.Anonymous)
        if not call or call.name.lower() != "generate_subscripts":
            continue
        (values,) = (one for one in select.expressions if one.find(exp.Explode, exp.Unnest))
        item.pop()
        values.replace(
            exp.Aliases(
                this=exp.func("posexplode", call.expressions[0].copy()),
                expressions=[exp.to_identifier(item.alias), exp.to_identifier(values.alias)],
            )
        )


def _without_nulls(call: exp.ArgMin) -> None:
    """DuckDB's min_by passes over rows whose value is null; Spark's takes them."""
    given = call.this.copy()
    condition: exp.Expr = exp.Not(this=exp.Is(this=given, expression=exp.null()))
    if isinstance(call.parent, exp.Filter):
        condition = exp.and_(call.parent.expression.this.copy(), condition)
        call.parent.set("expression", exp.Where(this=condition))
    else:
        call.replace(exp.Filter(this=call.copy(), expression=exp.Where(this=condition)))


def _taken_apart(tree: exp.Expr, ctes: exp.With, unique: str) -> Query:
    """A recursive WITH, name by name."""
    names = {cte.alias for cte in ctes.expressions}
    steps = []
    for cte in ctes.expressions:
        name, body = cte.alias, cte.this
        again = body.expression if isinstance(body, exp.Union) and _reads(body.expression, name) else None
        first = body.this if again else body
        rest = again and _renamed(again, names, unique, name).sql("spark")
        steps.append(Step(name + unique, _renamed(first, names, unique).sql("spark"), rest))
    tree.set("with_", None)
    return Query(steps, _renamed(tree, names, unique).sql("spark"))


def _reads(tree: exp.Expr, name: str) -> bool:
    return any(table.name == name for table in tree.find_all(exp.Table))


def _renamed(tree: exp.Expr, names: set[str], unique: str, itself: str = "") -> exp.Expr:
    """The same SELECT, in which each of these tables bears its unique name, and goes by its own as before."""
    for table in list(tree.find_all(exp.Table)):
        if table.name in names:
            new = NEW if table.name == itself else ""
            table.replace(exp.alias_(exp.to_table(table.name + unique + new), table.alias_or_name, table=True))
    return tree
