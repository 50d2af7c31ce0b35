"""What the page says of each event, as rows for its template: what it is told by, its positions, its claims, its relations.

Nothing here is longer than a reader can use: of an event with very many claims, the first ones are there, and how many
there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from summitevents.export import csl, references
from summitevents.log.vocabulary import PLANNED
from summitevents.page import positions
from summitevents.query.citation import host, passage_words
from summitevents.query.select import Row, run_query

MOST_CLAIMS, MOST_OTHERS = 60, 24
"""How many claims of one event are printed; how many of its participants, relations in one sense, sources of a position."""

_EVENTS = """SELECT events.*, places.name AS place_name,
    (SELECT list(alias ORDER BY alias) FROM aliases WHERE aliases.event = events.event) AS merged
FROM events LEFT JOIN timeline USING (event) LEFT JOIN places ON places.place = events.place
ORDER BY nr NULLS LAST, event"""
_CLAIMS = f"""SELECT claims.*, dates.words AS date_words FROM claims LEFT JOIN dates ON dates.edtf = claims.happened
QUALIFY row_number() OVER (PARTITION BY event ORDER BY rank = 'deprecated', standing) <= {MOST_CLAIMS}
    OR row_number() OVER (PARTITION BY event, summary IS NULL ORDER BY rank = 'deprecated', standing) = 1
    OR row_number() OVER (PARTITION BY event, outcome IS NULL ORDER BY rank = 'deprecated', standing) = 1
ORDER BY event, rank = 'deprecated', standing"""
_WEIGHTS = """SELECT event, count(DISTINCT source) AS n_sources,
    count(DISTINCT source) + count(DISTINCT source) FILTER (official_of IS NOT NULL) AS weight,
    count(*) FILTER (status IN ('cancelled', 'announced', 'expected', 'hypothetical')) AS n_plans,
    any_value(coalesce(towards.n, 0)) AS n_related
FROM claims JOIN sources USING (source)
LEFT JOIN (SELECT other AS event, count(*) AS n FROM relations GROUP BY other) AS towards USING (event) WHERE claims.rank <> 'deprecated' GROUP BY event"""
_PARTICIPANTS = """SELECT event, actor, actors.name, type, min(standing) AS first, bool_or(schema_org IS NOT NULL) AS there,
    bool_or(coalesce(schema_org = 'organizer', false)) AS host
FROM participants JOIN actors USING (actor) JOIN roles USING (role) GROUP BY ALL ORDER BY event, first, actors.name, actor"""
_SOURCES = """SELECT sources.* REPLACE (coalesce(address, copy_address) AS address), (SELECT count(*) FROM claims WHERE claims.source = sources.source) AS n
FROM sources ORDER BY coalesce(publisher, title), known_from NULLS LAST, source"""
RELATED = {
    "part-of": ("part of", "its parts"), "before": ("before", "after"), "follows": ("follows", "followed by"),
    "announces": ("announces", "announced by"), "expects": ("expects", "expected by"), "assesses": ("judges", "judged by"),
    "demands": ("demands", "demanded by"), "about": ("about", "spoken of in"), "refers-to": ("refers to", "referred to by"),
}  # fmt: skip
"""What the page calls a relation: from its own event, and from the other."""


def sources_by_slug(con: duckdb.DuckDBPyConnection) -> dict[str, Row]:
    """Returns the sources by publisher, each with its host, what to call it, and a day to cite, if it has one."""
    return {
        row["source"]: row
        | {
            "host": host(row["address"]),
            "by": row["publisher"] or row["title"],
            "dated": row["published_latest"] is not None,
        }
        for row in _rows(con, _SOURCES)
    }


def cards(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Returns every event in time order with what belongs to it.

    `told`, `came_by` and `dated_by` are the claims of the sentence, the outcome and the date that are shown; `bound_by` that of the bound
    that its date leaves open.
    """
    names = dict(run_query(con, "SELECT actor, name FROM actors").rows)
    who, claims, weights = (_by_event(_rows(con, text)) for text in (_PARTICIPANTS, _CLAIMS, _WEIGHTS))
    questions = positions.by_event(con)
    events = _rows(con, _EVENTS)
    related = _related(_rows(con, "SELECT * FROM relations ORDER BY relation, event, other"), events)
    items = csl.source_items(con)
    told = {claim["record"]: claim for of in claims.values() for claim in of}
    for event in events:
        slug = event["event"]
        event |= weights[slug][0] if weights[slug] else {"weight": 0, "n_plans": 0, "n_related": 0}
        event["questions"], event["related"] = questions.get(slug, []), related.get(slug, {})
        event["participants"] = who[slug]
        event["who"] = [row["name"] for row in who[slug][:MOST_OTHERS]]
        event["claims"] = [_claim(claim, names) for claim in claims[slug]]
        event |= _told_by(event)
        event["bound_by"] = told.get(event["bound_because"])
        event["references"] = _references(event, items)
    return events


def _rows(con: duckdb.DuckDBPyConnection, text: str) -> list[Row]:
    return list(run_query(con, text).dicts())


def _by_event(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["event"]].append(row)
    return groups


def _claim(claim: Row, names: Mapping[str, str]) -> Row:
    chain = [names[link] for link in (claim["speaker"], *reversed(claim["via"] or [])) if link]
    return claim | {"planned": claim["status"] in PLANNED, "chain": chain, "passage": passage_words(claim)}


def _told_by(event: Row) -> Row:
    """Returns the claims by which an event is told: those of its sentence, its outcome and its date; and the claims to print."""
    live = [claim for claim in event["claims"] if claim["rank"] != "deprecated"]
    shown = event["claims"][:MOST_CLAIMS]
    first = live[0] if live else None
    return {
        "told": next((claim for claim in live if claim["summary"]), first),
        "came_by": next((claim for claim in live if claim["outcome"]), None),
        "dated_by": next((claim for claim in live if claim["record"] == event["because"]), None),
        "plans": [claim for claim in shown if claim["planned"]],
        "came": [claim for claim in shown if not claim["planned"]],
    }


def _references(event: Row, items: Mapping[str, Row]) -> list[Row]:
    """Returns what to cite for an event: an item for each source by which it is told."""
    found: dict[str, Row] = {}
    for claim in (event["told"], event["dated_by"], event["came_by"]):
        if claim and claim["source"] not in found:
            found[claim["source"]] = {**items[claim["source"]], "locator": claim["passage"]}
    return list(found.values())


def reference_words(items: list[dict[str, Any]]) -> str:
    """Returns references in words, a line each."""
    return references.encode_words(items).decode().strip()


def _related(relations: Iterable[Row], events: Iterable[Row]) -> Mapping[str, dict[str, list[tuple[str, str]]]]:
    """Returns event → how it is related → the slugs and titles of the others."""
    titles = {event["event"]: event["title"] for event in events}
    found: defaultdict[str, dict[str, list[tuple[str, str]]]] = defaultdict(dict)
    for row in relations:
        near, far = RELATED[row["relation"]]
        found[row["event"]].setdefault(near, []).append((row["other"], titles[row["other"]]))
        found[row["other"]].setdefault(far, []).append((row["event"], titles[row["event"]]))
    return found
