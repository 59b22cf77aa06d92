"""The icon array: 100 people for each choice, gains and harms in the same frame of ten by ten."""

from __future__ import annotations

from typing import Any

from interictal.figures.figure import WIDE, Figure, Key, Placed, Said, token
from interictal.figures.icons import Icon, IconArray, IconColumn
from interictal.figures.labels import BOLD, clean, fitted, in_lines
from interictal.figures.pixels import LINE, place, specification

_SIDE = 10
_GAP = 24
_LARGEST_CELL = 19.0
_MOST_ACROSS = {True: 4, False: 2}
_MOST_LINES = 12
"""Lines of one sentence; none of ours is longer, and one from elsewhere ends in an ellipsis."""

_LOOKS: dict[Icon, tuple[str, str, str]] = {
    Icon.ANYWAY: ("circle", "border", "border"),
    Icon.MORE: ("square", "accent", "accent"),
    Icon.FEWER: ("square", "background", "headache"),
    Icon.NOT: ("circle", "background", "border"),
}
"""Shape, fill and outline of each; no two differ by colour alone."""


def icon_array(array: IconArray, width: int = WIDE) -> Figure:
    """The icon array as a picture: a frame for each choice, two beside each other on a phone.

    People who stop are crosses, from the last place backwards; those who gain stand first. A choice without figures
    has the reason in its frame.

    Args:
        array: what it shows.
        width: ``WIDE`` or ``NARROW``.
    """
    frames = _Frames(array, width)
    spoken = (array.title, *(array.key[icon] for icon in array.used), *(s for one in array.columns for s in one.spoken))
    label = "SYNTHETIC, no real patient. " if array.synthetic else ""
    return Figure(
        name=array.name,
        title=clean(array.title.text, 400),
        description=" ".join(clean(one.text, 400) for one in spoken),
        spec=frames.spec(),
        key=tuple(_key(icon, array.key[icon], width) for icon in array.used),
        header=array.header,
        rows=tuple(tuple(clean(cell) for cell in one.row) for one in array.columns),
        source=label + " ".join(clean(one.text, 400) for one in array.source),
        width=width,
        placed=tuple(frames.placed),
        marked=tuple(Said(clean(one.text, 400), one.mark) for one in spoken),
    )


def _key(icon: Icon, said: Said, width: int) -> Key:
    return Key(f"icon-{icon.value}", fitted(clean(said.text, 400), width - 50, 14), said.mark)


class _Frames:
    """The frames laid out in rows."""

    def __init__(self, array: IconArray, width: int) -> None:
        wide, count = width >= WIDE, len(array.columns)
        rows = -(-count // _MOST_ACROSS[wide])
        across = -(-count // rows) if wide else _MOST_ACROSS[wide]
        self.width = float(width)
        self.gap = _GAP if wide else 16
        self.panel = (width - self.gap * (across - 1)) / across
        self.cell = min(_LARGEST_CELL, self.panel / _SIDE)
        self.icons: list[dict[str, Any]] = []
        self.crosses: list[dict[str, Any]] = []
        self.boxes: list[dict[str, float]] = []
        self.placed: list[Placed] = []
        self.y = 0.0
        for start in range(0, count, across):
            self._row(array.columns[start : start + across])

    def _row(self, columns: tuple[IconColumn, ...]) -> None:
        lefts = [index * (self.panel + self.gap) for index in range(len(columns))]
        names = max(self._height(one.name, bold=True) for one in columns)
        above = max(self._height(one.above) for one in columns if one.above) if any(c.above for c in columns) else 0
        top = self.y + names + above + 6
        ends = []
        for one, left in zip(columns, lefts, strict=True):
            self._say(one.name, left, self.y + 9 + names - self._height(one.name, bold=True), "bold")
            if one.above is not None:
                self._say(one.above, left, self.y + 9 + names, "quiet")
            if one.reason is not None:
                side = _SIDE * self.cell
                self.boxes.append({"x": left + 0.5, "x2": left + side - 0.5, "y": top + 0.5, "y2": top + side - 0.5})
                self._say(one.reason, left + 10, top + 19, "quiet", room=side - 20)
            else:
                self._people(one, left, top)
            ends.append(self._said(one, left, top + _SIDE * self.cell + 8))
        self.y = max(ends) + 18

    def _people(self, one: IconColumn, left: float, top: float) -> None:
        for at, icon in enumerate(one.icons):
            x = round(left + (at % _SIDE + 0.5) * self.cell, 1)
            y = round(top + (at // _SIDE + 0.5) * self.cell, 1)
            stops = at in one.stopping
            if icon is not Icon.NOT or not stops:
                self.icons.append({"x": x, "y": y, "icon": icon})
            if stops:
                filled = icon in (Icon.ANYWAY, Icon.MORE)
                self.crosses.append({"x": x, "y": y, "filled": filled})

    def _said(self, one: IconColumn, left: float, y: float) -> float:
        """What is said below the frame; returns where it ends."""
        for line in one.lines:
            if line.icon is Icon.STOP:
                self.crosses.append({"x": left + 7, "y": y + 8, "filled": False})
            elif line.icon is not None:
                self.icons.append({"x": left + 7, "y": y + 8, "icon": line.icon})
            indent = 0 if line.icon is None else 20
            y += self._say(line.said, left + indent, y + 8, line.style, room=self.panel - indent) + 4
        return y

    def _say(self, said: Said, x: float, y: float, style: str, room: float | None = None) -> float:
        """Places a sentence; returns its height."""
        lines = self._broken(said, style == "bold", room or self.panel)
        self.placed.append(Placed(lines, round(x, 1), round(y, 1), style, said.mark))
        return len(lines) * LINE

    def _height(self, said: Said, *, bold: bool = False) -> float:
        return len(self._broken(said, bold, self.panel)) * LINE

    @staticmethod
    def _broken(said: Said, bold: bool, room: float) -> tuple[str, ...]:
        return tuple(in_lines(clean(said.text, 400), room / BOLD if bold else room, 14, _MOST_LINES))

    def spec(self) -> dict[str, Any]:
        across = (0.66 * self.cell) ** 2
        frame = {"x": place("x"), "y": place("y")}
        layers: list[dict[str, Any]] = [
            {
                "data": {"values": self.boxes},
                "mark": {"type": "rect", "fill": None, "stroke": token("border"), "strokeWidth": 1, "cornerRadius": 3},
                "encoding": {**frame, "x2": {"field": "x2"}, "y2": {"field": "y2"}},
            }
        ]
        for icon, (shape, fill, stroke) in _LOOKS.items():
            values = [{"x": one["x"], "y": one["y"]} for one in self.icons if one["icon"] is icon]
            mark = {"type": "point", "shape": shape, "size": round(across), "fill": token(fill), "clip": False,
                    "stroke": token(stroke), "strokeWidth": 1.5, "opacity": 1}  # fmt: skip
            layers.append({"data": {"values": values}, "mark": mark, "encoding": frame})
        for filled, colour in ((False, "headache"), (True, "background")):
            values = [{"x": one["x"], "y": one["y"]} for one in self.crosses if one["filled"] is filled]
            mark = {"type": "point", "shape": _CROSS, "size": round(across), "fill": None, "clip": False,
                    "stroke": token(colour), "strokeWidth": 2, "opacity": 1}  # fmt: skip
            layers.append({"data": {"values": values}, "mark": mark, "encoding": frame})
        return specification(self.width, self.y, layers, top=0)


_CROSS = "M-0.85,-0.85L0.85,0.85M-0.85,0.85L0.85,-0.85"
