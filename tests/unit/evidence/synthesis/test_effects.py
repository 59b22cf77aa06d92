"""Effect sizes: shapes, agreement of arms with pairs, and what is refused. The numbers stand in docs/spec."""

from __future__ import annotations

import numpy as np
import pytest

from interictal.errors import InvalidInput, NotSupported
from interictal.evidence.synthesis.effects import (
    EVENT_MEASURES,
    Events,
    Means,
    arm_level,
    small_sample_correction,
    two_arm,
)

FIRST, SECOND = Events([10, 3, 0], [30, 20, 12]), Events([5, 3, 4], [30, 25, 12])


@pytest.mark.parametrize("measure", EVENT_MEASURES)
def test_a_pair_is_the_difference_of_its_arms(measure: str) -> None:
    """With 1/2 in the study with an empty cell, and nowhere else."""
    increment = [0, 0, 0.5]
    one, its = arm_level(measure, FIRST, increment=increment)
    other, variance = arm_level(measure, SECOND, increment=increment)
    estimate, total = two_arm(measure, FIRST, SECOND)
    assert estimate == pytest.approx(one - other)
    assert total == pytest.approx(its + variance)


def test_means_by_arm() -> None:
    """The mean, and the squared standard error of the mean."""
    estimate, variance = arm_level("MD", Means([25, 4], [1, 2], [10, 2]))
    assert estimate.tolist() == [1, 2]
    assert variance.tolist() == [4, 1]


def test_increment_of_the_caller() -> None:
    """Another increment than 1/2."""
    estimate, _ = two_arm("OR", Events([0], [10]), Events([5], [10]), increment=1.0)
    assert estimate[0] == pytest.approx(np.log((1 / 11) / (6 / 6)))


def test_small_sample_correction_nears_one() -> None:
    """1 - 3 / (4 df - 1) is its well-known approximation."""
    df = np.array([2, 10, 100, 1000.0])
    exact = small_sample_correction(df)
    assert exact == pytest.approx(1 - 3 / (4 * df - 1), rel=0.02)
    assert (np.diff(exact) > 0).all()
    assert exact[-1] < 1


@pytest.mark.parametrize(
    ("events", "n", "says"),
    [
        ([1, 5], [10, 4], "events: '5'"),
        ([-1], [10], "0 to n"),
        ([float("nan")], [10], "finite"),
        ([1], [0], "n: '0' is not allowed"),
        ([0], [float("inf")], "finite"),
        ([0], [10**400], "n: 'inf'"),
        ([0], [1e13], "at most 1e"),
    ],
)
def test_impossible_counts(events: list[float], n: list[float], says: str) -> None:
    """The first number that cannot be is named."""
    with pytest.raises(InvalidInput, match=says):
        Events(events, n)


@pytest.mark.parametrize(
    ("n", "mean", "sd", "says"),
    [
        ([0], [1], [1], "1 or more"),
        ([9], [float("inf")], [1], "mean"),
        ([9], [1], [float("nan")], "sd"),
        ([9, 9], [1, 1], [1, -2], "sd: '-2'"),
        ([9], [1e200], [1], "at most 1e"),
        ([9], [1], [1e200], "at most 1e"),
    ],
)
def test_impossible_means(n: list[float], mean: list[float], sd: list[float], says: str) -> None:
    """The first number that cannot be is named."""
    with pytest.raises(InvalidInput, match=says):
        Means(n, mean, sd)


@pytest.mark.parametrize(
    ("measure", "arms"), [("OR", Events([0], [9])), ("OR", Events([9], [9])), ("RR", Events([0], [9]))]
)
def test_a_logarithm_that_does_not_exist(measure: str, arms: Events) -> None:
    """An arm with an empty cell needs an increment."""
    with pytest.raises(InvalidInput, match="increment"):
        arm_level(measure, arms)
    estimate, variance = arm_level(measure, arms, increment=0.5)
    assert np.isfinite([estimate, variance]).all()


def test_a_measure_that_the_numbers_do_not_give() -> None:
    """Events have no mean, means no odds, and an arm alone no SMD."""
    means = Means([9], [1], [1])
    with pytest.raises(InvalidInput, match="OR, RR, RD for events"):
        two_arm("MD", FIRST, SECOND)
    with pytest.raises(InvalidInput, match="MD, SMD for means"):
        two_arm("OR", means, means)
    with pytest.raises(InvalidInput, match="for means"):
        two_arm("OR", FIRST, means)
    with pytest.raises(NotSupported, match="two arms"):
        arm_level("SMD", means)


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        (Means([1], [1], [1]), Means([2], [1], [1]), "four people"),
        (Means([9], [1], [0]), Means([9], [2], [0]), "more than 0"),
    ],
)
def test_smd_that_does_not_exist(first: Means, second: Means, says: str) -> None:
    """Too few people, or no spread to divide by."""
    with pytest.raises(InvalidInput, match=says):
        two_arm("SMD", first, second)
