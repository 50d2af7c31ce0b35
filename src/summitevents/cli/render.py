"""Renders rows as words for a terminal: the timeline, what the log covers, what changed. What `show` shows: render_event.

Every value goes through `escape`, so that nothing in the data can drive the terminal.
"""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from summitevents.findings.escaping import escape
from summitevents.query.citation import citation_words, host
from summitevents.query.timeline import TimelineRow

_MARKS = {"disputed": "disputed", "planned": "date from a plan", "inferred": "date inferred",
          "known_perhaps": "perhaps not known yet"}  # fmt: skip
"""What stands behind a title: sources disagree; the date comes from a plan; the date is our reading of the passage;
by the day asked for, all that tell it may not have come out yet."""
_UNSURE = ("alleged", "denied", "cancelled", "announced", "expected", "hypothetical")
"""The statuses that stand behind a title, too."""
_DATE_WIDTH = 22
"""Columns of the dates; what is told of an event stands to the right of them."""


def timeline(rows: Iterable[TimelineRow], width: int = 100) -> Iterator[str]:
    """Yields two or more lines an event: the date and the title, then who and where, then what is cited, and the slug."""
    indent = " " * _DATE_WIDTH
    last = None
    for row in rows:
        marks = [words for mark, words in _MARKS.items() if getattr(row, mark)]
        marks += [row.status] if row.status in _UNSURE else []
        head = row.title + (f"  [{', '.join(marks)}]" if marks else "")
        lead = escape(row.date_words if row.date_words != last else "")
        last = row.date_words
        lines = textwrap.wrap(escape(head), max(width - _DATE_WIDTH, 30)) or [""]
        yield (lead.ljust(_DATE_WIDTH) if len(lead) < _DATE_WIDTH else f"{lead}\n{indent}") + lines[0]
        yield from (indent + line for line in lines[1:])
        yield from wrap(" · ".join(filter(None, (row.actors, row.place))), width, indent)
        more = f"{row.n_claims} claims" if row.n_claims > 1 else ""
        cited = (citation_words(asdict(row)), host(row.address), row.event, more)
        yield from wrap(" · ".join(filter(None, cited)), width, indent)


def wrap(text: str, width: int, indent: str) -> list[str]:
    """Returns a text as lines of at most `width` columns, each with the indent; no line if there is no text."""
    return textwrap.wrap(
        escape(text),
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def coverage(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yields the counts of the question `coverage`, a paragraph a measure."""
    for measure, group in groupby(rows, lambda row: row["measure"]):
        lines = list(group)
        wide = max(len(str(row["item"])) for row in lines)
        yield f"{measure}"
        for row in lines:
            share = (
                "" if row["percent"] is None or row["item"] == "all" else f"{row['percent']:8.1f} % of {row['of_all']}"
            )
            yield f"  {escape(str(row['item'])):{wide}}  {row['n']:>6}{share}"
        yield ""


def changes(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yields the rows of `diff`, an event a paragraph."""
    last = None
    for row in rows:
        if row["event"] != last:
            last = row["event"]
            yield escape(" · ".join(filter(None, (row["event"], row["records"], row["reason"]))))
        match row["change"]:
            case "added":
                yield escape(f"  + {row['after']}")
            case "removed":
                yield escape(f"  - {row['before']}")
            case _:
                yield escape(f"  {row['field']}: {row['before'] or 'nothing'} → {row['after'] or 'nothing'}")
