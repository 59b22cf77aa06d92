"""Picture 2: headache days per 28 over time."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from interictal.assessment.result import Assessment
from interictal.errors import DataUnavailable
from interictal.figures.drawing import text_width
from interictal.figures.figure import SCHEMA, WIDE, Figure, Key, source_line, token
from interictal.figures.written import day, number
from interictal.injection.sessions import Session
from interictal.outcomes.counts import PeriodCounts
from interictal.periods import PERIOD_DAYS, Imputation, Rate
from interictal.units import digits

CHRONIC_HEADACHE_DAYS, CHRONIC_MIGRAINE_DAYS = 15, 8
"""The lines of ICHD-3 1.3 A and C, in days a month; drawn for orientation, judged elsewhere."""

_HEIGHT = 300
_HOW = {
    Imputation.NONE: "all days known",
    Imputation.PRORATED: "prorated",
    Imputation.PRORATED_LOW: "prorated, few days",
    Imputation.MISSING: "not enough days recorded to tell",
}


def days_per_28(assessment: Assessment, width: int = WIDE) -> Figure:
    """Headache and migraine days per 28 in each period, with the injections and the lines of the criteria.

    A dot's area is its denominator. Lines run through consecutive complete periods only (20 of 28 days known or more).

    Args:
        assessment: whose counts.
        width: ``WIDE`` or ``NARROW``.

    Raises:
        DataUnavailable: no period has enough days for a rate.
    """
    periods = assessment.periods
    rated = [one for one in periods if one.counts["headache_days"].per_28 is not None]
    if not rated:
        raise DataUnavailable(
            "no 28-day period has enough days recorded to tell a rate. Record more days, also those without "
            "headache, or draw the days themselves (--picture calendar)."
        )
    baseline = assessment.response[0].baseline_per_28 if assessment.response else None
    first, latest = rated[0], rated[-1]
    shown = [session for session in assessment.sessions if session.date <= assessment.last]
    return Figure(
        name="days-per-28",
        title=_title(assessment, first, latest, baseline),
        description=_description(assessment, baseline, shown),
        spec=_spec(assessment, baseline, shown, width),
        key=_key(periods, baseline),
        header=(
            "28 days from",
            "Cycle",
            "Period",
            "Days known",
            "Headache days",
            "per 28",
            "Migraine days",
            "per 28",
            "How",
        ),
        rows=tuple(_row(one) for one in periods),
        source=source_line(assessment, _lines_named(baseline), migraine=True),
        width=width,
    )


def cycle_words(one: PeriodCounts) -> str:
    """A period's cycle in words."""
    cycle = one.period.cycle
    return "–" if cycle is None else "before" if cycle == 0 else str(cycle)


def _title(assessment: Assessment, first: PeriodCounts, latest: PeriodCounts, baseline: float | None) -> str:
    now = f"{number(latest.counts['headache_days'].per_28)} from {day(latest.period.start)}"
    if baseline is not None:
        return f"Headache days per 28: {number(baseline)} before the first injection, {now}"
    if first is latest:
        return f"Headache days per 28: {now}"
    return f"Headache days per 28: {number(first.counts['headache_days'].per_28)} from {day(first.period.start)}, {now}"


def _lines_named(baseline: float | None) -> str:
    half = "" if baseline is None else f" Half of baseline: {number(baseline / 2)}."
    return f"Lines: ICHD-3 1.3, 15 headache days and 8 migraine days a month.{half}"


def _row(one: PeriodCounts) -> tuple[str, ...]:
    headache, migraine = one.counts["headache_days"], one.counts["migraine_days"]
    return (
        day(one.period.start),
        cycle_words(one),
        str(one.period.period_in_cycle).replace("-", "−"),
        f"{headache.known} of {one.period.days}",
        _observed(headache),
        number(headache.per_28),
        f"{_observed(migraine)} of {migraine.known}",
        number(migraine.per_28),
        _HOW[headache.imputation],
    )


def _observed(rate: Rate) -> str:
    return f"{rate.observed:g}"


def _description(assessment: Assessment, baseline: float | None, shown: list[Session]) -> str:
    parts = []
    for one in assessment.periods:
        rate = one.counts["headache_days"]
        said = f"{number(rate.per_28)} ({_observed(rate)} of {rate.known} known days)"
        if rate.per_28 is None:
            said = f"not enough days recorded to tell ({rate.known} of {one.period.days} known)"
        parts.append(f"from {day(one.period.start)}: {said}")
    given = f" Injections on {', '.join(day(one.date) for one in shown)}." if shown else ""
    return f"Headache days per 28, period by period: {'; '.join(parts)}.{given} {_lines_named(baseline)}"


def _key(periods: tuple[PeriodCounts, ...], baseline: float | None) -> tuple[Key, ...]:
    kinds = {one.counts["headache_days"].imputation for one in periods}
    entries = [Key("dot-28", "headache days, 28 days known"), Key("dot-14", "fewer days known, smaller dot")]
    if Imputation.PRORATED_LOW in kinds:
        entries.append(Key("dot-few", "under 20 days known, not joined"))
    if any(one.counts["migraine_days"].per_28 is not None for one in periods):
        entries.append(Key("diamond", "migraine days"))
    if Imputation.MISSING in kinds:
        entries.append(Key("question", "too few days recorded to tell"))
    return tuple(entries)


def _middle(one: PeriodCounts, assessment: Assessment) -> str:
    """Where a dot stands: the middle of the period's days in the diary."""
    start = max(one.period.start, assessment.first)
    end = min(one.period.end, assessment.last + dt.timedelta(days=1))
    return (start + (end - start) / 2).isoformat()


def _complete(rate: Rate) -> bool:
    return rate.imputation in (Imputation.NONE, Imputation.PRORATED)


def _runs(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The points joined by a line: ``run`` numbers each unbroken row of complete periods."""
    run, joined = 0, []
    for point in points:
        if point["complete"]:
            joined.append({**point, "run": run})
        else:
            run += 1
    return joined


def _points(assessment: Assessment, count: str) -> list[dict[str, Any]]:
    return [
        {
            "date": _middle(one, assessment),
            "rate": None if rate.per_28 is None else round(rate.per_28, 2),
            "known": rate.known,
            "complete": _complete(rate),
        }
        for one in assessment.periods
        for rate in (one.counts[count],)
    ]


def _spec(assessment: Assessment, baseline: float | None, shown: list[Session], width: int) -> dict[str, Any]:
    wide = width >= WIDE
    left, right, top = 44, 16 if wide else 6, 42 if shown else 12
    plot = width - left - right
    start = max(assessment.periods[0].period.start, assessment.first)
    end = max(assessment.periods[-1].period.end, assessment.last)
    x = _time_axis(start, end, wide)
    headache, migraine = _points(assessment, "headache_days"), _points(assessment, "migraine_days")
    layers: list[dict[str, Any]] = []
    lines = _threshold_lines(baseline, shown, start, end, wide)
    layers += [_rule(one, x) for one in lines]
    if shown:
        layers += _injection_layers(shown, x, start, end, plot)
    layers += [_line(_runs(migraine), x, "medication", 1.25, [3, 3]), _line(_runs(headache), x, "headache", 2.5, [])]
    layers += _line_names(_placed_names(lines, [headache, migraine], shown, (start, end), plot))
    layers.append(_marks([one for one in migraine if one["rate"] is not None], x, "diamond"))
    layers.append(_marks([one for one in headache if one["complete"]], x, "full"))
    layers.append(_marks([one for one in headache if one["rate"] is not None and not one["complete"]], x, "few"))
    layers.append(_unknown([one for one in headache if one["rate"] is None], x))
    return {
        "$schema": SCHEMA,
        "width": plot,
        "height": _HEIGHT,
        "padding": {"left": left, "right": right, "top": top, "bottom": 40},
        "autosize": {"type": "none"},
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }


def _time_axis(start: dt.date, end: dt.date, wide: bool) -> dict[str, Any]:
    months = []
    year, month = start.year, start.month
    while dt.date(year, month, 1) <= end:
        if dt.date(year, month, 1) >= start:
            months.append(dt.date(year, month, 1))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    most = 13 if wide else 6
    step = next(step for step in (1, 2, 3, 4, 6, 12, 24, 60, 120) if len(months) / step <= most or step == 120)
    ticks = [one for one in months if (one.month - 1 + 12 * one.year) % step == 0]
    return {
        "field": "date",
        "type": "temporal",
        "scale": {"type": "utc", "domain": [start.isoformat(), end.isoformat()], "nice": False},
        "axis": {
            "title": None,
            "values": [one.isoformat() for one in ticks],
            "labelExpr": _MONTH_LABEL,
            "grid": False,
            "labelOverlap": False,
            "labelFlush": False,
        },
    }


_MONTH_LABEL = (
    "utcmonth(datum.value) == 0 ? [utcFormat(datum.value, '%b'), utcFormat(datum.value, '%Y')] "
    ": utcFormat(datum.value, '%b')"
)
_Y: dict[str, Any] = {
    "field": "rate",
    "type": "quantitative",
    "scale": {"domain": [0, PERIOD_DAYS], "nice": False},
    "axis": {"title": "days per 28", "values": [0, 7, 14, 21, 28], "ticks": False, "titlePadding": 10},
}


def _threshold_lines(
    baseline: float | None, shown: list[Session], start: dt.date, end: dt.date, wide: bool
) -> list[dict[str, Any]]:
    """The lines of the criteria; half of baseline starts at the first injection."""
    lines: list[dict[str, Any]] = [
        {"rate": CHRONIC_HEADACHE_DAYS, "from": start, "name": "15 headache days"},
        {"rate": CHRONIC_MIGRAINE_DAYS, "from": start, "name": "8 migraine days"},
    ]
    if baseline:
        half = "50 % of baseline: " if wide else "50 %: "
        since = max(shown[0].date, start) if shown else start
        lines.append({"rate": round(baseline / 2, 2), "from": since, "name": half + number(baseline / 2)})
    return [{**one, "date": one["from"].isoformat(), "end": end.isoformat()} for one in lines]


def _placed_names(
    lines: list[dict[str, Any]],
    series: list[list[dict[str, Any]]],
    shown: list[Session],
    span: tuple[dt.date, dt.date],
    plot: int,
) -> list[dict[str, Any]]:
    """The lines' names, each on its line where it hides least of the data; to the right where all is free."""
    start, end = span
    per_day = plot / ((end - start).days or 1)

    def across(date: dt.date) -> float:
        return (date - start).days * per_day

    def down(rate: float) -> float:
        return _HEIGHT * (1 - rate / PERIOD_DAYS)

    crowded = [
        (across(dt.date.fromisoformat(a["date"])) * (1 - t) + across(dt.date.fromisoformat(b["date"])) * t,
         down(a["rate"]) * (1 - t) + down(b["rate"]) * t)
        for points in series
        for a, b in itertools.pairwise([point for point in points if point["rate"] is not None])
        for t in (step / 12 for step in range(13))
    ]  # fmt: skip
    uprights = [across(session.date) for session in shown]
    taken: list[tuple[float, float, float]] = []
    placed = []
    for line in sorted(lines, key=lambda one: -one["rate"]):
        wide, level = text_width(line["name"], 13), down(line["rate"])
        best = (float("inf"), 0.0, 0.0)
        right = plot - 2.0
        while right - wide >= across(line["from"]) - 1 or right == plot - 2:
            for middle in (level - 9, level + 10):
                cost = 4.0 * sum(right - wide - 6 < x < right + 6 and abs(y - middle) < 13 for x, y in crowded)
                cost += 2.0 * sum(right - wide - 3 < x < right + 3 for x in uprights)
                cost += 30.0 * sum(abs(down(other["rate"]) - middle) < 8 for other in lines)
                cost += 99.0 * sum(
                    abs(y - middle) < 15 and x > right - wide - 8 and x - length < right + 8 for x, y, length in taken
                )
                cost += (plot - right) / plot + (middle > level)
                best = min(best, (cost, right, middle))
            right -= 6
        _, right, middle = best
        taken.append((right, middle, wide))
        placed.append({"x": round(right, 1), "y": round(middle, 1), "name": line["name"]})
    return placed


def _rule(one: dict[str, Any], x: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": [{"rate": one["rate"], "date": one["date"], "end": one["end"]}]},
        "mark": {"type": "rule", "color": token("quiet"), "strokeWidth": 1, "strokeDash": [2, 4]},
        "encoding": {"x": x, "x2": {"field": "end"}, "y": _Y},
    }


def _line_names(names: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The names over a rim of background, so that a line behind them does not cross the letters."""
    layers = []
    for rim in ({"stroke": token("background"), "strokeWidth": 4, "strokeJoin": "round"}, {}):
        layers += [
            {
                "data": {"values": [one]},
                "mark": {"type": "text", "text": one["name"], "x": one["x"], "y": one["y"], "align": "right",
                         "baseline": "middle", "color": token("quiet"), "fontSize": 13, **rim},
            }
            for one in names
        ]  # fmt: skip
    return layers


def _injection_layers(
    shown: list[Session], x: dict[str, Any], start: dt.date, end: dt.date, plot: int
) -> list[dict[str, Any]]:
    """A vertical for each session; its number and units above, as far as there is room."""
    days = (end - start).days or 1
    inside = [one for one in shown if one.date >= start]
    apart = min((plot * (b.date - a.date).days / days for a, b in itertools.pairwise(inside)), default=float(plot))
    names = ("Injection {}", "Inj. {}", "{}")
    name = next((one for one, room in zip(names, (88, 52, 0), strict=True) if apart >= room))
    every = max(1, -(-22 // max(1, int(apart))))
    values = [
        {
            "date": one.date.isoformat(),
            "name": name.format(number_) if number_ % every == 0 or number_ == 1 else "",
            "units": f"{digits(one.units.amount)} U" if one.units is not None and apart >= 44 else "",
        }
        for number_, one in enumerate(shown, 1)
        if one.date >= start
    ]
    common = {"data": {"values": values}}
    text = {"type": "text", "color": token("injection"), "fontSize": 13, "align": "center", "clip": False}
    return [
        {
            **common,
            "mark": {"type": "rule", "color": token("injection"), "strokeWidth": 1.25},
            "encoding": {"x": x},
        },
        {
            **common,
            "mark": {"type": "point", "shape": "triangle-down", "filled": True, "size": 60, "opacity": 1,
                     "color": token("injection"), "y": -4, "clip": False},
            "encoding": {"x": x},
        },
        {**common, "mark": {**text, "y": -28}, "encoding": {"x": x, "text": {"field": "name"}}},
        {**common, "mark": {**text, "y": -14}, "encoding": {"x": x, "text": {"field": "units"}}},
    ]  # fmt: skip


def _line(
    values: list[dict[str, Any]], x: dict[str, Any], colour: str, width: float, dash: list[int]
) -> dict[str, Any]:
    mark: dict[str, Any] = {"type": "line", "color": token(colour), "strokeWidth": width}
    if dash:
        mark["strokeDash"] = dash
    return {
        "data": {"values": values},
        "mark": mark,
        "encoding": {"x": x, "y": _Y, "detail": {"field": "run"}},
    }


def _marks(values: list[dict[str, Any]], x: dict[str, Any], kind: str) -> dict[str, Any]:
    mark: dict[str, Any] = {"type": "point", "opacity": 1, "strokeWidth": 2, "clip": False}
    if kind == "diamond":
        mark |= {"shape": "diamond", "fill": token("background"), "stroke": token("medication"), "strokeWidth": 1.5}
        largest = 60
    else:
        fill = "headache" if kind == "full" else "background"
        mark |= {"shape": "circle", "fill": token(fill), "stroke": token("headache")}
        largest = 130
    size = {
        "field": "known",
        "type": "quantitative",
        "scale": {"domain": [0, PERIOD_DAYS], "range": [0, largest]},
        "legend": None,
    }
    return {
        "data": {"values": values},
        "mark": mark,
        "encoding": {"x": x, "y": _Y, "size": size},
    }


def _unknown(values: list[dict[str, Any]], x: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": [{**one, "rate": 0} for one in values]},
        "mark": {"type": "text", "text": "?", "color": token("quiet"), "fontSize": 14, "dy": -9},
        "encoding": {"x": x, "y": _Y},
    }
