"""The grid has the moments that its parameters name."""

import numpy as np
import pytest

from interictal.forecast.patient.grid import drift_chain, grid, normal_points
from interictal.forecast.patient.parameters import Daily, Response

DAILY = Daily(0.8, 1.1, 0.9, 14.0, 0.7, 0.4)
RESPONSE = Response(0.5, 0.3, 4.0, 40.0, 0.3, 0.9, 0.4, 0.25)


@pytest.mark.parametrize("points", [2, 3, 8, 13])
@pytest.mark.parametrize("kept", [0.0, 0.5, 0.975])
def test_the_drift_keeps_mean_variance_and_autocorrelation(points: int, kept: float) -> None:
    """0, 1 and what is kept of a day, exactly; it stays settled once it is."""
    values, moves, settled = drift_chain(points, kept)
    assert moves.sum(axis=1) == pytest.approx(np.ones(points))
    assert settled @ moves == pytest.approx(settled)
    assert settled @ values == pytest.approx(0)
    assert settled @ values**2 == pytest.approx(1)
    assert (settled * values) @ moves @ values == pytest.approx(kept)


def test_normal_points_have_the_moments_of_a_normal() -> None:
    values, weights = normal_points(17, 3.6)
    assert weights.sum() == pytest.approx(1)
    assert weights @ values == pytest.approx(0)
    assert weights @ values**2 == pytest.approx(1, abs=0.01)


def test_without_treatment_there_is_no_such_axis() -> None:
    states = grid(DAILY)
    assert not states.treated
    assert states.prior.sum() == pytest.approx(1)
    assert states.prior @ states.level == pytest.approx(0.8)
    assert states.prior @ states.persistence == pytest.approx(0.7)
    assert states.prior @ (states.level - 0.8) ** 2 == pytest.approx(1.1**2, rel=0.02)
    assert states.settled @ states.drift**2 == pytest.approx(0.9**2)
    assert (states.settled * states.drift) @ states.moves @ states.drift == pytest.approx(0.81 * 0.5 ** (1 / 14))


def test_responses_spread_as_named() -> None:
    """The fall with placebo is normal; that with the toxin log-normal in those with a response, 0 in the others."""
    states = grid(DAILY, RESPONSE)
    assert states.treated
    assert states.prior.sum() == pytest.approx(1)
    assert states.prior @ states.placebo == pytest.approx(0.5)
    assert states.prior @ (states.placebo - 0.5) ** 2 == pytest.approx(0.09)
    without = states.toxin == 0
    assert states.prior[without].sum() == pytest.approx(0.25)
    weight = states.prior[~without] / 0.75
    assert weight @ states.toxin[~without] == pytest.approx(0.9 / 0.75, rel=1e-4)
    logarithm = np.log(states.toxin[~without])
    assert weight @ (logarithm - weight @ logarithm) ** 2 == pytest.approx(0.16)
    assert states.prior @ states.toxin == pytest.approx(0.9, rel=1e-4)


def test_only_keeps_states() -> None:
    states = grid(DAILY, RESPONSE)
    kept = states.level > 1
    smaller = states.only(kept)
    assert (smaller.level > 1).all()
    assert {len(each) for each in (smaller.prior, smaller.placebo, smaller.toxin, smaller.persistence)} == {kept.sum()}
