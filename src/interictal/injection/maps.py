"""Where a site is on a drawing. Data: ``data/maps.toml``; the drawings themselves stand in ``interictal.figures``."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from interictal.injection.protocols import Side


@dataclass(frozen=True, slots=True)
class Place:
    """A point on one view: parts of its width from the left edge and of its height from the top, 0 to 1."""

    view: str
    x: Decimal
    y: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One drawing of a map.

    Args:
        id: "front".
        title: "Front of the head".
        width, height: of the drawing, in its own units; x and y are parts of these.
        left_is: where the patient's left is for the viewer, in words.
    """

    id: str
    title: str
    width: int
    height: int
    left_is: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMap:
    """A map: its views, and the places of each muscle on each side, in the order of injection.

    Args:
        name: "head".
        version: changes when a view or a place changes, so that old coordinates keep their meaning.
        views: in the order in which they are shown.
        places: (muscle, side) -> places; the fixed sites first, then the places to add.
    """

    name: str
    version: str
    views: tuple[View, ...]
    places: dict[tuple[str, Side], tuple[Place, ...]]
