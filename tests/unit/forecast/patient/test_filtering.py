"""The filter and the counts against every path written out, on a model of few states."""

from math import log

import numpy as np
import pytest

from interictal.forecast.patient.counting import after, counted, daily_chances
from interictal.forecast.patient.filtering import (
    DROPPED,
    Chances,
    State,
    Treatment,
    follow,
    logistic,
    posterior,
    pruned,
    start,
)
from interictal.forecast.patient.grid import grid
from interictal.forecast.patient.parameters import Daily
from interictal.forecast.patient.records import FREE, HEADACHE, UNKNOWN
from support.grids import by_hand, small_grid

H, F, U = HEADACHE, FREE, UNKNOWN
TREATED = Treatment(placebo=(0.0, 0.6), relief=(0.0, 1.3))
DAILY = Daily(0.8, 1.1, 0.9, 28.0, 0.7, 0.4)


@pytest.mark.parametrize("seen", [(), (H,), (F, H), (H, U, F), (U, U)], ids=str)
@pytest.mark.parametrize("treatment", [None, TREATED], ids=["untreated", "treated"])
def test_days_weigh_as_written_out(seen: tuple[int, ...], treatment: Treatment | None) -> None:
    """Probability of the days seen, of the number to come and of each day to come."""
    states = small_grid()
    likelihood, spread, daily = by_hand(states, seen, [True, True], treatment)
    state = posterior(states, seen, treatment)
    assert state.log_likelihood == pytest.approx(log(likelihood))
    assert state.weight.sum() == pytest.approx(1)
    assert state.day == len(seen)
    _, probabilities = counted(state, [True, True], treatment)
    assert probabilities == pytest.approx(spread)
    assert daily_chances(state, 2, treatment) == pytest.approx(daily)


def test_a_day_that_is_not_looked_at_is_passed() -> None:
    """It moves the state on and counts nothing."""
    states = small_grid()
    _, spread, _ = by_hand(states, [H], [True, False, True])
    _, probabilities = counted(posterior(states, [H], None), [True, False, True], None)
    assert probabilities == pytest.approx(spread)


def test_treatment_changes_at_the_start_of_a_block() -> None:
    """Days 0 to 6 are of the first block, day 7 on of the last, however late."""
    chances = Chances(small_grid(), TREATED)
    untouched = Chances(small_grid(), None).on(0)
    assert np.allclose(chances.on(6)[0], untouched[0])
    assert (chances.on(7)[0] < untouched[0]).all()
    assert np.array_equal(chances.on(7)[1], chances.on(700)[1])


def test_following_in_parts_is_following_at_once() -> None:
    """Also over the days on which improbable states are dropped."""
    days = [H if day % 3 else F for day in range(80)]
    states = grid(DAILY)
    whole = posterior(states, days, None)
    part = follow(follow(start(states, Chances(states, None)), days[:33], None), days[33:], None)
    assert part.log_likelihood == pytest.approx(whole.log_likelihood)
    assert part.weight.shape == whole.weight.shape
    assert part.weight == pytest.approx(whole.weight)


def test_dropping_improbable_states_hardly_changes_anything() -> None:
    """Fewer states after a long diary; the same forecast to seven digits."""
    days = [H] * 40 + [F] * 16
    states = grid(DAILY)
    dropped = posterior(states, days, None)
    assert len(dropped.grid.level) < len(states.level)
    kept = start(states, Chances(states, None))
    for day in days:  # a step at a time, restarted at day 0, so that nothing is ever dropped
        kept = follow(State(kept.grid, kept.weight, 0, kept.log_likelihood), [day], None)
    assert dropped.log_likelihood == pytest.approx(kept.log_likelihood, abs=1e-6)
    ours = counted(dropped, [True] * 7, None)[1]
    assert ours == pytest.approx(counted(State(kept.grid, kept.weight, 56, 0.0), [True] * 7, None)[1], abs=1e-6)
    assert DROPPED < 1e-6


def test_dropping_keeps_all_where_all_are_probable() -> None:
    """28 days on two states: both stay."""
    assert len(posterior(small_grid(), [H, F] * 14, None).grid.level) == 2


def test_pruned_leaves_out_no_more_than_asked_for() -> None:
    state = posterior(grid(DAILY), [H] * 20, None)
    smaller = pruned(state, 0.01)
    assert len(smaller.grid.level) < len(state.grid.level)
    assert smaller.weight.sum() == pytest.approx(1)
    assert (smaller.day, smaller.log_likelihood) == (state.day, state.log_likelihood)
    assert counted(smaller, [True] * 7, None)[1] == pytest.approx(counted(state, [True] * 7, None)[1], abs=0.02)


def test_after_counting_the_state_is_that_of_days_not_recorded() -> None:
    """What came is not known yet: the same as following unknown days."""
    state = posterior(small_grid(), [H, F], None)
    joint, _ = counted(state, [True, False, True], None)
    moved = after(state, joint, 3)
    assert moved.weight == pytest.approx(follow(state, [U, U, U], None).weight)
    assert moved.day == 5


def test_logistic() -> None:
    assert logistic(np.array([0.0, log(3)])) == pytest.approx([0.5, 0.75])
