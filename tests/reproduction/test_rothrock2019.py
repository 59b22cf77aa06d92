"""Rothrock 2019 (FORWARD, Headache 2019;59:1700-1713): response to onabotulinumtoxinA against topiramate.

40.0 % of 140 against 12.0 % of 142 (news report of the licence holder; abstract PMID 31559634). The counts give an
odds ratio of 4.90 (2.67 to 9.01). The odds ratio as published, 4.9 (2.7 to 9.1), was not seen; its upper limit is not
that of the counts, which is 9.0. Tolerance: the rounding of the printed figure.
"""

from interictal.evidence.library.inputs import inputs_of
from interictal.evidence.library.records import Status
from support.published import pooled, rounds_to, shown

(FORWARD,) = inputs_of("FORWARD-OR")


def test_odds_ratio_of_the_counts() -> None:
    """4.90 (2.67 to 9.01)."""
    estimate, low, high = shown(pooled([FORWARD], "OR"), "OR")
    assert rounds_to(estimate, "4.90")
    assert rounds_to(low, "2.67")
    assert rounds_to(high, "9.01")


def test_published_result_differs_at_its_upper_limit() -> None:
    """4.9 and 2.7 are those of the counts; 9.1 is not, and the whole result is unconfirmed."""
    estimate, low, high = shown(pooled([FORWARD], "OR"), "OR")
    assert FORWARD.effect_status is Status.UNCONFIRMED
    assert None not in (FORWARD.effect, FORWARD.low, FORWARD.high)
    assert rounds_to(estimate, str(FORWARD.effect))
    assert rounds_to(low, str(FORWARD.low))
    assert not rounds_to(high, str(FORWARD.high))
    assert rounds_to(high, "9.0")


def test_counts_follow_from_the_percentages() -> None:
    """56 of 140 are 40.0 %, 17 of 142 are 12.0 %."""
    assert FORWARD.events1 is not None
    assert FORWARD.events2 is not None
    assert rounds_to(100 * FORWARD.events1 / (FORWARD.n1 or 0), "40.0")
    assert rounds_to(100 * FORWARD.events2 / (FORWARD.n2 or 0), "12.0")
