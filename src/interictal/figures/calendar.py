"""Picture 1, the calendar strip: one cell a day, one row a month."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

from interictal.assessment.result import Assessment
from interictal.diary.days import Day, Severity, Status
from interictal.figures.drawing import CELL_SHARE
from interictal.figures.figure import SCHEMA, WIDE, Figure, Key, recorded_of, source_line, token
from interictal.figures.written import MONTHS, day
from interictal.injection.sessions import session_dates

MOST_MONTHS = 24
"""A longer diary is drawn from its latest months only; the table has all."""

_ROW_PIXELS, _BAR = 30, 0.6
_NAMES = {
    Severity.MILD: "mild",
    Severity.MODERATE: "moderate",
    Severity.SEVERE: "severe",
}
_WORDS = {
    "none": "no headache",
    "mild": "mild",
    "moderate": "moderate",
    "severe": "severe",
    "unknown": "headache, severity not recorded",
}


def calendar_strip(assessment: Assessment, width: int = WIDE) -> Figure:
    """The diary as one row a month: headache by severity, headache-free days hollow, days not recorded absent.

    Cells show what was recorded. The figures at a row's end are recorded headache days and recorded days.

    Args:
        assessment: whose diary.
        width: ``WIDE`` or ``NARROW``.
    """
    months = _months(assessment.first, assessment.last)
    drawn = months[-MOST_MONTHS:]
    row_of = {month: index for index, month in enumerate(drawn)}
    cells: dict[str, list[dict[str, float]]] = {name: [] for name in _WORDS}
    tally = {month: dict.fromkeys((*_WORDS, "recorded"), 0) for month in months}
    for one in assessment.diary.recorded:
        month = (one.diary_date.year, one.diary_date.month)
        kind = _kind(one)
        if month in row_of:
            base = row_of[month] + 1 - 0.06
            cells[kind].append({"x": one.diary_date.day, "top": round(base - _BAR * CELL_SHARE[kind], 3), "base": base})
        tally[month][kind] += 1
        tally[month]["recorded"] += 1
    injections = [date for date in session_dates(assessment.sessions) if assessment.first <= date <= assessment.last]
    total = sum(count["recorded"] - count["none"] for count in tally.values())
    recorded = len(assessment.diary.recorded)
    return Figure(
        name="calendar-strip",
        title=f"Headache on {total} of {recorded} recorded days",
        description=_description(assessment, tally, injections, total),
        spec=_spec(assessment, drawn, cells, tally, injections, width),
        key=_key(cells, bool(injections), recorded < (assessment.last - assessment.first).days + 1),
        header=(
            "Month",
            "Days recorded",
            "Headache",
            "Mild",
            "Moderate",
            "Severe",
            "Severity not recorded",
            "Injection",
        ),
        rows=tuple(
            (
                _label(month),
                str(count["recorded"]),
                str(count["recorded"] - count["none"]),
                str(count["mild"]),
                str(count["moderate"]),
                str(count["severe"]),
                str(count["unknown"]),
                ", ".join(day(date) for date in injections if (date.year, date.month) == month) or "–",
            )
            for month, count in tally.items()
        ),
        source=source_line(assessment, _about(len(months))),
        width=width,
    )


def _about(months: int) -> str:
    shorter = f" Drawn: the latest {MOST_MONTHS} of {months} months." if months > MOST_MONTHS else ""
    return f"At the end of each row: headache days of recorded days.{shorter}"


def _kind(one: Day) -> str:
    if one.status is Status.NO_HEADACHE:
        return "none"
    return _NAMES.get(one.severity, "unknown") if one.severity is not None else "unknown"


def _months(first: dt.date, last: dt.date) -> list[tuple[int, int]]:
    months = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        months.append((year, month))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months


def _label(month: tuple[int, int]) -> str:
    return f"{MONTHS[month[1] - 1]} {month[0]}"


def _key(cells: dict[str, list[dict[str, float]]], injected: bool, gaps: bool) -> tuple[Key, ...]:
    entries = [Key(name, words) for name, words in _WORDS.items() if name != "unknown" or cells[name]]
    if gaps:
        entries.append(Key("blank", "not recorded"))
    if injected:
        entries.append(Key("injection", "injection"))
    return tuple(entries)


def _description(
    assessment: Assessment,
    tally: dict[tuple[int, int], dict[str, int]],
    injections: list[dt.date],
    total: int,
) -> str:
    by_month = "; ".join(
        f"{_label(month)}: {count['recorded'] - count['none']} of {count['recorded']}" for month, count in tally.items()
    )
    given = f" Injections on {', '.join(day(date) for date in injections)}." if injections else ""
    return (
        f"Calendar of the diary from {day(assessment.first)} to {day(assessment.last)}, {recorded_of(assessment)}, "
        f"headache on {total}. Headache days of recorded days by month: {by_month}.{given}"
    )


def _spec(
    assessment: Assessment,
    months: list[tuple[int, int]],
    cells: dict[str, list[dict[str, float]]],
    tally: dict[tuple[int, int], dict[str, int]],
    injections: list[dt.date],
    width: int,
) -> dict[str, Any]:
    wide = width >= WIDE
    left, right = (80, 118) if wide else (58, 46)
    plot = width - left - right
    gap = 1.5 if wide else 1.0
    layers: list[dict[str, Any]] = [_ground(assessment, months)]
    for name, values in cells.items():
        if not values:
            continue
        hollow = name in ("none", "unknown")
        colour = token({"none": "accent", "unknown": "headache"}.get(name, name))
        inset = gap + (0.6 if hollow else 0)
        mark = {"type": "rect", "x2Offset": -inset, "xOffset": inset}
        mark |= {"filled": False, "stroke": colour, "strokeWidth": 1.2} if hollow else {"fill": colour}
        layers.append(
            {
                "data": {"values": values},
                "transform": [{"calculate": "datum.x + 1", "as": "next"}],
                "mark": mark,
                "encoding": {"x": _x("x"), "x2": {"field": "next"}, "y": _y("top"), "y2": {"field": "base"}},
            }
        )
    if injections:
        layers.append(_injections(months, injections))
    layers.append(_labels([{"row": i + 0.72, "text": _short(m, i, wide)} for i, m in enumerate(months)], -8, "right"))
    ends = [
        {"row": index + 0.72, "text": _end(tally[month], wide)}
        for index, month in enumerate(months)
        if tally[month]["recorded"]
    ]
    layers.append(_labels(ends, plot + 6, "left"))
    return {
        "$schema": SCHEMA,
        "width": plot,
        "height": _ROW_PIXELS * len(months),
        "padding": {"left": left, "right": right, "top": 24, "bottom": 2},
        "autosize": {"type": "none"},
        "layer": layers,
    }


def _x(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "scale": {"domain": [1, 32], "nice": False}, "axis": _DAYS}


_DAYS: dict[str, Any] = {
    "orient": "top",
    "title": None,
    "values": [1.5, 5.5, 10.5, 15.5, 20.5, 25.5, 30.5],
    "labelExpr": "floor(datum.value)",
    "grid": False,
    "ticks": False,
    "offset": -10,
}


def _y(field: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"reverse": True, "nice": False, "zero": True},
        "axis": None,
    }


def _ground(assessment: Assessment, months: list[tuple[int, int]]) -> dict[str, Any]:
    """The thin line that days stand on, from the diary's first day to its last: a gap above it is a day unrecorded."""
    values = []
    for index, (year, month) in enumerate(months):
        length = calendar.monthrange(year, month)[1]
        start = assessment.first.day if (year, month) == (assessment.first.year, assessment.first.month) else 1
        end = assessment.last.day if index == len(months) - 1 else length
        values.append({"x": start, "end": end + 1, "row": index + 1})
    return {
        "data": {"values": values},
        "mark": {"type": "rule", "color": token("border"), "strokeWidth": 0.75},
        "encoding": {"x": _x("x"), "x2": {"field": "end"}, "y": _y("row")},
    }


def _injections(months: list[tuple[int, int]], injections: list[dt.date]) -> dict[str, Any]:
    values = [
        {"x": date.day + 0.5, "row": months.index((date.year, date.month)) + 0.2}
        for date in injections
        if (date.year, date.month) in months
    ]
    return {
        "data": {"values": values},
        "mark": {
            "type": "point",
            "shape": "triangle-down",
            "filled": True,
            "size": 90,
            "color": token("injection"),
            "opacity": 1,
        },
        "encoding": {"x": _x("x"), "y": _y("row")},
    }


def _labels(values: list[dict[str, Any]], x: float, align: str) -> dict[str, Any]:
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": align, "baseline": "middle", "x": x, "fontSize": 14, "clip": False},
        "encoding": {"y": _y("row"), "text": {"field": "text"}},
    }


def _short(month: tuple[int, int], index: int, wide: bool) -> str:
    if wide:
        return _label(month)
    return f"{MONTHS[month[1] - 1]} {month[0] % 100:02}"


def _end(count: dict[str, int], wide: bool) -> str:
    headache = count["recorded"] - count["none"]
    return f"{headache} of {count['recorded']} days" if wide else f"{headache}/{count['recorded']}"
