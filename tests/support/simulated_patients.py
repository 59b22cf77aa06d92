"""Patients simulated from the patient model itself, so that what is recovered from their days can be held to the truth.

Nothing here uses the filter under test: a patient is drawn and lives through the days one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from interictal.forecast.patient.filtering import BLOCK_DAYS, Treatment
from interictal.forecast.patient.grid import Grid
from interictal.forecast.patient.parameters import Daily, Response
from interictal.forecast.patient.records import FREE, HEADACHE, UNKNOWN

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Truth:
    """What a simulated patient is like.

    Args:
        level, persistence, placebo, toxin: as in the model; the last two 0 without treatment.
        drift: from the day before the first (index 0) to the last simulated day.
        days: 1 with headache, 0 without, for each simulated day, all of them: nothing is missing here.
    """

    level: float
    persistence: float
    placebo: float
    toxin: float
    drift: Floats
    days: NDArray[np.int64]


def toxin_scale(response: Response) -> tuple[float, float]:
    """Mean and spread of the logarithm of the toxin response, of patients with one."""
    mean = response.toxin / (1 - response.toxin_without_response)
    return log(mean) - response.toxin_spread**2 / 2, response.toxin_spread


def from_continuous(
    rng: np.random.Generator, daily: Daily, response: Response | None, length: int, treatment: Treatment | None
) -> Truth:
    """A patient from the prior as the parameters have it: normal spreads, an Ornstein-Uhlenbeck drift."""
    level = daily.propensity + daily.propensity_sd * rng.standard_normal()
    persistence = daily.persistence + daily.persistence_sd * rng.standard_normal()
    placebo = toxin = 0.0
    if response is not None:
        placebo = response.placebo + response.placebo_sd * rng.standard_normal()
        middle, spread = toxin_scale(response)
        toxin = exp(middle + spread * rng.standard_normal())
        if rng.random() < response.toxin_without_response:
            toxin = 0.0
    kept = 0.5 ** (1 / daily.drift_half_life_days)
    drift = np.empty(length + 1)
    drift[0] = daily.drift_sd * rng.standard_normal()
    for day in range(1, length + 1):
        drift[day] = kept * drift[day - 1] + daily.drift_sd * sqrt(1 - kept * kept) * rng.standard_normal()
    return _lived(rng, level, persistence, placebo, toxin, drift, treatment)


def from_grid(rng: np.random.Generator, grid: Grid, length: int, treatment: Treatment | None) -> Truth:
    """A patient from the prior as a grid has it: one of its states, its drift one of its chain."""
    static = int(rng.choice(len(grid.prior), p=grid.prior))
    at = int(rng.choice(len(grid.drift), p=grid.settled))
    path = [at]
    moves = np.cumsum(grid.moves, axis=1)
    for each in rng.random(length):
        at = min(int(np.searchsorted(moves[at], each, side="right")), len(grid.drift) - 1)
        path.append(at)
    return _lived(
        rng,
        float(grid.level[static]),
        float(grid.persistence[static]),
        float(grid.placebo[static]),
        float(grid.toxin[static]),
        grid.drift[path],
        treatment,
    )


def _lived(
    rng: np.random.Generator,
    level: float,
    persistence: float,
    placebo: float,
    toxin: float,
    drift: Floats,
    treatment: Treatment | None,
) -> Truth:
    def base(day: int) -> float:
        if treatment is None:
            return level
        block = min(max(0, day) // BLOCK_DAYS, len(treatment.relief) - 1)
        return level - placebo * treatment.placebo[block] - toxin * treatment.relief[block]

    def chance(day: int, yesterday: int) -> float:
        return 1 / (1 + exp(-(base(day) + drift[max(0, day + 1)] + persistence * (yesterday - 0.5))))

    # The day before the first: as the long run has it at that day's drift.
    after_free = 1 / (1 + exp(-(base(0) + drift[0] - persistence / 2)))
    after_headache = 1 / (1 + exp(-(base(0) + drift[0] + persistence / 2)))
    yesterday = int(rng.random() < after_free / (1 - after_headache + after_free))
    days = []
    for day, each in enumerate(rng.random(len(drift) - 1)):
        yesterday = int(each < chance(day, yesterday))
        days.append(yesterday)
    return Truth(level, persistence, placebo, toxin, drift, np.array(days))


def with_missing(rng: np.random.Generator, days: Sequence[int], scattered: float, run: int = 0) -> list[int]:
    """A diary of these days: each is left out with chance ``scattered``, and a run of ``run`` days somewhere."""
    gone = rng.random(len(days)) < scattered
    if run:
        start = int(rng.integers(0, len(days) - run))
        gone[start : start + run] = True
    return [UNKNOWN if missing else (HEADACHE if day else FREE) for day, missing in zip(days, gone, strict=True)]
