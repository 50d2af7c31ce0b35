"""Finds the package that a command works on, and opens its tables; says so if it is not one that its user can have meant."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from summitevents.cli.options import PeriodOptions, ViewOptions
from summitevents.cli.output import say
from summitevents.cli.progress_line import progress_line
from summitevents.cli.terminal import Manners
from summitevents.progress import BUILD_STAGES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from summitevents.log.package import Package
    from summitevents.query.asof import View


def package_to_read(data: Path | None) -> "Package":
    """Finds the package in `data`, or here, or above; else the one that came installed, and says that it is that."""
    from summitevents.log.package import locate

    package = locate(data)
    if package.read_only and data is None:
        say("no log here: this is the one that came installed (--data names another)")
    return _told(package, data)


def package_to_check(data: Path | None) -> "Package":
    """Finds the package in `data`, or here, or above. Raises UnreadableError if there is none: nothing is good unseen."""
    from summitevents.errors import UnreadableError
    from summitevents.log.package import locate

    package = locate(data)
    if package.read_only and data is None:
        raise UnreadableError("no log here: name one with --data, or the one that came installed: --data installed")
    return _told(package, data)


def _told(package: "Package", data: Path | None) -> "Package":
    """Returns the package; says once which it is where an environment variable names it."""
    if data is not None and str(data) == os.environ.get("SUMMITEVENTS_DATA") and not Manners.package_said:
        say(f"SUMMITEVENTS_DATA: {data}")
        Manners.package_said = True
    return package


def package_to_write(data: Path | None) -> "Package":
    """Finds the package in `data`, or here, or above. Raises UnreadableError if there is none."""
    from summitevents.log.package import locate

    package = locate(data)
    package.expect_writable()
    return _told(package, data)


def view_of(view: ViewOptions, period: PeriodOptions | None = None) -> "View":
    """Returns the view that the options ask for."""
    from summitevents.query import asof

    period = period or PeriodOptions()
    return asof.View(view.as_of, view.known_by, period.from_, period.to, view.certain)


def connect(
    package: "Package",
    view: ViewOptions | None = None,
    period: PeriodOptions | None = None,
    memory: int | None = None,
    described: bool = False,
) -> "DuckDBPyConnection":
    """Returns a connection to the package's tables; if they must be made first, a terminal shows how far that is."""
    from summitevents.log.cache_folder import why_nothing_is_kept
    from summitevents.query import asof

    if reason := why_nothing_is_kept():
        say(reason)
    with progress_line("folding", BUILD_STAGES):
        con = asof.connect(package, asked := view_of(view or ViewOptions(), period), memory, described)
    for doubt in asof.doubts(con, asked):
        say(doubt)
    return con
