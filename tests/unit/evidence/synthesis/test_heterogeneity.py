"""tau2: likelihoods with several maxima, steps that swing, and equations that hold at the answer."""

from __future__ import annotations

import numpy as np
import pytest

from interictal.evidence.synthesis.heterogeneity import estimate, solve_q
from interictal.evidence.synthesis.pooling import pool
from interictal.evidence.synthesis.weighting import MeanModel

# Two likelihood maxima each; what metafor 3.8 gives stands beside.
TWO_MAXIMA = [
    ("REML", [0.08, -5.26, -10.46, -2.92, 0.13], [0.034, 121.025, 7.652, 5.631, 0.064], 0.0, "near tau2 = 16"),
    ("REML", [0.19, -84.62, -0.29, -0.35, -0.13, -2.75], [0.541, 377.831, 0.78, 0.078, 0.01, 0.221], 425.641,
     "near tau2 = 1.2"),
    ("ML", [-4.32, -5.04, 0.2], [22.756, 1.79, 0.053], 0.0, "near tau2 = 5.5"),
    ("REML", [0.13, -2.7, -20.65, -0.01, 0.68], [0.089, 9.685, 28.682, 0.004, 0.255], 0.0, "0 taken"),
    ("ML", [-1.12688229, 0.61528297], [0.60028608, 0.01641083], 0.0, "0 taken"),
]  # fmt: skip


def _model(yi: list[float], vi: list[float]) -> MeanModel:
    return MeanModel.of(np.array([yi]), np.array([vi]), np.ones((1, len(yi)), dtype=bool))


@pytest.mark.parametrize(("method", "yi", "vi", "tau2", "says"), TWO_MAXIMA)
def test_several_maxima(method: str, yi: list[float], vi: list[float], tau2: float, says: str) -> None:
    """The maximum reached from HE, or 0 where the likelihood is higher there; a note tells of a higher one."""
    found = pool(yi, vi, method=method)
    assert found.tau2 == pytest.approx(tau2, rel=1e-5)
    assert says in found.notes[-1]
    grid = np.geomspace(1e-3, 1000, 400)
    deviance = _model(yi, vi).deviance(grid, restricted=method == "REML")
    turns = np.flatnonzero(np.diff(np.sign(np.diff(deviance))))
    assert len(turns) >= 1, "the example has one maximum only"


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_fisher_scoring_that_swings(method: str) -> None:
    """It is held between the values on either side, and the likelihood is at a maximum there."""
    rng = np.random.default_rng(2)
    settled = 0
    for _ in range(300):
        vi = np.exp(rng.normal(1, 0.3, 12))
        yi = rng.normal(0, 0.3 * np.sqrt(vi))
        vi[0], yi[0] = 1e-3, rng.uniform(1, 6)
        model = _model(list(yi), list(vi))
        tau2 = float(estimate(model, method).tau2[0])
        if tau2 > 0:
            settled += 1
            terms = model.at(np.array([tau2]))
            expected = terms.tr_p if method == "REML" else terms.sum_w
            assert terms.y_pp_y[0] == pytest.approx(expected[0], rel=1e-9)
    assert settled > 20


@pytest.mark.parametrize("target", [0.5, 4.0, 11.0])
def test_solve_q(target: float) -> None:
    """Q is the target at the answer; where it is below the target even at 0, the answer is 0."""
    model = _model([0.1, 0.9, -0.4, 1.6, 0.7], [0.04, 0.09, 0.16, 0.25, 0.01])
    tau2 = solve_q(model, np.array([target]))
    assert model.at(tau2).y_p_y[0] == pytest.approx(target, rel=1e-12)
    assert solve_q(model, np.array([1000.0])).tolist() == [0]


def test_nothing_to_differ() -> None:
    """Equal estimates: tau2 is 0 by every method, Sidik and Jonkman's too, whose start is 0."""
    for method in ("REML", "DL", "PM", "ML", "EB", "SJ", "HE"):
        assert estimate(_model([1.0, 1.0, 1.0], [1.0, 2.0, 3.0]), method).tau2.tolist() == [0]
