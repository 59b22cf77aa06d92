"""What a rule may ask about a patient, and at which time it is asked.

Whether treatment may **start** is judged on the state before the first injection: the 28 days before it. Where no
injection is recorded, it is judged on the last 28 days of the diary. Whether to **go on** or to **stop** is judged at
the last recorded day.

Two words with one meaning each, throughout the guidelines:

* a **month** is 28 days (the documents say "month" and leave its length open; the trials count 28 days);
* a cycle is **completed** when 84 days of it have passed, or when the next session has opened the next one; one that
  the next session cut to fewer than 28 days is never counted: it holds no month to judge.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from interictal.diary.days import Diary, Status
from interictal.errors import DataUnavailable
from interictal.injection.sessions import Session, session_dates
from interictal.outcomes.counts import Tally, decided_enough
from interictal.outcomes.definitions import definition
from interictal.outcomes.response import Cycle, CycleResponse, cycles
from interictal.periods import PERIOD_DAYS, Imputation, Rate, rate_per_28
from interictal.profile import Profile
from interictal.verdicts import Judgement, Verdict

MONTH = dt.timedelta(days=PERIOD_DAYS)
SELECTED = "selected"
"""The definition that is in force for the assessment, where a rule names none of its own."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open run of days with its name in a sentence.

    Args:
        start: the first day.
        end: the day after the last day.
        name: such as "before the first injection (2024-01-01 to 2024-01-28)".
    """

    start: dt.date
    end: dt.date
    name: str

    @property
    def days(self) -> int:
        """How many days."""
        return (self.end - self.start).days


def span(start: dt.date, end: dt.date, name: str) -> Span:
    """A span whose name ends with its dates."""
    return Span(start, end, f"{name} ({start} to {end - _DAY})")


@dataclass(frozen=True, slots=True)
class Case:
    """One patient at the times at which the rules ask.

    Args:
        diary, sessions, profile: what is known.
        tally: counts over any run of days.
        responses: one per cycle.
        criteria: diagnoses by id (``ichd3.1.3``, ``ichd3.8.2``), judged at the time for starting: the day before the
            first injection, or the last recorded day where there is none.
        injections: the days with a session up to the last recorded day, in order.
        cycles: the cycles that the diary has reached.
        first, last: first and last recorded day.
    """

    diary: Diary
    sessions: tuple[Session, ...]
    profile: Profile
    tally: Tally
    responses: tuple[CycleResponse, ...]
    criteria: Mapping[str, Judgement]
    injections: tuple[dt.date, ...]
    cycles: tuple[Cycle, ...]
    first: dt.date
    last: dt.date

    @classmethod
    def of(
        cls,
        diary: Diary,
        sessions: Iterable[Session],
        profile: Profile,
        tally: Tally,
        responses: tuple[CycleResponse, ...],
        criteria: Mapping[str, Judgement],
    ) -> Case:
        """The case of a diary with its sessions.

        Raises:
            DataUnavailable: the diary has no recorded day.
        """
        first, last = diary.first, diary.last
        if first is None or last is None:
            raise DataUnavailable(
                "the diary has no recorded day, so no rule can be applied. "
                "Record headache or no_headache for at least one day."
            )
        given = tuple(sessions)
        opened = tuple(date for date in session_dates(given) if date <= last)
        return cls(diary, given, profile, tally, responses, criteria, opened, cycles(tally, opened), first, last)

    @property
    def before_start(self) -> Span:
        """The 28 days on which starting is judged."""
        if self.injections:
            end = self.injections[0]
            return span(end - MONTH, end, "before the first injection")
        return self.at_end

    @property
    def at_end(self) -> Span:
        """The last 28 days of the diary."""
        end = self.last + _DAY
        return span(end - MONTH, end, "at the end of the diary")

    @property
    def completed(self) -> tuple[int, ...]:
        """The numbers of the cycles that are completed at the last recorded day, in order."""
        return tuple(one.number for one in self.cycles if not one.running and one.days >= PERIOD_DAYS)

    @property
    def completed_cycles(self) -> int:
        """How many cycles are completed at the last recorded day."""
        return len(self.completed)

    def cycle(self, number: int) -> Span:
        """The days of a cycle on which its response is judged: at most its first 84, cut at the next injection."""
        one = self.cycles[number - 1]
        return span(one.start, one.until, f"in cycle {number}")

    def months_back(self, count: int) -> tuple[Span, ...]:
        """The last ``count`` months of 28 days, the latest first; the first of them ends with the last recorded day."""
        end = self.last + _DAY
        return tuple(span(end - MONTH * (n + 1), end - MONTH * n, "in the month") for n in range(count))

    def rate(self, count: str, days: Span, pinned: str = SELECTED) -> Rate:
        """A count with its denominator over a run of days.

        Args:
            count: a count id of ``interictal.outcomes.counts``.
            days: the run of days.
            pinned: "selected" for the definitions in force, or the id of the day definition that the rule itself names.
        """
        if pinned == SELECTED:
            return self.tally.rate(count, days.start, days.end)
        dates, decide = self.tally.dates, definition(pinned).decide
        rows = self.diary.days[bisect_left(dates, days.start) : bisect_left(dates, days.end)]
        headaches = [decide(day) for day in rows if day.status is Status.HEADACHE]
        observed = headaches.count(Verdict.MET)
        decided = observed + headaches.count(Verdict.NOT_MET)
        known = decided + sum(day.status is Status.NO_HEADACHE for day in rows)
        rate = decided_enough(rate_per_28(observed, known, days.days), decided, len(headaches))
        if self.diary.attack_diary:
            return Rate(observed, known, None, Imputation.MISSING)
        return rate

    def definition_of(self, count: str, pinned: str = SELECTED) -> str:
        """The id of the day definition behind a count."""
        if pinned != SELECTED:
            return pinned
        return {
            "headache_days": self.tally.headache_definition,
            "moderate_severe_headache_days": self.tally.headache_definition,
            "migraine_days": self.tally.migraine_definition,
        }[count]
