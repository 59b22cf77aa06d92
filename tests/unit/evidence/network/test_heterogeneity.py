"""The variance between studies."""

import numpy as np
import pytest

from interictal.evidence.network import Network, network
from interictal.evidence.network.heterogeneity import METHODS
from support.networks import contrasts, random_network


def pairwise(te: list[float], se: list[float], method: str) -> Network:
    rows = [(f"s{at}", "a", "b", *both) for at, both in enumerate(zip(te, se, strict=True))]
    return network(contrasts(*rows), method=method)


def test_equal_standard_errors_have_a_closed_form() -> None:
    """With one variance v: DL and REML are the sample variance less v, ML divides by k instead."""
    te, v = np.array([0.0, 1.0, 2.0, 5.0]), 0.25
    spread = ((te - te.mean()) ** 2).sum()
    for method, expected in (("DL", spread / 3 - v), ("REML", spread / 3 - v), ("ML", spread / 4 - v), ("FE", 0.0)):
        found = pairwise(te.tolist(), [v**0.5] * 4, method)
        assert found.tau2 == pytest.approx(expected, rel=1e-9)


def test_no_more_variation_than_chance() -> None:
    """All methods say 0, exactly."""
    for method in METHODS:
        assert pairwise([0.0, 0.1, 0.2], [1.0, 1.0, 1.0], method).tau2 == 0.0


def test_the_highest_of_two_peaks() -> None:
    """A likelihood with a second peak away from 0 is looked through as a whole."""
    te, se = [0.0, 0.0, 0.01, -0.01, 3.0], [0.01, 0.01, 0.01, 0.01, 1.0]
    found = pairwise(te, se, "ML")
    assert found.tau2 is not None

    def log_likelihood(tau2: float) -> float:
        w = 1 / (np.square(se) + tau2)
        mean = (w * te).sum() / w.sum()
        return float(np.log(w).sum() - (w * (np.array(te) - mean) ** 2).sum())

    best = max(map(log_likelihood, np.geomspace(1e-9, 1e3, 4000)))
    assert log_likelihood(found.tau2) >= max(best, log_likelihood(0.0)) - 1e-6


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_the_scale_does_not_matter(method: str) -> None:
    """With differences ten thousand times as large, tau is ten thousand times as large."""
    table = random_network(np.random.default_rng(3), treatments=5, studies=14, tau=0.6)
    large = contrasts(*((r.study, r.treat1, r.treat2, 1e4 * r.te, 1e4 * r.se) for r in table.rows))  # type: ignore[union-attr]
    one, other = network(table, method=method).tau2, network(large, method=method).tau2
    assert one
    assert other == pytest.approx(1e8 * one, rel=1e-8)


def test_large_disagreement() -> None:
    """Differences far beyond their standard errors are all between studies."""
    found = pairwise([-1e6, 0.0, 1e6], [1.0, 1.0, 1.0], "REML")
    assert found.tau2 == pytest.approx(1e12, rel=1e-9)
