"""Chances of 100 people: an odds ratio against placebo, applied to the response with placebo of one stratum.

Source: the assumed comparator risk of GRADE, with both uncertainties on the logit scale (``interictal-comparison``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
class Baseline:
    """What happens with placebo in one stratum, pooled over its trials.

    Args:
        share: pooled on the logit scale, by REML.
        logit, se: the same there.
        k, n: trials and people.
        lowest, highest: shares of the single trials.
        confirmed: whether every figure was seen at its source.
    """

    share: Share
    logit: float
    se: float
    k: int
    n: int
    lowest: float
    highest: float
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """An odds ratio against placebo with its 95 % interval, pooled by REML where there are several trials.

    Args:
        log, se: natural logarithm and its standard error.
        value, low, high: the ratio.
        tau2, i2_percent: heterogeneity; None for one trial.
        k, n: trials and people.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What an odds ratio makes of a baseline.

    Args:
        share: of people with the treatment.
        gain: difference to the baseline, -1 to 1, with its limits.
    """

    share: Share
    gain: Share


def baseline(counts: Sequence[Count]) -> Baseline:
    """The response with placebo, pooled over the placebo arms of several trials.

    Args:
        counts: one of each trial.

    Raises:
        InvalidInput: no trial.
    """
    if not counts:
        raise InvalidInput("placebo arms", 0, "at least one", "Take a wider stratum.")
    arms = Events([one.events for one in counts], [one.n for one in counts])
    estimates, variances = arm_level("OR", arms, increment=arms.has_empty_cell * HALF)
    found = pool(estimates, variances)
    shares = [one.events / one.n for one in counts]
    return Baseline(
        share=_share(found.estimate, found.se),
        logit=found.estimate,
        se=found.se,
        k=len(counts),
        n=sum(one.n for one in counts),
        lowest=min(shares),
        highest=max(shares),
        confirmed=all(one.confirmed for one in counts),
    )


def ratio(arms: Sequence[tuple[Count, Count]]) -> Ratio:
    """The odds ratio of a treatment against placebo over its trials.

    Args:
        arms: treatment and placebo of each trial, at least one.
    """
    estimates, variances = two_arm(
        "OR",
        Events([first.events for first, _ in arms], [first.n for first, _ in arms]),
        Events([second.events for _, second in arms], [second.n for _, second in arms]),
    )
    return _ratio(pool(estimates, variances), sum(first.n + second.n for first, second in arms))


def applied(to: Baseline, by: Ratio) -> Applied:
    """What becomes of the baseline.

    Both standard errors count and are taken as independent. They are not quite: a trial's placebo arm stands in both,
    which makes the true variance smaller, so the interval is rather too wide than too narrow.

    Returns:
        The share with its interval on the logit scale, and the gain with its interval by the delta method.
    """
    logit = to.logit + by.log
    share = _share(logit, math.hypot(to.se, by.se))
    without, with_it = to.share.value, share.value
    slope_with, slope_without = with_it * (1 - with_it), without * (1 - without)
    error = math.hypot((slope_with - slope_without) * to.se, slope_with * by.se)
    gain = with_it - without
    return Applied(share=share, gain=Share(value=gain, low=gain - Z * error, high=gain + Z * error))


def odds_ratio(first: Count, second: Count) -> tuple[float, float, float]:
    """The odds ratio of two arms with its 95 % interval; 1/2 in every cell where one is empty."""
    estimates, variances = two_arm("OR", Events([first.events], [first.n]), Events([second.events], [second.n]))
    log, se = float(estimates[0]), math.sqrt(float(variances[0]))
    return math.exp(log), math.exp(log - Z * se), math.exp(log + Z * se)


def _ratio(found: Pooled, n: int) -> Ratio:
    several = found.k > 1
    return Ratio(
        log=found.estimate,
        se=found.se,
        value=math.exp(found.estimate),
        low=math.exp(found.ci_low),
        high=math.exp(found.ci_high),
        tau2=found.tau2 if several else None,
        i2_percent=found.i2 if several else None,
        k=found.k,
        n=n,
    )


def _share(logit: float, se: float) -> Share:
    return Share(value=_inverse(logit), low=_inverse(logit - Z * se), high=_inverse(logit + Z * se))


def _inverse(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _people(share: float) -> int:
    return math.floor(100 * share + 0.5)
