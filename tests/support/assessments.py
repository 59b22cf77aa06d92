"""Assessments put together by hand, so that pictures and pages are tested without the rules behind them."""

from __future__ import annotations

import csv
import datetime as dt
import functools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from interictal import example
from interictal.assessment.result import Assessment, Option
from interictal.diary.days import FEATURES, Day, Diary, Severity, Status
from interictal.diary.findings import Finding, Level
from interictal.diary.medicines import DrugClass, Intake
from interictal.guidelines.rules import GuidelineVerdicts
from interictal.injection.sessions import Session
from interictal.outcomes.counts import PeriodCounts
from interictal.outcomes.definitions import DEFAULT_HEADACHE, DEFAULT_MIGRAINE
from interictal.outcomes.response import CycleResponse
from interictal.outcomes.wearing_off import WearingOff
from interictal.periods import calendar_periods, injection_periods, rate_per_28
from interictal.profile import Profile
from interictal.units import ToxinUnits
from interictal.verdicts import Judgement, Reason, Verdict, verdict

_TRUTH = {"1": True, "0": False}


def _day(row: dict[str, str]) -> Day:
    features: dict[str, Any] = {name: _TRUTH.get(row[name]) for name in FEATURES}
    name = row["medications"]
    drug_class = DrugClass.TRIPTAN if "triptan" in name else DrugClass.SIMPLE_ANALGESIC
    return Day(
        diary_date=dt.date.fromisoformat(row["date"]),
        status=Status(row["status"]),
        hours=float(row["hours"]) if row["hours"] else None,
        severity=Severity(row["severity"]) if row["severity"] else None,
        intakes=None if not name else () if name == "none" else (Intake(name, name, drug_class),),
        **features,
    )


@functools.cache
def example_diary() -> Diary:
    """The shipped example's diary, read without the reader."""
    with example.paths().diary.open(encoding="utf-8", newline="") as file:
        return Diary.of(map(_day, csv.DictReader(file)), patient="SYNTHETIC-1")


def example_sessions() -> tuple[Session, ...]:
    """The shipped example's sessions."""
    product = "onabotulinumtoxinA"
    units = ToxinUnits(product, Decimal(155))
    first = dt.date(2024, 4, 8)
    return tuple(
        Session(date=first + dt.timedelta(days=84 * index), product=product, units=units, patient="SYNTHETIC-1")
        for index in range(4)
    )


def assessment(diary: Diary, sessions: tuple[Session, ...] = (), **changed: Any) -> Assessment:
    """An assessment of these days: counts by plain counting, everything else as given or empty."""
    first, last = diary.first, diary.last
    assert first is not None
    assert last is not None
    opened = tuple(session.date for session in sessions if session.date <= last)
    periods = injection_periods(opened, first, last) if opened else calendar_periods(first, last)
    counted = []
    for period in periods:
        inside = [day for day in diary.recorded if day.diary_date in period]
        tests: dict[str, Callable[[Day], bool]] = {
            "headache_days": lambda day: day.headache is True,
            "migraine_days": lambda day: day.believed_migraine is True,
        }
        counts = {name: rate_per_28(sum(map(test, inside)), len(inside), period.days) for name, test in tests.items()}
        counted.append(PeriodCounts(period, len(inside), counts))
    baseline = next((one.counts["headache_days"].per_28 for one in counted if one.period.cycle == 0), None)
    if opened and counted:
        before = [one for one in counted if one.period.cycle == 0]
        baseline = before[-1].counts["headache_days"].per_28 if before else None
    response = tuple(_response(number, counted, baseline) for number in range(1, len(opened) + 1))
    given: dict[str, Any] = {
        "diary": diary,
        "sessions": sessions,
        "profile": Profile(),
        "first": first,
        "last": last,
        "headache_definition": DEFAULT_HEADACHE,
        "migraine_definition": DEFAULT_MIGRAINE,
        "periods": tuple(counted),
        "criteria": (),
        "response": response,
        "wearing_off": tuple(
            WearingOff(one.cycle, Verdict.MET, 10, "18.7 per 28 in weeks 10 to 12 against 8.0 in weeks 5 to 8.")
            for one in response
        ),
        "guidelines": (),
        "options": (Option("no-change", "No change", "Always possible."),),
        "findings": diary.findings,
    }
    return Assessment(**{**given, **changed})


def _response(cycle: int, counted: list[PeriodCounts], baseline: float | None) -> CycleResponse:
    inside = [one.counts["headache_days"] for one in counted if one.period.cycle == cycle][:3]
    pooled = rate_per_28(sum(one.observed for one in inside), sum(one.known for one in inside), 84)
    change = None if not baseline or pooled.per_28 is None else 100 * (pooled.per_28 - baseline) / baseline
    return CycleResponse(
        cycle,
        baseline,
        pooled.per_28,
        change,
        {level: verdict(None if change is None else change <= -level) for level in (30, 50, 75, 100)},
        f"{pooled.observed:g} headache days on {pooled.known} known days.",
    )


def reason(criterion: str = "A", answer: Verdict = Verdict.MET, because: str = "15 of 28 days.") -> Reason:
    """One reason with a source that the register holds."""
    return Reason(criterion, answer, because, "ichd-3#1.3")


@functools.cache
def example_assessment() -> Assessment:
    """The shipped example, assessed by hand, with one of everything that a page shows."""
    met, not_met, open_ = Verdict.MET, Verdict.NOT_MET, Verdict.UNDETERMINED
    start = Judgement("nice-ta260.start", met, (reason("chronic migraine"), reason("three preventives")))
    go_on = Judgement("nice-ta260.continue", met, (reason("30 % fall"),))
    stop = Judgement("nice-ta260.stop", not_met, (reason("under 30 % fall", not_met, "A fall of 57 %."),))
    return assessment(
        example_diary(),
        example_sessions(),
        criteria=(
            Judgement("ichd3.1.3", not_met, (reason("A", not_met, "12, 11 and 14 headache days."), reason("B"))),
            Judgement("ichd3.8.2", open_, (reason("B", open_, "Medicines are not recorded on 40 days."),)),
        ),
        guidelines=(
            GuidelineVerdicts("nice-ta260", "NICE TA260 (2012)", True, start, go_on, stop),
            GuidelineVerdicts("label-us", "US label", False, start, None, None),
        ),
        options=(
            Option("no-change", "No change", "Always possible.", ("ichd-3",)),
            Option("go-on", "Go on with the same dose", "NICE TA260 continue: met.", ("ichd-3",)),
        ),
        findings=(
            Finding("gap", Level.NOTE, "12 days in a row are not recorded.", (), "date"),
            Finding("blank-medications", Level.WARNING, "An empty cell counts as none."),
        ),
    )
