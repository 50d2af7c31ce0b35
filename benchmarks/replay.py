"""Replays the edits of an official list of travels as a log, and asks the log what the list cannot tell.

    PYTHONPATH=src:. python benchmarks/replay.py FILE.jsonl

FILE: one operation a line, as edited_list.py describes them. Prints what docs/replay.md quotes.
"""

import json
import sys
import tempfile
from pathlib import Path

from benchmarks.edited_list import commits, replay, rows_as_of, slugged

import summitevents

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
            print(f"{len(operations)} operations in {len(list(commits(operations)))} commits: {states[-1][0]} records")
            print(
                f"rows at the end: {sum(rows_as_of(con).values())}; commits whose rows as-of equal the list's: {equal} of {len(states)}"
            )
            for question, sql in QUESTIONS.items():
                print(f"\n{question}")
                found = con.execute(sql)
                print("  " + " | ".join(column[0] for column in found.description))
                for row in found.fetchall():
                    print("  " + " | ".join(str(value) for value in row))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
