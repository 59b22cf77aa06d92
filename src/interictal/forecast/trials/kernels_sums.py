"""What a virtual trial keeps of its patients: whole-number sums, so that their order changes nothing; compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from interictal.forecast.trials.kernels import FIELDS, NO_BENEFIT, UNKNOWN, Integers
from interictal.forecast.trials.kernels_numbers import compiled

ALL, KNOWN, X, Y, XX, XY, YY, FELL_30, FELL_50, FELL_75 = range(10)
SUMS = 10
"""Of a value at a visit: people, those with baseline and value, sums over them of the baseline, of the value, of their
squares and product (1/1024 and its square), and those whose value fell by 30, 50 and 75 % at least."""


@compiled
def add(values: Integers, into: NDArray[np.int64]) -> None:
    """Add patients to the sums.

    Args:
        values: as ``simulate`` fills them in, shape (patients, 1 + visits, 8).
        into: added to, shape (visits, 8, 10).
    """
    for patient in range(values.shape[0]):
        for visit in range(values.shape[1] - 1):
            for field in range(FIELDS):
                x, y = np.int64(values[patient, 0, field]), np.int64(values[patient, 1 + visit, field])
                sums = into[visit, field]
                sums[ALL] += 1
                if x == UNKNOWN or y == UNKNOWN:
                    continue
                sums[KNOWN] += 1
                sums[X] += x
                sums[Y] += y
                sums[XX] += x * x
                sums[XY] += x * y
                sums[YY] += y * y
                if x > 0:
                    sums[FELL_30] += 10 * y <= 7 * x
                    sums[FELL_50] += 2 * y <= x
                    sums[FELL_75] += 4 * y <= x


@compiled
def leaving(
    left: Integers, visits: NDArray[np.int64], stayed: NDArray[np.int64], no_benefit: NDArray[np.int64]
) -> None:
    """Add patients to the numbers of those still there at each visit, and of those who left because it did not help."""
    for patient in range(left.shape[0]):
        for visit in range(len(visits)):
            gone = 0 <= left[patient, 0] < visits[visit]
            stayed[visit] += not gone
            no_benefit[visit] += gone and left[patient, 1] == NO_BENEFIT
