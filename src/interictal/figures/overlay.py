"""Picture 3, the signature: every cycle laid over the others by week since its injection."""

from __future__ import annotations

from typing import Any

from interictal.assessment.result import Assessment
from interictal.errors import DataUnavailable
from interictal.figures.figure import SCHEMA, WIDE, Figure, Key, source_line, token
from interictal.figures.rates import AFTER_LAST_WEEK, FIRST_WEEK, SMOOTHING, CycleRates, WeekRate, rates_by_cycle
from interictal.figures.written import day, number
from interictal.periods import PERIOD_DAYS
from interictal.verdicts import Verdict

MOST_OVERLAID, MOST_PANELS = 5, 12
"""More cycles than this become small multiples; of those, the latest twelve are drawn and all are in the table."""

_HEIGHT = 320


def cycle_overlay(assessment: Assessment, width: int = WIDE) -> Figure:
    """Headache rate by week since injection, one line a cycle, the latest strong and with its 95 % band.

    Each line starts four weeks before its injection and ends at the next one. More than five cycles become small
    multiples.

    Args:
        assessment: whose cycles.
        width: ``WIDE`` or ``NARROW``.

    Raises:
        DataUnavailable: no injection with recorded days after it, or days that give no rate.
    """
    cycles = rates_by_cycle(assessment)
    if not cycles:
        raise DataUnavailable(
            "no cycle has enough days recorded after its injection to draw. Give the injections, and record also the "
            "days without headache; or draw the days themselves (--picture calendar)."
        )
    baseline = assessment.response[0].baseline_per_28 if assessment.response else None
    latest = cycles[-1]
    worn = _worn_off(assessment, latest)
    panels = len(cycles) > MOST_OVERLAID
    drawn = cycles[-MOST_PANELS:]
    spec = (
        _panels(assessment, drawn, baseline, width)
        if panels
        else _overlaid(cycles, baseline, worn, width >= WIDE, width)
    )
    return Figure(
        name="cycle-overlay",
        title=_title(latest, worn),
        description=_description(assessment, cycles, baseline),
        spec=spec,
        key=_key(len(cycles), latest, baseline, panels),
        header=("Cycle", "Week since injection", "Headache days", "Days known", "per 28", "95 % interval"),
        rows=tuple(_row(cycle, week) for cycle in cycles for week in cycle.weeks),
        source=source_line(assessment, SMOOTHING),
        width=width,
    )


def _worn_off(assessment: Assessment, cycle: CycleRates) -> int | None:
    """The week (1 is days 0 to 6) from which the cycle wore off, None where that is not met."""
    for one in assessment.wearing_off:
        if one.cycle == cycle.cycle and one.verdict is Verdict.MET:
            return one.week
    return None


def _lowest(cycle: CycleRates) -> WeekRate:
    return min(cycle.after, key=lambda week: (week.per_28 or 0.0, week.week))


def _title(latest: CycleRates, worn: int | None) -> str:
    lowest = _lowest(latest)
    off = "" if worn is None else f", back up from week {worn}"
    return f"Cycle {latest.cycle}: lowest in week {lowest.week + 1} ({number(lowest.per_28)} headache days per 28){off}"


def _description(assessment: Assessment, cycles: list[CycleRates], baseline: float | None) -> str:
    parts = []
    for cycle in cycles:
        lowest, end = _lowest(cycle), cycle.after[-1]
        before = f"{number(cycle.before[-1].per_28)} in the week before, " if cycle.before else ""
        off = _worn_off(assessment, cycle)
        parts.append(
            f"Cycle {cycle.cycle} (injection on {day(cycle.injection)}): {before}lowest {number(lowest.per_28)} in "
            f"week {lowest.week + 1}, {number(end.per_28)} in week {end.week + 1}, its last"
            + ("" if off is None else f"; back up from week {off}")
        )
    level = "" if baseline is None else f" Baseline: {number(baseline)}."
    return f"Headache days per 28 by week since injection. {'. '.join(parts)}.{level} {SMOOTHING}"


def _key(count: int, latest: CycleRates, baseline: float | None, panels: bool) -> tuple[Key, ...]:
    if panels:
        entries = [Key("latest", "headache days per 28"), Key("band", "95 % band")]
    else:
        entries = [Key("latest", f"cycle {latest.cycle}, the latest"), Key("band", "its 95 % band")]
        if count > 1:
            entries.append(Key("earlier", "earlier cycles, numbered"))
    if baseline is not None:
        entries.append(Key("baseline", f"baseline, {number(baseline)}"))
    return tuple(entries)


def _row(cycle: CycleRates, week: WeekRate) -> tuple[str, ...]:
    name = f"{week.week + 1}" if week.week >= 0 else f"−{-week.week}"
    interval = "–" if week.low is None else f"{number(week.low)} to {number(week.high)}"
    return (str(cycle.cycle), name, str(week.headache), str(week.known), number(week.per_28), interval)


_X: dict[str, Any] = {
    "field": "week",
    "type": "quantitative",
    "scale": {"domain": [FIRST_WEEK, AFTER_LAST_WEEK], "nice": False},
    "axis": {
        "title": "weeks since injection",
        "values": list(range(FIRST_WEEK, AFTER_LAST_WEEK + 1, 4)),
        "format": "d",
        "titlePadding": 6,
        "tickSize": 5,
        "grid": True,
    },
}
_Y: dict[str, Any] = {
    "field": "rate",
    "type": "quantitative",
    "scale": {"domain": [0, PERIOD_DAYS], "nice": False},
    "axis": {"title": "headache days per 28", "values": [0, 7, 14, 21, 28], "ticks": False, "titlePadding": 10},
}


def _points(cycle: CycleRates) -> list[dict[str, Any]]:
    """The weeks with a rate; ``run`` changes at the injection and at every gap, so that no line crosses either."""
    points, run, previous = [], 0, None
    for week in cycle.weeks:
        if week.per_28 is None or week.low is None or week.high is None:
            continue
        if previous is not None and (week.week != previous + 1 or week.week == 0):
            run += 1
        previous = week.week
        points.append(
            {
                "cycle": cycle.cycle,
                "week": week.middle,
                "rate": round(week.per_28, 2),
                "low": round(week.low, 2),
                "high": round(week.high, 2),
                "run": f"{cycle.cycle}.{run}",
            }
        )
    return points


def _line(values: list[dict[str, Any]], colour: str, width: float) -> dict[str, Any]:
    return {
        "data": {"values": values},
        "mark": {"type": "line", "color": token(colour), "strokeWidth": width},
        "encoding": {"x": _X, "y": _Y, "detail": {"field": "run"}},
    }


def _band(values: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "data": {"values": values},
        "mark": {"type": "area", "color": token("headache"), "opacity": 0.18},
        "encoding": {"x": _X, "y": {**_Y, "field": "low"}, "y2": {"field": "high"}, "detail": {"field": "run"}},
    }


def _frame_lines(baseline: float | None) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    if baseline is not None:
        lines.append(
            {
                "data": {"values": [{"rate": round(baseline, 2)}]},
                "mark": {"type": "rule", "color": token("quiet"), "strokeWidth": 1.25, "strokeDash": [2, 4]},
                "encoding": {"y": _Y},
            }
        )
    lines.append(
        {
            "data": {"values": [{"week": 0}]},
            "mark": {"type": "rule", "color": token("injection"), "strokeWidth": 1.5},
            "encoding": {"x": _X},
        }
    )
    return lines


def _overlaid(
    cycles: list[CycleRates], baseline: float | None, worn: int | None, wide: bool, width: int
) -> dict[str, Any]:
    left, right, top = 50 if wide else 44, 16 if wide else 8, 26
    latest = _points(cycles[-1])
    layers = _frame_lines(baseline)
    layers += [
        {
            "data": {"values": [{"week": 0}]},
            "mark": {"type": "point", "shape": "triangle-down", "filled": True, "size": 70, "opacity": 1,
                     "color": token("injection"), "y": -5, "clip": False},
            "encoding": {"x": _X},
        },
        {
            "data": {"values": [{"week": 0}]},
            "mark": {"type": "text", "text": "injection", "align": "left", "dx": 9, "y": -6,
                     "color": token("injection"), "clip": False},
            "encoding": {"x": _X},
        },
        _band(latest),
    ]  # fmt: skip
    layers += [_line(_points(cycle), "border", 1.5) for cycle in cycles[:-1]]
    layers.append(_line(latest, "headache", 3.5))
    layers += _names(cycles, wide)
    if worn is not None:
        layers += _worn_mark(latest, worn, wide)
    return {
        "$schema": SCHEMA,
        "width": width - left - right,
        "height": _HEIGHT,
        "padding": {"left": left, "right": right, "top": top, "bottom": 46},
        "autosize": {"type": "none"},
        "layer": layers,
    }


def _names(cycles: list[CycleRates], wide: bool) -> list[dict[str, Any]]:
    """Each line's name at its end, moved apart where ends meet."""
    ends = sorted(((cycle.after[-1].per_28 or 0.0, cycle) for cycle in cycles), key=lambda pair: pair[0])
    apart = 1.6
    places: list[float] = []
    for rate, _ in ends:
        places.append(rate if not places else max(rate, places[-1] + apart))
    shift = sum(place - rate for place, (rate, _) in zip(places, ends, strict=True)) / len(ends)
    values = []
    for place, (_, cycle) in zip(places, ends, strict=True):
        is_latest = cycle is cycles[-1]
        name = f"cycle {cycle.cycle}" if is_latest or wide else f"{cycle.cycle}"
        values.append(
            {
                "week": cycle.after[-1].middle + 0.25,
                "rate": round(min(max(place - shift, 0.5), PERIOD_DAYS - 0.5), 2),
                "name": name,
                "latest": is_latest,
            }
        )
    text = {"type": "text", "align": "left", "baseline": "middle", "clip": False}
    return [
        {
            "data": {"values": [one for one in values if one["latest"] is latest]},
            "mark": {**text, "fontWeight": weight, "color": token(colour)},
            "encoding": {"x": _X, "y": _Y, "text": {"field": "name"}},
        }
        for latest, weight, colour in ((False, "normal", "quiet"), (True, "bold", "headache"))
    ]


def _worn_mark(latest: list[dict[str, Any]], worn: int, wide: bool) -> list[dict[str, Any]]:
    """A ring on the latest line in the week from which it is back up, with words beside it."""
    at = next((point for point in latest if point["week"] == worn - 0.5), None)
    if at is None:
        return []
    end = latest[-1]
    beside_the_name = end["week"] - at["week"] < 4 and abs(end["rate"] - at["rate"]) < 3
    said = f"back up from week {worn}" if wide else ["back up", f"week {worn} on"]
    return [
        {
            "data": {"values": [at]},
            "mark": {"type": "point", "shape": "circle", "size": 90, "fill": token("background"), "opacity": 1,
                     "stroke": token("headache"), "strokeWidth": 2},
            "encoding": {"x": _X, "y": _Y},
        },
        {
            "data": {"values": [at]},
            "mark": {"type": "text", "text": said, "align": "left", "dx": 12, "dy": 30 if beside_the_name else 12,
                     "color": token("headache")},
            "encoding": {"x": _X, "y": _Y},
        },
    ]  # fmt: skip


def _panels(assessment: Assessment, cycles: list[CycleRates], baseline: float | None, width: int) -> dict[str, Any]:
    """Small multiples: one panel a cycle, each with its own band."""
    columns = 4 if width >= WIDE else 2
    gap, left, right = 14, 36, 10
    panel = (width - left - right - gap * (columns - 1)) / columns
    views = []
    for index, cycle in enumerate(cycles):
        points = _points(cycle)
        x = {**_X, "axis": {**_X["axis"], "title": None, "values": [0, 4, 8, 12, 16], "labelFontSize": 12}}
        y_axis = {**_Y["axis"], "title": None, "values": [0, 14, 28], "labels": index % columns == 0}
        y = {**_Y, "axis": y_axis}
        worn = _worn_off(assessment, cycle)
        said = f"Cycle {cycle.cycle}" + ("" if worn is None else f": up from week {worn}")
        layers = [*_frame_lines(baseline), _band(points), _line(points, "headache", 2.5)]
        for layer in layers:
            encoding = layer["encoding"]
            if "x" in encoding:
                encoding["x"] = x
            if "y" in encoding:
                encoding["y"] = {**y, "field": encoding["y"]["field"]}
        views.append(
            {
                "title": {"text": said, "anchor": "start", "frame": "group", "fontSize": 13, "fontWeight": "normal",
                          "color": token("text"), "offset": 6},
                "width": panel,
                "height": 110,
                "layer": layers,
            }
        )  # fmt: skip
    rows = [{"hconcat": views[at : at + columns], "spacing": gap} for at in range(0, len(views), columns)]
    return {
        "$schema": SCHEMA,
        "vconcat": rows,
        "spacing": gap,
        "padding": {"left": 4, "right": right, "top": 2, "bottom": 2},
        "autosize": {"type": "pad"},
    }
