"""The forest plot in a terminal: one line a study, or two where the terminal is narrow."""

from __future__ import annotations

from textwrap import wrap

from interictal.figures.axis import Axis, tick_words
from interictal.figures.effects import Forest, Pooled, Span, weight_words
from interictal.figures.labels import UNCONFIRMED, clean

_ONE_LINE = 76
"""Columns from which name, plot and numbers stand beside each other."""
_LONGEST_NAME = 30
_DATA_ROOM = 26
"""Columns that the plot must keep for the data to stand beside it."""
_PIXELS = 8
"""Of a column, for the choice of ticks."""

_SIGNS = {
    True: {"effect": "■", "hollow": "□", "pooled": "◆", "pooled-hollow": "◇", "line": "─", "pooled-line": "═",
           "prediction-line": "╌", "null": "│", "crossed": "┼", "left": "◄", "right": "►"},
    False: {"effect": "#", "hollow": "o", "pooled": "*", "pooled-hollow": "0", "line": "-", "pooled-line": "=",
            "prediction-line": ".", "null": "|", "crossed": "+", "left": "<", "right": ">"},
}  # fmt: skip
_PLAIN = {
    "−": "-",
    "–": "-",
    "…": "...",
    "²": "2",
    "τ": "tau",
    "×": "x",
    "←": "<-",
    "→": "->",
    "\N{NO-BREAK SPACE}": " ",
}


def forest_text(plot: Forest, width: int = 80, unicode: bool = True) -> str:
    """The forest plot in characters.

    Args:
        plot: what it shows.
        width: columns, 44 or more.
        unicode: line-drawing characters; plain ASCII otherwise.

    Returns:
        Lines of at most ``width`` characters: title, studies, pooled results, axis, key.
    """
    return "\n".join(line.rstrip() for line in _Lines(plot, max(width, 44), unicode).lines)


class _Lines:
    def __init__(self, plot: Forest, width: int, unicode: bool) -> None:
        self.plot, self.width, self.unicode = plot, width, unicode
        self.signs = _SIGNS[unicode]
        spans = [row.span for row in plot.rows]
        self.numbers = max(len(self.text(plot.words(span))) for span in [*spans, *(one.span for one in plot.pooled)])
        self.weight = 8 if any(row.weight is not None for row in plot.rows) else 0
        self.beside = width >= _ONE_LINE
        self._columns()
        self.axis: Axis = plot.axis(self.room * _PIXELS)
        self.lines: list[str] = []
        self._write()

    def text(self, words: str) -> str:
        """The words as the terminal shows them."""
        shown = clean(words, 400)
        if self.unicode:
            return shown
        return "".join(_PLAIN.get(one, one) for one in shown).encode("ascii", "replace").decode()

    def name(self, label: str, unconfirmed: bool, room: int) -> str:
        """A name of at most ``room`` characters, marked where it is unconfirmed."""
        mark = f" {UNCONFIRMED}" if unconfirmed else ""
        dots = "…" if self.unicode else "..."
        shown = self.text(label)
        left = room - len(mark)
        return (shown if len(shown) <= left else f"{shown[: left - len(dots)].rstrip()}{dots}") + mark

    def _columns(self) -> None:
        names = [self.name(row.label, row.unconfirmed, 999) for row in self.plot.rows]
        names += [self.name(one.label, one.unconfirmed, 999) for one in self.plot.pooled]
        names += [self.plot.prediction_name for one in self.plot.pooled if one.prediction]
        if not self.beside:
            self.label, self.data, self.room = 0, 0, self.width - 4
            return
        self.label = min(max(map(len, [*names, self.plot.head])), _LONGEST_NAME)
        self.room = self.width - self.label - self.numbers - self.weight - 4
        data = max(len(self.text(row.text)) for row in self.plot.rows) + 2
        self.data = data if 2 < data <= self.room - _DATA_ROOM else 0
        self.room -= self.data

    def _write(self) -> None:
        plot = self.plot
        self.lines += wrap(self.text(plot.shown_title), self.width)
        interval = f"{plot.level_words} interval"
        if self.beside:
            head = self.name(plot.head, False, self.label).ljust(self.label + self.data + self.room + 4)
            self.lines += ["", head + self.text(interval).rjust(self.numbers) + ("Weight".rjust(8) * bool(self.weight))]
        else:
            self.lines += [*wrap(self.text(f"{plot.head}: {plot.measure} ({interval})"), self.width)]
        for group in plot.groups:
            if group:
                self.lines += ["", self.name(group, False, self.width)]
            for row in plot.rows:
                if row.group == group:
                    sign = "hollow" if row.unconfirmed else "effect"
                    drawn = self._drawn(row.span, sign, "line")
                    weight = "" if row.weight is None else weight_words(row.weight)
                    self._row(self.name(row.label, row.unconfirmed, self.label or self.width), row.text, drawn,
                              plot.words(row.span), weight)  # fmt: skip
            for one in plot.pooled:
                if group and one.group == group:
                    self._pooled(one)
        overall = [one for one in plot.pooled if not one.group]
        if overall:
            self.lines.append("")
        for one in overall:
            self._pooled(one)
        self._axis()

    def _pooled(self, one: Pooled) -> None:
        sign = "pooled-hollow" if one.unconfirmed else "pooled"
        drawn = self._drawn(one.span, sign, "pooled-line")
        name = self.name(one.label, one.unconfirmed, self.label or self.width)
        self._row(name, "", drawn, self.plot.words(one.span), "")
        if one.prediction is not None:
            drawn = self._drawn(one.predicted, "", "prediction-line")
            numbers = self.plot.interval_words(*one.prediction)
            self._row(self.name(self.plot.prediction_name, False, self.label or self.width), "", drawn, numbers, "")
        if one.text:
            self.lines += wrap(self.text(one.text), self.width, initial_indent="  ", subsequent_indent="  ")

    def _row(self, name: str, data: str, drawn: str, numbers: str, weight: str) -> None:
        shown = self.text(numbers)
        if self.beside:
            beside = self.text(data).ljust(self.data) if self.data else ""
            self.lines.append(
                f"{name:<{self.label}}  {beside}{drawn}  {shown:>{self.numbers}}{weight:>{self.weight}}".rstrip()
            )
            return
        more = ", ".join(part for part in (self.text(data), f"weight {weight}" if weight else "") if part)
        self.lines.append(name)
        for part in wrap(f"{shown}, {more}" if more else shown, self.width - 2):
            self.lines.append(f"  {part}")
        self.lines.append(f"  {drawn}")

    def _column(self, value: float) -> int:
        return round(self.axis.share(self.axis.inside(value)) * (self.room - 1))

    def _drawn(self, span: Span | None, sign: str, line: str) -> str:
        """The plot of one line."""
        cells = [" "] * self.room
        null = self._column(self.plot.no_effect)
        cells[null] = self.signs["null"]
        if span is None:
            return "".join(cells)
        low, estimate, high = (self._column(value) for value in span)
        cells[low : high + 1] = self.signs[line] * (high - low + 1)
        if low <= null <= high:
            cells[null] = self.signs["crossed"]
        if sign and self.axis.inside(span[1]) == span[1]:
            cells[estimate] = self.signs[sign]
        if span[0] < self.axis.low:
            cells[low] = self.signs["left"]
        if span[2] > self.axis.high:
            cells[high] = self.signs["right"]
        return "".join(cells)

    def _axis(self) -> None:
        left = self.label + 2 + self.data if self.beside else 2
        cells = [" "] * (left + self.room + 12)
        for tick in self.axis.ticks:
            said = self.text(tick_words(tick))
            at = left + self._column(tick) - len(said) // 2
            if at >= 0 and not "".join(cells[max(0, at - 1) : at + len(said) + 1]).strip():
                cells[at : at + len(said)] = said
        self.lines.append("".join(cells).rstrip()[: self.width])
        if self.beside:
            self.lines += wrap(self.text(self.plot.measure), self.width)
        if self.plot.favours is not None:
            to_left, to_right = self.plot.favours
            self.lines += wrap(self.text(f"← {to_left} | {to_right} →"), self.width)
        self.lines += self._key()

    def _key(self) -> list[str]:
        """What the signs mean, no entry broken over two lines unless it is longer than one."""
        head, plot = self.text(self.plot.head).lower(), self.plot
        drawn = [row for row in plot.rows if row.span is not None]
        beyond = any(low < self.axis.low or high > self.axis.high for low, _, high in plot.spans)
        entries = [
            ("effect", head, any(not row.unconfirmed for row in drawn)),
            ("hollow", f"{head}, unconfirmed", any(row.unconfirmed for row in drawn)),
            ("pooled", "pooled", any(not one.unconfirmed for one in plot.pooled)),
            ("pooled-hollow", "pooled, part of it unconfirmed", any(one.unconfirmed for one in plot.pooled)),
            ("prediction-line", "prediction interval", any(one.prediction for one in plot.pooled)),
            ("right", "goes on beyond the axis", beyond),
        ]
        return key_lines([f"{self.signs[sign]} {words}" for sign, words, used in entries if used], self.width)


def key_lines(entries: list[str], width: int) -> list[str]:
    """Entries of a key side by side, in lines of at most ``width`` characters."""
    lines: list[str] = []
    for entry in entries:
        if lines and len(lines[-1]) + 3 + len(entry) <= width:
            lines[-1] += f"   {entry}"
        else:
            lines += wrap(entry, width)
    return lines
