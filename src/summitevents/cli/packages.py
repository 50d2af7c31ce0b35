"""Finds the package that a command works on, and says so if it is not one that its user can have meant."""

from pathlib import Path
from typing import TYPE_CHECKING

from summitevents.cli.output import say

if TYPE_CHECKING:
    from summitevents.log.package import Package


def package_to_read(data: Path | None) -> "Package":
    """Finds the package in `data`, or here, or above; else the one that came installed, and says that it is that."""
    from summitevents.log.package import locate

    package = locate(data)
    if package.read_only and data is None:
        say("no log here: this is the one that came installed (--data names another)")
    return package


def package_to_write(data: Path | None) -> "Package":
    """Finds the package in `data`, or here, or above. Raises UnreadableError if there is none."""
    from summitevents.log.package import locate

    package = locate(data)
    package.expect_writable()
    return package
