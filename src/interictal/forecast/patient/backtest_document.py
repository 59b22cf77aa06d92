"""A backtest as ``interictal.backtest/1``, a fit as ``interictal.forecast-fit/1`` (docs/schema): plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.forecast.patient.backtest import Backtest
from interictal.forecast.patient.document import FUNCTION, rounded
from interictal.forecast.patient.estimation import Estimate
from interictal.forecast.patient.parameters import MODEL, VERSION, Baselines, baselines, daily
from interictal.forecast.patient.scores import Summary

SCHEMA = "interictal.backtest/1"
FIT_SCHEMA = "interictal.forecast-fit/1"

NO_TREATED = (
    "No patient here had a session of onabotulinumtoxinA, so nothing here says how well weeks under treatment are "
    "forecast. No public daily diary of patients treated with the toxin is known to us: that stays untested."
)

NO_TEST = (
    "The daily parameters were fitted to daily logs of headache patients (kostecki-dillon-1999, even numbers of the "
    "file): on those patients a backtest is no test."
)

SCORE_WORDS = {
    "log_score": "natural logarithm of the probability given to the number of headache days that came; higher is "
    "better",
    "crps": "continuous ranked probability score of that number, in days; lower is better",
    "brier": "mean squared difference between each recorded day (1 headache, 0 none) and its probability; lower is "
    "better",
    "coverage": "share of outcomes inside the central 50, 80 and 95 % of the forecast, read from the non-randomised "
    "probability integral transform; an ideal forecast has these shares",
    "interval_coverage": "share of outcomes inside the intervals of whole days that are shown; whole days cover at "
    "least their level, so an ideal forecast has somewhat more",
    "pit": "histogram of the transform in 10 bins, mean 1; an ideal forecast is flat, U-shaped is too narrow, "
    "hump-shaped too wide",
    "margin": "mean difference of the log scores, the model minus the best of the four baselines; its standard error "
    "takes the forecasts of a patient together",
}
"""What each score of a backtest means."""


def backtest_document(found: Backtest, *, synthetic: bool = False, notes: Sequence[str] = ()) -> dict[str, Any]:
    """A backtest as JSON values.

    Args:
        found: the backtest.
        synthetic: whether a patient of it is made up.
        notes: sentences on patients that were left out.
    """
    said = [*notes, NO_TEST, *((NO_TREATED,) if found.treated == 0 else ())]
    return {
        "schema": SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "function": FUNCTION,
        "model": {"id": MODEL, "version": VERSION},
        "synthetic": synthetic,
        "horizon_days": found.horizon_days,
        "origin_every_days": found.origin_every_days,
        "patients": found.patients,
        "forecasts": found.forecasts,
        "left_out": found.left_out,
        "treated": found.treated,
        "scores": [_summary(one, "model" if one.model == MODEL else "baseline") for one in found.scores],
        "variants": [_summary(one, "variant") for one in found.variants],
        "margin": {
            "over": found.best_baseline,
            "log_score": rounded(found.margin),
            "standard_error": rounded(found.margin_error) if _several(found) else None,
        },
        "definitions": dict(SCORE_WORDS),
        "notes": said,
    }


def _several(found: Backtest) -> bool:
    # With a single patient nothing is known of the spread between patients.
    return found.scores[0].patients > 1


def _summary(one: Summary, role: str) -> dict[str, Any]:
    return {
        "model": one.model,
        "role": role,
        "forecasts": one.forecasts,
        "patients": one.patients,
        "log_score": rounded(one.log_score),
        "crps": rounded(one.crps),
        "brier": rounded(one.brier),
        "coverage": _levels(one.coverage),
        "interval_coverage": _levels(one.interval_coverage),
        "pit": [rounded(each) for each in one.pit],
    }


def _levels(shares: Mapping[int, float]) -> dict[str, float]:
    return {str(level): rounded(share) for level, share in shares.items()}


def fit_document(found: Estimate, *, synthetic: bool = False, notes: Sequence[str] = ()) -> dict[str, Any]:
    """Parameters fitted to diaries, beside those shipped, as JSON values.

    Args:
        found: the fit.
        synthetic: whether a patient of it is made up.
        notes: sentences on patients that were left out.

    Returns:
        For each parameter the fitted value, its 95 percent interval, the shipped value and whether that lies in the
        interval; the half-life is held and has none. For each number of the baselines both values.
    """
    shipped, fitted = asdict(daily()), asdict(found.daily)
    return {
        "schema": FIT_SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "function": FUNCTION,
        "model": {"id": MODEL, "version": VERSION},
        "synthetic": synthetic,
        "patients": found.patients,
        "days": found.days,
        "headache_days": found.headache_days,
        "log_likelihood": rounded(found.log_likelihood),
        "daily": [
            {
                "parameter": name,
                "value": rounded(value),
                "interval_95": [rounded(each) for each in found.intervals[name]] if name in found.intervals else None,
                "held": name not in found.intervals,
                "shipped": shipped[name],
                "agrees": _agrees(name, found, shipped[name]),
            }
            for name, value in fitted.items()
        ],
        "baselines": [
            {"parameter": name, "value": rounded(value), "shipped": known}
            for (name, value), known in zip(
                _baseline_numbers(found.baselines), dict(_baseline_numbers(baselines())).values(), strict=True
            )
        ],
        "notes": list(notes),
    }


def _agrees(name: str, found: Estimate, shipped: float) -> bool:
    if name not in found.intervals:
        return bool(getattr(found.daily, name) == shipped)
    low, high = found.intervals[name]
    return low <= shipped <= high


def _baseline_numbers(known: Baselines) -> list[tuple[str, float]]:
    return [
        ("rate", known.rate),
        ("own_headache", known.own[0]),
        ("own_free", known.own[1]),
        ("after_free_headache", known.after_free[0]),
        ("after_free_free", known.after_free[1]),
        ("after_headache_headache", known.after_headache[0]),
        ("after_headache_free", known.after_headache[1]),
    ]
