"""What each published figure was used for: few of the trials that the model is fitted to have all theirs in the fit."""

from __future__ import annotations

from enum import Enum
from functools import cache

from interictal.forecast.trials.published import Published, Role
from interictal.forecast.trials.targets import PLACEBO_ARMS, RESPONSE, SEVERITY, TOPIRAMATE_FIGURES, placebo_figures

_COHORT = "monthly-cohort.onabotulinumtoxina.headache_days_28.{}.{}"
_PREEMPT = "preempt.{}.{}.{}.change_mean"
_LATE = "preempt-56-weeks.{}.headache_days_28.{}"

MECHANISM = {
    "preempt-week-3": tuple(_PREEMPT.format(arm, "headache_days_week", 3) for arm in ("onabotulinumtoxina", "placebo")),
    "preempt-week-24": tuple(_PREEMPT.format(arm, "headache_days_28", 24) for arm in ("onabotulinumtoxina", "placebo")),
    "delayed-start": tuple(
        _LATE.format(arm, "56.change_mean") for arm in ("onabotulinumtoxina", "placebo-then-onabotulinumtoxina")
    ),
    "month-1": tuple(_COHORT.format(week, "change_mean") for week in (4, 8)),
    "month-3": tuple(_COHORT.format(week, "change_mean") for week in (12, 8)),
    **{
        f"first-response-{cycle}": (_LATE.format("onabotulinumtoxina", f"{12 * cycle}.first_responder_50_percent"),)
        for cycle in (1, 2, 3)
    },
}
"""Published figures behind targets of the mechanism, by the target's id: a figure, the first less the second, or (of
months) the first over the second."""
_SAME = {"change_mean": "endpoint_mean"}
"""A mean at a visit says what the change from a known baseline says."""


class Use(Enum):
    """What a figure was used for."""

    FITTED = "fitted"
    FITTED_TOPIRAMATE = "fitted-topiramate"
    FITTED_TRIAL_SPREAD = "fitted-trial-spread"
    FITTED_BY_MECHANISM = "fitted-by-mechanism"
    SAME_TRIAL = "same-trial"
    HELD_OUT = "held-out"


WORDS = {
    Use.FITTED: "fitted",
    Use.FITTED_TOPIRAMATE: "fitted (topiramate)",
    Use.FITTED_TRIAL_SPREAD: "fitted (how trials differ)",
    Use.FITTED_BY_MECHANISM: "fitted by the mechanism",
    Use.SAME_TRIAL: "same trial, not used",
    Use.HELD_OUT: "held out",
}


@cache
def used() -> dict[str, Use]:
    """The figures that a fit uses, by id; the fit of the population first, that of the mechanism last."""
    found: dict[str, Use] = {}
    of_mechanism = [one for ids in MECHANISM.values() for one in ids]
    of_mechanism += [one.replace(a, b) for one in of_mechanism for a, b in _SAME.items()]
    for use, ids in (
        (Use.FITTED, [one for target in (*RESPONSE, *SEVERITY) for one in target.figures]),
        (Use.FITTED_TOPIRAMATE, list(TOPIRAMATE_FIGURES)),
        (Use.FITTED_TRIAL_SPREAD, [one for arm in PLACEBO_ARMS for one in placebo_figures(arm)]),
        (Use.FITTED_BY_MECHANISM, of_mechanism),
    ):
        for one in ids:
            found.setdefault(one, use)
    return found


def use_of(row: Published) -> Use:
    """What a figure was used for."""
    if row.role is Role.HELD_OUT:
        return Use.HELD_OUT
    return used().get(row.id, Use.SAME_TRIAL)
