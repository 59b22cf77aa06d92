"""The daily parameters from the diaries of many patients: most probable values, with intervals from the curvature.

Loads scipy when it is called. The half-life of the drift is held: diaries of a few weeks fit 7 days and 120 days
alike (docs/patient-forecast.md has the profile).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np

from interictal.errors import DataUnavailable
from interictal.forecast.patient.filtering import Chances, passed, start
from interictal.forecast.patient.grid import grid
from interictal.forecast.patient.parameters import Baselines, Daily
from interictal.forecast.patient.records import FREE, HEADACHE, UNKNOWN, Numbers

DRIFT_HALF_LIFE_DAYS = 28.0

LEAST_PATIENTS, LEAST_DAYS = 10, 300

_PRIORS = {"drift_sd": (log(0.8), 0.7), "persistence_sd": (log(0.5), 0.5)}
"""Log-normal priors of the two spreads that short diaries hardly tell: middle and spread of the logarithm. Ours."""

_NAMES = ("propensity", "propensity_sd", "drift_sd", "persistence", "persistence_sd")
_POSITIVE = ("propensity_sd", "drift_sd", "persistence_sd")
_FLAT = 1e-3
"""Curvature under which the misfit is flat: an interval would span many orders of magnitude."""

_MOST_SHAPE = 1e4
"""Largest shape of a beta distribution: beyond it, patients are alike for every purpose."""

_LOG_MOST = log(_MOST_SHAPE)

_START = (0.9, log(1.2), log(0.8), 0.7, log(0.4))


@dataclass(frozen=True, slots=True)
class Estimate:
    """Parameters fitted to diaries.

    Args:
        daily: the most probable values.
        intervals: 95 percent interval of each, from the curvature at the maximum, by name.
        log_likelihood: of all days at these values.
        baselines: what the baselines shrink towards, fitted to the same days.
        patients, days, headache_days: what it rests on.
    """

    daily: Daily
    intervals: dict[str, tuple[float, float]]
    log_likelihood: float
    baselines: Baselines
    patients: int
    days: int
    headache_days: int


def log_likelihood(daily: Daily, diaries: Sequence[Sequence[int]]) -> float:
    """Natural logarithm of the probability of many diaries, all followed side by side."""
    states = grid(daily)
    chances = Chances(states, None)
    pair = chances.on(0)
    ordered = sorted(diaries, key=len, reverse=True)
    lengths = np.array([len(days) for days in ordered])
    longest = int(lengths[0])
    table = np.full((len(ordered), longest), UNKNOWN)
    for row, days in enumerate(ordered):
        table[row, : len(days)] = days
    weight = np.repeat(start(states, chances).weight[None], len(ordered), axis=0)
    found = 0.0
    for day in range(longest):
        going = int((lengths > day).sum())
        without, with_it = passed(weight[:going], states, pair)
        seen = table[:going, day]
        with_it[seen == FREE] = 0
        without[seen == HEADACHE] = 0
        weight = np.stack((without, with_it), axis=1)
        total = weight.reshape(going, -1).sum(axis=1)
        found += float(np.log(total).sum())
        weight /= total[:, None, None, None]
    return found


def estimate(diaries: Sequence[Sequence[int]], half_life_days: float = DRIFT_HALF_LIFE_DAYS) -> Estimate:
    """Fit the daily parameters and the baselines to diaries.

    Args:
        diaries: each patient's days, ``UNKNOWN``, ``FREE`` or ``HEADACHE``, without treatment that starts meanwhile.
        half_life_days: half-life of the drift, held.

    Raises:
        DataUnavailable: fewer than 10 patients or 300 recorded days.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    recorded = sum(day != UNKNOWN for days in diaries for day in days)
    if len(diaries) < LEAST_PATIENTS or recorded < LEAST_DAYS:
        raise DataUnavailable(
            f"{len(diaries)} patients with {recorded} recorded days: at least {LEAST_PATIENTS} patients and "
            f"{LEAST_DAYS} days are needed to fit the daily parameters. Add diaries."
        )

    def misfit(position: Numbers) -> float:
        return -log_likelihood(_daily(position, half_life_days), diaries) - _prior(position)

    best = minimize(
        misfit, np.array(_START), method="Nelder-Mead", options={"maxfev": 600, "xatol": 1e-3, "fatol": 1e-4}
    )
    curvature = _curvature(misfit, best.x)
    if not (np.isfinite(curvature).all() and np.linalg.eigvalsh(curvature).min() > _FLAT):
        raise DataUnavailable(
            "the diaries do not tell the parameters apart: patients or days are too much alike. Add other diaries."
        )
    daily = _daily(best.x, half_life_days)
    return Estimate(
        daily,
        _intervals(best.x, curvature),
        log_likelihood(daily, diaries),
        _baselines(diaries),
        len(diaries),
        recorded,
        sum(day == HEADACHE for days in diaries for day in days),
    )


def _daily(position: Numbers, half_life_days: float) -> Daily:
    value = {name: exp(each) if name in _POSITIVE else float(each) for name, each in zip(_NAMES, position, strict=True)}
    return Daily(drift_half_life_days=half_life_days, **value)


def _prior(position: Numbers) -> float:
    found = 0.0
    for name, each in zip(_NAMES, position, strict=True):
        if name in _PRIORS:
            middle, spread = _PRIORS[name]
            found -= ((float(each) - middle) / spread) ** 2 / 2
    return found


def _curvature(misfit: Callable[[Numbers], float], at: Numbers, step: float = 0.05) -> Numbers:
    size = len(at)
    found = np.empty((size, size))

    def value(*moves: tuple[int, float]) -> float:
        position = at.copy()
        for index, by in moves:
            position[index] += by
        return misfit(position)

    middle = value()
    for i in range(size):
        found[i, i] = (value((i, step)) - 2 * middle + value((i, -step))) / step**2
        for j in range(i):
            corners = value((i, step), (j, step)) - value((i, step), (j, -step))
            corners += value((i, -step), (j, -step)) - value((i, -step), (j, step))
            found[i, j] = found[j, i] = corners / (4 * step**2)
    return found


def _intervals(at: Numbers, curvature: Numbers) -> dict[str, tuple[float, float]]:
    spread = np.sqrt(np.diag(np.linalg.inv(curvature)))
    found = {}
    for name, middle, each in zip(_NAMES, at, spread, strict=True):
        low, high = float(middle - 1.96 * each), float(middle + 1.96 * each)
        found[name] = (exp(low), exp(high)) if name in _POSITIVE else (low, high)
    return found


def _baselines(diaries: Sequence[Sequence[int]]) -> Baselines:
    headaches = [sum(day == HEADACHE for day in days) for days in diaries]
    free = [sum(day == FREE for day in days) for days in diaries]
    steps = [transitions(days) for days in diaries]
    return Baselines(
        sum(headaches) / (sum(headaches) + sum(free)),
        _beta(headaches, free),
        _beta([step[0][1] for step in steps], [step[0][0] for step in steps]),
        _beta([step[1][1] for step in steps], [step[1][0] for step in steps]),
    )


def transitions(days: Sequence[int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Pairs of recorded days in a row: from a free day (to free, to headache), and from a headache day."""
    found = [[0, 0], [0, 0]]
    for before, now in itertools.pairwise(days):
        if before != UNKNOWN and now != UNKNOWN:
            found[before][now] += 1
    return (found[0][0], found[0][1]), (found[1][0], found[1][1])


def _beta(yes: Sequence[int], no: Sequence[int]) -> tuple[float, float]:
    from scipy.optimize import minimize
    from scipy.special import betaln  # type: ignore[import-untyped]

    hits, misses = np.asarray(yes, dtype=float), np.asarray(no, dtype=float)

    def misfit(position: Numbers) -> float:
        a, b = np.exp(np.clip(position, -_LOG_MOST, _LOG_MOST))
        return float(-(betaln(hits + a, misses + b) - betaln(a, b)).sum())

    best = minimize(misfit, np.array([0.5, 0.0]), method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-8})
    a, b = np.exp(np.clip(best.x, -_LOG_MOST, _LOG_MOST))
    return float(a), float(b)
