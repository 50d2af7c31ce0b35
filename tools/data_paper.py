"""Writes docs/data-paper.md: the text of tools/data-paper.md, with figures from the tables and tables from other pages of docs/."""

import re
from pathlib import Path
from typing import Any, NamedTuple

from duckdb import DuckDBPyConnection

from summitevents import sql
from summitevents.log.metadata import Metadata
from summitevents.query.select import run_query

_TEMPLATE = Path(__file__).with_name("data-paper.md")
_MAIN_YEARS = ("2017", "2018", "2019")


class Count(NamedTuple):
    """A row of the question `coverage`: how many, and the share in per cent."""

    n: int
    percent: float


def data_paper(con: DuckDBPyConnection, about: Metadata, version: str | None, docs: Path) -> str:
    """Returns the page. Raises KeyError if the template names a figure that there is not."""
    counted: dict[str, dict[str, Count]] = {}
    for row in run_query(con, sql.read("queries")["coverage"]).dicts():
        counted.setdefault(row["measure"], {})[row["item"]] = Count(row["n"], row["percent"])
    [(records, day, corrected, kinds, at_hand)] = run_query(
        con,
        """SELECT count(*), left(max(recorded_at), 10), (SELECT count(DISTINCT record) FROM corrections),
        (SELECT count(*) FROM kinds), (SELECT count(*) FROM sources WHERE at_hand) FROM log""",
    ).rows
    events = counted["events"]
    figures: dict[str, Any] = counted | {
        "title": about.title, "authors": about.authors, "day": day, "version": f"version {version}" if version else "not yet released",
        "records": records, "corrected": corrected, "kinds": kinds, "at_hand": "Two" if at_hand == 2 else at_hand,
        "undated": events["all"].n - events["with a date"].n,
        "main_years": sum(counted["events by year"][year].n for year in _MAIN_YEARS),
        "single": counted["claims per event"]["1 claim"].n,
        "official": sum(one.n for item, one in counted["sources by side"].items() if item.startswith("official of ")),
        "languages": _run(counted["sources by language"]), "genres": _run(counted["sources by genre"]),
        "confidence": _confidence(con, counted["events by confidence"]),
        "reading": _tables(docs / "curation.md")[-1], "chronologies": _chronologies(docs / "chronologies.md"),
    }  # fmt: skip
    return _TEMPLATE.read_text("utf-8").format_map(figures)


def _run(counts: dict[str, Count]) -> str:
    return ", ".join(f"{item} {one.n:,}" for item, one in counts.items())


def _confidence(con: DuckDBPyConnection, counts: dict[str, Count]) -> str:
    """Returns a row of a table for each term: what it means, and how many events it is said of."""
    means = dict(run_query(con, "SELECT term, definition FROM vocabulary WHERE list = 'confidence'").rows)
    return "\n".join(f"| {means[term]} | {one.n:,} |" for term, one in counts.items())


def _tables(page: Path) -> list[str]:
    """Returns the Markdown tables of a page, in order."""
    return [table.strip() for table in re.findall(r"(?:^\|.*\n)+", page.read_text("utf-8"), flags=re.MULTILINE)]


def _chronologies(page: Path) -> str:
    """Returns what the page of other chronologies sums up: the rows of its tables that have sums."""
    if not page.exists():
        return ""
    rows = []
    for section in page.read_text("utf-8").split("\n## ")[1:]:
        heading = section.partition("\n")[0]
        for line in re.findall(r"^\| \*\*(.*)\|$", section, flags=re.MULTILINE):
            lists, *sums = (cell.replace("*", "").strip() for cell in line.split("|"))
            if len(sums) == 5:
                whose = f"{heading}, {lists}" if lists.startswith("all ") else lists
                rows.append(f"| {whose} | {' | '.join(sums)} |")
    return (
        "The data were held against dated lists that others made, entry by entry, as far as the stored copies of these show, and what was\n"
        f"missing was then added. [{page.name}]({page.name}) names the lists, each day that differs, and which lists were held out and only counted.\n"
        "Of the others, that nothing is missing now says nothing of the next list; what the data had before says more.\n\n"
        "| lists | entries in scope | in the data before | after, same date | after, otherwise | missing |\n"
        "| --- | --: | --: | --: | --: | --: |\n" + "\n".join(rows)
    )
