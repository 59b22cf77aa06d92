"""The variance between studies of a network, by moments, restricted or full maximum likelihood."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from interictal.evidence.network.fit import Fit, fit
from interictal.evidence.network.rows import Rows
from interictal.evidence.synthesis.distributions import FloatArray

METHODS = ("DL", "REML", "ML", "FE")
"""Method of moments; restricted maximum likelihood; maximum likelihood; none: one common effect."""

_GRID = 30
_LOWEST = 1e-9
_EXACT = 1e-13


def generalised_q(rows: Rows, at: Fit) -> float:
    """The weighted squares about the regression."""
    residual = at.observed - rows.design @ at.level
    return float(at.weight @ residual**2)


def leverage(rows: Rows, at: Fit) -> FloatArray:
    """The share of each row in its own fitted value, shape (rows,)."""
    return np.asarray(at.weight * ((rows.design @ at.inverse) * rows.design).sum(axis=1))


def moments(rows: Rows, common: Fit, q: float, df: int) -> float:
    """tau2 by the method of moments.

    Args:
        rows: the studies.
        common: the regression at tau2 of 0.
        q: Cochran's Q of the network.
        df: its degrees of freedom, 1 or more.

    Source: ``jackson-2015-network``, the estimator of DerSimonian and Laird extended to networks; here without
        inconsistency effects, as in ``rucker-schwarzer-2014``.
    """
    return max(0.0, (q - df) / float(common.weight @ (1 - leverage(rows, common))))


def likelihood(rows: Rows, *, restricted: bool) -> float:
    """tau2 at the highest likelihood.

    The whole range is looked through before the highest point is closed in on, because the likelihood can have more
    than one peak.

    Args:
        rows: the studies, with more rows than treatments less one.
        restricted: restricted maximum likelihood.

    Source: the likelihood is that of a regression whose rows are independent (module ``rows``).
    """

    def score(tau2: float) -> float:
        return _score(rows, tau2, restricted=restricted)

    upper = float(np.median(rows.variance))
    while score(upper) > 0:
        upper *= 4
    grid = np.concatenate(([0.0], np.geomspace(upper * _LOWEST, upper, _GRID)))
    best = int(np.argmax([_log_likelihood(rows, each, restricted=restricted) for each in grid.tolist()]))
    if score(float(grid[best])) > 0:
        return _crossing(score, float(grid[best]), float(grid[best + 1]))
    return _crossing(score, float(grid[best - 1]), float(grid[best])) if best else 0.0


def _crossing(score: Callable[[float], float], low: float, high: float) -> float:
    """Where the score falls through 0."""
    while high - low > _EXACT * high:
        middle = (low + high) / 2
        if score(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _log_likelihood(rows: Rows, tau2: float, *, restricted: bool) -> float:
    at = fit(rows, tau2)
    found = -generalised_q(rows, at) + np.log(at.weight).sum()
    if restricted:
        # The determinant of the Laplacian without the heaviest treatment; which one is left out does not matter.
        found -= np.linalg.slogdet(at.laplacian[1:, 1:])[1]
    return float(found)


def _score(rows: Rows, tau2: float, *, restricted: bool) -> float:
    at = fit(rows, tau2)
    residual = at.observed - rows.design @ at.level
    known = at.weight * (1 - leverage(rows, at)) if restricted else at.weight
    return float(((at.weight * residual) ** 2).sum() - known.sum())
