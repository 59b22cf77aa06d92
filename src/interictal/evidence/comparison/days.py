"""How many days fewer than with placebo: the figures of each trial, and the spread behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist, fmean

from interictal.evidence.comparison.selection import (
    PLACEBO,
    Apart,
    Selected,
    arms_of,
    figure,
    in_stratum,
    times,
    together,
)
from interictal.evidence.comparison.strata import Stratum
from interictal.evidence.library.records import Arm, Trial, Value

DAYS = (
    "migraine_days_28",
    "migraine_days_month",
    "headache_days_28",
    "headache_days_month",
    "moderate_severe_headache_days_28",
)
"""Outcomes that count days, the one preferred first."""

Z = NormalDist().inv_cdf(0.975)
_MUCH = 1_000_000.0
"""Weighs more than any trial has people: a difference with its spread goes before all without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How many days fewer than with placebo in one trial; negative is fewer.

    Args:
        trial, outcome, week: of what.
        value: days; the mean over the doses of the treatment.
        se: its standard error; None where no spread was seen. The doses of one trial share its placebo arm, so
            their errors are averaged as if they were one: never too small.
        treated, placebo: mean changes of the arms, the mean over doses; None where not seen.
        people: of the arms, as far as known.
        values: ids of the values behind it.
        confirmed: whether every value was seen at its source.
    """

    trial: Trial
    outcome: str
    week: int
    value: float
    se: float | None
    treated: float | None
    placebo: float | None
    people: int
    values: tuple[str, ...]
    confirmed: bool


def differences(
    drugs: Iterable[str], stratum: Stratum, *, left_out: Iterable[str] = (), unconfirmed: bool = False
) -> Selected[Difference]:
    """Days gained with a treatment against the placebo of the same trials; those with a spread go before others.

    Args:
        drugs, stratum, left_out, unconfirmed: as for ``interictal.evidence.comparison.selection.responders``.
    """
    wanted, without = tuple(drugs), frozenset(left_out)
    found: list[Difference] = []
    for trial in in_stratum(stratum):
        several = arms_of(trial, wanted, without)
        placebo = next(iter(arms_of(trial, (PLACEBO,), without)), None)
        if placebo is None or not several:
            continue
        read = [
            one
            for outcome, week in times(trial, DAYS)
            if (one := _of_trial(trial, several, placebo, outcome, week, unconfirmed)) is not None
        ]
        read.sort(key=lambda one: one.se is None)
        found.extend(read[:1])
    chosen = together(
        found,
        trial=lambda one: one.trial,
        of=lambda one: (one.outcome, one.week),
        weight=lambda one: one.people + (0 if one.se is None else _MUCH),
    )
    if all(one.se is None for one in chosen.together):
        return chosen
    without_spread = [Apart(one=one, why="no spread was seen") for one in chosen.together if one.se is None]
    return Selected(
        together=tuple(one for one in chosen.together if one.se is not None),
        apart=(*chosen.apart, *without_spread),
    )


def _of_trial(
    trial: Trial, several: tuple[Arm, ...], placebo: Arm, outcome: str, week: int, unconfirmed: bool
) -> Difference | None:
    known = [one for arm in several if (one := _of_arm(trial, arm, placebo, outcome, week, unconfirmed)) is not None]
    if not known:
        return None
    errors = [one.se for one in known if one.se is not None]
    changes = [one.treated for one in known if one.treated is not None]
    return Difference(
        trial=trial,
        outcome=outcome,
        week=week,
        value=fmean(one.value for one in known),
        se=fmean(errors) if len(errors) == len(known) else None,
        treated=fmean(changes) if changes else None,
        placebo=known[0].placebo,
        people=sum(one.people for one in known) + (placebo.n or 0),
        values=tuple(dict.fromkeys(each for one in known for each in one.values)),
        confirmed=all(one.confirmed for one in known),
    )


def _of_arm(trial: Trial, arm: Arm, placebo: Arm, outcome: str, week: int, unconfirmed: bool) -> Difference | None:
    """One dose against placebo: the printed difference, else that of the mean changes."""

    def of(each: str, quantity: str, versus: str = "") -> Value | None:
        return figure(each, outcome, week, quantity, versus, unconfirmed=unconfirmed)

    treated, other = of(arm.id, "change_mean"), of(placebo.id, "change_mean")
    printed = of(arm.id, "difference", placebo.id)
    limits = (of(arm.id, "difference_low", placebo.id), of(arm.id, "difference_high", placebo.id))
    error = of(arm.id, "difference_se", placebo.id)
    spreads = (of(arm.id, "change_se"), of(placebo.id, "change_se"))
    if printed is not None:
        value, behind = printed.value, [printed]
    elif treated is not None and other is not None:
        value, behind = treated.value - other.value, []
    else:
        return None
    behind += [each for each in (treated, other) if each is not None]
    se = None
    if error is not None:
        se = float(error.value)
        behind.append(error)
    elif limits[0] is not None and limits[1] is not None:
        se = float(limits[1].value - limits[0].value) / (2 * Z)
        behind.extend((limits[0], limits[1]))
    elif spreads[0] is not None and spreads[1] is not None:
        se = (float(spreads[0].value) ** 2 + float(spreads[1].value) ** 2) ** 0.5
        behind.extend((spreads[0], spreads[1]))
    return Difference(
        trial=trial,
        outcome=outcome,
        week=week,
        value=float(value),
        se=se,
        treated=None if treated is None else float(treated.value),
        placebo=None if other is None else float(other.value),
        people=arm.n or 0,
        values=tuple(each.id for each in behind),
        confirmed=all(each.confirmed for each in behind),
    )
