"""Where a site is on a drawing. Data: ``data/maps.toml``; the drawings themselves stand in ``interictal.figures``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from interictal.errors import InvalidInput
from interictal.injection.protocols import Side
from interictal.sources import source

MAPS = ("head", "axilla", "bladder", "neck", "eye", "arm", "leg")
"""The names of all maps."""


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
        edges: what stands at the viewer's left edge and at the right edge, in words.
        mirror: id of the view that holds the mirror image of a place; its own where both sides are on it.
    """

    id: str
    title: str
    width: int
    height: int
    left_is: str
    edges: tuple[str, str] = ("", "")
    mirror: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMap:
    """A map: its views, and the places of each muscle on each side, in the order of injection.

    Args:
        name: "head".
        version: changes when a view or a place changes, so that old coordinates keep their meaning.
        views: in the order in which they are shown.
        places: (muscle, side) -> places; the fixed sites first, then the places to add.
        source: what the drawings and places are made by.
    """

    name: str
    version: str
    views: tuple[View, ...]
    places: dict[tuple[str, Side], tuple[Place, ...]]
    source: str = ""

    def view(self, view_id: str) -> View:
        """The view of that id.

        Raises:
            InvalidInput: the map has none.
        """
        for each in self.views:
            if each.id == view_id:
                return each
        raise InvalidInput("view", view_id, ", ".join(each.id for each in self.views), f"The {self.name} has these.")


_FILE = "maps.toml"
_VIEW_KEYS = {"id", "title", "width", "height", "left_is", "edges", "mirror"}
_FINEST = 10_000
"""A width or height divides this, so that every part of it has at most four decimals."""


def body_map(name: str) -> BodyMap:
    """The map of that name.

    Args:
        name: one of ``MAPS``.

    Raises:
        InvalidInput: no map of that name.
    """
    if name not in MAPS:
        raise InvalidInput("map", name, ", ".join(MAPS), "Name one of these.")
    return _maps()[name]


@cache
def _maps() -> dict[str, BodyMap]:
    return parse((Path(__file__).with_name("data") / _FILE).read_text(encoding="utf-8"))


def parse(text: str) -> dict[str, BodyMap]:
    """The maps in the text of a file (docs/spec/maps.md), by name.

    Args:
        text: TOML.

    Raises:
        InvalidInput: the first thing that is wrong, with its field.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise InvalidInput("file", problem, "TOML", "Correct the file.", file=_FILE) from None
    return {name: _map(name, table) for name, table in given.items()}


def _map(name: str, given: object) -> BodyMap:
    table = _table(given, name, {"version", "source", "views", "muscles"})
    cited = _text(table, "source", name)
    source(cited)
    views = tuple(_view(row, f"{name}.views[{n}]") for n, row in enumerate(_rows(table, "views", name), 1))
    by_id = {view.id: view for view in views}
    if len(by_id) < len(views):
        raise _wrong(f"{name}.views", ", ".join(view.id for view in views), "each id once")
    for view in views:
        other = by_id.get(view.mirror)
        if other is None or (other.mirror, other.width, other.height) != (view.id, view.width, view.height):
            raise _wrong(f"{name}.views.mirror", view.mirror, "a view of the same size that names this one")
    places: dict[tuple[str, Side], tuple[Place, ...]] = {}
    for n, row in enumerate(_rows(table, "muscles", name), 1):
        field = f"{name}.muscles[{n}]"
        muscle = _table(row, field, {"name", "view", "left", "midline"})
        view_id = _text(muscle, "view", field)
        if view_id not in by_id:
            raise _wrong(f"{field}.view", view_id, ", ".join(by_id))
        for side, found in _places(muscle, by_id[view_id], by_id, field):
            key = (_text(muscle, "name", field), side)
            places[key] = (*places.get(key, ()), *found)
    for key, found in places.items():
        if len(set(found)) < len(found):
            raise _wrong(f"{name}.muscles", f"{key[0]}, {key[1].value}", "each point once")
    return BodyMap(name=name, version=_text(table, "version", name), views=views, places=places, source=cited)


def _view(row: object, field: str) -> View:
    table = _table(row, field, _VIEW_KEYS)
    texts = {key: _text(table, key, field) for key in ("id", "title", "left_is", "mirror")}
    for key in ("width", "height"):
        size = table.get(key)
        if type(size) is not int or size < 1 or _FINEST % size:
            raise _wrong(f"{field}.{key}", size, f"a whole number that divides {_FINEST}")
    edges = table.get("edges")
    if not isinstance(edges, list) or len(edges) != 2 or not all(isinstance(edge, str) for edge in edges):
        raise _wrong(f"{field}.edges", edges, "two texts: at the left edge, at the right edge")
    return View(**texts, width=table["width"], height=table["height"], edges=(edges[0], edges[1]))


def _places(
    muscle: dict[str, Any], view: View, views: dict[str, View], field: str
) -> Iterable[tuple[Side, tuple[Place, ...]]]:
    if ("left" in muscle) == ("midline" in muscle):
        raise _wrong(field, ", ".join(muscle), "either left or midline")
    key = "left" if "left" in muscle else "midline"
    points = muscle[key]
    if not isinstance(points, list) or not points:
        raise _wrong(f"{field}.{key}", points, "a list of [x, y]")
    places = tuple(_place(point, view, f"{field}.{key}") for point in points)
    if key == "midline":
        return [(Side.MIDLINE, places)]
    mirrored = tuple(Place(views[view.mirror].id, 1 - place.x, place.y) for place in places)
    return [(Side.LEFT, places), (Side.RIGHT, mirrored)]


def _place(point: object, view: View, field: str) -> Place:
    if not isinstance(point, list) or len(point) != 2 or not all(type(part) is int for part in point):
        raise _wrong(field, point, "[x, y] in whole units of the drawing")
    x, y = point
    if not (0 <= x <= view.width and 0 <= y <= view.height):
        raise _wrong(field, point, f"a point within {view.width} by {view.height}")
    return Place(view.id, Decimal(x) / view.width, Decimal(y) / view.height)


def _rows(table: dict[str, Any], key: str, field: str) -> list[object]:
    rows = table.get(key)
    if not isinstance(rows, list) or not rows:
        raise _wrong(f"{field}.{key}", rows, "a list of tables")
    return rows


def _table(given: object, field: str, allowed: set[str]) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _wrong(field, given, "a table")
    for key in given:
        if key not in allowed:
            raise _wrong(field, key, ", ".join(sorted(allowed)))
    return given


def _text(table: dict[str, Any], key: str, field: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(f"{field}.{key}", value, "a text")
    return value


def _wrong(field: str, value: object, allowed: str) -> InvalidInput:
    return InvalidInput(field, value, allowed, "Correct the entry.", file=_FILE)
