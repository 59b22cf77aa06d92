"""Boundaries that the tables leave open: the age, the last day looked at, and the words of a reason."""

import datetime as dt
from dataclasses import replace

import pytest

from interictal.ichd3 import chronic_migraine, judgements, migraine_with_aura, starting_judgements
from interictal.ichd3.attacks import attacks
from interictal.ichd3.day import meets_migraine_or_probable, meets_migraine_without_aura, meets_probable_migraine
from interictal.ichd3.medication import known_intakes
from interictal.ichd3.record import Record
from interictal.profile import Profile
from interictal.verdicts import Verdict
from support.diaries import MONDAY, days
from support.words import day

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
THREE_HOURS = "plain 3h severe +unilateral +nausea"


@pytest.mark.parametrize(
    ("question", "adult", "under_18"),
    [
        (meets_migraine_without_aura, NOT_MET, MET),
        (meets_probable_migraine, MET, NOT_MET),
    ],
)
def test_two_hours_are_enough_under_18(question, adult: Verdict, under_18: Verdict) -> None:
    """Three hours without a medicine: short for an adult, long enough for a child."""
    assert question(day(THREE_HOURS)) is adult
    assert question(day(THREE_HOURS), 2) is under_18


def test_two_hours_are_enough_under_18_for_either_kind() -> None:
    """Without accompanying symptoms two criteria are missing for an adult, one for a child."""
    short = day("plain 3h severe +unilateral")
    assert meets_migraine_or_probable(short) is NOT_MET
    assert meets_migraine_or_probable(short, 2) is MET


def test_the_age_of_the_profile_reaches_the_attacks() -> None:
    """The same day is a complete attack at 17 and a probable one at 18."""
    found = {age: Record.of([day(THREE_HOURS)], Profile(age=age), None).attacks for age in (17, 18)}
    assert (found[17].without_aura, found[17].probable) == (1, 0)
    assert (found[18].without_aura, found[18].probable) == (0, 1)


def test_fewer_than_24_hours_touch_one_midnight_only() -> None:
    """One hour between two days of 1.5 hours: at most 2.5 hours in a row, so B is certainly missed."""
    open_day = day("1.5h")
    middle = replace(day("plain 1h severe +unilateral +nausea"), diary_date=MONDAY + dt.timedelta(days=1))
    last = replace(open_day, diary_date=MONDAY + dt.timedelta(days=2))
    assert attacks([open_day, middle, last]).probable == 1


def test_days_after_the_last_one_are_not_looked_at() -> None:
    """Two auras, one of them later."""
    aura = "6h +aura 20min"
    rows = [day(aura), *days("...", MONDAY + dt.timedelta(days=1)), day(aura, MONDAY + dt.timedelta(days=4))]
    profile = Profile()
    whole, early = (migraine_with_aura(rows, profile, last=last).reasons[0] for last in (None, MONDAY))
    assert whole.verdict is MET
    assert early.verdict is not MET


@pytest.mark.parametrize("last", [None, MONDAY + dt.timedelta(days=95)])
def test_judgements_for_starting_are_the_same_as_all(last: dt.date | None) -> None:
    """1.3 and 8.2, at the same day, of the same profile."""
    rows, profile = days("(TTM.)30 (.)40"), Profile(lifetime_attacks=9, not_better_accounted_for={"1.3": True})
    whole = {one.id: one for one in judgements(rows, profile, last=last)}
    some = starting_judgements(rows, profile, last=last)
    assert [one.id for one in some] == ["ichd3.1.3", *(one for one in whole if one.startswith("ichd3.8.2"))]
    assert all(whole[one.id] == one for one in some)
    assert {one.id: one.verdict for one in some}["ichd3.1.3"] is (NOT_MET if last is None else MET)


def test_kinds_of_migraine_day_are_counted_apart() -> None:
    """Two typical days, one aura, one relieved by a triptan, and two that meet C or D alone."""
    rows = [
        day(words, MONDAY + dt.timedelta(days=index))
        for index, words in enumerate(
            (
                "plain 6h severe +unilateral +nausea",
                "plain 6h severe +unilateral +nausea",
                "plain 6h +aura 20min",
                "plain 6h +believed_migraine +relieved_by_triptan_or_ergot took:sumatriptan",
                "plain 6h severe +unilateral",
                "plain 6h +nausea",
            )
        )
    ]
    because = chronic_migraine(rows, Profile()).reasons[2].because
    assert because.endswith(
        "Of the 90 days, 2 meet 1.1 C and D (C1), 1 have an aura of 5 to 60 minutes (C2), and 1 were taken for "
        "migraine and relieved by a triptan or ergot (C3)."
    )


def test_blank_medicines_follow_the_diary_unless_told_otherwise() -> None:
    """The default is the rule of the whole diary."""
    rows = [day("6h took:ibuprofen"), day("6h", MONDAY + dt.timedelta(days=1))]
    assert known_intakes(rows)[1] == ()
    assert known_intakes(rows, "unknown")[1] is None


def test_reasons_carry_the_letter_of_their_criterion() -> None:
    """Subtypes hang on 8.2 (A) and on their own intake (B); undecided codes are named only where there are any."""
    found = {one.id: one for one in judgements(days("(.)90"), Profile())}
    for code in ("8.2.1", "8.2.6"):
        assert [reason.criterion for reason in found[f"ichd3.{code}"].reasons] == ["A", "B"]
    said = found["ichd3.8.2"].reasons[1].because
    assert said == "No class of medicine reaches its threshold in each of three months."
    several = found["ichd3.8.2.6"].reasons[1].because
    assert f"in the three 30-day months up to {MONDAY + dt.timedelta(days=89)}, latest first" in several
