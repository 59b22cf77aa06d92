"""Chances of 100 people, against simulation and against cases worked out by hand."""

import math

import numpy as np
import pytest

from interictal.errors import InvalidInput
from interictal.evidence.comparison.chances import Ratio, applied, baseline, odds_ratio, ratio
from interictal.evidence.comparison.selection import Count


def count(events: int, n: int, *, confirmed: bool = True) -> Count:
    """An arm."""
    return Count(n=n, events=events, values=(), worked_out=False, confirmed=confirmed)


@pytest.mark.parametrize(("events", "n", "value"), [(60, 240, 2.0), (30, 300, 1.0), (150, 300, 3.5), (20, 100, 0.4)])
def test_the_intervals_are_those_of_a_simulation(events: int, n: int, value: float) -> None:
    """400,000 draws of both uncertainties; the gain's is by the delta method, so it may differ a little more."""
    without = baseline({"a": count(events, n)})
    se = 0.2
    by = Ratio(log=math.log(value), se=se, value=value, low=0, high=0, tau2=None, i2_percent=None, k=1, n=n, parts={})
    found = applied(without, by)
    rng = np.random.default_rng(20261128)
    logit = rng.normal(without.logit, without.se, 400_000)
    log = rng.normal(math.log(value), se, 400_000)
    p0, p = 1 / (1 + np.exp(-logit)), 1 / (1 + np.exp(-logit - log))
    assert (found.share.low, found.share.high) == pytest.approx(np.quantile(p, [0.025, 0.975]), abs=0.002)
    assert (found.gain.low, found.gain.high) == pytest.approx(np.quantile(p - p0, [0.025, 0.975]), abs=0.008)


def test_one_is_not_changed() -> None:
    """An odds ratio of one without error gives the baseline back."""
    without = baseline({"a": count(25, 100), "b": count(80, 320)})
    same = Ratio(log=0, se=0, value=1, low=1, high=1, tau2=None, i2_percent=None, k=1, n=1, parts={})
    assert applied(without, same).share == without.share
    assert applied(without, same).gain.of_100 == (0, 0, 0)


def test_the_baseline_says_how_far_trials_lie_apart() -> None:
    """And whether all of it was seen."""
    found = baseline({"a": count(15, 100), "b": count(44, 100, confirmed=False)})
    assert (found.k, found.n, found.lowest, found.highest, found.confirmed) == (2, 200, 0.15, 0.44, False)
    with pytest.raises(InvalidInput, match="at least one"):
        baseline({})


def test_the_odds_ratio_of_forward() -> None:
    """56 of 140 against 17 of 142: 4.90 (2.67 to 9.01), as published (Rothrock 2019, PMID 31559634)."""
    assert odds_ratio(count(56, 140), count(17, 142)) == pytest.approx((4.90, 2.67, 9.01), abs=0.005)


def test_an_empty_cell_gets_a_half_in_all_four() -> None:
    """5 of 20 against 0 of 20."""
    value, _, _ = odds_ratio(count(5, 20), count(0, 20))
    assert value == pytest.approx((5.5 / 15.5) / (0.5 / 20.5))


def test_heterogeneity_of_several_trials_only() -> None:
    """One trial has none."""
    one = ratio({"a": (count(40, 100), count(25, 100))})
    two = ratio({"a": (count(40, 100), count(25, 100)), "b": (count(20, 100), count(25, 100))})
    assert (one.tau2, one.i2_percent, one.k, one.n) == (None, None, 1, 200)
    assert two.tau2 is not None
    assert two.tau2 > 0
    assert (two.k, two.n) == (2, 400)


def test_one_trial_alone_gives_back_its_own_arms() -> None:
    """308 of 688 against 238 of 696: the treated arm's own interval, and that of the difference of both arms."""
    trial = {"preempt": (count(308, 688), count(238, 696))}
    found = applied(baseline({"preempt": trial["preempt"][1]}), ratio(trial))
    p, q = 308 / 688, 238 / 696
    logit, se = math.log(p / (1 - p)), math.sqrt(1 / 308 + 1 / 380)
    limits = [1 / (1 + math.exp(-(logit + sign * 1.959964 * se))) for sign in (-1, 1)]
    assert (found.share.value, found.share.low, found.share.high) == pytest.approx((p, *limits))
    error = math.sqrt(p * (1 - p) / 688 + q * (1 - q) / 696)
    limits = [p - q + sign * 1.959964 * error for sign in (-1, 1)]
    assert (found.gain.value, found.gain.low, found.gain.high) == pytest.approx((p - q, *limits))


def test_a_placebo_arm_in_both_terms_is_the_simulation_of_its_trials() -> None:
    """400,000 draws of every arm, with the weights that were taken: the trial's own arm and two of others."""
    arms = {
        "a": (count(150, 375), count(70, 285)),
        "b": (count(75, 273), count(83, 538)),
        "c": (count(1, 2), count(64, 246)),
    }
    without = baseline({name: placebo for name, (_, placebo) in arms.items()})
    by = ratio({"a": arms["a"]})
    found = applied(without, by)
    rng = np.random.default_rng(20261128)

    def draws(one: Count) -> np.ndarray:
        p = one.events / one.n
        return rng.normal(math.log(p / (1 - p)), math.sqrt(1 / one.events + 1 / (one.n - one.events)), 400_000)

    placebo = {name: draws(second) for name, (_, second) in arms.items()}
    within = sum(part.weight**2 * part.variance for part in without.parts.values())
    between = rng.normal(0, math.sqrt(without.se**2 - within), 400_000)
    logit = sum(part.weight * placebo[name] for name, part in without.parts.items()) + between
    p0 = 1 / (1 + np.exp(-logit))
    p = 1 / (1 + np.exp(-logit - (draws(arms["a"][0]) - placebo["a"])))
    assert (found.share.low, found.share.high) == pytest.approx(np.quantile(p, [0.025, 0.975]), abs=0.003)
    assert (found.gain.low, found.gain.high) == pytest.approx(np.quantile(p - p0, [0.025, 0.975]), abs=0.006)
    assert sum(part.weight for part in without.parts.values()) == pytest.approx(1)


def test_an_empty_cell_counts_the_same_in_both_terms() -> None:
    """1/2 in every cell of the trial; the shared part is never larger than either term."""
    trial = {"a": (count(0, 20), count(5, 20))}
    found = applied(baseline({"a": trial["a"][1]}), ratio(trial))
    assert found.share.low < found.share.value < found.share.high
    assert ratio(trial).parts["a"].variance == pytest.approx(1 / 5.5 + 1 / 15.5)


def test_where_the_two_terms_differ_the_smaller_variance_is_shared() -> None:
    """Nobody of 20 with the treatment gives 1/2 to the ratio's cells, but not to the baseline, 1 of 20."""
    trial = {"a": (count(0, 20), count(1, 20))}
    found = applied(baseline({"a": trial["a"][1]}), ratio(trial))
    in_ratio, in_baseline, treated = 1 / 1.5 + 1 / 19.5, 1 + 1 / 19, 1 / 0.5 + 1 / 20.5
    se = math.sqrt(in_baseline + in_ratio + treated - 2 * in_ratio)
    logit = math.log(1 / 19) + math.log((0.5 / 20.5) / (1.5 / 19.5))
    assert found.share.low == pytest.approx(1 / (1 + math.exp(-(logit - 1.959964 * se))), rel=1e-6)
