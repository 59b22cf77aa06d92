"""Preventive treatments tried: classes, adequate trials, and which of them certainly failed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from interictal.errors import InvalidInput
from interictal.verdicts import Verdict, verdict


class StopReason(Enum):
    """Why a preventive was stopped, or could not be used."""

    INEFFECTIVE = "ineffective"
    NOT_TOLERATED = "not_tolerated"
    CONTRAINDICATED = "contraindicated"
    OTHER = "other"
    ONGOING = "ongoing"


@dataclass(frozen=True, slots=True)
class Preventive:
    """One preventive treatment tried.

    Args:
        name: generic or brand name.
        drug_class: pharmacological class, one of ``PREVENTIVE_CLASSES`` (docs/spec/profile.md); "" unknown.
        weeks: how long, at an effective or the highest tolerated dose; None unknown.
        reason_stopped: why it was stopped; None unknown.
    """

    name: str
    drug_class: str = ""
    weeks: float | None = None
    reason_stopped: StopReason | None = None

    def __post_init__(self) -> None:
        if self.drug_class and self.drug_class not in PREVENTIVE_CLASSES:
            raise InvalidInput("class", self.drug_class, ", ".join(PREVENTIVE_CLASSES), "Correct it or leave it out.")


PREVENTIVE_CLASSES: dict[str, str] = {
    "antidepressant": "antidepressant",
    "tricyclic": "antidepressant",
    "snri": "antidepressant",
    "antiepileptic": "antiepileptic",
    "beta_blocker": "beta_blocker",
    "calcium_channel_blocker": "calcium_channel_blocker",
    "cgrp": "cgrp",
    "cgrp_antibody": "cgrp",
    "gepant": "cgrp",
    "renin_angiotensin": "renin_angiotensin",
    "ace_inhibitor": "renin_angiotensin",
    "angiotensin_receptor_blocker": "renin_angiotensin",
    "botulinum_toxin": "botulinum_toxin",
    "other": "other",
}
"""What may stand as a preventive's class -> the class as the European Headache Federation counts it (2020)."""

_CLASS_BY_NAME: dict[str, str] = {
    "amitriptyline": "tricyclic",
    "venlafaxine": "snri",
    "topiramate": "antiepileptic",
    "valproate": "antiepileptic",
    "atenolol": "beta_blocker",
    "metoprolol": "beta_blocker",
    "propranolol": "beta_blocker",
    "timolol": "beta_blocker",
    "cinnarizine": "calcium_channel_blocker",
    "flunarizine": "calcium_channel_blocker",
    "eptinezumab": "cgrp_antibody",
    "erenumab": "cgrp_antibody",
    "fremanezumab": "cgrp_antibody",
    "galcanezumab": "cgrp_antibody",
    "atogepant": "gepant",
    "rimegepant": "gepant",
    "lisinopril": "ace_inhibitor",
    "candesartan": "angiotensin_receptor_blocker",
    "onabotulinumtoxina": "botulinum_toxin",
}

ADEQUATE_TRIAL_WEEKS = 8
"""Weeks at an effective or the highest tolerated dose after which a preventive may be called ineffective."""

ADEQUATE_TOXIN_WEEKS = 24
"""The same for botulinum toxin: two cycles of 12 weeks."""


def preventive_class(preventive: Preventive) -> str:
    """The class given, or the one of a well-known generic name that opens ``name``; "" where neither tells.

    >>> preventive_class(Preventive("Topiramate 100 mg"))
    'antiepileptic'
    """
    if preventive.drug_class:
        return preventive.drug_class
    return _CLASS_BY_NAME.get(preventive.name.lower().partition(" ")[0], "")


def preventive_failed(preventive: Preventive) -> Verdict:
    """Whether a preventive failed: not tolerated, contraindicated, or ineffective after an adequate trial.

    Source: D'Antona and Matharu 2019, Table 2 (``refractory-2019``): at least 2 months at an optimum or the highest
        tolerated dose, at least two quarterly injections of onabotulinumtoxinA; an intolerable or contraindicated
        one counts as failed.
    Unknown: without a reason for stopping, or without the weeks of an ineffective one, UNDETERMINED.

    >>> preventive_failed(Preventive("topiramate", weeks=7, reason_stopped=StopReason.INEFFECTIVE))
    <Verdict.NOT_MET: 'NOT_MET'>
    """
    reason = preventive.reason_stopped
    if reason in (StopReason.NOT_TOLERATED, StopReason.CONTRAINDICATED):
        return Verdict.MET
    if reason is None:
        return Verdict.UNDETERMINED
    if reason is not StopReason.INEFFECTIVE:
        return Verdict.NOT_MET
    if preventive.weeks is None:
        return Verdict.UNDETERMINED
    toxin = preventive_class(preventive) == "botulinum_toxin"
    return verdict(preventive.weeks >= (ADEQUATE_TOXIN_WEEKS if toxin else ADEQUATE_TRIAL_WEEKS))


@dataclass(frozen=True, slots=True)
class FailedClasses:
    """How many classes of preventives failed, as far as it can be told.

    Args:
        certain: the classes that certainly failed, as the EHF counts them, in the order given.
        at_least: classes that certainly failed; one more than ``certain`` shows where the only failures have no class.
        at_most: classes that may have failed, should every unknown answer turn out so.
    """

    certain: tuple[str, ...]
    at_least: int
    at_most: int


def failed_classes(preventives: Iterable[Preventive] | None) -> FailedClasses:
    """The classes of preventives that failed.

    Args:
        preventives: the treatments tried; None where nobody asked.

    Source: EHF 2020 (``ehf-2020``): classes, not drugs, are counted; the list of classes as reproduced in
        ``resistant-review-2022``, Table 3.
    Unknown: a treatment whose failure is unknown counts in ``at_most`` only; one of unknown class may or may not be
        of a class counted already.

    >>> failed_classes([Preventive("topiramate", reason_stopped=StopReason.NOT_TOLERATED), Preventive("propranolol")])
    FailedClasses(certain=('antiepileptic',), at_least=1, at_most=2)
    """
    everything = len(set(PREVENTIVE_CLASSES.values()))
    if preventives is None:
        return FailedClasses((), 0, everything)
    certain: list[str] = []
    possible: set[str] = set()
    nameless_certain = nameless = 0
    for each in preventives:
        failed = preventive_failed(each)
        if failed is Verdict.NOT_MET:
            continue
        drug_class = preventive_class(each)
        if not drug_class:
            nameless += 1
            nameless_certain += failed is Verdict.MET
        elif failed is Verdict.UNDETERMINED:
            possible.add(PREVENTIVE_CLASSES[drug_class])
        elif PREVENTIVE_CLASSES[drug_class] not in certain:
            certain.append(PREVENTIVE_CLASSES[drug_class])
    at_most = len(possible.union(certain)) + nameless
    return FailedClasses(tuple(certain), max(len(certain), min(nameless_certain, 1)), min(at_most, everything))
