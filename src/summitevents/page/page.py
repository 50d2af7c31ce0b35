"""The timeline as one HTML file that needs nothing else: no script, no font, no picture, no network.

What comes from the log is escaped by the template's engine; besides, unseen characters are made visible, every name and
sentence is isolated from the direction of its neighbours, and only http and https make a link.
"""

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from summitevents.findings.escaping import escape
from summitevents.fold import codebook
from summitevents.log.package import batch_file
from summitevents.log.vocabulary import KINDS, PLANNED
from summitevents.page import ladder_svg as hanoi
from summitevents.page import timeline_svg as picture
from summitevents.query import run as query

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

Row = dict[str, Any]
Downloads = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""What can be fetched beside the page: what it is, and its files, each a path from the page and the name of a format."""

_EVENTS = """SELECT events.*, places.name AS place_name FROM events LEFT JOIN places ON places.place = events.place
ORDER BY coalesce(earliest, latest) NULLS LAST, latest NULLS LAST, events.event"""
_CLAIMS = """SELECT claims.*, dates.words AS date_words FROM claims LEFT JOIN dates ON dates.edtf = claims.happened
ORDER BY event, standing"""
_PARTICIPANTS = """SELECT event, actor, actors.name, min(standing) AS first FROM participants JOIN actors USING (actor)
GROUP BY ALL ORDER BY event, first, actors.name, actor"""
_ACTORS = """SELECT actor, actors.name, type, count(DISTINCT event) AS n FROM participants JOIN actors USING (actor)
GROUP BY ALL ORDER BY actors.name, actor"""
_DISPUTES = """SELECT disputes.* REPLACE (coalesce(one.words, value) AS value, coalesce(another.words, other_value) AS other_value)
FROM disputes LEFT JOIN dates AS one ON one.edtf = value AND found = 'computed'
LEFT JOIN dates AS another ON another.edtf = other_value AND found = 'computed' ORDER BY event, record, other_record"""
_SOURCES = """SELECT sources.*, (SELECT count(*) FROM claims WHERE claims.source = sources.source) AS n
FROM sources ORDER BY published_earliest NULLS LAST, source"""

_RELATED = {
    "part-of": ("part of", "its parts"), "before": ("before", "after"), "follows": ("follows", "followed by"),
    "announces": ("announces", "announced by"), "expects": ("expects", "expected by"), "assesses": ("judges", "judged by"),
    "demands": ("demands", "demanded by"), "about": ("about", "spoken of in"), "refers-to": ("refers to", "referred to by"),
}  # fmt: skip
"""How a relation is read from its own event, and from the other."""


TEMPLATES = Path(str(files("summitevents"))) / "page" / "templates"
"""Where the page's own files lie."""
MARK = b'<meta name="generator" content="summitevents">'
"""What page.html has in its head: by it a page is known to be one of ours."""


def encode(con: duckdb.DuckDBPyConnection, version: str, downloads: Downloads, sql: str | None = None) -> bytes:
    """The page: UTF-8, and the same bytes for the same tables.

    Its links to records lead to `events/<batch>.jsonl` beside it, those to downloads where `downloads` says, and that to
    the page for SQL, where there is one, to `sql`.
    """
    actors = [row | {"code": f"{n:x}"} for n, row in enumerate(_rows(con, _ACTORS))]
    events = _events(con, {row["actor"]: row["code"] for row in actors})
    data = {event["event"]: event["data"] for event in events}
    rows = [row | {"data": data[row["event"]]} for row in _rows(con, picture.QUERY)]
    used = {event["kind"] for event in events}
    style = _squeezed(picture.STYLE + _read("page.css") + _filters([k for k in KINDS if k in used], actors))
    return _rendered(
        "page.html",
        style,
        version=version,
        overview=picture.overview(rows),
        close=list(picture.close(rows)),
        hanoi=hanoi.inner(con),
        kinds=picture.FAMILIES,
        count={kind: sum(event["kind"] == kind for event in events) for kind in used},
        actors=actors,
        events=events,
        years=_years(event for event in events if event["happened"]),
        undated=[event for event in events if not event["happened"]],
        sources={source["source"]: source for source in _rows(con, _SOURCES)},
        records=query.run(con, "SELECT count(*) FROM log").rows[0][0],
        downloads=downloads,
        sql=sql,
    )


def sql(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, bytes]]:
    """The page for SQL and its scripts: names and contents. They look for summitevents.duckdb and duckdb/ beside them."""
    shapes = {name: query.run(con, f'DESCRIBE "{name}"').rows for name in query.tables(con, [])}
    tables = [
        (name, codebook.table(name), [(column, codebook.column(name, column)) for column, *_ in shape])
        for name, shape in shapes.items()
    ]
    yield "sql.html", _rendered("sql.html", _squeezed(_read("page.css") + _read("sql.css")), tables=tables)
    yield from ((name, _read(name).encode()) for name in ("sql-before.js", "sql.js"))


def _rendered(template: str, style: str, **more: object) -> bytes:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _environment().get_template(template).render(style=style, style_hash=digest, **more).encode()


def _rows(con: duckdb.DuckDBPyConnection, text: str) -> list[Row]:
    return list(query.run(con, text).dicts())


def _events(con: duckdb.DuckDBPyConnection, codes: Mapping[str, str]) -> list[Row]:
    """Every event with what belongs to it: who, claims, disputes, relations, and the data that filters look for."""
    names = dict(query.run(con, "SELECT actor, name FROM actors").rows)
    who, claims = _grouped(_rows(con, _PARTICIPANTS)), _grouped(_rows(con, _CLAIMS))
    disputes = _grouped(_rows(con, _DISPUTES))
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
        marks = {"disputed": event["disputed"], "planned": event["plans"], "corroborated": event["n_sources"] > 1}
        took_part = " ".join(codes[row["actor"]] for row in event["who"])
        sorts = " ".join(mark for mark, there in marks.items() if there)
        event["data"] = f'data-k="{event["kind"]}" data-w="{took_part}" data-x="{sorts}"'
    return events


def _grouped(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["event"]].append(row)
    return groups


def _related(relations: Iterable[Row], events: Iterable[Row]) -> Mapping[str, dict[str, list[tuple[str, str]]]]:
    """Event → how it is related → the slugs and titles of the others."""
    titles = {event["event"]: event["title"] for event in events}
    found: defaultdict[str, dict[str, list[tuple[str, str]]]] = defaultdict(dict)
    for row in relations:
        near, far = _RELATED[row["relation"]]
        found[row["event"]].setdefault(near, []).append((row["other"], titles[row["other"]]))
        found[row["other"]].setdefault(far, []).append((row["event"], titles[row["event"]]))
    return found


def _years(events: Iterable[Row]) -> dict[str, list[Row]]:
    """Events under the year of their first possible day, or of the last, where that is all there is."""
    years: dict[str, list[Row]] = {}
    for event in events:
        years.setdefault((event["earliest"] or event["latest"] or "no day")[:4], []).append(event)
    return years


def _filters(kinds: Iterable[str], actors: Iterable[Row]) -> str:
    """What hides all but the events of the kind, actor or sort that a reader has chosen, in the list and in the strips."""
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

    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {
        "words": _words,
        "plain": _plain,
        "link": _link,
        "batch": _batch,
        "number": _number,
        "short": _short,
    }
    return made


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


def _squeezed(style: str) -> str:
    return re.sub(r"\n\s*", "\n", style)


def _words(text: object) -> "Markup":
    """Words from the log, for the eye: unseen characters shown, and on their own as to the direction of writing."""
    from markupsafe import Markup

    return Markup("<bdi>{}</bdi>").format(escape(str(text)))  # format escapes what it is given


def _plain(text: object) -> str:
    """Words from the log where no element can stand, as in an option or an attribute."""
    return escape(str(text))


def _link(address: str | None) -> str | None:
    """An address that may become a link."""
    return address if address and re.match("https?://", address) else None


def _batch(record: str) -> str:
    """The file that a record stands in."""
    return batch_file(record.rpartition(".")[0])


def _number(record: str) -> str:
    """Its number there."""
    return record.rpartition(".")[2]


def _short(source: Row) -> str:
    """A source in a few words: who made it public, and the year."""
    return ", ".join(filter(None, (source["publisher"] or source["title"], (source["published_earliest"] or "")[:4])))
