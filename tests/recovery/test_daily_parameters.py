"""Parameters that made the days are found again in them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from interictal.forecast.patient.estimation import Estimate, estimate
from interictal.forecast.patient.parameters import Daily, daily
from support.simulated_patients import from_continuous, with_missing

PATIENTS, DATA_SETS = 66, 4
"""As many patients as the shipped parameters were fitted to, with as many days each."""

OTHER = Daily(
    propensity=-0.5,
    propensity_sd=0.8,
    drift_sd=1.1,
    drift_half_life_days=28.0,
    persistence=1.4,
    persistence_sd=0.5,
)
"""A population unlike the shipped one: fewer headache days, more drift, days that stick together more."""

FITTED = ("propensity", "propensity_sd", "drift_sd", "persistence", "persistence_sd")


def _diaries(parameters: Daily, seed: int) -> list[list[int]]:
    rng = np.random.default_rng(seed)
    lengths = rng.integers(25, 46, PATIENTS).tolist()
    lived = [from_continuous(rng, parameters, None, length, None).days.tolist() for length in lengths]
    return [with_missing(rng, days, 0.05) for days in lived]


@cache
def _estimates() -> list[Estimate]:
    return [estimate(_diaries(daily(), seed)) for seed in range(DATA_SETS)]


def test_intervals_cover_what_made_the_days() -> None:
    """95 % intervals hold the truth about as often as they say: at least 15 of 20, below which chance is 1 in 3000."""
    held = [
        interval[0] <= getattr(daily(), name) <= interval[1]
        for fit in _estimates()
        for name, interval in fit.intervals.items()
    ]
    assert len(held) == DATA_SETS * len(FITTED)
    assert sum(held) >= 15


@pytest.mark.parametrize("name", FITTED)
def test_estimates_stand_around_the_truth(name: str) -> None:
    """The mean estimate is within a third of the width of an interval of what made the days: no parameter is off."""
    found = [getattr(fit.daily, name) for fit in _estimates()]
    width = np.mean([fit.intervals[name][1] - fit.intervals[name][0] for fit in _estimates()])
    assert abs(float(np.mean(found)) - getattr(daily(), name)) < width / 3


def test_another_population_is_told_apart() -> None:
    """Days of another population give its parameters, not the shipped ones."""
    fit = estimate(_diaries(OTHER, 50))
    for name in ("propensity", "propensity_sd", "persistence"):
        low, high = fit.intervals[name]
        assert low <= getattr(OTHER, name) <= high
    assert fit.intervals["propensity"][1] < daily().propensity
    assert fit.intervals["persistence"][0] > daily().persistence
