"""Headache rate by week since injection: smoothed, with its interval. For pictures only; no verdict rests on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

from interictal.assessment.result import Assessment
from interictal.injection.sessions import session_dates
from interictal.outcomes.counts import Tally
from interictal.periods import COMPLETE_ENOUGH_DAYS, PERIOD_DAYS, Imputation, Rate

FIRST_WEEK, AFTER_LAST_WEEK = -4, 16
"""Weeks shown: from four before an injection to sixteen after it."""

WINDOW_WEEKS = 3
"""A week's rate is the mean over the days known in this many weeks, the week itself in the middle (our choice)."""

FEWEST_DAYS = 7
"""Days known in that window below which the week stays empty (our choice)."""

_Z = 1.959964
_EITHER_SIDE_DAYS = 7 * (WINDOW_WEEKS - 1) // 2

SMOOTHING = (
    "Week 1 is days 0 to 6. Each week is the mean over the days known in three weeks, itself in the middle; days "
    "before an injection and days after it are never mixed. Band: 95 % Wilson interval, which takes days as "
    "independent and so is a little too narrow."
)


@dataclass(frozen=True, slots=True)
class WeekRate:
    """One week of one cycle.

    Args:
        week: whole weeks since the injection: 0 is days 0 to 6, -1 the week before.
        headache: headache days in the window.
        known: days known in the window, the denominator.
        per_28: the rate; None under ``FEWEST_DAYS``.
        low, high: 95 % interval of the rate per 28.
    """

    week: int
    headache: int
    known: int
    per_28: float | None
    low: float | None
    high: float | None

    @property
    def middle(self) -> float:
        """Where the week stands on the axis of weeks since injection."""
        return self.week + 0.5


@dataclass(frozen=True, slots=True)
class CycleRates:
    """The weeks of one cycle, with the four weeks before its injection."""

    cycle: int
    injection: dt.date
    weeks: tuple[WeekRate, ...]

    @property
    def after(self) -> tuple[WeekRate, ...]:
        """The weeks since the injection that have a rate."""
        return tuple(one for one in self.weeks if one.week >= 0 and one.per_28 is not None)

    @property
    def before(self) -> tuple[WeekRate, ...]:
        """The weeks before the injection that have a rate."""
        return tuple(one for one in self.weeks if one.week < 0 and one.per_28 is not None)


def wilson(count: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % score interval of a share.

    Args:
        count: days with headache.
        of: days known, 1 or more.

    Source: Wilson EB, J Am Stat Assoc 1927;22:209-212, the score interval.

    >>> [round(limit, 3) for limit in wilson(0, 10)]
    [0.0, 0.278]
    """
    share = count / of
    scale = 1 + _Z**2 / of
    middle = (share + _Z**2 / (2 * of)) / scale
    half = _Z * sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2)) / scale
    return max(0.0, middle - half), min(1.0, middle + half)


Count = Callable[[dt.date, dt.date], Rate]
"""Headache days over the days from the first date to the day before the second."""


def rates_by_cycle(assessment: Assessment) -> list[CycleRates]:
    """The rate by week for each cycle, by the headache-day definition in force.

    Unknown: an attack diary, and one that never records a headache-free day, has no rate by week; nor has a week in
        which it cannot be told of too many headaches (more than 8 of 28) whether they are headache days.
    """
    tally = Tally.of(
        assessment.diary,
        headache_definition=assessment.headache_definition,
        migraine_definition=assessment.migraine_definition,
        blank_medications=assessment.profile.blank_medications,
    )
    if tally.attack_diary or not tally.headache_free_days:
        return []
    injections = tuple(date for date in session_dates(assessment.sessions) if date <= assessment.last)

    def count(start: dt.date, end: dt.date) -> Rate:
        decided, headaches = tally.headaches_decided("headache_days", start, end)
        # Too many headaches undecided: the days left would be the headache-free ones, and draw a rate near zero.
        if PERIOD_DAYS * decided < COMPLETE_ENOUGH_DAYS * headaches:
            return Rate(0, 0, None, Imputation.MISSING)
        return tally.rate("headache_days", start, end)

    return cycle_rates(count, injections, assessment.last)


def cycle_rates(count: Count, injections: tuple[dt.date, ...], last: dt.date) -> list[CycleRates]:
    """The rate by week for each cycle that has a week with a rate after its injection.

    Args:
        count: what to count.
        injections: the days of the sessions, in order.
        last: the diary's last day.

    Unknown: days not known are in neither numerator nor denominator; a week with too few of them has no rate.
    """
    found = []
    for index, injection in enumerate(injections):
        following = injections[index + 1] if index + 1 < len(injections) else None
        # Days before an earlier injection belong to another cycle and are not drawn here.
        first_day = -1000 if not index else (injections[index - 1] - injection).days
        end = (last - injection).days + 1
        if following is not None:
            end = min(end, (following - injection).days)
        weeks = []
        for week in range(FIRST_WEEK, AFTER_LAST_WEEK):
            side = (first_day, 0) if week < 0 else (0, end)
            if side[0] <= 7 * week + 6 and 7 * week < side[1]:
                weeks.append(_week(count, injection, week, side))
        one = CycleRates(index + 1, injection, tuple(weeks))
        if one.after:
            found.append(one)
    return found


def _week(count: Count, injection: dt.date, week: int, side: tuple[int, int]) -> WeekRate:
    start = max(side[0], 7 * week - _EITHER_SIDE_DAYS)
    end = min(side[1], 7 * week + 7 + _EITHER_SIDE_DAYS)
    rate = count(injection + dt.timedelta(days=start), injection + dt.timedelta(days=end))
    headache, known = int(rate.observed), rate.known
    if known < FEWEST_DAYS:
        return WeekRate(week, headache, known, None, None, None)
    low, high = wilson(headache, known)
    return WeekRate(week, headache, known, PERIOD_DAYS * headache / known, PERIOD_DAYS * low, PERIOD_DAYS * high)
