"""The last three months of a diary, as the diagnostic thresholds "on N days a month for more than 3 months" see them.

A month is 30 days, counted back from the last recorded day; three of them, 90 days, stand for "more than 3 months"
(our reading: a calendar month has no fixed length, and the 28 days of the trials are for response, not diagnosis).
Thresholds are never prorated: a day that is not recorded, or on which the question is open, can turn the answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from interictal.diary.days import Day, Status
from interictal.verdicts import Verdict, all_of, count_at_least

MONTH_DAYS = 30
"""Length of a month for a diagnosis, in days (28 is for trial endpoints: ``interictal.periods``)."""

MONTHS = 3
"""Months looked at."""


@dataclass(frozen=True, slots=True)
class Month:
    """One count over one month.

    Args:
        met: days on which the answer is yes.
        known: days on which there is an answer; the denominator.
    """

    met: int
    known: int

    def reaches(self, needed: int) -> Verdict:
        """Whether the month has ``needed`` days, whatever the days without an answer were."""
        return count_at_least(needed, self.met, MONTH_DAYS - self.known)


def until(days: Sequence[Day], last: dt.date | None) -> tuple[Day, ...]:
    """The days up to ``last`` (all of them for None), ending with the last recorded one.

    Returns:
        The days, without what follows the last recorded day; () where nothing is recorded.
    """
    end = len(days)
    while end and (
        days[end - 1].status is Status.NOT_RECORDED or (last is not None and days[end - 1].diary_date > last)
    ):
        end -= 1
    return tuple(days[:end])


def last_months(days: Sequence[Day], answer: Callable[[Day], Verdict]) -> tuple[Month, ...]:
    """A count over each of the last three months, the latest first.

    Args:
        days: days from ``until``: sorted, the last one recorded.
        answer: the question asked of each day.

    Unknown: a day without a row, or with an UNDETERMINED answer, is in neither ``met`` nor ``known``.
    """
    return in_each_month((index, answer(day)) for index, day in in_months(days))


def in_each_month(answers: Iterable[tuple[int, Verdict]]) -> tuple[Month, ...]:
    """The months of answers that each come with the number of their month: 0 is the latest."""
    met, known = [0] * MONTHS, [0] * MONTHS
    for index, verdict in answers:
        if verdict is Verdict.MET:
            met[index] += 1
            known[index] += 1
        elif verdict is Verdict.NOT_MET:
            known[index] += 1
    return tuple(map(Month, met, known))


def in_months(days: Sequence[Day]) -> Iterable[tuple[int, Day]]:
    """The days of the last three months, latest first, each with the number of its month: 0 is the latest."""
    if not days:
        return
    last = days[-1].diary_date
    for day in reversed(days):
        back = (last - day.diary_date).days
        if back >= MONTHS * MONTH_DAYS:
            return
        yield back // MONTH_DAYS, day


def reached_in_each(months: Iterable[Month], needed: int) -> Verdict:
    """Whether every month reaches ``needed``."""
    return all_of(month.reaches(needed) for month in months)


def figures(months: Sequence[Month]) -> str:
    """Counts with their denominators, latest month first.

    >>> figures((Month(18, 27), Month(16, 30), Month(15, 29)))
    '18 of 27, 16 of 30 and 15 of 29'
    """
    shown = [f"{month.met} of {month.known}" for month in months]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def span(days: Sequence[Day]) -> str:
    """The three months in words, for a sentence."""
    if not days:
        return "in the last three months (no day is recorded)"
    return f"in the three 30-day months up to {days[-1].diary_date}, latest first"


def open_days(months: Iterable[Month], needed: int) -> str:
    """What could still turn the answer, as the end of a sentence; "" where nothing can."""
    months = tuple(months)
    if reached_in_each(months, needed) is not Verdict.UNDETERMINED:
        return ""
    missing = sum(MONTH_DAYS - month.known for month in months)
    return f"; {missing} of the {MONTHS * MONTH_DAYS} days are not recorded or not decided and could turn this"
