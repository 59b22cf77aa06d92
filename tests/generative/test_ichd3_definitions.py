"""Days and diaries of every kind: what must hold whatever is known and unknown of them."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interictal.diary.days import Day, Severity, Status
from interictal.diary.medicines import DrugClass, Intake
from interictal.ichd3 import chronic_migraine, judgements
from interictal.ichd3.day import meets_migraine_or_probable, meets_migraine_without_aura, meets_probable_migraine
from interictal.outcomes.definitions import DEFINITIONS
from interictal.profile import Profile
from interictal.verdicts import Verdict
from support.diaries import MONDAY

ANSWER = st.sampled_from([True, False, None])
INTAKES = st.none() | st.lists(st.sampled_from([*DrugClass, None]), max_size=2).map(
    lambda classes: tuple(Intake("x", None if one is None else one.value, one) for one in classes)
)
FEATURES = [
    "unilateral",
    "pulsating",
    "aggravated_by_activity",
    "nausea",
    "vomiting",
    "photophobia",
    "phonophobia",
    "aura",
    "believed_migraine",
    "relieved_by_triptan_or_ergot",
]
NESTED = (
    ("ICHD3-1.1", "ICHD3-CM-C"),
    ("ICHD3-1.1", "ICHD3-1.1-1.5.1"),
    ("ICHD3-1.1", "DUR4H"),
    ("ICHD3-1.1", "PREEMPT-HD4"),
    ("DUR4H", "LEIDEN-2023"),
    *((id_, "ANY") for id_ in DEFINITIONS),
)


@st.composite
def a_day(draw: st.DrawFn, date: dt.date = MONDAY) -> Day:
    status = draw(st.sampled_from(Status))
    free = status is Status.NO_HEADACHE
    return Day(
        diary_date=date,
        status=status,
        hours=draw(st.sampled_from([None, 0] if free else [None, 0, 0.25, 0.5, 3.9, 4, 24])),
        severity=draw(st.sampled_from([None, Severity.NONE] if free else [None, *Severity])),
        aura_minutes=draw(st.sampled_from([None, 0, 4.9, 5, 60, 61])),
        intakes=draw(INTAKES),
        **{name: draw(ANSWER) for name in FEATURES},
    )


@st.composite
def a_diary(draw: st.DrawFn) -> list[Day]:
    length = draw(st.integers(0, 40))
    return [draw(a_day(MONDAY + dt.timedelta(days=index))) for index in range(length) if draw(st.booleans())]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(a_day())
def test_a_headache_free_day_is_never_counted_and_an_unrecorded_one_always_open(day: Day) -> None:
    for one in DEFINITIONS.values():
        answer = one.decide(day)
        if day.status is Status.NO_HEADACHE:
            assert answer is Verdict.NOT_MET
        if day.status is Status.NOT_RECORDED:
            assert answer is Verdict.UNDETERMINED


@pytest.mark.parametrize(("inner", "outer"), NESTED)
@settings(max_examples=200, derandomize=True, deadline=None)
@given(day=a_day())
def test_the_definitions_nest(inner: str, outer: str, day: Day) -> None:
    if DEFINITIONS[inner].decide(day) is Verdict.MET:
        assert DEFINITIONS[outer].decide(day) is Verdict.MET


@settings(max_examples=300, derandomize=True, deadline=None)
@given(a_day(), st.data())
def test_learning_a_fact_never_turns_a_decided_answer(day: Day, data: st.DataObject) -> None:
    """What is MET or NOT_MET stays so when an unknown answer becomes known: Kleene's promise."""
    unknown = [name for name in FEATURES if getattr(day, name) is None]
    learned = dataclasses.replace(day, **{name: data.draw(st.booleans()) for name in unknown})
    for id_, one in DEFINITIONS.items():
        before = one.decide(day)
        if before is not Verdict.UNDETERMINED and not contradicts(learned):
            assert one.decide(learned) is before, id_


def contradicts(day: Day) -> bool:
    """Relief by a triptan or ergot on a day on which none was taken."""
    taken = {intake.drug_class for intake in day.intakes or ()}
    return bool(day.relieved_by_triptan_or_ergot) and not taken & {DrugClass.TRIPTAN, DrugClass.ERGOT, None}


@settings(max_examples=300, derandomize=True, deadline=None)
@given(a_day())
def test_1_1_and_1_5_1_exclude_each_other_and_make_their_union(day: Day) -> None:
    full, probable, either = (
        meets(day) for meets in (meets_migraine_without_aura, meets_probable_migraine, meets_migraine_or_probable)
    )
    assert not (full is probable is Verdict.MET)
    if Verdict.MET in (full, probable):
        assert either is Verdict.MET
    if full is probable is Verdict.NOT_MET:
        assert either is Verdict.NOT_MET


@settings(max_examples=60, derandomize=True, deadline=None)
@given(a_diary())
def test_no_diary_is_refused_and_each_criterion_has_a_reason(diary: list[Day]) -> None:
    found = judgements(diary, Profile())
    assert [one.id for one in found] == [
        "ichd3.1.1", "ichd3.1.2", "ichd3.1.3", "ichd3.1.5.1", "ichd3.8.2",
        *(f"ichd3.8.2.{number}" for number in range(1, 7)),
    ]  # fmt: skip
    for one in found:
        assert all(reason.because.endswith(".") for reason in one.reasons)
        assert one.verdict is not Verdict.MET, "without a clinician's answer nothing is diagnosed"


@settings(max_examples=60, derandomize=True, deadline=None)
@given(a_diary(), st.integers(0, 40))
def test_days_after_last_change_nothing(diary: list[Day], number: int) -> None:
    last = MONDAY + dt.timedelta(days=number)
    profile = Profile(blank_medications="unknown")
    cut = [day for day in diary if day.diary_date <= last]
    assert judgements(diary, profile, last=last) == judgements(cut, profile)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(a_diary())
def test_leaving_days_out_only_opens_answers_of_chronic_migraine(diary: list[Day]) -> None:
    """Fewer days known: A and C may become open, but never turn from yes to no or back."""
    if not diary:
        return
    fewer = diary[1:-1:2] + diary[-1:]  # the last day stays, so that the months do not move
    if diary[-1].status is Status.NOT_RECORDED:
        return
    whole = chronic_migraine(diary, Profile(blank_medications="unknown")).reasons
    part = chronic_migraine(fewer, Profile(blank_medications="unknown")).reasons
    for criterion in (0, 2):
        assert part[criterion].verdict in (whole[criterion].verdict, Verdict.UNDETERMINED)
