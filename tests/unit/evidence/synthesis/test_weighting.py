"""The closed forms of the mean against matrices built the long way, which is also the line without a covariate."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from interictal.evidence.synthesis.weighting import LineModel, MeanModel

RNG = np.random.default_rng(11)
Y = RNG.normal(2, 3, 7)
V = np.exp(RNG.normal(0, 1.5, 7))
MEAN = MeanModel.of(Y[None], V[None], np.ones((1, 7), dtype=bool))
LINE = LineModel(Y, V, np.ones((7, 1)))


@pytest.mark.parametrize("tau2", [0.0, 0.3, 40.0])
def test_terms(tau2: float) -> None:
    """Against P = W - WX(X'WX)^-1 X'W, written as it stands."""
    w = np.diag(1 / (V + tau2))
    x = np.ones((7, 1))
    p = w - w @ x @ np.linalg.inv(x.T @ w @ x) @ x.T @ w
    expected = {
        "y_p_y": Y @ p @ Y,
        "y_pp_y": Y @ p @ p @ Y,
        "y_ppp_y": Y @ p @ p @ p @ Y,
        "tr_p": np.trace(p),
        "tr_pp": np.trace(p @ p),
        "sum_w": w.sum(),
        "sum_ww": (w**2).sum(),
    }
    for model in (MEAN, LINE):
        found = model.at(np.array([tau2]))
        for each in fields(found):
            assert getattr(found, each.name)[0] == pytest.approx(expected[each.name], rel=1e-9), each.name


def test_moments() -> None:
    """With equal weights, and with those of a tau2."""
    for one, other in (
        (MEAN.unweighted(), LINE.unweighted()),
        (MEAN.weighted(np.array([0.7])), LINE.weighted(np.array([0.7]))),
    ):
        for each in fields(one):
            assert getattr(one, each.name)[0] == pytest.approx(getattr(other, each.name)[0], rel=1e-9), each.name


@pytest.mark.parametrize("restricted", [True, False])
def test_deviance(restricted: bool) -> None:
    """The same differences, along many values of tau2."""
    grid = np.array([0.0, 0.5, 3.0, 20.0])
    one, other = (model.deviance(grid, restricted=restricted) for model in (MEAN, LINE))
    assert one - one[0] == pytest.approx(other - other[0], abs=1e-9)


def test_the_rest() -> None:
    """Estimate, variance, k, degrees of freedom, smallest variance, spread."""
    mean, variance = MEAN.mean(np.array([0.7]))
    b, matrix = LINE.coefficients(0.7)
    assert (mean[0], variance[0]) == pytest.approx((b[0], matrix[0, 0]))
    for name in ("k", "df", "smallest_variance", "spread"):
        assert getattr(MEAN, name)[0] == pytest.approx(getattr(LINE, name)[0]), name
    assert LINE.take(np.array([0])) is LINE


def test_one_study_outweighs_all() -> None:
    """With variances a million million times apart, P written out has lost the small ones; the closed form has not."""
    v = np.array([1e-12, 1.0, 2.0])
    model = MeanModel.of(np.array([[0.0, 1.0, 3.0]]), v[None], np.ones((1, 3), dtype=bool))
    found = model.at(np.zeros(1))
    # Seen from the precise study the other two are alone with their distances from it.
    assert found.y_p_y[0] == pytest.approx(1 / 1 + 9 / 2, rel=1e-9)
    assert found.y_pp_y[0] == pytest.approx(1 + 9 / 4 + (1 + 3 / 2) ** 2, rel=1e-9)
    assert found.tr_p[0] == pytest.approx(2 * 1.5, rel=1e-9)


def test_studies_keep_their_places() -> None:
    """Rows are sorted by precision inside, and given back as they came; absent ones weigh nothing."""
    y, v = np.array([[1.0, 2.0, 3.0]]), np.array([[4.0, 1.0, 2.0]])
    model = MeanModel.of(y, v, np.array([[True, True, False]]))
    assert model.in_file_order(model.weights(np.zeros(1))).tolist() == [[0.25, 1.0, 0.0]]
    assert model.k.tolist() == [2]
