"""What each figure was used for: the fits themselves say it, and what no fit uses is not called fitted."""

from __future__ import annotations

from collections import Counter

import pytest

from interictal.forecast.trials.population import population
from interictal.forecast.trials.published import Role, published
from interictal.forecast.trials.targets import PLACEBO_ARMS, placebo_figures
from interictal.forecast.trials.uses import MECHANISM, Use, use_of, used
from interictal.mechanism.targets import targets


def test_what_was_held_out_was_not_used() -> None:
    """No fit names a figure whose role is held out."""
    held_out = {one.id for one in published().values() if one.role is Role.HELD_OUT}
    assert not held_out & set(used())
    assert {use_of(published()[one]) for one in held_out} == {Use.HELD_OUT}


def test_each_kind_of_use() -> None:
    """Fitted is what a fit uses; the rest of the same trials is not."""
    counts = Counter(use_of(one) for one in published().values())
    assert counts[Use.FITTED] == 19
    assert counts[Use.FITTED_TOPIRAMATE] == 3
    assert counts[Use.FITTED_TRIAL_SPREAD] == 4
    for name, use in (
        ("preempt.placebo.headache_days_28.24.change_mean", Use.FITTED),
        ("preempt.placebo.headache_hours_28.24.change_mean", Use.SAME_TRIAL),
        ("monthly-cohort.onabotulinumtoxina.headache_days_28.4.endpoint_mean", Use.FITTED_BY_MECHANISM),
        ("monthly-cohort.onabotulinumtoxina.headache_days_28.4.endpoint_sd", Use.SAME_TRIAL),
        ("silvestrini-2003.topiramate.headache_days_28.9.change_mean", Use.HELD_OUT),
    ):
        assert use_of(published()[name]) is use, name


@pytest.mark.parametrize("name", list(MECHANISM))
def test_targets_of_the_mechanism_are_these_figures(name: str) -> None:
    """The target is the figure, their difference or their ratio, as far as it is printed."""
    values = [published()[one].value for one in MECHANISM[name]]
    if name.startswith("month-"):
        value = values[0] / values[1]
    else:
        value = abs(values[0] - (values[1] if len(values) > 1 else 0))
    assert targets()[name].value == pytest.approx(value, abs=0.0006)


def test_the_population_names_what_tells_how_trials_differ() -> None:
    """Its file has the ids that the fit takes."""
    ids = [one for arm in PLACEBO_ARMS for one in placebo_figures(arm)]
    assert list(population().parameters["trial_sd"].fitted_to) == ids
