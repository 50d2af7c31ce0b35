"""How much of a log is folded: the axes *recorded* and *known*."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """How much of the log is folded: its first `as_of` records, and of these only claims whose source was out by a day.

    `certain`: only sources that were surely out by then; otherwise those that may have been, too.
    """

    as_of: int | None = None
    known_by: str | None = None
    certain: bool = False


WHOLE = Scope()
