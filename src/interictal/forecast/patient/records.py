"""What the patient forecast works with: the days of one patient, the treatment, what is expected of coming days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interictal.errors import InvalidInput
from interictal.forecast.patient.parameters import Daily

Numbers = NDArray[np.float64]

UNKNOWN, FREE, HEADACHE = -1, 0, 1
"""How a day stands in an array of days: not recorded, recorded without headache, headache."""

LEVELS = (50, 80, 95)
"""Intervals given with every expectation, in percent."""

MOST_DAYS = 3660
"""Days of history taken: ten years. Longer diaries are cut to their last ten years."""


@dataclass(frozen=True, slots=True)
class Dose:
    """One session, as the model needs it.

    Args:
        day: whole days from the first day of the history; may be negative, and past its end for a planned one.
        units: Allergan units of onabotulinumtoxinA.
    """

    day: int
    units: float

    def __post_init__(self) -> None:
        if not 0 < self.units <= 1000:
            raise InvalidInput("units", self.units, "more than 0 and at most 1000", "Correct the units.")


@dataclass(frozen=True, slots=True)
class History:
    """One patient's days up to the origin of the forecast.

    Args:
        first: the date of day 0.
        days: one number a day: ``UNKNOWN``, ``FREE`` or ``HEADACHE``; a gap is ``UNKNOWN``, never ``FREE``.
        doses: sessions before the origin, in order.
    """

    first: dt.date
    days: tuple[int, ...]
    doses: tuple[Dose, ...] = ()

    def __post_init__(self) -> None:
        if any(day not in (UNKNOWN, FREE, HEADACHE) for day in self.days):
            raise InvalidInput("days", "another number", "-1, 0 or 1", "Use UNKNOWN, FREE or HEADACHE.")

    @property
    def origin(self) -> dt.date:
        """The first day that is forecast: the day after the history."""
        return self.first + dt.timedelta(len(self.days))

    @property
    def recorded(self) -> int:
        """Days with headache or none recorded."""
        return sum(day != UNKNOWN for day in self.days)

    @property
    def headaches(self) -> int:
        """Days with headache."""
        return sum(day == HEADACHE for day in self.days)

    def until(self, length: int) -> History:
        """The first ``length`` days, and the sessions before their end."""
        return History(self.first, self.days[:length], tuple(dose for dose in self.doses if dose.day < length))


@dataclass(frozen=True, slots=True)
class Expected:
    """Days with headache expected in a run of days.

    Args:
        probabilities: of 0, 1, 2, ... days, one more than the days of the run; sums to 1.
    """

    probabilities: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Expected number of days."""
        return sum(count * each for count, each in enumerate(self.probabilities))

    def quantile(self, share: float) -> int:
        """The smallest count that is not exceeded with probability ``share``."""
        reached = 0.0
        for count, each in enumerate(self.probabilities):
            reached += each
            if reached >= share - _ROUNDING:
                return count
        return len(self.probabilities) - 1

    @property
    def median(self) -> int:
        """The middle count."""
        return self.quantile(0.5)

    def interval(self, level: int) -> tuple[int, int]:
        """The central interval of at least ``level`` percent, both ends included.

        Raises:
            InvalidInput: ``level`` is not one of ``LEVELS``.
        """
        if level not in LEVELS:
            raise InvalidInput("level", level, ", ".join(map(str, LEVELS)), "Choose one of them.")
        outside = (1 - level / 100) / 2
        return self.quantile(outside), self.quantile(1 - outside)

    def at_most(self, count: int) -> float:
        """Probability of ``count`` days or fewer."""
        return min(1.0, sum(self.probabilities[: max(0, count + 1)]))


_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Span:
    """A run of coming days with what is expected of it.

    Args:
        number: 1, 2, ... from the origin.
        start: the first day.
        end: the last day, included.
        expected: with the sessions given and the next one, where one is named.
        without_next: the same without the next session; None where none is named.
    """

    number: int
    start: dt.date
    end: dt.date
    expected: Expected
    without_next: Expected | None = None


@dataclass(frozen=True, slots=True)
class Responder:
    """Probability that at least one 28-day period has fallen far enough by the end of a cycle.

    Args:
        cycle: 1, 2, ...
        start: the day of its session.
        by: the last day that counts.
        response_30, response_50: probability of a fall of 30 and 50 percent from the baseline; 0 or 1 where the days
            recorded so far decide it.
        without_next: the same two without the next session, None where none is named.
    """

    cycle: int
    start: dt.date
    by: dt.date
    response_30: float
    response_50: float
    without_next: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class WearingOff:
    """When the effect of the last named session is expected to have worn off.

    Args:
        session: its day.
        week: the middle of the expected weeks (1 = days 0 to 6); None where half or more do not wear off in 16 weeks.
        earliest, latest: the central 80 percent, None where beyond 16 weeks.
        share_before_week_12: probability that it is before week 12; None once week 12 has come.
    """

    session: dt.date
    week: int | None
    earliest: int | None
    latest: int | None
    share_before_week_12: float | None


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why no forecast is shown.

    Args:
        code: stable name of the reason.
        reason: one sentence, with what would change it.
    """

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of one patient's coming weeks.

    Args:
        history: the days it rests on.
        next_dose: the next session, where one was named.
        weeks, periods: runs of 7 and of 28 days from the origin; empty where withheld.
        responder: by cycle; empty without a baseline, or where withheld.
        wearing_off: None without a session, or where withheld.
        withheld: why it is not shown; None where it is.
        past: how the model did on this patient's own past, against the baseline; None where that is too short.
        baseline: headache days and known days of the 28 days before the first session; None where too few are known.
        parameters: the daily parameters it was worked out with.
    """

    history: History
    next_dose: Dose | None
    weeks: tuple[Span, ...]
    periods: tuple[Span, ...]
    responder: tuple[Responder, ...]
    wearing_off: WearingOff | None
    withheld: Withheld | None
    past: Past | None
    baseline: tuple[int, int] | None
    parameters: Daily


@dataclass(frozen=True, slots=True)
class Past:
    """How forecasts made in this patient's own past did.

    Args:
        origins: forecasts compared.
        score: mean log score of the model per forecast; higher is better.
        baseline_score: the same of the baseline it is held against.
        baseline: that baseline's name.
    """

    origins: int
    score: float
    baseline_score: float
    baseline: str
