"""The league table."""

import numpy as np
import pytest

from interictal.errors import InvalidInput
from interictal.evidence.network import league, network
from support.networks import contrasts, events

TABLE = contrasts(("s1", "a", "b", 1.0, 0.5), ("s2", "b", "c", 1.0, 0.5))


def test_texts() -> None:
    """Names on the diagonal; below it the network, above it direct evidence, row against column."""
    found = league(network(TABLE), model="common")
    assert found.texts() == [
        ["a", "1.00 (0.02 to 1.98)", ""],
        ["-1.00 (-1.98 to -0.02)", "b", "1.00 (0.02 to 1.98)"],
        ["-2.00 (-3.39 to -0.61)", "-1.00 (-1.98 to -0.02)", "c"],
    ]
    assert found.cell(0, 0) is None
    assert found.cell(2, 0) == pytest.approx((-2.0, -3.385904, -0.614096), abs=1e-6)
    assert found.texts(digits=1)[2][0] == "-2.0 (-3.4 to -0.6)"
    assert np.isnan(found.estimate[0, 2])


def test_ratios() -> None:
    """Ratios stand as ratios."""
    found = league(network(events(("s", "a", 50, 5), ("s", "b", 50, 9)), level=0.9))
    assert found.estimate[1, 0] == pytest.approx((9 / 41) / (5 / 45))
    assert found.low[0, 1] < found.estimate[0, 1] < found.high[0, 1]
    assert found.level == 0.9


def test_an_order_of_its_own() -> None:
    """Any order of all treatments, and no other."""
    assert league(network(TABLE), order=["c", "a", "b"]).treatments == ("c", "a", "b")
    with pytest.raises(InvalidInput, match="order: 'c, a' is not allowed"):
        league(network(TABLE), order=["c", "a"])
    with pytest.raises(InvalidInput, match="model: 'x'"):
        league(network(TABLE), model="x")
