"""Dodick 2010 (Headache 2010;50:921-936): pooled PREEMPT, headache days at week 24, -8.4 against -6.6.

Abstract. Inputs: the strata with and without medication overuse (Silberstein 2013, and J Headache Pain 2013;14:P204),
joined by their people, as no spread was seen. Tolerance: the rounding of the printed figure.
"""

from interictal.evidence.library.inputs import inputs_of
from interictal.evidence.synthesis.pooling import pool
from support.published import rounds_to

STRATA = inputs_of("PREEMPT-POOLED")


def joined(arm: str) -> float:
    """The mean of an arm over the strata, each weighted by its people: a fixed effect with variances 1 / n."""
    means = [float(getattr(one, f"mean{arm}")) for one in STRATA]
    return pool(means, [1 / getattr(one, f"n{arm}") for one in STRATA], method="FE").estimate


def test_both_arms() -> None:
    """-8.4 with the toxin, -6.6 with placebo."""
    assert rounds_to(joined("1"), "-8.4")
    assert rounds_to(joined("2"), "-6.6")


def test_difference_and_people() -> None:
    """-1.8 days between 688 and 696 people."""
    assert rounds_to(joined("1") - joined("2"), "-1.8")
    assert (sum(one.n1 or 0 for one in STRATA), sum(one.n2 or 0 for one in STRATA)) == (688, 696)


def test_each_stratum() -> None:
    """-2.0 with overuse, -1.5 without: the differences of the two means."""
    for one in STRATA:
        assert one.mean1 is not None
        assert one.mean2 is not None
        assert one.mean1 - one.mean2 == one.effect
