"""Response of each cycle against the baseline."""

from __future__ import annotations

from dataclasses import dataclass

from interictal.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class CycleResponse:
    """Response of one cycle against the baseline, in headache days per 28.

    Args:
        cycle: 1, 2, ...
        baseline_per_28: the baseline rate, None where missing.
        value_per_28: the rate pooled over the cycle (at most its first 84 days), None where missing.
        change_percent: change from baseline in percent, negative is better; None where it cannot be told.
        responder: 30, 50, 75, 100 -> verdict.
        because: the figures in one sentence.
    """

    cycle: int
    baseline_per_28: float | None
    value_per_28: float | None
    change_percent: float | None
    responder: dict[int, Verdict]
    because: str
