"""Collects everything about one event: its claims with their sources, participants, positions, relations and corrections."""

from dataclasses import dataclass
from typing import Any, NoReturn

import duckdb

from summitevents.errors import UnreadableError
from summitevents.findings.spelling import did_you_mean
from summitevents.log.vocabulary import CONFIDENCE
from summitevents.query.citation import source_words
from summitevents.query.select import run_query

STATES = {
    "open": "disputed", "settled": "settled, as one is preferred", "counting": "a difference of counting",
    "elsewhere": "against what is claimed of another event",
}  # fmt: skip
"""What is said of a question on which claims take more than one position."""


@dataclass(frozen=True, slots=True)
class EventDetail:
    """Everything about one event. Each row is a mapping: column → value."""

    event: dict[str, Any]
    voices: list[dict[str, Any]]
    """Who tells it as it stands: `n_voices` of them, official ones first."""
    claims: list[dict[str, Any]]
    participants: list[dict[str, Any]]
    relations: list[dict[str, Any]]
    positions: list[dict[str, Any]]
    comparisons: list[dict[str, Any]]
    corrections: list[dict[str, Any]]
    cited: list[dict[str, Any]]
    aliases: list[str]
    names: dict[str, str]
    """Slug → name of every actor and place."""

    @property
    def sources(self) -> dict[str, str]:
        """Slug → publisher and day of every source that a position names."""
        return {row["source"]: source_words(row) for row in self.cited}


_ELSEWHERE = "with what is claimed of another event"
"""What stands before the claims of another event that take the same side."""


def confidence_words(event: dict[str, Any]) -> str:
    """Returns by what an event is told: official records of several sides. Nothing if every claim is deprecated."""
    return CONFIDENCE.get(event["confidence"], "")


def account(detail: EventDetail, field: str) -> str:
    """Returns an event's summary, or its outcome, and who says so: declared a failure · Reuters, 1 March 2019. Nothing if none does."""
    said = detail.event[field]
    claim = next((claim for claim in detail.claims if said and claim[field] == said), None)
    return f"{said.rstrip('.')} · {source_words(claim)}" if claim else ""


def voice_words(detail: EventDetail, most: int | None = None) -> str:
    """Returns who tells an event as it stands, such as Norway; Reuters; and 2 more. `most`: how many are named."""
    names = [detail.names.get(row["voice"], row["voice"]) for row in detail.voices]
    left = len(names[most:]) if most else 0
    return "; ".join(names[:most]) + (f"; and {left:,} more" if left else "")


def position_lines(row: dict[str, Any], detail: EventDetail) -> list[str]:
    """Returns a row of `positions` in words, a line for each date or account that its claims give: what, how many say so, and who.

    The first line is of the claim that stands for the position, and has its marks.
    """
    official = {source["source"] for source in detail.cited if source["official_of"]}
    marks = ("shown" if row["shown"] else "", "fits several of these" if row["fits_several"] else "")
    said = {claim["record"]: claim for claim in detail.claims}
    told: dict[str, list[str]] = {}
    if row["question"] in ("date", "plan"):
        for claim in (said[record] for record in row["claims"].split("; ")):
            told.setdefault(claim["date_words"], []).append(claim["source"])
        counts = {words: len(sources) for words, sources in told.items()}
    else:
        records = row["claims"].split("; ")
        own = [said[record]["source"] for record in records if record in said]
        others = [slug for slug in row["sources"].split("; ") if slug not in own]
        told = {row["value_words"]: own or others} | ({_ELSEWHERE: others} if own and others else {})
        n_own = len(own) or len(records)
        counts = {row["value_words"]: n_own, _ELSEWHERE: len(records) - n_own}
    lines: list[str] = []
    for words, sources in told.items():
        n, slugs = counts[words], list(dict.fromkeys(sources))
        n_official = len(official & {*slugs})
        voices = f"{n:,} claim{'s' if n != 1 else ''}" + (f", {n_official:,} official" if n_official else "")
        named = "; ".join(detail.sources.get(slug, slug) for slug in slugs)
        lines.append(f"{'or ' if lines and words != _ELSEWHERE else ''}{words.rstrip('.')} · {voices}: {named}")
    return [lines[0] + "".join(f" · {mark}" for mark in marks if mark), *lines[1:]]


_PARTS = {
    "voices": """SELECT voice, bool_or(official_of IS NOT NULL) AS official,
        list(DISTINCT source ORDER BY source) AS sources
        FROM claims JOIN sources USING (source) JOIN events USING (event)
        WHERE event = $event AND claims.rank <> 'deprecated'
        AND replace(claims.status, 'ongoing', 'occurred') = replace(events.status, 'ongoing', 'occurred')
        GROUP BY voice ORDER BY official DESC, min(standing)""",
    "claims": """SELECT claims.*, dates.words AS date_words, sources.title AS source_title, sources.publisher, sources.published_words,
        coalesce(sources.address, sources.copy_address) AS address, sources.copy_address,
        sources.taken_from, sources.voice,
        sources.filename AS source_file, sources.sha256 AS source_sha256
        FROM claims JOIN sources ON sources.source = claims.source LEFT JOIN dates ON dates.edtf = claims.happened
        WHERE event = $event ORDER BY standing""",
    "participants": "SELECT * FROM participants WHERE event = $event ORDER BY standing, actor, role",
    "relations": """SELECT relations.event, relation, other, relations.note, near_end.title, far_end.title AS other_title
        FROM relations JOIN events AS near_end ON near_end.event = relations.event
        JOIN events AS far_end ON far_end.event = relations.other
        WHERE relations.event = $event OR relations.other = $event ORDER BY relation, relations.event, relations.other""",
    "positions": """SELECT * FROM positions WHERE event = $event
        ORDER BY question NOT IN ('date', 'plan'), question, position""",
    "comparisons": """SELECT log.target, log.verdict, log.other, log.reason FROM log
        WHERE op = 'compare' AND verdict <> 'contradicts' AND id NOT IN (SELECT record FROM corrections)
        AND target IN (SELECT record FROM claims) AND other IN (SELECT record FROM claims)
        AND (target IN (SELECT record FROM claims WHERE event = $event)
        OR other IN (SELECT record FROM claims WHERE event = $event)) ORDER BY pos""",
    "cited": """SELECT source, title AS source_title, publisher, published_words, address, official_of FROM sources
        WHERE source IN (SELECT unnest(string_split(sources, '; ')) FROM positions WHERE event = $event)
        OR source IN (SELECT source FROM claims WHERE event = $event) ORDER BY source""",
    "corrections": """SELECT corrections.* FROM corrections LEFT JOIN aliases ON aliases.alias = corrections.event
        WHERE coalesce(aliases.event, corrections.event) = $event ORDER BY pos""",
}


_FIRST_KNOWN = """SELECT coalesce(aliases.event, log.event) AS canonical, log.source, coalesce(published_words, 'undated')
FROM log
JOIN sources ON sources.source = log.source
LEFT JOIN aliases ON aliases.alias = log.event
WHERE log.op = 'claim' AND log.id NOT IN (SELECT record FROM corrections)
AND (canonical = coalesce((SELECT event FROM aliases WHERE alias = $name), $name) OR log.id = $name)
ORDER BY coalesce(known_from, published_latest) NULLS LAST, log.pos
LIMIT 1"""
"""The source that tells an event first, of all that the log has: where a view leaves the event out, this says from when on."""


def event_detail(con: duckdb.DuckDBPyConnection, name: str) -> EventDetail:
    """Returns everything about the event that a slug, a merged slug or a record's id names. Raises UnreadableError, with a hint."""
    event = _slug(con, name) or _missing(con, name)
    parts = {part: list(run_query(con, text, {"event": event}).dicts()) for part, text in _PARTS.items()}
    (row,) = run_query(con, "SELECT * FROM events WHERE event = $event", {"event": event}).dicts()
    aliases = run_query(con, "SELECT alias FROM aliases WHERE event = $event ORDER BY 1", {"event": event}).rows
    names = dict(run_query(con, "SELECT actor, name FROM actors UNION ALL SELECT place, name FROM places").rows)
    return EventDetail(event=row, aliases=[alias for (alias,) in aliases], names=names, **parts)


def _slug(con: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """Returns the slug of the event that a slug, a merged slug or a claim's id names; None if there is none."""
    slugs = """SELECT event FROM events WHERE event = $name
        UNION ALL SELECT event FROM aliases JOIN events USING (event) WHERE alias = $name
        UNION ALL SELECT event FROM claims WHERE record = $name"""
    found = run_query(con, slugs, {"name": name}).rows
    return found[0][0] if found else None


def _missing(con: duckdb.DuckDBPyConnection, name: str) -> NoReturn:
    """Raises UnreadableError: what became of the event, or when it becomes known, or what may be meant."""
    ended = run_query(
        con, "SELECT record, how, ended_by, reason FROM corrections WHERE $name IN (record, event)", {"name": name}
    ).rows
    if ended:
        told = "; ".join("{} was {} by {} ({})".format(*row) for row in ended)
        raise UnreadableError(f"nothing is left of {name}: {told}")
    if later := run_query(con, _FIRST_KNOWN, {"name": name}).rows:
        raise UnreadableError("nothing was known of {} by then: first told by {} ({})".format(*later[0]))
    known = run_query(
        con,
        """SELECT slug FROM (
            SELECT 1 AS nr, actor AS slug, count(participants.event) AS n
            FROM actors LEFT JOIN participants USING (actor) GROUP BY actor
            UNION ALL SELECT 2, place, 0 FROM places UNION ALL SELECT 3, event, n_claims FROM events
            UNION ALL SELECT 4, source, 0 FROM sources
        ) ORDER BY nr, n DESC, slug""",
    ).rows
    hint = did_you_mean(name, [slug for (slug,) in known], "see: summitevents query 'SELECT event, title FROM events'")
    raise UnreadableError(f"nothing is called {name}; {hint}")
