"""A diary and its sessions as the patient model takes them, and what puts a patient outside the model's range.

Specification: docs/spec/patient-forecast.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from interictal.diary.days import Diary
from interictal.errors import DataUnavailable
from interictal.forecast.patient.records import FREE, HEADACHE, MOST_DAYS, UNKNOWN, Dose, History
from interictal.injection.sessions import Session
from interictal.outcomes.definitions import DEFAULT_HEADACHE, definition
from interictal.periods import COMPLETE_ENOUGH_DAYS, PERIOD_DAYS
from interictal.profile import ADEQUATE_TRIAL_WEEKS, Preventive, Profile, StopReason, preventive_class
from interictal.verdicts import Verdict

PRODUCT = "onabotulinumtoxinA"
"""The one product whose effect the model knows."""

INDICATION = "chronic-migraine"
"""The one indication it knows."""

LEAST_UNITS, MOST_UNITS = 75, 225
"""Units of one session that were tried in chronic daily headache or chronic migraine; outside them the model only
extrapolates.

Source: the dose-ranging trial of 75 to 225 U (``silberstein-2005``); PREEMPT gave 155 to 195 U.
"""

USUAL_UNITS = 155.0
"""Units taken where a session does not say: the fixed sites of PREEMPT (protocol ``preempt-fixed``)."""

_DAYS = {Verdict.MET: HEADACHE, Verdict.NOT_MET: FREE, Verdict.UNDETERMINED: UNKNOWN}


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient, ready to be forecast.

    Args:
        patient: identifier in the file, "" where there is none.
        history: recorded days and the sessions before the first day forecast.
        coming: sessions of the file on that day or later.
        definition: id of the headache-day definition.
        notes: what was assumed, a sentence each.
        reasons: (code, sentence) of what is outside the model's range; the first withholds the forecast.
    """

    patient: str
    history: History
    coming: tuple[Dose, ...]
    definition: str
    notes: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]


def patient_of(
    diary: Diary,
    sessions: Sequence[Session] = (),
    profile: Profile | None = None,
    indication: str = INDICATION,
) -> Patient:
    """A patient's days and sessions.

    Args:
        diary: the days; its first and its last recorded day are the ends of the history.
        sessions: this patient's sessions, of any product.
        profile: the patient's answers; None where nobody asked.
        indication: id of what is treated.

    Raises:
        DataUnavailable: no day is recorded.

    Unknown: a day without a row, not recorded, or on which the definition cannot decide is unknown, never free.
    """
    if diary.first is None or diary.last is None:
        raise DataUnavailable("no day with headache or without is recorded, so nothing can be expected. Record days.")
    span = (diary.last - diary.first).days + 1
    first = diary.last - dt.timedelta(min(span, MOST_DAYS) - 1)
    notes = [] if span <= MOST_DAYS else [f"Days before {first} were not used: the last {MOST_DAYS} are."]
    days = [UNKNOWN] * min(span, MOST_DAYS)
    decide = definition(DEFAULT_HEADACHE).decide
    for day in diary.days:
        if first <= day.diary_date <= diary.last:
            days[(day.diary_date - first).days] = _DAYS[decide(day)]
    doses, assumed = _doses(sessions, first)
    if assumed:
        notes.append(f"{USUAL_UNITS:g} U were taken for {_sessions(assumed)} without units: the fixed PREEMPT sites.")
    return Patient(
        diary.patient,
        History(first, tuple(days), tuple(dose for dose in doses if dose.day < len(days))),
        tuple(dose for dose in doses if dose.day >= len(days)),
        DEFAULT_HEADACHE,
        tuple(notes),
        (*_of_diary(diary, days), *_of_profile(profile or Profile(), indication), *_of_sessions(sessions)),
    )


def _sessions(number: int) -> str:
    return "1 session" if number == 1 else f"{number} sessions"


def _by_date(sessions: Sequence[Session]) -> dict[dt.date, list[Session]]:
    found: dict[dt.date, list[Session]] = {}
    for session in sorted(sessions, key=lambda session: session.date):
        if session.product == PRODUCT:
            found.setdefault(session.date, []).append(session)
    return found


def _units(given: Sequence[Session]) -> float | None:
    # Of all rows of one day; None where none of them says.
    known = [float(session.units.amount) for session in given if session.units is not None]
    return sum(known) if known else None


def _doses(sessions: Sequence[Session], first: dt.date) -> tuple[list[Dose], int]:
    doses, assumed = [], 0
    for date, given in _by_date(sessions).items():
        units = _units(given)
        assumed += units is None
        if units is None or outside(units) is None:
            doses.append(Dose((date - first).days, USUAL_UNITS if units is None else units))
    return doses, assumed


def _of_diary(diary: Diary, days: Sequence[int]) -> list[tuple[str, str]]:
    if diary.attack_diary:
        return [
            (
                "attack-diary",
                "the diary lists attacks only, so a day without an entry says nothing. Say what such days were with "
                "--unlisted-days free, or keep a diary of every day.",
            )
        ]
    recorded = sum(day != UNKNOWN for day in days)
    if FREE not in days and PERIOD_DAYS * recorded < COMPLETE_ENOUGH_DAYS * len(days):
        return [
            (
                "no-free-day",
                f"no day without headache is recorded, and {len(days) - recorded} of {len(days)} days are not: the "
                "diary may list attacks only. Record days without headache too.",
            )
        ]
    return []


def _of_profile(profile: Profile, indication: str) -> list[tuple[str, str]]:
    found = []
    if indication != INDICATION:
        found.append(
            ("indication-unknown", f"the model knows {INDICATION} only, not {indication}. No other is fitted.")
        )
    elif profile.diagnosis not in ("", INDICATION):
        found.append(
            (
                "diagnosis-outside",
                f"the profile says {profile.diagnosis}; what treatment does was fitted to people with {INDICATION}. "
                "Correct the diagnosis where it is wrong.",
            )
        )
    new = [each.name for each in profile.preventives or () if _new(each)]
    if new:
        found.append(
            (
                "new-preventive",
                f"another preventive is new or of unknown duration ({', '.join(new)}): what it changes is not in the "
                f"model. After {ADEQUATE_TRIAL_WEEKS} weeks of it (`weeks` in the profile) the recorded days show it.",
            )
        )
    return found


def _new(preventive: Preventive) -> bool:
    if preventive.reason_stopped is not StopReason.ONGOING or preventive_class(preventive) == "botulinum_toxin":
        return False
    return preventive.weeks is None or preventive.weeks < ADEQUATE_TRIAL_WEEKS


def _of_sessions(sessions: Sequence[Session]) -> list[tuple[str, str]]:
    found = []
    others = sorted({session.product for session in sessions} - {PRODUCT, ""})
    if others:
        found.append(
            ("other-toxin", f"sessions of {', '.join(others)}: the model knows {PRODUCT} only, and units differ.")
        )
    if any(not session.product for session in sessions):
        found.append(
            ("product-not-named", f"a session names no product; the model knows {PRODUCT} only. Add the product.")
        )
    given_units = (_units(given) for given in _by_date(sessions).values())
    found += [why for units in given_units if units is not None and (why := outside(units)) is not None][:1]
    return found


def outside(units: float) -> tuple[str, str] | None:
    """Code and sentence for a dose that no trial in chronic migraine gave; None for one that was."""
    if LEAST_UNITS <= units <= MOST_UNITS:
        return None
    return (
        "dose-outside",
        f"a session of {units:g} U: trials gave {LEAST_UNITS} to {MOST_UNITS} U of {PRODUCT} in a session, and what "
        "others do is not known. Correct the units if they are a slip.",
    )
