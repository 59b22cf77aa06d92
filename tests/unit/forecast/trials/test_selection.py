"""Who is let in: the baseline of a design is met wherever people can have it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from interictal.errors import InvalidInput
from interictal.forecast.trials.design import Entry
from interictal.forecast.trials.design_files import design_named, shipped
from interictal.forecast.trials.kernels import UNIT
from interictal.forecast.trials.population import population
from interictal.forecast.trials.selection import selection
from interictal.forecast.trials.simulation import Trials

VALUES = population().estimates


@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_baseline_of_each_shipped_design_is_met(name: str) -> None:
    """Mean and SD as designed; where the SD cannot be met, that is said."""
    entry = shipped()[name].entry
    found = selection(entry, VALUES)
    assert found.mean == pytest.approx(entry.baseline_mean, abs=0.02)
    assert bool(found.note) == (abs(found.sd - entry.baseline_sd) > 0.1)
    assert found.chances[: entry.minimum_headache_days].sum() == 0
    assert 0 <= found.chances.min() <= found.chances.max() == 1


def test_the_people_let_in_have_the_baseline() -> None:
    """Simulated people, not only the table: mean and SD of PREEMPT, and headache on every day where it is asked for."""
    design = design_named("preempt")
    trials = Trials(design, population(), seed=3, estimates=True)
    values, _left, screened = trials.block(trials.setting(0, 0), 0, 20_000)
    days = values[:, 0, 0] / UNIT
    assert days.mean() == pytest.approx(19.85, abs=0.1)
    assert days.std() == pytest.approx(3.7, abs=0.1)
    assert 20_000 / screened == pytest.approx(trials.selection.let_in, rel=0.05)
    every = shipped()["compel-daily-headache"]
    daily = Trials(every, population(), seed=3, estimates=True)
    assert (daily.block(daily.setting(0, 0), 0, 50)[0][:, 0, 0] == 28 * UNIT).all()


def test_without_an_effect_people_return_towards_their_mean() -> None:
    """Chosen for many headache days, they have fewer later although nothing was given: regression to the mean."""
    design = replace(design_named("preempt"), visits_weeks=(12,))
    trials = Trials(design, population(), seed=3, estimates=True)
    setting = trials.setting(0, 1)
    still = replace(setting, placebo=np.zeros_like(setting.placebo))
    values, _left, _screened = trials.block(still, 0, 20_000)
    change = (values[:, 1, 0] - values[:, 0, 0]) / UNIT
    assert -3 < change.mean() < -0.2


def test_a_spread_that_cannot_be_chosen_is_said() -> None:
    """A mean of 20 with no spread at all: the nearest is taken, and the note gives it."""
    found = selection(Entry(10, 20.5, 0.1, 15, 0.6), VALUES)
    assert found.note.startswith("Baseline SD ")
    assert found.sd > 0.1


def test_a_baseline_at_the_limit_itself() -> None:
    """People with exactly the fewest days; and a mean so near to it that hardly anybody has it is refused."""
    found = selection(Entry(10, 20, 0, 20, 0.6), VALUES)
    assert (found.mean, found.sd) == (20, 0)
    with pytest.raises(InvalidInput, match="baseline_mean"):
        selection(Entry(10, 0, 0, 0, 0.6), {**VALUES, "propensity": 9.0, "propensity_sd": 0.1})
