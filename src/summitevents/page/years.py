"""Which years the pictures show, and how many events each has: the strip that stands first on the page."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape as in_xml

from summitevents.export.calendar_units import edtf_years
from summitevents.log.metadata import Picture
from summitevents.page.drawing import Lanes, shortened
from summitevents.query.select import Row


@dataclass(frozen=True, slots=True)
class Years:
    """The years that the pictures show.

    `first` to `last`: of all events; but the outermost hundredth on a side is only counted at the edge if it lies farther out than the
    others span. `close`: from here on, a year has a strip of its own: of the last three years, if they hold half of the events; else of
    none. What the package's picture says goes before.
    """

    first: int
    last: int
    close: int

    @staticmethod
    def of(rows: Iterable[Row], picture: Picture) -> "Years | None":
        """Returns the years of these events. None if none of them has a day in the years 1 to 9999."""
        years = sorted(year for row in rows if 0 < (year := year_of(row) or 0) < 10_000)
        if not years:
            return None
        rest = len(years) // 100
        first, last = years[rest], years[-1 - rest]
        span = last - first
        first = years[0] if first - years[0] <= span else first
        last = years[-1] if years[-1] - last <= span else last
        first, last = picture.first or first, picture.last or last
        if picture.close is not None:
            return Years(first, last, min(picture.close, default=last + 1))
        close = last - 2
        busy = first < close and 2 * sum(close <= year <= last for year in years) >= len(years)
        return Years(first, last, close if busy else last + 1)

    def outside(self, rows: Iterable[Row]) -> tuple[int, int]:
        """Returns how many events lie before and after these years."""
        years = [year for row in rows if (year := year_of(row)) is not None]
        return sum(year < self.first for year in years), sum(year > self.last for year in years)


def year_of(row: Row) -> int | None:
    """Returns the year of an event's first possible day, or of its last if only that is known; 0 is 1 BC. None without a year."""
    for day, flag, side in ((row["earliest"], row["start_flag"], 0), (row["latest"], row["end_flag"], -1)):
        if day:
            return int(day[:4])
        if flag == "beyond":
            return min(_first_years(row["happened"].split("/")[side]), default=None)
    return None


def _first_years(text: str) -> list[int]:
    """Returns the first year that each year of an EDTF text can be; none for XXXX, which is no year."""
    return edtf_years(re.sub("-[0-9X]{4}", lambda year: year[0].replace("X", "9"), text.replace("XXXX", "")))


def days_of(row: Row) -> str | None:
    """Returns the first and last possible day as texts that sort: 0 for a day before year 1, ~ for one after 9999. None if one is missing."""
    first, last = (
        row[day]
        or (
            row[flag] == "beyond" and ("0" if max(edtf_years(row["happened"].split("/")[side]), default=0) < 1 else "~")
        )
        for day, flag, side in (("earliest", "start_flag", 0), ("latest", "end_flag", -1))
    )
    return (first if first == last else f"{first}/{last}") if first and last else None


def edtf_year(year: int) -> str:
    """Returns a year as EDTF writes it: 2019, -0479 for 480 BC, Y12000."""
    return f"{year:0{4 + (year < 0)}}" if -10_000 < year < 10_000 else f"Y{year}"


def density(rows: Iterable[Row], leading: Sequence[Row], picture: Picture) -> tuple[str, int]:
    """Returns a strip with a bar for each year, and for each month of the close years, and a numbered pin for each leading event.

    Elements and height; nothing if no event has a day.
    """
    rows = list(rows)
    years = Years.of(rows, picture)
    if not years:
        return "", 0
    scale = _Scale(years)
    counts = Counter(slot for row in rows if (slot := scale.slot(row)) is not None)
    most = max(counts.values())
    bars = [
        f'<rect class="bar" x="{scale.x(slot):.2f}%" y="{44 - 40 * n / most:.1f}" width="{scale.width(slot) * 0.8:.2f}%" height="{40 * n / most:.1f}"/>'
        for slot, n in sorted(counts.items())
    ]
    ticks = [
        f'<text class="tick{look}" x="{x:.2f}%" y="58" text-anchor="{"end" if x > 90 else "start"}">{words}</text>'
        for x, words, look in scale.ticks()
    ]
    pins, lanes = "", Lanes()
    for number, event in enumerate(leading, 1):
        slot = scale.slot(event)
        if slot is not None:
            x = min(max(scale.x(slot) + scale.width(slot) / 2, 2.6), 97.4)
            pins += _pin(event, number, x, 74 + 20 * lanes.place(x - 2.6, x + 2.6))
    line = '<line class="axis" x1="0" y1="44" x2="100%" y2="44"/>'
    return "".join([*bars, line, *ticks]) + pins, 86 + 20 * max(len(lanes.used) - 1, 0)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Places across: years before the close ones share 30 per cent, their months the rest. A slot is a year, or a year and a month."""

    years: Years

    @property
    def _split(self) -> float:
        years = self.years
        return 0 if years.close <= years.first else 100 if years.close > years.last else 30

    def slot(self, row: Row) -> tuple[int, int] | None:
        """Returns the slot of an event. None if it has no day, or one outside these years."""
        year = year_of(row)
        if year is None or not self.years.first <= year <= self.years.last:
            return None
        return year, int((row["earliest"] or row["latest"])[5:7]) if year >= self.years.close else 0

    def width(self, slot: tuple[int, int]) -> float:
        """Returns how many per cent a slot is wide."""
        years = self.years
        if slot[0] < years.close:
            return self._split / (years.close - years.first)
        return (100 - self._split) / (12 * (years.last - years.close + 1))

    def x(self, slot: tuple[int, int]) -> float:
        """Returns where a slot begins."""
        year, month = slot
        if year < self.years.close:
            return (year - self.years.first) * self.width(slot)
        return self._split + (12 * (year - self.years.close) + month - 1) * self.width(slot)

    def ticks(self) -> list[tuple[float, str, str]]:
        """Returns places, labels and classes: the first year, some between, and each close year."""
        years = self.years
        before = years.close - years.first
        shown = {years.first} | ({years.first + before // 2} if before > 20 else set())
        found = [(self.x((year, 0)), str(year), "") for year in sorted(shown) if year < years.close]
        if before <= 20 and years.close > years.last and years.last > years.first:
            found.append((100.0, str(years.last), ""))
        return found + [(self.x((year, 1)), str(year), " year") for year in range(years.close, years.last + 1)]


def _pin(event: Row, number: int, x: float, y: int) -> str:
    words = in_xml(shortened(event["title"], 120))
    return (
        f'<a href="#_lead-{number}" tabindex="-1"><title>{words}</title><svg x="{x:.2f}%" y="{y}">'
        f'<circle class="pin" r="9"/><text class="no" y="4">{number}</text></svg></a>'
    )
