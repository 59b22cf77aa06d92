"""Known parameters are found again from figures of trials that were simulated with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from interictal.forecast.trials import fitting
from interictal.forecast.trials.fitting import RESPONSE_NAMES, _arms, _error, _least_squares, _moments, _preempt
from interictal.forecast.trials.population import Population, moved, on_scale, population
from interictal.forecast.trials.targets import RESPONSE

PEOPLE = 2500
NAMES = ("placebo", "placebo_sd", "toxin", "leaving")
"""Those that the figures tell by themselves; the others lean on their priors, and come back to them."""


def changed(by: dict[str, float]) -> Population:
    """The shipped population, moved on each scale."""
    held = population()
    found = dict(held.parameters)
    for name, step in by.items():
        one = found[name]
        found[name] = replace(one, value=moved(one.value, step, one.scale), prior=None)
    return replace(held, parameters=found)


def test_exact_figures_give_the_parameters_back() -> None:
    """Figures without error, from another start: each parameter comes back to a few hundredths of its scale."""
    truth = changed({"placebo": 0.25, "placebo_sd": 0.3, "toxin": 0.3, "leaving": 0.4})
    design = _preempt(PEOPLE)
    wanted = [value for value, _sd in _moments(_arms(design, truth), RESPONSE)]
    start = changed(dict.fromkeys(NAMES, 0.0))
    fitted, _covariance = _least_squares(start, NAMES, RESPONSE, lambda one: _arms(design, one), wanted)
    for name in NAMES:
        one, true = fitted.parameters[name], truth.parameters[name]
        assert on_scale(one.value, one.scale) == pytest.approx(on_scale(true.value, true.scale), abs=0.05), name


def test_intervals_cover_the_truth() -> None:
    """Figures with the error of a trial, of other people: 95 % intervals cover at least 80 of 100 parameters."""
    truth = changed(dict.fromkeys(NAMES, 0.0))
    design = _preempt(PEOPLE)
    rng = np.random.default_rng(3)
    exact = _moments(_arms(design, truth), RESPONSE)
    covered = 0
    rounds = 8
    for _ in range(rounds):
        wanted = [
            value + rng.normal() * _error(sd, target) for (value, sd), target in zip(exact, RESPONSE, strict=True)
        ]
        fitted, covariance = _least_squares(truth, NAMES, RESPONSE, lambda one: _arms(design, one), wanted)
        for at, name in enumerate(NAMES):
            one, true = fitted.parameters[name], truth.parameters[name]
            apart = on_scale(one.value, one.scale) - on_scale(true.value, true.scale)
            covered += abs(apart) <= 1.96 * covariance[at, at] ** 0.5
    assert covered >= 0.8 * rounds * len(NAMES)


def test_the_whole_fit_runs_on_few_people() -> None:
    """Every step: names, a factor of a covariance, intervals around the values, and topiramate with its own."""
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitting, "_ROUNDS", 2)
        found = fitting.fit(population(), people=2000, progress=said.append)
    assert said == ["response and leaving", "severity", "how much trials differ", "topiramate"]
    assert found.population.names == (*RESPONSE_NAMES, "trial_sd", "topiramate", "topiramate_leaving")
    factor = found.population.factor
    assert (np.diag(factor) > 0).all()
    assert np.allclose(factor, np.tril(factor))
    for name in found.population.names:
        one = found.population.parameters[name]
        assert one.low is not None
        assert one.high is not None
        assert one.low < one.value < one.high
    assert all(abs(one.residual) < 8 for one in found.figures)
