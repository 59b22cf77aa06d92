"""Where studies disagree."""

import numpy as np
import pytest

from interictal.evidence.network import Squares, inconsistency, network
from support.networks import contrasts, random_network


def test_one_design() -> None:
    """Two treatments: all of Q is between studies."""
    found = inconsistency(network(contrasts(("s1", "a", "b", 1.0, 1.0), ("s2", "a", "b", 3.0, 1.0))))
    assert found.within.q == pytest.approx(2)
    assert (found.between.df, found.between.p) == (0, None)
    assert found.tau2_within == pytest.approx(1)
    (design,) = found.designs
    assert (design.treatments, design.studies, design.without) == (("a", "b"), ("s1", "s2"), None)


def test_no_design_has_two_studies() -> None:
    """Then there is no variance within designs, and no test with it."""
    found = inconsistency(
        network(contrasts(("s1", "a", "b", 2.0, 1.0), ("s2", "b", "c", 3.0, 1.0), ("s3", "a", "c", 8.0, 1.0)))
    )
    assert (found.tau2_within, found.between_random) == (None, None)
    assert (found.within, found.between.df) == (Squares(0.0, 0, None), 1)
    assert found.between.p == pytest.approx(0.0832645)


def test_disagreement_within_a_design_excuses_that_between() -> None:
    """With a variance between studies of its own, the whole design-by-treatment test sees less."""
    rows = [
        ("s1", "a", "b", 2.0, 1.0),
        ("s2", "a", "b", 8.0, 1.0),
        ("s3", "b", "c", 3.0, 1.0),
        ("s4", "a", "c", 0.0, 1.0),
    ]
    found = inconsistency(network(contrasts(*rows)))
    # Within a-b: two studies 6 apart, Q of 18, so tau2 is 17; the way by b is 8, of variance 9 + 18.
    assert found.tau2_within == pytest.approx(17)
    assert found.between_random is not None
    assert found.between_random.q == pytest.approx(64 / (9 + 18 + 18))
    assert found.between.q == pytest.approx(64 / 2.5)


def test_trials_of_several_arms() -> None:
    """A trial of three arms that stands alone in a loop can be detached, with two degrees of freedom."""
    three = [("m", "a", "b", 0.0, 1.0), ("m", "a", "c", 0.0, 1.0), ("m", "b", "c", 0.0, 1.0)]
    two = [("s1", "a", "b", 2.0, 1.0), ("s2", "b", "c", 2.0, 1.0), ("s3", "a", "c", 4.0, 1.0)]
    found = inconsistency(network(contrasts(*three, *two)))
    (design,) = (each for each in found.designs if len(each.treatments) == 3)
    assert design.without is not None
    assert (design.without.df, found.between.df) == (1, 3)
    assert design.without.q == pytest.approx(0, abs=1e-12)


def test_alone_but_for_next_to_nothing() -> None:
    """A design that the rest of the network knows next to nothing of is not detached; the other is."""
    rows = [("s1", "a", "b", 1.0, 1.0), ("s2", "b", "c", 1.0, 1.0), ("nil", "a", "c", 0.0, 1e6)]
    found = inconsistency(network(contrasts(*rows)))
    without = {design.treatments: design.without for design in found.designs}
    assert without["a", "b"] is without["b", "c"] is None
    assert without["a", "c"] == Squares(0.0, 0, None)
    assert found.between.df == 1


def test_order_of_designs() -> None:
    """As they first stand in the table."""
    table = random_network(np.random.default_rng(8), treatments=5, studies=12)
    found = inconsistency(network(table))
    assert [design.studies[0] for design in found.designs] == [
        study for study in table.studies if study in {design.studies[0] for design in found.designs}
    ]
