"""Single figures of trials in other people than those compared: shown by themselves, never put beside the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from interictal.evidence.comparison.counted import counted_words
from interictal.evidence.comparison.records import Treatment
from interictal.evidence.comparison.selection import (
    BLINDED,
    PLACEBO,
    RESPONSE,
    arms_of,
    counted,
    figure,
    roots,
    times,
)
from interictal.evidence.library import trials
from interictal.evidence.library.records import Arm, Trial

_DESIGNS = (*BLINDED, "crossover")
_POPULATIONS = ("cm", "mixed", "em")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A fall by half in one arm of one trial, with placebo beside it.

    Args:
        trial: see the library.
        arm: what was given, as published.
        words: what was counted.
        week: from the start.
        percent, placebo: of people.
        values: ids of the values behind it.
        confirmed: whether every figure was seen at its source.
    """

    trial: Trial
    arm: str
    words: str
    week: int
    percent: Decimal
    placebo: Decimal
    values: tuple[str, ...]
    confirmed: bool


def seen_elsewhere(treatment: Treatment, population: str, *, unconfirmed: bool = False) -> tuple[Seen, ...]:
    """Falls by half in trials of other populations, in the order of the library; no patient twice."""
    other = (
        each
        for each in trials().values()
        if each.population in _POPULATIONS and each.population != population and each.design in _DESIGNS
    )
    return tuple(_seen(treatment, other, unconfirmed))


def seen_in(treatment: Treatment, names: Iterable[str], *, unconfirmed: bool = False) -> tuple[Seen, ...]:
    """Falls by half in these trials and subgroups, in the order of the library; no patient twice."""
    wanted = frozenset(names)
    return tuple(_seen(treatment, (each for each in trials().values() if each.id in wanted), unconfirmed))


def _seen(treatment: Treatment, several: Iterable[Trial], unconfirmed: bool) -> Iterator[Seen]:
    without = [one.arm for one in treatment.left_out]
    taken: set[str] = set()
    for trial in several:
        if roots(trial.id) & taken:
            continue
        treated = arms_of(trial, treatment.drugs, without)
        placebo = arms_of(trial, (PLACEBO,))
        for outcome, week in times(trial, RESPONSE):
            found = _percents(treated, outcome, week, unconfirmed)
            beside = _percents(placebo, outcome, week, unconfirmed)
            if not found or not beside:
                continue
            _, second = beside[0]
            taken |= roots(trial.id)
            for arm, first in found:
                yield Seen(
                    trial=trial,
                    arm=arm.label,
                    words=counted_words(outcome, trial.id),
                    week=week,
                    percent=first[0],
                    placebo=second[0],
                    values=(*first[1], *second[1]),
                    confirmed=first[2] and second[2],
                )
            break


_Percent: TypeAlias = tuple[Decimal, tuple[str, ...], bool]
"""A percentage, the ids of the values behind it, and whether they were seen at their source."""


def _percents(several: Iterable[Arm], outcome: str, week: int, unconfirmed: bool) -> list[tuple[Arm, _Percent]]:
    found = ((arm, _percent(arm, outcome, week, unconfirmed)) for arm in several)
    return [(arm, percent) for arm, percent in found if percent is not None]


def _percent(arm: Arm, outcome: str, week: int, unconfirmed: bool) -> _Percent | None:
    """The percentage as printed, else that of the count."""
    printed = figure(arm.id, outcome, week, "percent", unconfirmed=unconfirmed)
    if printed is not None:
        return printed.value, (printed.id,), printed.confirmed
    count = counted(arm, outcome, week, unconfirmed=unconfirmed)
    if count is None:
        return None
    share = (_HUNDRED * count.events / count.n).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return share, count.values, count.confirmed
