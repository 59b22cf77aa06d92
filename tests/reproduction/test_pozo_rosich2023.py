"""Pozo-Rosich 2023 (PROGRESS, Lancet 2023;402:775-785): response to atogepant 60 mg against placebo.

Odds ratio 2.0 (95 % CI 1.4 to 3.0), adjusted (summary on pathway.md). Inputs: 41.0 % of 256 and 26.0 % of 246. They
give a crude odds ratio of 1.98 (1.35 to 2.89): the estimate and the lower limit agree, the upper one is 2.9 and not
3.0, as an adjusted model may have it. Tolerance: the rounding of the printed figure.
"""

from interictal.evidence.library.inputs import inputs_of
from support.published import pooled, rounds_to, shown

(PROGRESS,) = inputs_of("PROGRESS-OR")


def test_crude_odds_ratio() -> None:
    """1.98 (1.35 to 2.89)."""
    for value, printed in zip(shown(pooled([PROGRESS], "OR"), "OR"), ("1.98", "1.35", "2.89"), strict=True):
        assert rounds_to(value, printed)


def test_published_one_is_adjusted() -> None:
    """It agrees but for the upper limit."""
    estimate, low, high = shown(pooled([PROGRESS], "OR"), "OR")
    assert rounds_to(estimate, str(PROGRESS.effect))
    assert rounds_to(low, str(PROGRESS.low))
    assert not rounds_to(high, str(PROGRESS.high))
    assert rounds_to(high, "2.9")


def test_counts_follow_from_the_percentages() -> None:
    """105 of 256 are 41.0 %, 64 of 246 are 26.0 %."""
    assert rounds_to(100 * (PROGRESS.events1 or 0) / (PROGRESS.n1 or 0), "41.0")
    assert rounds_to(100 * (PROGRESS.events2 or 0) / (PROGRESS.n2 or 0), "26.0")
