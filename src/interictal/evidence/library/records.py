"""What the trial library holds: trials, their arms, and published values, each value with its own provenance."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Status(Enum):
    """How far a figure can be relied on."""

    VERIFIED = "verified"
    """Seen in the source named."""
    DERIVED = "derived"
    """Worked out by us from verified figures; ``derivation`` says how."""
    UNCONFIRMED = "unconfirmed"
    """Not seen in a primary document. Shown with that word; in pooled results only where asked for."""


POPULATIONS = {
    "cm": "chronic migraine",
    "em": "episodic migraine",
    "mixed": "chronic and episodic migraine",
    "other": "another condition",
}
"""Code of a trial's population -> what it is, in words."""

DESIGNS = {
    "double-blind": "randomised, double-blind, parallel groups",
    "open": "randomised, open label, parallel groups",
    "crossover": "randomised, crossover",
    "cohort": "one group, or groups that were not randomised",
    "pooled": "several trials analysed as one",
    "subgroup": "a part of the patients of other trials",
    "secondary": "further outcomes or a later analysis of the patients of other trials",
    "extension": "a later phase of other trials",
}
"""Design -> what it is, in words. The last four are no trials of their own: they name theirs in ``part_of``."""

PARTS = frozenset(("pooled", "subgroup", "secondary", "extension"))
"""Designs whose patients are those of other trials."""

ROUTES = ("injection", "subcutaneous", "intravenous", "by mouth", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug:
    """One drug of the closed list.

    Args:
        id: canonical name.
        drug_class: in words: "botulinum toxin", "CGRP antibody".
        route: how it is given, one of ``ROUTES``; "" for placebo.
        names: other names that it is looked up by.
    """

    id: str
    drug_class: str
    route: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One outcome of the closed list.

    Args:
        id: stable: headache_days_28.
        words: what it is, in words.
        unit: of a mean: days, points ...; "people" for an event.
        kind: "means" or "events".
        better: "lower", "higher", or "" where neither is good or bad for the patient.
    """

    id: str
    words: str
    unit: str
    kind: str
    better: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Which data these are.

    Args:
        schema: of the files.
        date: of the last change.
        trials, arms, values: how many the files hold; a file with more or fewer is refused.
    """

    schema: str
    date: dt.date
    trials: int
    arms: int
    values: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One trial, or one analysis of several.

    Args:
        id: stable, lower case with hyphens: ``preempt-1``.
        name: as the field calls it: "PREEMPT 1 (Aurora 2010)".
        registry: registry numbers.
        year: of the main publication; None unknown.
        population: one of ``POPULATIONS``.
        population_words: who took part, in words.
        design: one of ``DESIGNS``.
        part_of: ids of the trials whose patients these are (a companion paper, a pooled or subgroup analysis);
            values of both are never pooled together.
        source: citation of the register of sources.
        note: limits, in words.
    """

    id: str
    name: str
    registry: tuple[str, ...]
    year: int | None
    population: str
    population_words: str
    design: str
    part_of: tuple[str, ...]
    source: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One arm of a trial.

    Args:
        id: ``<trial>.<arm>``: ``preempt-1.onabotulinumtoxina``.
        trial: id of its trial.
        label: as published.
        drug: canonical name, lower case except for toxins ("onabotulinumtoxinA"); "placebo" for placebo.
        dose: in words.
        n: people of this arm, the figure of its value of ``PARTICIPANTS``, which says where it was seen; None unknown.
            An outcome with another number of people has its own value of quantity n.
    """

    id: str
    trial: str
    label: str
    drug: str
    dose: str
    n: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One published figure.

    Args:
        id: ``<arm>.<outcome>.<week>.<quantity>``, with ``any`` where the week is None, and a further part where one
            arm is compared with several; unique and stable.
        trial, arm: ids; ``versus`` is the arm compared with, for a difference, an odds ratio or a p value, else "".
        outcome: id of the outcome: headache_days_28, migraine_days_28, responder50_migraine_days ...
        week: weeks since the first treatment; None where it does not apply.
        quantity: one of ``QUANTITIES``.
        value: as printed.
        below: printed as "less than".
        source: citation of the register of sources, with the place where known.
        seen: where it was seen, in words or as an address.
        status: see ``Status``.
        tier: A, B, C, A+C as in the register of sources; "" for unconfirmed or derived.
        derivation: how a derived value was worked out; each value it rests on stands in it as ``[id]``; else "".
        note: limits, in words.
    """

    id: str
    trial: str
    arm: str
    versus: str
    outcome: str
    week: int | None
    quantity: str
    value: Decimal
    below: bool
    source: str
    seen: str
    status: Status
    tier: str
    derivation: str
    note: str

    @property
    def confirmed(self) -> bool:
        """Whether it may enter a pooled result without being asked for."""
        return self.status is not Status.UNCONFIRMED

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The ids of the values that it was worked out from, in the order of the derivation."""
        return tuple(dict.fromkeys(_NAMED.findall(self.derivation)))


_NAMED = re.compile(r"\[([^\[\]]+)\]")

PARTICIPANTS = "participants"
"""The outcome whose n is the number of people of an arm."""

QUANTITIES = {
    "n": "people analysed",
    "n_events": "people with the event",
    "percent": "percent of people",
    "baseline_mean": "mean before treatment",
    "baseline_sd": "standard deviation before treatment",
    "change_mean": "mean change",
    "change_sd": "standard deviation of the change",
    "change_se": "standard error of the mean change",
    "change_low": "lower limit of the mean change (95 %)",
    "change_high": "upper limit of the mean change (95 %)",
    "endpoint_mean": "mean at the end",
    "endpoint_sd": "standard deviation at the end",
    "endpoint_low": "lower limit of the mean at the end (95 %)",
    "endpoint_high": "upper limit of the mean at the end (95 %)",
    "difference": "difference between the groups",
    "difference_se": "standard error of the difference",
    "difference_low": "lower limit of the difference (95 %)",
    "difference_high": "upper limit of the difference (95 %)",
    "odds_ratio": "odds ratio",
    "odds_ratio_low": "lower limit of the odds ratio (95 %)",
    "odds_ratio_high": "upper limit of the odds ratio (95 %)",
    "p": "p value",
}
"""Quantity -> what it is, in words."""


MEASURES = {
    "MD": "mean difference",
    "SMD": "standardised mean difference",
    "OR": "odds ratio",
    "RR": "risk ratio",
    "RD": "risk difference",
    "percent": "percent of people",
    "change": "mean change within one group",
}
"""Measure of a published pooled result -> what it is, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesis:
    """One published pooled result.

    Args:
        id: stable, in capitals: HERD2018-MD.
        drugs: those it is about, by their canonical names; a review of a class names those that the library holds.
        comparison: in words.
        population: one of ``POPULATIONS``; other also outside headache.
        population_words: who took part, in words.
        outcome: migraine_days_month ...; not from the closed list, as reviews mix outcomes.
        measure: one of ``MEASURES``.
        estimate: as printed; None where only words are given, which stand in ``interval``.
        low, high: limits as printed; None where none were.
        interval: what the limits are ("95 % CI", "95 % CrI", "range of the trials"), or the words of a result
            without a number.
        control: percent in the comparison group, for a percent; else None.
        i2_percent, k, n: heterogeneity, trials, people; None unknown.
        method: in words.
        source, seen, status, tier: as for a value.
        unseen: of a verified result, the fields whose figures were nevertheless not seen: unconfirmed.
        reproduced: how far it can be worked out from trials: the test that does it, or why none can.
        note: limits, in words.
    """

    id: str
    drugs: tuple[str, ...]
    comparison: str
    population: str
    population_words: str
    outcome: str
    measure: str
    estimate: Decimal | None
    low: Decimal | None
    high: Decimal | None
    interval: str
    control: Decimal | None
    i2_percent: Decimal | None
    k: int | None
    n: int | None
    method: str
    source: str
    seen: str
    status: Status
    tier: str
    unseen: tuple[str, ...]
    reproduced: str
    note: str

    @property
    def confirmed(self) -> bool:
        """Whether the estimate may be shown without the word "unconfirmed"."""
        return self.status is not Status.UNCONFIRMED and "estimate" not in self.unseen
