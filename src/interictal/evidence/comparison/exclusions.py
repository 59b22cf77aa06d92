"""What a treatment's label makes of the answers of one profile. Nothing here ever says that a treatment is safe."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from interictal.evidence.comparison.records import Effect, Fact, Rule, Treatment
from interictal.profile import Profile
from interictal.profile.conditions import QUESTIONS
from interictal.profile.history import HISTORY
from interictal.safety.conditions import Condition, conditions

INDICATION = "chronic-migraine"
"""The indication whose questions before an injection are asked of the toxin."""


class Outcome(Enum):
    """What came of one question."""

    EXCLUDED = "excluded"
    """Answered yes to what the label excludes."""
    ASK = "ask"
    """Answered yes to what asks for caution, or possibly to either: a clinician judges."""
    UNKNOWN = "unknown"
    """Asked, and nobody knows. Unknown is not no."""
    NOT_ASKED = "not asked"
    NOT_EXCLUDED = "not excluded"
    """Answered no, or does not apply."""


ORDER = tuple(Outcome)
"""The most pressing first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One question, answered.

    Args:
        question: id; "" where age, sex or diagnosis decides.
        asks: the question in plain words.
        answer: yes, no, possible, unknown, not-applicable; "" not asked.
        effect: what the label makes of a yes.
        outcome: what came of the answer.
        why: what the label says, with its source.
    """

    question: str
    asks: str
    answer: str
    effect: Effect
    outcome: Outcome
    why: Fact


def judged(treatment: Treatment, profile: Profile) -> tuple[Judged, ...]:
    """What the profile's answers mean for one treatment, the most pressing first, else in the order of the label.

    Unknown:
        A question that nobody asked is ``NOT_ASKED``, one that nobody could answer ``UNKNOWN``; neither is ever no.
    """
    rules = (*_toxin_rules(treatment.conditions), *treatment.rules)
    found = [one for each in rules if (one := _judge(each, profile)) is not None]
    return tuple(sorted(found, key=lambda one: ORDER.index(one.outcome)))


def overall(found: tuple[Judged, ...]) -> Outcome:
    """The most pressing of all; ``NOT_ASKED`` where there is no question at all, as nothing was asked.

    A ``NOT_EXCLUDED`` needs every question answered with no.
    """
    return min((each.outcome for each in found), key=ORDER.index, default=Outcome.NOT_ASKED)


def _judge(rule: Rule, profile: Profile) -> Judged | None:
    """None where the rule does not concern this person."""
    by_person = _concerns(rule, profile)
    if by_person == "no":
        return None
    if rule.question:
        answer = {**profile.answers, **profile.history}.get(rule.question, "")
        if not answer and rule.question in _FEMALE and profile.sex == "male":
            answer = "not-applicable"
        asks = HISTORY.get(rule.question) or QUESTIONS[rule.question]
    else:
        answer, asks = by_person, _asked(rule)
    return Judged(
        question=rule.question,
        asks=asks,
        answer=answer,
        effect=rule.effect,
        outcome=_outcome(answer, rule.effect),
        why=rule.why,
    )


_FEMALE = ("pregnancy", "pregnancy_plans", "no_effective_contraception", "breast_feeding")
"""Questions that do not apply to a man who was not asked them."""


def _asked(rule: Rule) -> str:
    """What a rule without a question asks about a person."""
    if rule.diagnosis:
        return f"{rule.diagnosis.replace('-', ' ').capitalize()}?"
    return f"{rule.sex.capitalize()}, under {rule.age_below} years?"


def _concerns(rule: Rule, profile: Profile) -> str:
    """Whether age, sex and diagnosis are those of the rule: yes, no, or "" where the profile does not say."""
    known = []
    if rule.sex:
        known.append(profile.sex == rule.sex if profile.sex else None)
    if rule.age_below is not None:
        known.append(profile.age < rule.age_below if profile.age is not None else None)
    if rule.diagnosis:
        known.append(profile.diagnosis == rule.diagnosis if profile.diagnosis else None)
    if False in known:
        return "no"
    return "" if None in known else "yes"


def _outcome(answer: str, effect: Effect) -> Outcome:
    if answer in ("no", "not-applicable"):
        return Outcome.NOT_EXCLUDED
    if answer == "yes":
        return Outcome.EXCLUDED if effect is Effect.EXCLUDES else Outcome.ASK
    return {"possible": Outcome.ASK, "unknown": Outcome.UNKNOWN, "": Outcome.NOT_ASKED}[answer]


def _toxin_rules(product: str) -> tuple[Rule, ...]:
    """The questions before an injection of this toxin, as rules; () for no toxin."""
    if not product:
        return ()
    found = (each for each in conditions().values() if each.concerns(product, INDICATION))
    return tuple(_rule(each, product) for each in found)


def _rule(condition: Condition, product: str) -> Rule:
    where, _ = condition.passage(product, "")
    return Rule(
        question=condition.question,
        sex="",
        age_below=None,
        diagnosis="",
        effect=Effect.EXCLUDES if condition.contraindicated else Effect.ASKS,
        why=Fact(text=condition.why, source=where.source, confirmed=where.confirmed, note=where.note),
    )
