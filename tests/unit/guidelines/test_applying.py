"""Guidelines applied: what the verdicts say in words, and what follows from them."""

import datetime as dt
import subprocess
import sys

import pytest

from interictal.errors import DataUnavailable
from interictal.guidelines import Case, apply, described, ids, load, review_findings
from interictal.guidelines.applying import verdicts
from interictal.guidelines.reading import parse
from interictal.ichd3 import chronic_migraine, medication_overuse
from interictal.outcomes.counts import Tally
from interictal.sources import source
from interictal.verdicts import Verdict, all_of, any_of
from support.cases import case, profile_of
from support.diaries import diary

TREATED = ("H20 .8 H84 H43 .41", "28:155 112:155")


def test_the_reason_gives_figures_denominators_dates_and_definition() -> None:
    """What a clinician needs to check it by hand."""
    stop = apply("nice-ta260", case(*TREATED)).stop
    assert stop is not None
    assert stop.reasons[0].because == (
        "20 headache days (ANY) on 28 known of 28 days at baseline (2024-01-01 to 2024-01-28); 43 headache days (ANY) "
        "on 84 known of 84 days in cycle 2 (2024-04-22 to 2024-07-14): a change of -28.33 %; "
        "a fall of 30 % or more is the mark."
    )


@pytest.mark.parametrize(
    ("days", "because"),
    [
        (
            "H11 .9 _8",
            "11 headache days (ANY) on 20 known of 28 days before the first injection (2024-01-01 to 2024-01-28); "
            "15.4 per 28 days, prorated, decides; 15 or more are asked for.",
        ),
        (
            "H11 .8 _9",
            "11 headache days (ANY) on 19 known of 28 days before the first injection (2024-01-01 to 2024-01-28); "
            "15 or more are asked for. 9 days are unknown before the first injection (2024-01-01 to 2024-01-28); "
            "at least 20 known days are needed.",
        ),
    ],
)
def test_a_threshold_says_how_it_was_decided(days: str, because: str) -> None:
    """By the known days, by the prorated rate, or not."""
    start = apply("nice-ta260", case(f"{days} .1", "28")).start
    assert start is not None
    assert start.reasons[1].because == because


def test_undecided_headaches_are_said() -> None:
    """20 days known, and no rate all the same: the days left out are headaches."""
    start = apply("us-label", case("H7 ?8 .13 .", "28", "age=40")).start
    assert start is not None
    assert start.reasons[2].because.endswith(
        "15 or more are asked for. 8 days are undecided before the first injection (2024-01-01 to 2024-01-28), and too "
        "many of them had headache for a rate."
    )


@pytest.mark.parametrize(
    ("name", "days", "sessions", "part"),
    [
        ("nice-ta260", "H28 H84 H83", "28 112", "1 of 2 cycles completed by 2024-07-13"),
        ("nice-ta260", "H28 _30 H1", "28", "0 of 2 cycles completed"),
        ("dmkg-2018", "H28 H84 H84 H83", "28 112 196", "2 of 3 cycles completed"),
        ("ehf-2018", "H28 H84 H84", "28 112", "leaves open whether 2 or 3 cycles"),
        ("nice-ta260", "H28 H84 H20 _63 H1", "28 112", "63 days are unknown in cycle 2 (2024-04-22 to 2024-07-14)"),
        ("nice-ta260", "H28 H84 H20 _63 H1", "28 112", "at least 60 known days"),
    ],
)
def test_a_stop_rule_that_does_not_fire_says_which_condition_is_unmet(
    name: str, days: str, sessions: str, part: str
) -> None:
    """Never on one cycle, never on poor coverage."""
    stop = apply(name, case(days, sessions)).stop
    assert stop is not None
    assert stop.verdict is not Verdict.MET
    assert part in stop.reasons[0].because


@pytest.mark.parametrize("days", ["H28 H84 H83", "H28 _84", "H28 .83", "H28 H1", "H28 .40 _43 H1"])
def test_no_stop_rule_fires_before_two_cycles_are_completed(days: str) -> None:
    """In any guideline, whatever the days are."""
    for sessions in ("28", "28 112"):
        for one in ids():
            stop = apply(one, case(days, sessions)).stop
            assert stop is None or stop.verdict is not Verdict.MET, one


def test_without_an_injection_there_is_nothing_to_go_on_with_or_to_stop() -> None:
    """One reason, which says so."""
    found = apply("ehf-2018", case("H28"))
    for judgement in (found.go_on, found.stop):
        assert judgement is not None
        assert judgement.verdict is Verdict.UNDETERMINED
        (reason,) = judgement.reasons
        assert reason.criterion == "injections"
        assert reason.because == "No injection is recorded up to 2024-01-28, so there is nothing to judge yet."


def test_the_verdict_follows_from_the_criteria_that_decide() -> None:
    """In every guideline."""
    patient = case(*TREATED, "age=40 tried=a:ineffective,b:? overuse=no", "1.3=MET 8.2=UNDETERMINED")
    for one in map(load, ids()):
        found = verdicts(one, patient)
        for question, judgement in ((one.start, found.start), (one.go_on, found.go_on), (one.stop, found.stop)):
            assert (question is None) == (judgement is None)
            if question is None or judgement is None:
                continue
            combine = any_of if question.any_suffices else all_of
            pairs = zip(question.criteria, judgement.reasons, strict=True)
            assert judgement.verdict is combine(reason.verdict for criterion, reason in pairs if criterion.decides)
            for reason in judgement.reasons:
                assert source(reason.source)
                assert reason.because.endswith((".", ".)"))


def test_a_preference_says_that_it_does_not_decide() -> None:
    """And leaves the verdict alone."""
    start = apply("ehf-2018", case("H28", profile="tried=none", diagnoses="1.3=MET")).start
    assert start is not None
    assert start.verdict is Verdict.MET
    assert start.reasons[1].verdict is Verdict.NOT_MET
    assert start.reasons[1].criterion.endswith("(preferred; does not decide)")


def test_unconfirmed_is_visible() -> None:
    """In the title, in each reason, and in the flag."""
    found = apply("ahs-2021", case(*TREATED))
    assert not found.confirmed
    assert found.title.endswith("(unconfirmed)")
    assert found.go_on is not None
    assert all(reason.because.endswith("(This rule is unconfirmed.)") for reason in found.go_on.reasons)
    confirmed = apply("nice-ta260", case(*TREATED))
    assert confirmed.confirmed
    assert "unconfirmed" not in confirmed.title


def test_a_single_unconfirmed_rule_marks_its_own_reason_only() -> None:
    """The others keep their words."""
    text = """
id = "nice-ta260"
title = "t"
body = "b"
jurisdiction = "j"
document = "d"
version = "v"
date = "2024"
review_by = 2030-01-01
[start]
criteria = [
  { kind = "adult", label = "adult", years = 18, place = "1" },
  { kind = "specialist_diagnosis", label = "specialist", place = "1", status = "unconfirmed" },
]
"""
    found = verdicts(parse(text, "t.toml"), case(".28"))
    assert found.title == "t (unconfirmed)"
    assert found.start is not None
    assert ["unconfirmed" in reason.because for reason in found.start.reasons] == [False, True]


def test_a_description_holds_everything_about_a_guideline() -> None:
    """For the list on the command line."""
    one = described("hny-2025")
    assert one["id"] == "hny-2025"
    assert one["title"] == "Humber and North Yorkshire commissioning policy (2025)"
    assert len(one["start"]) == 3
    assert one["start"][1].startswith("and ")
    assert one["continue"][0] == "headache days down by 30 % or more after 2 cycles [continuation]"
    assert one["continue"][1].startswith("or ")
    assert one["stop"] == []
    assert one["review_by"] == "2028-01-31"
    assert one["link"].startswith("https://")
    assert one["checked"] == "2026-11-22 (tier A, verified)"
    assert described("ahs-2021")["continue"][0].endswith("[Table 3, unconfirmed]")


def test_a_guideline_past_its_review_date_is_found() -> None:
    """The day itself is still in time."""
    assert review_findings(ids(), dt.date(2027, 11, 22)) == ()
    found = review_findings(["nice-ta260", "hny-2025"], dt.date(2027, 11, 23))
    assert [one.code for one in found] == ["guideline-review-due"]
    assert "NICE TA260 (2012)" in found[0].message
    assert "2027-11-22" in found[0].message


def test_a_case_needs_a_recorded_day() -> None:
    """Nothing can be judged on nothing."""
    empty = diary("_28")
    with pytest.raises(DataUnavailable, match="no recorded day"):
        Case.of(empty, (), profile_of(""), Tally.of(empty), (), {})


def test_an_attack_diary_says_why_it_has_no_rate() -> None:
    """Its other days are unknown, not missing entries to be filled in."""
    start = apply("nice-ta260", case("(H_)14", attack_diary=True)).start
    assert start is not None
    assert start.reasons[1].because.endswith("The diary lists attacks only, so its other days are unknown.")


def test_diagnoses_are_those_of_the_time_for_starting() -> None:
    """Chronic before the injection, episodic after it: the diagnosis to start on is the first one."""
    days, sessions = "M20 .10 M20 .10 M20 .10 .84 .84", "90 174"
    recorded = diary(days)
    profile = profile_of("attacks=20 better=yes")
    before = dt.date(2024, 3, 30)
    judged = (
        chronic_migraine(recorded.days, profile, last=before),
        *medication_overuse(recorded.days, profile, last=before),
    )
    patient = case(days, sessions, "attacks=20 better=yes")
    patient = Case.of(
        recorded, patient.sessions, profile, patient.tally, patient.responses, {one.id: one for one in judged}
    )
    start = apply("hellenic-2019", patient).start
    assert start is not None
    assert start.reasons[0].verdict is Verdict.MET
    assert (
        start.reasons[0].because == "The criteria of chronic migraine (ICHD-3 1.3) are met before the first injection."
    )


def test_guidelines_are_light_to_import() -> None:
    """The standard library alone, and of it not the slow reader of package data."""
    code = (
        "import sys, interictal.guidelines; "
        "sys.exit(', '.join({'numpy', 'pandas', 'importlib.resources'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
