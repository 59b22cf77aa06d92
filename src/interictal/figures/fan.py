"""Picture 4, the fan chart: the diary to the left of today, what is expected to its right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interictal.figures.fan_marks import drawn, withheld
from interictal.figures.fan_page import (
    FEW_DAYS,
    LEVELS,
    Ahead,
    Expected,
    Forecast,
    page_of,
    period_words,
    rate_words,
    read,
    shown_history,
    wearing_off,
)
from interictal.figures.figure import WIDE, Figure, Key
from interictal.figures.written import day, number

_NONE = "–"


def fan(document: Mapping[str, Any], width: int = WIDE) -> Figure:
    """The fan chart of one patient's forecast.

    To the left of today a dot for each week of the diary, as large as its recorded days are many; to the right bands of
    50, 80 and 95 % of headache days a week with the median of each week. With a next session planned the bands are
    those with it, and quiet lines show what is expected without it. A forecast that is withheld says so and shows the
    diary alone.

    Args:
        document: an ``interictal.forecast/1``.
        width: ``WIDE`` or ``NARROW``.

    Raises:
        InvalidInput: another document.

    Unknown: a week without a recorded day has no dot; one with fewer than four is hollow, and prorated like all.
    """
    forecast = read(document)
    page = page_of(forecast, width)
    header, rows = _table(forecast)
    return Figure(
        name="fan",
        title=title_words(forecast),
        description=_description(forecast),
        spec=withheld(forecast, page) if forecast.withheld else drawn(forecast, page),
        key=_key(forecast, width),
        header=header,
        rows=rows,
        source=source_words(forecast),
        width=width,
    )


def title_words(forecast: Forecast) -> str:
    """What is seen, with its figures."""
    if forecast.withheld:
        return "No forecast is shown"
    first = forecast.periods[0] if forecast.periods else forecast.weeks[0]
    said = f"Next {first.days} days: {first.expected.words(80)} of {first.days} with headache expected"
    return f"{said} (80\N{NO-BREAK SPACE}% interval)"


def source_words(forecast: Forecast) -> str:
    """Model, basis and limits, as they stand under the picture."""
    document = forecast.document
    model, basis = document["model"], document["basis"]
    dots = (
        f"Dots: days in 7, prorated from the days recorded; hollow where under {FEW_DAYS} are. "
        if forecast.history
        else ""
    )
    limits = " ".join(filter(None, (document["not_causal"], document["untested"])))
    made_up = "SYNTHETIC, no real patient. " if document["synthetic"] else ""
    said = f"{basis['words']}".rstrip(".")
    return (
        f"{made_up}A prediction by {model['id']} {model['version']}. {said}. Headache day: {basis['definition']}. "
        f"{dots}{'' if forecast.withheld else limits}"
    ).rstrip()


def _summary(forecast: Forecast) -> str:
    """The diary in words."""
    known = [one for one in forecast.history if one.recorded]
    if not known:
        return "No week of the diary has a recorded day."
    headache, recorded = sum(one.headache for one in known), sum(one.recorded for one in known)
    each = "; ".join(f"from {day(one.start)} {rate_words(one)}" for one in shown_history(forecast, WIDE))
    return f"Before today: {headache} headache days of {recorded} recorded. Weeks drawn: {each}."


def _description(forecast: Forecast) -> str:
    parts = [f"Today is {day(forecast.origin)}.", _summary(forecast)]
    if forecast.sessions:
        parts.append(f"Sessions on {', '.join(map(day, forecast.sessions))}.")
    if forecast.withheld:
        return " ".join([f"The forecast is withheld: {forecast.withheld.rstrip('.')}.", *parts])
    parts.append(planned_words(forecast))
    parts += [f"{period_words(one)} (80 % interval)." for one in forecast.periods]
    each = "; ".join(
        f"from {day(one.start)} median {one.expected.median:g}, "
        + ", ".join(f"{level} % {one.expected.words(level)}" for level in reversed(LEVELS))
        + ("" if one.without is None else f", without the session 80 % {one.without.words(80)}")
        for one in forecast.weeks
    )
    parts.append(f"Headache days of each week: {each}.")
    worn = wearing_off(forecast)
    if worn:
        parts.append(f"{worn}.")
    return " ".join([*parts, forecast.document["not_causal"]])


def planned_words(forecast: Forecast) -> str:
    """Which session the bands take as given."""
    if forecast.planned is None:
        return "No next session is planned; the bands are those without one."
    units = f", {forecast.units}" if forecast.units else ""
    return f"The bands are those with the next session on {day(forecast.planned)}{units}; quiet lines without it."


def _key(forecast: Forecast, width: int) -> tuple[Key, ...]:
    entries = []
    drawn_weeks = shown_history(forecast, width)
    if any(one.recorded >= FEW_DAYS for one in drawn_weeks):
        entries.append(Key("dot-28", "a week of the diary"))
    if any(0 < one.recorded < FEW_DAYS for one in drawn_weeks):
        entries.append(Key("dot-few", f"under {FEW_DAYS} days recorded"))
    if forecast.withheld:
        return tuple(entries)
    entries += [Key("fan-median", "median of a week"), Key("latest-thin", "mean")]
    entries += [Key(f"fan-{level}", f"{level} %") for level in reversed(LEVELS)]
    if forecast.planned is not None:
        entries.append(Key("fan-without", "without the session: mean and 80 %"))
    return tuple(entries)


def _cells(one: Expected | None, levels: tuple[int, ...]) -> tuple[str, ...]:
    if one is None:
        return (_NONE,) * (2 + len(levels))
    return (number(one.mean), f"{one.median:g}", *map(one.words, levels))


def _table(forecast: Forecast) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    levels = tuple(reversed(LEVELS))
    header = ("From", "What", "Headache days", "Mean", "Median", *(f"{level} %" for level in levels))
    compared = forecast.planned is not None
    if compared:
        header += ("Without: mean", "Median", "80 %")
    empty = len(header) - 3
    rows = [(day(one.start), "recorded", rate_words(one), *(_NONE,) * empty) for one in forecast.history]

    def ahead(one: Ahead, what: str) -> tuple[str, ...]:
        without = _cells(one.without, (80,)) if compared else ()
        return (day(one.start), what, _NONE, *_cells(one.expected, levels), *without)

    rows += [ahead(one, f"week {one.number}") for one in forecast.weeks]
    rows += [ahead(one, f"28 days, {one.number}") for one in forecast.periods]
    return header, tuple(rows)
