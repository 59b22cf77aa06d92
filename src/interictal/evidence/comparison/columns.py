"""One treatment of a comparison: what its trials, reviews and label say for one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from interictal.errors import InvalidInput
from interictal.evidence.comparison.chances import Baseline, applied, ratio
from interictal.evidence.comparison.counted import days_named
from interictal.evidence.comparison.days import differences
from interictal.evidence.comparison.exclusions import judged, overall
from interictal.evidence.comparison.harms import SideEffect, side_effects, stopped, stopping_seen
from interictal.evidence.comparison.records import Treatment
from interictal.evidence.comparison.result import Closer, Column, Gained, Response, Stopping, Tried
from interictal.evidence.comparison.seen import seen_elsewhere, seen_in
from interictal.evidence.comparison.selection import Pair, Scale, Selected
from interictal.evidence.comparison.strata import Person, Stratum
from interictal.evidence.comparison.words import STOPPED, missing, reasons
from interictal.evidence.library import drugs, outcomes
from interictal.evidence.library.records import Synthesis
from interictal.evidence.library.syntheses import syntheses
from interictal.evidence.synthesis.pooling import pool
from interictal.profile import Preventive, Profile

_ELSEWHERE = ("cm", "mixed", "em")
"""Populations whose side effects are shown where the person's own has none, in this order."""

_MEASURES = ("MD", "OR", "RR", "RD")
_OUTCOMES = (
    "responder50",
    "migraine_days",
    "headache_days",
    "headache_or_migraine",
    "headaches_per_month",
    "withdrawal",
    "drop_out",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every column of a comparison stands on.

    Args:
        profile, person, stratum: whom it is for, and whose trials are taken.
        responses: what happens with placebo there, by the scale of the number.
        unconfirmed: whether figures that were not seen at their source may be used.
    """

    profile: Profile
    person: Person
    stratum: Stratum
    responses: Mapping[Scale, Baseline]
    unconfirmed: bool


def column(treatment: Treatment, pairs: Selected[Pair], ground: Ground) -> Column:
    """The column of one treatment.

    Args:
        treatment: which.
        pairs: its trials that count falls by half, in the stratum of the comparison.
        ground: see there.
    """
    answers = judged(treatment, ground.profile)
    response = _response(pairs, ground)
    stopping = _stopping(treatment, ground)
    gained = _gained(treatment, ground)
    events = _side_effects(treatment, ground)
    published = tuple(_published(treatment))
    population = ground.stratum.population
    return Column(
        treatment=treatment,
        judged=answers,
        overall=overall(answers),
        tried=tuple(_tried(treatment, ground.profile.preventives or ())),
        response=response,
        stopping=stopping,
        gained=gained,
        missing={
            name: missing(treatment, name, population, nothing=response is None and gained is None and stopping is None)
            for name, one in (("response", response), ("stopping", stopping), ("gained", gained))
            if one is None
        },
        side_effects=events,
        closer=tuple(_closer(treatment, ground)),
        closer_seen=seen_in(treatment, _narrower(ground), unconfirmed=ground.unconfirmed),
        seen=seen_elsewhere(treatment, population, unconfirmed=ground.unconfirmed),
        stopping_seen=stopping_seen(
            treatment.drugs, left_out=_rates_left_out(treatment), unconfirmed=ground.unconfirmed
        ),
        published=tuple(each for each in published if each.population == population),
        elsewhere=tuple(each for each in published if each.population != population),
        reasons=reasons(treatment, response, gained, stopping, population),
    )


def _response(pairs: Selected[Pair], ground: Ground) -> Response | None:
    if not pairs.together:
        return None
    without = ground.responses[pairs.together[0].scale]
    found = ratio({one.trial.id: (one.treated, one.placebo) for one in pairs.together})
    return Response(
        pairs=pairs.together,
        apart=pairs.apart,
        without=without,
        ratio=found,
        applied=applied(without, found),
        confirmed=without.confirmed and all(one.treated.confirmed and one.placebo.confirmed for one in pairs.together),
    )


def _stopping(treatment: Treatment, ground: Ground) -> Stopping | None:
    several = stopped(
        treatment.drugs,
        ground.stratum.population,
        left_out=_rates_left_out(treatment),
        unconfirmed=ground.unconfirmed,
    )
    if not several:
        return None
    study = several[0]
    return Stopping(
        study=study,
        others=tuple(one.study for one in several[1:]),
        confirmed=study.treated.confirmed and study.placebo.confirmed,
    )


def _rates_left_out(treatment: Treatment) -> tuple[str, ...]:
    return tuple(one.arm for one in treatment.rates_left_out)


def _gained(treatment: Treatment, ground: Ground) -> Gained | None:
    """Days gained: from the trials where they give a spread, else the published synthesis, else without interval."""
    left_out = tuple(one.arm for one in treatment.left_out)
    found = differences(treatment.drugs, ground.stratum, left_out=left_out, unconfirmed=ground.unconfirmed)
    with_spread = [(one.value, one.se**2) for one in found.together if one.se is not None]
    stands_in = syntheses()[treatment.days] if treatment.days else None
    if not with_spread and stands_in is not None and _fits(stands_in, ground):
        return Gained(
            words=stands_in.outcome.replace("_month", " a month").replace("_", " "),
            counted=days_named(stands_in.outcome),
            days=_turned(stands_in.estimate),
            low=None if stands_in.high is None else _turned(stands_in.high),
            high=None if stands_in.low is None else _turned(stands_in.low),
            differences=(),
            apart=found.apart,
            synthesis=stands_in,
            confirmed=stands_in.confirmed,
        )
    if not found.together:
        return None
    first = found.together[0]
    low = high = None
    if with_spread:
        result = pool([value for value, _ in with_spread], [variance for _, variance in with_spread])
        days, low, high = -result.estimate, -result.ci_high, -result.ci_low
    else:
        weights = [max(one.people, 1) for one in found.together]
        days = -sum(one.value * weight for one, weight in zip(found.together, weights, strict=True)) / sum(weights)
    return Gained(
        words=f"{outcomes()[first.outcome].words}, week {first.week}",
        counted=days_named(first.outcome),
        days=days,
        low=low,
        high=high,
        differences=found.together,
        apart=found.apart,
        synthesis=None,
        confirmed=all(one.confirmed for one in found.together),
    )


def _turned(change: Decimal | None) -> float:
    """Days gained from a change in days; a synthesis without a number cannot stand for days, and is refused."""
    if change is None:
        raise InvalidInput("days", change, "a synthesis with an estimate", "Name another in treatments.toml.")
    return -float(change)


def _fits(one: Synthesis, ground: Ground) -> bool:
    """Whether a published synthesis is about the people of the comparison."""
    return one.population == ground.stratum.population and not ground.stratum.failed


def _side_effects(treatment: Treatment, ground: Ground) -> tuple[SideEffect, ...]:
    """Those in the person's own population; where none is known there, in another."""
    own = ground.stratum.population
    for population in (own, *(each for each in _ELSEWHERE if each != own)):
        found = side_effects(
            treatment.drugs, population, left_out=_rates_left_out(treatment), unconfirmed=ground.unconfirmed
        )
        if found:
            return found
    return ()


def _closer(treatment: Treatment, ground: Ground) -> Iterator[Closer]:
    """Days gained in narrower strata than that of the comparison, the narrowest first."""
    left_out = tuple(one.arm for one in treatment.left_out)
    for stratum in ground.person.fitting:
        if stratum.failed > ground.stratum.failed:
            found = differences(treatment.drugs, stratum, left_out=left_out, unconfirmed=ground.unconfirmed)
            for one in (*found.together, *(each.one for each in found.apart)):
                yield Closer(stratum=stratum, difference=one)


def _narrower(ground: Ground) -> tuple[str, ...]:
    """Ids of the trials of narrower strata."""
    return tuple(each for one in ground.person.fitting if one.failed > ground.stratum.failed for each in one.trials)


def _published(treatment: Treatment) -> Iterator[Synthesis]:
    """Pooled results of others on this treatment: how many responded, days, and stopping."""
    for one in syntheses().values():
        of_it = set(one.drugs) & set(treatment.drugs)
        about = one.measure in _MEASURES and one.outcome.startswith(_OUTCOMES)
        if of_it and about and one.comparison.endswith(" against placebo"):
            yield one


def _tried(treatment: Treatment, preventives: tuple[Preventive, ...]) -> Iterator[Tried]:
    """What the profile says of this treatment."""
    names = {name.lower() for each in treatment.drugs for name in (each, *drugs()[each].names)}
    for one in preventives:
        if any(name in one.name.lower() for name in names):
            yield Tried(name=one.name, words=STOPPED[one.reason_stopped])
