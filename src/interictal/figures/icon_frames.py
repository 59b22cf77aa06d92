"""The icon array: 100 people for each choice, gains and harms in the same frame of ten by ten."""

from __future__ import annotations

from typing import Any

from interictal.figures.figure import WIDE, Figure, Key, token
from interictal.figures.icons import Icon, IconArray, IconColumn
from interictal.figures.labels import BOLD, clean, fitted, in_lines, named_in_lines
from interictal.figures.pixels import LINE, Words, place, specification

_SIDE = 10
_GAP = 24
_LARGEST_CELL = 19.0
_MOST_ACROSS = {True: 4, False: 2}
_LOOKS: dict[Icon, tuple[str, str, str]] = {
    Icon.ANYWAY: ("circle", "border", "border"),
    Icon.MORE: ("square", "accent", "accent"),
    Icon.FEWER: ("square", "background", "headache"),
    Icon.NOT: ("circle", "background", "border"),
}
"""Shape, fill and outline of each; no two differ by colour alone."""
_KEYS = {Icon.ANYWAY: "icon-anyway", Icon.MORE: "icon-more", Icon.FEWER: "icon-fewer", Icon.NOT: "icon-not"}


def icon_array(array: IconArray, width: int = WIDE) -> Figure:
    """The icon array as a picture: a frame for each choice, two beside each other on a phone.

    People who stop are crosses, from the last place backwards; those who gain stand first. A choice without figures
    has the reason in its frame.

    Args:
        array: what it shows.
        width: ``WIDE`` or ``NARROW``.
    """
    return Figure(
        name=array.name,
        title=clean(array.shown_title, 400),
        description=_description(array),
        spec=_Frames(array, width).spec(),
        key=_key(array, width),
        header=("Choice", "Of 100", f"Anyway: {clean(array.baseline, 60)}", "More with it", "Could be", "Stop", "Note"),
        rows=tuple(_row(array, one) for one in array.columns),
        source=array.shown_source,
        width=width,
    )


def _description(array: IconArray) -> str:
    said = [clean(array.shown_title, 400), *map(array.sentence, array.columns)]
    if any(one.total is not None for one in array.columns):
        said.insert(1, f"Here {array.icon_words(Icon.ANYWAY)}")
    return f"{'. '.join(said)}."


def _row(array: IconArray, one: IconColumn) -> tuple[str, ...]:
    said = [clean(part) for part in ("unconfirmed" if one.unconfirmed else "", one.reason, one.note) if part]
    note = "; ".join(said) or "–"
    if one.total is None:
        return (clean(one.name), "not shown", "–", "–", "–", "–", note)
    between = "–" if one.between is None else " to ".join(map(_signed, one.between))
    return (clean(one.name), str(one.total), str(one.anyway), _signed(one.more), between,
            clean(one.stop_words) or ("not known" if one.stop is None else str(one.stop)), note)  # fmt: skip


def _signed(count: int) -> str:
    return str(count).replace("-", "−")


def _key(array: IconArray, width: int) -> tuple[Key, ...]:
    used = {icon for one in array.columns for icon in one.icons}
    entries = [Key(_KEYS[icon], fitted(array.icon_words(icon), width - 50, 14)) for icon in Icon if icon in used]
    if any(one.stop for one in array.columns if one.total is not None):
        entries.append(Key("icon-stop", fitted(clean(array.harm), width - 50, 14)))
    return tuple(entries)


class _Frames:
    """The frames laid out in rows."""

    def __init__(self, array: IconArray, width: int) -> None:
        self.array, self.words = array, Words()
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
        self.y = 0.0
        for start in range(0, count, across):
            self._row(array.columns[start : start + across])

    def _row(self, columns: tuple[IconColumn, ...]) -> None:
        heads = [named_in_lines(one.name, one.unconfirmed, self.panel / BOLD, 14, 3) for one in columns]
        most = max(map(len, heads))
        top = self.y + most * LINE + 6
        ends = []
        for index, (one, head) in enumerate(zip(columns, heads, strict=True)):
            left = index * (self.panel + self.gap)
            self.words.say(head, left, self.y + 9 + (most - len(head)) * LINE, "bold")
            if one.total is None:
                self._reason(one, left, top)
                ends.append(top + _SIDE * self.cell)
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

    def _reason(self, one: IconColumn, left: float, top: float) -> None:
        side = _SIDE * self.cell
        self.boxes.append({"x": left + 0.5, "x2": left + side - 0.5, "y": top + 0.5, "y2": top + side - 0.5})
        most = int((side - 20) // LINE)
        lines = in_lines(f"Not shown: {one.reason}", side - 20, 14, most)
        self.words.say(lines, left + 10, top + 19, "quiet")

    def _said(self, one: IconColumn, left: float, y: float) -> float:
        """What the frame shows, in words; returns where they end."""
        self.words.say([f"{one.total} of 100"], left, y + 8, "bold")
        y += LINE + 5
        lines = [(Icon.ANYWAY, f"{one.anyway} anyway")]
        if one.gain_words:
            lines.append((Icon.FEWER if one.more < 0 else Icon.MORE, one.gain_words))
        for icon, said in lines:
            self.icons.append({"x": left + 7, "y": y + 8, "icon": icon})
            y = self._line(said, left, y)
        if one.stop:
            self.crosses.append({"x": left + 7, "y": y + 8, "filled": False})
        y = self._line(one.harm_words(self.array.harm), left, y)
        if one.note:
            note = in_lines(clean(one.note), self.panel, 14, 9)
            self.words.say(note, left, y + 10, "quiet")
            y += len(note) * LINE + 4
        return y

    def _line(self, said: str, left: float, y: float) -> float:
        lines = in_lines(said, self.panel - 20, 14, 9)
        self.words.say(lines, left + 20, y + 8)
        return y + len(lines) * LINE + 4

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
        return specification(self.width, self.y, [*layers, *self.words.layers()])


_CROSS = "M-0.85,-0.85L0.85,0.85M-0.85,0.85L0.85,-0.85"
