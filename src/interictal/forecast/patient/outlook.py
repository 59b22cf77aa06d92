"""What is expected of one patient's coming weeks, worked out from the days recorded so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interictal.errors import InvalidInput
from interictal.forecast.patient.counting import after, counted
from interictal.forecast.patient.filtering import KEPT, State, Treatment, posterior, pruned
from interictal.forecast.patient.grid import grid
from interictal.forecast.patient.parameters import Daily, daily, response
from interictal.forecast.patient.records import (
    HEADACHE,
    UNKNOWN,
    Dose,
    Expected,
    Forecast,
    History,
    Numbers,
    Responder,
    Span,
)
from interictal.forecast.patient.treatment import treatment_of
from interictal.forecast.patient.wearing import wearing_off
from interictal.forecast.patient.withholding import past, withheld
from interictal.outcomes.response import CYCLE_DAYS
from interictal.periods import PERIOD_DAYS, PRORATED_AT_ALL_DAYS

WEEK_DAYS = 7
MOST_WEEKS = 52


def forecast(
    history: History,
    *,
    next_dose: Dose | None = None,
    weeks: int = 24,
    reasons: Sequence[tuple[str, str]] = (),
    parameters: Daily | None = None,
) -> Forecast:
    """What is expected of the coming weeks.

    Args:
        history: the patient's days and sessions so far.
        next_dose: the next session, on the first day forecast or later.
        weeks: weeks ahead, 1 to 52.
        reasons: (code, sentence) of what the caller knows to be outside the model's range: a new preventive, an
            indication it does not know; the first withholds the forecast.
        parameters: other daily parameters than those shipped.

    Raises:
        InvalidInput: ``weeks`` out of range, or a next session before the first day forecast or beyond the weeks.

    Unknown: days not recorded say nothing, and widen what is expected.
    """
    _check(history, next_dose, weeks)
    known = parameters or daily()
    length = len(history.days)
    before = baseline(history, next_dose)
    own_past = past(history, known)
    reason = withheld(history, own_past, reasons)
    if reason is not None:
        return Forecast(history, next_dose, (), (), (), None, reason, own_past, before, known)
    given = (*history.doses, next_dose) if next_dose is not None else history.doses
    # As far as anything looks: a cycle is followed to its end, also where the weeks asked for end before it.
    horizon = max(length + weeks * WEEK_DAYS, max((dose.day for dose in given), default=0) + CYCLE_DAYS)
    now = treatment_of(given, horizon)
    without = now if next_dose is None else treatment_of(history.doses, horizon)
    # Both looks ahead start from the same posterior: the grid has the axes of treatment as soon as either needs them.
    treated = now is not None or bool(history.doses)
    states = grid(known, response() if treated else None)
    state = pruned(posterior(states, history.days, without), KEPT)
    apart = next_dose is not None
    cycles = _cycles(history, given, weeks)
    return Forecast(
        history,
        next_dose,
        _spans(history, state, weeks, WEEK_DAYS, now, without, apart=apart),
        _spans(history, state, weeks * WEEK_DAYS // PERIOD_DAYS, PERIOD_DAYS, now, without, apart=apart),
        _responders(history, state, cycles, before, now, without, next_dose),
        wearing_off(history, given),
        None,
        own_past,
        before,
        known,
    )


def _check(history: History, next_dose: Dose | None, weeks: int) -> None:
    if not 1 <= weeks <= MOST_WEEKS:
        raise InvalidInput("--weeks", weeks, f"1 to {MOST_WEEKS}", "Change it.")
    if next_dose is None:
        return
    first, last = history.origin, history.origin + dt.timedelta(weeks * WEEK_DAYS - 1)
    day = history.first + dt.timedelta(next_dose.day)
    if not first <= day <= last:
        raise InvalidInput("--next", day, f"{first} to {last}", "Change the date, or ask for more --weeks.")


def baseline(history: History, next_dose: Dose | None) -> tuple[int, int] | None:
    """Headache days and known days of the 28 days before the first session, as far as the history reaches.

    Returns:
        None without a session, or where fewer than 10 of the 28 days are known.
    """
    first = min((dose.day for dose in (*history.doses, *((next_dose,) if next_dose else ()))), default=None)
    if first is None:
        return None
    end = max(0, min(first, len(history.days)))
    days = history.days[max(0, end - PERIOD_DAYS) : end]
    known = sum(day != UNKNOWN for day in days)
    return (sum(day == HEADACHE for day in days), known) if known >= PRORATED_AT_ALL_DAYS else None


def _spans(
    history: History,
    state: State,
    number: int,
    days: int,
    now: Treatment | None,
    without: Treatment | None,
    *,
    apart: bool,
) -> tuple[Span, ...]:
    expected = _chain(state, number, days, now)
    other = _chain(state, number, days, without) if apart else [None] * number
    found = []
    for index, (mine, theirs) in enumerate(zip(expected, other, strict=True)):
        start = history.origin + dt.timedelta(index * days)
        found.append(Span(index + 1, start, start + dt.timedelta(days - 1), mine, theirs))
    return tuple(found)


def _chain(state: State, number: int, days: int, treatment: Treatment | None) -> list[Expected]:
    found = []
    for _ in range(number):
        joint, probabilities = counted(state, [True] * days, treatment)
        found.append(_expected(probabilities))
        state = after(state, joint, days)
    return found


def _expected(probabilities: Numbers) -> Expected:
    clean = np.clip(probabilities, 0, None)
    return Expected(tuple(map(float, clean / clean.sum())))


@dataclass(frozen=True, slots=True)
class _Cycle:
    number: int
    start: int
    end: int  # the day after its last


def _cycles(history: History, given: Sequence[Dose], weeks: int) -> list[_Cycle]:
    # Cycles whose first assessment lies within the weeks forecast: also those that are over, for what they reached.
    horizon = len(history.days) + weeks * WEEK_DAYS
    starts = sorted({dose.day for dose in given})
    found = []
    for index, start in enumerate(starts):
        end = start + CYCLE_DAYS
        if index + 1 < len(starts):
            end = min(end, starts[index + 1])
        if start + PERIOD_DAYS <= min(end, horizon):
            found.append(_Cycle(index + 1, start, end))
    return found


def _responders(
    history: History,
    state: State,
    cycles: Sequence[_Cycle],
    before: tuple[int, int] | None,
    now: Treatment | None,
    without: Treatment | None,
    next_dose: Dose | None,
) -> tuple[Responder, ...]:
    if before is None or not before[0] or not cycles:
        return ()
    with_next = [_first_falls(history, state, cycles, before, percent, now) for percent in (30, 50)]
    bare = None
    if next_dose is not None:
        bare = [_first_falls(history, state, cycles, before, percent, without) for percent in (30, 50)]
    found = []
    for index, cycle in enumerate(cycles):
        found.append(
            Responder(
                cycle.number,
                history.first + dt.timedelta(cycle.start),
                history.first + dt.timedelta(cycle.end - 1),
                with_next[0][index],
                with_next[1][index],
                None if bare is None else (bare[0][index], bare[1][index]),
            )
        )
    return tuple(found)


def _first_falls(
    history: History,
    state: State,
    cycles: Sequence[_Cycle],
    before: tuple[int, int],
    percent: int,
    treatment: Treatment | None,
) -> list[float]:
    # Probability that a 28-day period fell by ``percent`` by the end of each cycle: those that did are taken out as
    # they are reached, so that nobody counts twice.
    found: list[float] = []
    reached, length = 0.0, len(history.days)
    for cycle in cycles:
        for start in range(cycle.start, cycle.end - PERIOD_DAYS + 1, PERIOD_DAYS):
            end = start + PERIOD_DAYS
            headaches, known = _seen(history, start, min(end, length))
            if end <= length:
                if known >= PRORATED_AT_ALL_DAYS and _fallen(headaches, known, before, percent):
                    reached = 1.0
                continue
            state = _advance(state, max(start, length) - state.day, treatment)
            joint, _ = counted(state, [True] * (end - state.day), treatment)
            coming = end - state.day
            enough = [_fallen(headaches + count, known + coming, before, percent) for count in range(coming + 1)]
            mass = joint.reshape(coming + 1, -1).sum(axis=1)
            reached = min(1.0, reached + float(mass[enough].sum()))
            joint[enough] = 0
            state = State(state.grid, joint.sum(axis=0), end, state.log_likelihood)
        found.append(reached)
    return found


def _advance(state: State, days: int, treatment: Treatment | None) -> State:
    if days <= 0:
        return state
    joint, _ = counted(state, [False] * days, treatment)
    return after(state, joint, days)


def _seen(history: History, start: int, end: int) -> tuple[int, int]:
    days = history.days[max(0, start) : max(0, end)]
    return sum(day == HEADACHE for day in days), sum(day != UNKNOWN for day in days)


def _fallen(headaches: int, known: int, before: tuple[int, int], percent: int) -> bool:
    # Cross-multiplied, so that a fall of exactly the percentage counts.
    return 100 * headaches * before[1] <= (100 - percent) * before[0] * known
