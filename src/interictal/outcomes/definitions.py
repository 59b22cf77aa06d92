"""The registry of day definitions: what a "headache day" and a "migraine day" are, each with an id and a source.

The definition changes the number: going from four hours to thirty minutes adds about half a migraine day a month
(``leiden-2023``). So every count names the id of the definition it was made with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from interictal.diary.days import Day, Severity
from interictal.diary.medicines import DrugClass
from interictal.errors import InvalidInput
from interictal.ichd3.day import (
    AURA_MINUTES,
    headache,
    meets_accompanying_symptoms,
    meets_chronic_migraine_c,
    meets_migraine_or_probable,
    meets_migraine_without_aura,
    meets_pain_features,
)
from interictal.ichd3.medication import MIGRAINE_SPECIFIC_CLASSES, took
from interictal.verdicts import Verdict, all_of, any_of, verdict


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition of a day.

    Args:
        id: stable name, printed beside every count made with it.
        kind: "headache" or "migraine".
        title: a few words.
        rule: the rule in plain words, with what a diary cannot tell.
        source: source id.
        decide: the verdict for one day: NOT_MET on a day without headache, UNDETERMINED on one not recorded. It sees
            the medicines of that day only; ``interictal.ichd3.medication.with_known_intakes`` settles empty cells.
    """

    id: str
    kind: str
    title: str
    rule: str
    source: str
    decide: Callable[[Day], Verdict]


def _four_hours(day: Day) -> Verdict:
    return _lasted(day, 4) if day.headache else headache(day)


def _halo(day: Day) -> Verdict:
    if not day.headache:
        return headache(day)
    at_least_moderate = verdict(None if day.severity is None else day.severity in (Severity.MODERATE, Severity.SEVERE))
    drug = took(day.intakes, (DrugClass.TRIPTAN, DrugClass.ERGOT))
    return any_of((all_of((_lasted(day, 4), at_least_moderate)), drug))


def _leiden(day: Day) -> Verdict:
    return _typical_or_drug(day, 0.5, MIGRAINE_SPECIFIC_CLASSES)


def _four_hours_or_triptan(day: Day) -> Verdict:
    return _typical_or_drug(day, 4, (DrugClass.TRIPTAN,))


def _believed(day: Day) -> Verdict:
    return verdict(day.believed_migraine) if day.headache else headache(day)


def _typical_or_drug(day: Day, hours: float, drugs: tuple[DrugClass, ...]) -> Verdict:
    if not day.headache:
        return headache(day)
    typical = all_of((_lasted(day, hours), meets_pain_features(day), meets_accompanying_symptoms(day)))
    return any_of((typical, _aura(day), took(day.intakes, drugs)))


def _aura(day: Day) -> Verdict:
    # Stricter than 1.2 C, as published: an aura of another duration does not make the day.
    if day.aura_minutes is None:
        return verdict(False if day.aura is False else None)
    return all_of((verdict(day.aura), verdict(AURA_MINUTES[0] <= day.aura_minutes <= AURA_MINUTES[1])))


def _lasted(day: Day, hours: float) -> Verdict:
    return verdict(None if day.hours is None else day.hours >= hours)


DEFAULT_HEADACHE = "ANY"
DEFAULT_MIGRAINE = "ICHD3-CM-C"

DEFINITIONS: dict[str, Definition] = {
    one.id: one
    for one in (
        Definition(
            "ANY",
            "headache",
            "any headache",
            "A day on which headache of any severity and duration is recorded.",
            "ichd-3#1.3",
            headache,
        ),
        Definition(
            "PREEMPT-HD4",
            "headache",
            "headache of 4 hours or more",
            "A calendar day with at least 4 hours of headache. The hours are taken to be continuous: a diary does not "
            "tell one headache of 4 hours from two of 2 hours.",
            "preempt-headache-day",
            _four_hours,
        ),
        Definition(
            "HALO-HD",
            "headache",
            "headache day of the HALO CM trial",
            "A calendar day with at least 4 hours of headache (taken to be continuous) of at least moderate peak "
            "severity, or a headache day of any severity and duration with a triptan or ergot (wording unconfirmed).",
            "halo-cm-2017",
            _halo,
        ),
        Definition(
            "ICHD3-CM-C",
            "migraine",
            "criterion C of chronic migraine",
            "A headache day that meets C and D of 1.1, or has an aura of 5 to 60 minutes (what a diary tells of 1.2), "
            "or was believed a migraine at onset and relieved by a triptan or ergot. How long it lasted is not asked.",
            "ichd-3#1.3",
            meets_chronic_migraine_c,
        ),
        Definition(
            "ICHD3-1.1",
            "migraine",
            "migraine without aura on the date",
            "A headache day with at least 4 hours of headache that meets C and D of 1.1. A shorter headache on a day "
            "with an acute medicine stays open: without the medicine it might have lasted.",
            "ichd-3#1.1",
            meets_migraine_without_aura,
        ),
        Definition(
            "ICHD3-1.1-1.5.1",
            "migraine",
            "migraine or probable migraine on the date",
            "A headache day that misses at most one of B (4 hours), C and D of 1.1. ICHD-3 wants probable migraine "
            "counted as migraine where days or attacks of a patient with migraine are an outcome.",
            "ichd-3#1.5",
            meets_migraine_or_probable,
        ),
        Definition(
            "LEIDEN-2023",
            "migraine",
            "proposed e-diary definition, Leiden 2023",
            "A headache day with at least 30 minutes of headache that meets C and D of 1.1, or an aura of 5 to 60 "
            "minutes, or an acute migraine-specific medicine (triptan, ergot, gepant or ditan: which classes these are "
            "is our reading), whatever its effect.",
            "leiden-2023",
            _leiden,
        ),
        Definition(
            "DUR4H",
            "migraine",
            "4 hours, triptan or aura (comparator of Leiden 2023)",
            "A headache day with at least 4 hours of headache that meets C and D of 1.1, or an aura of 5 to 60 "
            "minutes, or a triptan.",
            "leiden-2023",
            _four_hours_or_triptan,
        ),
        Definition(
            "PATIENT",
            "migraine",
            "the patient's own word",
            "A headache day that the patient took for a migraine.",
            "interictal-definitions",
            _believed,
        ),
    )
}
"""The definitions by id, headache days first."""


def definition(id: str) -> Definition:  # noqa: A002 - it is the id, in every file and on the command line
    """The definition with an id.

    >>> definition("PREEMPT-HD4").kind
    'headache'

    Raises:
        InvalidInput: no such definition; the message lists the ids.
    """
    try:
        return DEFINITIONS[id]
    except KeyError:
        raise InvalidInput("definition", id, ", ".join(DEFINITIONS), "Name one of these.") from None
