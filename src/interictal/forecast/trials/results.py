"""What virtual trials of a design show: every outcome of every arm, and every comparison, over replicates."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from interictal.errors import NotSupported
from interictal.forecast.trials.analysis import Contrast, ancova, responders
from interictal.forecast.trials.counts import Range, Seen, over, seen, within
from interictal.forecast.trials.design import Analysis, Design
from interictal.forecast.trials.mmrm import MOST_VISITS, Model, Repeated, mmrm
from interictal.forecast.trials.outcomes import Outcome
from interictal.forecast.trials.population import Population, population
from interictal.forecast.trials.selection import Selection
from interictal.forecast.trials.simulation import ArmRun, Trials, in_order

Progress = Callable[[int], None]
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    """One outcome of one arm at one visit, over virtual trials; None where it cannot be told.

    Args:
        outcome, week: what and when.
        counted: people with a baseline and a value.
        baseline_mean, baseline_sd, change_mean, change_sd: in its unit.
        responder_30, responder_50, responder_75: percent of the people counted.
    """

    outcome: Outcome
    week: int
    counted: Range | None
    baseline_mean: Range | None
    baseline_sd: Range | None
    change_mean: Range | None
    change_sd: Range | None
    responder_30: Range | None
    responder_50: Range | None
    responder_75: Range | None


@dataclass(frozen=True, slots=True)
class ArmResult:
    """One arm over virtual trials.

    Args:
        name, n: as designed.
        outcomes: by outcome and visit.
        stayed: percent of its people still in the trial at each visit, by week.
        screened: people looked at to fill it.
    """

    name: str
    n: int
    outcomes: tuple[OutcomeResult, ...]
    stayed: dict[int, Range]
    screened: Range


@dataclass(frozen=True, slots=True)
class ContrastResult:
    """One arm against another over virtual trials.

    Args:
        arm, versus: names.
        outcome, week: what and when.
        analysis: how; for responders the difference is in percentage points.
        difference: over trials.
        standard_error: mean over trials of each trial's own.
        significant: share of all trials with p below 0.05; one that cannot be computed is none.
        computed: trials in which it could be computed.
        odds_ratio: over trials, for responders; its mean is that of logarithms.
    """

    arm: str
    versus: str
    outcome: Outcome
    week: int
    analysis: Analysis
    difference: Range
    standard_error: float
    significant: float
    computed: int
    odds_ratio: Range | None


@dataclass(frozen=True, slots=True)
class Result:
    """Virtual trials of a design.

    Args:
        design: the trial.
        selection: who is let in.
        seed, replicates: what the numbers depend on.
        estimates: whether all trials had the parameters at their estimates.
        arms, contrasts: what they show.
    """

    design: Design
    selection: Selection
    seed: int
    replicates: int
    estimates: bool
    arms: tuple[ArmResult, ...]
    contrasts: tuple[ContrastResult, ...]


@dataclass(frozen=True, slots=True)
class OneTrial:
    """One virtual trial: its arms, and a fitted model for each outcome where the analysis is MMRM."""

    arms: list[ArmRun]
    models: dict[str, Model | None]


def pairs(design: Design) -> list[tuple[int, int]]:
    """Places of the arms that are compared: each with the reference."""
    reference = design.reference
    if reference is None:
        return []
    at = design.arms.index(reference)
    return [(first, at) for first in range(len(design.arms)) if first != at]


def run_trials(
    trials: Trials, replicates: int, threads: int, *, models: bool, progress: Progress | None = None
) -> list[OneTrial]:
    """Each virtual trial of a design.

    Args:
        trials: of the design.
        replicates, threads: how many, and on how many threads.
        models: whether the mixed model is fitted.
        progress: called with the number done.
    """
    design = trials.design
    if models:
        for outcome in design.outcomes:
            if len(_modelled(design, outcome)) > MOST_VISITS:
                raise NotSupported(f"MMRM with more than {MOST_VISITS} visits is not calculated. Take fewer visits.")

    def one(replicate: int) -> OneTrial:
        values = trials.values(replicate)
        arms: list[ArmRun] = []
        visits = {one.id: _modelled(design, one) for one in design.outcomes}
        repeated = {one.id: Repeated(len(design.arms), len(visits[one.id])) for one in design.outcomes}
        for place in range(len(design.arms)):

            def keep(found: np.ndarray, _left: np.ndarray, place: int = place) -> None:
                for one in design.outcomes:
                    at = [0, *(1 + visit for visit in visits[one.id])]
                    repeated[one.id].add(place, found[:, at], one.field)

            arms.append(trials.arm(trials.setting(replicate, place, values), keep if models else None))
        return OneTrial(arms, {name: mmrm(sums) for name, sums in repeated.items()} if models else {})

    found = []
    for done, trial in enumerate(in_order(one, range(replicates), threads), 1):
        found.append(trial)
        if progress is not None:
            progress(done)
    return found


def _modelled(design: Design, outcome: Outcome) -> list[int]:
    """Places of the visits at which an outcome is counted."""
    return [at for at, week in enumerate(design.visits_weeks) if outcome.weeks <= week]


def contrast_of(
    trial: OneTrial, design: Design, outcome: Outcome, visit: int, first: int, second: int, analysis: Analysis
) -> Contrast | None:
    """Two arms of one trial at a visit; None where it cannot be told."""
    sums = [arm.sums[visit, outcome.field] for arm in trial.arms]
    if analysis is Analysis.RESPONDER:
        return responders(seen(sums[first]), seen(sums[second]))
    if analysis is Analysis.MMRM:
        model = trial.models[outcome.id]
        return None if model is None else model.contrast(_modelled(design, outcome).index(visit), first, second)
    return ancova([within(one) for one in sums], first, second)


def virtual_trials(
    design: Design,
    *,
    replicates: int = 200,
    seed: int = 1,
    threads: int = 1,
    whom: Population | None = None,
    estimates: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Simulate a design again and again.

    Args:
        design: the trial.
        replicates: how many virtual trials.
        seed: the same seed gives the same numbers, on any machine and with any number of threads.
        threads: threads that share the work.
        whom: the population; the shipped one by default.
        estimates: hold the parameters at their estimates; else each trial draws its own, within their uncertainty and
            with what differs from trial to trial.
        progress: called with the number of trials done.

    Raises:
        InvalidInput: the baseline of the design is that of no population.
        NotSupported: a mixed model of too many visits.

    Unknown: days without an entry are left out and the count scaled up to 28, where at least 20 are recorded; other
        counts are missing, and treated as the design says.
    """
    trials = Trials(design, population() if whom is None else whom, seed=seed, estimates=estimates)
    models = design.analysis is Analysis.MMRM and design.reference is not None
    found = run_trials(trials, replicates, threads, models=models, progress=progress)
    arms = tuple(_arm(design, place, found) for place in range(len(design.arms)))
    return Result(design, trials.selection, seed, replicates, estimates, arms, tuple(_contrasts(design, found)))


def _arm(design: Design, place: int, trials: Sequence[OneTrial]) -> ArmResult:
    arm, runs = design.arms[place], [trial.arms[place] for trial in trials]
    outcomes = tuple(
        outcome_result(outcome, week, [seen(run.sums[visit, outcome.field]) for run in runs])
        for outcome in design.outcomes
        for visit, week in enumerate(design.visits_weeks)
        if outcome.weeks <= week
    )
    stayed = {
        week: _sure(over([100 * int(run.stayed[visit]) / arm.n for run in runs]))
        for visit, week in enumerate(design.visits_weeks)
    }
    return ArmResult(arm.name, arm.n, outcomes, stayed, _sure(over([run.screened for run in runs])))


def outcome_result(outcome: Outcome, week: int, found: Sequence[Seen]) -> OutcomeResult:
    """The ranges of one outcome over trials."""
    fell = [over([100 * one.fell[level] / one.known if one.known else None for one in found]) for level in range(3)]
    return OutcomeResult(
        outcome,
        week,
        over([one.known for one in found]),
        over([one.baseline_mean for one in found]),
        over([one.baseline_sd for one in found]),
        over([one.change_mean for one in found]),
        over([one.change_sd for one in found]),
        *fell,
    )


def _contrasts(design: Design, trials: Sequence[OneTrial]) -> list[ContrastResult]:
    found = []
    for first, second in pairs(design):
        for outcome in design.outcomes:
            for visit in _modelled(design, outcome):
                each = [
                    one
                    for trial in trials
                    if (one := contrast_of(trial, design, outcome, visit, first, second, design.analysis)) is not None
                ]
                if not each:
                    continue
                found.append(_contrast(design, first, second, outcome, visit, each, len(trials)))
    return found


def _contrast(
    design: Design, first: int, second: int, outcome: Outcome, visit: int, each: Sequence[Contrast], trials: int
) -> ContrastResult:
    ratios = [one.odds_ratio[0] for one in each if one.odds_ratio is not None]
    spread = over(list(ratios))
    if spread is not None:
        spread = Range(math.exp(math.fsum(math.log(one) for one in ratios) / len(ratios)), spread.lower, spread.upper)
    return ContrastResult(
        design.arms[first].name,
        design.arms[second].name,
        outcome,
        design.visits_weeks[visit],
        design.analysis,
        _sure(over([one.difference for one in each])),
        math.fsum(one.standard_error for one in each) / len(each),
        sum(one.p < SIGNIFICANT for one in each) / trials,
        len(each),
        spread,
    )


def _sure(found: Range | None) -> Range:
    if found is None:
        raise ValueError("no virtual trial")
    return found
