"""Fitting the daily parameters: the likelihood, known parameters found again, and what is refused."""

import pytest

from interictal.errors import DataUnavailable
from interictal.forecast.patient.estimation import estimate, log_likelihood, transitions
from interictal.forecast.patient.filtering import posterior
from interictal.forecast.patient.grid import grid
from interictal.forecast.patient.parameters import Daily
from interictal.forecast.patient.records import FREE, HEADACHE, UNKNOWN
from support.grids import simulated

H, F, U = HEADACHE, FREE, UNKNOWN
TRUTH = Daily(0.6, 1.0, 0.7, 21.0, 0.9, 0.4)


def _mean(shape: tuple[float, float]) -> float:
    return shape[0] / sum(shape)


def test_the_likelihood_of_many_is_the_sum_of_each() -> None:
    """Diaries of any length, in any order, side by side as one by one."""
    diaries = [(H, F, U, H), (), (F,), (H,) * 9, (U, U)]
    one_by_one = sum(posterior(grid(TRUTH), days, None).log_likelihood for days in diaries)
    assert log_likelihood(TRUTH, diaries) == pytest.approx(one_by_one)


def test_known_parameters_are_found_again() -> None:
    """Simulated patients: each parameter in the 95 % interval of its estimate, and better than wrong ones."""
    diaries = simulated(TRUTH, 40, 60, seed=3, missing=0.1)
    found = estimate(diaries, TRUTH.drift_half_life_days)
    for name, (low, high) in found.intervals.items():
        assert low < getattr(TRUTH, name) < high, name
    assert set(found.intervals) == {"propensity", "propensity_sd", "drift_sd", "persistence", "persistence_sd"}
    assert found.daily.drift_half_life_days == TRUTH.drift_half_life_days
    assert found.log_likelihood == pytest.approx(log_likelihood(found.daily, diaries))
    assert found.log_likelihood > log_likelihood(Daily(-0.6, 1.0, 0.7, 21.0, 0.0, 0.4), diaries)
    recorded = [day for days in diaries for day in days if day != UNKNOWN]
    assert (found.patients, found.days, found.headache_days) == (40, len(recorded), sum(recorded))
    assert found.baselines.rate == pytest.approx(sum(recorded) / len(recorded))
    assert _mean(found.baselines.own) == pytest.approx(found.baselines.rate, abs=0.03)
    assert _mean(found.baselines.after_headache) > _mean(found.baselines.after_free)


@pytest.mark.parametrize("diaries", [[(H, F) * 200] * 9, [(H, F) * 10] * 10], ids=["patients", "days"])
def test_too_few_are_refused(diaries: list[tuple[int, ...]]) -> None:
    with pytest.raises(DataUnavailable, match="at least 10 patients and 300 days"):
        estimate(diaries)


def test_transitions_need_two_recorded_days_in_a_row() -> None:
    assert transitions((F, H, H, U, H, F, F)) == ((1, 1), (1, 1))
    assert transitions(()) == ((0, 0), (0, 0))


def test_diaries_that_tell_nothing_of_the_spread_are_refused() -> None:
    """Nobody has a headache: no level, no spread, no persistence can be told."""
    with pytest.raises(DataUnavailable):
        estimate([(F,) * 30] * 10)
