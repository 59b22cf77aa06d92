"""Lipton 2020 (PROMISE-2, Neurology 2020;94:e1365): eptinezumab against placebo, migraine days over weeks 1 to 12.

Abstract: -7.7 (100 mg), -8.2 (300 mg), -5.6 (placebo). The differences as published, -2.0 (-2.9 to -1.2) and -2.6 (-3.4
to -1.7), were not seen. The means give -2.1 and -2.6: the first differs by 0.1, as the means are rounded to 0.1 each.
No spread was seen, so no interval follows.
"""

from decimal import Decimal

import pytest

from interictal.errors import DataUnavailable
from interictal.evidence.library.inputs import inputs_of, study_table
from interictal.evidence.library.records import Status

ROUNDING_OF_TWO_MEANS = Decimal("0.1")


def test_differences_of_the_means() -> None:
    """-2.1 and -2.6, within the rounding of two means of what is known as published."""
    given = [one.difference for one in inputs_of("PROMISE-2-MD")]
    assert given == [Decimal("-2.1"), Decimal("-2.6")]
    for one in inputs_of("PROMISE-2-MD"):
        assert one.effect_status is Status.UNCONFIRMED
        assert one.effect is not None
        assert one.difference is not None
        assert abs(one.difference - one.effect) <= ROUNDING_OF_TWO_MEANS


def test_without_a_spread_nothing_is_pooled() -> None:
    """The table of these inputs is refused."""
    with pytest.raises(DataUnavailable, match="no spread"):
        study_table(inputs_of("PROMISE-2-MD"))
