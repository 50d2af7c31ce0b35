"""How much tests do: enough by default to find a fault on the day it is made; what .ci/run does besides takes longer.

SUMMITEVENTS_EXAMPLES=10 lets property tests draw ten times as many examples, as .ci/run does. Of a long list of cases of
one kind, `some_of` leaves a few to the default run, and marks the others slow: `-m slow` runs those.
"""

import os
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("SUMMITEVENTS_EXAMPLES", "1"))


def examples(few: int, unhealthy: Iterable[HealthCheck] = (HealthCheck.too_slow,)) -> settings:
    """Lets a property test draw a few examples, or that many times SUMMITEVENTS_EXAMPLES; there is no deadline for one."""
    unhealthy = (*unhealthy, HealthCheck.function_scoped_fixture)
    return settings(max_examples=few * TIMES, deadline=None, print_blob=True, suppress_health_check=unhealthy)


def some_of(values: Iterable[Any], every: int) -> list[Any]:
    """Returns parameters of which the first of every so many runs by default; the others are slow."""
    return [pytest.param(value, marks=pytest.mark.slow) if n % every else value for n, value in enumerate(values)]
