"""What may be considered, each with the verdicts that make it an option. docs/spec/options.md is the specification.

"No change" is always the first. Nothing here advises: an option names a possibility, what speaks of it in the figures,
and where it is written. The clinician decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from interictal.assessment.result import Option
from interictal.guidelines.case import Case
from interictal.guidelines.reading import load
from interictal.guidelines.rules import GuidelineVerdicts
from interictal.outcomes.response import CycleResponse
from interictal.outcomes.wearing_off import WearingOff
from interictal.periods import COMPLETE_ENOUGH_DAYS, PERIOD_DAYS
from interictal.profile import Preventive
from interictal.verdicts import Judgement, Verdict

OURS = "interictal-options"
LABEL_PRODUCT = "onabotulinumtoxinA"
DOSE_UP_TO = Decimal(195)
"""Units of onabotulinumtoxinA a session: the upper end of the European protocol (``ehf-2018``, ``dmkg-2018``)."""

STABLE_CYCLES = 4
"""Responding cycles in a row that stand for a stable first year (our reading of ``dmkg-2018``: 4 of 12 weeks)."""

LONG_CYCLE_DAYS = 112
"""Days from one session to the next that make a 4-month interval (4 months of 28 days, our reading)."""

LONG_CYCLES = 2
"""Long responding cycles in a row after which a trial without treatment is named by ``dmkg-2018``."""

_MET, _NOT_MET, _OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.UNDETERMINED


def options(
    case: Case,
    guidelines: tuple[GuidelineVerdicts, ...],
    responses: tuple[CycleResponse, ...],
    wearing_off: tuple[WearingOff, ...],
    criteria: Mapping[str, Judgement] | None = None,
) -> tuple[Option, ...]:
    """What may be considered for this patient, "no change" first.

    Args:
        case: the patient.
        guidelines: the verdicts of the rule sets in use.
        responses: one per cycle.
        wearing_off: one per cycle.
        criteria: diagnoses by id at the last recorded day; None for those of the case.

    Returns:
        At least "no change".

    Source: each option names its own; which ones are listed is ours (``interictal-options``).
    Unknown: an undetermined verdict makes no option, except those that would settle it (days, profile).
    """
    diagnoses = case.criteria if criteria is None else criteria
    candidates = (
        _no_change(case, guidelines),
        _start(case, guidelines),
        _stop_and_look_again(guidelines),
        _shorter_interval(case, wearing_off),
        _longer_interval(case, responses),
        _trial_without(case, responses),
        _dose(case, responses, wearing_off),
        _overuse(case, diagnoses),
        _other_preventives(case, guidelines, responses),
        _diagnosis(case, diagnoses),
        _diary(case),
        _profile(case, guidelines),
    )
    return tuple(one for one in candidates if one is not None)


# --- Treatment -------------------------------------------------------------------------------------------------------


def _no_change(case: Case, guidelines: Iterable[GuidelineVerdicts]) -> Option:
    if not case.injections:
        return Option("no-change", "No change: no injection for now", "This is always possible.", (OURS,))
    figures = _sorted_by_verdict(guidelines, lambda one: one.go_on)
    because = f"This is always possible. Conditions to go on: {figures}." if figures else "This is always possible."
    return Option("no-change", "No change: the same product, dose and interval", because, (OURS,))


def _start(case: Case, guidelines: Iterable[GuidelineVerdicts]) -> Option | None:
    asked = [one for one in guidelines if one.start is not None]
    met = [one for one in asked if one.start is not None and one.start.verdict is _MET]
    if case.injections or not met:
        return None
    return Option(
        "start",
        "Start botulinum toxin",
        f"Conditions to start: {_sorted_by_verdict(asked, lambda one: one.start)}.",
        tuple(one.id for one in met),
    )


def _stop_and_look_again(guidelines: Iterable[GuidelineVerdicts]) -> Option | None:
    met = [one for one in guidelines if one.stop is not None and one.stop.verdict is _MET]
    if not met:
        return None
    because = " ".join(f"{one.title}: {_first_met(one.stop)}" for one in met)
    return Option(
        "stop-and-look-again",
        "Stop, and look again 4 to 5 months later",
        f"{because} The European guideline looks again 4 to 5 months after stopping, for a return of chronic migraine.",
        (*(one.id for one in met), *(() if any(one.id == "ehf-2018" for one in met) else ("ehf-2018",))),
    )


def _first_met(judgement: Judgement | None) -> str:
    reasons = () if judgement is None else judgement.reasons
    return next((f"{one.criterion}. {one.because}" for one in reasons if one.verdict is _MET), "")


def _shorter_interval(case: Case, wearing_off: tuple[WearingOff, ...]) -> Option | None:
    latest = _latest_known(case, wearing_off)
    if latest is None or latest.verdict is not _MET:
        return None
    return Option(
        "interval-shorter",
        "Discuss the interval: an earlier next session",
        f"Cycle {latest.cycle}: {_sentence(latest.because)} The documents give 12 weeks between sessions; "
        "a shorter interval is outside them.",
        ("interictal-wearing-off", "ehf-2018"),
    )


def _latest_known(case: Case, wearing_off: tuple[WearingOff, ...]) -> WearingOff | None:
    judged = [one for one in wearing_off if one.verdict is not _OPEN]
    return judged[-1] if judged else None


def _longer_interval(case: Case, responses: tuple[CycleResponse, ...]) -> Option | None:
    latest = case.completed[-STABLE_CYCLES:]
    if len(latest) < STABLE_CYCLES or not _all_responded(responses, latest):
        return None
    return Option(
        "interval-longer",
        "Discuss the interval: 4 months instead of 3",
        f"The last {STABLE_CYCLES} completed cycles each fell by 30 % or more. The German document names 4-month "
        "intervals after a stable first year.",
        ("dmkg-2018", OURS),
    )


def _trial_without(case: Case, responses: tuple[CycleResponse, ...]) -> Option | None:
    opened = case.injections
    numbers = range(len(opened) - LONG_CYCLES, len(opened))  # closed by the session after them
    if len(opened) <= LONG_CYCLES:
        return None
    long = all((opened[n] - opened[n - 1]).days >= LONG_CYCLE_DAYS for n in numbers)
    if not long or not _all_responded(responses, numbers):
        return None
    return Option(
        "trial-without",
        "Discuss a trial without treatment",
        f"The last {LONG_CYCLES} closed cycles lasted {LONG_CYCLE_DAYS} days or more, and each fell by 30 % or more. "
        "The German document names a trial without treatment after that; a consensus of 2022 names 12 to 24 "
        "months of continuous treatment in chronic migraine.",
        ("dmkg-2018", "prophylaxis-duration-2022", OURS),
    )


def _all_responded(responses: tuple[CycleResponse, ...], numbers: Iterable[int]) -> bool:
    verdicts = {one.cycle: one.responder[30] for one in responses}
    return all(verdicts.get(number) is _MET for number in numbers)


def _dose(case: Case, responses: tuple[CycleResponse, ...], wearing_off: tuple[WearingOff, ...]) -> Option | None:
    given = [one for one in case.sessions if one.date <= case.last]
    units = given[-1].units if given else None
    if units is None or units.product != LABEL_PRODUCT or units.amount >= DOSE_UP_TO:
        return None
    latest = _latest_completed(case, responses)
    wore_off = _latest_known(case, wearing_off)
    causes = []
    if latest is not None and latest.responder[30] is _NOT_MET:
        causes.append(f"Cycle {latest.cycle}: {_sentence(latest.because)}")
    if wore_off is not None and wore_off.verdict is _MET:
        causes.append(f"Cycle {wore_off.cycle}: {_sentence(wore_off.because)}")
    if not causes:
        return None
    return Option(
        "dose-within-label",
        "Discuss the dose, within the label that applies",
        f"{' '.join(causes)} The latest session gave {units}; the European and the German document name 155 to "
        f"{DOSE_UP_TO} U of this product.",
        ("ehf-2018", "dmkg-2018"),
    )


def _latest_completed(case: Case, responses: tuple[CycleResponse, ...]) -> CycleResponse | None:
    done = case.completed
    return next((one for one in responses if one.cycle == done[-1]), None) if done else None


def _overuse(case: Case, criteria: Mapping[str, Judgement]) -> Option | None:
    judged = criteria.get("ichd3.8.2")
    if judged is None or judged.verdict is not _MET or case.profile.overuse_managed:
        return None
    return Option(
        "treat-overuse",
        "Manage medication overuse" + ("" if case.injections else " first, or alongside"),
        "The criteria of medication-overuse headache (ICHD-3 8.2) are met. NICE asks for it to be managed; the "
        "European guideline prefers withdrawal first where feasible, and allows treatment before it otherwise.",
        ("nice-ta260", "ehf-2018"),
    )


def _other_preventives(
    case: Case, guidelines: tuple[GuidelineVerdicts, ...], responses: tuple[CycleResponse, ...]
) -> Option | None:
    latest = _latest_completed(case, responses)
    starts = [one.start.verdict for one in guidelines if one.start is not None]
    if latest is not None and latest.responder[30] is _NOT_MET:
        because = f"Cycle {latest.cycle}: {_sentence(latest.because)}"
    elif not case.injections and starts and all(one is _NOT_MET for one in starts):
        because = "None of the rule sets has its conditions to start met."
    else:
        return None
    return Option(
        "other-preventives",
        "Look at other preventives",
        f"{because} The American Headache Society counts CGRP-targeting medicines among the first-line options, "
        "without earlier failure of others.",
        ("ahs-2024",),
    )


# --- What would settle open questions --------------------------------------------------------------------------------


def _diagnosis(case: Case, criteria: Mapping[str, Judgement]) -> Option | None:
    judged = criteria.get("ichd3.1.3")
    if judged is None or judged.verdict is not _NOT_MET or case.injections:
        return None
    unmet = next((one for one in judged.reasons if one.verdict is _NOT_MET), None)
    because = "" if unmet is None else f" Criterion {unmet.criterion}: {_sentence(unmet.because)}"
    return Option(
        "review-diagnosis",
        "Review the diagnosis",
        f"The criteria of chronic migraine (ICHD-3 1.3) are not met on this diary.{because}",
        (judged.reasons[0].source if judged.reasons else OURS,),
    )


def _diary(case: Case) -> Option | None:
    spans = (case.before_start, case.at_end) if case.injections else (case.at_end,)
    short = [(one, case.rate("headache_days", one).known) for one in spans]
    poor = [(one, known) for one, known in short if known < COMPLETE_ENOUGH_DAYS]
    if case.diary.attack_diary:
        because = "The diary lists attacks only: its other days are unknown, so no rate can be told."
    elif poor:
        shown = "; ".join(f"{known} of {PERIOD_DAYS} days known {one.name}" for one, known in poor)
        missing = COMPLETE_ENOUGH_DAYS - min(known for _, known in poor)
        because = f"{shown}. From {COMPLETE_ENOUGH_DAYS} known days a rate is used without a flag: {missing} more."
    else:
        return None
    return Option("complete-diary", "Complete the diary", because, ("interictal-guidelines",))


def _profile(case: Case, guidelines: Iterable[GuidelineVerdicts]) -> Option | None:
    open_kinds = {
        criterion.kind
        for one in guidelines
        if one.start is not None and one.start.verdict is _OPEN
        for criterion, reason in zip(load(one.id).to_start, one.start.reasons, strict=True)
        if reason.verdict is _OPEN
    }
    profile = case.profile
    answers = (
        ("adult", profile.age is None, "the age"),
        ("preventives_failed", profile.preventives is None, "which preventives were tried"),
        ("preventives_failed", _unexplained(profile.preventives), "why each preventive was stopped"),
        ("overuse_managed", profile.overuse_managed is None, "whether medication overuse was managed"),
        ("specialist_diagnosis", profile.diagnosed_by_specialist is None, "whether a specialist made the diagnosis"),
        ("diagnosis_met", profile.lifetime_attacks is None, "how many attacks there were in life"),
        ("diagnosis_met", "1.3" not in profile.not_better_accounted_for, "whether another diagnosis explains it"),
    )
    lacking = [words for kind, absent, words in answers if absent and kind in open_kinds]
    if not lacking:
        return None
    return Option(
        "complete-profile",
        "Complete the profile",
        f"Conditions to start are open. The profile does not say: {'; '.join(lacking)}.",
        (OURS,),
    )


def _unexplained(preventives: tuple[Preventive, ...] | None) -> bool:
    return any(one.reason_stopped is None for one in preventives or ())


# --- Words -----------------------------------------------------------------------------------------------------------


def _sorted_by_verdict(
    guidelines: Iterable[GuidelineVerdicts], question: Callable[[GuidelineVerdicts], Judgement | None]
) -> str:
    titles: dict[Verdict, list[str]] = {_MET: [], _NOT_MET: [], _OPEN: []}
    for one in guidelines:
        judged = question(one)
        if judged is not None:
            titles[judged.verdict].append(one.title)
    words = {_MET: "met", _NOT_MET: "not met", _OPEN: "undetermined"}
    return "; ".join(f"{words[verdict]}: {', '.join(names)}" for verdict, names in titles.items() if names)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
