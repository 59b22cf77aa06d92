"""The population fitted to published figures, by simulation with the same random numbers at each step.

Simulated patients are many and begin with the same words whatever the parameters, so that a moment moves smoothly with
them. Least squares by Gauss and Newton, damped after Levenberg and Marquardt; intervals from the curvature.

Source: McFadden 1987 (MIT working paper 464) for the method of simulated moments.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from interictal.evidence import library
from interictal.forecast.trials.design import Design, Missing
from interictal.forecast.trials.design_files import DESIGNS, read_design
from interictal.forecast.trials.kernels import STAYED, UNIT
from interictal.forecast.trials.population import Parameter, Population, moved, on_scale
from interictal.forecast.trials.published import Role, published
from interictal.forecast.trials.simulation import Trials
from interictal.forecast.trials.targets import (
    PLACEBO_ARMS,
    RESPONSE,
    SEVERITY,
    TOPIRAMATE_FIGURES,
    VISITS,
    Arms,
    Target,
    as_days,
    carried,
    placebo_figures,
)

PEOPLE = 40_000
"""Simulated patients of each arm: their sampling error is an eighth of the trials' own."""
SEED = 2026
RESPONSE_NAMES = (
    "placebo", "placebo_weeks", "placebo_slow_share", "placebo_sd", "toxin", "toxin_without_response", "toxin_spread",
    "leaving", "leaving_no_benefit",
)  # fmt: skip
SEVERITY_NAMES = ("moderate_cut", "severe_cut", "severity_follows")
_STEP = 0.05
_ROUNDS = 25
_SETTLED = 1e-4


@dataclass(frozen=True, slots=True)
class Fitted:
    """One figure beside what the fitted population gives.

    Args:
        id: of the target.
        figures: ids of the published figures behind it.
        published, fitted: both values.
        standard_error: of the published one, from the spread of simulated people and its rounding.
    """

    id: str
    figures: tuple[str, ...]
    published: float
    fitted: float
    standard_error: float

    @property
    def residual(self) -> float:
        """The difference in standard errors."""
        return (self.fitted - self.published) / self.standard_error


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted population, and how well it meets its figures."""

    population: Population
    figures: tuple[Fitted, ...]


def figure(identifier: str) -> float:
    """The value of a published figure, which must be one that may be fitted to, or of a library value."""
    row = published().get(identifier)
    if row is None:
        return float(library.value(identifier).value)
    if row.role is Role.HELD_OUT:
        raise ValueError(f"{identifier}: held out")
    return row.value


def fit(start: Population, *, people: int = PEOPLE, progress: Callable[[str], None] | None = None) -> Fit:
    """Fit response and leaving, then severity, then topiramate, then how much trials differ.

    Args:
        start: where it begins; its priors and what it holds fixed are kept.
        people: simulated patients of each arm.
        progress: called with what is being done.
    """
    say = progress or (lambda _words: None)
    say("response and leaving")
    preempt = _preempt(people)
    current, covariance = _least_squares(
        start, RESPONSE_NAMES, RESPONSE, lambda one: _arms(preempt, one), [figure_of(one) for one in RESPONSE]
    )
    say("severity")
    current, _severity = _least_squares(
        current, SEVERITY_NAMES, SEVERITY, lambda one: _arms(preempt, one), [figure_of(one) for one in SEVERITY]
    )
    arms = _arms(preempt, current)
    say("how much trials differ")
    spread = trial_spread(current, preempt)
    current = _set(current, {"trial_sd": spread})
    differ = _fitted_spread(current, preempt)
    of_trials = len(PLACEBO_ARMS) - 1
    # PREEMPT was two trials: their mean is off the mean of all trials by their spread over the root of two.
    covariance[0, 0] += spread * spread / 2
    say("topiramate")
    current, of_topiramate, topiramate = _topiramate(current, people)
    names = (*RESPONSE_NAMES, "trial_sd", "topiramate", "topiramate_leaving")
    together = np.zeros((len(names), len(names)))
    together[: len(RESPONSE_NAMES), : len(RESPONSE_NAMES)] = covariance
    together[len(RESPONSE_NAMES), len(RESPONSE_NAMES)] = 1 / (2 * of_trials)
    together[-2:, -2:] = of_topiramate
    factor = np.round(np.linalg.cholesky(together), 6)
    found = _intervals(current, names, together)
    figures = [_fitted(one, arms) for one in (*RESPONSE, *SEVERITY)]
    return Fit(Population(found, names, factor), (*figures, differ, *topiramate))


def _preempt(people: int) -> Design:
    design = read_design(DESIGNS / "preempt-56-weeks.toml")
    arms = tuple(replace(arm, n=people) for arm in design.arms)
    entry = replace(design.entry, n=2 * people)
    return replace(design, arms=arms, entry=entry, visits_weeks=VISITS, missing=Missing.OBSERVED)


def _arms(design: Design, population: Population) -> Arms:
    """Simulated patients of two arms, at the estimates."""
    trials = Trials(design, population, seed=SEED, estimates=True)
    with ThreadPoolExecutor(2) as pool:
        blocks = list(pool.map(lambda arm: trials.block(trials.setting(0, arm), 0, design.arms[arm].n), (0, 1)))
    first, second = blocks
    return Arms((as_days(first[0]), as_days(second[0])), (first[1], second[1]))


def figure_of(target: Target) -> float:
    """The published value of a target."""
    return sum(sign * figure(one) for sign, one in zip(target.signs, target.figures, strict=True))


def _fitted(target: Target, arms: Arms) -> Fitted:
    value, sd = target.moment(arms)
    return Fitted(target.id, target.figures, figure_of(target), value, _error(sd, target))


def _error(sd: float, target: Target) -> float:
    return math.sqrt(sd * sd / target.n + target.unit * target.unit / 12 + target.model_error**2)


def _least_squares(
    start: Population,
    names: Sequence[str],
    targets: Sequence[Target],
    simulate: Callable[[Population], Arms],
    wanted: Sequence[float],
) -> tuple[Population, NDArray[np.float64]]:
    """The population that meets the targets best, and the covariance of the parameters, each on its scale.

    Where the figures lie further from the model than their errors allow, their errors are taken as wider by as much;
    priors are not.
    """
    scales = {name: _scale(start.parameters[name]) for name in names}
    origin = start.estimates
    priors = [(at, start.parameters[name].prior) for at, name in enumerate(names)]

    def of(theta: NDArray[np.float64]) -> Population:
        return _set(
            start, {name: moved(origin[name], float(by), scales[name]) for name, by in zip(names, theta, strict=True)}
        )

    errors: NDArray[np.float64] | None = None

    def residuals(theta: NDArray[np.float64]) -> NDArray[np.float64]:
        nonlocal errors
        one = of(theta)
        found = _moments(simulate(one), targets)
        if errors is None:  # of the start: an error that moved with the parameters would pull them
            errors = np.array([_error(sd, target) for (_value, sd), target in zip(found, targets, strict=True)])
        parts = [(value - aim) / error for (value, _sd), aim, error in zip(found, wanted, errors, strict=True)]
        for at, prior in priors:
            if prior is not None:
                scale = scales[names[at]]
                parts.append((on_scale(one.parameters[names[at]].value, scale) - on_scale(prior[0], scale)) / prior[1])
        return np.array(parts)

    theta = np.zeros(len(names))
    current = residuals(theta)
    damping = 1e-3
    slopes = np.empty((len(current), len(names)))
    for _ in range(_ROUNDS):
        for at in range(len(names)):
            step = np.zeros(len(names))
            step[at] = _STEP
            slopes[:, at] = (residuals(theta + step) - residuals(theta - step)) / (2 * _STEP)
        normal = slopes.T @ slopes
        better = False
        while not better and damping < 1e6:
            move = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), -slopes.T @ current)
            move = np.clip(move, -0.7, 0.7)
            tried = residuals(theta + move)
            better = bool(tried @ tried < current @ current)
            damping = damping / 10 if better else damping * 10
        if not better:
            break
        gain = float(current @ current - tried @ tried)
        theta, current = theta + move, tried
        if gain < _SETTLED * len(current):
            break
    of_figures, of_priors = slopes[: len(targets)], slopes[len(targets) :]
    free = len(current) - len(names)
    misfit = max(1.0, float(current @ current) / free) if free else 1.0
    information = of_figures.T @ of_figures / misfit + of_priors.T @ of_priors
    covariance: NDArray[np.float64] = np.linalg.inv(information).astype(np.float64)
    return of(theta), covariance


def _moments(arms: Arms, targets: Sequence[Target]) -> list[tuple[float, float]]:
    return [target.moment(arms) for target in targets]


def _scale(one: Parameter) -> str:
    return "plain" if one.scale == "fixed" else one.scale


def _set(population: Population, values: Mapping[str, float]) -> Population:
    found = dict(population.parameters)
    for name, value in values.items():
        found[name] = replace(found[name], value=value)
    return replace(population, parameters=found)


def _intervals(population: Population, names: Sequence[str], covariance: NDArray[np.float64]) -> dict[str, Parameter]:
    found = dict(population.parameters)
    for at, name in enumerate(names):
        one, half = found[name], 1.959963984540054 * math.sqrt(covariance[at, at])
        low, high = moved(one.value, -half, one.scale), moved(one.value, half, one.scale)
        found[name] = replace(one, value=round(one.value, 5), low=round(low, 4), high=round(high, 4))
    return {name: replace(one, value=round(one.value, 5)) for name, one in found.items()}


def placebo_spread() -> float:
    """SD between placebo arms of their change, in log-odds of its mean, where arms of different baselines compare."""
    changes = []
    for arm in PLACEBO_ARMS:
        before, change = (figure(one) for one in placebo_figures(arm))
        changes.append(_log_odds((before + change) / arm.days) - _log_odds(before / arm.days))
    return float(np.std(changes, ddof=1))


def trial_spread(population: Population, design: Design) -> float:
    """SD between trials of the response that all arms share, in log-odds of a day.

    Log-odds of a mean move less than those of each person: by how much, a shift of the response in virtual people
    tells.
    """
    low, high = _shifted(population, design, 0.2)
    return placebo_spread() * 0.4 / (low - high)


def _shifted(population: Population, design: Design, by: float) -> tuple[float, float]:
    """Log-odds of the mean count with placebo at week 24, where the response is less by so much, and more."""
    found = []
    for shift in (-by, by):
        value = population.parameters["placebo"].value + shift
        values = _arms(design, _set(population, {"placebo": value})).values[1]
        found.append(_log_odds(float(carried(values, 1 + VISITS.index(24)).mean()) / 28))
    return found[0], found[1]


def _fitted_spread(population: Population, design: Design) -> Fitted:
    """How placebo arms differ: published, and where virtual trials are a standard deviation off either way."""
    published_sd = placebo_spread()
    low, high = _shifted(population, design, population.parameters["trial_sd"].value)
    error = published_sd / math.sqrt(2 * (len(PLACEBO_ARMS) - 1))
    ids = tuple(one for arm in PLACEBO_ARMS for one in placebo_figures(arm))
    return Fitted("trials-differ-placebo", ids, published_sd, (low - high) / 2, error)


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))


def _topiramate(population: Population, people: int) -> tuple[Population, NDArray[np.float64], list[Fitted]]:
    """Its effect from the difference to placebo, averaged over 16 weeks; leaving from the share that completed."""
    design = read_design(DESIGNS / "silberstein-2007.toml")
    n = min(arm.n for arm in design.arms)
    design = replace(
        design, arms=tuple(replace(arm, n=people) for arm in design.arms), visits_weeks=(4, 8, 12, 16),
        missing=Missing.OBSERVED, entry=replace(design.entry, n=2 * people),
    )  # fmt: skip

    def average(arm: int) -> Callable[[Arms], tuple[float, float]]:
        def moment(arms: Arms) -> tuple[float, float]:
            values = arms.values[arm]
            means = np.mean([carried(values, at) for at in range(1, 5)], axis=0) - values[:, 0, 0]
            return float(means.mean()), float(means.std())

        return moment

    def leaving(arms: Arms) -> tuple[float, float]:
        share = float(np.mean(arms.left[0][:, 1] == STAYED))
        return 100 * share, 100 * math.sqrt(share * (1 - share))

    def apart(arms: Arms) -> tuple[float, float]:
        (a, sd_a), (b, sd_b) = average(0)(arms), average(1)(arms)
        return a - b, math.hypot(sd_a, sd_b)

    change, change_placebo, completed = TOPIRAMATE_FIGURES
    targets = (
        Target("topiramate-change", (change, change_placebo), (1, -1), n, 0.15, apart),
        Target("topiramate-completed", (completed,), (1,), n, 0.1, leaving),
    )
    found, covariance = _least_squares(
        population, ("topiramate", "topiramate_leaving"), targets, lambda one: _arms(design, one),
        [figure_of(one) for one in targets],
    )  # fmt: skip
    arms = _arms(design, found)
    return found, covariance, [_fitted(one, arms) for one in targets]


__all__ = ["UNIT", "Fit", "Fitted", "figure", "fit"]
