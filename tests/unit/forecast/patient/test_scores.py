"""Scores of forecasts of a count; worked figures stand in docs/spec/forecast-scores.md."""

from math import log, sqrt

import pytest

from interictal.forecast.patient.records import Expected
from interictal.forecast.patient.scores import LEAST_CHANCE, difference, scored, summary


def test_the_impossible_that_came_has_a_finite_score() -> None:
    """It lies outside every interval, in the bin where the distribution jumps over it."""
    found = scored(0, Expected((1.0, 0.0)), 1, [0.0], [1])
    assert found.log_score == pytest.approx(log(LEAST_CHANCE))
    assert found.pit == (0,) * 9 + (1,)
    assert found.covered == (0, 0, 0)
    assert found.inside == (False,) * 3
    low = scored(0, Expected((0.0, 1.0)), 0, [1.0], [0])
    assert low.pit == (1,) + (0,) * 9
    assert low.covered == (0, 0, 0)
    middle = scored(0, Expected((0.5, 0.0, 0.5)), 1, [0.5], [1])
    assert middle.pit[5] == 1
    assert middle.covered == (1, 1, 1)


def test_the_pit_fills_its_bins() -> None:
    """Sums to 1, whatever the count."""
    for count in range(4):
        found = scored(0, Expected((0.13, 0.27, 0.45, 0.15)), count, [0.5], [1])
        assert sum(found.pit) == pytest.approx(1)


def test_proper_scores_are_best_for_the_truth() -> None:
    """Expected log score and CRPS under a distribution are best for that distribution itself."""
    truth = (0.2, 0.5, 0.3)
    for other in ((0.3, 0.4, 0.3), (0.1, 0.8, 0.1), (1 / 3, 1 / 3, 1 / 3)):
        ours = [scored(0, Expected(truth), count, [0.5], [1]) for count in range(3)]
        theirs = [scored(0, Expected(other), count, [0.5], [1]) for count in range(3)]
        assert sum(p * (a.log_score - b.log_score) for p, a, b in zip(truth, ours, theirs, strict=True)) > 0
        assert sum(p * (a.crps - b.crps) for p, a, b in zip(truth, ours, theirs, strict=True)) < 0


def test_summary_is_the_mean() -> None:
    one = scored(0, Expected((0.2, 0.8)), 1, [0.75], [1])
    two = scored(3, Expected((0.2, 0.8)), 0, [0.75], [0])
    found = summary("m", [one, two, two])
    assert (found.forecasts, found.patients) == (3, 2)
    assert found.log_score == pytest.approx((log(0.8) + 2 * log(0.2)) / 3)
    assert found.brier == pytest.approx((0.0625 + 2 * 0.5625) / 3)
    assert sum(found.pit) == pytest.approx(10)
    assert found.coverage[50] == pytest.approx((one.covered[0] + 2 * two.covered[0]) / 3)
    assert found.interval_coverage == {50: 1 / 3, 80: 1, 95: 1}


def test_difference_takes_a_patients_forecasts_together() -> None:
    """Two forecasts of one patient that differ alike tell less than those of two patients."""
    sure, half = Expected((0.0, 1.0)), Expected((0.5, 0.5))

    def gap(*patients: int) -> tuple[float, float]:
        ours = [scored(each, sure if each < 2 else half, 1, [0.5], [1]) for each in patients]
        return difference(ours, [scored(each, half, 1, [0.5], [1]) for each in patients])

    assert gap(0) == (pytest.approx(log(2)), 0)
    mean, error = gap(0, 2)
    assert mean == pytest.approx(log(2) / 2)
    assert error == pytest.approx(sqrt(2 * (log(2) / 2) ** 2) / 2)
    assert gap(0, 0, 2, 2)[1] == pytest.approx(error)
    assert gap(0, 1, 2, 3)[1] < error
