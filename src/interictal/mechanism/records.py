"""What the mechanism speaks of: parameters, sites, sessions, and the course of each state over days.

Time is whole days: day 0 is the first session, and the value of day ``t`` is the mean from its start to its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Branch(Enum):
    """Which nerve terminals a state belongs to."""

    SENSORY = "sensory"
    """C-fibre terminals that release CGRP; A-delta fibres are not in the model."""
    MOTOR = "motor"
    """Terminals that release acetylcholine at the endplates of muscle."""
    AUTONOMIC = "autonomic"
    """Terminals at sweat glands or the detrusor."""
    CENTRAL = "central"
    """What follows in the brain stem: sensitisation, and the log-odds of a headache day."""


class Stage(Enum):
    """Where a state stands in the chain, in its order."""

    LIGHT_CHAIN = "light-chain"
    """Active light chain in the terminal, 1 is all that the terminal can take up at once."""
    SNAP25 = "snap-25"
    """Intact SNAP-25, as a fraction of the untreated terminal."""
    RELEASE = "release"
    """Release of transmitter, as a fraction of the untreated terminal."""
    TRANSMISSION = "transmission"
    """Release with what sprouts carry, as a fraction (motor)."""
    WEAKNESS = "weakness"
    """Relaxation of the muscle, 0 none to 1 complete (motor)."""
    EFFECT = "effect"
    """What the patient notices of an autonomic block: the fall of sweat or of bladder contraction, 0 to 1."""
    DRIVE = "drive"
    """Nociceptive drive from the periphery that the toxin can reach, as a fraction of the untreated one."""
    SENSITISATION = "sensitisation"
    """Central sensitisation that this drive keeps up, as a fraction of the untreated one; slow."""
    RELIEF = "relief"
    """Fall of the log-odds of a headache day; 1 is the mean of weeks 21 to 24 with 165 U at weeks 0 and 12."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number of the model, and what it rests on.

    Args:
        id: stable name.
        value: the number.
        unit: its unit; "1" where it has none.
        low, high: 95 % interval where fitted; where it is not fitted, the range that the source or we allow.
        words: what it is, in a line.
        source: citation of what it was read in; "" where it is fitted.
        fitted_to: ids of the targets it was fitted to; () where it was not.
        prior: mean and SD of the prior on the scale of the fit (the logarithm); None where there is none.
        confirmed: False where the figure was not seen at its source.
        studied: "people", "animal", "cell" or "assumption": what the number was measured in.
        note: limits.
    """

    id: str
    value: float
    unit: str
    low: float
    high: float
    words: str
    source: str = ""
    fitted_to: tuple[str, ...] = ()
    prior: tuple[float, float] | None = None
    confirmed: bool = True
    studied: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Injection sites of one muscle on one side.

    Args:
        muscle: the name of the protocol ("temporalis").
        side: "left", "right" or "midline".
        number: how many sites.
        units: units of each, of the session's product.
        territory: sensory territory: "V1", "V3", "C2", "C3", or "" where pain of the head is not carried.
    """

    muscle: str
    side: str
    number: int
    units: float
    territory: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session of injections.

    Args:
        day: 0 for the first.
        units: in all.
        sites: where they went; their units add up to ``units``.
    """

    day: int
    units: float
    sites: tuple[Site, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The course of one state.

    Args:
        id: stable name, unique in a course ("sensory-release", "sensory-release-V1").
        branch: which terminals.
        stage: which state.
        words: what it is, as it may stand beside a line of a picture.
        unit: "fraction of untreated", "relative", "relief".
        values: one for each day of the course: the mean over the day.
        territory: for one nerve territory alone; "" for the whole.
    """

    id: str
    branch: Branch
    stage: Stage
    words: str
    unit: str
    values: tuple[float, ...]
    territory: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideEffect:
    """A side effect that follows from the motor branch: how often it is expected, by day.

    Args:
        term: id of the list of terms ("eyelid-ptosis").
        name: in words.
        muscles: whose weakness it is tied to.
        percent: expected percentage of patients who have had it up to the end of each day of the course.
        background: the part of it that placebo shows as well, for each day.
        published: the published percentages of PREEMPT that it was set by, in words.
        source: citation.
        confirmed: False where a percentage was not seen at its source.
    """

    term: str
    name: str
    muscles: tuple[str, ...]
    percent: tuple[float, ...]
    background: tuple[float, ...]
    published: str
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When the effect comes and goes, after one session, read from the leading series of the course.

    Args:
        onset_day: first day with half of the best effect of the first cycle; None where it does not come.
        best_day: day of the best effect of the first cycle.
        best_week: its week; week 1 is days 0 to 6.
        wear_off_day: first day after it with less than half of the best; None where the course ends before, or the
            next session comes before.
        half_lost_day_once: the same where nothing is given after the first session; None beyond two years.
        share_worn_off: share of patients whose effect halves before the second session, by the spread of recovery
            between patients; None where the model holds no such spread for the terminals or there is one session.
    """

    onset_day: int | None
    best_day: int
    best_week: int
    wear_off_day: int | None
    half_lost_day_once: int | None
    share_worn_off: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The time course of a treatment by the model.

    Args:
        indication: id.
        protocol: id within the indication.
        product: whose units.
        sessions: in order; the first is on day 0.
        days: 0, 1, ... ; each series has one value for each.
        series: every state, in the order of the chain. The whole first, then the territories.
        leading: id of the series that the effect is read from ("relief", "motor-weakness", "autonomic-effect").
        timing: when the effect comes and goes.
        side_effects: those tied to the motor branch; () where the model holds none for the indication.
        drive_shares: share of each nerve territory in the drive, by name, where the indication is a headache.
        rests_on: what a reader has to know: what was measured in animals or cells, what is an assumption of ours.
        left_out: what the model does not hold, with the reason.
        unconfirmed: what was not seen at its source and matters here: ids of parameters and targets, nerves of muscles.
            A choice or reading of ours where the source prints no such figure counts too.
        extrapolated: why the dose is beyond what was studied; "" where it is not.
    """

    indication: str
    protocol: str
    product: str
    sessions: tuple[Session, ...]
    days: tuple[int, ...]
    series: tuple[Series, ...]
    leading: str
    timing: Timing
    side_effects: tuple[SideEffect, ...] = ()
    drive_shares: tuple[tuple[str, float], ...] = ()
    rests_on: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    extrapolated: str = ""

    def one(self, series_id: str) -> Series:
        """The series of that id.

        Raises:
            KeyError: the course has none.
        """
        for each in self.series:
            if each.id == series_id:
                return each
        raise KeyError(series_id)

    def weekly(self, series_id: str) -> tuple[float, ...]:
        """Means of a series by week; week 1 (index 0) is days 0 to 6; days after the last whole week are left."""
        values = self.one(series_id).values
        return tuple(sum(values[at : at + 7]) / 7 for at in range(0, len(values) - 6, 7))
