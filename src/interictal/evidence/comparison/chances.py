"""Chances of 100 people: an odds ratio against placebo, applied to the placebo response of the same outcome and time.

Source: the assumed comparator risk of GRADE, with both uncertainties and what they share (``interictal-comparison``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from interictal.errors import InvalidInput
from interictal.evidence.comparison.selection import Count
from interictal.evidence.synthesis.effects import HALF, Events, arm_level, two_arm
from interictal.evidence.synthesis.pooling import Pooled, pool

Z = NormalDist().inv_cdf(0.975)
"""Half the width of a 95 % interval in standard errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of people with its 95 % interval, each 0 to 1."""

    value: float
    low: float
    high: float

    @property
    def of_100(self) -> tuple[int, int, int]:
        """The share and its limits as people of 100, rounded half up."""
        return _people(self.value), _people(self.low), _people(self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one trial's placebo arm adds to a pooled result.

    Args:
        weight: of the trial in it, 0 to 1.
        variance: of the placebo arm's logit in this trial.
    """

    weight: float
    variance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What happens with placebo, pooled over trials of one outcome and one time.

    Args:
        share: pooled on the logit scale, by REML.
        logit, se: the same there.
        k, n: trials and people.
        lowest, highest: shares of the single trials.
        parts: id of a trial -> what it adds.
        confirmed: whether every figure was seen at its source.
    """

    share: Share
    logit: float
    se: float
    k: int
    n: int
    lowest: float
    highest: float
    parts: Mapping[str, Part]
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """An odds ratio against placebo with its 95 % interval, pooled by REML where there are several trials.

    Args:
        log, se: natural logarithm and its standard error.
        value, low, high: the ratio.
        tau2, i2_percent: heterogeneity; None for one trial.
        k, n: trials and people.
        parts: id of a trial -> what its placebo arm adds.
    """

    log: float
    se: float
    value: float
    low: float
    high: float
    tau2: float | None
    i2_percent: float | None
    k: int
    n: int
    parts: Mapping[str, Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What an odds ratio makes of a baseline.

    Args:
        share: of people with the treatment.
        gain: difference to the baseline, -1 to 1, with its limits.
    """

    share: Share
    gain: Share


def baseline(counts: Mapping[str, Count]) -> Baseline:
    """The response with placebo, pooled over the placebo arms of several trials.

    Args:
        counts: id of a trial -> its placebo arm.

    Raises:
        InvalidInput: no trial.
    """
    if not counts:
        raise InvalidInput("placebo arms", 0, "at least one", "Take a wider stratum.")
    several = list(counts.values())
    arms = Events([one.events for one in several], [one.n for one in several])
    estimates, variances = arm_level("OR", arms, increment=arms.has_empty_cell * HALF)
    found = pool(estimates, variances)
    shares = [one.events / one.n for one in several]
    return Baseline(
        share=_share(found.estimate, found.se),
        logit=found.estimate,
        se=found.se,
        k=len(several),
        n=sum(one.n for one in several),
        lowest=min(shares),
        highest=max(shares),
        parts=_parts(counts, found, variances.tolist()),
        confirmed=all(one.confirmed for one in several),
    )


def ratio(arms: Mapping[str, tuple[Count, Count]]) -> Ratio:
    """The odds ratio of a treatment against placebo over its trials.

    Args:
        arms: id of a trial -> treatment and placebo, at least one.
    """
    several = list(arms.values())
    estimates, variances = two_arm(
        "OR",
        Events([first.events for first, _ in several], [first.n for first, _ in several]),
        Events([second.events for _, second in several], [second.n for _, second in several]),
    )
    found = pool(estimates, variances)
    pooled_over = found.k > 1
    return Ratio(
        log=found.estimate,
        se=found.se,
        value=math.exp(found.estimate),
        low=math.exp(found.ci_low),
        high=math.exp(found.ci_high),
        tau2=found.tau2 if pooled_over else None,
        i2_percent=found.i2 if pooled_over else None,
        k=found.k,
        n=sum(first.n + second.n for first, second in several),
        parts=_parts(arms, found, [_placebo_variance(*one) for one in several]),
    )


def applied(to: Baseline, by: Ratio) -> Applied:
    """What becomes of the baseline.

    A trial's placebo arm stands in both terms: where it is high by chance, the odds ratio is low by chance. What both
    share is taken off, so that one trial alone gives back the interval of its own treated arm.

    Returns:
        The share with its interval on the logit scale, and the gain with its interval by the delta method.
    """
    shared = sum(
        one.weight * by.parts[trial].weight * min(one.variance, by.parts[trial].variance)
        for trial, one in to.parts.items()
        if trial in by.parts
    )
    logit = to.logit + by.log
    share = _share(logit, math.sqrt(to.se**2 + by.se**2 - 2 * shared))
    without, with_it = to.share.value, share.value
    slope = with_it * (1 - with_it)
    change = slope - without * (1 - without)
    variance = (change * to.se) ** 2 + (slope * by.se) ** 2 - 2 * change * slope * shared
    error, gain = math.sqrt(variance), with_it - without
    return Applied(share=share, gain=Share(value=gain, low=gain - Z * error, high=gain + Z * error))


def odds_ratio(first: Count, second: Count) -> tuple[float, float, float]:
    """The odds ratio of two arms with its 95 % interval; 1/2 in every cell where one is empty."""
    estimates, variances = two_arm("OR", Events([first.events], [first.n]), Events([second.events], [second.n]))
    log, se = float(estimates[0]), math.sqrt(float(variances[0]))
    return math.exp(log), math.exp(log - Z * se), math.exp(log + Z * se)


def _parts(of: Mapping[str, object], found: Pooled, variances: Sequence[float]) -> dict[str, Part]:
    weights = (weight / sum(found.weights) for weight in found.weights)
    return {
        trial: Part(weight=weight, variance=variance)
        for trial, weight, variance in zip(of, weights, variances, strict=True)
    }


def _placebo_variance(treated: Count, placebo: Count) -> float:
    """Of the placebo arm's logit, as it stands in the variance of the odds ratio."""
    cells = [cell for one in (treated, placebo) for cell in (one.events, one.n - one.events)]
    half = HALF if 0 in cells else 0.0
    return 1 / (cells[2] + half) + 1 / (cells[3] + half)


def _share(logit: float, se: float) -> Share:
    return Share(value=_inverse(logit), low=_inverse(logit - Z * se), high=_inverse(logit + Z * se))


def _inverse(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _people(share: float) -> int:
    return math.floor(100 * share + 0.5)
