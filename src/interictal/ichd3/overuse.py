"""ICHD-3 8.2 medication-overuse headache and its subtypes 8.2.1 to 8.2.6, over the last three months of a diary.

Days are counted, not doses. The thresholds rest on expert opinion (ICHD-3 says so). ICHD-3 asks for *regular* intake;
that the threshold is reached in each of three consecutive months stands for it (our reading).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from interictal.diary.days import Day
from interictal.diary.medicines import DrugClass, Intake
from interictal.ichd3.chronic import HEADACHE_DAYS
from interictal.ichd3.clinician import not_better_accounted_for
from interictal.ichd3.day import headache
from interictal.ichd3.medication import took
from interictal.ichd3.months import (
    MONTH_DAYS,
    MONTHS,
    Month,
    figures,
    in_each_month,
    in_months,
    last_months,
    open_days,
    reached_in_each,
    span,
)
from interictal.ichd3.record import Record
from interictal.profile import Profile
from interictal.verdicts import Judgement, Reason, Verdict, all_of, any_of, at_least, count_at_least, verdict

_Taken = tuple[int, tuple[Intake, ...] | None]
"""The number of a month, 0 for the latest, and what was taken on one of its days."""


@dataclass(frozen=True, slots=True)
class OveruseClass:
    """A subtype of 8.2 that counts days of one class.

    Args:
        code: ICHD-3 code.
        name: what is overused, in plain words.
        classes: the classes counted together.
        days: days a month from which intake is overuse.
    """

    code: str
    name: str
    classes: tuple[DrugClass, ...]
    days: int


OVERUSE_CLASSES = (
    OveruseClass("8.2.1", "Ergotamine", (DrugClass.ERGOT,), 10),
    OveruseClass("8.2.2", "A triptan", (DrugClass.TRIPTAN,), 10),
    OveruseClass("8.2.3", "A non-opioid analgesic", (DrugClass.SIMPLE_ANALGESIC,), 15),
    OveruseClass("8.2.4", "An opioid", (DrugClass.OPIOID,), 10),
    OveruseClass("8.2.5", "A combination analgesic", (DrugClass.COMBINATION_ANALGESIC, DrugClass.BARBITURATE), 10),
)
"""The classes with a threshold of their own. Butalbital stands with the combination analgesics (ICHD-3 8.2.5); that a
barbiturate alone does too is unconfirmed."""

MULTIPLE_CLASSES_DAYS = 10
"""Days a month with any of several classes, none of them overused alone (8.2.6)."""

WITHOUT_THRESHOLD = (DrugClass.GEPANT, DrugClass.DITAN)
"""Acute medicines for which ICHD-3 gives no threshold; they are not counted."""


def medication_overuse(days: Sequence[Day], profile: Profile, *, last: dt.date | None = None) -> tuple[Judgement, ...]:
    """8.2 and its subtypes 8.2.1 to 8.2.6.

    Args:
        days: the diary, sorted.
        profile: ``preexisting_headache_disorder``, ``blank_medications`` and the clinician's answer for 8.2.
        last: days after it are ignored; None for the whole diary.

    Returns:
        ``ichd3.8.2`` first, then one judgement per subtype. 8.2 is not a verdict on 1.3: both are given where both
        are met.

    Source: ``ichd-3#8.2``; months of 30 days counted back from the last recorded day are our reading.
    Unknown: a day on which the medicines are unknown, or a medicine is not recognised, can turn every count that it
    could belong to.
    """
    return overuse(Record.of(days, profile, last))


def overuse(record: Record) -> tuple[Judgement, ...]:
    """8.2 and its subtypes, from a record."""
    known, profile = record.days, record.profile
    taken = [(index, day.intakes) for index, day in in_months(known)]
    counts = [_intake_months(taken, each.classes) for each in OVERUSE_CLASSES]
    some = [intakes for _, intakes in taken if intakes]
    intakes = [_single(known, each, months, some) for each, months in zip(OVERUSE_CLASSES, counts, strict=True)]
    total, several = _several(known, taken, counts, any_of(reason.verdict for reason in intakes))
    # 8.2.6 excludes what is overused alone; for B of 8.2 either will do, and then an open "alone" does not matter.
    overused = any_of((*(reason.verdict for reason in intakes), total))
    intakes.append(several)
    codes = (*(each.code for each in OVERUSE_CLASSES), "8.2.6")
    reasons = (
        _headache_days(known, profile),
        _any_overuse(codes, intakes, overused),
        not_better_accounted_for(profile, "8.2", "C"),
    )
    whole = all_of(reason.verdict for reason in reasons)
    parent = Reason(
        "A", whole, f"8.2 medication-overuse headache: {_WORDS[whole]}; its reasons stand there.", "ichd-3#8.2"
    )
    return (
        Judgement("ichd3.8.2", whole, reasons + _without_threshold(known)),
        *(
            Judgement(f"ichd3.{code}", all_of((whole, reason.verdict)), (parent, reason))
            for code, reason in zip(codes, intakes, strict=True)
        ),
    )


def _headache_days(days: Sequence[Day], profile: Profile) -> Reason:
    months = last_months(days, headache)
    latest, before = months[0], profile.preexisting_headache_disorder
    if before is None:
        history = "whether a headache disorder was there before is not known (profile: preexisting_headache_disorder)"
    else:
        history = f"a headache disorder was {'' if before else 'not '}there before, as the profile says"
    return Reason(
        "A",
        all_of((latest.reaches(HEADACHE_DAYS), verdict(before))),
        f"Headache on {figures(months)} recorded days {span(days)}; the latest month counts and needs {HEADACHE_DAYS}; "
        f"{history}.",
        "ichd-3#8.2",
    )


def _intake_months(taken: Sequence[_Taken], classes: Sequence[DrugClass]) -> tuple[Month, ...]:
    return in_each_month((index, took(intakes, classes) if intakes else _NOTHING[intakes]) for index, intakes in taken)


_WORDS = {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.UNDETERMINED: "cannot be told yet"}
_NOTHING: dict[tuple[Intake, ...] | None, Verdict] = {(): Verdict.NOT_MET, None: Verdict.UNDETERMINED}
"""Most days: no medicine, or nothing known; not worth a call in an inner loop."""


def _single(
    days: Sequence[Day], each: OveruseClass, months: Sequence[Month], some: Sequence[tuple[Intake, ...]]
) -> Reason:
    return Reason(
        "B",
        reached_in_each(months, each.days),
        f"{each.name} on {figures(months)} days with known medicines {span(days)}; each month needs {each.days}"
        f"{open_days(months, each.days)}.{_by_ingredient(some, each.classes)}",
        f"ichd-3#{each.code}",
    )


def _several(
    days: Sequence[Day], taken_by_day: Sequence[_Taken], counts: Sequence[Sequence[Month]], alone: Verdict
) -> tuple[Verdict, Reason]:
    # Whether two classes reach the total, and 8.2.6: the same with none of them overused alone.
    # A combination analgesic counts here too: it holds a non-opioid analgesic or an opioid (our reading).
    months = _intake_months(taken_by_day, tuple(one for each in OVERUSE_CLASSES for one in each.classes))
    taken = [
        count_at_least(1, sum(month.met for month in each), sum(MONTH_DAYS - month.known for month in each))
        for each in counts
    ]
    total = all_of((reached_in_each(months, MULTIPLE_CLASSES_DAYS), at_least(2, taken)))
    return total, Reason(
        "B",
        all_of((total, ~alone)),
        f"Any of the classes of 8.2.1 to 8.2.5 on {figures(months)} days with known medicines {span(days)}; each month "
        f"needs {MULTIPLE_CLASSES_DAYS}{open_days(months, MULTIPLE_CLASSES_DAYS)}. Two classes are needed, "
        f"{taken.count(Verdict.MET)} certainly taken; and none may be overused alone: {_ALONE[alone]}.",
        "ichd-3#8.2.6",
    )


_ALONE = {
    Verdict.MET: "one is",
    Verdict.NOT_MET: "none is",
    Verdict.UNDETERMINED: "whether one is cannot be told",
}


def _any_overuse(codes: Sequence[str], intakes: Sequence[Reason], overused: Verdict) -> Reason:
    def named(answer: Verdict) -> str:
        return ", ".join(code for code, reason in zip(codes, intakes, strict=True) if reason.verdict is answer)

    certain, unclear = named(Verdict.MET), named(Verdict.UNDETERMINED)
    nothing = "No class of medicine reaches its threshold in each of three months" + (" for certain" if unclear else "")
    parts = [f"Overuse in each of three months for {certain}" if certain else nothing]
    if unclear:
        parts.append(f"not decided for {unclear}")
    return Reason("B", overused, f"{'; '.join(parts)}.", "ichd-3#8.2")


def _without_threshold(days: Sequence[Day]) -> tuple[Reason, ...]:
    # Said where it matters: the days are many, and nobody has set a limit.
    taken = sum(took(day.intakes, WITHOUT_THRESHOLD) is Verdict.MET for _, day in in_months(days))
    if not taken:
        return ()
    return (
        Reason(
            "gepants and ditans",
            Verdict.NOT_MET,
            f"A gepant or ditan on {taken} of the {MONTHS * MONTH_DAYS} days up to {days[-1].diary_date}: ICHD-3 gives "
            "no threshold for these classes, so they are not counted for B.",
            "ichd-3#8.2",
        ),
    )


def _by_ingredient(some: Sequence[tuple[Intake, ...]], classes: Sequence[DrugClass]) -> str:
    # Names of the medicine table only, never what the patient wrote.
    taken: Counter[str] = Counter()
    for intakes in some:
        taken.update({each.ingredient or "not named" for each in intakes if each.drug_class in classes})
    if not taken:
        return ""
    listed = ", ".join(f"{name} {number}" for name, number in sorted(taken.items()))
    return f" Days by substance: {listed}."
