"""What the page says first: seven events that lead, chosen by a rule over the data, the questions that they answer, and
what was known of the foremost of them, day by day.

The rule. A candidate took place (`occurred`) within 31 days that are known. Its weight is the number of its sources, the
official ones among them counted twice. The foremost is the candidate that most other events are related to; of equal ones
that of most weight, then of most plans, then the latest. With it lead the events of its kind in which two of its persons meet
again. Then the others follow by weight, one of each other kind, none within thirty days of one that leads already; until
there are seven.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

import duckdb

from summitevents.log.vocabulary import PLANNED
from summitevents.page.drawing import day_in_words
from summitevents.query.select import Row, run_query

SEVEN = 7
NEAR = 30
"""Days around a leading event in which no other leads for its weight alone."""
SPAN = 31
"""Days within which a candidate lies."""
MOST = 12
"""How many rows of the ladder stand open on either side of the event: those that most sources tell."""
DOUBT = 3
"""Days: a source that may have come out within more of them has no place in the ladder."""

_KNOWN = """WITH near AS (
    SELECT $event AS event
    UNION SELECT event FROM relations WHERE other = $event AND relation <> 'before'
    UNION SELECT other FROM relations WHERE event = $event AND relation <> 'before'
)
SELECT claims.event, events.title, coalesce(claims.summary, claims.title) AS said, claims.kind, utterance, claims.status,
    claims.happened, claims.record, claims.source, known_from, published_latest, official_of IS NOT NULL AS official
FROM claims SEMI JOIN near USING (event) JOIN events USING (event) JOIN sources ON sources.source = claims.source
JOIN kinds ON kinds.kind = claims.kind
WHERE claims.rank <> 'deprecated' ORDER BY known_from, claims.pos"""


def leading(events: Iterable[Row]) -> list[Row]:
    """Returns the events that lead, in time order. None if there is no candidate."""
    candidates = sorted(filter(_is_candidate, events), key=_rank, reverse=True)
    if not candidates:
        return []
    first = max(candidates, key=_hub)
    chosen = [first, *(event for event in candidates if event is not first and _meets_again(first, event))][:SEVEN]
    kinds = {first["kind"]}
    for event in candidates:
        if len(chosen) < SEVEN and event["kind"] not in kinds and all(_apart(event, one) for one in chosen):
            chosen.append(event)
            kinds.add(event["kind"])
    return sorted(chosen, key=lambda event: (event["earliest"], event["latest"]))


def foremost(events: Iterable[Row]) -> Row | None:
    """Returns the event among those that lead that most others are related to."""
    return max(events, key=_hub, default=None)


def _is_candidate(event: Row) -> bool:
    first, last = event["earliest"], event["latest"]
    return bool(event["status"] == "occurred" and first and last and _days(first, last) < SPAN)


def _hub(event: Row) -> tuple[int, int, int, str, str]:
    return event["n_related"], *_rank(event)


def _rank(event: Row) -> tuple[int, int, str, str]:
    return event["weight"], event["n_plans"], event["earliest"], event["event"]


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _persons(event: Row) -> set[str]:
    """Returns the persons who were there: in a role that is a property of schema.org's Event, by the vocabulary."""
    return {row["actor"] for row in event["participants"] if row["type"] == "person" and row["there"]}


def _meets_again(first: Row, event: Row) -> bool:
    return event["kind"] == first["kind"] and len(_persons(first) & _persons(event)) > 1


def _apart(event: Row, other: Row) -> bool:
    return _days(event["latest"], other["earliest"]) > NEAR or _days(other["latest"], event["earliest"]) > NEAR


def questions(events: Sequence[Row], first: Row | None, at: Callable[[str], str]) -> Iterator[tuple[str, str, str]]:
    """Yields questions that the page answers: which, the address of the answer, and what fills the question's gap.

    `at` gives the address of an event's card.
    """
    if first:
        yield "came", at(first["event"]), first["title"]
        if first["n_plans"]:
            yield "known", "#_known", first["date_words"]
    disputed = [event for event in events if event["disputed"]]
    if disputed:
        most = max(disputed, key=lambda event: (sum(len(one["rows"]) for one in event["questions"]), event["weight"]))
        yield "disagree", at(most["event"]), most["title"]
    after = [
        event
        for event in filter(_is_candidate, events)
        if first and 0 < _days(first["latest"], event["earliest"]) <= NEAR
    ]
    if after:
        then = max(after, key=_rank)
        yield "then", at(then["event"]), then["title"]


def ladder(con: duckdb.DuckDBPyConnection, event: Row) -> Row:
    """Returns what was said of an event and of those beside it, by the first day on which its source can have come out.

    `ahead` and `after` are rows before the event began, and since; `more_ahead` and `more_after` those of fewer sources; `undated`
    counts the rows whose source may have come out on more than DOUBT days.
    """
    rows = list(_alike(run_query(con, _KNOWN, {"event": event["event"]}).dicts(), event["event"]))
    dated = [row for row in rows if row["dated"]]
    found: Row = {"undated": len(rows) - len(dated)}
    for side in ("ahead", "after"):
        of = [row for row in dated if (row["known_from"] < event["earliest"]) == (side == "ahead")]
        shown = sorted(of, key=lambda row: (row["event"] != event["event"], -row["weight"], row["known_from"]))[:MOST]
        found[side] = [row for row in of if row in shown]
        found[f"more_{side}"] = [row for row in of if row not in shown]
    return found


def _alike(rows: Iterable[Row], own: str) -> Iterator[Row]:
    """Yields a row for what several sources say alike, by the first of them, in the order of the days.

    Alike are claims of one sort about the event itself with the same date, and those about an event beside it.
    """

    def likeness(row: Row) -> tuple[str, str, str]:
        return row["event"], sort_of(row), (row["happened"] or "") if row["event"] == own else ""

    found: list[Row] = []
    for _, alike in groupby(sorted(rows, key=likeness), likeness):
        group = list(alike)
        dated = [row for row in group if _is_dated(row)]
        first = min(dated or group, key=lambda row: (row["known_from"] or "9999", row["record"]))
        sources = {row["source"]: row["official"] for row in group}
        weight = len(sources) + sum(sources.values())
        known = day_in_words(date.fromisoformat(first["known_from"])) if dated else ""
        found.append(
            first
            | {
                "sort": sort_of(first),
                "n_sources": len(sources),
                "weight": weight,
                "dated": bool(dated),
                "known_words": known,
            }
        )
    return iter(sorted(found, key=lambda row: (row["known_from"] or "9999", row["record"])))


def _is_dated(row: Row) -> bool:
    first, last = row["known_from"], row["published_latest"]
    return bool(first and last and (last <= first or _days(first, last) <= DOUBT))


def sort_of(row: Row) -> str:
    """Returns which sort a claim is of: announced, hoped (expected or proposed), judged (or said), or told."""
    if row["status"] in ("announced", "cancelled") or row["utterance"] == "announcement":
        return "announced"
    if row["status"] in PLANNED or row["utterance"] in ("expectation", "proposal"):
        return "hoped"
    said = row["utterance"] in ("assessment", "statement", "report") or row["status"] in ("alleged", "denied")
    return "judged" if said else "told"


def sentence_by(event: Row, sources: Mapping[str, Row]) -> Row | None:
    """Returns the claim whose sentence stands for a leading event: a report's, of the date that the shown one comes from; else of
    the claim that gives that date; else that of its card.
    """
    told: list[Row] = [claim for claim in event["came"] if claim["summary"]]
    given = event["dated_by"] and event["dated_by"]["happened"]
    reports = (claim for claim in told if sources[claim["source"]]["genre"] == "report" and claim["happened"] == given)
    by_date = (claim for claim in told if claim["record"] == event["because"])
    return next(reports, None) or next(by_date, event["told"])
