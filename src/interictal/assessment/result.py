"""The assessment: everything that is computed for one patient, as plain values.

The JSON document (``docs/schema/assessment.schema.json``) is this, field by field.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from interictal.diary.days import Diary
from interictal.diary.findings import Finding
from interictal.injection.sessions import Session
from interictal.periods import Period, Rate
from interictal.profile import Profile
from interictal.verdicts import Judgement, Verdict


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
class CycleResponse:
    """Response of one cycle against the baseline, in headache days per 28.

    Args:
        cycle: 1, 2, ...
        baseline_per_28: the baseline rate, None where missing.
        value_per_28: the rate pooled over the cycle (at most its first 84 days), None where missing.
        change_percent: change from baseline in percent, negative is better; None where it cannot be told.
        responder: 30, 50, 75, 100 -> verdict.
        because: the figures in one sentence.
    """

    cycle: int
    baseline_per_28: float | None
    value_per_28: float | None
    change_percent: float | None
    responder: dict[int, Verdict]
    because: str


@dataclass(frozen=True, slots=True)
class WearingOff:
    """Whether headache returned before the next injection was due.

    Args:
        cycle: 1, 2, ...
        verdict: MET where it wore off.
        week: the first week (1-based, days 0-6 are week 1) from which the rate is back up; None where not MET.
        because: the figures in one sentence.
    """

    cycle: int
    verdict: Verdict
    week: int | None
    because: str


@dataclass(frozen=True, slots=True)
class GuidelineVerdicts:
    """One body's rules applied: may start, may go on, should stop.

    Args:
        id: guideline id, such as ``nice-ta260``.
        title: body, document and date.
        confirmed: False where a rule in the set was not confirmed at its source; shown as "unconfirmed".
        start, go_on, stop: the three questions; None where the body says nothing about it.
    """

    id: str
    title: str
    confirmed: bool
    start: Judgement | None
    go_on: Judgement | None
    stop: Judgement | None


@dataclass(frozen=True, slots=True)
class Option:
    """One thing the clinician may consider; "no change" is always among them. Never a recommendation.

    Args:
        id: stable name.
        label: plain words.
        because: the verdicts that make it one.
        sources: source ids.
    """

    id: str
    label: str
    because: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """All answers for one patient.

    Args:
        diary, sessions, profile: what went in.
        headache_definition, migraine_definition: ids in force for the counts.
        periods: in order of time; the last may still be running.
        criteria: diagnoses and other named criteria.
        response: one per cycle.
        wearing_off: one per cycle.
        guidelines: one per rule set asked for.
        options: what may be considered.
        findings: the diary's, and those of the assessment itself.
    """

    diary: Diary
    sessions: tuple[Session, ...]
    profile: Profile
    first: dt.date
    last: dt.date
    headache_definition: str
    migraine_definition: str
    periods: tuple[PeriodCounts, ...]
    criteria: tuple[Judgement, ...]
    response: tuple[CycleResponse, ...]
    wearing_off: tuple[WearingOff, ...]
    guidelines: tuple[GuidelineVerdicts, ...]
    options: tuple[Option, ...]
    findings: tuple[Finding, ...] = field(default=())
