"""The mechanism cascade over time: from the dose to what a patient notices, one panel a step, one axis of weeks."""

from __future__ import annotations

from interictal.figures.cascade_panels import LINES, Panel, drawn, panels_of
from interictal.figures.figure import WIDE, Figure, Key
from interictal.figures.labels import clean
from interictal.mechanism.records import Branch, Course, Series, Stage


def of_whom(course: Course) -> str:
    """What every picture of the mechanism says of itself."""
    people = "on the mean of patients" if course.leading == "relief" else "of the median patient"
    return f"It is what the model expects {people}; one person’s course differs."


_LINE_WORDS = {
    Branch.SENSORY: "sensory endings (CGRP)",
    Branch.MOTOR: "motor endings (acetylcholine)",
    Branch.AUTONOMIC: "autonomic endings (acetylcholine)",
    Branch.CENTRAL: "brain stem",
}


def cascade(course: Course, width: int = WIDE) -> Figure:
    """The cascade as a picture: each state of the course over the same weeks, with the sessions as uprights.

    Onset, best effect and its loss are marked on the last panel of the chain. Where muscle is beside the chain, its
    weakness stands beneath.

    Args:
        course: what the model expects.
        width: ``WIDE`` or ``NARROW``.
    """
    panels = panels_of(course)
    header, rows = _table(course, panels)
    return Figure(
        name="cascade",
        title=title_words(course),
        description=_description(course, panels),
        spec=drawn(course, panels, width),
        key=_key(panels),
        header=header,
        rows=rows,
        source=source_words(course),
        width=width,
    )


def title_words(course: Course) -> str:
    """What is seen, with its figures."""
    parts = [part for part in (onset_words(course), best_words(course), lost_words(course)) if part]
    return f"After a session: {', '.join(parts)}"


def onset_words(course: Course) -> str:
    """When half of the best effect of the first cycle is there; "" where it does not come."""
    day = course.timing.onset_day
    return "" if day is None else f"half of the effect in week {day // 7 + 1}"


def best_words(course: Course) -> str:
    """When the first cycle's effect is best."""
    return f"best in week {course.timing.best_week}"


def lost_words(course: Course) -> str:
    """When half of it is lost again, with the sessions given or else without a second one; "" where it is not."""
    timing = course.timing
    if timing.wear_off_day is not None:
        return f"half lost in week {timing.wear_off_day // 7 + 1}"
    if timing.half_lost_day_once is not None and len(course.sessions) > 1:
        return f"half lost in week {timing.half_lost_day_once // 7 + 1} without another"
    return ""


def source_words(course: Course) -> str:
    """Model, protocol and limits, as they stand under the picture."""
    given = ", ".join(f"{one.units:g} U in week {one.day // 7}" for one in course.sessions)
    beyond = f" Extrapolated: {course.extrapolated}" if course.extrapolated else ""
    unsure = f" Unconfirmed: {', '.join(course.unconfirmed)}." if course.unconfirmed else ""
    return (
        f"Model interictal-mechanism. {clean(course.indication)}, {clean(course.protocol)}, {clean(course.product)}: "
        f"{given}. {of_whom(course)}{beyond}{unsure}"
    )


def _key(panels: tuple[Panel, ...]) -> tuple[Key, ...]:
    branches = dict.fromkeys(one.branch for panel in panels for one in panel.series)
    return (*(Key(LINES[one].key, _LINE_WORDS[one]) for one in branches), Key("injection", "session"))


def _said(one: Series, value: float) -> str:
    return f"{value:.2f}" if one.stage is Stage.RELIEF else f"{100 * value:.0f}\N{NO-BREAK SPACE}%"


def _description(course: Course, panels: tuple[Panel, ...]) -> str:
    sessions = ", ".join(f"{one.units:g} U on day {one.day}" for one in course.sessions)
    parts = [f"Sessions: {sessions}.", f"{title_words(course)}."]
    for panel in panels:
        for one in panel.series:
            lowest, highest = min(one.values), max(one.values)
            parts.append(
                f"{panel.title}, {_LINE_WORDS[one.branch]}: between {_said(one, lowest)} (day "
                f"{one.values.index(lowest)}) and {_said(one, highest)} (day {one.values.index(highest)}), "
                f"{_said(one, one.values[-1])} at the end."
            )
    share = course.timing.share_worn_off
    if share is not None:
        parts.append(f"Half of the effect is lost before the second session in {100 * share:.0f} % of patients.")
    return " ".join([*parts, of_whom(course)])


def _table(course: Course, panels: tuple[Panel, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Means of each week; the whole and not the territories."""
    shown = [(panel, one) for panel in panels for one in panel.series]
    several = {panel.title for panel in panels if len(panel.series) > 1}
    header = ["Week"]
    for panel, one in shown:
        header.append(f"{panel.short}, {one.branch.value}" if panel.title in several else panel.short)
    columns = [course.weekly(one.id) for _, one in shown]
    rows = [
        (str(week + 1), *(_said(one, column[week]) for (_, one), column in zip(shown, columns, strict=True)))
        for week in range(len(course.days) // 7)
    ]
    return tuple(header), tuple(rows)
