"""CGRP antibodies and standard preventives compared (J Headache Pain 2021, doi:10.1186/s10194-021-01335-2), Table 4.

OnabotulinumtoxinA in chronic migraine: a fall of 2.0 migraine days against placebo, range 1.5 to 2.4, 688 people, 2
trials: VANDERVORST2021-ONAA. Inputs: PREEMPT 1 and 2. Tolerance: the rounding of the printed figure.
"""

import pytest

from interictal.evidence.library.inputs import inputs_of
from interictal.evidence.library.syntheses import synthesis
from interictal.evidence.synthesis.pooling import pool
from support.published import rounds_to

TRIALS = inputs_of("HERD2018-MD")
PUBLISHED = synthesis("VANDERVORST2021-ONAA")


@pytest.mark.parametrize("weighted", [False, True])
def test_mean_of_the_trials(weighted: bool) -> None:
    """-2.0, whether each trial counts once or by its people."""
    falls = [float(one.effect or 0) for one in TRIALS]
    variances = [1 / ((one.n1 or 0) + (one.n2 or 0)) if weighted else 1.0 for one in TRIALS]
    assert rounds_to(pool(falls, variances, method="FE").estimate, str(PUBLISHED.estimate))


def test_range_and_people() -> None:
    """The two trials are the ends of the range; 688 people had the toxin."""
    assert sorted(one.effect or 0 for one in TRIALS) == [PUBLISHED.low, PUBLISHED.high]
    assert (len(TRIALS), sum(one.n1 or 0 for one in TRIALS)) == (PUBLISHED.k, 688)
    assert "688 people" in PUBLISHED.note or PUBLISHED.n is None
