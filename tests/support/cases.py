"""Cases for guidelines and options, from one line of days and a few words. docs/spec/guidelines.md explains the words.

Days are numbered from 0, the first character of the line.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from interictal.guidelines.case import Case
from interictal.injection.sessions import Session, session_dates
from interictal.outcomes.counts import Tally
from interictal.outcomes.response import responses
from interictal.profile import Preventive, Profile, Questionnaire, StopReason
from interictal.units import ToxinUnits
from interictal.verdicts import Judgement, Reason, Verdict

from .diaries import MONDAY, diary

PRODUCT = "onabotulinumtoxinA"
_YES_NO = {"yes": True, "no": False}


def case(days: str, injections: str = "", profile: str = "", diagnoses: str = "", **more: object) -> Case:
    """The case of a line of days, with everything else in words."""
    recorded = diary(days, **more)
    sessions = sessions_of(injections)
    tally = Tally.of(recorded)
    opened = tuple(one for one in session_dates(sessions) if one <= recorded.last)
    return Case.of(recorded, sessions, profile_of(profile), tally, responses(tally, opened), diagnoses_of(diagnoses))


def sessions_of(text: str) -> tuple[Session, ...]:
    """``28 112:195 196:abobotulinumtoxinA 280:?``: the day of each session, with units or another product."""
    found = []
    for word in text.split():
        day, _, what = word.partition(":")
        product = "" if what == "?" else what if what[:1].isalpha() else PRODUCT
        units = ToxinUnits(product, Decimal(what)) if what.isdigit() else None
        found.append(Session(date=MONDAY + dt.timedelta(days=int(day)), product=product, units=units))
    return tuple(found)


def profile_of(text: str) -> Profile:
    """``age=40 tried=topiramate:ineffective,propranolol:? overuse=yes specialist=no hit-6=-1:64,196:58``."""
    given: dict = {"questionnaires": ()}
    for word in text.split():
        key, _, value = word.partition("=")
        if key == "age":
            given["age"] = float(value)
        elif key == "tried":
            names = [] if value == "none" else [one.split(":") for one in value.split(",")]
            given["preventives"] = tuple(
                Preventive(name, reason_stopped=None if why == "?" else StopReason(why)) for name, why in names
            )
        elif key == "overuse":
            given["overuse_managed"] = _YES_NO[value]
        elif key == "specialist":
            given["diagnosed_by_specialist"] = _YES_NO[value]
        elif key == "attacks":
            given["lifetime_attacks"] = int(value)
        elif key == "better":
            given["not_better_accounted_for"] = {"1.3": _YES_NO[value]}
        else:
            given["questionnaires"] += tuple(_filled(key, *one.split(":")) for one in value.split(","))
    return Profile(**given)


def _filled(instrument: str, day: str, total: str) -> Questionnaire:
    date = "" if day == "?" else (MONDAY + dt.timedelta(days=int(day))).isoformat()
    if total == "?":
        return Questionnaire(instrument, date, items=(8, 8, 8, 8, 8, None))
    return Questionnaire(instrument, date, total=float(total))


def diagnoses_of(text: str) -> dict[str, Judgement]:
    """``1.3=MET 8.2=UNDETERMINED``."""
    found = {}
    for word in text.split():
        code, _, answer = word.partition("=")
        verdict = Verdict(answer)
        reason = Reason("A", verdict, "As the table says", f"ichd-3#{code}")
        found[f"ichd3.{code}"] = Judgement(f"ichd3.{code}", verdict, (reason,))
    return found
