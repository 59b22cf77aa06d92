"""Herd 2018 (Cochrane CD011616; BMJ Open 2019;9:e027953): botulinum toxin against placebo in chronic migraine.

Migraine days (abstract): -2.0 (95 % CI -2.8 to -1.1), 1384 people: HERD2018-MD. Headache days: -1.9, with -2.7 to -1.0
as known: HERD2018-HD. Inputs: means and people of PREEMPT 1 and 2, the spread from the p value of PREEMPT 1. Tolerance:
the rounding of the printed figure.
"""

from decimal import Decimal

import pytest

from interictal.evidence.library.inputs import inputs_of
from interictal.evidence.library.syntheses import synthesis
from interictal.evidence.synthesis.pooling import pool
from support.published import pooled, rounds_to


@pytest.mark.parametrize("analysis", ["HERD2018-MD", "HERD2018-HD"])
@pytest.mark.parametrize("method", ["DL", "REML", "PM"])
def test_random_effects_give_the_published_result(analysis: str, method: str) -> None:
    """Whichever way tau2 is estimated: with two trials the methods agree."""
    published, found = synthesis(analysis), pooled(inputs_of(analysis), "MD", method=method)
    assert (found.k, sum((one.n1 or 0) + (one.n2 or 0) for one in inputs_of(analysis))) == (published.k, published.n)
    for value, printed in zip(
        (found.estimate, found.ci_low, found.ci_high), (published.estimate, published.low, published.high), strict=True
    ):
        assert printed is not None
        assert rounds_to(value, printed)


def test_a_fixed_effect_does_not() -> None:
    """Its interval is narrower than the one published: the review took random effects, as it says."""
    found = pooled(inputs_of("HERD2018-MD"), "MD", method="FE")
    assert not rounds_to(found.ci_low, "-2.8")
    assert not rounds_to(found.ci_high, "-1.1")


def test_heterogeneity() -> None:
    """tau2 0.174 and I2 43 % for migraine days, 0.150 and 37 % for headache days: worked out, not published."""
    for analysis, tau2, i2 in (("HERD2018-MD", "0.174", "43"), ("HERD2018-HD", "0.150", "37")):
        found = pooled(inputs_of(analysis), "MD")
        assert found.tau2 is not None
        assert found.i2 is not None
        assert rounds_to(found.tau2, tau2)
        assert rounds_to(found.i2, i2)


@pytest.mark.parametrize("analysis", ["HERD2018-MD", "HERD2018-HD"])
def test_each_trial(analysis: str) -> None:
    """The difference of the means is the effect as it stands; the spread gives back the printed p value."""
    for one in inputs_of(analysis):
        found = pooled([one], "MD")
        assert one.effect is not None
        assert rounds_to(found.estimate, one.effect)
        if one.p is not None:
            assert rounds_to(found.p, one.p)
        else:  # PREEMPT 2: p < 0.001 for both outcomes (Cephalalgia 2010;30:804, abstract)
            assert found.p < 0.001


def test_spread_comes_from_the_p_value() -> None:
    """0.002 and 0.006, two-sided, of differences of 1.5 and 1.4 days between 341 and 338 people."""
    for analysis, z in (("HERD2018-MD", 3.0902), ("HERD2018-HD", 2.7478)):  # quantiles of the normal distribution
        one = inputs_of(analysis)[0]
        assert one.effect is not None
        assert one.n1 is not None
        assert one.n2 is not None
        sd = abs(float(one.effect)) / z / (1 / one.n1 + 1 / one.n2) ** 0.5
        assert one.sd1 == one.sd2
        assert rounds_to(sd, one.sd1 or Decimal("NaN"))
        assert rounds_to(pool([z], [1.0]).p, one.p or Decimal("NaN"))
