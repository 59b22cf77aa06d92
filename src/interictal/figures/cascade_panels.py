"""The panels of the cascade: which states stand in which, and where everything is in pixels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from interictal.figures.drawing import text_width
from interictal.figures.figure import WIDE, token
from interictal.figures.labels import in_lines
from interictal.figures.pixels import LINE, Words, place, rules, specification
from interictal.mechanism.records import Branch, Course, Series, Stage


@dataclass(frozen=True, slots=True)
class Line:
    """How the line of a branch looks: colour token, width, dash, and the shape of its key."""

    colour: str
    width: float
    dash: tuple[int, ...]
    key: str


LINES = {
    Branch.SENSORY: Line("headache", 2.5, (), "cascade-sensory"),
    Branch.MOTOR: Line("medication", 2, (6, 3), "cascade-motor"),
    Branch.AUTONOMIC: Line("accent", 2.5, (), "cascade-autonomic"),
    Branch.CENTRAL: Line("text", 2.5, (), "cascade-central"),
}

_TITLES = {
    Stage.LIGHT_CHAIN: "Toxin active in the nerve endings (light chain)",
    Stage.SNAP25: "SNAP-25 left intact",
    Stage.RELEASE: "Release of transmitter",
    Stage.DRIVE: "Pain signals from the periphery",
    Stage.SENSITISATION: "Central sensitisation",
    Stage.RELIEF: "Effect on headache days (relative fall of log-odds)",
    Stage.TRANSMISSION: "Transmission to the muscle",
    Stage.WEAKNESS: "Weakness of the muscle",
    Stage.EFFECT: "",
}
"""In the order of the chain that ends at what is treated; "": the words of the state, which name gland or bladder."""

_SHORT = {
    Stage.LIGHT_CHAIN: "Light chain",
    Stage.SNAP25: "SNAP-25",
    Stage.RELEASE: "Release",
    Stage.DRIVE: "Pain signals",
    Stage.SENSITISATION: "Sensitisation",
    Stage.RELIEF: "Effect",
    Stage.TRANSMISSION: "Transmission",
    Stage.WEAKNESS: "Weakness",
    Stage.EFFECT: "Effect",
}
_BESIDE = (Stage.TRANSMISSION, Stage.WEAKNESS)
"""Beside the chain of a headache: muscle."""

_MOST_POINTS = 260
_GAP, _LEADING = 20.0, 116.0
"""Pixels between panels, and the height of the panel in which the effect is read."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One step of the chain.

    Args:
        title: what is seen in it.
        short: the same as the head of a column.
        series: the states, one a branch; the whole, no single territory.
        leading: whether the effect is read from it.
        beside: whether it stands beside the chain.
    """

    title: str
    short: str
    series: tuple[Series, ...]
    leading: bool
    beside: bool

    @property
    def top(self) -> float:
        """The highest value of its axis: 1 for fractions, with room for words above the effect."""
        highest = max(1.0 if self.fractions else 0.4, *(max(one.values) for one in self.series))
        return 1.3 * highest if self.leading else highest

    @property
    def fractions(self) -> bool:
        """Whether its values are fractions of the untreated, and not on the scale of the relief."""
        return all(one.stage is not Stage.RELIEF for one in self.series)


def panels_of(course: Course) -> tuple[Panel, ...]:
    """The steps of the chain in order, then what stands beside it."""
    of_headache = course.leading == "relief"
    chain: list[Panel] = []
    beside: list[Panel] = []
    for stage, title in _TITLES.items():
        found: dict[Branch, Series] = {}
        for one in course.series:
            if one.stage is stage and not one.territory:
                found.setdefault(one.branch, one)
        if found:
            aside = of_headache and stage in _BESIDE
            panel = Panel(
                title=title or next(iter(found.values())).words,
                short=_SHORT[stage],
                series=tuple(found.values()),
                leading=any(one.id == course.leading for one in found.values()),
                beside=aside,
            )
            (beside if aside else chain).append(panel)
    return (*chain, *beside)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a course stands: ``left`` of the plot, its ``room``, its days."""

    wide: bool
    left: float
    room: float
    days: int

    def x(self, day: float) -> float:
        return round(self.room * day / self.days, 1)


def drawn(course: Course, panels: tuple[Panel, ...], width: int) -> dict[str, Any]:
    """The specification: titles to the left of their panels, on a phone above them."""
    wide = width >= WIDE
    left, right = (254.0, 14.0) if wide else (52.0, 8.0)
    at = _Layout(wide, left, width - left - right, len(course.days))
    words, marked = Words(), Words()
    layers: list[dict[str, Any]] = []
    y = _sessions(course, at, words)
    tops = []
    beside = False
    for index, panel in enumerate(panels):
        if panel.beside and not beside:
            beside = True
            words.say(["Beside it: the muscle"], -left, y + 4, "quiet")
            y += LINE + 8
        if not wide:
            lines = in_lines(_numbered(panel, index), width - 4, 14, 2)
            words.say(lines, -left, y + 2, "bold" if panel.leading else "plain")
            y += LINE * len(lines) + 3
        height = _LEADING if panel.leading else 58.0 if wide else 50.0
        if wide:
            lines = in_lines(_numbered(panel, index), left - 62, 14, 3)
            words.say(lines, -left, y + 10, "bold" if panel.leading else "plain")
        layers += _panel(panel, at, y, height, words)
        if panel.leading:
            layers += _timing(course, panel, at, y, height, marked)
        tops.append((y, y + height))
        y += height + _GAP
    y = tops[-1][1]
    uprights = [
        {"x": at.x(one.day), "x2": at.x(one.day), "y": start, "y2": end}
        for one in course.sessions
        for start, end in tops
    ]
    triangles = [{"x": at.x(one.day), "y": tops[0][0] - 5} for one in course.sessions]
    mark = {"type": "point", "shape": "triangle-down", "filled": True, "size": 60, "opacity": 1, "clip": False,
            "color": token("injection")}  # fmt: skip
    layers = [
        rules(uprights, "injection", 1.25),
        {"data": {"values": triangles}, "mark": mark, "encoding": {"x": place("x"), "y": place("y")}},
        *layers,
        rules(list(_ticks(at, y, words))),
        *words.layers(),
        *marked.layers(rim=True),
    ]
    return specification(at.room, y + 42, layers, (left, right), top=4)


def _numbered(panel: Panel, index: int) -> str:
    return panel.title if panel.beside else f"{index + 1}  {panel.title}"


def _sessions(course: Course, at: _Layout, words: Words) -> float:
    """The dose of each session above the panels, as far as there is room; returns where the panels start."""
    words.say(["Dose"], -at.left, 8)
    last = float("-inf")
    for one in course.sessions:
        said = f"{one.units:g} U"
        half = text_width(said, 14) / 2
        x = max(at.x(one.day), half - 8)
        if x - half > last:
            words.say([said], x, 8, "plain", "center")
            last = x + half + 6
    return 34.0


def _panel(panel: Panel, at: _Layout, top: float, height: float, words: Words) -> list[dict[str, Any]]:
    """Frame and lines of one panel."""

    def y(value: float) -> float:
        return round(top + height * (1 - value / panel.top), 1)

    marks = (0.0, 0.5, 1.0) if panel.fractions else (0.0, 1.0) if panel.top >= 1 else (0.0, 0.5)
    for value in marks:
        if value != 0.5 or not panel.fractions:
            said = f"{100 * value:.0f}\N{NO-BREAK SPACE}%" if panel.fractions else f"{value:g}"
            words.say([said], -8, y(value), "quiet", "right")
    grid = [{"x": 0.0, "x2": at.room, "y": y(value), "y2": y(value)} for value in marks]
    step = max(1, -(-at.days // _MOST_POINTS))
    lines = []
    for one in panel.series:
        look = LINES[one.branch]
        values = [
            {"x": at.x(day + 0.5), "y": y(value), "order": day}
            for day, value in enumerate(one.values)
            if day % step == 0 or day == at.days - 1
        ]
        mark: dict[str, Any] = {"type": "line", "color": token(look.colour), "strokeWidth": look.width}
        if look.dash:
            mark["strokeDash"] = list(look.dash)
        order = {"field": "order", "type": "quantitative"}
        encoding = {"x": place("x"), "y": place("y"), "order": order}
        lines.append({"data": {"values": values}, "mark": mark, "encoding": encoding})
    return [rules(grid, "rule"), *lines]


def _timing(course: Course, panel: Panel, at: _Layout, top: float, height: float, words: Words) -> list[dict[str, Any]]:
    """Rings where half of the effect is there, where it is best, and where half is lost, with words beside them."""
    values = course.one(course.leading).values
    timing = course.timing
    found = [
        (timing.onset_day, "half: week {week}"),
        (timing.best_day, "best: week {week}"),
        (timing.wear_off_day, "half lost: week {week}"),
    ]
    second = at.x(course.sessions[1].day) if len(course.sessions) > 1 else at.room
    rings = []
    for index, (day, said) in enumerate(found):
        if day is None or day >= len(values):
            continue
        x = at.x(day + 0.5)
        y = round(top + height * (1 - values[day] / panel.top), 1)
        rings.append({"x": x, "y": y})
        line = said.format(week=day // 7 + 1)
        wide = text_width(line, 14)
        start, level = _beside(index, x, y, wide, at, top, height)
        if index < 2 and start + wide > second:  # over later cycles: where their lines are not
            level = (top + height - 26, top + 7)[index]
        words.say([line], start, level)
    mark = {"type": "point", "shape": "circle", "size": 70, "fill": token("background"), "opacity": 1,
            "stroke": token("text"), "strokeWidth": 2}  # fmt: skip
    return [{"data": {"values": rings}, "mark": mark, "encoding": {"x": place("x"), "y": place("y")}}]


def _beside(index: int, x: float, y: float, wide: float, at: _Layout, top: float, height: float) -> tuple[float, float]:
    """Where the words of a ring stand: onset under the line to the right, best above it, loss under it to the left."""
    levels = (min(y + 16, top + height - 26), y - 14, top + height - 9)
    starts = (x + 9, x - wide / 2, x - wide - 6)
    return max(3.0, min(starts[index], at.room - wide)), levels[index]


def _ticks(at: _Layout, y: float, words: Words) -> Iterable[dict[str, float]]:
    weeks = at.days / 7
    step = next(one for one in (4, 8, 12, 24, 52, 104, 520) if at.room / weeks * one >= 28)
    for week in range(0, int(weeks) + 1, step):
        x = at.x(7 * week)
        words.say([str(week)], x, y + 15, "quiet", "center")
        yield {"x": x, "x2": x, "y": y, "y2": y + 5}
    words.say(["weeks since the first session"], at.room / 2, y + 34, "quiet", "center")
