"""The marks of a fan chart: dots and uprights, bands, medians, and the numbers of each 28 days beneath."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from math import ceil, floor
from typing import Any

from interictal.figures.drawing import text_width, wrapped
from interictal.figures.fan_page import (
    FEW_DAYS,
    LEVELS,
    Ahead,
    Forecast,
    Page,
    fits_strip,
    month_starts,
    short_day,
    shown_history,
    wearing_off,
)
from interictal.figures.figure import token
from interictal.figures.labels import in_lines
from interictal.figures.pixels import LINE, Words, place, rules, specification
from interictal.figures.written import day

OPACITY = {95: 0.12, 80: 0.16, 50: 0.22}
"""Of each band; those further in lie on those further out."""
_TOP = 64.0
"""Pixels above the plot for what is counted, today, and the sessions, each in a row of its own."""
_COUNTED, _TODAY, _SESSIONS = -54.0, -35.0, -17.0
_WEEK_AREA = 72
"""Of the dot of a week with all its days recorded."""
_THIN = 0.08
"""Days that a band goes beyond its numbers, so that one number has a band too."""
_STRIP = 40
"""Pixels from the plot down to the numbers of each 28 days."""
_MOST_LISTED = 6
"""Rows of 28 days that are listed under a narrow picture; the table has all."""


def drawn(forecast: Forecast, page: Page) -> dict[str, Any]:
    """The specification of the chart."""
    words, below = Words(), Words()
    bottom = _beneath(forecast, page, below)
    layers = [
        *_frame(page, words),
        *(_band(forecast, page, level) for level in LEVELS),
        *_without(forecast, page),
        *_uprights(forecast, page, words),
        _line(_through([(one, one.expected.mean) for one in forecast.weeks], page), "headache", 2),
        _medians(forecast, page),
        *_dots(forecast, page),
        *words.layers(),
        *_names(forecast, page).layers(rim=True),
        *_brackets(forecast, page),
        *below.layers(),
    ]
    return specification(page.room, bottom, layers, (page.left, page.right), top=_TOP)


def withheld(forecast: Forecast, page: Page) -> dict[str, Any]:
    """The diary alone with the reason beneath it; the reason alone where there is no diary."""
    words = Words()
    layers: list[dict[str, Any]] = []
    top, y = 8.0, 12.0
    if any(one.recorded for one in forecast.history):
        layers += [*_frame(page, words), *_uprights(forecast, page, words), *_dots(forecast, page)]
        top, y = _TOP, page.height + 56
    lines = wrapped(f"No forecast is shown: {forecast.withheld}", page.width - 16, 14)
    words.say(lines, -page.left, y, "bold")
    layers += words.layers()
    return specification(page.room, y + LINE * len(lines), layers, (page.left, page.right), top=top)


def _frame(page: Page, words: Words) -> list[dict[str, Any]]:
    """Lines of 0 to 7 days with their numbers, and the months."""
    grid = []
    for days in range(8):
        y = page.y(days)
        grid.append({"x": 0.0, "x2": page.room, "y": y, "y2": y})
        words.say([str(days)], -8, y, "quiet", "right")
    ticks = []
    for x, name in month_starts(page):
        ticks.append({"x": x, "x2": x, "y": page.height, "y2": page.height + 5})
        words.say([name], x, page.height + 16, "quiet", "left" if x < 12 else "center")
    words.say(["days with headache in a week"], -page.left, _COUNTED, "quiet")
    return [rules(grid, "rule"), rules(ticks)]


def _line(values: list[dict[str, float]], colour: str, width: float, dash: tuple[int, ...] = ()) -> dict[str, Any]:
    mark: dict[str, Any] = {"type": "line", "interpolate": "monotone", "color": token(colour), "strokeWidth": width}
    if dash:
        mark["strokeDash"] = list(dash)
    order = {"field": "order", "type": "quantitative"}
    return {
        "data": {"values": values},
        "mark": mark,
        "encoding": {"x": place("x"), "y": place("y"), "order": order},
    }


def _band(forecast: Forecast, page: Page, level: int) -> dict[str, Any]:
    """A ribbon from the lowest to the highest number of days; as thick as its line where both are the same."""
    lows, highs = (
        _through([(one, one.expected.bands[level][at] + side) for one in forecast.weeks], page)
        for at, side in ((0, -_THIN), (1, _THIN))
    )
    values = [{"x": low["x"], "low": low["y"], "high": high["y"]} for low, high in zip(lows, highs, strict=True)]
    return {
        "data": {"values": values},
        "mark": {"type": "area", "interpolate": "monotone", "color": token("headache"), "opacity": OPACITY[level]},
        "encoding": {"x": place("x"), "y": place("low"), "y2": {"field": "high"}},
    }


def _without(forecast: Forecast, page: Page) -> list[dict[str, Any]]:
    """What is expected without the session, from the week in which it is planned: the mean, and the edges of 80 %."""
    if forecast.planned is None:
        return []
    since = forecast.planned - dt.timedelta(days=6)
    weeks = [(one, one.without) for one in forecast.weeks if one.start >= since and one.without is not None]
    edges = [
        _line(_through([(one, without.bands[80][at] + side) for one, without in weeks], page), "quiet", 1.25, (2, 3))
        for at, side in ((0, -_THIN), (1, _THIN))
    ]
    mean = _through([(one, without.mean) for one, without in weeks], page)
    return [*edges, _line(mean, "quiet", 2, (7, 4))]


def _through(weeks: Sequence[tuple[Ahead, float]], page: Page) -> list[dict[str, float]]:
    """Points in the middle of each week, and at the start of the first and the end of the last."""
    if not weeks:
        return []
    (first, start), (last, end) = weeks[0], weeks[-1]
    at = [(first, 0.0, start), *((one, one.days / 2, value) for one, value in weeks), (last, float(last.days), end)]
    return [
        {"x": page.x(one.start, days), "y": page.y(value), "order": order}
        for order, (one, days, value) in enumerate(at)
    ]


def _medians(forecast: Forecast, page: Page) -> dict[str, Any]:
    values = [
        {"x": page.x(one.start, 1), "x2": page.x(one.start, 6), "y": page.y(one.expected.median), "y2": y}
        for one in forecast.weeks
        for y in (page.y(one.expected.median),)
    ]
    return rules(values, "headache", 3.5)


def _dots(forecast: Forecast, page: Page) -> list[dict[str, Any]]:
    """The weeks of the diary; a dot's area is its recorded days."""
    found = []
    for few in (False, True):
        values = [
            {"x": page.x(one.start, 3.5), "y": page.y(one.rate), "size": round(_WEEK_AREA * one.recorded / 7, 1)}
            for one in shown_history(forecast, page.width)
            if one.rate is not None and (one.recorded < FEW_DAYS) is few
        ]
        mark = {"type": "point", "shape": "circle", "opacity": 1, "strokeWidth": 1.5, "clip": False,
                "fill": token("background" if few else "headache"), "stroke": token("headache")}  # fmt: skip
        size = {"field": "size", "type": "quantitative", "scale": None, "legend": None}
        found.append(
            {"data": {"values": values}, "mark": mark, "encoding": {"x": place("x"), "y": place("y"), "size": size}}
        )
    return found


def _uprights(forecast: Forecast, page: Page, words: Words) -> list[dict[str, Any]]:
    """Today and each session: an upright with its name above, as far as there is room for the names."""
    x = page.x(forecast.origin)
    start, end = _box(f"today, {day(forecast.origin)}", x, page)
    words.say([f"today, {day(forecast.origin)}"], (start + end) / 2, _TODAY, "bold", "center")
    given = [(page.x(one), short_day(one)) for one in reversed(forecast.sessions) if page.start <= one < page.end]
    if forecast.planned is not None and forecast.planned < page.end:
        units = f", {forecast.units}" if forecast.units and page.wide else ""
        given.insert(0, (page.x(forecast.planned), f"next {short_day(forecast.planned)}{units}"))
    taken: list[tuple[float, float]] = []
    for at, name in given:
        start, end = _box(name, at, page)
        # Beside the upright of today, not across it.
        aside = max(0.0, x + 2 - start) if at >= x else min(0.0, x - 2 - end)
        start, end = start + aside, end + aside
        if all(end < other[0] or other[1] < start for other in taken):
            taken.append((start, end))
            words.say([name], (start + end) / 2, _SESSIONS, "plain", "center")
    marks = [{"x": at, "y": -4.0} for at, _ in given]
    triangle = {"type": "point", "shape": "triangle-down", "filled": True, "size": 60, "opacity": 1, "clip": False,
                "color": token("injection")}  # fmt: skip
    return [
        rules([_upright(at, page) for at, _ in given], "injection", 1.25),
        {"data": {"values": marks}, "mark": triangle, "encoding": {"x": place("x"), "y": place("y")}},
        rules([{**_upright(x, page), "y": _TODAY + 9}], "text", 2),
    ]


def _upright(x: float, page: Page) -> dict[str, float]:
    return {"x": x, "x2": x, "y": 0.0, "y2": page.height}


def _box(name: str, x: float, page: Page) -> tuple[float, float]:
    """Left and right of a name that stands over ``x`` and inside the picture."""
    wide = text_width(name, 14) * 1.08
    start = min(max(x - wide / 2, -page.left), page.room + page.right - wide)
    return start - 4, start + wide + 4


def _names(forecast: Forecast, page: Page) -> Words:
    """With and without the session, each on its line, the higher line's name above it."""
    words = Words()
    last = forecast.weeks[-1]
    if last.without is None or forecast.planned is None or forecast.planned >= page.end:
        return words
    with_words = f"with the session{f' on {short_day(forecast.planned)}' if page.wide else ''}"
    per_week = page.room * 7 / (page.end - page.start).days
    under = forecast.weeks[-1 - ceil((text_width(with_words, 14) * 1.08 + 8) / per_week) :]
    means = [each.mean for one in under for each in (one.expected, one.without) if each is not None]
    # Between whole days, where no median stands: over the higher line, and under the lower one.
    above, below = page.y(floor(max(means) + 0.3) + 0.5), page.y(floor(min(means) - 0.8) + 0.5)
    higher = last.without.mean >= last.expected.mean
    words.say(["without it"], page.room - 4, above if higher else below, "quiet", "right")
    words.say([with_words], page.room - 4, below if higher else above, "bold", "right")
    return words


def _brackets(forecast: Forecast, page: Page) -> list[dict[str, Any]]:
    """A line under the days of each 28."""
    if not fits_strip(forecast, page):
        return []
    y = page.height + _STRIP
    lines = [
        {"x": page.x(one.start, 1.5), "x2": page.x(one.start, one.days - 1.5), "y": y, "y2": y}
        for one in forecast.periods
    ]
    return [rules(lines, "headache", 2)]


def _beneath(forecast: Forecast, page: Page, words: Words) -> float:
    """The numbers of each 28 days under their own days, or as a list; returns where the picture ends."""
    y = page.height + _STRIP
    compared = any(one.without is not None for one in forecast.periods)
    if fits_strip(forecast, page):
        head = page.x(forecast.origin) - 12
        for at, one in enumerate(forecast.periods):
            middle = page.x(one.start, one.days / 2)
            words.say([one.expected.words(80)], middle, y + LINE, "bold", "center")
            if one.without is not None:
                words.say([one.without.words(80)], middle, y + 2 * LINE + 2, "quiet", "center")
            if not at:
                words.say(["headache days of 28 (80 % interval)"], head, y + LINE, "bold", "right")
        if compared:
            words.say(["without the session"], head, y + 2 * LINE + 2, "quiet", "right")
        y += (2 * LINE + 2 if compared else LINE) + LINE
    elif forecast.periods:
        y = _listed(forecast, page, words, compared, y + 10)
    worn = wearing_off(forecast)
    if worn:
        lines = in_lines(worn, page.width - 8, 14, 3)
        words.say(lines, -page.left, y + 8)
        y += LINE * len(lines) + 6
    return y + 2


def _listed(forecast: Forecast, page: Page, words: Words, compared: bool, y: float) -> float:
    """The numbers of each 28 days in rows; returns where they end."""
    across = (-page.left, 118 - page.left, 212 - page.left)
    words.say(["headache days of 28 (80\N{NO-BREAK SPACE}% interval)"], across[0], y, "bold")
    y += LINE + 6
    words.say(["28 days from"], across[0], y, "quiet")
    if compared:
        words.say(["with it"], across[1], y, "quiet")
        words.say(["without the session"], across[2], y, "quiet")
    for one in forecast.periods[:_MOST_LISTED]:
        y += LINE + 5
        words.say([day(one.start)], across[0], y)
        words.say([one.expected.words(80)], across[1], y, "bold")
        if one.without is not None:
            words.say([one.without.words(80)], across[2], y, "quiet")
    if len(forecast.periods) > _MOST_LISTED:
        y += LINE + 5
        words.say(["The table has the later ones."], across[0], y, "quiet")
    return y + LINE
