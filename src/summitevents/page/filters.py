"""Filters without scripts: style that hides, in the list and in the pictures, every event but those that a reader chose."""

from collections.abc import Iterable

from summitevents.log.vocabulary import CONFIDENCE

MARKS = (*CONFIDENCE, "planned")
"""What an event can be marked as, in `data-x`: by what it is told, and whether anybody planned it."""


def rules(kinds: Iterable[str], actors: Iterable[tuple[str, str]]) -> str:
    """Returns a rule each for the events and for their marks in the pictures, for each choice.

    `actors`: what the list of actors has, the value of an option and the code of an actor. The form stands before all that it
    filters, so that a browser looks for a choice in the form alone (`form:has()~*`); a year without an event has no height.
    """
    choices = [("kind", kind, f'[data-k="{kind}"]') for kind in kinds]
    choices += [("who", value, f'[data-w~="{code}"]') for value, code in actors]
    choices += [("show", mark, f'[data-x~="{mark}"]') for mark in MARKS]
    return "".join(
        f'form:has([name={name}] [value="{value}"]:checked)~* .{what}:not({match}){{display:none}}\n'
        for name, value, match in choices
        for what in ("e", "m")
    )
