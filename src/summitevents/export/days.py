"""Bounds → what formats know that have days, months and years, but no ranges of possible days."""

from calendar import monthrange

Parts = tuple[int, ...]
"""A year; a year and a month; or a year, a month and a day."""


def unit(first: str | None, last: str | None) -> Parts | None:
    """The year, month or day that runs exactly from one day to the other; None where there is none, or a day is missing."""
    found = within(first, last)
    if found is None or (first, last) != edges(found):
        return None
    return found


def within(first: str | None, last: str | None) -> Parts | None:
    """The smallest day, month or year that holds both days; None where none does, or a day is missing."""
    if first is None or last is None:
        return None
    if first == last:
        return parts(first)
    if first[:7] == last[:7]:
        return parts(first[:7])
    return parts(first[:4]) if first[:4] == last[:4] else None


def parts(text: str) -> Parts:
    """2019-02 → (2019, 2)."""
    return tuple(int(part) for part in text.split("-"))


def text(found: Parts) -> str:
    """(2019, 2) → 2019-02, as ISO 8601 has it."""
    return "-".join([f"{found[0]:04}", *(f"{part:02}" for part in found[1:])])


def edges(found: Parts) -> tuple[str, str]:
    """The first and the last day of a year, month or day."""
    year, month, day = (*found, None, None)[:3]
    first = text((year or 0, month or 1, day or 1))
    return first, text((year or 0, month or 12, day or monthrange(year or 1, month or 12)[1]))
