"""DuckDB's SQL as Spark's: what sqlglot turns by itself, and the few shapes that it would turn wrongly, or not at all.

Pure: no engine is asked, but for the columns of a table where a SELECT leaves some of them out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp

NEW = "__new"
"""What stands, in a repeated step, after the name of the rows that the last one found."""

PREFIX = "summitevents_"
"""What every table of ours is called in a session, before its own name."""

FOLD_NAME = f"{PREFIX}fold_name"
"""The function an engine must know: `strip_accents(lower(text))` as DuckDB has it; see `engine.fold_name`."""


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


def spark_query(
    text: str, columns: Callable[[str], list[str]], parameters: Mapping[str, Any] | None = None, unique: str = ""
) -> Query:
    """Returns a SELECT of DuckDB's dialect in Spark's. `columns` returns those of a table; `parameters`: values of $names.

    In a recursion, Spark 4.3 knows UNION ALL only, and Sail 0.7 knows nothing: so a recursive WITH is taken apart. Its
    names become views of the session, with `unique` put behind them.
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
            call.replace(exp.func(FOLD_NAME, call.expressions[0].this))
    ctes = tree.args.get("with_")
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    if not (ctes and ctes.recursive):
        return Query([], _in_session(tree, own))
    return _taken_apart(tree, ctes, own, unique)


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


def _taken_apart(tree: exp.Expr, ctes: exp.With, own: set[str], unique: str) -> Query:
    """Takes a recursive WITH apart, name by name: each becomes a view of the session."""
    views = {cte.alias: cte.alias + unique for cte in ctes.expressions}
    stay = own - views.keys()
    steps = []
    for cte in ctes.expressions:
        name, body = cte.alias, cte.this
        if isinstance(body, exp.Union) and _reads(body.expression, name):
            again = _in_session(body.expression, stay, views | {name: views[name] + NEW})
            steps.append(Step(views[name], _in_session(body.this, stay, views), again))
        else:
            steps.append(Step(views[name], _in_session(body, stay, views)))
    tree.set("with_", None)
    return Query(steps, _in_session(tree, stay, views))


def _reads(tree: exp.Expr, name: str) -> bool:
    return any(table.name == name for table in tree.find_all(exp.Table))


def _in_session(tree: exp.Expr, stay: set[str], views: Mapping[str, str] = {}) -> str:
    """Returns a SELECT whose tables have the names they bear in the session, each with its own name for an alias.

    `stay`: names of a WITH that is part of the SELECT; `views`: names of one that was taken apart, and their views.
    """
    for table in list(tree.find_all(exp.Table)):
        name = table.name
        if name not in stay and isinstance(table.this, exp.Identifier):
            table.set("this", exp.to_identifier(PREFIX + views.get(name, name)))
            if not table.alias:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(name)))
    return str(tree.sql("spark"))
