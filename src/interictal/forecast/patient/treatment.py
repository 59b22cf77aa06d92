"""What sessions do over time, for the patient model: the course with placebo, and the relief of the mechanism."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from interictal.forecast.patient.filtering import BLOCK_DAYS, Treatment
from interictal.forecast.patient.parameters import Response, response
from interictal.forecast.patient.records import Dose
from interictal.mechanism import relief

_LEVEL_WEEKS = (20.5, 21.5, 22.5, 23.5)
"""Middles of the weeks whose mean placebo response is 1."""


def treatment_of(doses: Sequence[Dose], length: int) -> Treatment | None:
    """Treatment by block of days from day 0 to ``length``; None without a session.

    Args:
        doses: sessions, in any order; those after ``length`` do nothing yet.
        length: days needed.
    """
    given = [(dose.day, dose.units) for dose in sorted(doses, key=lambda dose: dose.day)]
    if not given or given[0][0] >= length:
        return None
    middles = range(BLOCK_DAYS // 2, length + BLOCK_DAYS, BLOCK_DAYS)
    first = given[0][0]
    placebo = tuple(placebo_course(response(), (day - first) / 7) for day in middles)
    return Treatment(placebo, tuple(relief(given, list(middles))))


def placebo_course(known: Response, weeks: float) -> float:
    """The response with placebo some weeks after the first session, in units of its mean over weeks 21 to 24."""
    if weeks <= 0:
        return 0.0
    return _rise(known, weeks) * len(_LEVEL_WEEKS) / sum(_rise(known, each) for each in _LEVEL_WEEKS)


def _rise(known: Response, weeks: float) -> float:
    share = known.placebo_slow_share
    fast, slow = 1 - exp(-weeks / known.placebo_weeks), 1 - exp(-weeks / known.placebo_slow_weeks)
    return (1 - share) * fast + share * slow
