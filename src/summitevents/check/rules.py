"""The rules of the log: each .sql file in sql/checks returns the offending places, and bears the code of its finding.

Columns of a check: pos (of the record), field (a dotted path, or null), value, other. One for circles returns a row per step,
with two columns more: where it starts, and where it ends.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from summitevents import sql
from summitevents.check.circles import in_circles
from summitevents.findings.finding import Finding, find
from summitevents.findings.spelling import nearest
from summitevents.fold.workspace import Work
from summitevents.log.reader import DECLARED_SLUG, Line
from summitevents.standards import ijson

Row = tuple[int, str | None, Any, Any]

_KNOWN = {
    "source-missing": "SELECT source FROM live WHERE op = 'source' ORDER BY 1",
    "actor-missing": "SELECT actor FROM live WHERE op = 'actor' ORDER BY 1",
    "place-missing": "SELECT place FROM live WHERE op = 'place' ORDER BY 1",
    "event-missing": "SELECT DISTINCT event FROM records WHERE op = 'claim' ORDER BY 1",
    "record-missing": "SELECT id FROM records ORDER BY pos",
    "taken-from-unknown": "SELECT publisher FROM live UNION SELECT name FROM live WHERE op = 'actor' ORDER BY 1",
}
_ENDED = """
SELECT CASE op WHEN 'source' THEN source WHEN 'actor' THEN actor ELSE place END AS slug, min(ended_by)
FROM records JOIN dead ON dead.id = records.id WHERE op || '-missing' = $code GROUP BY slug"""
DOUBLES = "SELECT pos FROM repeated"
"""The records that share their id with an earlier one."""
_NAMED = "SELECT pos FROM records WHERE list_contains($ids, id)"
_HINTS = {
    "replaces": "a record is replaced by one of its own op",
    "target": "name the id of a claim",
    "other": "name the id of a claim",
}
_OTHERWISE = {"event-missing": "claim something of it first", "taken-from-unknown": "write it as other records do"}
_FOLLOWS = (*_KNOWN, "event-empty", "rank-dead", "compare-dead")
"""What can follow from another mistake: that a line cannot be read, or wrongly ends a record."""


def broken_rules(work: Work, declared: AbstractSet[str], only: Sequence[str] = ()) -> list[Finding]:
    """Returns the findings of every rule, or of those `only` whose codes are given. Requires: `work` is folded for the rules.

    `declared`: the ids and slugs that malformed lines declare, which are therefore not missing.
    """
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for code, text in sql.read("checks").items():
        if code in only or not only:
            places = work.rows(text)
            rows[code] = in_circles(places) if code.endswith("-circle") else places
    excused = declared | set(_declared_by_mistaken(work, rows))
    found: list[Finding] = []
    for code, places in rows.items():
        counted = {row[:3]: row for row in places if not (code in _FOLLOWS and row[2] in excused)}
        if counted:
            work.lines.fetch({row[0] for row in counted.values()})
            hint = _hint_for(work, code)
            found += (_finding(code, work.lines[row[0]], row, hint) for row in counted.values())
    return found


def _declared_by_mistaken(work: Work, rows: Mapping[str, list[Row]]) -> Iterator[str]:
    """Yields the ids and slugs declared by records that another error already took out of the log.

    Findings that only follow from that are left out.
    """
    ended = work.rows(DOUBLES)
    ended += [row[:1] for row in rows["replaces-circle"]]
    names = [row[2] for code in ("record-op", "target-self") for row in rows[code] if row[1] == "replaces"]
    if names:
        ended += work.rows(_NAMED, {"ids": names})
    for (pos,) in ended:
        value = work.lines[pos].value
        yield value["id"]
        yield value.get(DECLARED_SLUG.get(value["op"], ""), "")


def _hint_for(work: Work, code: str) -> Callable[[str], str]:
    """Returns the function that gives the hint for a missing name: what ended it, or what it may be a slip for."""
    if code not in _KNOWN:
        return lambda name: ""
    known = [word for (word,) in work.rows(_KNOWN[code]) if word]
    if code == "record-missing":
        return lambda name: _another_batch(name, known)
    ended: dict[str, str] = dict(work.rows(_ENDED, {"code": code}))

    def hint(name: str) -> str:
        if name in ended:
            return f"{ended[name]} ended it: declare it anew, or name another"
        near = nearest(name, known)
        return f"did you mean {' or '.join(near)}?" if near else _OTHERWISE.get(code, "declare it first")

    return hint


def _another_batch(name: str, known: list[str]) -> str:
    """Of ids, only the batch can be a slip to guess at: every number is near every other."""
    batch, number = name.split(".")
    batches = sorted({word.split(".")[0] for word in known} - {batch})
    near = [one for one in nearest(batch, batches) if f"{one}.{number}" in known]
    return f"did you mean {near[0]}.{number}?" if near else "name the id of a record in this log"


def _finding(code: str, line: Line, row: Row, hint: Callable[[str], str]) -> Finding:
    _, field, value, other = row
    path: list[str | int] = [int(step) if step.isdigit() else step for step in (field or "").split(".") if step]
    return find(
        code, line.file, line.number, ijson.column(line.text, path), record=line.value["id"], field=field, value=value,
        other=other, op=line.value["op"], hint=_HINTS[field or ""] if code == "record-op" else hint(str(value)),
    )  # fmt: skip
