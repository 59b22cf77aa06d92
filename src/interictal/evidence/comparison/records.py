"""What is known of a treatment before any trial is counted: how it is given, and what its label asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from interictal.sources import source


class Role(Enum):
    """What a treatment is for."""

    NONE = "none"
    """No change: nothing is started."""
    PREVENTIVE = "preventive"
    ACUTE = "acute"
    """Treats an attack and prevents none; never beside preventives."""


class Effect(Enum):
    """What a label makes of a yes."""

    EXCLUDES = "excludes"
    ASKS = "asks"
    """Caution: a clinician judges."""


CLASSES = ("no change", "botulinum toxin", "acute treatment", "oral preventive", "CGRP antibody", "gepant")
"""Classes of treatments in the order in which they are shown; within a class by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement with its source.

    Args:
        text: in words.
        source: citation of the register of sources.
        confirmed: whether it was seen there.
        note: where not, what was; else limits, or "".
    """

    text: str
    source: str
    confirmed: bool
    note: str

    @property
    def status(self) -> str:
        """``verified`` or ``unconfirmed``; ``ours`` for our own rules."""
        kind = source(self.source).status
        return kind if self.confirmed else "unconfirmed"

    @property
    def tier(self) -> str:
        """A, B, C or A+C as in the register; "" where it was not seen, and for our own rules."""
        return source(self.source).tier if self.confirmed else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a label says of one answer.

    Args:
        question: id of ``interictal.profile.history`` or ``.conditions``; "" where the next ones decide.
        sex, age_below, diagnosis: whom it concerns besides; "" and None everybody.
        effect: of a yes.
        why: what the label says, with its source.
    """

    question: str
    sex: str
    age_below: int | None
    diagnosis: str
    effect: Effect
    why: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """How certain others rated the evidence.

    Args:
        rating: high, moderate, low or very low, as published; "" where no rating was read.
        of: what was rated, in words; "" without a rating.
        why: source of the rating, or what is to be said instead of one.
    """

    rating: str
    of: str
    why: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An arm that is in no result.

    Args:
        arm: id of the trial library, or for side effects its name as published.
        why: in words.
    """

    arm: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """One treatment.

    Args:
        id: stable, for ``--treatments``.
        name: for people.
        drug_class: one of ``CLASSES``.
        role: see ``Role``.
        drugs: ids of the trial library's drugs whose arms it has.
        conditions: a toxin whose questions before an injection apply (``interictal.safety.conditions``); "" none.
        given, acts, lasts, judge: how it is given, how it acts, how long an effect lasts, when it is judged.
        certainty: see ``Certainty``.
        acute: what is known of an acute treatment.
        rules: what its label makes of the profile's answers.
        left_out: arms of the library that stay out, each with its reason.
        rates_left_out: the same for side effects; the arms by their names, as published.
        days: id of a published synthesis that stands for the days gained where the trials give no interval; "" none.
    """

    id: str
    name: str
    drug_class: str
    role: Role
    drugs: tuple[str, ...]
    conditions: str
    given: Fact
    acts: Fact
    lasts: Fact
    judge: Fact
    certainty: Certainty
    acute: tuple[Fact, ...]
    rules: tuple[Rule, ...]
    left_out: tuple[LeftOut, ...]
    rates_left_out: tuple[LeftOut, ...]
    days: str
