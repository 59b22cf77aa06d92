"""ICHD-3 1.3 chronic migraine over the last three months of a diary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from interictal.diary.days import Day
from interictal.ichd3.clinician import not_better_accounted_for
from interictal.ichd3.day import (
    headache,
    meets_accompanying_symptoms,
    meets_aura,
    meets_believed_and_relieved,
    meets_chronic_migraine_c,
    meets_pain_features,
)
from interictal.ichd3.migraine import attack_history
from interictal.ichd3.months import figures, in_months, last_months, open_days, reached_in_each, span
from interictal.ichd3.record import Record
from interictal.profile import Profile
from interictal.verdicts import Judgement, Reason, Verdict, all_of

HEADACHE_DAYS = 15
"""Headache days needed in each month (1.3 A; 8.2 A)."""

MIGRAINE_DAYS = 8
"""Days with migraine features needed in each month (1.3 C)."""


def chronic_migraine(days: Sequence[Day], profile: Profile, *, last: dt.date | None = None) -> Judgement:
    """1.3: headache on 15 days and migraine features on 8 days in each of three months, five attacks, nothing better.

    Args:
        days: the diary, sorted.
        profile: ``lifetime_attacks`` and the clinician's answer for 1.3.
        last: days after it are ignored (the day before the first injection, say); None for the whole diary.

    Source: ``ichd-3#1.3``; months of 30 days counted back from the last recorded day are our reading.
    Unknown: days before the diary, or missing in it, leave A and C open, unless every month reaches the number without
        them (15 headache days in the last 15 days of the earliest month suffice), or one month cannot reach it with
        them.
    """
    return chronic(Record.of(days, profile, last))


def chronic(record: Record) -> Judgement:
    """1.3, from a record."""
    known = record.days
    headaches = last_months(known, headache)
    migraines = last_months(known, meets_chronic_migraine_c)
    when = span(known)
    reasons = (
        Reason(
            "A",
            reached_in_each(headaches, HEADACHE_DAYS),
            f"Headache on {figures(headaches)} recorded days {when}; each month needs {HEADACHE_DAYS}"
            f"{open_days(headaches, HEADACHE_DAYS)}.",
            "ichd-3#1.3",
        ),
        attack_history(record),
        Reason(
            "C",
            reached_in_each(migraines, MIGRAINE_DAYS),
            f"Migraine features on {figures(migraines)} days that can be judged {when}; each month needs "
            f"{MIGRAINE_DAYS}{open_days(migraines, MIGRAINE_DAYS)}. {_kinds(known)}",
            "ichd-3#1.3",
        ),
        not_better_accounted_for(record.profile, "1.3", "D"),
    )
    return Judgement("ichd3.1.3", all_of(reason.verdict for reason in reasons), reasons)


def _kinds(days: Sequence[Day]) -> str:
    typical = aura = relieved = 0
    for _, day in in_months(days):
        typical += meets_pain_features(day) is Verdict.MET and meets_accompanying_symptoms(day) is Verdict.MET
        aura += meets_aura(day) is Verdict.MET
        relieved += meets_believed_and_relieved(day) is Verdict.MET
    return (
        f"Of the 90 days, {typical} meet 1.1 C and D (C1), {aura} have an aura of 5 to 60 minutes (C2), and {relieved} "
        "were taken for migraine and relieved by a triptan or ergot (C3)."
    )
