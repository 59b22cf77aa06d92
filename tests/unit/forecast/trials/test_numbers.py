"""Exponential, logarithm, quantile and random words, against scipy and by their distribution."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special, stats

from interictal.forecast.trials import kernels_draws
from interictal.forecast.trials import kernels_numbers as k


def test_exponential_and_logarithm_agree_with_the_library() -> None:
    """To a few units in the last place; far below, exp is 0, and far above it stays finite."""
    for x in np.linspace(-60, 60, 1201):
        assert k.exponential(x) == pytest.approx(math.exp(x), rel=1e-14)
    for x in np.logspace(-16, 6, 500):
        assert k.logarithm(x) == pytest.approx(math.log(x), rel=1e-13, abs=1e-14)
    assert k.exponential(-1000.0) == 0
    assert math.isfinite(k.exponential(1000.0))


def test_the_quantile_agrees_with_scipy() -> None:
    """In the middle, in both tails, and far out."""
    shares = np.concatenate([10.0 ** -np.arange(1, 17), np.linspace(0.0005, 0.9995, 1999)])
    ours = np.array([k.quantile(p) for p in shares])
    np.testing.assert_allclose(ours, special.ndtri(shares), rtol=1e-13, atol=1e-14)


def test_thresholds_follow_the_logistic_function() -> None:
    """By straight lines to a ten-thousandth of the scale; beyond the table, its ends."""
    table = k.logistic_table(2.0**17)
    for x in np.linspace(-13, 13, 777):
        assert int(k.threshold(x, table)) == pytest.approx(2**17 * special.expit(x), abs=4)
        assert int(k.near(x, table)) == pytest.approx(2**17 * special.expit(x), abs=2**17 / 240)
    assert int(k.threshold(-99.0, table)) == 0
    assert int(k.threshold(99.0, table)) == 2**17 - 1


def test_normal_variates_are_normal() -> None:
    """A hundred thousand of one stream: Kolmogorov-Smirnov, and no correlation with the next."""
    table = k.quantile_table()
    words = np.arange(1, 100_001, dtype=np.uint64) * k.STEP
    found = np.array([k.normal(np.uint64(k.mixed(word)), table) for word in words])
    assert stats.kstest(found, "norm").pvalue > 0.01
    assert abs(np.corrcoef(found[:-1], found[1:])[0, 1]) < 0.01
    exact = np.array([k.quantile(k.unit(np.uint64(k.mixed(word)))) for word in words])
    np.testing.assert_allclose(found, exact, atol=8e-4)


def test_streams_of_neighbours_are_unlike() -> None:
    """Seed, replicate, arm and patient each move the stream to somewhere else."""
    one = np.uint64(1)
    starts = [k.stream(*(np.uint64(int(at == place)) for at in range(4))) for place in range(4)]
    starts.append(k.stream(one, one, one, one))
    assert len({int(start) for start in starts}) == 5
    for start in starts:
        assert 20 < int(start ^ starts[-1]).bit_count() < 44 or start == starts[-1]


def test_the_placebo_shape_is_one_at_weeks_21_to_24() -> None:
    """It rises, and its last month of 24 weeks has mean 1."""
    shape = kernels_draws.placebo_shape(56, 2.0, 52.0, 0.3)
    assert shape[20:24].mean() == pytest.approx(1, abs=1e-12)
    assert (np.diff(shape) > 0).all()
    assert len(kernels_draws.placebo_shape(4, 2.0, 52.0, 0.3)) == 4


def test_levels_are_moved_to_a_mean_share() -> None:
    """Both by as much, so that the mean over people is the share asked for."""
    first, second = kernels_draws.shifted(1.1, -0.6, 0.65, 0.5, 0.76)
    assert first - second == pytest.approx(1.7)
    z = 0.5 * special.ndtri((np.arange(2000) + 0.5) / 2000)
    mean = 0.65 * special.expit(first + z).mean() + 0.35 * special.expit(second + z).mean()
    assert mean == pytest.approx(0.76, abs=3e-4)
