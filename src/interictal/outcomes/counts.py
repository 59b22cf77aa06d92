"""Counts per 28-day period, each with its denominator.

A diary is counted once (``Tally.of``): every question is asked of every recorded day, and running sums of the answers
are kept. Any window of any count then costs two look-ups, so that periods, cycles, months and guidelines all read
the same figures. docs/spec/counts.md is the specification.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from interictal.diary.days import Day, Diary, Severity, Status
from interictal.diary.medicines import DrugClass
from interictal.errors import InvalidInput
from interictal.ichd3.medication import ACUTE_CLASSES, known_intakes
from interictal.outcomes.definitions import DEFAULT_HEADACHE, DEFAULT_MIGRAINE, DEFINITIONS, definition
from interictal.periods import (
    COMPLETE_ENOUGH_DAYS,
    PERIOD_DAYS,
    PRORATED_AT_ALL_DAYS,
    Imputation,
    Period,
    Rate,
    rate_per_28,
)
from interictal.verdicts import Verdict, count_at_least

_CLASS_COUNTS = tuple((each.value + "_days", each) for each in ACUTE_CLASSES)

COUNTS = (
    "headache_days",
    "migraine_days",
    "moderate_severe_headache_days",
    "headache_hours",
    "attacks",
    "disability_days",
    "acute_medication_days",
    *(name for name, _ in _CLASS_COUNTS),
)
"""What is counted in every period."""

SEVERITY_POINTS = "severity_points"
"""Worst pain of the day, 0 to 3: kept beside the counts, for the mean daily severity of the multi-domain response."""

_ALL = (*COUNTS[:6], SEVERITY_POINTS, *COUNTS[6:])
_NOTHING = (0,) * len(_ALL)
_POINTS = {Severity.NONE: 0, Severity.MILD: 1, Severity.MODERATE: 2, Severity.SEVERE: 3}
_SECONDS = 3600
"""Hours are summed as whole seconds: sums over parts then equal the sum over the whole, which floats do not keep."""


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """One period with its counts.

    Args:
        period: the days.
        days_recorded: days with headache or no headache recorded.
        counts: count id (``headache_days``, ``migraine_days`` ...) -> observed, denominator and rate.
    """

    period: Period
    days_recorded: int
    counts: dict[str, Rate]


@dataclass(frozen=True, slots=True)
class Tally:
    """A diary, counted once under one pair of definitions.

    Args:
        first: first recorded day, None where nothing is recorded.
        last: last recorded day, None where nothing is recorded.
        headache_definition: id of the headache-day definition in force.
        migraine_definition: id of the migraine-day definition in force.
        attack_diary: only attacks are listed: no window has a rate.
        headache_free_days: whether any day was recorded as free of headache. Where none was, the diary may be one of
            attacks only, and a window with few known days has no rate.
        dates: the diary's rows, by date.
        recorded: running sum of recorded days: item i is the sum over the first i rows.
        headaches: running sum of days with any headache recorded, whatever the definition in force.
        observed: count id -> running sum of what was observed.
        known: count id -> running sum of days on which the answer is known.
        decided: the same, of days with any headache only.
    """

    first: dt.date | None
    last: dt.date | None
    headache_definition: str
    migraine_definition: str
    attack_diary: bool
    headache_free_days: bool
    dates: Sequence[dt.date]
    recorded: Sequence[int]
    headaches: Sequence[int]
    observed: Mapping[str, Sequence[int]]
    known: Mapping[str, Sequence[int]]
    decided: Mapping[str, Sequence[int]]

    @classmethod
    def of(
        cls,
        diary: Diary,
        *,
        headache_definition: str = DEFAULT_HEADACHE,
        migraine_definition: str = DEFAULT_MIGRAINE,
        blank_medications: str = "",
    ) -> Tally:
        """The tally of a diary.

        Args:
            diary: the patient's days.
            headache_definition: id of the headache-day definition.
            migraine_definition: id of the migraine-day definition.
            blank_medications: what an empty medicines cell means: "none", "unknown", or "" for the documented rule.

        Raises:
            InvalidInput: an unknown definition, one of the other kind, or another word for ``blank_medications``.
        """
        is_headache_day = _decides(headache_definition, "headache")
        is_migraine_day = _decides(migraine_definition, "migraine")
        met, not_met = Verdict.MET, Verdict.NOT_MET
        no_headache, not_recorded = Status.NO_HEADACHE, Status.NOT_RECORDED
        taken: dict[frozenset[DrugClass | None], tuple[tuple[int, ...], tuple[int, ...]]] = {}
        nothing_known = ((0,) * (len(_CLASS_COUNTS) + 1),) * 2
        observed: list[tuple[int, ...]] = []
        known: list[tuple[int, ...]] = []
        decided: list[tuple[int, ...]] = []
        recorded: list[int] = []
        headaches: list[int] = []
        headache_free_days = False
        free_ordinal = headache_ordinal = 0  # the latest day free of headache, and the latest with headache
        for day, intakes in zip(diary.days, known_intakes(diary.days, blank_medications), strict=True):
            status = day.status
            if status is not_recorded:
                recorded.append(0)
                headaches.append(0)
                observed.append(_NOTHING)
                known.append(_NOTHING)
                decided.append(_NOTHING)
                continue
            ordinal = day.diary_date.toordinal()
            free = status is no_headache
            if free:
                headache = migraine = not_met
            else:
                asked = day if intakes is day.intakes else replace(day, intakes=intakes)
                headache, migraine = is_headache_day(asked), is_migraine_day(asked)
            severity, hours, disability = day.severity, day.hours, day.disability
            if headache is met:
                strong, strong_known = severity in _STRONG, severity is not None
                seconds, hours_known = (0, False) if hours is None else (round(hours * _SECONDS), True)
            else:
                strong, seconds = False, 0
                hours_known = headache is not_met
                strong_known = hours_known or severity in _WEAK
            if free:
                headache_free_days, free_ordinal = True, ordinal
                begins, begins_known = False, True
                points, points_known, limited_known = 0, True, True
            else:
                begins = free_ordinal == ordinal - 1
                begins_known = begins or headache_ordinal == ordinal - 1
                headache_ordinal = ordinal
                points_known, limited_known = severity is not None, disability is not None
                points = 0 if severity is None else _POINTS[severity]
            if intakes is None:
                took, took_known = nothing_known
            else:
                classes = frozenset([each.drug_class for each in intakes])
                if classes not in taken:
                    taken[classes] = _medicines(classes)
                took, took_known = taken[classes]
            recorded.append(1)
            headaches.append(not free)
            observed.append(
                (headache is met, migraine is met, strong, seconds, begins, disability is True, points, *took)
            )
            answered = (
                headache is met or headache is not_met,
                migraine is met or migraine is not_met,
                strong_known,
                hours_known,
                begins_known,
                limited_known,
                points_known,
                *took_known,
            )
            known.append(answered)
            decided.append(_NOTHING if free else answered)
        return cls(
            first=diary.first,
            last=diary.last,
            headache_definition=headache_definition,
            migraine_definition=migraine_definition,
            attack_diary=diary.attack_diary,
            headache_free_days=headache_free_days,
            dates=[day.diary_date for day in diary.days],
            recorded=list(accumulate(recorded, initial=0)),
            headaches=list(accumulate(headaches, initial=0)),
            observed=_running(observed),
            known=_running(known),
            decided=_running(decided),
        )

    def rate(self, count: str, start: dt.date, end: dt.date) -> Rate:
        """A count over the days from ``start`` to the day before ``end``, and what it makes per 28 days.

        Args:
            count: one of ``COUNTS``.
            start: the first day.
            end: the day after the last day.

        Returns:
            ``observed`` in days (hours for ``headache_hours``), ``known`` in days, and the rate where there is one.

        Raises:
            InvalidInput: an unknown count, or a window without a day.

        Source: ``interictal.periods.rate_per_28``; the two rules below are ours (``interictal-counts``).
        Unknown: days without an answer are in neither figure. An attack diary has no rate: what it observed is a
            lower bound. Nor has a diary without a single headache-free day, unless 20 of 28 days are known.

        >>> from interictal.diary.days import Day, Diary, Status
        >>> days = [Day(diary_date=dt.date(2024, 1, n), status=Status.HEADACHE) for n in range(1, 23)]
        >>> Tally.of(Diary.of(days)).rate("headache_days", dt.date(2024, 1, 1), dt.date(2024, 1, 29)).per_28
        28.0
        """
        low, high, days = self._rows(count, start, end)
        return self._rate(count, low, high, days)

    def undecided(self, count: str, start: dt.date, end: dt.date) -> int:
        """Days of the window, recorded or not, on which the answer is not known.

        Raises:
            InvalidInput: an unknown count, or a window without a day.
        """
        low, high, days = self._rows(count, start, end)
        known = self.known[count]
        return days - (known[high] - known[low])

    def reaches(self, needed: int, count: str, start: dt.date, end: dt.date) -> Verdict:
        """Whether a count of days reaches ``needed``, whatever the days without an answer were; never prorated.

        Raises:
            InvalidInput: an unknown count, or a window without a day.
        """
        return count_at_least(needed, self.rate(count, start, end).observed, self.undecided(count, start, end))

    def headaches_decided(self, count: str, start: dt.date, end: dt.date) -> tuple[int, int]:
        """Days of the window with headache on which the answer is known, and days with headache in all.

        Raises:
            InvalidInput: an unknown count, or a window without a day.
        """
        low, high, _ = self._rows(count, start, end)
        decided = self.decided[count]
        return decided[high] - decided[low], self.headaches[high] - self.headaches[low]

    def days_recorded(self, start: dt.date, end: dt.date) -> int:
        """Days of the window with headache or no headache recorded."""
        return self.recorded[bisect_left(self.dates, end)] - self.recorded[bisect_left(self.dates, start)]

    def period(self, period: Period) -> PeriodCounts:
        """All counts of one period."""
        low, high = bisect_left(self.dates, period.start), bisect_left(self.dates, period.end)
        days = period.days
        return PeriodCounts(
            period,
            self.recorded[high] - self.recorded[low],
            {count: self._rate(count, low, high, days) for count in COUNTS},
        )

    def _rows(self, count: str, start: dt.date, end: dt.date) -> tuple[int, int, int]:
        if count not in self.known:
            raise InvalidInput("count", count, ", ".join(COUNTS), "Name one of these.")
        if end <= start:
            raise InvalidInput("window", f"{start} to {end}", "at least one day", "Give the first day first.")
        return bisect_left(self.dates, start), bisect_left(self.dates, end), (end - start).days

    def _rate(self, count: str, low: int, high: int, days: int) -> Rate:
        sums, answered = self.observed[count], self.known[count]
        total, known = sums[high] - sums[low], answered[high] - answered[low]
        rate = rate_per_28(total / _SECONDS if count == "headache_hours" else total, known, days)
        if self.attack_diary or (not self.headache_free_days and rate.imputation is Imputation.PRORATED_LOW):
            return Rate(rate.observed, known, None, Imputation.MISSING)
        headaches, decided = self.headaches[high] - self.headaches[low], self.decided[count]
        return decided_enough(rate, decided[high] - decided[low], headaches)


def decided_enough(rate: Rate, decided: int, headaches: int) -> Rate:
    """A rate, held back or flagged where the days with headache are too often undecided.

    Days are undecided where there was headache: were they just left out, the days left would be the headache-free
    ones, and a rate near zero would come of not knowing. So the same shares are asked of the days with headache.

    Args:
        rate: over all the days known.
        decided: days with headache on which the answer is known.
        headaches: days with headache.
    """
    if rate.per_28 is None or decided == headaches:
        return rate
    if PERIOD_DAYS * decided < PRORATED_AT_ALL_DAYS * headaches:
        return Rate(rate.observed, rate.known, None, Imputation.MISSING)
    if PERIOD_DAYS * decided < COMPLETE_ENOUGH_DAYS * headaches:
        return Rate(rate.observed, rate.known, rate.per_28, Imputation.PRORATED_LOW)
    return rate


def period_counts(
    counted: Tally | Diary,
    periods: Iterable[Period],
    *,
    headache_definition: str = DEFAULT_HEADACHE,
    migraine_definition: str = DEFAULT_MIGRAINE,
    blank_medications: str = "",
) -> tuple[PeriodCounts, ...]:
    """All counts of each period.

    Args:
        counted: a diary, or its tally; a tally brings its own definitions.
        periods: the periods, from ``injection_periods`` or ``calendar_periods``.
        headache_definition, migraine_definition, blank_medications: see ``Tally.of``; used with a diary only.

    Returns:
        One for each period, in the order given.
    """
    tally = (
        Tally.of(
            counted,
            headache_definition=headache_definition,
            migraine_definition=migraine_definition,
            blank_medications=blank_medications,
        )
        if isinstance(counted, Diary)
        else counted
    )
    return tuple(map(tally.period, periods))


_STRONG = (Severity.MODERATE, Severity.SEVERE)
_WEAK = (Severity.NONE, Severity.MILD)


def _decides(definition_id: str, kind: str) -> Callable[[Day], Verdict]:
    found = definition(definition_id)
    if found.kind != kind:
        allowed = ", ".join(each.id for each in DEFINITIONS.values() if each.kind == kind)
        raise InvalidInput(f"{kind} definition", definition_id, allowed, "Name one of these.")
    return found.decide


def _medicines(classes: frozenset[DrugClass | None]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    # What a day's classes say: any acute medicine, then each class. An unrecognised name leaves open what is not yes.
    took = (not classes.isdisjoint(ACUTE_CLASSES), *(each in classes for _, each in _CLASS_COUNTS))
    return took, tuple(yes or None not in classes for yes in took)


def _running(rows: Sequence[tuple[int, ...]]) -> dict[str, Sequence[int]]:
    columns = zip(*rows, strict=True) if rows else ((),) * len(_ALL)
    return {name: list(accumulate(column, initial=0)) for name, column in zip(_ALL, columns, strict=True)}
