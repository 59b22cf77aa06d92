"""The marks of a forest plot: intervals, squares, diamonds, and arrowheads where an interval leaves the axis."""

from __future__ import annotations

from typing import Any

from interictal.figures.axis import Scale
from interictal.figures.figure import token
from interictal.figures.forest_page import Mark, Page
from interictal.figures.pixels import place, rules

_HALF_DIAMOND = 7.5
_BESIDE: dict[str, Any] = {"y": place("y"), "y2": {"field": "y2"}}


def layers(page: Page) -> list[dict[str, Any]]:
    """The layers of a forest plot, from back to front; effects lie on a real axis, the rest by pixel."""
    return [
        rules(page.rules),
        _null_line(page),
        *_intervals(page),
        *_squares(page),
        *_diamonds(page),
        *_arrowheads(page),
        *page.words.layers(),
    ]


def _x(page: Page) -> dict[str, Any]:
    axis = page.axis
    scale: dict[str, Any] = {"type": axis.scale.value, "domain": [axis.low, axis.high], "nice": False}
    if axis.scale is Scale.LINEAR:
        scale["zero"] = False
    return {"field": "x", "type": "quantitative", "scale": scale, "axis": None}


def _null_line(page: Page) -> dict[str, Any]:
    return {
        "data": {"values": [{"x": page.plot.no_effect, "y": top, "y2": bottom} for top, bottom in page.nulls]},
        "mark": _stroke("quiet", 1.25),
        "encoding": {"x": _x(page), **_BESIDE},
    }


def _stroke(colour: str, width: float) -> dict[str, Any]:
    return {"type": "rule", "color": token(colour), "strokeWidth": width, "strokeCap": "butt"}


def _intervals(page: Page) -> list[dict[str, Any]]:
    """A line for each interval; a prediction interval is thin, in the pooled result's colour and has ends."""
    inside = page.axis.inside
    found = []
    for kind, look in (("effect", _stroke("text", 1.75)), ("prediction", _stroke("injection", 1.25))):
        values = [
            {"x": inside(one.span[0]), "x2": inside(one.span[2]), "y": one.y} for one in page.marks if one.kind == kind
        ]
        found.append(
            {
                "data": {"values": values},
                "mark": look,
                "encoding": {"x": _x(page), "x2": {"field": "x2"}, "y": place("y")},
            }
        )
    ends = [
        {"x": end, "y": one.y - 4, "y2": one.y + 4}
        for one in page.marks
        if one.kind == "prediction"
        for end in (one.span[0], one.span[2])
        if inside(end) == end
    ]
    found.append({"data": {"values": ends}, "mark": look, "encoding": {"x": _x(page), **_BESIDE}})
    return found


def _squares(page: Page) -> list[dict[str, Any]]:
    found = []
    for hollow in (False, True):
        values = [
            {"x": one.span[1], "y": one.y, "area": one.area}
            for one in page.marks
            if one.kind == "effect" and one.hollow is hollow and page.axis.inside(one.span[1]) == one.span[1]
        ]
        size = {"field": "area", "type": "quantitative", "scale": None, "legend": None}
        mark = {
            "type": "point",
            "shape": "square" if page.heaviest else "circle",
            "fill": token("background" if hollow else "text"),
            "stroke": token("text"),
            "strokeWidth": 1.75 if hollow else 0,
            "opacity": 1,
            "clip": False,
        }
        encoding = {"x": _x(page), "y": place("y"), "size": size}
        found.append({"data": {"values": values}, "mark": mark, "encoding": encoding})
    return found


def _diamonds(page: Page) -> list[dict[str, Any]]:
    found = []
    for one in page.marks:
        if one.kind != "pooled":
            continue
        mark = {
            "type": "area",
            "fill": token("background" if one.hollow else "injection"),
            "stroke": token("injection"),
            "strokeWidth": 1.75,
            "strokeJoin": "miter",
            "opacity": 1,
        }
        values = [{"x": x, "y": one.y - half, "y2": one.y + half} for x, half in _outline(page, one)]
        found.append({"data": {"values": values}, "mark": mark, "encoding": {"x": _x(page), **_BESIDE}})
    return found


def _outline(page: Page, one: Mark) -> list[tuple[float, float]]:
    """Where a diamond is how high, cut off at the ends of the axis."""
    low, estimate, high = one.span
    to = page.axis.scale.to
    corners = []
    for end in (low, high):
        at = page.axis.inside(end)
        cut = 0.0 if at == end else (to(at) - to(end)) / (to(estimate) - to(end))
        corners.append((at, round(_HALF_DIAMOND * cut, 2)))
    return [corners[0], (estimate, _HALF_DIAMOND), corners[1]]


def _arrowheads(page: Page) -> list[dict[str, Any]]:
    inside = page.axis.inside
    found = []
    for end, shape in ((0, "triangle-left"), (2, "triangle-right")):
        for colour, kinds in (("text", ("effect",)), ("injection", ("pooled", "prediction"))):
            values = [
                {"x": inside(one.span[end]), "y": one.y}
                for one in page.marks
                if one.kind in kinds and inside(one.span[end]) != one.span[end]
            ]
            mark = {"type": "point", "shape": shape, "size": 75, "filled": True, "opacity": 1, "clip": False,
                    "color": token(colour)}  # fmt: skip
            found.append({"data": {"values": values}, "mark": mark, "encoding": {"x": _x(page), "y": place("y")}})
    return found
