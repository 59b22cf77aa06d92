"""Wearing-off: headache back before the next injection is due. The rule is ours; docs/spec/wearing-off.md.

That it happens, and when, is published; how to read it off a diary is not. The published studies took the patient's
word, a documented rise in headache days, or more rescue treatment in the six (or four) weeks before the next
injection. Our rule needs nothing but the diary.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from interictal.outcomes.counts import Tally
from interictal.outcomes.response import Cycle, baseline, cycles, fallen_by
from interictal.periods import PERIOD_DAYS, Imputation, Rate
from interictal.verdicts import Verdict, all_of

SOURCE = "interictal-wearing-off"
"""Our rule."""

BENEFIT = 30
"""Fall from baseline in weeks 5 to 8, in percent, without which there is nothing to wear off."""

RISE_PER_WEEK = 1
"""Rise in days per week that counts."""

RISE_PERCENT = 20
"""Rise in percent that counts."""

WEEK_DAYS = 7
WEEK_KNOWN_DAYS = 4
"""Known days without which a single week is not named as the week of the return."""

_MIDDLE = (28, 56)
_LATE = (56, 84)
_COUNT = "headache_days"
_COMPLETE = (Imputation.NONE, Imputation.PRORATED)


@dataclass(frozen=True, slots=True)
class WearingOff:
    """Whether headache returned before the next injection was due.

    Args:
        cycle: 1, 2, ...
        verdict: MET where it wore off.
        week: the first week (1-based, days 0-6 are week 1) from which the rate is back up; None where not MET, and
            where too few days of the single weeks are known to name one.
        because: the figures in one sentence.
    """

    cycle: int
    verdict: Verdict
    week: int | None
    because: str


def wearing_off(tally: Tally, injections: Iterable[dt.date]) -> tuple[WearingOff, ...]:
    """Whether the effect wore off, for every cycle that the diary has reached.

    It did where the headache-day rate of weeks 9 to 12 exceeds that of weeks 5 to 8 by at least 1 day a week or at
    least 20 %, after a benefit: weeks 5 to 8 were at least 30 % under the baseline.

    Args:
        tally: the diary, counted.
        injections: days of the sessions.

    Source: ours (``interictal-wearing-off``); evidence: ``wear-off-2019``, ``wear-off-2020``, ``wear-off-2021``.
    Unknown: UNDETERMINED while the cycle is running, where fewer than 20 days of either four weeks are known, and
        where a rise has no baseline to be a loss of benefit against. Weeks 9 to 12 may be cut by the next injection:
        20 days of them have to be known all the same.
    """
    opened = tuple(injections)
    before = baseline(tally, opened)
    return tuple(_wearing_off(tally, cycle, before) for cycle in cycles(tally, opened))


def _wearing_off(tally: Tally, cycle: Cycle, before: Rate | None) -> WearingOff:
    if cycle.running:
        return WearingOff(
            cycle.number, Verdict.UNDETERMINED, None, f"the cycle is still running ({cycle.days} of 84 days)"
        )
    if cycle.days <= _LATE[0]:
        because = f"the next injection came on day {cycle.days}, before weeks 9 to 12"
        return WearingOff(cycle.number, Verdict.UNDETERMINED, None, because)
    middle, late = _window(tally, cycle, *_MIDDLE), _window(tally, cycle, *_LATE)
    figures = f"weeks 5-8: {_figures(middle)}; weeks 9-12: {_figures(late)}"
    if middle.imputation not in _COMPLETE or late.imputation not in _COMPLETE:
        because = f"{figures}; 20 known days are needed in each"
        return WearingOff(cycle.number, Verdict.UNDETERMINED, None, because)
    rise = Verdict.MET if _exceeds(late, middle) else Verdict.NOT_MET
    benefit = fallen_by(BENEFIT, before, middle)
    answer = all_of((rise, benefit))
    if rise is Verdict.NOT_MET:
        because = f"{figures}; no rise of {RISE_PER_WEEK} day a week or {RISE_PERCENT} %"
    elif answer is Verdict.MET:
        because = f"{figures}; a rise after a fall of at least {BENEFIT} % from the baseline"
    elif answer is Verdict.NOT_MET:
        because = f"{figures}; a rise, but weeks 5-8 were not {BENEFIT} % under the baseline: no benefit to lose"
    else:
        because = f"{figures}; a rise, but no baseline tells whether there was a benefit to lose"
    week = _week(tally, cycle, middle) if answer is Verdict.MET else None
    return WearingOff(cycle.number, answer, week, because)


def _exceeds(late: Rate, middle: Rate) -> bool:
    # By 1 day a week or by 20 %, as whole numbers. No percentage of a rate of zero is taken.
    was, is_now = int(middle.observed) * late.known, int(late.observed) * middle.known
    if WEEK_DAYS * (is_now - was) >= RISE_PER_WEEK * middle.known * late.known:
        return True
    return bool(was) and 100 * is_now >= (100 + RISE_PERCENT) * was


def _week(tally: Tally, cycle: Cycle, middle: Rate) -> int | None:
    # The first week that is back up, as is the time from it to week 12 (or to an early next injection) as a whole.
    for first in range(_LATE[0], cycle.days, WEEK_DAYS):
        alone, onwards = _window(tally, cycle, first, first + WEEK_DAYS), _window(tally, cycle, first, _LATE[1])
        if alone.known >= WEEK_KNOWN_DAYS and _exceeds(alone, middle) and _exceeds(onwards, middle):
            return first // WEEK_DAYS + 1
    return None


def _window(tally: Tally, cycle: Cycle, first: int, end: int) -> Rate:
    # Days ``first`` to the one before ``end`` of the cycle, cut at its end.
    return tally.rate(_COUNT, cycle.start + dt.timedelta(first), min(cycle.start + dt.timedelta(end), cycle.until))


def _figures(rate: Rate) -> str:
    counted = f"{rate.observed:g} headache days on {rate.known} days known"
    return counted if rate.per_28 is None else f"{counted} ({rate.per_28 * WEEK_DAYS / PERIOD_DAYS:.1f} per week)"
