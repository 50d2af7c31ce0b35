"""CSL-JSON of the sources, for Zotero, Pandoc and other makers of references (CSL 1.0.2).

https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV. Names stay whole (`literal`): no
document says which part of a name is the family's. A day that is only possible becomes the month or year it lies in, marked `circa`.
"""

from typing import Any

import duckdb

from summitevents.export import days
from summitevents.query import run as query

Row = dict[str, Any]
_SOURCES = """SELECT sources.*, uncertain, approximate FROM sources
LEFT JOIN dates ON dates.edtf = sources.published ORDER BY source"""
_TYPES = {
    "news": "article-newspaper", "commentary": "article-magazine", "analysis": "article", "statement": "document",
    "transcript": "speech", "report": "report", "treaty": "treaty", "reference": "entry-encyclopedia", "page": "webpage",
}  # fmt: skip


def items(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """Each source as a CSL item."""
    return [_item(row) for row in query.run(con, _SOURCES).dicts()]


def _item(row: Row) -> Row:
    genre = row["genre"]
    fields = {
        "id": row["source"], "type": _TYPES.get(genre, "document"), "title": row["title"],
        "author": [{"literal": name} for name in row["author"] or []],
        "container-title": row["publisher"] if genre in ("news", "commentary") else None,
        "publisher": row["publisher"], "issued": _issued(row), "language": row["language"], "URL": row["address"],
        "note": row["note"],
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _issued(row: Row) -> Row | None:
    """The smallest year, month or day that holds every day on which it may have come out; a range where none does."""
    first, last = row["published_earliest"], row["published_latest"]
    if first is None or last is None:
        return {"literal": row["published_words"]} if row["published"] else None
    whole = days.within(first, last)
    found = [list(whole)] if whole else [list(days.parts(first)), list(days.parts(last))]
    sure = row["published_basis"] != "inferred" and not row["uncertain"] and not row["approximate"]
    return {"date-parts": found} | ({} if sure and days.unit(first, last) else {"circa": True})
