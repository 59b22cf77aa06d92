"""Who is let in: chances by baseline count that give a mean and an SD, compiled."""

from __future__ import annotations

import numpy as np

from interictal.forecast.trials.kernels import UNIT, Integers
from interictal.forecast.trials.kernels_numbers import Floats, compiled, exponential

DAYS = 29
"""Counts from 0 to 28."""
_STEEPEST, _CURVED = 60.0, 4.0
_ROUNDS = 60
FEWEST = 0.02
"""The smallest share let in for the sake of an SD."""


@compiled
def frequencies(counts: Integers) -> Floats:
    """Share of people with each count, from counts in 1/1024; those without a count are left out."""
    found = np.zeros(DAYS)
    known = 0
    for n in range(len(counts)):
        if counts[n] >= 0:
            found[(counts[n] + UNIT // 2) // UNIT] += 1.0
            known += 1
    return found / known


@compiled
def _moments(
    slope: float, curve: float, mean: float, least: int, share: Floats, weight: Floats
) -> tuple[float, float, float]:
    """Mean and SD where the chance of being let in goes with exp(slope c + curve c^2), c from the mean asked for.

    Then the share let in. ``weight`` is filled in: that chance, scaled so that the largest is 1.
    """
    top = -1e300
    for day in range(least, DAYS):
        if share[day] > 0.0:
            top = max(top, slope * (day - mean) + curve * (day - mean) * (day - mean))
    total = first = second = 0.0
    for day in range(DAYS):
        weight[day] = 0.0
        if day >= least:
            weight[day] = min(1.0, exponential(slope * (day - mean) + curve * (day - mean) * (day - mean) - top))
        mass = weight[day] * share[day]
        total += mass
        first += mass * day
        second += mass * day * day
    centre = first / total
    return centre, np.sqrt(max(0.0, second / total - centre * centre)), total


@compiled
def _tilt(curve: float, mean: float, least: int, share: Floats, weight: Floats) -> tuple[float, float, float]:
    """The slope that gives the mean, by halving; the mean rises with it."""
    low, high = -_STEEPEST, _STEEPEST
    for _ in range(_ROUNDS):
        slope = 0.5 * (low + high)
        centre, _sd, _total = _moments(slope, curve, mean, least, share, weight)
        if centre < mean:
            low = slope
        else:
            high = slope
    return _moments(0.5 * (low + high), curve, mean, least, share, weight)


@compiled
def solve(mean: float, sd: float, least: int, share: Floats, weight: Floats) -> tuple[float, float, float]:
    """Chances of being let in that give this mean and SD, or the nearest there are.

    Of all ways to choose people that give them, this one chooses least: it stays nearest to the people who come.

    Args:
        mean, sd: of the baseline of those let in.
        least: fewest days.
        share: of the people who come, by days.
        weight: filled in, shape (29,).

    Returns:
        Share let in, and the mean and SD reached.
    """
    low, high = -_CURVED, _CURVED
    for _ in range(_ROUNDS):
        curve = 0.5 * (low + high)
        _mean, spread, total = _tilt(curve, mean, least, share, weight)
        if total < FEWEST:
            spread = sd - 1.0 if curve < 0.0 else sd + 1.0
        if spread < sd:
            low = curve
        else:
            high = curve
    reached, spread, total = _tilt(0.5 * (low + high), mean, least, share, weight)
    return total, reached, spread
