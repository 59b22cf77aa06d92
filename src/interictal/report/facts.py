"""The figures that page and sheet show side by side: before treatment and in the latest cycle. No rule stands here."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from interictal.assessment.document import line
from interictal.assessment.result import Assessment
from interictal.injection.sessions import Session, session_dates
from interictal.outcomes.counts import PeriodCounts, Tally
from interictal.outcomes.response import Cycle, baseline, change_percent, cycles
from interictal.periods import Imputation, Period, Rate

FOUR_HOURS = "PREEMPT-HD4"
"""The headache-day definition behind "days of four hours or more"."""

_COUNTS = (
    ("migraine_days", "Migraine days"),
    ("moderate_severe_headache_days", "Days with moderate or severe headache"),
    ("headache_hours", "Headache hours"),
    ("disability_days", "Days with activities missed or limited"),
    ("acute_medication_days", "Days with acute medicine"),
    ("triptan_days", "Days with a triptan"),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One count before the first injection and in the latest cycle.

    Args:
        title: in words.
        definition: id of the day definition, "" where the count needs none.
        before: the 28 days before the first injection; None without an injection.
        now: the latest cycle's days 0 to 83, or the latest period where nothing was injected.
        in_days: False where hours are summed, not days counted.
    """

    title: str
    definition: str
    before: Rate | None
    now: Rate
    in_days: bool = True

    @property
    def change_percent(self) -> float | None:
        """Change in percent of what it was before; None where it cannot be told."""
        return change_percent(self.before, self.now)


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """One cycle: its session, and its days of four hours or more beside its headache days.

    Args:
        cycle: the days judged.
        sessions: the session or sessions that opened it.
        headache, four_hours: rates over those days.
    """

    cycle: Cycle
    sessions: tuple[Session, ...]
    headache: Rate
    four_hours: Rate

    @property
    def given(self) -> str:
        """What was injected, in words; "" where the file does not say."""
        return ", ".join(str(one.units) if one.units is not None else one.product for one in self.sessions).strip(", ")


@dataclass(frozen=True, slots=True)
class Facts:
    """Figures for page and sheet.

    Args:
        compared: counts before and now, headache days first.
        window: first and last day of ``now``.
        cycles: one per cycle that the diary has reached.
        four_hours_before: days of four hours or more in the 28 days before the first injection, None without one.
        version: first 12 hexadecimal digits of the assessment document's SHA-256.
    """

    compared: tuple[Compared, ...]
    window: tuple[dt.date, dt.date]
    cycles: tuple[CycleFacts, ...]
    four_hours_before: Rate | None
    version: str


def facts(assessment: Assessment) -> Facts:
    """The figures, counted by the same rules as everything else.

    Unknown: each rate carries its own denominator, and is missing where too few days are known.
    """
    tally, four = _tally(assessment, assessment.headache_definition), _tally(assessment, FOUR_HOURS)
    injections = session_dates(one for one in assessment.sessions if one.date <= assessment.last)
    reached = cycles(tally, injections)
    if reached:
        start, end = reached[-1].start, reached[-1].until
    else:
        period = _latest(assessment.periods)
        start, end = period.start, min(period.end, assessment.last + dt.timedelta(days=1))

    def compared(title: str, name: str, count: str, counted: Tally) -> Compared:
        before, now = baseline(counted, injections, count), counted.rate(count, start, end)
        return Compared(title, name, before, now, in_days=count != "headache_hours")

    rows = [
        compared("Headache days", assessment.headache_definition, "headache_days", tally),
        compared("Headache days of 4 hours or more", FOUR_HOURS, "headache_days", four),
    ]
    for count, title in _COUNTS:
        name = assessment.migraine_definition if count == "migraine_days" else ""
        rows.append(compared(title, name, count, tally))
    return Facts(
        compared=tuple(rows),
        window=(start, end - dt.timedelta(days=1)),
        cycles=tuple(
            CycleFacts(
                cycle=each,
                sessions=tuple(one for one in assessment.sessions if one.date == each.start),
                headache=tally.rate("headache_days", each.start, each.until),
                four_hours=four.rate("headache_days", each.start, each.until),
            )
            for each in reached
        ),
        four_hours_before=baseline(four, injections),
        version=version(assessment),
    )


def _latest(periods: Sequence[PeriodCounts]) -> Period:
    """The latest period with enough days known; failing that the latest with a rate; failing that the latest."""
    for good in ((Imputation.NONE, Imputation.PRORATED), (Imputation.PRORATED_LOW,)):
        for one in reversed(periods):
            if one.counts["headache_days"].imputation in good:
                return one.period
    return periods[-1].period


def version(assessment: Assessment) -> str:
    """Names this very assessment: the start of the SHA-256 of its JSON document, the same for the same input."""
    return hashlib.sha256(line(assessment).encode()).hexdigest()[:12]


def _tally(assessment: Assessment, headache_definition: str) -> Tally:
    return Tally.of(
        assessment.diary,
        headache_definition=headache_definition,
        migraine_definition=assessment.migraine_definition,
        blank_medications=assessment.profile.blank_medications,
    )
