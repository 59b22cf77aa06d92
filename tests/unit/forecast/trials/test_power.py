"""Power against a formula, and the search for a size on curves that are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from statistics import NormalDist

import pytest

from interictal.errors import DataUnavailable, InvalidInput
from interictal.forecast.trials import power as module
from interictal.forecast.trials.design import Design, Missing
from interictal.forecast.trials.design_files import design_named
from interictal.forecast.trials.document import trial_document
from interictal.forecast.trials.outcomes import OUTCOMES
from interictal.forecast.trials.population import population
from interictal.forecast.trials.power import power_of
from interictal.forecast.trials.power_document import power_document
from interictal.forecast.trials.results import virtual_trials

from .test_results import small, validated

DAYS = OUTCOMES["headache_days_28"]


def curve(effect: float, people: int) -> Callable[[float], float]:
    """The power of a test with a normal statistic."""
    normal = NormalDist()
    return lambda scale: 1 - normal.cdf(1.96 - effect * (scale * people) ** 0.5)


@pytest.mark.parametrize("effect", [0.01, 0.03, 0.1, 0.5, 2.0])
@pytest.mark.parametrize("target", [0.5, 0.8, 0.95])
def test_the_search_finds_the_size(effect: float, target: float) -> None:
    """To a hundredth, or one person, whatever the size it begins with; or the smallest trial where that has enough."""
    design = small(100)
    at = curve(effect, 200)
    found = module._search(at, design, target, 0.05)
    assert at(found) >= target
    assert min(at(found / 1.011), at(max(found - 0.011, 0.001))) < target or found * 100 <= 3.1


def test_a_target_out_of_reach_is_said() -> None:
    """A million people are not enough."""
    with pytest.raises(DataUnavailable, match="1000000"):
        module._search(lambda _scale: 0.06, small(100), 0.8, 0.05)


def test_power_agrees_with_what_its_trials_say() -> None:
    """About what a normal statistic with the trials' own difference and standard error has; larger for more people."""
    design = replace(small(150), visits_weeks=(24,))
    found = power_of(design, population(), outcome=DAYS, replicates=300, threads=2)
    result = virtual_trials(design, replicates=300, threads=2, estimates=True)
    one = result.contrasts[0]
    expected = 1 - NormalDist().cdf(1.96 + one.difference.mean / one.standard_error)
    assert found.power == pytest.approx(expected, abs=0.09)
    assert found.power == one.significant
    assert found.error == pytest.approx((found.power * (1 - found.power) / 300) ** 0.5, rel=0.02)
    assert found.reached >= 0.8
    assert found.sizes_low[0] <= found.sizes[0] <= found.sizes_high[0]
    assert found.sizes[0] > 150
    validated(power_document(found), "trial-power")
    said: list[str] = []
    again = power_of(design, population(), outcome=DAYS, replicates=300, threads=1, say=said.append)
    assert again == found
    assert said


@pytest.mark.parametrize(("share", "expected"), [(1.0, 0.0135), (0.0, 0.0135), (0.5, 0.0490)])
def test_the_error_of_simulation_is_never_nothing(share: float, expected: float) -> None:
    """Agresti and Coull: 102 of 104 trials where all of 100 agree, 52 of 104 where half do."""
    assert module._error(share, 100) == pytest.approx(expected, abs=0.0001)


def test_a_dose_that_no_trial_studied_is_said() -> None:
    """In the document of its power too."""
    design = small(20, visits_weeks=(24,))
    low = replace(design, arms=(replace(design.arms[0], dose_units=10.0), design.arms[1]))
    found = power_of(low, population(), outcome=DAYS, target=0.05, replicates=4)
    document = power_document(found)
    validated(document, "trial-power")
    assert document["function"] == "predict"
    assert "10 U" in document["notes"][0]


def test_what_has_no_power() -> None:
    """One arm, and an outcome that the last visit cannot have."""
    with pytest.raises(InvalidInput, match="compares nothing"):
        power_of(design_named("compel"), population(), outcome=DAYS, replicates=1)
    early: Design = replace(
        small(5), visits_weeks=(3,), outcomes=(OUTCOMES["headache_days_week"], OUTCOMES["headache_days_28"])
    )
    with pytest.raises(InvalidInput, match="--outcome"):
        power_of(early, population(), outcome=DAYS, replicates=1)


def test_two_arms_of_the_same_are_refused_at_once() -> None:
    """No number of people shows a difference of none; the same drug later is another treatment."""
    design = small(20)
    twice = replace(design, arms=(design.arms[0], replace(design.arms[0], name="again")))
    with pytest.raises(InvalidInput, match="two treatments that differ"):
        power_of(twice, population(), outcome=DAYS, replicates=2)
    later = replace(design.arms[0], name="later", drug="topiramate", dose_units=None, placebo_cycles=1)
    assert not module._same(replace(later, placebo_cycles=0), later)


def test_a_trial_that_cannot_be_computed_shows_nothing() -> None:
    """It counts as one without significance, here and in the power; and the document says how many there were."""
    design = replace(small(2), visits_weeks=(52,), missing=Missing.OBSERVED)
    result = virtual_trials(design, replicates=40, estimates=True)
    one = result.contrasts[0]
    found = power_of(design, population(), outcome=DAYS, replicates=40)
    assert one.computed < 40
    assert found.power == one.significant
    document = trial_document(result)
    assert document["contrasts"][0]["computed_trials"] == one.computed
    assert "could not be computed in every virtual trial" in document["notes"][-1]


def test_comparisons_that_no_trial_could_compute_are_named() -> None:
    """One person in each arm: no line, and a note in its place."""
    result = virtual_trials(replace(small(1), visits_weeks=(24,)), replicates=2)
    assert result.contrasts == ()
    assert "3 of 3 comparisons could be computed in no virtual trial" in trial_document(result)["notes"][-1]
