"""What each kind of criterion means. The files hold the numbers; the meaning stands here and nowhere else.

A threshold on a month is decided in three steps:

1. If the days known settle it whatever the missing days were, that is the answer.
2. Otherwise, with at least 20 of 28 days known, the rate per 28 days decides, and the reason says so.
3. Otherwise it is undetermined, and the reason says how many days are missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from interictal.guidelines.case import MONTH, SELECTED, Case, Span, span
from interictal.injection.products import PRODUCTS
from interictal.outcomes.response import change_percent, fallen_by
from interictal.periods import COMPLETE_ENOUGH_DAYS, PERIOD_DAYS, Imputation, Rate
from interictal.profile import Preventive, Questionnaire, StopReason
from interictal.verdicts import Verdict, all_of, count_at_least, verdict

MET, NOT_MET, UNDETERMINED = Verdict.MET, Verdict.NOT_MET, Verdict.UNDETERMINED

Answer = tuple[Verdict, str]
Numbers = Mapping[str, Any]

_NOUNS = {
    "headache_days": "headache days",
    "migraine_days": "migraine days",
    "moderate_severe_headache_days": "moderate or severe headache days",
}
_TOXINS = frozenset(name.lower() for name in PRODUCTS)


# --- The profile and the diagnoses -----------------------------------------------------------------------------------


def _adult(case: Case, numbers: Numbers) -> Answer:
    years, age = numbers["years"], case.profile.age
    if age is None:
        return UNDETERMINED, f"The profile does not say the age; {years} years or older is asked for."
    return verdict(age >= years), f"{age:g} years old; {years} or older is asked for."


def _specialist(case: Case, numbers: Numbers) -> Answer:
    answer = case.profile.diagnosed_by_specialist
    if answer is None:
        return UNDETERMINED, "The profile does not say whether a neurologist or headache specialist made the diagnosis."
    return verdict(
        answer
    ), f"A neurologist or headache specialist {'made' if answer else 'did not make'} the diagnosis."


def _product(case: Case, numbers: Numbers) -> Answer:
    wanted = numbers["name"]
    given = {session.product for session in case.sessions}
    if not given:
        return MET, f"No injection is recorded yet; these rules are about {wanted}."
    others = sorted(given - {wanted, ""})
    if others:
        return NOT_MET, f"A session used {', '.join(others)}; these rules are about {wanted}, and units do not convert."
    if "" in given:
        return UNDETERMINED, f"The sessions do not all name their product; these rules are about {wanted}."
    return MET, f"All sessions used {wanted}."


def _diagnosis(case: Case, numbers: Numbers) -> Answer:
    code = numbers["code"]
    judged = case.criteria.get(code)
    name = f"{numbers['name']} (ICHD-3 {code.removeprefix('ichd3.')})"
    when = "before the first injection" if case.injections else "at the last recorded day"
    if judged is None:
        return UNDETERMINED, f"The criteria of {name} were not judged {when}."
    if judged.verdict is UNDETERMINED:
        lacking = ", ".join(one.criterion for one in judged.reasons if one.verdict is UNDETERMINED)
        return UNDETERMINED, f"The criteria of {name} are undetermined {when}; open: {lacking}."
    return judged.verdict, f"The criteria of {name} are {'met' if judged.verdict is MET else 'not met'} {when}."


def _overuse_managed(case: Case, numbers: Numbers) -> Answer:
    managed = case.profile.overuse_managed
    if managed:
        return MET, "The profile says that medication overuse was managed."
    judged = case.criteria.get("ichd3.8.2")
    overuse = UNDETERMINED if judged is None else judged.verdict
    if overuse is NOT_MET:
        return MET, "The criteria of medication-overuse headache (ICHD-3 8.2) are not met: there is nothing to manage."
    state = "are met" if overuse is MET else "are undetermined"
    said = "says that it was not managed" if managed is False else "does not say whether it was managed"
    answer = NOT_MET if managed is False and overuse is MET else UNDETERMINED
    return answer, f"The criteria of medication-overuse headache (ICHD-3 8.2) {state}, and the profile {said}."


def _preventives_failed(case: Case, numbers: Numbers) -> Answer:
    needed, reasons = numbers["at_least"], numbers["reasons"]
    tried = case.profile.preventives
    asked = f"{needed} or more that {_or(_FAILED[one] for one in reasons)} are asked for"
    if tried is None:
        return UNDETERMINED, f"The profile does not say which preventives were tried; {asked}."
    by_name: dict[str, list[Preventive]] = {}
    for one in tried:
        if not _is_toxin(one):
            by_name.setdefault(one.name.strip().lower(), []).append(one)
    counted = {StopReason(one) for one in reasons}
    failed = sum(any(one.reason_stopped in counted for one in trials) for trials in by_name.values())
    unclear = sum(
        all(one.reason_stopped not in counted for one in trials) and any(one.reason_stopped is None for one in trials)
        for trials in by_name.values()
    )
    other = len(by_name) - failed - unclear
    parts = [f"{failed} of {len(by_name)} preventives tried count"]
    if unclear:
        parts.append(f"{unclear} without a reason for stopping")
    if other:
        parts.append(f"{other} that this wording does not count")
    return count_at_least(needed, failed, unclear), f"{'; '.join(parts)}; {asked}."


_FAILED = {"ineffective": "did not work", "not_tolerated": "were not tolerated", "contraindicated": "are unsuitable"}


def _is_toxin(one: Preventive) -> bool:
    return one.drug_class == "botulinum_toxin" or one.name.strip().lower() in _TOXINS


def _or(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


# --- Counts in a month -----------------------------------------------------------------------------------------------


def _days(case: Case, numbers: Numbers) -> Answer:
    return _month_at_least(case, numbers["count"], numbers["at_least"], case.before_start, numbers["definition"])


def _month_at_least(case: Case, count: str, needed: int, days: Span, pinned: str = SELECTED) -> Answer:
    rate = case.rate(count, days, pinned)
    answer = count_at_least(needed, rate.observed, days.days - rate.known)
    text = f"{_counted(case, rate, count, days, pinned)} {days.name}"
    asked = f"{needed} or more are asked for"
    if answer is not UNDETERMINED:
        return answer, f"{text}; {asked}."
    if _complete_enough(rate):
        answer = verdict(rate.observed * PERIOD_DAYS >= needed * rate.known)
        return answer, f"{text}; {rate.per_28:.1f} per 28 days, prorated, decides; {asked}."
    return UNDETERMINED, f"{text}; {asked}. {_missing(case, rate, days)}"


def _counted(case: Case, rate: Rate, count: str, days: Span, pinned: str = SELECTED) -> str:
    named = f"{_NOUNS[count]} ({case.definition_of(count, pinned)})"
    return f"{rate.observed:g} {named} on {rate.known} known of {days.days} days"


def _complete_enough(rate: Rate) -> bool:
    return rate.imputation in (Imputation.NONE, Imputation.PRORATED)


def _share(rate: Rate, days: Span) -> float:
    return min(rate.known, rate.known * PERIOD_DAYS / days.days)


def _missing(case: Case, rate: Rate, days: Span) -> str:
    if case.diary.attack_diary:
        return "The diary lists attacks only, so its other days are unknown."
    if _share(rate, days) >= COMPLETE_ENOUGH_DAYS:
        return f"{days.days - rate.known} days are undecided {days.name}, and too many of them had headache for a rate."
    needed = -(-COMPLETE_ENOUGH_DAYS * days.days // PERIOD_DAYS) if days.days >= PERIOD_DAYS else COMPLETE_ENOUGH_DAYS
    return f"{days.days - rate.known} days are unknown {days.name}; at least {needed} known days are needed."


def _below(case: Case, numbers: Numbers) -> Answer:
    limit, months, cycles = numbers["below"], numbers["months"], numbers["after_cycles"]
    asked = f"fewer than {limit} in each of the last {months} months of 28 days is asked for"
    early = _too_early(case, cycles)
    if early:
        return NOT_MET, f"{early}; before that no end is judged (our reading); {asked}."
    spans = case.months_back(months)
    if spans[-1].start < case.injections[0]:
        since = (case.last - case.injections[0]).days + 1
        return NOT_MET, f"Only {since} days since the first injection, {months * PERIOD_DAYS} needed; {asked}."
    answers = [_month_at_least(case, "headache_days", limit, days) for days in spans]
    answer = all_of(~one for one, _ in answers)
    rates = [case.rate("headache_days", days) for days in reversed(spans)]
    shown = ", ".join(f"{rate.observed:g} on {rate.known} known of {PERIOD_DAYS} days" for rate in rates)
    text = f"Headache days in the last {months} months of 28 days, to {case.last}, oldest first: {shown}; {asked}."
    if answer is UNDETERMINED:
        open_one = next(n for n, (one, _) in enumerate(answers) if one is UNDETERMINED)
        text = f"{text} {_missing(case, case.rate('headache_days', spans[open_one]), spans[open_one])}"
    return answer, text


def _not_below(case: Case, numbers: Numbers) -> Answer:
    answer, text = _below(case, numbers)
    return ~answer, text


# --- The fall against the baseline -----------------------------------------------------------------------------------


def _fall_at_least(case: Case, numbers: Numbers) -> Answer:
    early = _too_early(case, numbers["after_cycles"])
    if early:
        return (
            UNDETERMINED,
            f"{early}, so the response is not judged yet; a fall of {numbers['percent']} % is asked for.",
        )
    return _fall(case, case.completed[-1], numbers["count"], numbers["percent"])


def _fall_below(case: Case, numbers: Numbers) -> Answer:
    percent = numbers["percent"]
    early = _too_early(case, numbers["after_cycles"])
    if early:
        return NOT_MET, f"{early}, so the rule does not apply yet; it asks for a fall under {percent} %."
    answer, text = _fall(case, case.completed[-1], numbers["count"], percent)
    return ~answer, text


def _no_response_in_first_cycles(case: Case, numbers: Numbers) -> Answer:
    at_first, at_last, percent = numbers["cycles_from"], numbers["cycles_to"], numbers["percent"]
    early = _too_early(case, at_first)
    if early:
        return NOT_MET, f"{early}, so the rule does not apply yet; it asks for no fall of {percent} % or more."
    judged = case.completed[:at_last]
    done = len(judged)
    answers = [_fall(case, cycle, numbers["count"], percent) for cycle in judged]
    reached = next((text for one, text in answers if one is MET), None)
    if reached is not None:
        return NOT_MET, reached
    text = " ".join(text for _, text in answers)
    if done < at_last:
        return UNDETERMINED, f"{text} The wording leaves open whether {done} or {at_last} cycles are to be waited for."
    return all_of(~one for one, _ in answers), text


def _fall_across_injection(case: Case, numbers: Numbers) -> Answer:
    percent = numbers["percent"]
    after_first = [day for day in case.injections if (case.last - day).days >= PERIOD_DAYS - 1]
    if not after_first:
        return UNDETERMINED, f"Fewer than {PERIOD_DAYS} days since the first injection: its 4 weeks are not over."
    day = after_first[-1]
    following = case.injections[len(after_first)] if len(after_first) < len(case.injections) else None
    end = day + MONTH if following is None else min(day + MONTH, following)
    before = span(day - MONTH, day, "in the 4 weeks before the latest injection")
    after = span(day, end, "in the 4 weeks after it")
    return _fall_between(case, numbers["count"], percent, before, after)


def _too_early(case: Case, cycles: int) -> str:
    done = case.completed_cycles
    return "" if done >= cycles else f"{done} of {cycles} cycles completed by {case.last}"


def _fall(case: Case, cycle: int, count: str, percent: int) -> Answer:
    first = case.injections[0]
    return _fall_between(case, count, percent, span(first - MONTH, first, "at baseline"), case.cycle(cycle))


def _fall_between(case: Case, count: str, percent: int, before: Span, after: Span) -> Answer:
    was, now = case.rate(count, before), case.rate(count, after)
    text = f"{_counted(case, was, count, before)} {before.name}; {_counted(case, now, count, after)} {after.name}"
    asked = f"a fall of {percent} % or more is the mark"
    for rate, days in ((was, before), (now, after)):
        if not _complete_enough(rate):
            return UNDETERMINED, f"{text}; {asked}. {_missing(case, rate, days)}"
    change = change_percent(was, now)
    if change is None:
        return UNDETERMINED, f"{text}; without any before, no fall can be told."
    return fallen_by(percent, was, now), f"{text}: a change of {change:+.2f} %; {asked}."


# --- Questionnaires --------------------------------------------------------------------------------------------------


def _questionnaire_falls(case: Case, numbers: Numbers) -> Answer:
    name, by, unit = numbers["instrument"], numbers["by"], numbers["unit"]
    low, high = numbers["baseline"]
    asked = f"a fall of {by} {unit} from a baseline of {low} to {high} is asked for, {numbers['after_days']} days on"
    first = case.injections[0]
    due = first + dt.timedelta(days=numbers["after_days"])
    dated = sorted(_totals(case.profile.questionnaires, name))
    before = [one for one in dated if one[0] <= first]
    after = [one for one in dated if one[0] >= due]
    if not before or not after:
        lacking = "before the first injection" if not before else f"on or after {due}"
        return UNDETERMINED, f"No total of {name} dated {lacking}; {asked}."
    was, now = before[-1][1], after[-1][1]
    text = f"{name}: {was:g} on {before[-1][0]}, {now:g} on {after[-1][0]}; {asked}."
    if not low <= was <= high:
        return NOT_MET, text
    return verdict(100 * (was - now) >= by * was if unit == "percent" else was - now >= by), text


def _totals(filled: Iterable[Questionnaire], name: str) -> Iterator[tuple[dt.date, float]]:
    wanted = [one for one in filled if one.instrument == name]
    if not wanted:
        return
    from interictal.outcomes.instruments import completed, score  # read only where something was filled in

    for one in wanted:
        date, total = completed(one), score(one).values.get("total")
        if date is not None and total is not None:
            yield date, total


# --- The kinds -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a parameter of a kind may be.

    Args:
        allowed: in words.
        accepts: whether a value is allowed.
        default: the value where the file gives none; a parameter without one is required.
    """

    allowed: str
    accepts: Callable[[object], bool]
    default: object = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of criterion: what computes it, where it may stand, and what its parameters are."""

    answer: Callable[[Case, Numbers], Answer]
    to_start: bool
    parameters: Mapping[str, Parameter]


def _whole(low: int, high: int) -> Parameter:
    return Parameter(f"a whole number from {low} to {high}", lambda value: type(value) is int and low <= value <= high)


def _one_of(*choices: object, default: object = None) -> Parameter:
    allowed = ", ".join(map(str, choices))
    return Parameter(f"one of {allowed}", lambda value: type(value) in (str, int) and value in choices, default)


def _text(start: str) -> Parameter:
    what = f"a text that starts with {start}" if start else "a text"
    return Parameter(what, lambda value: isinstance(value, str) and bool(value) and value.startswith(start))


_REASONS = Parameter(
    f"a list of {', '.join(_FAILED)}, each once",
    lambda value: (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, str) and one in _FAILED for one in value)
        and len(set(value)) == len(value)
    ),
)
_RANGE = Parameter(
    "a list of two whole numbers, the lower first",
    lambda value: (
        isinstance(value, list)
        and len(value) == 2
        and all(type(one) is int for one in value)
        and 0 <= value[0] <= value[1]
    ),
)
_COUNT = _one_of(*_NOUNS, default="headache_days")
_DEFINITION = _one_of(SELECTED, "PREEMPT-HD4", default=SELECTED)
_PERCENT = _one_of(30, 50, 75)
_CYCLES = _whole(1, 6)

KINDS: Mapping[str, Kind] = {
    "adult": Kind(_adult, True, {"years": _whole(12, 21)}),
    "specialist_diagnosis": Kind(_specialist, True, {}),
    "product": Kind(_product, True, {"name": _one_of(*PRODUCTS)}),
    "diagnosis_met": Kind(_diagnosis, True, {"code": _text("ichd3."), "name": _text("")}),
    "overuse_managed": Kind(_overuse_managed, True, {}),
    "preventives_failed": Kind(_preventives_failed, True, {"at_least": _whole(1, 9), "reasons": _REASONS}),
    "days_per_month": Kind(
        _days, True, {"count": _COUNT, "at_least": _whole(1, PERIOD_DAYS), "definition": _DEFINITION}
    ),
    "fall_at_least": Kind(_fall_at_least, False, {"count": _COUNT, "percent": _PERCENT, "after_cycles": _CYCLES}),
    "fall_below": Kind(_fall_below, False, {"count": _COUNT, "percent": _PERCENT, "after_cycles": _CYCLES}),
    "no_response_in_first_cycles": Kind(
        _no_response_in_first_cycles,
        False,
        {"count": _COUNT, "percent": _PERCENT, "cycles_from": _CYCLES, "cycles_to": _CYCLES},
    ),
    "fall_across_injection": Kind(_fall_across_injection, False, {"count": _COUNT, "percent": _PERCENT}),
    "below_for_months": Kind(
        _below, False, {"below": _whole(1, PERIOD_DAYS), "months": _whole(1, 6), "after_cycles": _CYCLES}
    ),
    "not_below_for_months": Kind(
        _not_below, False, {"below": _whole(1, PERIOD_DAYS), "months": _whole(1, 6), "after_cycles": _CYCLES}
    ),
    "questionnaire_falls": Kind(
        _questionnaire_falls,
        False,
        {
            "instrument": _one_of("hit-6", "midas"),
            "by": _whole(1, 100),
            "unit": _one_of("points", "percent"),
            "baseline": _RANGE,
            "after_days": _whole(28, 365),
        },
    ),
}
"""Every kind by name. A file that names another kind, or gives a parameter of another type, cannot load."""
