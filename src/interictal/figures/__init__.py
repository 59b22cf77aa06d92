"""One chart grammar for page, PDF, PNG and terminal.

A picture is a ``Figure``: a Vega-Lite specification without colours, its title, its text alternative and the table
behind it. Importing this loads no renderer, and each name loads its own module only when it is first used: the
terminal report needs none of the drawing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interictal.figures.calendar import calendar_strip
    from interictal.figures.course import days_per_28
    from interictal.figures.drawing import page_svg, png, png_of, svg
    from interictal.figures.figure import NARROW, WIDE, Figure, Key
    from interictal.figures.overlay import cycle_overlay
    from interictal.figures.text import overlay_text, strip_text
    from interictal.figures.themes import THEMES

__all__ = [
    "NARROW",
    "THEMES",
    "WIDE",
    "Figure",
    "Key",
    "calendar_strip",
    "cycle_overlay",
    "days_per_28",
    "overlay_text",
    "page_svg",
    "png",
    "png_of",
    "strip_text",
    "svg",
]

_HOMES = {
    "calendar": ("calendar_strip",),
    "course": ("days_per_28",),
    "drawing": ("page_svg", "png", "png_of", "svg"),
    "figure": ("NARROW", "WIDE", "Figure", "Key"),
    "overlay": ("cycle_overlay",),
    "text": ("overlay_text", "strip_text"),
    "themes": ("THEMES",),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
