"""The injection chart: numbered sites on the drawings of a body map, for page, PDF and command line alike.

Fixed sites are filled dots, sites that follow the pain are rings, skipped ones are crosses, moved ones carry a tick.
The line drawings stand in ``drawings/``; they hold no colour, only the kind of each line.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from html import escape
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.figures.drawing import FONT, text_width, wrapped
from interictal.figures.figure import WIDE, token
from interictal.figures.themes import theme as colours_of
from interictal.injection.maps import BodyMap, View

KINDS = ("fixed", "follow-the-pain", "chosen")
_RING = "follow-the-pain"
STATUSES = ("", "given", "skipped", "moved")
COLUMNS = ("Number", "Site", "Muscle", "Side", "Units", "Kind", "Status")
"""Headings of ``site_rows``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One site on the chart.

    Args:
        number: as printed on the drawing and in the table; each once.
        id: of the site: "temporalis-L3".
        muscle: in words.
        side: the patient's side: "left", "right" or "midline".
        units: the dose as it is printed; its product stands in the caption.
        kind: "fixed"; "follow-the-pain" where it was added to the fixed ones; "chosen" where none is fixed.
        status: "" while it is planned; "given", "skipped" or "moved" afterwards.
        view: id of the view it is drawn on.
        x, y: parts of the view's width and height from the left and the top, 0 to 1.
    """

    number: int
    id: str
    muscle: str
    side: str
    units: str
    kind: str
    status: str = ""
    view: str
    x: Decimal
    y: Decimal


def site_rows(marks: Iterable[Mark]) -> tuple[tuple[str, ...], ...]:
    """The chart as text, a row a site (``COLUMNS``), in the order of the numbers."""
    return tuple(
        (str(each.number), each.id, each.muscle, each.side, each.units, each.kind, each.status or "planned")
        for each in sorted(marks, key=lambda each: each.number)
    )


def body_map_svg(
    body_map: BodyMap,
    marks: Iterable[Mark],
    *,
    theme: str | None = "light",
    title: str,
    description: str,
    caption: str = "",
    views: Sequence[str] | None = None,
    width: int = WIDE,
    synthetic: bool = False,
    footnote: str = "",
) -> str:
    """The chart as one SVG that needs nothing else.

    Args:
        body_map: the drawings and where they stand.
        marks: the sites; none gives the empty chart.
        theme: light, dark or attack; None leaves the colours as CSS variables, for a page that defines them.
        title: what is seen, in a line.
        description: the text alternative.
        caption: product, total and what else must stand on the picture.
        views: ids of the views to show, in that order; None for those that hold a site, or all if none does.
        width: of the picture in pixels; below 600 the views stand under each other.
        synthetic: print the label that these are no patient's data.
        footnote: what stands small under the picture.

    Raises:
        InvalidInput: no such theme or view, or a mark that cannot be drawn.
    """
    colours = colours_of(theme) if theme is not None else None
    placed = tuple(marks)
    _check(placed, body_map)
    if views is None:
        used = {mark.view for mark in placed}
        shown = tuple(view for view in body_map.views if view.id in used) or body_map.views
    else:
        shown = tuple(body_map.view(each) for each in views)
    name = f"map-{body_map.name}-{width}"
    sheet = _Sheet(width)
    sheet.words(title, 17, 22, "text", bold=True)
    if synthetic:
        sheet.label("SYNTHETIC: no patient's data")
    if caption:
        sheet.words(caption, 14, 19, "text")
    on_view = [mark for mark in placed if mark.view in {view.id for view in shown}]
    sheet.key(_key(on_view))
    sheet.views(body_map.name, shown, on_view)
    if footnote:
        sheet.y += 10
        sheet.words(footnote, 13, 17, "quiet")
    height = math.ceil(sheet.y + _MARGIN)
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>'
        f'<rect width="{width}" height="{height}" fill="{token("background")}"/>{"".join(sheet.parts)}</svg>'
    )
    return drawn if colours is None else _COLOUR.sub(lambda found: colours[found[1]], drawn)


_COLOUR = re.compile(r"var\(--([a-z]+)\)")
_MARGIN, _GAP = 16, 24
_TWO_COLUMNS = 600
_WIDEST = 440
"""A view alone in its row is not drawn wider than this."""
_RADIUS, _LARGEST, _NUMBER = 9.0, 12.0, 11
_ARM, _TICK = 5.0, 5.5
_NOTICEABLE = Decimal("1.1")
"""Doses that differ by less are drawn alike to the eye."""
_BETWEEN = 1.5
"""Free pixels between two dots."""


def _check(marks: tuple[Mark, ...], body_map: BodyMap) -> None:
    seen: set[int] = set()
    for mark in marks:
        body_map.view(mark.view)
        for field, value, allowed, right in (
            ("kind", mark.kind, ", ".join(KINDS), mark.kind in KINDS),
            ("status", mark.status, "nothing, given, skipped, moved", mark.status in STATUSES),
            ("number", mark.number, "1 to 99, each once", 0 < mark.number < 100 and mark.number not in seen),
            ("x", mark.x, "0 to 1", 0 <= mark.x <= 1),
            ("y", mark.y, "0 to 1", 0 <= mark.y <= 1),
            ("units", mark.units, "a number above zero", _units(mark.units) > 0),
        ):
            if not right:
                raise InvalidInput(field, value, allowed, f"Correct the site {mark.id}.")
        seen.add(mark.number)


def _units(text: str) -> Decimal:
    try:
        units = Decimal(text)
    except InvalidOperation:
        return Decimal(0)
    return units if units.is_finite() else Decimal(0)


def _radii(marks: Iterable[Mark], largest: float) -> dict[int, float]:
    """Number -> radius in pixels, its area by units where doses differ, never too small for its number."""
    units = {mark.number: float(_units(mark.units)) for mark in marks}
    if len(set(units.values())) < 2:
        return dict.fromkeys(units, _RADIUS)
    most = max(units.values())
    return {number: max(_RADIUS, largest * math.sqrt(each / most)) for number, each in units.items()}


@dataclass(frozen=True, slots=True)
class _Spot:
    """A mark in pixels."""

    mark: Mark
    x: float
    y: float
    radius: float


def _room(marks: list[Mark], views: Sequence[View], wide: float) -> float:
    """The radius at which the two closest sites of the picture would almost touch, in pixels."""
    apart = [math.inf]
    for view in views:
        points = [
            (float(mark.x) * wide, float(mark.y) * wide * view.height / view.width)
            for mark in marks
            if mark.view == view.id
        ]
        apart.extend(math.dist(one, other) for n, one in enumerate(points) for other in points[:n])
    return (min(apart) - _BETWEEN) / 2


def _free_direction(spot: _Spot, spots: list[_Spot], reach: float) -> tuple[float, float]:
    """Where beside a spot there is most room, as a unit vector; to the upper right where there is room all round."""

    def room(way: tuple[float, float]) -> float:
        x, y = spot.x + way[0] * reach, spot.y + way[1] * reach
        return min((math.hypot(x - each.x, y - each.y) for each in spots if each is not spot), default=math.inf)

    return max(_WAYS, key=lambda way: min(room(way), 3 * _LARGEST))


_WAYS = tuple((math.cos(turn * math.pi / 4), math.sin(turn * math.pi / 4)) for turn in (-1, 0, 1, 2, 3, 4, 5, 6))


def _shape(spot: _Spot, spots: list[_Spot]) -> str:
    mark, x, y, radius = spot.mark, spot.x, spot.y, spot.radius
    parts = []
    number = f'font-family="{FONT}" font-size="{_NUMBER}" font-weight="bold" text-anchor="middle"'
    if mark.status == "skipped":
        way = _free_direction(spot, spots, _ARM + 8)
        away = _ARM + 3 + 6 * abs(way[0]) + 3 * abs(way[1])
        parts.append(_cross(x, y))
        parts.append(
            f'<text x="{x + way[0] * away:.1f}" y="{y + way[1] * away + 4:.1f}" {number} paint-order="stroke" '
            f'stroke="{token("background")}" stroke-width="3" stroke-linejoin="round" '
            f'fill="{token("text")}">{mark.number}</text>'
        )
    else:
        if mark.status == "moved":
            way = _free_direction(spot, spots, radius + _TICK)
            parts.append(_tick(x, y, radius, way))
        parts.append(_disc(x, y, radius, filled=mark.kind != _RING))
        colour = token("text" if mark.kind == _RING else "background")
        parts.append(f'<text x="{x:.1f}" y="{y + 4:.1f}" {number} fill="{colour}">{mark.number}</text>')
    words = f"{mark.number}: {mark.id}, {mark.units} units, {mark.kind}" + (f", {mark.status}" if mark.status else "")
    return f"<g><title>{escape(words)}</title>{''.join(parts)}</g>"


def _disc(x: float, y: float, radius: float, *, filled: bool) -> str:
    if filled:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{token("injection")}"/>'
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius - 1:.1f}" fill="{token("background")}" '
        f'stroke="{token("injection")}" stroke-width="2"/>'
    )


def _cross(x: float, y: float) -> str:
    a = _ARM
    return (
        f'<path d="M{x - a:.1f},{y - a:.1f}l{2 * a:g},{2 * a:g}m0,{-2 * a:g}l{-2 * a:g},{2 * a:g}" fill="none" '
        f'stroke="{token("headache")}" stroke-width="2.4" stroke-linecap="round"/>'
    )


def _tick(x: float, y: float, radius: float, way: tuple[float, float]) -> str:
    end = radius + _TICK
    return (
        f'<path d="M{x:.1f},{y:.1f}L{x + way[0] * end:.1f},{y + way[1] * end:.1f}" fill="none" '
        f'stroke="{token("injection")}" stroke-width="3" stroke-linecap="round"/>'
    )


def _key(marks: list[Mark]) -> list[tuple[str, str]]:
    """(shape, words) of the shapes that are on the chart."""
    drawn = [mark for mark in marks if mark.status != "skipped"]
    doses = {_units(mark.units) for mark in drawn}
    found = []
    chosen = any(mark.kind == _RING for mark in drawn)
    if any(mark.kind != _RING for mark in drawn):
        words = "fixed site" if chosen else "injection site, numbered as in the table"
        found.append((_disc(12, 11, _RADIUS - 1, filled=True), words))
    if chosen:
        found.append((_disc(12, 11, _RADIUS - 1, filled=False), "follow-the-pain site"))
    if any(mark.status == "moved" for mark in drawn):
        found.append((_tick(10, 12, 6, _WAYS[0]) + _disc(10, 12, 6, filled=True), "moved, with a tick"))
    if len(drawn) < len(marks):
        found.append((_cross(12, 11), "skipped"))
    if doses and max(doses) > min(doses) * _NOTICEABLE:
        found.append((_disc(5, 14, 4, filled=True) + _disc(17, 11, 7, filled=True), "larger: more units"))
    return found


class _Sheet:
    """The picture as it grows downwards."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.margin = _MARGIN if width >= _TWO_COLUMNS else _MARGIN / 2
        self.y: float = _MARGIN
        self.parts: list[str] = []

    @property
    def inner(self) -> float:
        return self.width - 2 * self.margin

    def words(self, text: str, size: float, step: float, colour: str, *, bold: bool = False) -> None:
        for line in wrapped(text, self.inner, size * (1.08 if bold else 1)):
            self.parts.append(_text(line, self.margin, self.y + size, size, colour, bold=bold))
            self.y += step
        self.y += 4

    def label(self, text: str) -> None:
        wide = 1.08 * text_width(text, 13) + 16
        self.parts.append(
            f'<rect x="{self.margin + 0.75:g}" y="{self.y + 0.75:g}" width="{wide:.0f}" height="22" rx="3" '
            f'fill="none" stroke="{token("headache")}" stroke-width="1.5"/>'
        )
        self.parts.append(_text(text, self.margin + 8, self.y + 16.5, 13, "headache", bold=True))
        self.y += 30

    def key(self, entries: list[tuple[str, str]]) -> None:
        x = self.margin
        if entries:
            self.y += 2
        for shape, words in entries:
            wide = 32 + 1.05 * text_width(words, 14)
            if x > self.margin and x + wide > self.width - self.margin:
                x, self.y = self.margin, self.y + 26
            self.parts.append(f'<g transform="translate({x:.0f},{self.y:.0f})">{shape}</g>')
            self.parts.append(_text(words, x + 28, self.y + 16, 14, "text"))
            x += wide + 14
        self.y += 34 if entries else 0

    def views(self, map_name: str, views: Sequence[View], marks: list[Mark]) -> None:
        columns = 2 if self.width >= _TWO_COLUMNS and len(views) > 1 else 1
        panel = (self.inner - _GAP * (columns - 1)) / columns
        wide = min(panel, _WIDEST)
        radii = _radii(marks, min(_LARGEST, _room(marks, views, wide)))
        for at in range(0, len(views), columns):
            row = views[at : at + columns]
            heads = [(wrapped(view.title, panel, 16), wrapped(view.left_is, panel, 13)) for view in row]
            top = self.y + max(20 * len(title) + 17 * len(words) for title, words in heads) + 26
            lowest = top
            for column, (view, head) in enumerate(zip(row, heads, strict=True)):
                x = self.margin + column * (panel + _GAP)
                self.parts.extend(_head(*head, x, self.y))
                high = wide * view.height / view.width
                on_it = [
                    _Spot(mark, x + float(mark.x) * wide, top + float(mark.y) * high, radii[mark.number])
                    for mark in marks
                    if mark.view == view.id
                ]
                self.parts.append(_drawn(map_name, view, x, top, wide, high))
                self.parts.append(_text(view.edges[0], x, top - 10, 13, "text"))
                self.parts.append(_text(view.edges[1], x + wide, top - 10, 13, "text", end=True))
                self.parts.extend(_shape(spot, on_it) for spot in on_it)
                lowest = max(lowest, top + high)
            self.y = lowest + _GAP
        self.y -= _GAP


def _head(title: list[str], words: list[str], x: float, y: float) -> Iterator[str]:
    for n, line in enumerate(title):
        yield _text(line, x, y + 15 + 20 * n, 15, "text", bold=True)
    y += 20 * len(title)
    for n, line in enumerate(words):
        yield _text(line, x, y + 13 + 17 * n, 13, "quiet")


def _text(text: str, x: float, y: float, size: float, colour: str, *, bold: bool = False, end: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    anchor = ' text-anchor="end"' if end else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="{FONT}" font-size="{size:g}"{weight}{anchor} '
        f'fill="{token(colour)}">{escape(text)}</text>'
    )


# --- The line drawings ------------------------------------------------------------------------------------------------

DRAWINGS = Path(__file__).with_name("drawings")

_STROKES = {"outline": ("quiet", 2.0), "detail": ("quiet", 1.4), "faint": ("border", 1.1)}
"""Kind of a line -> colour and width in pixels, the same on every drawing and at every size."""

_AREAS = {"area": "rule", "cover": "background"}
"""Kind of an area -> its flat colour."""

_MIRRORED = {f"{name}-right": f"{name}-left" for name in ("head", "axilla", "arm", "leg")} | {
    "leg-right-front": "leg-left-front"
}
"""Drawing -> the one it is the mirror image of."""


@cache
def _lines_of(name: str) -> tuple[tuple[str, str, bool], ...]:
    """(kind, path data, drawn on both sides) of each line of a drawing, in order."""
    root = ET.fromstring((DRAWINGS / f"{name}.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own file
    return tuple(
        (kind, each.get("d") or f"{each.attrib['x']} {each.attrib['y']} {each.text}", both == "both")
        for each in root
        for kind, _, both in (each.attrib["class"].partition(" "),)
    )


def _drawn(map_name: str, view: View, x: float, y: float, wide: float, high: float) -> str:
    """The drawing of a view, cut at its edges."""
    name = f"{map_name}-{view.id}"
    source = _MIRRORED.get(name, name)
    scale = wide / view.width
    turned = f'transform="matrix(-1,0,0,1,{view.width},0)"'
    parts = []
    for kind, path, both in _lines_of(source):
        if kind == "label":
            x_at, y_at, words = path.split(" ", 2)
            parts.append(
                f'<text x="{x_at}" y="{y_at}" font-family="{FONT}" font-size="{13 / scale:.1f}" text-anchor="middle" '
                f'fill="{token("quiet")}">{escape(words)}</text>'
            )
            continue
        if kind in _AREAS:
            style = f'fill="{token(_AREAS[kind])}"'
        else:
            colour, thick = _STROKES[kind]
            style = (
                f'fill="none" stroke="{token(colour)}" stroke-width="{thick / scale:.2f}" '
                'stroke-linecap="round" stroke-linejoin="round"'
            )
        parts.append(f'<path d="{path}" {style}/>')
        if both:
            parts.append(f'<path d="{path}" {style} {turned}/>')
    inside = f"<g {turned}>{''.join(parts)}</g>" if source != name else "".join(parts)
    return (
        f'<svg x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" viewBox="0 0 {view.width} {view.height}">'
        f"{inside}</svg>"
    )
