"""Guidelines applied to a case, described, and due for review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from interictal.diary.findings import Finding, Level
from interictal.guidelines.case import Case
from interictal.guidelines.kinds import KINDS
from interictal.guidelines.reading import load
from interictal.guidelines.rules import Criterion, Guideline, GuidelineVerdicts, Question
from interictal.sources import source
from interictal.verdicts import Judgement, Reason, Verdict, all_of, any_of

UNCONFIRMED = "unconfirmed"


def apply(guideline_id: str, case: Case) -> GuidelineVerdicts:
    """One guideline's rules on one patient.

    Args:
        guideline_id: see ``ids``.
        case: the patient.

    Returns:
        The three verdicts, each criterion with its reason. Where no injection is recorded, continue and stop are
        undetermined: there is nothing to go on with, and nothing to stop.

    Raises:
        InvalidInput: no such guideline.

    Unknown: docs/spec/guidelines.md says for each kind of criterion what missing data does.
    """
    return verdicts(load(guideline_id), case)


def verdicts(guideline: Guideline, case: Case) -> GuidelineVerdicts:
    """The rules of a guideline that is already loaded, on one patient."""
    return GuidelineVerdicts(
        id=guideline.id,
        title=_title(guideline),
        confirmed=guideline.confirmed,
        start=_judged(guideline.start, f"{guideline.id}.start", case, needs_injection=False),
        go_on=_judged(guideline.go_on, f"{guideline.id}.continue", case, needs_injection=True),
        stop=_judged(guideline.stop, f"{guideline.id}.stop", case, needs_injection=True),
    )


def _judged(question: Question | None, name: str, case: Case, *, needs_injection: bool) -> Judgement | None:
    if question is None:
        return None
    if needs_injection and not case.injections:
        because = f"No injection is recorded up to {case.last}, so there is nothing to judge yet."
        first = question.criteria[0]
        reason = Reason("injections", Verdict.UNDETERMINED, because, first.source)
        return Judgement(name, Verdict.UNDETERMINED, (reason,))
    reasons = tuple(_reason(criterion, case) for criterion in question.criteria)
    combine = any_of if question.any_suffices else all_of
    decide = (reason.verdict for criterion, reason in zip(question.criteria, reasons, strict=True) if criterion.decides)
    return Judgement(name, combine(decide), reasons)


def _reason(criterion: Criterion, case: Case) -> Reason:
    answer, because = KINDS[criterion.kind].answer(case, criterion.numbers)
    if not criterion.verified:
        because = f"{because} (This rule is {UNCONFIRMED}.)"
    return Reason(_label(criterion), answer, because, criterion.source)


def _label(criterion: Criterion) -> str:
    return criterion.label if criterion.decides else f"{criterion.label} (preferred; does not decide)"


def _title(guideline: Guideline) -> str:
    return guideline.title if guideline.confirmed else f"{guideline.title} ({UNCONFIRMED})"


def described(guideline_id: str) -> dict[str, Any]:
    """What a guideline says, for lists: its document, its criteria in plain words, its status, when it is to be
    checked again.

    Raises:
        InvalidInput: no such guideline.
    """
    guideline = load(guideline_id)
    document = source(guideline.id)
    return {
        "id": guideline.id,
        "title": _title(guideline),
        "body": guideline.body,
        "jurisdiction": guideline.jurisdiction,
        "document": guideline.document,
        "version": guideline.version,
        "date": guideline.date,
        "start": _listed(guideline.start),
        "continue": _listed(guideline.go_on),
        "stop": _listed(guideline.stop),
        "note": guideline.note,
        "source": document.citation,
        "link": document.url,
        "checked": f"{document.checked} (tier {document.tier}, {document.status})",
        "review_by": guideline.review_by.isoformat(),
    }


def _listed(question: Question | None) -> list[str]:
    if question is None:
        return []
    joint = "or" if question.any_suffices else "and"
    words = []
    for index, one in enumerate(question.criteria):
        place = one.source.partition("#")[2]
        flag = "" if one.verified else f", {UNCONFIRMED}"
        words.append(f"{f'{joint} ' if index else ''}{_label(one)} [{place}{flag}]")
    return words


def review_findings(guideline_ids: Iterable[str], today: dt.date) -> tuple[Finding, ...]:
    """One finding for each guideline whose date of review has passed.

    Args:
        guideline_ids: the guidelines in use.
        today: the date to compare with; the caller's, so that an assessment depends on no clock.
    """
    overdue = [one for one in map(load, guideline_ids) if today > one.review_by]
    return tuple(
        Finding(
            "guideline-review-due",
            Level.WARNING,
            f"{one.title}: these rules were to be checked again by {one.review_by}. "
            "Compare them with the current document before relying on them.",
        )
        for one in overdue
    )
