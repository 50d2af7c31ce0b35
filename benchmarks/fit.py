"""A law of growth for a few measured sizes: least squares of the relative error, in plain Python."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

TERMS: dict[str, Callable[[float], float]] = {"n": lambda n: n, "n·log₂ n": lambda n: n * math.log2(n)}
"""What may grow beside a constant."""


@dataclass(frozen=True, slots=True)
class Law:
    """value = constant + each × term(records)."""

    term: str
    constant: float
    each: float

    def at(self, records: float) -> float:
        """What it says of a size."""
        return self.constant + self.each * TERMS[self.term](records)

    def error(self, found: Mapping[int, float]) -> float:
        """The root of the mean square of the relative errors."""
        return math.sqrt(sum((self.at(n) / value - 1) ** 2 for n, value in found.items()) / len(found))


def fit(found: Mapping[int, float], term: str) -> Law:
    """The law with the least sum of squared relative errors: each size weighs the same, be it small or large.

    With u = 1/value and v = term/value that is constant × u + each × v ≈ 1, in two unknowns.
    """
    points = [(1 / value, TERMS[term](n) / value) for n, value in found.items()]
    uu, uv, vv = sum(u * u for u, _ in points), sum(u * v for u, v in points), sum(v * v for _, v in points)
    u, v = sum(u for u, _ in points), sum(v for _, v in points)
    bottom = uu * vv - uv * uv
    constant, each = (u * vv - v * uv) / bottom, (v * uu - u * uv) / bottom
    if constant < 0:  # no run takes less than nothing
        constant, each = 0.0, v / vv
    return Law(term, constant, each)


def best(found: Mapping[int, float]) -> Law:
    """Of the laws that may be, the one that errs least on what it was fitted to."""
    return min((fit(found, term) for term in TERMS), key=lambda law: law.error(found))
