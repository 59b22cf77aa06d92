"""One chart grammar for page, PDF, PNG and terminal.

A picture is a ``Figure``: a Vega-Lite specification without colours, its title, its text alternative and the table
behind it. Importing this loads no renderer, and each name loads its own module only when it is first used: the
terminal report needs none of the drawing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interictal.figures.axis import Scale
    from interictal.figures.calendar import calendar_strip
    from interictal.figures.course import days_per_28
    from interictal.figures.drawing import page_svg, png, png_of, svg
    from interictal.figures.effects import Effect, Forest, Pooled
    from interictal.figures.figure import NARROW, WIDE, Figure, Key
    from interictal.figures.forest import forest_plot
    from interictal.figures.forest_lines import forest_text
    from interictal.figures.funnel import Funnel, FunnelPoint, funnel_plot
    from interictal.figures.icon_frames import icon_array
    from interictal.figures.icons import IconArray, IconColumn
    from interictal.figures.network import network_graph
    from interictal.figures.networks import NetworkEdge, NetworkGraph, NetworkNode
    from interictal.figures.overlay import cycle_overlay
    from interictal.figures.text import overlay_text, strip_text
    from interictal.figures.themes import THEMES

__all__ = [
    "NARROW",
    "THEMES",
    "WIDE",
    "Effect",
    "Figure",
    "Forest",
    "Funnel",
    "FunnelPoint",
    "IconArray",
    "IconColumn",
    "Key",
    "NetworkEdge",
    "NetworkGraph",
    "NetworkNode",
    "Pooled",
    "Scale",
    "calendar_strip",
    "cycle_overlay",
    "days_per_28",
    "forest_plot",
    "forest_text",
    "funnel_plot",
    "icon_array",
    "network_graph",
    "overlay_text",
    "page_svg",
    "png",
    "png_of",
    "strip_text",
    "svg",
]

_HOMES = {
    "axis": ("Scale",),
    "calendar": ("calendar_strip",),
    "course": ("days_per_28",),
    "drawing": ("page_svg", "png", "png_of", "svg"),
    "effects": ("Effect", "Forest", "Pooled"),
    "figure": ("NARROW", "WIDE", "Figure", "Key"),
    "forest": ("forest_plot",),
    "forest_lines": ("forest_text",),
    "funnel": ("Funnel", "FunnelPoint", "funnel_plot"),
    "icon_frames": ("icon_array",),
    "icons": ("IconArray", "IconColumn"),
    "network": ("network_graph",),
    "networks": ("NetworkEdge", "NetworkGraph", "NetworkNode"),
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
