"""Simulation-based calibration: where the truth of a simulated patient stands in what the model says of it.

If the model computes the posterior of the very process that made the days, the rank of the truth is uniform between 0
and 1, whatever the days look like. Source: Talts, Betancourt, Simpson, Vehtari and Gelman 2018 (``talts-2018``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from interictal.forecast.patient.counting import counted
from interictal.forecast.patient.filtering import BLOCK_DAYS, KEPT, State, Treatment, posterior, pruned
from interictal.forecast.patient.grid import Grid, grid
from interictal.forecast.patient.parameters import Daily, Response, response
from interictal.forecast.patient.records import Dose
from interictal.forecast.patient.treatment import treatment_of
from support.simulated_patients import (
    Floats,
    Truth,
    from_continuous,
    from_grid,
    toxin_scale,
    with_missing,
)

HORIZON = 28
SESSIONS = (Dose(28, 155.0), Dose(112, 155.0))
SHORTEST, LONGEST = 40, 160
BINS = 20

Spoil = Callable[[list[int], Treatment | None, Daily], tuple[list[int], Treatment | None, Daily]]


@dataclass(frozen=True, slots=True)
class Design:
    """What is simulated and asked.

    Args:
        daily: the parameters of the prior.
        treated: whether patients are given two sessions, on days 28 and 112.
        continuous: whether the truth comes from the continuous prior, or from the grid's own.
        patients: how many.
        seed: of the draws.
    """

    daily: Daily
    treated: bool
    continuous: bool
    patients: int
    seed: int


def ranks(design: Design, spoil: Spoil | None = None) -> dict[str, list[float]]:
    """Ranks of the truth by quantity; ``count`` is where the headache days of the next 28 fall in their forecast.

    Diaries have 40 to 160 days, 15 % of them and a run of 10 not recorded. ``spoil`` changes what the model is told, to
    see that the ranks tell.
    """
    rng = np.random.default_rng(design.seed)
    known = response() if design.treated else None
    found: dict[str, list[float]] = {}
    for _ in range(design.patients):
        length = int(rng.integers(SHORTEST, LONGEST + 1))
        treatment = treatment_of(SESSIONS, length + HORIZON) if design.treated else None
        if design.continuous:
            truth = from_continuous(rng, design.daily, known, length + HORIZON, treatment)
        else:
            truth = from_grid(rng, grid(design.daily, known), length + HORIZON, treatment)
        days, told, daily = with_missing(rng, truth.days[:length].tolist(), 0.15, 10), treatment, design.daily
        if spoil is not None:
            days, told, daily = spoil(days, told, daily)
        states = grid(daily, known)
        state = posterior(states, days, told)
        one = _continuous if design.continuous else _exact
        for name, rank in one(rng, truth, state, states, daily, known, told).items():
            found.setdefault(name, []).append(rank)
        _, chances = counted(pruned(state, KEPT), [True] * HORIZON, told)
        came = int(truth.days[length:].sum())
        found.setdefault("count", []).append(float(chances[:came].sum() + rng.random() * chances[came]))
    return found


def _exact(
    rng: np.random.Generator,
    truth: Truth,
    state: State,
    states: Grid,
    daily: Daily,
    known: Response | None,
    treatment: Treatment | None,
) -> dict[str, float]:
    # Point against points: the truth's own point is split at random.
    del states, daily
    after, mass = state.grid, state.weight.sum(axis=0)
    today = _today(after.level, after.placebo, after.toxin, state.day, treatment)[:, None] + after.drift
    static = mass.sum(axis=1)
    drift = float(truth.drift[state.day])
    own = float(_today(*map(np.array, (truth.level, truth.placebo, truth.toxin)), state.day, treatment)) + drift
    asked = {
        "level": (truth.level, after.level, static),
        "persistence": (truth.persistence, after.persistence, static),
        "drift": (drift, after.drift, mass.sum(axis=0)),
        "log-odds today": (own, today, mass),
    }
    if known is not None:
        asked["placebo"] = (truth.placebo, after.placebo, static)
        asked["toxin"] = (truth.toxin, after.toxin, static)
    return {name: rank_on_points(rng, *each) for name, each in asked.items()}


def _today(level: Floats, placebo: Floats, toxin: Floats, day: int, treatment: Treatment | None) -> Floats:
    if treatment is None:
        return level
    block = min((day - 1) // BLOCK_DAYS, len(treatment.relief) - 1)
    return level - treatment.placebo[block] * placebo - treatment.relief[block] * toxin


def _continuous(
    rng: np.random.Generator,
    truth: Truth,
    state: State,
    states: Grid,
    daily: Daily,
    known: Response | None,
    treatment: Treatment | None,
) -> dict[str, float]:
    # Value against a curve through the points: the likelihood is interpolated, the prior is the normal one.
    del treatment
    after, mass = state.grid, state.weight.sum(axis=0)
    static = mass.sum(axis=1)

    def marginal(of: str) -> tuple[Floats, Floats]:
        points, prior = summed(getattr(states, of), states.prior)
        seen, found = summed(getattr(after, of), static)
        whole = np.zeros_like(prior)
        whole[np.searchsorted(points, seen)] = found
        return points, whole / prior

    ranks = {
        "level": rank_on_curve(truth.level, *marginal("level"), daily.propensity, daily.propensity_sd),
        "persistence": rank_on_curve(
            truth.persistence, *marginal("persistence"), daily.persistence, daily.persistence_sd
        ),
        "drift": rank_on_curve(
            float(truth.drift[state.day]), after.drift, mass.sum(axis=0) / after.settled, 0.0, daily.drift_sd
        ),
    }
    if known is not None:
        ranks["placebo"] = rank_on_curve(truth.placebo, *marginal("placebo"), known.placebo, known.placebo_sd)
        # Patients without response are a point at 0 in a curve.
        nothing = float(static[after.toxin == 0].sum())
        points, likelihood = marginal("toxin")
        responding = points != 0
        rank = 0.0
        if truth.toxin > 0:
            sizes = np.log(points[responding])
            rank = rank_on_curve(log(truth.toxin), sizes, likelihood[responding], *toxin_scale(known))
        share = rng.random() if truth.toxin == 0 else float(truth.toxin > 0)
        ranks["toxin"] = (1 - nothing) * rank + nothing * share
    return ranks


def summed(values: Floats, mass: Floats) -> tuple[Floats, Floats]:
    """The different values, in order, and the mass of each."""
    points, where = np.unique(values.round(9), return_inverse=True)
    return points, np.bincount(where.ravel(), weights=mass.ravel(), minlength=len(points))


_SAME = 1e-6


def rank_on_points(rng: np.random.Generator, truth: float, points: Floats, mass: Floats) -> float:
    """Where the truth stands in a distribution over points, its own mass split at random."""
    below = float(mass[points < truth - _SAME].sum())
    return below + rng.random() * float(mass[np.abs(points - truth) <= _SAME].sum())


def rank_on_curve(truth: float, points: Floats, likelihood: Floats, mean: float, sd: float) -> float:
    """Where the truth stands in a continuous posterior whose likelihood is known at a few points.

    Args:
        truth: the true value.
        points: in order.
        likelihood: posterior mass over prior weight at them, up to a factor; 0 where nothing was followed any more.
        mean, sd: of the normal prior.

    The logarithm of the likelihood is interpolated by a cubic spline, a straight line beyond the ends.
    """
    from scipy.interpolate import CubicSpline

    known = likelihood > likelihood.max() * 1e-12
    at, height = (points[known] - mean) / sd, np.log(likelihood[known])
    fine = np.linspace(-6.0, 6.0, 1201)
    curve = CubicSpline(at, height)
    inside = np.clip(fine, at[0], at[-1])
    density = curve(inside) + curve(inside, 1) * (fine - inside) - fine * fine / 2
    mass = np.exp(density - density.max())
    upto = np.concatenate(([0.0], np.cumsum((mass[1:] + mass[:-1]) / 2)))
    return float(np.interp((truth - mean) / sd, fine, upto / upto[-1]))


def uniform_p(found: Sequence[float], bins: int = BINS) -> float:
    """Probability of a histogram at least as uneven as this one, if ranks are uniform: Pearson's test, equal bins."""
    from scipy.stats import chisquare

    counts, _ = np.histogram(found, bins=bins, range=(0.0, 1.0))
    return float(chisquare(counts).pvalue)
