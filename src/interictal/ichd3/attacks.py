"""Attacks in a diary of days: how many separate ones certainly meet the criteria.

A diary of days does not mark where an attack begins and ends, so only a lower bound can be counted, and that is what
criterion A of 1.1 and 1.2 and criterion B of 1.3 need ("at least five attacks").

* Headache on consecutive dates is one run, and a run is counted once, however long it is: where headache comes on
  most days, single attacks cannot be told apart (ICHD-3 1.3 says the same), and the answer is the clinician's.
* A date recorded as free of headache ends a run. One or two dates that are not recorded do not: the attack may have
  gone on. Three or more do: an attack lasts at most 72 hours.
* The duration of the attack that a day belongs to lies between the hours of that day and these hours with those of the
  neighbouring headache days that they may be continuous with. Days not recorded are not taken as headache here.

Source: our rules, ``interictal-ichd3``; one attack where the pain-free interval is under 24 h
(``leiden-thesis``): two runs are always further apart than that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interictal.diary.days import Day, Status
from interictal.ichd3.day import (
    LONGEST_HOURS,
    SHORTEST_HOURS,
    meets_accompanying_symptoms,
    meets_aura,
    meets_duration,
    meets_pain_features,
)
from interictal.verdicts import Verdict

_UNBRIDGED_DAYS = LONGEST_HOURS // 24
"""Dates not recorded that certainly part two attacks."""

_DAY_HOURS = 24


@dataclass(frozen=True, slots=True)
class Attacks:
    """Runs of headache days, and how many of them certainly hold an attack of a kind.

    Args:
        runs: runs of headache days.
        without_aura: runs with an attack that meets 1.1 B, C and D.
        with_aura: runs with an attack that meets 1.2 B and C, as far as a diary can tell.
        migraine: runs with either.
        probable: runs with an attack that certainly misses exactly one of 1.1 B, C and D, and with no complete one.
    """

    runs: int
    without_aura: int
    with_aura: int
    migraine: int
    probable: int


def attacks(days: Iterable[Day], shortest_hours: float = SHORTEST_HOURS) -> Attacks:
    """The attacks that a diary certainly shows.

    Args:
        days: sorted days.
        shortest_hours: least duration of an attack, 2 under the age of 18.

    Unknown: an attack that misses a fact is not counted, so every figure is a lower bound.
    """
    runs = without_aura = with_aura = migraine = probable = 0
    for run in _runs(days):
        complete = aura = incomplete = False
        for index, day in enumerate(run):
            if day is None:
                continue
            aura = aura or meets_aura(day) is Verdict.MET
            missing = _missing(run, index, day, shortest_hours)
            complete = complete or missing == 0
            incomplete = incomplete or missing == 1
        runs += 1
        without_aura += complete
        with_aura += aura
        migraine += complete or aura
        probable += incomplete and not complete
    return Attacks(runs, without_aura, with_aura, migraine, probable)


def _missing(run: Sequence[Day | None], index: int, day: Day, shortest_hours: float) -> int | None:
    # How many of B, C and D the attack around this day certainly misses (2 stands for "two or more"); None where one
    # of them is open.
    pain, symptoms = meets_pain_features(day), meets_accompanying_symptoms(day)
    duration = meets_duration(day, shortest_hours)
    if pain is Verdict.UNDETERMINED or symptoms is Verdict.UNDETERMINED or duration is Verdict.UNDETERMINED:
        return None
    missing = (pain is Verdict.NOT_MET) + (symptoms is Verdict.NOT_MET)
    if missing == 2:
        return missing
    longest = _longest_hours(run, index)
    if longest < shortest_hours:
        return missing + 1
    return missing if duration is Verdict.MET and longest <= LONGEST_HOURS else None


def _longest_hours(run: Sequence[Day | None], index: int) -> float:
    # The longest headache without a break that this day can be part of. Fewer than 24 hours touch one midnight only.
    before, after = _reach(run, index, -1), _reach(run, index, 1)
    hours = _hours(run[index])
    return hours + (before + after if hours == _DAY_HOURS else max(before, after))


def _reach(run: Sequence[Day | None], index: int, step: int) -> float:
    total, at = 0.0, index + step
    while 0 <= at < len(run) and total <= LONGEST_HOURS:
        hours = _hours(run[at])
        total += hours
        if hours < _DAY_HOURS:
            break
        at += step
    return total


def _hours(day: Day | None) -> float:
    if day is None:
        return 0
    return _DAY_HOURS if day.hours is None else day.hours


def _runs(days: Iterable[Day]) -> Iterable[list[Day | None]]:
    run: list[Day | None] = []
    latest = dt.date.min
    for day in days:
        if day.status is Status.NOT_RECORDED:
            continue
        if run and (day.status is Status.NO_HEADACHE or (day.diary_date - latest).days > _UNBRIDGED_DAYS):
            yield run
            run = []
        if day.status is Status.HEADACHE:
            if run:
                run.extend([None] * ((day.diary_date - latest).days - 1))
            run.append(day)
            latest = day.diary_date
    if run:
        yield run
