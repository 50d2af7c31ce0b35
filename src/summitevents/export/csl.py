"""CSL-JSON of the sources, for Zotero, Pandoc and other makers of references (CSL 1.0.2).

https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV. Names are not split (`literal`): no
document says which part of a name is the family name. If several days are possible, the date is the month or year that
holds them all, marked `circa`; if no year holds them all, or only a bound is known, it is in words (`literal`).
"""

import re

import duckdb

from summitevents.export.calendar_units import enclosing_unit, exact_unit, parse_unit
from summitevents.export.json_document import json_document
from summitevents.query.select import Row, run_query

_SOURCES = """SELECT sources.*, uncertain, approximate FROM sources
LEFT JOIN dates ON dates.edtf = sources.published ORDER BY source"""
_CITED = f"""SELECT found.*, string_agg(cited.passage, '; ' ORDER BY cited.standing) AS passages
FROM ({_SOURCES}) AS found
JOIN (
    SELECT source, min(standing) AS standing, coalesce(locator, 'characters ' || passage_start || '–' || passage_end) AS passage
    FROM claims WHERE event = $event OR record = $record
    GROUP BY ALL
    UNION ALL SELECT source, 0, NULL FROM sources WHERE source = $source
) AS cited ON cited.source = found.source
GROUP BY ALL ORDER BY min(cited.standing), found.source"""
"""The sources of an event's claims, the shown one first; of one claim; or one source."""
_TYPES = {
    "news": "article-newspaper", "commentary": "article-magazine", "analysis": "article", "statement": "document",
    "transcript": "speech", "report": "report", "treaty": "treaty", "reference": "entry-encyclopedia", "page": "webpage",
}  # fmt: skip


def encode(con: duckdb.DuckDBPyConnection) -> bytes:
    """Returns a JSON array with a CSL item for each source, in the order of their slugs."""
    return json_document([_item(row) for row in run_query(con, _SOURCES).dicts()], indent=1)


def source_items(con: duckdb.DuckDBPyConnection) -> dict[str, Row]:
    """Returns slug → the CSL item of each source, without passages; see `export.references.Item`."""
    return {row["source"]: _with_words(row) for row in run_query(con, _SOURCES).dicts()}


def cited_items(con: duckdb.DuckDBPyConnection, event: str | None, record: str | None, source: str | None) -> list[Row]:
    """Returns a CSL item for each source that an event or a claim cites, or for the source; see `export.references.Item`."""
    bound = {"event": event, "record": record, "source": source}
    return [
        _with_words(row) | ({"locator": row["passages"]} if row["passages"] else {})
        for row in run_query(con, _CITED, bound).dicts()
    ]


def _with_words(row: Row) -> Row:
    copied = {"copy": row["copy_address"]} if row["address"] and row["copy_address"] else {}
    return {**_item(row), "words": row["published_words"] or "undated", **copied}


def _item(row: Row) -> Row:
    genre = row["genre"]
    fields = {
        "id": row["source"], "type": _TYPES.get(genre, "document"), "title": row["title"],
        "author": [{"literal": name} for name in row["author"] or []],
        "container-title": row["publisher"] if genre in ("news", "commentary") else None,
        "publisher": row["publisher"], "issued": _issued(row), "language": row["language"],
        "URL": row["address"] or row["copy_address"], "note": row["note"],
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _issued(row: Row) -> Row | None:
    """Returns when it came out: a unit, a season or an interval; in words if that is not known well enough for either."""
    published, first, last = row["published"] or "", row["published_earliest"], row["published_latest"]
    season = re.fullmatch(r"([0-9]{4})-(2[1-9]|3[0-2])[?~%]?", published)
    if season:
        issued: Row = {"date-parts": [[int(season[1])]], "season": (int(season[2]) - 21) % 4 + 1}
        exact = True
    elif first and last and (unit := enclosing_unit(first, last)):
        issued, exact = {"date-parts": [list(unit)]}, exact_unit(first, last) is not None
    elif first and last and "/" in published and first <= last:
        issued, exact = {"date-parts": [list(parse_unit(first)), list(parse_unit(last))]}, True
    else:
        return {"literal": row["published_words"]} if published or row["known_from"] else None
    sure = row["published_basis"] != "inferred" and not row["uncertain"] and not row["approximate"]
    return issued | ({} if sure and exact else {"circa": True})
