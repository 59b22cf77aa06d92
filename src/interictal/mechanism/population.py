"""From the fall of one patient's log-odds to counts of a group: only to compare the model with published figures.

Patients differ in their whole response, with what placebo does: normally on the log-odds. One patient's response
differs from cycle to cycle, the chance of counting 28 days included. Baselines are held at their mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import erf, exp, log, sqrt

from interictal.mechanism.terminals import Values

_ROOTS = (0.2453407083009, 0.7374737285454, 1.2340762153953, 1.7385377121166, 2.2549740020893, 2.7888060584281)
_ROOTS_WEIGHTS = (0.4622436696006, 0.2866755053628, 0.1090172060200, 0.0248105208875, 0.0032437733422, 0.0002283386360)
SPREAD = tuple(
    (sign * sqrt(2) * root, weight / sqrt(3.141592653589793))
    for root, weight in zip(_ROOTS, _ROOTS_WEIGHTS, strict=True)
    for sign in (-1, 1)
)
"""(z, weight) for a standard normal: twelve of Gauss and Hermite's twenty points; the others weigh less than 1e-5."""


def logistic(x: float) -> float:
    """The probability with log-odds ``x``."""
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def logit(p: float) -> float:
    """The log-odds of a probability between 0 and 1."""
    return log(p / (1 - p))


def normal(z: float) -> float:
    """Probability of a standard normal below ``z``."""
    return 0.5 * (1 + erf(z / sqrt(2)))


def rate(centre: float, spread: float) -> float:
    """Mean probability of a headache day where the log-odds are normal."""
    return sum(weight * logistic(centre + spread * z) for z, weight in SPREAD)


def centre(wanted: float, spread: float) -> float:
    """The middle of the log-odds that gives a mean probability; ``rate`` turned round."""
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        if rate(middle, spread) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def net_days(without: float, relief: float, days: int, values: Values) -> float:
    """Headache days that a relief takes away.

    Args:
        without: mean probability of a headache day at that time without it, as published for the comparison group.
        relief: mean relief over the period.
        days: length of the period.
        values: parameters.

    Returns:
        Days in that period.
    """
    spread = values["response_spread"]
    before = centre(without, spread)
    return days * (rate(before, spread) - rate(before - values["headache_log_odds"] * relief, spread))


def first_responses(
    baseline: float, without: Sequence[float], reliefs: Sequence[float], values: Values, share: float = 0.5
) -> list[float]:
    """Percentages of patients whose headache days fall by a share for the first time in each cycle.

    Args:
        baseline: probability of a headache day before treatment.
        without: mean probability without the toxin in each cycle.
        reliefs: mean relief over the counted period of each cycle.
        values: parameters.
        share: 0.5 for a fall by half.
    """
    spread, noise = values["response_spread"], values["period_spread"]
    middles, limit = [centre(each, spread) for each in without], logit(baseline * (1 - share))
    found = [0.0] * len(reliefs)
    for z, weight in SPREAD:
        left = weight
        for cycle, (middle, relief) in enumerate(zip(middles, reliefs, strict=True)):
            own = middle + spread * z - values["headache_log_odds"] * relief
            chance = normal((limit - own) / noise)
            found[cycle] += 100 * left * chance
            left *= 1 - chance
    return found
