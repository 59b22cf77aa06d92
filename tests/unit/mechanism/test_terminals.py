"""Terminals, muscle and sensitisation against a solver of differential equations, and where nothing happens."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from interictal.mechanism.headache import fall, half_life
from interictal.mechanism.motor import autonomic, muscle
from interictal.mechanism.parameters import values
from interictal.mechanism.terminals import bound, by_day, follow, run, terminal

SESSIONS = [(0, 5.0), (84, 5.0), (100, 2.0), (250, 12.0)]
DAYS = 400
ONE_IN_TEN_THOUSAND = 1e-4


def solved(sessions: list[tuple[int, float]], half_life_days: float) -> np.ndarray:
    """Bound, light chain, SNAP-25, sprouts, weakness, sensitisation at the start of each day, by a solver."""
    v = values()
    uptake, loss = log(2) / v["uptake_half_time_days"], log(2) / half_life_days

    def slope(_: float, y: np.ndarray) -> list[float]:
        waiting, light, intact, sprout, weak, learnt = y
        release = intact ** v["cooperativity"]
        carried = release + (1 - release) * sprout
        return [
            -uptake * waiting,
            uptake * waiting - loss * light,
            v["snap25_synthesis"] * (1 - intact) - v["cleavage"] * light * intact,
            (v["sprout_share"] * (1 - release) - sprout) / v["sprout_days"],
            (1 - carried - weak) / v["muscle_days"],
            (1 - release - learnt) / v["central_days"],
        ]

    state, found = np.array([0.0, 0.0, 1.0, 0.0, 0.0, 0.0]), []
    starts = [day for day, _ in sessions]
    for (day, units), stop in zip(sessions, [*starts[1:], DAYS], strict=True):
        state[0] += units / (units + v["half_binding_units"])
        at = np.arange(day, stop + 1)
        solution = solve_ivp(slope, (day, stop), state, t_eval=at, rtol=1e-9, atol=1e-11)
        found.append(solution.y[:, :-1])
        state = solution.y[:, -1].copy()
    return np.hstack([*found, state[:, None]])


def test_terminal_and_muscle_are_what_a_solver_gives() -> None:
    """Every state of the motor branch over four sessions."""
    right = solved(SESSIONS, values()["motor_half_life_days"])
    found = muscle(SESSIONS, DAYS, values())
    for mine, theirs in ((found.terminal.light_chain, right[1]), (found.terminal.intact, right[2])):
        assert np.max(np.abs(np.array(mine) - theirs)) < ONE_IN_TEN_THOUSAND
    # muscle follows a straight line within a day, and release bends most on the first two
    assert np.max(np.abs(np.array(found.weakness) - right[4])) < 0.004
    assert np.max(np.abs(np.array(found.weakness) - right[4])[5:84]) < 0.001
    assert np.max(np.abs(np.array(found.terminal.release) - right[2] ** 3)) < ONE_IN_TEN_THOUSAND


def test_fall_of_log_odds_is_what_a_solver_gives() -> None:
    """Direct and by way of sensitisation, for a patient who recovers slowly."""
    v = values()
    sessions = [(day, units * v["reference_sites"]) for day, units in SESSIONS]
    right = solved(SESSIONS, half_life(v, 1.5))
    share = v["central_share"]
    points = (1 - share) * (1 - right[2] ** 3) + share * right[5]
    assert np.max(np.abs(np.array(fall(sessions, DAYS, v, 1.5)) - by_day(points.tolist()))) < ONE_IN_TEN_THOUSAND


def test_light_chain_keeps_its_closed_form_where_both_rates_are_one() -> None:
    """Uptake as fast as loss: k t e^-kt, the limit of the formula that divides by their difference."""
    v = {**values(), "uptake_half_time_days": 9.0}
    found = terminal([(0, 5.0)], 60, 9.0, v)
    k = log(2) / 9
    assert found.light_chain == pytest.approx([bound(5, v) * k * t * exp(-k * t) for t in range(61)], rel=1e-4)


def test_nothing_given_is_nothing_done() -> None:
    """No session, or one of 0 units: the untreated terminal."""
    for sessions in ([], [(3, 0.0)]):
        found = terminal(sessions, 10, 20, values())
        assert (found.light_chain, found.intact, found.release) == ([0.0] * 11, [1.0] * 11, [1.0] * 11)


def test_session_before_the_first_day_counts() -> None:
    """The course from day 0 is the later part of the same course."""
    late = terminal([(-20, 5.0)], 50, 20, values())
    whole = terminal([(0, 5.0)], 70, 20, values())
    assert late.intact == pytest.approx(whole.intact[20:])
    assert len(late.intact) == 51


def test_two_sessions_on_one_day_fill_their_places_apart() -> None:
    """As two sites' shares, added."""
    v = values()
    twice = terminal([(0, 5.0), (0, 5.0)], 40, 20, v)
    assert twice.intact == pytest.approx(run({0: 2 * bound(5, v)}, 40, 20, v).intact)


@pytest.mark.parametrize("kind", ["sweat", "detrusor", "neurogenic_detrusor"])
def test_autonomic_terminals_take_their_own_half_life(kind: str) -> None:
    """And nothing else of their own."""
    own = terminal([(0, 5.0)], 100, values()[f"{kind}_half_life_days"], values())
    assert autonomic([(0, 5.0)], 100, kind, values()) == own


def test_following_is_exact_for_a_straight_line() -> None:
    """dx/dt = (a t - x) / T from 0 has x = a (t - T + T e^(-t/T))."""
    found = follow([0.3 * t for t in range(50)], 7.0)
    assert found == pytest.approx([0.3 * (t - 7 + 7 * exp(-t / 7)) for t in range(50)], abs=1e-12)
    assert follow([1.0] * 5, 3.0, start=1.0) == pytest.approx([1.0] * 5)
