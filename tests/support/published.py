"""Published results beside what their inputs give: pooling an input, and comparing within the printed rounding."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from interictal.evidence.library.inputs import SynthesisInput, study_table
from interictal.evidence.synthesis.effects import Events, Means, two_arm
from interictal.evidence.synthesis.pooling import Pooled, pool
from interictal.evidence.tables import Contrast, EventsArm, MeansArm

LOG = ("OR", "RR")


def pooled(inputs: Sequence[SynthesisInput], measure: str, *, method: str = "DL") -> Pooled:
    """The inputs pooled by the project's own engine; ratios on the log scale."""
    rows = study_table(inputs).rows
    if isinstance(rows[0], Contrast):
        contrasts = [row for row in rows if isinstance(row, Contrast)]
        return pool([row.te for row in contrasts], [row.se**2 for row in contrasts], method=method)
    if isinstance(rows[0], EventsArm):
        counted = [row for row in rows if isinstance(row, EventsArm)]
        pairs = [
            Events([row.events for row in arms], [row.n for row in arms]) for arms in (counted[::2], counted[1::2])
        ]
        return pool(*two_arm(measure, *pairs), method=method)
    means = [row for row in rows if isinstance(row, MeansArm)]
    spread = [
        Means([row.n for row in arms], [row.mean for row in arms], [row.sd for row in arms])
        for arms in (means[::2], means[1::2])
    ]
    return pool(*two_arm(measure, *spread), method=method)


def shown(one: Pooled, measure: str) -> tuple[float, float, float]:
    """Estimate and limits on the scale that people read."""
    found = (one.estimate, one.ci_low, one.ci_high)
    return (math.exp(found[0]), math.exp(found[1]), math.exp(found[2])) if measure in LOG else found


def rounds_to(value: float, printed: Decimal | str) -> bool:
    """Whether the value, rounded to the digits of the printed one, is it."""
    number = Decimal(printed)
    half = Decimal(1).scaleb(int(number.as_tuple().exponent)) / 2
    return abs(Decimal(repr(value)) - number) <= half + Decimal("1e-9")
