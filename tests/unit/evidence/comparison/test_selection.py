"""Which figures stand together: no patient twice, one outcome and one time."""

from types import SimpleNamespace

import pytest

from interictal.evidence.comparison.days import differences
from interictal.evidence.comparison.selection import arms_of, counted, responders, roots, together
from interictal.evidence.comparison.strata import strata
from interictal.evidence.library import arms, trials

CHRONIC = strata()["chronic"]


def item(name: str, outcome: str = "responder50_migraine_days", week: int = 12, people: int = 100) -> SimpleNamespace:
    """Something selected, of one trial."""
    return SimpleNamespace(trial=trials()[name], outcome=outcome, week=week, people=people)


def chosen(*items: SimpleNamespace) -> tuple[list[str], dict[str, str]]:
    """Names of the trials together, and of those apart with their reasons."""
    found = together(
        items, trial=lambda one: one.trial, of=lambda one: (one.outcome, one.week), weight=lambda one: one.people
    )
    return [one.trial.id for one in found.together], {each.one.trial.id: each.why for each in found.apart}


def test_the_same_people_are_never_counted_twice() -> None:
    """Two whole trials go before their pooled analysis, however many people it has; a part never beside its whole."""
    names, apart = chosen(item("preempt-pooled", people=1384), item("preempt-1"), item("preempt-2"))
    assert names == ["preempt-1", "preempt-2"]
    assert apart == {"preempt-pooled": "the same people as in PREEMPT 1 (Aurora 2010)"}
    assert chosen(item("regain-two-failures"), item("regain"))[0] == ["regain"]


def test_roots_of_parts_and_of_whole_trials() -> None:
    """A part leads to the trials of its own."""
    assert roots("preempt-pooled") == {"preempt-1", "preempt-2"}
    assert roots("regain") == {"regain"}


def test_another_outcome_or_time_stands_apart() -> None:
    """What has most people stands; the others say what they are."""
    names, apart = chosen(item("regain", people=800), item("promise-2", week=24), item("progress", people=10))
    assert names == ["regain", "progress"]
    assert apart == {"promise-2": "another outcome or time: a fall of 50 % or more in migraine days, week 24"}
    assert chosen() == ([], {})


def test_a_count_comes_from_its_number_or_from_its_percentage() -> None:
    """57 of 153 as derived, 41.0 % of 256 as printed beside it, 15.4 % of 538 worked out."""
    found = counted(arms()["regain.placebo"], "responder50_migraine_days", 12, unconfirmed=False)
    assert found is not None
    assert (found.events, found.n, found.worked_out, found.confirmed) == (83, 538, True, True)
    assert counted(arms()["regain.placebo"], "responder50_migraine_days", 4, unconfirmed=False) is None
    assert counted(arms()["freitag-2008.placebo"], "responder50_migraine_episodes", None, unconfirmed=False) is None


def test_unconfirmed_values_only_where_asked_for() -> None:
    """47.1 % of PREEMPT was not seen at its source."""
    arm = arms()["preempt-pooled.onabotulinumtoxina"]
    assert counted(arm, "responder50_headache_days", 24, unconfirmed=False) is None
    found = counted(arm, "responder50_headache_days", 24, unconfirmed=True)
    assert found is not None
    assert not found.confirmed


def test_doses_are_added_up_and_arms_left_out() -> None:
    """Eptinezumab 100 and 300 mg are one arm; atogepant without the dose that is not licensed."""
    (both,) = responders(["eptinezumab"], CHRONIC).together
    assert (both.treated.events, both.treated.n) == (441, 706)
    (one,) = responders(["atogepant"], CHRONIC, left_out=["progress.atogepant-30-bid"]).together
    assert one.treated.n == 256
    assert len(arms_of(trials()["progress"], ["atogepant"])) == 2
    assert responders(["propranolol"], CHRONIC).together == ()


def test_a_difference_takes_the_spread_that_was_printed() -> None:
    """From limits, from its own standard error, from those of the arms; none where nothing was."""
    (erenumab,) = differences(["erenumab"], CHRONIC).together
    assert erenumab.se == pytest.approx(2.1 / (2 * 1.959964))
    (topiramate,) = differences(["topiramate"], CHRONIC).together
    assert (topiramate.value, topiramate.se, topiramate.treated, topiramate.placebo) == (
        pytest.approx(-1.1),
        0.6,
        -5.8,
        -4.7,
    )
    (fremanezumab,) = differences(["fremanezumab"], CHRONIC).together
    assert fremanezumab.se == pytest.approx(0.18**0.5)
    (galcanezumab,) = differences(["galcanezumab"], CHRONIC).together
    assert galcanezumab.se is None


def test_the_doses_of_one_trial_share_its_placebo_arm() -> None:
    """The mean of both, with the error of one: never too small."""
    (found,) = differences(["eptinezumab"], CHRONIC).together
    assert (found.value, found.se) == (pytest.approx(-2.0), pytest.approx((0.434 + 0.459) / 2))
    assert found.treated == pytest.approx(-8.5)
    assert found.people == 356 + 350 + 366
