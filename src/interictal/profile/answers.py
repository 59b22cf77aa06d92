"""What only a clinician or the patient's history can tell: the profile beside the diary. Absent is unknown."""

from __future__ import annotations

from dataclasses import dataclass, field

from interictal.profile.preventives import Preventive


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
        pregnant: currently pregnant.
        questionnaires: filled questionnaires.
        blank_medications: what an empty medicines cell on a recorded day means: "none", "unknown", or "" for the
            documented default (docs/spec/medication-days.md).
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
