"""The regression of a network at one variance between studies."""

import numpy as np
import pytest

from interictal.errors import DataUnavailable
from interictal.evidence.network import network
from interictal.evidence.network.fit import inverse_of
from support.networks import contrasts


def test_inverse_of_a_laplacian() -> None:
    """The heaviest treatment is 0 in it; differences of levels are those of the pseudoinverse."""
    weight = np.array([[0, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 0], [0, 1, 0, 0.0]])
    laplacian = np.diag(weight.sum(axis=1)) - weight
    found, known = inverse_of(laplacian), np.linalg.pinv(laplacian)
    assert found[1].tolist() == [0, 0, 0, 0]

    def resistance(m: np.ndarray) -> np.ndarray:
        return np.diag(m)[:, None] + np.diag(m) - 2 * m

    np.testing.assert_allclose(resistance(found), resistance(known), atol=1e-12)


def test_parts_held_together_by_next_to_nothing() -> None:
    """Where rounding would decide, nothing is calculated."""
    strong = [("s1", "a", "b", 1.0, 1e-3), ("s2", "c", "d", 1.0, 1e-3)]
    assert network(contrasts(*strong, ("weak", "b", "c", 0.0, 1.0))).common.se[1, 2] == pytest.approx(1.0)
    with pytest.raises(DataUnavailable, match="standard errors out of all proportion"):
        network(contrasts(*strong, ("nil", "b", "c", 0.0, 1e6)))
