"""Exact confidence intervals of a proportion (Clopper and Pearson) and of a count (Garwood), by bisection.

Each limit is where the tail sum of the distribution itself reaches half of what the interval leaves out; no normal
approximation is used, because side effects are rare and clinics small.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from interictal.errors import InvalidInput

SOURCE = "interictal-side-effect-rates#intervals"


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided confidence interval.

    Args:
        low, high: its limits, in the unit of the estimate.
        level: its confidence level, 0.95 for 95 %.
    """

    low: float
    high: float
    level: float = 0.95

    def times(self, factor: float) -> Interval:
        """The interval of the estimate times ``factor``."""
        return Interval(self.low * factor, self.high * factor, self.level)


def proportion(x: int, n: int, *, level: float = 0.95) -> Interval:
    """The Clopper-Pearson interval of ``x`` out of ``n``.

    Args:
        x: how many had it, 0 to ``n``.
        n: out of how many, 1 or more.
        level: confidence level, above 0 and below 1.

    Returns:
        Limits from 0 to 1. Where none had it the lower limit is 0, where all had it the upper is 1.

    Raises:
        InvalidInput: a count that cannot be.

    Source: ``clopper-pearson-example``
    """
    _check(x, n, level)
    alpha = (1 - level) / 2
    low = 0.0 if x == 0 else _root(lambda p: 1 - _binomial(x - 1, n, p) - alpha, 0.0, 1.0)
    high = 1.0 if x == n else _root(lambda p: alpha - _binomial(x, n, p), 0.0, 1.0)
    return Interval(low, high, level)


def count(x: int, *, level: float = 0.95) -> Interval:
    """The exact Poisson interval of a count of ``x`` events.

    Args:
        x: events, 0 or more.
        level: confidence level, above 0 and below 1.

    Returns:
        Limits of the expected count. With no event the lower limit is 0.

    Raises:
        InvalidInput: a count that cannot be.

    Source: ``poisson-exact-epitools``
    """
    _check(x, max(x, 1), level)
    alpha = (1 - level) / 2
    top = 10.0
    while _poisson(x, top) > alpha:
        top *= 2
    low = 0.0 if x == 0 else _root(lambda mean: 1 - _poisson(x - 1, mean) - alpha, 0.0, top)
    return Interval(low, _root(lambda mean: alpha - _poisson(x, mean), 0.0, top), level)


_LARGEST = 10_000_000


def _check(x: int, n: int, level: float) -> None:
    if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= _LARGEST:
        raise InvalidInput("n", n, f"a whole number from 1 to {_LARGEST}", "Count again.")
    if isinstance(x, bool) or not isinstance(x, int) or not 0 <= x <= n:
        raise InvalidInput("x", x, f"a whole number from 0 to {n}", "Count again: a part is never more than the whole.")
    if not 0 < level < 1:
        raise InvalidInput("level", level, "above 0 and below 1", "Give 0.95 for 95 %.")


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function passes zero between ``low`` and ``high``."""
    for _ in range(100):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _binomial(x: int, n: int, p: float) -> float:
    """P(X <= x) of n trials at p, 0 < p < 1."""
    return _sum_down(
        (
            math.lgamma(n + 1)
            - math.lgamma(k + 1)
            - math.lgamma(n - k + 1)
            + k * math.log(p)
            + (n - k) * math.log1p(-p)
            for k in range(x, -1, -1)
        ),
        (n + 1) * p,
        x,
    )


def _poisson(x: int, mean: float) -> float:
    """P(X <= x) at a mean above 0."""
    return _sum_down((k * math.log(mean) - mean - math.lgamma(k + 1) for k in range(x, -1, -1)), mean, x)


def _sum_down(logarithms: Iterator[float], mode: float, x: int) -> float:
    """The sum of the terms from ``x`` down; below the mode they only shrink, so the rest may be left out when tiny."""
    total = 0.0
    for k, logarithm in zip(range(x, -1, -1), logarithms, strict=True):
        term = math.exp(logarithm)
        total += term
        if k < mode and term < total * 1e-17:
            break
    return total
