"""The weighted regression of a network: estimates, variances and leverages at one variance between studies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interictal.errors import DataUnavailable
from interictal.evidence.network.rows import Rows
from interictal.evidence.synthesis.distributions import FloatArray

_TOO_LOOSE = 1e8
"""By how much rounding may grow in the inverse; of 16 digits, 8 are left."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The regression at one tau2.

    Args:
        tau2: variance between studies.
        weight: 1 / (variance + tau2), shape (rows,).
        observed: shape (rows,).
        laplacian: of the network, shape (treatments, treatments); minus its elements beside the diagonal are the
            weights of the comparisons.
        inverse: a generalised inverse of it: covariances of the treatments' levels where that of the heaviest is 0.
        level: of each treatment, 0 for the heaviest; only differences mean anything.
    """

    tau2: float
    weight: FloatArray
    observed: FloatArray
    laplacian: FloatArray
    inverse: FloatArray
    level: FloatArray

    @property
    def variance(self) -> FloatArray:
        """Variance of the difference of every two treatments, shape (treatments, treatments).

        Source: ``rucker-2012``, the effective resistance.
        """
        own = np.diagonal(self.inverse)
        found = own[:, None] + own[None, :] - 2 * self.inverse
        np.fill_diagonal(found, 0.0)
        return np.asarray(found)

    @property
    def estimate(self) -> FloatArray:
        """Row minus column, shape (treatments, treatments)."""
        return np.asarray(self.level[:, None] - self.level[None, :])


def fit(rows: Rows, tau2: float) -> Fit:
    """The regression at one tau2.

    Raises:
        DataUnavailable: two parts of the network hang together by studies of next to no weight.

    Source: ``rucker-2012``; for random effects and trials of several arms ``rucker-schwarzer-2014``.
    """
    weight = 1 / (rows.variance + tau2)
    observed = rows.observed(tau2)
    weighted = rows.design.T * weight
    laplacian = weighted @ rows.design
    inverse = inverse_of(laplacian)
    return Fit(tau2, weight, observed, laplacian, inverse, inverse @ (weighted @ observed))


def inverse_of(laplacian: FloatArray) -> FloatArray:
    """The inverse of a Laplacian without the row and column of its heaviest treatment, which are 0 in it.

    Args:
        laplacian: of a network that hangs together, shape (treatments, treatments).

    Raises:
        DataUnavailable: so little links two parts that rounding would decide.
    """
    heaviness = np.diagonal(laplacian)
    free = np.ones(len(heaviness), dtype=np.bool_)
    free[heaviness.argmax()] = False
    scale = np.where(free, 1 / np.sqrt(np.where(free, heaviness, 1.0)), 0.0)
    # Scaled, a treatment that only weak studies reach is as good as any other.
    scaled = laplacian * (scale[:, None] * scale)
    np.fill_diagonal(scaled, 1.0)
    try:
        found = np.linalg.inv(scaled)
    except np.linalg.LinAlgError:
        found = np.full_like(scaled, np.inf)
    looseness = np.diagonal(found)
    if not ((looseness > 0) & (looseness < _TOO_LOOSE)).all():
        raise DataUnavailable(
            "The network hangs together only by studies with standard errors out of all proportion to the others, so "
            "that rounding would decide. Correct them, or leave these studies out and use one part of the network."
        )
    found *= scale[:, None] * scale
    return np.asarray((found + found.T) / 2)
