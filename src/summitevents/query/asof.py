"""As-of queries: the tables of an earlier state of the log, of what was known by a day, or of a stretch of time.

Three axes. *Recorded*: only the first records of the log. *Known*: only what sources say that were out by a day.
*Happened*: only events under way between two days. On the last two, a date may leave room: by default what is possible
counts, with `certain` only what must be so. A source was not out before what it tells as past: `sources.known_from`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from summitevents.build import cache
from summitevents.errors import UnreadableError
from summitevents.fold.database import create_table
from summitevents.fold.scope import Scope
from summitevents.log.package import Package
from summitevents.log.releases import VERSION, find_release
from summitevents.query.select import duckdb_errors


@dataclass(frozen=True, slots=True)
class View:
    """Where a reader stands. `as_of`: a position, "sealed", a release, or a time. The others: EDTF dates. None: no limit."""

    as_of: str | None = None
    known_by: str | None = None
    from_: str | None = None
    to: str | None = None
    certain: bool = False


HERE = View()


def connect(
    package: Package, view: View = HERE, memory: int | None = None, described: bool = False
) -> duckdb.DuckDBPyConnection:
    """Returns a connection to a package's tables as they are in a view. `memory`, `described`: as for `cache.connect`.

    Raises BadLogError, UnreadableError.
    """
    first, last = day_of("--from", view.from_, last=False), day_of("--to", view.to, last=True)
    if first and last and first > last:
        raise UnreadableError(f"--from {view.from_} --to {view.to} runs backwards")
    con = cache.connect(package, scope(package, view), memory, described)
    with duckdb_errors():
        _narrow(con, first, last, view.certain)
    return con


def scope(package: Package, view: View) -> Scope:
    """Returns how much of the log is folded for a view."""
    pos = None
    if view.as_of is not None:
        with cache.connect(package) as con:
            pos = position(con, package, view.as_of, "--as-of ")
    known_by = day_of("--known-by", view.known_by, last=True)
    return Scope(pos, known_by, view.certain and known_by is not None)


def position(con: duckdb.DuckDBPyConnection, package: Package, text: str, option: str = "") -> int:
    """Returns the position that a number, "sealed", a release, a day or a time in UTC stands for; a day means its end.

    For a time, that is the last record before the first one written down later (the running maximum of `recorded_at`).
    Raises UnreadableError.
    """
    size = _number(con, "SELECT count(*) FROM log")
    if re.fullmatch("[0-9]+", text):
        if int(text) > size:
            raise UnreadableError(f"the log has {size:,} records, not {int(text):,}")
        return int(text)
    if text == "sealed":
        return package.sealed()
    if re.fullmatch(VERSION, text):
        return find_release(package, text).size
    try:
        until = day_of("", text, last=True)
    except UnreadableError:
        forms = "write a position such as 3300, a day, a time in UTC, a release such as 1.0.0, or sealed"
        raise UnreadableError(f"{option}{text}: {in_edtf(text) or forms}") from None
    if "T" in text and not text.endswith("Z"):
        raise UnreadableError(f"{text}: a time is in UTC and ends in Z")
    moment = text if "T" in text else f"{until}T23:59:59Z"
    return _number(con, "SELECT coalesce(min(pos) - 1, $2) FROM log WHERE recorded_at > $1", [moment, size])


def _number(con: duckdb.DuckDBPyConnection, query: str, bound: list[object] | None = None) -> int:
    with duckdb_errors():
        found: list[tuple[int]] = con.execute(query, bound or []).fetchall()
    return found[0][0]


def doubts(con: duckdb.DuckDBPyConnection, view: View) -> Iterator[str]:
    """Yields how much a view has only because a day of publication, or the date of an event, leaves room."""
    if view.certain:
        return
    if view.known_by is not None:
        total, unsure = _numbers(con, "SELECT count(*), count_if(known_perhaps) FROM claims")
        if unsure:
            yield f"{unsure:,} of {total:,} claims may not have been known by {view.known_by}: their sources may have come out later (--certain leaves them out)"
    if view.from_ is not None or view.to is not None:
        total, unsure = _numbers(con, "SELECT count(*), count_if(NOT surely) FROM wanted")
        if unsure:
            yield f"{unsure:,} of {total:,} events only may reach into these days: their dates leave room (--certain leaves them out)"


def _numbers(con: duckdb.DuckDBPyConnection, query: str) -> tuple[int, int]:
    found: list[tuple[int, int]] = con.execute(query).fetchall()
    return found[0]


_OF_EVENTS = ("events", "timeline", "claims", "citations", "participants", "positions", "disputes", "relations")
_PERHAPS = "coalesce(latest, to_max, '~') >= $from AND coalesce(earliest, from_min, '') <= $to"
_SURELY = """coalesce(end_min, to_min, CASE end_flag WHEN 'open' THEN '~' END, earliest, from_min, '') >= $from
AND coalesce(start_max, from_max, CASE start_flag WHEN 'open' THEN '' END, latest, to_max, '~') <= $to"""
"""Where an end is unknown, it is no earlier than the start; and where a start is, no later than the end."""


def _narrow(con: duckdb.DuckDBPyConnection, first: str | None, last: str | None, certain: bool) -> None:
    """Shadows the event tables with views of the events under way between two days, both inclusive.

    Those of `events` and `timeline` have a column `within_perhaps`: whether the event only may reach into these days.
    """
    if first is None and last is None:
        return
    from summitevents.fold import dates

    days = {"from": first or "", "to": last or "~"}
    made = con.execute("SELECT current_database()").fetchall()[0][0]
    far = con.execute("SELECT DISTINCT happened FROM events WHERE 'beyond' IN (start_flag, end_flag)").fetchall()
    create_table(con, "TEMP TABLE distant", dates.DISTANT, [dates.distant_row(text) for (text,) in far])
    wanted = f"""SELECT event, coalesce({_SURELY}, FALSE) AS surely
        FROM "{made}".main.events LEFT JOIN temp.distant ON edtf = happened
        WHERE happened IS NOT NULL AND {_SURELY if certain else _PERHAPS}"""
    con.execute(f"CREATE TEMP TABLE wanted AS {wanted}", days)
    for name in _OF_EVENTS:
        marked = ", NOT surely AS within_perhaps" if name in ("events", "timeline") else ""
        con.execute(
            f'CREATE TEMP VIEW {name} AS SELECT {name}.*{marked} FROM "{made}".main.{name} AS {name} JOIN wanted ON wanted.event = {name}.event'
        )


def day_of(option: str, text: str | None, last: bool) -> str | None:
    """Returns the first or `last` possible day of an EDTF date, as a text that sorts.

    Raises UnreadableError, which names the option, if it is not a date; of one in another form it says how to write it.
    """
    if text is None:
        return None
    from summitevents.standards import edtf

    try:
        found = edtf.bounds(text)
    except edtf.EdtfError as error:
        own = "" if "; write " in error.reason else "; write 2019-02-27, 2019-02 or 2019"
        said = in_edtf(text) or error.reason + own
        raise UnreadableError(f"{option} {text}: {said}") from None
    day = found.end_max if last else found.start_min
    if day is None:
        raise UnreadableError(f"{option} {text}: write a day, month or year")
    return day


def in_edtf(text: str) -> str:
    """Returns how a date that people write in another form is written here: write 2019-02-28. Empty if it is none, a number, or has a time."""
    from summitevents.standards import written_dates

    if re.fullmatch("-?[0-9]+", text) or written_dates.time_of_day(text):  # 20190228 is no year
        return ""
    try:
        return f"write {written_dates.to_edtf(text)}"
    except written_dates.AmbiguousDateError as error:
        return str(error)
    except written_dates.DateFormError:
        return ""
