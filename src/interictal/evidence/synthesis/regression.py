"""Meta-regression on one covariate, and Egger's test of funnel asymmetry, which is one on the standard error."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike

from interictal.errors import DataUnavailable, InvalidInput, shown
from interictal.evidence.synthesis.analysis import PooledTable
from interictal.evidence.synthesis.counts import COUNT_METHODS, from_q
from interictal.evidence.synthesis.distributions import (
    FloatArray,
    chi2_p,
    normal_p,
    normal_quantile,
    t_p,
    t_quantile,
    tail_of,
)
from interictal.evidence.synthesis.heterogeneity import estimate
from interictal.evidence.synthesis.pooling import ALL_EQUAL, pool
from interictal.evidence.synthesis.sensitivity import cells
from interictal.evidence.synthesis.weighting import LineModel

FEWEST = 3
"""Studies for two coefficients, with one degree of freedom left."""

SMALLEST, LARGEST = 1e-50, 1e50
"""The covariate's largest number: beyond, its square could not be told from 0 or infinity."""

FEW = 10
"""Below so many studies a note says that the test of asymmetry has little power (our choice)."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One coefficient of a line."""

    estimate: float
    se: float
    statistic: float
    p: float
    ci_low: float
    ci_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """A line through the studies.

    Args:
        covariate: what they were regressed on.
        k: studies.
        method, hartung_knapp, level: as asked for.
        intercept, slope: at a covariate of 0, and for one more of it.
        statistic_df: degrees of freedom of the t distribution; None where the normal one was used.
        tau2, tau2_se: variance between studies that the covariate leaves; 0 and None for a fixed effect.
        i2, h2: of what is left.
        r2: how much of tau2 (for a fixed effect: of the variance, adjusted) the covariate explains, percent.
        qm, qm_p: test of the covariate, chi-squared with 1 degree of freedom; with Hartung-Knapp F with 1 and k - 2.
        qe, qe_df, qe_p: Cochran's Q of what is left.
        notes: what has to be known to read it.
    """

    covariate: str
    k: int
    method: str
    hartung_knapp: bool
    level: float
    intercept: Coefficient
    slope: Coefficient
    statistic_df: int | None
    tau2: float
    tau2_se: float | None
    i2: float
    h2: float
    r2: float
    qm: float
    qm_p: float
    qe: float
    qe_df: int
    qe_p: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Egger:
    """A test of funnel asymmetry.

    Args:
        classical: weighted regression with a residual variance; else the model of the pooled result.
        k: studies.
        bias: the slope on the standard error; 0 without asymmetry.
        statistic_df: degrees of freedom of the t distribution; None where the normal one was used.
        limit: the estimate of a study without sampling error.
        notes: what has to be known to read it.
    """

    classical: bool
    k: int
    bias: Coefficient
    statistic_df: int | None
    limit: Coefficient
    notes: tuple[str, ...] = ()


def regress(
    yi: ArrayLike,
    vi: ArrayLike,
    covariate: ArrayLike,
    *,
    name: str = "covariate",
    method: str = "REML",
    hartung_knapp: bool = False,
    level: float = 0.95,
) -> Regression:
    """Mixed-effects meta-regression on one covariate.

    Args:
        yi, vi: estimates and sampling variances, shape (studies,).
        covariate: one number for each study.
        name: what it is.
        method, hartung_knapp, level: as in ``interictal.evidence.synthesis.pooling.pool``.

    Raises:
        InvalidInput: as in ``pool``, and a covariate that is not finite or has another length.
        DataUnavailable: fewer than three studies, the same covariate everywhere, Hartung-Knapp where all studies lie
            on the line, or tau2 that cannot be found.

    Source: ``viechtbauer-2010``; Hartung-Knapp: ``knapp-hartung-2003``.
    """
    y, v = np.atleast_1d(np.asarray(yi, dtype=np.float64)), np.atleast_1d(np.asarray(vi, dtype=np.float64))
    x = np.asarray(covariate, dtype=np.float64)
    if x.shape != y.shape:
        raise InvalidInput(name, x.shape, f"as many numbers as studies, {y.shape}", "Give one for each study.")
    if not np.isfinite(x).all():
        raise InvalidInput(name, f"{x[~np.isfinite(x)][0]:g}", "a finite number", "Correct the cell.")
    mean = pool(y, v, method=method, level=level)
    if len(y) < FEWEST:
        raise DataUnavailable(f"A regression needs {FEWEST} studies or more; here: {len(y)}.")
    largest = float(np.abs(x).max())
    if largest != 0 and not SMALLEST <= largest <= LARGEST:
        raise InvalidInput(name, f"{largest:g}", f"{SMALLEST:g} to {LARGEST:g}", "Give it in another unit.")
    if np.ptp(x) <= 1e-9 * largest:
        raise DataUnavailable(f"All studies have the same {shown(name)}: nothing can be regressed on it.")
    middle, unit = float(x.mean()), float(x.std())
    model = LineModel(y, v, np.column_stack([np.ones_like(x), (x - middle) / unit]))
    found = estimate(model, method)
    tau2, df = float(found.tau2[0]), int(model.df[0])
    if np.isnan(tau2):
        raise DataUnavailable(f"tau2 cannot be found by {method}: the iteration did not settle. Use DL or PM.")
    back = np.array([[1.0, -middle / unit], [0.0, 1 / unit]])
    b, variance = model.coefficients(tau2)
    b, variance = back @ b, back @ variance @ back.T
    if hartung_knapp:
        factor = float(model.at(found.tau2).y_p_y[0]) / df
        if factor * df <= ALL_EQUAL:
            raise DataUnavailable(
                "All studies lie on the line: there is no residual variance to take a standard error from."
            )
        variance = variance * factor
    intercept, slope = _coefficients(b, np.sqrt(np.diag(variance)), df if hartung_knapp else None, level)
    at_zero = model.at(np.zeros(1))
    qe, typical = float(at_zero.y_p_y[0]), df / float(at_zero.tr_p[0])
    if method == "FE":
        i2, h2 = (float(each[0]) for each in from_q(at_zero.y_p_y, model.df))
        r2 = max(0.0, 100 * (1 - (qe / df) / (mean.q / mean.q_df))) if mean.q else 0.0
    else:
        i2, h2 = 100 * tau2 / (typical + tau2), tau2 / typical + 1
        r2 = max(0.0, 100 * (1 - tau2 / mean.tau2)) if mean.tau2 else 0.0
    return Regression(
        covariate=name,
        k=len(y),
        method=method,
        hartung_knapp=hartung_knapp,
        level=level,
        intercept=intercept,
        slope=slope,
        statistic_df=df if hartung_knapp else None,
        tau2=tau2,
        tau2_se=None if method == "FE" else float(found.se[0]),
        i2=i2,
        h2=h2,
        r2=r2,
        qm=slope.statistic**2,
        qm_p=slope.p,
        qe=qe,
        qe_df=df,
        qe_p=float(chi2_p(qe, df)),
    )


def regress_table(result: PooledTable, column: str) -> Regression:
    """Meta-regression of a pooled comparison on the numbers in a column of its table.

    Args:
        result: all studies, pooled.
        column: a further column of the table, a number for each study.

    Raises:
        InvalidInput: no such column, a text that is not a number, or a method without regression (MH, PETO).
        DataUnavailable: as in ``regress``.

    Unknown: a study with an empty cell is left out; a note says how many.
    """
    texts = cells(result, column, "--regress")
    if result.method in COUNT_METHODS:
        raise InvalidInput("--method", result.method, "a method with a regression: REML or another", "Choose one.")
    studies, x = [], []
    for index, study in enumerate(result.studies.names):
        text = texts.get(study, "").strip()
        if text:
            studies.append(index)
            x.append(_number(text, column, study))
    if len(studies) < FEWEST:
        raise DataUnavailable(
            f"A regression needs {FEWEST} studies or more with {shown(column)}; here: {len(studies)}."
        )
    found = regress(
        result.studies.yi[studies],
        result.studies.vi[studies],
        x,
        name=column,
        method=result.method,
        hartung_knapp=result.hartung_knapp,
        level=result.level,
    )
    without = len(result.studies.names) - len(studies)
    if not without:
        return found
    return replace(
        found, notes=(f"{without} of {len(result.studies.names)} studies without {shown(column)}: left out.",)
    )


def egger(result: PooledTable, *, classical: bool = False) -> Egger:
    """Egger's test of funnel asymmetry.

    Args:
        result: all studies, pooled.
        classical: False: the model of the pooled result (its tau2 and its test; a fixed effect for MH and PETO) with
            the standard error as covariate. True: regression weighted by the inverse variance, with a residual
            variance instead of tau2, and t.

    Raises:
        DataUnavailable: fewer than three studies with an estimate, or the same standard error everywhere.

    Source: ``egger-1997``; with tau2: ``viechtbauer-2010``.
    """
    rows = result.estimable
    y, v = result.studies.yi[rows], result.studies.vi[rows]
    if len(y) < FEWEST:
        raise DataUnavailable(
            f"Egger's test needs {FEWEST} studies or more with an estimate of their own; here: {len(y)}. Leave it out."
        )
    method = "FE" if classical or result.method in COUNT_METHODS else result.method
    found = regress(
        y,
        v,
        np.sqrt(v),
        name="standard error",
        method=method,
        hartung_knapp=classical or result.hartung_knapp,
        level=result.level,
    )
    few = (f"{found.k} studies: with fewer than 10 the test seldom finds an asymmetry that is there.",)
    return Egger(
        classical=classical,
        k=found.k,
        bias=found.slope,
        statistic_df=found.statistic_df,
        limit=found.intercept,
        notes=few if found.k < FEW else (),
    )


def _coefficients(b: FloatArray, se: FloatArray, df: int | None, level: float) -> list[Coefficient]:
    tail = tail_of(level)
    statistic = b / se
    p = normal_p(statistic) if df is None else t_p(statistic, df)
    margin = (normal_quantile(tail) if df is None else t_quantile(tail, df)) * se
    columns = (b, se, statistic, p, b - margin, b + margin)
    return [Coefficient(*(float(column[index]) for column in columns)) for index in range(len(b))]


def _number(text: str, column: str, study: str) -> float:
    try:
        found = np.nan if "_" in text else float(text)
    except ValueError:
        found = np.nan
    if not isfinite(found):
        allowed = f"a number with a decimal point, or nothing, for study {shown(study)}"
        raise InvalidInput(shown(column), text, allowed, "Correct the cell.")
    return found
