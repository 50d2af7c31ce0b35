"""Reads when an event of a table took place: from one column, from a start and an end, or from years, months and days."""

from collections.abc import Mapping
from dataclasses import dataclass

from summitevents.curate.event_tables import EventTable, Row
from summitevents.findings.finding import Finding, find
from summitevents.standards.written_dates import DateFormError, order_among, time_of_day, to_edtf

_STARTS = ("happened", "start", "year")
_ENDS = ("end", "end_year")
_WHOLE = ("happened", "start", "end")
"""The fields that have a whole date in one text."""


@dataclass(frozen=True, slots=True)
class EventDates:
    """The dates of a table. `order`: what comes first in dates such as 7/8/1969, where its other dates say so."""

    table: EventTable
    columns: Mapping[str, list[str]]
    order: str | None

    @classmethod
    def of(cls, table: EventTable, columns: Mapping[str, list[str]]) -> "EventDates":
        """Returns the dates of a table whose fields are these columns."""
        dated = [column for name in _WHOLE for column in columns.get(name, ())]
        return cls(
            table, columns, order_among(row.texts[one] for row in table.rows for one in dated if one in row.texts)
        )

    def happened(self, row: Row, said: Mapping[str, str]) -> tuple[str | None, Finding | None]:
        """Returns the date of a row as EDTF, None if it has none; or a finding, if it cannot be read."""
        start = next((name for name in _STARTS if said.get(name)), "")
        end = next((name for name in _ENDS if said.get(name) and start != "happened"), "")
        found = []
        for name in (start, end):
            text = _text(said, name)
            try:
                found.append(to_edtf(text, self.order) if text else "")
            except DateFormError as error:
                column = next(one for one in self.columns[name] if one in row.texts)
                place = self.table.place(row, column)
                return None, find("date-edtf", self.table.file, *place, field=name, value=text, problem=error)
        first, last = found
        return (f"{first}/{last}" if last and last != first else first) or None, None

    def times(self, row: Row) -> list[str]:
        """Returns the times of day that the dates of a row leave out, each with the name of its column."""
        columns = [column for name in _WHOLE for column in self.columns.get(name, ())]
        found = {column: time_of_day(row.texts.get(column, "")) for column in columns}
        return [f"{column}: {time}" for column, time in found.items() if time]


def _text(said: Mapping[str, str], name: str) -> str:
    """Returns the text of a date; of a year, with its month and its day: 1969-07-20."""
    if not name.endswith("year"):
        return said.get(name, "")
    year, *rest = (said.get(name.replace("year", part), "") for part in ("year", "month", "day"))
    parts = [part.zfill(2) for part in rest if part]
    sign, digits = ("-", year[1:]) if year.startswith("-") else ("", year)
    return "-".join([sign + digits.zfill(4), *parts]) if parts else year
