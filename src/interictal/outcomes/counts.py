"""Counts per 28-day period, each with its denominator."""

from __future__ import annotations

from dataclasses import dataclass

from interictal.periods import Period, Rate


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
