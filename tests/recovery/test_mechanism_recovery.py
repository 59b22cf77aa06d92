"""Known numbers are found again from figures simulated with them, and their intervals cover them."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import numpy as np
import pytest

from interictal.mechanism.fitting import Fit, fit, forth
from interictal.mechanism.parameters import parameters
from interictal.mechanism.quantities import predicted
from interictal.mechanism.records import Parameter
from interictal.mechanism.targets import Target, targets

START = 0.3
"""Without error in the figures the search starts so far from the truth, on the logarithm; else at the truth."""


def simulated(seed: int | None) -> tuple[dict[str, Parameter], dict[str, Target], dict[str, float]]:
    """Parameters to start from, figures and the truth; priors are figures of their own and are drawn like them."""
    random = np.random.default_rng(seed)
    shaken, away = (0.0, START) if seed is None else (1.0, 0.0)
    truth = {each.id: each.value for each in parameters().values()}
    exact = predicted(truth)
    figures = {
        name: replace(one, value=exact[name] + shaken * one.se * random.standard_normal())
        for name, one in targets().items()
    }
    known = {}
    for name, one in parameters().items():
        begin = one.value * exp(away * random.choice((-1, 1))) if one.fitted_to else one.value
        known[name] = replace(one, value=min(begin, 0.9) if name == "central_share" else begin)
        if one.prior is not None:
            median = one.value * exp(shaken * one.prior[1] * random.standard_normal())
            known[name] = replace(known[name], prior=(median, one.prior[1]))
    return known, figures, truth


def errors(found: Fit, truth: dict[str, float]) -> dict[str, float]:
    """How far each number is from the truth, in its own standard errors."""
    return {
        each.id: (forth(each.id, each.value) - forth(each.id, truth[each.id]))
        / ((forth(each.id, each.high) - forth(each.id, each.low)) / 3.92)
        for each in found.fitted
    }


def test_figures_without_error_give_the_truth() -> None:
    """From a start that is a third off in every number."""
    known, figures, truth = simulated(None)
    found = fit(known, figures)
    assert max(map(abs, errors(found, truth).values())) < 0.05
    assert found.misfit < 0.01


@pytest.mark.parametrize("seed", [1, 2, 4])
def test_intervals_cover_the_truth(seed: int) -> None:
    """At least 12 of 15 of the 95 % intervals; fewer would happen once in 200 tries. None is 4 errors off."""
    known, figures, truth = simulated(seed)
    off = errors(fit(known, figures), truth)
    assert len(off) == 15
    assert sum(abs(each) < 1.96 for each in off.values()) >= 12
    assert max(map(abs, off.values())) < 4
