"""The timeline as one HTML file that needs nothing else: no font, no image file, no network, and no script, though one helps.

Rules for everything that comes from the log:

1. The template engine escapes it.
2. Invisible characters are made visible (findings.escaping), but for joiners within words and emoji.
3. What is written from right to left is isolated from the writing direction of its neighbours.
4. Only http and https addresses become links.
"""

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from summitevents.findings.escaping import escape
from summitevents.log.metadata import Metadata, Picture
from summitevents.page import answer, cards, drawing, filters, map_svg, sql_page, timeline_svg, years
from summitevents.query.select import Row, run_query

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = Path(str(files("summitevents"))) / "page" / "templates"
"""Where the templates, styles, scripts and interface words are."""
MARK = b'<meta name="generator" content="summitevents">'
"""Bytes in the head of page.html: a page that has them is one of ours."""
MANY = 2
"""How many events an actor takes part in to stand among the filters; search finds the others."""

_ACTORS = """SELECT actor, actors.name, type, count(DISTINCT event) AS n FROM participants JOIN actors USING (actor)
GROUP BY ALL ORDER BY actors.name, actor"""
_PLACES = """SELECT place, name FROM places WHERE place IN (SELECT place FROM events) ORDER BY name, place"""
_KINDS = """SELECT families.title, color, kind
FROM kinds JOIN families USING (family) JOIN vocabulary ON list = 'kind' AND term = kind
ORDER BY min(nr) OVER (PARTITION BY family), nr"""
_SPELLINGS = """SELECT declared, slug, list(DISTINCT folded ORDER BY folded) FROM names GROUP BY ALL"""


@dataclass(frozen=True, slots=True)
class Download:
    """Files beside the page: what they hold, and of each its path from the page, its format, and its size in bytes, if known."""

    what: str
    files: Sequence[tuple[str, str, int | None]]
    holds: str = ""


Downloads = Sequence[Download]


def timeline_page(
    con: duckdb.DuckDBPyConnection,
    version: str,
    downloads: Downloads,
    sql_page: str | None = None,
    about: Metadata | None = None,
    words: Mapping[str, Any] | None = None,
) -> bytes:
    """Returns the page in UTF-8: the same tables give the same bytes.

    Links to downloads lead where `downloads` says, and the link to the page for SQL, if there is one, to `sql_page`. `about`: what the
    package says of its subject. `words`: the words of the interface, those of words.json if none are given.
    """
    actors, names = _names(con)
    sources = cards.sources_by_slug(con)
    events = cards.cards(con, {row["name_of"]: row["code"] for row in names})
    data = {event["event"]: event for event in events}
    rows = [row | {"data": data[row["event"]]["data"]} for row in run_query(con, timeline_svg.QUERY).dicts()]
    leads = answer.leading(events)
    about = about or Metadata()
    told = [event for event in events if event["event"] == about.picture.event]
    first = answer.foremost(told or leads)
    cited = {claim["source"] for event in events for claim in event["claims"]}
    chosen = [row for row in actors if row["n"] >= MANY]
    families = _families(con, events)
    kinds = [kind for family in families for kind, _ in family["kinds"]]
    return _rendered(
        "page.html",
        drawing.STYLE + map_svg.STYLE + _read("page.css"),
        rules=filters.rules(kinds, [(row["actor"], row["code"]) for row in chosen]),
        script=_compact(_read("page.js")),
        t=words or interface_words(),
        about=about,
        version=version,
        leads=[event | {"by": answer.sentence_by(event, sources)} for event in leads],
        first=first,
        questions=list(answer.questions(events, first)),
        density=years.density(rows, leads, about.picture),
        close=_close(rows, about.picture),
        ladder=answer.ladder(con, first) if first and first["n_plans"] else None,
        strips=list(timeline_svg.strips(rows, about.picture)),
        map=map_svg.map_figure(con, (words or interface_words())["map"]),
        families=families,
        forms=drawing.FORMS,
        actors=chosen,
        names=names,
        events=events,
        years=_by_year(event for event in events if event["happened"]),
        undated=[event for event in events if not event["happened"]],
        sources=sources,
        cited=[row for row in sources.values() if row["source"] in cited],
        records=run_query(con, "SELECT count(*) FROM log").rows[0][0],
        claims=run_query(con, "SELECT count(*) FROM claims").rows[0][0],
        downloads=downloads,
        sql=sql_page,
    )


def sql_page_files(con: duckdb.DuckDBPyConnection, about: Metadata) -> Iterator[tuple[str, bytes]]:
    """Yields the page for SQL and its scripts: names and contents. They expect summitevents.duckdb and duckdb/ beside them."""
    yield "sql.html", _rendered("sql.html", _read("page.css") + _read("sql.css"), about=about, **sql_page.listed(con))
    yield from ((name, _read(name).encode()) for name in ("sql-before.js", "sql-values.js", "sql.js"))


@cache
def interface_words() -> Mapping[str, Any]:
    """Returns the words of the interface, in English: words.json, the one place where they are."""
    found: Mapping[str, Any] = json.loads(_read("words.json"))
    return found


def web_address(address: str | None) -> str | None:
    """Returns an address if it may become a link, else None."""
    return address if address and re.match("https?://", address) else None


def _names(con: duckdb.DuckDBPyConnection) -> tuple[list[Row], list[Row]]:
    """Returns the actors that take part, and all names to search for, of actors and places, each with its code and its spellings."""
    spellings = {(declared, slug): found for declared, slug, found in run_query(con, _SPELLINGS).rows}
    actors = [row | {"code": f"{n:x}"} for n, row in enumerate(run_query(con, _ACTORS).dicts())]
    names = [
        {
            "name_of": row["actor"],
            "name": row["name"],
            "code": row["code"],
            "spellings": spellings["actor", row["actor"]],
        }
        for row in actors
    ]
    for n, (place, name) in enumerate(run_query(con, _PLACES).rows):
        names.append(
            {"name_of": f"place:{place}", "name": name, "code": f"p{n:x}", "spellings": spellings["place", place]}
        )
    return actors, names


def _close(rows: Iterable[Row], picture: Picture) -> int | None:
    """Returns the first of the close years, if there are any."""
    found = years.Years.of(rows, picture)
    return found.close if found and found.close <= found.last else None


def _families(con: duckdb.DuckDBPyConnection, events: Iterable[Row]) -> list[Row]:
    """Returns the families of kinds, each with those of its kinds that there are, and how many events of them."""
    count = Counter(event["kind"] for event in events)
    return [
        {
            "title": title,
            "color": color,
            "kinds": [(row["kind"], count[row["kind"]]) for row in group if count[row["kind"]]],
        }
        for (title, color), group in groupby(run_query(con, _KINDS).dicts(), lambda row: (row["title"], row["color"]))
    ]


def _by_year(events: Iterable[Row]) -> dict[str, list[Row]]:
    """Returns the events under the year of their first possible day, or of the last if only that is known; "" without either."""
    found: dict[str, list[Row]] = {}
    for event in events:
        found.setdefault((event["earliest"] or event["latest"] or "")[:4], []).append(event)
    return found


def _rendered(template: str, style: str, rules: str = "", script: str = "", **more: object) -> bytes:
    """Returns a page with its styles and its script inside; its policy (CSP) allows these by their hashes, and no others."""
    style = re.sub(r"\n\s*", "\n", style)
    hashes = {"style_hash": _hash(style), "rules_hash": _hash(rules), "script_hash": _hash(script)}
    more |= {"style": style, "rules": rules, "script": script, **hashes}
    return _environment().get_template(template).render(**more).encode()


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "words": _isolated,
        "plain": visible,
        "link": web_address,
        "size": _size,
        "day": _day,
        "in_words": cards.reference_words,
        "plain_lines": lambda text: "\n".join(map(visible, text.split("\n"))),
    }
    return environment


def _compact(script: str) -> str:
    """Returns a script of ours without comments, indentation, and blanks around operators; no string or pattern of it holds such blanks."""
    return re.sub(r" ?([=&|?:,+<>{}]+) ", r"\1", re.sub(r"(?m)^ *(//.*\n)?", "", script))


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


_JOINED = re.compile("(?<=[^\0-\x7f\u2000-\u206f])([\u200c\u200d])(?=[^\0-\x7f\u2000-\u206f])")
"""A joiner or non-joiner between letters or emoji, which need it; elsewhere it is only invisible."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def visible(text: object) -> str:
    """Returns words from the log with invisible characters shown, for places that take no element, such as an attribute."""
    parts = _JOINED.split(str(text))
    return "".join(part if n % 2 else escape(part) for n, part in enumerate(parts))


def _isolated(text: object) -> "Markup":
    """Returns words from the log; in an element that isolates their writing direction, if that may not be left to right."""
    from markupsafe import Markup
    from markupsafe import escape as in_html

    shown = visible(text)
    return Markup("<bdi>{}</bdi>").format(shown) if _RIGHT_TO_LEFT.search(shown) else in_html(shown)


def _size(count: int) -> str:
    """Returns a number of bytes in words."""
    for unit in ("B", "KB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count //= 1000
    return f"{count} GB"


def _day(event: Row) -> str | None:
    """Returns the value of the datetime attribute for a date (HTML, 4.5.14): the day, month or year that it is, or begins with."""
    start = (event["happened"] or "").split("/")[0]
    return start if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", start) and start > "0001" else None
