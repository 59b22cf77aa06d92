"""The pooled result of studies with estimates and variances: one analysis, or thousands in one call."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.synthesis.counts import from_q
from interictal.evidence.synthesis.distributions import (
    FloatArray,
    chi2_p,
    chi2_quantile,
    normal_p,
    normal_quantile,
    t_p,
    t_quantile,
    tail_of,
)
from interictal.evidence.synthesis.heterogeneity import METHODS, estimate, solve_q
from interictal.evidence.synthesis.results import Pooled, PooledMany
from interictal.evidence.synthesis.weighting import MeanModel

__all__ = ["Pooled", "PooledMany", "notes_of", "pool", "pool_many"]

SMALLEST_SE, LARGEST_SE = 1e-20, 1e20
"""Standard errors outside these limits are refused: their fourth powers could not be told from 0 or infinity."""

WIDEST = 1e6
"""A study's standard error may be so many times that of another, and no more: rounding would decide the result."""

FARTHEST = 1e12
"""An estimate may be so many of its standard errors from 0: beyond, its digits do not reach down to its error."""

ALL_EQUAL = 1e-20
"""Weighted squares about the mean below this are those of estimates that are equal but for rounding."""


def pool(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    method: str = "REML",
    hartung_knapp: bool = False,
    level: float = 0.95,
) -> Pooled:
    """Pool the studies of one analysis.

    Args:
        yi: estimates, shape (studies,); ratios on the log scale.
        vi: their sampling variances (squared standard errors).
        method: REML, DL, PM, ML, EB, SJ, HE or FE.
        hartung_knapp: standard error from the weighted squares about the mean, and t with k - 1 degrees of freedom.
        level: of the intervals, as a share.

    Raises:
        InvalidInput: no study, a number that is not finite, a variance that is not above 0, numbers beyond what
            double precision can hold apart, an unknown method or level.
        DataUnavailable: Hartung-Knapp where all estimates are equal, or tau2 that cannot be found.

    Unknown: with one study the result is that study's, tau2 is 0 and there is neither I2 nor a prediction interval.

    Source: tau2: see ``interictal.evidence.synthesis.heterogeneity``. Hartung-Knapp: ``hartung-knapp-2001``. Interval
        of tau2: ``viechtbauer-2007``. I2 and H2: ``higgins-thompson-2002``. Prediction interval:
        ``higgins-2009``, with the normal distribution, or with Hartung-Knapp t with k - 1 degrees of freedom.
    """
    y, v = np.atleast_1d(np.asarray(yi, dtype=np.float64)), np.atleast_1d(np.asarray(vi, dtype=np.float64))
    many = pool_many(y[None], v[None], method=method, hartung_knapp=hartung_knapp, level=level)
    return many.one(0, notes=notes_of(many, y, v))


def pool_many(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    mask: ArrayLike | None = None,
    method: str = "REML",
    hartung_knapp: bool = False,
    level: float = 0.95,
) -> PooledMany:
    """Pool many analyses in one call, with the numbers that ``pool`` gives for each.

    Args:
        yi: estimates, shape (analyses, studies).
        vi: their sampling variances, of the same shape.
        mask: True where the analysis has this study; what stands elsewhere is not read. None: everywhere.
        method, hartung_knapp, level: as in ``pool``, the same for all.

    Raises:
        InvalidInput: as in ``pool``, and an analysis without a study.

    Unknown: where ``pool`` raises DataUnavailable, ``se`` (all estimates equal, with Hartung-Knapp) or everything
        that depends on tau2 (iteration did not settle) is NaN.
    """
    tail = tail_of(level)
    if method not in METHODS:
        raise InvalidInput("--method", method, ", ".join(METHODS), "Choose one of these.")
    model = MeanModel.of(*_checked(yi, vi, mask))
    k = model.k
    some = np.flatnonzero(k > 1)
    zero = np.zeros_like(k)
    tau2, tau2_se, set_to_zero = zero.copy(), zero + np.nan, zero > 0
    low, high, typical = zero + np.nan, zero + np.nan, zero + np.nan
    q, q_p = zero.copy(), zero + np.nan
    if len(some):
        part = model.take(some)
        found = estimate(part, method)
        tau2[some], tau2_se[some], set_to_zero[some] = found.tau2, found.se, found.set_to_zero
        terms = part.at(np.zeros_like(part.k))
        typical[some], q[some] = part.df / terms.tr_p, terms.y_p_y
        q_p[some] = chi2_p(terms.y_p_y, part.df)
        if method != "FE":
            low[some] = solve_q(part, chi2_quantile(tail, part.df))
            high[some] = solve_q(part, chi2_quantile(1 - tail, part.df))
    df = k - 1
    mean, variance = model.mean(tau2)
    factor, t_df = zero + np.nan, zero + np.nan
    if hartung_knapp and len(some):
        squares = model.take(some).at(tau2[some]).y_p_y
        factor[some] = np.where(squares > ALL_EQUAL, squares / df[some], np.nan)
        variance = np.where(df > 0, variance * factor, variance)
        t_df[some] = df[some]
    critical = _critical(tail, t_df)
    se = np.sqrt(variance)
    statistic = mean / se
    predicted = critical * np.sqrt(variance + tau2)
    if method == "FE":
        i2, h2 = from_q(q, df)
        predicted = predicted + np.nan
    else:
        i2, h2 = 100 * tau2 / (typical + tau2), tau2 / typical + 1
    predicted[df == 0] = np.nan
    w = model.weights(tau2)
    return PooledMany(
        method=method,
        hartung_knapp=hartung_knapp,
        level=level,
        k=k.astype(np.intp),
        estimate=mean,
        se=se,
        statistic=statistic,
        statistic_df=t_df,
        p=np.where(np.isnan(t_df), normal_p(statistic), t_p(statistic, t_df)),
        ci_low=mean - critical * se,
        ci_high=mean + critical * se,
        tau2=tau2,
        tau2_se=tau2_se,
        tau2_low=low,
        tau2_high=high,
        i2=i2,
        i2_low=100 * low / (typical + low),
        i2_high=100 * high / (typical + high),
        h2=h2,
        q=q,
        q_df=df,
        q_p=q_p,
        prediction_low=mean - predicted,
        prediction_high=mean + predicted,
        weights=model.in_file_order(100 * w / w.sum(axis=0)),
        factor=factor,
        set_to_zero=set_to_zero,
    )


def notes_of(many: PooledMany, yi: FloatArray, vi: FloatArray) -> tuple[str, ...]:
    """What has to be known to read the only result of ``many``.

    Args:
        many: the result of one analysis.
        yi, vi: its studies, each of shape (studies,).

    Raises:
        DataUnavailable: a number that could not be found, and why.
    """
    if len(yi) == 1:
        found = ["One study: the result is that study's; nothing is known of differences between studies."]
        if many.hartung_knapp:
            found.append("One study: no Hartung-Knapp interval; the usual one is given.")
        return tuple(found)
    tau2 = float(many.tau2[0])
    if np.isnan(tau2):
        raise DataUnavailable(f"tau2 cannot be found by {many.method}: the iteration did not settle. Use DL or PM.")
    if np.isnan(many.se[0]):
        raise DataUnavailable("Hartung-Knapp has no standard error: all estimates are equal. Leave it out.")
    found = []
    if many.factor[0] < 1:
        found.append(
            f"Hartung-Knapp multiplies the variance by {many.factor[0]:.3g}: its standard error is smaller than the "
            "usual one. It is not cut off at 1."
        )
    if many.tau2_high[0] == 0:
        found.append("The studies differ less than chance alone would have them: the interval of tau2 is empty.")
    if many.set_to_zero[0]:
        found.append("The likelihood is higher at tau2 = 0 than at the maximum reached from Hedges' estimate: 0 taken.")
    if many.method in ("REML", "ML"):
        higher = _higher_maximum(yi, vi, tau2, restricted=many.method == "REML")
        if higher is not None:
            found.append(
                f"The likelihood has another, higher maximum near tau2 = {higher:.2g}; the one reached from Hedges' "
                "estimate is given. Compare with PM."
            )
    if vi.max() > 1e7 * vi.min():
        found.append("One study's variance is more than 10 million times that of another: check both.")
    return tuple(found)


def _higher_maximum(yi: FloatArray, vi: FloatArray, tau2: float, *, restricted: bool) -> float | None:
    model = MeanModel.of(yi[None], vi[None], np.ones((1, len(yi)), dtype=bool))
    grid = np.geomspace(1e-3 * vi.min(), 10 * (vi.max() + np.ptp(yi) ** 2), 200)
    deviance = model.deviance(grid, restricted=restricted)
    best = int(deviance.argmin())
    reached = float(model.deviance(np.array([tau2]), restricted=restricted)[0])
    return float(grid[best]) if deviance[best] < reached - 1e-6 else None


def _critical(tail: float, t_df: FloatArray) -> FloatArray:
    return np.where(np.isnan(t_df), normal_quantile(tail), t_quantile(tail, t_df))


def _checked(yi: ArrayLike, vi: ArrayLike, mask: ArrayLike | None) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    y, v = np.asarray(yi, dtype=np.float64), np.asarray(vi, dtype=np.float64)
    if y.shape != v.shape or y.ndim != 2:
        raise InvalidInput("vi", v.shape, f"as many variances as estimates, {y.shape}", "Give one for each study.")
    here = np.ones(y.shape, dtype=bool) if mask is None else np.asarray(mask, dtype=bool)
    if here.shape != y.shape:
        raise InvalidInput("mask", here.shape, f"the shape of the estimates, {y.shape}", "Correct it.")
    if not y.size or not here.any(axis=1).all():
        raise InvalidInput("studies", 0, "1 or more in each analysis", "Give a study with a result.")
    y, v = np.where(here, y, 0.0), np.where(here, v, 1.0)
    _refuse("estimate", y, ~np.isfinite(y), "a finite number")
    _refuse("variance", v, ~np.isfinite(v) | (v <= 0), "a finite number above 0")
    se = np.sqrt(v)
    _refuse("standard error", se, (se < SMALLEST_SE) | (se > LARGEST_SE), f"{SMALLEST_SE:g} to {LARGEST_SE:g}")
    _refuse("estimate", y, np.abs(y) > FARTHEST * se, f"at most {FARTHEST:g} standard errors from 0")
    smallest = np.where(here, se, np.inf).min(axis=1, keepdims=True)
    _refuse("standard error", se, here & (se > WIDEST * smallest), f"at most {WIDEST:g} times the smallest")
    return y, v, here


def _refuse(field: str, values: FloatArray, wrong: NDArray[np.bool_], allowed: str) -> None:
    if wrong.any():
        raise InvalidInput(field, f"{values[wrong].flat[0]:g}", allowed, "Correct it, or leave the study out.")
