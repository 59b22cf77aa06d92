"""Values in words."""

from decimal import Decimal

import pytest

from interictal.evidence.library import Value, select, trials, value, values
from interictal.evidence.library.wording import figure, mark, phrases, signed, taking_part, title, variant


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("preempt-1.onabotulinumtoxina.headache_days_28.24.change_mean", "−7.8 days"),
        ("forward.topiramate.responder50_headache_days.32.percent", "12.0 %"),
        ("forward.topiramate.responder50_headache_days.32.n_events", "17 people"),
        ("forward.onabotulinumtoxina.responder50_headache_days.32.odds_ratio", "4.9"),
        ("preempt-2.onabotulinumtoxina.headache_days_28.24.p", "less than 0.001"),
        ("chassis.onabotulinumtoxina.headache_days_28_change_percent.12.change_mean", "−26.9 %"),
        ("tepper-2017-reported.placebo.midas.12.change_mean", "−7.5 points"),
    ],
)
def test_figures(identifier: str, words: str) -> None:
    """Each figure with its unit."""
    assert figure(value(identifier)) == words


def test_one_person_and_a_difference_of_percentages() -> None:
    """One is no plural; a difference of two percentages is in percentage points."""
    from dataclasses import replace

    one = value("forward.topiramate.responder50_headache_days.32.n_events")
    assert figure(replace(one, value=Decimal(1))) == "1 person"
    assert figure(replace(one, value=Decimal(-28), quantity="difference")) == "−28 percentage points"


def test_marks() -> None:
    """The tier of what was seen; the word for the rest."""
    assert mark(value("preempt-2.placebo.headache_days_28.24.change_mean")) == " [A]"
    assert mark(value("forward.topiramate.responder50_headache_days.32.n_events")) == ", derived"
    assert mark(value("preempt-2.placebo.headache_days_28.0.baseline_mean")) == ", unconfirmed"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("MD -2.0 (95 % CI -2.8 to -1.1)", "MD −2.0 (95 % CI −2.8 to −1.1)"),
        ("-0.21 SMD (-0.50 to 0.07)", "−0.21 SMD (−0.50 to 0.07)"),
        ("155-195 U, week-2, NCT-1, 1990-1991, HIT-6", "155-195 U, week-2, NCT-1, 1990-1991, HIT-6"),
    ],
)
def test_minus_signs(text: str, words: str) -> None:
    """Before negative numbers, and nowhere else."""
    assert signed(text) == words


@pytest.mark.parametrize(
    ("trial", "words"),
    [
        ("forward", "adults with chronic migraine"),
        ("her-mes", "episodic or chronic migraine"),
        ("diener-1996", "episodic migraine: migraine, 214 patients"),
        ("silberstein-2005", "chronic daily headache, 702 randomised"),
    ],
)
def test_who_took_part(trial: str, words: str) -> None:
    """The population is said once; a condition without a code is told in its own words."""
    assert taking_part(trials()[trial]) == words


def test_titles() -> None:
    """What a value is; a week only where it has one."""
    weekly = value("preempt-1.onabotulinumtoxina.headache_days_28.24.change_mean")
    assert title(weekly) == "mean change: headache days in 28 days, week 24"
    assert title(value("preempt-1.placebo.participants.any.n")) == "people analysed: people in the arm"


def _of(arm: str, outcome: str, week: int | None) -> tuple[str, ...]:
    return phrases(each for each in values() if (each.arm, each.outcome, each.week) == (arm, outcome, week))


def test_an_estimate_is_told_with_its_spread_and_interval() -> None:
    """A limit with another standing than its estimate has its own mark."""
    assert _of("preempt-pooled.onabotulinumtoxina", "headache_days_28", 24) == (
        "mean change −8.4 days [B]",
        "difference −1.8 days [A+C] (95 % −2.52 to −1.13, unconfirmed)",
        "p < 0.001 [B]",
    )
    assert _of("preempt-weekly.placebo", "headache_days_week", 3) == ("mean change −1.1 days [A] (SD 2.2)",)
    assert _of("halo-cm.placebo", "moderate_severe_headache_days_28", 12) == (
        "mean change −2.5 days [A] (SE 0.3)",
        "of 371 people [B]",
    )


def test_a_limit_without_its_estimate_stands_by_itself() -> None:
    """Nothing is left out."""
    told = _of("preempt-pooled.onabotulinumtoxina", "migraine_days_28", 24)
    assert "difference −2.0 days [B] (95 % −2.67 to −1.27, unconfirmed)" in told
    alone = _of("dodick-2009.topiramate", "migraine_attacks_28", 26)
    assert alone[1:] == (
        "lower limit of the difference (95 %) −0.6 attacks, unconfirmed",
        "upper limit of the difference (95 %) 0.7 attacks, unconfirmed",
    )


def test_variants_stand_apart() -> None:
    """Two published odds ratios of one comparison are two phrases."""
    held = select(["onabotulinumtoxinA"], ["responder50_headache_days"], "cm")
    forward = [each for each in held if each.trial == "forward" and each.quantity == "odds_ratio"]
    assert [variant(each) for each in forward] == ["", "from-counts"]
    told = phrases(forward)
    assert told == ("odds ratio 4.9, unconfirmed", "odds ratio 4.90, derived")


def test_the_number_of_an_arm() -> None:
    """Participants need no "of"."""
    assert _of("preempt-1.placebo", "participants", None) == ("338 people [A]",)
    assert variant(value("preempt-1.placebo.participants.any.n")) == ""


def test_every_value_is_told() -> None:
    """No value of the library is lost between the phrases."""
    groups: dict[tuple[str, str, int | None], list[Value]] = {}
    for each in values():
        groups.setdefault((each.arm, each.outcome, each.week), []).append(each)
    for (arm, outcome, week), held in groups.items():
        text = " ".join(_of(arm, outcome, week))
        for each in held:
            assert str(each.value).lstrip("-") in text, each.id
