"""Says which column of a table of events is which field: as it was told, else as columns are commonly called.

A column that no field is known for is left out, and `left_out` says so; several columns may be the note, or name persons.
"""

import re
import shlex
from collections.abc import Iterator, Mapping

from summitevents.curate.event_tables import EventTable, filled
from summitevents.errors import UnreadableError
from summitevents.findings.spelling import did_you_mean
from summitevents.log.vocabulary import SLUG

CLAIMED = ("kind", "title", "summary", "status", "outcome")
TIMES = ("happened", "start", "end", "year", "month", "day", "end_year", "end_month", "end_day")
PARTIES = ("person", "state", "organisation", "group")
"""The fields that name who took part: the types of actors."""
FIELDS = (
    "event", *CLAIMED, *TIMES, "place", *PARTIES, "latitude", "longitude", "address", "source_title", "publisher",
    "published", "locator", "note",
)  # fmt: skip
"""What a column may be."""
_NAMES = {
    "title": "name headline label event_title eventlabel itemlabel what",
    "summary": "description desc text details content event_description content_text",
    "happened": "date when event_date point_in_time pointintime datetime", "start": "start_date startdate begin from",
    "end": "end_date enddate to until", "place": "location where placelabel locationlabel", "latitude": "lat",
    "longitude": "lon lng long", "address": "url link source source_url sourceurl reference references links",
    "note": "notes remarks comment", "person": "people persons", "organisation": "organization organisations organizations",
}  # fmt: skip
_MEANT = {name: field for field, names in _NAMES.items() for name in names.split()} | {name: name for name in FIELDS}
"""What columns are commonly called, in small letters → the field."""


def columns_of(table: EventTable, mapping: Mapping[str, str], usual: Mapping[str, str]) -> dict[str, list[str]]:
    """Returns field → its columns. `mapping`: column → field, "" to leave it out; `usual`: what it is if that is silent.

    Raises UnreadableError if a column or a field is unknown, two columns are one field, or none is the title.
    """
    for column, name in mapping.items():
        if column not in table.columns:
            raise UnreadableError(f"{table.file} has no column {column}; {did_you_mean(column, table.columns)}")
        if name and name not in FIELDS:
            raise UnreadableError(f"an event has no field {name}; {did_you_mean(name, list(FIELDS))}")
    columns: dict[str, list[str]] = {}
    common = _commonly_meant(table.columns) | dict(usual)
    for column in sorted(table.columns, key=lambda column: column not in mapping):
        name = mapping.get(column, common.get(column, ""))
        if name in columns and name not in ("note", *PARTIES):
            if column not in mapping:
                continue
            raise UnreadableError(f"two columns of {table.file} are {name}: {columns[name][0]} and {column}")
        if name:
            columns.setdefault(name, []).append(column)
    if (
        "title" not in columns
        and "event" in columns
        and "event" not in mapping.values()
        and _has_words(table, columns["event"][0])
    ):
        columns["title"] = columns.pop("event")
    if "title" not in columns:
        raise UnreadableError(
            f"no column of {table.file} is known for the title; say which: --map COLUMN=title\nits columns: {', '.join(table.columns)}"
        )
    return columns


def _has_words(table: EventTable, column: str) -> bool:
    """Says whether a column has a text that is no slug."""
    return any(not re.fullmatch(SLUG, row.texts.get(column, "x")) for row in table.rows)


def _commonly_meant(columns: list[str]) -> dict[str, str]:
    """Returns column → the field that it is by its name. Beside a column of addresses, one called source has a title."""
    meant = {column: _MEANT.get(re.sub(r"[ -]+", "_", column.lower()), "") for column in columns}
    named = [column for column, name in meant.items() if name == "address" and column.lower() == "source"]
    if named and list(meant.values()).count("address") > 1:
        meant[named[0]] = "source_title"
    return meant


def left_out(table: EventTable, columns: Mapping[str, list[str]], told: Mapping[str, str]) -> Iterator[str]:
    """Yields a sentence, with a place, for each column with texts that nothing is taken from, unless that is as `told`."""
    taken = {column for names in columns.values() for column in names}
    for column, n, row in filled(table, [one for one in table.columns if one not in taken and told.get(one) != ""]):
        line, place = table.place(row, column)
        texts = f"{n:,} text{'s' if n != 1 else ''}"
        yield f"{table.file}:{line}:{place}: column {column} is left out, {texts}; to keep it: --map {shlex.quote(f'{column}=note')}, or =person if it names people"
