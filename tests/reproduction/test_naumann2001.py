"""Naumann 2001: botulinum toxin A against placebo in axillary hyperhidrosis, people who sweat less by half or more.

Abstract: 94 % (227) against 36 % (28) at week 4, 82 % (198) against 21 % (16) at week 16, of 242 and 78 people. No risk
ratio was seen; the counts give 2.61 (1.94 to 3.52) and 3.99 (2.57 to 6.20). Tolerance: the rounding of the printed
figure.
"""

import pytest

from interictal.evidence.library.inputs import inputs_of
from support.published import pooled, rounds_to, shown


@pytest.mark.parametrize(
    ("line", "percents", "given"),
    [(0, ("94", "36"), ("2.61", "1.94", "3.52")), (1, ("82", "21"), ("3.99", "2.57", "6.20"))],
)
def test_response(line: int, percents: tuple[str, str], given: tuple[str, str, str]) -> None:
    """The counts give back the percentages, and these risk ratios."""
    one = inputs_of("HYPERHIDROSIS")[line]
    assert rounds_to(100 * (one.events1 or 0) / (one.n1 or 0), percents[0])
    assert rounds_to(100 * (one.events2 or 0) / (one.n2 or 0), percents[1])
    for value, printed in zip(shown(pooled([one], "RR"), "RR"), given, strict=True):
        assert rounds_to(value, printed)
