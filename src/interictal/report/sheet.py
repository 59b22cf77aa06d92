"""The sheet that a clinic sends for funding or renewal: two pages of A4, tagged for screen readers (PDF/UA-1).

Its figures are those of the page.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from interictal import INTENDED_USE
from interictal.assessment.result import Assessment
from interictal.errors import DataUnavailable
from interictal.figures import days_per_28, svg
from interictal.figures.figure import recorded_of, synthetic
from interictal.figures.written import day
from interictal.outcomes.definitions import definition
from interictal.outcomes.response import CYCLE_DAYS
from interictal.periods import Rate
from interictal.profile import StopReason
from interictal.report.facts import FOUR_HOURS, Compared, CycleFacts, Facts, facts
from interictal.report.typesetting import typeset
from interictal.report.words import (
    NO_RULE,
    VERDICT,
    citation,
    citations,
    criterion_title,
    missing,
    number,
    percent,
    shown,
)
from interictal.verdicts import Judgement, Reason, Verdict

_REASONS_IN_FULL = 2
"""Guidelines asked for, up to which every reason is printed; with more, only the verdicts are."""

_DIAGNOSES = ("ichd3.1.3", "ichd3.8.2")
_MISSING_SHOWN = 6
_STOPPED = {
    StopReason.INEFFECTIVE: "did not work",
    StopReason.NOT_TOLERATED: "not tolerated",
    StopReason.CONTRAINDICATED: "unsuitable",
    StopReason.OTHER: "stopped for another reason",
    StopReason.ONGOING: "ongoing",
}


def sheet(assessment: Assessment) -> bytes:
    """The funding sheet as PDF.

    Raises:
        NotSupported: the typesetter or the renderer of the picture is not installed.
    """
    content, picture = _content(assessment)
    template = Path(__file__).with_name("sheet.typ").read_bytes()
    return typeset(template, json.dumps(content, ensure_ascii=False), picture)


def _content(assessment: Assessment) -> tuple[dict[str, Any], str]:
    """What stands on the sheet, and its picture."""
    known = facts(assessment)
    patient = shown(assessment.diary.patient) or "not named"
    label = "SYNTHETIC, not a real patient. " if synthetic(assessment) else ""
    picture, drawn = _picture(assessment)
    return {
        "title": "Chronic migraine: headache diary summary for funding or renewal",
        "header": f"{label}Patient: {patient}",
        "document": f"document {known.version}",
        "use": INTENDED_USE,
        "lead": _lead(assessment, known, patient),
        "counts": _counts(known),
        "cycles": _cycles(assessment, known),
        "picture": picture,
        "judged": _judged(assessment),
        "guidelines": _guidelines(assessment),
        "lists": [_preventives(assessment), *_questionnaires(assessment), _missing(assessment)],
        "sign": {
            "title": "Confirmed by the clinician",
            "note": "Nothing on this sheet decides on treatment. The figures come from the patient's own diary.",
            "fields": ["name and role", "signature", "date"],
        },
        "sources": _sources(assessment),
    }, drawn


def _lead(assessment: Assessment, known: Facts, patient: str) -> list[str]:
    who = f"Patient {patient}"
    if assessment.profile.age is not None:
        who += f", {assessment.profile.age:g} years"
    span = (assessment.last - assessment.first).days + 1
    share = 100 * len(assessment.diary.recorded) // span
    lines = [
        f"{who}. Diary from {day(assessment.first)} to {day(assessment.last)}: {recorded_of(assessment)} ({share} %).",
    ]
    headache = known.compared[0]
    if headache.change_percent is not None and headache.before is not None:
        latest = known.cycles[-1].cycle
        so_far = f" so far ({latest.days} of {CYCLE_DAYS} days)" if latest.running else ""
        lines.append(
            f"Headache days per 28: {number(headache.before.per_28)} before the first injection, "
            f"{number(headache.now.per_28)} in cycle {latest.number}{so_far}: {percent(headache.change_percent)}."
        )
    elif headache.now.per_28 is not None:
        lines.append(f"Headache days per 28: {number(headache.now.per_28)} from {day(known.window[0])}.")
    else:
        lines.append("Headache days per 28: not enough days recorded to tell.")
    return lines


def _with_days(one: Compared, rate: Rate | None) -> str:
    if rate is None:
        return "–"
    observed = f"{round(rate.observed, 1):g}"
    counted = f"{observed} of {rate.known}" if one.in_days else f"{observed} h, {rate.known} d"
    return f"{number(rate.per_28)} ({counted})"


def _counts(known: Facts) -> dict[str, Any]:
    rows = []
    for one in known.compared:
        if not one.now.known and not (one.before and one.before.known):
            continue
        name = f"{one.title} [{one.definition}]" if one.definition else one.title
        rows.append([name, _with_days(one, one.before), _with_days(one, one.now), percent(one.change_percent)])
    first, last = known.window
    now = f"Cycle {len(known.cycles)}" if known.cycles else "Latest period"
    return {
        "title": "Baseline and current, per 28 days",
        "header": ["Per 28 days (counted of days known)", "Baseline", now, "Change"],
        "rows": rows,
        "widths": [1, 0, 0, 0],
        "right": [1, 2, 3],
        "note": (
            ("Baseline: the 28 days before the first injection. " if known.cycles else "")
            + f"{now}: {day(first)} to {day(last)}. Days not recorded are in neither figure."
        ),
    }


def _cycles(assessment: Assessment, known: Facts) -> dict[str, Any] | None:
    if not known.cycles:
        return None
    worn = {one.cycle: one for one in assessment.wearing_off}
    changes = {one.cycle: one.change_percent for one in assessment.response}

    def wearing(one: CycleFacts) -> str:
        off = worn.get(one.cycle.number)
        if off is None or off.verdict is Verdict.UNDETERMINED:
            return "cannot tell"
        if off.verdict is Verdict.NOT_MET:
            return "not seen"
        return "seen" if off.week is None else f"from week {off.week}"

    return {
        "title": "Cycles",
        "header": [
            "Cycle",
            "Injection",
            "Given",
            "Days known",
            "Headache days",
            "of 4 h or more",
            "Change",
            "Wearing off",
        ],
        "rows": [
            [
                str(one.cycle.number),
                day(one.cycle.start),
                shown(one.given) or "–",
                f"{one.headache.known} of {one.cycle.days}",
                number(one.headache.per_28),
                number(one.four_hours.per_28),
                percent(changes.get(one.cycle.number)),
                wearing(one),
            ]
            for one in known.cycles
        ],
        "widths": [0, 0, 1, 0, 0, 0, 0, 0],
        "right": [3, 4, 5, 6],
        "note": "Days per 28, over the first 84 days of each cycle. Change: headache days against baseline.",
    }


def _picture(assessment: Assessment) -> tuple[dict[str, str] | None, str]:
    try:
        figure = days_per_28(assessment)
    except DataUnavailable:
        return None, ""
    drawn = svg(figure, "light", framed=False)
    return {"title": figure.title, "alt": figure.description, "source": figure.source}, drawn


def _reason(one: Reason) -> dict[str, str]:
    because = shown(one.because)
    said = f"{VERDICT[one.verdict]}. {because[:1].upper()}{because[1:]} [{shown(one.source)}]"
    return {"criterion": shown(one.criterion), "said": said}


def _judged(assessment: Assessment) -> list[dict[str, Any]]:
    """The diagnosis, and every reason of the guidelines where only one or two were asked for."""
    wanted: list[tuple[str, Judgement]] = [
        (f"{criterion_title(one.id)}, at the end of the diary", one)
        for one in assessment.criteria
        if one.id in _DIAGNOSES
    ]
    if len(assessment.guidelines) <= _REASONS_IN_FULL:
        for guideline in assessment.guidelines:
            asked = (("to start", guideline.start), ("to go on", guideline.go_on), ("to stop", guideline.stop))
            wanted += [
                (f"{guideline.title}: conditions {name}", judged) for name, judged in asked if judged is not None
            ]
    return [
        {
            "title": shown(f"{title}: {VERDICT[judged.verdict]}"),
            "reasons": [_reason(reason) for reason in judged.reasons],
        }
        for title, judged in wanted
    ]


def _guidelines(assessment: Assessment) -> dict[str, Any] | None:
    if len(assessment.guidelines) <= _REASONS_IN_FULL:
        return None

    def said(judged: Judgement | None) -> str:
        return NO_RULE if judged is None else VERDICT[judged.verdict]

    return {
        "title": "Conditions of each document",
        "header": ["Document", "To start", "To go on", "To stop"],
        "rows": [[shown(one.title), said(one.start), said(one.go_on), said(one.stop)] for one in assessment.guidelines],
        "widths": [1, 0, 0, 0],
        "right": [],
        "note": "Choose the one or two that apply (--guideline), and their reasons are printed here in full. All "
        "reasons stand on the page of this assessment.",
    }


def _preventives(assessment: Assessment) -> dict[str, Any]:
    tried = assessment.profile.preventives
    items = []
    for one in tried or ():
        parts = [shown(one.name)]
        if one.drug_class:
            parts[0] += f" ({one.drug_class.replace('_', ' ')})"
        if one.weeks is not None:
            parts.append(f"{one.weeks:g} weeks")
        parts.append("why it was stopped is not known" if one.reason_stopped is None else _STOPPED[one.reason_stopped])
        items.append(", ".join(parts))
    return {
        "title": "Preventives tried",
        "items": items,
        "empty": "Not asked." if tried is None else "None.",
    }


def _questionnaires(assessment: Assessment) -> list[dict[str, Any]]:
    """Totals by date; nothing where none was filled."""
    totals: dict[str, list[str]] = {}
    for one in sorted(assessment.profile.questionnaires, key=lambda each: each.date):
        if one.total is not None:
            dated = f" ({day(dt.date.fromisoformat(one.date))})" if one.date else ""
            totals.setdefault(shown(one.instrument).upper(), []).append(f"{one.total:g}{dated}")
    if not totals:
        return []
    items = [f"{instrument}: {', then '.join(scores)}" for instrument, scores in totals.items()]
    return [{"title": "Questionnaires, totals", "items": items, "empty": ""}]


def _missing(assessment: Assessment) -> dict[str, Any]:
    found = missing(assessment)
    items = [f"{shown('; '.join(titles))}: {shown(because)}" for because, titles in found[:_MISSING_SHOWN]]
    if len(found) > _MISSING_SHOWN:
        items.append(f"And {len(found) - _MISSING_SHOWN} more; all stand on the page of this assessment.")
    return {"title": "What is missing", "items": items, "empty": "Nothing: every question above has an answer."}


def _sources(assessment: Assessment) -> dict[str, Any]:
    """Definitions in force, and the documents behind the verdicts printed here."""
    names = dict.fromkeys((assessment.headache_definition, FOUR_HOURS, assessment.migraine_definition))
    lines = [f"{one.id}: {one.rule} [{citation(one.source).id}]" for one in map(definition, names)]
    listed = citations(assessment, (citation(definition(FOUR_HOURS).source).id,))
    named = "; ".join(f"{one.id}, doi:{one.doi}" for one in listed if one.doi)
    lines.append(f"Sources with a DOI: {named}. All sources stand on the page of this assessment.")
    return {"title": "Definitions and sources", "lines": lines}
