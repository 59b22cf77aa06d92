"""What the trial library holds: trials, their arms, and published values, each value with its own provenance."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One trial, or one analysis of several.

    Args:
        id: stable, lower case with hyphens: ``preempt-1``.
        name: as the field calls it: "PREEMPT 1 (Aurora 2010)".
        registry: registry numbers.
        year: of the main publication; None unknown.
        population: cm, em, mixed or other.
        population_words: who took part, in words.
        design: parallel, crossover, cohort, pooled analysis, subgroup ...: one word of a closed list.
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
        n: people analysed; None unknown. A value with another n carries it as its own value.
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
        id: ``<arm>.<outcome>.<week>.<quantity>``, unique and stable.
        trial, arm: ids; ``versus`` is the arm compared with, for a difference or a p value, else "".
        outcome: id of the outcome: headache_days_28, migraine_days_28, responder50_migraine_days ...
        week: weeks since the first treatment; None where it does not apply.
        quantity: one of ``QUANTITIES``.
        value: as printed.
        below: printed as "less than".
        source: citation of the register of sources, with the place where known.
        seen: where it was seen, in words or as an address.
        status: see ``Status``.
        tier: A, B, C, A+C as in the register of sources; "" for unconfirmed or derived.
        derivation: how a derived value was worked out, from the ids of which values; else "".
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesis:
    """One published pooled result.

    Args:
        id: as in the evidence: HERD2018-MD.
        comparison, population, outcome: in words.
        estimate, low, high: as printed; None where only words are given.
        measure: MD, SMD, OR, RR.
        interval: "95 % CI", "95 % CrI", or words.
        i2_percent, k, n: heterogeneity, trials, people; None unknown.
        method: in words.
        source, seen, status, tier, note: as for a value.
    """

    id: str
    comparison: str
    population: str
    outcome: str
    estimate: Decimal | None
    low: Decimal | None
    high: Decimal | None
    measure: str
    interval: str
    i2_percent: Decimal | None
    k: int | None
    n: int | None
    method: str
    source: str
    seen: str
    status: Status
    tier: str
    note: str
