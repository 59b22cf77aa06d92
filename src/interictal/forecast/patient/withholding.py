"""When no forecast is shown, and why. Specification: docs/spec/patient-forecast.md."""

from __future__ import annotations

from collections.abc import Sequence

from interictal.forecast.patient.backtest import past_scores
from interictal.forecast.patient.parameters import MODEL, Daily, baselines
from interictal.forecast.patient.records import UNKNOWN, History, Past, Withheld

LEAST_RECORDED_DAYS = 14
"""Recorded days below which nothing is forecast."""

RECENT_DAYS, LEAST_RECENT_DAYS = 28, 7
"""Of the last 28 days before the origin, this many have to be recorded."""

HELD_AGAINST = "markov"
"""The baseline that a patient's own past is held against: the strongest of the four on the diaries fitted to."""

LEAST_PAST_ORIGINS = 3
"""Forecasts in the patient's own past that are needed to withhold for being beaten by the baseline."""

HORIZON_DAYS, EVERY_DAYS = 28, 28

MOST_PAST_DAYS = 364
"""Days before the origin whose forecasts are looked back on: older ones say little of today."""


def past(history: History, parameters: Daily) -> Past | None:
    """How 28-day forecasts made in this patient's own past did; None with fewer than 3 that can be scored."""
    looked_at = max(0, len(history.days) - MOST_PAST_DAYS)
    results = past_scores(
        history, parameters, baselines(), HORIZON_DAYS, EVERY_DAYS, against=HELD_AGAINST, since=looked_at
    )
    ours, other = results[MODEL], results[HELD_AGAINST]
    if len(ours) < LEAST_PAST_ORIGINS:
        return None
    number = len(ours)
    return Past(
        number,
        sum(each.log_score for each in ours) / number,
        sum(each.log_score for each in other) / number,
        HELD_AGAINST,
    )


def withheld(history: History, own_past: Past | None, reasons: Sequence[tuple[str, str]]) -> Withheld | None:
    """The first reason not to show a forecast; None where there is none.

    Args:
        history: the patient's days.
        own_past: how the model did on them.
        reasons: what the caller knows to be outside the model's range.
    """
    for code, reason in reasons:
        return Withheld(code, reason)
    if history.recorded < LEAST_RECORDED_DAYS:
        days = "1 recorded day" if history.recorded == 1 else f"{history.recorded} recorded days"
        return Withheld(
            "history-too-short",
            f"{days}: at least {LEAST_RECORDED_DAYS} are needed. Record more days.",
        )
    recent = sum(day != UNKNOWN for day in history.days[-RECENT_DAYS:])
    if recent < LEAST_RECENT_DAYS:
        return Withheld(
            "recent-days-missing",
            f"{recent} of the last {RECENT_DAYS} days are recorded: at least {LEAST_RECENT_DAYS} are needed. "
            "Record more days.",
        )
    if own_past is not None and own_past.score <= own_past.baseline_score:
        return Withheld(
            "baseline-better",
            f"on this diary's own past ({own_past.origins} forecasts of 28 days) the model scored "
            f"{own_past.score:.2f} and the simple {own_past.baseline} forecast {own_past.baseline_score:.2f} "
            "(higher is better): it is not better than the simple one. It may be after more recorded days.",
        )
    return None
