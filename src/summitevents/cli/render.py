"""Renders rows as words for a terminal: the timeline, one event, what the log covers, what changed.

Every value goes through `escape`, so that nothing in the data can drive the terminal.
"""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from summitevents.findings.escaping import escape
from summitevents.log.documents import passage_at, read_document
from summitevents.query.event import EventDetail
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
    """Yields two or more lines an event: the date and the title, then who, where and the citation."""
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
        yield from _wrap(" · ".join(filter(None, (row.actors, row.place))), width, indent)
        yield from _wrap(
            f"{row.event} · {row.citation}" + (f" · {row.n_claims} claims" if row.n_claims > 1 else ""), width, indent
        )


def _wrap(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        escape(text),
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def event_detail(detail: EventDetail, documents: Path, width: int = 100) -> Iterator[str]:
    """Yields an event, why its date is what it is, its claims and who says so, positions, relations and corrections."""
    event = detail.event
    yield escape(event["title"])
    where = detail.names.get(event["place"], "")
    yield escape(" · ".join(filter(None, (event["event"], event["kind"], event["status"], where))))
    for alias in detail.aliases:
        yield f"also recorded as {escape(alias)}"
    yield ""
    yield from _wrap(_why(detail), width, "")
    yield from _wrap("; ".join(_participants(detail)), width, "  ")
    yield from _positions(detail.positions, width)
    yield ""
    yield f"Claims ({len(detail.claims)}), the first stands"
    for claim in detail.claims:
        yield from _claim(claim, detail.names, documents, width)
    yield from _section(
        "Comparisons", (f"{c['target']} {c['verdict']} {c['other']}: {c['reason']}" for c in detail.comparisons), width
    )
    yield from _section("Relations", (_relation(r) for r in detail.relations), width)
    yield from _section(
        "Corrections",
        (f"{c['record']} {c['how']} by {c['ended_by']}: {c['reason']}" for c in detail.corrections),
        width,
    )


def _why(detail: EventDetail) -> str:
    event = detail.event
    if event["happened"] is None:
        return "No passage dates this event."
    won = next(claim for claim in detail.claims if claim["record"] == event["because"])
    reasons = [
        f"{event['date_words']} ({event['happened']}), from {won['record']}: {won['status']}, {won['basis']}",
        "an announced date that refines the one told afterwards" if event["planned"] and event["status"] in ("occurred", "ongoing") else "",
        f"rank {won['rank']}" if won["rank"] != "normal" else "",
        f"standing {won['standing']} of {len(detail.claims)} by rule 1",
    ]  # fmt: skip
    return "When: " + "; ".join(filter(None, reasons)) + "."


def _participants(detail: EventDetail) -> Iterator[str]:
    for who in detail.participants:
        office = f", {who['office']}" if who["office"] else ""
        known_as = detail.names[who["actor"]]
        spelled = f", spelled “{who['name']}”" if who["name"] and who["name"] != known_as else ""
        yield f"{who['role']}: {known_as}{office}{spelled}"


def _claim(claim: dict[str, Any], names: dict[str, str], documents: Path, width: int) -> Iterator[str]:
    date = f"{claim['happened']} ({claim['basis']})" if claim["happened"] else "no date"
    rank = f" · {claim['rank']}" if claim["rank"] != "normal" else ""
    yield escape(f"  {claim['record']} · {claim['status']} · {date}{rank}")
    yield from _wrap(claim["summary"] or claim["title"], width, "    ")
    if claim["quantity"] is not None:
        yield from _wrap(
            f"count: {claim['quantity']:g} {claim['unit']}{'s' if claim['quantity'] != 1 else ''}", width, "    "
        )
    for name in ("outcome", "note"):
        if claim[name]:
            yield from _wrap(f"{name}: {claim[name]}", width, "    ")
    said_by = [f"says {names[claim['speaker']]}"] if claim["speaker"] else []
    chain = [
        *said_by,
        *(f"via {names[link]}" for link in reversed(claim["via"] or [])),
        f"in “{claim['source_title']}”",
    ]
    yield from _wrap(f"{'; '.join(chain)} · {_passage(claim, documents)}", width, "    ")


def _passage(claim: dict[str, Any], documents: Path) -> str:
    """Returns the citation; with the words themselves if the document is at hand, checked against their hash."""
    start, end = claim["passage_start"], claim["passage_end"]
    if start is None:
        return f"{claim['source']}, {claim['locator']}"
    cited = f"{claim['source']} {start}–{end}"
    try:
        text = read_document(documents, claim["source_file"], claim["source_sha256"])
    except ValueError:
        return f"{cited}: another document lies in {documents}; not checked here"
    if text is None:
        return f"{cited}: not checked here"
    found = passage_at(text, start, end)
    if found.sha256 != claim["passage_sha256"]:
        return f"{cited}: the passage is NOT what was cited"
    return f"{cited}, checked: “{' '.join(found.text.split())}”"


_STATES = {
    "open": "disputed", "settled": "settled, as one is preferred", "elsewhere": "against what is claimed of another event",
}  # fmt: skip
"""What is said of a question on which claims take more than one position."""


def _positions(rows: list[dict[str, Any]], width: int) -> Iterator[str]:
    """Yields each question on which the claims take more than one position: the positions, who takes them, and why."""
    for question, group in groupby(rows, lambda row: row["question"]):
        positions = list(group)
        if len(positions) == 1:
            continue
        yield ""
        title = {"date": "Dates", "plan": "Planned dates"}.get(question, "Judged")
        yield f"{title}: {_STATES[positions[0]['state']]}"
        for row in positions:
            yield from _hanging(_position(row), width)
        yield from _wrap(f"Why: {positions[0]['reason']}", width, "  ")


def _position(row: dict[str, Any]) -> str:
    official = f", {row['n_official']} official" if row["n_official"] else ""
    voices = f"{row['n_claims']} claim{'s' if row['n_claims'] != 1 else ''}{official}"
    marks = ("shown" if row["shown"] else "", "fits several of these" if row["fits_several"] else "")
    also = f" (or {row['wider']})" if row["wider"] else ""
    told = f"{row['value_words'].rstrip('.')}{also} · {voices}: {row['sources']}"
    return told + "".join(f" · {mark}" for mark in marks if mark)


def _hanging(text: str, width: int) -> list[str]:
    lines = textwrap.wrap(
        escape(text), width - 2, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
    return [f"  {line}" for line in lines]


def _relation(relation: dict[str, Any]) -> str:
    note = f" ({relation['note']})" if relation["note"] else ""
    return f"{relation['event']} {relation['relation']} {relation['other']}{note}"


def _section(title: str, lines: Iterable[str], width: int) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield f"{title} ({len(found)})"
        for line in found:
            yield from _wrap(line, width, "  ")


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
