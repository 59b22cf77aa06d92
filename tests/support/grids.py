"""A model of few states with its probabilities by writing out every path, and patients drawn from the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise, product
from math import exp, sqrt

import numpy as np

from interictal.forecast.patient.filtering import BLOCK_DAYS, Treatment
from interictal.forecast.patient.grid import Grid, drift_chain
from interictal.forecast.patient.parameters import Daily
from interictal.forecast.patient.records import UNKNOWN


def small_grid(kept: float = 0.8) -> Grid:
    """Two kinds of patient and three states of drift."""
    drift, moves, settled = drift_chain(3, kept)
    return Grid(
        level=np.array([-0.4, 1.1]),
        persistence=np.array([0.3, 1.2]),
        placebo=np.array([0.0, 0.5]),
        toxin=np.array([0.2, 0.9]),
        prior=np.array([0.35, 0.65]),
        drift=0.7 * drift,
        moves=moves,
        settled=settled,
    )


def simulated(parameters: Daily, patients: int, days: int, seed: int, missing: float = 0.0) -> list[tuple[int, ...]]:
    """Diaries of untreated patients drawn from the model itself, in continuous numbers rather than on its grid.

    Args:
        parameters: of the model.
        patients, days: how many of each.
        seed: of the generator.
        missing: share of days that are not recorded.
    """
    random = np.random.default_rng(seed)
    kept = 0.5 ** (1 / parameters.drift_half_life_days)
    found = []
    for _ in range(patients):
        level = random.normal(parameters.propensity, parameters.propensity_sd)
        persistence = random.normal(parameters.persistence, parameters.persistence_sd)
        drift, yesterday, diary = random.normal(0, parameters.drift_sd), 0.5, []
        for _ in range(days):
            drift = kept * drift + random.normal(0, parameters.drift_sd * sqrt(1 - kept**2))
            odds = level + drift + persistence * (yesterday - 0.5)
            yesterday = float(random.random() < 1 / (1 + exp(-odds)))
            diary.append(UNKNOWN if random.random() < missing else int(yesterday))
        found.append(tuple(diary))
    return found


def by_hand(
    grid: Grid, seen: Sequence[int], counts: Sequence[bool], treatment: Treatment | None = None
) -> tuple[float, list[float], list[float]]:
    """Probability of the days seen; then of 0, 1, ... headache days among those that count, and of each day.

    Every static state, every path of the drift and every run of days is written out and added up.
    """
    number = len(seen) + len(counts)
    likelihood = 0.0
    totals: dict[int, float] = defaultdict(float)
    daily = [0.0] * len(counts)
    for state, path in product(range(len(grid.level)), product(range(len(grid.drift)), repeat=number + 1)):
        weight = float(grid.prior[state]) * float(grid.settled[path[0]])
        for before, now in pairwise(path):
            weight *= float(grid.moves[before, now])
        free, headache = (_chance(grid, state, path[0], yesterday, 0, treatment) for yesterday in (0, 1))
        share = free / (1 - headache + free)
        for days in product((0, 1), repeat=number + 1):
            chance = weight * (share if days[0] else 1 - share)
            for index in range(number):
                came = days[index + 1]
                if index < len(seen) and seen[index] not in (UNKNOWN, came):
                    chance = 0.0
                    break
                p = _chance(grid, state, path[index + 1], days[index], index, treatment)
                chance *= p if came else 1 - p
            if not chance:
                continue
            likelihood += chance
            coming = days[len(seen) + 1 :]
            totals[sum(day for day, counting in zip(coming, counts, strict=True) if counting)] += chance
            for index, day in enumerate(coming):
                daily[index] += day * chance
    spread = [totals[count] / likelihood for count in range(sum(counts) + 1)]
    return likelihood, spread, [each / likelihood for each in daily]


def _chance(grid: Grid, state: int, drift: int, yesterday: int, day: int, treatment: Treatment | None) -> float:
    odds = float(grid.level[state]) + float(grid.drift[drift]) + float(grid.persistence[state]) * (yesterday - 0.5)
    if treatment is not None:
        block = min(day // BLOCK_DAYS, len(treatment.relief) - 1)
        odds -= treatment.placebo[block] * float(grid.placebo[state])
        odds -= treatment.relief[block] * float(grid.toxin[state])
    return 1 / (1 + exp(-odds))
