"""Where everything stands in a forest plot: in columns on a page, under each other on a phone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

from interictal.figures.axis import Axis, Scale, tick_words
from interictal.figures.effects import Effect, Forest, Pooled, Span, weight_words
from interictal.figures.figure import WIDE
from interictal.figures.labels import BOLD, clean, in_lines, named, named_in_lines, widest
from interictal.figures.pixels import LINE, Words

_GAP = 14
_LARGEST, _SMALLEST, _SMALLEST_HOLLOW, _DOT = 190.0, 18.0, 40.0, 64.0
"""Square pixels of a mark: of the heaviest study, at least, at least where it is hollow, and without weights."""
_AXIS_TWICE = 25
"""Rows from which the axis stands above as well as below."""
_TIGHT = 30
"""Rows from which they stand closer."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark.

    Args:
        y: pixels from the top.
        span: low, estimate and high.
        kind: effect, pooled or prediction.
        area: square pixels of an effect's mark.
        hollow: drawn as an outline.
    """

    y: float
    span: Span
    kind: str
    area: float = 0.0
    hollow: bool = False


class Page(ABC):
    """The lines of a forest plot one under the other, with their marks on one axis.

    ``words`` count from the left end of the axis, ``left`` and ``right`` are the pixels beside it, ``y`` is the
    height reached, ``nulls`` are the stretches of the line of no difference and ``rules`` the other lines.
    """

    left: float
    right: float

    def __init__(self, plot: Forest, width: int) -> None:
        self.plot, self.width = plot, width
        self.words = Words()
        self.marks: list[Mark] = []
        self.nulls: list[tuple[float, float]] = []
        self.rules: list[dict[str, float]] = []
        self.y = 0.0
        self.heaviest = max((row.weight or 0.0 for row in plot.rows), default=0.0)

    @property
    def room(self) -> float:
        """Length of the axis in pixels."""
        return self.width - self.left - self.right

    @cached_property
    def axis(self) -> Axis:
        """The axis of the effects."""
        return self.plot.axis(self.room)

    def say(self, lines: list[str], x: float, y: float, style: str = "plain", align: str = "left") -> None:
        """Lines of text; ``x`` counts from the picture's left edge."""
        self.words.say(lines, x - self.left, y, style, align)

    def mark(self, row: Effect, y: float) -> None:
        """The mark of a study, where it can be estimated."""
        if row.span is not None:
            least = _SMALLEST_HOLLOW if row.unconfirmed else _SMALLEST
            share = (row.weight or 0.0) / self.heaviest if self.heaviest else 0.0
            area = max(least, _LARGEST * share) if self.heaviest else _DOT
            self.marks.append(Mark(y, row.span, "effect", round(area, 1), row.unconfirmed))

    def lines(self) -> None:
        """Everything from the first row to the last diamond."""
        for group in self.plot.groups:
            if group:
                self.group(clean(group))
            for row in self.plot.rows:
                if row.group == group:
                    self.row(row)
            for one in self.plot.pooled:
                if group and one.group == group:
                    self.pooled(one)
        overall = [one for one in self.plot.pooled if not one.group]
        if overall and any(self.plot.groups):
            self.group("All together")
        for one in overall:
            self.pooled(one)

    @abstractmethod
    def group(self, name: str) -> None:
        """The head of a subgroup."""

    @abstractmethod
    def row(self, row: Effect) -> None:
        """A study."""

    @abstractmethod
    def pooled(self, one: Pooled) -> None:
        """A diamond, its prediction interval and what stands below it."""

    def axis_below(self) -> None:
        """The axis with its name and what its sides mean."""
        self.axis_at(self.y, below=True)
        self.y += 40
        name = clean(self.plot.measure) + (", logarithmic axis" if self.plot.scale is Scale.LOG else "")
        lines = in_lines(name, self.width - 8, 14, 3)
        half = widest(lines, 14) / 2
        middle = min(max(self.left + self.room / 2, half), self.width - half)
        self.say(lines, middle, self.y, "quiet", "center")
        self.y += len(lines) * LINE
        if self.plot.favours is not None:
            self.y += 5
            null = self.left + self.axis.share(self.axis.inside(self.plot.no_effect)) * self.room
            middle = min(max(null, 0.3 * self.width), 0.7 * self.width)
            left, right = (clean(words) for words in self.plot.favours)
            to_left = in_lines(f"←\N{NO-BREAK SPACE}{left}", min(middle - 10, 300), 14, 5)
            to_right = in_lines(f"{right}\N{NO-BREAK SPACE}→", min(self.width - middle - 10, 300), 14, 5)
            self.say(to_left, middle - 10, self.y, align="right")
            self.say(to_right, middle + 10, self.y)
            self.y += max(len(to_left), len(to_right)) * LINE

    def axis_at(self, y: float, *, below: bool) -> None:
        """The axis line with its ticks and their labels."""
        self.rules.append({"x": 0, "x2": self.room, "y": y, "y2": y})
        for tick in self.axis.ticks:
            x = round(self.axis.share(tick) * self.room, 1)
            self.rules.append({"x": x, "x2": x, "y": y, "y2": y + (5 if below else -5)})
            self.words.say([tick_words(tick)], x, y + (15 if below else -14), "quiet", "center")


def page_of(plot: Forest, width: int) -> Page:
    """The forest plot laid out for a width."""
    return Columns(plot, width) if width >= WIDE else Stacked(plot, width)


class Columns(Page):
    """Name, data, plot, numbers, weight."""

    def __init__(self, plot: Forest, width: int) -> None:
        super().__init__(plot, width)
        labels = [named(row.label, row.unconfirmed) for row in plot.rows]
        pooled = [named(one.label, one.unconfirmed) for one in plot.pooled]
        predicted = [plot.prediction_name for one in plot.pooled if one.prediction]
        numbers = [plot.words(row.span) for row in plot.rows]
        self.label = min(max(widest(labels + predicted, 14), BOLD * widest(pooled, 14), 80), 236)
        self.data = min(widest((clean(row.text) for row in plot.rows), 14), 150)
        self.numbers = max(widest(numbers, 14), BOLD * widest((plot.words(one.span) for one in plot.pooled), 14), 100)
        weight = 56 + _GAP if self.heaviest else 0
        self.left = self.label + (self.data + _GAP if self.data else 0) + 1.5 * _GAP
        self.right = self.numbers + weight + 1.5 * _GAP
        self.numbers_end = width - weight
        self.height = 22.0 if len(plot.rows) > _TIGHT else 26.0
        self.head()
        top = self.y
        self.y += 4
        self.lines()
        self.y += 4
        self.nulls.append((top, self.y))
        self.axis_below()

    def head(self) -> None:
        """The columns' names."""
        plot = self.plot
        measure = in_lines(clean(plot.measure), self.numbers, 14, 3)
        interval = f"({plot.level_words} interval)"
        heads = [
            (in_lines(clean(plot.head), self.label, 14, 2), 0.0, "left"),
            (in_lines(clean(plot.text_head), self.data, 14, 3), self.label + _GAP, "left"),
            ([*(measure if len(measure) < 3 else ["Estimate"]), clean(interval)], self.numbers_end, "right"),
            (["Weight"] if self.heaviest else [], float(self.width), "right"),
        ]
        most = max(len(lines) for lines, _, _ in heads)
        for lines, x, align in heads:
            self.say(lines, x, 9 + (most - len(lines)) * LINE, "quiet", align)
        self.y = most * LINE + 8
        if len(plot.rows) > _AXIS_TWICE:
            self.y += 16
            self.axis_at(self.y, below=False)
        else:
            self.rules.append({"x": -self.left, "x2": self.width - self.left, "y": self.y, "y2": self.y})

    def group(self, name: str) -> None:
        self.y += 8
        lines = in_lines(name, (self.left - _GAP) / BOLD, 14, 3)
        self.say(lines, 0, self.y + 12, "bold")
        self.y += len(lines) * LINE + 7

    def row(self, row: Effect) -> None:
        lines = named_in_lines(row.label, row.unconfirmed, self.label, 14, 2)
        data = in_lines(clean(row.text), self.data, 14, 2)
        height = max(self.height, max(len(lines), len(data)) * LINE + 7)
        middle = self.y + height / 2
        self.say(lines, 0, middle - (len(lines) - 1) * LINE / 2)
        self.say(data, self.label + _GAP, middle - (len(data) - 1) * LINE / 2)
        self.say([self.plot.words(row.span)], self.numbers_end, middle, align="right")
        if self.heaviest:
            self.say([weight_words(row.weight)], self.width, middle, "quiet", "right")
        self.mark(row, middle)
        self.y += height

    def pooled(self, one: Pooled) -> None:
        self.y += 4
        lines = named_in_lines(one.label, one.unconfirmed, (self.left - _GAP) / BOLD, 14, 2)
        self.say(lines, 0, self.y + 13, "bold")
        self.say([self.plot.words(one.span)], self.numbers_end, self.y + 13, "bold", "right")
        self.marks.append(Mark(self.y + 13, one.span, "pooled", hollow=one.unconfirmed))
        self.y += 26 + (len(lines) - 1) * LINE
        if one.prediction is not None and one.predicted is not None:
            self.say([clean(self.plot.prediction_name)], 0, self.y + 11)
            self.say([self.plot.interval_words(*one.prediction)], self.numbers_end, self.y + 11, align="right")
            self.marks.append(Mark(self.y + 11, one.predicted, "prediction"))
            self.y += 24
        if one.text:
            lines = in_lines(clean(one.text), self.left - _GAP, 14, 5)
            self.say(lines, 0, self.y + 10, "quiet")
            self.y += len(lines) * LINE + 4


class Stacked(Page):
    """Each name with its numbers above its line, which is as long as the picture is wide."""

    left, right = 10.0, 10.0

    def __init__(self, plot: Forest, width: int) -> None:
        super().__init__(plot, width)
        if len(plot.rows) > _AXIS_TWICE:
            self.y = 24
            self.axis_at(self.y, below=False)
            self.y += 6
        self.lines()
        self.y += 8
        self.axis_below()

    def heading(self, name: str, unconfirmed: bool, numbers: str, style: str) -> None:
        """A name, its numbers at the right edge; under it where there is no room beside it."""
        wider = BOLD if style == "bold" else 1
        room = self.width - wider * widest([numbers], 14) - 10
        beside = room >= 0.4 * self.width
        lines = named_in_lines(name, unconfirmed, (room if beside else self.width) / wider, 14, 2)
        self.say(lines, 0, self.y + 10, style)
        self.say([numbers], self.width, self.y + 10 + (0 if beside else len(lines) * LINE), style, "right")
        self.y += (len(lines) + (not beside)) * LINE + 2

    def band(self) -> float:
        """Room for a mark, with the line of no difference; returns its middle."""
        self.nulls.append((self.y, self.y + 20))
        self.y += 20
        return self.y - 10

    def group(self, name: str) -> None:
        self.y += 10
        lines = in_lines(name, self.width / BOLD, 14, 3)
        self.say(lines, 0, self.y + 10, "bold")
        self.y += len(lines) * LINE + 3

    def row(self, row: Effect) -> None:
        self.heading(row.label, row.unconfirmed, self.plot.words(row.span), "plain")
        weight = f"weight {weight_words(row.weight)}" if row.weight is not None else ""
        said = ", ".join(part for part in (clean(row.text), weight) if part)
        if row.text:
            self.say(in_lines(clean(said), self.width, 14, 1), 0, self.y + 8, "quiet")
            self.y += LINE
        if row.span is not None:
            self.mark(row, self.band())
        self.y += 8

    def pooled(self, one: Pooled) -> None:
        self.y += 4
        self.heading(one.label, one.unconfirmed, self.plot.words(one.span), "bold")
        self.marks.append(Mark(self.band(), one.span, "pooled", hollow=one.unconfirmed))
        if one.prediction is not None and one.predicted is not None:
            self.heading(self.plot.prediction_name, False, self.plot.interval_words(*one.prediction), "plain")
            self.marks.append(Mark(self.band(), one.predicted, "prediction"))
        if one.text:
            lines = in_lines(clean(one.text), self.width, 14, 5)
            self.say(lines, 0, self.y + 11, "quiet")
            self.y += len(lines) * LINE + 6
