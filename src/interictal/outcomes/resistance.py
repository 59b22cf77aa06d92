"""Resistant and refractory migraine as the European Headache Federation defined them in 2020.

docs/spec/resistant-migraine.md is the specification, with what a diary can and cannot tell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from interictal.diary.days import Day, Status
from interictal.ichd3 import judgements
from interictal.profile import PREVENTIVE_CLASSES, FailedClasses, Profile, failed_classes
from interictal.verdicts import Judgement, Reason, Verdict, all_of, any_of, count_at_least

MONTH_DAYS = 30
"""A month here is 30 days, counted back from the last recorded day, as for a diagnosis."""

DEBILITATING_DAYS = 8
"""Debilitating headache days in every month."""

RESISTANT_MONTHS = 3
REFRACTORY_MONTHS = 6
RESISTANT_CLASSES = 3
"""Classes of preventives that failed, for resistant migraine."""

TRIPTANS = 2
"""Different triptans that failed, without which a headache is not called debilitating."""

AVAILABLE_CLASSES = frozenset(PREVENTIVE_CLASSES.values()) - {"other"}
"""The classes that the consensus names: "all available" unless the caller says which are."""

_SOURCE = "ehf-2020"
_DIAGNOSES = ("ichd3.1.1", "ichd3.1.2", "ichd3.1.3")


def resistant_migraine(
    days: Sequence[Day], profile: Profile, *, last: dt.date | None = None, diagnosis: Verdict | None = None
) -> Judgement:
    """Resistant migraine: three classes of preventives failed, and 8 debilitating days a month for 3 months.

    Args:
        days: the diary, sorted.
        profile: preventives tried and triptans failed.
        last: the last day looked at; None for the last recorded day.
        diagnosis: whether the patient has migraine (1.1, 1.2 or 1.3); None to ask the diary.

    Source: EHF 2020 (``ehf-2020``).
    Unknown: a day without an answer on disability is neither debilitating nor not; months are never prorated.
    """
    failed = failed_classes(profile.preventives)
    classes = Reason(
        "preventives",
        count_at_least(RESISTANT_CLASSES, failed.at_least, failed.at_most - failed.at_least),
        f"{_classes(failed)}; {RESISTANT_CLASSES} are asked for",
        _SOURCE,
    )
    return _judged("ehf2020.resistant", days, profile, last, diagnosis, RESISTANT_MONTHS, classes)


def refractory_migraine(
    days: Sequence[Day],
    profile: Profile,
    *,
    last: dt.date | None = None,
    diagnosis: Verdict | None = None,
    available: frozenset[str] = AVAILABLE_CLASSES,
) -> Judgement:
    """Refractory migraine: all available classes of preventives failed, and 8 debilitating days for 6 months.

    Args:
        days, profile, last, diagnosis: as for ``resistant_migraine``.
        available: the classes that can be had where the patient lives; all that the consensus names by default.

    Source: EHF 2020 (``ehf-2020``); the classes as reproduced in ``resistant-review-2022``, Table 3.
    Unknown: as for ``resistant_migraine``.
    """
    failed = failed_classes(profile.preventives)
    certain = available.intersection(failed.certain)
    missing = sorted(available.difference(failed.certain))
    classes = Reason(
        "preventives",
        count_at_least(len(available), len(certain), failed.at_most - len(failed.certain)),
        f"{_classes(failed)}; all {len(available)} available classes are asked for"
        + (f", not known to have failed: {', '.join(missing)}" if missing else ""),
        _SOURCE,
    )
    return _judged("ehf2020.refractory", days, profile, last, diagnosis, REFRACTORY_MONTHS, classes)


def _judged(
    name: str,
    days: Sequence[Day],
    profile: Profile,
    last: dt.date | None,
    diagnosis: Verdict | None,
    months: int,
    classes: Reason,
) -> Judgement:
    if diagnosis is None:
        found = judgements(days, profile, last=last)
        diagnosis = any_of(each.verdict for each in found if each.id in _DIAGNOSES)
    migraine = Reason(
        "diagnosis", diagnosis, "migraine without aura, with aura or chronic migraine (ICHD-3 1.1, 1.2, 1.3)", _SOURCE
    )
    reasons = (migraine, _debilitating(days, last, months), _acute(profile), classes)
    return Judgement(name, all_of(each.verdict for each in reasons), reasons)


def _debilitating(days: Sequence[Day], last: dt.date | None, months: int) -> Reason:
    counted = [[0, 0] for _ in range(months)]  # debilitating and decided days, month by month, the latest first
    end: dt.date | None = None
    for day in reversed(days):
        if day.status is Status.NOT_RECORDED or (last is not None and day.diary_date > last):
            continue
        end = end or day.diary_date
        month = (end - day.diary_date).days // MONTH_DAYS
        if month >= months:
            break
        if day.disability:
            counted[month][0] += 1
            counted[month][1] += 1
        elif day.disability is False or day.status is Status.NO_HEADACHE:
            counted[month][1] += 1
    answer = all_of(count_at_least(DEBILITATING_DAYS, met, MONTH_DAYS - known) for met, known in counted)
    figures = ", ".join(f"{met} of {known}" for met, known in counted)
    because = (
        f"{figures} days with activities missed or limited, in {months} months of {MONTH_DAYS} days, latest first; "
        f"{DEBILITATING_DAYS} are asked for in each"
    )
    if answer is Verdict.UNDETERMINED:
        because += "; the other days of a month do not say whether headache limited activities"
    return Reason("debilitating headache", answer, because, "interictal-resistance")


def _acute(profile: Profile) -> Reason:
    failed = profile.triptans_failed
    if failed is None:
        return Reason("acute treatment", Verdict.UNDETERMINED, "how many triptans failed is not known", _SOURCE)
    answer = count_at_least(TRIPTANS, failed, 0)
    return Reason("acute treatment", answer, f"{failed} triptans failed; {TRIPTANS} are asked for", _SOURCE)


def _classes(failed: FailedClasses) -> str:
    named = f" ({', '.join(failed.certain)})" if failed.certain else ""
    possible = f", up to {failed.at_most}" if failed.at_most > failed.at_least else ""
    return f"{failed.at_least} classes of preventives failed{named}{possible}"
