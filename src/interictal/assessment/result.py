"""The assessment: everything that is computed for one patient, as plain values.

The JSON document (``docs/schema/assessment.schema.json``) is this, field by field.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from interictal.diary.days import Diary
from interictal.diary.findings import Finding
from interictal.guidelines.rules import GuidelineVerdicts
from interictal.injection.sessions import Session
from interictal.outcomes.counts import PeriodCounts
from interictal.outcomes.response import CycleResponse
from interictal.outcomes.wearing_off import WearingOff
from interictal.profile import Profile
from interictal.verdicts import Judgement


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
