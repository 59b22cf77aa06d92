"""What a fan chart shows, read from a forecast document, and where everything stands in pixels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from interictal.errors import InvalidInput
from interictal.figures.drawing import text_width
from interictal.figures.figure import WIDE
from interictal.figures.written import MONTHS, day, number

SCHEMA = "interictal.forecast/1"
FEW_DAYS = 4
"""Recorded days of a week below which its dot is hollow (our choice)."""
LEVELS = (95, 80, 50)
"""Percent of the bands, from back to front."""

_LEAST_HISTORY, _MOST_HISTORY, _MOST_HISTORY_NARROW = 12, 26, 14
"""Weeks left of today: as many as are ahead, but from 12 to 26; on a phone never above 14."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of some days.

    Args:
        mean, median: days with headache.
        bands: lowest and highest whole number of days by percent, for each of ``LEVELS``.
    """

    mean: float
    median: float
    bands: Mapping[int, tuple[int, int]]

    def words(self, level: int) -> str:
        """An interval in words: 9 to 15; one number where both ends are the same."""
        low, high = self.bands[level]
        return f"{low}" if low == high else f"{low} to {high}"


@dataclass(frozen=True, slots=True)
class Ahead:
    """A week or 28 days to come.

    Args:
        number: 1 for the first.
        start: its first day.
        days: how many it has.
        expected: with the next session where one is planned.
        without: without it; None where none is planned.
    """

    number: int
    start: dt.date
    days: int
    expected: Expected
    without: Expected | None


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the diary: headache days among the days recorded."""

    start: dt.date
    headache: int
    recorded: int

    @property
    def rate(self) -> float | None:
        """Headache days in 7, prorated from the days recorded; None where none is."""
        return 7 * self.headache / self.recorded if self.recorded else None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a forecast document says, as far as a picture shows it.

    Args:
        document: the document itself.
        origin: the first day forecast.
        history: weeks of the diary, in order.
        weeks, periods: what is expected; () where the forecast is withheld.
        sessions: days of the sessions given.
        planned: day of the next session; None where none is planned.
        units: its units, in words; "" where they are not known.
    """

    document: Mapping[str, Any]
    origin: dt.date
    history: tuple[Week, ...]
    weeks: tuple[Ahead, ...]
    periods: tuple[Ahead, ...]
    sessions: tuple[dt.date, ...]
    planned: dt.date | None
    units: str

    @property
    def withheld(self) -> str:
        """The reason why there is no forecast; "" where there is one."""
        found = self.document["withheld"]
        return "" if found is None else str(found["reason"])

    @property
    def end(self) -> dt.date:
        """The day after the last that is forecast."""
        return max((one.start + dt.timedelta(days=one.days) for one in self.weeks), default=self.origin)


def read(document: Mapping[str, Any]) -> Forecast:
    """The document's weeks, periods and sessions.

    Args:
        document: an ``interictal.forecast/1``.

    Raises:
        InvalidInput: another document.
    """
    if document.get("schema") != SCHEMA:
        raise InvalidInput("schema", document.get("schema"), SCHEMA, "Give the document of interictal forecast.")
    planned = document["next"]
    units = None if planned is None else planned["units"]
    return Forecast(
        document=document,
        origin=dt.date.fromisoformat(document["origin"]),
        history=tuple(
            Week(dt.date.fromisoformat(one["start"]), one["headache_days"], one["recorded_days"])
            for one in document["history"]
        ),
        weeks=tuple(_ahead(one, "week", 7) for one in document["weeks"]),
        periods=tuple(_ahead(one, "period", 28) for one in document["periods"]),
        sessions=tuple(map(dt.date.fromisoformat, document["sessions"])),
        planned=None if planned is None else dt.date.fromisoformat(planned["date"]),
        units="" if units is None else f"{units:g} U",
    )


def _ahead(one: Mapping[str, Any], name: str, days: int) -> Ahead:
    without = one["without_next"]
    return Ahead(
        number=one[name],
        start=dt.date.fromisoformat(one["start"]),
        days=days,
        expected=_expected(one["expected"]),
        without=None if without is None else _expected(without),
    )


def _expected(one: Mapping[str, Any]) -> Expected:
    bands = {level: (one[f"interval_{level}"][0], one[f"interval_{level}"][1]) for level in LEVELS}
    return Expected(one["mean"], one["median"], bands)


def short_day(date: dt.date) -> str:
    """A date without its year: 4 Mar."""
    return f"{date.day} {MONTHS[date.month - 1]}"


def wearing_off(forecast: Forecast) -> str:
    """When the effect of the session is expected to wear off, in words; "" where the document does not say.

    Unknown: no week stands where half of the courses or more do not wear off in the weeks looked at.
    """
    found = forecast.document["wearing_off"]
    if found is None:
        return ""
    after = f"Wearing off after the session on {day(dt.date.fromisoformat(found['session']))}"
    if found["week"] is None:
        return f"{after}: in half of the courses or more not within 16 weeks"
    low, high = found["interval_80"]
    limits = "or later" if high is None else f"to {high:g}"
    return f"{after}: expected in week {found['week']:g} (80\N{NO-BREAK SPACE}% interval: week {low:g} {limits})"


def shown_history(forecast: Forecast, width: int) -> tuple[Week, ...]:
    """The weeks of the diary that are drawn: the latest."""
    most = _MOST_HISTORY if width >= WIDE else _MOST_HISTORY_NARROW
    return forecast.history[-min(most, max(_LEAST_HISTORY, len(forecast.weeks))) :]


@dataclass(frozen=True, slots=True)
class Page:
    """Where things stand.

    Args:
        width: of the whole picture.
        left, right: pixels beside the plot.
        start, end: the first day of the axis, and the day after its last.
        height: of the plot.
    """

    width: int
    left: float
    right: float
    start: dt.date
    end: dt.date
    height: float

    @property
    def wide(self) -> bool:
        """Whether there is the room of a page rather than of a phone."""
        return self.width >= WIDE

    @property
    def room(self) -> float:
        """Pixels from the left of the plot to its right."""
        return self.width - self.left - self.right

    def x(self, date: dt.date, days: float = 0) -> float:
        """Pixels of the start of a day, and some days on."""
        span = (self.end - self.start).days
        return round(self.room * ((date - self.start).days + days) / span, 1)

    def y(self, per_week: float) -> float:
        """Pixels of a number of days in 7; half a day is left below 0 and above 7, so that each number has a row."""
        return round(self.height * (1 - (per_week + 0.5) / 8), 1)


def page_of(forecast: Forecast, width: int) -> Page:
    """The axis: the weeks of the diary that are drawn, then those ahead."""
    history = shown_history(forecast, width)
    first = forecast.origin - dt.timedelta(weeks=_LEAST_HISTORY)
    if history:
        first = min(first, history[0].start)
    wide = width >= WIDE
    end = max(forecast.end, forecast.origin + dt.timedelta(days=7))
    return Page(width, 26.0 if wide else 20.0, 12.0 if wide else 6.0, first, end, 280.0 if wide else 240.0)


def month_starts(page: Page) -> list[tuple[float, str]]:
    """Where each month begins, and its name; every second or third one where they stand close."""
    months = []
    year, month = page.start.year, page.start.month
    while (first := dt.date(year, month, 1)) < page.end:
        if first >= page.start:
            months.append((page.x(first), first))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    apart = page.room * 30 / (page.end - page.start).days
    step = next((one for one in (1, 2, 3, 6) if apart * one >= 34), 12)
    return [
        (x, str(first.year) if first.month == 1 else MONTHS[first.month - 1])
        for x, first in months
        if (first.month - 1) % step == 0 and 10 <= x <= page.room - 14
    ]


def period_words(one: Ahead) -> str:
    """What is expected of 28 days, in words."""
    without = "" if one.without is None else f"; without the session {one.without.words(80)}"
    return f"28 days from {day(one.start)}: {one.expected.words(80)} of 28{without}"


def fits_strip(forecast: Forecast, page: Page) -> bool:
    """Whether the numbers of each 28 days fit under their own days."""
    room = page.room * 28 / (page.end - page.start).days - 4
    widest = max((text_width(one.expected.words(80), 14) * 1.08 for one in forecast.periods), default=0.0)
    return page.wide and widest <= room


def rate_words(week: Week) -> str:
    """A week of the diary in words."""
    rate = week.rate
    if rate is None:
        return "no day recorded"
    prorated = "" if week.recorded == 7 else f", {number(rate)} in 7"
    return f"{week.headache} of {week.recorded} recorded days{prorated}"
