"""Renders rows as words for a terminal: the timeline; an event, a source, an actor, a place; what the log covers; what changed.

Every value goes through `escape`, so that nothing in the data can drive the terminal.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from summitevents.findings.escaping import escape
from summitevents.log.documents import passage_at, read_document
from summitevents.query.citation import citation_words, origin_words
from summitevents.query.event import STATES, EventDetail, account, confidence_words, position_lines, voice_words
from summitevents.query.subject import Subject, declared_lines

FIRST = 8
"""How many claims, and positions on a question, are told where not all are asked for."""
VOICES = 4
"""How many voices are named there: as many as fit on a line."""
_MARKS = {"disputed": "disputed", "planned": "date from a plan", "inferred": "date inferred",
          "known_perhaps": "perhaps not known yet", "within_perhaps": "only may reach into these days"}  # fmt: skip
"""What stands behind a title: sources disagree; the date comes from a plan; the date is our reading of the passage;
by the day asked for, all that tell it may not have come out yet; its date may lie outside the days asked for."""
_UNSURE = ("alleged", "denied", "cancelled", "announced", "expected", "hypothetical")
"""The statuses that stand behind a title, too."""
_DATE_WIDTH = 22
"""Columns of the dates; what is told of an event stands to the right of them."""


def timeline(rows: Iterable[Mapping[str, Any]], width: int = 100) -> Iterator[str]:
    """Yields two or more lines an event: the date and the title, then who and where, then what is cited, and the slug."""
    indent = " " * _DATE_WIDTH
    last = None
    for row in rows:
        marks = [words for mark, words in _MARKS.items() if row.get(mark)]
        marks += [row["status"]] if row["status"] in _UNSURE else []
        head = escape(row["title"] + (f"  [{', '.join(marks)}]" if marks else "")).rstrip(" ")
        lead = escape(row["date_words"] if row["date_words"] != last else "")
        last = row["date_words"]
        room = max(width - _DATE_WIDTH, 30)
        lines = [head] if len(head) <= room else textwrap.wrap(head, room)
        yield (lead.ljust(_DATE_WIDTH) if len(lead) < _DATE_WIDTH else f"{lead}\n{indent}") + lines[0]
        yield from (indent + line for line in lines[1:])
        yield from wrap(" · ".join(filter(None, (row["actors"], row["place"]))), width, indent)
        more = f"{row['n_claims']:,} claims" if row["n_claims"] > 1 else ""
        cited = (citation_words(row), origin_words(row), row["event"], more)
        yield from wrap(" · ".join(filter(None, cited)), width, indent)


def wrap(text: str, width: int, indent: str) -> list[str]:
    """Returns a text as lines of at most `width` columns, each with the indent; no line if there is no text. No word is broken."""
    lines: list[str] = []
    room = 0
    for word in filter(None, escape(text).split(" ")):
        if len(word) < room:
            lines[-1] += f" {word}"
            room -= len(word) + 1
        else:
            lines.append(indent + word)
            room = width - len(indent) - len(word)
    return lines


def event_summary(detail: EventDetail, width: int = 100) -> Iterator[str]:
    """Yields an event on about a screen: what happened and came of it, when and who; positions, who says so; and what else there is."""
    yield from _head(detail, width, FIRST)
    yield ""
    yield f"Claims ({len(detail.claims):,}), the first stands"
    for claim in detail.claims[:FIRST]:
        told = (claim["happened"] or "no date", claim["status"], citation_words(claim), origin_words(claim))
        yield from _hanging(" · ".join(filter(None, told)), width)
    more = [
        f"{len(rows):,} {name[: len(name) - (len(rows) == 1)]}"
        for name, rows in (
            ("more claims", detail.claims[FIRST:]), ("comparisons", detail.comparisons),
            ("relations", detail.relations), ("corrections", detail.corrections),
        )
        if rows
    ]  # fmt: skip
    yield ""
    yield f"{'; '.join([*more, 'what each claim says'])}: --all"


def event_detail(detail: EventDetail, documents: Path, width: int = 100) -> Iterator[str]:
    """Yields all of an event: its positions, every claim with its passage, comparisons, relations and corrections."""
    yield from _head(detail, width)
    yield ""
    yield f"Claims ({len(detail.claims):,}), the first stands"
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


def subject(found: Subject, width: int = 100) -> Iterator[str]:
    """Yields what is declared of a source, an actor or a place; then the events that it stands in."""
    row = found.declared
    yield escape(row.get("title") or row["name"])
    yield escape(f"{row[found.op]} · {found.op}")
    yield ""
    for line in declared_lines(found):
        yield from _hanging(line, width)
    yield ""
    yield f"Events ({len(found.events):,})"
    for event in found.events:
        role = f" · {event['role']}" if event["role"] else ""
        yield from _hanging(f"{event['date_words'] or 'no date'} · {event['title']}{role} · {event['event']}", width)


def _head(detail: EventDetail, width: int, most: int | None = None) -> Iterator[str]:
    event = detail.event
    yield escape(event["title"])
    where = detail.names.get(event["place"], "")
    yield escape(" · ".join(filter(None, (event["event"], event["kind"], event["status"], where))))
    for alias in detail.aliases:
        yield f"also recorded as {escape(alias)}"
    yield ""
    yield from wrap(account(detail, "summary"), width, "")
    outcome = account(detail, "outcome")
    yield from wrap(outcome and f"Outcome: {outcome}", width, "")
    yield from wrap(_why(detail), width, "")
    if who := "; ".join(_participants(detail)):
        yield from wrap(f"Who: {who}", width, "")
    if told := confidence_words(event):
        yield from wrap(f"Confidence: {told}.", width, "")
        yield from wrap(f"Voices ({event['n_voices']:,}): {voice_words(detail, most and VOICES)}", width, "")
    yield from _positions(detail, width, most)


def _why(detail: EventDetail) -> str:
    event = detail.event
    if event["happened"] is None:
        return "No passage dates this event."
    won = next(claim for claim in detail.claims if claim["record"] == event["because"])
    reasons = [
        f"{event['date_words']} ({event['happened']}), from {won['record']}: {won['status']}, {won['basis']}",
        _bound(event, detail),
        "an announced date that refines the one told afterwards" if event["planned"] and event["status"] in ("occurred", "ongoing") else "",
        f"rank {won['rank']}" if won["rank"] != "normal" else "",
        f"standing {won['standing']:,} of {len(detail.claims):,} by rule 1",
    ]  # fmt: skip
    return "When: " + "; ".join(filter(None, reasons)) + "."


def _bound(event: dict[str, Any], detail: EventDetail) -> str:
    """Returns which record gives the bound that the date of the first leaves open."""
    if not event["bound_because"]:
        return ""
    own = any(claim["record"] == event["bound_because"] for claim in detail.claims)
    return f"what that leaves open from {event['bound_because']}" + ("" if own else ", of a part of it")


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
    yield from wrap(claim["summary"] or claim["title"], width, "    ")
    if claim["quantity"] is not None:
        yield from wrap(f"count: {claim['quantity']:,g} × {claim['unit']}", width, "    ")
    for name in ("outcome", "note"):
        if claim[name]:
            yield from wrap(f"{name}: {claim[name]}", width, "    ")
    said_by = [f"says {names[claim['speaker']]}"] if claim["speaker"] else []
    chain = [
        *said_by,
        *(f"via {names[link]}" for link in reversed(claim["via"] or [])),
        f"in “{claim['source_title']}”",
    ]
    yield from wrap(f"{'; '.join(chain)} · {_passage(claim, documents)}", width, "    ")
    own = claim["address"] if claim["address"] != claim["copy_address"] else ""
    copied = claim["copy_address"] and f"copy at {claim['copy_address']}"
    taken = claim["taken_from"] and f"taken from {claim['taken_from']}"
    yield from wrap(" · ".join(filter(None, (claim["source"], taken, own, copied))), width, "    ")


def _passage(claim: dict[str, Any], documents: Path) -> str:
    """Returns the citation; with the words themselves if the document is at hand, checked against their hash."""
    cited = citation_words(claim)
    if claim["passage_start"] is None:
        return cited
    try:
        text = read_document(documents, claim["source_file"], claim["source_sha256"])
    except ValueError:
        return f"{cited}: another document lies in {documents}; not checked here"
    if text is None:
        return f"{cited}: not checked here"
    found = passage_at(text, claim["passage_start"], claim["passage_end"])
    if found.sha256 != claim["passage_sha256"]:
        return f"{cited}: the passage is NOT what was cited"
    return f"{cited}, checked: “{' '.join(found.text.split())}”"


def _positions(detail: EventDetail, width: int, most: int | None) -> Iterator[str]:
    """Yields each question on which the claims take more than one position: the positions, who takes them, and why.

    `most`: how many positions on a question; None: all of them.
    """
    for question, group in groupby(detail.positions, lambda row: row["question"]):
        positions = list(group)
        if len(positions) == 1:
            continue
        yield ""
        title = {"date": "Dates", "plan": "Planned dates"}.get(question, "Judged")
        yield f"{title}: {STATES[positions[0]['state']]}"
        for row in positions[:most]:
            for nr, line in enumerate(position_lines(row, detail)):
                yield from (("  " if nr else "") + part for part in _hanging(line, width - 2 * bool(nr)))
        if rest := positions[len(positions) if most is None else most :]:
            yield f"  {len(rest):,} more: --all"
        yield from wrap(f"Why: {positions[0]['reason']}", width, "  ")


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
        yield f"{title} ({len(found):,})"
        for line in found:
            yield from wrap(line, width, "  ")


def coverage(rows: Iterable[dict[str, Any]], width: int = 100) -> Iterator[str]:
    """Yields the counts of the question `coverage`, a paragraph a measure; of one with many items, without their shares."""
    for measure, group in groupby(rows, lambda row: row["measure"]):
        lines = list(group)
        wide = max(len(str(row["item"])) for row in lines)
        yield f"{measure}"
        if len(lines) > FIRST:
            # spaces that do not break keep each item beside its number
            told = (f"{row['item']} {row['n']:,}".replace(" ", "\N{NO-BREAK SPACE}") for row in lines)
            yield from (
                line.replace("\N{NO-BREAK SPACE}", " ") for line in wrap("\N{NO-BREAK SPACE}· ".join(told), width, "  ")
            )
            yield ""
            continue
        for row in lines:
            share = (
                ""
                if row["percent"] is None or row["item"] == "all"
                else f"{row['percent']:8.1f} % of {row['of_all']:,}"
            )
            yield f"  {escape(str(row['item'])):{wide}}  {row['n']:>6,}{share}"
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
