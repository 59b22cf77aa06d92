"""Tepper 2017 (erenumab in chronic migraine, Lancet Neurol 2017;16:425-434): migraine days against placebo.

Abstract: -2.5 (-3.5 to -1.4), p < 0.0001, for both doses. Input: the standard error that follows from the width of the
interval. Tolerance: the rounding of the printed figures, of which effect and limits are rounded each for itself.
"""

import pytest

from interictal.evidence.library.inputs import SynthesisInput, inputs_of
from support.published import pooled, rounds_to


@pytest.mark.parametrize("one", inputs_of("TEPPER2017-MD"), ids=lambda one: one.id)
def test_standard_error_gives_back_interval_and_p(one: SynthesisInput) -> None:
    """About the middle of the interval, which rounds to the effect."""
    found = pooled([one], "MD")
    assert None not in (one.effect, one.low, one.high)
    assert one.low is not None
    assert one.high is not None
    middle = float(one.low + one.high) / 2
    assert rounds_to(middle, str(one.effect))
    half = (found.ci_high - found.ci_low) / 2
    assert rounds_to(middle - half, one.low)
    assert rounds_to(middle + half, one.high)
    assert found.p < 0.0001


def test_means_differ_by_one_tenth_less() -> None:
    """-6.6 and -4.2 are 2.4 apart; the trial prints -2.5, of its model."""
    for one in inputs_of("TEPPER2017-MD"):
        assert one.mean1 is not None
        assert one.mean2 is not None
        assert rounds_to(float(one.mean1 - one.mean2), "-2.4")
        assert str(one.effect) == "-2.5"
