"""Power and sample size of a design by simulation, with what simulation leaves unsure.

The people of a larger trial begin with those of a smaller one, and trials of all sizes share their random numbers: the
curve of power over size is smooth, and the size that reaches a target is found by halving.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

from interictal.errors import DataUnavailable, InvalidInput
from interictal.forecast.trials.design import MOST_PEOPLE, TOPIRAMATE, Analysis, Arm, Design
from interictal.forecast.trials.outcomes import Outcome
from interictal.forecast.trials.population import Population
from interictal.forecast.trials.results import contrast_of, pairs, run_trials
from interictal.forecast.trials.simulation import Trials

_FINE = 0.01
"""The search ends when sizes differ by less than this part of themselves, or by one person."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Power:
    """Power of a design, and the size that reaches a target.

    Args:
        design: the trial.
        arm, versus, outcome, week: the comparison, its first where there are several.
        alpha, target: two-sided level, and the power aimed for.
        replicates, seed: what the numbers depend on.
        power: share of trials with p below ``alpha``, at the estimates.
        error: its Monte-Carlo standard error, after Agresti and Coull: never 0, not even where all trials agree.
        assurance: the same share where each trial draws its parameters within their uncertainty.
        assurance_error: its Monte-Carlo standard error.
        sizes: people of each arm in the smallest trial that reaches the target.
        sizes_low, sizes_high: the same at 1.96 Monte-Carlo standard errors above and below the target.
        reached: power of that trial.
    """

    design: Design
    arm: str
    versus: str
    outcome: Outcome
    week: int
    alpha: float
    target: float
    replicates: int
    seed: int
    power: float
    error: float
    assurance: float
    assurance_error: float
    sizes: tuple[int, ...]
    sizes_low: tuple[int, ...]
    sizes_high: tuple[int, ...]
    reached: float


def power_of(
    design: Design,
    whom: Population,
    *,
    outcome: Outcome,
    alpha: float = 0.05,
    target: float = 0.8,
    replicates: int = 1000,
    seed: int = 1,
    threads: int = 1,
    say: Say | None = None,
) -> Power:
    """Power of the comparison of the first arm with the reference at the last visit.

    Args:
        design: the trial; other sizes keep the proportions of its arms.
        whom: the population.
        outcome: one of the design.
        alpha, target: two-sided level; power aimed for.
        replicates: virtual trials of each size.
        seed, threads: as for ``virtual_trials``.
        say: called with what is being done.

    Raises:
        InvalidInput: a trial of one arm; an outcome that the last visit cannot have.
        DataUnavailable: no trial of at most a million people reaches the target.
    """
    compared = pairs(design)
    if not compared:
        raise InvalidInput("arms", 1, "two arms or more", "A trial of one arm compares nothing.")
    if outcome.weeks > design.visits_weeks[-1]:
        raise InvalidInput("--outcome", outcome.id, "an outcome that the last visit can have", "Choose another.")
    first, second = compared[0]
    if _same(design.arms[first], design.arms[second]):
        raise InvalidInput(
            "arms",
            f"{design.arms[first].drug} twice",
            "two treatments that differ",
            "No size shows a difference of none.",
        )
    visit = len(design.visits_weeks) - 1
    tell = say or (lambda _words: None)

    def share(sized: Design, *, estimates: bool = True) -> float:
        tell(f"{replicates} trials of {sum(arm.n for arm in sized.arms)} people")
        trials = Trials(sized, whom, seed=seed, estimates=estimates)
        run = run_trials(trials, replicates, threads, models=design.analysis is Analysis.MMRM)
        found = [contrast_of(one, sized, outcome, visit, first, second, design.analysis) for one in run]
        return sum(one is not None and one.p < alpha for one in found) / replicates

    power, assurance = share(design), share(design, estimates=False)
    at = {1.0: power}

    def at_scale(scale: float) -> float:
        if scale not in at:
            at[scale] = share(design.scaled(scale))
        return at[scale]

    reached_at = _search(at_scale, design, target, alpha)
    reached = at_scale(reached_at)
    margin = 1.96 * _error(target, replicates)
    sizes = tuple(arm.n for arm in design.scaled(reached_at).arms)
    low, high = (
        tuple(max(1, round(n * _stretch(aim, target, alpha))) for n in sizes)
        for aim in (target - margin, target + margin)
    )
    return Power(
        design, design.arms[first].name, design.arms[second].name, outcome, design.visits_weeks[-1], alpha, target,
        replicates, seed, power, _error(power, replicates), assurance, _error(assurance, replicates), sizes, low, high,
        reached,
    )  # fmt: skip


def _same(one: Arm, other: Arm) -> bool:
    late = one.drug == TOPIRAMATE and one.placebo_cycles != other.placebo_cycles
    return (one.drug, one.sessions) == (other.drug, other.sessions) and not late


def _search(power: Callable[[float], float], design: Design, target: float, alpha: float) -> float:
    """The smallest scale of a design that reaches the target, to a hundredth or one person."""
    n = sum(arm.n for arm in design.arms)
    most, least = MOST_PEOPLE / n, 2 * len(design.arms) / n
    guess = 1.0
    low, high = 0.0, math.inf
    while not (low > 0 and high < math.inf):
        if power(guess) >= target:
            high = guess
            if guess <= least:
                return guess
        else:
            low = guess
            if guess >= most:
                raise DataUnavailable(
                    f"{design.name}: no trial of at most {MOST_PEOPLE} people reaches a power of {target:g}. "
                    "Lower the target, or change the design."
                )
        wanted = guess * _stretch(target, min(max(power(guess), 0.02), 0.98), alpha)
        # A little beyond the guess, so that the target is soon between two sizes.
        wanted *= 1.1 if low == guess else 0.9
        guess = min(most, max(least, wanted if low == 0 or high == math.inf else math.sqrt(low * high)))
        guess = max(guess, low * 1.05) if low == guess or high == math.inf else min(guess, high * 0.95)
        guess = min(most, max(least, guess))
    while high / low > 1 + _FINE and (high - low) * min(arm.n for arm in design.arms) > 1:
        middle = math.sqrt(low * high)
        if power(middle) >= target:
            high = middle
        else:
            low = middle
    return high


def _stretch(to: float, of: float, alpha: float) -> float:
    """By how much a trial of power ``of`` grows to have power ``to``, if its statistic is normal."""
    normal = NormalDist()
    z = normal.inv_cdf(1 - alpha / 2)
    upper = z + normal.inv_cdf(min(max(to, 0.001), 0.999))
    lower = z + normal.inv_cdf(min(max(of, 0.001), 0.999))
    return (max(upper, 0.05) / max(lower, 0.05)) ** 2


def _error(share: float, replicates: int) -> float:
    """The Monte-Carlo standard error of a share: two trials of each kind are added, so that it is never 0.

    Source: Agresti, Coull 1998.
    """
    n = replicates + 4
    adjusted = (share * replicates + 2) / n
    return math.sqrt(adjusted * (1 - adjusted) / n)
