"""The posterior and the forecast on the grid against NUTS on the model as it is written.

Two steps, so that neither hides the other: NUTS against a grid far finer than the shipped one, within 4 Monte-Carlo
standard errors (the standard deviation of the draws over the root of their effective sample size); and the shipped grid
against the fine one, within the bounds below, which are what its steps cost.
"""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from interictal.forecast.patient.counting import counted
from interictal.forecast.patient.filtering import KEPT, State, Treatment, posterior, pruned
from interictal.forecast.patient.grid import Grid, grid
from interictal.forecast.patient.parameters import daily, response
from interictal.forecast.patient.records import Dose
from interictal.forecast.patient.treatment import treatment_of
from support.simulated_patients import Floats, from_continuous, with_missing

pytest.importorskip("numpyro", reason="the reference sampler NumPyro is not installed")

LENGTH, HORIZON = 120, 28
ERRORS = 4.0
"""Monte-Carlo standard errors allowed; by chance one comparison in 16,000 is beyond, of about 50 made."""

DAYS, LOG_ODDS, PROBABILITY = 0.1, 0.05, 0.01
"""What the steps of the shipped grid may cost: an expected count, a posterior mean, a cumulative probability."""

FINE = {
    "LEVEL_POINTS": 25,
    "LEVEL_REACH": 4.0,
    "PERSISTENCE_POINTS": 9,
    "PERSISTENCE_REACH": 3.5,
    "PLACEBO_POINTS": 5,
    "TOXIN_POINTS": 8,
    "DRIFT_POINTS": 25,
}


@pytest.fixture(scope="module")
def fine() -> dict[bool, Grid]:
    """A fine grid without treatment and with it."""
    module = importlib.import_module("interictal.forecast.patient.grid")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in FINE.items():
            patch.setattr(module, name, value)
        return {treated: grid.__wrapped__(daily(), response() if treated else None) for treated in (False, True)}


@pytest.fixture(scope="module")
def samplers() -> dict[bool, object]:
    """One sampler for diaries without sessions, one for those with; each is compiled once."""
    from support.reference_sampler import sampler

    return {treated: sampler(LENGTH, daily(), response() if treated else None) for treated in (False, True)}


DIARIES = [
    pytest.param(1, None, 0.05, 0, id="no session"),
    pytest.param(2, None, 0.40, 14, id="no session, half not recorded"),
    pytest.param(3, (Dose(21, 155.0), Dose(105, 155.0)), 0.10, 0, id="two sessions"),
    pytest.param(4, (Dose(30, 195.0), Dose(114, 195.0)), 0.25, 10, id="two sessions, a third not recorded"),
]


@pytest.mark.parametrize(("seed", "doses", "missing", "run"), DIARIES)
def test_grid_agrees_with_nuts(
    seed: int, doses: tuple[Dose, ...] | None, missing: float, run: int, fine: dict[bool, Grid], samplers: dict
) -> None:
    """Posterior means and the count of the next 28 days."""
    from numpyro.diagnostics import effective_sample_size, split_gelman_rubin

    from support.reference_sampler import ahead

    treated = doses is not None
    treatment = treatment_of(doses, LENGTH + HORIZON) if doses is not None else None
    rng = np.random.default_rng(seed)
    truth = from_continuous(rng, daily(), response() if treated else None, LENGTH, treatment)
    days = with_missing(rng, truth.days.tolist(), missing, run)

    draws = samplers[treated](days, treatment, seed)
    assert draws.divergences == 0
    assert float(split_gelman_rubin(draws.level)) < 1.02
    coming = ahead(draws, HORIZON, LENGTH, daily(), treatment, rng)
    reference = {
        "level": draws.level,
        "persistence": draws.persistence,
        "drift": draws.drift,
        "spread of level": (draws.level - draws.level.mean()) ** 2,
        "headache days": coming @ np.arange(HORIZON + 1),
        **{f"at most {count} days": coming[..., : count + 1].sum(axis=-1) for count in range(2, HORIZON, 3)},
    }
    if treated:
        reference["placebo"] = draws.placebo
        reference["toxin"] = draws.toxin * (1 - draws.without_response)
        reference["without response"] = draws.without_response

    exact = _summary(posterior(fine[treated], days, treatment), treatment)
    shipped = _summary(posterior(grid(daily(), response() if treated else None), days, treatment), treatment)
    compared = 0
    for name, each in reference.items():
        if "at most" in name and not 0.05 < exact[name] < 0.95:
            continue  # In the tails a few draws decide, and their standard error is not known.
        error = float(each.std()) / float(effective_sample_size(each)) ** 0.5
        assert abs(float(each.mean()) - exact[name]) < ERRORS * error, name
        assert abs(shipped[name] - exact[name]) < _allowed(name), name
        compared += 1
    assert compared >= 8


def _allowed(name: str) -> float:
    if name == "headache days":
        return DAYS
    return PROBABILITY if name.startswith(("at most", "without")) else LOG_ODDS


def _summary(state: State, treatment: Treatment | None) -> dict[str, float]:
    mass, states = state.weight.sum(axis=0), state.grid
    static = mass.sum(axis=1)
    _, chances = counted(pruned(state, KEPT), [True] * HORIZON, treatment)

    def mean(values: Floats) -> float:
        return float((static * values).sum())

    level = mean(states.level)
    return {
        "level": level,
        "persistence": mean(states.persistence),
        "drift": float((mass.sum(axis=0) * states.drift).sum()),
        "spread of level": mean((states.level - level) ** 2),
        "placebo": mean(states.placebo),
        "toxin": mean(states.toxin),
        "without response": mean(states.toxin == 0),
        "headache days": float(chances @ np.arange(HORIZON + 1)),
        **{f"at most {count} days": float(chances[: count + 1].sum()) for count in range(2, HORIZON, 3)},
    }
