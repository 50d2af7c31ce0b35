"""The timeline as one HTML file that needs nothing else: no script, no font, no image file, no network.

Rules for everything that comes from the log:

1. The template engine escapes it.
2. Invisible characters are made visible (findings.escaping).
3. Every name and sentence is isolated from the writing direction of its neighbours.
4. Only http and https addresses become links.
"""

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from summitevents.findings.escaping import escape
from summitevents.log.metadata import Metadata
from summitevents.log.package import batch_file
from summitevents.log.vocabulary import FAMILIES, PLANNED
from summitevents.page import drawing, sql_page, timeline_svg
from summitevents.page.ladder_svg import ladder
from summitevents.query.select import Row, run_query

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

Downloads = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""The downloads beside the page: what each is, and its files, a path from the page and the label of a format."""

_EVENTS = """SELECT events.*, places.name AS place_name
FROM events LEFT JOIN timeline USING (event) LEFT JOIN places ON places.place = events.place
ORDER BY nr NULLS LAST, event"""
_CLAIMS = """SELECT claims.*, dates.words AS date_words FROM claims LEFT JOIN dates ON dates.edtf = claims.happened
ORDER BY event, standing"""
_PARTICIPANTS = """SELECT event, actor, actors.name, min(standing) AS first FROM participants JOIN actors USING (actor)
GROUP BY ALL ORDER BY event, first, actors.name, actor"""
_ACTORS = """SELECT actor, actors.name, type, count(DISTINCT event) AS n FROM participants JOIN actors USING (actor)
GROUP BY ALL ORDER BY actors.name, actor"""
_DISPUTES = """SELECT disputes.* REPLACE (coalesce(one.words, value) AS value, coalesce(another.words, other_value) AS other_value)
FROM disputes LEFT JOIN dates AS one ON one.edtf = value AND found = 'computed'
LEFT JOIN dates AS another ON another.edtf = other_value AND found = 'computed' ORDER BY event, record, other_record"""
_KINDS = "SELECT term FROM vocabulary WHERE list = 'kind' ORDER BY nr"
_SOURCES = """SELECT sources.*, (SELECT count(*) FROM claims WHERE claims.source = sources.source) AS n
FROM sources ORDER BY published_earliest NULLS LAST, source"""

_RELATED = {
    "part-of": ("part of", "its parts"), "before": ("before", "after"), "follows": ("follows", "followed by"),
    "announces": ("announces", "announced by"), "expects": ("expects", "expected by"), "assesses": ("judges", "judged by"),
    "demands": ("demands", "demanded by"), "about": ("about", "spoken of in"), "refers-to": ("refers to", "referred to by"),
}  # fmt: skip
"""What the page calls a relation: from its own event, and from the other."""

TEMPLATES = Path(str(files("summitevents"))) / "page" / "templates"
"""Where the templates, styles and scripts are."""
MARK = b'<meta name="generator" content="summitevents">'
"""Bytes in the head of page.html: a page that has them is one of ours."""


def timeline_page(
    con: duckdb.DuckDBPyConnection,
    version: str,
    downloads: Downloads,
    sql_page: str | None = None,
    about: Metadata | None = None,
) -> bytes:
    """Returns the page in UTF-8: the same tables give the same bytes.

    Links to records lead to `events/<batch>.jsonl` beside the page, links to downloads where `downloads` says, and the
    link to the page for SQL, if there is one, to `sql_page`. `about`: what the package says of its subject.
    """
    actors = [row | {"code": f"{n:x}"} for n, row in enumerate(_rows(con, _ACTORS))]
    events = _events(con, {row["actor"]: row["code"] for row in actors})
    data = {event["event"]: event["data"] for event in events}
    rows = [row | {"data": data[row["event"]]} for row in _rows(con, timeline_svg.QUERY)]
    used = {event["kind"] for event in events}
    style = (
        drawing.STYLE
        + _read("page.css")
        + _filters([kind for (kind,) in run_query(con, _KINDS).rows if kind in used], actors)
    )
    return _rendered(
        "page.html",
        style,
        about=about or Metadata(),
        version=version,
        overview=timeline_svg.overview_strip(rows),
        close=list(timeline_svg.year_strips(rows)),
        hanoi=ladder(con),
        kinds=FAMILIES,
        count={kind: sum(event["kind"] == kind for event in events) for kind in used},
        actors=actors,
        events=events,
        years=_by_year(event for event in events if event["happened"]),
        undated=[event for event in events if not event["happened"]],
        sources={source["source"]: source for source in _rows(con, _SOURCES)},
        records=run_query(con, "SELECT count(*) FROM log").rows[0][0],
        downloads=downloads,
        sql=sql_page,
    )


def sql_page_files(con: duckdb.DuckDBPyConnection, about: Metadata) -> Iterator[tuple[str, bytes]]:
    """Yields the page for SQL and its scripts: names and contents. They expect summitevents.duckdb and duckdb/ beside them."""
    yield "sql.html", _rendered("sql.html", _read("page.css") + _read("sql.css"), about=about, **sql_page.listed(con))
    yield from ((name, _read(name).encode()) for name in ("sql-before.js", "sql-values.js", "sql.js"))


def _rendered(template: str, style: str, **more: object) -> bytes:
    """Returns a page with its style inside; its policy (CSP) allows that style by its hash, and no other."""
    style = re.sub(r"\n\s*", "\n", style)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _environment().get_template(template).render(style=style, style_hash=digest, **more).encode()


def _rows(con: duckdb.DuckDBPyConnection, text: str) -> list[Row]:
    return list(run_query(con, text).dicts())


def _events(con: duckdb.DuckDBPyConnection, codes: Mapping[str, str]) -> list[Row]:
    """Returns every event in time order with what belongs to it: who, claims, disputes, relations, and data for filters.

    `codes` has a short word for each actor, which filters look for.
    """
    names = dict(run_query(con, "SELECT actor, name FROM actors").rows)
    who, claims, disputes = (_by_event(_rows(con, text)) for text in (_PARTICIPANTS, _CLAIMS, _DISPUTES))
    events = _rows(con, _EVENTS)
    related = _related(_rows(con, "SELECT * FROM relations ORDER BY relation, event, other"), events)
    for event in events:
        slug = event["event"]
        event["who"], event["claims"], event["disputes"] = who[slug], claims[slug], disputes[slug]
        event["related"] = related[slug]
        for claim in event["claims"]:
            claim["planned"] = claim["status"] in PLANNED
            claim["chain"] = [names[link] for link in (claim["speaker"], *reversed(claim["via"] or [])) if link]
        event["plans"] = [claim for claim in event["claims"] if claim["planned"]]
        event["came"] = [claim for claim in event["claims"] if not claim["planned"]]
        event["data"] = _filter_data(event, codes)
    return events


def _filter_data(event: Row, codes: Mapping[str, str]) -> str:
    """Returns the attributes that `_filters` looks for: kind, participants, and marks such as disputed."""
    marks = {"disputed": event["disputed"], "planned": event["plans"], "corroborated": event["n_sources"] > 1}
    who = " ".join(codes[row["actor"]] for row in event["who"])
    return f'data-k="{event["kind"]}" data-w="{who}" data-x="{" ".join(mark for mark in marks if marks[mark])}"'


def _by_event(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["event"]].append(row)
    return groups


def _related(relations: Iterable[Row], events: Iterable[Row]) -> Mapping[str, dict[str, list[tuple[str, str]]]]:
    """Returns event → how it is related → the slugs and titles of the others."""
    titles = {event["event"]: event["title"] for event in events}
    found: defaultdict[str, dict[str, list[tuple[str, str]]]] = defaultdict(dict)
    for row in relations:
        near, far = _RELATED[row["relation"]]
        found[row["event"]].setdefault(near, []).append((row["other"], titles[row["other"]]))
        found[row["other"]].setdefault(far, []).append((row["event"], titles[row["event"]]))
    return found


def _by_year(events: Iterable[Row]) -> dict[str, list[Row]]:
    """Returns the events under the year of their first possible day, or of the last if only that is known."""
    years: dict[str, list[Row]] = {}
    for event in events:
        years.setdefault((event["earliest"] or event["latest"] or "no day")[:4], []).append(event)
    return years


def _filters(kinds: Iterable[str], actors: Iterable[Row]) -> str:
    """Returns CSS that hides all events but those of the kind, actor or mark that a reader chose: in list and strips."""
    choices = [(f"k-{kind}", f'[data-k="{kind}"]') for kind in kinds]
    choices += [(f"w-{row['actor']}", f'[data-w~="{row["code"]}"]') for row in actors]
    choices += [(f"x-{mark}", f'[data-x~="{mark}"]') for mark in ("disputed", "planned", "corroborated")]
    return "".join(
        f'body:has([value="{value}"]:checked) :is(:is(.e,.m):not({match}),.y:not(:has({match}))){{display:none}}\n'
        for value, match in choices
    )


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "words": _isolated,
        "plain": _visible,
        "link": web_address,
        "batch": _batch_path,
        "number": _number,
        "short": _short_source,
    }
    return environment


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


def _isolated(text: object) -> "Markup":
    """Returns words from the log in an element that isolates their writing direction, with invisible characters shown."""
    from markupsafe import Markup

    return Markup("<bdi>{}</bdi>").format(escape(str(text)))  # format escapes what it is given


def _visible(text: object) -> str:
    """Returns words from the log for places that take no element, such as an option or an attribute."""
    return escape(str(text))


def web_address(address: str | None) -> str | None:
    """Returns an address if it may become a link, else None."""
    return address if address and re.match("https?://", address) else None


def _batch_path(record: str) -> str:
    """Returns the path of the file that holds a record."""
    return batch_file(record.rpartition(".")[0])


def _number(record: str) -> str:
    """Returns a record's number in its file."""
    return record.rpartition(".")[2]


def _short_source(source: Row) -> str:
    """Returns a source in a few words: who published it, and the year, where there is just one that it can be of."""
    years = {(source[column] or "")[:4] for column in ("published_earliest", "published_latest")}
    return f"{source['publisher'] or source['title']}, {years.pop() if len(years) == 1 else source['published_words']}"
