"""From blocked sensory terminals to the log-odds of a headache day.

Only C-fibre terminals are blocked. What the periphery sends falls by the block; what the brain stem has learnt from it
(central sensitisation) follows slowly, so that the effect of one session outlasts the block, and a series builds up:

    drive            D = 1 - sum over territories of share * (1 - R)
    sensitisation    dC/dt = (D - C) / T
    fall of log-odds F = (1 - m) (1 - D) + m (1 - C)

Patients differ in how fast their terminals recover: the half-life of the light chain is spread log-normally.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import exp, sqrt

from interictal.errors import InvalidInput
from interictal.mechanism.parameters import values as shipped
from interictal.mechanism.terminals import Values, by_day, follow, terminal

NODES = (
    (0.0, 8 / 15),
    *((sign * sqrt(5 - sqrt(10)), (7 + 2 * sqrt(10)) / 60) for sign in (-1, 1)),
    *((sign * sqrt(5 + sqrt(10)), (7 - 2 * sqrt(10)) / 60) for sign in (-1, 1)),
)
"""(z, weight): Gauss and Hermite's five points for a standard normal, exact for polynomials of degree 9."""

SCALED_BY = ((0, 165.0), (84, 165.0))
"""Days and units of the sessions whose mean relief over ``SCALED_DAYS`` is 1."""
SCALED_DAYS = range(140, 168)
"""The 28 days before week 24, the primary end point of PREEMPT."""

_USED = (
    *("half_binding_units", "uptake_half_time_days", "snap25_synthesis", "cleavage", "cooperativity"),
    *("sensory_half_life_days", "recovery_spread", "central_share", "central_days", "reference_sites"),
)


def relief(
    sessions: Sequence[tuple[int, float]], days: Sequence[int], *, parameters: Values | None = None
) -> list[float]:
    """How far onabotulinumtoxinA lowers the log-odds of a headache day, on the mean of patients.

    Args:
        sessions: (day, units of onabotulinumtoxinA) of each, in any order; the units are shared by the 31 sites of
            the fixed protocol alike.
        days: whole days, in any order.
        parameters: by id; None for those that are shipped.

    Returns:
        One value for each of ``days``, the mean over that day: 0 before any session; scaled so that its mean over days
        140 to 167 with 165 U on days 0 and 84 is 1. Multiply by the effect in log-odds of the patients in question.

    Raises:
        InvalidInput: a negative or infinite number of units.
    """
    if not days:
        return []
    for _, units in sessions:
        if not 0 <= units < float("inf"):
            raise InvalidInput("units", units, "a number of units, 0 or more", "Correct the session.")
    used = shipped() if parameters is None else parameters
    start = min((day for day, units in sessions if units), default=None)
    if start is None:
        return [0.0] * len(days)
    last = max(days)
    length = max(0, last - start + 1)
    shifted = [(day - start, units) for day, units in sessions if day <= last]
    scale = _scale(tuple(used[each] for each in _USED))
    course = [each / scale for each in mean_fall(shifted, length, used)]
    return [course[day - start] if day >= start else 0.0 for day in days]


@lru_cache(maxsize=256)
def _scale(used: tuple[float, ...]) -> float:
    """The unscaled mean fall over ``SCALED_DAYS``, by the values of ``_USED``."""
    course = mean_fall(SCALED_BY, SCALED_DAYS.stop, dict(zip(_USED, used, strict=True)))
    return sum(course[day] for day in SCALED_DAYS) / len(SCALED_DAYS)


def scale(values: Values) -> float:
    """The fall that counts as a relief of 1."""
    return _scale(tuple(values[each] for each in _USED))


def half_life(values: Values, z: float) -> float:
    """Half-life of the light chain in the sensory terminals of a patient.

    Args:
        values: parameters.
        z: the patient's place among patients, standard normal; 0 is the median.
    """
    return values["sensory_half_life_days"] * exp(values["recovery_spread"] * z)


def fall_of(block: Sequence[float], values: Values) -> list[float]:
    """The fall of the log-odds, unscaled, from the block; both at the start of each day and the end of the last."""
    share = values["central_share"]
    learnt = follow(block, values["central_days"])
    return [(1 - share) * today + share * slow for today, slow in zip(block, learnt, strict=True)]


def fall(sessions: Sequence[tuple[int, float]], days: int, values: Values, z: float = 0.0) -> list[float]:
    """One patient's fall of the log-odds, unscaled, as means over days 0 to ``days - 1``."""
    doses = [(day, units / values["reference_sites"]) for day, units in sessions]
    block = [1 - each for each in terminal(doses, days, half_life(values, z), values).release]
    return by_day(fall_of(block, values))


def mean_fall(sessions: Sequence[tuple[int, float]], days: int, values: Values) -> list[float]:
    """The mean of patients, as ``fall``."""
    each = [fall(sessions, days, values, z) for z, _ in NODES]
    (_, a), (_, b), (_, c), (_, d), (_, e) = NODES
    return [a * v + b * w + c * x + d * y + e * z for v, w, x, y, z in zip(*each, strict=True)]
