"""Pijpers 2019 (CHASSIS): withdrawal with onabotulinumtoxinA against withdrawal with masking placebo, week 12.

Thesis, pages 74 and 75: headache days -5.6 against -4.4, difference -1.3 (-3.1 to 0.6); migraine days -6.2 against
-7.0, difference 0.8 (-1.0 to 2.7), p = 0.38. Input: the standard error that follows from the width of the intervals.
Tolerance: the rounding of the printed figures; a p value within what that rounding leaves open.
"""

import pytest

from interictal.evidence.library.inputs import inputs_of
from interictal.evidence.synthesis.pooling import pool
from support.published import pooled, rounds_to


@pytest.mark.parametrize("analysis", ["CHASSIS-HD", "CHASSIS-MD"])
def test_standard_error_gives_back_the_interval(analysis: str) -> None:
    """0.944 for both: each interval is 3.7 days wide."""
    (one,) = inputs_of(analysis)
    assert one.low is not None
    assert one.high is not None
    found = pooled([one], "MD")
    assert rounds_to(found.se, "0.944")
    assert rounds_to(found.ci_high - found.ci_low, one.high - one.low)
    assert found.ci_low < 0 < found.ci_high


def test_p_value_of_migraine_days() -> None:
    """0.38 lies between the p values that the rounding of effect and standard error leaves open."""
    (one,) = inputs_of("CHASSIS-MD")
    effect, width, rounding = 0.8, 3.7, 0.05
    least = pool([effect + rounding], [((width - 2 * rounding) / (2 * 1.96)) ** 2]).p
    most = pool([effect - rounding], [((width + 2 * rounding) / (2 * 1.96)) ** 2]).p
    assert str(one.effect) == "0.8"
    assert least < float(one.p or 0) < most
    assert rounds_to(pooled([one], "MD").p, "0.40")


def test_means() -> None:
    """The headache days differ by 1.2 between the printed means and by 1.3 as printed; the migraine days agree."""
    for analysis, means, printed in (("CHASSIS-HD", "-1.2", "-1.3"), ("CHASSIS-MD", "0.8", "0.8")):
        (one,) = inputs_of(analysis)
        assert one.mean1 is not None
        assert one.mean2 is not None
        assert str(one.mean1 - one.mean2) == means
        assert str(one.effect) == printed
