"""The rules of the log: each .sql file in sql/checks returns the offending places, and bears the code of its finding.

Columns of a check: pos (of the record), field (a dotted path, or null), value, other.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import duckdb

from summitevents import sql
from summitevents.findings import Finding, did_you_mean, find
from summitevents.log import Line
from summitevents.standards import ijson

_KNOWN = {
    "source-missing": "SELECT source FROM live WHERE op = 'source' ORDER BY 1",
    "actor-missing": "SELECT actor FROM live WHERE op = 'actor' ORDER BY 1",
    "place-missing": "SELECT place FROM live WHERE op = 'place' ORDER BY 1",
    "event-missing": "SELECT DISTINCT event FROM live WHERE op = 'claim' ORDER BY 1",
    "record-missing": "SELECT id FROM records ORDER BY pos",
}
_HINTS = {
    "replaces": "a record is replaced by one of its own op",
    "target": "name the id of a claim",
    "other": "name the id of a claim",
}


def check(con: duckdb.DuckDBPyConnection, lines: Mapping[int, Line], unread: AbstractSet[str]) -> list[Finding]:
    """Findings of every rule, on a connection that holds `log`, `dates` and the tables of sql/fold; `lines` by pos.

    `unread`: what malformed lines declare. It is not missing: those lines have findings of their own.
    """
    found: list[Finding] = []
    for code, text in sql.read("checks").items():
        rows = [row for row in con.execute(text).fetchall() if not (code in _KNOWN and row[2] in unread)]
        known = [word for (word,) in con.execute(_KNOWN[code]).fetchall()] if rows and code in _KNOWN else []
        found += (_finding(code, lines[pos], field, value, other, known) for pos, field, value, other in rows)
    return found


def _finding(code: str, line: Line, field: str | None, value: object, other: object, known: list[str]) -> Finding:
    path: list[str | int] = [int(step) if step.isdigit() else step for step in (field or "").split(".") if step]
    hint = did_you_mean(str(value), known, "declare it first") if known or code not in _KNOWN else "declare it first"
    return find(
        code, line.file, line.number, ijson.column(line.text, path), record=line.value["id"], field=field,
        value=value, other=other, op=line.value["op"], hint=_HINTS[field or ""] if code == "record-op" else hint,
    )  # fmt: skip
