"""A forecast as ``interictal.forecast/1`` (docs/schema), which terminal and picture show: plain JSON values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.forecast.patient.parameters import MODEL, VERSION, response
from interictal.forecast.patient.records import (
    HEADACHE,
    LEVELS,
    UNKNOWN,
    Dose,
    Expected,
    Forecast,
    History,
    Responder,
    Span,
    WearingOff,
)
from interictal.forecast.patient.wearing import RULE
from interictal.outcomes.definitions import DEFAULT_HEADACHE

SCHEMA = "interictal.forecast/1"

FUNCTION = "predict"
"""What kind of software function this is: it predicts, it does not record or calculate what is there."""

SYNTHETIC = "SYNTHETIC"
"""Identifiers of made-up patients begin with it."""

NOT_CAUSAL = (
    "This is what would be expected with and without the next session, in people like these; it does not say that the "
    "session causes the difference."
)

UNTESTED = (
    "How well weeks under treatment are forecast has not been tested day by day: no public daily diary of patients "
    "treated with the toxin is known to us."
)

NO_CAUSE = "This is expected from the days recorded; it says nothing of what causes headache or keeps it away."


def forecast_document(
    found: Forecast,
    *,
    patient: str = "",
    notes: Sequence[str] = (),
    definition: str = DEFAULT_HEADACHE,
) -> dict[str, Any]:
    """A forecast as JSON values.

    Args:
        found: the forecast.
        patient: identifier in the file, "" where there is none.
        notes: sentences on what was assumed in reading the diary and the sessions.
        definition: id of the headache-day definition the days were counted by.

    Returns:
        Dates as ISO strings, days and probabilities as numbers, unknown as None; never NaN.

    Unknown: days not recorded are in no count of ``history`` and say nothing in ``weeks``.
    """
    history, dose = found.history, found.next_dose
    treated = bool(history.doses) or dose is not None
    return {
        "schema": SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "function": FUNCTION,
        "model": {
            "id": MODEL,
            "version": VERSION,
            "parameters": {"daily": asdict(found.parameters), "response": asdict(response()) if treated else None},
        },
        "patient": patient,
        "synthetic": patient.startswith(SYNTHETIC),
        "origin": history.origin.isoformat(),
        "basis": _basis(found, notes, definition),
        "withheld": None if found.withheld is None else asdict(found.withheld),
        "next": None if dose is None else {"date": _date(history, dose.day), "units": dose.units},
        "weeks": [_span(one, "week") for one in found.weeks],
        "periods": [_span(one, "period") for one in found.periods],
        "responder": [_responder(one) for one in found.responder],
        "wearing_off": None if found.wearing_off is None else _wearing_off(found.wearing_off),
        "not_causal": NO_CAUSE if dose is None else NOT_CAUSAL,
        "untested": UNTESTED if treated else None,
        "history": _weeks_before(history),
        "sessions": [_date(history, one.day) for one in history.doses],
    }


def _date(history: History, day: int) -> str:
    return (history.first + dt.timedelta(day)).isoformat()


def _basis(found: Forecast, notes: Sequence[str], definition: str) -> dict[str, Any]:
    history, past = found.history, found.past
    before = None
    if found.baseline is not None:
        before = {
            "days": found.baseline[0],
            "recorded": found.baseline[1],
            "words": "headache days of the days recorded in the 28 days before the first session",
        }
    return {
        "definition": definition,
        "recorded_days": history.recorded,
        "headache_days": history.headaches,
        "span_days": len(history.days),
        "first": history.first.isoformat(),
        "last": (history.origin - dt.timedelta(1)).isoformat(),
        "sessions": len(history.doses),
        "baseline": before,
        "past_origins": 0 if past is None else past.origins,
        "score": None if past is None else rounded(past.score),
        "baseline_score": None if past is None else rounded(past.baseline_score),
        "held_against": None if past is None else past.baseline,
        "words": " ".join([_basis_words(history, found.next_dose), *notes]),
    }


def _basis_words(history: History, dose: Dose | None) -> str:
    number = len(history.doses)
    sessions = "no session" if number == 0 else "1 session" if number == 1 else f"{number} sessions"
    units = ", ".join(dict.fromkeys(f"{one.units:g} U" for one in history.doses))
    given = f"{sessions} ({units})" if units else sessions
    named = f", and a next one of {dose.units:g} U on {_date(history, dose.day)}" if dose is not None else ""
    return (
        f"Rests on {history.recorded} recorded days of {len(history.days)}, {history.headaches} with headache, "
        f"and on {given}{named}."
    )


def _expected(one: Expected) -> dict[str, Any]:
    return {
        "mean": rounded(one.mean),
        "median": one.median,
        **{f"interval_{level}": list(one.interval(level)) for level in LEVELS},
    }


def _span(one: Span, name: str) -> dict[str, Any]:
    return {
        name: one.number,
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "expected": _expected(one.expected),
        "without_next": None if one.without_next is None else _expected(one.without_next),
    }


def _responder(one: Responder) -> dict[str, Any]:
    bare = one.without_next
    return {
        "cycle": one.cycle,
        "start": one.start.isoformat(),
        "by": one.by.isoformat(),
        "response_30": _share(one.response_30),
        "response_50": _share(one.response_50),
        "without_next": None if bare is None else {"response_30": _share(bare[0]), "response_50": _share(bare[1])},
    }


def _wearing_off(one: WearingOff) -> dict[str, Any]:
    return {
        "session": one.session.isoformat(),
        "week": one.week,
        "interval_80": [one.earliest, one.latest],
        "share_before_week_12": None if one.share_before_week_12 is None else _share(one.share_before_week_12),
        "rule": RULE,
    }


def _weeks_before(history: History) -> list[dict[str, Any]]:
    # Counted back from the origin, so that the last week ends where the forecast begins; the first may be shorter.
    days, number = history.days, len(history.days)
    found = []
    for start in range(number % 7 - 7 if number % 7 else 0, number, 7):
        week = days[max(0, start) : start + 7]
        found.append(
            {
                "start": _date(history, max(0, start)),
                "end": _date(history, start + 6),
                "headache_days": sum(day == HEADACHE for day in week),
                "recorded_days": sum(day != UNKNOWN for day in week),
            }
        )
    return found


def rounded(value: float) -> float:
    """Four decimals: what a document shows of a score or a number of days."""
    return round(value, 4)


def _share(value: float) -> float:
    # What is not certain is never rounded to certain.
    if value <= 0 or value >= 1:
        return float(value >= 1)
    return min(1 - _SMALLEST, max(_SMALLEST, round(value, 4)))


_SMALLEST = 0.0001
