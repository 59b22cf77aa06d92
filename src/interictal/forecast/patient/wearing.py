"""When the effect of a session is expected to have worn off, by the spread of recovery between patients.

It is the mechanism's: patients differ in how fast their nerve endings recover. The diary does not enter, but for the
weeks that are over. The rule for recorded days (``interictal.outcomes.wearing_off``) reads a rise off counts with all
their chance; here nothing is counted, so half of what the session added is what is looked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from interictal.forecast.patient.grid import normal_points
from interictal.forecast.patient.records import Dose, History, Numbers, WearingOff
from interictal.mechanism.headache import fall
from interictal.mechanism.parameters import values

WEEKS = 16
"""Weeks after a session in which its wearing off is looked for."""

RULE = (
    "first week in which half of what the session added is gone, no further session being given, by the spread of "
    "recovery between patients; not learnt from this diary"
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
    places, share = normal_points(_POINTS, _REACH)
    weeks = np.array([_week(given, session, float(place)) for place in places])
    share = np.where(weeks > over, share, 0)
    if share.sum() < _HARDLY:
        return None
    share = share / share.sum()
    reached = [float(share[weeks <= week].sum()) for week in range(1, WEEKS + 1)]
    at = [_first(reached, each) for each in (0.1, 0.5, 0.9)]
    before = reached[_BEFORE - 2] if over < _BEFORE - 1 else None
    return WearingOff(history.first + dt.timedelta(session), at[1], at[0], at[2], before)


def _first(reached: Sequence[float], share: float) -> int | None:
    return next((week for week, each in enumerate(reached, 1) if each >= share), None)


def _week(given: Sequence[Dose], session: int, place: float) -> int:
    # Of a patient at a place among patients; one more than WEEKS where it does not come.
    first = min(dose.day for dose in given)
    sessions = [(dose.day - first, dose.units) for dose in sorted(given, key=lambda dose: dose.day)]
    start = session - first
    course: Numbers = np.array(fall(sessions, start + WEEKS * _WEEK_DAYS, values(), place))
    before = course[start - 1] if start else 0.0
    added = course[start:] - before
    best = int(added.argmax())
    gone = np.flatnonzero(added[best:] < added[best] / 2)
    return (best + int(gone[0])) // _WEEK_DAYS + 1 if len(gone) else WEEKS + 1
