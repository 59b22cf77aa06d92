"""How many headache days the coming days may hold: exact probabilities, summed over the states."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interictal.forecast.patient.filtering import Chances, State, Treatment, passed
from interictal.forecast.patient.records import Numbers


def counted(state: State, counts: Sequence[bool], treatment: Treatment | None) -> tuple[Numbers, Numbers]:
    """Headache days among coming days, jointly with the state after them.

    Args:
        state: where the patient may stand now; weights need not sum to 1.
        counts: for each coming day, whether its headache counts (False: a day that will not be looked at).
        treatment: what treatment does.

    Returns:
        ``joint``: (N + 1) x 2 x S x D weights, N the days that count; and the probabilities of 0 to N days.
    """
    chances = Chances(state.grid, treatment)
    pairs = [chances.on(state.day + offset) for offset in range(len(counts))]
    joint = np.zeros((sum(counts) + 1, *state.weight.shape))
    # Static states do not mix, so they are taken some at a time: what is worked on then stays in the cache.
    for first in range(0, state.weight.shape[1], _TOGETHER):
        some = slice(first, first + _TOGETHER)
        _count(
            joint[:, :, some], state.weight[:, some], counts, [(free[some], ache[some]) for free, ache in pairs], state
        )
    return joint, joint.reshape(len(joint), -1).sum(axis=1)


_TOGETHER = 64


def _count(
    joint: Numbers, weight: Numbers, counts: Sequence[bool], pairs: Sequence[tuple[Numbers, Numbers]], state: State
) -> None:
    # Fills ``joint`` (a view) for some of the static states.
    now = np.zeros(joint.shape)
    now[0] = weight
    reached = 0
    for counting, pair in zip(counts, pairs, strict=True):
        without, with_it = passed(now[: reached + 1], state.grid, pair)
        if counting:
            now[: reached + 1, 0] = without
            now[reached + 1, 0] = 0
            now[1 : reached + 2, 1] = with_it
            now[0, 1] = 0
            reached += 1
        else:
            now[: reached + 1, 0], now[: reached + 1, 1] = without, with_it
    joint[:] = now


def after(state: State, joint: Numbers, length: int) -> State:
    """The state after ``length`` counted days, whatever their number of headache days."""
    return State(state.grid, joint.sum(axis=0), state.day + length, state.log_likelihood)


def daily_chances(state: State, length: int, treatment: Treatment | None) -> Numbers:
    """Probability of headache on each of the coming days, nothing more being recorded."""
    grid, chances, weight = state.grid, Chances(state.grid, treatment), state.weight
    found = np.empty(length)
    for offset in range(length):
        weight = np.stack(passed(weight, grid, chances.on(state.day + offset)))
        found[offset] = weight[1].sum()
    return found
