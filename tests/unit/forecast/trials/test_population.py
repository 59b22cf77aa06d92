"""The population: every number has a basis, and each trial draws its own."""

from __future__ import annotations

import math
import tomllib

import numpy as np
import pytest

from interictal.forecast.trials.population import DAILY, DATA, moved, on_scale, parse_population, population


def test_every_number_has_a_basis() -> None:
    """Fitted, sourced or assumed with a note; intervals hold their value; those that vary have an interval."""
    whom = population()
    for one in whom.parameters.values():
        assert bool(one.fitted_to) + bool(one.source) + one.assumed == 1
        if one.low is not None:
            assert one.high is not None
            assert one.low <= one.value <= one.high
    for name in whom.names:
        assert whom.parameters[name].low is not None
        assert whom.parameters[name].scale != "fixed"


def test_a_number_without_a_basis_does_not_load() -> None:
    """Nor one with two, an assumption without a note, or an unknown scale."""
    daily = tomllib.loads((DATA / "daily.toml").read_text(encoding="utf-8"))["daily"]
    good = '[x]\nvalue = 1\nscale = "fixed"\nunit = "u"\nwords = "w"\nassumed = true\nnote = "n"\n'
    fit = "[fit]\nnames = []\nfactor = []\n"
    assert set(parse_population(good + fit, daily).parameters) == {*DAILY, "x"}
    for old, new in (
        ("assumed = true\n", ""),
        ("assumed = true\n", 'assumed = true\nsource = "s"\n'),
        ('note = "n"\n', ""),
        ('"fixed"', '"cube"'),
    ):
        with pytest.raises(ValueError, match="population: x"):
            parse_population(good.replace(old, new) + fit, daily)


def test_scales() -> None:
    """Moving on a scale and reading it are inverse."""
    for scale, value in (("plain", -0.3), ("log", 0.4), ("logit", 0.25)):
        at = on_scale(value, scale)
        assert on_scale(moved(value, 0.7, scale), scale) == pytest.approx(at + 0.7)
    assert moved(0.4, math.log(2), "log") == pytest.approx(0.8)


def test_trials_draw_within_the_uncertainty() -> None:
    """Over many draws, the fitted parameters have their intervals, and what a trial has of its own its SD."""
    whom = population()
    drawn = [whom.drawn(5, replicate) for replicate in range(4000)]
    for name in whom.names:
        one = whom.parameters[name]
        values = np.array([each[name] for each in drawn])
        low, high = np.percentile(values, [2.5, 97.5])
        width = on_scale(one.high or 0, one.scale) - on_scale(one.low or 0, one.scale)
        assert on_scale(float(low), one.scale) == pytest.approx(on_scale(one.low or 0, one.scale), abs=0.06 * width)
        assert on_scale(float(high), one.scale) == pytest.approx(on_scale(one.high or 0, one.scale), abs=0.06 * width)
    own = np.array([each["trial"] / each["trial_sd"] for each in drawn])
    assert own.std() == pytest.approx(1, abs=0.04)
    assert whom.drawn(5, 3) == drawn[3]
    assert whom.drawn(6, 3) != drawn[3]
    assert whom.estimates["trial"] == 0
