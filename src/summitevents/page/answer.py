"""What the page says first: seven events that lead, chosen by a rule over the data, the questions that they answer, and
what was known of the foremost of them, day by day.

The rule. A candidate took place (`occurred`) within days that are known: within a month; where there are fewer than seven such,
within a year; else within any time. Its weight is the number of its sources, the official ones among them counted twice. The foremost is the candidate
that most other events are related to; of equal ones that of most weight, then of most plans; of such that are equal still, none.
With it lead the events of its kind in which two of its persons meet again. Then the others follow by weight, the latest first of equal ones: of
the kinds that lead least, and none within thirty days of one that leads already, as long as there are others; until there are seven.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

import duckdb

from summitevents.log.vocabulary import PLANNED
from summitevents.page.days import days_of, in_words
from summitevents.query.select import Row, run_query

SEVEN = 7
NEAR = 30
"""Days around a leading event in which no other leads for its weight alone."""
SPANS = (31, 366)
"""Days: what leads took place within the first of these, or if there are fewer than SEVEN such, within the second, or in any time."""
MOST = 6
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


def leading(events: Iterable[Row], chosen: str | None = None) -> tuple[list[Row], Row | None]:
    """Returns the events that lead, in time order, and the foremost of them; `chosen` is the event that the package says that is."""
    happened = list(filter(_is_dated, events))
    candidates = _soonest_over(happened)
    first = next((event for event in happened if event["event"] == chosen), None) or _foremost(candidates)
    leads = (
        [first, *(event for event in candidates if event is not first and _meets_again(first, event))][:SEVEN]
        if first
        else []
    )
    left = sorted((event for event in candidates if event not in leads), key=_rank, reverse=True)
    while left and len(leads) < SEVEN:
        kinds = Counter(event["kind"] for event in leads)
        best = max(left, key=lambda event: (all(_apart(event, one) for one in leads), -kinds[event["kind"]]))
        leads.append(best)
        left.remove(best)
    return sorted(leads, key=_span), first


def _soonest_over(events: Sequence[Row]) -> Sequence[Row]:
    """Returns the events that last no longer than the shortest of SPANS in which there are seven; all of them if there are none."""
    short = ([event for event in events if _length(event) < span] for span in SPANS)
    return next((found for found in short if len(found) >= SEVEN), events)


def _foremost(events: Iterable[Row]) -> Row | None:
    """Returns the event that most others are related to, or that stands out by its weight. None if two are equal."""
    first, second = [*sorted(events, key=_hub, reverse=True), None, None][:2]
    return None if first and second and _hub(first) == _hub(second) else first


def _hub(event: Row) -> tuple[int, int, int]:
    return event["n_related"], event["weight"], event["n_plans"]


def _rank(event: Row) -> tuple[int, int, tuple[int, int], str]:
    return event["weight"], event["n_plans"], _span(event), event["event"]


def _span(event: Row) -> tuple[int, int]:
    """Returns the first and last possible day of an event that has both; 0 for one that is missing."""
    days = days_of(event)
    return days.earliest or 0, days.latest or 0


def _length(event: Row) -> int:
    first, last = _span(event)
    return last - first


def _is_dated(event: Row) -> bool:
    """Says whether an event took place, within days that are known."""
    days = days_of(event)
    return event["status"] == "occurred" and days.earliest is not None and days.latest is not None


def _persons(event: Row) -> set[str]:
    """Returns the persons who were there: in a role that is a property of schema.org's Event, by the vocabulary."""
    return {row["actor"] for row in event["participants"] if row["type"] == "person" and row["there"]}


def _meets_again(first: Row, event: Row) -> bool:
    return event["kind"] == first["kind"] and len(_persons(first) & _persons(event)) > 1


def _apart(event: Row, other: Row) -> bool:
    return _between(event, other) > NEAR or _between(other, event) > NEAR


def _between(event: Row, later: Row) -> int:
    """Returns how many days after the last possible day of an event the first one of a later event comes."""
    return _span(later)[0] - _span(event)[1]


def questions(
    events: Sequence[Row], first: Row | None, at: Callable[[str], str], choosable: Container[str]
) -> Iterator[tuple[str, str, str]]:
    """Yields questions that the page answers: which, the address of the answer, and what fills the question's gap.

    `at` gives the address of an event's card; `choosable` are the actors whom the form lists.
    """
    if first:
        yield "came", at(first["event"]), first["title"]
        if first["n_plans"]:
            yield "known", "#_known", first["date_words"]
        for row in first["participants"]:
            if row["host"] and row["actor"] in choosable:
                yield "did", f"?who={row['actor']}#_list", row["name"]
    disputed = [event for event in events if event["disputed"]]
    if disputed:
        most = max(disputed, key=lambda event: (sum(len(one["rows"]) for one in event["questions"]), event["weight"]))
        yield "disagree", at(most["event"]), most["title"]
    after = [event for event in filter(_is_dated, events) if first and 0 < _between(first, event) <= NEAR]
    if after:
        then = max(after, key=_rank)
        yield "then", at(then["event"]), then["title"]


def ladder(con: duckdb.DuckDBPyConnection, event: Row) -> Row:
    """Returns what was said of an event and of those beside it, by the first day on which its source can have come out.

    `ahead` and `after` are rows before the event began, and since; `more_ahead` and `more_after` those of fewer sources; `undated`
    counts the rows whose source may have come out on more than DOUBT days.
    """
    began, _ = _span(event)
    rows = list(_alike(run_query(con, _KNOWN, {"event": event["event"]}).dicts(), event["event"]))
    dated = [row for row in rows if row["dated"]]
    found: Row = {"undated": len(rows) - len(dated)}
    for side in ("ahead", "after"):
        of = [row for row in dated if (row["known"] < began) == (side == "ahead")]
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
        dated = [row for row in group if _is_known(row)]
        first = min(dated or group, key=lambda row: (row["known_from"] or "9999", row["record"]))
        sources = {row["source"]: row["official"] for row in group}
        weight = len(sources) + sum(sources.values())
        known = date.fromisoformat(first["known_from"]).toordinal() if dated else None
        found.append(
            first
            | {
                "sort": sort_of(first),
                "n_sources": len(sources),
                "weight": weight,
                "dated": bool(dated),
                "known": known,
                "known_words": in_words(known) if known else "",
            }
        )
    return iter(sorted(found, key=lambda row: (row["known_from"] or "9999", row["record"])))


def _is_known(row: Row) -> bool:
    first, last = row["known_from"], row["published_latest"]
    return bool(first and last and (date.fromisoformat(last) - date.fromisoformat(first)).days <= DOUBT)


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
