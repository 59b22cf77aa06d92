"""Pooling counts of rare events without a correction: Mantel-Haenszel and Peto."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.synthesis.distributions import FloatArray, chi2_p, normal_p, normal_quantile, tail_of
from interictal.evidence.synthesis.effects import EVENT_MEASURES, Events, two_arm
from interictal.evidence.synthesis.results import Pooled, PooledMany

COUNT_METHODS = ("MH", "PETO")


def pool_counts(measure: str, first: Events, second: Events, *, method: str = "MH", level: float = 0.95) -> Pooled:
    """Pool studies by their counts, first arm against second.

    Args:
        measure: OR, RR or RD with MH; OR with PETO.
        first, second: the two arms of each study.
        method: MH or PETO.
        level: of the intervals, as a share.

    Raises:
        InvalidInput: another measure or method, or arms that are not of the same studies.
        DataUnavailable: no event, or only events, in one of the two arms of every study, so that there is no estimate.

    Unknown: studies without any event (or with nothing else) in both arms say nothing about OR and RR; they count in
        ``k`` but neither in Q nor in its degrees of freedom. A common effect is taken: tau2 is None.

    Source: Mantel-Haenszel: ``mantel-haenszel-1959``; variances: OR ``robins-1986``, RR ``greenland-robins-1985``,
        RD ``sato-1989``. Peto: ``yusuf-1985``.
    """
    many = pool_counts_many(measure, first, second, method=method, level=level)
    if np.isnan(many.se[0]):
        raise DataUnavailable(
            f"No {measure} by {method}: in one of the two arms of every study nobody, or everybody, had the event. "
            "A risk difference (RD) may exist."
        )
    return many.one(0)


def pool_counts_many(
    measure: str,
    first: Events,
    second: Events,
    *,
    mask: ArrayLike | None = None,
    method: str = "MH",
    level: float = 0.95,
) -> PooledMany:
    """Pool several choices of the same studies in one call.

    Args:
        measure, first, second, method, level: as in ``pool_counts``.
        mask: which studies each analysis has, shape (analyses, studies). None: one analysis of all.

    Raises:
        InvalidInput: as in ``pool_counts``.

    Unknown: where ``pool_counts`` raises DataUnavailable, everything but k is NaN.
    """
    check_count_method(measure, method)
    if first.n.ndim != 1 or first.n.shape != second.n.shape or not len(first.n):
        raise InvalidInput("n", second.n.shape, "two arms of each of one or more studies", "Give both arms.")
    tail = tail_of(level)
    here = np.ones((1, len(first.n))) if mask is None else np.asarray(mask, dtype=np.float64)
    yi, vi = study_estimates(measure, first, second, method=method)
    if method == "PETO":
        estimate, variance, weights = _peto(first, second, here)
    else:
        estimate, variance, weights = _MANTEL_HAENSZEL[measure](first, second, here)
    possible = np.isfinite(estimate) & (variance > 0) & np.isfinite(variance)
    estimate, variance = np.where(possible, estimate, np.nan), np.where(possible, variance, np.nan)
    q, q_df = _q(yi, vi, estimate, here)
    se = np.sqrt(variance)
    margin = normal_quantile(tail) * se
    unknown = estimate * np.nan
    share = weights * here
    i2, h2 = from_q(q, q_df)
    return PooledMany(
        method=method,
        hartung_knapp=False,
        level=level,
        k=here.sum(axis=1).astype(np.intp),
        estimate=estimate,
        se=se,
        statistic=estimate / se,
        statistic_df=unknown,
        p=normal_p(estimate / se),
        ci_low=estimate - margin,
        ci_high=estimate + margin,
        tau2=unknown,
        tau2_se=unknown,
        tau2_low=unknown,
        tau2_high=unknown,
        i2=i2,
        i2_low=unknown,
        i2_high=unknown,
        h2=h2,
        q=q,
        q_df=q_df,
        q_p=np.where(q_df > 0, chi2_p(q, np.maximum(q_df, 1)), np.nan),
        prediction_low=unknown,
        prediction_high=unknown,
        weights=100 * share / np.where(possible, share.sum(axis=1), np.nan)[:, None],
        factor=unknown,
        set_to_zero=np.zeros(len(here), dtype=bool),
    )


def check_count_method(measure: str, method: str) -> None:
    """Refuse a measure that the method does not give.

    Raises:
        InvalidInput: with what is allowed.
    """
    if method not in COUNT_METHODS:
        raise InvalidInput("--method", method, ", ".join(COUNT_METHODS), "Choose one of these.")
    allowed = ("OR",) if method == "PETO" else EVENT_MEASURES
    if measure not in allowed:
        raise InvalidInput("--measure", measure, f"{', '.join(allowed)} with {method}", "Choose another --method.")


def study_estimates(measure: str, first: Events, second: Events, *, method: str) -> tuple[FloatArray, FloatArray]:
    """Each study's own estimate and variance, as shown beside the pooled one; NaN where it says nothing.

    With MH, 1/2 is added to the cells of a study with an empty cell here, though not in the pooled estimate. Peto's
    estimate needs no such addition.
    """
    silent = no_contrast(first, second)
    if method == "PETO":
        surplus, variance = _surplus(first, second)
        of = np.where(silent, np.nan, variance)
        return surplus / of, 1 / of
    yi, vi = two_arm(measure, first, second)
    return np.where(silent, np.nan, yi), np.where(silent, np.nan, vi)


def no_contrast(first: Events, second: Events) -> NDArray[np.bool_]:
    """Whether in both arms nobody, or in both arms everybody, had the event; shape (studies,)."""
    nobody = (first.events == 0) & (second.events == 0)
    return np.asarray(nobody | ((first.events == first.n) & (second.events == second.n)))


def from_q(q: FloatArray, df: FloatArray) -> tuple[FloatArray, FloatArray]:
    """I2 and H2 of a common effect, max(0, (Q - df) / Q) and Q / df; NaN without a degree of freedom."""
    with_df = np.where(df > 0, df, np.nan)
    return 100 * np.maximum(0, 1 - with_df / np.where(q > 0, q, with_df)), q / with_df


_Sums = tuple[FloatArray, FloatArray, FloatArray]


def _cells(first: Events, second: Events) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    a, c = first.events, second.events
    return a, first.n - a, c, second.n - c, first.n + second.n


def _odds_ratio(first: Events, second: Events, here: FloatArray) -> _Sums:
    a, b, c, d, n = _cells(first, second)
    ad, bc = a * d / n, b * c / n
    concordant, discordant = (a + d) / n, (b + c) / n
    r, s = _nonzero(here @ ad), _nonzero(here @ bc)
    variance = (
        here @ (concordant * ad) / r**2
        + here @ (concordant * bc + discordant * ad) / (r * s)
        + here @ (discordant * bc) / s**2
    ) / 2
    return np.log(r / s), variance, bc


def _risk_ratio(first: Events, second: Events, here: FloatArray) -> _Sums:
    a, _, c, _, n = _cells(first, second)
    r, s = _nonzero(here @ (a * second.n / n)), _nonzero(here @ (c * first.n / n))
    numerator = here @ (first.n * second.n * (a + c) / n**2 - a * c / n)
    return np.log(r / s), numerator / (r * s), c * first.n / n


def _risk_difference(first: Events, second: Events, here: FloatArray) -> _Sums:
    a, _, c, _, n = _cells(first, second)
    weight = first.n * second.n / n
    total = here @ weight
    estimate = here @ ((a * second.n - c * first.n) / n) / total
    p = (c * first.n**2 - a * second.n**2 + first.n * second.n * (second.n - first.n) / 2) / n**2
    q = (a * (second.n - c) + c * (first.n - a)) / (2 * n)
    return estimate, (estimate * (here @ p) + here @ q) / total**2, weight


_MANTEL_HAENSZEL = {"OR": _odds_ratio, "RR": _risk_ratio, "RD": _risk_difference}


def _surplus(first: Events, second: Events) -> tuple[FloatArray, FloatArray]:
    """Events in the first arm beyond those expected, and their hypergeometric variance."""
    n = first.n + second.n
    events = first.events + second.events
    return first.events - events * first.n / n, first.n * second.n * events * (n - events) / (n**2 * (n - 1))


def _peto(first: Events, second: Events, here: FloatArray) -> _Sums:
    surplus, variance = _surplus(first, second)
    total = _nonzero(here @ variance)
    return here @ surplus / total, 1 / total, variance


def _nonzero(values: FloatArray) -> FloatArray:
    return np.where(values > 0, values, np.nan)


def _q(yi: FloatArray, vi: FloatArray, estimate: FloatArray, here: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Q about the pooled estimate and its degrees of freedom, from the studies with an estimate of their own."""
    known = np.isfinite(yi)
    y, w = np.where(known, yi, 0), np.where(known, 1 / np.where(known, vi, 1), 0)
    q = (here * w * (y - estimate[:, None]) ** 2).sum(axis=1)
    df = (here @ known.astype(np.float64)) - 1
    return np.where(df > 0, q, np.where(np.isnan(estimate), np.nan, 0)), np.maximum(df, 0)
