"""What only a clinician or the patient's history can tell: the profile beside the diary. Absent is unknown."""

from __future__ import annotations

from dataclasses import dataclass, field

from interictal.errors import InvalidInput
from interictal.profile.conditions import ANSWERS, QUESTIONS
from interictal.profile.history import HISTORY
from interictal.profile.preventives import Preventive

DIAGNOSES = ("chronic-migraine", "episodic-migraine")
"""What may stand as the diagnosis; both by the headache days of a month, as ICHD-3 has them."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One filled questionnaire: numbers only, no item text.

    Args:
        instrument: id, such as ``hit-6`` or ``msq-2.1``.
        date: ISO date of completion, "" unknown.
        items: the answers by item number (index 0 is item 1); None is a missing item. Empty where only the total is
            known.
        total: the total where the items are not at hand.
    """

    instrument: str
    date: str = ""
    items: tuple[int | None, ...] = ()
    total: float | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """Answers that no diary holds. Every field may be unknown.

    Args:
        age: years.
        sex: "female", "male" or "other"; "" unknown.
        lifetime_attacks: attacks fulfilling 1.1 B-D or 1.2 B-C in the patient's life (ICHD-3 1.3 B).
        preexisting_headache_disorder: a headache disorder was there before the overuse (ICHD-3 8.2 A).
        not_better_accounted_for: ICHD code -> the clinician's answer to "no other diagnosis accounts for it better".
        preventives: treatments tried; None where nobody asked, () where none was tried.
        triptans_failed: how many different triptans failed (EHF 2020 asks for two before a headache is debilitating).
        overuse_managed: medication overuse was treated, as the guidelines ask; None unknown.
        diagnosed_by_specialist: a neurologist or headache specialist made the diagnosis.
        pregnant: currently pregnant. Answers the question ``pregnancy`` where ``answers`` does not hold it.
        questionnaires: filled questionnaires.
        blank_medications: what an empty medicines cell on a recorded day means: "none", "unknown", or "" for the
            documented default (docs/spec/medication-days.md).
        weight_kg: body weight, kilograms.
        answers: question id (``interictal.profile.conditions``) -> "yes", "no", "possible", "unknown" or
            "not-applicable". A question that is not in it was not asked.
        history: the same for the questions of ``interictal.profile.history``.
        diagnosis: "chronic-migraine" or "episodic-migraine", as a clinician made it; "" unknown.

    Raises:
        InvalidInput: an unknown question, answer or diagnosis, or ``pregnant`` and the answer on pregnancy contradict
            each other.
    """

    age: float | None = None
    sex: str = ""
    lifetime_attacks: int | None = None
    preexisting_headache_disorder: bool | None = None
    not_better_accounted_for: dict[str, bool] = field(default_factory=dict)
    preventives: tuple[Preventive, ...] | None = None
    triptans_failed: int | None = None
    overuse_managed: bool | None = None
    diagnosed_by_specialist: bool | None = None
    pregnant: bool | None = None
    questionnaires: tuple[Questionnaire, ...] = ()
    blank_medications: str = ""
    weight_kg: float | None = None
    answers: dict[str, str] = field(default_factory=dict)
    history: dict[str, str] = field(default_factory=dict)
    diagnosis: str = ""

    def __post_init__(self) -> None:
        for place, given, questions in (("answers", self.answers, QUESTIONS), ("history", self.history, HISTORY)):
            for question, answer in given.items():
                if question not in questions:
                    raise InvalidInput(place, question, ", ".join(questions), "Correct the question's name.")
                if answer not in ANSWERS:
                    do = "Correct it, or leave it out."
                    raise InvalidInput(f"{place}.{question}", answer, ", ".join(ANSWERS), do)
        if self.diagnosis not in ("", *DIAGNOSES):
            raise InvalidInput("diagnosis", self.diagnosis, ", ".join(DIAGNOSES), "Correct it, or leave it out.")
        said = self.answers.get("pregnancy", "")
        if contradict(self.pregnant, said):
            raise InvalidInput("answers.pregnancy", said, "what `pregnant` says too", "Correct one, or leave one out.")
        if self.pregnant is not None and not said:
            answers = {**self.answers, "pregnancy": "yes" if self.pregnant else "no"}
            object.__setattr__(self, "answers", answers)


def contradict(pregnant: bool | None, said: str) -> bool:
    """Whether the answer on pregnancy ("" not asked) cannot be true beside ``Profile.pregnant``."""
    return (pregnant is True and said in ("no", "not-applicable")) or (pregnant is False and said == "yes")
