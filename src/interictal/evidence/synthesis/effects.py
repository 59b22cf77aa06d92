"""Effect sizes of studies, and of their arms, with sampling variances: odds and risk ratios, differences of means.

Ratios are on the natural logarithm's scale. Every formula takes whole columns, one element a study.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interictal.errors import InvalidInput, NotSupported
from interictal.evidence.synthesis.distributions import FloatArray, log_gamma

EVENT_MEASURES = ("OR", "RR", "RD")
MEAN_MEASURES = ("MD", "SMD")
RATIOS = ("OR", "RR")
"""Measures whose estimates stand on the log scale."""

MOST_PEOPLE = 1e12
LARGEST_NUMBER = 1e100
"""No n, mean or standard deviation may be larger: its square and cube could not be told from infinity."""

HALF = 0.5
"""What is added to all four cells of a study with an empty cell."""


@dataclass(frozen=True, slots=True)
class Events:
    """One arm of each study.

    Args:
        events: people with the event, shape (studies,).
        n: people, shape (studies,), 1 or more.

    Raises:
        InvalidInput: a number that is not finite, n below 1, or events outside 0 to n.
    """

    events: FloatArray
    n: FloatArray

    def __init__(self, events: ArrayLike, n: ArrayLike) -> None:
        counted, people = np.broadcast_arrays(_finite("events", events), _people(n))
        wrong = (counted < 0) | (counted > people)
        if wrong.any():
            raise InvalidInput("events", _first(counted, wrong), "0 to n of its arm", "Correct the cell.")
        object.__setattr__(self, "events", counted)
        object.__setattr__(self, "n", people)

    @property
    def has_empty_cell(self) -> NDArray[np.bool_]:
        """Whether nobody, or everybody, had the event; shape (studies,)."""
        return np.asarray((self.events == 0) | (self.events == self.n))


@dataclass(frozen=True, slots=True)
class Means:
    """One arm of each study.

    Args:
        n: people, shape (studies,), 1 or more.
        mean: shape (studies,).
        sd: standard deviation between people (not the standard error), shape (studies,), 0 or more.

    Raises:
        InvalidInput: a number that is not finite, n below 1, or an sd below 0.
    """

    n: FloatArray
    mean: FloatArray
    sd: FloatArray

    def __init__(self, n: ArrayLike, mean: ArrayLike, sd: ArrayLike) -> None:
        people, middle, spread = np.broadcast_arrays(_people(n), _finite("mean", mean), _finite("sd", sd))
        wrong = spread < 0
        if wrong.any():
            raise InvalidInput("sd", _first(spread, wrong), "0 or more", "Correct the cell.")
        object.__setattr__(self, "n", people)
        object.__setattr__(self, "mean", middle)
        object.__setattr__(self, "sd", spread)


def arm_level(measure: str, arms: Events | Means, *, increment: ArrayLike = 0.0) -> tuple[FloatArray, FloatArray]:
    """The estimate of each arm on the scale of the measure, and its sampling variance.

    Two arms of one study differ by the study's effect, and the variances of independent arms add up; so trials of
    many arms need no other formula.

    Args:
        measure: OR (log odds), RR (log risk), RD (risk) or MD (mean).
        arms: one arm of each study.
        increment: added to people with and to people without the event; a number, or one for each arm.

    Returns:
        estimate and variance, each of shape (studies,).

    Raises:
        InvalidInput: a measure that these numbers do not give, or an empty cell whose logarithm does not exist.
        NotSupported: SMD, which has no value for a single arm.
    """
    if measure == "SMD":
        raise NotSupported("A standardised mean difference exists between two arms only: use two_arm.")
    _fits(measure, arms)
    if isinstance(arms, Means):
        return arms.mean, arms.sd**2 / arms.n
    add = np.asarray(increment, dtype=np.float64)
    with_event = arms.events + add
    without = arms.n - arms.events + add
    people = with_event + without
    if measure == "RD":
        return with_event / people, with_event * without / people**3
    impossible = with_event <= 0 if measure == "RR" else (with_event <= 0) | (without <= 0)
    if impossible.any():
        raise InvalidInput(
            "events", _first(arms.events, impossible), "an arm whose logarithm exists", "Give an increment."
        )
    if measure == "RR":
        return np.log(with_event / people), without / (with_event * people)
    return np.log(with_event / without), 1 / with_event + 1 / without


def two_arm(
    measure: str, first: Events | Means, second: Events | Means, *, increment: float = HALF
) -> tuple[FloatArray, FloatArray]:
    """The effect of each study, first arm minus second, and its sampling variance.

    Args:
        measure: OR, RR, RD for events; MD, SMD for means.
        first, second: the two arms of each study.
        increment: added to all four cells of a study in which one of them is empty, and to no other study.

    Returns:
        estimate and variance, each of shape (studies,); OR and RR on the log scale.

    Raises:
        InvalidInput: a measure that these numbers do not give, or an SMD that does not exist (fewer than four people
            in both arms together, or no spread at all).

    Source: ``viechtbauer-2010``; SMD with the exact correction for small samples: ``hedges-1981``; its variance:
        ``hedges-1982``. For MD each arm has its own standard deviation.
    """
    _fits(measure, first)
    _fits(measure, second)
    if isinstance(first, Means) and isinstance(second, Means) and measure == "SMD":
        return _standardised(first, second)
    add = np.zeros(())
    if isinstance(first, Events) and isinstance(second, Events):
        add = np.where(first.has_empty_cell | second.has_empty_cell, increment, 0.0)
    estimate, variance = arm_level(measure, first, increment=add)
    other, its_variance = arm_level(measure, second, increment=add)
    return estimate - other, variance + its_variance


def small_sample_correction(df: ArrayLike) -> FloatArray:
    """The factor by which a standardised mean difference of few people is too large, J(df) < 1, for df of 2 or more.

    Source: ``hedges-1981``, the exact form with the gamma function.
    """
    m = np.asarray(df, dtype=np.float64)
    return np.asarray(np.exp(log_gamma(m / 2) - np.log(np.sqrt(m / 2)) - log_gamma((m - 1) / 2)))


def _standardised(first: Means, second: Means) -> tuple[FloatArray, FloatArray]:
    df = first.n + second.n - 2
    if (df < 2).any():
        raise InvalidInput("n", _first(df + 2, df < 2), "four people or more in the two arms of a study", "Use MD.")
    spread = np.sqrt(((first.n - 1) * first.sd**2 + (second.n - 1) * second.sd**2) / df)
    if (spread == 0).any():
        raise InvalidInput("sd", 0, "more than 0 in one of the two arms for SMD", "Correct the cell, or use MD.")
    with np.errstate(over="ignore"):  # an infinite variance is refused where studies are pooled
        estimate = small_sample_correction(df) * (first.mean - second.mean) / spread
        return estimate, 1 / first.n + 1 / second.n + estimate**2 / (2 * (first.n + second.n))


def _fits(measure: str, arms: Events | Means) -> None:
    allowed = EVENT_MEASURES if isinstance(arms, Events) else MEAN_MEASURES
    if measure not in allowed:
        what = "events" if isinstance(arms, Events) else "means"
        raise InvalidInput("--measure", measure, f"{', '.join(allowed)} for {what}", "Choose one of these.")


def _people(n: ArrayLike) -> FloatArray:
    people = _finite("n", n)
    wrong = (people < 1) | (people > MOST_PEOPLE)
    if wrong.any():
        allowed = f"1 or more, and at most {MOST_PEOPLE:g}"
        raise InvalidInput("n", _first(people, wrong), allowed, "Correct the cell, or leave the arm out.")
    return people


def _finite(field: str, value: ArrayLike) -> FloatArray:
    try:
        numbers = np.asarray(value, dtype=np.float64)
    except OverflowError:  # a whole number beyond the largest floating-point one
        numbers = np.full(1, np.inf)
    wrong = ~(np.abs(numbers) <= LARGEST_NUMBER)
    if wrong.any():
        allowed = f"a finite number, at most {LARGEST_NUMBER:g}"
        raise InvalidInput(field, _first(numbers, wrong), allowed, "Correct the cell.")
    return numbers


def _first(numbers: FloatArray, wrong: NDArray[np.bool_]) -> str:
    return f"{numbers[wrong].flat[0]:g}"
