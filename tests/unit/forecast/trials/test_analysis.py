"""Analyses of one trial against statsmodels and scipy, on the values behind the sums."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.proportion import proportions_ztest

from interictal.forecast.trials import kernels_sums
from interictal.forecast.trials.analysis import ancova, responders
from interictal.forecast.trials.counts import Range, over, quantile_of, seen, within
from interictal.forecast.trials.kernels import FIELDS, UNIT
from interictal.forecast.trials.tails import p_normal, p_t


def made(n: int, seed: int, shift: float) -> NDArray[np.int32]:
    """Values of people at a baseline and a visit, a few missing."""
    rng = np.random.default_rng(seed)
    values = np.full((n, 2, FIELDS), -1, np.int32)
    x = rng.integers(15 * UNIT, 28 * UNIT, n)
    values[:, 0, 0] = x
    values[:, 1, 0] = np.clip(0.7 * x + rng.normal(-shift * UNIT, 3 * UNIT, n), 0, 28 * UNIT)
    values[rng.random(n) < 0.1, 1, 0] = -1
    return values


def sums_of(values: NDArray[np.int32]) -> NDArray[np.int64]:
    """Their sums."""
    sums = np.zeros((1, FIELDS, kernels_sums.SUMS), np.int64)
    kernels_sums.add(values, sums)
    return sums[0, 0]


ARMS = [made(60, 1, 2.0), made(50, 2, 0.5), made(40, 3, 0.0)]


def test_ancova_is_a_regression() -> None:
    """Change by arm and baseline: estimate, standard error and p of statsmodels, with three arms."""
    rows = []
    for arm, values in enumerate(ARMS):
        known = values[:, 1, 0] >= 0
        x, y = values[known, 0, 0] / UNIT, values[known, 1, 0] / UNIT
        rows += [(y0 - x0, 1.0, arm == 0, arm == 1, x0) for x0, y0 in zip(x, y, strict=True)]
    table = np.array(rows, float)
    fit = OLS(table[:, 0], table[:, 1:]).fit()
    for first in (0, 1):
        ours = ancova([within(sums_of(values)) for values in ARMS], first, 2)
        assert ours is not None
        assert ours.difference == pytest.approx(fit.params[1 + first], rel=1e-9)
        assert ours.standard_error == pytest.approx(fit.bse[1 + first], rel=1e-9)
        assert ours.p == pytest.approx(fit.pvalues[1 + first], rel=1e-8)


def test_too_few_people_are_not_compared() -> None:
    """Three people of two arms, an empty arm, and people who are all alike."""
    a, b = within(sums_of(ARMS[0][:2])), within(sums_of(ARMS[1][:1]))
    assert ancova([a, b], 0, 1) is None
    assert ancova([within(sums_of(ARMS[0])), None], 0, 1) is None
    alike = np.full((9, 2, FIELDS), 20 * UNIT, np.int32)
    assert ancova([within(sums_of(alike)), within(sums_of(alike))], 0, 1) is None
    assert within(sums_of(np.full((2, 2, FIELDS), -1, np.int32))) is None


def test_responders_are_two_proportions() -> None:
    """p of statsmodels, the odds ratio of scipy; halves are added where a cell is empty."""
    a, b = seen(sums_of(ARMS[0])), seen(sums_of(ARMS[2]))
    ours = responders(a, b)
    assert ours is not None
    assert ours.odds_ratio is not None
    _z, p = proportions_ztest([a.fell[1], b.fell[1]], [a.known, b.known])
    assert ours.p == pytest.approx(p, rel=1e-9)
    table = [[a.fell[1], a.known - a.fell[1]], [b.fell[1], b.known - b.fell[1]]]
    found = stats.contingency.odds_ratio(table, kind="sample")
    low, high = found.confidence_interval(0.95)
    assert ours.odds_ratio == pytest.approx((found.statistic, low, high), rel=1e-6)
    assert ours.difference == pytest.approx(a.responder_50 - b.responder_50)  # type: ignore[operator]
    none = seen(sums_of(np.full((20, 2, FIELDS), 20 * UNIT, np.int32)))
    both = responders(none, none)
    assert both is not None
    assert (both.difference, both.p) == (0, 1)
    assert both.odds_ratio is not None
    assert both.odds_ratio[0] == pytest.approx(1)
    assert responders(seen(np.zeros(10, np.int64)), none) is None


def test_what_is_seen_of_an_arm() -> None:
    """Means and SDs are NumPy's; nobody and one person give no SD and no zeros."""
    values = ARMS[1]
    known = values[:, 1, 0] >= 0
    x, y = values[known, 0, 0] / UNIT, values[known, 1, 0] / UNIT
    one = seen(sums_of(values))
    assert (one.people, one.known) == (50, known.sum())
    assert one.baseline_mean == pytest.approx(x.mean())
    assert one.baseline_sd == pytest.approx(x.std(ddof=1))
    assert one.change_mean == pytest.approx((y - x).mean())
    assert one.change_sd == pytest.approx((y - x).std(ddof=1))
    single = seen(sums_of(values[known][:1]))
    assert (single.known, single.change_sd) == (1, None)
    nobody = seen(np.zeros(10, np.int64))
    assert (nobody.change_mean, nobody.responder_50) == (None, None)


def test_ranges_over_trials() -> None:
    """Mean and percentiles as NumPy's, over the trials that have a value."""
    values = [3.0, None, 1.0, 2.0, 10.0]
    found = over(values)
    known = np.array([1.0, 2.0, 3.0, 10.0])
    assert found == Range(4.0, pytest.approx(np.percentile(known, 2.5)), pytest.approx(np.percentile(known, 97.5)))
    assert over([None]) is None
    assert quantile_of([5.0], 0.975) == 5


def test_tails_agree_with_scipy() -> None:
    """Student's t from 1 to 2000 degrees of freedom, near and far; the normal distribution."""
    for df in (1, 2, 3.5, 10, 97, 1381, 2000):
        for t in (0.0, 0.1, 1.0, 1.96, -3.3, 8.0, 30.0):
            assert p_t(t, df) == pytest.approx(2 * stats.t.sf(abs(t), df), rel=1e-9)
    for z in (0.0, -1.96, 6.0):
        assert p_normal(z) == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-12)
