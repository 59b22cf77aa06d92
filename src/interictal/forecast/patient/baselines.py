"""The naive forecasts that the model must beat, each shrunk towards the same diaries that the model was fitted to.

The four baselines state one rate (or one pair of rates) for the patient. The two variants of ``VARIANTS`` also carry
the uncertainty of that rate; they are stronger than what is meant by a naive forecast and are reported beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import comb, lgamma, log

import numpy as np

from interictal.forecast.patient.estimation import transitions
from interictal.forecast.patient.parameters import Baselines
from interictal.forecast.patient.records import FREE, HEADACHE, UNKNOWN, Numbers

RECENT_DAYS = 28

_Forecast = tuple[Numbers, Numbers]
_Baseline = Callable[[Sequence[int], Sequence[bool], Baselines], _Forecast]


def population_rate(history: Sequence[int], counts: Sequence[bool], known: Baselines) -> _Forecast:
    """Every day as the pooled rate of the population has it."""
    return _constant(known.rate, counts)


def own_rate(history: Sequence[int], counts: Sequence[bool], known: Baselines) -> _Forecast:
    """The patient's own rate, shrunk towards the population."""
    headaches, free = _recorded(history)
    a, b = known.own
    return _constant((headaches + a) / (headaches + free + a + b), counts)


def last_28_days(history: Sequence[int], counts: Sequence[bool], known: Baselines) -> _Forecast:
    """The rate of the last 28 days (with half a day of each kind added, so that no day is impossible)."""
    headaches, free = _recorded(history[-RECENT_DAYS:])
    return _constant((headaches + 0.5) / (headaches + free + 1), counts)


def markov(history: Sequence[int], counts: Sequence[bool], known: Baselines) -> _Forecast:
    """A two-state Markov chain fitted to the patient, its two chances shrunk towards the population."""
    (a0, b0), (a1, b1) = _pairs(history, known)
    chance = np.array([a0 / (a0 + b0)]), np.array([a1 / (a1 + b1)])
    return _chain(history, counts, *chance, np.ones(1))


def own_rate_integrated(history: Sequence[int], counts: Sequence[bool], known: Baselines) -> _Forecast:
    """The patient's own rate with its uncertainty: beta-binomial."""
    headaches, free = _recorded(history)
    a, b = known.own[0] + headaches, known.own[1] + free
    days = sum(counts)
    spread = [log(comb(days, k)) + _beta(k + a, days - k + b) - _beta(a, b) for k in range(days + 1)]
    return np.exp(spread), np.full(len(counts), a / (a + b))


def markov_integrated(history: Sequence[int], counts: Sequence[bool], known: Baselines) -> _Forecast:
    """The Markov chain with the uncertainty of its two chances."""
    (a0, b0), (a1, b1) = _pairs(history, known)
    points = np.linspace(0.5, _POINTS - 0.5, _POINTS) / _POINTS
    first, second = np.meshgrid(points, points, indexing="ij")
    weight = np.outer(_density(points, a0, b0), _density(points, a1, b1))
    return _chain(history, counts, first.ravel(), second.ravel(), (weight / weight.sum()).ravel())


_POINTS = 60

BASELINES: dict[str, _Baseline] = {
    "population-rate": population_rate,
    "own-rate": own_rate,
    "last-28-days": last_28_days,
    "markov": markov,
}
VARIANTS: dict[str, _Baseline] = {
    "own-rate-integrated": own_rate_integrated,
    "markov-integrated": markov_integrated,
}


def _recorded(history: Sequence[int]) -> tuple[int, int]:
    return sum(day == HEADACHE for day in history), sum(day == FREE for day in history)


def _constant(chance: float, counts: Sequence[bool]) -> _Forecast:
    days = sum(counts)
    spread = np.array([comb(days, k) * chance**k * (1 - chance) ** (days - k) for k in range(days + 1)])
    return spread, np.full(len(counts), chance)


def _pairs(history: Sequence[int], known: Baselines) -> tuple[tuple[float, float], tuple[float, float]]:
    from_free, from_headache = transitions(history)
    return (
        (known.after_free[0] + from_free[1], known.after_free[1] + from_free[0]),
        (known.after_headache[0] + from_headache[1], known.after_headache[1] + from_headache[0]),
    )


def _chain(
    history: Sequence[int], counts: Sequence[bool], after_free: Numbers, after_headache: Numbers, weight: Numbers
) -> _Forecast:
    # Weights over the two chances; yesterday is what was recorded last, carried over the days since.
    last = next((back for back, day in enumerate(reversed(history)) if day != UNKNOWN), None)
    if last is None:
        with_it = after_free / (1 - after_headache + after_free)
    else:
        with_it = np.full(len(weight), float(history[len(history) - 1 - last]))
        for _ in range(last):
            with_it = with_it * after_headache + (1 - with_it) * after_free
    joint = np.zeros((sum(counts) + 1, 2, len(weight)))
    joint[0] = weight * (1 - with_it), weight * with_it
    daily = np.empty(len(counts))
    for day, counting in enumerate(counts):
        headache = joint[:, 0] * after_free + joint[:, 1] * after_headache
        free = joint.sum(axis=1) - headache
        daily[day] = headache.sum()
        if counting:
            headache = np.vstack((np.zeros((1, len(weight))), headache[:-1]))
        joint = np.stack((free, headache), axis=1)
    return joint.sum(axis=(1, 2)), daily


def _density(points: Numbers, a: float, b: float) -> Numbers:
    density = np.exp((a - 1) * np.log(points) + (b - 1) * np.log1p(-points) - _beta(a, b))
    total: Numbers = density / density.sum()
    return total


def _beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
