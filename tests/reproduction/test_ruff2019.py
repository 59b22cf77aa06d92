"""Ruff 2019 (REGAIN by earlier failures, Cephalalgia 2019;39:931-944): galcanezumab against placebo.

Abstract: least-squares means with standard errors. The differences and limits follow from them, as the trial prints no
others that were seen. Tolerance: the rounding to two places.
"""

import pytest

from interictal.evidence.library.inputs import SynthesisInput, inputs_of
from interictal.evidence.library.records import Status
from support.published import pooled, rounds_to


@pytest.mark.parametrize("one", inputs_of("REGAIN-FAILURES"), ids=lambda one: one.id)
def test_differences_and_limits(one: SynthesisInput) -> None:
    """As they stand in the library, marked as worked out."""
    found = pooled([one], "MD")
    assert one.effect_status is Status.DERIVED
    for value, kept in ((found.estimate, one.effect), (found.ci_low, one.low), (found.ci_high, one.high)):
        assert kept is not None
        assert rounds_to(value, kept)


def test_all_four_differ_from_placebo() -> None:
    """Each upper limit lies below 0."""
    assert all(pooled([one], "MD").ci_high < 0 for one in inputs_of("REGAIN-FAILURES"))
