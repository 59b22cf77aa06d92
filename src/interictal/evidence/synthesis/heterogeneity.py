"""Estimates of the variance between studies, tau2, with standard error and interval; for many analyses at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interictal.evidence.synthesis.distributions import FloatArray
from interictal.evidence.synthesis.weighting import Model, Terms

METHODS = ("REML", "DL", "PM", "ML", "EB", "SJ", "HE", "FE")
"""Restricted maximum likelihood, DerSimonian-Laird, Paule-Mandel, maximum likelihood, empirical Bayes, Sidik-Jonkman,
Hedges, and fixed (common) effect."""

MOST_STEPS = 500
"""Steps of an iteration before it is given up."""

_PLAIN_STEPS = 20
"""Fisher scoring goes its own way for so many steps; then it is held between values known to lie on either side."""

_NEAR = 1e-3
"""A step smaller than this share of the total variance is close enough to a maximum for Newton's method."""

_LONGEST = 0.05
"""Newton's steps are no longer than this share, so that they cannot leave the hill that was climbed."""

_VANISHING = 1e-12
"""A falling tau2 below this share of the smallest sampling variance is 0."""

_EPSILON = float(np.finfo(np.float64).eps)

LIKELIHOOD_MARGIN = 1.5e-8
"""Log-likelihoods that differ by less are taken as equal."""


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """tau2 of each analysis; every array is of shape (analyses,).

    Args:
        tau2: 0 or more; NaN where an iteration did not settle.
        se: its standard error; NaN for a fixed effect and for one study.
        set_to_zero: the likelihood is higher at 0 than at the maximum that was reached, and 0 was taken.
    """

    tau2: FloatArray
    se: FloatArray
    set_to_zero: NDArray[np.bool_]


def estimate(model: Model, method: str) -> Heterogeneity:
    """tau2 by one of ``METHODS``, for analyses with more studies than coefficients.

    REML and ML start from HE and climb by Fisher scoring; where the likelihood is higher at 0 than where they
    arrive, 0 is taken. A likelihood can have more than one maximum, and this is the one that is found.

    Source: DL: ``dersimonian-laird-1986``. PM: ``paule-mandel-1982``. HE, REML, ML and EB with standard errors, and
        SJ: ``viechtbauer-2005``, ``sidik-jonkman-2005``; with a covariate: ``viechtbauer-2010``.
    """
    found = _ESTIMATORS[method](model)
    return Heterogeneity(*found)


_Found = tuple[FloatArray, FloatArray, NDArray[np.bool_]]


def _fixed(model: Model) -> _Found:
    none = np.zeros_like(model.df)
    return none, none * np.nan, none > 0


def _dersimonian_laird(model: Model) -> _Found:
    terms = model.at(np.zeros_like(model.df))
    tau2 = np.maximum((terms.y_p_y - model.df) / terms.tr_p, 0)
    variance = 2 * model.df + 4 * tau2 * terms.tr_p + 2 * tau2**2 * terms.tr_pp
    return tau2, np.sqrt(variance) / terms.tr_p, tau2 < 0


def _hedges(model: Model) -> _Found:
    moments = model.unweighted()
    tau2 = np.maximum((moments.y_p_y - moments.tr_pv) / model.df, 0)
    variance = 2 * moments.tr_pvpv + 4 * tau2 * moments.tr_pvp + 2 * tau2**2 * model.df
    return tau2, np.sqrt(variance) / model.df, tau2 < 0


def _sidik_jonkman(model: Model) -> _Found:
    start = model.spread
    moments = model.weighted(start)
    tau2 = start * moments.y_p_y / model.df
    variance = 2 * moments.tr_pvpv + 4 * tau2 * moments.tr_pvp + 2 * tau2**2 * moments.tr_pp
    return tau2, start / model.df * np.sqrt(variance), tau2 < 0


def _paule_mandel(model: Model) -> _Found:
    tau2 = solve_q(model, model.df)
    return tau2, np.sqrt(2 / model.df) * model.k / model.at(tau2).sum_w, tau2 < 0


def _reml(model: Model) -> _Found:
    tau2, zero = _maximum(model, lambda terms: (terms.tr_p, terms.tr_pp), restricted=True)
    return tau2, np.sqrt(2 / model.at(tau2).tr_pp), zero


def _ml(model: Model) -> _Found:
    tau2, zero = _maximum(model, lambda terms: (terms.sum_w, terms.sum_ww), restricted=False)
    return tau2, np.sqrt(2 / model.at(tau2).sum_ww), zero


_ESTIMATORS: dict[str, Callable[[Model], _Found]] = {
    "REML": _reml,
    "DL": _dersimonian_laird,
    "PM": _paule_mandel,
    "ML": _ml,
    "EB": _paule_mandel,
    "SJ": _sidik_jonkman,
    "HE": _hedges,
    "FE": _fixed,
}


def solve_q(model: Model, target: FloatArray) -> FloatArray:
    """The tau2 at which the generalised Q of each analysis is ``target``; 0 where Q is not above it even there.

    1/Q is a concave function of tau2, so Newton's steps from 0 rise to the answer and cannot pass it.

    Args:
        target: more than 0, shape (analyses,).
    """
    tau2 = np.zeros_like(target)
    active = np.arange(len(target))
    for _ in range(MOST_STEPS):
        if not len(active):
            break
        terms = model.take(active).at(tau2[active])
        excess = terms.y_p_y / target[active] - 1
        going = excess > 4 * _EPSILON
        active = active[going]
        step = terms.y_p_y[going] * excess[going] / terms.y_pp_y[going]
        tau2[active] += step
        active = active[step > 2 * _EPSILON * tau2[active]]
    tau2[active] = np.nan
    return tau2


_Pick = Callable[[Terms], tuple[FloatArray, FloatArray]]


def _maximum(model: Model, pick: _Pick, *, restricted: bool) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Fisher scoring from HE, ended by Newton's steps; ``pick`` gives what y'PPy is expected to be, and its slope."""
    tau2 = _hedges(model)[0]
    low, high = np.full_like(tau2, -np.inf), np.full_like(tau2, np.inf)
    smallest = model.smallest_variance
    active = np.arange(len(tau2))
    for number in range(MOST_STEPS):
        if not len(active):
            break
        at = tau2[active]
        terms = model.take(active).at(at)
        expected, information = pick(terms)
        score = terms.y_pp_y - expected
        rising = score > 0
        low[active] = np.where(rising, at, np.where(low[active] < at, low[active], -np.inf))
        high[active] = np.where(rising, np.where(high[active] > at, high[active], np.inf), at)
        step = score / information
        curvature = 2 * terms.y_ppp_y - information
        total = at + smallest[active]
        newton = (np.abs(step) <= _NEAR * total) & (curvature > 0)
        longest = _LONGEST * total
        step = np.where(newton, np.clip(score / np.where(newton, curvature, 1), -longest, longest), step)
        new = at + _kept_above_zero(at, step)
        if number >= _PLAIN_STEPS:
            within = (low[active] <= new) & (new <= high[active]) & newton
            held = np.isfinite(low[active]) & np.isfinite(high[active]) & ~within
            new = np.where(held, (low[active] + high[active]) / 2, new)
        vanished = ~rising & (new < _VANISHING * smallest[active])
        noise = np.abs(score) <= 8 * _EPSILON * (terms.y_pp_y + expected)
        settled = vanished | noise | (np.abs(new - at) <= 1e-13 * at)
        tau2[active] = np.where(vanished, 0, np.where(noise, at, new))
        active = active[~settled]
    tau2[active] = np.nan
    gain = model.deviance(tau2, restricted=restricted) - model.deviance(np.zeros_like(tau2), restricted=restricted)
    zero = gain > 2 * LIKELIHOOD_MARGIN
    return np.where(zero, 0, tau2), zero


def _kept_above_zero(at: FloatArray, step: FloatArray) -> FloatArray:
    """The step, halved as often as it takes not to end below 0."""
    below = (at + step < 0) & (at > 0)
    halvings = np.ceil(np.log2(np.where(below, -step, 1) / np.where(below, at, 1)))
    return np.where(at + step < 0, np.where(below, step * 0.5**halvings, 0), step)
