"""The pictures in a terminal: block characters, or plain ASCII. No colour is needed to read them."""

from __future__ import annotations

import datetime as dt
from textwrap import wrap

from interictal.assessment.result import Assessment
from interictal.diary.days import Severity, Status
from interictal.figures.rates import AFTER_LAST_WEEK, FIRST_WEEK, CycleRates, WeekRate, rates_by_cycle
from interictal.figures.written import MONTHS, number
from interictal.injection.sessions import session_dates
from interictal.periods import PERIOD_DAYS

_LABEL = 10
_WEEK = 8
_BLOCKS, _DIGITS = "▁▂▃▄▅▆▇█", "01234567"
_CELLS = {
    True: {"none": "·", "mild": "▂", "moderate": "▅", "severe": "█", "unknown": "?", "injection": "▼"},
    False: {"none": ".", "mild": "-", "moderate": "=", "severe": "#", "unknown": "?", "injection": "v"},
}
_NAMES = {Severity.MILD: "mild", Severity.MODERATE: "moderate", Severity.SEVERE: "severe"}


def strip_text(assessment: Assessment, width: int = 80, unicode: bool = True) -> str:
    """The calendar strip: one character a day, weeks side by side, four or eight to a line.

    Args:
        assessment: whose diary.
        width: columns, 44 or more.
        unicode: block characters; ASCII otherwise.

    Returns:
        Lines of at most ``width`` characters: a key, then the weeks. A mark above a day is an injection; a space is a
        day not recorded.
    """
    signs = _CELLS[unicode]
    per_line = max(4, (width - _LABEL) // _WEEK // 4 * 4)
    injections = set(session_dates(assessment.sessions))
    anchor = min((one for one in injections if one <= assessment.last), default=assessment.first)
    start = assessment.first - dt.timedelta(days=(assessment.first - anchor).days % 7)
    marks = {one.diary_date: signs[_kind(one.status, one.severity)] for one in assessment.diary.recorded}
    lines = _key_lines(signs, bool(injections), width)
    while start <= assessment.last:
        days = [start + dt.timedelta(days=offset) for offset in range(7 * per_line)]
        above, cells = [], []
        for at, date in enumerate(days):
            gap = " " if at and at % 7 == 0 else ""
            above.append(gap + (signs["injection"] if date in injections and date <= assessment.last else " "))
            cells.append(gap + marks.get(date, " "))
        if "".join(above).strip():
            lines.append((" " * _LABEL + "".join(above)).rstrip())
        label = f"{start.day:>2} {MONTHS[start.month - 1]} {start.year % 100:02}"
        lines.append(f"{label:<{_LABEL}}{''.join(cells)}".rstrip())
        start += dt.timedelta(days=7 * per_line)
    return "\n".join(lines)


def _kind(status: Status, severity: Severity | None) -> str:
    if status is Status.NO_HEADACHE:
        return "none"
    return "unknown" if severity is None else _NAMES.get(severity, "unknown")


def _key_lines(signs: dict[str, str], injected: bool, width: int) -> list[str]:
    entries = [f"{signs['none']} no headache"]
    entries += [f"{signs[name]} {name}" for name in ("mild", "moderate", "severe")]
    entries += [f"{signs['unknown']} severity unknown", "blank not recorded"]
    if injected:
        entries.append(f"{signs['injection']} injection")
    lines = [""]
    for entry in entries:
        longer = f"{lines[-1]}  {entry}" if lines[-1] else entry
        if len(longer) > width:
            lines.append(entry)
        else:
            lines[-1] = longer
    return lines


def overlay_text(assessment: Assessment, width: int = 80, unicode: bool = True) -> str:
    """The cycle overlay: one line a cycle, one column a week since the injection.

    Args:
        assessment: whose cycles.
        width: columns, 60 or more; wider terminals get two columns a week.
        unicode: block characters from 0 to 28 days per 28; else digits, headache days in 7.

    Returns:
        Lines of at most ``width`` characters; "" where no cycle can be drawn.
    """
    cycles = rates_by_cycle(assessment)
    if not cycles:
        return ""
    wide = 2 if width >= 74 else 1
    scale = "blocks from 0 to 28 days per 28" if unicode else "digits: headache days in 7"
    lines = wrap(f"Headache by week since injection ({scale}; 3-week means)", width)
    lines.append((" " * _LABEL + _axis(wide)).rstrip())
    for cycle in cycles:
        weeks = {week.week: week for week in cycle.weeks}
        bar = "│" if unicode else "|"
        drawn = "".join(
            (bar if week == 0 else "") + _sign(weeks.get(week), unicode, wide)
            for week in range(FIRST_WEEK, AFTER_LAST_WEEK)
        )
        lowest = min(week.per_28 or 0.0 for week in cycle.after)
        lines.append(f"cycle {cycle.cycle:<4}{drawn}  low {number(lowest)}{_last(cycle)}".rstrip())
    return "\n".join(line[:width].rstrip() for line in lines)


def _last(cycle: CycleRates) -> str:
    return f", last {number(cycle.after[-1].per_28)}"


def _sign(week: WeekRate | None, unicode: bool, wide: int) -> str:
    if week is None or week.per_28 is None:
        return " " * wide
    if unicode:
        return _BLOCKS[min(7, int(week.per_28 * 8 / PERIOD_DAYS))] * wide
    return _DIGITS[round(week.per_28 / 4)].ljust(wide)


def _axis(wide: int) -> str:
    """The weeks' numbers above the columns that they start in: week 1 begins at the injection."""
    cells = [" "] * (wide * (AFTER_LAST_WEEK - FIRST_WEEK) + 4)
    for week in (-4, 1, 4, 8, 12, 16):
        at = wide * (week - FIRST_WEEK - (week > 0)) + (week > 0)
        name = str(week)
        cells[at : at + len(name)] = name
    return "".join(cells)
