"""Replays the edits of an official list of travels as a log, and asks the log what the list cannot tell.

    PYTHONPATH=src python benchmarks/replay.py FILE.jsonl

FILE: one operation a line. An operation is `op` (assert, correct, retract), `at` and `commit`, and the row `old` or `new`. A row
is who went where, from when to when; each assertion is an event of its own, also where the list had the same row twice. Prints
what docs/replay.md quotes.
"""

import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

import summitevents

Row = Mapping[str, str]
FIELDS = ("who", "country_id", "start-date", "end-date", "locale", "remarks")
SOURCE = "list-of-travels"


def key(row: Row) -> tuple[str, ...]:
    return tuple(" ".join(row[name].split()) for name in FIELDS)


def commits(operations: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Commit and operations, in the order they were made."""
    for commit, group in groupby(operations, key=lambda operation: operation["commit"]):
        yield commit, list(group)


def replay(
    dataset: summitevents.Dataset, operations: Iterable[Mapping[str, Any]]
) -> list[tuple[int, Counter[tuple[str, ...]]]]:
    """Appends each commit as a batch; returns after each the size of the log and the list's rows as they then were."""
    log = _Log()
    states = []
    for number, (commit, group) in enumerate(commits(operations)):
        at = datetime.fromisoformat(group[0]["at"]).astimezone(UTC)
        stem = f"{at:%Y-%m-%d}-{number:03}-{commit[:8]}"
        records: list[dict[str, Any]] = []
        for operation in group:
            for record in log.records(operation):
                log.place(record, f"{stem}.{len(records) + 1}")
                records.append(record | {"recorded_at": f"{at:%Y-%m-%dT%H:%M:%SZ}"})
        log.size += len(dataset.append(records, batch=stem))
        states.append((log.size, Counter(log.rows())))
    return states


class _Log:
    """What has been written so far: the live row of each claim, and what is declared."""

    def __init__(self) -> None:
        self.size = 0
        self.live: dict[str, Row] = {}
        self.declared: set[str] = set()
        self.claims: dict[str, str] = {}
        self.events = 0

    def rows(self) -> Iterator[tuple[str, ...]]:
        return map(key, self.live.values())

    def records(self, operation: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The records of one operation; `place` gives them ids."""
        if operation["op"] == "retract":
            yield {"op": "retract", "target": self._target(operation["old"]), "reason": operation["msg"] or "deleted"}
            return
        row = operation["new"]
        yield from self._declarations(row)
        if operation["op"] == "correct":
            target = self._target(operation["old"])
            yield self._claim(row, self.claims[target]) | {"replaces": target, "reason": operation["msg"] or "edited"}
        else:
            self.events += 1
            yield self._claim(row, f"travel-{self.events}")

    def place(self, record: dict[str, Any], id_: str) -> None:
        """Gives a record its id; what it says stands under it from now on."""
        record["id"] = id_
        if "row" in record:
            self.live[id_], self.claims[id_] = record.pop("row"), record["event"]

    def _target(self, old: Row) -> str:
        """The live claim that says `old`; the first where the list had it twice."""
        target = next(id_ for id_, row in self.live.items() if key(row) == key(old))
        del self.live[target]
        return target

    def _claim(self, row: Row, event: str) -> dict[str, Any]:
        said = {"summary": " ".join(row["remarks"].split()), "note": " ".join(row["locale"].split())}
        return {
            "op": "claim", "event": event, "kind": "visit", "title": f"{row['who']} in {row['country_id']}",
            "happened": f"{row['start-date']}/{row['end-date']}", "basis": "stated", "status": "occurred",
            **({"place": _slug(row["country_id"])} if row["country_id"] else {}), "actors": [{"actor": _slug(row["who"]), "role": "visitor"}],
            "source": SOURCE, "locator": "row", "row": row, **{name: text for name, text in said.items() if text},
        }  # fmt: skip

    def _declarations(self, row: Row) -> Iterator[dict[str, Any]]:
        for slug, record in (
            (SOURCE, {"op": "source", "source": SOURCE, "title": "A list of travels"}),
            (f"who {row['who']}", {"op": "actor", "actor": _slug(row["who"]), "type": "person", "name": row["who"]}),
            (f"at {row['country_id']}", {"op": "place", "place": _slug(row["country_id"]), "name": row["country_id"]}),
        ):
            if slug not in self.declared and slug != "at ":  # a row that names no country
                self.declared.add(slug)
                yield record


def _slug(text: str) -> str:
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")


def rows_as_of(con: duckdb.DuckDBPyConnection, pos: int | None = None) -> Counter[tuple[str, ...]]:
    """The list as the tables have it after so many records: who, where, from, to, locale, remarks."""
    found = con.execute(
        """SELECT actors[1].actor, coalesce(place, ''), split_part(happened, '/', 1), split_part(happened, '/', 2), coalesce(note, ''),
        coalesce(summary, '') FROM claims_as_of(as_of := $1)""",
        [pos],
    ).fetchall()
    return Counter(found)


def slugged(rows: Counter[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """Rows with who and where as slugs, as tables have them."""
    return Counter({(_slug(who), _slug(where), *rest): n for (who, where, *rest), n in rows.items()})


QUESTIONS = {
    "records ended, by how": "SELECT how, count(*) AS n FROM corrections GROUP BY how ORDER BY how",
    "how long a mistake stood, in days": """
        SELECT count(*) AS n, min(days) AS shortest, cast(median(days) AS BIGINT) AS median, max(days) AS longest
        FROM (SELECT date_diff('day', CAST(log.recorded_at[:10] AS DATE), CAST(c.recorded_at[:10] AS DATE)) AS days
              FROM corrections AS c JOIN log ON log.id = c.record)""",
    "what was changed (one correction may change several)": """
        WITH pairs AS (SELECT old, new FROM log AS new JOIN log AS old ON new.replaces = old.id)
        SELECT count(*) FILTER (WHERE old.happened <> new.happened) AS dates,
               count(*) FILTER (WHERE old.place IS DISTINCT FROM new.place) AS countries,
               count(*) FILTER (WHERE old.actors <> new.actors) AS persons,
               count(*) FILTER (WHERE old.note IS DISTINCT FROM new.note) AS localities,
               count(*) FILTER (WHERE old.summary IS DISTINCT FROM new.summary) AS remarks FROM pairs""",
    "rows corrected more than once": """
        SELECT count(*) AS n FROM (SELECT event FROM log WHERE replaces IS NOT NULL GROUP BY event HAVING count(*) > 1)""",
    "reasons given most often": """
        SELECT reason, count(*) AS n FROM corrections GROUP BY reason ORDER BY n DESC, reason LIMIT 5""",
    "dates that ended before they began, or lay in the far future, when first written": """
        SELECT log.happened, c.recorded_at[:10] AS mended FROM log LEFT JOIN corrections AS c ON c.record = log.id
        WHERE log.op = 'claim' AND (log.happened[:10] > log.happened[12:] OR log.happened > '2100') ORDER BY 1""",
}


def main(file: Path) -> None:
    operations = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "events").mkdir()
        (Path(folder) / "datapackage.json").write_text(
            '{"name": "replay", "resources": [], "summitevents": {"format": 1}}'
        )
        dataset = summitevents.open(folder)
        states = replay(dataset, operations)
        with dataset.connect() as con:
            equal = sum(rows_as_of(con, pos) == slugged(rows) for pos, rows in states)
            print(
                f"{len(operations):,} operations in {len(list(commits(operations))):,} commits: {states[-1][0]:,} records"
            )
            print(
                f"rows at the end: {sum(rows_as_of(con).values()):,}; commits whose rows as-of equal the list's: {equal:,} of {len(states):,}"
            )
            for question, sql in QUESTIONS.items():
                print(f"\n{question}")
                found = con.execute(sql)
                print("  " + " | ".join(column[0] for column in found.description))
                for row in found.fetchall():
                    print("  " + " | ".join(str(value) for value in row))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
