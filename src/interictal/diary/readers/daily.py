"""Sources with entries for single days: many entries of a day become one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from interictal.diary.attacks import ATTACKS_ONLY, free_finding
from interictal.diary.days import Day, Diary, Status
from interictal.diary.findings import Finding, Level

HALF = 0.5
"""Share of dates recorded, from the first to the last entry, from which a source with headache-free entries is taken
for a daily diary (our rule); below it, or without any headache-free entry, it lists headaches only."""


def diary_of_days(
    days: dict[dt.date, Day],
    free_dates: Iterable[dt.date],
    findings: Iterable[Finding],
    filled: int | None = None,
) -> Diary:
    """The diary of headache days and headache-free dates.

    Args:
        days: headache days by date.
        free_dates: dates recorded as headache-free; a headache on the same date goes before, with a finding.
        findings: what was noticed while reading.
        filled: how many dates the user's word made headache-free; None where the user did not vouch for any.
    """
    found = list(findings)
    merged = dict(days)
    both = 0
    for date in free_dates:
        if date in days:
            both += 1
        else:
            merged[date] = Day(diary_date=date, status=Status.NO_HEADACHE)
    if both:
        found.append(
            Finding(
                "headache-and-free",
                Level.WARNING,
                f"status: {both} dates have an entry with and one without headache; the headache counts.",
            )
        )
    listed_only = filled is None and lists_headaches_only(merged)
    if listed_only:
        found.append(ATTACKS_ONLY)
    return Diary("", tuple(merged[date] for date in sorted(merged)), tuple(found), listed_only)


def lists_headaches_only(days: dict[dt.date, Day]) -> bool:
    """Whether dates without an entry say nothing: no headache-free entry, or too few dates recorded to be daily."""
    free = any(day.status is Status.NO_HEADACHE for day in days.values())
    span = (max(days) - min(days)).days + 1 if days else 1
    return not free or len(days) < HALF * span


def with_answers(days: dict[dt.date, Day], answers: dict[str, dict[dt.date, bool]]) -> dict[dt.date, Day]:
    """Headache days with what was entered beside the headache: feature -> date -> yes or no."""
    told = dict(days)
    for feature, dates in answers.items():
        for date, answer in dates.items():
            if date in told:
                told[date] = replace(told[date], **{feature: answer})  # type: ignore[arg-type]
    return told


def vouched_free(diary: Diary) -> Diary:
    """The diary with every date between its first and last recorded day that has no row recorded as headache-free.

    A row that says "not recorded" stays as it is.
    """
    first, last = diary.first, diary.last
    if first is None or last is None:
        return replace(diary, attack_diary=False)
    days = {day.diary_date: day for day in diary.days}
    filled = 0
    for number in range(first.toordinal(), last.toordinal() + 1):
        date = dt.date.fromordinal(number)
        if date not in days:
            days[date] = Day(diary_date=date, status=Status.NO_HEADACHE)
            filled += 1
    merged = tuple(days[date] for date in sorted(days))
    return Diary(diary.patient, merged, (*diary.findings, free_finding(filled)), False)
