"""Counts of a group against simulation and against closed forms."""

from math import sqrt

import numpy as np
import pytest

from interictal.mechanism.parameters import values
from interictal.mechanism.population import SPREAD, centre, first_responses, logistic, logit, net_days, normal, rate


def test_points_are_those_of_a_standard_normal() -> None:
    """Weights, variance, fourth moment; the points that are left out weigh next to nothing."""
    found = [sum(weight * z**power for z, weight in SPREAD) for power in (0, 1, 2, 4)]
    assert found[:3] == pytest.approx([1, 0, 1], abs=3e-4)
    assert found[3] == pytest.approx(3, abs=0.005)
    nodes, weights = np.polynomial.hermite.hermgauss(20)
    middle = np.abs(nodes) < 2.9
    assert sorted(z for z, _ in SPREAD) == pytest.approx((sqrt(2) * nodes[middle]).tolist(), abs=1e-8)
    assert sum(weights[~middle]) / sqrt(np.pi) < 1e-4


def test_rate_is_the_mean_of_probabilities() -> None:
    """Against ten thousand quantiles of the normal, and turned round."""
    from scipy.special import ndtri

    z = ndtri((np.arange(10_000) + 0.5) / 10_000)
    for middle, spread in ((-0.3, 2.0), (1.0, 0.5), (2.5, 3.0)):
        assert rate(middle, spread) == pytest.approx(float(np.mean(1 / (1 + np.exp(-middle - spread * z)))), abs=2e-4)
        assert centre(rate(middle, spread), spread) == pytest.approx(middle, abs=1e-9)


def test_log_odds_and_back() -> None:
    """Also where the exponential would overflow on the other side."""
    for x in (-800.0, -3.0, 0.0, 3.0, 30.0):
        assert 0 <= logistic(x) <= 1
    assert logit(logistic(1.7)) == pytest.approx(1.7)
    assert normal(1.959964) == pytest.approx(0.975, abs=1e-6)


def test_no_relief_takes_no_days_away() -> None:
    """And more relief takes more."""
    assert net_days(0.5, 0.0, 28, values()) == pytest.approx(0, abs=1e-9)
    days = [net_days(0.5, relief, 28, values()) for relief in (0.5, 1.0, 2.0)]
    assert days == sorted(days)
    assert 0 < days[0] < days[-1] < 14


def test_first_responses_are_those_of_simulated_patients() -> None:
    """A hundred thousand patients over three cycles, at 4 standard errors."""
    v, n = values(), 100_000
    random = np.random.default_rng(5)
    without, reliefs, baseline = (0.48, 0.48, 0.45), (0.9, 1.0, 1.3), 0.71
    own = v["response_spread"] * random.standard_normal(n)
    responded = np.zeros(n, dtype=bool)
    expected = first_responses(baseline, without, reliefs, v)
    for cycle, (share, relief) in enumerate(zip(without, reliefs, strict=True)):
        at = centre(share, v["response_spread"]) + own - v["headache_log_odds"] * relief
        at += v["period_spread"] * random.standard_normal(n)
        now = (at < logit(baseline / 2)) & ~responded
        assert 100 * now.mean() == pytest.approx(expected[cycle], abs=4 * 100 * sqrt(0.25 / n))
        responded |= now
    assert sum(expected) < 100
