"""The course of a treatment by the model, on the terminal: a table by week with a bar, and what it rests on."""

from __future__ import annotations

from interictal import INTENDED_USE
from interictal.injection.indications import indication
from interictal.mechanism.document import of_whom
from interictal.mechanism.records import Branch, Course, Series, Stage
from interictal.report.screen import Screen
from interictal.units import digits

_ROWS = 26
"""At most so many weeks are shown one by one."""
_LEAST_BAR = 8
_NAMES = {
    Stage.LIGHT_CHAIN: "light chain",
    Stage.SNAP25: "SNAP-25",
    Stage.RELEASE: "release",
    Stage.DRIVE: "drive",
    Stage.SENSITISATION: "central",
    Stage.RELIEF: "relief",
    Stage.WEAKNESS: "muscle",
    Stage.EFFECT: "effect",
}
_MEANING = {
    "light chain": "active light chain, 1 is all that a terminal takes up at once",
    "SNAP-25": "intact SNAP-25, 1 is untreated",
    "release": "release of transmitter (CGRP, or acetylcholine), 1 is untreated",
    "drive": "nociceptive drive that the toxin can reach, 1 is untreated",
    "central": "central sensitisation kept up by it, 1 is untreated",
    "relief": "fall of the log-odds of a headache day, 1 is the mean of weeks 21 to 24 with 165 U at weeks 0 and 12",
    "muscle": "relaxation of the injected muscles, 1 is complete",
    "effect": "what is held back of sweat or of bladder contraction, 1 is all",
}


def mechanism_terminal(course: Course, *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """A course as lines of at most ``width`` characters.

    Args:
        course: what the model expects.
        width: columns of the terminal, 60 or more.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows more than ASCII.
    """
    screen = Screen(width, colour, unicode)
    screen.title(f"What the toxin does: {indication(course.indication).title}, {course.protocol}")
    units = number(course.sessions[0].units)
    when = ", ".join(str(session.day // 7) for session in course.sessions)
    screen.text(f"{units} U of {course.product} at week{'s' if len(course.sessions) > 1 else ''} {when}.")
    screen.text(f"Expected by the model, {of_whom(course)}; one person's course differs.")
    if course.extrapolated:
        screen.text(f"Extrapolated: {course.extrapolated}")
    _table(screen, course)
    _timing(screen, course)
    if course.side_effects:
        screen.heading("Side effects from the muscles, by the end of the course")
        for each in course.side_effects:
            mark = "" if each.confirmed else ", unconfirmed"
            beyond = "extrapolated, " if course.extrapolated else ""
            screen.text(
                f"{each.name}: {beyond}expected in {each.percent[-1]:.1f} of 100 people "
                f"({each.background[-1]:.1f} with placebo). Set by {each.published}{mark} [{each.source}]",
                "  ",
            )
    screen.heading("What it rests on")
    for line in course.rests_on:
        screen.text(line, "  ")
    if course.unconfirmed:
        screen.text(f"Unconfirmed, because not seen at the source: {', '.join(course.unconfirmed)}.", "  ")
    screen.heading("Left out")
    for line in course.left_out:
        screen.text(line, "  ")
    screen.gap()
    screen.text("Numbers of the model: interictal mechanism --json. How they were fitted: interictal mechanism fit.")
    screen.gap()
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


def number(units: float) -> str:
    """Units without needless digits.

    >>> number(155.00000001), number(152.5)
    ('155', '152.5')
    """
    from decimal import Decimal

    return digits(round(Decimal(units), 1))


def _table(screen: Screen, course: Course) -> None:
    branch = {"relief": Branch.SENSORY, "motor-weakness": Branch.MOTOR}.get(course.leading, Branch.AUTONOMIC)
    shown = [
        each
        for each in course.series
        if not each.territory and each.stage in _NAMES and each.branch in (branch, Branch.CENTRAL)
    ]
    if course.leading == "relief":
        shown.append(course.one("motor-weakness"))
    while len(shown) > 1 and _wide(shown) + _LEAST_BAR > screen.width:
        del shown[0]  # the chain is cut at its start: the effect and what it follows from stay
    weekly = {each.id: course.weekly(each.id) for each in shown}
    weeks = len(weekly[course.leading])
    step = -(-weeks // _ROWS)
    names = [_NAMES[each.stage] for each in shown]
    widths = [_column(each) for each in shown]
    bar = min(24, screen.width - _wide(shown))
    top = max((*weekly[course.leading], 0.01))
    starts = {session.day // 7 for session in course.sessions}
    screen.gap()
    head = "  ".join(name.rjust(size) for name, size in zip(names, widths, strict=True))
    screen.line(f"  week  {head}", bold=True)
    fill = "█" if screen.unicode else "#"
    for week in range(0, weeks, step):
        mark = ">" if any(start in starts for start in range(week, week + step)) else " "
        cells = "  ".join(f"{weekly[each.id][week]:.2f}".rjust(size) for each, size in zip(shown, widths, strict=True))
        long = round(bar * weekly[course.leading][week] / top)
        screen.line(f"{mark} {week + 1:4d}  {cells}  {fill * long}")
    screen.gap()
    screen.text(f"> a session at the start of the week; the bar is {_NAMES[course.one(course.leading).stage]}.", "  ")
    for name in names:
        screen.text(f"{name}: {_MEANING[name]}", "  ", dim=True)


def _column(series: Series) -> int:
    return max(6, len(_NAMES[series.stage]))


def _wide(shown: list[Series]) -> int:
    """Columns of the table before its bar."""
    return 8 + sum(_column(each) + 2 for each in shown)


def _timing(screen: Screen, course: Course) -> None:
    """When the effect comes and goes, in weeks: the figures behind it do not tell days."""
    timing = course.timing
    marks = ", ".join(
        word for word, there in (("extrapolated", course.extrapolated), ("unconfirmed", course.unconfirmed)) if there
    )

    def say(label: str, value: str) -> None:
        screen.row(label, f"{value} ({marks})" if marks else value)

    screen.gap()
    say("Onset", "no effect" if timing.onset_day is None else f"half of the best effect in {_week(timing.onset_day)}")
    say("Best", f"week {timing.best_week} of the first cycle")
    again = len(course.sessions) > 1
    if timing.wear_off_day is not None:
        say("Wearing-off", f"half of the best effect is lost in {_week(timing.wear_off_day)}")
    elif again:
        say("Wearing-off", "half of the best effect is left when the second session comes, on this mean")
    else:
        say("Wearing-off", "half of the best effect is left when the course ends")
    if timing.half_lost_day_once is not None and again:
        say("Without a second session", f"half of it would be lost in {_week(timing.half_lost_day_once)}")
    if timing.share_worn_off is not None:
        say(
            "Between people",
            f"in {100 * timing.share_worn_off:.0f} of 100 the effect halves before the second session",
        )


def _week(day: int) -> str:
    return f"week {day // 7 + 1}"
