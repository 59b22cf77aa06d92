"""The assessment as the JSON document ``interictal.assessment/1`` (docs/schema/assessment.schema.json)."""

from __future__ import annotations

import json
from typing import Any

from interictal import INTENDED_USE
from interictal.assessment.result import Assessment
from interictal.diary.findings import Finding
from interictal.periods import PERIOD_DAYS, Rate
from interictal.verdicts import Judgement, Reason, Verdict

SCHEMA = "interictal.assessment/1"

_THREE: dict[Verdict, bool | None] = {Verdict.MET: True, Verdict.NOT_MET: False, Verdict.UNDETERMINED: None}


def document(assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain JSON values: dates as ISO strings, rates rounded to two decimals, unknown as null."""
    diary = assessment.diary
    return {
        "schema": SCHEMA,
        "intended_use": INTENDED_USE,
        "patient": diary.patient,
        "diary": {
            "first": assessment.first.isoformat(),
            "last": assessment.last.isoformat(),
            "days_recorded": len(diary.recorded),
            "days_in_span": (assessment.last - assessment.first).days + 1,
            "findings": [_finding(one) for one in assessment.findings],
        },
        "definitions": {
            "headache_day": assessment.headache_definition,
            "migraine_day": assessment.migraine_definition,
            "period_days": PERIOD_DAYS,
        },
        "periods": [
            {
                "start": one.period.start.isoformat(),
                "end": one.period.end.isoformat(),
                "cycle": one.period.cycle,
                "period_in_cycle": one.period.period_in_cycle,
                "days_recorded": one.days_recorded,
                **{name: _rate(rate) for name, rate in one.counts.items()},
            }
            for one in assessment.periods
        ],
        "criteria": [{"id": one.id, **_judgement(one)} for one in assessment.criteria],
        "response": [
            {
                "cycle": one.cycle,
                "baseline_per_28": _rounded(one.baseline_per_28),
                "value_per_28": _rounded(one.value_per_28),
                "change_percent": _rounded(one.change_percent),
                **{f"responder_{level}": _THREE[verdict] for level, verdict in one.responder.items()},
                "because": one.because,
            }
            for one in assessment.response
        ],
        "wearing_off": [
            {"cycle": one.cycle, "verdict": one.verdict.value, "week": one.week, "because": one.because}
            for one in assessment.wearing_off
        ],
        "guidelines": [
            {
                "id": one.id,
                "title": one.title,
                "confirmed": one.confirmed,
                "start": _judgement_or_silence(one.start, one.id),
                "continue": _judgement_or_silence(one.go_on, one.id),
                "stop": _judgement_or_silence(one.stop, one.id),
            }
            for one in assessment.guidelines
        ],
        "options": [
            {"id": one.id, "label": one.label, "because": one.because, "sources": list(one.sources)}
            for one in assessment.options
        ],
    }


def line(assessment: Assessment) -> str:
    """The document on one line, keys in the order of the schema."""
    return json.dumps(document(assessment), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "level": one.level.value,
        "message": one.message,
        "rows": list(one.rows),
        "field": one.field,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _rate(rate: Rate) -> dict[str, Any]:
    observed = int(rate.observed) if rate.observed == int(rate.observed) else round(rate.observed, 2)
    return {"observed": observed, "per_28": _rounded(rate.per_28), "imputation": rate.imputation.value}


def _judgement(one: Judgement) -> dict[str, Any]:
    return {"verdict": one.verdict.value, "reasons": [_reason(reason) for reason in one.reasons]}


def _reason(one: Reason) -> dict[str, Any]:
    return {"criterion": one.criterion, "verdict": one.verdict.value, "because": one.because, "source": one.source}


def _judgement_or_silence(one: Judgement | None, guideline: str) -> dict[str, Any]:
    if one is not None:
        return _judgement(one)
    return {
        "verdict": Verdict.UNDETERMINED.value,
        "reasons": [
            {
                "criterion": "no rule",
                "verdict": Verdict.UNDETERMINED.value,
                "because": "This document gives no rule on this question.",
                "source": guideline,
            }
        ],
    }
