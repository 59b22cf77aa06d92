"""The funnel plot: each study's effect against its standard error, to see whether small studies differ."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from statistics import NormalDist
from typing import Any

from interictal.errors import InvalidInput
from interictal.figures.axis import LARGEST, SMALLEST, Axis, Scale, axis_of, effect_words, tick_words, ticks_of
from interictal.figures.drawing import text_width
from interictal.figures.effects import counted, source_words
from interictal.figures.figure import WIDE, Figure, Key, token
from interictal.figures.labels import clean, fitted, in_lines, named
from interictal.figures.pixels import LINE, Words, place, rules, specification

_SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
_KEYS = ("dot-effect", "square", "triangle", "rhombus", "triangle-down", "plus")
"""One shape a group; groups beyond the last share it."""
_AREA = 70
_MOST_NAMED = 12
"""Studies outside the region up to which each is named in the picture (our choice); the table names all."""


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """A study.

    Args:
        label: its name.
        estimate: the effect; a ratio as the ratio.
        se: its standard error, of a ratio that of its logarithm; above 0.
        group: told apart by the shape of its mark.
        unconfirmed: its figures were not seen at their source.
    """

    label: str
    estimate: float
    se: float
    group: str = ""
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Funnel:
    """Everything a funnel plot shows.

    Args:
        points: the studies, one or more.
        pooled: the effect around which the region is drawn; a ratio as the ratio.
        measure: what the effect is: "Odds ratio".
        source: where the figures come from and by which method.
        title: what is seen, with its figures; made from the points where it is empty.
        scale: linear for differences, logarithmic for ratios.
        null: the value of no difference; the scale's own where it is None.
        level: percent of studies that the region would hold if they differed by chance alone.
        egger_p: p value of Egger's test, where it was made.
        note: what else is to be said of asymmetry.
        synthetic: the studies are made up, and the picture says so.
        name: stable name; differs between the plots of one page.

    Raises:
        InvalidInput: no point, a figure that is not finite, a standard error or a ratio that is not above 0, a p value
            outside 0 to 1, a level outside 50 to 100.
    """

    points: tuple[FunnelPoint, ...]
    pooled: float
    measure: str
    source: str
    title: str = ""
    scale: Scale = Scale.LINEAR
    null: float | None = None
    level: float = 95
    egger_p: float | None = None
    note: str = ""
    synthetic: bool = False
    name: str = "funnel"

    def __post_init__(self) -> None:
        if not self.points:
            raise InvalidInput("points", "none", "one or more", "Give at least one study.")
        for field, value in (("pooled", self.pooled), *((clean(one.label, 40), one.estimate) for one in self.points)):
            if not isfinite(value) or abs(value) > LARGEST or (self.scale is Scale.LOG and value < SMALLEST):
                allowed = "a ratio above 0" if self.scale is Scale.LOG else "a finite number"
                raise InvalidInput(field, value, allowed, "Leave out what cannot be estimated.")
        for one in self.points:
            if not 0 < one.se < LARGEST:
                raise InvalidInput(
                    f"standard error of {clean(one.label, 40)}", one.se, "a number above 0", "Leave the study out."
                )
        if not 50 <= self.level < 100:
            raise InvalidInput("level", self.level, "percent, from 50 to under 100", "Give 95 for 95 %.")
        if self.egger_p is not None and not 0 <= self.egger_p <= 1:
            raise InvalidInput("egger_p", self.egger_p, "0 to 1, or none", "Give the p value.")

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in order of appearance."""
        return tuple(dict.fromkeys(one.group for one in self.points))

    @property
    def quantile(self) -> float:
        """Standard errors from the middle of the region to its edge."""
        return NormalDist().inv_cdf(0.5 + self.level / 200)

    @property
    def no_effect(self) -> float:
        """The value of no difference."""
        return self.scale.no_effect if self.null is None else self.null

    def outside(self, one: FunnelPoint) -> bool:
        """Whether a study lies outside the region."""
        return abs(self.scale.to(one.estimate) - self.scale.to(self.pooled)) > self.quantile * one.se

    @property
    def asymmetry(self) -> str:
        """What was found about asymmetry, in words."""
        test = (
            "" if self.egger_p is None else f"Egger's test of asymmetry: p\N{NO-BREAK SPACE}{_p_words(self.egger_p)}."
        )
        return " ".join(part for part in (test, clean(self.note, 400)) if part)

    @property
    def region(self) -> str:
        """What the region is, in words."""
        return (
            f"Region: where {self.level:g} % of studies would lie if they differed from the pooled effect by chance "
            "alone."
        )


def funnel_plot(plot: Funnel, width: int = WIDE) -> Figure:
    """The funnel plot as a picture; precise studies stand at the top, groups differ by shape, unconfirmed are hollow.

    Args:
        plot: what it shows.
        width: ``WIDE`` or ``NARROW``.
    """
    outside = [one for one in plot.points if plot.outside(one)]
    inside = len(plot.points) - len(outside)
    studies = counted(len(plot.points), "study")
    title = plot.title or f"{plot.measure}: {inside} of {studies} inside the {plot.level:g} % region"
    return Figure(
        name=plot.name,
        title=clean(title),
        description=_description(plot, outside),
        spec=_spec(plot, width),
        key=_key(plot, width),
        header=("Study", "Group", clean(plot.measure), "Standard error", f"{plot.level:g} % region", "Status"),
        rows=tuple(_row(plot, one) for one in plot.points),
        source=source_words(
            " ".join(part for part in (plot.source, plot.region, plot.asymmetry) if part), plot.synthetic
        ),
        width=width,
    )


def _p_words(value: float) -> str:
    return "below 0.001" if value < 0.001 else f"{value:.3f}"


def _effect(plot: Funnel, value: float) -> str:
    return effect_words(value, plot.scale)


def _row(plot: Funnel, one: FunnelPoint) -> tuple[str, ...]:
    return (
        clean(one.label),
        clean(one.group) or "–",
        _effect(plot, one.estimate),
        f"{one.se:.3g}",
        "outside" if plot.outside(one) else "inside",
        "unconfirmed" if one.unconfirmed else "–",
    )


def _description(plot: Funnel, outside: list[FunnelPoint]) -> str:
    each = "; ".join(
        f"{named(one.label, one.unconfirmed)}: {_effect(plot, one.estimate)}, standard error {one.se:.3g}"
        + (f", {clean(one.group)}" if one.group else "")
        for one in plot.points
    )
    beyond = ", ".join(clean(one.label) for one in outside) or "none"
    return (
        f"{clean(plot.measure)} against standard error. Pooled: {_effect(plot, plot.pooled)}. No difference is at "
        f"{tick_words(plot.no_effect)}. {plot.region} Outside it: {beyond}. {each}. {plot.asymmetry}"
    ).rstrip()


def _key(plot: Funnel, width: int) -> tuple[Key, ...]:
    entries = []
    for index, group in enumerate(plot.groups[: len(_KEYS)]):
        shared = index == len(_KEYS) - 1 and len(plot.groups) > len(_KEYS)
        words = "all other groups" if shared else clean(group) or "study"
        entries.append(Key(_KEYS[index], fitted(words, width - 60, 14)))
    if any(one.unconfirmed for one in plot.points):
        entries.append(Key("dot-hollow", "hollow: unconfirmed"))
    entries += [
        Key("region", f"{plot.level:g} % region"),
        Key("upright-pooled", f"pooled, {_effect(plot, plot.pooled)}"),
        Key("upright", f"no difference, {tick_words(plot.no_effect)}"),
    ]
    return tuple(entries)


def _spec(plot: Funnel, width: int) -> dict[str, Any]:
    wide = width >= WIDE
    left, right, height = (60.0, 20.0, 380.0) if wide else (52.0, 12.0, 320.0)
    room = width - left - right
    deepest = 1.06 * max(one.se for one in plot.points)
    middle, reach = plot.scale.to(plot.pooled), plot.quantile * deepest
    corners = [plot.scale.back(middle - reach), plot.scale.back(middle + reach)]
    spans = [(one.estimate, one.estimate, one.estimate) for one in plot.points]
    axis = axis_of(spans, [plot.no_effect, plot.pooled, *corners], plot.scale, room)
    down = ticks_of(0, deepest, Scale.LINEAR, height / 2)
    words = Words()
    lines = [{"x": 0, "x2": room, "y": height, "y2": height}]
    for tick in axis.ticks:
        x = round(room * axis.share(tick), 1)
        lines.append({"x": x, "x2": x, "y": height, "y2": height + 5})
        words.say([tick_words(tick)], x, height + 16, "quiet", "center")
    across = []
    for tick in down:
        y = round(height * tick / deepest, 1)
        across.append({"x": 0, "x2": room, "y": y, "y2": y})
        words.say([tick_words(tick)], -8, y, "quiet", "right")
    log = plot.scale is Scale.LOG
    title = in_lines(clean(plot.measure) + (", logarithmic axis" if log else ""), width - 8, 14, 3)
    words.say(title, width / 2 - left, height + 40, "quiet", "center")
    layers = [
        rules(across, "rule"),
        *_region(plot, axis, deepest, corners, height),
        rules(lines),
        *_points(plot, axis, deepest, height),
        *words.layers(),
        *_names(plot, axis, deepest, room, height).layers(rim=True),
        _down_title("standard error" + (" of the logarithm" if log else ""), 9 - left, height),
    ]
    return specification(room, height + 40 + LINE * len(title), layers, (left, right), top=12)


def _x(axis: Axis) -> dict[str, Any]:
    scale: dict[str, Any] = {"type": axis.scale.value, "domain": [axis.low, axis.high], "nice": False}
    if axis.scale is Scale.LINEAR:
        scale["zero"] = False
    return {"field": "x", "type": "quantitative", "scale": scale, "axis": None}


def _y(deepest: float, height: float) -> dict[str, Any]:
    """The most precise at the top."""
    scale = {"domain": [0, deepest], "range": [0, height], "nice": False}
    return {"field": "se", "type": "quantitative", "scale": scale, "axis": None}


def _region(plot: Funnel, axis: Axis, deepest: float, corners: list[float], height: float) -> list[dict[str, Any]]:
    y = _y(deepest, height)
    edge = [(corners[0], deepest), (plot.pooled, 0.0), (corners[1], deepest)]
    mark = {"type": "line", "fill": token("border"), "fillOpacity": 0.16, "color": token("border"), "strokeWidth": 1.25,
            "strokeDash": [2, 4], "clip": True}  # fmt: skip
    found: list[dict[str, Any]] = [
        {
            "data": {"values": [{"x": x, "se": se, "order": index} for index, (x, se) in enumerate(edge)]},
            "mark": mark,
            "encoding": {"x": _x(axis), "y": y, "order": {"field": "order", "type": "quantitative"}},
        }
    ]
    for value, colour, wide in ((plot.no_effect, "quiet", 1.25), (plot.pooled, "injection", 2)):
        found.append(
            {
                "data": {"values": [{"x": value, "se": 0, "to": deepest}]},
                "mark": {"type": "rule", "color": token(colour), "strokeWidth": wide, "strokeCap": "butt"},
                "encoding": {"x": _x(axis), "y": y, "y2": {"field": "to"}},
            }
        )
    return found


def _points(plot: Funnel, axis: Axis, deepest: float, height: float) -> list[dict[str, Any]]:
    found = []
    for index, shape in enumerate(_SHAPES):
        groups = plot.groups[index : index + 1] if index < len(_SHAPES) - 1 else plot.groups[index:]
        for hollow in (False, True):
            values = [
                {"x": one.estimate, "se": one.se}
                for one in plot.points
                if one.group in groups and one.unconfirmed is hollow and axis.inside(one.estimate) == one.estimate
            ]
            mark = {"type": "point", "shape": shape, "size": _AREA, "opacity": 1, "clip": False,
                    "fill": token("background" if hollow else "text"), "stroke": token("text"),
                    "strokeWidth": 1.75}  # fmt: skip
            found.append(
                {
                    "data": {"values": values},
                    "mark": mark,
                    "encoding": {"x": _x(axis), "y": _y(deepest, height)},
                }
            )
    for shape, end in (("triangle-left", axis.low), ("triangle-right", axis.high)):
        values = [
            {"x": end, "se": one.se} for one in plot.points if axis.inside(one.estimate) == end and one.estimate != end
        ]
        mark = {"type": "point", "shape": shape, "size": _AREA, "filled": True, "opacity": 1, "clip": False,
                "color": token("text")}  # fmt: skip
        found.append({"data": {"values": values}, "mark": mark, "encoding": {"x": _x(axis), "y": _y(deepest, height)}})
    return found


def _names(plot: Funnel, axis: Axis, deepest: float, room: float, height: float) -> Words:
    """The names of the studies outside the region, each where it hides neither a point nor another name."""
    words = Words()
    places = [(room * axis.share(axis.inside(one.estimate)), height * one.se / deepest) for one in plot.points]
    taken = [(x - 7, x + 7, y - 7, y + 7) for x, y in places]
    uprights = (room * axis.share(value) for value in (plot.no_effect, plot.pooled))
    taken += [(x - 3, x + 3, 0, height) for x in uprights]
    outside = [at for at, one in enumerate(plot.points) if plot.outside(one)]
    for at in outside if len(outside) <= _MOST_NAMED else ():
        x, y = places[at]
        name = fitted(named(plot.points[at].label, plot.points[at].unconfirmed), 0.45 * room, 14)
        wide = text_width(name, 14)
        for start, middle in ((x + 11, y), (x - 11 - wide, y), (x - wide / 2, y - 16), (x - wide / 2, y + 16)):
            box = (start, start + wide, middle - 8, middle + 8)
            free = all(
                box[1] < other[0] or other[1] < box[0] or box[3] < other[2] or other[3] < box[2] for other in taken
            )
            if free and start >= 0 and start + wide <= room and middle >= 8:
                taken.append(box)
                words.say([name], start, middle)
                break
    return words


def _down_title(words: str, x: float, height: float) -> dict[str, Any]:
    return {
        "data": {"values": [{"x": x, "y": height / 2, "text": words}]},
        "mark": {"type": "text", "angle": 270, "align": "center", "baseline": "middle", "fontSize": 14,
                 "color": token("quiet"), "clip": False},
        "encoding": {"x": place("x"), "y": place("y"), "text": {"field": "text", "type": "nominal"}},
    }  # fmt: skip
