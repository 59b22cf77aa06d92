"""What ICHD-3 asks of one day: criteria of 1.1, 1.2, 1.3 and 1.5.1 as far as a diary day can tell them.

Two things that must not be confused:

* **the day's duration**: headache hours that fall on one local date. This is what the functions here look at.
* **the attack's duration**: criterion B of 1.1 asks for it, and an attack may run over midnight.
  ``interictal.ichd3.attacks`` looks at neighbouring days for that.

A day without headache is NOT_MET for every criterion, a day that is not recorded is UNDETERMINED.
"""

from __future__ import annotations

from interictal.diary.days import Day, Severity, Status
from interictal.diary.medicines import DrugClass
from interictal.ichd3.medication import took
from interictal.verdicts import Verdict, at_least, count_at_least, verdict

SHORTEST_HOURS = 4
"""Least duration of an untreated attack in adults, in hours (1.1 B)."""

SHORTEST_HOURS_UNDER_18 = 2
"""The same under the age of 18 (1.1, note 3)."""

LONGEST_HOURS = 72
"""Greatest duration of an attack, in hours (1.1 B)."""

AURA_MINUTES = (5, 60)
"""Duration of an aura symptom (1.2 C), both ends included."""

_TRIPTAN_OR_ERGOT = (DrugClass.TRIPTAN, DrugClass.ERGOT)
_PAINFUL = (Severity.MODERATE, Severity.SEVERE)


def headache(day: Day) -> Verdict:
    """Whether there was any headache on the date."""
    return verdict(day.headache)


def pain_features(day: Day) -> tuple[Verdict, Verdict, Verdict, Verdict]:
    """The four pain features of 1.1 C: C1 unilateral, C2 pulsating, C3 moderate or severe, C4 worse with activity.

    Source: ``ichd-3#1.1``.
    Unknown: C3 needs the four-point severity; the 0-10 intensity is never converted into it.
    """
    if day.status is not Status.HEADACHE:
        without = headache(day)
        return without, without, without, without
    return (
        verdict(day.unilateral),
        verdict(day.pulsating),
        verdict(_moderate_or_severe(day)),
        verdict(day.aggravated_by_activity),
    )


def meets_pain_features(day: Day) -> Verdict:
    """1.1 C: at least two of the four pain features."""
    if day.status is not Status.HEADACHE:
        return headache(day)
    met = unknown = 0
    for answer in (day.unilateral, day.pulsating, _moderate_or_severe(day), day.aggravated_by_activity):
        if answer:
            met += 1
        elif answer is None:
            unknown += 1
    return count_at_least(2, met, unknown)


def meets_accompanying_symptoms(day: Day) -> Verdict:
    """1.1 D: nausea and/or vomiting, or photophobia together with phonophobia. One of the last two is not enough."""
    if day.status is not Status.HEADACHE:
        return headache(day)
    nausea, vomiting, light, sound = day.nausea, day.vomiting, day.photophobia, day.phonophobia
    if nausea or vomiting or (light and sound):
        return Verdict.MET
    if nausea is None or vomiting is None:
        return Verdict.UNDETERMINED
    if light is False or sound is False:
        return Verdict.NOT_MET
    return Verdict.UNDETERMINED


def meets_duration(day: Day, shortest_hours: float = SHORTEST_HOURS) -> Verdict:
    """1.1 B on one date: at least four hours of headache fell on it, taken to be continuous.

    The criterion is about an untreated attack: where fewer hours were recorded and an acute medicine was or may have
    been taken, the duration without it is not known.

    Args:
        day: the day.
        shortest_hours: hours needed; 2 under the age of 18.

    Source: ``ichd-3#1.1``; that the hours of the date are looked at is our reading.
    Unknown: hours that are not given; a short headache on a day with an acute, unrecognised or unknown medicine.
    """
    if day.status is not Status.HEADACHE:
        return headache(day)
    if day.hours is None:
        return Verdict.UNDETERMINED
    if day.hours >= shortest_hours:
        return Verdict.MET
    return Verdict.NOT_MET if took(day.intakes) is Verdict.NOT_MET else Verdict.UNDETERMINED


def meets_aura(day: Day) -> Verdict:
    """1.2 B and C as far as a diary can tell: an aura whose longest symptom lasted 5 to 60 minutes.

    ICHD-3 asks for three of six characteristics; a diary day holds one of them, the duration. An aura of that duration
    is taken as typical (as the Leiden diary does); an aura of another or unknown duration stays open.

    Source: ``ichd-3#1.2``; ``leiden-2023``; the reading is ours.
    Unknown: whether there was an aura; its duration; the other characteristics, where the duration is not typical.
    """
    if day.status is not Status.HEADACHE:
        return headache(day)
    if day.aura and day.aura_minutes is not None and AURA_MINUTES[0] <= day.aura_minutes <= AURA_MINUTES[1]:
        return Verdict.MET
    return Verdict.NOT_MET if day.aura is False else Verdict.UNDETERMINED


def meets_believed_and_relieved(day: Day) -> Verdict:
    """1.3 C3: the patient took it for a migraine at onset, and a triptan or ergot relieved it.

    Unknown: where relief is not answered, a day on which certainly no triptan or ergot was taken is NOT_MET.
    """
    if day.status is not Status.HEADACHE:
        return headache(day)
    believed, relieved = day.believed_migraine, day.relieved_by_triptan_or_ergot
    if believed and relieved:
        return Verdict.MET
    if believed is False or relieved is False:
        return Verdict.NOT_MET
    if relieved is None and took(day.intakes, _TRIPTAN_OR_ERGOT) is Verdict.NOT_MET:
        return Verdict.NOT_MET
    return Verdict.UNDETERMINED


def meets_chronic_migraine_c(day: Day) -> Verdict:
    """1.3 C on one day: 1.1 C and D, or 1.2 B and C, or C3. How long the headache lasted is not asked.

    Source: ``ichd-3#1.3``.
    """
    if day.status is not Status.HEADACHE:
        return headache(day)
    typical = _both(meets_pain_features(day), meets_accompanying_symptoms(day))
    if typical is Verdict.MET:
        return typical
    aura = meets_aura(day)
    if aura is Verdict.MET:
        return aura
    relieved = meets_believed_and_relieved(day)
    if relieved is Verdict.MET:
        return relieved
    return Verdict.NOT_MET if typical is aura is relieved is Verdict.NOT_MET else Verdict.UNDETERMINED


def meets_migraine_without_aura(day: Day, shortest_hours: float = SHORTEST_HOURS) -> Verdict:
    """1.1 B, C and D on one day."""
    return _both(meets_duration(day, shortest_hours), _both(meets_pain_features(day), meets_accompanying_symptoms(day)))


def meets_probable_migraine(day: Day, shortest_hours: float = SHORTEST_HOURS) -> Verdict:
    """1.5.1 on one day: exactly one of 1.1 B, C and D is not met, and the two others are.

    Source: ``ichd-3#1.5.1``.
    """
    if day.status is not Status.HEADACHE:
        return headache(day)
    missing = unknown = 0
    for each in (meets_duration(day, shortest_hours), meets_pain_features(day), meets_accompanying_symptoms(day)):
        if each is Verdict.NOT_MET:
            missing += 1
        elif each is Verdict.UNDETERMINED:
            unknown += 1
    if missing > 1 or missing + unknown == 0:
        return Verdict.NOT_MET
    return Verdict.UNDETERMINED if unknown else Verdict.MET


def meets_migraine_or_probable(day: Day, shortest_hours: float = SHORTEST_HOURS) -> Verdict:
    """1.1 or 1.5.1 on one day: at most one of 1.1 B, C and D is not met."""
    return at_least(
        2, (meets_duration(day, shortest_hours), meets_pain_features(day), meets_accompanying_symptoms(day))
    )


def _moderate_or_severe(day: Day) -> bool | None:
    return None if day.severity is None else day.severity in _PAINFUL


def _both(one: Verdict, other: Verdict) -> Verdict:
    # The same as ``one & other``, which is too slow for an inner loop.
    if one is Verdict.NOT_MET or other is Verdict.NOT_MET:
        return Verdict.NOT_MET
    return Verdict.MET if one is other is Verdict.MET else Verdict.UNDETERMINED
