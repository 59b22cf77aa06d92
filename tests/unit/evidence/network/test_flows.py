"""Contributions: flows, paths, and where they cannot be given."""

import pytest

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.network import contributions, document, flows, network, network_document
from support.networks import contrasts, means


def test_models() -> None:
    """With a variance between studies, precise studies count less."""
    rows = [("s1", "a", "b", 0.0, 0.1), ("s2", "b", "c", 3.0, 0.1), ("s3", "a", "c", -3.0, 1.0)]
    result = network(contrasts(*rows))
    assert result.tau2
    common, random = (contributions(result, model=kind) for kind in ("common", "random"))
    direct = common.edges.index(("a", "c"))
    assert common.share[1, direct] == pytest.approx(0.02 / 1.02)
    assert random.share[1, direct] > common.share[1, direct]
    with pytest.raises(InvalidInput, match="model: 'x'"):
        contributions(result, model="x")


def test_many_at_once_and_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """In batches of any size, the same."""
    rows = [(f"s{at}", f"t{at}", f"t{(at + 1) % 6}", 0.0, 1.0 + at) for at in range(6)]
    result = network(contrasts(*rows))
    whole = contributions(result)
    monkeypatch.setattr(flows, "_BATCH", 1)
    assert contributions(result).share.tolist() == whole.share.tolist()


def test_evidence_in_circles() -> None:
    """Standardised arms far apart can have negative weights; where evidence then flows in circles, nothing is given."""
    result = network(
        means(("s", "a", 10, -9.0, 1.0), ("s", "b", 10, 0.0, 1.0), ("s", "c", 10, 9.0, 1.0), ("s", "d", 10, 1.0, 1.0)),
        measure="SMD",
    )
    with pytest.raises(DataUnavailable, match="Contributions cannot be given"):
        contributions(result)
    whole = network_document(result)
    assert all(one["contributions"] is None for one in whole["comparisons"])
    assert whole["notes"][-1].startswith("Contributions cannot be given")


def test_large_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The document leaves contributions out where there would be too many, and says so."""
    result = network(contrasts(("s1", "a", "b", 0.0, 1.0), ("s2", "b", "c", 0.0, 1.0)))
    assert network_document(result)["comparisons"][0]["contributions"]
    monkeypatch.setattr(document, "MOST_TREATMENTS", 2)
    limited = network_document(result)
    assert limited["comparisons"][0]["contributions"] is None
    assert limited["notes"][-1] == "Contributions are given for networks of up to 2 treatments."
