"""When the effect of a session is expected to have worn off, by the spread of recovery between patients.

It is the mechanism's: patients differ in how fast their nerve endings recover. The diary does not enter, but for the
weeks that are over. The rule for recorded days (``interictal.outcomes.wearing_off``) reads a rise off counts with all
their chance; here nothing is counted, so half of what the session adds to the others is what is looked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from math import erf, sqrt

import numpy as np

from interictal.forecast.patient.records import Dose, History, Numbers, WearingOff
from interictal.mechanism.headache import fall
from interictal.mechanism.parameters import values

WEEKS = 16
"""Weeks after a session in which its wearing off is looked for."""

RULE = (
    "first week in which half of what the session adds to the effect of the others is gone, by the spread of recovery "
    "between patients; not learnt from this diary"
)

_WEEK_DAYS, _BEFORE = 7, 12
_POINTS, _REACH = 25, 3.0
_HARDLY = 0.05


def wearing_off(history: History, given: Sequence[Dose]) -> WearingOff | None:
    """When the last session's effect is expected to have worn off.

    Args:
        history: the days so far; weeks of the session that are over are no longer expected.
        given: all sessions, the next one included.

    Returns:
        None without a session, where its 16 weeks are over, and where hardly anybody is left whose effect has not worn
        off by now.
    """
    if not given:
        return None
    session = max(dose.day for dose in given)
    over = max(0, (len(history.days) - session) // _WEEK_DAYS)
    if over >= WEEKS:
        return None
    places = np.linspace(-_REACH, _REACH, _POINTS)
    # The slower somebody recovers, the later the day: so the share by a day is that of the faster places.
    days = np.maximum.accumulate([_day(given, session, float(place)) for place in places])
    by_week = [_share_before(_WEEK_DAYS * week, days, places) for week in range(WEEKS + 1)]
    left = 1 - by_week[over]
    if left < _HARDLY:
        return None
    reached = [max(0.0, share - by_week[over]) / left for share in by_week[1:]]
    at = [_first(reached, each) for each in (0.1, 0.5, 0.9)]
    before = reached[_BEFORE - 2] if over < _BEFORE - 1 else None
    return WearingOff(history.first + dt.timedelta(session), at[1], at[0], at[2], before)


def _first(reached: Sequence[float], share: float) -> int | None:
    return next((week for week, each in enumerate(reached, 1) if each >= share), None)


def _share_before(day: int, days: Numbers, places: Numbers) -> float:
    # Share of patients whose day, a whole one, comes before this one.
    if day <= days[0]:
        return 0.0
    place = float(np.interp(day - 0.5, days, places))
    return 0.5 * (1 + erf(place / sqrt(2)))


def _day(given: Sequence[Dose], session: int, place: float) -> float:
    # Days after the session until half is gone, of a patient at a place among patients; the last day looked at where it
    # does not come. What the session adds is the effect with it less the effect that the others would leave.
    first = min(dose.day for dose in given)
    start = session - first
    days = start + WEEKS * _WEEK_DAYS
    every = [(dose.day - first, dose.units) for dose in sorted(given, key=lambda dose: dose.day)]
    others = [(day, units) for day, units in every if day < start]
    added: Numbers = np.array(fall(every, days, values(), place))[start:]
    if others:
        added = added - np.array(fall(others, days, values(), place))[start:]
    best = int(added.argmax())
    gone = np.flatnonzero(added[best:] < added[best] / 2)
    return float(best + int(gone[0])) if len(gone) else float(days - start)
