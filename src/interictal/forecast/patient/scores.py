"""How good a forecast of a count was: proper scores, coverage, and where the outcome fell (PIT).

A count has few values, so an interval of whole days covers more than its level. Coverage is therefore read from the
non-randomised probability integral transform, which is uniform for an ideal forecast also of counts; the coverage of
the intervals of whole days, as they are shown, is given beside it.

Source: Gneiting and Raftery 2007 (``gneiting-raftery-2007``) for the scores; Czado, Gneiting and Held 2009
(``czado-2009``) for counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from interictal.forecast.patient.records import LEVELS, Expected

BINS = 10
"""Bins of the PIT histogram."""

LEAST_CHANCE = 1e-12
"""A forecast that holds what happened for impossible is scored as if it had given it this probability."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One forecast against what happened.

    Args:
        patient: number of the patient in the file, from 0.
        log_score: natural logarithm of the probability of the count; higher is better.
        crps: continuous ranked probability score in days; lower is better.
        brier: mean squared error of the daily probabilities; lower is better.
        pit: part of each of ``BINS`` bins that the outcome fills; sums to 1.
        covered: by level, the part of the outcome inside the central interval of the transform.
        inside: by level, whether the count lay in the interval of whole days.
    """

    patient: int
    log_score: float
    crps: float
    brier: float
    pit: tuple[float, ...]
    covered: tuple[float, ...]
    inside: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Scores of one model over all forecasts.

    Args:
        model: its name.
        forecasts, patients: what it rests on.
        log_score, crps, brier: means per forecast.
        coverage: by level, from the transform.
        interval_coverage: by level, of the intervals of whole days.
        pit: histogram of the transform in ``BINS`` bins, mean 1 for an ideal forecast.
    """

    model: str
    forecasts: int
    patients: int
    log_score: float
    crps: float
    brier: float
    coverage: dict[int, float]
    interval_coverage: dict[int, float]
    pit: tuple[float, ...]


def scored(patient: int, expected: Expected, count: int, daily: Sequence[float], seen: Sequence[int]) -> Scored:
    """Score one forecast.

    Args:
        patient: number of the patient.
        expected: probabilities of 0 to N headache days.
        count: headache days that came, 0 to N.
        daily: probability of headache on each recorded day.
        seen: 1 with headache, 0 without, for the same days.
    """
    chances = expected.probabilities
    below = sum(chances[:count])
    upto = below + chances[count]
    crps, reached = 0.0, 0.0
    for value, each in enumerate(chances):
        reached += each
        crps += (reached - (count <= value)) ** 2
    return Scored(
        patient,
        log(max(chances[count], LEAST_CHANCE)),
        crps,
        sum((p - y) ** 2 for p, y in zip(daily, seen, strict=True)) / len(seen),
        tuple(_overlap(below, upto, k / BINS, (k + 1) / BINS) for k in range(BINS)),
        tuple(_overlap(below, upto, (1 - level / 100) / 2, (1 + level / 100) / 2) for level in LEVELS),
        tuple(low <= count <= high for low, high in map(expected.interval, LEVELS)),
    )


def _overlap(below: float, upto: float, low: float, high: float) -> float:
    # Part of the step from below to upto that lies between low and high.
    height = upto - below
    if height <= LEAST_CHANCE:
        return float(low <= below < high or (high >= 1 and below >= high))
    return max(0.0, min(upto, high) - max(below, low)) / height


def summary(model: str, results: Sequence[Scored]) -> Summary:
    """Means over forecasts.

    Args:
        model: name.
        results: at least one.
    """
    number = len(results)
    return Summary(
        model,
        number,
        len({each.patient for each in results}),
        sum(each.log_score for each in results) / number,
        sum(each.crps for each in results) / number,
        sum(each.brier for each in results) / number,
        {level: sum(each.covered[at] for each in results) / number for at, level in enumerate(LEVELS)},
        {level: sum(each.inside[at] for each in results) / number for at, level in enumerate(LEVELS)},
        tuple(BINS * sum(each.pit[k] for each in results) / number for k in range(BINS)),
    )


def difference(ours: Sequence[Scored], other: Sequence[Scored]) -> tuple[float, float]:
    """Mean difference of the log scores (ours minus other) and its standard error, forecasts of a patient together.

    Unknown: the standard error is NaN-free: 0 with a single patient, where nothing can be said of it.
    """
    gaps: dict[int, list[float]] = {}
    for mine, theirs in zip(ours, other, strict=True):
        gaps.setdefault(mine.patient, []).append(mine.log_score - theirs.log_score)
    number = sum(map(len, gaps.values()))
    mean = sum(map(sum, gaps.values())) / number
    spread = sum((sum(each) - mean * len(each)) ** 2 for each in gaps.values())
    return mean, sqrt(spread) / number
