"""Side effects of the motor branch in chronic migraine: how often they are expected, set by the rates of PREEMPT.

The chance of a first event grows with the weakness of the muscles it comes from and with the units they got, because
toxin spreads from there:

    P(t) = 1 - exp(-(b t / 168 + e I(t) / I_ref)),   I(t) = units of a session * integral of the mean weakness

``b`` is what placebo shows in 24 weeks; ``e`` is set so that the fixed protocol, given twice, shows what
PREEMPT showed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log

from interictal.mechanism.records import SideEffect, Site
from interictal.safety.adverse_events.events import terms
from interictal.safety.adverse_events.published import PLACEBO, Kind, Published, published

STUDY = "PREEMPT, double-blind, pooled"
DAYS = 168
"""The double-blind part: two cycles."""
FROM = {
    "eyelid-ptosis": ("corrugator", "procerus", "frontalis"),
    "neck-pain": ("occipitalis", "cervical paraspinal", "trapezius"),
    "muscular-weakness": ("occipitalis", "cervical paraspinal", "trapezius"),
}
"""Which muscles each is tied to: an assumption of ours (``interictal-mechanism``)."""


@dataclass(frozen=True, slots=True)
class Load:
    """What the muscles of a side effect got and how weak they are.

    Args:
        units: of a session, in these muscles.
        weakness: mean of their sites that count (``sites.counted``), by day.
    """

    units: float
    weakness: Sequence[float]


def side_effects(
    load: Callable[[tuple[str, ...]], Load], reference: Callable[[tuple[str, ...]], Load]
) -> tuple[SideEffect, ...]:
    """How often each is expected by day.

    Args:
        load: of the course asked for, by muscles.
        reference: of the fixed protocol given on days 0 and 84, 168 days long.
    """
    return tuple(_one(term, muscles, load(muscles), reference(muscles)) for term, muscles in FROM.items())


def _one(term: str, muscles: tuple[str, ...], load: Load, reference: Load) -> SideEffect:
    toxin, placebo = _rates(term)
    background = -log(1 - float(placebo.percent) / 100)
    more = -log(1 - float(toxin.percent) / 100) - background
    whole = reference.units * sum(reference.weakness[:DAYS])
    percent, own, sofar = [], [], 0.0
    for day, weak in enumerate(load.weakness, 1):
        sofar += load.units * weak
        own.append(100 * (1 - exp(-background * day / DAYS)))
        percent.append(100 * (1 - exp(-(background * day / DAYS + more * sofar / whole))))
    return SideEffect(
        term=term,
        name=terms()[term].name,
        muscles=muscles,
        percent=tuple(percent),
        background=tuple(own),
        published=f"{toxin.percent} % and {placebo.percent} % with placebo in 24 weeks, held to be treatment-related",
        source=toxin.source,
        confirmed=toxin.confirmed and placebo.confirmed,
    )


@cache
def _rates(term: str) -> tuple[Published, Published]:
    found = [
        each
        for each in published()
        if each.study == STUDY and each.term == term and each.kind is Kind.TREATMENT_RELATED
    ]
    (toxin,) = (each for each in found if each.arm != PLACEBO)
    (placebo,) = (each for each in found if each.arm == PLACEBO)
    return toxin, placebo


def units_of(sites: Sequence[Site], muscles: tuple[str, ...]) -> float:
    """Units that a session gives into some muscles."""
    return sum(site.number * site.units for site in sites if site.muscle in muscles)
