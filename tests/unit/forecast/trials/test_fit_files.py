"""The fit as text, and whether a file holds it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from interictal.forecast.trials.fit_files import FILE, FITTED, fit_document, fitted_text, off, write_fit
from interictal.forecast.trials.fitting import Fit, Fitted, trial_spread
from interictal.forecast.trials.population import DAILY, Population, parse_population, population

from .test_results import validated


def changed(**values: float) -> Fit:
    """The shipped population with other values, as if fitted."""
    held = population()
    found = dict(held.parameters)
    for name, value in values.items():
        found[name] = replace(found[name], value=value)
    return Fit(Population(found, held.names, held.factor), (Fitted("f", ("a", "b"), 1.0, 1.5, 0.25),))


def test_writing_keeps_everything_else(tmp_path: Path) -> None:
    """Values, intervals and covariance are those of the fit; words and notes stay, also those of another file."""
    shipped = FILE.read_text(encoding="utf-8")
    text = fitted_text(changed(toxin=0.4, severity_follows=0.5))
    tables = tomllib.loads(text)
    assert tables["toxin"]["value"] == 0.4
    assert tables["severity_follows"]["value"] == 0.5
    daily = {name: {"value": 1.0, "unit": "u", "source": "s"} for name in DAILY}
    again = parse_population(text, daily)
    np.testing.assert_allclose(again.factor, population().factor, atol=1e-6)
    assert fitted_text(changed()) == shipped
    path = tmp_path / "other.toml"
    path.write_text(shipped.replace("response with placebo", "mine"), encoding="utf-8")
    assert "mine" in write_fit(changed(), path)
    assert write_fit(changed(), tmp_path / "absent.toml") == shipped


def test_what_the_file_does_not_hold_is_named() -> None:
    """Beyond a tenth of a standard error, and for numbers without one beyond a tenth of themselves."""
    held = population().parameters
    assert off(changed()) == []
    near = held["toxin"].value * 1.001
    assert off(changed(toxin=near)) == []
    (one,) = off(changed(toxin=held["toxin"].value * 1.5))
    assert one.startswith("toxin: ")
    (one,) = off(changed(severe_cut=held["severe_cut"].value * 1.2))
    assert one.startswith("severe_cut: ")
    without = changed()
    found = {**without.population.parameters, "toxin": replace(held["toxin"], low=None)}
    with pytest.raises(ValueError, match="without an interval"):
        off(replace(without, population=replace(without.population, parameters=found)))


def test_the_document() -> None:
    """By its schema, with the residual in standard errors."""
    document = fit_document(changed())
    validated(document, "trial-fit")
    assert document["figures"][0]["residual"] == 2
    assert {one["id"] for one in document["parameters"]} >= set(FITTED)


def test_how_much_trials_differ_is_taken_to_people() -> None:
    """The spread of published placebo changes, in log-odds of means, is less than that of people's own log-odds."""
    from interictal.forecast.trials.fitting import _preempt

    found = trial_spread(population(), _preempt(4000))
    assert 0.32 < found < 0.6
