"""The marks of a virtual trial: band and line of each arm, published changes by number, and in words beneath."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from interictal.figures.axis import Scale, tick_words, ticks_of
from interictal.figures.drawing import text_width, wrapped
from interictal.figures.figure import WIDE, token
from interictal.figures.labels import clean, fitted
from interictal.figures.pixels import LINE, Words, place, rules, specification
from interictal.figures.trial_panels import Arm, Panel, Trial, outcome_words, told

MOST_TOLD = 12
"""Published changes told under a panel (our choice); where there are more, those outside come first."""


_SQUARE = 12.0
"""Pixels by which two squares have to differ."""


_AROUND = (
    (-13, -10),
    (-13, 10),
    (-17, 0),
    (0, -15),
    (0, 15),
    (13, -10),
    (13, 10),
    (-24, -16),
    (-24, 16),
    (0, -30),
    (0, 30),
)
"""Where the number of a square may stand, the first free place of these."""


@dataclass(frozen=True, slots=True)
class Look:
    """How an arm looks: colour token, dash, shape of its means, shape of its key."""

    colour: str
    dash: tuple[int, ...]
    shape: str
    key: str


LOOKS = (
    Look("injection", (), "circle", "arm-1"),
    Look("medication", (7, 4), "triangle-up", "arm-2"),
    Look("accent", (2, 3), "diamond", "arm-3"),
    Look("headache", (9, 3, 2, 3), "triangle-down", "arm-4"),
)
"""One a arm, in the document's order; further arms begin again."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a panel stands: ``top``, ``height`` and ``room`` of its plot, weeks and changes of its axes."""

    top: float
    height: float
    room: float
    weeks: int
    low: float
    high: float

    def x(self, week: float) -> float:
        return round(self.room * week / self.weeks, 1)

    def y(self, change: float) -> float:
        return round(self.top + self.height * (self.high - change) / (self.high - self.low), 1)


def drawn(trial: Trial, width: int) -> dict[str, Any]:
    """The specification: the panels under each other on one axis of weeks."""
    wide = width >= WIDE
    left, right = (44.0, 150.0) if wide else (36.0, 24.0)
    room = width - left - right
    weeks = max(visit.week for panel in trial.panels for arm in panel.arms for visit in arm.visits)
    words, over = Words(), Words()
    layers: list[dict[str, Any]] = []
    y = 10.0
    for panel in trial.panels:
        words.say([f"{outcome_words(panel.outcome)}, change from baseline"], -left, y, "bold")
        at = _layout(panel, y + 22, 230.0 if wide else 200.0, room, weeks)
        layers += [*_frame(at, words), *(_band(arm, at) for arm in panel.arms)]
        for arm in panel.arms:
            layers += _line(arm, at)
        layers += _points(panel, at, over)
        if wide:
            _arm_names(panel, at, words, right)
        y = at.top + at.height + 62
        y = _told(panel, words, -left, y, width)
    return specification(room, y, [*layers, *words.layers(), *over.layers(rim=True)], (left, right), top=4)


def _layout(panel: Panel, top: float, height: float, room: float, weeks: int) -> _Layout:
    values = [each for arm in panel.arms for visit in arm.visits for each in (visit.lower, visit.upper)]
    values += [0.0, *(point.value for point in panel.points)]
    edge = 0.06 * (max(values) - min(values) or 1)
    return _Layout(top, height, room, weeks, min(values) - edge, max(values) + edge)


def _frame(at: _Layout, words: Words) -> list[dict[str, Any]]:
    grid, ticks = [], []
    for change in ticks_of(at.low, at.high, Scale.LINEAR, 1.6 * at.height):
        grid.append({"x": 0.0, "x2": at.room, "y": at.y(change), "y2": at.y(change)})
        words.say([tick_words(change)], -8, at.y(change), "quiet", "right")
    step = next(one for one in (4, 8, 12, 24, 52) if at.room / at.weeks * one >= 28)
    bottom = at.top + at.height
    for week in range(0, at.weeks + 1, step):
        ticks.append({"x": at.x(week), "x2": at.x(week), "y": bottom, "y2": bottom + 5})
        words.say([str(week)], at.x(week), bottom + 15, "quiet", "center")
    words.say(["weeks since the first session"], at.room / 2, bottom + 33, "quiet", "center")
    zero = [{"x": 0.0, "x2": at.room, "y": at.y(0), "y2": at.y(0)}]
    return [rules(grid, "rule"), rules(zero, "border"), rules(ticks)]


def _band(arm: Arm, at: _Layout) -> dict[str, Any]:
    """From no change at the start through the intervals of the visits."""
    values = [{"x": at.x(0), "low": at.y(0), "high": at.y(0)}]
    values += [{"x": at.x(one.week), "low": at.y(one.lower), "high": at.y(one.upper)} for one in arm.visits]
    return {
        "data": {"values": values},
        "mark": {"type": "area", "color": token(_look(arm).colour), "opacity": 0.18},
        "encoding": {"x": place("x"), "y": place("low"), "y2": {"field": "high"}},
    }


def _look(arm: Arm) -> Look:
    return LOOKS[arm.place % len(LOOKS)]


def _line(arm: Arm, at: _Layout) -> list[dict[str, Any]]:
    look = _look(arm)
    means = [{"x": at.x(one.week), "y": at.y(one.mean), "order": one.week} for one in arm.visits]
    mark: dict[str, Any] = {"type": "line", "color": token(look.colour), "strokeWidth": 2}
    if look.dash:
        mark["strokeDash"] = list(look.dash)
    shape = {"type": "point", "shape": look.shape, "size": 46, "filled": True, "opacity": 1, "clip": False,
             "color": token(look.colour)}  # fmt: skip
    across = {"x": place("x"), "y": place("y")}
    order = {"field": "order", "type": "quantitative"}
    start = {"x": at.x(0), "y": at.y(0), "order": 0}
    return [
        {"data": {"values": [start, *means]}, "mark": mark, "encoding": {**across, "order": order}},
        {"data": {"values": means}, "mark": shape, "encoding": across},
    ]


def _points(panel: Panel, at: _Layout, words: Words) -> list[dict[str, Any]]:
    """Squares with their numbers as far as there is room; those that would hide each other stand side by side."""
    places: dict[int, tuple[float, float]] = {}
    taken: list[tuple[float, float]] = []
    for point in panel.points:
        x, y = at.x(point.week), at.y(point.value)
        while x >= _SQUARE and any(abs(x - other) < _SQUARE and abs(y - down) < _SQUARE for other, down in taken):
            x -= _SQUARE
        taken.append((x, y))
        places[point.number] = (x, y)
    for number, (x, y) in places.items():
        spots = [(x + a, y + b) for a, b in _AROUND]
        free = [spot for spot in spots if all(abs(spot[0] - a) > 15 or abs(spot[1] - b) > 13 for a, b in taken)]
        if free:
            taken.append(free[0])
            words.say([str(number)], *free[0], "bold", "center")
    found = []
    for hollow in (False, True):
        values = [
            {"x": x, "y": y}
            for point in panel.points
            if point.unconfirmed is hollow
            for x, y in (places[point.number],)
        ]
        mark = {"type": "point", "shape": "square", "size": 80, "opacity": 1, "clip": False, "strokeWidth": 2,
                "fill": token("background" if hollow else "text"), "stroke": token("text")}  # fmt: skip
        found.append({"data": {"values": values}, "mark": mark, "encoding": {"x": place("x"), "y": place("y")}})
    return found


def _arm_names(panel: Panel, at: _Layout, words: Words, right: float) -> None:
    """Each arm at the end of its line, apart from each other."""
    last = float("-inf")
    for arm in sorted(panel.arms, key=lambda one: -one.visits[-1].mean):
        y = max(at.y(arm.visits[-1].mean), last + LINE)
        last = y
        words.say([fitted(clean(arm.name), right - 14, 14)], at.x(arm.visits[-1].week) + 12, y)


def _told(panel: Panel, words: Words, left: float, y: float, width: int) -> float:
    """The published changes in words; returns where they end."""
    for number, said in told(panel, MOST_TOLD):
        indent = text_width("00 ", 14) + 4
        lines = wrapped(said, width - indent - 4, 14)
        words.say([number], left, y, "bold")
        words.say(lines, left + indent, y)
        y += LINE * len(lines) + 4
    more = len(panel.points) - MOST_TOLD
    if more > 0:
        words.say([f"and {more} more in the table"], left, y, "quiet")
        y += LINE + 4
    return y + 10
