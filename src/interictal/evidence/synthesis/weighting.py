"""The weighted mean of studies, and the line through them: what every estimate of heterogeneity is made of.

With weights w = 1 / (v + tau2), W = diag(w) and P = W - WX(X'WX)^-1 X'W, all estimators of tau2 use the quadratic
forms y'Py, y'PPy and y'PPPy and the traces of P and PP. ``MeanModel`` has them in closed form for many analyses at
once; ``LineModel`` builds P itself, for one analysis with a covariate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from interictal.evidence.synthesis.distributions import FloatArray


@dataclass(frozen=True, slots=True)
class Terms:
    """What the estimators need at one tau2 of each analysis; every array is of shape (analyses,).

    Args:
        y_p_y: generalised Q, the weighted squares about the fit.
        y_pp_y, y_ppp_y: the next two quadratic forms.
        tr_p, tr_pp: traces of P and PP.
        sum_w, sum_ww: sums of the weights and of their squares.
    """

    y_p_y: FloatArray
    y_pp_y: FloatArray
    y_ppp_y: FloatArray
    tr_p: FloatArray
    tr_pp: FloatArray
    sum_w: FloatArray
    sum_ww: FloatArray


@dataclass(frozen=True, slots=True)
class Moments:
    """What the estimators by moments need, at weights of their own; every array is of shape (analyses,)."""

    y_p_y: FloatArray
    tr_pv: FloatArray
    tr_pvpv: FloatArray
    tr_pvp: FloatArray
    tr_pp: FloatArray


class Model(Protocol):
    """Many analyses, each with its studies and as many coefficients."""

    @property
    def k(self) -> FloatArray:
        """Studies, shape (analyses,)."""

    @property
    def df(self) -> FloatArray:
        """Studies less coefficients, shape (analyses,)."""

    @property
    def smallest_variance(self) -> FloatArray:
        """Shape (analyses,)."""

    @property
    def spread(self) -> FloatArray:
        """Unweighted mean square of the estimates about their mean, shape (analyses,)."""

    def at(self, tau2: FloatArray) -> Terms:
        """The terms at a tau2 for each analysis."""

    def unweighted(self) -> Moments:
        """The moments with equal weights."""

    def weighted(self, tau2: FloatArray) -> Moments:
        """The moments with weights 1 / (v + tau2)."""

    def deviance(self, tau2: FloatArray, *, restricted: bool) -> FloatArray:
        """Minus twice the log-likelihood, apart from a constant.

        A model of one analysis also takes many values of tau2.
        """

    def take(self, rows: NDArray[np.intp]) -> Model:
        """Some of the analyses, in this order; one may be taken many times."""


@dataclass(frozen=True, slots=True)
class MeanModel:
    """Analyses with one pooled mean each.

    The most precise study of an analysis stands in row 0 and the others are measured from it, so that nothing is
    lost to rounding where one study outweighs the rest by far.

    Args:
        origin: estimate of the most precise study, shape (analyses,).
        distance: estimates less the origin, shape (studies, analyses); 0 where there is no study.
        variance: sampling variances, shape (studies, analyses); 1 where there is no study.
        present: 1 where there is a study, 0 elsewhere, shape (studies, analyses).
        order: for each analysis, the studies in the order of the rows, shape (studies, analyses).
    """

    origin: FloatArray
    distance: FloatArray
    variance: FloatArray
    present: FloatArray
    order: NDArray[np.intp]

    @classmethod
    def of(cls, yi: FloatArray, vi: FloatArray, mask: NDArray[np.bool_]) -> MeanModel:
        """The model of analyses by studies.

        Args:
            yi: estimates, shape (analyses, studies).
            vi: their sampling variances, more than 0.
            mask: where there is a study; at least one in each analysis.
        """
        y, v, present = yi.T, vi.T, mask.T
        first = np.where(present, v, np.inf).argmin(axis=0)
        order = np.repeat(np.arange(len(y))[:, None], y.shape[1], axis=1)
        order[first, np.arange(y.shape[1])] = 0
        order[0] = first
        y = np.take_along_axis(y, order, axis=0)
        v = np.take_along_axis(v, order, axis=0)
        present = np.take_along_axis(present, order, axis=0)
        origin = y[0]
        return cls(
            origin=origin,
            distance=np.where(present, y - origin, 0.0),
            variance=np.where(present, v, 1.0),
            present=present.astype(np.float64),
            order=order,
        )

    @property
    def k(self) -> FloatArray:
        """See ``Model``."""
        return np.asarray(self.present.sum(axis=0))

    @property
    def df(self) -> FloatArray:
        """See ``Model``."""
        return self.k - 1

    @property
    def smallest_variance(self) -> FloatArray:
        """See ``Model``."""
        return np.asarray(self.variance[0])

    @property
    def spread(self) -> FloatArray:
        """See ``Model``."""
        mean = self.distance.sum(axis=0) / self.k
        return np.asarray(((self.distance - mean) ** 2 * self.present).sum(axis=0) / self.k)

    def take(self, rows: NDArray[np.intp]) -> MeanModel:
        """See ``Model``."""
        return MeanModel(
            self.origin[rows],
            self.distance[:, rows],
            self.variance[:, rows],
            self.present[:, rows],
            self.order[:, rows],
        )

    def weights(self, tau2: FloatArray) -> FloatArray:
        """1 / (v + tau2), shape (studies, analyses) in the order of the rows; 0 where there is no study."""
        return self.present / (self.variance + tau2)

    def mean(self, tau2: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The weighted mean and its variance 1 / sum of the weights, each of shape (analyses,)."""
        w = self.weights(tau2)
        total = w.sum(axis=0)
        return self.origin + (w * self.distance).sum(axis=0) / total, 1 / total

    def in_file_order(self, values: FloatArray) -> FloatArray:
        """Values in the order of the rows, shape (studies, analyses), as (analyses, studies) in the given order."""
        found = np.empty_like(values)
        np.put_along_axis(found, self.order, values, axis=0)
        return found.T

    def at(self, tau2: FloatArray) -> Terms:
        """See ``Model``."""
        w = self.weights(tau2)
        first, rest = w[0], w[1:]
        ww = rest * rest
        others, squares = rest.sum(axis=0), ww.sum(axis=0)
        cubes = (ww * rest).sum(axis=0)
        total = first + others
        mean = (rest * self.distance[1:]).sum(axis=0) / total
        residual = self.distance - mean
        wr = w * residual
        wwr = w * wr
        share = others / total
        return Terms(
            y_p_y=(wr * residual).sum(axis=0),
            y_pp_y=(wr * wr).sum(axis=0),
            y_ppp_y=(wr * wwr).sum(axis=0) - wwr.sum(axis=0) ** 2 / total,
            tr_p=first * share + others - squares / total,
            tr_pp=(first * share) ** 2
            + 2 * first**2 * squares / total**2
            + (squares - 2 * cubes / total + (squares / total) ** 2),
            sum_w=total,
            sum_ww=first**2 + squares,
        )

    def unweighted(self) -> Moments:
        """See ``Model``."""
        return self._moments(self.present)

    def weighted(self, tau2: FloatArray) -> Moments:
        """See ``Model``."""
        return self._moments(self.weights(tau2))

    def _moments(self, w: FloatArray) -> Moments:
        v, total, squares = self.variance, w.sum(axis=0), (w * w).sum(axis=0)
        residual = self.distance - (w * self.distance).sum(axis=0) / total
        return Moments(
            y_p_y=(w * residual * residual).sum(axis=0),
            tr_pv=(w * v * (1 - w / total)).sum(axis=0),
            tr_pvpv=(w**2 * v**2 * (1 - 2 * w / total)).sum(axis=0) + ((w**2 * v).sum(axis=0) / total) ** 2,
            tr_pvp=(w**2 * v * (1 - 2 * w / total + squares / total**2)).sum(axis=0),
            tr_pp=(w**2 * (1 - 2 * w / total)).sum(axis=0) + (squares / total) ** 2,
        )

    def deviance(self, tau2: FloatArray, *, restricted: bool) -> FloatArray:
        """See ``Model``."""
        w = self.weights(tau2)
        total = w.sum(axis=0)
        residual = self.distance - (w * self.distance).sum(axis=0) / total
        found = (self.present * np.log(self.variance + tau2)).sum(axis=0) + (w * residual * residual).sum(axis=0)
        return np.asarray(found + np.log(total) if restricted else found)


@dataclass(frozen=True, slots=True)
class LineModel:
    """One analysis, with coefficients for the columns of a matrix.

    Args:
        y: estimates, shape (studies,).
        variance: their sampling variances, shape (studies,).
        x: the matrix, shape (studies, coefficients), of full rank, with fewer coefficients than studies and ones in
            its first column.
    """

    y: FloatArray
    variance: FloatArray
    x: FloatArray

    @property
    def k(self) -> FloatArray:
        """See ``Model``."""
        return np.array([float(len(self.y))])

    @property
    def df(self) -> FloatArray:
        """See ``Model``."""
        return np.asarray(self.k - self.x.shape[1])

    @property
    def smallest_variance(self) -> FloatArray:
        """See ``Model``."""
        return np.array([self.variance.min()])

    @property
    def spread(self) -> FloatArray:
        """See ``Model``."""
        return _one(float(self.y.var()))

    def take(self, rows: NDArray[np.intp]) -> LineModel:
        """See ``Model``: here there is one analysis."""
        return self

    def coefficients(self, tau2: float) -> tuple[FloatArray, FloatArray]:
        """The weighted least squares coefficients and their variance matrix (X'WX)^-1."""
        root, q, r = self._factors(1 / (self.variance + tau2))
        found = np.asarray(np.linalg.solve(r, q.T @ (root * (self.y - self._origin))), dtype=np.float64)
        found[0] += self._origin
        inverse = np.asarray(np.linalg.inv(r), dtype=np.float64)
        return found, inverse @ inverse.T

    def at(self, tau2: FloatArray) -> Terms:
        """See ``Model``."""
        w = 1 / (self.variance + tau2)
        p = self._p(w)
        py = p @ (self.y - self._origin)
        ppy = p @ py
        return Terms(
            y_p_y=_one(py @ (py / w)),
            y_pp_y=_one(py @ py),
            y_ppp_y=_one(py @ ppy),
            tr_p=_one(p.trace()),
            tr_pp=_one((p * p).sum()),
            sum_w=_one(w.sum()),
            sum_ww=_one((w * w).sum()),
        )

    def unweighted(self) -> Moments:
        """See ``Model``."""
        return self._moments(np.ones_like(self.variance))

    def weighted(self, tau2: FloatArray) -> Moments:
        """See ``Model``."""
        return self._moments(1 / (self.variance + tau2))

    def deviance(self, tau2: FloatArray, *, restricted: bool) -> FloatArray:
        """See ``Model``: here at any number of values of tau2."""
        return np.array([self._deviance(each, restricted=restricted) for each in tau2])

    def _deviance(self, tau2: float, *, restricted: bool) -> float:
        w = 1 / (self.variance + tau2)
        py = self._p(w) @ (self.y - self._origin)
        found = float(-np.log(w).sum() + py @ (py / w))
        if restricted:
            found += 2 * float(np.log(np.abs(np.diag(self._factors(w)[2]))).sum())
        return found

    @property
    def _origin(self) -> float:
        return float(self.y[self.variance.argmin()])

    def _factors(self, w: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        root = np.sqrt(w)
        q, r = np.linalg.qr(root[:, None] * self.x)
        return root, q, r

    def _p(self, w: FloatArray) -> FloatArray:
        root, q, _ = self._factors(w)
        return np.asarray(root[:, None] * (np.eye(len(w)) - q @ q.T) * root)

    def _moments(self, w: FloatArray) -> Moments:
        p = self._p(w)
        py, pv = p @ (self.y - self._origin), p * self.variance
        return Moments(
            y_p_y=_one(py @ (py / w)),
            tr_pv=_one(pv.trace()),
            tr_pvpv=_one((pv * pv.T).sum()),
            tr_pvp=_one((pv * p.T).sum()),
            tr_pp=_one((p * p).sum()),
        )


def _one(value: float | FloatArray) -> FloatArray:
    return np.array([value], dtype=np.float64)
