"""The timeline as HTML that needs nothing else: no font, no image file, no network, and no script, though one helps.

A short log is one file. A long one has in index.html what happened, in a sentence each; beside it a file for each year, with the
claims of its events and the sources of these; and pictures.html.
"""

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import duckdb

from summitevents.log.metadata import Metadata, Picture
from summitevents.page import answer, cards, drawing, filters, map_svg, sql_page, timeline_svg, years
from summitevents.page.rendering import interface_words, read, rendered
from summitevents.query.select import Row, run_query
from summitevents.standards.edtf_dates import year_name

INDEX = "index.html"
PICTURES = "pictures.html"
LONG = 1000
"""Claims: a log of more has a file for each year."""
MARK = b'<meta name="generator" content="summitevents">'
"""Bytes in the head of each page: a file that has them is one of ours."""


@dataclass(frozen=True, slots=True)
class Download:
    """Files beside the page: what they hold, and of each its path from the page, its format, and its size in bytes, if known."""

    what: str
    files: Sequence[tuple[str, str, int | None]]
    holds: str = ""


Downloads = Sequence[Download]


def timeline_pages(
    con: duckdb.DuckDBPyConnection,
    version: str,
    downloads: Downloads,
    sql_page: str | None = None,
    about: Metadata | None = None,
    words: Mapping[str, Any] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yields the pages, index.html first: names, and contents in UTF-8. The same tables give the same bytes.

    Links to downloads lead where `downloads` says, and the link to the page for SQL, if there is one, to `sql_page`. `about`: what the
    package says of its subject. `words`: the words of the interface, those of words.json if none are given.
    """
    about, words, events = about or Metadata(), words or interface_words(), cards.cards(con)
    ((claims, told),) = run_query(con, "SELECT count(*), count(DISTINCT source) FROM claims").rows
    divided = claims > LONG
    parts = list(_parts(events, divided, words["no_year"]))
    files = {event["event"]: part.file for part in parts for event in part.events}
    sources = cards.sources_by_slug(con)

    def page(
        template: str, file: str, own: Sequence[Part], style: str, rules: str = "", script: str = "", **more: object
    ) -> tuple[str, bytes]:
        found = {claim["source"] for part in own for event in part.events for claim in event["claims"]}
        return file, rendered(
            template, style, rules, script, t=words, about=about, version=version, here=file, at=_addresses(files, file),
            sources=sources, cited=len(found), unread=sum(sources[source]["at_hand"] is False for source in found), **more,
        )  # fmt: skip

    choices = filters.choices(con, events)
    for event in events:
        event["codes"], event["days"] = choices.of_event(event), years.span_of(event)
    at = _addresses(files, INDEX)
    front = _front(con, events, sources, at, about.picture, {row["actor"] for row in choices.actors})
    front |= {"map": map_svg.map_figure(con, words["map"], at), "choices": choices}
    pictures = PICTURES if divided and (front["strips"] or front["map"]) else None
    style = drawing.STYLE + map_svg.STYLE + read("front.css") + read("page.css")
    yield page(
        "page.html", INDEX, [part for part in parts if part.file == INDEX], style, rules=filters.rules(choices.choosable()),
        script=read("page.js"), sql=sql_page, downloads=downloads, parts=parts, events=events, claims=claims, told=told, pictures=pictures,
        more=filters.more_words((event for part in parts for event in part.events), words["common"].split()) if divided else "",
        records=run_query(con, "SELECT count(*) FROM log").rows[0][0], **front,
    )  # fmt: skip
    if pictures:
        yield page("pictures.html", pictures, [], style, pictures=None, **front)
    for before, part, after in zip([None, *parts], parts, [*parts[1:], None], strict=False):
        if part.file != INDEX:
            yield page("year.html", part.file, [part], read("page.css"), part=part, before=before, after=after)


def sql_page_files(con: duckdb.DuckDBPyConnection, about: Metadata) -> Iterator[tuple[str, bytes]]:
    """Yields the page for SQL and its scripts: names and contents. They expect summitevents.duckdb and duckdb/ beside them."""
    style = read("front.css") + read("page.css") + read("sql.css")
    yield "sql.html", rendered("sql.html", style, t=interface_words(), about=about, **sql_page.listed(con))
    yield from ((name, read(name).encode()) for name in ("sql-before.js", "sql-values.js", "sql.js"))


@dataclass(frozen=True, slots=True)
class Part:
    """The events of a year, in time order; or those of no year, last. `file` has their cards.

    `year`: as EDTF writes it, or `undated`; `words`: what to call it.
    """

    year: str
    words: str
    file: str
    events: list[Row]


def _parts(events: Iterable[Row], divided: bool, no_year: str) -> Iterator[Part]:
    """Yields the parts in the order of time. `no_year`: what to call the part of the events without a year."""
    found: defaultdict[int | None, list[Row]] = defaultdict(list)
    for event in events:
        found[years.year_of(event)].append(event)
    for year in sorted(found, key=lambda year: (year is None, year)):
        slug, words = ("undated", no_year) if year is None else (years.edtf_year(year), year_name(str(year)))
        yield Part(slug, words, f"years/{slug}.html" if divided else INDEX, found[year])


Addresses = Callable[..., str]
"""Gives the address of an event's card, or of a claim on it (`of`, a record), as a link has it."""


def _addresses(files: Mapping[str, str], here: str) -> Addresses:
    """Returns what gives addresses to a page. `files`: event → the file that has its card."""

    def address(event: str, of: str | None = None) -> str:
        file = files[event]
        path = "" if file == here else posixpath.relpath(file, posixpath.dirname(here) or ".")
        return f"{path}#{of or event}"

    return address


def _front(
    con: duckdb.DuckDBPyConnection,
    events: list[Row],
    sources: Mapping[str, Row],
    at: Addresses,
    picture: Picture,
    choosable: Set[str],
) -> Row:
    """Returns what stands before the list: the events that lead, and the pictures."""
    leads, first = answer.leading(events, picture.event)
    rows = [row | {"address": at(row["event"])} for row in run_query(con, timeline_svg.QUERY).dicts()]
    return {
        "leads": [event | {"by": answer.sentence_by(event, sources)} for event in leads],
        "first": first,
        "questions": list(answer.questions(events, first, at, choosable)),
        "density": years.density(rows, leads, picture),
        "ladder": answer.ladder(con, first) if first and first["n_plans"] else None,
        "strips": list(timeline_svg.strips(rows, picture)),
        "outliers": timeline_svg.outliers(rows, picture),
        "named": years.NAMED,
        "forms": drawing.FORMS,
    }
