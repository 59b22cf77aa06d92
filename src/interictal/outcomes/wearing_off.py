"""Wearing-off: headache back before the next injection is due (our rule)."""

from __future__ import annotations

from dataclasses import dataclass

from interictal.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class WearingOff:
    """Whether headache returned before the next injection was due.

    Args:
        cycle: 1, 2, ...
        verdict: MET where it wore off.
        week: the first week (1-based, days 0-6 are week 1) from which the rate is back up; None where not MET.
        because: the figures in one sentence.
    """

    cycle: int
    verdict: Verdict
    week: int | None
    because: str
