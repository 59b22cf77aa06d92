"""What one arm of one virtual trial shows of an outcome at a visit, from its whole-number sums."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interictal.forecast.trials import kernels_sums as k
from interictal.forecast.trials.kernels import UNIT

Sums = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Seen:
    """People with a baseline and a value, after missing values were dealt with.

    Args:
        people: in the arm.
        known: of them, those counted.
        baseline_mean, baseline_sd, change_mean, change_sd: in days or hours; None where nobody (or for an SD only
            one person) was counted.
        fell: people whose value fell by 30, 50 and 75 % at least.
    """

    people: int
    known: int
    baseline_mean: float | None
    baseline_sd: float | None
    change_mean: float | None
    change_sd: float | None
    fell: tuple[int, int, int]

    @property
    def responder_50(self) -> float | None:
        """Percent of the people counted whose value fell by half at least."""
        return 100 * self.fell[1] / self.known if self.known else None


def seen(sums: Sums) -> Seen:
    """Read the sums of one outcome at one visit, shape (10,)."""
    people, n, x, y, xx, xy, yy, *fell = (int(one) for one in sums)
    if not n:
        return Seen(people, 0, None, None, None, None, (0, 0, 0))
    change, square = y - x, yy - 2 * xy + xx
    return Seen(
        people, n, x / n / UNIT, _sd(n, x, xx), change / n / UNIT, _sd(n, change, square),
        (fell[0], fell[1], fell[2]),
    )  # fmt: skip


def _sd(n: int, total: int, squares: int) -> float | None:
    """Standard deviation with n - 1; the sums are whole, so nothing cancels."""
    return math.sqrt((n * squares - total * total) / (n * (n - 1))) / UNIT if n > 1 else None


@dataclass(frozen=True, slots=True)
class Within:
    """Sums of squares within an arm, in days or hours and their squares.

    Args:
        n: people.
        x, y: means of baseline and value.
        sxx, sxy, syy: sums of squared deviations and of their product.
    """

    n: int
    x: float
    y: float
    sxx: float
    sxy: float
    syy: float


def within(sums: Sums) -> Within | None:
    """The same sums for an analysis; None where nobody was counted."""
    n, x, y, xx, xy, yy = (int(sums[at]) for at in (k.KNOWN, k.X, k.Y, k.XX, k.XY, k.YY))
    if not n:
        return None
    square = n * UNIT * UNIT
    return Within(
        n, x / n / UNIT, y / n / UNIT, (n * xx - x * x) / square, (n * xy - x * y) / square, (n * yy - y * y) / square
    )


@dataclass(frozen=True, slots=True)
class Range:
    """A number over virtual trials: its mean and the limits that 2.5 % of them lie below and above."""

    mean: float
    lower: float
    upper: float


def over(values: list[float | None]) -> Range | None:
    """The range over the trials in which there is a value; None where there is none."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    return Range(math.fsum(known) / len(known), quantile_of(known, 0.025), quantile_of(known, 0.975))


def quantile_of(ordered: list[float], share: float) -> float:
    """A quantile of ordered values, by straight lines between them."""
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])
