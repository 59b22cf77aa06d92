"""What only a clinician or the patient's history can tell: the profile beside the diary. Absent is unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import Enum
from pathlib import Path
from typing import Any

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


def read_profile(path: Path) -> Profile:
    """A profile from a TOML or JSON file.

    Args:
        path: ``.toml`` or ``.json``; the keys are the fields of ``Profile`` (docs/spec/profile.md), all optional. A
            preventive's class stands under ``class``.

    Raises:
        InvalidInput: the file cannot be read, or a key or value is not one of those allowed; every key is checked, so
            that a misspelt answer is never silently unknown.
    """
    import json
    import tomllib

    name = path.name
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise InvalidInput("file", name, "a file that can be read", f"{problem.strerror or 'Check it'}.") from None
    if len(raw) > _PROFILE_BYTES:
        raise InvalidInput("file", f"{len(raw)} bytes", "at most 1 MiB", "Give the profile file.", file=name)
    try:
        text = raw.decode("utf-8-sig")
        content = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError):  # both parsers' errors, and wrong UTF-8, are ValueErrors
        raise InvalidInput(
            "file", name, "TOML, or JSON where the name ends in .json", "Correct the file.", file=name
        ) from None
    if not isinstance(content, dict):
        raise InvalidInput("file", type(content).__name__, "an object with keys", "Correct the file.", file=name)
    return profile_from(content, file=name)


_PROFILE_BYTES = 1 << 20


def profile_from(content: dict[str, Any], *, file: str | None = None) -> Profile:
    """A profile from plain values (a parsed TOML or JSON file).

    Raises:
        InvalidInput: a key or value that is not allowed.
    """
    answers = _Answers(content, file, "")
    answers.known({field.name for field in fields(Profile)})
    accounted = answers.table("not_better_accounted_for")
    accounted.known(ICHD_CODES)
    return Profile(
        age=answers.number("age", 0, 130),
        sex=answers.choice("sex", ("female", "male", "other")),
        lifetime_attacks=answers.whole("lifetime_attacks", 0, 100_000),
        preexisting_headache_disorder=answers.yes_no("preexisting_headache_disorder"),
        not_better_accounted_for={code: yes for code in ICHD_CODES if (yes := accounted.yes_no(code)) is not None},
        preventives=tuple(map(_preventive, answers.tables("preventives"))) if "preventives" in content else None,
        triptans_failed=answers.whole("triptans_failed", 0, 20),
        overuse_managed=answers.yes_no("overuse_managed"),
        diagnosed_by_specialist=answers.yes_no("diagnosed_by_specialist"),
        pregnant=answers.yes_no("pregnant"),
        questionnaires=tuple(map(_questionnaire, answers.tables("questionnaires"))),
        blank_medications=answers.choice("blank_medications", ("none", "unknown")),
    )


ICHD_CODES = ("1.1", "1.2", "1.3", "1.5.1", "8.2")
"""The diagnoses whose "no better diagnosis" criterion a clinician answers."""

_STOP_WORDS = {
    StopReason.INEFFECTIVE: ("ineffective", "not effective", "no effect", "lack of efficacy", "inefficacy", "failed"),
    StopReason.NOT_TOLERATED: ("not tolerated", "intolerance", "intolerable", "side effects", "adverse effects"),
    StopReason.CONTRAINDICATED: ("contraindicated", "contraindication", "unsuitable"),
    StopReason.OTHER: ("other",),
    StopReason.ONGOING: ("ongoing",),
}
_STOP_REASONS = {word: reason for reason, words in _STOP_WORDS.items() for word in words}


def _preventive(answers: _Answers) -> Preventive:
    answers.known(("name", "class", "weeks", "reason_stopped"))
    reason = answers.text("reason_stopped").replace("_", " ").lower()
    if reason and reason not in _STOP_REASONS:
        raise answers.wrong("reason_stopped", reason, ", ".join(each.value for each in StopReason))
    drug_class = answers.text("class").lower().replace(" ", "_").replace("-", "_")
    if drug_class and drug_class not in PREVENTIVE_CLASSES:
        raise answers.wrong("class", drug_class, ", ".join(PREVENTIVE_CLASSES))
    name = answers.text("name")
    if not name:
        raise answers.wrong("name", "", "the preventive's name")
    return Preventive(name, drug_class, answers.number("weeks", 0, 5200), _STOP_REASONS.get(reason))


def _questionnaire(answers: _Answers) -> Questionnaire:
    answers.known(("instrument", "date", "items", "total"))
    date = answers.text("date")
    if date:
        try:
            dt.date.fromisoformat(date)
        except ValueError:
            raise answers.wrong("date", date, "YYYY-MM-DD") from None
    items = answers.content.get("items", [])
    if not isinstance(items, list) or any(
        isinstance(item, bool) or not (item is None or item == "" or isinstance(item, int)) for item in items
    ):
        raise answers.wrong("items", "items", "a list of whole numbers, with an empty text for a missing item")
    return Questionnaire(
        answers.text("instrument").lower(),
        date,
        tuple(None if item == "" else item for item in items),
        answers.number("total", 0, 1000),
    )


class _Answers:
    """A table of the file, read strictly: every accessor names file, key, value and what is allowed."""

    def __init__(self, content: dict[str, Any], file: str | None, place: str) -> None:
        self.content, self.file, self.place = content, file, place

    def wrong(self, key: str, value: object, allowed: str) -> InvalidInput:
        return InvalidInput(f"{self.place}{key}", value, allowed, "Correct it, or leave it out.", file=self.file)

    def known(self, allowed: Iterable[str]) -> None:
        for key in self.content:
            if key not in allowed:
                raise self.wrong(str(key), "unknown key", ", ".join(sorted(allowed)))

    def yes_no(self, key: str) -> bool | None:
        value = self.content.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(key, value, "true or false")
        return value

    def number(self, key: str, low: float, high: float) -> float | None:
        value = self.content.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.wrong(key, value, f"a number from {low} to {high}")
        return value

    def whole(self, key: str, low: int, high: int) -> int | None:
        value = self.number(key, low, high)
        if value is not None and value != int(value):
            raise self.wrong(key, value, f"a whole number from {low} to {high}")
        return None if value is None else int(value)

    def text(self, key: str) -> str:
        value = self.content.get(key, "")
        if isinstance(value, dt.date):  # TOML has dates of its own
            return value.isoformat()
        if value is not None and not isinstance(value, str):
            raise self.wrong(key, value, "text")
        return (value or "").strip()

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key).lower()
        if value and value not in allowed:
            raise self.wrong(key, value, ", ".join(allowed))
        return value

    def table(self, key: str) -> _Answers:
        value = self.content.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, value, 'a table of answers by ICHD code, such as { "1.3" = true }')
        return _Answers(value, self.file, f"{self.place}{key}.")

    def tables(self, key: str) -> list[_Answers]:
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(key, "not a list of tables", f"a list of tables ([[{key}]] in TOML)")
        return [_Answers(each, self.file, f"{self.place}{key}[{n}].") for n, each in enumerate(value, 1)]
