"""Imports a table of events: for each row a claim, what it cites, and who took part.

A row without an address is cited from its file, which becomes a source.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from summitevents.curate.batch import utc_now
from summitevents.curate.event_columns import CLAIMED, PARTIES, TIMES
from summitevents.curate.event_dates import EventDates
from summitevents.curate.event_tables import EventTable, Row, RowFinding
from summitevents.curate.field_text import parse_field
from summitevents.curate.proposal import proposed_batch
from summitevents.curate.typed import as_typed
from summitevents.errors import RefusedError, UnreadableError
from summitevents.findings.finding import Finding
from summitevents.log.package import Package, batch_file

ROLE = "participant"
"""The role of who is named without one."""
_LONGEST = 60
"""Characters of a slug that is made from words."""
Said = Mapping[str, str]
"""A row: field → its text."""


class Imported(NamedTuple):
    """The records that were written; what to look at in them; what kept rows out, and how many rows."""

    records: list[dict[str, Any]]
    warnings: list[Finding]
    left: list[Finding]
    rows_left: int


@dataclass(slots=True)
class EventsImport:
    """The records of a table, and what each came from: its row, and the columns of its fields.

    Rows with one title and one date are claims of one event. `findings`: dates that cannot be read.
    """

    table: EventTable
    columns: Mapping[str, list[str]]
    kind: str
    records: list[dict[str, Any]] = field(default_factory=list)
    origins: list[Row | None] = field(default_factory=list)
    findings: list[RowFinding] = field(default_factory=list)
    slugs: dict[tuple[str, object], str] = field(default_factory=dict)

    def draft(self) -> "EventsImport":
        """Drafts the records: the place, actors and sources of a row, and a claim of each of its addresses. Returns itself."""
        dates = EventDates.of(self.table, self.columns)
        for row in self.table.rows:
            said = {name: _joined(row, columns) for name, columns in self.columns.items()}
            happened, wrong = dates.happened(row, said)
            self.findings += [(row.number, wrong)] if wrong else []
            notes = [f"{one}: {_joined(row, [one])}" for one in self.columns.get("note", ()) if one in row.texts]
            claim = {
                "op": "claim", "event": self._event(said, happened), "kind": self.kind, "status": "occurred",
                **{name: said[name] for name in CLAIMED if said.get(name)},
                "happened": happened, "basis": "stated" if happened else None, "place": self._place(row, said),
                "actors": list(self._actors(row)), "note": "; ".join([*notes, *dates.times(row)]),
            }  # fmt: skip
            for address in _addresses(said.get("address", "")) or (None,):
                cited = {"source": self._source(row, said, address), "locator": self._locator(row, said, address)}
                self._add(row, claim | cited)
        return self

    def rows_of(self, error: RefusedError) -> set[int]:
        """Returns the numbers of the rows that errors are of. Raises the error if one of them is of no row."""
        own = {finding: number for number, finding in self.findings}
        rows = set()
        for finding in (one for one in error.findings if one.severity == "error"):
            row = self.origins[finding.line - 1] if finding.file == error.file and finding.line else None
            if row is None and finding not in own:
                raise RefusedError(self.place_findings(error.findings, error.file))
            rows.add(row.number if row else own[finding])
        return rows

    def place_findings(self, findings: Iterable[Finding], batch: str) -> list[Finding]:
        """Returns findings with those in the lines of `batch`, a line a record, moved to the texts they came from."""
        placed = [self._placed(finding) if finding.file == batch else finding for finding in findings]
        return sorted(placed, key=lambda f: (f.file != self.table.file, f.file, f.line or 0, f.column or 0))

    def _placed(self, finding: Finding) -> Finding:
        row = self.origins[finding.line - 1] if finding.line else None
        if row is None:
            return replace(as_typed(finding), file=self.table.file, line=None, column=None, record=None)
        name = (finding.field or "").split(".")[0]
        names = {"happened": TIMES, "actors": PARTIES}.get(name, (name,))
        column = next((one for name in names for one in self.columns.get(name, ()) if one in row.texts), None)
        line, place = self.table.place(row, column)
        return replace(as_typed(finding), file=self.table.file, line=line, column=place, record=None)

    def _add(self, row: Row | None, record: Mapping[str, Any]) -> None:
        self.records.append({name: value for name, value in record.items() if value not in (None, "", [])})
        self.origins.append(row)

    def _slug(self, op: str, key: object, words: str) -> tuple[str, bool]:
        """Returns the slug of a thing, and whether it is new: made from words, with a number if another has it."""
        if (op, key) in self.slugs:
            return self.slugs[op, key], False
        base = slug = _slugged(words) or op
        taken = {slug for (of, _), slug in self.slugs.items() if of == op}
        number = 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        self.slugs[op, key] = slug
        return slug, True

    def _event(self, said: Said, happened: str | None) -> str:
        title = said.get("title", "")
        return _slugged(said.get("event", "")) or self._slug("event", (title, happened), title)[0]

    def _place(self, row: Row, said: Said) -> str | None:
        where = {name: parse_field(name, "number", said[name]) for name in ("latitude", "longitude") if said.get(name)}
        name = said.get("place") or (said.get("title") if where else None)
        if not name:
            return None
        slug, new = self._slug("place", name, name)
        if new:
            self._add(row, {"op": "place", "place": slug, "name": name, **where})
        return slug

    def _actors(self, row: Row) -> Iterator[dict[str, str]]:
        """Yields who took part: the names in a cell, between semicolons, each perhaps with its role behind a colon."""
        for type in PARTIES:
            named = (row.texts[column] for column in self.columns.get(type, ()) if column in row.texts)
            for text in {one.strip(): None for cell in named for one in cell.split(";") if one.strip()}:
                name, _, role = (part.strip() for part in text.rpartition(":")) if ":" in text else (text, "", "")
                slug, new = self._slug("actor", (type, name), name)
                if new:
                    self._add(row, {"op": "actor", "actor": slug, "type": type, "name": name})
                yield {"actor": slug, "role": role or ROLE}

    def _source(self, row: Row, said: Said, address: str | None) -> str:
        titled = said.get("source_title") or None
        web = urlsplit(address) if address and address.startswith(("http://", "https://")) else None
        if address is None and titled is None:
            return self._own_source()
        host = f"{web.netloc.removeprefix('www.')} {web.path.rstrip('/').rpartition('/')[2]}" if web else None
        slug, new = self._slug("source", (address, titled), host or titled or address or "")
        if new:
            unknown = "Its title is not known: the table gives its address alone." if web and not titled else None
            self._add(row, {
                "op": "source", "source": slug, "title": titled or address, "publisher": said.get("publisher"),
                "published": said.get("published"), "published_basis": "stated" if said.get("published") else None,
                "address": address if web else None, "at_hand": False, "note": unknown,
            })  # fmt: skip
        return slug

    def _own_source(self) -> str:
        """Returns the slug of the file itself, which stands for rows that cite nothing."""
        file = PurePath(self.table.file)
        slug, new = self._slug("source", None, file.stem)
        if new:
            note = "The table of events that the log was started from."
            self._add(None, {"op": "source", "source": slug, "title": file.name, "genre": "reference", "note": note})
        return slug

    def _locator(self, row: Row, said: Said, address: str | None) -> str:
        at = f"{self.table.unit} {row.number}"
        cites = address is not None or bool(said.get("source_title"))
        return said.get("locator") or (f"as {at} of {PurePath(self.table.file).name} cites it" if cites else at)


def import_events(
    package: Package,
    table: EventTable,
    columns: Mapping[str, list[str]],
    kind: str,
    wrong: list[RowFinding],
    leave_out: bool,
) -> Imported:
    """Writes the events of a table into a log, in one batch. `wrong`: what reading found already, with the rows.

    Raises RefusedError, and writes nothing, if a row does not fit; with `leave_out` only if none does.
    """
    left: list[Finding] = []
    gone: set[int] = set()
    while True:
        drafted = EventsImport(table, columns, kind).draft()
        drafted.findings[:0] = wrong
        if not drafted.records:
            wanting = left or [one for _, one in drafted.findings]
            raise RefusedError(wanting) if wanting else UnreadableError(f"{table.file} has no events")
        batch = f"{utc_now()[:10]}-import"
        try:
            with proposed_batch(
                package, drafted.records, batch=batch, input_findings=[one for _, one in drafted.findings]
            ) as proposal:
                proposal.write()
                warnings = drafted.place_findings(proposal.warnings, batch_file(batch))
                return Imported(drafted.records, warnings, left, len(gone))
        except RefusedError as error:
            placed = drafted.place_findings(error.findings, error.file)
            if not leave_out:
                raise RefusedError(placed) from None
            gone |= drafted.rows_of(error)
            left += placed
            table, wrong = replace(table, rows=[row for row in table.rows if row.number not in gone]), []


def _joined(row: Row, columns: Iterable[str]) -> str:
    """Returns the texts of a row in these columns, with one space for any white space."""
    return " ".join(" ".join(row.texts[one] for one in columns if one in row.texts).split())


def _addresses(text: str) -> list[str]:
    """Returns the addresses in a cell, in ASCII (RFC 3987, section 3.1); the whole text if there is none."""
    found = [one.rstrip(",.") for one in re.findall(r"https?://[^\s|;<>\"]+", text)]
    return [quote(one, safe="!#$%&'()*+,/:;=?@[]~-._") for one in dict.fromkeys(found)] or ([text] if text else [])


def _slugged(text: str) -> str:
    """Returns words as a slug: small letters and digits of ASCII, with hyphens; empty if nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-")
