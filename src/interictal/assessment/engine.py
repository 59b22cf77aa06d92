"""The assessment of one patient: the rule packages, composed. No rule stands here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise

from interictal import guidelines as guidelines_package
from interictal.assessment.options import options
from interictal.assessment.result import Assessment
from interictal.diary.days import Diary
from interictal.diary.findings import Finding, Level
from interictal.errors import DataUnavailable
from interictal.guidelines.case import Case
from interictal.ichd3 import judgements, starting_judgements
from interictal.ichd3.medication import blank_medications_finding
from interictal.injection.sessions import Session, session_dates
from interictal.outcomes.counts import Tally, period_counts
from interictal.outcomes.definitions import DEFAULT_HEADACHE, DEFAULT_MIGRAINE
from interictal.outcomes.resistance import refractory_migraine, resistant_migraine
from interictal.outcomes.response import (
    first_responder_cycle,
    multi_domain_response,
    responses,
    reverted_to_episodic,
)
from interictal.outcomes.wearing_off import wearing_off
from interictal.periods import PERIOD_DAYS, calendar_periods, injection_periods
from interictal.profile import Profile
from interictal.verdicts import Judgement, Reason, any_of


def assess(
    diary: Diary,
    sessions: Iterable[Session] = (),
    profile: Profile | None = None,
    *,
    headache_definition: str = DEFAULT_HEADACHE,
    migraine_definition: str = DEFAULT_MIGRAINE,
    guidelines: Iterable[str] | None = None,
    today: dt.date | None = None,
) -> Assessment:
    """Everything for one patient.

    Args:
        diary: the patient's days.
        sessions: the injection sessions, in any order; none is a patient not (yet) treated.
        profile: what only the clinician can answer; absent is unknown.
        headache_definition: id of the headache-day definition for the counts.
        migraine_definition: id of the migraine-day definition for the counts.
        guidelines: ids of the rule sets; None for all.
        today: adds a finding for each rule set whose date of review has passed; None leaves the clock out of it.

    Returns:
        The assessment.

    Raises:
        DataUnavailable: the diary has no recorded day.
        InvalidInput: an unknown definition or guideline.
    """
    profile = profile or Profile()
    first, last = diary.first, diary.last
    if first is None or last is None:
        raise DataUnavailable(
            "the diary has no recorded day, so nothing can be assessed. "
            "Record headache or no_headache for at least one day."
        )
    given = tuple(sorted(sessions, key=lambda session: session.date))
    opened = tuple(date for date in session_dates(given) if date <= last)
    periods = injection_periods(opened, first, last) if opened else calendar_periods(first, last)
    tally = Tally.of(
        diary,
        headache_definition=headache_definition,
        migraine_definition=migraine_definition,
        blank_medications=profile.blank_medications,
    )
    before_first = opened[0] - dt.timedelta(days=1) if opened else None
    per_cycle = responses(tally, opened)
    now = _criteria(diary, profile)
    at_start = (
        now
        if before_first is None
        else {one.id: one for one in starting_judgements(diary.days, profile, last=before_first)}
    )
    case = Case.of(diary, given, profile, tally, per_cycle, at_start)
    wanted = guidelines_package.ids() if guidelines is None else tuple(guidelines)
    overdue = () if today is None else guidelines_package.review_findings(wanted, today)
    verdicts = tuple(guidelines_package.apply(one, case) for one in wanted)
    wore_off = wearing_off(tally, opened)
    return Assessment(
        diary=diary,
        sessions=given,
        profile=profile,
        first=first,
        last=last,
        headache_definition=headache_definition,
        migraine_definition=migraine_definition,
        periods=period_counts(tally, periods),
        criteria=(*now.values(), *_outcomes(tally, opened, profile)),
        response=per_cycle,
        wearing_off=wore_off,
        guidelines=verdicts,
        options=options(case, verdicts, per_cycle, wore_off, now),
        findings=diary.findings + _findings(diary, given, profile, tally, first, last) + overdue,
    )


def _criteria(diary: Diary, profile: Profile) -> dict[str, Judgement]:
    found = judgements(diary.days, profile)
    migraine = any_of(one.verdict for one in found if one.id in ("ichd3.1.1", "ichd3.1.2", "ichd3.1.3"))
    judged = (
        *found,
        resistant_migraine(diary.days, profile, diagnosis=migraine),
        refractory_migraine(diary.days, profile, diagnosis=migraine),
    )
    return {one.id: one for one in judged}


def _outcomes(tally: Tally, opened: tuple[dt.date, ...], profile: Profile) -> tuple[Judgement, ...]:
    # What the treated patient's course is judged by, beside the response of each cycle.
    if not opened:
        return ()
    first = first_responder_cycle(tally, opened)
    because = f"{first.because[0].upper()}{first.because[1:]}."
    source = "preempt-cycles-2015"
    found = [
        Judgement("first-response", first.verdict, (Reason("50 % fall", first.verdict, because, source),)),
        reverted_to_episodic(tally),
    ]
    if profile.questionnaires:
        found.append(multi_domain_response(tally, opened, len(opened), profile.questionnaires))
    return tuple(found)


def _findings(
    diary: Diary, sessions: tuple[Session, ...], profile: Profile, tally: Tally, first: dt.date, last: dt.date
) -> tuple[Finding, ...]:
    found: list[Finding] = []
    blank = blank_medications_finding(diary.days, profile.blank_medications)
    if blank is not None:
        found.append(blank)
    later = [session.date for session in sessions if session.date > last]
    if later:
        found.append(
            Finding(
                "session-after-diary",
                Level.NOTE,
                f"{len(later)} injection session(s) after the last recorded day ({last}) open no cycle yet. "
                "Record the days since to see them.",
            )
        )
    if sessions and sessions[0].date <= first:
        found.append(
            Finding(
                "no-baseline",
                Level.WARNING,
                f"The diary starts on {first}, not before the first injection ({sessions[0].date}): there is no "
                "baseline, so no change can be told. Add the diary of the 28 days before it if there is one.",
            )
        )
    opened = session_dates(sessions)
    close = sum((after - before).days < PERIOD_DAYS for before, after in pairwise(opened))
    if close:
        found.append(
            Finding(
                "sessions-close",
                Level.WARNING,
                f"{close} session(s) came fewer than {PERIOD_DAYS} days after the one before. Each session opens a "
                "cycle; a cycle cut so short is not counted as completed by the guidelines. If two dates "
                "are one treatment (a second visit, a correction), enter the first only.",
            )
        )
    if diary.attack_diary:
        found.append(
            Finding(
                "attack-diary",
                Level.WARNING,
                "The file lists attacks only, so days without an entry are unknown and no rate per 28 days is given. "
                "If every day without an entry was free of headache, read it with --unlisted-days free.",
            )
        )
    end = last + dt.timedelta(days=1)
    for count, name, definition, lacking in (
        ("headache_days", "headache", tally.headache_definition, "hours, severity or medicines"),
        ("migraine_days", "migraine", tally.migraine_definition, "features, aura or relief"),
    ):
        decided, headaches = tally.headaches_decided(count, first, end)
        if decided < headaches:
            found.append(
                Finding(
                    f"{name}-day-undecided",
                    Level.WARNING,
                    f"On {headaches - decided} of {headaches} days with headache it cannot be told whether they were "
                    f"{name} days ({definition}): {lacking} are not entered. These days are left out of numerator and "
                    "denominator. Enter what is known.",
                )
            )
    return tuple(found)
