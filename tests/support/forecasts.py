"""Forecast documents put together by hand, so that pictures are tested without the model behind them."""

from __future__ import annotations

import datetime as dt
from math import comb, sin
from typing import Any

from interictal import INTENDED_USE

ORIGIN = dt.date(2026, 5, 4)
WEEK = dt.timedelta(weeks=1)


def expected(days: int, share: float) -> dict[str, Any]:
    """Mean, median and intervals of a binomial count."""
    below, cumulative = 0.0, []
    for count in range(days + 1):
        below += comb(days, count) * share**count * (1 - share) ** (days - count)
        cumulative.append(below)

    def quantile(level: float) -> int:
        return next(count for count, chance in enumerate(cumulative) if chance >= level - 1e-12)

    found: dict[str, Any] = {"mean": days * share, "median": quantile(0.5)}
    for level in (50, 80, 95):
        found[f"interval_{level}"] = [quantile((1 - level / 100) / 2), quantile((1 + level / 100) / 2)]
    return found


def _course(week: int, since: int, given: bool) -> float:
    """A share of headache days that rises as one session wanes and falls after the next."""
    before = 0.42 + 0.03 * min(week, 5)
    fall = (0.03, 0.1, 0.16, 0.2, 0.22, 0.22, 0.2, 0.17, 0.13, 0.1, 0.07, 0.05, 0.03, 0.02)
    return before - fall[min(week - since, len(fall) - 1)] if given and week >= since else before


def forecast(
    *, weeks: int = 24, history: int = 30, planned: bool = True, units: float | None = 155, since: int = 3, **more: Any
) -> dict[str, Any]:
    """A whole document.

    Args:
        weeks: how many are forecast.
        history: weeks of diary before.
        planned: whether a next session is.
        units: of it.
        since: weeks from today to it.
        more: keys that differ.
    """
    next_date = ORIGIN + since * WEEK + dt.timedelta(days=2)

    def both(days: int, share: float, without: float) -> dict[str, Any]:
        return {"expected": expected(days, share), "without_next": expected(days, without) if planned else None}

    def entry(name: str, number: int, days: int) -> dict[str, Any]:
        start = ORIGIN + (number - 1) * dt.timedelta(days=days)
        at = (number - 1) * days // 7
        return {
            name: number,
            "start": start.isoformat(),
            "end": (start + dt.timedelta(days=days - 1)).isoformat(),
            **both(days, _course(at, since, planned), _course(at, since, False)),
        }

    past = []
    for back in range(history, 0, -1):
        recorded = (7, 7, 6, 7, 3, 7, 0, 7, 5)[back % 9]
        rate = 0.5 + 0.18 * sin(back / 3)
        past.append(
            {
                "start": (ORIGIN - back * WEEK).isoformat(),
                "end": (ORIGIN - back * WEEK + dt.timedelta(days=6)).isoformat(),
                "headache_days": round(recorded * rate),
                "recorded_days": recorded,
            }
        )
    given = [(ORIGIN - back * WEEK).isoformat() for back in (21, 9) if back <= history]
    document: dict[str, Any] = {
        "schema": "interictal.forecast/1",
        "version": "0.0",
        "intended_use": INTENDED_USE,
        "function": "predict",
        "model": {"id": "latent-days", "version": "1", "parameters": "0123456789ab"},
        "patient": "SYNTHETIC-1",
        "synthetic": True,
        "origin": ORIGIN.isoformat(),
        "basis": {
            "definition": "ANY",
            "recorded_days": 190,
            "span_days": 210,
            "first": (ORIGIN - history * WEEK).isoformat(),
            "last": (ORIGIN - dt.timedelta(days=1)).isoformat(),
            "sessions": len(given),
            "words": "Learnt from 190 of 210 days recorded and 2 sessions",
        },
        "withheld": None,
        "next": {"date": next_date.isoformat(), "units": units} if planned else None,
        "weeks": [entry("week", number, 7) for number in range(1, weeks + 1)],
        "periods": [entry("period", number, 28) for number in range(1, weeks // 4 + 1)],
        "responder": [],
        "wearing_off": {
            "session": next_date.isoformat(),
            "week": 10,
            "interval_80": [8, 12],
            "share_before_week_12": 0.62,
            "rule": "Half of the best fall is lost.",
        }
        if planned
        else None,
        "not_causal": "It does not say that the session causes the difference.",
        "untested": "It has not been tested day by day.",
        "history": past,
        "sessions": given,
    }
    return {**document, **more}


def withheld(*, history: int = 3, reason: str = "Fewer than 28 days are recorded.") -> dict[str, Any]:
    """A document without a forecast."""
    reasons = {"code": "short-history", "reason": reason}
    return forecast(
        history=history, planned=False, withheld=reasons, weeks=0, periods=[], responder=[], wearing_off=None
    )


def spread(mean: float, half: float) -> dict[str, float]:
    """A mean with its interval over replicates."""
    return {"mean": mean, "lower": mean - half, "upper": mean + half}


def trial(
    *,
    arms: tuple[str, ...] = ("onabotulinumtoxinA", "placebo"),
    weeks: tuple[int, ...] = (4, 8, 12, 16, 20, 24),
    outcomes: tuple[str, ...] = ("headache_days_28",),
    replicates: int = 200,
    **more: Any,
) -> dict[str, Any]:
    """A virtual trial's document; each arm falls less than the one before."""
    given = []
    for at, arm in enumerate(arms):
        full = -8.4 + 1.8 * at
        given.append(
            {
                "arm": arm,
                "n": 688,
                "outcomes": [
                    {
                        "outcome": outcome,
                        "timepoint_weeks": week,
                        "baseline_mean": spread(19.9, 0.2),
                        "baseline_sd": spread(3.7, 0.1),
                        "change_mean": spread(full * (0.6 + 0.4 * week / max(weeks)), 0.9),
                        "change_sd": spread(6.5, 0.3),
                        "responder_50_percent": spread(45.0 - 10 * at, 4),
                    }
                    for outcome in outcomes
                    for week in weeks
                ],
            }
        )
    return {
        "schema": "interictal.trial/1",
        "version": "0.0",
        "intended_use": INTENDED_USE,
        "synthetic": True,
        "seed": 1,
        "replicates": replicates,
        "design": {"name": "PREEMPT"},
        "arms": given,
        "contrasts": [],
        **more,
    }


def published(arm: str, week: int, value: float, **more: str) -> dict[str, str]:
    """A row of the published figures as it stands in the file."""
    return {
        "id": f"preempt.{arm}.{week}",
        "design": "preempt",
        "arm": arm,
        "outcome": "headache_days_28",
        "week": str(week),
        "quantity": "change_mean",
        "value": str(value),
        "n": "688",
        "use": "fitted",
        "source": "dodick-2010",
        "seen": "abstract",
        "status": "verified",
        "note": "",
        **more,
    }
