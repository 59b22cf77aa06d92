"""What a patient's recorded days say of the state they are in: an exact forward pass over the grid.

A day that is not recorded says nothing: the state moves on and both answers stay possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interictal.forecast.patient.grid import Grid
from interictal.forecast.patient.records import FREE, HEADACHE, Numbers

DROPPED = 1e-9
"""Static states whose probability falls under this are no longer followed; checked every ``_PRUNE_EVERY`` days."""

KEPT = 1e-4
"""Static states that are together less probable than this are left out of the look ahead."""

_PRUNE_EVERY = 28
BLOCK_DAYS = 7
"""Treatment is held constant over blocks of days, counted from the first day of the history."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """What treatment does on each day, for patients with a response of 1.

    Args:
        placebo: share of the placebo response that has been reached, by block of ``BLOCK_DAYS``.
        relief: relief from the toxin, by block.
    """

    placebo: tuple[float, ...]
    relief: tuple[float, ...]


@dataclass(slots=True)
class State:
    """Where a patient may stand at the end of a day.

    Args:
        grid: the states followed.
        weight: 2 x S x D probabilities: yesterday without headache and with it, static state, drift. Sums to 1.
        day: whole days from the first day of the history: the next day to come.
        log_likelihood: natural logarithm of the probability of the days seen.
    """

    grid: Grid
    weight: Numbers
    day: int
    log_likelihood: float


class Chances:
    """Probabilities of headache on a day, after a day without and after one with headache, kept for a block of days."""

    def __init__(self, grid: Grid, treatment: Treatment | None) -> None:
        self._grid, self._treatment = grid, treatment
        self._block = -1
        self._pair = self._at(0.0, 0.0)

    def on(self, day: int) -> tuple[Numbers, Numbers]:
        """S x D probabilities after a day without headache, and after one with it."""
        treatment = self._treatment
        if treatment is not None and (block := min(day // BLOCK_DAYS, len(treatment.relief) - 1)) != self._block:
            self._block = block
            self._pair = self._at(treatment.placebo[block], treatment.relief[block])
        return self._pair

    def _at(self, placebo: float, relief: float) -> tuple[Numbers, Numbers]:
        grid = self._grid
        level = grid.level - placebo * grid.placebo - relief * grid.toxin
        odds = level[:, None] + grid.drift
        half = grid.persistence[:, None] / 2
        return logistic(odds - half), logistic(odds + half)


def logistic(odds: Numbers) -> Numbers:
    """Probability of log-odds."""
    return 1 / (1 + np.exp(-odds))


def start(grid: Grid, chances: Chances) -> State:
    """The prior, with yesterday as the long run of each state has it."""
    after_free, after_headache = chances.on(0)
    share = after_free / (1 - after_headache + after_free)
    prior = grid.prior[:, None] * grid.settled
    return State(grid, np.stack((prior * (1 - share), prior * share)), 0, 0.0)


def passed(weight: Numbers, grid: Grid, pair: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    """A day further: weights ending in a day without headache, and with it.

    Args:
        weight: ... x 2 x S x D, by yesterday.
        grid: the states.
        pair: probabilities of headache after a day without, and with headache.
    """
    # As one product of two matrices: several times faster than a product for each leading index.
    moved = (weight.reshape(-1, len(grid.drift)) @ grid.moves).reshape(weight.shape)
    free, headache = moved[..., 0, :, :], moved[..., 1, :, :]
    with_it = free * pair[0]
    free += headache
    headache *= pair[1]  # in place from here on: memory, not arithmetic, is what takes time
    with_it += headache
    free -= with_it
    return free, with_it


def follow(state: State, days: Sequence[int], treatment: Treatment | None) -> State:
    """The state after more days.

    Args:
        state: where the patient may stand before them.
        days: the coming days: ``UNKNOWN``, ``FREE`` or ``HEADACHE``.
        treatment: what treatment does; None for none.
    """
    grid, weight, likelihood = state.grid, state.weight, state.log_likelihood
    chances = Chances(grid, treatment)
    for offset, seen in enumerate(days):
        day = state.day + offset
        without, with_it = passed(weight, grid, chances.on(day))
        if seen == HEADACHE:
            without = np.zeros_like(without)
        elif seen == FREE:
            with_it = np.zeros_like(with_it)
        weight = np.stack((without, with_it))
        total = float(weight.sum())
        likelihood += float(np.log(total))
        weight = weight / total
        if day % _PRUNE_EVERY == _PRUNE_EVERY - 1:
            grid, weight, chances = _pruned(grid, weight, chances, treatment, DROPPED)
    return State(grid, weight, state.day + len(days), likelihood)


def pruned(state: State, share: float) -> State:
    """Without the static states that are together less probable than ``share``."""
    mass = state.weight.sum(axis=(0, 2))
    order = np.argsort(mass)
    dropped = order[np.cumsum(mass[order]) < share]
    kept = np.ones(len(mass), dtype=bool)
    kept[dropped] = False
    weight = state.weight[:, kept]
    return State(state.grid.only(kept), weight / weight.sum(), state.day, state.log_likelihood)


def _pruned(
    grid: Grid, weight: Numbers, chances: Chances, treatment: Treatment | None, share: float
) -> tuple[Grid, Numbers, Chances]:
    kept = weight.sum(axis=(0, 2)) >= share
    if kept.all():
        return grid, weight, chances
    smaller = grid.only(kept)
    weight = weight[:, kept]
    return smaller, weight / weight.sum(), Chances(smaller, treatment)


def posterior(grid: Grid, days: Sequence[int], treatment: Treatment | None) -> State:
    """The state after the days of a history, from the prior."""
    return follow(start(grid, Chances(grid, treatment)), days, treatment)
