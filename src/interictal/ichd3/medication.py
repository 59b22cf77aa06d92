"""Medication days: what was taken on which day, and what an empty medicines cell means.

Days are counted, never doses. An empty cell is the trap: one patient leaves it empty when nothing was taken,
another never fills it in. docs/spec/medication-days.md says how the two are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interictal.diary.days import Day, Status
from interictal.diary.findings import Finding, Level
from interictal.diary.medicines import DrugClass, Intake
from interictal.errors import InvalidInput
from interictal.verdicts import Verdict

ACUTE_CLASSES = (
    DrugClass.TRIPTAN,
    DrugClass.ERGOT,
    DrugClass.SIMPLE_ANALGESIC,
    DrugClass.COMBINATION_ANALGESIC,
    DrugClass.OPIOID,
    DrugClass.BARBITURATE,
    DrugClass.GEPANT,
    DrugClass.DITAN,
)
"""Medicines taken for an attack. Preventives and ``other`` are not among them."""

MIGRAINE_SPECIFIC_CLASSES = (DrugClass.TRIPTAN, DrugClass.ERGOT, DrugClass.GEPANT, DrugClass.DITAN)
"""Acute medicines that are for migraine only; which classes belong here is our reading."""

BLANK_MEANS_NONE = "none"
BLANK_MEANS_UNKNOWN = "unknown"


def blank_means_none(days: Sequence[Day], blank_medications: str = "") -> bool:
    """Whether an empty medicines cell on a recorded day stands for "none taken".

    Args:
        days: the whole diary; the rule is decided once for all of it.
        blank_medications: ``none`` or ``unknown`` decides; "" asks the diary: where a medicine is entered on at least
            one day, the patient fills the column in, and an empty cell says "none".

    Raises:
        InvalidInput: another word.

    Source: our rule, ``interictal-medication-days``.
    Unknown: a diary that never enters a medicine leaves every empty cell unknown.
    """
    if blank_medications not in ("", BLANK_MEANS_NONE, BLANK_MEANS_UNKNOWN):
        raise InvalidInput("blank_medications", blank_medications, "none or unknown", "Correct it or leave it out.")
    if blank_medications:
        return blank_medications == BLANK_MEANS_NONE
    return any(day.intakes for day in days)


def known_intakes(days: Sequence[Day], blank_medications: str = "") -> list[tuple[Intake, ...] | None]:
    """What was taken on each day: () is none, None is unknown.

    Args:
        days: the whole diary.
        blank_medications: see ``blank_means_none``.

    Unknown: a day that is not recorded stays unknown, whatever an empty cell means, unless a medicine stands there.
    """
    if blank_means_none(days, blank_medications):
        return [() if day.intakes is None and day.status is not Status.NOT_RECORDED else day.intakes for day in days]
    return [day.intakes for day in days]


def with_known_intakes(days: Sequence[Day], blank_medications: str = "") -> tuple[Day, ...]:
    """The same days, empty medicines cells replaced by "none taken" where they stand for it.

    Rules that look at one day (definitions of a migraine day, criterion C3) see the medicines of that day only: give
    them these days, so that every count of a diary reads an empty cell the same way.
    """
    return tuple(
        day if intakes is day.intakes else replace(day, intakes=intakes)
        for day, intakes in zip(days, known_intakes(days, blank_medications), strict=True)
    )


def blank_medications_finding(days: Sequence[Day], blank_medications: str = "") -> Finding | None:
    """The finding ``blank-medications`` where empty cells are counted as "none" and nobody was asked."""
    if blank_medications or not blank_means_none(days):
        return None
    recorded = [day for day in days if day.status is not Status.NOT_RECORDED]
    blank = sum(day.intakes is None for day in recorded)
    if not blank:
        return None
    entered = sum(bool(day.intakes) for day in days)
    return Finding(
        "blank-medications",
        Level.WARNING,
        f"medications: empty on {blank} of {len(recorded)} recorded days; counted as none taken, because medicines are "
        f"entered on {entered} days. Set blank_medications to 'unknown' in the profile if an empty cell says nothing.",
        field="medications",
    )


def took(intakes: tuple[Intake, ...] | None, classes: Sequence[DrugClass] = ACUTE_CLASSES) -> Verdict:
    """Whether a medicine of one of the classes was taken on a day.

    Args:
        intakes: the day's medicines, from ``known_intakes``.
        classes: the classes asked for; all acute ones by default.

    Unknown: intakes that are unknown, or a medicine whose name is not recognised: it may be of any class.
    """
    if intakes is None:
        return Verdict.UNDETERMINED
    answer = Verdict.NOT_MET
    for intake in intakes:
        if intake.drug_class in classes:
            return Verdict.MET
        if intake.drug_class is None:
            answer = Verdict.UNDETERMINED
    return answer
