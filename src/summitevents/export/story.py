"""Everything about one event, or about a source, an actor or a place, as one JSON object or as Markdown to read."""

from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby
from typing import Any

from summitevents.export.json_document import json_document
from summitevents.export.markdown import without_markup
from summitevents.query.citation import citation_words, origin_words
from summitevents.query.event import STATES, EventDetail, account, confidence_words, position_lines, voice_words
from summitevents.query.subject import Subject, declared_lines


def encode_json(found: EventDetail | Subject) -> bytes:
    """Returns one JSON object: of an event, a member for each part of EventDetail; of another, its declaration and events."""
    if isinstance(found, Subject):
        return json_document({found.op: found.declared, "events": found.events}, indent=1)
    parts = {field.name: getattr(found, field.name) for field in fields(found) if field.name != "names"}
    parts["sources"] = parts.pop("cited")
    return json_document(parts, indent=1)


def encode_markdown(found: EventDetail | Subject) -> bytes:
    """Returns a text with headings and lists; the sources are links."""
    lines = _event(found) if isinstance(found, EventDetail) else _subject(found)
    return "".join(f"{line}\n" for line in lines).encode()


def _event(detail: EventDetail) -> Iterator[str]:
    event = detail.event
    where = detail.names.get(event["place"] or "")
    told = (event["date_words"], event["kind"], event["status"], where, confidence_words(event))
    yield f"# {without_markup(event['title'])}"
    yield ""
    yield without_markup(" · ".join(filter(None, told)))
    if said := account(detail, "summary"):
        yield ""
        yield without_markup(said)
    if said := account(detail, "outcome"):
        yield ""
        yield without_markup(f"Outcome: {said}")
    if detail.voices:
        yield ""
        yield without_markup(f"Voices ({event['n_voices']:,}): {voice_words(detail)}")
    yield from _listed("Who", (_participant(who, detail.names) for who in detail.participants))
    for question, group in groupby(detail.positions, lambda row: row["question"]):
        positions = list(group)
        if len(positions) > 1:
            title = {"date": "Dates", "plan": "Planned dates"}.get(question, "Judged")
            yield from _listed(
                f"{title}: {STATES[positions[0]['state']]}",
                ("\n  - ".join(map(without_markup, position_lines(row, detail))) for row in positions),
            )
            yield ""
            yield without_markup(positions[0]["reason"])
    yield from _listed("Claims", (_claim(claim) for claim in detail.claims))
    relations = (f"{r['title']} *{r['relation']}* {r['other_title']}" for r in map(_safe, detail.relations))
    comparisons = (
        f"`{c['target']}` {c['verdict']} `{c['other']}`: {c['reason']}" for c in map(_safe, detail.comparisons)
    )
    yield from _listed("Comparisons", comparisons)
    yield from _listed("Relations", relations)
    corrections = (
        f"`{c['record']}` {c['how']} by `{c['ended_by']}`: {c['reason']}" for c in map(_safe, detail.corrections)
    )
    yield from _listed("Corrections", corrections)


def _subject(found: Subject) -> Iterator[str]:
    row = found.declared
    yield f"# {without_markup(row.get('title') or row['name'])}"
    slug = f"{found.op}: {row[found.op]}"
    yield from _listed(found.op.capitalize(), map(without_markup, [slug, *declared_lines(found)]))
    yield from _listed(
        "Events", (f"{e['date_words'] or 'no date'} · {e['title']} · `{e['event']}`" for e in map(_safe, found.events))
    )


def _listed(title: str, items: Iterator[str]) -> Iterator[str]:
    """Yields a heading and a list, if there is anything to list. The items are Markdown."""
    lines = [f"- {item}" for item in items]
    if lines:
        yield from ("", f"## {title}", "", *lines)


def _safe(row: dict[str, Any]) -> dict[str, Any]:
    return {name: without_markup(value) if isinstance(value, str) else value for name, value in row.items()}


def _participant(who: dict[str, Any], names: dict[str, str]) -> str:
    return without_markup(", ".join(filter(None, (f"{who['role']}: {names[who['actor']]}", who["office"]))))


def _claim(claim: dict[str, Any]) -> str:
    cited = without_markup(citation_words(claim))
    link = f"[{cited}](<{claim['address']}>)" if claim["address"] else cited
    said = without_markup(claim["summary"] or claim["title"])
    of = without_markup(origin_words(claim))
    return (
        f"{claim['happened'] or 'no date'} · {claim['status']} · {said} {link}{of and f' ({of})'} `{claim['record']}`"
    )
