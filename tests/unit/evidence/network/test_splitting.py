"""Direct against indirect evidence."""

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.network import APPROXIMATE, network, network_document, splits
from support.networks import contrasts

ROWS = [("s1", "a", "b", 2.0, 1.0), ("s2", "b", "c", 3.0, 1.0), ("s3", "a", "c", 8.0, 1.0)]


def test_intervals_and_test() -> None:
    """Limits at the level of the analysis; z and p of the difference."""
    result = network(contrasts(*ROWS), level=0.9)
    (_, split, _) = splits(result, model="common")
    assert split.direct is not None
    assert split.direct.high - split.direct.low == pytest.approx(2 * 1.6448536)
    assert split.difference is not None
    assert split.difference.z == pytest.approx(3 / 3**0.5)
    assert split.difference.p == pytest.approx(0.0832645)
    assert split.studies == ("s3",)


def test_random_effects_have_the_variance_of_the_network() -> None:
    """Direct estimates share the network's variance between studies, here 2."""
    (_, split, _) = splits(network(contrasts(*ROWS)))
    assert split.direct is not None
    assert split.direct.se == pytest.approx(3**0.5)
    assert split.proportion == pytest.approx(2 / 3)
    with pytest.raises(InvalidInput, match="model: 'x'"):
        splits(network(contrasts(*ROWS)), model="x")


def test_indirect_evidence_of_next_to_no_weight() -> None:
    """It is not given: its estimate would be a matter of rounding."""
    rows = [*ROWS[:1], ("s2", "b", "c", 3.0, 100.0), ("s3", "a", "c", 8.0, 100.0)]
    (split, *_) = splits(network(contrasts(*rows)), model="common")
    assert split.proportion > 0.9999
    assert (split.indirect, split.difference) == (None, None)


def test_studies_of_several_arms_make_the_test_approximate() -> None:
    """The document says so, where there is a test at all."""
    three = [("s", "a", "b", 1.0, 1.0), ("s", "a", "c", 2.0, 1.0), ("s", "b", "c", 1.0, 1.0)]
    assert APPROXIMATE in network_document(network(contrasts(*three, ("t", "a", "c", 3.0, 1.0))))["notes"]
    assert APPROXIMATE not in network_document(network(contrasts(*three)))["notes"]
    assert APPROXIMATE not in network_document(network(contrasts(*ROWS)))["notes"]
