"""Timelines with sources: a log of claims, only added to, and the tables that follow from it.

>>> import summitevents
>>> package = summitevents.open()
>>> for row in package.timeline(actor="Neil Armstrong"):
...     print(row.date_words, row.title)
>>> with package.connect() as con:
...     con.sql("SELECT title, happened FROM events WHERE disputed").show()
"""

from summitevents._version import __version__

TYPE_CHECKING = False  # typing's own would be imported before --version can answer
__all__ = [
    "BadLogError", "Dataset", "Finding", "RefusedError", "TimelineRow", "UnreadableError", "__version__", "open", "validate",
]  # fmt: skip

if TYPE_CHECKING:
    from summitevents.api import (
        BadLogError,
        Dataset,
        Finding,
        RefusedError,
        TimelineRow,
        UnreadableError,
        open,
        validate,
    )


def __dir__() -> list[str]:
    """Returns the names of the API."""
    return __all__


def __getattr__(name: str) -> object:
    """Names of the API are imported when they are first used, so that the command line starts at once."""
    if name in __all__:
        from summitevents import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
