"""28-day arithmetic: cycles, periods, and when a count may be prorated.

Two anchors, not to be confused:

* **injection**: day 0 of a cycle is the day of its injection, which belongs to the cycle it opens. Days before
  the first injection are negative. Cycle 0 is the time before the first injection and is cut into periods
  *counted back*: period -1 is days -28 to -1, the baseline. Cycles 1, 2, ... are cut into periods *counted
  forward*: period 1 is days 0 to 27, period 3 days 56 to 83. A period ends early where the next injection falls
  into it; a late next injection gives periods 4, 5, ....
* **calendar**: without injections, periods are counted forward from the first day of the diary; they have no cycle.

Every day belongs to exactly one period. Periods are half-open: ``start`` is in, ``end`` is out. Only civil dates
are used, so neither time zones nor daylight saving can move a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from interictal.errors import InvalidInput

PERIOD_DAYS = 28
"""Length of a period in days: the trial convention (IHS trial guidelines, PREEMPT baseline)."""

COMPLETE_ENOUGH_DAYS = 20
"""Days known, of 28, from which a count is prorated without a flag (see docs/spec/periods.md for the sources)."""

PRORATED_AT_ALL_DAYS = 10
"""Days known, of 28, below which a period's count is missing."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A half-open run of days, at most 28 long.

    Args:
        start: the first day.
        end: the day after the last day.
        cycle: 0 before the first injection, then 1, 2, ...; None when anchored on the calendar.
        period_in_cycle: -1, -2, ... counted back in cycle 0; 1, 2, 3 ... counted forward elsewhere.
    """

    start: dt.date
    end: dt.date
    cycle: int | None
    period_in_cycle: int

    def __post_init__(self) -> None:
        if not 1 <= self.days <= PERIOD_DAYS:
            raise InvalidInput("period", f"{self.start} to {self.end}", "1 to 28 days", "Correct start or end.")

    @property
    def days(self) -> int:
        """Days in the period: 28, or fewer where the next injection came early."""
        return (self.end - self.start).days

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day < self.end


def cycle_day(day: dt.date, injection: dt.date) -> int:
    """Whole days since the injection: 0 on its day, negative before it.

    >>> cycle_day(dt.date(2024, 2, 28), dt.date(2024, 3, 1))
    -2
    """
    return (day - injection).days


def injection_periods(injections: Iterable[dt.date], first: dt.date, last: dt.date) -> tuple[Period, ...]:
    """The periods, anchored on the injections, that touch the days ``first`` to ``last`` (both included).

    Args:
        injections: the days of the sessions, in any order; the same day twice is one session.
        first: the diary's first day.
        last: the diary's last day.

    Returns:
        Periods in order of time. An injection after ``last`` opens no cycle yet.

    Raises:
        InvalidInput: no injection, or ``last`` before ``first``.
    """
    opened = sorted(set(injections))
    _check_span(first, last)
    if not opened:
        raise InvalidInput("injections", "none", "at least one date", "Use calendar_periods without injections.")
    step = dt.timedelta(days=PERIOD_DAYS)
    periods: list[Period] = []
    end, number = opened[0], -1
    while end > first:
        if end - step <= last:
            periods.append(Period(end - step, end, 0, number))
        end, number = end - step, number - 1
    periods.reverse()
    for index, injection in enumerate(opened):
        following = opened[index + 1] if index + 1 < len(opened) else None
        start, number = injection, 1
        while start <= last and (following is None or start < following):
            end = start + step if following is None else min(start + step, following)
            if end > first:
                periods.append(Period(start, end, index + 1, number))
            start, number = start + step, number + 1
    return tuple(periods)


def calendar_periods(first: dt.date, last: dt.date) -> tuple[Period, ...]:
    """28-day periods counted forward from ``first`` until ``last`` is inside one.

    Raises:
        InvalidInput: ``last`` before ``first``.
    """
    _check_span(first, last)
    count = (last - first).days // PERIOD_DAYS + 1
    starts = (first + dt.timedelta(days=PERIOD_DAYS * index) for index in range(count))
    return tuple(Period(start, start + dt.timedelta(days=PERIOD_DAYS), None, n) for n, start in enumerate(starts, 1))


def _check_span(first: dt.date, last: dt.date) -> None:
    if last < first:
        raise InvalidInput("last", last, f"{first} or later", "Give the first day first.")


class Imputation(Enum):
    """How a rate per 28 days came about."""

    NONE = "none"
    """All 28 days are known: the rate is the count."""
    PRORATED = "prorated"
    """20 to 27 days known, or a shorter window known to the same share."""
    PRORATED_LOW = "prorated-low-completeness"
    """10 to 19 days known: prorated, and flagged."""
    MISSING = "missing"
    """Fewer than 10 days known, or a diary that cannot tell headache-free days: no rate."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A count with its denominator and what it makes per 28 days.

    Args:
        observed: the sum over the days known (days, hours or attacks).
        known: the days on which the answer is known; the denominator.
        per_28: ``28 * observed / known``, or None where missing.
        imputation: how ``per_28`` came about.
    """

    observed: float
    known: int
    per_28: float | None
    imputation: Imputation


def rate_per_28(observed: float, known: int, window: int = PERIOD_DAYS) -> Rate:
    """The rate per 28 days under the completeness rule.

    At least 20 of 28 days known: prorated; 10 to 19: prorated and flagged; under 10: missing. In a window longer than
    28 days the same shares hold (60 of 84); in a shorter one (an early injection, a period still running) the days
    known are judged as they are, so 14 days of 14 are flagged.

    Args:
        observed: the sum over the known days.
        known: how many days are known, 0 to ``window``.
        window: how many days there are.

    Source: the trial rules cited in docs/spec/periods.md (``e-diary-20-of-28``, ``preempt-proration``).
    Unknown: days that are not known are left out of numerator and denominator alike.

    >>> rate_per_28(11, 22).per_28
    14.0
    """
    days = min(known, known * PERIOD_DAYS / window)
    if days < PRORATED_AT_ALL_DAYS:
        return Rate(observed, known, None, Imputation.MISSING)
    if days >= PERIOD_DAYS:
        kind = Imputation.NONE
    else:
        kind = Imputation.PRORATED if days >= COMPLETE_ENOUGH_DAYS else Imputation.PRORATED_LOW
    return Rate(observed, known, PERIOD_DAYS * observed / known, kind)
