"""Which years the pictures show, and how many events each has: the strip that stands first on the page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape as in_xml
from math import inf

from summitevents.log.metadata import Picture
from summitevents.page.days import days_of, parts_of, sortable
from summitevents.page.drawing import Lanes, round_step, shortened
from summitevents.query.select import Row
from summitevents.standards.edtf_dates import year_name

FAR, NAMED = 100, 24
"""Years that are not far; how many outliers can be named."""


@dataclass(frozen=True, slots=True)
class Years:
    """The years that the pictures show.

    `first` to `last`: of all events but outliers, which are named below the strip. These lie farther out than the others span, and
    than FAR: with them, the others would have less than half of the width. They are a fifth of the events and NAMED at most, or a
    hundredth. `close`: from here on, a year has a strip of its own: of the last three years, if they hold half of the events; else of
    none. What the package's picture says goes before.
    """

    first: int
    last: int
    close: int

    @staticmethod
    def of(rows: Iterable[Row], picture: Picture) -> "Years | None":
        """Returns the years of these events. None if none of them has a year."""
        years = sorted(year for row in rows if (year := year_of(row)) is not None)
        if not years:
            return None
        first, last = _without_outliers(years)
        first = picture.first if picture.first is not None else first
        last = picture.last if picture.last is not None else last
        if picture.close is not None:
            return Years(first, last, min(picture.close, default=last + 1))
        close = last - 2
        busy = first < close and 2 * sum(close <= year <= last for year in years) >= len(years)
        return Years(first, last, close if busy else last + 1)

    def outside(self, rows: Iterable[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
        """Returns the events before and after these years."""
        dated = [(year, row) for row in rows if (year := year_of(row)) is not None]
        return [row for year, row in dated if year < self.first], [row for year, row in dated if year > self.last]


def _without_outliers(years: Sequence[int]) -> tuple[int, int]:
    """Returns the first and the last year, of those in order, that are no outliers."""
    n = len(years)
    most = max(min(round(n / 5), NAMED), n // 100)
    ends = [-inf, *years, inf]
    starts = [at for at in range(most + 1) if years[at] - ends[at] > FAR]
    stops = [at for at in range(n - 1 - most, n) if ends[at + 2] - years[at] > FAR]
    spans = []
    for first, last in ((first, last) for first in starts for last in stops if first + n - 1 - last <= most):
        span = years[last] - years[first]
        if min(years[first] - ends[first], ends[last + 2] - years[last]) > span:
            spans.append((span, years[first], years[last]))
    return min(spans)[1:]


def year_of(row: Row) -> int | None:
    """Returns the year of an event's first possible day, or of its last if only that is known; 0 is 1 BC. None without a year."""
    days = days_of(row)
    first = next((day for day in (days.earliest, days.latest) if day is not None), None)
    return None if first is None else parts_of(first)[0]


def span_of(row: Row) -> str | None:
    """Returns an event's first and last possible day as texts that sort, the one that is missing empty. None if both are."""
    days = days_of(row)
    first, last = (sortable(day) if day is not None else "" for day in (days.earliest, days.latest))
    return (first if first == last else f"{first}/{last}") or None


def edtf_year(year: int) -> str:
    """Returns a year as EDTF writes it: 2019, -0479 for 480 BC, Y12000."""
    return f"{year:0{4 + (year < 0)}}" if -10_000 < year < 10_000 else f"Y{year}"


def density(rows: Iterable[Row], leading: Sequence[Row], picture: Picture) -> tuple[str, int, int, str | None]:
    """Returns a strip with a bar for each year, and for each month of the close years, and a numbered pin for each leading event.

    Elements, height, how many years a bar before the close ones is of, and the first of these in words, if there are any; nothing
    if no event has a year.
    """
    rows = list(rows)
    years = Years.of(rows, picture)
    if not years:
        return "", 0, 1, None
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
    height = 86 + 20 * max(len(lanes.used) - 1, 0)
    close = year_name(str(years.close)) if years.close <= years.last else None
    return "".join([*bars, line, *ticks]) + pins, height, scale.step, close


@dataclass(frozen=True, slots=True)
class _Scale:
    """Places across: years before the close ones share 30 per cent, their months the rest. A slot is some years, or a month of one."""

    years: Years

    @property
    def _split(self) -> float:
        years = self.years
        return 0 if years.close <= years.first else 100 if years.close > years.last else 30

    @property
    def step(self) -> int:
        """How many years before the close ones share a bar."""
        return round_step((self.years.close - self.years.first) / 100)

    def slot(self, row: Row) -> tuple[int, int] | None:
        """Returns the slot of an event, by its first year. None if it has no day, or one outside these years."""
        year = year_of(row)
        if year is None or not self.years.first <= year <= self.years.last:
            return None
        if year < self.years.close:
            return year - (year - self.years.first) % self.step, 0
        days = days_of(row)
        return year, parts_of(next(day for day in (days.earliest, days.latest) if day is not None))[1]

    def width(self, slot: tuple[int, int]) -> float:
        """Returns how many per cent a slot is wide."""
        years = self.years
        if slot[0] < years.close:
            return self._split * min(self.step, years.close - slot[0]) / (years.close - years.first)
        return (100 - self._split) / (12 * (years.last - years.close + 1))

    def x(self, slot: tuple[int, int]) -> float:
        """Returns where a slot begins."""
        year, month = slot
        years = self.years
        if year < years.close:
            return self._split * (year - years.first) / (years.close - years.first)
        return self._split + (12 * (year - years.close) + month - 1) * self.width(slot)

    def ticks(self) -> list[tuple[float, str, str]]:
        """Returns places, labels and classes: the first year, some between, and each close year, or else the last."""
        years = self.years
        before = years.close - years.first
        shown = {years.first} | ({years.first + before // 2} if before > 20 else set())
        found = [(self.x((year, 0)), year_name(str(year)), "") for year in sorted(shown) if year < years.close]
        if years.close > years.last > years.first:
            found.append((100.0, year_name(str(years.last)), ""))
        return found + [
            (self.x((year, 1)), year_name(str(year)), " year") for year in range(years.close, years.last + 1)
        ]


def _pin(event: Row, number: int, x: float, y: int) -> str:
    words = in_xml(shortened(event["title"], 120))
    return (
        f'<a href="#_lead-{number}" tabindex="-1"><title>{words}</title><svg x="{x:.2f}%" y="{y}">'
        f'<circle class="pin" r="9"/><text class="no" y="4">{number}</text></svg></a>'
    )
