"""One chart grammar for page, PDF, PNG and terminal.

A picture is a ``Figure``: a Vega-Lite specification without colours, its title, its text alternative and the table
behind it. Importing this loads no renderer; ``svg`` and ``png`` load it when they are called.
"""

from interictal.figures.calendar import calendar_strip
from interictal.figures.course import days_per_28
from interictal.figures.drawing import page_svg, png, svg
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
    "strip_text",
    "svg",
]
