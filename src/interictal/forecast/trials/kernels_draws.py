"""The numbers that one virtual trial has of its own, and shapes over its weeks; compiled, the same everywhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from interictal.forecast.trials.kernels_numbers import (
    STEP,
    Floats,
    compiled,
    exponential,
    logistic,
    mixed,
    quantile,
    stream,
    unit,
)

_TRIAL = np.uint64(2**63)
"""The arm number of what belongs to the trial as a whole."""


@compiled
def normals(seed: np.uint64, replicate: np.uint64, count: int) -> Floats:
    """Standard normal variates of a trial."""
    found = np.empty(count)
    state = stream(seed, replicate, _TRIAL, np.uint64(0))
    for n in range(count):
        state += STEP
        found[n] = quantile(unit(mixed(state)))
    return found


@compiled
def times(factor: Floats, z: Floats) -> Floats:
    """A lower triangle times a vector, summed in order."""
    found = np.zeros(factor.shape[0])
    for row in range(factor.shape[0]):
        for column in range(row + 1):
            found[row] += factor[row, column] * z[column]
    return found


@compiled
def moved(values: Floats, by: Floats, scales: NDArray[np.int64]) -> Floats:
    """Values moved on their scales: 0 plain, 1 logarithm, 2 log-odds."""
    found = np.empty_like(values)
    for n in range(len(values)):
        if scales[n] == 0:
            found[n] = values[n] + by[n]
        elif scales[n] == 1:
            found[n] = values[n] * exponential(by[n])
        else:
            odds = values[n] / (1 - values[n]) * exponential(by[n])
            found[n] = odds / (1 + odds)
    return found


@compiled
def placebo_shape(weeks: int, fast: float, slow: float, share: float) -> Floats:
    """The placebo response in the middle of each week, in units of its mean over weeks 21 to 24."""
    found = np.empty(max(weeks, 24))
    for week in range(len(found)):
        t = week + 0.5
        found[week] = (1 - share) * (1 - exponential(-t / fast)) + share * (1 - exponential(-t / slow))
    level = 0.25 * (found[20] + found[21] + found[22] + found[23])
    for week in range(len(found)):
        found[week] /= level
    return found[:weeks]


@compiled
def shifted(first: float, second: float, of_first: float, sd: float, share: float) -> tuple[float, float]:
    """Two levels of log-odds, moved by as much, so that the mean chance over people is ``share``.

    Args:
        first, second: levels.
        of_first: share of people with the first.
        sd: of people around their level.
        share: mean chance wanted.
    """
    low, high = -20.0, 20.0
    for _ in range(60):
        by = 0.5 * (low + high)
        total = 0.0
        for n in range(64):
            z = sd * quantile((n + 0.5) / 64)
            total += of_first * logistic(first + by + z) + (1 - of_first) * logistic(second + by + z)
        if total / 64 < share:
            low = by
        else:
            high = by
    return first + 0.5 * (low + high), second + 0.5 * (low + high)
