"""The fan chart in a terminal: one line a week, days of the week from left to right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from interictal.figures.fan import planned_words, title_words
from interictal.figures.fan_page import (
    FEW_DAYS,
    LEVELS,
    Ahead,
    Forecast,
    Week,
    period_words,
    rate_words,
    read,
    short_day,
    wearing_off,
)
from interictal.figures.forest_lines import key_lines
from interictal.figures.written import day

_SIGNS: dict[bool, dict[int | str, str]] = {
    True: {95: "░", 80: "▒", 50: "▓", "median": "█", "without": "○", "week": "●", "few": "◦", "session": "▼"},
    False: {95: ".", 80: "-", 50: "=", "median": "#", "without": "o", "week": "*", "few": "+", "session": "v"},
}  # fmt: skip
_NAME = 9
_HISTORY = 8
"""Weeks of the diary above today."""


def fan_text(document: Mapping[str, Any], width: int = 80, unicode: bool = True) -> str:
    """The fan chart in characters.

    Args:
        document: an ``interictal.forecast/1``.
        width: columns, 44 or more.
        unicode: block characters; plain ASCII otherwise.

    Returns:
        Lines of at most ``width`` characters: the weeks before today, those ahead with their bands, the numbers of
        each 28 days. A forecast that is withheld says why.

    Raises:
        InvalidInput: another document.
    """
    lines = _Lines(read(document), max(width, 44), unicode).lines
    text = "\n".join(line.rstrip() for line in lines)
    if unicode:
        return text
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("–", "-").encode("ascii", "replace").decode()


class _Lines:
    def __init__(self, forecast: Forecast, width: int, unicode: bool) -> None:
        self.forecast, self.width, self.signs = forecast, width, _SIGNS[unicode]
        self.step = max(2, min(6, (width - _NAME - 12) // 7))
        self.lines = wrap(title_words(forecast), width)
        self.axis()
        waiting = sorted({*forecast.sessions, *((forecast.planned,) if forecast.planned else ())})
        history = forecast.history[-_HISTORY:]
        waiting = [one for one in waiting if not history or one >= history[0].start]
        for one in history:
            waiting = self.sessions(waiting, one.start + dt.timedelta(days=7))
            self.week(one)
        self.lines.append(f"{'':-<{_NAME}}- today, {day(forecast.origin)} ".ljust(self.cells + _NAME, "-"))
        if forecast.withheld:
            self.say(f"No forecast is shown: {forecast.withheld}")
            return
        for ahead in forecast.weeks:
            waiting = self.sessions(waiting, ahead.start + dt.timedelta(days=7))
            self.ahead(ahead)
        self.axis()
        self.key()
        self.numbers()

    @property
    def cells(self) -> int:
        """Columns of 0 to 7 days."""
        return 7 * self.step + 1

    def say(self, text: str) -> None:
        self.lines += wrap(text, self.width)

    def axis(self) -> None:
        self.lines.append(" " * _NAME + "".join(str(days).ljust(self.step) for days in range(8)).rstrip())

    def sessions(self, waiting: list[dt.date], end: dt.date) -> list[dt.date]:
        """A line for each session before ``end``; returns the later ones."""
        for one in waiting:
            if one < end:
                name = "next session" if one == self.forecast.planned else "session"
                self.lines.append(f"{'':{_NAME}}{self.signs['session']} {name}, {day(one)}")
        return [one for one in waiting if one >= end]

    def at(self, days: float) -> int:
        return min(self.cells - 1, max(0, round(days * self.step)))

    def row(self, start: dt.date, cells: list[str], said: str = "") -> None:
        line = f"{short_day(start):>{_NAME - 2}}  {''.join(cells)}"
        self.lines.append(f"{line}  {said}" if len(line) + 2 + len(said) <= self.width else line)

    def week(self, one: Week) -> None:
        cells = [" "] * self.cells
        if one.rate is not None:
            cells[self.at(one.rate)] = self.signs["few" if one.recorded < FEW_DAYS else "week"]
        self.row(one.start, cells, rate_words(one).partition(",")[0].replace(" recorded days", ""))

    def ahead(self, one: Ahead) -> None:
        cells = [" "] * self.cells
        for level in LEVELS:
            low, high = (self.at(edge) for edge in one.expected.bands[level])
            cells[low : high + 1] = self.signs[level] * (high - low + 1)
        cells[self.at(one.expected.median)] = self.signs["median"]
        planned = self.forecast.planned
        if one.without is not None and planned is not None and one.start > planned - dt.timedelta(days=7):
            at = self.at(one.without.median)
            if at != self.at(one.expected.median):
                cells[at] = self.signs["without"]
        self.row(one.start, cells, one.expected.words(80))

    def key(self) -> None:
        entries = [
            f"{self.signs['week']} week of the diary",
            f"{self.signs['few']} under {FEW_DAYS} days recorded",
            f"{self.signs['median']} median",
            *(f"{self.signs[level]} {level} %" for level in reversed(LEVELS)),
        ]
        if self.forecast.planned is not None:
            entries.append(f"{self.signs['without']} median without the session, where it differs")
        self.lines += key_lines(entries, self.width)

    def numbers(self) -> None:
        self.lines.append("")
        self.say(f"{planned_words(self.forecast).replace('; quiet lines without it', '')}")
        self.say("Headache days of each 28, 80 % interval:")
        for one in self.forecast.periods:
            self.lines += wrap(period_words(one), self.width, initial_indent="  ", subsequent_indent="    ")
        worn = wearing_off(self.forecast)
        if worn:
            self.say(f"{worn}.")
