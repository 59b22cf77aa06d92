"""Medicines as people write them: names, classes, doses; an unknown name is kept as entered and never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class DrugClass(Enum):
    """Classes that the rules ask for."""

    TRIPTAN = "triptan"
    ERGOT = "ergot"
    SIMPLE_ANALGESIC = "simple_analgesic"
    COMBINATION_ANALGESIC = "combination_analgesic"
    OPIOID = "opioid"
    BARBITURATE = "barbiturate"
    GEPANT = "gepant"
    DITAN = "ditan"
    PREVENTIVE = "preventive"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Intake:
    """One medicine taken on a day.

    Args:
        name: as entered.
        ingredient: generic name, "+"-joined for combinations; None where the name is not recognised.
        drug_class: the class; None where the name is not recognised.
        dose: amount of one unit taken, None where not given.
        unit: "mg", "g", "ug", "ml", "U"; "" where not given.
        count: how many were taken.
    """

    name: str
    ingredient: str | None = None
    drug_class: DrugClass | None = None
    dose: float | None = None
    unit: str = ""
    count: float = 1
