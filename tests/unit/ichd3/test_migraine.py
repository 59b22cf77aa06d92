"""Sentences of the reasons, and the answers for a clinician."""

import pytest

from interictal.ichd3 import (
    judgements,
    medication_overuse,
    migraine_with_aura,
    migraine_without_aura,
    probable_migraine,
)
from interictal.ichd3.chronic import chronic_migraine
from interictal.ichd3.clinician import not_better_accounted_for
from interictal.profile import Profile
from interictal.sources import source
from interictal.verdicts import Verdict
from spec_rules.ichd3_migraine import attack_days
from support.diaries import days


def test_attacks_are_told_with_what_is_needed() -> None:
    profile = Profile(lifetime_attacks=3)
    without = migraine_without_aura(attack_days("6 . 6c"), profile).reasons[0]
    assert without.because == (
        "The diary shows 1 separate attacks that meet B, C and D, in 2 runs of headache days; "
        "the profile says 3 migraine attacks in the patient's life; 5 are needed."
    )
    with_aura = migraine_with_aura(attack_days("6a . 6c"), Profile()).reasons[0]
    assert with_aura.because == (
        "The diary shows 1 separate attacks with an aura of 5 to 60 minutes (its other characteristics are not in a "
        "diary); the number of attacks in the patient's life is not known; 2 with aura are needed."
    )
    probable = probable_migraine(attack_days("6 . 6c"), profile).reasons
    assert probable[0].because == (
        "The diary shows 1 separate attacks that miss exactly one of 1.1 B, C and D (5 are needed) and 1 complete "
        "ones; the profile says 3 migraine attacks in the patient's life."
    )
    assert probable[1].because == (
        "Not certainly enough attacks for 1.1 or 1.2; other headache disorders are the clinician's answer."
    )
    both = probable_migraine(attack_days("6a . 6a . 6a . 6a . 6a"), Profile()).reasons[1]
    assert both.because == "Enough attacks for 1.1 and 1.2: a definite diagnosis goes first."


@pytest.mark.parametrize(
    ("answer", "verdict", "words"),
    [
        (True, Verdict.MET, "The clinician answered that no other diagnosis accounts for it better."),
        (False, Verdict.NOT_MET, "The clinician answered that another diagnosis accounts for it better."),
    ],
)
def test_the_clinicians_answer(answer: bool, verdict: Verdict, words: str) -> None:
    reason = not_better_accounted_for(Profile(not_better_accounted_for={"1.3": answer, "1.1": not answer}), "1.3", "D")
    assert (reason.criterion, reason.verdict, reason.because, reason.source) == ("D", verdict, words, "ichd-3#1.3")


def test_all_at_once_is_each_alone() -> None:
    diary, profile = days("(M3 . t . T2 m ? _ h O2 ..)9"), Profile(lifetime_attacks=9, age=40)
    for last in (None, diary[70].diary_date):
        assert judgements(diary, profile, last=last) == (
            migraine_without_aura(diary, profile, last=last),
            migraine_with_aura(diary, profile, last=last),
            chronic_migraine(diary, profile, last=last),
            probable_migraine(diary, profile, last=last),
            *medication_overuse(diary, profile, last=last),
        )


def test_every_reason_names_a_source_of_the_register() -> None:
    for judgement in judgements(days("(M8 G7 .15)3"), Profile()):
        for reason in judgement.reasons:
            assert source(reason.source).id == "ichd-3"
