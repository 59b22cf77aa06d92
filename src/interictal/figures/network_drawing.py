"""The marks and words of a network graph, laid out for a width."""

from __future__ import annotations

from functools import cached_property
from math import cos, pi, sqrt
from typing import Any

from interictal.figures.figure import WIDE, token
from interictal.figures.labels import clean, in_lines, widest
from interictal.figures.network_layout import Spot, beside_circle, circle_order, number_places, spots, spread
from interictal.figures.networks import NetworkGraph
from interictal.figures.pixels import LINE, Words, place, rules, specification

_LARGEST, _SMALLEST, _UNKNOWN = 24.0, 4.0, 6.0
"""Radius in pixels of the treatment with the most people, at least, and where the people are not known."""
_WIDEST = 12.0
_JOINED = "\N{NO-BREAK SPACE}"
_MOST_NAMED_NARROW = 8
"""Treatments above which a phone shows numbers round the circle and the names below it."""
_MOST_NUMBERS = {True: 45, False: 24}
"""Edges above which a single study has no number, on a page and on a phone."""


class Drawing:
    """The network laid out for a width; places count from the middle of the circle."""

    def __init__(self, graph: NetworkGraph, width: int) -> None:
        self.graph, self.width, self.wide = graph, width, width >= WIDE
        count = len(graph.nodes)
        self.order = circle_order(count, graph.pairs, graph.first)
        self.names = [clean(node.treatment) for node in graph.nodes]
        self.numbered = False
        self.room = width / 2 - self.radius - self.largest - 14
        few = self.wide or count <= _MOST_NAMED_NARROW
        self.numbered = not (few and all(self._fits(name) for name in self.names))
        at = spots(count, self.radius)
        self.where: list[Spot] = [at[self.order.index(one)] for one in range(count)]
        most = max((node.people or 0 for node in graph.nodes), default=0)
        self.sizes = [
            min(_UNKNOWN, self.largest)
            if node.people is None
            else max(_SMALLEST, self.largest * sqrt(node.people / most) if most else 0.0)
            for node in graph.nodes
        ]
        self.words, self.leaders = Words(), list[dict[str, float]]()
        edges = [(spot.y - size, spot.y + size) for spot, size in zip(self.where, self.sizes, strict=True)]
        self.top, self.bottom = min(low for low, _ in edges), max(high for _, high in edges)
        if self.numbered:
            self._numbers_round()
        else:
            self._names_round()

    @property
    def radius(self) -> float:
        """Of the circle."""
        count = len(self.graph.nodes)
        if not self.wide:
            return 122.0 if self.numbered else 84.0
        if count <= 5:
            return 130.0
        return 175.0 if count <= 12 else 265.0 if self.numbered else 230.0

    @property
    def largest(self) -> float:
        """Radius of the largest mark, so small that no edge to the next but one runs under it."""
        beside = self.radius * (1 - cos(2 * pi / max(len(self.graph.nodes), 5))) - 5
        return max(8.0, min(_LARGEST if self.wide else 15.0, beside))

    def _fits(self, name: str) -> bool:
        """Whether a name finds room beside the circle in two lines of whole words."""
        return " ".join(in_lines(name, self.room, 14, 2)).replace(_JOINED, " ") == name.replace(_JOINED, " ")

    @cached_property
    def numbers(self) -> list[tuple[float, float] | None]:
        """Where the number of each edge stands; None where there is no room, and for one study among many edges."""
        edges = self.graph.edges
        many = len(edges) > _MOST_NUMBERS[self.wide]
        shown = [at for at, edge in enumerate(edges) if edge.studies > 1 or not many]
        places = number_places(self.where, [self.graph.pairs[at] for at in shown], self.sizes)
        found = dict(zip(shown, places, strict=True))
        return [found.get(at) for at in range(len(edges))]

    def _reach(self, one: int) -> float:
        """From the middle of the circle to where the name of a treatment begins."""
        return self.radius + self.sizes[one] + 9

    def _names_round(self) -> None:
        alone = len(self.names) <= 12
        for side, align in ((1, "left"), (-1, "right")):
            mine = [one for one in self.order if (self.where[one].x > -1) == (side == 1)]
            mine.sort(key=lambda one: self.where[one].y)
            lines = [in_lines(self.names[one], self.room, 14, 2) for one in mine]
            wanted = []
            for one, said in zip(mine, lines, strict=True):
                outwards = self._reach(one) + (4 + LINE * len(said) / 2 - 9 if abs(self.where[one].x) < 1 else 0)
                wanted.append((self.where[one].y * outwards / self.radius, LINE * len(said) + 3.0))
            for one, said, (middle, _), y in zip(mine, lines, wanted, spread(wanted), strict=True):
                spot = self.where[one]
                half = LINE * len(said) / 2
                x = side * min(beside_circle(y, self._reach(one)), self.width / 2 - 4 - widest(said, 14))
                if alone and abs(spot.x) < 1:
                    self.words.say(said, 0, y - half + LINE / 2, "plain", "center")
                else:
                    self.words.say(said, x, y - half + LINE / 2, "plain", align)
                if abs(y - middle) > 9:
                    self.leaders.append({"x": spot.x, "y": spot.y, "x2": x - side * 3, "y2": y})
                self.top, self.bottom = min(self.top, y - half), max(self.bottom, y + half)

    def _numbers_round(self) -> None:
        for number, one in enumerate(self.order, 1):
            share = (self._reach(one) + 3) / self.radius
            x, y = self.where[one].x * share, self.where[one].y * share
            self.words.say([str(number)], x, y, "bold", "center")
            self.top, self.bottom = min(self.top, y - 9), max(self.bottom, y + 9)
        fits = [columns for columns in (3, 2) if widest(self.names, 14) + 40 < self.width / columns]
        columns = max(fits, default=2 if self.wide else 1)
        room = self.width / columns - 12
        listed = [
            in_lines(f"{number}{2 * _JOINED}{self.names[one]}", room, 14, 3) for number, one in enumerate(self.order, 1)
        ]
        each = -(-len(listed) // columns)
        start = self.bottom + 20
        for column in range(columns):
            y = start
            for said in listed[column * each : (column + 1) * each]:
                self.words.say(said, -self.width / 2 + column * (room + 12), y)
                y += LINE * len(said) + 4
            self.bottom = max(self.bottom, y - 10)

    def spec(self) -> dict[str, Any]:
        pairs, edges = self.graph.pairs, self.graph.edges
        most = max((edge.studies for edge in edges), default=1)
        per_study = min(1.5, (_WIDEST if self.wide else 8.0) / most)
        drawn = []
        for edge, (one, other) in zip(edges, pairs, strict=True):
            start, end = self.where[one], self.where[other]
            drawn.append(
                {"x": round(start.x, 1), "y": round(start.y, 1), "x2": round(end.x, 1), "y2": round(end.y, 1),
                 "width": round(max(1.25, per_study * edge.studies), 2), "broken": edge.unconfirmed}
            )  # fmt: skip
        numbers, discs = Words(), []
        for edge, at in zip(edges, self.numbers, strict=True):
            if at is not None:
                said = f"{edge.studies}{'*' if edge.multi_arm else ''}"
                numbers.say([said], *at, "plain", "center")
                discs.append({"x": at[0], "y": at[1], "area": round(max(16.0, widest([said], 14) + 4) ** 2)})
        layers = [
            rules(self.leaders),
            *(_edges([one for one in drawn if one["broken"] is broken], broken) for broken in (False, True)),
            _points(discs, "circle", "background", "background"),
            *numbers.layers(),
            *self._marks(),
            *self.words.layers(rim=True),
        ]
        return _shifted(layers, self.width, self.bottom - self.top, (self.width / 2, -self.top))

    def _marks(self) -> list[dict[str, Any]]:
        found = []
        for shape, reference in (("circle", False), ("square", True)):
            for hollow in (False, True):
                values = [
                    {"x": round(spot.x, 1), "y": round(spot.y, 1), "area": round((2 * size) ** 2, 1)}
                    for node, spot, size in zip(self.graph.nodes, self.where, self.sizes, strict=True)
                    if (node.treatment == self.graph.reference) is reference and (node.people is None) is hollow
                ]
                found.append(_points(values, shape, "background" if hollow else "injection", "injection"))
        return found


def _points(values: list[dict[str, float]], shape: str, fill: str, stroke: str) -> dict[str, Any]:
    mark = {"type": "point", "shape": shape, "opacity": 1, "clip": False, "strokeWidth": 1.75,
            "stroke": token(stroke), "fill": token(fill)}  # fmt: skip
    size = {"field": "area", "type": "quantitative", "scale": None, "legend": None}
    return {"data": {"values": values}, "mark": mark, "encoding": {"x": place("x"), "y": place("y"), "size": size}}


def _edges(values: list[dict[str, Any]], broken: bool) -> dict[str, Any]:
    layer = rules(values)
    layer["mark"] = {"type": "rule", "color": token("border"), "strokeCap": "butt"} | (
        {"strokeDash": [6, 4]} if broken else {}
    )
    width = {"field": "width", "type": "quantitative", "scale": None, "legend": None}
    layer["encoding"] = {**layer["encoding"], "strokeWidth": width}
    return layer


def _shifted(layers: list[dict[str, Any]], width: float, height: float, by: tuple[float, float]) -> dict[str, Any]:
    """The plot with its places counted from its corner."""
    for layer in layers:
        for value in layer["data"]["values"]:
            for field, shift in (("x", by[0]), ("x2", by[0]), ("y", by[1]), ("y2", by[1])):
                if field in value:
                    value[field] = round(value[field] + shift, 1)
    return specification(width, height + 4, layers, top=8)
