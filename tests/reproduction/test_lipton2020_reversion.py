"""Lipton 2020 (Headache 2020): reversion from chronic to episodic migraine in HALO CM, p 0.108, 0.012, 0.008, 0.001.

Counts and p values as a report of the abstract prints them (physiciansweekly.com). Pearson's chi-square of the counts
gives 0.106, 0.014, 0.008 and 0.001: two agree, and two differ in the third place, as they may where the publication
stratified. Tolerance: the rounding of the printed figure.
"""

import pytest

from interictal.evidence.library.inputs import SynthesisInput, inputs_of
from interictal.evidence.synthesis.distributions import chi2_p
from support.published import pooled, rounds_to, shown

LINES = {one.id.partition(".")[2]: one for one in inputs_of("HALO-CM-REVERSION")}
ALPHA = 0.05


def chi_square_p(one: SynthesisInput) -> float:
    """Pearson's test of the two by two table, without a correction for continuity."""
    a, c = one.events1 or 0, one.events2 or 0
    b, d = (one.n1 or 0) - a, (one.n2 or 0) - c
    statistic = (a + b + c + d) * (a * d - b * c) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d))
    return float(chi2_p(statistic, 1))


@pytest.mark.parametrize(
    ("line", "given", "agrees"),
    [
        ("quarterly-average", "0.106", False),
        ("monthly-average", "0.014", False),
        ("quarterly-all", "0.008", True),
        ("monthly-all", "0.001", True),
    ],
)
def test_p_values(line: str, given: str, agrees: bool) -> None:
    """What the counts give, and whether that is what was printed."""
    one = LINES[line]
    assert one.p is not None
    assert rounds_to(chi_square_p(one), given)
    assert rounds_to(chi_square_p(one), one.p) is agrees
    assert (chi_square_p(one) < ALPHA) is (one.p < ALPHA)


@pytest.mark.parametrize(
    ("line", "percents"),
    [
        ("quarterly-average", ("50.5", "44.5")),
        ("monthly-average", ("53.7", "44.5")),
        ("quarterly-all", ("31.1", "22.4")),
        ("monthly-all", ("33.7", "22.4")),
    ],
)
def test_percentages(line: str, percents: tuple[str, str]) -> None:
    """Of the counts; an odds ratio above 1 each time."""
    one = LINES[line]
    assert rounds_to(100 * (one.events1 or 0) / (one.n1 or 0), percents[0])
    assert rounds_to(100 * (one.events2 or 0) / (one.n2 or 0), percents[1])
    assert shown(pooled([one], "OR"), "OR")[0] > 1
