"""What a comparison holds: one column for each treatment, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from interictal.evidence.comparison.chances import Applied, Baseline, Ratio
from interictal.evidence.comparison.days import Difference
from interictal.evidence.comparison.direct import HeadToHead
from interictal.evidence.comparison.exclusions import Judged, Outcome
from interictal.evidence.comparison.harms import SideEffect, Stopped
from interictal.evidence.comparison.indirect import Network
from interictal.evidence.comparison.records import Treatment
from interictal.evidence.comparison.seen import Seen
from interictal.evidence.comparison.selection import Apart, Pair
from interictal.evidence.comparison.strata import Person, Stratum
from interictal.evidence.library.records import Synthesis


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The chance of a fall by half.

    Args:
        pairs: the trials behind it, one outcome and one time.
        apart: trials that would have fitted the treatment but not these.
        without: what happens with placebo, by the same outcome at the same time, in the stratum.
        ratio: odds ratio against placebo.
        applied: what it makes of ``without``.
        confirmed: whether every figure behind it, the baseline's too, was seen at its source.
    """

    pairs: tuple[Pair, ...]
    apart: tuple[Apart[Pair], ...]
    without: Baseline
    ratio: Ratio
    applied: Applied
    confirmed: bool

    @property
    def standardised(self) -> bool:
        """Whether placebo arms of other trials stand in ``without``, so that a trial's own arms are not shown."""
        return set(self.without.parts) != {pair.trial.id for pair in self.pairs}

    @property
    def own(self) -> tuple[float, float] | None:
        """Shares who responded in the treatment's own trial: with it, and with placebo; None where it has several."""
        if len(self.pairs) > 1:
            return None
        treated, placebo = self.pairs[0].treated, self.pairs[0].placebo
        return treated.events / treated.n, placebo.events / placebo.n


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """The chance of stopping for side effects: both arms of the largest study with a placebo arm, as they were.

    Args:
        study: see there.
        others: names of smaller studies, which may count the same people.
        confirmed: whether both rates were seen at their source.
    """

    study: Stopped
    others: tuple[str, ...]
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WithPlacebo:
    """What happens with placebo, by one outcome at one time.

    Args:
        words: the outcome.
        weeks: of the trials.
        baseline: pooled over them.
        pairs: the trials.
    """

    words: str
    weeks: tuple[int, ...]
    baseline: Baseline
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gained:
    """Days gained against placebo; positive is fewer days with headache or migraine.

    Args:
        words: which days, and of how long.
        counted: which days, in plain words.
        days, low, high: with the 95 % interval; None where no spread was seen.
        differences: the trials behind it; () where a published synthesis stands for it.
        apart: trials that stay out, and why.
        synthesis: the published result that stands for it; None where trials do.
        confirmed: whether every figure was seen at its source.
    """

    words: str
    counted: str
    days: float
    low: float | None
    high: float | None
    differences: tuple[Difference, ...]
    apart: tuple[Apart[Difference], ...]
    synthesis: Synthesis | None
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Closer:
    """Figures of people nearer to this person than the stratum of the comparison.

    Args:
        stratum: who they are.
        difference: days against placebo.
    """

    stratum: Stratum
    difference: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """That the profile says the treatment was tried.

    Args:
        name: as in the profile.
        words: what became of it, in words.
    """

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One treatment.

    Args:
        treatment: see there.
        judged: what its label makes of the profile.
        overall: the most pressing of these.
        tried: what the profile says of it.
        response, stopping, gained: None where no trial says, with the reason in ``missing``.
        missing: which of the three is missing -> why.
        side_effects: the common ones, in the population of the comparison where any is known, else in another.
        closer, closer_seen: figures of people nearer to this person: days, and falls by half.
        seen: falls by half in trials of other populations.
        stopping_seen: stopping for side effects in any study, of any population.
        published: pooled results of others in this population.
        elsewhere: pooled results of others in other populations.
        reasons: what lowers the certainty, in words.
    """

    treatment: Treatment
    judged: tuple[Judged, ...]
    overall: Outcome
    tried: tuple[Tried, ...]
    response: Response | None
    stopping: Stopping | None
    gained: Gained | None
    missing: dict[str, str]
    side_effects: tuple[SideEffect, ...]
    closer: tuple[Closer, ...]
    closer_seen: tuple[Seen, ...]
    seen: tuple[Seen, ...]
    stopping_seen: tuple[SideEffect, ...]
    published: tuple[Synthesis, ...]
    elsewhere: tuple[Synthesis, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Treatments side by side for one person. Nothing in it is in an order of effect.

    Args:
        person: whom it is for.
        stratum: whose trials it rests on.
        why: why this stratum, in sentences.
        placebo: what happens with placebo there, once for each outcome and time; () where no trial says.
        columns: in the fixed order.
        direct: head-to-head trials.
        network: indirect comparisons.
        limits: what is not compared, and why, in sentences.
        unconfirmed: whether figures that were not seen at their source were asked for.
        sources: ids of the register behind everything shown, in the order of the alphabet.
    """

    person: Person
    stratum: Stratum
    why: tuple[str, ...]
    placebo: tuple[WithPlacebo, ...]
    columns: tuple[Column, ...]
    direct: tuple[HeadToHead, ...]
    network: Network
    limits: tuple[str, ...]
    unconfirmed: bool
    sources: tuple[str, ...]
