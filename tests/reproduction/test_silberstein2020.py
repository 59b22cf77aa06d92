"""Silberstein 2020 (PROMISE-2, J Headache Pain 2020;21:120): response to eptinezumab, weeks 13 to 24.

Abstract: 61.0 % (100 mg), 64.0 % (300 mg), 44.0 % (placebo), of 356, 350 and 366 people. No odds ratio was seen; the
counts give 1.99 (1.48 to 2.67) and 2.26 (1.68 to 3.06). Tolerance: the rounding of the printed figure.
"""

import pytest

from interictal.evidence.library.inputs import inputs_of
from support.published import pooled, rounds_to, shown


@pytest.mark.parametrize(
    ("line", "percent", "given"), [(0, "61.0", ("1.99", "1.48", "2.67")), (1, "64.0", ("2.26", "1.68", "3.06"))]
)
def test_response(line: int, percent: str, given: tuple[str, str, str]) -> None:
    """The counts give back the percentages, and these odds ratios."""
    one = inputs_of("PROMISE-2-R50")[line]
    assert rounds_to(100 * (one.events1 or 0) / (one.n1 or 0), percent)
    assert rounds_to(100 * (one.events2 or 0) / (one.n2 or 0), "44.0")
    for value, printed in zip(shown(pooled([one], "OR"), "OR"), given, strict=True):
        assert rounds_to(value, printed)
