"""What docs/spec/resistant-migraine.md does not cover."""

import datetime as dt

import pytest

from interictal.diary.days import Day, Status
from interictal.errors import InvalidInput
from interictal.outcomes.resistance import refractory_migraine, resistant_migraine
from interictal.profile import Preventive, Profile, StopReason, preventive_class
from interictal.sources import source
from interictal.verdicts import Verdict
from support.diaries import MONDAY, days

THREE = tuple(
    Preventive(name, reason_stopped=StopReason.NOT_TOLERATED) for name in ("topiramate", "propranolol", "amitriptyline")
)


def test_the_reasons_in_words() -> None:
    profile = Profile(preventives=(*THREE, Preventive("x")), triptans_failed=1)
    judgement = resistant_migraine(days("D7 .22 ? (D8 .22)2"), profile, diagnosis=Verdict.MET)
    assert [(each.criterion, each.because) for each in judgement.reasons] == [
        ("diagnosis", "migraine without aura, with aura or chronic migraine (ICHD-3 1.1, 1.2, 1.3)"),
        (
            "debilitating headache",
            "8 of 30, 8 of 30, 7 of 29 days with activities missed or limited, in 3 months of 30 days, latest first; "
            "8 are asked for in each; the other days of a month do not say whether headache limited activities",
        ),
        ("acute treatment", "1 triptans failed; 2 are asked for"),
        (
            "preventives",
            "3 classes of preventives failed (antiepileptic, beta_blocker, antidepressant), up to 4; 3 are asked for",
        ),
    ]
    for reason in judgement.reasons:
        assert source(reason.source)
    asked = refractory_migraine(days("D8 .22"), Profile(), diagnosis=Verdict.MET).reasons
    assert [each.criterion for each in asked] == [each.criterion for each in judgement.reasons]
    assert [each.source for each in asked] == ["ehf-2020", "interictal-resistance", "ehf-2020", "ehf-2020"]
    assert asked[1].because.startswith("8 of 30, 0 of 0, 0 of 0, 0 of 0, 0 of 0, 0 of 0 days")
    assert asked[2].because == "how many triptans failed is not known"
    assert asked[3].because == (
        "0 classes of preventives failed, up to 8; all 7 available classes are asked for, not known to have failed: "
        "antidepressant, antiepileptic, beta_blocker, botulinum_toxin, calcium_channel_blocker, cgrp, renin_angiotensin"
    )


def test_available_classes_may_be_fewer() -> None:
    profile = Profile(preventives=THREE, triptans_failed=2)
    available = frozenset({"antiepileptic", "beta_blocker", "antidepressant"})
    judgement = refractory_migraine(days("(D8 .22)6"), profile, diagnosis=Verdict.MET, available=available)
    assert judgement.verdict is Verdict.MET
    assert judgement.reasons[3].because == (
        "3 classes of preventives failed (antiepileptic, beta_blocker, antidepressant); "
        "all 3 available classes are asked for"
    )


def test_a_class_that_cannot_be_had_does_not_stand_for_one_that_can() -> None:
    profile = Profile(preventives=THREE, triptans_failed=2)
    available = frozenset({"antiepileptic", "beta_blocker", "cgrp"})
    judgement = refractory_migraine(days("(D8 .22)6"), profile, diagnosis=Verdict.MET, available=available)
    assert judgement.verdict is Verdict.NOT_MET
    assert "not known to have failed: cgrp" in judgement.reasons[3].because


def test_days_after_the_last_are_ignored() -> None:
    patient = days("(D8 .22)3 .60")
    assert resistant_migraine(patient, Profile(), diagnosis=Verdict.MET).reasons[1].verdict is Verdict.NOT_MET
    last = MONDAY + dt.timedelta(89)
    judged = resistant_migraine(patient, Profile(), last=last, diagnosis=Verdict.MET)
    assert judged.reasons[1].verdict is Verdict.MET
    half_a_year = days("(D8 .22)6 .60")
    assert refractory_migraine(half_a_year, Profile(), diagnosis=Verdict.MET).reasons[1].verdict is Verdict.NOT_MET
    judged = refractory_migraine(half_a_year, Profile(), last=MONDAY + dt.timedelta(179), diagnosis=Verdict.MET)
    assert judged.reasons[1].verdict is Verdict.MET
    on_the_last_day = days("(D8 .22)2 .22 D8 .9")
    judged = resistant_migraine(on_the_last_day, Profile(), last=MONDAY + dt.timedelta(89), diagnosis=Verdict.MET)
    assert judged.reasons[1].verdict is Verdict.MET, "the last day itself is looked at"
    assert judged.reasons[1].because.startswith("8 of 30, 8 of 30, 8 of 30 ")


def test_months_end_with_the_last_recorded_day() -> None:
    later = [
        Day(diary_date=MONDAY + dt.timedelta(90 + index), status=Status.NOT_RECORDED, disability=True)
        for index in range(40)
    ]
    judged = resistant_migraine([*days("(D8 .22)3"), *later], Profile(), diagnosis=Verdict.MET)
    assert judged.reasons[1].verdict is Verdict.MET
    assert judged.reasons[1].because.startswith("8 of 30, 8 of 30, 8 of 30 ")


def test_a_diary_without_a_recorded_day() -> None:
    judged = resistant_migraine([], Profile(), diagnosis=Verdict.MET)
    assert judged.reasons[1].verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize("judge", [resistant_migraine, refractory_migraine])
def test_the_diagnosis_may_come_from_the_diary(judge: object) -> None:
    none = judge(days(".200"), Profile())
    assert none.reasons[0].verdict is not Verdict.MET
    profile = Profile(not_better_accounted_for={"1.1": True, "1.2": True, "1.3": True}, lifetime_attacks=50)
    assert judge(days("(M..)60"), profile).reasons[0].verdict is Verdict.MET
    last = MONDAY + dt.timedelta(2)
    few = Profile(not_better_accounted_for={"1.1": True, "1.2": True, "1.3": True})
    assert judge(days("(M..)60"), few).reasons[0].verdict is Verdict.MET
    assert judge(days("(M..)60"), few, last=last).reasons[0].verdict is not Verdict.MET


def test_the_class_by_name() -> None:
    assert preventive_class(Preventive("Topiramate 100 mg")) == "antiepileptic"
    assert preventive_class(Preventive("topiramate", "other")) == "other", "what is given goes first"
    assert preventive_class(Preventive("magnesium")) == ""
    assert preventive_class(Preventive("")) == ""


def test_a_class_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"^class: 'anticonvulsant' is not allowed; allowed: antidepressant, "):
        Preventive("topiramate", "anticonvulsant")
