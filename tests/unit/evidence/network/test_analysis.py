"""The analysis: its options, its edges, and one comparison as in pairwise meta-analysis."""

import math

import numpy as np
import pytest

from interictal.errors import InvalidInput
from interictal.evidence.network import against, network, shown_value
from interictal.evidence.tables import Kind, StudyTable
from support.networks import contrasts, events, means

THREE = contrasts(("s1", "a", "b", 0.5, 0.2), ("s2", "b", "c", 0.1, 0.3), ("s3", "a", "c", 1.2, 0.25),
                  ("s4", "a", "b", -0.3, 0.2))  # fmt: skip


def test_what_is_said_of_a_network() -> None:
    """Counts, defaults and the test of homogeneity."""
    result = network(THREE)
    assert (result.k, result.m, result.n, result.n_designs) == (4, 4, 3, 3)
    assert (result.measure, result.scale, result.method, result.level) == ("as given", "as given", "DL", 0.95)
    assert (result.q_df, result.reference) == (2, "a")
    assert result.q_p == pytest.approx(math.exp(-result.q / 2))
    assert result.i2_percent == pytest.approx(100 * (result.q - 2) / result.q)
    assert result.notes == ()
    assert result.model("common") is result.common


def test_prediction_intervals() -> None:
    """From Student's t with the degrees of freedom of Q, here 2, whose quantile has a closed form."""
    result = network(THREE, level=0.9)
    assert result.tau2
    low, high = result.random.prediction_low, result.random.prediction_high
    assert low is not None
    assert high is not None
    # The quantile q of t with 2 degrees of freedom for a level c: c / sqrt((1 - c^2) / 2).
    t = 0.9 / math.sqrt((1 - 0.81) / 2)
    reach = t * math.sqrt(result.random.se[0, 2] ** 2 + result.tau2)
    assert high[0, 2] - low[0, 2] == pytest.approx(2 * reach)
    assert low[1, 1] == high[1, 1] == 0
    assert result.common.prediction_low is None


def test_without_degrees_of_freedom() -> None:
    """The variance between studies is unknown, not 0, and the results say what they are."""
    result = network(contrasts(("s1", "a", "b", 0.5, 0.2), ("s2", "b", "c", 0.1, 0.3)))
    assert (result.tau2, result.i2_percent, result.q_p, result.q_df) == (None, None, None, 0)
    assert result.random.fit is result.common.fit
    assert result.random.prediction_low is None
    assert "cannot be estimated" in result.notes[0]


def test_one_study() -> None:
    """One study of two arms is its own network."""
    result = network(contrasts(("s1", "a", "b", 0.5, 0.2)))
    assert result.common.estimate.tolist() == [[0.0, 0.5], [-0.5, 0.0]]
    assert result.common.se[0, 1] == pytest.approx(0.2)
    assert result.common.p_scores.sum() == pytest.approx(1)


def test_equal_studies() -> None:
    """Q of 0 with degrees of freedom is no heterogeneity."""
    result = network(contrasts(*((f"s{at}", "a", "b", 0.0, 0.2) for at in range(3))))
    assert (result.q, result.i2_percent, result.tau2, result.q_p) == (0.0, 0.0, 0.0, 1.0)
    assert (result.common.z == 0).all()
    assert result.common.p_scores.tolist() == [0.5, 0.5]


def test_common_effect_only() -> None:
    """FE estimates no variance, says so, and gives no prediction interval."""
    result = network(THREE, method="FE")
    assert result.tau2 == 0
    np.testing.assert_array_equal(result.random.estimate, result.common.estimate)
    assert result.random.prediction_high is None
    assert result.notes == ("One common effect: the variance between studies is taken to be 0, not estimated.",)


def test_options_that_are_none() -> None:
    """They are named with what is allowed."""
    with pytest.raises(InvalidInput, match=r"--method: 'PM' is not allowed; allowed: DL, REML, ML, FE"):
        network(THREE, method="PM")
    with pytest.raises(InvalidInput, match=r"--reference: 'd' is not allowed; allowed: a, b, c\."):
        network(THREE, reference="d")
    with pytest.raises(
        InvalidInput, match="--measure: 'HR' is not allowed; allowed: OR, RR, RD, MD, SMD for contrasts"
    ):
        network(THREE, measure="HR")
    with pytest.raises(InvalidInput, match="--measure: 'MD' is not allowed; allowed: OR, RR, RD for events"):
        network(events(("s", "a", 50, 5), ("s", "b", 50, 9)), measure="MD")
    with pytest.raises(InvalidInput, match="--level: '200' is not allowed"):
        network(THREE, level=2.0)
    with pytest.raises(InvalidInput, match="model: 'mixed' is not allowed; allowed: common, random"):
        network(THREE).model("mixed")
    many = network(contrasts(*((f"s{at}", "centre", f"t{at:02d}", 0.0, 1.0) for at in range(14))))
    with pytest.raises(InvalidInput, match=r"treatment: 'd' is not allowed; allowed: centre, t00, .*, t10, \.\.\.\."):
        many.position("d")
    with pytest.raises(InvalidInput, match=r"t10, \.\.\.\. Name a treatment of the table"):
        network(contrasts(*((f"s{at}", "centre", f"t{at:02d}", 0.0, 1.0) for at in range(14))), reference="d")


def test_against_a_reference() -> None:
    """Every other treatment against one, with direct studies and the limits of its model."""
    result = network(THREE, reference="b")
    first, second = against(result)
    assert (first.treatment, first.k, second.treatment, second.k) == ("a", 2, "c", 1)
    assert first.estimate == result.random.estimate[0, 1]
    assert second.low == result.random.ci_low[2, 1]
    assert first.prediction_low is not None
    assert first.prediction_low < first.low
    assert first.p_score == result.random.p_scores[0]
    (common, _) = against(result, "c", model="common")
    assert (common.treatment, common.prediction_high) == ("a", None)
    assert common.se == result.common.se[0, 2]
    with pytest.raises(InvalidInput, match="--reference: 'x'"):
        against(result, "x")


def test_ratios_are_shown_as_ratios() -> None:
    """Logarithms are for calculating; a difference is shown as it is."""
    ratio = network(events(("s", "a", 50, 5), ("s", "b", 50, 9)))
    assert (ratio.measure, ratio.scale, ratio.is_ratio) == ("OR", "log", True)
    assert network(THREE, measure="MD").scale == "identity"
    assert shown_value(ratio, float(ratio.common.estimate[0, 1])) == pytest.approx((5 / 45) / (9 / 41))
    assert shown_value(network(THREE), -0.5) == -0.5


def test_the_notes_of_the_table_come_first() -> None:
    """What was done on reading is said with the result."""
    table = StudyTable(Kind.CONTRASTS, THREE.rows, {}, ("Commas were read as decimal commas.",))
    assert network(table).notes == ("Commas were read as decimal commas.",)


@pytest.mark.parametrize("measure", ["MD", "SMD"])
def test_one_comparison_of_means_is_the_pairwise_analysis(measure: str) -> None:
    """Two treatments: DerSimonian and Laird's own formula, study by study."""
    rows = [("s1", 12, 3.0, 2.0, 15, 1.0, 2.5), ("s2", 40, 2.0, 1.0, 38, 1.8, 1.2), ("s3", 25, 4.0, 3.0, 22, 0.5, 2.0)]
    table = means(*(arm for s, n, m, d, o, p, e in rows for arm in ((s, "a", n, m, d), (s, "b", o, p, e))))
    y, v = [], []
    for _, n, m, d, o, p, e in rows:
        if measure == "MD":
            y.append(m - p)
            v.append(d**2 / n + e**2 / o)
        else:
            df = n + o - 2
            pooled = math.sqrt(((n - 1) * d**2 + (o - 1) * e**2) / df)
            factor = math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)
            y.append(factor * (m - p) / pooled)
            v.append(1 / n + 1 / o + y[-1] ** 2 / (2 * (n + o)))
    effect, w = np.array(y), 1 / np.array(v)
    q = (w * (effect - (w * effect).sum() / w.sum()) ** 2).sum()
    tau2 = max(0.0, (q - 2) / (w.sum() - (w**2).sum() / w.sum()))
    w = 1 / (1 / w + tau2)
    result = network(table, measure=measure)
    assert result.tau2 == pytest.approx(tau2, rel=1e-12)
    assert result.random.estimate[0, 1] == pytest.approx((w * effect).sum() / w.sum(), rel=1e-12)
    assert result.random.se[0, 1] == pytest.approx(w.sum() ** -0.5, rel=1e-12)
