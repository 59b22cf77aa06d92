"""Stopping for side effects, and how often side effects happened, as the trial library holds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from interictal.evidence.comparison.chances import Share
from interictal.evidence.comparison.selection import PLACEBO, Count
from interictal.evidence.library.events import WITHDRAWAL, AdverseEventRate, event_words, select_events
from interictal.safety.adverse_events.exact import proportion
from interictal.safety.adverse_events.published import Kind

MOST = 6
"""Side effects shown of one treatment."""

LEAST_PERCENT = Decimal(2)
"""Rarer side effects are not shown among the common ones."""

_NOT_SINGLE = ("any", "serious", "death", "anti-drug-antibodies")
_NOT_BEGINNING = (WITHDRAWAL, "mild", "moderate", "severe", "possibly-", "probably-", "definitely-")
_HUNDRED = Decimal(100)
_MIGRAINE = ("cm", "mixed", "em")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """People who stopped a treatment for side effects, and the placebo of the same study.

    Args:
        study: short name.
        population: code of the population.
        exposure: how long they were observed; "" not seen.
        treated, placebo: counts; ``values`` are ids of rates.
        source: citations of both arms' rates.
    """

    study: str
    population: str
    exposure: str
    treated: Count
    placebo: Count
    source: tuple[str, ...]

    @property
    def people(self) -> int:
        """Of both arms."""
        return self.treated.n + self.placebo.n

    @property
    def share(self) -> Share:
        """Of those with the treatment who stopped, with its exact interval."""
        return _share(self.treated)

    @property
    def without(self) -> Share:
        """Of those with placebo in the same study who stopped, with its exact interval."""
        return _share(self.placebo)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideEffect:
    """How often one side effect happened.

    Args:
        event, words: id, and what it is for a person.
        study: short name.
        population: code of the population.
        kind: all-cause, treatment-related ...: never mixed.
        arm: what was given, as published.
        percent: of people with the treatment.
        below: the percentage is printed as "less than".
        placebo: of people with placebo in the same study; None where none was beside it.
        people: of both arms, as far as known.
        values, source: ids of the rates, and their citations.
        confirmed: whether both were seen at their source.
    """

    event: str
    words: str
    study: str
    population: str
    kind: Kind
    arm: str
    percent: Decimal
    below: bool
    placebo: Decimal | None
    people: int
    values: tuple[str, ...]
    source: tuple[str, ...]
    confirmed: bool


def stopped(
    drugs: Iterable[str], population: str, *, left_out: Iterable[str] = (), unconfirmed: bool = False
) -> tuple[Stopped, ...]:
    """Studies with a placebo arm that say how many stopped for side effects, the largest first.

    One study may count the people of another (a pooled analysis), and nothing in the library says so for side
    effects: only the largest is ever used, the others are not added to it. Their numbers are not put on a common
    placebo response either: studies watched people for 12 weeks or for 26, and counted in different ways.

    Args:
        drugs: ids of the treatment's drugs in the library.
        population: code of the population.
        left_out: names of arms, as published, that stay out.
        unconfirmed: whether rates that were not seen at their source may be taken.
    """
    found: list[Stopped] = []
    rates = _rates(drugs, left_out, of=(WITHDRAWAL,), population=population)
    for study, several in _by_study(rates).items():
        usable = [one for one in several if one.kind is Kind.ALL_CAUSE and (one.confirmed or unconfirmed)]
        treated = _sum([one for one in usable if one.drug != PLACEBO])
        placebo = _sum([one for one in usable if one.drug == PLACEBO])
        if treated is not None and placebo is not None:
            found.append(
                Stopped(
                    study=study[0],
                    population=population,
                    exposure=usable[0].exposure,
                    treated=treated,
                    placebo=placebo,
                    source=tuple(dict.fromkeys(one.source for one in usable)),
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.people, one.study)))


def side_effects(
    drugs: Iterable[str], population: str, *, left_out: Iterable[str] = (), unconfirmed: bool = False
) -> tuple[SideEffect, ...]:
    """The common side effects of a treatment in this population: those with placebo beside them, then the others.

    Each from the study with most people that has a placebo arm, or else from the one with most people; whatever its
    cause rather than what was held to be caused; of several doses the one with most of it; only what happened more
    often than with placebo. The most frequent first.
    """
    rates = _rates(drugs, left_out, population=population)
    best: dict[str, SideEffect] = {}
    for several in sorted(_by_study(rates).values(), key=_size, reverse=True):
        for one in several:
            made = _side_effect(one, several)
            if made is None or not (made.confirmed or unconfirmed):
                continue
            known = best.get(made.event)
            if known is None or _better(made, known):
                best[made.event] = made
    common = sorted(best.values(), key=lambda one: (one.placebo is None, -one.percent, one.words))
    return tuple(common[:MOST])


def stopping_seen(
    drugs: Iterable[str], *, left_out: Iterable[str] = (), unconfirmed: bool = False
) -> tuple[SideEffect, ...]:
    """How many stopped for side effects in any study of a treatment, in the order of the library, each study once."""
    rates = _rates(drugs, left_out, of=(WITHDRAWAL,))
    found: dict[tuple[str, str, str], SideEffect] = {}
    for several in _by_study(rates).values():
        for one in several:
            made = _beside(one, several) if one.kind is Kind.ALL_CAUSE and one.population in _MIGRAINE else None
            if made is not None and (made.confirmed or unconfirmed):
                key = (made.study.partition(" (")[0], made.population, str(made.percent))
                found.setdefault(key, made)
    return tuple(found.values())


def count_of(one: AdverseEventRate) -> Count | None:
    """People and events of a rate; worked out from its percentage where no count was seen.

    Unknown:
        None: no number of people, or neither count nor percentage.
    """
    if one.n is None or (one.n_events is None and (one.percent is None or one.below)):
        return None
    exact = Decimal(one.n_events) if one.n_events is not None else (one.percent or Decimal(0)) * one.n / _HUNDRED
    return Count(
        n=one.n,
        events=int(exact.to_integral_value(ROUND_HALF_UP)),
        values=(one.id,),
        worked_out=one.n_events is None or bool(one.derivation),
        confirmed=one.confirmed,
    )


def percent_of(one: AdverseEventRate) -> Decimal | None:
    """The percentage as printed, else that of the count; None where neither was seen."""
    if one.percent is not None:
        return one.percent
    if one.n is None or one.n_events is None:
        return None
    return (_HUNDRED * one.n_events / one.n).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _side_effect(one: AdverseEventRate, study: list[AdverseEventRate]) -> SideEffect | None:
    made = _beside(one, study)
    if made is None or made.percent < LEAST_PERCENT or not _single(one.event):
        return None
    return None if made.placebo is not None and made.placebo >= made.percent else made


def _beside(one: AdverseEventRate, study: list[AdverseEventRate]) -> SideEffect | None:
    """A rate with the treatment and that of placebo in the same study; None for placebo itself, or without a rate."""
    percent = percent_of(one)
    if one.drug == PLACEBO or percent is None:
        return None
    beside = next(
        (each for each in study if each.drug == PLACEBO and (each.event, each.kind) == (one.event, one.kind)), None
    )
    placebo = None if beside is None else percent_of(beside)
    behind = (one,) if beside is None else (one, beside)
    return SideEffect(
        event=one.event,
        words=event_words(one.event),
        study=one.study,
        population=one.population,
        kind=one.kind,
        arm=one.arm,
        percent=percent,
        below=one.below,
        placebo=placebo,
        people=sum(each.n or 0 for each in behind),
        values=tuple(each.id for each in behind),
        source=tuple(dict.fromkeys(each.source for each in behind)),
        confirmed=all(each.confirmed for each in behind),
    )


def _better(new: SideEffect, known: SideEffect) -> bool:
    """Whether a rate of the same event says more: placebo beside it, then any cause, then the higher dose."""
    if (new.placebo is None) != (known.placebo is None):
        return known.placebo is None
    if new.study != known.study:
        return False
    if new.kind is not known.kind:
        return new.kind is Kind.ALL_CAUSE
    return new.percent > known.percent


def _rates(
    drugs: Iterable[str], left_out: Iterable[str], *, of: tuple[str, ...] = (), population: str | None = None
) -> tuple[AdverseEventRate, ...]:
    wanted, without = tuple(drugs), frozenset(left_out)
    if not wanted:
        return ()
    found = select_events(drugs=wanted, of=of, population=population)
    return tuple(one for one in found if one.arm not in without)


def _share(one: Count) -> Share:
    exact = proportion(one.events, one.n)
    return Share(value=one.events / one.n, low=exact.low, high=exact.high)


def _single(event: str) -> bool:
    """Whether it is one side effect rather than a group of them."""
    return event not in _NOT_SINGLE and not event.startswith(_NOT_BEGINNING)


def _size(several: list[AdverseEventRate]) -> tuple[bool, int]:
    return any(one.drug == PLACEBO for one in several), sum(one.n or 0 for one in several)


def _by_study(rates: Iterable[AdverseEventRate]) -> dict[tuple[str, str], list[AdverseEventRate]]:
    found: dict[tuple[str, str], list[AdverseEventRate]] = {}
    for one in rates:
        found.setdefault((one.study, one.indication), []).append(one)
    return found


def _sum(several: list[AdverseEventRate]) -> Count | None:
    """Several arms as one; None where one of them cannot be counted, or there is none."""
    counts = [count_of(one) for one in several]
    known = [one for one in counts if one is not None]
    if not known or len(known) < len(counts):
        return None
    return Count(
        n=sum(one.n for one in known),
        events=sum(one.events for one in known),
        values=tuple(each for one in known for each in one.values),
        worked_out=any(one.worked_out for one in known),
        confirmed=all(one.confirmed for one in known),
    )
