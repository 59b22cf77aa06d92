"""Words and lines placed by pixel, for pictures whose layout is not an axis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from interictal.figures.figure import SCHEMA, token

LINE = 17
"""Pixels from one line of text to the next."""


def place(field: str) -> dict[str, Any]:
    """A channel whose values are pixels."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


STYLES: dict[str, dict[str, Any]] = {
    "plain": {"fontSize": 14, "color": token("text")},
    "bold": {"fontSize": 14, "color": token("text"), "fontWeight": "bold"},
    "quiet": {"fontSize": 14, "color": token("quiet")},
}


class Words:
    """The words of a picture, collected while it is laid out."""

    def __init__(self) -> None:
        self._said: list[dict[str, Any]] = []

    def say(self, lines: Iterable[str], x: float, y: float, style: str = "plain", align: str = "left") -> None:
        """Lines of text under each other; ``y`` is the middle of the first, both counted in the plot's pixels."""
        for index, line in enumerate(lines):
            if line:
                at = {"x": round(x, 1), "y": round(y + index * LINE, 1)}
                self._said.append({"text": line, "style": style, "align": align, **at})

    def layers(self, rim: bool = False) -> list[dict[str, Any]]:
        """One layer for each look; with ``rim`` over an edge of background, so that no line crosses the letters."""
        edge = {"stroke": token("background"), "strokeWidth": 4, "strokeJoin": "round"}
        return [
            {
                "data": {"values": [{name: one[name] for name in ("x", "y", "text")} for one in values]},
                "mark": {"type": "text", "align": align, "baseline": "middle", "clip": False, **look, **more},
                "encoding": {"x": place("x"), "y": place("y"), "text": {"field": "text", "type": "nominal"}},
            }
            for style, look in STYLES.items()
            for align in ("left", "center", "right")
            for more in ((edge, {}) if rim else ({},))
            if (values := [one for one in self._said if (one["style"], one["align"]) == (style, align)])
        ]


def rules(lines: list[dict[str, float]], colour: str = "border", width: float = 1) -> dict[str, Any]:
    """Straight lines from x, y to x2, y2."""
    return {
        "data": {"values": lines},
        "mark": {"type": "rule", "color": token(colour), "strokeWidth": width, "strokeCap": "butt"},
        "encoding": {"x": place("x"), "y": place("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }


def specification(
    width: float, height: float, layers: Iterable[dict[str, Any]], padding: tuple[float, float] = (0, 0), top: float = 2
) -> dict[str, Any]:
    """A plot of its layers, those without data left out.

    Args:
        width, height: of the plot in pixels, without its padding.
        layers: from back to front.
        padding: pixels to the left and to the right of it.
        top: pixels above it.
    """
    return {
        "$schema": SCHEMA,
        "width": round(width, 1),
        "height": round(height),
        "padding": {"left": round(padding[0], 1), "right": round(padding[1], 1), "top": top, "bottom": 2},
        "autosize": {"type": "none"},
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }
