"""What a trial is: whom it lets in, its arms, its visits, and how it is analysed. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from interictal.forecast.trials.outcomes import Outcome
from interictal.mechanism.studied import STUDIED

TOXIN, PLACEBO, TOPIRAMATE = "onabotulinumtoxinA", "placebo", "topiramate"
DRUGS = (TOXIN, PLACEBO, TOPIRAMATE)

LAST_WEEK = 260
MOST_PEOPLE = 10**6
MOST_UNITS = 400.0
"""The dose of one session beyond which a design is taken for a slip: twice the 195 U of the trials, and the most units
in three months, over all indications, that labels allow."""


class Missing(Enum):
    """What is done where a value is missing."""

    OBSERVED = "observed"
    LAST = "last"
    BASELINE = "baseline"


class Analysis(Enum):
    """How arms are compared."""

    ANCOVA = "ANCOVA"
    MMRM = "MMRM"
    RESPONDER = "responder"


@dataclass(frozen=True, slots=True)
class Entry:
    """Whom the trial lets in.

    Args:
        n: people in all arms together.
        baseline_mean, baseline_sd: of the headache days in the 28 days before, among those let in.
        minimum_headache_days: fewest headache days in those 28.
        medication_overuse_share: share with overuse of acute medication, 0 to 1.
        baseline_migraine_days, baseline_acute_medication_days: mean in the 28 days before, where they are known; else
            the shares of headache days are those of the population.
    """

    n: int
    baseline_mean: float
    baseline_sd: float
    minimum_headache_days: int
    medication_overuse_share: float
    baseline_migraine_days: float | None = None
    baseline_acute_medication_days: float | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm.

    Args:
        name: as the trial calls it.
        drug: one of ``DRUGS``.
        n: people.
        dose_units: units of onabotulinumtoxinA at each session; None for other drugs.
        cycles: treatment cycles with the drug.
        interval_weeks: length of a cycle.
        placebo_cycles: cycles with placebo before those with the drug.
    """

    name: str
    drug: str
    n: int
    dose_units: float | None
    cycles: int
    interval_weeks: int
    placebo_cycles: int = 0

    @property
    def extrapolated(self) -> bool:
        """Whether its dose lies outside those that trials studied."""
        studied = STUDIED["chronic-migraine"]
        return self.dose_units is not None and not studied.low <= self.dose_units <= studied.high

    @property
    def sessions(self) -> tuple[tuple[int, float], ...]:
        """Day and units of each session with toxin."""
        if self.dose_units is None:
            return ()
        first = self.placebo_cycles
        return tuple((7 * self.interval_weeks * (first + n), self.dose_units) for n in range(self.cycles))


@dataclass(frozen=True, slots=True)
class Design:
    """A trial.

    Args:
        name: what to call it.
        source: id of its publication in the register of sources; "" for a trial that does not exist.
        visits_weeks: weeks from the first session at which values are taken, rising.
        outcomes: what is counted.
        missing: what is done where a value is missing.
        analysis: how arms are compared.
        blinded: whether people know what they get.
        entry: whom it lets in.
        arms: at least one.
        selected: where the people counted were chosen by how they did, which no virtual trial does: how, in words;
            "" where all treated were counted.
    """

    name: str
    source: str
    visits_weeks: tuple[int, ...]
    outcomes: tuple[Outcome, ...]
    missing: Missing
    analysis: Analysis
    blinded: bool
    entry: Entry
    arms: tuple[Arm, ...]
    selected: str = ""

    def scaled(self, share: float) -> Design:
        """The same trial with each arm ``share`` times as large, rounded up."""
        arms = tuple(replace(arm, n=max(1, -int(-arm.n * share // 1))) for arm in self.arms)
        return replace(self, arms=arms, entry=replace(self.entry, n=sum(arm.n for arm in arms)))

    def counted(self, visit: int) -> tuple[Outcome, ...]:
        """The outcomes that a visit can have: a count of 28 days needs 28 days since the first session."""
        return tuple(one for one in self.outcomes if one.weeks <= visit)

    @property
    def notes(self) -> tuple[str, ...]:
        """What has to be known of its arms, in sentences."""
        studied = STUDIED["chronic-migraine"]
        return tuple(
            f"{arm.name}: {arm.dose_units:g} U a session lies outside the {studied.words} "
            f"[{', '.join(studied.sources)}]; its effect is extrapolated."
            for arm in self.arms
            if arm.extrapolated
        )

    @property
    def reference(self) -> Arm | None:
        """The arm that the others are compared with: placebo, else the last; None in a trial of one arm."""
        if len(self.arms) == 1:
            return None
        return next((arm for arm in self.arms if arm.drug == PLACEBO), self.arms[-1])
