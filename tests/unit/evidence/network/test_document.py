"""The JSON document against its schema and against the result."""

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from interictal import INTENDED_USE, __version__
from interictal.evidence.network import contributions, network, network_document, splits
from interictal.evidence.tables import StudyTable
from support.networks import contrasts, events, means, random_network

SCHEMA = json.loads((Path(__file__).parents[4] / "docs" / "schema" / "network.schema.json").read_text(encoding="utf-8"))

TABLES = {
    "several arms": random_network(np.random.default_rng(2), treatments=6, studies=15, most_arms=4),
    "one study": contrasts(("s", "a", "b", 1.0, 0.5)),
    "events": events(("s", "a", 50, 5), ("s", "b", 50, 0), ("t", "a", 40, 4), ("t", "c", 40, 9)),
    "means": means(("s", "a", 5, 1.0, 1.0), ("s", "b", 5, 2.0, 1.0), ("t", "a", 5, 1.0, 1.0), ("t", "b", 5, 2.0, 1.0)),
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("method", ["DL", "REML", "ML", "FE"])
def test_schema(name: str, method: str) -> None:
    """Every document is as the schema says, and is plain JSON without NaN."""
    document = network_document(network(TABLES[name], method=method))
    jsonschema.validate(json.loads(json.dumps(document, allow_nan=False)), SCHEMA)
    assert (document["schema"], document["version"]) == ("interictal.network/1", __version__)
    assert document["intended_use"] == INTENDED_USE


def test_schema_refuses() -> None:
    """A key that nobody documented is refused."""
    document = network_document(network(TABLES["events"])) | {"more": 1}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA)


@pytest.fixture
def table() -> StudyTable:
    return TABLES["several arms"]


def test_what_stands_where(table: StudyTable) -> None:
    """Matrices in the order of the treatments; scores by treatment; pairs with their evidence."""
    result = network(table, small_values_good=False, level=0.9, measure="MD")
    document = network_document(result)
    assert document["random"]["estimate"] == result.random.estimate.tolist()
    assert document["common"]["se"] == result.common.se.tolist()
    assert document["p_scores"] == dict(zip(result.treatments, result.random.p_scores, strict=True))
    assert document["p_scores_common"] == dict(zip(result.treatments, result.common.p_scores, strict=True))
    assert (document["measure"], document["scale"], document["scale_words"]) == ("MD", "identity", "mean difference")
    assert (document["small_values"], document["level_percent"], document["people"]) == ("bad", 90.0, None)
    assert document["tau"] ** 2 == pytest.approx(document["tau2"])
    assert document["random"]["prediction_low"][0][1] < document["random"]["ci_low"][0][1]
    shares = contributions(result)
    for row, (split, one) in enumerate(zip(splits(result), document["comparisons"], strict=True)):
        assert (one["treat1"], one["treat2"], one["k"]) == (split.treat1, split.treat2, split.k)
        assert (one["direct"] is None, one["p"] is None) == (split.direct is None, split.difference is None)
        assert one["network"]["estimate"] == split.network.estimate
        assert sum(each["share"] for each in one["contributions"]) == pytest.approx(1)
        assert len(one["contributions"]) == (shares.share[row] > 0).sum()


def test_unknown_is_null() -> None:
    """Without degrees of freedom the variance between studies is unknown."""
    document = network_document(network(TABLES["one study"]))
    assert [document[name] for name in ("tau2", "tau", "i2", "q_p", "measure")] == [None] * 5
    assert document["scale"] == "as given"
    assert document["random"]["prediction_low"] is None
    assert document["inconsistency"]["between_random"] is None
    assert document["notes"]
